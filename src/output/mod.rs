//! Puts a site in place, whole or not at all.
//!
//! In: outputs, one by one, from many threads. Out: the folder that a host serves.
//!
//! What always holds, whatever fails and whenever the process dies:
//!
//! 1. *The published site is never written to.* Everything goes into a staging tree beside it, on the same file
//!    system. Files are only ever created there, never opened for writing a second time; one that is unchanged
//!    is a hard link to the published file.
//! 2. *One step makes it public.* The staging tree and the published one change places in a single
//!    `renameat2(RENAME_EXCHANGE)` (`renamex_np` on macOS). Before that step the old site stands, after it the new
//!    one. Where a system has no such call, two renames do it, and the next run puts the old site back if the
//!    process died between them (`staging`).
//! 3. *Only our own files are removed.* `.portal-manifest.json` in the output names them. A file that it does not
//!    name is somebody else's: it is linked into the new tree before the step, and removed from the old tree
//!    after it only where the new one holds the very same file. If it cannot be linked, or was added meanwhile,
//!    it is moved after the step; if another file has its place, it is set aside, never lost. A folder that is
//!    not empty and has no manifest is refused, and so is one that could not be an output (`guard`).
//! 4. *One at a time.* A lock on a file beside the output keeps a second run out; who holds it may remove
//!    what an earlier run left behind.
//!
//! 5. *A power failure leaves the old site or the new one*: the medium holds the new files before the step.
//! 6. *Nothing outside is touched.* Everything is done below an open folder, and no symbolic link is followed
//!    (`disk`).
//!
//! Deliberately not here: what the outputs are.

#![expect(clippy::disallowed_methods, reason = "the one door for output")]

mod case;
mod foreign;
mod guard;
mod lock;
mod manifest;
mod mounts;
mod publish;
mod remove;
mod seal;
mod single;
mod staging;
mod target;
#[cfg(test)]
mod tests;
mod tree;
mod walk;

pub use case::folds_case;
pub use guard::Guard;
pub use publish::{Care, Publisher, Summary};
pub use single::{write as write_single, write_in as write_single_in};
#[cfg(test)]
pub use tests::listing;

use crate::{diag::EnvError, disk::Dir, model::Hash128};
use manifest::Manifest;
use rayon::prelude::*;
use std::{io, path::Path, sync::Arc};
use target::OutputTarget;

/// How many files the output has, and the hash of its manifest, when it still stands as it was written.
pub fn standing(target: &Path) -> Option<(usize, Hash128)> {
    let folder = Dir::open(target).ok()?;
    let manifest = Manifest::read(&folder).ok()?.filter(|manifest| !manifest.is_mended)?;
    let stands = |(name, entry): (&String, &manifest::ManifestEntry)| entry.stands(&folder, Path::new(name));
    manifest.files.par_iter().all(stands).then(|| (manifest.files.len(), manifest.hash()))
}

/// Whether a folder of the project can be published to: there is none, it is empty, or we made it.
pub fn is_free(root: &Path, name: &Path) -> bool {
    let folder = match Dir::open(root).and_then(|root| root.sub(name)) {
        Ok(folder) => folder,
        Err(error) => return error.kind() == io::ErrorKind::NotFound,
    };
    folder.has(Path::new(manifest::NAME)) || folder.entries().is_ok_and(|entries| entries.is_empty())
}

/// Removes what the manifest names, and what an earlier run left behind. Other files stay, and are reported.
pub fn clean(target: &Path, guard: &Guard) -> Result<Summary, EnvError> {
    let path = guard.check(target)?;
    guard::owned_at(&path, guard)?;
    let target = match OutputTarget::open(&path, &guard.real_root()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Summary::default()),
        opened => Arc::new(opened.map_err(write_error(&path))?),
    };
    let _lock = lock::Lock::take(&target)?;
    let set_aside = staging::Staging::of(&target).recover()?;
    let Some((folder, ours)) = guard::owned(&target)? else { return Ok(Summary::default()) };
    let mut summary = remove::ours(&target, &folder, &ours)?;
    summary.foreign.extend(set_aside.map(|path| path.display().to_string()));
    Ok(summary)
}

/// Says what could not be written.
fn write_error(path: &Path) -> impl FnOnce(io::Error) -> EnvError + use<> {
    let path = path.to_path_buf();
    move |source| EnvError::write(&path, source)
}

/// Says what could not be read.
fn read_error(path: &Path) -> impl FnOnce(io::Error) -> EnvError + use<> {
    let path = path.to_path_buf();
    move |source| EnvError::read(&path, source)
}
