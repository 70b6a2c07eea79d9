//! Folders of pages, and the order in which their pages follow each other.

use super::{LanguageSite, Page, PageId, SiteNavigation, pinyin};
use crate::{
    diag::{Code, Diagnostic},
    model::{Address, Config, Facet, natural},
};
use jiff::civil;
use std::{
    cmp::{Ordering, Reverse},
    collections::{BTreeMap, HashMap},
};

/// A folder that holds pages, in one language.
#[derive(Debug, Default)]
pub struct Section {
    /// Its path without the language, `""` for the home page.
    pub folder: String,
    /// The address of its list, or of its own page.
    pub address: Address,
    /// The page of the folder, `README.md` or `index.md`.
    pub own: Option<PageId>,
    /// In the order in which they are read.
    pub pages: Vec<PageId>,
    /// Folders directly below, by their paths.
    pub children: Vec<String>,
    /// Pages here and below.
    pub count: usize,
}

/// Makes every folder's section, by language and folder. `order` comes from [`newest`].
pub(super) fn collect(
    pages: &[Page],
    order: &[PageId],
    config: &Config,
    languages: &[LanguageSite],
) -> (Vec<BTreeMap<String, Section>>, Vec<Diagnostic>) {
    let by_folder = vec![HashMap::new(); languages.len()];
    let (taken, moved) = (HashMap::new(), Vec::new());
    let mut sections = Sections { languages, config, all: Vec::new(), by_folder, taken, moved };
    for language in 0..languages.len() {
        sections.open(language, "");
    }
    let mut section_of = vec![0; pages.len()];
    // Pages of one folder and language follow each other as a rule.
    for run in pages.chunk_by(|a, b| a.flags.folder == b.flags.folder) {
        let (language, folder) = (run[0].language, run[0].folder());
        let listed = run.iter().filter(|page| page.flags.is_listed).count();
        if listed > 0 {
            let section = sections.open(language, folder);
            section_of[run[0].id..][..run.len()].fill(section);
            let mut at = folder;
            loop {
                let section = sections.open(language, at);
                sections.all[section].1.count += listed;
                match at.rsplit_once('/') {
                    Some((parent, _)) => at = parent,
                    None if at.is_empty() => break,
                    None => at = "",
                }
            }
        }
        if let Some(own) = run.iter().find(|page| page.flags.is_index) {
            let section = sections.open(language, folder);
            sections.all[section].1.own = Some(own.id);
            // It may have moved for the page of another folder.
            sections.all[section].1.address = own.address.clone();
        }
    }
    for page in order.iter().map(|id| &pages[*id]).filter(|page| page.flags.is_listed) {
        sections.all[section_of[page.id]].1.pages.push(page.id);
    }
    let Sections { mut all, moved, by_folder, .. } = sections;
    all.iter_mut().for_each(|(_, section)| by_weight(&mut section.pages, pages));
    children_by_weight(&mut all, &by_folder, pages);
    // A page of the folder's own was reported when it moved.
    let moved =
        moved.into_iter().map(|(index, other)| (&all[index].1, other)).filter(|(section, _)| section.own.is_none());
    let moved = moved.filter_map(|(section, other)| {
        let first = section.pages.first().copied()?;
        let is_exact = section.folder.to_lowercase() != other.to_lowercase();
        let code = if is_exact { Code::P0979 } else { Code::P0963 };
        let diagnostic = Diagnostic::new(code, &pages[first].shown).arg("address", format!("/{}/", section.folder));
        Some(diagnostic.arg("other", format!("{other}/")).arg("moved", format!("/{}", section.address)))
    });
    let moved = moved.collect();
    let mut by_language: Vec<BTreeMap<String, Section>> = languages.iter().map(|_| BTreeMap::new()).collect();
    for (language, section) in all {
        by_language[language].insert(section.folder.clone(), section);
    }
    if pages.iter().any(|page| page.flags.is_unlisted) {
        by_language.iter_mut().for_each(|sections| leave_out_unlisted(sections, pages));
    }
    (by_language, moved)
}

/// Puts folders whose pages have a weight first, by weight.
fn children_by_weight(all: &mut [(usize, Section)], by_folder: &[HashMap<String, usize>], pages: &[Page]) {
    for index in 0..all.len() {
        let (language, section) = &all[index];
        let weight = |child: &String| {
            let own = all[*by_folder[*language].get(child)?].1.own?;
            pages[own].document.meta.weight
        };
        if section.children.iter().any(|child| weight(child).is_some()) {
            let mut children = section.children.clone();
            children.sort_by_key(|child| weight(child).unwrap_or(i64::MAX));
            all[index].1.children = children;
        }
    }
}

/// Removes folders with an unlisted page and no other pages from the lists above them.
fn leave_out_unlisted(sections: &mut BTreeMap<String, Section>, pages: &[Page]) {
    let is_out = |section: &&Section| section.count == 0 && section.own.is_some_and(|own| pages[own].flags.is_unlisted);
    let out: Vec<String> = sections.values().filter(is_out).map(|section| section.folder.clone()).collect();
    for folder in out {
        if let Some(section) = sections.get_mut(above(&folder)) {
            section.children.retain(|child| *child != folder);
        }
    }
}

/// The folder above a folder.
pub(super) fn above(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(above, _)| above)
}

/// Puts pages in the order of the navigation, and gives each page its neighbours.
pub(super) fn set_order(
    pages: &mut [Page],
    languages: &mut [LanguageSite],
    config: &Config,
    navigation: &SiteNavigation,
) {
    let sections = languages.iter_mut().flat_map(|language| language.sections.values_mut());
    if !navigation.entries.is_empty() {
        sections.for_each(|section| navigation.sort(&mut section.pages));
    }
    set_neighbours(pages, languages, config);
    set_neighbours_of_posts(pages, languages.len(), config);
    navigation.set_neighbours(pages);
}

fn set_neighbours(pages: &mut [Page], languages: &[LanguageSite], config: &Config) {
    let is_timed: Vec<bool> = config.kinds.iter().map(|kind| kind.has(Facet::Timed)).collect();
    for section in languages.iter().flat_map(|language| language.sections.values()) {
        for (place, id) in section.pages.iter().enumerate() {
            let (before, after) =
                (place.checked_sub(1).map(|i| section.pages[i]), section.pages.get(place + 1).copied());
            // An event without a time is not before or after another.
            let is_some_day = |id: &PageId| is_timed[pages[*id].flags.kind] && pages[*id].event.is_none();
            let own = is_some_day(id);
            let (before, after) =
                (before.filter(|other| is_some_day(other) == own), after.filter(|other| is_some_day(other) == own));
            let page = &mut pages[*id];
            // Dated pages stand newest first, unless they have places: what follows in the list came before in time.
            let is_in_time = page.date.is_some() && !page.flags.has_weight || page.event.is_some();
            (page.prev, page.next) = if is_in_time { (after, before) } else { (before, after) };
        }
    }
}

/// In a folder that has another name on the site, wherever it is, dated pages follow each other by their dates alone, as
/// the posts of other generators do.
fn set_neighbours_of_posts(pages: &mut [Page], languages: usize, config: &Config) {
    for (language, folder) in
        (0..languages).flat_map(|language| config.folder_names.keys().map(move |key| (language, key)))
    {
        let is_post = |page: &&Page| {
            let is_in = page.document.path.folder().split('/').any(|part| part == folder);
            is_in && page.language == language && page.flags.is_listed && page.date.is_some() && page.event.is_none()
        };
        let mut posts: Vec<PageId> = pages.iter().filter(is_post).map(|page| page.id).collect();
        posts.sort_by(|a, b| newest_first(&pages[*a], &pages[*b]));
        for (place, id) in posts.iter().enumerate() {
            pages[*id].next = place.checked_sub(1).map(|newer| posts[newer]);
            pages[*id].prev = posts.get(place + 1).copied();
        }
    }
}

/// The sections as they are collected.
struct Sections<'a> {
    languages: &'a [LanguageSite],
    config: &'a Config,
    /// Each with the index of its language.
    all: Vec<(usize, Section)>,
    /// By language and folder, the index in `all`.
    by_folder: Vec<HashMap<String, usize>>,
    /// Their folders by the hashes of their addresses.
    taken: HashMap<u64, String>,
    /// Indices of sections with the address of another section, compared without case, and the folder of that section.
    moved: Vec<(usize, String)>,
}

impl Sections<'_> {
    /// The section of a folder, made together with the folders above it.
    fn open(&mut self, language: usize, folder: &str) -> usize {
        if let Some(section) = self.by_folder[language].get(folder) {
            return *section;
        }
        let index = self.all.len();
        let mut address = address(&self.languages[language].prefix, folder, self.config);
        if let Some(other) = self.taken.get(&address.collision_hash()) {
            self.moved.push((index, other.clone()));
            let path = address.as_str().trim_end_matches("index.html").trim_end_matches('/').to_owned();
            let free = (2..).map(|number| Address::folder(&format!("{path}-{number}"), self.config.urls));
            let free = free.into_iter().find(|address| !self.taken.contains_key(&address.collision_hash()));
            address = free.unwrap_or(address);
        }
        self.taken.insert(address.collision_hash(), folder.to_owned());
        self.all.push((language, Section { folder: folder.to_owned(), address, ..Section::default() }));
        self.by_folder[language].insert(folder.to_owned(), index);
        if !folder.is_empty() {
            let above = self.open(language, above(folder));
            let children = &mut self.all[above].1.children;
            let place = children.partition_point(|child| folder_order(child, folder) == Ordering::Less);
            children.insert(place, folder.to_owned());
        }
        index
    }
}

/// The address of the page of a folder. `prefix` is the beginning of the addresses of its language.
pub(super) fn address(prefix: &str, folder: &str, config: &Config) -> Address {
    let parts = folder.split('/').filter(|part| !part.is_empty());
    let path: Vec<String> = parts.map(|part| pinyin::part(part, config.slugs)).collect();
    let path = format!("{prefix}{}", path.join("/"));
    Address::folder(path.trim_end_matches('/'), config.urls)
}

/// Folders named by dates stand newest first and before the others.
fn folder_order(a: &str, b: &str) -> Ordering {
    let number = |folder: &str| {
        folder.rsplit('/').next().filter(|name| name.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned)
    };
    match (number(a), number(b)) {
        (Some(a), Some(b)) => natural(&b, &a),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => natural(a, b),
    }
}

/// All pages, the newest first, undated ones last and by path. Lists are made in this order and need no sorting.
pub(super) fn newest(pages: &[Page]) -> Vec<PageId> {
    // Where paths begin with dates, this is nearly the order.
    let mut order: Vec<PageId> = (0..pages.len()).rev().collect();
    order.sort_by(|a, b| newest_first(&pages[*a], &pages[*b]));
    order
}

/// Puts pages with a weight first, by weight; the others stay newest first.
pub(super) fn by_weight(list: &mut [PageId], pages: &[Page]) {
    if list.iter().any(|id| pages[*id].flags.has_weight) {
        list.sort_by_key(|id| pages[*id].document.meta.weight.unwrap_or(i64::MAX));
    }
}

/// The day that a page is sorted by: its date, or the start of an event.
pub(super) fn day(page: &Page) -> Option<civil::Date> {
    page.date.map(|date| date.day).or(page.event.as_ref().map(|event| event.start.day))
}

/// The newest first, undated pages last and by path.
pub(super) fn newest_first(a: &Page, b: &Page) -> Ordering {
    // Pages are numbered in the natural order of their paths.
    match (day(a), day(b)) {
        (Some(one), Some(other)) if one != other => other.cmp(&one),
        (Some(_), Some(_)) => {
            let time = |page: &Page| page.event.as_ref().map(|event| event.start.time);
            Reverse((time(a), a.date, a.id)).cmp(&Reverse((time(b), b.date, b.id)))
        }
        (None, None) => a.id.cmp(&b.id),
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}
