//! The files that blocks of code show.
//!
//! In: the sources, not parsed yet. Out: every file that a fence or a line could name. The search is for `file=` in lines
//! that could open a fence, and for the lines of other generators. It may find too many files, as in a block about Markdown: then a file is read in vain.
//!
//! What always holds: only plain files inside of the root that are not hidden, not left out by `.gitignore`
//! and not reached through a symbolic link are read.

use super::{SourceFile, rules::Rules};
use crate::{
    diag::{self, EnvError},
    disk::{Dir, EntryKind},
    model::{Include, RelPath, SHOWN_FILE_MARKS, ShownFile},
};
use ignore::Match;
use memchr::memmem;
use std::{
    collections::BTreeSet,
    ffi::OsString,
    io,
    path::{Path, PathBuf},
};

/// Largest file that is read, in bytes.
pub(super) const MAX_INCLUDED: u64 = 1024 * 1024;

/// What is at a path that a page names.
#[derive(Clone, Hash, Debug)]
pub enum Included {
    /// The file; its `named` is empty.
    File(SourceFile),
    /// No file; the nearest path.
    Missing(Option<String>),
    /// A symbolic link, no plain file, or one that Git leaves out.
    Refused,
    /// Larger than `MAX_INCLUDED`; its size in bytes.
    Large(u64),
}

/// The files that a source could name; `page` is its path from the root.
pub(super) fn named(page: &RelPath, source: &[u8]) -> BTreeSet<RelPath> {
    let mut named = BTreeSet::new();
    for at in memmem::find_iter(source, "file=") {
        let (before, after) = source.split_at(at);
        let line = &before[memchr::memrchr(b'\n', before).map_or(0, |end| end + 1)..];
        let fence = memmem::find(line, b"```").or_else(|| memmem::find(line, b"~~~"));
        let written = value(&after["file=".len()..]).filter(|_| fence.is_some());
        named.extend(written.and_then(|written| Include::path(page, written)));
    }
    for at in SHOWN_FILE_MARKS.iter().flat_map(|mark| memmem::find_iter(source, mark)) {
        let start = memchr::memrchr(b'\n', &source[..at]).map_or(0, |end| end + 1);
        let end = memchr::memchr(b'\n', &source[at..]).map_or(source.len(), |length| at + length);
        let line = std::str::from_utf8(&source[start..end]).ok();
        let Some(shown) = line.and_then(ShownFile::of_line) else { continue };
        match shown.file.strip_prefix("@/") {
            // The folder of the sources is one of those around the page.
            Some(inside) => {
                let folders = page.as_str().match_indices('/').map(|(end, _)| &page.as_str()[..end]);
                named.extend(folders.chain([""]).filter_map(|folder| RelPath::new_from(folder, inside)));
            }
            None => named.extend(Include::path(page, &shown.file)),
        }
    }
    named
}

/// The value of an attribute up to its end, and to the number of a line in it.
fn value(text: &[u8]) -> Option<&str> {
    let line = &text[..memchr::memchr(b'\n', text).unwrap_or(text.len())];
    let value = match line.first()? {
        quote @ (b'"' | b'\'') => line[1..].split(|byte| byte == quote).next()?,
        _ => line.split(|byte| byte.is_ascii_whitespace() || matches!(byte, b',' | b'}')).next()?,
    };
    let value = std::str::from_utf8(value).ok()?;
    Some(value.split_once("#L").map_or(value, |(file, _)| file))
}

/// Reads a file that a page names.
pub(super) fn read_included(root: &Path, path: &RelPath) -> Result<Included, EnvError> {
    let error = |source| EnvError::read(&root.join(path.as_str()), source);
    let mut folder = Dir::open(root).map_err(error)?;
    let mut parts = path.as_str().split('/').peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        let Some(name) = name_in(&folder, part).map_err(error)? else {
            return Ok(Included::Missing(if is_last { nearest(&folder, path) } else { None }));
        };
        let entry = folder.entry(&name).map_err(error)?;
        match entry.kind {
            EntryKind::Folder if !is_last => folder = folder.sub(&name).map_err(error)?,
            EntryKind::File if is_last && is_ignored(root, path)? => return Ok(Included::Refused),
            EntryKind::File if is_last && entry.size > MAX_INCLUDED => return Ok(Included::Large(entry.size)),
            EntryKind::File if is_last => {
                return Ok(Included::File(SourceFile::new(folder.read(&name).map_err(error)?)));
            }
            _ => break,
        }
    }
    Ok(Included::Refused)
}

/// The name on disk of a part of a path. Its Unicode normalisation may differ.
fn name_in(folder: &Dir, part: &str) -> io::Result<Option<PathBuf>> {
    if folder.has(Path::new(part)) {
        return Ok(Some(part.into()));
    }
    if part.is_ascii() {
        return Ok(None);
    }
    let is_it = |name: &OsString| name.to_str().and_then(RelPath::new).is_some_and(|path| path.as_str() == part);
    Ok(folder.entries()?.into_iter().map(|(name, _)| name).filter(is_it).min().map(PathBuf::from))
}

/// The file in a folder with the name nearest to the last part of a path.
fn nearest(folder: &Dir, path: &RelPath) -> Option<String> {
    let files = folder.entries().ok()?.into_iter().filter(|(_, kind)| *kind == EntryKind::File);
    let mut names: Vec<String> = files.filter_map(|(name, _)| name.into_string().ok()).collect();
    names.sort();
    nearest_of(path, names.iter().map(String::as_str))
}

pub(super) fn nearest_of<'n>(path: &RelPath, names: impl Iterator<Item = &'n str>) -> Option<String> {
    let name = diag::nearest(path.name(), names.filter(|name| !name.starts_with('.')))?;
    RelPath::new_from(path.folder(), name).map(|path| path.to_string())
}

/// Whether a `.gitignore` of the root or of a folder below it leaves the file out; the nearest one decides.
fn is_ignored(root: &Path, path: &RelPath) -> Result<bool, EnvError> {
    let mut folders: Vec<&str> = path.as_str().match_indices('/').map(|(end, _)| &path.as_str()[..end]).collect();
    folders.insert(0, "");
    let mut rules = None;
    for folder in folders {
        let of_folder = Rules::of(root, folder, rules.as_ref(), None);
        rules = of_folder.map_err(|source| EnvError::read(&root.join(folder).join(Rules::FILE), source))?;
    }
    // A folder is left out with everything in it.
    let whole = root.join(path.as_str());
    let mut parts: Vec<&Path> = whole.ancestors().take_while(|part| *part != root).collect();
    parts.reverse();
    let is_left_out = |part: &&Path| {
        rules.as_ref().is_some_and(|rules| matches!(rules.decide(part, *part != whole), Match::Ignore(())))
    };
    Ok(parts.iter().any(is_left_out))
}
