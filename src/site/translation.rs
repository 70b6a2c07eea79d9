//! Translations of pages.

use super::{Page, PageId};
use crate::model::{Lang, RelPath};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Pages of one inner path are translations of each other. Only those that say their language can share one.
pub(super) fn translate(pages: &mut [Page]) {
    let mut groups: HashMap<RelPath, BTreeMap<Lang, PageId>> = HashMap::new();
    for page in pages.iter().filter(|page| page.flags.has_language) {
        groups.entry(page.inner.clone()).or_default();
    }
    if groups.is_empty() {
        return;
    }
    for page in pages.iter() {
        if let Some(group) = groups.get_mut(&page.inner) {
            group.entry(page.lang.clone()).or_insert(page.id);
        }
    }
    let unlisted: BTreeSet<PageId> = pages.iter().filter(|page| page.flags.is_unlisted).map(|page| page.id).collect();
    for (id, page) in pages.iter_mut().enumerate() {
        if let Some(group) = groups.get(&page.inner).filter(|group| group.len() > 1) {
            page.relations_mut().translations = group
                .iter()
                .filter(|(_, other)| **other != id && !unlisted.contains(*other))
                .map(|(lang, other)| (lang.clone(), *other))
                .collect();
        }
    }
}
