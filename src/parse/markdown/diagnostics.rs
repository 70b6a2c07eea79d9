//! Diagnostics of a body, with their places in the file.

use super::Writer;
use crate::diag::{Code, Diagnostic};
use std::ops::Range;

impl Writer<'_> {
    /// A range of the marked body as one of the file.
    pub(super) fn place(&self, at: Range<usize>) -> Range<usize> {
        let original = |at| self.reading.offset + self.in_source(at);
        original(at.start)..original(at.end)
    }

    /// An offset of the marked body as one of the body.
    pub(super) fn in_source(&self, at: usize) -> usize {
        self.foreign.rewritten.original(self.dollars.original(self.marked.original(at)))
    }

    pub(super) fn report(&mut self, code: Code, at: Range<usize>) {
        let at = self.place(at);
        self.done.diagnostics.push(Diagnostic::new(code, self.reading.path).at(at));
    }

    pub(super) fn report_with(&mut self, code: Code, at: Range<usize>, name: &'static str, value: &str) {
        let at = self.place(at);
        self.done.diagnostics.push(Diagnostic::new(code, self.reading.path).at(at).arg(name, value));
    }
}
