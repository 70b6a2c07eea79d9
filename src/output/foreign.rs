//! Files in the output that are not ours: they go with the site.

use super::{
    disk,
    manifest::{self, Manifest},
    modes, read_error,
    tree::Tree,
    walk::{self, Kind},
    write_error,
};
use crate::diag::{EnvError, Refusal};
use std::{
    ffi::{OsStr, OsString},
    io,
    path::Path,
    sync::{Mutex, PoisonError},
};

/// Links every file of the published tree that is not ours into the new one, and makes the empty folders that
/// are not ours. One that stands where an output has to go stops the build: neither must be lost. Gives the
/// names to report.
///
/// A file that the system does not let us link is left: it is moved after the step (`remove::replaced`).
pub fn take_along(target: &Path, old: &Manifest, tree: &Tree, new: &Manifest) -> Result<Vec<String>, EnvError> {
    let found = find(target, old)?;
    for (name, kind) in &found {
        let (from, name) = (target.join(name), Path::new(name));
        let taken = match kind {
            Kind::File => tree.link(&from, name).or_else(|error| match error.kind() {
                io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported | io::ErrorKind::TooManyLinks => Ok(()),
                // Its owner has just removed it.
                io::ErrorKind::NotFound if !disk::is_there(&from) => Ok(()),
                _ => Err(error),
            }),
            Kind::Folder | Kind::EmptyFolder => tree.folder(name),
        };
        taken.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
                EnvError::Refused { path: from, why: Refusal::InTheWay }
            }
            _ => write_error(&from)(error),
        })?;
    }
    // A folder that nobody else may look into stays so; the deepest first, as it may forbid going in.
    let shared = new.folders();
    for (name, _) in found.iter().rev().filter(|(_, kind)| *kind != Kind::File) {
        if !name.to_str().is_some_and(|name| shared.contains(name)) {
            let from = target.join(name);
            modes::same(&from, &tree.path(Path::new(name))).map_err(read_error(&from))?;
        }
    }
    Ok(found.iter().filter_map(|(name, kind)| shown(name, *kind)).collect())
}

/// What is not ours, sorted by name: so a folder comes before what is in it.
///
/// A folder that we may not change, ours or not, stops the build: it could not be removed after the step.
fn find(target: &Path, ours: &Manifest) -> Result<Vec<(OsString, Kind)>, EnvError> {
    if !disk::is_there(target) {
        return Ok(Vec::new());
    }
    let (found, folders) = (Mutex::new(Vec::new()), ours.folders());
    walk::visit(target, &|seen| {
        if seen.kind == Kind::Folder {
            modes::check_writable(seen.path).map_err(write_error(seen.path))?;
        }
        let is_ours = match seen.kind {
            Kind::File => seen.name == manifest::NAME || ours.names(seen.name),
            Kind::Folder | Kind::EmptyFolder => seen.name.to_str().is_some_and(|name| folders.contains(name)),
        };
        if !is_ours {
            found.lock().unwrap_or_else(PoisonError::into_inner).push((seen.name.to_owned(), seen.kind));
        }
        Ok(())
    })?;
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.sort();
    Ok(found)
}

/// How it is reported: a folder only if it is empty, as otherwise what is in it is.
pub fn shown(name: &OsStr, kind: Kind) -> Option<String> {
    match kind {
        Kind::File => Some(name.to_string_lossy().into_owned()),
        Kind::EmptyFolder => Some(format!("{}/", name.to_string_lossy())),
        Kind::Folder => None,
    }
}
