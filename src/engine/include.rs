//! Puts the text of other files into the blocks of code that show them.
//!
//! In: parsed documents, and what is at the paths that they name. Out: the same documents; those that show a
//! file have its text, a key that holds it, and diagnostics about what is not there. What stands in the fence
//! stays where a file cannot be shown.
//!
//! It is never remembered: a file that changes or goes is seen in the next build.

use crate::{
    diag::{Code, Diagnostic},
    model::{Document, FilePart, Hash128, Include},
    parse::{highlight::MAX_BLOCK, include},
    source::{Included, Snapshot},
};
use std::sync::Arc;

/// Bytes of other files that one page and all pages together may show.
const PAGE: usize = 2 << 20;
const SITE: usize = 16 << 20;
/// Bytes that may be searched for lines and regions: a block that shows one line costs the reading of its whole file.
const PAGE_READ: usize = 32 << 20;
const SITE_READ: usize = 512 << 20;

/// What all pages together may still show and read, in bytes.
pub(super) struct Budget {
    shown: usize,
    read: usize,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { shown: SITE, read: SITE_READ }
    }
}

/// The document with the files that it shows, as far as the budgets of the page and of the site reach.
pub(super) fn include(
    document: Arc<Document>,
    snapshot: &Snapshot,
    site: &mut Budget,
    diagnostics: &mut Vec<Diagnostic>,
) -> Arc<Document> {
    if document.includes.is_empty() {
        return document;
    }
    let mut whole = (*document).clone();
    let mut page = Budget { shown: PAGE.min(site.shown), read: PAGE_READ.min(site.read) };
    let (shown, read) = (page.shown, page.read);
    let mut is_full = false;
    for include in &document.includes {
        if is_full {
            continue;
        }
        let (text, diagnostic) = match text(include, snapshot, &mut page) {
            Some(found) => found,
            // Once for each page.
            None => {
                is_full = true;
                let limit = if site.shown < PAGE || site.read < PAGE_READ { SITE } else { PAGE };
                let size = format!("{} MB", limit >> 20);
                (None, Some(Diagnostic::new(Code::P0454, &include.file).arg("size", size)))
            }
        };
        if let Some(text) = text {
            whole.code[include.code].text = text;
        }
        if let Some(diagnostic) = diagnostic {
            diagnostics.push(Diagnostic { path: snapshot.shown(&document.path), ..diagnostic }.at(include.at.clone()));
        }
    }
    site.shown -= shown - page.shown;
    site.read -= read - page.read;
    // The text stands in the page, so whatever remembers the page must see it change.
    whole.key = Hash128::of_value(&(document.key, &whole.code));
    Arc::new(whole)
}

/// The text of a block, and what is wrong with it; nothing when the budget is spent.
fn text(wanted: &Include, snapshot: &Snapshot, budget: &mut Budget) -> Option<(Option<String>, Option<Diagnostic>)> {
    let diagnostic = |code| Diagnostic::new(code, &wanted.file).arg("file", &wanted.file);
    let bytes = match snapshot.included.get(&wanted.file) {
        Some(Included::File(file)) => &file.bytes,
        Some(Included::Refused) => return Some((None, Some(diagnostic(Code::P0802)))),
        Some(Included::Large(_)) => return Some((None, Some(diagnostic(Code::P0425)))),
        Some(Included::Missing(nearest)) => {
            return Some((None, Some(diagnostic(Code::P0422).nearest(nearest.as_ref()))));
        }
        None => return Some((None, Some(diagnostic(Code::P0422)))),
    };
    budget.read = budget.read.checked_sub(bytes.len())?;
    let found = match include::part(bytes, &wanted.part) {
        Ok(text) if text.len() > MAX_BLOCK => {
            let size = format!("{} kB", text.len() / 1024);
            (Some(text), Some(Diagnostic::new(Code::P0403, &wanted.file).arg("size", size)))
        }
        Ok(text) => (Some(text), None),
        Err(include::IncludeError::NotText) => (None, Some(diagnostic(Code::P0425))),
        Err(include::IncludeError::NoRegion(nearest)) => {
            let FilePart::Region(region) = &wanted.part else { return Some((None, None)) };
            (None, Some(diagnostic(Code::P0423).arg("region", region).nearest(nearest)))
        }
        Err(include::IncludeError::Beyond(lines, text)) => {
            (Some(text).filter(|text| !text.is_empty()), Some(diagnostic(Code::P0424).arg("count", lines)))
        }
    };
    budget.shown = budget.shown.checked_sub(found.0.as_ref().map_or(0, String::len))?;
    Some(found)
}
