//! Pages that redirect to another address.

use super::{Job, Plan};
use crate::model::{Address, escaped};

impl Plan {
    /// A page that redirects at once, for hosts without redirects.
    pub fn redirect(&self, job: &Job, to: &Address) -> Vec<u8> {
        // Percent-encoded, so that it can stand in an attribute as it is.
        let href = format!("{}{}", job.address.root(), to.href());
        let canonical = match self.absolute(to) {
            absolute if absolute.is_empty() => href.clone(),
            absolute => absolute,
        };
        // The page that says this address is its own, or the term of that spelling.
        let pages = &self.site.pages;
        let of_term = || {
            let taxonomies = self.site.languages.iter().flat_map(|language| language.taxonomies.values());
            taxonomies.flat_map(|taxonomy| taxonomy.terms.values()).find(|term| term.address == *to)
        };
        let title = job.page.map(|id| &pages[id].document.meta.title).or_else(|| Some(&of_term()?.title));
        let title = escaped(title.unwrap_or(&href));
        format!(
            "<!doctype html>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<meta name=\"robots\" content=\"noindex\">\n\
             <link rel=\"canonical\" href=\"{canonical}\">\n<meta http-equiv=\"refresh\" content=\"0; url={href}\">\n<a href=\"{href}\">{title}</a>\n"
        )
        .into_bytes()
    }
}
