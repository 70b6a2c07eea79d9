//! A term and a taxonomy of the site.

use super::PageId;
use crate::model::Address;
use std::{collections::BTreeMap, sync::OnceLock};

/// A term of a taxonomy of a language.
pub type TermId = usize;

/// A set of terms in one language.
#[derive(Debug, Default)]
pub struct Taxonomy {
    /// As in the configuration and in the metadata: `tags`.
    pub name: String,
    /// The list of its terms.
    pub address: Address,
    /// By key.
    pub terms: BTreeMap<String, Term>,
}

/// A term of a taxonomy.
#[derive(Debug, Default)]
pub struct Term {
    /// What readers see: the title that its text gives it, else the most frequent spelling.
    pub title: String,
    /// The most frequent spelling, in full: what a page writes to have it.
    pub spelled: String,
    /// The list of its pages.
    pub address: Address,
    /// Addresses of its other spellings, which redirect to it.
    pub redirects: Vec<Address>,
    /// The other spellings, sorted.
    pub aliases: Vec<String>,
    /// Its pages and those of the terms below it, the newest first.
    pub pages: Vec<PageId>,
    /// Key of the term that it is nested in.
    pub parent: Option<String>,
    /// Keys of the terms directly below it, in natural order.
    pub children: Vec<String>,
    /// Keys of related terms, computed at the first use.
    pub(super) related: OnceLock<Vec<String>>,
    /// The page with the term's own text.
    pub own: Option<PageId>,
}
