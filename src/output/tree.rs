//! The new site on its way: a folder in which everything is made and nothing changed.

use crate::disk::{Access, Dir};
use parking_lot::Mutex;
use std::{
    collections::HashSet,
    fs::File,
    io,
    path::{Path, PathBuf},
};

/// Rights with which a web server of any user can read the site.
const FOLDER: u32 = 0o755;
const FILE: u32 = 0o644;

/// Made empty by [`Tree::begin`]; folders come with the first entry in them.
#[derive(Debug)]
pub(super) struct Tree {
    root: Dir,
    /// Whether the user's mask gives other rights than those that a host needs.
    is_masked: bool,
    /// That are there. Locked to ask and to note, not while one is made.
    folders: Mutex<HashSet<PathBuf>>,
}

impl Tree {
    /// In an empty folder that was just made. It gets the rights and the group of the folder that it will replace.
    pub(super) fn begin(root: Dir, replaced: Option<Access>) -> io::Result<Tree> {
        let made = root.access()?;
        let access = replaced.unwrap_or(Access { mode: made.mode & !0o777 | FOLDER, ..made });
        if access != made {
            root.set_access(access)?;
        }
        let is_masked = made.mode & 0o777 != FOLDER;
        Ok(Tree { root, is_masked, folders: Mutex::new(HashSet::from([PathBuf::new()])) })
    }

    pub(super) fn root(&self) -> &Dir {
        &self.root
    }

    /// A new file. `AlreadyExists` if there is anything of that name.
    pub(super) fn file(&self, name: &Path) -> io::Result<File> {
        self.folder_of(name)?;
        let file = self.root.create(name)?;
        #[cfg(unix)]
        if self.is_masked {
            use std::os::unix::fs::PermissionsExt;
            crate::disk::step("chmod", &self.root.path().join(name))?;
            file.set_permissions(std::fs::Permissions::from_mode(FILE))?;
        }
        #[cfg(not(unix))]
        let _ = FILE;
        Ok(file)
    }

    /// A second name for a file in another folder. `AlreadyExists` if there is anything of that name here.
    pub(super) fn link(&self, from: &Dir, name: &Path) -> io::Result<()> {
        self.folder_of(name)?;
        from.link(name, &self.root, name)
    }

    /// A folder; it may be there.
    pub(super) fn folder(&self, name: &Path) -> io::Result<()> {
        if self.known(|known| known.contains(name)) {
            return Ok(());
        }
        self.folder_of(name)?;
        match self.root.make(name) {
            Ok(()) if self.is_masked => {
                let folder = self.root.sub(name)?;
                let access = folder.access()?;
                folder.set_access(Access { mode: access.mode & !0o777 | FOLDER, ..access })?;
            }
            Ok(()) => {}
            // Another thread was first.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && self.root.sub(name).is_ok() => {}
            Err(error) => return Err(error),
        }
        self.known(|known| known.insert(name.into()));
        Ok(())
    }

    /// Makes the folder that something is in.
    fn folder_of(&self, name: &Path) -> io::Result<()> {
        name.parent().map_or(Ok(()), |folder| self.folder(folder))
    }

    fn known<T>(&self, ask: impl FnOnce(&mut HashSet<PathBuf>) -> T) -> T {
        ask(&mut self.folders.lock())
    }
}
