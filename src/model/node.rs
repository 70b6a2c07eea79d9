//! A value as an author wrote it, in YAML or TOML, with its place in the file.
//!
//! One shape for both languages, so that one set of typed readers (`parse::fields`) serves the
//! configuration and every file's front matter, and every diagnostic can point at a line and a column.

use std::ops::Range;

/// A value and the bytes of the file that it stands in.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    /// The value itself.
    pub value: Value,
    /// Bytes of the file.
    pub at: Range<usize>,
}

/// A value without its place.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Value {
    /// `null`, `~` or nothing at all.
    Null,
    /// The text as written, quotes and escapes undone. A number, a date or a truth value is such a text
    /// too, with `quoted` false; its reader parses the text.
    Scalar {
        /// Without quotes and escapes.
        text: String,
        /// Whether it stands in quotes: then it is a text, whatever it looks like.
        quoted: bool,
    },
    /// In the order of the file.
    List(Vec<Node>),
    /// In the order of the file; no key twice.
    Table(Vec<(Key, Node)>),
}

/// A key of a table, with its place.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Key {
    /// As written, without quotes.
    pub text: String,
    /// Bytes of the file.
    pub at: Range<usize>,
}
