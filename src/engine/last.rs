//! What the last build said, so that an unchanged project is answered at once and in full.
//!
//! `.portal/last.json` holds the key of the last published build's inputs, the hash of the manifest that it
//! wrote, its diagnostics and its counts. When the key is the same, the manifest is that one and every output is
//! still as it was written, there is nothing to do. If the file is missing, broken or of another build, the site
//! is built again. The key is not in the output, which must be the same on every machine.

use super::Report;
use crate::{diag::Diagnostic, model::Hash128, output, site::KeptBack};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

#[derive(Serialize, Deserialize)]
struct Last {
    key: String,
    /// The hash of the output's manifest.
    manifest: String,
    pages: usize,
    kept: KeptBack,
    diagnostics: Vec<Diagnostic>,
}

fn file(root: &Path) -> PathBuf {
    root.join(".portal").join("last.json")
}

/// The report of a build that would change nothing.
pub fn unchanged(out: &Path, root: &Path, key: Hash128) -> Option<Report> {
    let key = key.to_string();
    let last: Last = serde_json::from_slice(&std::fs::read(file(root)).ok()?).ok()?;
    if last.key != key {
        return None;
    }
    let (unchanged, manifest) = output::standing(out)?;
    if last.manifest != manifest.to_string() {
        return None;
    }
    let Last { pages, kept, diagnostics, .. } = last;
    Some(Report { published: true, pages, kept, unchanged, diagnostics, ..Report::default() })
}

/// Remembers a published build. Failing to is no error: the next build is only slower.
pub fn remember(root: &Path, key: Hash128, manifest: Hash128, report: &Report) {
    let last = Last {
        key: key.to_string(),
        manifest: manifest.to_string(),
        pages: report.pages,
        kept: report.kept.clone(),
        diagnostics: report.diagnostics.clone(),
    };
    let path = file(root);
    if let (Some(folder), Ok(bytes)) = (path.parent(), serde_json::to_vec(&last)) {
        let temporary = folder.join(format!("last.{}.tmp", std::process::id()));
        let written = std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(folder.join(".gitignore"), "*\n"))
            .and_then(|()| std::fs::write(&temporary, bytes))
            .and_then(|()| std::fs::rename(&temporary, &path));
        if written.is_err() {
            let _ = std::fs::remove_file(&temporary);
        }
    }
}

/// Removes what this module wrote.
pub fn forget(root: &Path) {
    let folder = root.join(".portal");
    for name in ["last.json", ".gitignore"] {
        let _ = std::fs::remove_file(folder.join(name));
    }
    let _ = std::fs::remove_dir(folder);
}
