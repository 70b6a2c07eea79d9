//! The one place that changes anything on the disk.
//!
//! In: a folder that the user named, opened as a [`Dir`], and names of files and folders below it. Out: what the
//! system did.
//!
//! What always holds:
//!
//! - No symbolic link below the folder of a [`Dir`] is followed, neither inside a name nor at its end. So a link
//!   that somebody committed into a project cannot lead a write, a rename or a removal out of it. A link in the way
//!   is a [`LinkInTheWay`].
//! - No name leads out of the folder: each part of it is a plain name.
//! - A file is only ever made new, never opened for writing a second time, but for the lock.
//! - Only this room calls a function that changes the disk (`tests/tidy.rs`).
//!
//! Deliberately not here: what is written, and when.

#![expect(clippy::disallowed_methods, reason = "the one door to the disk")]

#[cfg(test)]
pub mod fault;
#[cfg(not(unix))]
mod portable;
#[cfg(all(test, unix))]
mod tests;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub use portable::Dir;
#[cfg(unix)]
pub use unix::Dir;

use crate::diag::LinkInTheWay;
use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io::{self, Read, Write},
    path::{Component, Path, PathBuf},
    time::Duration,
};

/// Names that are tried for a temporary file.
const MOST_TEMPORARY: usize = 1000;

/// What stands under a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// What the system says of a name; of a link, not of what it leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DirEntry {
    /// Of the name itself; a link is a link.
    pub kind: EntryKind,
    /// In bytes.
    pub size: u64,
    /// Since 1970.
    pub modified: Duration,
    /// Number of the disk and of the file; 0 where the system does not say.
    pub identity: (u64, u64),
}

/// Rights, owner and group. Nothing on systems without such.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Access {
    /// The rights as bits, `0o755`.
    pub mode: u32,
    /// Number of the user.
    pub owner: u32,
    /// Number of the group.
    pub group: u32,
}

impl Dir {
    /// Makes the folder `name` and those above it, as far as they are missing.
    pub fn make_all(&self, name: &Path) -> io::Result<()> {
        let mut made = PathBuf::new();
        for part in name.components() {
            made.push(part);
            match self.make(&made) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                done => done?,
            }
        }
        // A file or a link may have one of the names.
        if name.as_os_str().is_empty() { Ok(()) } else { self.sub(name).map(drop) }
    }

    /// Whether there is anything of that name, if only a broken symbolic link.
    pub fn has(&self, name: &Path) -> bool {
        !matches!(self.entry(name), Err(error) if error.kind() == io::ErrorKind::NotFound)
    }

    /// Reads a regular file.
    pub fn read(&self, name: &Path) -> io::Result<Vec<u8>> {
        let mut file = self.open_file(name)?;
        step("read", &self.path().join(name))?;
        let mut bytes = Vec::new();
        // A file may claim any size.
        bytes.try_reserve_exact(file.metadata().map_or(0, |metadata| metadata.len() as usize))?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Writes a file in one step: under a hidden name beside it first, then under its own. What stood there is replaced,
    /// a symbolic link too.
    pub fn replace(&self, name: &Path, bytes: &[u8]) -> io::Result<()> {
        let (temporary, mut file) = self.temporary(name)?;
        let written = write(&mut file, bytes).and_then(|()| self.rename(&temporary, self, name));
        if written.is_err() {
            // What is left of it is of no use, and what failed is reported.
            let _ = self.remove_file(&temporary);
        }
        written
    }

    /// A new file beside `name`. A killed run may have left one of the same name, so there may be several.
    fn temporary(&self, name: &Path) -> io::Result<(PathBuf, File)> {
        for number in 0..MOST_TEMPORARY {
            let temporary = beside(name, &format!("{}-{number}.tmp", std::process::id()));
            match self.create(&temporary) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                created => return Ok((temporary, created?)),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// Makes a folder that the user named, and those above it. Links in its path are followed.
pub fn make_named(path: &Path) -> io::Result<()> {
    step("mkdir", path)?;
    std::fs::create_dir_all(path)
}

/// The hidden name of something of ours beside a file or folder: `.public.portal.lock`.
pub fn beside(name: &Path, what: &str) -> PathBuf {
    let mut hidden = OsString::from(".");
    hidden.push(name.file_name().unwrap_or_default());
    hidden.push(format!(".portal.{what}"));
    name.with_file_name(hidden)
}

/// Whether a name is one that [`beside`] gives.
pub fn is_beside(name: &str) -> bool {
    name.starts_with('.') && name.contains(".portal.")
}

/// Fills a new file.
pub fn write(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    step("write", Path::new(""))?;
    file.write_all(bytes)
}

/// Called before each step. Does nothing in the program; the tests use it to make any step fail.
pub fn step(_what: &str, _path: &Path) -> io::Result<()> {
    #[cfg(test)]
    fault::step(_what, _path)?;
    Ok(())
}

/// The folder of a name and its last part.
///
/// # Errors
/// When a part of the name is no plain name.
fn split(name: &Path) -> io::Result<(&Path, &OsStr)> {
    let is_plain = name.components().all(|part| matches!(part, Component::Normal(_)));
    match (name.parent(), name.file_name()) {
        (Some(folder), Some(last)) if is_plain => Ok((folder, last)),
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "not a path inside the folder")),
    }
}

fn link_in_the_way() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, LinkInTheWay)
}

fn not_a_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")
}
