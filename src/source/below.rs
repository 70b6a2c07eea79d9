//! Opens a file of the project that was named by somebody else.
//!
//! What always holds: no symbolic link is followed on the way, also when one comes between a check and the opening.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// Reads the file at `path`, parts joined by `/`, below `folder`.
pub fn read_below(folder: &Path, path: &str) -> io::Result<Vec<u8>> {
    let mut file = open_below(folder, path)?;
    let mut bytes = Vec::with_capacity(file.metadata().map_or(0, |metadata| metadata.len() as usize));
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens `path`, parts joined by `/`, below `folder`.
#[cfg(unix)]
pub fn open_below(folder: &Path, path: &str) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags, open, openat};
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut at = open(folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let (parents, name) = path.rsplit_once('/').unwrap_or(("", path));
    for part in parents.split('/').filter(|part| !part.is_empty()) {
        at = openat(&at, part, flags | OFlags::DIRECTORY, Mode::empty())?;
    }
    // A pipe would keep whoever opens it waiting.
    Ok(File::from(openat(&at, name, flags | OFlags::NONBLOCK, Mode::empty())?))
}

/// Opens `path`, parts joined by `/`, below `folder`.
#[cfg(not(unix))]
pub fn open_below(folder: &Path, path: &str) -> io::Result<File> {
    let mut found = folder.to_path_buf();
    for part in path.split('/') {
        found.push(part);
        if std::fs::symlink_metadata(&found)?.is_symlink() {
            return Err(io::ErrorKind::NotFound.into());
        }
    }
    File::open(found)
}
