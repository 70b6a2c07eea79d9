//! What is wrong with the site that is shown, as browsers receive it.
//!
//! In: diagnostics, and errors of templates as pages are rendered. Out: JSON that a page can show, errors first.

use crate::{
    diag::{Diagnostic, Printer, Severity},
    engine::Edition,
};
use parking_lot::Mutex;
use serde_json::{Value, json};
use std::sync::Arc;

/// Warnings that a browser receives, at most; all of them are on the terminal.
const MOST: usize = 100;

/// The diagnostics of one state of the site.
pub(super) struct BrowserDiagnostics {
    printer: Printer,
    edition: Arc<Edition>,
    found: Mutex<Arc<Vec<Diagnostic>>>,
    /// What keeps the files from being read, if anything does.
    environment: Option<Value>,
}

impl BrowserDiagnostics {
    pub(super) fn new(
        printer: Printer,
        edition: Arc<Edition>,
        found: Arc<Vec<Diagnostic>>,
        env_error: Option<&str>,
    ) -> BrowserDiagnostics {
        let environment = env_error.map(env_error_json);
        BrowserDiagnostics { printer, edition, found: Mutex::new(found), environment }
    }

    /// Whether they are those of this edition, and the files can be read.
    pub(super) fn are_of(&self, edition: &Arc<Edition>) -> bool {
        Arc::ptr_eq(&self.edition, edition) && !self.is_unreadable()
    }

    /// Whether the files cannot be read.
    pub(super) fn is_unreadable(&self) -> bool {
        self.environment.is_some()
    }

    /// The edition that they were found in; what is shown may be of an earlier one.
    pub(super) fn edition(&self) -> &Edition {
        &self.edition
    }

    /// An error that appeared when a page was rendered.
    pub(super) fn add(&self, fault: Diagnostic) {
        let mut found = self.found.lock();
        // One fault of a template fails every page; one report of it is enough.
        let same = |known: &Diagnostic| (&known.path, known.at, known.code) == (&fault.path, fault.at, fault.code);
        if !found.iter().any(same) {
            let found = Arc::make_mut(&mut found);
            found.push(fault);
            found.sort();
        }
    }

    /// Errors and warnings, sorted.
    pub(super) fn all(&self) -> Arc<Vec<Diagnostic>> {
        self.found.lock().clone()
    }

    /// How many warnings are not in the list.
    pub(super) fn unlisted(&self) -> usize {
        let is_warning = |diagnostic: &&Diagnostic| self.printer.severity(diagnostic) == Severity::Warning;
        self.all().iter().filter(is_warning).count().saturating_sub(MOST)
    }

    /// Errors first, in the order of their files; hints are not among them.
    pub(super) fn list(&self) -> Vec<Value> {
        let found = self.all();
        let of = |severity| found.iter().filter(move |diagnostic| self.printer.severity(diagnostic) == severity);
        let shown: Vec<&Diagnostic> = of(Severity::Error).chain(of(Severity::Warning).take(MOST)).collect();
        let sources = self.edition.texts(shown.iter().copied());
        let json = |diagnostic: &Diagnostic| self.printer.browser_json(diagnostic, sources.text(&diagnostic.path));
        self.environment.iter().cloned().chain(shown.into_iter().map(json)).collect()
    }
}

/// Why the files cannot be read, as browsers receive it.
pub(super) fn env_error_json(text: &str) -> Value {
    json!({ "severity": "error", "code": "", "message": text, "help": "" })
}
