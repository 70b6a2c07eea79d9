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
//!    process died between them.
//! 3. *Only our own files are removed.* `.portal-manifest.json` in the output names them. A file that it does not
//!    name is somebody else's: it is linked into the new tree before the step, and removed from the old tree
//!    after it only where the new one holds the very same file. A folder that is not empty and has no manifest is
//!    refused, and so is one that could not be an output (`guard`).
//! 4. *One at a time.* A lock on a file beside the output keeps a second run out; who holds it may remove
//!    what an earlier run left behind.
//!
//! Deliberately not here: what the outputs are. Flushing to the medium is left to the operating system: a
//! power failure may lose the last build, as it may lose the sources' last edit.

#![expect(clippy::disallowed_methods, reason = "the one door for output")]

mod disk;
mod guard;
mod lock;
mod manifest;
mod publish;
mod remove;
#[cfg(test)]
mod tests;

pub use guard::Guard;
pub use publish::{Publisher, Summary};

use crate::diag::EnvError;
use manifest::Manifest;
use rayon::prelude::*;
use std::{io, path::Path};

/// How many files the output has, when it was built with `key` and still stands as it was written.
pub fn is_current(target: &Path, key: &str) -> Option<usize> {
    let manifest = Manifest::read(target).ok()??;
    let stands = |(path, entry): (&String, &manifest::Entry)| {
        disk::stamp(&target.join(path))
            .is_ok_and(|stamp| stamp.is_file && stamp.size == entry.size && stamp.modified == entry.modified)
    };
    (manifest.key == key && manifest.files.par_iter().all(stands)).then_some(manifest.files.len())
}

/// Removes what the manifest names. Other files stay, and are reported.
pub fn clean(target: &Path, guard: &Guard) -> Result<Summary, EnvError> {
    guard.check(target)?;
    let _lock = lock::Lock::take(target)?;
    let manifest = guard::owned(target)?;
    let mut summary = Summary::default();
    let error = |source: io::Error| EnvError::Write { path: target.into(), source };
    for path in manifest.files.keys() {
        match disk::unlink(&target.join(path)) {
            Ok(()) => summary.removed += 1,
            Err(gone) if gone.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(error(source)),
        }
    }
    remove::empty_folders(target).map_err(error)?;
    summary.foreign = remove::files(target).map_err(error)?;
    summary.foreign.retain(|path| path != manifest::NAME);
    // Last, so that a run that was cut short can be repeated.
    disk::unlink(&target.join(manifest::NAME)).map_err(error)?;
    if summary.foreign.is_empty() {
        disk::rmdir(target).map_err(error)?;
    }
    Ok(summary)
}
