//! Terms: which spellings mean the same, their titles and their pages.

use super::{
    LanguageSite, Page, PageId, RaggedVec, Setting, Site, Taxonomy, Term, TermId,
    file_summary::uses,
    terms::{TaxonomyKey, TermTable},
};
use crate::{
    diag::Diagnostic,
    model::{Address, ByHash, Hash128, natural},
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

/// How many related terms a term shows, and how often they must stand together.
const RELATED: usize = 8;
const RELATED_AT_LEAST: usize = 2;

/// The terms of all pages.
#[derive(Debug)]
pub(super) struct Terms {
    /// Taxonomy and key of each.
    pub names: Vec<(String, String)>,
    /// The term that each is nested in.
    pub parents: Vec<Option<TermId>>,
    /// Those of each page, in the order written.
    pub of_pages: RaggedVec<TermId>,
}

/// Collects the terms of all pages, and the taxonomies by language and name. `order` is that of their lists.
pub(super) fn collect(
    pages: &[Page],
    spelled: Spellings,
    order: &[PageId],
    setting: &Setting,
    languages: &[LanguageSite],
) -> (Terms, Vec<BTreeMap<String, Taxonomy>>, Vec<Diagnostic>) {
    let Spellings { all, mut of_pages, .. } = spelled;
    let mut named = TermTable::new(pages, setting, languages);
    let meant: Vec<TermId> = all
        .iter()
        .map(|spelling| {
            let page = &pages[spelling.page];
            let (name, written) = uses(&page.document, &page.role, setting)[spelling.place];
            named.add(page.language, name, written, spelling.count)
        })
        .collect();
    named.nest();
    of_pages.all_mut().iter_mut().for_each(|id| *id = meant[*id]);
    let folders = folders(pages, setting);
    let prefix = |(language, name): &TaxonomyKey| {
        let end = if folders.contains(name) { "-terms" } else { "" };
        format!("{}{name}{end}", languages[*language].prefix)
    };
    named.name(&prefix, &of_pages);
    let TermTable { terms, same, diagnostics, .. } = named;
    of_pages.all_mut().iter_mut().for_each(|id| *id = same[*id]);

    let mut lists: Vec<Vec<PageId>> = vec![Vec::new(); terms.len()];
    for page in order {
        for term in of_pages.of(*page) {
            // Each page once, also in a term that two of its own are nested in.
            let mut at = Some(*term);
            while let Some(term) = at {
                if lists[term].last() != Some(page) {
                    lists[term].push(*page);
                }
                at = terms[term].parent;
            }
        }
    }
    let mut taxonomies: Vec<BTreeMap<String, Taxonomy>> = languages.iter().map(|_| BTreeMap::new()).collect();
    let mut names = Vec::with_capacity(terms.len());
    let keys: Vec<String> = terms.iter().map(|term| term.key.clone()).collect();
    let parents = terms.iter().map(|term| term.parent).collect();
    for (id, (found, pages)) in terms.into_iter().zip(lists).enumerate() {
        names.push((found.place.1.clone(), found.key.clone()));
        if same[id] != id {
            continue;
        }
        let address = || Address::folder(&prefix(&found.place), setting.config.urls);
        let (language, name) = &found.place;
        let taxonomy = taxonomies[*language].entry(name.clone()).or_insert_with(|| Taxonomy {
            name: name.clone(),
            address: address(),
            terms: BTreeMap::new(),
        });
        let mut term = Term { pages, parent: found.parent.map(|parent| keys[parent].clone()), ..found.term };
        // A parent may stand before or behind its children.
        term.children = taxonomy.terms.remove(&found.key).map(|known| known.children).unwrap_or_default();
        if let Some(parent) = &term.parent {
            taxonomy.terms.entry(parent.clone()).or_default().children.push(found.key.clone());
        }
        taxonomy.terms.insert(found.key, term);
    }
    for taxonomy in taxonomies.iter_mut().flat_map(|taxonomies| taxonomies.values_mut()) {
        taxonomy.terms.values_mut().for_each(|term| term.children.sort_by(|a, b| natural(a, b)));
    }
    (Terms { names, parents, of_pages }, taxonomies, diagnostics)
}

/// Folders of pages with the name of a taxonomy that is not declared: they keep their address.
fn folders(pages: &[Page], setting: &Setting) -> BTreeSet<String> {
    let of_kinds = setting.config.taxonomies.iter().filter(|(_, taxonomy)| taxonomy.of_kinds).map(|(name, _)| name);
    let is_in =
        |page: &Page, name: &str| page.inner.as_str().strip_prefix(name).is_some_and(|rest| rest.starts_with('/'));
    let has_pages = |name: &&String| pages.iter().any(|page| page.flags.is_listed && is_in(page, name));
    of_kinds.filter(has_pages).cloned().collect()
}

/// The spellings of terms on many pages.
#[derive(Default, Debug)]
pub(super) struct Spellings {
    /// Each once, in the order in which they first come.
    all: Vec<SpellingUse>,
    known: ByHash<usize>,
    /// Of each page, as indices into `all`.
    of_pages: RaggedVec<usize>,
}

/// A spelling of a term, and how many pages use it.
#[derive(Clone, Copy, Debug)]
struct SpellingUse {
    hash: Hash128,
    /// The first page that uses it, and the term's index among the [`uses`] of that page.
    page: PageId,
    place: usize,
    count: usize,
}

impl Spellings {
    pub(super) fn of(pages: &[Page]) -> Spellings {
        let mut spelled = Spellings::default();
        for page in pages {
            let Spellings { all, known, of_pages } = &mut spelled;
            of_pages.push(page.terms().iter().enumerate().map(|(place, hash)| {
                let index = *known.entry(*hash).or_insert(all.len());
                if index == all.len() {
                    all.push(SpellingUse { hash: *hash, page: page.id, place, count: 0 });
                }
                all[index].count += 1;
                index
            }));
        }
        spelled
    }

    /// Appends the spellings of the next pages.
    pub(super) fn append(&mut self, next: &Spellings) {
        let index = |spelling: &SpellingUse| {
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

/// A page with more terms than this does not relate them to each other.
const MOST_TERMS: usize = 100;

impl Site {
    /// Keys of the terms that stand on the same pages as a term, the most frequent first.
    pub fn related_terms<'s>(&'s self, taxonomy: &str, key: &str, term: &'s Term) -> &'s [String] {
        term.related.get_or_init(|| {
            let mut counts: HashMap<TermId, usize> = HashMap::new();
            // A page with too many terms says nothing about one of them.
            let terms = term.pages.iter().map(|page| self.terms.of_pages.of(*page));
            terms
                .filter(|terms| terms.len() <= MOST_TERMS)
                .flatten()
                .for_each(|id| *counts.entry(*id).or_default() += 1);
            let related = |(id, count): (TermId, usize)| {
                let (of, other) = &self.terms.names[id];
                (of == taxonomy && other != key && count >= RELATED_AT_LEAST).then_some((Reverse(count), other))
            };
            let mut counts: Vec<(Reverse<usize>, &String)> = counts.into_iter().filter_map(related).collect();
            counts.sort();
            counts.into_iter().take(RELATED).map(|(_, other)| other.clone()).collect()
        })
    }
}
