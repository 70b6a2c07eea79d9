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
//! Deliberately not here: what the outputs are. Flushing to the medium is left to the operating system: a
//! power failure may lose the last build, as it may lose the sources' last edit.

#![expect(clippy::disallowed_methods, reason = "the one door for output")]

mod disk;
mod foreign;
mod guard;
mod lock;
mod manifest;
mod modes;
mod publish;
mod remove;
mod single;
mod staging;
#[cfg(test)]
mod tests;
mod tree;
mod walk;

pub use guard::Guard;
pub use publish::{Publisher, Summary};
pub use single::write as write_single;

use crate::{diag::EnvError, model::Hash128};
use manifest::Manifest;
use rayon::prelude::*;
use std::{io, path::Path};

/// How many files the output has, and the hash of its manifest, when it still stands as it was written.
pub fn standing(target: &Path) -> Option<(usize, Hash128)> {
    let manifest = Manifest::read(target).ok()??;
    let stands = |(path, entry): (&String, &manifest::Entry)| entry.stands(&target.join(path));
    manifest.files.par_iter().all(stands).then(|| (manifest.files.len(), manifest.hash()))
}

/// Removes what the manifest names, and what an earlier run left behind. Other files stay, and are reported.
pub fn clean(target: &Path, guard: &Guard) -> Result<Summary, EnvError> {
    let target = guard.check(target)?;
    guard::owned(&target)?;
    if !target.parent().is_some_and(Path::is_dir) {
        return Ok(Summary::default());
    }
    let _lock = lock::Lock::take(&target)?;
    let set_aside = staging::Staging::of(&target).recover()?;
    let Some(ours) = guard::owned(&target)? else { return Ok(Summary::default()) };
    let mut summary = remove::ours(&target, &ours)?;
    summary.foreign.extend(set_aside.map(|path| path.display().to_string()));
    Ok(summary)
}

/// Says what could not be written.
fn write_error(path: &Path) -> impl FnOnce(io::Error) -> EnvError {
    move |source| EnvError::Write { path: path.into(), source }
}

/// Says what could not be read.
fn read_error(path: &Path) -> impl FnOnce(io::Error) -> EnvError {
    move |source| EnvError::Read { path: path.into(), source }
}
