//! The contributors of the project, as Git counts them: names and numbers of commits, no email addresses.

use super::{Job, JobKind, PageInput, Plan};
use crate::{
    model::{Address, Lang},
    site::{LanguageSite, Site},
    view::{ContributorsView, LinkView, View},
};

pub(super) fn jobs(site: &Site, jobs: &mut Vec<Job>) {
    for LanguageSite { lang, .. } in site.languages.iter().filter(|_| !site.contributors.is_empty()) {
        let kind = JobKind::Contributors { lang: lang.clone() };
        jobs.push(Job { address: address(site, lang), page: None, kind });
    }
}

pub(super) fn address(site: &Site, lang: &Lang) -> Address {
    Address::folder(&format!("{}contributors", site.language(lang).prefix), site.config.urls)
}

impl Plan {
    pub fn contributors(&self, lang: &Lang, job: &Job) -> PageInput {
        let title = self.strings(lang).get("contributors").to_owned();
        let mut head = self.head(lang, "contributors", title, job);
        head.description = self.described(lang, "contributors_description", &[]);
        for (other, translation) in
            self.site.languages.iter().filter(|other| other.lang != *lang).zip(&mut head.translations)
        {
            (translation.url, translation.exact) = (address(&self.site, &other.lang).href(), true);
        }
        let contributor = |(name, count): &(String, usize)| {
            let page = self.site.people.find(&self.site.pages, lang, name).map(|id| self.link(id));
            LinkView { title: name.clone(), count: *count, ..page.unwrap_or_default() }
        };
        let view = ContributorsView {
            page: self.with_breadcrumbs(head, vec![self.home_link(lang)]),
            contributors: self.site.contributors.iter().map(contributor).collect(),
        };
        self.page_input("contributors", lang, job, View::Contributors(view), None)
    }
}
