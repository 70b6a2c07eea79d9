//! Formulas in a text.

use super::Writer;
use crate::{
    diag::Code,
    model::{Fill, Hole, escape},
    parse::math,
};
use std::ops::Range;

impl Writer<'_> {
    /// A formula between dollar signs, `at` with them.
    pub(super) fn formula(&mut self, tex: &str, display: bool, at: Range<usize>) {
        let tex = self.plain(tex).into_owned();
        if !display && !math::is_formula(&self.marked.text, &at) {
            return self.text(&format!("${tex}$"), at);
        }
        // The Git host's other way of writing it: $`...`$.
        let tex = tex.strip_prefix('`').and_then(|tex| tex.strip_suffix('`')).unwrap_or(&tex).trim();
        if let Some(image) = &mut self.image {
            return image.alt.push_str(tex);
        }
        self.settle_break(None);
        self.note_text(tex);
        self.write_formula(tex, display, &at);
        self.line_break.after(None);
    }

    /// A block that is a formula.
    pub(super) fn block_formula(&mut self, tex: &str, at: &Range<usize>) {
        let tex = tex.trim();
        self.note_text(tex);
        self.out.push_str("<p>");
        self.write_formula(tex, true, at);
        self.out.push_str("</p>\n");
    }

    fn write_formula(&mut self, tex: &str, display: bool, at: &Range<usize>) {
        let html = match math::to_mathml(tex, display) {
            Ok(html) => html,
            Err(error) => {
                self.report_formula(error, tex, at);
                self.out.push_str("<code class=\"math\">");
                escape(&mut self.out, tex);
                return self.out.push_str("</code>");
            }
        };
        // A long formula is scrolled in its frame, by keys, too.
        if display {
            self.out.push_str("<span class=\"math\" tabindex=\"0\">");
        }
        self.holes.push(Hole { at: self.out.len(), fill: Fill::Piece(self.pieces.len()) });
        self.pieces.push(html);
        if display {
            self.out.push_str("</span>");
        }
    }

    fn report_formula(&mut self, error: math::FormulaError, tex: &str, at: &Range<usize>) {
        // Inside of a quote or a list the source is not in one piece.
        let start = self.marked.text[at.clone()].find(tex).map(|start| at.start + start);
        let part = |part: Range<usize>| start.map_or(at.clone(), |start| start + part.start..start + part.end);
        match error {
            math::FormulaError::Wrong(detail, of) => self.report_with(Code::P0430, part(of), "detail", &detail),
            math::FormulaError::Command(command, of) => self.report_with(Code::P0432, part(of), "command", &command),
            math::FormulaError::Limit(detail) => self.report_with(Code::P0431, at.clone(), "detail", &detail),
        }
    }
}
