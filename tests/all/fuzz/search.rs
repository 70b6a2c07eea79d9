//! Any text is a query, and any bytes are a file of the index: it is read, or it is an error.

use flate2::{Compression, write::GzEncoder};
use portal::search::{Found, Index, MANIFEST, Query, SearchManifest, SearchRules, VERSION, find_line};
use std::{
    cmp::Reverse,
    io::{self, Write},
};

/// Names one file for everything.
fn own_manifest() -> Vec<u8> {
    let shards = |firsts: &[&str]| firsts.iter().map(|first| ((*first).to_owned(), "a".to_owned())).collect();
    let manifest = SearchManifest {
        version: VERSION,
        pages: 9,
        rules: SearchRules { weights: [0, 20, 60, u16::MAX], prefix: "en/".into() },
        pairs: shards(&["", "云"]),
        words: shards(&["", "k"]),
        sounds: shards(&["k"]),
        simplified: String::new(),
        chunks: vec![(0, "a".into()), (3, "a".into())],
        filters: vec![("kind".into(), 1, vec!["a".into()]), ("tags".into(), 2, vec!["a".into(), "a".into()])],
        years: vec![("2026".into(), 0), (String::new(), 3)],
    };
    serde_json::to_vec(&manifest).expect("JSON")
}

/// A query in the first line; the rest is a manifest or rows if it begins as such, else a shard before compression: a
/// byte with the length of the last column, and the columns.
pub(super) fn check(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (query, rest) = (String::from_utf8_lossy(&bytes[..end]), bytes.get(end + 1..).unwrap_or_default());
    let query = Query::parse(&query);
    for clause in &query.clauses {
        assert!(!clause.tokens.is_empty(), "{clause:?}");
        assert!(clause.tokens.is_sorted_by_key(|token| token.at), "{clause:?}");
        assert!(clause.tokens.iter().all(|token| !token.text.is_empty()), "{clause:?}");
    }
    let text = String::from_utf8_lossy(bytes);
    if let Some(line) = find_line(&query, &text) {
        assert!(
            line.text.get(..line.end).is_some() && text.lines().nth(line.number - 1) == Some(line.text),
            "{line:?}"
        );
    }
    let fetch = |name: &str| match name {
        MANIFEST if rest.starts_with(b"{") => Ok(rest.to_vec()),
        MANIFEST => Ok(own_manifest()),
        _ if rest.starts_with(b"[") => packed(rest),
        _ => shard(rest),
    };
    let Ok(index) = Index::open(&fetch) else {
        assert!(rest.starts_with(b"{"), "our own manifest is read");
        return;
    };
    if let Ok(found) = index.find(&query) {
        let order = |found: &Found| (Reverse(found.score), found.page);
        assert!(found.is_sorted_by_key(order), "{found:?}");
        assert_eq!(index.find(&query).ok(), Some(found));
    }
    for page in [0, 3, 8, u32::MAX] {
        let _ = index.entry(page);
    }
}

fn shard(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let (length, columns) = bytes.split_first().unwrap_or((&0, &[]));
    let (columns, last) = columns.split_at(columns.len().saturating_sub(usize::from(*length)));
    let columns = packed(columns)?;
    Ok([&(columns.len() as u32).to_le_bytes()[..], &columns, last].concat())
}

fn packed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes)?;
    gzip.finish()
}
