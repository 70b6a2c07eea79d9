//! Lookups over chunks of pages: where their links lead, their terms, their features.
//!
//! In: all pages, the paths of all. Out: the lookups of all chunks, appended.
//!
//! What always holds: the lookup of a chunk depends on its [`ChunkKey`] alone. So the engine can cache it: as long as no
//! page comes or goes, only chunks with a changed page are looked up again.
//!
//! Deliberately not here: the cache (`engine`), and anything that depends on the content of a second page.

use super::{Page, RaggedVec, links::ResolvedLinks, path_index::PathIndex, related, taxonomy::Spellings};
use crate::model::{Config, Hash128};
use rayon::prelude::*;
use std::sync::Arc;

/// Pages in a chunk.
const CHUNK: usize = if cfg!(test) { 2 } else { 256 };

/// Hashes of everything that the lookup of a chunk depends on.
#[derive(Hash)]
pub struct ChunkKey {
    /// The keys of its pages. Each covers the path, the text and the configuration.
    pages: Hash128,
    /// The paths of all pages and files.
    paths: Hash128,
}

/// Where the links of a chunk of pages lead, their terms and their features.
#[derive(Debug)]
pub struct ChunkLookup {
    links: ResolvedLinks,
    terms: Spellings,
    features: RaggedVec<u32>,
}

/// A cache: returns the stored lookup of a key, or calls the function.
pub type Remember<'a> = &'a (dyn Fn(&ChunkKey, &dyn Fn() -> ChunkLookup) -> Arc<ChunkLookup> + Sync);

/// No cache, for code that assembles a site once.
pub fn uncached(_: &ChunkKey, look_up: &dyn Fn() -> ChunkLookup) -> Arc<ChunkLookup> {
    Arc::new(look_up())
}

pub(super) fn look_up(
    pages: &[Page],
    paths: &PathIndex,
    config: &Config,
    remember: Remember,
) -> (ResolvedLinks, Spellings, RaggedVec<u32>) {
    let of_all = paths.key();
    let look_up = |chunk: &[Page]| {
        let keys: Vec<Hash128> = chunk.iter().map(|page| page.flags.key).collect();
        // All lookups of a chunk run together, while its pages are in the processor's cache.
        remember(&ChunkKey { pages: Hash128::of_value(&keys), paths: of_all }, &|| ChunkLookup {
            links: ResolvedLinks::look_up(chunk, paths),
            terms: Spellings::of(chunk),
            features: related::features(chunk, config),
        })
    };
    let lookups: Vec<Arc<ChunkLookup>> = pages.par_chunks(CHUNK).map(look_up).collect();
    let (mut links, mut terms, mut features) = (ResolvedLinks::default(), Spellings::default(), RaggedVec::default());
    for lookup in lookups {
        links.append(&lookup.links);
        terms.append(&lookup.terms);
        features.append(&lookup.features);
    }
    (links, terms, features)
}
