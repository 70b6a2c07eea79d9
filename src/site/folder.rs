//! The index page of each folder, and other addresses for pages that would share one.
//!
//! In: pages at the addresses that their files give them. Out: for each folder at most one page; `a.md` is the page of
//! the folder `a/`, as `a/README.md` would be, if that has no page of its own.
//!
//! What always holds: after this, two pages share an address only if an author wrote both addresses, or wrote one and the
//! other page is the index of a folder. Only the author can decide which page is meant; this is reported as an error.

use super::{LanguageSite, Page, PageId, Role, section};
use crate::{
    diag::{Code, Diagnostic},
    model::{Address, Config, Hash128},
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub(super) fn choose(
    pages: &mut [Page],
    config: &Config,
    languages: &[LanguageSite],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let headed = one_index(pages, config, diagnostics);
    head(pages, config, languages, &headed);
    part(pages, config, diagnostics);
}

/// Leaves each folder one index page; the others become pages beside it. Returns the folders with an index page.
fn one_index(pages: &mut [Page], config: &Config, diagnostics: &mut Vec<Diagnostic>) -> HashSet<Hash128> {
    let rank = |page: &Page| match page.inner.stem().to_lowercase().as_str() {
        "index" => 0,
        "_index" => 1,
        _ => 2,
    };
    let mut best: HashMap<Hash128, PageId> = HashMap::new();
    for page in pages.iter().filter(|page| page.flags.is_index) {
        let known = best.entry(page.flags.folder).or_insert(page.id);
        if rank(page) < rank(&pages[*known]) {
            *known = page.id;
        }
    }
    let others = pages.iter().filter(|page| page.flags.is_index && best[&page.flags.folder] != page.id);
    for id in others.map(|page| page.id).collect::<Vec<_>>() {
        let winner = pages[best[&pages[id].flags.folder]].shown.clone();
        let page = &mut pages[id];
        let folder = page.address.as_str().trim_end_matches("index.html").trim_end_matches('/');
        let name = super::pinyin::part(page.document.path.stem(), config.slugs);
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        page.put(Address::page(&path, config.urls));
        (page.flags.is_index, page.flags.is_listed) = (false, !page.flags.is_unlisted);
        let diagnostic = Diagnostic::new(Code::P0964, &page.shown).arg("other", winner);
        diagnostics.push(diagnostic.arg("address", format!("/{}", page.address)));
    }
    best.into_keys().collect()
}

/// Makes a page that has the address of a folder the page of that folder.
fn head(pages: &mut [Page], config: &Config, languages: &[LanguageSite], headed: &HashSet<Hash128>) {
    let mut folders: HashMap<u64, (Hash128, usize, String)> = HashMap::new();
    let mut seen: HashSet<Hash128> = HashSet::new();
    for run in pages.chunk_by(|a, b| a.flags.folder == b.flags.folder) {
        let Some(first) = run.iter().find(|page| page.flags.is_listed) else { continue };
        let mut folder = first.inner.folder();
        let mut key = first.flags.folder;
        while seen.insert(key) {
            if !headed.contains(&key) {
                let address = section::address(&languages[first.language].prefix, folder, config);
                folders.insert(address.collision_hash(), (key, first.language, folder.to_owned()));
            }
            if folder.is_empty() {
                break;
            }
            folder = section::above(folder);
            key = Hash128::of_value(&(&first.lang, folder));
        }
    }
    for page in pages.iter_mut().filter(|page| page.role == Role::Page) {
        let Some((_, language, _)) = folders.get(&page.address_hash) else { continue };
        if page.language != *language {
            continue;
        }
        let (key, _, folder) = folders.remove(&page.address_hash).expect("it was there");
        page.put(section::address(&languages[page.language].prefix, &folder, config));
        page.heads = Some(folder.into());
        page.flags.folder = key;
        (page.flags.is_index, page.flags.is_listed) = (true, false);
    }
}

/// Moves pages whose address another page has, compared without case. The index page of a folder keeps its address,
/// then a page with a slug or a permalink. A page with a slug never leaves exactly the address that it names.
fn part(pages: &mut [Page], config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let mut hashes: Vec<(u64, bool, bool, PageId)> = pages
        .iter()
        .filter(|page| !matches!(page.role, Role::Term(..)))
        .map(|page| {
            let is_named = page.document.meta.slug.is_some() || page.document.meta.permalink.is_some();
            (page.address_hash, !page.flags.is_index, !is_named, page.id)
        })
        .collect();
    hashes.sort_unstable();
    let mut taken: Option<BTreeSet<u64>> = None;
    let mut again: BTreeMap<PageId, PageId> = BTreeMap::new();
    for same in hashes.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        for (place, (_, may_move, _, id)) in same.iter().enumerate().skip(1) {
            // Generators let one page overwrite another that has the same permalink.
            let is_free = pages[*id].document.meta.slug.is_none();
            let mut before = same[..place].iter().map(|(.., other)| *other);
            let exactly = before.clone().find(|other| pages[*other].address == pages[*id].address);
            // The page of another folder, whose list moves in the same way.
            let is_second = pages[before.clone().next().unwrap_or(*id)].flags.is_index;
            if (*may_move || is_second) && (is_free || exactly.is_none()) {
                again.extend(exactly.or_else(|| before.next()).map(|first| (*id, first)));
            }
        }
    }
    for (id, first) in again {
        let taken = taken.get_or_insert_with(|| hashes.iter().map(|(hash, ..)| *hash).collect());
        let path = pages[id].address.as_str();
        let path = path.strip_suffix(".html").unwrap_or(path).trim_end_matches('/').to_owned();
        let path = if pages[id].flags.is_index { path.trim_end_matches("/index").to_owned() } else { path };
        let path = if path.is_empty() { super::pinyin::part(pages[id].inner.stem(), config.slugs) } else { path };
        let of = if pages[id].flags.is_index { Address::folder } else { Address::page };
        let free = (2..).map(|number| of(&format!("{path}-{number}"), config.urls));
        let Some(free) = free.into_iter().find(|address| taken.insert(address.collision_hash())) else { continue };
        let other = pages[first].shown.clone();
        let (is_head, is_exact) = (pages[first].flags.is_index, pages[first].address == pages[id].address);
        let page = &mut pages[id];
        let address = format!("/{}", page.address);
        let diagnostic = if is_head && is_exact && !page.flags.is_index {
            Diagnostic::new(Code::P0964, &page.shown).arg("address", format!("/{free}"))
        } else {
            let code = if is_exact { Code::P0979 } else { Code::P0963 };
            Diagnostic::new(code, &page.shown).arg("address", address).arg("moved", format!("/{free}"))
        };
        diagnostics.push(diagnostic.arg("other", other));
        page.put(free);
    }
}

impl Page {
    fn put(&mut self, address: Address) {
        self.address_hash = address.collision_hash();
        self.address = address;
    }
}
