//! Keeps a second run out of an output.

use super::{disk, staging::beside};
use crate::diag::EnvError;
use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
};

/// Held until it is dropped; the file beside the output goes with it.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    pub fn take(target: &Path) -> Result<Lock, EnvError> {
        let path = beside(target, "lock");
        let error = |source| EnvError::Write { path: path.clone(), source };
        loop {
            let mut options = OpenOptions::new();
            let file = disk::open(&path, options.create(true).truncate(false).write(true)).map_err(error)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(EnvError::Locked { path: target.into() }),
                Err(TryLockError::Error(source)) => return Err(error(source)),
            }
            // Whoever held it before may have removed the file between the opening and the locking; then the
            // lock is on a file that nobody else will find.
            if same_file(&file, &path) {
                return Ok(Lock { path, _file: file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = disk::unlink(&self.path);
    }
}

#[cfg(unix)]
fn same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    file.metadata().ok().map(identity) == std::fs::symlink_metadata(path).ok().map(identity)
}

#[cfg(not(unix))]
fn same_file(_: &File, path: &Path) -> bool {
    path.exists()
}
