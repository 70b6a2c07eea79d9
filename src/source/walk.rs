//! Lists the files of the sources, and compares them with the last scan.
//!
//! In: the folder of the sources, what is left out of it, and the tree of the last scan. Out: a [`SourceTree`]: every
//! folder with its entries. An unchanged folder is the same `Arc` as before.
//!
//! What always holds: the names are those that listing all folders again would give. A folder is listed again when its
//! stamp or its rules changed, or when its stamp is too new to be sure. The same holds for the stamps of files. A symbolic
//! link is never followed.
//!
//! Deliberately not here: what is in the files.

use super::{generators, rules::Rules, stamp::Stamp};
use crate::{disk, model::RelPath};
use ignore::{
    Match,
    gitignore::{Gitignore, GitignoreBuilder},
};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::{OsStr, OsString},
    fs::FileType,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

/// Folders of other tools, wherever they are.
const FOREIGN: [&str; 2] = ["node_modules", "target"];

const GITBOOK: &str = ".gitbook";

/// Folders of version control and of `portal` itself: never sources.
const HIDDEN: [&str; 5] = [".git", ".hg", ".svn", ".jj", ".portal"];

/// Whether a path is one of `HIDDEN`, or inside one.
pub(super) fn is_hidden(path: &Path) -> bool {
    path.iter().any(|part| HIDDEN.iter().any(|hidden| part.eq_ignore_ascii_case(hidden)))
}

/// All folders of the sources, from one scan.
#[derive(Clone, Debug)]
pub(super) struct SourceTree {
    without: Exclusions,
    /// By path from the top as the disk has it, parts joined by `/`; `""` is the top.
    pub folders: BTreeMap<String, Arc<FolderEntries>>,
}

/// What the configuration leaves out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Exclusions {
    /// Patterns as in a `.gitignore`.
    pub exclude: Vec<String>,
    /// Folders with all that is in them, as the file system names them.
    pub folders: Vec<PathBuf>,
    /// Files, as the file system names them.
    pub files: Vec<PathBuf>,
}

/// The files of one folder, with their stamps.
#[derive(Debug)]
pub(super) struct FolderEntries {
    names: Arc<FolderNames>,
    /// Everything but folders, in the order of the names.
    pub entries: Vec<FileEntry>,
    /// When the scan that read the stamps began.
    stamped: SystemTime,
}

/// The names in one folder, from one listing.
#[derive(Debug)]
struct FolderNames {
    stamp: Stamp,
    /// When the scan that listed them began.
    listed: SystemTime,
    /// The `.gitignore` rules of this folder and of the folders above.
    rules: Option<Arc<Rules>>,
    has_own_rules: bool,
    /// Everything but folders: the path, and the name on disk, both from the top.
    files: Vec<(RelPath, Arc<str>)>,
    folders: Vec<String>,
    /// Files that are left out because their names are not UTF-8: paths from the top, with `\xD6` for a byte.
    unnamed: Vec<RelPath>,
}

/// A file of the sources, or anything else that is not a folder.
#[derive(Clone, Debug)]
pub(super) struct FileEntry {
    pub path: RelPath,
    /// The name on disk, from the top. Its Unicode normalisation may differ from that of `path`.
    pub name: Arc<str>,
    pub kind: FileKind,
    pub stamp: Stamp,
}

/// The kind of a file: how it is read, or why it is not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum FileKind {
    Source,
    Asset,
    /// A symbolic link.
    Link,
    /// A pipe or a device.
    Special,
}

/// What is the same for all folders of one scan.
struct Walker<'a> {
    top: &'a Path,
    left_out: Gitignore,
    /// Left out, as paths below `top`.
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
    before: Option<&'a SourceTree>,
    touched: Option<&'a BTreeSet<PathBuf>>,
    begun: SystemTime,
}

impl SourceTree {
    /// Everything below `top` but what `without` and the `.gitignore` files there leave out. With `touched`, only files in
    /// these folders are stamped again, and files in folders that were listed again.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub(super) fn read(
        top: &Path,
        without: Exclusions,
        before: Option<&SourceTree>,
        touched: Option<&BTreeSet<PathBuf>>,
    ) -> io::Result<SourceTree> {
        let mut left_out = GitignoreBuilder::new(top);
        for pattern in &without.exclude {
            // The configuration has been checked; a pattern that is none leaves nothing out.
            let _ = left_out.add_line(None, pattern);
        }
        let real = top.canonicalize()?;
        let inside = |folder: &PathBuf| folder.strip_prefix(&real).ok().map(|name| top.join(name));
        let walk = Walker {
            top,
            left_out: left_out.build().unwrap_or_else(|_| Gitignore::empty()),
            folders: without.folders.iter().filter_map(inside).collect(),
            files: without.files.iter().filter_map(inside).collect(),
            before: before.filter(|before| before.without == without),
            touched,
            begun: SystemTime::now(),
        };
        let mut folders = BTreeMap::new();
        let mut level = vec![(String::new(), None)];
        while !level.is_empty() {
            let found: Vec<(String, Arc<FolderEntries>)> = level
                .into_par_iter()
                .map(|(name, above)| Ok(walk.folder(&name, above)?.map(|folder| (name, folder))))
                .filter_map(Result::transpose)
                .collect::<io::Result<_>>()?;
            let inner = |folder: &FolderEntries| {
                let names = folder.names.clone();
                (0..names.folders.len()).map(move |at| (names.folders[at].clone(), names.rules.clone()))
            };
            level = found.iter().flat_map(|(_, folder)| inner(folder)).collect();
            folders.extend(found);
        }
        Ok(SourceTree { without, folders })
    }

    /// The folders that differ from those of `other`.
    pub(super) fn changed_folders(
        &self,
        other: Option<&SourceTree>,
    ) -> impl Iterator<Item = (&String, &Arc<FolderEntries>)> {
        self.folders.iter().filter(move |(name, folder)| {
            let other = other.and_then(|other| other.folders.get(*name));
            other.is_none_or(|other| !Arc::ptr_eq(folder, other))
        })
    }
}

impl FolderEntries {
    /// Files that are left out because their names are not UTF-8, with `\xD6` for a byte.
    pub(super) fn unnamed(&self) -> &[RelPath] {
        &self.names.unnamed
    }

    /// Whether `now`, an entry of a later scan, has not changed since this one.
    pub(super) fn is_same(&self, now: &FileEntry) -> bool {
        let found = self.entries.binary_search_by(|entry| (&entry.path, &entry.name).cmp(&(&now.path, &now.name)));
        found.is_ok_and(|found| self.entries[found].stamp == now.stamp && self.is_settled(&self.entries[found]))
    }

    /// Whether every later change of an entry changes its stamp.
    fn is_settled(&self, entry: &FileEntry) -> bool {
        entry.stamp.is_settled(self.stamped)
    }
}

impl Walker<'_> {
    /// The entries of a folder; `None` when there is no such folder, or no longer.
    fn folder(&self, name: &str, above: Option<Arc<Rules>>) -> io::Result<Option<Arc<FolderEntries>>> {
        let path = if name.is_empty() { self.top.to_path_buf() } else { self.top.join(name) };
        let known = self.before.and_then(|before| before.folders.get(name));
        let Some(names) = self.names(name, &path, above, known.map(|known| &known.names))? else { return Ok(None) };
        let same = known.filter(|known| Arc::ptr_eq(&known.names, &names));
        let are_settled = |known: &&Arc<FolderEntries>| known.entries.iter().all(|entry| known.is_settled(entry));
        let same = same.filter(are_settled);
        let is_touched = self.touched.is_none_or(|touched| touched.contains(&path));
        if let Some(known) = same.filter(|_| !is_touched) {
            return Ok(Some(known.clone()));
        }
        let entries = names.files.par_iter().with_min_len(64).map(|(path, name)| self.entry(path, name));
        let entries: Vec<FileEntry> = entries.filter_map(Result::transpose).collect::<io::Result<_>>()?;
        let is_like = |(a, b): (&FileEntry, &FileEntry)| (&a.path, a.kind, a.stamp) == (&b.path, b.kind, b.stamp);
        let is_same = |known: &&Arc<FolderEntries>| {
            known.entries.len() == entries.len() && known.entries.iter().zip(&entries).all(is_like)
        };
        match same.filter(is_same) {
            Some(known) => Ok(Some(known.clone())),
            None => Ok(Some(Arc::new(FolderEntries { names, entries, stamped: self.begun }))),
        }
    }

    /// The names in a folder; `None` when there is no such folder.
    fn names(
        &self,
        name: &str,
        path: &Path,
        above: Option<Arc<Rules>>,
        known: Option<&Arc<FolderNames>>,
    ) -> io::Result<Option<Arc<FolderNames>>> {
        // The top may be a symbolic link: its user chose it.
        disk::step("stat", path)?;
        let metadata = if name.is_empty() { path.metadata() } else { path.symlink_metadata() };
        let Some(metadata) = existing(metadata)?.filter(std::fs::Metadata::is_dir) else { return Ok(None) };
        let stamp = Stamp::of(&metadata);
        let settled = known.filter(|known| known.stamp == stamp && stamp.is_settled(known.listed));
        let rules = match settled {
            // The folder has no `.gitignore`: it was listed, and its stamp is the same.
            Some(names) if !names.has_own_rules => above,
            _ => Rules::of(self.top, name, above.as_ref(), known.and_then(|known| known.rules.as_ref()))
                .map_err(|error| with_path(error, &path.join(Rules::FILE)))?,
        };
        if let Some(names) = settled.filter(|names| Rules::are_same(names.rules.as_ref(), rules.as_ref())) {
            return Ok(Some(names.clone()));
        }
        disk::step("list", path)?;
        let Some(listed) = existing(std::fs::read_dir(path)).map_err(|error| with_path(error, path))? else {
            return Ok(None);
        };
        let (mut files, mut folders, mut unnamed, mut has_own_rules) = (Vec::new(), Vec::new(), Vec::new(), false);
        let from_top = |inner: &str| if name.is_empty() { inner.to_owned() } else { format!("{name}/{inner}") };
        for entry in listed {
            let entry = entry?;
            let inner = match entry.file_name().into_string() {
                Ok(inner) if !inner.contains('\\') => inner,
                // It can have no address, or not the same one on every system.
                other => {
                    let inner = other.map_or_else(|name| name, OsString::from);
                    let (shown, is_folder) = (escaped(&inner), entry.file_type().is_ok_and(|kind| kind.is_dir()));
                    let is_left_out = self.is_left_out(&entry.path(), &shown, is_folder, rules.as_deref());
                    unnamed.extend(RelPath::new(&from_top(&shown)).filter(|_| !is_left_out));
                    continue;
                }
            };
            has_own_rules |= inner == Rules::FILE;
            let Some(is_folder) = existing(entry.file_type())?.map(|kind| kind.is_dir()) else { continue };
            if self.is_left_out(&path.join(&inner), &inner, is_folder, rules.as_deref()) {
                continue;
            }
            let name = from_top(&inner);
            match RelPath::new(&name) {
                _ if is_folder => folders.push(name),
                Some(path) => files.push((path, name.into())),
                None => {}
            }
        }
        let is_beside = |inner: &str| {
            let name = from_top(inner);
            folders.contains(&name) || files.iter().any(|(_, file): &(RelPath, Arc<str>)| **file == *name)
        };
        let own = |folder: &str| folder.rsplit('/').next().unwrap_or_default().to_owned();
        let foreign: Vec<bool> =
            folders.iter().map(|folder| generators::is_left_out(&own(folder), is_beside)).collect();
        let mut foreign = foreign.into_iter();
        folders.retain(|_| !foreign.next().unwrap_or_default());
        files.sort();
        folders.sort();
        unnamed.sort();
        Ok(Some(Arc::new(FolderNames { stamp, listed: self.begun, rules, has_own_rules, files, folders, unnamed })))
    }

    /// A file with its stamp; `None` when there is no such file, or no longer.
    fn entry(&self, path: &RelPath, name: &Arc<str>) -> io::Result<Option<FileEntry>> {
        let Some(metadata) = existing(self.top.join(&**name).symlink_metadata())? else { return Ok(None) };
        let entry = |kind| FileEntry { path: path.clone(), name: name.clone(), kind, stamp: Stamp::of(&metadata) };
        Ok(kind(metadata.file_type(), path).map(entry))
    }

    fn is_left_out(&self, path: &Path, name: &str, is_folder: bool, rules: Option<&Rules>) -> bool {
        // Rules of the project cannot include these: they hold secrets or files of `portal`.
        if is_hidden(Path::new(name)) || disk::is_beside(name) {
            return true;
        }
        if is_folder && (FOREIGN.contains(&name) || self.folders.iter().any(|folder| folder == path)) {
            return true;
        }
        if self.files.iter().any(|file| file == path) {
            return true;
        }
        let decided = match self.left_out.matched(path, is_folder) {
            Match::None => rules.map_or(Match::None, |rules| rules.decide(path, is_folder)),
            decided => decided.map(|_| ()),
        };
        match decided {
            Match::None => has_dot(path, name, is_folder),
            Match::Ignore(()) => true,
            Match::Whitelist(()) => false,
        }
    }
}

/// Whether a name begins with a dot. The images of a GitBook, in `.gitbook/assets`, do not count.
fn has_dot(path: &Path, name: &str, is_folder: bool) -> bool {
    match path.parent().and_then(Path::file_name).is_some_and(|folder| folder == GITBOOK) {
        true => name != "assets",
        false => name.starts_with('.') && !(is_folder && name == GITBOOK),
    }
}

fn kind(kind: FileType, path: &RelPath) -> Option<FileKind> {
    match kind {
        kind if kind.is_symlink() => Some(FileKind::Link),
        kind if kind.is_file() && path.is_markdown() => Some(FileKind::Source),
        kind if kind.is_file() => Some(FileKind::Asset),
        // It became a folder after the names were listed; the next scan reads it.
        kind if kind.is_dir() => None,
        _ => Some(FileKind::Special),
    }
}

/// A name that is not UTF-8, as text: `\xD6` for a byte.
fn escaped(name: &OsStr) -> String {
    let mut escaped = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        escaped += chunk.valid();
        chunk.invalid().iter().for_each(|byte| escaped += &format!("\\x{byte:02X}"));
    }
    escaped
}

/// Adds the path to an error.
fn with_path(error: io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// `None` when the file was removed during the scan.
pub(super) fn existing<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}
