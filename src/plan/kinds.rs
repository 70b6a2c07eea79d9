//! Lists of all pages of a kind, where no folder is that list.

use super::{
    Job, JobKind, PageInput, Plan,
    grouped::{grouped_by, is_grouped},
    list::{paged, pager, pages, slice},
};
use crate::{
    model::{Address, Lang, pick},
    site::{Section, Site},
    view::{LinkView, SectionView, View},
};

pub(super) fn jobs(site: &Site, jobs: &mut Vec<Job>) {
    let all =
        site.languages.iter().flat_map(|language| language.kinds.iter().map(move |of_kind| (&language.lang, of_kind)));
    for (lang, (kind, of_kind)) in all.filter(|(_, (_, of_kind))| of_kind.folder.is_none() && of_kind.pages.len() > 1) {
        let first = address(site, lang, kind);
        let list = section(site, lang, kind);
        let total = if is_grouped(site, &list) { 1 } else { pages(of_kind.pages.len(), site.config.page_size) };
        for page in 1..=total {
            let kind = JobKind::Kind { lang: lang.clone(), kind: kind.clone(), page };
            jobs.push(Job { address: paged(&first, page, site.config.urls), page: None, kind });
        }
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

    pub fn kind_list(&self, lang: &Lang, kind: &str, page: usize, job: &Job) -> PageInput {
        let section = section(&self.site, lang, kind);
        let mut head = self.head(lang, "section", self.kind_title(lang, kind), job);
        head.number = page;
        head.description = self.described(lang, "section_description", &[("title", &head.title)]);
        let (size, count) = (self.site.config.page_size, section.pages.len());
        let groups = self.groups(lang, &section);
        let is_whole = !groups.is_empty();
        let view = SectionView {
            page: self.with_breadcrumbs(head, vec![self.home_link(lang)]),
            sections: Vec::new(),
            cards: if is_whole { Vec::new() } else { self.cards(slice(&section.pages, page, size)) },
            filters: if count <= size || is_whole {
                self.filters(&section.pages, grouped_by(&self.site, &section))
            } else {
                Vec::new()
            },
            calendar: self.calendar_of(lang, &section),
            groups,
            pager: pager(&section.address, page, if is_whole { 0 } else { count }, size, self.site.config.urls),
            edit_url: String::new(),
        };
        self.page_input("section", lang, job, View::Section(view), None)
    }
}
