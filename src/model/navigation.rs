//! The order and the titles of pages, as a project lists them in one place, and its former addresses.
//!
//! In: nothing. Out: a tree of groups and pages, the same for every generator that it was read from.

use super::RelPath;
use std::ops::Range;

/// A list of pages that somebody wrote: it decides what stands beside pages, what comes before and after them, the order
/// of lists and the menu.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Navigation {
    /// The file that it is read from, relative to the project's root.
    pub file: RelPath,
    /// The first level; empty if the project lists no pages.
    pub entries: Vec<NavEntry>,
    /// Former addresses.
    pub redirects: Vec<Redirect>,
}

/// A page, a group of pages, or a link to another site.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct NavEntry {
    /// Plain text; `None`: the title of its page.
    pub title: Option<String>,
    /// Where it leads; `None` for a group without a page of its own.
    pub target: Option<NavTarget>,
    /// Bytes of the file.
    pub at: Range<usize>,
    /// What is in the group.
    pub entries: Vec<NavEntry>,
}

/// Where an entry leads.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum NavTarget {
    /// A source, relative to the folder of the sources.
    Source(RelPath),
    /// An address of the web.
    Url(String),
}

/// A former address, and the page that has taken its place.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Redirect {
    /// The path of the source that was there once, relative to the folder of the sources.
    pub from: RelPath,
    /// The source that it leads to.
    pub to: RelPath,
    /// Bytes of the file.
    pub at: Range<usize>,
}
