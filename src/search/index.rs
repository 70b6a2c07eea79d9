//! The files of an index: shards, chunks of page entries, filters, and the manifest that names them.
//!
//! In: the pages that are searched and what results show of them, both in the order of their ranks, the newest first;
//! and which of them pass a filter.
//! Out: files by name. A name is the hash of its file, so a file that did not change keeps its name; the manifest
//! alone has a name that stays.
//!
//! What always holds: a browser reads the manifest, the shards that hold its words, and the chunks of the pages that it
//! shows; no file depends on a clock or a thread.

use super::{
    filter::{self, SearchFilter},
    gzip::{TEXT, gzip},
    postings::{Postings, SearchPage, postings},
    shard::{Shard, shards},
    simplified::table,
};
use crate::model::{Hash128, SearchWeights};
use serde::{Deserialize, Serialize};

/// The name of the manifest.
pub const MANIFEST: &str = "index.json";
/// Changes with the format of the files.
pub const VERSION: u32 = 2;

/// Bytes of a chunk after compression, at most. A query needs most chunks, so a few large ones are better.
const CHUNK: usize = 150_000;
/// Before compression it has at most so many times as many bytes: more is not tried.
const RATIO: usize = 8;

/// What a result shows of a page.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PageEntry {
    /// Plain text.
    pub title: String,
    /// Relative to the root of the site, without a slash at the beginning.
    pub address: String,
    /// The name of its kind: `case`.
    pub kind: String,
    /// `2026-01-31`; empty without a date.
    pub date: String,
}

/// What queries are answered by, beside the pages.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SearchRules {
    /// How much each [`FieldWeight`](super::FieldWeight) counts.
    pub weights: [u16; 4],
    /// The beginning of all addresses of the language: `en/`. Empty for the main language.
    pub prefix: String,
}

impl SearchRules {
    /// Weights in the order of their fields.
    pub fn weights(weights: &SearchWeights) -> [u16; 4] {
        let SearchWeights { title, terms, headings, text } = *weights;
        [text, headings, terms, title]
    }
}

/// The first file that is read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SearchManifest {
    /// [`VERSION`].
    pub version: u32,
    /// How many pages are searched.
    pub pages: u32,
    /// How queries are answered.
    #[serde(flatten)]
    pub rules: SearchRules,
    /// Shards of pairs: first token and file name, sorted by token.
    pub pairs: Vec<(String, String)>,
    /// Shards of words, likewise.
    pub words: Vec<(String, String)>,
    /// Shards of the sounds of titles and terms, likewise.
    pub sounds: Vec<(String, String)>,
    /// Each traditional character before its simplified form; empty where there are no pairs.
    pub simplified: String,
    /// Chunks of page entries: number of the first page and file name.
    pub chunks: Vec<(u32, String)>,
    /// Names of filters, each with the number of its values and the names of its files.
    pub filters: Vec<(String, usize, Vec<String>)>,
    /// Years, each with the number of its first page, the newest first; an empty year for pages without a date.
    pub years: Vec<(String, u32)>,
}

/// Makes all files of an index.
pub fn index(
    pages: &[SearchPage],
    entries: &[PageEntry],
    filters: Vec<SearchFilter>,
    rules: SearchRules,
) -> Vec<(String, Vec<u8>)> {
    let Postings { pairs, words, sounds } = postings(pages);
    let mut files = Vec::new();
    let mut keep = |bytes: Vec<u8>| {
        let name = format!("{}.bin", &Hash128::of(&bytes).to_string()[..16]);
        files.push((name.clone(), bytes));
        name
    };
    let mut filter_files = |filter: SearchFilter| {
        let (name, values) = (filter.name.clone(), filter.values.len());
        (name, values, filter::files(filter).into_iter().map(&mut keep).collect())
    };
    let filters = filters.into_iter().map(&mut filter_files).collect();
    let mut named = |shards: Vec<Shard>| -> Vec<(String, String)> {
        shards.into_iter().map(|shard| (shard.first, keep(shard.bytes))).collect()
    };
    let simplified = if pairs.is_empty() { String::new() } else { table() };
    let (pairs, words, sounds) = (named(shards(pairs)), named(shards(words)), named(shards(sounds)));
    let chunks = chunks(0, entries).into_iter().map(|(first, bytes)| (first, keep(bytes))).collect();
    let (pages, years) = (entries.len() as u32, years(entries));
    let manifest =
        SearchManifest { version: VERSION, pages, rules, pairs, words, sounds, simplified, chunks, filters, years };
    files.push((MANIFEST.to_owned(), serde_json::json!(manifest).to_string().into_bytes()));
    files.sort();
    // Two shards may hold the same.
    files.dedup();
    files
}

/// Years with the numbers of their first pages.
fn years(entries: &[PageEntry]) -> Vec<(String, u32)> {
    let year = |entry: &PageEntry| entry.date.split('-').next().unwrap_or_default().to_owned();
    let mut years: Vec<(String, u32)> = entries.iter().map(year).zip(0..).collect();
    years.dedup_by(|(year, _), (before, _)| year == before);
    years
}

/// Chunks of entries, each with the number of its first page.
fn chunks(first: u32, entries: &[PageEntry]) -> Vec<(u32, Vec<u8>)> {
    if entries.is_empty() {
        return Vec::new();
    }
    let rows: Vec<_> = entries.iter().map(|entry| (&entry.title, &entry.address, &entry.kind, &entry.date)).collect();
    let raw = serde_json::json!(rows).to_string();
    if raw.len() <= RATIO * CHUNK || entries.len() == 1 {
        let packed = gzip(raw.as_bytes(), TEXT);
        if packed.len() <= CHUNK || entries.len() == 1 {
            return vec![(first, packed)];
        }
    }
    let middle = entries.len() / 2;
    let (before, after) = entries.split_at(middle);
    let (before, after) = rayon::join(|| chunks(first, before), || chunks(first + middle as u32, after));
    [before, after].concat()
}
