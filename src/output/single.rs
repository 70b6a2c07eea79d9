//! One file that a person asked for by its name, such as a report.
//!
//! What always holds: a file that is there already is replaced only if it begins as we begin such files, so that a
//! slip of the hand in the command line costs nobody their work; there is no flag to overrule that, because the file
//! can be moved away. It is replaced in one step, whole or not at all.

use super::{guard::leads_out, read_error, write_error};
use crate::{
    diag::{EnvError, Refusal},
    disk::{self, Dir},
};
use std::{
    io::{ErrorKind, Read},
    path::Path,
};

/// Writes a file whose bytes begin with `mark`, at a path that the user named. A link in the project at `root`, which may
/// come from anybody, does not lead it out of the project.
pub fn write(path: &Path, root: &Path, mark: &str, bytes: &[u8]) -> Result<(), EnvError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = path.file_name() else {
        return Err(EnvError::Refused { path: path.into(), why: Refusal::OtherFile });
    };
    if root.canonicalize().is_ok_and(|root| leads_out(folder, &root)) {
        return Err(EnvError::Refused { path: path.into(), why: Refusal::Link });
    }
    let folder = Dir::open(folder).map_err(write_error(path))?;
    write_in(&folder, Path::new(name), mark, bytes)
}

/// The same below an open folder.
pub fn write_in(folder: &Dir, name: &Path, mark: &str, bytes: &[u8]) -> Result<(), EnvError> {
    let path = folder.path().join(name);
    if !is_ours(folder, name, mark)? {
        return Err(EnvError::Refused { path, why: Refusal::OtherFile });
    }
    folder.replace(name, bytes).map_err(write_error(&path))
}

/// Whether nothing is lost with what is there.
fn is_ours(folder: &Dir, name: &Path, mark: &str) -> Result<bool, EnvError> {
    let is_file = match folder.entry(name) {
        Ok(entry) => entry.kind == disk::EntryKind::File,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(EnvError::write(&folder.path().join(name), error)),
    };
    let mut beginning = Vec::new();
    let read = |file: std::fs::File| file.take(mark.len() as u64).read_to_end(&mut beginning);
    if is_file {
        folder.open_file(name).and_then(read).map_err(read_error(&folder.path().join(name)))?;
    }
    Ok(is_file && beginning == mark.as_bytes())
}
