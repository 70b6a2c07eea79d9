//! Takes trees away without taking anybody's files.

use super::{
    Summary, foreign,
    manifest::{self, Manifest},
    target::OutputTarget,
    walk::{self, WalkedKind},
    write_error,
};
use crate::{
    diag::EnvError,
    disk::{self, Dir},
};
use parking_lot::Mutex;
use std::{io, path::Path};

/// Removes a tree that never was published: everything in it is ours, or a second name of a published file.
/// Anything else of that name stays.
pub(super) fn all(folder: &Dir, name: &Path) -> Result<(), EnvError> {
    if !folder.entry(name).is_ok_and(|entry| entry.kind == disk::EntryKind::Folder) {
        return Ok(());
    }
    let tree = folder.sub(name).map_err(write_error(&folder.path().join(name)))?;
    walk::visit(&tree, &|seen| {
        if seen.kind == WalkedKind::File { unlink(&tree, seen.name) } else { rmdir(&tree, seen.name) }
    })?;
    rmdir(folder, name)
}

/// Removes the tree `name` that the target replaced, as far as that loses nothing.
///
/// What its manifest names is ours. Any other file goes if the published site holds the very same one under its name,
/// or if it is empty; it is moved there if nothing has that name; else it stays.
pub(super) fn replaced(folder: &Dir, name: &Path, target: &OutputTarget) -> Result<(), EnvError> {
    if !folder.entry(name).is_ok_and(|entry| entry.kind == disk::EntryKind::Folder) {
        return Ok(());
    }
    let tree = folder.sub(name).map_err(write_error(&folder.path().join(name)))?;
    let ours = match Manifest::read(&tree) {
        Ok(Some(manifest)) => manifest,
        // Then nothing is known to be ours.
        Ok(None) | Err(EnvError::Refused { .. }) => return rmdir(folder, name),
        Err(error) => return Err(error),
    };
    let published = target.folder().map_err(write_error(&target.path))?;
    // Of a mended list a file that the new site does not have may be a copy that somebody made.
    let is_ours = |name: &Path| {
        ours.names(name) && (!ours.is_mended || published.as_ref().is_some_and(|published| published.has(name)))
    };
    walk::visit(&tree, &|seen| match (seen.kind, &published) {
        (WalkedKind::File, _) if seen.name == manifest::NAME => Ok(()),
        (WalkedKind::File, _) if is_ours(seen.name) => unlink(&tree, seen.name),
        (WalkedKind::File, Some(published)) => rescue(&tree, seen.name, published),
        (WalkedKind::File, None) => Ok(()),
        (WalkedKind::Folder | WalkedKind::EmptyFolder, _) => rmdir(&tree, seen.name),
    })?;
    // Last, so that a run that was cut short can be repeated.
    unlink(&tree, Path::new(manifest::NAME))?;
    rmdir(folder, name)
}

/// Removes what the manifest of an output names, and then the manifest.
pub(super) fn ours(target: &OutputTarget, folder: &Dir, ours: &Manifest) -> Result<Summary, EnvError> {
    let (folders, summary) = (ours.folders(), Mutex::new(Summary::default()));
    let summary_of = |change: &dyn Fn(&mut Summary)| change(&mut summary.lock());
    walk::visit(folder, &|seen| {
        match seen.kind {
            WalkedKind::File if seen.name == manifest::NAME => {}
            WalkedKind::File if ours.names(seen.name) => {
                unlink(folder, seen.name)?;
                summary_of(&|summary| summary.removed += 1);
            }
            WalkedKind::Folder | WalkedKind::EmptyFolder
                if seen.name.to_str().is_some_and(|name| folders.contains(name)) =>
            {
                rmdir(folder, seen.name)?;
            }
            kind => summary_of(&|summary| summary.foreign.extend(foreign::shown(seen.name, kind))),
        }
        Ok(())
    })?;
    unlink(folder, Path::new(manifest::NAME))?;
    rmdir(&target.parent, &target.name)?;
    let mut summary = summary.into_inner();
    summary.foreign.sort();
    Ok(summary)
}

fn rescue(tree: &Dir, name: &Path, published: &Dir) -> Result<(), EnvError> {
    let entry = tree.entry(name);
    let is_same = |entry: &disk::DirEntry| published.entry(name).is_ok_and(|there| there == *entry);
    let is_empty =
        |entry: &disk::DirEntry| entry.kind == disk::EntryKind::File && entry.size == 0 && published.has(name);
    if entry.is_ok_and(|entry| is_same(&entry) || is_empty(&entry)) {
        return unlink(tree, name);
    }
    if !published.has(name) {
        let made = name.parent().map_or(Ok(()), |folder| published.make_all(folder));
        match made.and_then(|()| tree.rename(name, published, name)) {
            // A file of the new site has the name of its folder.
            Err(error) if matches!(error.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory) => {}
            done => return done.map_err(write_error(&published.path().join(name))),
        }
    }
    Ok(())
}

fn unlink(folder: &Dir, name: &Path) -> Result<(), EnvError> {
    folder.remove_file(name).map_err(write_error(&folder.path().join(name)))
}

/// Removes a folder, unless something is left in it.
fn rmdir(folder: &Dir, name: &Path) -> Result<(), EnvError> {
    match folder.remove_dir(name) {
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
        done => done.map_err(write_error(&folder.path().join(name))),
    }
}
