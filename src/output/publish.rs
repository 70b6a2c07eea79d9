//! Takes a site output by output, and makes it public.

use super::{
    Guard, disk, foreign, guard,
    lock::Lock,
    manifest::{Entry, Manifest, is_inside},
    read_error,
    staging::Staging,
    tree::Tree,
    write_error,
};
use crate::{diag::EnvError, model::Hash128};
use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// An asset up to this size is read at once.
const SMALL: u64 = 8 << 20;

/// A site on its way. Dropped before [`Publisher::finish`], it leaves no trace.
#[derive(Debug)]
pub struct Publisher {
    target: PathBuf,
    /// Before the lock, so that it is cleared away under it.
    staging: Staging,
    _lock: Lock,
    tree: Tree,
    /// Of the site that stands, if one does.
    old: Option<Manifest>,
    site: String,
    state: Mutex<State>,
    /// See [`Staging::recover`].
    set_aside: Option<PathBuf>,
}

#[derive(Debug, Default)]
struct State {
    files: Vec<(String, Entry)>,
    written: usize,
}

/// What publishing changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    /// What is not ours and was kept: files, and empty folders with a `/` at the end.
    pub foreign: Vec<String>,
    /// Of the manifest: two sites with the same one are the same.
    pub manifest: Option<Hash128>,
}

impl Publisher {
    /// Checks the target, takes the lock, clears away what a killed run left, and makes the staging tree.
    pub fn begin(target: &Path, guard: &Guard) -> Result<Publisher, EnvError> {
        let target = guard.check(target)?;
        // Before anything is made, the folder has to be ours.
        guard::owned(&target)?;
        if let Some(parent) = target.parent() {
            disk::mkdir_all(parent).map_err(write_error(parent))?;
        }
        let lock = Lock::take(&target)?;
        let staging = Staging::of(&target);
        let set_aside = staging.recover()?;
        let old = guard::owned(&target)?;
        let tree = staging.begin()?;
        let (site, state) = (guard.site.clone(), Mutex::default());
        Ok(Publisher { target, staging, _lock: lock, tree, old, site, state, set_aside })
    }

    /// Adds an output.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<(), EnvError> {
        let hash = Hash128::of(bytes);
        if self.keep(name, bytes.len() as u64, || Ok(hash))? {
            return Ok(());
        }
        let mut file = self.file(name)?;
        let sealed = disk::write(&mut file, bytes).and_then(|()| disk::seal(&file, hash));
        sealed.map_err(write_error(&self.target.join(name)))?;
        self.note(name, Entry::new(hash, bytes.len() as u64), true);
        Ok(())
    }

    /// Adds a copy of a file: never through a symbolic link.
    pub fn copy(&self, name: &str, from: &Path) -> Result<(), EnvError> {
        let mut source = disk::open(from, OpenOptions::new().read(true)).map_err(read_error(from))?;
        let size = source.metadata().map_err(read_error(from))?.len();
        if size <= SMALL {
            let mut bytes = Vec::new();
            source.read_to_end(&mut bytes).map_err(read_error(from))?;
            return self.put(name, &bytes);
        }
        let path = self.target.join(name);
        if self.keep(name, size, || disk::pour(&mut source, from, &mut io::sink(), &path))? {
            return Ok(());
        }
        source.rewind().map_err(read_error(from))?;
        let mut file = self.file(name)?;
        let hash = disk::pour(&mut source, from, &mut file, &path)?;
        let size = disk::seal(&file, hash).and_then(|()| file.metadata()).map_err(write_error(&path))?.len();
        self.note(name, Entry::new(hash, size), true);
        Ok(())
    }

    /// Makes the site public.
    pub fn finish(self) -> Result<Summary, EnvError> {
        let State { files, written } = std::mem::take(&mut *self.state());
        let new = Manifest {
            tool: "portal".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            site: self.site.clone(),
            files: files.into_iter().collect(),
        };
        let unchanged = new.files.len() - written;
        let mut summary = Summary { written, unchanged, manifest: Some(new.hash()), ..Summary::default() };
        if let Some(old) = &self.old {
            summary.removed = old.files.keys().filter(|name| !new.files.contains_key(*name)).count();
            summary.foreign = foreign::take_along(&self.target, old, &self.tree, &new)?;
        }
        new.write(&self.tree).map_err(write_error(&self.target))?;
        self.staging.swap(self.old.is_some())?;
        // The new site stands. What cannot be cleared away now is cleared away by the next run.
        let set_aside = [self.set_aside.clone(), self.staging.recover().ok().flatten()];
        summary.foreign.extend(set_aside.into_iter().flatten().map(|path| path.display().to_string()));
        Ok(summary)
    }

    /// A new file in the staging tree.
    fn file(&self, name: &str) -> Result<File, EnvError> {
        let outside = || io::Error::new(io::ErrorKind::InvalidInput, "not a path inside the output");
        let made = if is_inside(name) { self.tree.file(Path::new(name)) } else { Err(outside()) };
        made.map_err(write_error(&self.target.join(name)))
    }

    /// Links the published file into the new site when it is the same; whether it was.
    fn keep(&self, name: &str, size: u64, hash: impl FnOnce() -> Result<Hash128, EnvError>) -> Result<bool, EnvError> {
        let Some(entry) = self.old.as_ref().and_then(|old| old.files.get(name)) else { return Ok(false) };
        let from = self.target.join(name);
        // Where links cannot be made, the file is written like any other.
        let kept = entry.size == size
            && entry.stands(&from)
            && entry.hash == hash()?.to_string()
            && self.tree.link(&from, Path::new(name)).is_ok();
        if kept {
            self.note(name, entry.clone(), false);
        }
        Ok(kept)
    }

    fn note(&self, name: &str, entry: Entry, written: bool) {
        let mut state = self.state();
        state.files.push((name.to_owned(), entry));
        state.written += usize::from(written);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
