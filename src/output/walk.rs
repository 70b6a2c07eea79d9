//! Goes through a folder.

use super::read_error;
use crate::{
    diag::EnvError,
    disk::{self, Dir},
};
use rayon::prelude::*;
use std::{
    ffi::{OsStr, OsString},
    io,
    path::Path,
};

/// Something in a folder.
pub struct Seen<'a> {
    /// Relative to the folder that is gone through, with `/`; not always UTF-8.
    pub name: &'a OsStr,
    /// The folder that it is in.
    pub folder: &'a Dir,
    /// Its name there.
    pub last: &'a Path,
    pub kind: Kind,
    /// Of a folder, itself.
    pub itself: Option<&'a Dir>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// Or anything else that is no folder. Symbolic links are not followed.
    File,
    Folder,
    /// It was empty before anything in it was seen.
    EmptyFolder,
}

/// Calls `see` for every entry below `folder`, from many threads; for a folder after all that is in it, so that
/// `see` may remove what it sees.
pub fn visit(folder: &Dir, see: &(dyn Fn(Seen) -> Result<(), EnvError> + Sync)) -> Result<(), EnvError> {
    inside(folder, OsStr::new(""), see).map(drop)
}

fn inside(folder: &Dir, prefix: &OsStr, see: &(dyn Fn(Seen) -> Result<(), EnvError> + Sync)) -> Result<Kind, EnvError> {
    // The whole list before anything is done with it: removing while reading skips entries on some systems.
    let entries = folder.entries().map_err(read_error(folder.path()))?;
    let mut folders = Vec::new();
    for (last, kind) in &entries {
        let (name, last) = (joined(prefix, last), Path::new(last));
        if *kind == disk::Kind::Folder {
            folders.push((name, last));
        } else {
            see(Seen { name: &name, folder, last, kind: Kind::File, itself: None })?;
        }
    }
    folders.par_iter().try_for_each(|(name, last)| {
        let itself = match folder.sub(last) {
            // Somebody has just removed it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened.map_err(read_error(&folder.path().join(last)))?,
        };
        let kind = inside(&itself, name, see)?;
        see(Seen { name, folder, last, kind, itself: Some(&itself) })
    })?;
    Ok(if entries.is_empty() { Kind::EmptyFolder } else { Kind::Folder })
}

fn joined(prefix: &OsStr, last: &OsStr) -> OsString {
    let mut name = prefix.to_owned();
    if !name.is_empty() {
        name.push("/");
    }
    name.push(last);
    name
}
