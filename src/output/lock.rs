//! Keeps a second run out of an output.

use super::target::OutputTarget;
use crate::{
    diag::{EnvError, Refusal},
    disk::DirEntry,
};
use std::{
    fs::{File, TryLockError},
    path::PathBuf,
    sync::Arc,
};

/// Held until it is dropped; the file beside the output goes with it.
#[derive(Debug)]
pub(super) struct Lock {
    target: Arc<OutputTarget>,
    name: PathBuf,
    _file: File,
}

impl Lock {
    pub(super) fn take(target: &Arc<OutputTarget>) -> Result<Lock, EnvError> {
        let name = target.beside("lock");
        let error = |source| EnvError::write(&target.parent.path().join(&name), source);
        loop {
            let file = target.parent.open_lock(&name).map_err(error)?;
            if file.metadata().is_ok_and(|metadata| metadata.len() > 0) {
                let path = target.parent.path().join(&name);
                return Err(EnvError::Refused { path, why: Refusal::OtherFile });
            }
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(EnvError::Locked { path: target.path.clone() }),
                Err(TryLockError::Error(source)) => return Err(error(source)),
            }
            // Another run may have removed the file between the opening and the locking; then the lock is on a file
            // that nobody else finds.
            if target.parent.entry(&name).is_ok_and(|there| is_same(&file, &there)) {
                return Ok(Lock { target: target.clone(), name, _file: file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.target.parent.remove_file(&self.name);
    }
}

#[cfg(unix)]
fn is_same(file: &File, there: &DirEntry) -> bool {
    use std::os::unix::fs::MetadataExt;
    file.metadata().is_ok_and(|metadata| (metadata.dev(), metadata.ino()) == there.identity)
}

#[cfg(not(unix))]
fn is_same(_: &File, _: &DirEntry) -> bool {
    true
}
