//! Labels of links and footnotes: which are defined, which are used, which are missing.

use super::Writer;
use crate::diag::Code;
use pulldown_cmark::{BrokenLink, LinkType, RefDefs};
use std::{collections::BTreeSet, ops::Range};

/// The labels of links and footnotes in one body.
#[derive(Default)]
pub(super) struct References {
    /// With their places, in the order of the text.
    definitions: Vec<(String, Range<usize>)>,
    used: BTreeSet<String>,
}

impl References {
    pub(super) fn new(definitions: &RefDefs) -> References {
        let mut definitions: Vec<(String, Range<usize>)> = definitions
            .iter()
            // `[//]: # (a comment)` is how a comment is written where HTML is not at hand.
            .filter(|(_, definition)| !matches!(&*definition.dest, "" | "#"))
            .map(|(label, definition)| (label.to_owned(), definition.span.clone()))
            .collect();
        definitions.sort_by_key(|(_, at)| at.start);
        References { definitions, used: BTreeSet::new() }
    }

    pub(super) fn used(&mut self, label: &str) {
        if !self.definitions.is_empty() {
            self.used.insert(normal(label));
        }
    }
}

/// A link whose label is not defined, if it was meant as one: `a[i][j]` and `[x]` are text.
pub(super) fn undefined_label(text: &str, link: &BrokenLink) -> Option<(String, Range<usize>)> {
    let is_link = matches!(link.link_type, LinkType::Reference | LinkType::Collapsed);
    let before = text[..link.span.start].chars().next_back();
    let indexed = before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, ']' | ')' | '_'));
    (is_link && !indexed).then(|| (link.reference.to_string(), link.span.clone()))
}

impl Writer<'_> {
    /// A reference to a footnote that is not defined comes as text.
    pub(super) fn missing_footnotes(&mut self, at: &Range<usize>) {
        let source = &self.marked.text;
        let mut from = at.start;
        while let Some(open) = source[from..at.end].find("[^").map(|found| from + found) {
            from = open + "[^".len();
            // `[^a-z]` belongs to a pattern more often than to a note.
            let rest = &source[from..at.end];
            let label = &rest[..rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())];
            let named = !label.is_empty() && rest[label.len()..].starts_with(']');
            if named && !source[..open].ends_with('\\') {
                self.report_with(Code::P0405, open..from + label.len() + 1, "label", &format!("^{label}"));
            }
        }
    }

    pub(super) fn check_references(&mut self, missing: Vec<(String, Range<usize>)>) {
        for (label, at) in missing {
            self.report_with(Code::P0405, at, "label", &self.plain(&label));
        }
        let References { definitions, used } = std::mem::take(&mut self.references);
        for (label, at) in definitions.into_iter().filter(|(label, _)| !used.contains(&normal(label))) {
            self.report_with(Code::P0406, at, "label", &self.plain(&label));
        }
    }
}

/// Labels are compared without regard to case and kinds of blanks.
fn normal(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
