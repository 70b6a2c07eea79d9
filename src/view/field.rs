//! The fields that a page's kind adds, as templates see them.

use super::{CardView, DateView, LinkView};
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};

/// A value; which shape it has follows from the field's type.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(untagged)]
pub enum FieldView {
    /// `text`, and `number` as it was written.
    Text(String),
    /// `bool`
    Bool(bool),
    /// `date`; with a time of day if one is written.
    Date(DateView),
    /// `duration`
    Duration(DurationView),
    /// `url`
    Link(TargetView),
    /// `image`
    Image(ImageView),
    /// `markdown`
    Markdown(PartView),
    /// `term` and `terms`: to the terms' pages.
    Terms(Vec<LinkView>),
    /// `ref` and `refs`: the pages that the field names, and those that name this page in return.
    Pages(Vec<Arc<CardView>>),
    /// `list`: plain texts.
    List(Vec<String>),
    /// `table`: by column, only those with a value.
    Rows(Vec<BTreeMap<String, FieldView>>),
}

/// How long something takes.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct DurationView {
    /// As the page's language writes it: `30 分钟`, `at least 2 years`.
    pub text: String,
    /// Of work: a day has six hours.
    pub minutes: u64,
}

/// Where a field leads; to be written with the filter `under`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct TargetView {
    /// The title of the page, or the address without what every address begins with.
    pub title: String,
    /// Relative to the site's root, or an address elsewhere.
    pub url: String,
    /// Whether it leads to another site.
    pub external: bool,
}

/// A picture; its address is to be written with the filter `under`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ImageView {
    /// Of the smallest version, as templates show it small; relative to the site's root, or an address elsewhere.
    pub url: String,
    /// In CSS pixels; 0 when it is not known.
    pub width: u32,
    /// In CSS pixels; 0 when it is not known.
    pub height: u32,
}

/// HTML, `{{ parts[field.part] }}`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PartView {
    /// Index into `parts`.
    pub part: usize,
}

/// What a field is called, for templates that show the fields of any kind.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct LabelView {
    /// The key in `fields`; of a column, the key in a row.
    pub name: String,
    /// Plain text in the page's language: from the kind, else from the theme, else the name.
    pub title: String,
    /// `text`, `bool`, `date`, `duration`, `link`, `image`, `markdown`, `terms`, `pages`, `list`, `rows`.
    pub shape: String,
    /// Of `rows`: the columns that have a value, in their order; their shapes, too.
    pub columns: Vec<LabelView>,
}

/// Pages that name this one in a field of theirs.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ReferenceView {
    /// Title of the kind; with the label of the field behind it if the kind names the page in several fields.
    pub title: String,
    /// Name of their kind, and of the field.
    pub kind: String,
    /// The key of the field in that kind.
    pub field: String,
    /// The newest first; never empty.
    pub cards: Vec<Arc<CardView>>,
}

impl FieldView {
    /// The word in [`LabelView::shape`].
    pub fn shape(&self) -> &'static str {
        match self {
            FieldView::Text(_) => "text",
            FieldView::Bool(_) => "bool",
            FieldView::Date(_) => "date",
            FieldView::Duration(_) => "duration",
            FieldView::Link(_) => "link",
            FieldView::Image(_) => "image",
            FieldView::Markdown(_) => "markdown",
            FieldView::Terms(_) => "terms",
            FieldView::Pages(_) => "pages",
            FieldView::List(_) => "list",
            FieldView::Rows(_) => "rows",
        }
    }
}
