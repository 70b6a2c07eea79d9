//! Takes trees away without taking anybody's files.

use super::{disk, manifest, manifest::Manifest};
use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

/// All entries below `folder` that are not folders, by relative path with `/`, sorted. A name that is not
/// UTF-8 is shown with replacement characters.
pub fn files(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    visit(folder, "", &mut |path, _, is_folder| {
        if !is_folder {
            found.push(path.to_owned());
        }
        Ok(())
    })?;
    found.sort();
    Ok(found)
}

/// Calls `see` for every entry below `folder`, folders after what is in them.
pub fn visit(folder: &Path, prefix: &str, see: &mut dyn FnMut(&str, &Path, bool) -> io::Result<()>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = OsStr::to_string_lossy(&name);
        let path = if prefix.is_empty() { name.into_owned() } else { format!("{prefix}/{name}") };
        let is_folder = entry.file_type()?.is_dir();
        if is_folder {
            visit(&entry.path(), &path, see)?;
        }
        see(&path, &entry.path(), is_folder)?;
    }
    Ok(())
}

/// Removes folders with nothing in them, from the deepest up; `folder` itself stays.
pub fn empty_folders(folder: &Path) -> io::Result<()> {
    visit(folder, "", &mut |_, path, is_folder| {
        if is_folder && fs::read_dir(path)?.next().is_none() { disk::rmdir(path) } else { Ok(()) }
    })
}

/// Removes a tree that is not published (any more): a staging tree, or the one that was replaced.
///
/// Without a manifest it never was published, and everything in it is ours or a link. With one, a file that
/// it does not name goes only if `published` holds the very same file under the same name; any other is moved
/// there first, or stays if something else has its name.
pub fn tree(tree: &Path, published: &Path) -> io::Result<()> {
    if !tree.exists() {
        return Ok(());
    }
    let ours: Option<BTreeMap<_, _>> = match Manifest::read(tree) {
        Ok(manifest) => manifest.map(|manifest| manifest.files),
        // Not readable as ours: then nothing in it counts as ours.
        Err(_) => Some(BTreeMap::new()),
    };
    let mut kept = false;
    visit(tree, "", &mut |path, entry, is_folder| {
        if is_folder {
            return if fs::read_dir(entry)?.next().is_none() { disk::rmdir(entry) } else { Ok(()) };
        }
        let is_ours = ours.as_ref().is_none_or(|ours| ours.contains_key(path)) || path == manifest::NAME;
        let there: PathBuf = published.join(path);
        let identity = |path: &Path| disk::stamp(path).ok().map(|stamp| stamp.identity);
        let same = || identity(entry).is_some_and(|one| identity(&there) == Some(one));
        if is_ours || same() {
            return disk::unlink(entry);
        }
        if fs::symlink_metadata(&there).is_err() {
            if let Some(folder) = there.parent() {
                fs::create_dir_all(folder)?;
            }
            return disk::rename(entry, &there);
        }
        kept = true;
        Ok(())
    })?;
    if kept { Ok(()) } else { disk::rmdir(tree) }
}
