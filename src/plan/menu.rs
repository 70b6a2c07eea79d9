//! The main menu: from the configuration, else that of another generator, else the first level of the navigation if it is
//! short, else from the site.

use super::{Job, Plan, own_links::is_own};
use crate::{
    diag::{Code, Diagnostic, nearest},
    model::{Lang, RelPath, decode_path},
    site::{Site, SiteNavEntry},
    view::LinkView,
};

/// Most entries of the menu, and most kinds among them before other folders are added.
const MENU: usize = 8;
const KINDS: usize = 5;

/// Reports entries of the configuration that lead to no output; `jobs` are in the order of their addresses.
pub(super) fn check(site: &Site, jobs: &[Job]) -> Vec<Diagnostic> {
    let own: Vec<_> = site.config.menu.iter().filter(|entry| is_own(&entry.url)).collect();
    if own.is_empty() {
        return Vec::new();
    }
    let has = |address: &str| jobs.binary_search_by(|job| job.address.as_str().cmp(address)).is_ok();
    let is_there = |url: &str| {
        let path = decode_path(url.split(['#', '?']).next().unwrap_or_default());
        let path = path.trim_matches('/');
        match path {
            "" => has("") || has("index.html"),
            path => has(path) || has(&format!("{path}/")) || has(&format!("{path}/index.html")),
        }
    };
    let diagnostic = |entry: &&crate::model::MenuEntry| {
        let nearest = nearest(entry.url.trim_start_matches('/'), jobs.iter().map(|job| job.address.as_str()))
            .map(|found| format!("/{found}"));
        let lost = Diagnostic::new(Code::P0105, &site.config.file.path).at(entry.at.clone());
        lost.arg("title", entry.title.values().next().map_or("", String::as_str))
            .arg("target", &entry.url)
            .nearest(nearest)
    };
    own.iter().filter(|entry| !is_there(&entry.url)).map(diagnostic).collect()
}

impl Plan {
    /// `archive` is the archive's address, empty without one; `taxonomies` are those of the language.
    pub fn menu(&self, lang: &Lang, archive: &str, taxonomies: &[LinkView]) -> Vec<LinkView> {
        let site = &self.site;
        let plain =
            |title: &str, url: &str| LinkView { title: title.to_owned(), url: url.to_owned(), ..LinkView::default() };
        if !site.config.menu.is_empty() {
            let entries = site.config.menu.iter();
            return entries.filter_map(|entry| self.own_link(&entry.title, &entry.url, lang)).collect();
        }
        let is_own = *lang == site.languages[0].lang;
        if is_own && !site.config.menu_pages.is_empty() {
            let page = |path: &RelPath| site.pages.iter().find(|page| page.document.path == *path);
            return site.config.menu_pages.iter().filter_map(page).map(|page| self.link(page.id)).collect();
        }
        // With a count, a new page would render all pages again.
        let plain_link = |link: LinkView| LinkView { count: 0, ..link };
        // Links to other sites belong to the first language.
        let is_of = |entry: &&SiteNavEntry| entry.page.map_or(is_own, |page| site.pages[page].lang == *lang);
        let menu = site.navigation.menu.iter().filter(is_of).map(|entry| self.navigation_link(entry));
        let menu: Vec<LinkView> = menu.take(MENU).collect();
        if !menu.is_empty() {
            return menu;
        }
        let first_level = site.navigation.entries.iter().filter(|entry| is_own && entry.parent.is_none());
        let first_level = first_level.map(|entry| self.navigation_link(entry));
        let home = site.language(lang).home.href();
        let first_level: Vec<LinkView> = first_level.filter(|link| link.url != home).collect();
        if !first_level.is_empty() {
            // The chapters of a book do not fit, and a part of them is no menu. The list beside each page has all.
            return if first_level.len() > MENU { Vec::new() } else { first_level };
        }
        let kinds = site.config.kinds.iter().filter_map(|kind| self.kind_link(lang, &kind.name)).map(plain_link);
        let mut menu: Vec<LinkView> = kinds.collect();
        let later = menu.split_off(menu.len().min(KINDS));
        // Folders that are only dates are behind the archive.
        let home = &site.language(lang).sections[""];
        let named = home.children.iter().filter(|folder| !folder.bytes().all(|b| b.is_ascii_digit()));
        for link in named.filter_map(|folder| self.section_link(lang, folder)).map(plain_link) {
            let is_there = menu.iter().chain(&later).any(|other| other.url == link.url);
            if !link.title.is_empty() && !is_there && menu.len() < MENU - 1 {
                menu.push(link);
            }
        }
        if !archive.is_empty() {
            menu.push(plain(self.strings(lang).get("archive"), archive));
        }
        menu.extend(taxonomies.iter().cloned().chain(later));
        menu.truncate(MENU);
        menu
    }
}
