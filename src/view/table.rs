//! Lists in other forms than cards.

use super::{CardView, FieldView, LabelView, LinkView};
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};

/// A list as a table, with a row for each of its cards.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Default)]
pub struct TableView {
    /// Fields that a row has, in the order of their kind.
    pub columns: Vec<LabelView>,
    /// Whether a page has a date: then dates are the last column.
    pub dates: bool,
    /// By the names of the columns, only those with a value.
    pub rows: Vec<BTreeMap<String, FieldView>>,
}

/// A list that the text of a page asks for.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct EmbeddedListView {
    /// `cards`, `table`, `logos` or `links`.
    pub view: &'static str,
    /// Its entries.
    pub cards: Vec<Arc<CardView>>,
    /// The same, if `view` is `table`.
    pub table: TableView,
    /// The list of the kind with the same choice, if there is more of it; `count` is the number of entries that fit.
    pub more: Option<LinkView>,
}
