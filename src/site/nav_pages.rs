//! Pages that a navigation names without their files: by their addresses, or by the folder that they are in.
//!
//! In: the pages. Out: the page of a name; the entries of a folder.
//!
//! What always holds: a name is compared without its ending, `index`, slashes at its ends and numbers before its parts, so
//! that `/guide/01-start.html` and `guide/start/` are one. Of two pages of one name the first counts.

use super::{Page, PageId, address::is_index};
use crate::{
    diag::nearest,
    model::{NavFolder, without_number},
};
use std::collections::{BTreeMap, HashMap};

/// Folders inside each other.
const DEEPEST: usize = 16;

/// Pages by their names.
pub(super) struct NamedPages(HashMap<String, PageId>);

impl NamedPages {
    pub(super) fn of(pages: &[Page]) -> NamedPages {
        let mut by_name = HashMap::new();
        let addresses: Vec<String> = pages.iter().map(|page| key(&page.address.href())).collect();
        for (page, address) in pages.iter().zip(&addresses) {
            by_name.entry(address.clone()).or_insert(page.id);
        }
        // What an address says wins over what a file is called.
        for (page, address) in pages.iter().zip(&addresses) {
            by_name.entry(key(page.document.path.as_str())).or_insert(page.id);
            if page.language == 0 {
                by_name.entry(key(page.inner.as_str())).or_insert(page.id);
            }
            // A page may have a short name in its folder.
            if let Some(name) = address.rsplit('/').next() {
                by_name.entry(key(&format!("{}/{name}", page.document.path.folder()))).or_insert(page.id);
            }
        }
        NamedPages(by_name)
    }

    pub(super) fn find(&self, key: &str) -> Option<PageId> {
        self.0.get(key).copied()
    }

    /// The name that is most like one.
    pub(super) fn nearest(&self, key: &str) -> Option<String> {
        let mut names: Vec<&str> = self.0.keys().map(String::as_str).collect();
        names.sort_unstable();
        nearest(key, names).map(str::to_owned)
    }
}

/// A name as it is compared.
pub(super) fn key(name: &str) -> String {
    let name = name.split(['#', '?']).next().unwrap_or_default().trim_matches('/').to_lowercase();
    let name = [".html", ".mdx", ".md"].into_iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    let mut parts: Vec<&str> =
        name.split('/').filter(|part| !part.is_empty() && *part != ".").map(without_number).collect();
    parts.pop_if(|last| is_index(last));
    parts.join("/")
}

/// An entry that stands for a page, or for a folder with what is in it.
pub(super) struct FoundEntry {
    /// `None`: the title of the page.
    pub(super) title: Option<String>,
    pub(super) page: Option<PageId>,
    pub(super) inner: Vec<FoundEntry>,
}

/// The first page of entries.
pub(super) fn first(entries: &[FoundEntry]) -> Option<PageId> {
    entries.iter().find_map(|entry| entry.page.or_else(|| first(&entry.inner)))
}

/// The pages in a folder, by their weights, then in the order of their paths. The folder's own page comes first.
pub(super) fn in_folder(folder: &str, pages: &[Page], folders: &BTreeMap<String, NavFolder>) -> Vec<FoundEntry> {
    let folder = folder.trim_matches('/');
    let inside = |page: &&Page| {
        let path = page.document.path.as_str();
        let is_below = folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        is_below && page.language == 0 && page.flags.is_listed
    };
    let is_own = |page: &&Page| page.document.path.folder() == folder && page.flags.is_index;
    let all: Vec<&Page> = pages.iter().filter(|page| inside(page) || is_own(page)).collect();
    entries(folder, &all, folders, 0)
}

/// The number before a name that says its place.
fn number(name: &str) -> Option<i64> {
    let number = &name[..name.len() - without_number(name).len()];
    number.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok()
}

fn entries(folder: &str, pages: &[&Page], folders: &BTreeMap<String, NavFolder>, depth: usize) -> Vec<FoundEntry> {
    // Those of one weight stand in the order of their paths.
    let mut found: Vec<((i64, PageId), FoundEntry)> = Vec::new();
    let mut below: Vec<(&str, Vec<&Page>)> = Vec::new();
    for page in pages {
        let path = page.document.path.as_str();
        let rest = path[folder.len()..].trim_start_matches('/');
        match rest.split_once('/').filter(|_| depth < DEEPEST) {
            Some((name, _)) => match below.iter_mut().find(|(known, _)| *known == name) {
                Some((_, inside)) => inside.push(page),
                None => below.push((name, vec![page])),
            },
            None => {
                let weight = if page.flags.is_index {
                    i64::MIN
                } else {
                    page.document.meta.weight.or_else(|| number(rest)).unwrap_or(i64::MAX)
                };
                let entry = FoundEntry { title: None, page: Some(page.id), inner: Vec::new() };
                found.push(((weight, page.id), entry));
            }
        }
    }
    for (name, pages) in below {
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let said = folders.get(&path);
        let own = pages.iter().find(|page| page.flags.is_index && page.document.path.folder() == path);
        let inside: Vec<&Page> = pages.iter().copied().filter(|page| own.is_none_or(|own| own.id != page.id)).collect();
        let inner = entries(&path, &inside, folders, depth + 1);
        let weight = said.and_then(|said| said.weight).or_else(|| own.and_then(|own| own.document.meta.weight));
        let title = said.and_then(|said| said.title.clone());
        let title = title.or_else(|| own.is_none().then(|| without_number(name).to_owned()));
        let place = (weight.or_else(|| number(name)).unwrap_or(i64::MAX), pages[0].id);
        found.push((place, FoundEntry { title, page: own.map(|own| own.id), inner }));
    }
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, entry)| entry).collect()
}
