//! A project in memory, for tests and fuzzers.
//!
//! In: files by their paths from the project's root. Out: the [`Snapshot`] that [`super::scan()`] would make of
//! them, as far as that does not depend on a disk: no rule leaves anything out, and Git knows nothing.

use super::{
    Git, Included, PathMap, Snapshot, SourceFile, Stamp, StaticFiles, ThemeFiles, generators, include::nearest_of,
};
use crate::model::{Date, RelPath};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

impl Snapshot {
    /// A project of these files. Files of `themes/default/` and `templates/` replace those of `theme`.
    pub fn of_files(
        files: &BTreeMap<RelPath, Vec<u8>>,
        src: Option<&RelPath>,
        mut theme: ThemeFiles,
        today: Date,
    ) -> Snapshot {
        let below = |folder: &str| files.keys().any(|path| path.as_str().starts_with(folder));
        let src = match src {
            Some(src) => src.as_str(),
            None if below("content/") => "content",
            None if below("src/SUMMARY.md") => "src",
            None => "",
        };
        let (mut sources, mut assets, mut held) = (PathMap::default(), PathMap::default(), BTreeMap::new());
        for (path, bytes) in files {
            let own = path.as_str().strip_prefix("themes/default/");
            if let Some(name) = own.or_else(|| Some(path.as_str()).filter(|path| path.starts_with("templates/"))) {
                theme.insert(name.to_owned(), Some(path.clone()), bytes.as_slice().into());
                continue;
            }
            let folder = if src.is_empty() { String::new() } else { format!("{src}/") };
            let Some(inner) = path.as_str().strip_prefix(&folder).and_then(RelPath::new) else { continue };
            if is_foreign(files, path) {
                continue;
            }
            if !inner.is_markdown() {
                held.insert(inner.clone(), bytes.as_slice().into());
                assets.insert(inner, Stamp::of_size(bytes.len() as u64));
            } else {
                sources.insert(inner, SourceFile::of_source(path, bytes.clone()));
            }
        }
        let named: BTreeSet<&RelPath> = sources.values().flat_map(|file: &SourceFile| &*file.named).collect();
        let included = named.into_iter().map(|path| (path.clone(), included(files, path))).collect();
        Snapshot {
            root: PathBuf::new(),
            name: String::new(),
            src: src.to_owned(),
            sources,
            assets,
            included,
            theme,
            git: Git::default(),
            today,
            diagnostics: Vec::new(),
            folders: Vec::new(),
            static_files: StaticFiles::default(),
            held,
            begun: Duration::ZERO,
            other_names: Arc::default(),
            tree: None,
        }
    }

    /// The same with the files of static roots, as far as they are in `files`.
    #[must_use]
    pub fn with_static_roots(mut self, files: &BTreeMap<RelPath, Vec<u8>>, static_roots: &[RelPath]) -> Snapshot {
        for static_root in static_roots {
            for (path, bytes) in files {
                let inner = path.as_str().strip_prefix(static_root.as_str()).and_then(|rest| rest.strip_prefix('/'));
                let Some(inner) = inner.and_then(RelPath::new).filter(|inner| !inner.is_markdown()) else { continue };
                if !self.assets.contains_key(&inner) {
                    self.held.insert(inner.clone(), bytes.as_slice().into());
                    self.assets.insert(inner, Stamp::of_size(bytes.len() as u64));
                }
            }
        }
        self
    }
}

/// Whether a file is in a folder of another generator.
fn is_foreign(files: &BTreeMap<RelPath, Vec<u8>>, path: &RelPath) -> bool {
    let parts: Vec<&str> = path.folder().split('/').collect();
    (0..parts.len()).any(|at| {
        generators::is_left_out(parts[at], |name| {
            let beside = parts[..at].iter().map(|part| format!("{part}/")).collect::<String>() + name;
            let is_in = |path: &RelPath| path.as_str().strip_prefix(&*beside).is_some_and(|rest| rest.starts_with('/'));
            RelPath::new(&beside).is_some_and(|file| files.contains_key(&file)) || files.keys().any(is_in)
        })
    })
}

fn included(files: &BTreeMap<RelPath, Vec<u8>>, path: &RelPath) -> Included {
    let beside = files.keys().filter(|other| other.folder() == path.folder()).map(RelPath::name);
    match files.get(path) {
        Some(bytes) => Included::File(SourceFile::new(bytes.clone())),
        None => Included::Missing(nearest_of(path, beside)),
    }
}
