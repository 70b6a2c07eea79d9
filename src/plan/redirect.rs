//! Pages that redirect: from former addresses of pages, as they or the navigation name them, and from other spellings of terms.

use super::{Family, Job, JobOutput, Plan, PlanInput, Rank};
use crate::{
    model::{Address, escaped},
    site::{Site, aliases},
};

/// A page that redirects at once, for hosts without redirects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct RedirectPage {
    to: Address,
}

impl Family for RedirectPage {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let site = input.site;
        for page in site.pages.iter().filter(|page| page.flags.has_aliases) {
            jobs.extend(aliases(page, &site.config).map(|alias| {
                let kind = RedirectPage { to: page.address.clone() }.into();
                Job { address: alias.address, page: Some(page.id), kind }
            }));
        }
        jobs.extend(site.navigation.redirects.iter().map(|(address, page)| {
            let kind = RedirectPage { to: site.pages[*page].address.clone() }.into();
            Job { address: address.clone(), page: None, kind }
        }));
        let taxonomies = site.languages.iter().flat_map(|language| language.taxonomies.values());
        for term in taxonomies.flat_map(|taxonomy| taxonomy.terms.values()) {
            jobs.extend(term.redirects.iter().map(|address| {
                let kind = RedirectPage { to: term.address.clone() }.into();
                Job { address: address.clone(), page: None, kind }
            }));
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let to = &self.to;
        let href = format!("{}{}", job.address.root(), to.href());
        let absolute = plan.absolute(to);
        let canonical = if absolute.is_empty() { &href } else { &absolute };
        // The page that says this address is its own, or the term of that spelling.
        let pages = &plan.site.pages;
        let of_term = || {
            let taxonomies = plan.site.languages.iter().flat_map(|language| language.taxonomies.values());
            taxonomies.flat_map(|taxonomy| taxonomy.terms.values()).find(|term| term.address == *to)
        };
        let title = job.page.map(|id| &pages[id].document.meta.title).or_else(|| Some(&of_term()?.title));
        let (title, canonical, href) = (escaped(title.unwrap_or(&href)), escaped(canonical), escaped(&href));
        let html = format!(
            "<!doctype html>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<meta name=\"robots\" content=\"noindex\">\n\
             <link rel=\"canonical\" href=\"{canonical}\">\n<meta http-equiv=\"refresh\" content=\"0; url={href}\">\n<a href=\"{href}\">{title}</a>\n"
        );
        JobOutput::Bytes(html.into_bytes())
    }

    fn rank(&self, job: &Job, _: &Site) -> Rank {
        if job.page.is_some() { Rank::Alias } else { Rank::Leading }
    }
}
