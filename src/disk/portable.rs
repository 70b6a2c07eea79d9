//! A folder on systems on which nothing is opened below an open folder: each part of a name is checked before it is
//! used. A link that comes between the look and the use is followed.

use super::{Access, DirEntry, EntryKind, link_in_the_way, not_a_file, split, step};
use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

/// A folder by its path.
#[derive(Debug)]
pub struct Dir {
    path: PathBuf,
}

impl Dir {
    /// Opens a folder that the user named. Links in its path are followed.
    pub fn open(path: &Path) -> io::Result<Dir> {
        step("open", path)?;
        if fs::metadata(path)?.is_dir() {
            Ok(Dir { path: path.into() })
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }

    /// For messages.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder `name`.
    pub fn sub(&self, name: &Path) -> io::Result<Dir> {
        Dir::open(&self.whole(name)?)
    }

    /// Makes a folder; the one that it is in is there.
    pub fn make(&self, name: &Path) -> io::Result<()> {
        fs::create_dir(self.inside(name)?)
    }

    /// Makes a new file, open for writing. `AlreadyExists` if there is anything of that name.
    pub fn create(&self, name: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(self.inside(name)?)
    }

    /// Opens a file only to lock it. Makes it if it is not there.
    pub fn open_lock(&self, name: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).create(true).truncate(false).open(self.whole(name)?)
    }

    /// Opens a regular file for reading.
    pub fn open_file(&self, name: &Path) -> io::Result<File> {
        let file = File::open(self.whole(name)?)?;
        if file.metadata()?.is_file() { Ok(file) } else { Err(not_a_file()) }
    }

    /// What stands under a name; of a link, the link itself.
    pub fn entry(&self, name: &Path) -> io::Result<DirEntry> {
        let metadata = fs::symlink_metadata(self.inside(name)?)?;
        Ok(DirEntry {
            kind: kind(metadata.file_type()),
            size: metadata.len(),
            modified: metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default(),
            identity: (0, 0),
        })
    }

    /// The same.
    pub fn glance(&self, name: &Path) -> io::Result<DirEntry> {
        self.entry(name)
    }

    /// What is in the folder, in no order.
    pub fn entries(&self) -> io::Result<Vec<(OsString, EntryKind)>> {
        let entry =
            |entry: io::Result<fs::DirEntry>| entry.and_then(|entry| Ok((entry.file_name(), kind(entry.file_type()?))));
        fs::read_dir(&self.path)?.map(entry).collect()
    }

    /// Gives a file a second name.
    pub fn link(&self, name: &Path, to: &Dir, to_name: &Path) -> io::Result<()> {
        fs::hard_link(self.inside(name)?, to.inside(to_name)?)
    }

    /// Replaces what stands under the new name, if the system allows it.
    pub fn rename(&self, name: &Path, to: &Dir, to_name: &Path) -> io::Result<()> {
        fs::rename(self.inside(name)?, to.inside(to_name)?)
    }

    /// No system without folders of this kind can let two entries change places.
    pub fn exchange(&self, _name: &Path, _to: &Dir, _to_name: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Removes a file or a link, not a folder.
    pub fn remove_file(&self, name: &Path) -> io::Result<()> {
        fs::remove_file(self.inside(name)?)
    }

    /// Removes an empty folder.
    pub fn remove_dir(&self, name: &Path) -> io::Result<()> {
        fs::remove_dir(self.inside(name)?)
    }

    /// Nothing here.
    pub fn access(&self) -> io::Result<Access> {
        Ok(Access { mode: 0o755, owner: 0, group: 0 })
    }

    /// Does nothing here.
    pub fn set_access(&self, _access: Access) -> io::Result<()> {
        Ok(())
    }

    /// Is found out by writing.
    pub fn check_writable(&self) -> io::Result<()> {
        Ok(())
    }

    /// Nothing here asks the system for that.
    pub fn flush(&self) -> io::Result<()> {
        Ok(())
    }

    /// Nothing here asks the system for that.
    pub fn flush_names(&self) -> io::Result<()> {
        Ok(())
    }

    /// The path of a name, whose folders are no links.
    fn inside(&self, name: &Path) -> io::Result<PathBuf> {
        let (folder, last) = split(name)?;
        Ok(if folder.as_os_str().is_empty() { self.path.join(last) } else { self.whole(folder)?.join(last) })
    }

    /// The path of a name, which is no link either.
    fn whole(&self, name: &Path) -> io::Result<PathBuf> {
        split(name)?;
        let mut path = self.path.clone();
        for part in name.iter() {
            path.push(part);
            step("open", &path)?;
            if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink()) {
                return Err(link_in_the_way());
            }
        }
        Ok(path)
    }
}

fn kind(kind: fs::FileType) -> EntryKind {
    match kind {
        kind if kind.is_symlink() => EntryKind::Link,
        kind if kind.is_dir() => EntryKind::Folder,
        kind if kind.is_file() => EntryKind::File,
        _ => EntryKind::Other,
    }
}
