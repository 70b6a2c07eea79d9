//! What `portal init` cannot carry over from a project of another generator: one line for each kind of it.

use super::texts;
use portal::diag::{Code, Diagnostic, Printer, grouped, visible};
use std::collections::{BTreeMap, BTreeSet};

/// Diagnostics that are about all of a project: each is a line.
const OF_PROJECT: [Code; 8] =
    [Code::P0107, Code::P0108, Code::P0109, Code::P0110, Code::P0111, Code::P0480, Code::P0482, Code::P0372];

/// Diagnostics that say what is lost: all of one code are a line. What is to be mended without a move is not among them.
const OF_FILES: [Code; 12] = [
    Code::P0106,
    Code::P0303,
    Code::P0304,
    Code::P0305,
    Code::P0371,
    Code::P0405,
    Code::P0420,
    Code::P0422,
    Code::P0430,
    Code::P0501,
    Code::P0502,
    Code::P0505,
];

/// One line for each kind, with how often it is there and where first.
pub(super) fn lines(diagnostics: &[Diagnostic], printer: &Printer) -> Vec<String> {
    let of_project = diagnostics.iter().filter(|diagnostic| OF_PROJECT.contains(&diagnostic.code));
    let mut lines: Vec<String> = of_project.map(|diagnostic| printer.message(diagnostic)).collect();
    let mut kinds: BTreeMap<Code, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| OF_FILES.contains(&diagnostic.code)) {
        kinds.entry(diagnostic.code).or_default().push(diagnostic);
    }
    for (code, found) in kinds {
        let files: BTreeSet<_> = found.iter().map(|diagnostic| &diagnostic.path).collect();
        let title = code.words(printer.lang).title;
        let first = visible(found[0].path.as_str());
        lines.push(texts::left_of(printer.lang, title, grouped(found.len()), grouped(files.len()), first));
    }
    lines
}
