//! Whether the published site is up to date: then there is nothing to build, and the last report is given again.
//!
//! `.portal/last.json` holds the key of the last published build's inputs, the hash of the manifest that it
//! wrote, its diagnostics and its counts. When the key is the same, the manifest is that one and every output is
//! still as it was written, there is nothing to do. If the file is missing, broken or of another build, the site
//! is built again. The key is not in the output, which must be the same on every machine.
//!
//! The key has the names and sizes of the assets, not their bytes: most are read by no build. Those that the build did
//! read are listed with their hashes. One counts as the same if the disk says so and it cannot have changed since
//! without the disk saying so; else its bytes decide.

use super::{Report, own};
use crate::{
    diag::{BuildSummary, Diagnostic},
    model::{Hash128, RelPath},
    output,
    site::KeptBack,
    source::{Snapshot, Stamp},
};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, io::Read, path::Path, time::Duration};

const FILE: &str = "last.json";

#[derive(Serialize, Deserialize)]
struct LastBuild {
    key: String,
    /// The hash of the output's manifest.
    manifest: String,
    pages: usize,
    kept: KeptBack,
    diagnostics: Vec<Diagnostic>,
    /// When the scan began, since 1970.
    begun: Duration,
    assets: BTreeMap<String, (Stamp, String)>,
}

/// The assets that a build reads, with the hashes of their bytes.
#[derive(Debug, Default)]
pub(super) struct ReadAssets(Mutex<BTreeMap<RelPath, Hash128>>);

impl ReadAssets {
    pub(super) fn add(&self, path: RelPath, hash: Hash128) {
        self.0.lock().insert(path, hash);
    }

    /// What is remembered of them: when the scan began, and the stamp and the hash of each.
    pub(super) fn of(self, snapshot: &Snapshot) -> (Duration, BTreeMap<String, (Stamp, String)>) {
        let read = self.0.into_inner();
        let stamped = |(path, hash): (RelPath, Hash128)| {
            let stamp = *snapshot.assets.get(&path)?;
            Some((path.to_string(), (stamp, hash.to_string())))
        };
        (snapshot.begun, read.into_iter().filter_map(stamped).collect())
    }
}

/// The report of a build that would change nothing.
pub(super) fn unchanged(out: &Path, snapshot: &Snapshot, key: Hash128) -> Option<Report> {
    let bytes = own::open(&snapshot.root).ok()?.read(Path::new(FILE)).ok()?;
    let last: LastBuild = serde_json::from_slice(&bytes).ok()?;
    if last.key != key.to_string() {
        return None;
    }
    let (unchanged, manifest) = output::standing(out)?;
    if last.manifest != manifest.to_string() {
        return None;
    }
    let is_same = |(path, (stamp, hash)): (&String, &(Stamp, String))| {
        let Some((path, now)) = RelPath::new(path).and_then(|path| Some((path.clone(), snapshot.assets.get(&path)?)))
        else {
            return false;
        };
        now == stamp && stamp.is_settled_at(last.begun) || bytes_of(snapshot, &path).as_ref() == Some(hash)
    };
    if !last.assets.iter().all(is_same) {
        return None;
    }
    let LastBuild { pages, kept, diagnostics, .. } = last;
    let summary = BuildSummary { pages, unchanged, ..BuildSummary::default() };
    Some(Report { published: true, summary, kept, diagnostics, ..Report::default() })
}

/// The hash of an asset's bytes.
fn bytes_of(snapshot: &Snapshot, path: &RelPath) -> Option<String> {
    let mut bytes = Vec::new();
    snapshot.open(path).ok()?.read_to_end(&mut bytes).ok()?;
    Some(Hash128::of(&bytes).to_string())
}

/// Remembers a published build. Failing to is no error: the next build is only slower.
pub(super) fn remember(
    root: &Path,
    key: Hash128,
    manifest: Hash128,
    report: &Report,
    (begun, assets): (Duration, BTreeMap<String, (Stamp, String)>),
) {
    let last = LastBuild {
        key: key.to_string(),
        manifest: manifest.to_string(),
        pages: report.summary.pages,
        kept: report.kept.clone(),
        diagnostics: report.diagnostics.clone(),
        begun,
        assets,
    };
    if let (Ok(folder), Ok(bytes)) = (own::make(root), serde_json::to_vec(&last)) {
        let _ = folder.replace(Path::new(FILE), &bytes);
    }
}

/// Removes what this module wrote.
pub(super) fn forget(root: &Path) {
    if let Ok(folder) = own::open(root) {
        let _ = folder.remove_file(Path::new(FILE));
    }
    own::remove(root);
}
