//! One file that a person asked for by its name, such as a report.
//!
//! What always holds: a file that is there already is replaced only if it begins as we begin such files, so that a
//! slip of the hand in the command line costs nobody their work; there is no flag to overrule that, because the file
//! can be moved away. It is replaced in one step, whole or not at all.

use super::{disk, read_error, staging, write_error};
use crate::diag::{EnvError, Refusal};
use std::{
    fs::OpenOptions,
    io::{ErrorKind, Read},
    path::Path,
};

/// Writes a file whose bytes begin with `mark`.
pub fn write(path: &Path, mark: &str, bytes: &[u8]) -> Result<(), EnvError> {
    if !is_ours(path, mark)? {
        return Err(EnvError::Refused { path: path.into(), why: Refusal::OtherFile });
    }
    let new = staging::beside(path, &format!("{}.tmp", std::process::id()));
    let written = disk::create_new(&new)
        .and_then(|mut file| disk::write(&mut file, bytes))
        .and_then(|()| disk::rename(&new, path))
        .map_err(write_error(path));
    if written.is_err() {
        // What is left of it is of no use, and what failed is said already.
        let _ = disk::unlink(&new);
    }
    written
}

/// Whether nothing is lost with what is there.
fn is_ours(path: &Path, mark: &str) -> Result<bool, EnvError> {
    let mut beginning = Vec::new();
    let opened = disk::open(path, OpenOptions::new().read(true));
    match opened.and_then(|file| file.take(mark.len() as u64).read_to_end(&mut beginning)) {
        Ok(_) => Ok(beginning == mark.as_bytes()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) if error.kind() == ErrorKind::InvalidInput => Ok(false),
        Err(error) => Err(read_error(path)(error)),
    }
}
