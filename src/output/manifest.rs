//! The list of our files, in the output itself.

use super::{read_error, seal, tree::Tree, walk};
use crate::{
    diag::{EnvError, Refusal},
    disk::{self, Dir},
    model::Hash128,
};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashSet},
    io,
    path::Path,
};

/// Its name in the output.
pub(super) const NAME: &str = ".portal-manifest.json";

/// What we wrote. The same site gives the same manifest, on every machine.
#[derive(Clone, Debug, Default, Hash, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub tool: String,
    pub version: String,
    /// Whose output it is.
    pub site: String,
    /// By path relative to the output.
    pub files: BTreeMap<String, ManifestEntry>,
    /// It was found broken, and made again from the files that still carry our seal.
    #[serde(skip)]
    pub is_mended: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct ManifestEntry {
    pub size: u64,
    pub hash: String,
}

impl Manifest {
    /// Of an output; `None` when it has none. One that is broken, as a power failure leaves it, is mended.
    ///
    /// # Errors
    /// When something else than a file has its name, or it cannot be read.
    pub(super) fn read(output: &Dir) -> Result<Option<Manifest>, EnvError> {
        match output.read(Path::new(NAME)) {
            Ok(bytes) => match serde_json::from_slice::<Manifest>(&bytes) {
                // An output is not trusted more than any other folder: no name in it leads out of it.
                Ok(manifest) if manifest.files.keys().all(|name| is_inside(name)) => Ok(Some(manifest)),
                _ => Manifest::mend(output).map(Some),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
                let why = Refusal::BrokenManifest(error.to_string());
                Err(EnvError::Refused { path: output.path().into(), why })
            }
            Err(error) => Err(EnvError::read(&output.path().join(NAME), error)),
        }
    }

    /// Of the files that carry the seal of their bytes.
    fn mend(output: &Dir) -> Result<Manifest, EnvError> {
        let files = Mutex::new(BTreeMap::new());
        walk::visit(output, &|seen| {
            let Some(name) = seen.name.to_str().filter(|_| seen.kind == walk::WalkedKind::File) else { return Ok(()) };
            if !output.entry(seen.name).is_ok_and(|entry| entry.kind == disk::EntryKind::File) {
                return Ok(());
            }
            let bytes = output.read(seen.name).map_err(read_error(&output.path().join(seen.name)))?;
            let entry = ManifestEntry::new(Hash128::of(&bytes), bytes.len() as u64);
            if entry.stands(output, seen.name) {
                files.lock().insert(name.to_owned(), entry);
            }
            Ok(())
        })?;
        let files = files.into_inner();
        Ok(Manifest { files, is_mended: true, ..Manifest::default() })
    }

    pub(super) fn write(&self, tree: &Tree) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(self)?;
        bytes.push(b'\n');
        disk::write(&mut tree.file(Path::new(NAME))?, &bytes)
    }

    pub(super) fn hash(&self) -> Hash128 {
        Hash128::of_value(self)
    }

    /// Whether a file is ours.
    pub(super) fn names(&self, name: &Path) -> bool {
        name.to_str().is_some_and(|name| self.files.contains_key(name))
    }

    /// The folders that our files are in.
    pub(super) fn folders(&self) -> HashSet<&str> {
        self.files.keys().flat_map(|name| name.match_indices('/').map(|(end, _)| &name[..end])).collect()
    }
}

impl ManifestEntry {
    pub(super) fn new(hash: Hash128, size: u64) -> ManifestEntry {
        ManifestEntry { size, hash: hash.to_string() }
    }

    /// Whether a file is still as it was written, as far as its size and its seal say.
    pub(super) fn stands(&self, folder: &Dir, name: &Path) -> bool {
        let seal = u128::from_str_radix(&self.hash, 16).map(|hash| seal::nanoseconds(Hash128(hash)));
        let is_sealed = |there: &disk::DirEntry| seal.is_ok_and(|seal| there.modified.subsec_nanos() == seal);
        let there = folder.glance(name);
        there.is_ok_and(|there| there.kind == disk::EntryKind::File && there.size == self.size && is_sealed(&there))
    }
}

/// Whether a path stays below the folder that it is joined to.
pub(super) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\0', '\\'])
        && path.split('/').all(|part| !matches!(part, "" | "." | "..") && part.len() <= 255)
        && Path::new(path).is_relative()
}
