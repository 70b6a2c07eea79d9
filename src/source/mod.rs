//! The one door for input.
//!
//! In: the project's folder, and today's date, which the caller reads from the clock. Out: a [`Snapshot`]: the
//! sources and the theme as bytes, the assets by name and size, what Git knows. Nothing after it reads a disk or a clock,
//! with two exceptions. `output` copies the assets that are published. The engine asks the snapshot for the bytes of the
//! images that pages show, because these are known late and are few.
//!
//! What always holds: below the folder of the sources no symbolic link is followed, and no path leads out of the root.
//! The folders of the sources and of the theme may be links to other folders of the project. A file that cannot be read
//! is an error: it must not look like a file that its author removed. The order of the folders on disk changes nothing.
//!
//! Deliberately not here: what the files mean.

#![expect(clippy::disallowed_methods, reason = "the one door for input")]

mod generators;
mod git;
mod include;
mod memory;
mod path_map;
mod project_files;
mod rules;
mod scan;
mod stamp;
mod static_roots;
mod theme;
mod walk;

pub use git::{Git, GitFolder, HistoryError};
pub use include::Included;
pub use path_map::{Difference, PathMap};
pub use project_files::ProjectFiles;
pub use scan::{ScanOptions, read_config, scan};
pub use stamp::Stamp;
pub use theme::ThemeFiles;

use crate::{
    diag::{Diagnostic, EnvError},
    disk::{self, Dir},
    model::{Date, Hash128, RelPath},
};
use static_roots::StaticFiles;
use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use walk::SourceTree;

/// Everything that a build depends on.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The project's root.
    pub root: PathBuf,
    /// The name of the root's folder; empty when it has none.
    pub name: String,
    /// The folder of the sources, relative to the root; `""` when it is the root.
    pub src: String,
    /// Markdown, by path relative to the folder of the sources. Snapshots share unchanged parts of the map.
    pub sources: PathMap<SourceFile>,
    /// Every other file there. It is not read before a page needs its bytes.
    pub assets: PathMap<Stamp>,
    /// What is at the paths that blocks of code may name, from the root.
    pub included: BTreeMap<RelPath, Included>,
    /// The theme's files, with those of the site over them.
    pub theme: ThemeFiles,
    /// The repository, and the dates and contributors if the options ask for them.
    pub git: Git,
    /// The day of the build, in the zone of the configuration.
    pub today: Date,
    /// What is wrong with names, links and folders on the disk.
    pub diagnostics: Vec<Diagnostic>,
    /// All folders that were read, from the root, in no order. The watcher watches them: a new file appears in one of them.
    pub folders: Vec<PathBuf>,
    /// When reading it began, since 1970.
    pub begun: Duration,
    /// Names on disk that differ from their paths, from the folder of the sources: their Unicode normalisation may differ.
    other_names: Arc<BTreeMap<RelPath, Arc<str>>>,
    /// The assets that lie outside the sources.
    static_files: StaticFiles,
    /// The bytes of assets that are in memory only.
    held: BTreeMap<RelPath, Arc<[u8]>>,
    /// The folders of the sources; `None` for a project in memory.
    tree: Option<SourceTree>,
}

/// A Markdown file, or a file that a block of code shows.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// As they are on the disk, of any encoding.
    pub bytes: Arc<[u8]>,
    /// The hash of `bytes`.
    pub hash: Hash128,
    /// The files that its blocks of code could show, from the root.
    pub named: Arc<[RelPath]>,
}

impl PartialEq for SourceFile {
    fn eq(&self, other: &SourceFile) -> bool {
        self.hash == other.hash
    }
}
impl Eq for SourceFile {}
impl Hash for SourceFile {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

impl SourceFile {
    /// A file that names no other.
    pub fn new(bytes: Vec<u8>) -> SourceFile {
        SourceFile { hash: Hash128::of(&bytes), bytes: bytes.into(), named: Arc::default() }
    }

    /// A source; `shown` is its path from the root.
    fn of_source(shown: &RelPath, bytes: Vec<u8>) -> SourceFile {
        let named = include::named(shown, &bytes).into_iter().collect();
        SourceFile { named, ..SourceFile::new(bytes) }
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
            None => {
                let (folder, name) = self.place_of(path);
                Dir::open(&folder)?.read(name).map(Arc::from)
            }
        }
    }

    /// An asset, open for reading.
    pub fn open(&self, path: &RelPath) -> std::io::Result<std::fs::File> {
        let (folder, name) = self.place_of(path);
        Dir::open(&folder)?.open_file(name)
    }

    /// Where a source or an asset is on disk.
    pub fn on_disk(&self, path: &RelPath) -> PathBuf {
        let (folder, name) = self.place_of(path);
        folder.join(name)
    }

    /// The folder of the sources, or the root for a file of a static root; and the name on disk from there.
    fn place_of<'p>(&'p self, path: &'p RelPath) -> (PathBuf, &'p Path) {
        match self.static_files.names.get(path) {
            Some(name) => (self.root.clone(), Path::new(&**name)),
            None => {
                let name = self.other_names.get(path).map_or(path.as_str(), |name| name);
                (self.root.join(&self.src), Path::new(name))
            }
        }
    }

    /// Whether a file, by its path from the project's root, is published from a static root.
    pub fn is_static(&self, shown: &RelPath) -> bool {
        self.static_files.names.values().any(|name| **name == *shown.as_str())
    }
}

/// Reads a file that the user or `portal` itself named. Links are followed.
fn read(path: &Path) -> Result<Vec<u8>, EnvError> {
    let read = disk::step("read", path).and_then(|()| std::fs::read(path));
    read.map_err(|source| EnvError::read(path, source))
}

/// The metadata of a folder of the project.
///
/// # Errors
/// When the disk does not say whether there is such a folder.
fn folder_at(path: &Path) -> Result<bool, EnvError> {
    Ok(metadata_of(path)?.is_some_and(|metadata| metadata.is_dir()))
}

/// The metadata of a path, through links; `None` when there is nothing.
///
/// # Errors
/// When the disk does not say, and for a link that leads nowhere: what it led to may come back.
fn metadata_of(path: &Path) -> Result<Option<std::fs::Metadata>, EnvError> {
    match disk::step("stat", path).and_then(|()| std::fs::metadata(path)) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            let is_link = std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
            if is_link { Err(EnvError::read(path, error)) } else { Ok(None) }
        }
        Err(error) => Err(EnvError::read(path, error)),
    }
}

/// Whether a folder or file, which may be a link, lies below the project's root, and in no folder of another tool.
fn is_of_project(root: &Path, path: &Path) -> bool {
    match (root.canonicalize(), path.canonicalize()) {
        (Ok(root), Ok(path)) => {
            path.strip_prefix(root).is_ok_and(|path| path != Path::new("") && !walk::is_hidden(path))
        }
        _ => false,
    }
}
