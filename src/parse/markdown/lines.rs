//! The lines of the source in which blocks begin: an editor opens the line of a clicked block.

use super::Writer;
use memchr::memchr_iter;

/// The source line of each block of one body.
pub(super) struct BlockLines {
    /// Offset in the output, line of the body from 1.
    known: Vec<(u32, u32)>,
    /// Bytes of the source up to which lines were counted, and how many ended there.
    at: usize,
    ended: usize,
}

/// Bytes of Markdown for each block, about: a table grows by copies of itself.
const BLOCK: usize = 64;

impl BlockLines {
    pub(super) fn of(text: &str) -> BlockLines {
        BlockLines { known: Vec::with_capacity(text.len() / BLOCK), at: 0, ended: 0 }
    }

    /// Removes the lines from `start` of the output on. Returns them with offsets from `start`.
    pub(super) fn split_off(&mut self, start: usize) -> Vec<(u32, u32)> {
        let start = small(start);
        let first = self.known.partition_point(|(at, _)| *at < start);
        self.known.split_off(first).into_iter().map(|(at, line)| (at.saturating_sub(start), line)).collect()
    }

    /// Adds such lines again, from `start` on.
    pub(super) fn append(&mut self, lines: &[(u32, u32)], start: usize) {
        self.known.extend(lines.iter().map(|(at, line)| (at + small(start), *line)));
    }

    pub(super) fn finish(&mut self) -> Vec<(u32, u32)> {
        self.known.shrink_to_fit();
        std::mem::take(&mut self.known)
    }
}

impl Writer<'_> {
    /// What is written next comes from the line of byte `at` of the marked body.
    pub(super) fn note_line(&mut self, at: usize) {
        let at = self.in_source(at);
        let lines = &mut self.lines;
        let text = self.source.as_bytes();
        // Blocks come in the order of the source, mostly.
        if at < lines.at {
            (lines.at, lines.ended) = (0, 0);
        }
        lines.ended += memchr_iter(b'\n', &text[lines.at..at]).count();
        lines.at = at;
        lines.known.push((small(self.out.len()), small(lines.ended + 1)));
    }
}

/// No page is so long that it would not fit.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
