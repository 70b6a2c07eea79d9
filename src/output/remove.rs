//! Takes trees away without taking anybody's files.

use super::{
    Summary, disk, foreign,
    manifest::{self, Manifest},
    walk::{self, Kind, Seen},
    write_error,
};
use crate::diag::EnvError;
use std::{
    fs, io,
    path::Path,
    sync::{Mutex, PoisonError},
};

/// Removes a tree that never was published: everything in it is ours, or a second name of a published file.
pub fn all(tree: &Path) -> Result<(), EnvError> {
    if !disk::is_there(tree) {
        return Ok(());
    }
    walk::visit(tree, &|seen| {
        if seen.kind == Kind::File { unlink(seen.path) } else { rmdir(seen.path) }
    })?;
    rmdir(tree)
}

/// Removes the tree that `published` replaced, as far as that loses nothing.
///
/// What its manifest names is ours. Any other file goes if `published` holds the very same one under its name;
/// it is moved there if nothing has that name; else it stays.
pub fn replaced(tree: &Path, published: &Path) -> Result<(), EnvError> {
    if !fs::symlink_metadata(tree).is_ok_and(|metadata| metadata.is_dir()) {
        return Ok(());
    }
    let ours = match Manifest::read(tree) {
        Ok(Some(manifest)) => manifest,
        // Then nothing is known to be ours.
        Ok(None) | Err(EnvError::Refused { .. }) => return rmdir(tree),
        Err(error) => return Err(error),
    };
    walk::visit(tree, &|seen| match seen.kind {
        Kind::File if seen.name == manifest::NAME => Ok(()),
        Kind::File if ours.names(seen.name) => unlink(seen.path),
        Kind::File => rescue(&seen, published),
        Kind::Folder | Kind::EmptyFolder => rmdir(seen.path),
    })?;
    // Last, so that a run that was cut short can be repeated.
    unlink(&tree.join(manifest::NAME))?;
    rmdir(tree)
}

/// Removes what the manifest of an output names, and then the manifest.
pub fn ours(target: &Path, ours: &Manifest) -> Result<Summary, EnvError> {
    let (folders, summary) = (ours.folders(), Mutex::new(Summary::default()));
    let summary_of =
        |change: &dyn Fn(&mut Summary)| change(&mut summary.lock().unwrap_or_else(PoisonError::into_inner));
    walk::visit(target, &|seen| {
        match seen.kind {
            Kind::File if seen.name == manifest::NAME => {}
            Kind::File if ours.names(seen.name) => {
                unlink(seen.path)?;
                summary_of(&|summary| summary.removed += 1);
            }
            Kind::Folder | Kind::EmptyFolder if seen.name.to_str().is_some_and(|name| folders.contains(name)) => {
                rmdir(seen.path)?;
            }
            kind => summary_of(&|summary| summary.foreign.extend(foreign::shown(seen.name, kind))),
        }
        Ok(())
    })?;
    unlink(&target.join(manifest::NAME))?;
    rmdir(target)?;
    let mut summary = summary.into_inner().unwrap_or_else(PoisonError::into_inner);
    summary.foreign.sort();
    Ok(summary)
}

fn rescue(seen: &Seen, published: &Path) -> Result<(), EnvError> {
    let there = published.join(seen.name);
    if disk::stamp(seen.path).is_ok_and(|stamp| disk::stamp(&there).is_ok_and(|same| same == stamp)) {
        return unlink(seen.path);
    }
    if !disk::is_there(&there) {
        let made = there.parent().map_or(Ok(()), disk::mkdir_all);
        match made.and_then(|()| disk::rename(seen.path, &there)) {
            // A file of the new site has the name of its folder.
            Err(error) if matches!(error.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory) => {}
            done => return done.map_err(write_error(&there)),
        }
    }
    Ok(())
}

fn unlink(path: &Path) -> Result<(), EnvError> {
    disk::unlink(path).map_err(write_error(path))
}

/// Removes a folder, unless something is left in it.
fn rmdir(path: &Path) -> Result<(), EnvError> {
    match disk::rmdir(path) {
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
        done => done.map_err(write_error(path)),
    }
}
