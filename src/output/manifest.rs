//! The list of our files, in the output itself.

use super::{disk, read_error, tree::Tree};
use crate::{
    diag::{EnvError, Refusal},
    model::Hash128,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashSet},
    ffi::OsStr,
    fs::OpenOptions,
    io::{self, Read},
    path::Path,
};

/// Its name in the output.
pub const NAME: &str = ".portal-manifest.json";

/// What we wrote. The same site gives the same manifest, on every machine.
#[derive(Clone, Debug, Default, Hash, Serialize, Deserialize)]
pub struct Manifest {
    pub tool: String,
    pub version: String,
    /// Whose output it is.
    pub site: String,
    /// By path relative to the output.
    pub files: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entry {
    pub size: u64,
    pub hash: String,
}

impl Manifest {
    /// Of an output; `None` when it has none, or is not there.
    pub fn read(target: &Path) -> Result<Option<Manifest>, EnvError> {
        let (path, mut bytes) = (target.join(NAME), Vec::new());
        let read = disk::open(&path, OpenOptions::new().read(true)).and_then(|mut file| file.read_to_end(&mut bytes));
        let broken = |detail| EnvError::Refused { path: target.into(), why: Refusal::BrokenManifest(detail) };
        match read {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Err(broken(error.to_string())),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(read_error(&path)(error)),
        }
        let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|error| broken(error.to_string()))?;
        match manifest.files.keys().find(|name| !is_inside(name)) {
            // An output is not trusted more than any other folder: no name in it leads out of it.
            Some(name) => Err(broken(format!("it names {name}"))),
            None => Ok(Some(manifest)),
        }
    }

    pub fn write(&self, tree: &Tree) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(self)?;
        bytes.push(b'\n');
        disk::write(&mut tree.file(Path::new(NAME))?, &bytes)
    }

    pub fn hash(&self) -> Hash128 {
        Hash128::of_value(self)
    }

    /// Whether a file is ours.
    pub fn names(&self, name: &OsStr) -> bool {
        name.to_str().is_some_and(|name| self.files.contains_key(name))
    }

    /// The folders that our files are in.
    pub fn folders(&self) -> HashSet<&str> {
        self.files.keys().flat_map(|name| name.match_indices('/').map(|(end, _)| &name[..end])).collect()
    }
}

impl Entry {
    pub fn new(hash: Hash128, size: u64) -> Entry {
        Entry { size, hash: hash.to_string() }
    }

    /// Whether a file is still as it was written.
    pub fn stands(&self, path: &Path) -> bool {
        let seal = u128::from_str_radix(&self.hash, 16).map(|hash| disk::seal_of(Hash128(hash)));
        let is_sealed = |stamp: disk::Stamp| seal.is_ok_and(|seal| stamp.nanoseconds == seal);
        disk::stamp(path).is_ok_and(|stamp| stamp.is_file && stamp.size == self.size && is_sealed(stamp))
    }
}

/// Whether a path stays below the folder that it is joined to.
pub fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\0', '\\'])
        && path.split('/').all(|part| !matches!(part, "" | "." | "..") && part.len() <= 255)
        && Path::new(path).is_relative()
}
