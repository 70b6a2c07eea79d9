//! Lists of all pages of a kind, where no folder is that list.

use super::{
    Family, Job, JobOutput, Plan, PlanInput,
    grouped::{grouped_by, is_grouped},
    list::{paged, pager, pages, slice},
};
use crate::{
    model::{Address, Lang, pick},
    site::{Section, Site},
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
        let all = site
            .languages
            .iter()
            .flat_map(|language| language.kinds.iter().map(move |of_kind| (&language.lang, of_kind)));
        for (lang, (kind, of_kind)) in
            all.filter(|(_, (_, of_kind))| of_kind.folder.is_none() && of_kind.pages.len() > 1)
        {
            let first = address(site, lang, kind);
            let list = section(site, lang, kind);
            let total = if is_grouped(site, &list) { 1 } else { pages(of_kind.pages.len(), site.config.page_size) };
            for page in 1..=total {
                let kind = KindList { lang: lang.clone(), kind: kind.clone(), page }.into();
                jobs.push(Job { address: paged(&first, page, site.config.urls), page: None, kind });
            }
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let (lang, kind, page) = (&self.lang, &self.kind, self.page);
        let section = section(&plan.site, lang, kind);
        let mut head = plan.head(lang, "section", plan.kind_title(lang, kind), job);
        head.number = page;
        head.description = plan.described(lang, "section_description", &[("title", &head.title)]);
        let (size, count) = (plan.site.config.page_size, section.pages.len());
        let groups = plan.groups(lang, &section);
        let is_whole = !groups.is_empty();
        let view = SectionView {
            page: plan.with_breadcrumbs(head, vec![plan.home_link(lang)]),
            sections: Vec::new(),
            cards: if is_whole { Vec::new() } else { plan.cards(slice(&section.pages, page, size)) },
            filters: if count <= size || is_whole {
                plan.filters(&section.pages, grouped_by(&plan.site, &section))
            } else {
                Vec::new()
            },
            calendar: plan.calendar_of(lang, &section),
            groups,
            pager: pager(&section.address, page, if is_whole { 0 } else { count }, size, plan.site.config.urls),
            edit_url: String::new(),
        };
        plan.page_input("section", lang, job, View::Section(view), None).into()
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
