//! Which pages are about the same as a page.
//!
//! In: all pages with their terms and features. Out: an index, and from it the pages nearest to one of them.
//!
//! What always holds: a term or feature counts the more the fewer pages have it, and not at all when very many do;
//! whole numbers only, and a total order, so that the answer is the same everywhere. Never the page itself, a page in
//! another language, or one that links to it and is shown for that already. Nothing rather than something far away.
//!
//! Deliberately not here: what a page's features are (`parse::features`).

use super::{Page, PageId, Role, Site, section::newest_first};
use crate::model::Lang;
use rayon::prelude::*;
use std::{cmp::Reverse, ops::Range};

/// A feature on more pages than this, or than a quarter of all, tells nothing.
const COMMON: usize = 256;
/// The same for terms, which somebody chose.
const COMMON_TERM: usize = 1024;
/// As many features is a term worth.
const TERM: u32 = 3;
/// What two pages must have in common: that part of what the page has, and that many features of their own.
const PART: u32 = 8;
const AT_LEAST: u32 = 4;

/// What is asked for the pages related to one.
#[derive(Debug)]
pub struct Related {
    /// Of each page, the groups that it is in.
    groups_of: Vec<Vec<u32>>,
    groups: Vec<Group>,
    /// The pages of all groups.
    members: Vec<u32>,
}

/// The pages that have a term or a feature in common.
#[derive(Debug)]
struct Group {
    /// In [`Related::members`].
    members: Range<usize>,
    weight: u32,
}

impl Related {
    /// The index over all pages that readers are shown in lists. For 10,000 of them it takes a few hundredths of a
    /// second, so it is made only when all pages are drawn.
    pub fn new(site: &Site) -> Related {
        let mut related = Related::empty(site);
        for lang in &site.languages {
            let pages: Vec<&Page> = listed(site, lang).collect();
            let features = pages.par_iter().with_min_len(64).flat_map_iter(|page| {
                page.document.features.iter().map(|feature| u64::from(*feature) << 32 | page.id as u64)
            });
            let mut features: Vec<u64> = features.collect();
            features.par_sort_unstable();
            for group in features.chunk_by(|a, b| a >> 32 == b >> 32) {
                related.add(group.iter().map(|entry| *entry as u32), pages.len(), COMMON, 1);
            }
            related.add_terms(site, lang, pages.len());
        }
        related
    }

    /// The part of the index in which one page is, for which the answer is the same.
    pub fn around(site: &Site, page: PageId) -> Related {
        let mut related = Related::empty(site);
        let (lang, own) = (&site.pages[page].lang, &site.pages[page].document.features);
        // Nearly all features of other pages are none of this one's: by their upper halves most are told at once.
        let mut upper = vec![false; 1 << 16];
        own.iter().for_each(|feature| upper[(feature >> 16) as usize] = true);
        let mut groups: Vec<Vec<u32>> = vec![Vec::new(); own.len()];
        let mut all = 0;
        for other in listed(site, lang) {
            all += 1;
            for feature in &other.document.features {
                if upper[(feature >> 16) as usize]
                    && let Ok(found) = own.binary_search(feature)
                    // One more than may be is enough to leave it out.
                    && groups[found].len() <= COMMON
                {
                    groups[found].push(other.id as u32);
                }
            }
        }
        groups.into_iter().for_each(|group| related.add(group.into_iter(), all, COMMON, 1));
        related.add_terms(site, lang, all);
        related
    }

    fn empty(site: &Site) -> Related {
        Related { groups_of: vec![Vec::new(); site.pages.len()], groups: Vec::new(), members: Vec::new() }
    }

    fn add_terms(&mut self, site: &Site, lang: &Lang, all: usize) {
        for (_, taxonomy) in site.taxonomies.iter().filter(|((of, _), _)| of == lang) {
            for term in taxonomy.terms.values() {
                let pages = term.pages.iter().filter(|id| site.pages[**id].role == Role::Page);
                self.add(pages.map(|id| *id as u32), all, COMMON_TERM, TERM);
            }
        }
    }

    fn add(&mut self, pages: impl Iterator<Item = u32>, all: usize, common: usize, times: u32) {
        let start = self.members.len();
        self.members.extend(pages);
        let count = self.members.len() - start;
        if count < 2 || count > common.min((all / 4).max(2)) {
            self.members.truncate(start);
            return;
        }
        let group = self.groups.len() as u32;
        self.members[start..].iter().for_each(|page| self.groups_of[*page as usize].push(group));
        self.groups.push(Group { members: start..self.members.len(), weight: times * rarity(all, count) });
    }

    /// The pages that are nearest to a page, the nearest first; of equal ones the newest, then by path.
    pub fn of(&self, site: &Site, page: PageId, most: usize) -> Vec<PageId> {
        let mut scores = vec![0; site.pages.len()];
        let mut found: Vec<PageId> = Vec::new();
        for group in self.groups_of[page].iter().map(|group| &self.groups[*group as usize]) {
            for id in self.members[group.members.clone()].iter().map(|id| *id as usize) {
                if scores[id] == 0 {
                    found.push(id);
                }
                scores[id] += group.weight;
            }
        }
        let here = &site.pages[page];
        let all = site.sections.get(&(here.lang.clone(), String::new())).map_or(0, |home| home.count);
        // The page has all with itself in common.
        let enough = (scores[page] / PART).max(AT_LEAST * rarity(all.max(2), 2));
        found.retain(|id| scores[*id] >= enough && *id != page && !site.backlinks(page).contains(id));
        found.sort_unstable_by(|a, b| {
            (Reverse(scores[*a]).cmp(&Reverse(scores[*b]))).then_with(|| newest_first(&site.pages[*a], &site.pages[*b]))
        });
        found.truncate(most);
        found
    }
}

/// The pages of a language that readers are shown in lists.
fn listed<'s>(site: &'s Site, lang: &'s Lang) -> impl Iterator<Item = &'s Page> {
    site.listed().map(|(_, page)| page).filter(move |page| page.lang == *lang)
}

/// How much it tells that `count` of `all` pages have something: a quarter of a bit each, from 1.
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
