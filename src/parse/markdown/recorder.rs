//! Records where the blocks of a page begin and end in its HTML, and the lines of paragraphs and items of lists in them,
//! for [`crate::parse::outline`]. It reads the parser's events and the length of the output, and writes nothing.

use super::Writer;
use crate::parse::rendered::{BlockKind, BlockSpan, HtmlPosition, LineSpan};
use pulldown_cmark::{Event, Tag, TagEnd};

/// Records the blocks and lines of one page while it is written.
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
    /// Records an event that is to be written.
    pub(super) fn before(&mut self, event: &Event, here: HtmlPosition) {
        match event {
            Event::Start(tag) => {
                if self.depth == 0 {
                    let kind = match tag {
                        Tag::Heading { .. } => BlockKind::Heading(0),
                        Tag::Paragraph => BlockKind::Paragraph,
                        Tag::List(_) => BlockKind::List,
                        _ => BlockKind::Other,
                    };
                    self.blocks.push(BlockSpan { kind, from: here, to: here, lines: Vec::new() });
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

    /// Records an event that `writer` has written.
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
                self.blocks.push(BlockSpan { kind: BlockKind::Other, from, to: here, lines: Vec::new() });
            }
            _ => {}
        }
    }

    /// Not in emphasis or a link there: a line that ends inside of one is no piece of HTML.
    fn is_in_paragraph(&self) -> bool {
        self.depth == 1 && self.blocks.last().is_some_and(|block| block.kind == BlockKind::Paragraph)
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
        match block.kind {
            BlockKind::Heading(_) => block.kind = BlockKind::Heading(writer.done.headings.len() - 1),
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
                block.kind = BlockKind::Other;
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
