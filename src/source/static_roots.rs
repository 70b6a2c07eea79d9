//! Folders whose files are at the root of the site: `static/logo.png` is `/logo.png`.
//!
//! In: the folders that the configuration names. Out: their files as assets, at the paths that they have from there.
//!
//! What always holds: a file among the sources keeps its path; of two static roots the first one wins. A static root
//! that is a symbolic link or is not there has no files. Markdown in it is no page.

use super::{
    PathMap, ScanOptions, Stamp,
    walk::{Exclusions, FileKind, SourceTree},
};
use crate::{
    diag::EnvError,
    disk::{Dir, EntryKind},
    model::RelPath,
};
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// Files of static roots.
#[derive(Clone, Debug, Default)]
pub(super) struct StaticFiles {
    /// Their names on disk, from the project's root, by the paths that they have among the assets.
    pub names: Arc<BTreeMap<RelPath, Arc<str>>>,
    /// The folders of each root, for the next scan.
    pub trees: BTreeMap<RelPath, SourceTree>,
}

impl StaticFiles {
    /// Adds the files of the static roots to the assets.
    pub(super) fn read(
        root: &Path,
        options: &ScanOptions,
        folders: &[std::path::PathBuf],
        before: Option<&StaticFiles>,
        assets: &mut PathMap<Stamp>,
    ) -> Result<StaticFiles, EnvError> {
        let (mut names, mut trees) = (BTreeMap::new(), BTreeMap::new());
        for static_root in options.static_roots {
            let (name, top) = (Path::new(static_root.as_str()), root.join(static_root.as_str()));
            let is_folder = |entry: crate::disk::DirEntry| entry.kind == EntryKind::Folder;
            if !Dir::open(root).and_then(|root| root.entry(name)).is_ok_and(is_folder) {
                continue;
            }
            let without = Exclusions { exclude: Vec::new(), folders: folders.to_vec(), files: Vec::new() };
            let known = before.and_then(|before| before.trees.get(static_root));
            let tree = SourceTree::read(&top, without, known, options.touched)
                .map_err(|source| EnvError::Read { path: top, source })?;
            for entry in tree.folders.values().flat_map(|folder| &folder.entries) {
                if entry.kind == FileKind::Asset && !assets.contains_key(&entry.path) {
                    assets.insert(entry.path.clone(), entry.stamp);
                    names.insert(entry.path.clone(), format!("{static_root}/{}", entry.name).into());
                }
            }
            trees.insert(static_root.clone(), tree);
        }
        Ok(StaticFiles { names: Arc::new(names), trees })
    }

    /// The folders that were read, from the project's root.
    pub(super) fn folders(&self) -> impl Iterator<Item = String> {
        let below = |root: &RelPath, name: &str| format!("{root}/{name}").trim_end_matches('/').to_owned();
        self.trees.iter().flat_map(move |(root, tree)| tree.folders.keys().map(move |name| below(root, name)))
    }
}
