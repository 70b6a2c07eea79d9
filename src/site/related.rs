//! Which pages are about the same as a page.
//!
//! In: all pages with their terms and features. Out: the pages nearest to one of them; for many of them, from an index
//! that is made once.
//!
//! What always holds: a term or feature counts the more the fewer pages have it, and not at all when very many do;
//! whole numbers only, and a total order, so that the answer is the same everywhere. Never the page itself, a page in
//! another language, or one that links to it and is shown for that already. Nothing rather than something far away.
//!
//! Deliberately not here: what a page's features are (`parse::features`).

use super::{Page, PageId, RaggedVec, Site, Term, section::newest_first};
use crate::model::{Config, Hash128, Lang};
use rayon::prelude::*;
use std::{cmp::Reverse, collections::BTreeSet, ops::Range};

/// What having something in common says.
#[derive(Clone, Copy)]
struct Rule {
    /// On more pages than this, or than a quarter of all, it tells nothing.
    most: usize,
    times: u32,
}

impl Rule {
    const FEATURES: Rule = Rule { most: 256, times: 1 };
    /// Somebody chose it.
    const TERMS: Rule = Rule { most: 1024, times: 3 };

    /// What it counts that `count` of `all` pages have something in common.
    fn weight(self, count: usize, all: usize) -> Option<u32> {
        (2..=self.most.min((all / 4).max(2))).contains(&count).then(|| self.times * rarity(all, count))
    }
}

/// What two pages must have in common: that part of what the page has, and that many features of their own.
const PART: u32 = 8;
const AT_LEAST: u32 = 4;

/// The features of some pages: close together, for whoever looks for those of one looks at all.
pub fn features(pages: &[Page], config: &Config) -> RaggedVec<u32> {
    let mut features = RaggedVec::default();
    for page in pages {
        let of_page: &[u32] = if config.related > 0 { &page.document.features } else { &[] };
        features.push(of_page.iter().copied());
    }
    features
}

/// What is asked for the pages related to many.
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
        let mut related =
            Related { groups_of: vec![Vec::new(); site.pages.len()], groups: Vec::new(), members: Vec::new() };
        for lang in &site.languages {
            let pages: Vec<&Page> = listed(&site.pages, lang).collect();
            let features = pages.par_iter().with_min_len(64).flat_map_iter(|page| {
                site.features.of(page.id).iter().map(|feature| u64::from(*feature) << 32 | page.id as u64)
            });
            let mut features: Vec<u64> = features.collect();
            features.par_sort_unstable();
            for group in features.chunk_by(|a, b| a >> 32 == b >> 32) {
                related.add(group.iter().map(|entry| *entry as u32), Rule::FEATURES, pages.len());
            }
            for (_, taxonomy) in site.taxonomies.iter().filter(|((of, _), _)| of == lang) {
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
        let group = self.groups.len() as u32;
        self.members[start..].iter().for_each(|page| self.groups_of[*page as usize].push(group));
        self.groups.push(Group { members: start..self.members.len(), weight });
    }

    /// The pages that are nearest to a page, the nearest first; of equal ones the newest, then by path.
    pub fn of(&self, site: &Site, page: PageId, most: usize) -> Vec<PageId> {
        let groups = self.groups_of[page].iter().map(|group| &self.groups[*group as usize]);
        nearest(site, page, groups.map(|group| (&self.members[group.members.clone()], group.weight)), most)
    }
}

/// The same for one page, without an index.
pub fn related_to(site: &Site, page: PageId, most: usize) -> Vec<PageId> {
    let (here, own) = (&site.pages[page], site.features.of(page));
    // Nearly all features of other pages are none of this one's: by their upper halves most are told at once. Of the
    // page's own with the same upper half, the first.
    let mut first = vec![u16::MAX; 1 << 16];
    for (place, feature) in own.iter().enumerate().rev() {
        first[(feature >> 16) as usize] = place as u16;
    }
    // How many pages there are, and those that have each of its features.
    let look = |some: &[Page]| {
        let mut features: Vec<Vec<u32>> = vec![Vec::new(); own.len()];
        let mut all = 0;
        for other in listed(some, &here.lang) {
            all += 1;
            for feature in site.features.of(other.id) {
                let alike = own.iter().enumerate().skip(first[(feature >> 16) as usize].into());
                let mut alike = alike.take_while(|(_, own)| *own <= feature);
                // One more than may be is enough to leave it out.
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
    for (count, found) in site.pages.par_chunks(4096).map(look).collect::<Vec<_>>() {
        all += count;
        features.iter_mut().zip(found).for_each(|(pages, found)| pages.extend(found));
    }
    // The terms of the page, and those that they are nested in: both have the page in their lists.
    let mut all_terms: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (taxonomy, key) in site.terms_of(here) {
        let terms = site.taxonomies.get(&(here.lang.clone(), taxonomy.to_owned())).map(|taxonomy| &taxonomy.terms);
        let mut at = Some(key);
        while let Some(key) = at {
            all_terms.insert((taxonomy, key));
            at = terms.and_then(|terms| terms.get(key)?.parent.as_deref());
        }
    }
    let term = |(taxonomy, key): (&str, &str)| {
        let taxonomy = site.taxonomies.get(&(here.lang.clone(), taxonomy.to_owned()));
        taxonomy.and_then(|taxonomy| taxonomy.terms.get(key)).map(|term| of_term(site, term).collect())
    };
    let terms: Vec<Vec<u32>> = all_terms.into_iter().filter_map(term).collect();
    let features = features.iter().map(|pages| (pages, Rule::FEATURES));
    let groups = features.chain(terms.iter().map(|pages| (pages, Rule::TERMS)));
    let groups = groups.filter(|(pages, _)| pages.contains(&(page as u32)));
    let groups = groups.filter_map(|(pages, rule)| Some((&pages[..], rule.weight(pages.len(), all)?)));
    nearest(site, page, groups, most)
}

/// `groups` are those that the page is in, and their weights.
fn nearest<'g>(site: &Site, page: PageId, groups: impl Iterator<Item = (&'g [u32], u32)>, most: usize) -> Vec<PageId> {
    let mut scores = vec![0; site.pages.len()];
    let mut found: Vec<PageId> = Vec::new();
    for (members, weight) in groups {
        for id in members.iter().map(|id| *id as usize) {
            if scores[id] == 0 {
                found.push(id);
            }
            scores[id] += weight;
        }
    }
    let all = site.sections.get(&(site.pages[page].lang.clone(), String::new())).map_or(0, |home| home.count);
    // The page has all with itself in common.
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

/// Those of a language that readers are shown in lists.
fn listed<'s>(pages: &'s [Page], lang: &Lang) -> impl Iterator<Item = &'s Page> {
    let lang = Hash128::of(lang.as_str().as_bytes());
    pages.iter().filter(move |page| page.flags.is_listed && page.flags.lang == lang)
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
