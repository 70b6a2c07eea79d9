//! The folder that is published, by the folder that it is in: whatever stands under its name.
//!
//! What always holds: below the project no symbolic link is followed on the way to it; a path that only the command line
//! names may lead elsewhere, as its user wants.

use super::write_error;
use crate::{
    diag::EnvError,
    disk::{self, Dir, EntryKind},
};
use std::{
    io,
    path::{Path, PathBuf},
};

#[derive(Debug)]
pub(super) struct OutputTarget {
    /// In which it is.
    pub parent: Dir,
    pub name: PathBuf,
    /// For messages.
    pub path: PathBuf,
}

impl OutputTarget {
    /// Opens the folder that `path` is in. `path` has no links and no dots; `root` is the project's, likewise.
    pub(super) fn open(path: &Path, root: &Path) -> io::Result<OutputTarget> {
        let (start, inside) = folder_of(path, root);
        let start = Dir::open(start)?;
        Ok(OutputTarget::new(path, if inside == Path::new("") { start } else { start.sub(inside)? }))
    }

    /// The same; the folders above that are missing are made.
    pub(super) fn make(path: &Path, root: &Path) -> Result<OutputTarget, EnvError> {
        let (start, inside) = folder_of(path, root);
        let made = disk::make_named(start).and_then(|()| Dir::open(start)?.make_all(inside));
        made.and_then(|()| OutputTarget::open(path, root)).map_err(write_error(path.parent().unwrap_or(path)))
    }

    fn new(path: &Path, parent: Dir) -> OutputTarget {
        OutputTarget { parent, name: path.file_name().unwrap_or_default().into(), path: path.into() }
    }

    /// The folder itself; none when there is none.
    ///
    /// # Errors
    /// When something else has its name.
    pub(super) fn folder(&self) -> io::Result<Option<Dir>> {
        match self.parent.sub(&self.name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            opened => opened.map(Some),
        }
    }

    /// The name of something of ours beside the output: `.public.portal.lock`.
    pub(super) fn beside(&self, what: &str) -> PathBuf {
        disk::beside(&self.name, what)
    }

    pub(super) fn is_missing_or_empty(&self) -> bool {
        match self.parent.entry(&self.name) {
            Ok(entry) if entry.kind == EntryKind::Folder => {
                self.parent.sub(&self.name).and_then(|folder| folder.entries()).is_ok_and(|entries| entries.is_empty())
            }
            Ok(_) => false,
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        }
    }
}

/// Where to begin, and the folders from there to the one that `path` is in: from the project when it is inside.
fn folder_of<'p>(path: &'p Path, root: &'p Path) -> (&'p Path, &'p Path) {
    let parent = path.parent().unwrap_or(path);
    parent.strip_prefix(root).map_or((parent, Path::new("")), |inside| (root, inside))
}
