//! The folder beside the output in which a site is made, and the step that makes it public.
//!
//! What is in it says by its name how far a run came, so that the next one knows what to do with it:
//!
//! - `new` is the site on its way. It never was published: everything in it is ours to remove.
//! - `gone` is the site that was replaced, or, just before the step, the whole new one. It is removed by its
//!   manifest.
//! - `old` is the published site between the two renames of a system that cannot exchange folders. It is whole,
//!   and put back if nothing took its place.

use super::{disk, manifest::Manifest, remove, tree::Tree, write_error};
use crate::diag::{EnvError, Refusal};
use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

/// Cleared away when it is dropped; what cannot be removed then is removed by the next run.
#[derive(Debug)]
pub struct Staging {
    target: PathBuf,
    folder: PathBuf,
    new: PathBuf,
    old: PathBuf,
    gone: PathBuf,
}

/// The name of something of ours beside the output: `.public.portal.lock`.
pub fn beside(target: &Path, what: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".portal.{what}"));
    target.with_file_name(name)
}

impl Staging {
    /// Only for who holds the lock.
    pub fn of(target: &Path) -> Staging {
        let folder = beside(target, "tmp");
        let [new, old, gone] = ["new", "old", "gone"].map(|name| folder.join(name));
        Staging { target: target.into(), folder, new, old, gone }
    }

    pub fn begin(&self) -> Result<Tree, EnvError> {
        disk::mkdir(&self.folder).and_then(|()| Tree::begin(&self.new)).map_err(write_error(&self.folder))
    }

    /// The step. After it the new site is the published one; if it fails, the old one is, at the latest after
    /// [`Staging::recover`]. `replaces` says whether there is a site of ours to replace.
    pub fn swap(&self, replaces: bool) -> Result<(), EnvError> {
        let done = if replaces && disk::is_there(&self.target) {
            self.change_places()
        } else {
            // Takes the place of nothing or of an empty folder. Fails on any other.
            disk::rename(&self.new, &self.target)
        };
        done.map_err(|source| match source.kind() {
            io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy => {
                EnvError::Refused { path: self.target.clone(), why: Refusal::MountPoint }
            }
            _ => write_error(&self.target)(source),
        })
    }

    fn change_places(&self) -> io::Result<()> {
        disk::rename(&self.new, &self.gone)?;
        match disk::exchange(&self.gone, &self.target) {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
            done => return done,
        }
        disk::rename(&self.gone, &self.new)?;
        disk::rename(&self.target, &self.old)?;
        disk::rename(&self.new, &self.target)
    }

    /// Finishes or undoes what a run began, and clears it away. Gives the folder to which that was set aside
    /// which is not ours and has no place in the output.
    pub fn recover(&self) -> Result<Option<PathBuf>, EnvError> {
        if !disk::is_there(&self.folder) {
            return Ok(None);
        }
        let error = |source| EnvError::Write { path: self.folder.clone(), source };
        if !fs::symlink_metadata(&self.folder).map_err(error)?.is_dir() {
            return Err(error(io::ErrorKind::NotADirectory.into()));
        }
        if disk::is_there(&self.old) {
            if is_missing_or_empty(&self.target) {
                disk::rename(&self.old, &self.target).map_err(write_error(&self.target))?;
            } else if Manifest::read(&self.target)?.is_some() {
                disk::rename(&self.old, &self.gone).map_err(error)?;
            }
        }
        remove::all(&self.new)?;
        remove::replaced(&self.gone, &self.target)?;
        match disk::rmdir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
            done => return done.map(|()| None).map_err(error),
        }
        let aside = (1..).map(|n| beside(&self.target, &format!("kept-{n}"))).find(|path| !disk::is_there(path));
        let aside = aside.expect("numbers do not end");
        disk::rename(&self.folder, &aside).map_err(error)?;
        Ok(Some(aside))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = self.recover();
    }
}

fn is_missing_or_empty(folder: &Path) -> bool {
    !disk::is_there(folder) || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}
