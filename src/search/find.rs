//! Finds pages in a published index, as the script of the search page does.
//!
//! In: a query, and a function that gives the bytes of a file by its name. Out: pages, best first.
//!
//! What always holds: only files that the query needs are read. A file that is missing or broken is an error.

use super::{
    filter,
    gzip::gunzip,
    index::{MANIFEST, PageEntry, SearchManifest, VERSION},
    query::{Clause, Query, QueryFilter, QueryToken},
    shard::{self, Hit},
};
use crate::model::decode_path;
use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
    io,
};

/// Gives a file of the index by its name.
pub type Fetch<'f> = &'f dyn Fn(&str) -> io::Result<Vec<u8>>;

/// A page that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its number; the newest page is 0.
    pub page: u32,
    /// Larger is better.
    pub score: u32,
    /// Where the first clause that is not excluded stands, ascending.
    pub positions: Vec<u32>,
}

/// An index that is read file by file.
pub struct Index<'f> {
    manifest: SearchManifest,
    fetch: Fetch<'f>,
    /// The entries of each chunk that was read.
    chunks: Vec<OnceCell<Vec<PageEntry>>>,
}

impl<'f> Index<'f> {
    /// Reads the manifest.
    ///
    /// # Errors
    /// When it cannot be read, or is of another version.
    pub fn open(fetch: Fetch<'f>) -> io::Result<Index<'f>> {
        let manifest: SearchManifest = serde_json::from_slice(&fetch(MANIFEST)?)?;
        if manifest.version != VERSION {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the search index is of another version"));
        }
        let chunks = manifest.chunks.iter().map(|_| OnceCell::new()).collect();
        Ok(Index { manifest, fetch, chunks })
    }

    /// The pages that a query finds, best first; of equal ones the newest first.
    ///
    /// # Errors
    /// When a file of the index cannot be read.
    pub fn find(&self, query: &Query) -> io::Result<Vec<Found>> {
        let mut pages: Option<BTreeMap<u32, Found>> = None;
        let (excluded, wanted): (Vec<_>, Vec<_>) = query.clauses.iter().partition(|clause| clause.is_excluded);
        for clause in wanted {
            let found = self.clause(clause)?;
            pages = Some(match pages {
                None => found,
                Some(pages) => both(pages, &found),
            });
        }
        let mut pages = match pages {
            Some(pages) => pages,
            None if query.clauses.is_empty() && query.filters.is_empty() => BTreeMap::new(),
            None => {
                (0..self.manifest.pages).map(|page| (page, Found { page, score: 0, positions: Vec::new() })).collect()
            }
        };
        for clause in excluded {
            let found = self.clause(clause)?;
            pages.retain(|page, _| !found.contains_key(page));
        }
        for filter in &query.filters {
            let passes = if filter.name == "in" { self.below(&filter.value)? } else { self.passes(filter)? };
            pages.retain(|page, _| passes.contains(page) != filter.is_excluded);
        }
        let mut found: Vec<Found> = pages.into_values().collect();
        found.sort_by(|a, b| b.score.cmp(&a.score).then(a.page.cmp(&b.page)));
        Ok(found)
    }

    /// What a result shows of a page.
    ///
    /// # Errors
    /// When the chunk of the page cannot be read.
    pub fn entry(&self, page: u32) -> io::Result<Option<&PageEntry>> {
        let chunks = self.manifest.chunks.iter().zip(&self.chunks);
        let Some(((first, name), chunk)) = chunks.rev().find(|((first, _), _)| *first <= page) else { return Ok(None) };
        let rows = match chunk.get() {
            Some(rows) => rows,
            None => {
                let rows = serde_json::from_slice(&gunzip(&(self.fetch)(name)?)?)?;
                chunk.get_or_init(|| rows)
            }
        };
        Ok(rows.get((page - first) as usize))
    }

    /// The pages that have a term or are of a kind.
    fn passes(&self, filter: &QueryFilter) -> io::Result<BTreeSet<u32>> {
        let mut pages = BTreeSet::new();
        for (.., files) in self.manifest.filters.iter().filter(|(name, ..)| filter.asks_for(name)) {
            for name in files {
                pages.extend(filter.pages(&filter::read(&gunzip(&(self.fetch)(name)?)?)?));
            }
        }
        Ok(pages)
    }

    /// The pages whose address begins like this, with or without the beginning of the language.
    fn below(&self, address: &str) -> io::Result<BTreeSet<u32>> {
        let start = decode_path(address);
        let start = start.trim_start_matches('/');
        let in_language = format!("{}{start}", self.manifest.rules.prefix);
        let mut pages = BTreeSet::new();
        for page in 0..self.manifest.pages {
            let address = self.entry(page)?.map(|entry| decode_path(&entry.address)).unwrap_or_default();
            if address.starts_with(start) || address.starts_with(&in_language) {
                pages.insert(page);
            }
        }
        Ok(pages)
    }

    /// The pages on which the tokens of a clause stand together.
    fn clause(&self, clause: &Clause) -> io::Result<BTreeMap<u32, Found>> {
        let mut together: Option<BTreeMap<u32, Hit>> = None;
        let mut fewest = u32::MAX;
        for wanted in &clause.tokens {
            let mut of_token: BTreeMap<u32, Hit> = BTreeMap::new();
            for Hit { page, weight, positions } in self.hits(wanted)? {
                // Where the clause begins, if this token is a part of it.
                let starts = positions.into_iter().filter_map(|at| at.checked_sub(wanted.at));
                let hit = of_token.entry(page).or_insert(Hit { page, weight: 0, positions: Vec::new() });
                hit.weight = hit.weight.max(weight);
                hit.positions.extend(starts);
            }
            fewest = fewest.min(of_token.len() as u32);
            for hit in of_token.values_mut() {
                hit.positions.sort_unstable();
                hit.positions.dedup();
            }
            of_token.retain(|_, hit| wanted.is_anywhere() || !hit.positions.is_empty());
            together = Some(match together {
                None => of_token,
                Some(before) => {
                    before.into_values().filter_map(|hit| join(hit, &of_token)).map(|hit| (hit.page, hit)).collect()
                }
            });
        }
        // A clause with a rare token counts more.
        let rarity = 4 + self.manifest.pages.checked_div(fewest).and_then(u32::checked_ilog2).unwrap_or_default();
        let found = |(page, hit)| (page, self.found(hit, rarity));
        Ok(together.unwrap_or_default().into_iter().map(found).collect())
    }

    /// The place of a clause counts most, then how often it is there.
    fn found(&self, Hit { page, weight, positions }: Hit, rarity: u32) -> Found {
        let weight = self.manifest.rules.weights.get(usize::from(weight)).copied().unwrap_or_default();
        let count = (positions.len() as u32 + 1).ilog2();
        Found { page, score: (u32::from(weight) + 8 * count) * rarity, positions }
    }

    /// The pages of a token, those of one token after those of the other if it is the beginning of several.
    fn hits(&self, wanted: &QueryToken) -> io::Result<Vec<Hit>> {
        let shards = if wanted.is_pair { &self.manifest.pairs } else { &self.manifest.words };
        let text = &wanted.text;
        let first = shards.partition_point(|(token, _)| token < text).saturating_sub(1);
        let is_wanted = |token: &str| if wanted.is_prefix { token.starts_with(text.as_str()) } else { token == text };
        let mut hits = Vec::new();
        for (_, name) in shards[first..].iter().take_while(|(token, _)| token <= text || is_wanted(token)) {
            let found = shard::read(&(self.fetch)(name)?, &is_wanted)?;
            hits.extend(found.into_iter().flat_map(|(_, hits)| hits));
        }
        Ok(hits)
    }
}

/// A page of some tokens, if the next token stands with them. The weakest place counts.
fn join(mut tokens: Hit, next: &BTreeMap<u32, Hit>) -> Option<Hit> {
    let next = next.get(&tokens.page)?;
    tokens.weight = tokens.weight.min(next.weight);
    // What has no positions is anywhere on the page.
    if tokens.positions.is_empty() {
        tokens.positions.clone_from(&next.positions);
    } else if !next.positions.is_empty() {
        tokens.positions.retain(|at| next.positions.binary_search(at).is_ok());
        if tokens.positions.is_empty() {
            return None;
        }
    }
    Some(tokens)
}

/// Pages that have both of two clauses.
fn both(a: BTreeMap<u32, Found>, b: &BTreeMap<u32, Found>) -> BTreeMap<u32, Found> {
    a.into_iter()
        .filter_map(|(page, found)| {
            let other = b.get(&page)?;
            Some((page, Found { score: found.score + other.score + near(&found, other), ..found }))
        })
        .collect()
}

/// Clauses near each other belong together.
fn near(a: &Found, b: &Found) -> u32 {
    let distance = |at: &u32| {
        let after = b.positions.partition_point(|other| other < at);
        let before = after.checked_sub(1).and_then(|before| b.positions.get(before));
        [before, b.positions.get(after)].into_iter().flatten().map(|other| other.abs_diff(*at)).min()
    };
    match a.positions.iter().filter_map(distance).min() {
        Some(..=10) => 80,
        Some(..=50) => 40,
        _ => 0,
    }
}
