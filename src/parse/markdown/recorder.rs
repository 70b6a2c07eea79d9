//! Notes where the blocks of a page begin and end in its HTML, and the lines of paragraphs and items of lists in them,
//! for [`crate::parse::outline`]. It watches the parser's events and the length of what was written, and writes nothing.

use super::Writer;
use crate::model::Hole;
use pulldown_cmark::{Event, Tag, TagEnd};

/// A place in the HTML, between two of its holes: a hole has no length, so the offset alone does not tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HtmlPosition {
    pub at: usize,
    /// How many holes are before it.
    pub holes: usize,
}

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
    pub shape: BlockKind,
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

#[derive(Debug, Default)]
pub(super) struct Recorder {
    pub(super) blocks: Vec<BlockSpan>,
    /// Blocks that are open, the outermost first.
    depth: usize,
    items: u8,
    /// Where the line that is open begins.
    line: Option<HtmlPosition>,
}

const TASK: &str = "<li class=\"task\">";

impl Recorder {
    /// To be told of each event before it is written.
    pub(super) fn before(&mut self, event: &Event, here: HtmlPosition) {
        match event {
            Event::Start(tag) => {
                if self.depth == 0 {
                    let shape = match tag {
                        Tag::Heading { .. } => BlockKind::Heading(0),
                        Tag::Paragraph => BlockKind::Paragraph,
                        Tag::List(_) => BlockKind::List,
                        _ => BlockKind::Other,
                    };
                    self.blocks.push(BlockSpan { shape, from: here, to: here, lines: Vec::new() });
                } else if matches!(tag, Tag::List(_)) && self.items > 0 {
                    self.close_line(here);
                }
                self.depth += 1;
            }
            Event::End(TagEnd::Item) => {
                self.close_line(here);
                self.items -= 1;
            }
            Event::End(TagEnd::Paragraph) if self.is_in_paragraph() => self.close_line(here),
            Event::SoftBreak | Event::HardBreak if self.is_in_paragraph() => self.close_line(here),
            _ => {}
        }
    }

    /// To be told of each event when `writer` has written it.
    pub(super) fn after(&mut self, event: &Event, writer: &Writer) {
        let here = writer.here();
        match event {
            Event::Start(Tag::Paragraph) if self.depth == 1 => self.line = Some(here),
            Event::SoftBreak | Event::HardBreak if self.is_in_paragraph() => self.line = Some(here),
            Event::Start(Tag::Item) => {
                self.items += 1;
                self.line = Some(here);
            }
            Event::TaskListMarker(_) => {
                // The writer has put a class into the tag before the line.
                let tag = writer.out.rfind(TASK).map(|at| HtmlPosition { at: at + TASK.len(), ..here });
                self.line = self.line.and(tag);
            }
            Event::End(end) => {
                self.depth -= 1;
                // Behind a list in an item, the item goes on.
                if matches!(end, TagEnd::List(_)) && self.items > 0 {
                    self.line = Some(here);
                }
                if self.depth == 0 {
                    self.close_block(here, writer);
                }
            }
            // A rule, or a comment of one line: a block without an end of its own.
            Event::Rule if self.depth == 0 => {
                let from = self.blocks.last().map_or(HtmlPosition { at: 0, holes: 0 }, |block| block.to);
                self.blocks.push(BlockSpan { shape: BlockKind::Other, from, to: here, lines: Vec::new() });
            }
            _ => {}
        }
    }

    /// Not in emphasis or a link there: a line that ends inside of one is no piece of HTML.
    fn is_in_paragraph(&self) -> bool {
        self.depth == 1 && self.blocks.last().is_some_and(|block| block.shape == BlockKind::Paragraph)
    }

    fn close_line(&mut self, to: HtmlPosition) {
        let depth = self.items.saturating_sub(1);
        if let (Some(from), Some(block)) = (self.line.take(), self.blocks.last_mut()) {
            block.lines.push(LineSpan { from, to, depth });
        }
    }

    fn close_block(&mut self, here: HtmlPosition, writer: &Writer) {
        let Some(block) = self.blocks.last_mut() else { return };
        block.to = here;
        let html = &writer.out[block.from.at.min(here.at)..];
        match block.shape {
            BlockKind::Heading(_) => block.shape = BlockKind::Heading(writer.done.headings.len() - 1),
            // What the writer has made into something else, a player or tabs, is no text of links.
            BlockKind::Paragraph if html.starts_with("<p>") => {}
            BlockKind::Paragraph if html.starts_with(WATCH) => {
                for line in &mut block.lines {
                    line.from.at += WATCH.len() - "<p>".len();
                    line.to.at += WATCH.len() - "<p>".len();
                }
            }
            BlockKind::List
                if html.starts_with("<ul>") || html.starts_with("<ol>") || html.starts_with("<ol start") => {}
            _ => {
                block.shape = BlockKind::Other;
                block.lines.clear();
            }
        }
    }
}

const WATCH: &str = "<p class=\"watch\">";

impl Writer<'_> {
    pub(super) fn here(&self) -> HtmlPosition {
        HtmlPosition { at: self.out.len(), holes: self.holes.len() }
    }
}

/// How many of `holes` are before `at`; one that is just there counts.
pub fn holes_before(holes: &[Hole], at: usize) -> usize {
    holes.partition_point(|hole| hole.at <= at)
}
