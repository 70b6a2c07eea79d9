//! Filters: which pages have a term or are of a kind.
//!
//! In: for each value of a filter, its pages. Out: files with the values of a filter, and the pages that pass a filter of a
//! query. The script of the search reads the same files by the same rules.
//!
//! What always holds: a term is found by every spelling that the site takes for it.
//!
//! Deliberately not here: years, which are ranges of pages in the manifest, and `in:`, which reads addresses.

use super::{
    gzip::{TEXT, gzip},
    query::QueryFilter,
};
use crate::model::term_key;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Bytes of a file before compression, about.
const SIZE: usize = 128 * 1024;

/// All values of a kind of filter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SearchFilter {
    /// `kind`, or the name of a taxonomy.
    pub name: String,
    /// In the order in which readers see them.
    pub values: Vec<FilterValue>,
}

/// A value of a filter.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FilterValue {
    /// The name of a kind or the key of a term.
    pub key: String,
    /// What readers see.
    pub title: String,
    /// The keys of other spellings.
    pub aliases: Vec<String>,
    /// The numbers of its pages, ascending.
    pub pages: Vec<u32>,
}

/// A value in its file: key, title, aliases, and for each page the distance from the one before.
#[derive(Serialize, Deserialize)]
struct FilterRow(String, String, Vec<String>, Vec<u32>);

/// The files of a filter.
pub(super) fn files(filter: SearchFilter) -> Vec<Vec<u8>> {
    let (mut files, mut rows, mut size) = (Vec::new(), Vec::new(), 0);
    for FilterValue { key, title, aliases, mut pages } in filter.values {
        for at in (1..pages.len()).rev() {
            pages[at] -= pages[at - 1];
        }
        size += key.len() + title.len() + aliases.iter().map(String::len).sum::<usize>() + 2 * pages.len();
        rows.push(FilterRow(key, title, aliases, pages));
        if size > SIZE {
            files.push(file(&std::mem::take(&mut rows)));
            size = 0;
        }
    }
    files.extend((!rows.is_empty()).then(|| file(&rows)));
    files
}

fn file(rows: &[FilterRow]) -> Vec<u8> {
    gzip(serde_json::json!(rows).to_string().as_bytes(), TEXT)
}

/// The values of a file.
///
/// # Errors
/// When it is no file of a filter.
pub(super) fn read(raw: &[u8]) -> serde_json::Result<Vec<FilterValue>> {
    let rows: Vec<FilterRow> = serde_json::from_slice(raw)?;
    let value = |FilterRow(key, title, aliases, mut pages)| {
        for at in 1..pages.len() {
            pages[at] = u32::saturating_add(pages[at], pages[at - 1]);
        }
        FilterValue { key, title, aliases, pages }
    };
    Ok(rows.into_iter().map(value).collect())
}

impl QueryFilter {
    /// Whether it can let pages of a filter through.
    pub(super) fn asks_for(&self, filter: &str) -> bool {
        match self.name {
            "kind" => filter == "kind",
            "tag" => filter != "kind",
            _ => false,
        }
    }

    /// The pages of the values that are meant.
    pub(super) fn pages(&self, values: &[FilterValue]) -> BTreeSet<u32> {
        let key = term_key(&self.value);
        let is_meant =
            |value: &&FilterValue| value.key == key || value.key == self.value || value.aliases.contains(&key);
        values.iter().filter(is_meant).flat_map(|value| value.pages.iter().copied()).collect()
    }
}
