//! Folders of pages, and the order in which their pages follow each other.

use super::{Page, PageId, pinyin};
use crate::{
    diag::{Code, Diagnostic},
    model::{Address, Config, Facet, Lang, natural},
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

/// Makes every folder's section. `order` is that of [`newest`].
pub(super) fn collect(
    pages: &[Page],
    order: &[PageId],
    config: &Config,
    languages: &[Lang],
) -> (BTreeMap<(Lang, String), Section>, Vec<Diagnostic>) {
    let mut sections = Sections {
        by_place: BTreeMap::new(),
        all: Vec::new(),
        taken: HashMap::new(),
        moved: Vec::new(),
        config,
        default: &languages[0],
    };
    for lang in languages {
        sections.open(lang, "");
    }
    let mut section_of = vec![0; pages.len()];
    // Pages of one folder and language follow each other as a rule.
    for run in pages.chunk_by(|a, b| a.flags.folder == b.flags.folder) {
        let (lang, folder) = (&run[0].lang, run[0].folder());
        let listed = run.iter().filter(|page| page.flags.is_listed).count();
        if listed > 0 {
            let section = sections.open(lang, folder);
            section_of[run[0].id..][..run.len()].fill(section);
            let mut at = folder;
            loop {
                let section = sections.open(lang, at);
                sections.all[section].count += listed;
                match at.rsplit_once('/') {
                    Some((parent, _)) => at = parent,
                    None if at.is_empty() => break,
                    None => at = "",
                }
            }
        }
        if let Some(own) = run.iter().find(|page| page.flags.is_index) {
            let section = sections.open(lang, folder);
            sections.all[section].own = Some(own.id);
            // It may have moved for the page of another folder.
            sections.all[section].address = own.address.clone();
        }
    }
    for page in order.iter().map(|id| &pages[*id]).filter(|page| page.flags.is_listed) {
        sections.all[section_of[page.id]].pages.push(page.id);
    }
    let moved = std::mem::take(&mut sections.moved);
    let mut all: Vec<Option<Section>> = sections.all.into_iter().map(Some).collect();
    let mut take = |index: usize| all[index].take().expect("each section has one place");
    let mut sections: BTreeMap<_, _> =
        sections.by_place.into_iter().map(|(place, index)| (place, take(index))).collect();
    sections.values_mut().for_each(|section| by_weight(&mut section.pages, pages));
    leave_out_unlisted(&mut sections, pages);
    // A page of the folder's own was reported when it moved.
    let moved = moved.into_iter().filter(|(place, _)| sections[place].own.is_none()).filter_map(|(place, other)| {
        let section = &sections[&place];
        let first = section.pages.first().copied()?;
        let is_exact = place.1.to_lowercase() != other.1.to_lowercase();
        let code = if is_exact { Code::P0979 } else { Code::P0963 };
        let diagnostic = Diagnostic::new(code, &pages[first].shown).arg("address", format!("/{}/", place.1));
        Some(diagnostic.arg("other", format!("{}/", other.1)).arg("moved", format!("/{}", section.address)))
    });
    let moved = moved.collect();
    (sections, moved)
}

/// Removes folders with an unlisted page and no other pages from the lists above them.
fn leave_out_unlisted(sections: &mut BTreeMap<(Lang, String), Section>, pages: &[Page]) {
    if pages.iter().all(|page| !page.flags.is_unlisted) {
        return;
    }
    let is_out = |section: &&Section| section.count == 0 && section.own.is_some_and(|own| pages[own].flags.is_unlisted);
    let out: Vec<(Lang, String)> = sections
        .iter()
        .filter(|(_, section)| is_out(section))
        .map(|((lang, folder), _)| (lang.clone(), folder.clone()))
        .collect();
    for (lang, folder) in out {
        let above = folder.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
        if let Some(section) = sections.get_mut(&(lang, above)) {
            section.children.retain(|child| *child != folder);
        }
    }
}

/// Gives each page its neighbours.
pub(super) fn set_neighbours(pages: &mut [Page], sections: &BTreeMap<(Lang, String), Section>, config: &Config) {
    let is_timed: Vec<bool> = config.kinds.iter().map(|kind| kind.has(Facet::Timed)).collect();
    for section in sections.values() {
        for (place, id) in section.pages.iter().enumerate() {
            let (before, after) =
                (place.checked_sub(1).map(|i| section.pages[i]), section.pages.get(place + 1).copied());
            // An event without a time is not before or after another.
            let is_some_day = |id: &PageId| is_timed[pages[*id].flags.kind] && pages[*id].event.is_none();
            let own = is_some_day(id);
            let (before, after) =
                (before.filter(|other| is_some_day(other) == own), after.filter(|other| is_some_day(other) == own));
            let page = &mut pages[*id];
            // Dated pages stand newest first: what follows in the list came before in time.
            (page.prev, page.next) =
                if page.date.is_some() || page.event.is_some() { (after, before) } else { (before, after) };
        }
    }
}

/// The sections as they are collected.
struct Sections<'a> {
    /// Indices into `all`.
    by_place: BTreeMap<(Lang, String), usize>,
    all: Vec<Section>,
    /// Their places by the hashes of their addresses.
    taken: HashMap<u64, (Lang, String)>,
    /// Sections with the address of another section, compared without case, and that section.
    moved: Vec<((Lang, String), (Lang, String))>,
    config: &'a Config,
    default: &'a Lang,
}

impl Sections<'_> {
    /// The section of a folder, made together with the folders above it.
    fn open(&mut self, lang: &Lang, folder: &str) -> usize {
        let place = (lang.clone(), folder.to_owned());
        if let Some(section) = self.by_place.get(&place) {
            return *section;
        }
        let mut address = address(lang, folder, self.config, self.default);
        if let Some(other) = self.taken.get(&address.collision_hash()) {
            self.moved.push((place.clone(), other.clone()));
            let path = address.as_str().trim_end_matches("index.html").trim_end_matches('/').to_owned();
            let free = (2..).map(|number| Address::folder(&format!("{path}-{number}"), self.config.urls));
            let free = free.into_iter().find(|address| !self.taken.contains_key(&address.collision_hash()));
            address = free.unwrap_or(address);
        }
        self.taken.insert(address.collision_hash(), place.clone());
        let section = self.all.len();
        self.all.push(Section { folder: folder.to_owned(), address, ..Section::default() });
        self.by_place.insert(place, section);
        if !folder.is_empty() {
            let above = self.open(lang, folder.rsplit_once('/').map_or("", |(parent, _)| parent));
            let children = &mut self.all[above].children;
            let place = children.partition_point(|child| folder_order(child, folder) == Ordering::Less);
            children.insert(place, folder.to_owned());
        }
        section
    }
}

/// The address of the page of a folder.
pub(super) fn address(lang: &Lang, folder: &str, config: &Config, default: &Lang) -> Address {
    let parts = folder.split('/').filter(|part| !part.is_empty());
    let path: Vec<String> = parts.map(|part| pinyin::part(part, config.slugs)).collect();
    let mut path = path.join("/");
    if lang != default {
        path = if path.is_empty() { lang.to_string() } else { format!("{lang}/{path}") };
    }
    Address::folder(&path, config.urls)
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
