//! Folders of pages, and the order in which their pages follow each other.

use super::{Page, PageId, Role, pinyin};
use crate::model::{Address, Config, Facet, Lang};
use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeMap,
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

/// Makes every folder's section and gives each page its neighbours.
pub fn collect(pages: &mut [Page], config: &Config, languages: &[Lang]) -> BTreeMap<(Lang, String), Section> {
    let mut sections: BTreeMap<(Lang, String), Section> = BTreeMap::new();
    for lang in languages {
        open(&mut sections, lang, "", config, &languages[0]);
    }
    for (id, page) in pages.iter().enumerate() {
        let folder = page.inner.folder();
        match page.role {
            Role::Page => {
                let mut at = folder;
                loop {
                    let section = open(&mut sections, &page.lang, at, config, &languages[0]);
                    section.count += 1;
                    if at == folder {
                        section.pages.push(id);
                    }
                    match at.rsplit_once('/') {
                        Some((parent, _)) => at = parent,
                        None if at.is_empty() => break,
                        None => at = "",
                    }
                }
            }
            Role::Index => open(&mut sections, &page.lang, folder, config, &languages[0]).own = Some(id),
            Role::Term(..) => {}
        }
    }
    for section in sections.values_mut() {
        section.pages.sort_by(|a, b| reading_order(&pages[*a], &pages[*b]));
        for (place, id) in section.pages.iter().enumerate() {
            let (before, after) =
                (place.checked_sub(1).map(|i| section.pages[i]), section.pages.get(place + 1).copied());
            // An event without a time is not before or after another.
            let is_some_day =
                |id: &PageId| pages[*id].event.is_none() && is_timed(&pages[*id].document.meta.kind, config);
            let own = is_some_day(id);
            let (before, after) =
                (before.filter(|other| is_some_day(other) == own), after.filter(|other| is_some_day(other) == own));
            let page = &mut pages[*id];
            // Dated pages stand newest first: what follows in the list came before in time.
            (page.prev, page.next) =
                if page.date.is_some() || page.event.is_some() { (after, before) } else { (before, after) };
        }
    }
    sections
}

fn is_timed(name: &str, config: &Config) -> bool {
    config.kinds.iter().any(|kind| kind.name == name && kind.has(Facet::Timed))
}

/// The section of a folder, made together with the folders above it.
fn open<'a>(
    sections: &'a mut BTreeMap<(Lang, String), Section>,
    lang: &Lang,
    folder: &str,
    config: &Config,
    default: &Lang,
) -> &'a mut Section {
    let key = (lang.clone(), folder.to_owned());
    if !sections.contains_key(&key) {
        let path: Vec<String> =
            folder.split('/').filter(|part| !part.is_empty()).map(|part| pinyin::part(part, config.slugs)).collect();
        let mut path = path.join("/");
        if lang != default {
            path = if path.is_empty() { lang.to_string() } else { format!("{lang}/{path}") };
        }
        let section =
            Section { folder: folder.to_owned(), address: Address::folder(&path, config.urls), ..Section::default() };
        sections.insert(key.clone(), section);
        if !folder.is_empty() {
            let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
            let children = &mut open(sections, lang, parent, config, default).children;
            let place = children.partition_point(|child| folder_order(child, folder) == Ordering::Less);
            children.insert(place, folder.to_owned());
        }
    }
    sections.get_mut(&key).expect("it was just put there")
}

/// Folders named by dates stand newest first and before the others.
fn folder_order(a: &str, b: &str) -> Ordering {
    let number = |folder: &str| {
        folder.rsplit('/').next().filter(|name| name.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned)
    };
    match (number(a), number(b)) {
        (Some(a), Some(b)) => b.cmp(&a),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

/// By weight, then the newest first, then undated pages by path.
pub fn reading_order(a: &Page, b: &Page) -> Ordering {
    let weight = |page: &Page| page.document.meta.weight.unwrap_or(i64::MAX);
    weight(a).cmp(&weight(b)).then_with(|| newest_first(a, b))
}

/// The newest first, undated pages last and by path.
pub fn newest_first(a: &Page, b: &Page) -> Ordering {
    // An event has its place in time by when it is.
    let day = |page: &Page| page.date.map(|date| date.day).or(page.event.as_ref().map(|event| event.start.day));
    match (day(a), day(b)) {
        (Some(one), Some(other)) if one != other => other.cmp(&one),
        (Some(_), Some(_)) => {
            let time = |page: &Page| page.event.as_ref().map(|event| event.start.time);
            Reverse((time(a), a.date, &a.document.path)).cmp(&Reverse((time(b), b.date, &b.document.path)))
        }
        (None, None) => a.document.path.cmp(&b.document.path),
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}
