//! Blocks: headings, code, figures, footnotes, alerts, tasks.

use super::Writer;
use crate::{
    model::{Fill, Heading, Hole, Lang},
    parse::{html::escape, words::is_prose},
};
use pulldown_cmark::BlockQuoteKind;
use std::collections::HashMap;

#[derive(Default)]
pub(super) struct Footnotes {
    /// Labels in the order of their first reference, and how often each is referred to.
    order: Vec<(String, usize)>,
    index: HashMap<String, usize>,
    /// Written definitions by label, with holes relative to their start.
    pub(super) definitions: HashMap<String, (String, Vec<Hole>)>,
    pub(super) open: Vec<(String, usize)>,
}

impl Writer<'_> {
    pub(super) fn end_heading(&mut self) {
        let Some((start, text, chosen)) = self.heading.take() else { return };
        let level = (self.levels.len() as u8 + 1).min(6);
        let text = text.trim().to_owned();
        let id = match chosen {
            Some(id) => self.anchors.chosen(&id),
            None => self.anchors.of(&text),
        };
        let (html, holes) = self.split_off(start);
        self.out.push_str(&format!("<h{level} id=\""));
        escape(&mut self.out, &id);
        self.out.push_str("\">");
        self.append(&html, &holes);
        self.out.push_str("<a class=\"anchor\" href=\"#");
        escape(&mut self.out, &id);
        self.out.push_str(if self.reading.lang.is_chinese() {
            "\" aria-label=\"本节链接\">#</a>"
        } else {
            "\" aria-label=\"Link to this section\">#</a>"
        });
        self.out.push_str(&format!("</h{level}>\n"));
        self.done.headings.push(Heading { level, text, id });
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

    /// A paragraph that is only an image with a title is a figure with that caption.
    pub(super) fn lone_figure(&mut self) -> bool {
        let Some(image) = self.out[self.paragraph..].strip_prefix("<p><img ") else { return false };
        let Some(caption) = image.find(" title=\"").map(|at| &image[at + 8..]) else { return false };
        let Some((caption, rest)) = caption.split_once('"') else { return false };
        if rest != " loading=\"lazy\">" {
            return false;
        }
        let caption = format!("<figcaption>{caption}</figcaption></figure>\n");
        let start = self.paragraph;
        let (html, mut holes) = self.split_off(start);
        self.out.push_str("<figure>");
        let shift = "<p>".len();
        holes.iter_mut().for_each(|hole| hole.at -= shift);
        self.append(&html[shift..], &holes);
        self.out.push_str(&caption);
        true
    }

    pub(super) fn footnote_reference(&mut self, label: &str) {
        let notes = &mut self.footnotes;
        let number = *notes.index.entry(label.to_owned()).or_insert_with(|| {
            notes.order.push((label.to_owned(), 0));
            notes.order.len()
        });
        let count = &mut notes.order[number - 1].1;
        *count += 1;
        let id = if *count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") };
        self.settle_break(None);
        self.out.push_str(&format!("<sup><a id=\"{id}\" href=\"#fn-{number}\">{number}</a></sup>"));
        self.line_break.after(None);
    }

    /// The definitions that are referred to, in the order of their first reference.
    pub(super) fn write_footnotes(&mut self) {
        if self.footnotes.order.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"footnotes\"><ol>\n");
        let back = if self.reading.lang.is_chinese() { "返回正文" } else { "Back to the text" };
        let mut notes = std::mem::take(&mut self.footnotes);
        for (number, (label, count)) in (1..).zip(&notes.order) {
            let (html, holes) = notes.definitions.remove(label).unwrap_or_default();
            self.out.push_str(&format!("<li id=\"fn-{number}\">"));
            let (text, end) = html.trim_end().strip_suffix("</p>").map_or((&*html, ""), |text| (text, "</p>"));
            self.append(text, &holes);
            for nth in 1..=*count {
                let suffix = if nth == 1 { String::new() } else { format!("-{nth}") };
                self.out.push_str(&format!(
                    " <a class=\"back\" href=\"#fnref-{number}{suffix}\" aria-label=\"{back}\">↩</a>"
                ));
            }
            self.out.push_str(end);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></section>\n");
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
