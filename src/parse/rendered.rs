//! A body as HTML, and where its blocks and lines are in it: what `markdown` hands to `outline`.

use crate::{
    diag::Diagnostic,
    model::{Body, CodeBlock, Group, Heading, Hole, Include, Link},
};

/// A body as HTML, with all that its Markdown says.
#[derive(Debug, Default)]
pub struct RenderedBody {
    pub body: Body,
    pub headings: Vec<Heading>,
    /// Anchors of the removed headings, and ids in raw HTML.
    pub anchors: Vec<String>,
    pub links: Vec<Link>,
    pub code: Vec<CodeBlock>,
    pub includes: Vec<Include>,
    pub excerpt: String,
    pub words: u32,
    /// The tree of the page, when it was asked for.
    pub outline: Option<Group>,
    pub diagnostics: Vec<Diagnostic>,
}

/// A position in the HTML, between two of its holes. A hole has no length, so the offset alone is ambiguous.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HtmlPosition {
    pub at: usize,
    /// How many holes are before it.
    pub holes: usize,
}

/// The kind of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// Index into the headings.
    Heading(usize),
    Paragraph,
    List,
    Other,
}

/// A block that stands in no other.
#[derive(Debug)]
pub struct BlockSpan {
    pub kind: BlockKind,
    pub from: HtmlPosition,
    pub to: HtmlPosition,
    pub lines: Vec<LineSpan>,
}

/// A line of a paragraph, or an item of a list without the lists in it.
#[derive(Debug)]
pub struct LineSpan {
    pub from: HtmlPosition,
    pub to: HtmlPosition,
    /// How many items it stands in below the first.
    pub depth: u8,
}

/// How many of `holes` are before `at`; one that is just there counts.
pub fn holes_before(holes: &[Hole], at: usize) -> usize {
    holes.partition_point(|hole| hole.at <= at)
}
