//! The new site on its way: a folder in which everything is made and nothing changed.

use super::{disk, modes::Modes};
use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

/// Made empty by [`Tree::begin`]; folders come with the first entry in them.
#[derive(Debug)]
pub struct Tree {
    root: PathBuf,
    modes: Modes,
}

impl Tree {
    pub fn begin(root: &Path) -> io::Result<Tree> {
        disk::mkdir(root)?;
        let modes = Modes::of(root)?;
        modes.apply_to_folder(root)?;
        Ok(Tree { root: root.into(), modes })
    }

    /// A new file. `AlreadyExists` if there is anything of that name.
    pub fn file(&self, name: &Path) -> io::Result<File> {
        self.make(name, |path| disk::create(path, self.modes))
    }

    /// A second name for a file outside. `AlreadyExists` if there is anything of that name here.
    pub fn link(&self, from: &Path, name: &Path) -> io::Result<()> {
        self.make(name, |path| disk::link(from, path))
    }

    /// A folder; it may be there.
    pub fn folder(&self, name: &Path) -> io::Result<()> {
        self.make(name, |path| self.folder_at(path))
    }

    /// Tries, and if that fails for want of a folder, makes the folder and tries again.
    fn make<T>(&self, name: &Path, make: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
        let path = self.root.join(name);
        match make(&path) {
            Err(missing) if missing.kind() == io::ErrorKind::NotFound => {
                if let Some(folder) = name.parent() {
                    self.folder(folder)?;
                }
                make(&path)
            }
            done => done,
        }
    }

    fn folder_at(&self, path: &Path) -> io::Result<()> {
        match disk::mkdir(path) {
            Ok(()) => self.modes.apply_to_folder(path),
            // Another thread was first.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
            Err(error) => Err(error),
        }
    }

    pub fn path(&self, name: &Path) -> PathBuf {
        self.root.join(name)
    }
}
