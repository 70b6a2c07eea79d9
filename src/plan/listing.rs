//! Which lists the site has: of folders, of kinds and of terms.
//!
//! In: the site. Out: for each list its address and its pages. What is beside a list (its entries as data, the lists of
//! single terms) is planned from this.
//!
//! Deliberately not here: the home page, and collections, which are pages that somebody wrote.

use super::{Plan, grouped::is_grouped, kinds, list::pages, views::term_link};
use crate::{
    model::{Address, Facet, Kind, Lang, ListView},
    site::{LanguageSite, PageId, Site},
};

/// Which list of a language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum ListOf {
    /// Of a folder.
    Folder(String),
    /// Of a kind whose pages are in no one folder.
    Kind(String),
    /// Of a term: taxonomy and key.
    Term(String, String),
}

/// A list of pages.
pub(super) struct List<'s> {
    pub address: Address,
    /// In the order of the list.
    pub pages: &'s [PageId],
    /// The kind whose pages it lists; `None` for any other folder, and for a term.
    pub kind: Option<&'s Kind>,
}

impl ListOf {
    /// All lists of a language.
    pub(super) fn all(site: &Site, language: &LanguageSite) -> Vec<ListOf> {
        let folders = language.sections.keys().cloned().map(ListOf::Folder);
        let kinds = language.kinds.keys().cloned().map(ListOf::Kind);
        let terms = language
            .taxonomies
            .iter()
            .flat_map(|(name, taxonomy)| taxonomy.terms.keys().map(|key| ListOf::Term(name.clone(), key.clone())));
        folders.chain(kinds).chain(terms).filter(|of| of.find(site, language).is_some()).collect()
    }

    /// The list, if the language has it.
    pub(super) fn find<'s>(&self, site: &'s Site, language: &'s LanguageSite) -> Option<List<'s>> {
        let kind = |name: &str| site.config.kinds.iter().find(|kind| kind.name == name);
        match self {
            ListOf::Folder(folder) => {
                let section = language.sections.get(folder)?;
                // The list of a taxonomy replaces a folder with its name.
                let is_other = folder.is_empty() || site.is_rendered_as_page(section) || language.is_taxonomy(folder);
                let mut kinds = language.kinds.iter();
                let of_kind = kinds.find(|(_, of_kind)| of_kind.folder.as_deref() == Some(folder));
                let kind = of_kind.and_then(|(name, _)| kind(name));
                (!is_other).then(|| List { address: section.address.clone(), pages: &section.pages, kind })
            }
            ListOf::Kind(name) => {
                let of_kind = language.kinds.get(name)?;
                // A single page alone is its own list.
                let is_listed = of_kind.folder.is_none() && of_kind.pages.len() > 1;
                let address = || kinds::address(site, &language.lang, name);
                is_listed.then(|| List { address: address(), pages: &of_kind.pages, kind: kind(name) })
            }
            ListOf::Term(taxonomy, key) => {
                let term = language.taxonomies.get(taxonomy)?.terms.get(key)?;
                Some(List { address: term.address.clone(), pages: &term.pages, kind: None })
            }
        }
    }

    /// The folder that it is the list of.
    pub(super) fn folder(&self) -> Option<&str> {
        if let ListOf::Folder(folder) = self { Some(folder) } else { None }
    }

    /// The list of a job that was planned from it.
    pub(super) fn planned<'s>(&self, site: &'s Site, lang: &Lang) -> List<'s> {
        self.find(site, site.language(lang)).expect("a job of a list is planned only if the site has the list")
    }
}

impl List<'_> {
    /// How many pages it is spread over. A list in groups is one page.
    pub(super) fn spread(&self, site: &Site) -> usize {
        if is_grouped(site, self.pages) { 1 } else { pages(self.pages.len(), site.config.page_size) }
    }

    /// The form of the list.
    pub(super) fn view(&self) -> ListView {
        self.kind.map_or(ListView::Cards, |kind| kind.view)
    }

    /// Whether feeds have its pages.
    pub(super) fn is_fed(&self) -> bool {
        self.kind.is_some_and(|kind| kind.has(Facet::Feed))
    }
}

impl Plan {
    /// The title of a list.
    pub(super) fn list_title(&self, lang: &Lang, of: &ListOf) -> String {
        match of {
            ListOf::Folder(folder) => self.section_title(lang, folder),
            ListOf::Kind(kind) => self.kind_title(lang, kind),
            ListOf::Term(taxonomy, key) => term_link(&self.site.language(lang).taxonomies[taxonomy], key).title,
        }
    }
}
