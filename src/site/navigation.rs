//! The navigation with the pages that it names.
//!
//! In: the [`Navigation`] of the configuration, and where all paths lead. Out: a [`SiteNavigation`]: entries with their
//! addresses, and the place of each page. Pages in it follow each other in its order.
//!
//! What always holds: an entry that leads nowhere is left out, and reported if its author can mend it. A page that the
//! navigation does not name is published all the same, with the neighbours that its folder gives it.

use super::{
    FileSummary, LinkTarget, Page, PageId,
    address::is_index,
    asset_address,
    link_key::path_key,
    nav_pages::{self, FoundEntry, NamedPages},
    path_index::PathIndex,
};
use crate::{
    diag::{Code, Diagnostic, nearest},
    model::{Address, Config, NavEntry, NavTarget, Navigation, Redirect, RelPath, Urls, safe},
};
use std::{
    collections::{BTreeMap, HashSet},
    ops::Range,
    sync::Arc,
};

/// The entries of the navigation that lead somewhere.
#[derive(Debug, Default)]
pub struct SiteNavigation {
    /// Each before those inside it.
    pub entries: Vec<SiteNavEntry>,
    /// Index in `entries` of the first entry of each page.
    places: BTreeMap<PageId, usize>,
    /// The main menu, if it is not the first level.
    pub menu: Vec<SiteNavEntry>,
    /// Former addresses, and the pages that they lead to.
    pub redirects: Vec<(Address, PageId)>,
    /// The files that entries lead to.
    pub(super) files: Vec<LinkTarget>,
}

/// An entry of the navigation.
#[derive(Debug)]
pub struct SiteNavEntry {
    /// As the navigation has it; `None`: the title of its page.
    pub title: Option<String>,
    /// The page that it leads to, or the first page inside it.
    pub page: Option<PageId>,
    /// The address that it leads to, if that is no page: from the site's root, or of another site.
    pub url: String,
    /// Index of the group that it is in.
    pub parent: Option<usize>,
    /// Whether others are inside it.
    pub is_group: bool,
}

impl SiteNavigation {
    /// Where a page stands.
    pub fn place(&self, page: PageId) -> Option<usize> {
        self.places.get(&page).copied()
    }

    /// Puts the pages of a list that the navigation names first, in its order.
    pub(super) fn sort(&self, list: &mut [PageId]) {
        list.sort_by_key(|page| self.place(*page).unwrap_or(usize::MAX));
    }

    /// Gives the pages of the navigation the neighbours that they have there.
    pub(super) fn set_neighbours(&self, pages: &mut [Page]) {
        let mut places: Vec<(usize, PageId)> = self.places.iter().map(|(page, place)| (*place, *page)).collect();
        places.sort_unstable();
        // Each language may have a list of its own.
        places.sort_by_key(|(_, page)| pages[*page].language);
        for (at, (_, id)) in places.iter().enumerate() {
            let language = pages[*id].language;
            let neighbour = |at: Option<usize>| {
                let (_, other) = *at.and_then(|at| places.get(at))?;
                Some(other).filter(|other| pages[*other].language == language)
            };
            (pages[*id].prev, pages[*id].next) = (neighbour(at.checked_sub(1)), neighbour(Some(at + 1)));
        }
    }

    /// The groups that an entry is in, the innermost first.
    pub fn groups_of(&self, entry: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.entries[entry].parent, |group| self.entries[*group].parent)
    }
}

/// Finds the pages of a navigation. `files` are those that are no pages, `hidden` the pages that are not published.
pub(super) fn resolve(
    config: &Config,
    pages: &[Page],
    paths: &PathIndex,
    files: &[(RelPath, u64)],
    hidden: &[Arc<FileSummary>],
    diagnostics: &mut Vec<Diagnostic>,
) -> SiteNavigation {
    let Config { navigation: Some(navigation), urls, .. } = config else { return SiteNavigation::default() };
    let urls = *urls;
    let hidden = hidden.iter().map(|summary| &summary.document.path).collect();
    let mut resolver = NavResolver {
        navigation,
        pages,
        paths,
        files,
        hidden,
        by_name: None,
        urls,
        found: SiteNavigation::default(),
        diagnostics,
    };
    resolver.add(&navigation.entries, None);
    // The menu leads to places that the list of pages may not name; what is missing there is left out without a word.
    let known = resolver.diagnostics.len();
    resolver.found.menu = resolver.menu();
    resolver.diagnostics.truncate(known);
    for Redirect { from, to, at } in &navigation.redirects {
        if let Some((Some(page), _)) = resolver.target(to, at) {
            resolver.found.redirects.push((former_address(from, urls), page));
        }
    }
    resolver.found
}

/// The address of a source that was there once.
fn former_address(source: &RelPath, urls: Urls) -> Address {
    match is_index(source.stem()) {
        true => Address::folder(source.folder(), urls),
        false => Address::page(source.as_str().trim_end_matches(".md"), urls),
    }
}

struct NavResolver<'a> {
    navigation: &'a Navigation,
    pages: &'a [Page],
    paths: &'a PathIndex,
    files: &'a [(RelPath, u64)],
    hidden: HashSet<&'a RelPath>,
    /// Made when it is asked first.
    by_name: Option<NamedPages>,
    urls: Urls,
    found: SiteNavigation,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl NavResolver<'_> {
    fn add(&mut self, entries: &[NavEntry], parent: Option<usize>) {
        for entry in entries {
            let target = match &entry.target {
                None => Some((None, String::new())),
                Some(NavTarget::Folder(folder)) => {
                    let entries = nav_pages::in_folder(folder, self.pages, &self.navigation.folders);
                    self.add_pages(entries, parent);
                    continue;
                }
                Some(target) => self.target(target, &entry.at),
            };
            let Some((page, url)) = target else { continue };
            let place = self.found.entries.len();
            let (title, is_group) = (entry.title.clone(), !entry.entries.is_empty());
            self.found.entries.push(SiteNavEntry { title, page, url, parent, is_group });
            if let Some(page) = page {
                self.found.places.entry(page).or_insert(place);
            }
            self.add(&entry.entries, Some(place));
            let (own, inner) = self.found.entries[place..].split_first_mut().expect("it was added");
            if own.page.is_none() && own.url.is_empty() {
                // A group leads to the first entry in it. One with nothing in it is left out.
                match inner.first() {
                    Some(first) => (own.page, own.url) = (first.page, first.url.clone()),
                    None => self.found.entries.truncate(place),
                }
            }
        }
    }

    /// The first level of the menu; a group leads to the first that is in it.
    fn menu(&mut self) -> Vec<SiteNavEntry> {
        let navigation = self.navigation;
        let mut menu = Vec::new();
        for entry in &navigation.menu {
            let Some(title) = entry.title.clone() else { continue };
            let targets = std::iter::once(entry).chain(&entry.entries).filter_map(|entry| entry.target.as_ref());
            let found = targets.filter_map(|target| match (self.target(target, &entry.at), target) {
                (None, NavTarget::Page(name)) => self.list(name),
                (found, _) => found,
            });
            menu.extend(found.take(1).map(|(page, url)| SiteNavEntry {
                title: Some(title.clone()),
                page,
                url,
                parent: None,
                is_group: false,
            }));
        }
        menu
    }

    /// The page or the address that an entry leads to; of a folder, its first page.
    fn target(&mut self, target: &NavTarget, at: &Range<usize>) -> Option<(Option<PageId>, String)> {
        match target {
            NavTarget::Url(url) => Some((None, safe(url.trim_start_matches('/')).to_owned())),
            NavTarget::Source(path) => self.source(path, at),
            NavTarget::Page(name) => self.named(name, at),
            NavTarget::Folder(folder) => {
                let pages = nav_pages::in_folder(folder, self.pages, &self.navigation.folders);
                nav_pages::first(&pages).map(|page| (Some(page), String::new()))
            }
        }
    }

    /// The list of a folder without a page of its own.
    fn list(&self, name: &str) -> Option<(Option<PageId>, String)> {
        let key = nav_pages::key(name);
        let is_below = |page: &&Page| {
            let rest = page.inner.folder().strip_prefix(key.as_str());
            page.flags.is_listed && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let page = self.pages.iter().find(is_below).filter(|_| !key.is_empty())?;
        Some((None, Address::folder(&page.inner.folder()[..key.len()], self.urls).href()))
    }

    /// Adds pages and folders that were found, and what is in them.
    fn add_pages(&mut self, entries: Vec<FoundEntry>, parent: Option<usize>) {
        for FoundEntry { title, page, inner } in entries {
            let place = self.found.entries.len();
            let first = page.or_else(|| nav_pages::first(&inner));
            let entry = SiteNavEntry { title, page: first, url: String::new(), parent, is_group: !inner.is_empty() };
            self.found.entries.push(entry);
            if let Some(page) = page {
                self.found.places.entry(page).or_insert(place);
            }
            self.add_pages(inner, Some(place));
        }
    }

    /// The page of that name.
    fn named(&mut self, name: &str, at: &Range<usize>) -> Option<(Option<PageId>, String)> {
        let by_name = self.by_name.get_or_insert_with(|| NamedPages::of(self.pages));
        let key = nav_pages::key(name);
        if let Some(page) = by_name.find(&key) {
            return Some((Some(page), String::new()));
        }
        // What may lead to more than pages has no place.
        if !at.is_empty() && !self.hidden.iter().any(|path| nav_pages::key(path.as_str()) == key) {
            let nearest = by_name.nearest(&key);
            self.report(name, at, nearest);
        }
        None
    }

    fn report(&mut self, target: &str, at: &Range<usize>, nearest: Option<String>) {
        let missing = Diagnostic::new(Code::P0106, &self.navigation.file).at(at.clone());
        self.diagnostics.push(missing.arg("file", &self.navigation.file).arg("target", target).nearest(nearest));
    }

    /// The page or the address of a file; `None` if there is nothing to lead to.
    fn source(&mut self, path: &RelPath, at: &Range<usize>) -> Option<(Option<PageId>, String)> {
        match self.paths.find(path_key(path)) {
            Some(LinkTarget::Page(page)) => return Some((Some(page), String::new())),
            Some(LinkTarget::File(file)) => {
                self.found.files.push(LinkTarget::File(file));
                return Some((None, asset_address(&self.files[file].0).href()));
            }
            _ if self.hidden.contains(path) => {}
            _ => {
                let names = self.pages.iter().map(|page| page.document.path.as_str());
                let nearest = nearest(path.as_str(), names).map(str::to_owned);
                self.report(path.as_str(), at, nearest);
            }
        }
        None
    }
}
