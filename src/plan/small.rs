//! The small outputs: not found, robots, redirects, assets, the theme's files.

use super::{Job, JobKind, Plan};
use crate::{
    model::Address,
    site::{Site, asset_address},
};
use std::collections::BTreeSet;

pub fn jobs(_: &Site, jobs: &mut Vec<Job>) {
    for (name, kind) in
        [("404.html", JobKind::NotFound), ("robots.txt", JobKind::Robots), (".nojekyll", JobKind::NoJekyll)]
    {
        jobs.push(Job { address: Address::file(name), page: None, kind });
    }
}

pub fn assets(site: &Site, jobs: &mut Vec<Job>) {
    for path in &site.assets {
        jobs.push(Job { address: asset_address(path), page: None, kind: JobKind::Asset(path.clone()) });
    }
}

/// The smaller versions of images, each once, however many files hold the same image.
pub fn resized(site: &Site, jobs: &mut Vec<Job>) {
    let widths = site.pictures.values().flat_map(|picture| &picture.widths);
    let made: BTreeSet<&Address> = widths.map(|(_, address)| address).collect();
    jobs.extend(made.into_iter().map(|address| Job { address: address.clone(), page: None, kind: JobKind::Resized }));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

impl Plan {
    pub fn robots(&self) -> Vec<u8> {
        let sitemap =
            self.site.config.base_url.as_ref().map_or(String::new(), |base| format!("\nSitemap: {base}sitemap.xml\n"));
        format!("User-agent: *\nAllow: /\n{sitemap}").into_bytes()
    }

    /// A page that leads on at once, for hosts that cannot be told to redirect.
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
            self.site.taxonomies.values().flat_map(|taxonomy| taxonomy.terms.values()).find(|term| term.address == *to)
        };
        let title = job.page.map(|id| &pages[id].document.meta.title).or_else(|| Some(&of_term()?.title));
        let title = title.map(|title| escaped(title));
        let title = title.as_ref().unwrap_or(&href);
        format!(
            "<!doctype html>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<meta name=\"robots\" content=\"noindex\">\n\
             <link rel=\"canonical\" href=\"{canonical}\">\n<meta http-equiv=\"refresh\" content=\"0; url={href}\">\n<a href=\"{href}\">{title}</a>\n"
        )
        .into_bytes()
    }

    pub fn theme_file(&self, name: &str) -> Vec<u8> {
        self.files.get(name).map_or_else(Vec::new, |bytes| bytes.to_vec())
    }
}
