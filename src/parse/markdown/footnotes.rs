//! Footnotes: references in the text, and the list at its end.

use super::Writer;
use crate::{diag::Code, model::Hole, parse::metadata::TitleHeading};
use std::{collections::HashMap, ops::Range};

/// The footnotes of one body.
#[derive(Default)]
pub(super) struct Footnotes {
    /// Labels in the order of their first reference, and how often each is referred to.
    order: Vec<(String, usize)>,
    index: HashMap<String, usize>,
    /// Written definitions by label.
    definitions: HashMap<String, Definition>,
    /// Label, where it begins in the output, and its place.
    open: Vec<(String, usize, Range<usize>)>,
}

/// A written definition, with holes relative to its start.
#[derive(Default)]
struct Definition {
    html: String,
    holes: Vec<Hole>,
    lines: Vec<(u32, u32)>,
    at: Range<usize>,
}

impl Footnotes {
    /// The title's references come first.
    pub(super) fn of_title(heading: Option<&TitleHeading>) -> Footnotes {
        let mut notes = Footnotes::default();
        for label in heading.iter().flat_map(|heading| &heading.notes) {
            if !notes.index.contains_key(label) {
                notes.order.push((label.clone(), 1));
                notes.index.insert(label.clone(), notes.order.len());
            }
        }
        notes
    }
}

impl Writer<'_> {
    pub(super) fn start_footnote(&mut self, label: &str, at: Range<usize>) {
        self.footnotes.open.push((label.to_owned(), self.out.len(), at));
    }

    pub(super) fn end_footnote(&mut self) {
        if let Some((label, start, at)) = self.footnotes.open.pop() {
            let lines = self.lines.split_off(start);
            let (html, holes) = self.split_off(start);
            self.footnotes.definitions.entry(label).or_insert(Definition { html, holes, lines, at });
        }
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
        let mut notes = std::mem::take(&mut self.footnotes);
        if !notes.order.is_empty() {
            self.write_list(&mut notes);
        }
        let mut unused: Vec<(String, Definition)> = notes.definitions.into_iter().collect();
        unused.sort_by_key(|(_, definition)| definition.at.start);
        for (label, definition) in unused {
            self.report_with(Code::P0409, definition.at, "label", &label);
        }
    }

    fn write_list(&mut self, notes: &mut Footnotes) {
        self.out.push_str("<section class=\"footnotes\"><ol>\n");
        let back = if self.reading.lang.is_chinese() { "返回正文" } else { "Back to the text" };
        for (number, (label, count)) in (1..).zip(&notes.order) {
            let Definition { html, holes, lines, .. } = notes.definitions.remove(label).unwrap_or_default();
            self.out.push_str(&format!("<li id=\"fn-{number}\">"));
            let (text, end) = html.trim_end().strip_suffix("</p>").map_or((&*html, ""), |text| (text, "</p>"));
            self.lines.append(&lines, self.out.len());
            self.append(text, &holes);
            for nth in 1..=*count {
                let (suffix, shown) = match nth {
                    1 => (String::new(), String::new()),
                    nth => (format!("-{nth}"), format!("<sup>{nth}</sup>")),
                };
                self.out.push_str(&format!(
                    " <a class=\"back\" href=\"#fnref-{number}{suffix}\" aria-label=\"{back}\">↩{shown}</a>"
                ));
            }
            self.out.push_str(end);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></section>\n");
    }
}
