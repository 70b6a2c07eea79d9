//! Files that another generator's configuration stands in, by their paths from the project's root.
//!
//! In: the root, on the disk or in memory. Out: the bytes of each file that is asked for, and whether something is there.
//!
//! What always holds: nothing outside the root is read, and no symbolic link is followed. What was read is remembered,
//! so that the build knows all that it depends on.
//!
//! Deliberately not here: which files there are to ask for (`generators`).

use super::walk::existing;
use crate::{
    diag::EnvError,
    disk::{Dir, EntryKind},
    model::RelPath,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::Path,
    sync::Arc,
};

/// Most bytes of a file. A larger one counts as missing: no configuration is as large.
const LARGEST: u64 = 1024 * 1024;

/// The files of a project, read one by one.
pub struct ProjectFiles<'a> {
    place: FilePlace<'a>,
    /// Where the other generator's project is, from the root; all paths that are asked for begin there.
    folder: String,
    /// Everything that was read, with its bytes.
    read: BTreeMap<RelPath, Arc<[u8]>>,
    /// The first error of the disk.
    error: Option<EnvError>,
}

enum FilePlace<'a> {
    Disk(Dir),
    Memory(&'a BTreeMap<RelPath, Vec<u8>>),
}

impl ProjectFiles<'static> {
    /// # Errors
    /// When the root cannot be opened.
    pub fn on_disk(root: &Path) -> Result<ProjectFiles<'static>, EnvError> {
        let root = Dir::open(root).map_err(|source| EnvError::read(root, source))?;
        Ok(ProjectFiles { place: FilePlace::Disk(root), folder: String::new(), read: BTreeMap::new(), error: None })
    }
}

impl<'a> ProjectFiles<'a> {
    /// A project in memory.
    pub fn in_memory(files: &'a BTreeMap<RelPath, Vec<u8>>) -> ProjectFiles<'a> {
        ProjectFiles { place: FilePlace::Memory(files), folder: String::new(), read: BTreeMap::new(), error: None }
    }

    /// The same of the files in a folder.
    #[must_use]
    pub fn below(self, folder: &RelPath) -> ProjectFiles<'a> {
        ProjectFiles { folder: folder.as_str().to_owned(), ..self }
    }

    /// The folder in which the project of the other generator is; empty for the root.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The bytes of a regular file; `None` if there is none.
    pub fn read(&mut self, path: &RelPath) -> Option<Arc<[u8]>> {
        let path = &RelPath::new_from(&self.folder, path.as_str())?;
        if let Some(bytes) = self.read.get(path) {
            return Some(bytes.clone());
        }
        let bytes: Arc<[u8]> = match &self.place {
            FilePlace::Memory(files) => files.get(path)?.as_slice().into(),
            FilePlace::Disk(root) => match read_file(root, Path::new(path.as_str())) {
                Ok(bytes) => bytes?.into(),
                Err(source) => {
                    let path = root.path().join(path.as_str());
                    self.error.get_or_insert(EnvError::Read { path, source });
                    return None;
                }
            },
        };
        self.read.insert(path.clone(), bytes.clone());
        Some(bytes)
    }

    /// Whether there is a file or a folder.
    pub fn has(&self, path: &str) -> bool {
        let Some(path) = RelPath::new_from(&self.folder, path) else { return false };
        let path = path.as_str();
        match &self.place {
            FilePlace::Memory(files) => {
                let inside =
                    |file: &RelPath| file.as_str().strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
                path.is_empty() || files.keys().any(|file| file.as_str() == path || inside(file))
            }
            FilePlace::Disk(root) => path.is_empty() || root.entry(Path::new(path)).is_ok(),
        }
    }

    /// The names of the files and folders in a folder, in order; none if it cannot be read.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let Some(folder) = RelPath::new_from(&self.folder, folder) else { return Vec::new() };
        let names: BTreeSet<String> = match &self.place {
            FilePlace::Memory(files) => {
                let inside = |file: &RelPath| match folder.as_str() {
                    "" => Some(file.as_str().to_owned()),
                    folder => Some(file.as_str().strip_prefix(folder)?.strip_prefix('/')?.to_owned()),
                };
                let name = |path: String| path.split('/').next().unwrap_or_default().to_owned();
                files.keys().filter_map(inside).map(name).collect()
            }
            FilePlace::Disk(root) => {
                let entries = match folder.as_str() {
                    "" => root.entries(),
                    folder => root.sub(Path::new(folder)).and_then(|folder| folder.entries()),
                };
                entries.into_iter().flatten().filter_map(|(name, _)| name.into_string().ok()).collect()
            }
        };
        names.into_iter().collect()
    }

    /// All that was read.
    ///
    /// # Errors
    /// When a file is there and cannot be read.
    pub fn finish(self) -> Result<BTreeMap<RelPath, Arc<[u8]>>, EnvError> {
        self.error.map_or(Ok(self.read), Err)
    }
}

/// The bytes of a regular file that is not too large.
fn read_file(root: &Dir, path: &Path) -> io::Result<Option<Vec<u8>>> {
    match existing(root.entry(path))? {
        Some(entry) if entry.kind == EntryKind::File && entry.size <= LARGEST => existing(root.read(path)),
        _ => Ok(None),
    }
}
