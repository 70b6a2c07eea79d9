//! The folder beside the output in which a site is made, and the step that makes it public.
//!
//! What is in it says by its name how far a run came, so that the next one knows what to do with it:
//!
//! - `new` is the site on its way. It never was published: everything in it is ours to remove.
//! - `gone` is the site that was replaced, or, just before the step, the whole new one. It is removed by its
//!   manifest.
//! - `old` is the published site between the two renames of a system that cannot exchange folders. It is whole,
//!   and put back if nothing took its place.

use super::{manifest::Manifest, remove, target::OutputTarget, tree::Tree, write_error};
use crate::{
    diag::{EnvError, Refusal},
    disk::{Dir, EntryKind},
};
use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

const NEW: &str = "new";
const OLD: &str = "old";
const GONE: &str = "gone";

/// Cleared away when it is dropped; what cannot be removed then is removed by the next run.
#[derive(Debug)]
pub(super) struct Staging {
    target: Arc<OutputTarget>,
    /// Its name beside the output.
    name: PathBuf,
}

impl Staging {
    /// Only for a run that holds the lock.
    pub(super) fn of(target: &Arc<OutputTarget>) -> Staging {
        Staging { target: target.clone(), name: target.beside("tmp") }
    }

    /// Makes the folder, and in it the tree of the new site.
    pub(super) fn begin(&self) -> Result<Tree, EnvError> {
        let replaced = self.target.folder().ok().flatten().and_then(|folder| folder.access().ok());
        let make = || {
            self.target.parent.make(&self.name)?;
            let folder = self.folder()?;
            folder.make(Path::new(NEW))?;
            Tree::begin(folder.sub(Path::new(NEW))?, replaced)
        };
        make().map_err(write_error(&self.path()))
    }

    /// The step. After it the new site is the published one; if it fails, the old one is, at the latest after
    /// [`Staging::recover`]. `replaces` says whether there is a site of ours to replace.
    pub(super) fn swap(&self, replaces: bool) -> Result<(), EnvError> {
        let OutputTarget { parent, name, path } = &*self.target;
        let done = self.folder().and_then(|folder| {
            if replaces && parent.has(name) {
                self.change_places(&folder)
            } else {
                // Takes the place of nothing or of an empty folder. Fails on any other.
                folder.rename(Path::new(NEW), parent, name)
            }
        });
        done.map_err(|source| match source.kind() {
            io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy => {
                EnvError::Refused { path: path.clone(), why: Refusal::MountPoint }
            }
            _ => EnvError::write(path, source),
        })
    }

    fn change_places(&self, folder: &Dir) -> io::Result<()> {
        let [new, old, gone] = [NEW, OLD, GONE].map(Path::new);
        let OutputTarget { parent, name, .. } = &*self.target;
        folder.rename(new, folder, gone)?;
        match folder.exchange(gone, parent, name) {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
            done => return done,
        }
        folder.rename(gone, folder, new)?;
        parent.rename(name, folder, old)?;
        folder.rename(new, parent, name)
    }

    /// Finishes or undoes what a run began, and clears it away. Gives the folder to which that was set aside
    /// which is not ours and has no place in the output.
    pub(super) fn recover(&self) -> Result<Option<PathBuf>, EnvError> {
        let OutputTarget { parent, name, path } = &*self.target;
        if !parent.has(&self.name) {
            return Ok(None);
        }
        let [new, old, gone] = [NEW, OLD, GONE].map(Path::new);
        let error = |source| EnvError::write(&self.path(), source);
        let folder = self.folder().map_err(error)?;
        let is_folder = |name: &Path| folder.entry(name).is_ok_and(|entry| entry.kind == EntryKind::Folder);
        // Anything else of that name is not ours, and is set aside.
        if is_folder(old) {
            let published = self.target.folder().map_err(write_error(path))?;
            if self.target.is_missing_or_empty() {
                folder.rename(old, parent, name).map_err(write_error(path))?;
            } else if !folder.has(gone) && published.as_ref().map(Manifest::read).transpose()?.flatten().is_some() {
                folder.rename(old, &folder, gone).map_err(error)?;
            }
        }
        remove::all(&folder, new)?;
        remove::replaced(&folder, gone, &self.target)?;
        match parent.remove_dir(&self.name) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
            done => return done.map(|()| None).map_err(error),
        }
        let aside = (1..).map(|n| self.target.beside(&format!("kept-{n}"))).find(|name| !parent.has(name));
        let aside = aside.expect("numbers do not end");
        parent.rename(&self.name, parent, &aside).map_err(error)?;
        Ok(Some(parent.path().join(aside)))
    }

    /// # Errors
    /// When there is none, or something else has its name.
    fn folder(&self) -> io::Result<Dir> {
        match self.target.parent.entry(&self.name)?.kind {
            EntryKind::File | EntryKind::Other => Err(io::ErrorKind::NotADirectory.into()),
            EntryKind::Folder | EntryKind::Link => self.target.parent.sub(&self.name),
        }
    }

    fn path(&self) -> PathBuf {
        self.target.parent.path().join(&self.name)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = self.recover();
    }
}
