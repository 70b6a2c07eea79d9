//! The staging tree, and the step that makes it public.

use super::{
    Guard,
    disk::{self, Modes},
    guard,
    lock::Lock,
    manifest::{self, Entry, Manifest, is_inside},
    remove,
};
use crate::{
    diag::{EnvError, Refusal},
    model::Hash128,
};
use std::{
    collections::{BTreeMap, HashSet},
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// An asset up to this size is read at once.
const SMALL: u64 = 8 << 20;

/// A site on its way. Dropped before [`Publisher::finish`], it leaves no trace.
pub struct Publisher {
    target: PathBuf,
    /// Holds `tree`, the new site, and, where folders cannot be exchanged, for a moment `old`.
    staging: PathBuf,
    tree: PathBuf,
    old: Manifest,
    site: String,
    modes: Modes,
    state: Mutex<State>,
    _lock: Lock,
}

#[derive(Default)]
struct State {
    folders: HashSet<String>,
    files: BTreeMap<String, Entry>,
    written: usize,
}

/// What publishing changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    /// Files in the output that are not ours; they were kept.
    pub foreign: Vec<String>,
}

/// The name of something of ours beside the output: `.public.portal.lock`.
pub fn beside(target: &Path, what: &str) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.portal.{what}"))
}

impl Publisher {
    /// Checks the target, takes the lock, clears away what a killed run left, and makes the staging tree.
    pub fn begin(target: &Path, guard: &Guard) -> Result<Publisher, EnvError> {
        guard.check(target)?;
        let target = std::path::absolute(target).map_err(|source| EnvError::Write { path: target.into(), source })?;
        // Before anything is made, the folder has to be ours.
        guard::owned(&target)
            .or_else(|refused| if target.exists() { Err(refused) } else { Ok(Manifest::default()) })?;
        let error = |path: &Path| {
            let path = path.to_path_buf();
            move |source| EnvError::Write { path, source }
        };
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(error(parent))?;
        }
        let lock = Lock::take(&target)?;
        let staging = beside(&target, "tmp");
        recover(&target, &staging).map_err(error(&staging))?;
        let old = if target.exists() { guard::owned(&target)? } else { Manifest::default() };
        let tree = staging.join("tree");
        let made = disk::mkdir(&staging).and_then(|()| disk::mkdir(&tree)).and_then(|()| Modes::of(&tree));
        let modes = made.and_then(|modes| modes.apply_to_folder(&tree).map(|()| modes)).map_err(|source| {
            let _ = fs::remove_dir_all(&staging);
            EnvError::Write { path: staging.clone(), source }
        })?;
        Ok(Publisher {
            target,
            staging,
            tree,
            old,
            site: guard.site.clone(),
            modes,
            state: Mutex::default(),
            _lock: lock,
        })
    }

    /// Adds an output.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), EnvError> {
        let (to, hash) = (self.place(path)?, Hash128::of(bytes));
        if self.keep(path, bytes.len() as u64, hash, &to) {
            return Ok(());
        }
        let stamp = disk::write_new(&to, bytes, &self.modes)
            .map_err(|source| EnvError::Write { path: self.target.join(path), source })?;
        self.note(path, Entry::new(hash, stamp), true);
        Ok(())
    }

    /// Adds a copy of a file: never through a symbolic link.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), EnvError> {
        let unreadable = |source| EnvError::Read { path: from.into(), source };
        let mut file = disk::open_source(from).map_err(unreadable)?;
        if file.metadata().map_err(unreadable)?.len() <= SMALL {
            let mut bytes = Vec::new();
            io::Read::read_to_end(&mut file, &mut bytes).map_err(unreadable)?;
            return self.put(path, &bytes);
        }
        let (to, (hash, size)) = (self.place(path)?, hash(&mut file).map_err(unreadable)?);
        if self.keep(path, size, hash, &to) {
            return Ok(());
        }
        io::Seek::rewind(&mut file).map_err(unreadable)?;
        let stamp = disk::copy_new(&mut file, &to, &self.modes)
            .map_err(|source| EnvError::Write { path: self.target.join(path), source })?;
        self.note(path, Entry::new(hash, stamp), true);
        Ok(())
    }

    /// Makes the site public. `key` stands for everything that it was made from.
    pub fn finish(self, key: &str) -> Result<Summary, EnvError> {
        let state = std::mem::take(&mut *self.state());
        let manifest = Manifest {
            tool: "portal".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            site: self.site.clone(),
            key: key.to_owned(),
            files: state.files,
        };
        let error = |source| EnvError::Write { path: self.target.clone(), source };
        let foreign = self.take_foreign_along(&manifest)?;
        manifest.write(&self.tree, &self.modes).map_err(error)?;
        self.swap().map_err(error)?;
        let summary = Summary {
            written: state.written,
            unchanged: manifest.files.len() - state.written,
            removed: self.old.files.keys().filter(|path| !manifest.files.contains_key(*path)).count(),
            foreign,
        };
        // The new site stands. What is left over is cleared away by the drop, or by the next run.
        Ok(summary)
    }

    /// The place of an output in the staging tree, its folders made.
    fn place(&self, path: &str) -> Result<PathBuf, EnvError> {
        if !is_inside(path) {
            let source = io::Error::new(io::ErrorKind::InvalidInput, "not a path inside the output");
            return Err(EnvError::Write { path: self.target.join(path), source });
        }
        if let Some((folder, _)) = path.rsplit_once('/') {
            // Under the lock, so that no file is written before its folder is there.
            let mut state = self.state();
            let ends = folder.match_indices('/').map(|(end, _)| end).chain([folder.len()]);
            if !state.folders.contains(folder) {
                for end in ends {
                    if state.folders.insert(folder[..end].to_owned()) {
                        let made = self.tree.join(&folder[..end]);
                        disk::mkdir(&made)
                            .and_then(|()| self.modes.apply_to_folder(&made))
                            .map_err(|source| EnvError::Write { path: self.target.join(&folder[..end]), source })?;
                    }
                }
            }
        }
        Ok(self.tree.join(path))
    }

    /// Links the published file into the new site when it is the same; whether it was.
    fn keep(&self, path: &str, size: u64, hash: Hash128, to: &Path) -> bool {
        let Some(entry) = self.old.files.get(path).filter(|entry| entry.size == size && entry.hash == hash.to_string())
        else {
            return false;
        };
        let from = self.target.join(path);
        let untouched = disk::stamp(&from)
            .is_ok_and(|stamp| stamp.is_file && stamp.size == size && stamp.modified == entry.modified);
        // Where links cannot be made, the file is written like any other.
        if untouched && disk::link(&from, to).is_ok() {
            self.note(path, entry.clone(), false);
            return true;
        }
        false
    }

    fn note(&self, path: &str, entry: Entry, written: bool) {
        let mut state = self.state();
        state.files.insert(path.to_owned(), entry);
        state.written += usize::from(written);
    }

    /// Links every file of the published tree that is not ours into the new one. One that stands where an output
    /// has to go stops the build: it must not be lost, and neither must the output.
    fn take_foreign_along(&self, manifest: &Manifest) -> Result<Vec<String>, EnvError> {
        let mut foreign = Vec::new();
        if self.old.files.is_empty() {
            return Ok(foreign);
        }
        let error = |source| EnvError::Write { path: self.target.clone(), source };
        let seen = remove::visit(&self.target, "", &mut |path, _, is_folder| {
            if !is_folder && !self.old.files.contains_key(path) && path != manifest::NAME {
                foreign.push(path.to_owned());
            }
            Ok(())
        });
        seen.map_err(error)?;
        foreign.sort();
        for path in &foreign {
            let blocked = manifest.files.contains_key(path)
                || manifest
                    .files
                    .keys()
                    .any(|ours| ours.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/')))
                || path.match_indices('/').any(|(end, _)| manifest.files.contains_key(&path[..end]));
            if blocked {
                return Err(EnvError::Refused { path: self.target.join(path), why: Refusal::InTheWay });
            }
            let to = self.place(path)?;
            disk::link(&self.target.join(path), &to)
                .map_err(|source| EnvError::Write { path: self.target.join(path), source })?;
        }
        Ok(foreign)
    }

    /// The step. After it the new site is the published one.
    fn swap(&self) -> io::Result<()> {
        match fs::symlink_metadata(&self.target) {
            Err(missing) if missing.kind() == io::ErrorKind::NotFound => return disk::rename(&self.tree, &self.target),
            Err(error) => return Err(error),
            Ok(_) => {}
        }
        match disk::exchange(&self.tree, &self.target) {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
            done => return done,
        }
        let old = self.staging.join("old");
        disk::rename(&self.target, &old)?;
        disk::rename(&self.tree, &self.target).inspect_err(|_| {
            let _ = fs::rename(&old, &self.target);
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        let _ = clear(&self.staging, &self.target);
    }
}

/// Finishes or undoes what a killed run began.
fn recover(target: &Path, staging: &Path) -> io::Result<()> {
    let old = staging.join("old");
    if !target.exists() && old.exists() {
        disk::rename(&old, target)?;
    }
    clear(staging, target)
}

fn clear(staging: &Path, target: &Path) -> io::Result<()> {
    if !staging.exists() {
        return Ok(());
    }
    remove::tree(&staging.join("tree"), target)?;
    remove::tree(&staging.join("old"), target)?;
    disk::rmdir(staging)
}

fn hash(file: &mut fs::File) -> io::Result<(Hash128, u64)> {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    let (mut buffer, mut size) = (vec![0; 256 << 10], 0);
    loop {
        match io::Read::read(file, &mut buffer)? {
            0 => return Ok((Hash128(hasher.digest128()), size)),
            n => {
                hasher.update(&buffer[..n]);
                size += n as u64;
            }
        }
    }
}
