//! Blocks of code.

use super::Writer;
use crate::{
    diag,
    model::{Code, Fill, Hole},
    parse::{highlight, html::escape, words::is_prose},
};
use pulldown_cmark::CodeBlockKind;
use std::ops::Range;

impl Writer<'_> {
    pub(super) fn start_code(&mut self, kind: &CodeBlockKind, at: Range<usize>) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => self.plain(info).into_owned(),
            CodeBlockKind::Indented => String::new(),
        };
        let info = info.trim_start_matches(['{', '.', ' ']);
        let language = info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}')).next();
        let language = language.unwrap_or_default().to_lowercase();
        if !highlight::knows(&language) {
            self.complain(diag::Code::P0404, at, "language", &language);
        }
        self.code = Some(Code { language, text: String::new() });
    }

    pub(super) fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        let prose = matches!(code.language.as_str(), "" | "text") && is_prose(&code.text);
        self.out.push_str(if prose { "<figure class=\"code wrap\">" } else { "<figure class=\"code\">" });
        if !code.language.is_empty() {
            self.out.push_str("<figcaption>");
            escape(&mut self.out, &code.language);
            self.out.push_str("</figcaption>");
        }
        self.out.push_str("<pre tabindex=\"0\"><code");
        if !code.language.is_empty() {
            self.out.push_str(" class=\"language-");
            escape(&mut self.out, &code.language);
            self.out.push('"');
        }
        self.out.push('>');
        if code.language.is_empty() {
            escape(&mut self.out, &code.text);
        } else {
            self.holes.push(Hole { at: self.out.len(), fill: Fill::Code(self.done.code.len()) });
            self.done.code.push(code);
        }
        self.out.push_str("</code></pre></figure>\n");
    }
}
