//! Puts the text of other files into the blocks of code that show them.
//!
//! In: parsed documents, and what is at the paths that they name. Out: the same documents; those that show a
//! file have its text, a key that holds it, and complaints about what is not there. What stands in the fence
//! stays where a file cannot be shown.
//!
//! It is never remembered: a file that changes or goes is seen in the next build.

use crate::{
    diag::{Code, Diagnostic},
    model::{Document, Hash128, Include, Part},
    parse::{highlight::MAX_BLOCK, include},
    source::{Included, Snapshot},
};
use std::sync::Arc;

/// The document with the files that it shows.
pub fn include(document: Arc<Document>, snapshot: &Snapshot, diagnostics: &mut Vec<Diagnostic>) -> Arc<Document> {
    if document.includes.is_empty() {
        return document;
    }
    let mut whole = (*document).clone();
    for include in &document.includes {
        let (text, complaint) = text(include, snapshot);
        if let Some(text) = text {
            whole.code[include.code].text = text;
        }
        if let Some(complaint) = complaint {
            diagnostics.push(Diagnostic { path: snapshot.shown(&document.path), ..complaint }.at(include.at.clone()));
        }
    }
    // The text stands in the page, so whatever remembers the page must see it change.
    whole.key = Hash128::of_value(&(document.key, &whole.code));
    Arc::new(whole)
}

fn text(wanted: &Include, snapshot: &Snapshot) -> (Option<String>, Option<Diagnostic>) {
    let complaint = |code| Diagnostic::new(code, &wanted.file).arg("file", &wanted.file);
    let bytes = match snapshot.included.get(&wanted.file) {
        Some(Included::File(file)) => &file.bytes,
        Some(Included::Refused) => return (None, Some(complaint(Code::P0802))),
        Some(Included::Large(_)) => return (None, Some(complaint(Code::P0425))),
        Some(Included::Missing(nearest)) => return (None, Some(complaint(Code::P0422).nearest(nearest.as_ref()))),
        None => return (None, Some(complaint(Code::P0422))),
    };
    match include::part(bytes, &wanted.part) {
        Ok(text) if text.len() > MAX_BLOCK => {
            let size = format!("{} kB", text.len() / 1024);
            (Some(text), Some(Diagnostic::new(Code::P0403, &wanted.file).arg("size", size)))
        }
        Ok(text) => (Some(text), None),
        Err(include::Fault::NotText) => (None, Some(complaint(Code::P0425))),
        Err(include::Fault::NoRegion(nearest)) => {
            let Part::Region(region) = &wanted.part else { return (None, None) };
            (None, Some(complaint(Code::P0423).arg("region", region).nearest(nearest)))
        }
        Err(include::Fault::Beyond(lines, text)) => {
            (Some(text).filter(|text| !text.is_empty()), Some(complaint(Code::P0424).arg("count", lines)))
        }
    }
}
