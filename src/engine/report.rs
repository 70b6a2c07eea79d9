//! What a command reports at its end.

use super::texts;
use crate::{
    diag::{BuildSummary, Diagnostic, Severity, UiLang},
    model::{Lang, RelPath},
    site::KeptBack,
};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Duration};

/// What happened.
#[derive(Debug, Default)]
pub struct Report {
    /// Sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// For the excerpts of the diagnostics.
    pub sources: Sources,
    /// Its numbers of pages and files; a command adds the others.
    pub summary: BuildSummary,
    /// Names of the steps and the wall time that each took, in their order.
    pub phases: Vec<(&'static str, Duration)>,
    /// Whether the output is the site as it is now.
    pub published: bool,
    /// The folder of the output.
    pub out: PathBuf,
    /// What was decided without being asked.
    pub notes: Vec<Note>,
    /// Every output, sorted.
    pub outputs: Vec<String>,
    /// The files that have no page today.
    pub kept: KeptBack,
}

/// The files that diagnostics are about, by their paths as shown.
#[derive(Debug, Default)]
pub struct Sources(pub(super) BTreeMap<RelPath, Arc<[u8]>>);

impl Sources {
    /// The text of a file; `None` if it is not among them or no UTF-8.
    pub fn text(&self, path: &RelPath) -> Option<&str> {
        self.0.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }
}

/// Something that the build decided and that its user should know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Note {
    /// The project is one of another generator, which has this file of configuration.
    Reads(&'static str, RelPath),
    /// The language was not configured; it was taken from the texts.
    Guessed(Lang),
    /// Without a base address there are no sitemap and no canonical addresses.
    NoBaseUrl,
    /// Foreign files beside ours, kept.
    Foreign(Vec<String>),
    /// Published files that were changed behind our back, and are written again.
    Mended(Vec<String>),
}

impl Note {
    /// One sentence or more, without a line break at the end.
    pub fn text(&self, lang: UiLang) -> String {
        match self {
            Note::Reads(title, file) => texts::reads(lang, title, file),
            Note::Guessed(tag) => texts::guessed(lang, tag),
            Note::NoBaseUrl => texts::no_base_url(lang),
            Note::Foreign(files) => texts::foreign(lang, files.len(), some(files)),
            Note::Mended(files) => texts::mended(lang, files.len(), some(files)),
        }
    }
}

fn some(files: &[String]) -> String {
    let shown = files.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    if files.len() > 5 { shown + " ..." } else { shown }
}

/// Whether a diagnostic keeps a site from being published.
pub fn is_error(diagnostic: &Diagnostic, strict: bool) -> bool {
    match diagnostic.severity() {
        Severity::Error => true,
        Severity::Warning => strict,
        Severity::Hint => false,
    }
}
