//! The lists of folders.

use super::{
    Job, JobKind, PageInput, Plan,
    grouped::{grouped_by, is_grouped},
};
use crate::{
    model::{Address, Lang, Urls},
    site::{LanguageSite, PageId, Section, Site},
    view::{LinkView, NotFoundView, PagerView, SectionView, View},
};

pub(super) fn jobs(site: &Site, jobs: &mut Vec<Job>) {
    let all =
        site.languages.iter().flat_map(|language| language.sections.iter().map(move |section| (language, section)));
    for (language, (folder, section)) in all {
        // The list of a taxonomy replaces a folder with its name.
        if site.is_rendered_as_page(section) || language.is_taxonomy(folder) {
            continue;
        }
        let is_whole = folder.is_empty() || is_grouped(site, section);
        let pages = if is_whole { 1 } else { pages(section.pages.len(), site.config.page_size) };
        for page in 1..=pages {
            let address = paged(&section.address, page, site.config.urls);
            jobs.push(Job {
                address,
                page: section.own,
                kind: JobKind::Section { lang: language.lang.clone(), folder: folder.clone(), page },
            });
        }
    }
}

/// How many pages a list has; one even when it is empty.
pub(super) fn pages(entries: usize, size: usize) -> usize {
    entries.div_ceil(size).max(1)
}

/// The address of a list's page, from 1.
pub(super) fn paged(first: &Address, page: usize, urls: Urls) -> Address {
    if page == 1 {
        return first.clone();
    }
    let folder = first.as_str().trim_end_matches("index.html").trim_end_matches('/');
    Address::page(&format!("{folder}/page/{page}"), urls)
}

/// The position of page `index` of a list.
pub(super) fn pager(first: &Address, index: usize, entries: usize, size: usize, urls: Urls) -> PagerView {
    let total = pages(entries, size);
    let url = |page| paged(first, page, urls).href();
    let mut links: Vec<LinkView> = Vec::new();
    let mut last = 0;
    for page in (1..=total).filter(|page| *page == 1 || *page == total || page.abs_diff(index) <= 2) {
        if page > last + 1 {
            links.push(LinkView { title: "…".into(), ..LinkView::default() });
        }
        links.push(LinkView { title: page.to_string(), url: url(page), count: 0, current: page == index });
        last = page;
    }
    PagerView {
        index,
        total,
        count: entries,
        prev: (index > 1).then(|| url(index - 1)),
        next: (index < total).then(|| url(index + 1)),
        links,
    }
}

/// The entries of one page of a list.
pub(super) fn slice(entries: &[PageId], page: usize, size: usize) -> &[PageId] {
    let start = ((page - 1) * size).min(entries.len());
    &entries[start..(start + size).min(entries.len())]
}

impl Plan {
    pub fn section(&self, lang: &Lang, folder: &str, page: usize, job: &Job) -> PageInput {
        let site = &self.site;
        let section = &site.language(lang).sections[folder];
        let own = section.own.map(|id| &site.pages[id]);
        let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        let mut head = self.head(lang, "section", self.section_title(lang, folder), job);
        head.number = page;
        head.description = self.described(lang, "section_description", &[("title", &head.title)]);
        if let Some(own) = own {
            head.translations = self.translations(lang, &own.relations().translations);
            head.noindex = own.document.meta.noindex;
            head.anchor.clone_from(&own.document.title_id);
            head.notes = (1..=own.document.title_notes).collect();
            head.ribbon = self.ribbon(own);
            head.unlisted = own.flags.is_unlisted;
            if let Some(summary) = Some(super::views::summary(own)).filter(|summary| !summary.is_empty()) {
                head.description = summary.to_owned();
            }
        }
        let size = site.config.page_size;
        let groups = self.groups(lang, section);
        let is_whole = !groups.is_empty();
        let entries = if is_whole { 0 } else { section.pages.len() };
        // Narrowing works on what is on the page.
        let whole_list = section.pages.len() <= size;
        let view = SectionView {
            page: self.with_breadcrumbs(head, self.folder_trail(lang, parent)),
            sections: if page == 1 { self.children(lang, section) } else { Vec::new() },
            cards: if is_whole { Vec::new() } else { self.cards(slice(&section.pages, page, size)) },
            filters: if whole_list || is_whole {
                self.filters(&section.pages, grouped_by(&self.site, section))
            } else {
                Vec::new()
            },
            calendar: self.calendar_of(lang, section),
            groups,
            pager: pager(&section.address, page, entries, size, site.config.urls),
            edit_url: own.map_or(String::new(), |own| self.edit_url(own)),
        };
        self.page_input("section", lang, job, View::Section(view), section.own.filter(|_| page == 1))
    }

    pub fn not_found(&self, job: &Job) -> PageInput {
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

    pub fn children(&self, lang: &Lang, section: &Section) -> Vec<LinkView> {
        section.children.iter().filter_map(|folder| self.section_link(lang, folder)).collect()
    }
}

/// `/path/` of `https://host/path/`.
pub(super) fn base_path(base_url: &str) -> &str {
    let host = base_url.find("://").map_or(0, |at| at + 3);
    base_url[host..].find('/').map_or("/", |at| &base_url[host + at..])
}
