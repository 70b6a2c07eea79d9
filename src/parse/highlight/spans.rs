//! Tokens to HTML.
//!
//! In: tokens with their classes, none longer than a line. Out: HTML in which neighbours of one class share a
//! span. Where lines are numbered or marked, each is a span of its own and no other span leaves it; then the
//! number is in `data-n`, so that it is shown and not copied. The line's end stands behind its span.

use crate::model::{LineStyles, escape};

pub(super) struct Spans<'l> {
    out: String,
    /// The class of the open span.
    open: Option<char>,
    /// How lines are shown; `None` when they are no spans.
    lines: Option<&'l LineStyles>,
    /// The line being written, from 1.
    line: u32,
    in_line: bool,
}

impl<'l> Spans<'l> {
    pub(super) fn new(lines: &'l LineStyles, length: usize) -> Spans<'l> {
        let lines = Some(lines).filter(|lines| !lines.are_plain());
        Spans { out: String::with_capacity(length * 2), open: None, lines, line: 1, in_line: false }
    }

    /// Writes a token, going on with the span before it where the class is the same.
    pub(super) fn token(&mut self, class: Option<char>, token: &str) {
        let Some(lines) = self.lines else { return self.write(class, token) };
        let (text, ends) = token.strip_suffix('\n').map_or((token, false), |text| (text, true));
        if !self.in_line && !token.is_empty() {
            self.begin_line(lines);
        }
        self.write(class, text);
        if ends {
            self.end_line();
            self.out.push('\n');
        }
    }

    /// Writes a token in a span of its own.
    pub(super) fn named(&mut self, class: &str, token: &str) {
        self.close();
        if let Some(lines) = self.lines.filter(|_| !self.in_line) {
            self.begin_line(lines);
        }
        self.out.push_str("<span class=\"");
        self.out.push_str(class);
        self.out.push_str("\">");
        escape(&mut self.out, token);
        self.out.push_str("</span>");
    }

    pub(super) fn finish(mut self) -> String {
        if self.in_line {
            self.end_line();
        }
        self.close();
        self.out
    }

    fn write(&mut self, class: Option<char>, token: &str) {
        if class != self.open && !token.trim_ascii().is_empty() {
            self.close();
            if let Some(class) = class {
                self.out.push_str("<span class=\"");
                self.out.push(class);
                self.out.push_str("\">");
            }
            self.open = class;
        }
        escape(&mut self.out, token);
    }

    fn begin_line(&mut self, lines: &LineStyles) {
        self.in_line = true;
        self.out.push_str("<span class=\"line");
        for (set, class) in [(&lines.marked, " hl"), (&lines.inserted, " ins"), (&lines.deleted, " del")] {
            if set.has(self.line) {
                self.out.push_str(class);
            }
        }
        if let Some(start) = lines.numbers {
            self.out.push_str("\" data-n=\"");
            self.out.push_str(&start.saturating_add(self.line - 1).to_string());
        }
        self.out.push_str("\">");
    }

    fn end_line(&mut self) {
        self.close();
        self.out.push_str("</span>");
        self.in_line = false;
        self.line += 1;
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.out.push_str("</span>");
        }
    }
}
