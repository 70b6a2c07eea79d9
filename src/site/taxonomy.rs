//! Terms: which spellings mean the same, what each is called, and who has it.

use super::{Page, PageId, Role, pinyin, section};
use crate::model::{Address, Config, Lang};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use unicode_normalization::UnicodeNormalization;

/// How many related terms a term shows, and how often they must stand together.
const RELATED: usize = 8;
const RELATED_AT_LEAST: usize = 2;

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
    /// Keys of terms that stand on the same pages, the most frequent first.
    pub related: Vec<String>,
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

/// Gathers the terms of all pages, and tells each page its own.
pub fn collect(pages: &mut [Page], config: &Config, languages: &[Lang]) -> BTreeMap<(Lang, String), Taxonomy> {
    let aliases: HashMap<(&str, String), &str> = config
        .taxonomies
        .iter()
        .flat_map(|(name, taxonomy)| {
            taxonomy.aliases.iter().map(move |(from, to)| ((name.as_str(), key(from)), to.as_str()))
        })
        .collect();
    let mut taxonomies: BTreeMap<(Lang, String), Taxonomy> = BTreeMap::new();
    // How often each spelling was used.
    let mut spellings: BTreeMap<(Lang, String), BTreeMap<String, BTreeMap<String, usize>>> = BTreeMap::new();
    for (id, page) in pages.iter_mut().enumerate() {
        if matches!(page.role, Role::Term(..)) {
            continue;
        }
        for (name, written) in &page.document.meta.terms {
            let place = (page.lang.clone(), name.clone());
            let spelled = spellings.entry(place.clone()).or_default();
            let taxonomy = taxonomies.entry(place).or_default();
            for term in written {
                let meant = aliases.get(&(name.as_str(), key(term))).copied().unwrap_or(term);
                let term_key = key(meant);
                if term_key.is_empty() || page.terms.iter().any(|(other, known)| other == name && *known == term_key) {
                    continue;
                }
                // An alias never gives the name, however often it is used.
                *spelled.entry(term_key.clone()).or_default().entry(meant.to_owned()).or_default() += 1;
                if meant != term {
                    spelled.entry(term_key.clone()).or_default().entry(term.clone()).or_default();
                }
                // The term, and those that it is nested in, each page once.
                let mut at = Some((term_key.as_str(), meant.trim_matches('/')));
                while let Some((term, written)) = at {
                    let pages = &mut taxonomy.terms.entry(term.to_owned()).or_default().pages;
                    if pages.last() != Some(&id) {
                        pages.push(id);
                    }
                    spelled.entry(term.to_owned()).or_default().entry(written.trim().to_owned()).or_default();
                    let above = |path: &'_ str| path.rfind('/').unwrap_or_default();
                    at = (above(term) > 0)
                        .then(|| (&term[..above(term)], written[..above(written)].trim_end_matches('/')));
                }
                page.terms.push((name.clone(), term_key));
            }
        }
    }
    let own: Vec<(Lang, String, String, PageId)> = pages
        .iter()
        .enumerate()
        .filter_map(|(id, page)| match &page.role {
            Role::Term(name, key) => Some((page.lang.clone(), name.clone(), key.clone(), id)),
            _ => None,
        })
        .collect();
    for (lang, name, key, id) in own {
        let meant = aliases.get(&(name.as_str(), key.clone())).map_or(key, |alias| self::key(alias));
        taxonomies.entry((lang, name)).or_default().terms.entry(meant).or_default().own = Some(id);
    }
    // A folder of pages keeps its address; a taxonomy that nobody declared stands beside it.
    let of_kinds = |name: &str| config.taxonomies.get(name).is_some_and(|taxonomy| taxonomy.of_kinds);
    let folders: BTreeSet<String> = pages
        .iter()
        .filter(|page| page.role == Role::Page)
        .filter_map(|page| page.inner.as_str().split_once('/'))
        .filter(|(folder, _)| of_kinds(folder))
        .map(|(folder, _)| folder.to_owned())
        .collect();
    for ((lang, name), taxonomy) in &mut taxonomies {
        let folder = if folders.contains(name) { format!("{name}-terms") } else { name.clone() };
        let prefix = if *lang == languages[0] { folder } else { format!("{lang}/{folder}") };
        let spelled = spellings.remove(&(lang.clone(), name.clone())).unwrap_or_default();
        taxonomy.name.clone_from(name);
        taxonomy.address = Address::folder(&prefix, config.urls);
        finish(taxonomy, &prefix, &spelled, pages, config);
    }
    taxonomies
}

fn finish(
    taxonomy: &mut Taxonomy,
    prefix: &str,
    spelled: &BTreeMap<String, BTreeMap<String, usize>>,
    pages: &mut [Page],
    config: &Config,
) {
    let related = related(taxonomy, pages);
    let keys: Vec<String> = taxonomy.terms.keys().cloned().collect();
    for key in &keys {
        let spellings = spelled.get(key);
        // The most frequent spelling; of equal ones the first in the order of text.
        let best = spellings.and_then(|all| all.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))));
        let own = taxonomy.terms[key].own;
        let written = own
            .map(|id| pages[id].document.meta.title.clone())
            .filter(|title| best.is_none() || self::key(title) == *key);
        let title = best.map(|(spelling, _)| spelling.clone()).or(written).unwrap_or_else(|| key.clone());
        let title = last_part(&title).to_owned();
        let parent = key.rsplit_once('/').map(|(parent, _)| parent.to_owned());
        // Parents come first in the order of keys, so theirs is known.
        let folder = match parent.as_ref().and_then(|parent| taxonomy.terms.get(parent)) {
            Some(parent) => parent.address.as_str().trim_end_matches("/index.html").trim_end_matches('/').to_owned(),
            None => prefix.to_owned(),
        };
        let address = Address::folder(&format!("{folder}/{}", pinyin::part(&title, config.slugs)), config.urls);
        let term = taxonomy.terms.get_mut(key).expect("the key is one of the map");
        term.aliases = spellings
            .into_iter()
            .flat_map(BTreeMap::keys)
            .filter(|spelling| last_part(spelling) != title)
            .cloned()
            .collect();
        term.title = title;
        term.address = address.clone();
        term.parent.clone_from(&parent);
        term.related = related.get(key).cloned().unwrap_or_default();
        term.pages.sort_by(|a, b| section::newest_first(&pages[*a], &pages[*b]));
        if let Some(own) = own {
            pages[own].address = address;
        }
        if let Some(parent) = parent.and_then(|parent| taxonomy.terms.get_mut(&parent)) {
            parent.children.push(key.clone());
        }
    }
}

/// The name of a nested term, without those of the terms above it.
fn last_part(title: &str) -> &str {
    title.rsplit('/').map(str::trim).find(|part| !part.is_empty()).unwrap_or_default()
}

/// For each term, those that stand with it most often.
fn related(taxonomy: &Taxonomy, pages: &[Page]) -> HashMap<String, Vec<String>> {
    taxonomy
        .terms
        .iter()
        .map(|(key, term)| {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for (name, other) in term.pages.iter().flat_map(|id| &pages[*id].terms) {
                if *name == taxonomy.name && other != key {
                    *counts.entry(other).or_default() += 1;
                }
            }
            let mut counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count >= RELATED_AT_LEAST).collect();
            counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            (key.clone(), counts.into_iter().take(RELATED).map(|(other, _)| other.to_owned()).collect())
        })
        .collect()
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
