//! The new site on its way: a folder in which everything is made and nothing changed.

use super::{disk, modes::Modes};
use std::{
    collections::HashSet,
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// Made empty by [`Tree::begin`]; folders come with the first entry in them.
#[derive(Debug)]
pub struct Tree {
    root: PathBuf,
    modes: Modes,
    /// That are there. Locked to ask and to note, not while one is made.
    folders: Mutex<HashSet<PathBuf>>,
}

impl Tree {
    pub fn begin(root: &Path) -> io::Result<Tree> {
        disk::mkdir(root)?;
        let modes = Modes::of(root)?;
        modes.apply_to_folder(root)?;
        Ok(Tree { root: root.into(), modes, folders: Mutex::new(HashSet::from([PathBuf::new()])) })
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
        if self.known(|known| known.contains(name)) {
            return Ok(());
        }
        if let Some(folder) = name.parent() {
            self.folder(folder)?;
        }
        let path = self.path(name);
        match disk::mkdir(&path) {
            Ok(()) => self.modes.apply_to_folder(&path)?,
            // Another thread was first.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
            Err(error) => return Err(error),
        }
        self.known(|known| known.insert(name.into()));
        Ok(())
    }

    /// Makes something, and the folder that it is in.
    fn make<T>(&self, name: &Path, make: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
        if let Some(folder) = name.parent() {
            self.folder(folder)?;
        }
        make(&self.path(name))
    }

    fn known<T>(&self, ask: impl FnOnce(&mut HashSet<PathBuf>) -> T) -> T {
        ask(&mut self.folders.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn path(&self, name: &Path) -> PathBuf {
        self.root.join(name)
    }
}
