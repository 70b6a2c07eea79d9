//! Terms: which spellings mean the same, what each is called, and who has it.

use super::{Lists, Page, PageId, Role, Setting, Site, leaf::uses, pinyin};
use crate::model::{Address, ByHash, Config, Hash128, Lang};
use rayon::prelude::*;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::OnceLock,
};
use unicode_normalization::UnicodeNormalization;

/// How many related terms a term shows, and how often they must stand together.
const RELATED: usize = 8;
const RELATED_AT_LEAST: usize = 2;

/// A term of a taxonomy of a language.
pub type TermId = usize;

/// A set of terms in one language.
#[derive(Debug, Default)]
pub struct Taxonomy {
    pub name: String,
    pub address: Address,
    /// By key.
    pub terms: BTreeMap<String, Term>,
}

#[derive(Debug, Default)]
pub struct Term {
    /// The most frequent spelling.
    pub title: String,
    pub address: Address,
    /// The other spellings, sorted.
    pub aliases: Vec<String>,
    /// Its pages and those of the terms below it, the newest first.
    pub pages: Vec<PageId>,
    /// Key of the term that it is nested in.
    pub parent: Option<String>,
    pub children: Vec<String>,
    /// Found when somebody asks for them.
    related: OnceLock<Vec<String>>,
    /// The page with the term's own text.
    pub own: Option<PageId>,
}

/// What two spellings of a term have in common: compatibility forms folded (full-width Latin to half-width),
/// lower case, single blanks, no empty part between slashes.
pub fn key(term: &str) -> String {
    let folded: String = term.nfkc().flat_map(char::to_lowercase).collect();
    let parts = folded.split('/').map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

/// The terms of all pages.
pub struct Terms {
    pub taxonomies: BTreeMap<(Lang, String), Taxonomy>,
    /// Taxonomy and key of each.
    pub names: Vec<(String, String)>,
    pub of_pages: Lists<TermId>,
    /// Where the pages with terms' own texts are.
    pub own: Vec<(PageId, Address)>,
}

/// A term before it is known what it is called.
struct Found {
    place: (Lang, String),
    key: String,
    parent: Option<TermId>,
    pages: Vec<PageId>,
}

/// How often each spelling of each key was used.
type Spellings = BTreeMap<String, BTreeMap<String, usize>>;

/// Gathers the terms of all pages. `order` is that of their lists.
pub fn collect(pages: &[Page], spelled: Spelled, order: &[PageId], setting: &Setting, languages: &[Lang]) -> Terms {
    let config = setting.config;
    let Spelled { all, mut of_pages, .. } = spelled;
    let mut terms: Vec<Found> = Vec::new();
    let mut by_key: HashMap<((Lang, String), String), TermId> = HashMap::new();
    let mut spellings: BTreeMap<(Lang, String), Spellings> = BTreeMap::new();
    let meant: Vec<TermId> = all
        .iter()
        .map(|spelling| {
            let page = &pages[spelling.page];
            let (name, written) = uses(&page.document, &page.role, setting)[spelling.place];
            let place = (page.lang.clone(), name.to_owned());
            let meant = setting.meant(name, written);
            let key = key(meant);
            let spellings = spellings.entry(place.clone()).or_default();
            // An alias never gives the name, however often it is used.
            *spellings.entry(key.clone()).or_default().entry(meant.to_owned()).or_default() += spelling.count;
            if meant != written {
                spellings.entry(key.clone()).or_default().entry(written.to_owned()).or_default();
            }
            // The term, and those that it is nested in.
            let mut ids: Vec<TermId> = Vec::new();
            let mut at = Some((key.as_str(), meant.trim_matches('/')));
            while let Some((term, written)) = at {
                ids.push(*by_key.entry((place.clone(), term.to_owned())).or_insert_with(|| {
                    terms.push(Found { place: place.clone(), key: term.to_owned(), parent: None, pages: Vec::new() });
                    terms.len() - 1
                }));
                spellings.entry(term.to_owned()).or_default().entry(written.trim().to_owned()).or_default();
                let above = |path: &'_ str| path.rfind('/').unwrap_or_default();
                at = (above(term) > 0).then(|| (&term[..above(term)], written[..above(written)].trim_end_matches('/')));
            }
            ids.windows(2).for_each(|pair| terms[pair[0]].parent = Some(pair[1]));
            ids[0]
        })
        .collect();
    of_pages.all_mut().iter_mut().for_each(|id| *id = meant[*id]);
    for page in order {
        for term in of_pages.of(*page) {
            // Each page once, also in a term that two of its own are nested in.
            let mut at = Some(*term);
            while let Some(term) = at {
                let found = &mut terms[term];
                if found.pages.last() != Some(page) {
                    found.pages.push(*page);
                }
                at = found.parent;
            }
        }
    }
    let mut taxonomies: BTreeMap<(Lang, String), Taxonomy> = BTreeMap::new();
    let mut names = Vec::with_capacity(terms.len());
    for Found { place, key, pages, .. } in terms {
        names.push((place.1.clone(), key.clone()));
        taxonomies.entry(place).or_default().terms.insert(key, Term { pages, ..Term::default() });
    }
    let texts = pages.iter().enumerate().filter(|(_, page)| !page.traits.is_listed && !page.traits.is_index);
    let own: Vec<(Lang, String, String, PageId)> = texts
        .filter_map(|(id, page)| match &page.role {
            Role::Term(name, key) => Some((page.lang.clone(), name.clone(), key.clone(), id)),
            _ => None,
        })
        .collect();
    for (lang, name, key, id) in own {
        let meant = self::key(setting.meant(&name, &key));
        taxonomies.entry((lang, name)).or_default().terms.entry(meant).or_default().own = Some(id);
    }
    // A folder of pages keeps its address; a taxonomy that nobody declared stands beside it.
    let of_kinds = taxonomies.keys().map(|(_, name)| name.as_str());
    let of_kinds = of_kinds.filter(|name| config.taxonomies.get(*name).is_some_and(|taxonomy| taxonomy.of_kinds));
    let is_in =
        |page: &Page, name: &str| page.inner.as_str().strip_prefix(name).is_some_and(|rest| rest.starts_with('/'));
    let folders: BTreeSet<String> = of_kinds
        .filter(|name| pages.iter().any(|page| page.traits.is_listed && is_in(page, name)))
        .map(str::to_owned)
        .collect();
    let mut own = Vec::new();
    for ((lang, name), taxonomy) in &mut taxonomies {
        let folder = if folders.contains(name) { format!("{name}-terms") } else { name.clone() };
        let prefix = if *lang == languages[0] { folder } else { format!("{lang}/{folder}") };
        let spellings = spellings.remove(&(lang.clone(), name.clone())).unwrap_or_default();
        taxonomy.name.clone_from(name);
        taxonomy.address = Address::folder(&prefix, config.urls);
        finish(taxonomy, &prefix, &spellings, pages, config);
        own.extend(taxonomy.terms.values().filter_map(|term| Some((term.own?, term.address.clone()))));
    }
    Terms { taxonomies, names, of_pages, own }
}

/// The spellings of terms on many pages.
#[derive(Default, Debug)]
pub struct Spelled {
    /// Each once, in the order in which they first come.
    all: Vec<Spelling>,
    known: ByHash<usize>,
    /// Of each page, as indices into `all`.
    of_pages: Lists<usize>,
}

/// A term as some pages spell it.
#[derive(Clone, Copy, Debug)]
struct Spelling {
    hash: Hash128,
    /// The first that does, and the term's place among the [`uses`] of it.
    page: PageId,
    place: usize,
    count: usize,
}

impl Spelled {
    pub fn of(pages: &[Page]) -> Spelled {
        let mut spelled = Spelled::default();
        for page in pages {
            let Spelled { all, known, of_pages } = &mut spelled;
            of_pages.push(page.terms().iter().enumerate().map(|(place, hash)| {
                let index = *known.entry(*hash).or_insert(all.len());
                if index == all.len() {
                    all.push(Spelling { hash: *hash, page: page.id, place, count: 0 });
                }
                all[index].count += 1;
                index
            }));
        }
        spelled
    }

    /// Puts the spellings of the next pages behind those that are there.
    pub fn append(&mut self, next: &Spelled) {
        let index = |spelling: &Spelling| {
            let index = *self.known.entry(spelling.hash).or_insert(self.all.len());
            match self.all.get_mut(index) {
                Some(known) => known.count += spelling.count,
                None => self.all.push(*spelling),
            }
            index
        };
        let indices: Vec<usize> = next.all.iter().map(index).collect();
        let before = self.of_pages.all().len();
        self.of_pages.append(&next.of_pages);
        self.of_pages.all_mut()[before..].iter_mut().for_each(|index| *index = indices[*index]);
    }
}

fn finish(taxonomy: &mut Taxonomy, prefix: &str, spelled: &Spellings, pages: &[Page], config: &Config) {
    let keys: Vec<String> = taxonomy.terms.keys().cloned().collect();
    let named = keys.par_iter().with_min_len(32).map(|key| {
        // The most frequent spelling; of equal ones the first in the order of text.
        let best = spelled.get(key).and_then(|all| all.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))));
        let own = taxonomy.terms[key].own;
        let written = own
            .map(|id| pages[id].document.meta.title.clone())
            .filter(|title| best.is_none() || self::key(title) == *key);
        let title = best.map(|(spelling, _)| spelling.clone()).or(written).unwrap_or_else(|| key.clone());
        let title = last_part(&title).to_owned();
        (pinyin::part(&title, config.slugs), title)
    });
    let named: Vec<(String, String)> = named.collect();
    for (key, (part, title)) in keys.iter().zip(named) {
        let parent = key.rsplit_once('/').map(|(parent, _)| parent.to_owned());
        // Parents come first in the order of keys, so theirs is known.
        let folder = match parent.as_ref().and_then(|parent| taxonomy.terms.get(parent)) {
            Some(parent) => parent.address.as_str().trim_end_matches("/index.html").trim_end_matches('/').to_owned(),
            None => prefix.to_owned(),
        };
        let address = Address::folder(&format!("{folder}/{part}"), config.urls);
        let term = taxonomy.terms.get_mut(key).expect("the key is one of the map");
        term.aliases = spelled
            .get(key)
            .into_iter()
            .flat_map(BTreeMap::keys)
            .filter(|spelling| last_part(spelling) != title)
            .cloned()
            .collect();
        term.title = title;
        term.address = address;
        term.parent.clone_from(&parent);
        if let Some(parent) = parent.and_then(|parent| taxonomy.terms.get_mut(&parent)) {
            parent.children.push(key.clone());
        }
    }
}

/// The name of a nested term, without those of the terms above it.
fn last_part(title: &str) -> &str {
    title.rsplit('/').map(str::trim).find(|part| !part.is_empty()).unwrap_or_default()
}

impl Site {
    /// Keys of the terms that stand on the same pages as a term, the most frequent first.
    pub fn related_terms<'s>(&'s self, taxonomy: &str, key: &str, term: &'s Term) -> &'s [String] {
        term.related.get_or_init(|| {
            let mut counts: HashMap<TermId, usize> = HashMap::new();
            term.pages
                .iter()
                .flat_map(|page| self.terms_of.of(*page))
                .for_each(|id| *counts.entry(*id).or_default() += 1);
            let told = |(id, count): (TermId, usize)| {
                let (of, other) = &self.terms[id];
                (of == taxonomy && other != key && count >= RELATED_AT_LEAST).then_some((Reverse(count), other))
            };
            let mut counts: Vec<(Reverse<usize>, &String)> = counts.into_iter().filter_map(told).collect();
            counts.sort();
            counts.into_iter().take(RELATED).map(|(_, other)| other.clone()).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn spellings_of_one_term_are_equal() {
        for (a, b) in [
            ("PostgreSQL", "postgresql"),
            ("ＰＧ", "pg"),
            (" 开源 ", "开源"),
            ("A  B", "a b"),
            ("が", "か\u{3099}"),
            ("/a / b//", "a/b"),
        ] {
            assert_eq!(key(a), key(b));
        }
        assert_ne!(key("C"), key("C++"));
    }
}
