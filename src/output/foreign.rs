//! Files in the output that are not ours: they go with the site.

use super::{
    manifest::{self, Manifest},
    read_error,
    tree::Tree,
    walk::{self, WalkedKind},
    write_error,
};
use crate::{
    diag::{EnvError, Refusal},
    disk::{Access, Dir},
};
use parking_lot::Mutex;
use std::{
    io,
    path::{Path, PathBuf},
};

/// A file or folder in the output that is not ours.
struct Foreign {
    name: PathBuf,
    kind: WalkedKind,
    /// Of a folder.
    access: Option<Access>,
}

/// Links every file of the published folder that is not ours into the new tree, and makes the empty folders that
/// are not ours. One that stands where an output has to go stops the build: neither must be lost.
/// Gives the names to report.
///
/// A file that the system does not let us link is left: it is moved after the step (`remove::replaced`). So is one in
/// the way of an output if the manifest was broken: then a file of ours that was damaged with it looks foreign.
pub(super) fn take_along(
    published: &Dir,
    old: &Manifest,
    tree: &Tree,
    new: &Manifest,
) -> Result<Vec<String>, EnvError> {
    let found = find(published, old, new)?;
    for Foreign { name, kind, .. } in &found {
        let from = published.path().join(name);
        let taken = match kind {
            WalkedKind::File => tree.link(published, name).or_else(|error| match error.kind() {
                io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported | io::ErrorKind::TooManyLinks => Ok(()),
                // Its owner has just removed it.
                io::ErrorKind::NotFound if !published.has(name) => Ok(()),
                io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory if old.is_mended => Ok(()),
                _ => Err(error),
            }),
            WalkedKind::Folder | WalkedKind::EmptyFolder => tree.folder(name),
        };
        taken.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
                EnvError::Refused { path: from, why: Refusal::InTheWay }
            }
            _ => EnvError::write(&from, error),
        })?;
    }
    // A folder that nobody else may look into stays so; the deepest first, as it may forbid going in.
    let shared = new.folders();
    for Foreign { name, access, .. } in found.iter().rev() {
        let Some(access) = access.filter(|_| !name.to_str().is_some_and(|name| shared.contains(name))) else {
            continue;
        };
        let folder = tree.root().sub(name).and_then(|folder| folder.set_access(access));
        folder.map_err(write_error(&published.path().join(name)))?;
    }
    Ok(found.iter().filter_map(|foreign| shown(&foreign.name, foreign.kind)).collect())
}

/// What is not ours, sorted by name: so a folder comes before what is in it. If our list was mended, a file that the new
/// site does not have may be a copy that somebody made.
///
/// A folder that we may not change, ours or not, stops the build: it could not be removed after the step.
fn find(published: &Dir, ours: &Manifest, new: &Manifest) -> Result<Vec<Foreign>, EnvError> {
    let (found, folders) = (Mutex::new(Vec::new()), ours.folders());
    walk::visit(published, &|seen| {
        let mut access = None;
        if seen.kind != WalkedKind::File {
            let path = published.path().join(seen.name);
            let folder = published.sub(seen.name).map_err(read_error(&path))?;
            if seen.kind == WalkedKind::Folder {
                folder.check_writable().map_err(write_error(&path))?;
            }
            access = Some(folder.access().map_err(read_error(&path))?);
        }
        let is_ours = match seen.kind {
            WalkedKind::File if ours.is_mended => {
                seen.name == manifest::NAME || ours.names(seen.name) && new.names(seen.name)
            }
            WalkedKind::File => seen.name == manifest::NAME || ours.names(seen.name),
            WalkedKind::Folder | WalkedKind::EmptyFolder => {
                seen.name.to_str().is_some_and(|name| folders.contains(name))
            }
        };
        if !is_ours {
            let foreign = Foreign { name: seen.name.to_owned(), kind: seen.kind, access };
            found.lock().push(foreign);
        }
        Ok(())
    })?;
    let mut found = found.into_inner();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// How it is reported: a folder only if it is empty, as otherwise what is in it is.
pub(super) fn shown(name: &Path, kind: WalkedKind) -> Option<String> {
    match kind {
        WalkedKind::File => Some(name.to_string_lossy().into_owned()),
        WalkedKind::EmptyFolder => Some(format!("{}/", name.to_string_lossy())),
        WalkedKind::Folder => None,
    }
}
