//! Related pages: those with the same rare words and terms.
//!
//! In: all pages with their terms and features. Out: the pages nearest to a page. For many pages, an inverted index is
//! built once.
//!
//! What always holds: the fewer pages have a term or feature, the more it counts; if too many have it, it does not
//! count. Scores are whole numbers and the order is total, so every machine gives the same result. Never related: the page
//! itself, pages in another language, and pages that link to it, which it shows already. A low score gives no result.
//!
//! Deliberately not here: what a page's features are (`parse::features`).

use super::{Page, PageId, RaggedVec, Site, Term, section::newest_first};
use crate::model::Config;
use rayon::prelude::*;
use std::{cmp::Reverse, collections::BTreeSet, ops::Range};

/// How much one kind of common item counts.
#[derive(Clone, Copy)]
struct Rule {
    /// An item on more pages than this, or than a quarter of all, does not count.
    most: usize,
    /// Factor of its weight.
    times: u32,
}

impl Rule {
    const FEATURES: Rule = Rule { most: 256, times: 1 };
    /// An author chose it, so it counts more.
    const TERMS: Rule = Rule { most: 1024, times: 3 };

    /// The weight of an item that `count` of `all` pages have; `None` if it does not count.
    fn weight(self, count: usize, all: usize) -> Option<u32> {
        (2..=self.most.min((all / 4).max(2))).contains(&count).then(|| self.times * rarity(all, count))
    }
}

/// The lowest score of a related page: this fraction of the page's score with itself ...
const PART: u32 = 8;
/// ... and the weight of this many features that only the two pages have.
const AT_LEAST: u32 = 4;

/// Features of some pages in one allocation: a query reads every page's.
pub(super) fn features(pages: &[Page], config: &Config) -> RaggedVec<u32> {
    let mut features = RaggedVec::default();
    for page in pages {
        let of_page: &[u32] = if config.related > 0 { &page.document.features } else { &[] };
        features.push(of_page.iter().copied());
    }
    features
}

/// An inverted index: from terms and features to pages.
#[derive(Debug)]
pub struct Related {
    /// For each page, indices into `lists`.
    lists_of: Vec<Vec<u32>>,
    lists: Vec<PostingList>,
    /// The pages of all lists, end to end.
    members: Vec<u32>,
}

/// The pages that have one term or feature.
#[derive(Debug)]
struct PostingList {
    /// Range in [`Related::members`].
    members: Range<usize>,
    weight: u32,
}

impl Related {
    /// Indexes all listed pages. It takes some 10 milliseconds for 10,000 pages, so it is built only when all pages are
    /// rendered.
    pub fn new(site: &Site) -> Related {
        let mut related =
            Related { lists_of: vec![Vec::new(); site.pages.len()], lists: Vec::new(), members: Vec::new() };
        for (index, language) in site.languages.iter().enumerate() {
            let pages: Vec<&Page> = listed(&site.pages, index).collect();
            let features = pages.par_iter().with_min_len(64).flat_map_iter(|page| {
                site.features.of(page.id).iter().map(|feature| u64::from(*feature) << 32 | page.id as u64)
            });
            let mut features: Vec<u64> = features.collect();
            features.par_sort_unstable();
            for group in features.chunk_by(|a, b| a >> 32 == b >> 32) {
                related.add(group.iter().map(|entry| *entry as u32), Rule::FEATURES, pages.len());
            }
            for taxonomy in language.taxonomies.values() {
                for term in taxonomy.terms.values() {
                    related.add(of_term(site, term), Rule::TERMS, pages.len());
                }
            }
        }
        related
    }

    fn add(&mut self, pages: impl Iterator<Item = u32>, rule: Rule, all: usize) {
        let start = self.members.len();
        self.members.extend(pages);
        let Some(weight) = rule.weight(self.members.len() - start, all) else {
            return self.members.truncate(start);
        };
        let list = self.lists.len() as u32;
        self.members[start..].iter().for_each(|page| self.lists_of[*page as usize].push(list));
        self.lists.push(PostingList { members: start..self.members.len(), weight });
    }

    /// The pages that are nearest to a page, the nearest first; of equal ones the newest, then by path.
    pub fn of(&self, site: &Site, page: PageId, most: usize) -> Vec<PageId> {
        let lists = self.lists_of[page].iter().map(|list| &self.lists[*list as usize]);
        nearest(site, page, lists.map(|list| (&self.members[list.members.clone()], list.weight)), most)
    }
}

/// The same for one page, without an index.
pub fn related_to(site: &Site, page: PageId, most: usize) -> Vec<PageId> {
    let (here, own) = (&site.pages[page], site.features.of(page));
    // Few features of other pages are also features of this page. A table by the upper 16 bits rejects most of the others
    // with one access: it has the index of the first own feature with these bits.
    let mut first = vec![u16::MAX; 1 << 16];
    for (index, feature) in own.iter().enumerate().rev() {
        first[(feature >> 16) as usize] = index as u16;
    }
    // The number of listed pages in a chunk, and for each own feature the pages that have it.
    let search = |chunk: &[Page]| {
        let mut features: Vec<Vec<u32>> = vec![Vec::new(); own.len()];
        let mut all = 0;
        for other in listed(chunk, here.language) {
            all += 1;
            for feature in site.features.of(other.id) {
                let alike = own.iter().enumerate().skip(first[(feature >> 16) as usize].into());
                let mut alike = alike.take_while(|(_, own)| *own <= feature);
                // One page above the limit is enough: then the feature does not count.
                if let Some((found, _)) = alike.find(|(_, own)| *own == feature)
                    && features[found].len() <= Rule::FEATURES.most
                {
                    features[found].push(other.id as u32);
                }
            }
        }
        (all, features)
    };
    let (mut all, mut features) = (0, vec![Vec::new(); own.len()]);
    for (count, found) in site.pages.par_chunks(4096).map(search).collect::<Vec<_>>() {
        all += count;
        features.iter_mut().zip(found).for_each(|(pages, found)| pages.extend(found));
    }
    // The terms of the page, and the terms above them: all have the page in their lists.
    let mut all_terms: BTreeSet<(&str, &str)> = BTreeSet::new();
    let taxonomies = &site.languages[here.language].taxonomies;
    for (taxonomy, key) in site.terms_of(here) {
        let terms = taxonomies.get(taxonomy).map(|taxonomy| &taxonomy.terms);
        let mut at = Some(key);
        while let Some(key) = at {
            all_terms.insert((taxonomy, key));
            at = terms.and_then(|terms| terms.get(key)?.parent.as_deref());
        }
    }
    let term = |(taxonomy, key): (&str, &str)| {
        taxonomies.get(taxonomy)?.terms.get(key).map(|term| of_term(site, term).collect())
    };
    let terms: Vec<Vec<u32>> = all_terms.into_iter().filter_map(term).collect();
    let features = features.iter().map(|pages| (pages, Rule::FEATURES));
    let lists = features.chain(terms.iter().map(|pages| (pages, Rule::TERMS)));
    let lists = lists.filter(|(pages, _)| pages.contains(&(page as u32)));
    let lists = lists.filter_map(|(pages, rule)| Some((&pages[..], rule.weight(pages.len(), all)?)));
    nearest(site, page, lists, most)
}

/// The pages with the highest scores. `lists` are the posting lists that the page is in, and their weights.
fn nearest<'g>(site: &Site, page: PageId, lists: impl Iterator<Item = (&'g [u32], u32)>, most: usize) -> Vec<PageId> {
    let mut scores = vec![0; site.pages.len()];
    let mut found: Vec<PageId> = Vec::new();
    for (members, weight) in lists {
        for id in members.iter().map(|id| *id as usize) {
            if scores[id] == 0 {
                found.push(id);
            }
            scores[id] += weight;
        }
    }
    let all = site.languages[site.pages[page].language].sections[""].count;
    // The page is in every list itself, so its own score is the highest possible.
    let enough = (scores[page] / PART).max(AT_LEAST * rarity(all.max(2), 2));
    found.retain(|id| scores[*id] >= enough && *id != page && !site.backlinks(page).contains(id));
    found.sort_unstable_by(|a, b| {
        (Reverse(scores[*a]).cmp(&Reverse(scores[*b]))).then_with(|| newest_first(&site.pages[*a], &site.pages[*b]))
    });
    found.truncate(most);
    found
}

fn of_term<'s>(site: &'s Site, term: &'s Term) -> impl Iterator<Item = u32> + 's {
    term.pages.iter().filter(|id| site.pages[**id].flags.is_listed).map(|id| *id as u32)
}

/// The listed pages of a language.
fn listed(pages: &[Page], language: usize) -> impl Iterator<Item = &Page> {
    pages.iter().filter(move |page| page.flags.is_listed && page.language == language)
}

/// The information in an item that `count` of `all` pages have, in quarters of a bit, from 1.
fn rarity(all: usize, count: usize) -> u32 {
    let power = |n: usize| (n as u128).pow(4);
    (power(all) / power(count)).max(1).ilog2() + 1
}

#[cfg(test)]
mod tests {
    use super::rarity;

    #[test]
    fn what_few_pages_have_tells_more() {
        for (all, count, quarters) in [(8, 8, 1), (8, 4, 5), (8, 2, 9), (10_000, 2, 50), (10_000, 100, 27)] {
            assert_eq!(rarity(all, count), quarters, "{count} of {all}");
        }
    }
}
