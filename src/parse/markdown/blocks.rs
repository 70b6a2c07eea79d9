//! Blocks: headings, alerts, tasks.

use super::Writer;
use crate::{
    diag::{Code, Diagnostic},
    model::{Heading, Lang, escaped},
    parse::{line_break::LineBreak, phrases::is_long, punctuation::PunctuationWidener},
};
use pulldown_cmark::{BlockQuoteKind, Tag};
use std::{collections::HashSet, ops::Range};

/// By level.
const NAMES: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// A heading that is being written.
pub(super) struct OpenHeading {
    /// Where it begins in the output.
    start: usize,
    /// Its text so far, for the table of contents.
    pub(super) text: String,
    /// The text that its anchor is made of: short names of emoji stay names.
    pub(super) anchor: String,
    /// The alternative texts of images in it.
    pub(super) alt: String,
    /// The anchor that the author chose.
    id: Option<String>,
    /// Where its lines may end is worth marking.
    pub(super) is_long: bool,
    at: Range<usize>,
}

impl Writer<'_> {
    /// What comes before any block.
    pub(super) fn start_block(&mut self, tag: &Tag) {
        // The first paragraph of a tab is its label.
        let loose_label = matches!(tag, Tag::Paragraph) && self.lists.label_is_empty();
        if !loose_label {
            self.end_label();
        }
        if !matches!(tag, Tag::List(_) | Tag::HtmlBlock) {
            self.expect_no_list();
        }
    }

    /// Whether the heading at a place is the title of the page, which stands above the text.
    pub(super) fn is_title(&self, at: &Range<usize>) -> bool {
        let title = self.reading.heading.and_then(|heading| heading.at);
        title.is_some_and(|title| self.place(at.clone()).start == title)
    }

    pub(super) fn start_heading(&mut self, level: u8, id: Option<&str>, at: Range<usize>) {
        while self.levels.last().is_some_and(|open| *open >= level) {
            self.levels.pop();
        }
        // Once for each kind of gap: a habit of the author's would fill pages with one hint.
        if let Some(&above) = self.levels.last().filter(|above| **above + 1 < level)
            && self.gaps.insert((above, level))
        {
            let place = self.place(at.clone());
            self.done.diagnostics.push(
                Diagnostic::new(Code::P0412, self.reading.path)
                    .at(place)
                    .arg("level", level.to_string())
                    .arg("above", above.to_string()),
            );
        }
        self.levels.push(level);
        let id = id.map(|id| self.plain(id).into_owned());
        let is_long =
            self.reading.lang.is_chinese() && is_long(self.marked.text[at.clone()].trim_matches(['#', ' ']), level);
        let (text, anchor) = (String::with_capacity(at.len()), String::with_capacity(at.len()));
        self.heading = Some(OpenHeading { start: self.out.len(), text, anchor, alt: String::new(), id, is_long, at });
        self.line_break = LineBreak::default();
        self.punctuation = PunctuationWidener::default();
    }

    pub(super) fn end_heading(&mut self) {
        let Some(OpenHeading { start, text, anchor, alt, id, at, .. }) = self.heading.take() else { return };
        let level = (self.levels.len() as u8 + 1).min(6);
        let text = if text.trim().is_empty() { alt.trim() } else { text.trim() }.to_owned();
        let id = match id {
            Some(chosen) => {
                let id = self.anchors.chosen(&chosen);
                if id != chosen {
                    self.report_with(Code::P0410, at, "anchor", &format!("#{chosen}"));
                }
                id
            }
            None => self.anchors.of(&anchor),
        };
        let name = NAMES[usize::from(level) - 1];
        let escaped = escaped(&id);
        let tag = ["<", name, " id=\"", &escaped, "\">"].concat();
        self.out.insert_str(start, &tag);
        for hole in self.holes.iter_mut().rev().take_while(|hole| hole.at >= start) {
            hole.at += tag.len();
        }
        self.out.push_str("<a class=\"anchor\" href=\"#");
        self.out.push_str(&escaped);
        self.out.push_str(if self.reading.lang.is_chinese() {
            "\" aria-label=\"本节链接\">#</a>"
        } else {
            "\" aria-label=\"Link to this section\">#</a>"
        });
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
        self.done.headings.push(Heading { level, text, id });
    }

    /// An id in raw HTML that a heading or another piece of HTML has already.
    pub(super) fn check_ids(&mut self) {
        if self.raw_ids.is_empty() {
            return;
        }
        let mut known: HashSet<String> = self.done.headings.iter().map(|heading| heading.id.clone()).collect();
        for (id, at) in std::mem::take(&mut self.raw_ids) {
            if !id.is_empty() && !known.insert(id.clone()) {
                self.report_with(Code::P0410, at, "anchor", &format!("#{id}"));
            }
        }
    }
}

pub(super) fn task(checked: bool, chinese: bool) -> &'static str {
    match (checked, chinese) {
        (true, true) => "<input type=\"checkbox\" disabled checked aria-label=\"已完成\"> ",
        (true, false) => "<input type=\"checkbox\" disabled checked aria-label=\"Done\"> ",
        (false, true) => "<input type=\"checkbox\" disabled aria-label=\"未完成\"> ",
        (false, false) => "<input type=\"checkbox\" disabled aria-label=\"To do\"> ",
    }
}

pub(super) fn alert(kind: BlockQuoteKind, lang: &Lang) -> (&'static str, &'static str) {
    let (class, zh, en) = match kind {
        BlockQuoteKind::Note => ("note", "注意", "Note"),
        BlockQuoteKind::Tip => ("tip", "提示", "Tip"),
        BlockQuoteKind::Important => ("important", "重要", "Important"),
        BlockQuoteKind::Warning => ("warning", "警告", "Warning"),
        BlockQuoteKind::Caution => ("caution", "当心", "Caution"),
    };
    (class, if lang.is_chinese() { zh } else { en })
}

pub(super) fn is_block(tag: &Tag) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
    )
}
