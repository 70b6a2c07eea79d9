//! The files that blocks of code show.
//!
//! In: the sources, not parsed yet. Out: every file that a fence could name. The search is for `file=` in lines
//! that could open a fence: it may find too many, as in a block about Markdown, which costs the reading of a
//! file and no more.
//!
//! What always holds: only plain files inside of the root that are not hidden, not left out by `.gitignore`
//! and not reached through a symbolic link are read.

use super::{File, rules::Rules};
use crate::{
    diag::{self, EnvError},
    disk::Dir,
    model::{Include, RelPath},
};
use ignore::Match;
use memchr::memmem;
use std::{collections::BTreeSet, io::ErrorKind, path::Path};

/// Bytes of a file that is still read.
pub const MAX_INCLUDED: u64 = 1024 * 1024;

/// What is at a path that a page names.
#[derive(Clone, Hash, Debug)]
pub enum Included {
    File(File),
    /// Nothing; the nearest path.
    Missing(Option<String>),
    /// A symbolic link, no plain file, or one that Git leaves out.
    Refused,
    /// So many bytes that it is not read.
    Large(u64),
}

/// The files that a source could name; `page` is its path from the root.
pub fn named(page: &RelPath, source: &[u8]) -> BTreeSet<RelPath> {
    let mut named = BTreeSet::new();
    for at in memmem::find_iter(source, "file=") {
        let (before, after) = source.split_at(at);
        let line = &before[memchr::memrchr(b'\n', before).map_or(0, |end| end + 1)..];
        let fence = memmem::find(line, b"```").or_else(|| memmem::find(line, b"~~~"));
        let written = value(&after["file=".len()..]).filter(|_| fence.is_some());
        named.extend(written.and_then(|written| Include::path(page, written)));
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
pub fn read_included(root: &Path, path: &RelPath) -> Result<Included, EnvError> {
    let mut found = root.to_path_buf();
    let mut size = 0;
    for (depth, part) in path.as_str().split('/').enumerate() {
        let is_last = depth == path.as_str().matches('/').count();
        found.push(part);
        let metadata = match std::fs::symlink_metadata(&found) {
            Ok(metadata) => metadata,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(Included::Missing(if is_last { nearest(root, path) } else { None }));
            }
            Err(error) => return Err(EnvError::read(&found, error)),
        };
        if metadata.is_symlink() || metadata.is_file() != is_last {
            return Ok(Included::Refused);
        }
        size = metadata.len();
    }
    if is_ignored(root, path)? {
        return Ok(Included::Refused);
    }
    if size > MAX_INCLUDED {
        return Ok(Included::Large(size));
    }
    match Dir::open(root).and_then(|root| root.read(Path::new(path.as_str()))) {
        Ok(bytes) => Ok(Included::File(File::new(bytes))),
        // Somebody has just put a link there.
        Err(error) if error.kind() == ErrorKind::InvalidInput => Ok(Included::Refused),
        Err(error) => Err(EnvError::read(&found, error)),
    }
}

/// The file of the same folder with the nearest name.
fn nearest(root: &Path, path: &RelPath) -> Option<String> {
    let entries = std::fs::read_dir(root.join(path.folder())).ok()?.filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
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
    // A folder that is left out is left out with all that is in it.
    let whole = root.join(path.as_str());
    let mut parts: Vec<&Path> = whole.ancestors().take_while(|part| *part != root).collect();
    parts.reverse();
    let is_left_out = |part: &&Path| {
        rules.as_ref().is_some_and(|rules| matches!(rules.decide(part, *part != whole), Match::Ignore(())))
    };
    Ok(parts.iter().any(is_left_out))
}
