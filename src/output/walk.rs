//! Goes through a folder.

use super::read_error;
use crate::diag::EnvError;
use rayon::prelude::*;
use std::{
    ffi::{OsStr, OsString},
    fs, io,
    path::{Path, PathBuf},
};

/// Something in a folder.
pub struct Seen<'a> {
    /// Relative to the folder that is gone through, with `/`; not always UTF-8.
    pub name: &'a OsStr,
    pub path: &'a Path,
    pub kind: Kind,
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
pub fn visit(folder: &Path, see: &(dyn Fn(Seen) -> Result<(), EnvError> + Sync)) -> Result<(), EnvError> {
    inside(folder, OsStr::new(""), see).map(drop)
}

fn inside(
    folder: &Path,
    prefix: &OsStr,
    see: &(dyn Fn(Seen) -> Result<(), EnvError> + Sync),
) -> Result<Kind, EnvError> {
    let entries = read(folder, prefix).map_err(read_error(folder))?;
    let mut folders = Vec::new();
    for (name, path, is_folder) in &entries {
        if *is_folder {
            folders.push((name, path));
        } else {
            see(Seen { name, path, kind: Kind::File })?;
        }
    }
    folders.par_iter().try_for_each(|(name, path)| {
        let kind = inside(path, name, see)?;
        see(Seen { name, path, kind })
    })?;
    Ok(if entries.is_empty() { Kind::EmptyFolder } else { Kind::Folder })
}

/// The whole list before anything is done with it: removing while reading skips entries on some systems.
fn read(folder: &Path, prefix: &OsStr) -> io::Result<Vec<(OsString, PathBuf, bool)>> {
    fs::read_dir(folder)?
        .map(|entry| {
            let entry = entry?;
            let mut name = prefix.to_owned();
            if !name.is_empty() {
                name.push("/");
            }
            name.push(entry.file_name());
            Ok((name, entry.path(), entry.file_type()?.is_dir()))
        })
        .collect()
}
