//! The contributors of the project, as Git counts them: names and numbers of commits, no email addresses.

use super::{Family, Job, JobOutput, Plan, PlanInput};
use crate::{
    model::{Address, Lang},
    site::{LanguageSite, Site},
    view::{ContributorsView, LinkView, View},
};

/// The contributors in one language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ContributorsPage {
    lang: Lang,
}

impl Family for ContributorsPage {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let site = input.site;
        for LanguageSite { lang, .. } in site.languages.iter().filter(|_| !site.contributors.is_empty()) {
            let kind = ContributorsPage { lang: lang.clone() }.into();
            jobs.push(Job { address: address(site, lang), page: None, kind });
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let lang = &self.lang;
        let title = plan.strings(lang).get("contributors").to_owned();
        let mut head = plan.head(lang, "contributors", title, job);
        head.description = plan.described(lang, "contributors_description", &[]);
        for (other, translation) in
            plan.site.languages.iter().filter(|other| other.lang != *lang).zip(&mut head.translations)
        {
            (translation.url, translation.exact) = (address(&plan.site, &other.lang).href(), true);
        }
        let contributor = |(name, count): &(String, usize)| {
            let page = plan.site.people.find(&plan.site.pages, lang, name).map(|id| plan.link(id));
            LinkView { title: name.clone(), count: *count, ..page.unwrap_or_default() }
        };
        let view = ContributorsView {
            page: plan.with_breadcrumbs(head, vec![plan.home_link(lang)]),
            contributors: plan.site.contributors.iter().map(contributor).collect(),
        };
        plan.page_input("contributors", lang, job, View::Contributors(view), None).into()
    }

    fn is_indexed(&self, _: &Job, _: &Site) -> bool {
        true
    }
}

pub(super) fn address(site: &Site, lang: &Lang) -> Address {
    Address::folder(&format!("{}contributors", site.language(lang).prefix), site.config.urls)
}
