//! Outputs with a fixed address: `404.html`, `robots.txt`, `.nojekyll`.

use super::{Family, Job, JobOutput, PageInput, Plan, PlanInput};
use crate::{
    model::Address,
    site::LanguageSite,
    view::{NotFoundView, View},
};

/// An output with a fixed address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum FixedFile {
    NotFound,
    Robots,
    /// Tells GitHub Pages to leave the files alone.
    NoJekyll,
}

impl Family for FixedFile {
    fn jobs(_: &PlanInput, jobs: &mut Vec<Job>) {
        for (name, file) in
            [("404.html", FixedFile::NotFound), ("robots.txt", FixedFile::Robots), (".nojekyll", FixedFile::NoJekyll)]
        {
            jobs.push(Job { address: Address::file(name), page: None, kind: file.into() });
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        match self {
            FixedFile::NotFound => plan.not_found(job).into(),
            FixedFile::Robots => JobOutput::Bytes(plan.robots()),
            FixedFile::NoJekyll => JobOutput::Bytes(Vec::new()),
        }
    }
}

impl Plan {
    fn robots(&self) -> Vec<u8> {
        let sitemap =
            self.site.config.base_url.as_ref().map_or(String::new(), |base| format!("\nSitemap: {base}sitemap.xml\n"));
        format!("User-agent: *\nAllow: /\n{sitemap}").into_bytes()
    }

    fn not_found(&self, job: &Job) -> PageInput {
        let LanguageSite { lang, sections, .. } = &self.site.languages[0];
        let mut page = self.head(lang, "notfound", self.strings(lang).get("not_found").to_owned(), job);
        page.noindex = true;
        page.canonical.clear();
        let mut input = self.page_input(
            "404",
            lang,
            job,
            View::NotFound(NotFoundView { page, sections: self.children(lang, &sections[""]) }),
            None,
        );
        // The host serves it at any depth.
        input.root = self.site.config.base_url.as_deref().map_or("/", base_path).to_owned();
        input
    }
}

/// `/path/` of `https://host/path/`.
fn base_path(base_url: &str) -> &str {
    let host = base_url.find("://").map_or(0, |at| at + 3);
    base_url[host..].find('/').map_or("/", |at| &base_url[host + at..])
}
