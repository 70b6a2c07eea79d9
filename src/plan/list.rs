//! The lists of folders.

use super::{
    Family, Job, JobOutput, Plan, PlanInput, Rank,
    listing::{List, ListOf},
    sitemap::is_open,
};
use crate::{
    model::{Address, Lang, ListView, Urls},
    site::{PageId, Section, Site},
    view::{LinkView, PageView, PagerView, SectionView, TableView, View},
};

/// The list of a folder. The list of the folder `""` is the home page. Pages are counted from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct FolderList {
    lang: Lang,
    folder: String,
    page: usize,
}

impl Family for FolderList {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let site = input.site;
        for language in &site.languages {
            for (folder, section) in &language.sections {
                let list = ListOf::Folder(folder.clone()).find(site, language);
                let pages = if folder.is_empty() { 1 } else { list.map_or(0, |list| list.spread(site)) };
                for page in 1..=pages {
                    let kind = FolderList { lang: language.lang.clone(), folder: folder.clone(), page }.into();
                    let address = paged(&section.address, page, site.config.urls);
                    jobs.push(Job { address, page: section.own, kind });
                }
            }
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let (lang, folder, page) = (&self.lang, &self.folder, self.page);
        if folder.is_empty() {
            return plan.home(lang, job).into();
        }
        let site = &plan.site;
        let section = &site.language(lang).sections[folder];
        let list = ListOf::Folder(folder.clone()).planned(site, lang);
        let own = section.own.map(|id| &site.pages[id]);
        let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        let mut head = plan.head(lang, "section", plan.section_title(lang, folder), job);
        head.number = page;
        head.description = plan.described(lang, "section_description", &[("title", &head.title)]);
        if let Some(own) = own {
            head = plan.with_own_page(head, own);
            if let Some(summary) = Some(super::views::summary(own)).filter(|summary| !summary.is_empty()) {
                head.description = summary.to_owned();
            }
        }
        let view = SectionView {
            sections: if page == 1 { plan.children(lang, section) } else { Vec::new() },
            filters: plan.list_filters(lang, &list, page),
            edit_url: own.map_or(String::new(), |own| plan.edit_url(own)),
            ..plan.list_view(lang, plan.with_breadcrumbs(head, plan.folder_trail(lang, parent)), &list)
        };
        plan.page_input("section", lang, job, View::Section(view), section.own.filter(|_| page == 1)).into()
    }

    fn rank(&self, job: &Job, _: &Site) -> Rank {
        if self.page == 1 && job.page.is_some() { Rank::Written } else { Rank::Generated }
    }

    fn is_indexed(&self, job: &Job, site: &Site) -> bool {
        self.page == 1 && job.page.is_none_or(|own| is_open(&site.pages[own]))
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
    Address::page(&format!("{}/page/{page}", first.as_folder()), urls)
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
    /// One page of a list of pages, without its filters and what only a folder has.
    pub(super) fn list_view(&self, lang: &Lang, page: PageView, list: &List) -> SectionView {
        let (number, size) = (page.number, self.site.config.page_size);
        let groups = self.groups(lang, list.pages);
        let ungrouped = if groups.is_empty() { list.pages } else { &[] };
        let view = list.view();
        let shown = slice(ungrouped, number, size);
        SectionView {
            view: view.name(),
            table: if view == ListView::Table { self.table(lang, shown) } else { TableView::default() },
            cards: self.cards(shown),
            calendar: self.calendar_of(lang, list.pages),
            pager: pager(&list.address, number, ungrouped.len(), size, self.site.config.urls),
            data: self.data(&list.address),
            groups,
            page,
            ..SectionView::default()
        }
    }

    /// Links to the folders directly below, in their order.
    pub fn children(&self, lang: &Lang, section: &Section) -> Vec<LinkView> {
        section.children.iter().filter_map(|folder| self.section_link(lang, folder)).collect()
    }
}
