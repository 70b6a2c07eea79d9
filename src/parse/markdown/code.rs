//! Blocks of code, and what is written as one: formulas and diagrams.

use super::Writer;
use crate::{
    diag::Code,
    model::{CodeBlock, FilePart, Fill, Hole, Include, LineSet, RelPath, Syntax, escape},
    parse::{
        fence::{self, Fence},
        highlight,
        words::is_prose,
    },
};
use pulldown_cmark::CodeBlockKind;
use std::ops::Range;

/// A block of code being read.
pub(super) struct OpenCode {
    fence: Fence,
    pub(super) text: String,
    at: Range<usize>,
}

impl Writer<'_> {
    pub(super) fn start_code(&mut self, kind: &CodeBlockKind, at: Range<usize>) {
        let fence = match kind {
            CodeBlockKind::Fenced(info) => fence::read(&self.plain(info)),
            CodeBlockKind::Indented => Fence::default(),
        };
        self.code = Some(OpenCode { fence, text: String::new(), at });
    }

    pub(super) fn end_code(&mut self) {
        let Some(mut code) = self.code.take() else { return };
        let label = code.fence.title.as_ref().unwrap_or(&code.fence.language).clone();
        let is_tab = self.open_code_tab(&label);
        if is_tab {
            code.fence.title = None;
        }
        self.write_code(code);
        if is_tab {
            self.out.push_str("</section>\n");
        }
    }

    fn write_code(&mut self, OpenCode { mut fence, mut text, at }: OpenCode) {
        self.report_fence(&fence, &at);
        if fence.language == "mermaid" && fence.file.is_none() {
            return self.diagram(&fence, &text);
        }
        if fence.language == "math" && fence.file.is_none() {
            return self.block_formula(&text, &at);
        }
        // Beside a text it names what is shown, as in other tools.
        if fence.part == FilePart::All && !text.trim().is_empty() {
            fence.title = fence.title.take().or(fence.file.take());
            fence.file = None;
        }
        let file = fence.file.take().and_then(|file| self.included(&file, &at));
        if let Some(file) = &file {
            if fence.language.is_empty() {
                fence.language = highlight::language_of(file.name());
            }
            fence.title = fence.title.or_else(|| Some(file.to_string()));
        }
        if let Some(language) = fence.of.take() {
            (fence.lines.inserted, fence.lines.deleted) = apply_diff(&mut text);
            fence.language = language;
        }
        if fence.language == "rust" && self.reading.has(Syntax::Includes) {
            text = without_hidden(&text);
        }
        self.report_language(&fence.language, &at);
        self.figure(fence, text, file, at);
    }

    fn figure(&mut self, fence: Fence, text: String, file: Option<RelPath>, at: Range<usize>) {
        let Fence { language, title, lines, part, .. } = fence;
        let prose = matches!(language.as_str(), "" | "text") && is_prose(&text);
        self.out.push_str(if prose { "<figure class=\"code wrap\">" } else { "<figure class=\"code\">" });
        let caption = title.as_ref().unwrap_or(&language);
        if !caption.is_empty() {
            self.out.push_str("<figcaption>");
            escape(&mut self.out, caption);
            self.out.push_str("</figcaption>");
        }
        self.out.push_str("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            self.out.push_str(" class=\"language-");
            escape(&mut self.out, &language);
            self.out.push('"');
        }
        self.out.push('>');
        if language.is_empty() && lines.are_plain() && file.is_none() {
            escape(&mut self.out, &text);
        } else {
            let code = self.done.code.len();
            self.holes.push(Hole { at: self.out.len(), fill: Fill::Code(code) });
            self.done.code.push(CodeBlock { language, text, lines });
            if let Some(file) = file {
                let at = self.place(self.in_info(&at, "file"));
                self.done.includes.push(Include { code, file, part, at });
            }
        }
        self.out.push_str("</code></pre></figure>\n");
    }

    /// The source of a diagram, for people to read and for a script to draw.
    fn diagram(&mut self, fence: &Fence, text: &str) {
        self.out.push_str("<figure class=\"code diagram\">");
        match &fence.title {
            Some(title) => {
                self.out.push_str("<figcaption>");
                escape(&mut self.out, title);
            }
            None => {
                self.out.push_str("<figcaption class=\"untitled\">");
                self.out.push_str(if self.reading.lang.is_chinese() { "图的源码" } else { "Source of a diagram" });
            }
        }
        self.out.push_str("</figcaption><pre tabindex=\"0\"><code class=\"language-mermaid\">");
        escape(&mut self.out, text);
        self.out.push_str("</code></pre></figure>\n");
    }

    /// The file that a block names, if it may be shown.
    fn included(&mut self, file: &str, at: &Range<usize>) -> Option<RelPath> {
        let path = Include::path(self.reading.path, file);
        if path.is_none() {
            self.report_with(Code::P0802, self.in_info(at, "file"), "file", file);
        }
        path
    }

    fn report_fence(&mut self, fence: &Fence, at: &Range<usize>) {
        for (name, nearest) in &fence.unknown {
            self.report_with(Code::P0420, self.in_info(at, name), "name", name);
            if let Some(last) = self.done.diagnostics.last_mut() {
                last.nearest = nearest.map(str::to_owned);
            }
        }
        for (name, value) in &fence.wrong {
            self.report_with(Code::P0421, self.in_info(at, name), "value", &format!("{name}={value}"));
        }
    }

    /// Once for each language and file.
    fn report_language(&mut self, language: &str, at: &Range<usize>) {
        if highlight::knows(language) || !self.unknown_languages.insert(language.to_owned()) {
            return;
        }
        self.report_with(Code::P0404, self.in_info(at, language), "language", language);
        // A file that is full of them is no typing mistake.
        if let Some(last) = self.done.diagnostics.last_mut().filter(|_| self.unknown_languages.len() <= 8) {
            last.nearest = highlight::nearest(language).map(str::to_owned);
        }
    }

    /// Where a word stands in the first line of a block; else the whole block.
    fn in_info(&self, at: &Range<usize>, word: &str) -> Range<usize> {
        let block = &self.marked.text[at.clone()];
        let info = block.lines().next().unwrap_or_default();
        let is_same =
            |place: &usize| info.get(*place..place + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word));
        let searched = if word.is_empty() || info.len() > 1000 { 0 } else { info.len() };
        match (0..searched).find(is_same) {
            Some(place) => at.start + place..at.start + place + word.len(),
            None => at.clone(),
        }
    }
}

/// Rust without the lines that only its compiler sees: those that begin with `# `. `##` stands for `#`.
fn without_hidden(text: &str) -> String {
    let is_seen = |line: &&str| {
        let line = line.trim();
        line != "#" && !line.starts_with("# ")
    };
    let lines = text.split_inclusive('\n').filter(is_seen);
    lines
        .map(|line| if line.trim_start().starts_with("##") { line.replacen("##", "#", 1) } else { line.to_owned() })
        .collect()
}

/// Takes the signs from the lines of a diff; which lines were put in and which taken out.
fn apply_diff(text: &mut String) -> (LineSet, LineSet) {
    let (mut plain, mut inserted, mut deleted) = (String::with_capacity(text.len()), Vec::new(), Vec::new());
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let (set, line) = match line.as_bytes().first() {
            Some(b'+') => (Some(&mut inserted), &line[1..]),
            Some(b'-') => (Some(&mut deleted), &line[1..]),
            Some(b' ') => (None, &line[1..]),
            _ => (None, line),
        };
        if let Some(set) = set {
            set.push((number, number));
        }
        plain.push_str(line);
    }
    *text = plain;
    (LineSet::new(inserted), LineSet::new(deleted))
}
