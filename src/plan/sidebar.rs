//! The sidebar: the navigation beside pages, or the list of their section.

use super::Plan;
use crate::{
    model::Facet,
    site::{Page, PageId, Role, SiteNavEntry},
    view::{LinkView, SidebarEntryView, SidebarView},
};

/// Fewest and most pages of a section with a sidebar.
const PAGES: std::ops::RangeInclusive<usize> = 3..=80;

impl Plan {
    /// The navigation around a page; of a page that is not in it, the section, if pages there have an order: a weight,
    /// or no date.
    pub fn sidebar(&self, id: PageId) -> Option<SidebarView> {
        let place = self.site.navigation.place(id);
        place.map(|place| self.navigation_around(id, place)).or_else(|| self.section_around(id))
    }

    /// The whole navigation; only the groups that the entry `place` is in are open.
    fn navigation_around(&self, id: PageId, place: usize) -> SidebarView {
        let navigation = &self.site.navigation;
        let open: Vec<usize> = navigation.groups_of(place).collect();
        // Each language may have a list of its own. Links to other sites belong to the first.
        let language = self.site.pages[id].language;
        let is_of = |entry: &SiteNavEntry| entry.page.map_or(0, |page| self.site.pages[page].language) == language;
        let mut entries = Vec::new();
        for (index, entry) in navigation.entries.iter().enumerate().filter(|(_, entry)| is_of(entry)) {
            if entry.parent.is_none_or(|group| open.contains(&group)) {
                let link = LinkView { current: index == place, ..self.navigation_link(entry) };
                let depth = navigation.groups_of(index).count().try_into().unwrap_or(u8::MAX);
                entries.push(SidebarEntryView { link, depth });
            }
        }
        let home = self.home_link(&self.site.pages[id].lang);
        SidebarView { title: self.site.title.clone(), url: home.url, entries }
    }

    /// A link to an entry of the navigation, without a mark.
    pub fn navigation_link(&self, entry: &SiteNavEntry) -> LinkView {
        let link = match entry.page {
            Some(page) => self.link(page),
            None => LinkView { url: entry.url.clone(), title: entry.url.clone(), ..LinkView::default() },
        };
        LinkView { title: entry.title.clone().unwrap_or(link.title), ..link }
    }

    fn section_around(&self, id: PageId) -> Option<SidebarView> {
        let page = &self.site.pages[id];
        if page.role != Role::Page || page.flags.is_index || !self.is_in_order(page) {
            return None;
        }
        // The section right below the home page, or the folder itself where that is too large.
        let folder = page.inner.folder();
        let top = folder.split('/').next().filter(|top| !top.is_empty())?;
        let sections = &self.site.language(&page.lang).sections;
        let root = [top, folder]
            .into_iter()
            .find(|folder| sections.get(*folder).is_some_and(|section| PAGES.contains(&section.count)))?;
        let link = self.section_link(&page.lang, root)?;
        let mut entries = Vec::new();
        self.entries_of(page, root, id, 0, &mut entries);
        Some(SidebarView { title: link.title, url: link.url, entries })
    }

    /// Pages that follow each other by their places, not by time.
    fn is_in_order(&self, page: &Page) -> bool {
        let kind = self.site.kind(page);
        let is_in_time = page.date.is_some() || kind.has(Facet::Dated);
        let timed = [Facet::Timed, Facet::Person, Facet::Audience, Facet::Staged];
        (!is_in_time || page.flags.has_weight) && !timed.iter().any(|facet| kind.has(*facet))
    }

    fn entries_of(&self, page: &Page, folder: &str, current: PageId, depth: u8, entries: &mut Vec<SidebarEntryView>) {
        let Some(section) = self.site.language(&page.lang).sections.get(folder) else { return };
        let is_shown = |page: &Page| self.is_in_order(page) && !page.document.meta.nav_exclude;
        let pages = section.pages.iter().filter(|id| is_shown(&self.site.pages[**id]));
        entries.extend(
            pages.map(|id| SidebarEntryView { link: LinkView { current: *id == current, ..self.link(*id) }, depth }),
        );
        for child in &section.children {
            let Some(link) = self.section_link(&page.lang, child) else { continue };
            entries.push(SidebarEntryView { link: LinkView { count: 0, ..link }, depth });
            let is_open = page.inner.folder() == child || page.inner.folder().starts_with(&format!("{child}/"));
            if is_open {
                self.entries_of(page, child, current, depth + 1, entries);
            }
        }
    }
}
