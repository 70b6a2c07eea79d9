//! Outputs with a fixed address: `404.html`, `robots.txt`, `.nojekyll`.

use super::{Job, JobKind, Plan};
use crate::{model::Address, site::Site};

pub(super) fn jobs(_: &Site, jobs: &mut Vec<Job>) {
    for (name, kind) in
        [("404.html", JobKind::NotFound), ("robots.txt", JobKind::Robots), (".nojekyll", JobKind::NoJekyll)]
    {
        jobs.push(Job { address: Address::file(name), page: None, kind });
    }
}

impl Plan {
    pub fn robots(&self) -> Vec<u8> {
        let sitemap =
            self.site.config.base_url.as_ref().map_or(String::new(), |base| format!("\nSitemap: {base}sitemap.xml\n"));
        format!("User-agent: *\nAllow: /\n{sitemap}").into_bytes()
    }
}
