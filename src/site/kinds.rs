//! The pages of each kind, and where they are listed.

use super::{Page, PageId, Role, Section, section};
use crate::model::{Config, Facet, Lang};
use std::collections::BTreeMap;

/// All pages of a kind in a language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfKind {
    /// In the order of a folder's list.
    pub pages: Vec<PageId>,
    /// The folder that holds them all, itself or below; `None` when they are scattered: then they have a list of their own.
    pub folder: Option<String>,
}

/// The pages of all kinds but those that every page is of when nothing is said.
pub fn collect(
    pages: &[Page],
    config: &Config,
    sections: &BTreeMap<(Lang, String), Section>,
) -> BTreeMap<(Lang, String), OfKind> {
    let mut kinds: BTreeMap<(Lang, String), OfKind> = BTreeMap::new();
    let plain = |name: &str| {
        config.kinds.iter().any(|kind| {
            kind.name == name
                && kind.fields.is_empty()
                && kind.facets.iter().all(|facet| [Facet::Dated, Facet::Feed].contains(facet))
        })
    };
    for (id, page) in pages.iter().enumerate().filter(|(_, page)| page.role == Role::Page) {
        let name = &page.document.meta.kind;
        if !plain(name) {
            let entry = kinds.entry((page.lang.clone(), name.clone()));
            entry.or_insert(OfKind { pages: Vec::new(), folder: None }).pages.push(id);
        }
    }
    for ((lang, _), of_kind) in &mut kinds {
        of_kind.pages.sort_by(|a, b| section::reading_order(&pages[*a], &pages[*b]));
        of_kind.folder = common_folder(&of_kind.pages, pages).filter(|folder| {
            sections.get(&(lang.clone(), folder.clone())).is_some_and(|section| 2 * of_kind.pages.len() > section.count)
        });
    }
    kinds
}

/// The deepest folder that all of the pages are in, if it is not the top.
fn common_folder(ids: &[PageId], pages: &[Page]) -> Option<String> {
    let mut folders = ids.iter().map(|id| pages[*id].inner.folder());
    let first = folders.next()?;
    let common = folders.fold(first, |common, folder| {
        let mut end = common;
        while !(folder == end || folder.strip_prefix(end).is_some_and(|rest| rest.starts_with('/'))) {
            end = end.rsplit_once('/').map_or("", |(above, _)| above);
            if end.is_empty() {
                break;
            }
        }
        end
    });
    (!common.is_empty()).then(|| common.to_owned())
}
