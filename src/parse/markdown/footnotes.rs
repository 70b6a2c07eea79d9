//! Footnotes: references in the text, and the list at its end.

use super::Writer;
use crate::model::Hole;
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
