//! The one door for input.
//!
//! In: the project's folder, and today's date from whoever may read the clock. Out: a [`Snapshot`]: the
//! sources and the theme as bytes, the assets by name and size, what Git knows. Nothing after it reads a disk
//! or a clock, but for `output`, which copies the assets that a page asked for, and the engine, which asks the
//! snapshot for the bytes of the images that pages show: which they are is known late, and most are not.
//!
//! What always holds: a symbolic link is never followed, and no path leads out of the root; the order of the
//! folders on disk changes nothing.
//!
//! Deliberately not here: what the files mean.

#![expect(clippy::disallowed_methods, reason = "the one door for input")]

mod below;
mod git;
mod include;
mod memory;
mod path_map;
mod rules;
mod scan;
mod stamp;
mod theme;
mod walk;

pub use git::Git;
pub use include::Included;
pub use path_map::{Difference, PathMap};
pub use scan::{ScanOptions, read_config, scan};
pub use theme::ThemeFiles;

use crate::{
    diag::{Diagnostic, EnvError},
    model::{Date, Hash128, RelPath},
};
use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
    path::{Path, PathBuf},
    sync::Arc,
};
use walk::Tree;

/// Everything that a build depends on.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub root: PathBuf,
    /// Of the root's folder; empty when it has none.
    pub name: String,
    /// The folder of the sources, relative to the root; `""` when it is the root.
    pub src: String,
    /// Markdown, by path relative to the folder of the sources. Snapshots of one project share what is the same.
    pub sources: PathMap<File>,
    /// Every other file there.
    pub assets: PathMap<Asset>,
    /// What is at the paths that blocks of code may name, from the root.
    pub included: BTreeMap<RelPath, Included>,
    pub theme: ThemeFiles,
    pub git: Git,
    pub today: Date,
    pub diagnostics: Vec<Diagnostic>,
    /// The folders that were looked into, from the root, in no order: a new file comes up in one of them.
    pub folders: Vec<PathBuf>,
    /// The bytes of assets that lie on no disk.
    held: BTreeMap<RelPath, Arc<[u8]>>,
    /// The folders of the sources; none for what lies on no disk.
    tree: Option<Tree>,
}

#[derive(Clone, Debug)]
pub struct File {
    pub bytes: Arc<[u8]>,
    /// Of exactly these bytes.
    pub hash: Hash128,
    /// The files that its blocks of code could show, from the root.
    pub named: Arc<[RelPath]>,
}

impl PartialEq for File {
    fn eq(&self, other: &File) -> bool {
        self.hash == other.hash
    }
}
impl Eq for File {}
impl Hash for File {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

/// A file that is copied, not read, unless a page links to it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Asset {
    pub size: u64,
    /// Nanoseconds since 1970.
    pub modified: u128,
}

impl File {
    pub fn new(bytes: Vec<u8>) -> File {
        File { hash: Hash128::of(&bytes), bytes: bytes.into(), named: Arc::default() }
    }

    /// A source; `shown` is its path from the root.
    fn of_source(shown: &RelPath, bytes: Vec<u8>) -> File {
        let named = include::named(shown, &bytes).into_iter().collect();
        File { named, ..File::new(bytes) }
    }
}

impl Snapshot {
    /// The path of a source or an asset relative to the project's root, as messages show it.
    pub fn shown(&self, path: &RelPath) -> RelPath {
        match self.src.as_str() {
            "" => path.clone(),
            src => RelPath::new_from(src, path.as_str()).expect("a normal path stays below its folder"),
        }
    }

    /// The bytes of an asset.
    pub fn asset(&self, path: &RelPath) -> std::io::Result<Arc<[u8]>> {
        match self.held.get(path) {
            Some(bytes) => Ok(bytes.clone()),
            None => std::fs::read(self.on_disk(path)).map(Arc::from),
        }
    }

    /// An asset, open for reading.
    pub fn open(&self, path: &RelPath) -> std::io::Result<std::fs::File> {
        below::open_below(&self.root.join(&self.src), path.as_str())
    }

    /// Where an asset is on disk.
    pub fn on_disk(&self, path: &RelPath) -> PathBuf {
        self.root.join(&self.src).join(path.as_str())
    }
}

fn read(path: &Path) -> Result<Vec<u8>, EnvError> {
    std::fs::read(path).map_err(|source| EnvError::Read { path: path.into(), source })
}
