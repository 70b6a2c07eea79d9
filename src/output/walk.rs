//! Goes through a folder.

use super::read_error;
use crate::{
    diag::EnvError,
    disk::{self, Dir},
};
use rayon::prelude::*;
use std::{
    io,
    path::{Path, PathBuf},
};

/// Something in a folder.
pub(super) struct Seen<'a> {
    /// Relative to the folder that is gone through; not always UTF-8.
    pub name: &'a Path,
    pub kind: WalkedKind,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum WalkedKind {
    /// Or anything else that is no folder. Symbolic links are not followed.
    File,
    Folder,
    /// It was empty before anything in it was seen.
    EmptyFolder,
}

/// Calls `see` for every entry below `folder`, from many threads; for a folder after all that is in it, so that
/// `see` may remove what it sees. Level by level, as folders may lie in each other deeper than the stack is.
pub(super) fn visit(folder: &Dir, see: &(dyn Fn(Seen) -> Result<(), EnvError> + Sync)) -> Result<(), EnvError> {
    let mut levels: Vec<Vec<(PathBuf, WalkedKind)>> = Vec::new();
    let (_, mut below) = files(folder, Path::new(""), see)?;
    while !below.is_empty() {
        let seen: Vec<(WalkedKind, Vec<PathBuf>)> =
            below.par_iter().map(|name| inside(folder, name, see)).collect::<Result<_, EnvError>>()?;
        let (kinds, inner): (Vec<WalkedKind>, Vec<Vec<PathBuf>>) = seen.into_iter().unzip();
        levels.push(below.into_iter().zip(kinds).collect());
        below = inner.into_iter().flatten().collect();
    }
    let last = |(name, kind): &(PathBuf, WalkedKind)| see(Seen { name, kind: *kind });
    levels.iter().rev().try_for_each(|level| level.par_iter().try_for_each(last))
}

/// Sees the files in the folder `name`; whether it is empty, and the folders in it.
fn inside(
    top: &Dir,
    name: &Path,
    see: &(dyn Fn(Seen) -> Result<(), EnvError> + Sync),
) -> Result<(WalkedKind, Vec<PathBuf>), EnvError> {
    match top.sub(name) {
        // Somebody has just removed it.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((WalkedKind::EmptyFolder, Vec::new())),
        opened => files(&opened.map_err(read_error(&top.path().join(name)))?, name, see),
    }
}

fn files(
    folder: &Dir,
    name: &Path,
    see: &(dyn Fn(Seen) -> Result<(), EnvError> + Sync),
) -> Result<(WalkedKind, Vec<PathBuf>), EnvError> {
    // The whole list before anything is done with it: removing while reading skips entries on some systems.
    let entries = folder.entries().map_err(read_error(folder.path()))?;
    let kind = if entries.is_empty() { WalkedKind::EmptyFolder } else { WalkedKind::Folder };
    let mut folders = Vec::new();
    for (inner, kind) in entries {
        let inner = name.join(inner);
        if kind == disk::EntryKind::Folder {
            folders.push(inner);
        } else {
            see(Seen { name: &inner, kind: WalkedKind::File })?;
        }
    }
    Ok((kind, folders))
}
