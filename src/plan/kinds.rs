//! Lists of all pages of a kind, where no folder is that list.

use super::{Family, Job, JobOutput, Plan, PlanInput, list::paged, listing::ListOf};
use crate::{
    model::{Address, Lang},
    site::{LanguageSite, Site},
    view::{LinkView, SectionView, View},
};

/// All pages of a kind that no folder holds. Pages from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct KindList {
    lang: Lang,
    kind: String,
    page: usize,
}

impl Family for KindList {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let site = input.site;
        for language @ LanguageSite { lang, kinds, .. } in &site.languages {
            for kind in kinds.keys() {
                let Some(list) = ListOf::Kind(kind.clone()).find(site, language) else { continue };
                for page in 1..=list.spread(site) {
                    let kind = KindList { lang: lang.clone(), kind: kind.clone(), page }.into();
                    jobs.push(Job { address: paged(&list.address, page, site.config.urls), page: None, kind });
                }
            }
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let Self { lang, kind, page } = self;
        let list = ListOf::Kind(kind.clone()).planned(&plan.site, lang);
        let mut head = plan.head(lang, "section", plan.kind_title(lang, kind), job);
        head.number = *page;
        head.description = plan.described(lang, "section_description", &[("title", &head.title)]);
        let view = SectionView {
            filters: plan.list_filters(lang, &list, *page),
            ..plan.list_view(lang, plan.with_breadcrumbs(head, vec![plan.home_link(lang)]), &list)
        };
        plan.page_input("section", lang, job, View::Section(view), None).into()
    }

    fn is_indexed(&self, _: &Job, _: &Site) -> bool {
        self.page == 1
    }
}

/// Address of the list of a kind, if it has one of its own.
pub(super) fn address(site: &Site, lang: &Lang, kind: &str) -> Address {
    Address::folder(&format!("{}{kind}", site.language(lang).prefix), site.config.urls)
}

impl Plan {
    /// Address of the list of a kind, if it has pages. A single page alone is its own list.
    pub fn kind_link(&self, lang: &Lang, kind: &str) -> Option<LinkView> {
        let of_kind = self.site.language(lang).kinds.get(kind)?;
        match (&of_kind.folder, of_kind.pages.as_slice()) {
            (Some(folder), _) => self.section_link(lang, folder),
            (None, [alone]) => Some(LinkView { title: self.kind_title(lang, kind), ..self.link(*alone) }),
            (None, _) => Some(LinkView {
                title: self.kind_title(lang, kind),
                url: address(&self.site, lang, kind).href(),
                count: of_kind.pages.len(),
                current: false,
            }),
        }
    }

    /// What readers see for a kind.
    pub fn kind_title(&self, lang: &Lang, kind: &str) -> String {
        let known = self.site.config.kinds.iter().find(|known| known.name == kind);
        known.map_or(kind, |known| known.title_in(lang)).to_owned()
    }
}
