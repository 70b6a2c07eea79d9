//! Blocks: headings, alerts, tasks.

use super::Writer;
use crate::{
    model::{Heading, Lang},
    parse::html::escape,
};
use pulldown_cmark::BlockQuoteKind;

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
