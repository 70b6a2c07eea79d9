//! The order and the titles of pages, as a project lists them in one place, and its former addresses.
//!
//! In: nothing. Out: a tree of groups and pages, the same for every generator that it was read from.

use super::RelPath;
use std::{collections::BTreeMap, ops::Range};

/// A list of pages that somebody wrote: it decides what stands beside pages, what comes before and after them, the order
/// of lists and the menu.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Navigation {
    /// The file that it is read from, relative to the project's root.
    pub file: RelPath,
    /// The first level; empty if the project lists no pages.
    pub entries: Vec<NavEntry>,
    /// What folders are called that are no entries, by their paths from the folder of the sources.
    pub folders: BTreeMap<String, NavFolder>,
    /// The main menu, if the project has one beside the list of its pages; its first level counts.
    pub menu: Vec<NavEntry>,
    /// Former addresses.
    pub redirects: Vec<Redirect>,
}

impl Navigation {
    /// A list of pages, and nothing else.
    pub fn new(file: RelPath, entries: Vec<NavEntry>) -> Navigation {
        Navigation { file, entries, folders: BTreeMap::new(), menu: Vec::new(), redirects: Vec::new() }
    }
}

/// What a folder says of itself.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct NavFolder {
    /// Plain text.
    pub title: Option<String>,
    /// Where it stands among the pages and folders beside it.
    pub weight: Option<i64>,
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
    /// A page by its source without its ending and without numbers before its names, from the folder of the sources, or by
    /// its address on the site.
    Page(String),
    /// The pages in a folder of the sources, with a group for each folder in it; they stand in the place of the entry.
    Folder(String),
}

/// A former address, and the page that has taken its place.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Redirect {
    /// The path of the source that was there once, relative to the folder of the sources.
    pub from: RelPath,
    /// The page that it leads to.
    pub to: NavTarget,
    /// Bytes of the file.
    pub at: Range<usize>,
}
