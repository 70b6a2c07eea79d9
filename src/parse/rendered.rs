//! A body as HTML, and where its blocks and lines are in it: what `markdown` hands to `outline`.

use crate::{
    diag::Diagnostic,
    model::{Body, CodeBlock, ForeignSyntax, Group, Heading, Hole, Include, Link},
};
use std::ops::Range;

/// A body as HTML, with all that its Markdown says.
#[derive(Debug, Default)]
pub struct RenderedBody {
    /// The HTML, and what goes into its holes.
    pub body: Body,
    /// See [`crate::model::Document::headings`].
    pub headings: Vec<Heading>,
    /// Anchors of the removed headings, and ids in raw HTML.
    pub anchors: Vec<String>,
    /// Those of the body only.
    pub links: Vec<Link>,
    /// See [`crate::model::Document::code`].
    pub code: Vec<CodeBlock>,
    /// See [`crate::model::Document::includes`].
    pub includes: Vec<Include>,
    /// See [`crate::model::Document::excerpt`].
    pub excerpt: String,
    /// See [`crate::model::Document::words`].
    pub words: u32,
    /// The tree of the page, when it was asked for.
    pub outline: Option<Group>,
    /// Forms of other generators that are not read. Ranges are of the body.
    pub foreign: Vec<ForeignSyntax>,
    /// Texts of the body that belong to them.
    pub unread: Vec<Range<usize>>,
    /// Places are in the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// A position in the HTML, between two of its holes. A hole has no length, so the offset alone is ambiguous.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HtmlPosition {
    /// Byte offset into the HTML.
    pub at: usize,
    /// How many holes are before it.
    pub holes: usize,
}

/// The kind of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// Index into the headings.
    Heading(usize),
    /// Lines of text.
    Paragraph,
    /// A list, with the lists in it.
    List,
    /// Anything else: a table, a quotation, code.
    Other,
}

/// A block that stands in no other.
#[derive(Debug)]
pub struct BlockSpan {
    /// What stands there.
    pub kind: BlockKind,
    /// Where its HTML begins.
    pub from: HtmlPosition,
    /// Where its HTML ends.
    pub to: HtmlPosition,
    /// Lines of a paragraph or items of a list; none of other blocks.
    pub lines: Vec<LineSpan>,
}

/// A line of a paragraph, or an item of a list without the lists in it.
#[derive(Debug)]
pub struct LineSpan {
    /// Where the line or the text of the item begins.
    pub from: HtmlPosition,
    /// Where it ends.
    pub to: HtmlPosition,
    /// How many items it stands in below the first.
    pub depth: u8,
}

/// How many of `holes` are before `at`; one that is just there counts.
pub fn holes_before(holes: &[Hole], at: usize) -> usize {
    holes.partition_point(|hole| hole.at <= at)
}
