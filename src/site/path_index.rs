//! The hash table of all paths.
//!
//! In: the path hashes of all pages, the paths of all files. Out: the page or file at a path.

use super::{LinkTarget, PageId, link_key::path_key};
use crate::model::{Hash128, RelPath};

/// Pages and files by the hashes of their paths.
pub(super) struct PathIndex {
    /// Open addressing with linear probing: an index into `keys`, or [`EMPTY`]. The load factor is below 0.5.
    slots: Vec<u32>,
    /// Hashes of the paths of all pages, then of all files.
    keys: Vec<Hash128>,
    /// How many of `keys` are of pages.
    pages: usize,
}

const EMPTY: u32 = u32::MAX;

impl PathIndex {
    pub(super) fn new(pages: impl Iterator<Item = Hash128>, files: &[(RelPath, u64)]) -> PathIndex {
        let mut keys: Vec<Hash128> = pages.collect();
        let pages = keys.len();
        keys.extend(files.iter().map(|(path, _)| path_key(path)));
        let mut paths = PathIndex { slots: vec![EMPTY; (2 * keys.len() + 1).next_power_of_two()], keys, pages };
        for index in 0..paths.keys.len() {
            let slot = paths.slot(paths.keys[index]);
            paths.slots[slot] = index as u32;
        }
        paths
    }

    /// The slot that holds a key, or the empty one where it would be inserted.
    fn slot(&self, key: Hash128) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = key.0 as usize & mask;
        while self.slots[slot] != EMPTY && self.keys[self.slots[slot] as usize] != key {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// Index into `keys`.
    fn index(&self, key: Hash128) -> Option<usize> {
        let index = self.slots[self.slot(key)];
        (index != EMPTY).then_some(index as usize)
    }

    /// Hash of all paths, their order, and which are of pages.
    pub(super) fn key(&self) -> Hash128 {
        Hash128::of_value(&(&self.keys, self.pages))
    }

    pub(super) fn page(&self, path: Hash128) -> Option<PageId> {
        self.index(path).filter(|index| *index < self.pages)
    }

    /// The page or the file at a path.
    pub(super) fn find(&self, path: Hash128) -> Option<LinkTarget> {
        let index = self.index(path)?;
        Some(index.checked_sub(self.pages).map_or(LinkTarget::Page(index), LinkTarget::File))
    }
}
