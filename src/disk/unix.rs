//! A folder on systems that open files below an open folder.

use super::{Access, DirEntry, EntryKind, link_in_the_way, not_a_file, split, step};
use rustix::{
    fd::{AsFd, BorrowedFd, OwnedFd},
    fs::{AtFlags, FileType, Mode, OFlags},
    io::Errno,
};
use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    time::Duration,
};

/// A folder, held open: it stays the same folder whatever becomes of its name.
#[derive(Debug)]
pub struct Dir {
    fd: OwnedFd,
    path: PathBuf,
}

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

impl Dir {
    /// Opens a folder that the user named. Links in its path are followed.
    pub fn open(path: &Path) -> io::Result<Dir> {
        step("open", path)?;
        Ok(Dir { fd: rustix::fs::open(path, FOLDER, Mode::empty())?, path: path.into() })
    }

    /// For messages.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder `name`.
    pub fn sub(&self, name: &Path) -> io::Result<Dir> {
        let path = self.path.join(name);
        step("open", &path)?;
        Ok(Dir { fd: self.open_with(name, FOLDER, Mode::empty())?, path })
    }

    /// Makes a folder; the one that it is in is there.
    pub fn make(&self, name: &Path) -> io::Result<()> {
        step("mkdir", &self.path.join(name))?;
        self.at(name, |folder, last| rustix::fs::mkdirat(folder, last, Mode::from_raw_mode(0o777)))
    }

    /// Makes a new file, open for writing. `AlreadyExists` if there is anything of that name.
    pub fn create(&self, name: &Path) -> io::Result<File> {
        step("create", &self.path.join(name))?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        Ok(self.open_with(name, flags, Mode::from_raw_mode(0o666))?.into())
    }

    /// Opens a file only to lock it. Makes it if it is not there.
    pub fn open_lock(&self, name: &Path) -> io::Result<File> {
        step("open", &self.path.join(name))?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::NONBLOCK | OFlags::CLOEXEC;
        regular(self.open_with(name, flags, Mode::from_raw_mode(0o666))?)
    }

    /// Opens a regular file for reading, without waiting on what is none.
    pub fn open_file(&self, name: &Path) -> io::Result<File> {
        step("open", &self.path.join(name))?;
        regular(self.open_with(name, OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty())?)
    }

    /// What stands under a name; of a link, the link itself.
    pub fn entry(&self, name: &Path) -> io::Result<DirEntry> {
        self.at(name, |folder, last| rustix::fs::statat(folder, last, AtFlags::SYMLINK_NOFOLLOW))
            .map(|stat| DirEntry::of(&stat))
    }

    /// The same for a name in a folder of ours, in one call of the system: a link inside the name is followed, so this
    /// is only for what is read.
    pub fn glance(&self, name: &Path) -> io::Result<DirEntry> {
        Ok(DirEntry::of(&rustix::fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// What is in the folder, in no order.
    pub fn entries(&self) -> io::Result<Vec<(OsString, EntryKind)>> {
        step("list", &self.path)?;
        let mut entries = Vec::new();
        for entry in rustix::fs::Dir::read_from(&self.fd)? {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name == "." || name == ".." {
                continue;
            }
            let kind = match entry.file_type() {
                FileType::Unknown => self.entry(Path::new(name))?.kind,
                known => kind(known),
            };
            entries.push((name.to_owned(), kind));
        }
        Ok(entries)
    }

    /// Gives a file a second name; of a link, the link itself.
    pub fn link(&self, name: &Path, to: &Dir, to_name: &Path) -> io::Result<()> {
        step("link", &to.path.join(to_name))?;
        let link = |from: BorrowedFd, name: &OsStr| {
            to.at_raw(to_name, |folder, last| rustix::fs::linkat(from, name, folder, last, AtFlags::empty()))
        };
        self.at_raw(name, link).map_err(explained)
    }

    /// Replaces what stands under the new name, if the system allows it.
    pub fn rename(&self, name: &Path, to: &Dir, to_name: &Path) -> io::Result<()> {
        step("rename", &to.path.join(to_name))?;
        let rename = |from: BorrowedFd, name: &OsStr| {
            to.at_raw(to_name, |folder, last| rustix::fs::renameat(from, name, folder, last))
        };
        self.at_raw(name, rename).map_err(explained)
    }

    /// Lets two entries change places in one step. `Unsupported` where the system cannot.
    pub fn exchange(&self, name: &Path, to: &Dir, to_name: &Path) -> io::Result<()> {
        step("exchange", &to.path.join(to_name))?;
        #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
        {
            let flags = rustix::fs::RenameFlags::EXCHANGE;
            let exchange = |from: BorrowedFd, name: &OsStr| {
                to.at_raw(to_name, |folder, last| rustix::fs::renameat_with(from, name, folder, last, flags))
            };
            self.at_raw(name, exchange).map_err(|error| match error {
                Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP => io::ErrorKind::Unsupported.into(),
                error => explained(error),
            })
        }
        #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Removes a file or a link, not a folder.
    pub fn remove_file(&self, name: &Path) -> io::Result<()> {
        step("unlink", &self.path.join(name))?;
        self.at(name, |folder, last| rustix::fs::unlinkat(folder, last, AtFlags::empty()))
    }

    /// Removes an empty folder.
    pub fn remove_dir(&self, name: &Path) -> io::Result<()> {
        step("rmdir", &self.path.join(name))?;
        self.at(name, |folder, last| rustix::fs::unlinkat(folder, last, AtFlags::REMOVEDIR))
    }

    /// Of the folder itself.
    pub fn access(&self) -> io::Result<Access> {
        let stat = rustix::fs::fstat(&self.fd)?;
        Ok(Access { mode: stat.st_mode & 0o7777, owner: stat.st_uid, group: stat.st_gid })
    }

    /// Gives the folder an owner and a group, where the user may, and then rights: giving a group can take rights away.
    pub fn set_access(&self, Access { mode, owner, group }: Access) -> io::Result<()> {
        use rustix::fs::{Gid, Uid, fchown};
        step("chmod", &self.path)?;
        // Only root may give a folder away, and only a member of a group to the group; it is usable without.
        if self.access()?.owner != owner {
            let _ = fchown(&self.fd, Some(Uid::from_raw(owner)), None);
        }
        if self.access()?.group != group {
            let _ = fchown(&self.fd, None, Some(Gid::from_raw(group)));
        }
        Ok(rustix::fs::fchmod(&self.fd, Mode::from_raw_mode(mode))?)
    }

    /// Whether we may add to the folder and take from it.
    pub fn check_writable(&self) -> io::Result<()> {
        step("access", &self.path)?;
        let access = rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK;
        Ok(rustix::fs::accessat(&self.fd, ".", access, AtFlags::EACCESS)?)
    }

    /// Waits until the medium holds all that was written to the file system of the folder.
    pub fn flush(&self) -> io::Result<()> {
        step("flush", &self.path)?;
        #[cfg(target_os = "linux")]
        rustix::fs::syncfs(&self.fd)?;
        #[cfg(not(target_os = "linux"))]
        rustix::fs::sync();
        Ok(())
    }

    /// Waits until the medium holds the names in the folder.
    pub fn flush_names(&self) -> io::Result<()> {
        step("flush", &self.path)?;
        Ok(rustix::fs::fsync(&self.fd)?)
    }

    /// Does something with the last part of a name in the open folder that it is in.
    fn at<T>(&self, name: &Path, act: impl FnOnce(BorrowedFd, &OsStr) -> Result<T, Errno>) -> io::Result<T> {
        self.at_raw(name, act).map_err(explained)
    }

    fn at_raw<T>(&self, name: &Path, act: impl FnOnce(BorrowedFd, &OsStr) -> Result<T, Errno>) -> Result<T, Errno> {
        let (folder, last) = split(name).map_err(|_| Errno::INVAL)?;
        if folder.as_os_str().is_empty() {
            act(self.fd.as_fd(), last)
        } else {
            act(open_below(self.fd.as_fd(), folder, FOLDER, Mode::empty())?.as_fd(), last)
        }
    }

    fn open_with(&self, name: &Path, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
        split(name)?;
        open_below(self.fd.as_fd(), name, flags | OFlags::NOFOLLOW, mode).map_err(|error| match error {
            // A folder cannot be a link, and the system only says that it is no folder.
            Errno::NOTDIR if self.is_link(name) => link_in_the_way(),
            // What opening a socket says.
            Errno::NXIO => not_a_file(),
            error => explained(error),
        })
    }

    fn is_link(&self, name: &Path) -> bool {
        self.at_raw(name, |folder, last| rustix::fs::statat(folder, last, AtFlags::SYMLINK_NOFOLLOW))
            .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink)
    }
}

/// Opens a name below a folder; no link is followed.
fn open_below(folder: BorrowedFd, name: &Path, flags: OFlags, mode: Mode) -> Result<OwnedFd, Errno> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{ResolveFlags, openat2};
        let within = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        // Old kernels and some sandboxes do not have the call; those take the way below.
        match openat2(folder, name, flags, mode, within) {
            Err(Errno::NOSYS | Errno::PERM) => {}
            done => return done,
        }
    }
    open_in_parts(folder, name, flags, mode)
}

/// The same, folder by folder.
fn open_in_parts(folder: BorrowedFd, name: &Path, flags: OFlags, mode: Mode) -> Result<OwnedFd, Errno> {
    let mut parts = name.iter();
    let last = parts.next_back().ok_or(Errno::INVAL)?;
    let mut above: Option<OwnedFd> = None;
    for part in parts {
        let at = above.as_ref().map_or(folder, |above| above.as_fd());
        above = Some(rustix::fs::openat(at, part, FOLDER | OFlags::NOFOLLOW, Mode::empty())?);
    }
    let at = above.as_ref().map_or(folder, |above| above.as_fd());
    rustix::fs::openat(at, last, flags | OFlags::NOFOLLOW, mode)
}

fn regular(fd: OwnedFd) -> io::Result<File> {
    let file = File::from(fd);
    if file.metadata()?.is_file() { Ok(file) } else { Err(not_a_file()) }
}

fn explained(error: Errno) -> io::Error {
    if error == Errno::LOOP { link_in_the_way() } else { error.into() }
}

impl DirEntry {
    fn of(stat: &rustix::fs::Stat) -> DirEntry {
        let seconds = u64::try_from(stat.st_mtime).unwrap_or_default();
        DirEntry {
            kind: kind(FileType::from_raw_mode(stat.st_mode)),
            size: u64::try_from(stat.st_size).unwrap_or_default(),
            modified: Duration::new(seconds, u32::try_from(stat.st_mtime_nsec).unwrap_or_default()),
            identity: (stat.st_dev, stat.st_ino),
        }
    }
}

fn kind(kind: FileType) -> EntryKind {
    match kind {
        FileType::RegularFile => EntryKind::File,
        FileType::Directory => EntryKind::Folder,
        FileType::Symlink => EntryKind::Link,
        _ => EntryKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_the_new_call_no_link_is_followed_either() {
        let temporary = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(temporary.path().join("a/b")).unwrap();
        std::fs::write(temporary.path().join("a/b/file"), "x").unwrap();
        std::os::unix::fs::symlink("a", temporary.path().join("link")).unwrap();
        std::os::unix::fs::symlink("file", temporary.path().join("a/b/link")).unwrap();
        let dir = Dir::open(temporary.path()).unwrap();
        let open = |name: &str| open_in_parts(dir.fd.as_fd(), Path::new(name), OFlags::RDONLY, Mode::empty());
        for (name, opens) in
            [("a", true), ("a/b/file", true), ("link/b/file", false), ("a/b/link", false), ("link", false)]
        {
            assert_eq!(open(name).is_ok(), opens, "{name}");
        }
    }
}
