//! The list of our files, in the output itself.

use super::disk::{self, Modes, Stamp};
use crate::model::Hash128;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fs, io, path::Path};

/// Its name in the output.
pub const NAME: &str = ".portal-manifest.json";

/// What we wrote, and from what.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    pub tool: String,
    pub version: String,
    /// Whose output it is.
    pub site: String,
    /// The hash of all inputs.
    pub key: String,
    /// By path relative to the output.
    pub files: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub size: u64,
    pub hash: String,
    /// Nanoseconds since 1970, as the file system gave them.
    pub modified: u64,
}

/// There is a manifest, but it is not one.
#[derive(Debug)]
pub struct Broken(pub String);

impl Manifest {
    /// Of an output; `None` when it has none.
    pub fn read(target: &Path) -> Result<Option<Manifest>, Broken> {
        let bytes = match fs::read(target.join(NAME)) {
            Ok(bytes) => bytes,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(Broken(error.to_string())),
        };
        let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|error| Broken(error.to_string()))?;
        match manifest.files.keys().find(|path| !is_inside(path)) {
            // An output is not trusted more than any other folder: no name in it leads out of it.
            Some(path) => Err(Broken(format!("it names {path}"))),
            None => Ok(Some(manifest)),
        }
    }

    pub fn write(&self, tree: &Path, modes: &Modes) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(self)?;
        bytes.push(b'\n');
        disk::write_new(&tree.join(NAME), &bytes, modes).map(drop)
    }
}

impl Entry {
    pub fn new(hash: Hash128, stamp: Stamp) -> Entry {
        Entry { size: stamp.size, hash: hash.to_string(), modified: stamp.modified }
    }
}

/// Whether a path stays below the folder that it is joined to.
pub fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\0', '\\'])
        && path.split('/').all(|part| !matches!(part, "" | "." | "..") && part.len() <= 255)
        && Path::new(path).is_relative()
}
