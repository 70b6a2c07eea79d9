//! Tags, and HTML that is moved after it was written: notes, and paragraphs that become players.

use super::Writer;
use crate::{
    model::Hole,
    parse::{line_break::LineBreak, punctuation::PunctuationWidener},
};

impl Writer<'_> {
    pub(super) fn open_block(&mut self, tag: &str) {
        self.out.push_str(tag);
        self.line_break = LineBreak::default();
        self.punctuation = PunctuationWidener::default();
    }

    pub(super) fn inline(&mut self, tag: &str) {
        if self.image.is_none() {
            self.out.push_str(tag);
        }
    }

    /// Takes back what was written from `start` on, with its holes counted from there.
    pub(super) fn split_off(&mut self, start: usize) -> (String, Vec<Hole>) {
        let html = self.out.split_off(start);
        let first = self.holes.partition_point(|hole| hole.at < start);
        let holes = self.holes.split_off(first).into_iter().map(|hole| Hole { at: hole.at - start, ..hole }).collect();
        (html, holes)
    }

    pub(super) fn append(&mut self, html: &str, holes: &[Hole]) {
        let start = self.out.len();
        self.holes.extend(holes.iter().map(|hole| Hole { at: hole.at + start, ..*hole }));
        self.out.push_str(html);
    }
}
