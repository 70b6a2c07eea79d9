//! A page of links to others: its groups and entries, and where a member stands in it.

use super::{CardView, FiltersView, LinkView, StepKindView};
use serde::Serialize;
use std::sync::Arc;

/// A page of links as a list of groups with entries.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct CollectionView {
    /// Whether the groups are those of the metadata: then the text stands before them, as `content`.
    pub with_text: bool,
    /// Entries with a link, and groups that have some.
    pub entries: usize,
    /// Groups that have entries with a link.
    pub groups: usize,
    /// What the page is, heading by heading: the first is what stands before any heading.
    pub sections: Vec<GroupView>,
    /// Terms to filter the members by.
    pub filters: FiltersView,
}

/// A heading with what stands directly under it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct GroupView {
    /// One of `parts`: the heading as HTML; none before the first heading.
    pub heading: Option<usize>,
    /// For a group that has no heading in the text: from the metadata.
    pub title: String,
    /// The anchor, for the attribute `id`; what `heading` holds has it already.
    pub id: String,
    /// 2 to 6; 0 before the first heading.
    pub level: u8,
    /// Its own entries with a link.
    pub entries: usize,
    /// What stands under the heading, in the order of the file.
    pub blocks: Vec<BlockView>,
}

/// Text, or entries that follow each other.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Default)]
pub struct BlockView {
    /// One of `parts`.
    pub part: Option<usize>,
    /// Entries in a row; empty if the block is a `part`.
    pub entries: Vec<EntryView>,
    /// Whether any of them has a number.
    pub numbered: bool,
}

/// One link of a collection, or an entry without a link.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct EntryView {
    /// Empty when the author has given none.
    pub number: String,
    /// Empty when all of the entry is in its note.
    pub title: String,
    /// May lead elsewhere, so write it with the filter `under`; empty for an entry without a link.
    pub url: String,
    /// How many items of lists it stands in.
    pub depth: u8,
    /// What the word before the link says it is: `实验：`.
    pub kind: Option<StepKindView>,
    /// One of `parts`: what else is written around the link.
    pub note: Option<usize>,
    /// The page that it leads to.
    pub card: Option<Arc<CardView>>,
    /// Addresses of its terms' pages, for narrowing.
    pub terms: Vec<String>,
}

/// Where a page stands in a collection.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PlaceView {
    /// The page of the collection.
    pub collection: LinkView,
    /// Its title is empty where the collection has no groups.
    pub group: LinkView,
    /// In its group, from 1.
    pub index: usize,
    /// Pages in the group.
    pub total: usize,
    /// Along the collection.
    pub prev: Option<LinkView>,
    /// The next page along the collection.
    pub next: Option<LinkView>,
}
