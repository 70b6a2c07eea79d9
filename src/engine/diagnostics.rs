//! The diagnostics of a build.
//!
//! What always holds: those of the files are the ones that parsing made, shared and not copied: every build repeats them,
//! and there may be one for each of ten thousand files.

use super::is_error;
use crate::diag::{Code, Diagnostic};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// In no order.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    of_files: Vec<Arc<[Diagnostic]>>,
    others: Vec<Diagnostic>,
    /// Unknown fields that are reported once for all files.
    grouped: BTreeSet<String>,
}

impl Diagnostics {
    pub(super) fn push_file(&mut self, diagnostics: Arc<[Diagnostic]>) {
        if !diagnostics.is_empty() {
            self.of_files.push(diagnostics);
        }
    }

    /// Those of the files first, without those that are grouped.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        let all = self.of_files.iter().flat_map(|of_file| of_file.iter()).chain(&self.others);
        let is_grouped = |found: &Diagnostic| unknown_field(found).is_some_and(|field| self.grouped.contains(field));
        all.filter(move |found| self.grouped.is_empty() || !is_grouped(found))
    }

    /// Reports an unknown field of several files once, at the first of them.
    pub(super) fn group_unknown_fields(&mut self) {
        let mut fields: BTreeMap<&str, (BTreeSet<_>, &Diagnostic)> = BTreeMap::new();
        for found in self.iter() {
            let Some(field) = unknown_field(found) else { continue };
            let (files, first) = fields.entry(field).or_insert_with(|| (BTreeSet::new(), found));
            files.insert(&found.path);
            *first = (*first).min(found);
        }
        let several = fields.into_iter().filter(|(_, (files, _))| files.len() > 1);
        let group = |(field, (files, first)): (&str, (BTreeSet<_>, &Diagnostic))| {
            let mut grouped = Diagnostic::new(Code::P0372, &first.path).nearest(first.nearest.as_ref());
            grouped.at = first.at;
            (field.to_owned(), grouped.arg("field", field).arg("count", files.len()))
        };
        let (names, mut grouped): (BTreeSet<String>, Vec<Diagnostic>) = several.map(group).unzip();
        self.grouped = names;
        self.others.append(&mut grouped);
    }

    /// Whether one of them keeps the site from being published.
    pub fn has_errors(&self, strict: bool) -> bool {
        self.iter().any(|diagnostic| is_error(diagnostic, strict))
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.of_files.is_empty() && self.others.is_empty()
    }

    /// Copies them all.
    pub fn to_vec(&self) -> Vec<Diagnostic> {
        self.iter().cloned().collect()
    }
}

/// The name of the field that a diagnostic says is unknown.
fn unknown_field(found: &Diagnostic) -> Option<&str> {
    let (_, field) = found.args.iter().find(|(name, _)| found.code == Code::P0303 && name == "field")?;
    Some(field)
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, more: T) {
        self.others.extend(more);
    }
}
