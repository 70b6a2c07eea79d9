//! The filters of a list: taxonomies whose terms tell its pages apart.
//!
//! In: pages of one language. Out: for each taxonomy the terms that are worth a choice, each with its pages.
//!
//! What always holds: a filter has at least two terms, and no term of it is on all pages. A page that has a term has the
//! terms above it, too.

use super::{PageId, Site, TermId};
use std::{cmp::Reverse, collections::BTreeMap};

/// Most terms of a filter: of a field of a kind, and of any other taxonomy.
const OF_FIELD: usize = 50;
const OF_OTHER: usize = 12;

/// A taxonomy by whose terms a list is filtered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filter {
    /// Name of the taxonomy.
    pub taxonomy: String,
    /// The most frequent first.
    pub terms: Vec<FilterTerm>,
}

/// A term of a filter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilterTerm {
    /// The key of the term in its taxonomy.
    pub key: String,
    /// The pages that have it, in the order of the list.
    pub pages: Vec<PageId>,
}

impl Site {
    /// The filters of a list of pages, in the order of their names.
    pub fn filters(&self, pages: &[PageId]) -> Vec<Filter> {
        let mut found: Vec<(TermId, usize)> = Vec::new();
        for (place, id) in pages.iter().enumerate() {
            found.extend(self.term_ids(*id).map(|term| (term, place)));
        }
        found.sort_unstable();
        found.dedup();
        let mut filters: BTreeMap<&str, Vec<FilterTerm>> = BTreeMap::new();
        for places in found.chunk_by(|(a, _), (b, _)| a == b).filter(|places| places.len() < pages.len()) {
            let (taxonomy, key) = &self.terms.names[places[0].0];
            let of_term = places.iter().map(|(_, place)| pages[*place]).collect();
            filters.entry(taxonomy).or_default().push(FilterTerm { key: key.clone(), pages: of_term });
        }
        let filter = |(taxonomy, mut terms): (&str, Vec<FilterTerm>)| {
            // Of free words, those on one page say nothing about the list.
            let is_field = self.is_field(taxonomy);
            terms.retain(|term| is_field || term.pages.len() > 1);
            terms.sort_by(|a, b| (Reverse(a.pages.len()), &a.key).cmp(&(Reverse(b.pages.len()), &b.key)));
            terms.truncate(if is_field { OF_FIELD } else { OF_OTHER });
            (terms.len() > 1).then(|| Filter { taxonomy: taxonomy.to_owned(), terms })
        };
        filters.into_iter().filter_map(filter).collect()
    }

    /// A page's terms and those above them, each as taxonomy and key; one may be there twice.
    pub fn all_terms_of(&self, page: PageId) -> impl Iterator<Item = (&str, &str)> {
        self.term_ids(page).map(|id| &self.terms.names[id]).map(|(taxonomy, key)| (taxonomy.as_str(), key.as_str()))
    }

    fn term_ids(&self, page: PageId) -> impl Iterator<Item = TermId> {
        let above = |id: &TermId| self.terms.parents[*id];
        let ids = self.terms.of_pages.of(page).iter();
        ids.flat_map(move |id| std::iter::successors(Some(*id), above))
    }

    /// Whether a field of a kind has the terms of a taxonomy.
    fn is_field(&self, taxonomy: &str) -> bool {
        let fields = self.config.kinds.iter().filter_map(|kind| kind.field(taxonomy));
        fields.into_iter().any(|field| field.kind.is_taxonomy())
    }
}
