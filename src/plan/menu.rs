//! The main menu: what the configuration says, else what the site has.

use super::Plan;
use crate::{model::Lang, view::LinkView};

/// Entries of the menu, and how many of them are kinds before other folders have their turn.
const MENU: usize = 8;
const KINDS: usize = 5;

impl Plan {
    /// `archive` is the archive's address, empty without one; `taxonomies` are those of the language.
    pub fn menu(&self, lang: &Lang, archive: &str, taxonomies: &[LinkView]) -> Vec<LinkView> {
        let site = &self.site;
        let plain =
            |title: &str, url: &str| LinkView { title: title.to_owned(), url: url.to_owned(), ..LinkView::default() };
        if !site.config.menu.is_empty() {
            return site.config.menu.iter().map(|(title, url)| plain(title, url.trim_start_matches('/'))).collect();
        }
        // A count would draw every page anew for each new one.
        let plain_link = |link: LinkView| LinkView { count: 0, ..link };
        let kinds = site.config.kinds.iter().filter_map(|kind| self.kind_link(lang, &kind.name)).map(plain_link);
        let mut menu: Vec<LinkView> = kinds.collect();
        let later = menu.split_off(menu.len().min(KINDS));
        // Folders that are only dates are behind the archive.
        let home = &site.sections[&(lang.clone(), String::new())];
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
