//! Diagnostics by code: one line with the count and the first place, for codes with many diagnostics.

use super::{Code, Diagnostic, Printer, place::SourceSpan, summary::grouped, texts};
use crate::model::RelPath;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// All diagnostics of one code.
pub(super) struct CodeGroup<'d> {
    pub count: usize,
    files: BTreeSet<&'d RelPath>,
    first: &'d Diagnostic,
}

/// Counts diagnostics by code; `diagnostics` is sorted, so the first of a code is the one that comes first in the files.
pub(super) fn kinds(diagnostics: &[Diagnostic]) -> BTreeMap<Code, CodeGroup<'_>> {
    let mut kinds: BTreeMap<Code, CodeGroup> = BTreeMap::new();
    for first in diagnostics {
        let kind = kinds.entry(first.code).or_insert_with(|| CodeGroup { count: 0, files: BTreeSet::new(), first });
        kind.count += 1;
        kind.files.insert(&first.path);
    }
    kinds
}

impl Printer {
    /// One line for each code: errors first, then the largest counts.
    pub(super) fn kind_lines<'s>(
        &self,
        mut kinds: Vec<&CodeGroup>,
        source_of: &dyn Fn(&RelPath) -> Option<&'s str>,
    ) -> String {
        kinds.sort_by_key(|kind| (self.severity(kind.first), Reverse(kind.count), kind.first.code));
        kinds.into_iter().map(|kind| self.kind_line(kind, source_of) + "\n").collect()
    }

    /// `warning[P0501]: link to a missing file: 1,478 times in 242 files, first at content/a.md:4:13`
    fn kind_line<'s>(&self, kind: &CodeGroup, source_of: &dyn Fn(&RelPath) -> Option<&'s str>) -> String {
        let CodeGroup { count, files, first } = kind;
        let title = first.code.words(self.lang).title;
        let source = source_of(&first.path);
        let place = first.at.zip(source).map(|(at, source)| SourceSpan::of(source, at));
        let at = self.position(first, place.as_ref());
        let head = self.label(first.code, self.severity(first));
        let (count, files) = (grouped(*count), files.len());
        match files {
            1 => texts::times(self.lang, head, title, count, at),
            _ => texts::times_in_files(self.lang, head, title, count, grouped(files), at),
        }
    }
}
