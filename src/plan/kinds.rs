//! Lists of all pages of a kind, where no folder is that list.

use super::{
    Family, Job, JobOutput, Plan, PlanInput,
    list::{paged, pages_of},
};
use crate::{
    model::{Address, Lang, pick},
    site::{LanguageSite, Section, Site},
    view::{LinkView, View},
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
        for LanguageSite { lang, kinds, .. } in &site.languages {
            for (kind, _) in kinds.iter().filter(|(_, of_kind)| of_kind.folder.is_none() && of_kind.pages.len() > 1) {
                let list = section(site, lang, kind);
                for page in 1..=pages_of(site, &list) {
                    let kind = KindList { lang: lang.clone(), kind: kind.clone(), page }.into();
                    jobs.push(Job { address: paged(&list.address, page, site.config.urls), page: None, kind });
                }
            }
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let Self { lang, kind, page } = self;
        let section = section(&plan.site, lang, kind);
        let mut head = plan.head(lang, "section", plan.kind_title(lang, kind), job);
        head.number = *page;
        head.description = plan.described(lang, "section_description", &[("title", &head.title)]);
        let view = plan.list_view(lang, plan.with_breadcrumbs(head, vec![plan.home_link(lang)]), &section);
        plan.page_input("section", lang, job, View::Section(view), None).into()
    }

    fn is_indexed(&self, _: &Job, _: &Site) -> bool {
        self.page == 1
    }
}

/// Address of the list of a kind, if it has one of its own.
fn address(site: &Site, lang: &Lang, kind: &str) -> Address {
    Address::folder(&format!("{}{kind}", site.language(lang).prefix), site.config.urls)
}

/// The pages of a kind, as if they were in a folder.
fn section(site: &Site, lang: &Lang, kind: &str) -> Section {
    let pages = site.language(lang).kinds[kind].pages.clone();
    Section { address: address(site, lang, kind), count: pages.len(), pages, ..Section::default() }
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
        known.and_then(|known| pick(&known.title, lang)).unwrap_or(kind).to_owned()
    }
}
