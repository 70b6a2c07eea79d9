//! The pages of each kind, and where they are listed.

use super::{LanguageSite, Page, PageId, section};
use crate::model::{Config, Facet, Kind};
use std::collections::BTreeMap;

/// All pages of a kind in a language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KindPages {
    /// In the order of a folder's list.
    pub pages: Vec<PageId>,
    /// The folder that holds most of them and little else. `None` if they are scattered; then the kind has a list of its
    /// own.
    pub folder: Option<String>,
}

/// Lists the pages of all kinds that are more than dated texts: with fields, or with another facet.
pub(super) fn collect(languages: &mut [LanguageSite], pages: &[Page], order: &[PageId], config: &Config) {
    let plain = |kind: &Kind| {
        kind.fields.is_empty() && kind.facets.iter().all(|facet| [Facet::Dated, Facet::Feed].contains(facet))
    };
    let is_plain: Vec<bool> = config.kinds.iter().map(plain).collect();
    let listed = order.iter().map(|id| &pages[*id]).filter(|page| page.flags.is_listed);
    for page in listed.filter(|page| !is_plain[page.flags.kind]) {
        let entry = languages[page.language].kinds.entry(page.document.meta.kind.clone());
        entry.or_insert(KindPages { pages: Vec::new(), folder: None }).pages.push(page.id);
    }
    for LanguageSite { kinds, sections, .. } in languages {
        for of_kind in kinds.values_mut() {
            section::by_weight(&mut of_kind.pages, pages);
            of_kind.folder = main_folder(&of_kind.pages, pages).filter(|folder| {
                let count = sections.get(folder).map_or(0, |section| section.count);
                let inside = of_kind.pages.iter().filter(|id| is_in(pages[**id].inner.folder(), folder)).count();
                2 * inside > of_kind.pages.len() && 2 * inside > count
            });
        }
    }
}

/// The folder right below the top that most of the pages are in.
fn main_folder(ids: &[PageId], pages: &[Page]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in ids {
        let top = pages[*id].inner.folder().split('/').next().unwrap_or_default();
        *counts.entry(top).or_default() += 1;
    }
    // Of two that have as many, the first by name.
    let (folder, _) = counts.into_iter().rev().max_by_key(|(_, count)| *count)?;
    (!folder.is_empty()).then(|| folder.to_owned())
}

fn is_in(folder: &str, above: &str) -> bool {
    folder.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
