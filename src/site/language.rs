//! The part of the site in one language: its folders, terms, years and kinds.

use super::{KindPages, Matrix, PageId, Section, Taxonomy};
use crate::model::{Address, Lang};
use std::collections::BTreeMap;

/// The part of the site in one language.
#[derive(Debug)]
pub struct LanguageSite {
    pub lang: Lang,
    /// The beginning of its addresses: `""` for the site's own language, else `en/`.
    pub prefix: String,
    /// The address of its home page.
    pub home: Address,
    /// By folder; the home page is the section `""`.
    pub sections: BTreeMap<String, Section>,
    /// By name, only those with terms.
    pub taxonomies: BTreeMap<String, Taxonomy>,
    /// Dated pages by year, the newest first.
    pub years: BTreeMap<i16, Vec<PageId>>,
    /// The newest pages that go into feeds and onto the home page.
    pub newest: Vec<PageId>,
    /// The pages of each kind that is more than a text, by the name of the kind.
    pub kinds: BTreeMap<String, KindPages>,
    /// Needs and offers.
    pub matrix: Matrix,
}

impl LanguageSite {
    /// Whether the list of a taxonomy has the address of a folder.
    pub fn is_taxonomy(&self, folder: &str) -> bool {
        let address = self.sections.get(folder).map(|section| &section.address);
        self.taxonomies.get(folder).is_some_and(|taxonomy| Some(&taxonomy.address) == address)
    }
}
