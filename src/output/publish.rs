//! Takes a site output by output, and makes it public.

use super::{
    Guard, foreign, guard,
    lock::Lock,
    manifest::{Manifest, ManifestEntry, is_inside},
    read_error, seal,
    staging::Staging,
    target::OutputTarget,
    tree::Tree,
    write_error,
};
use crate::{
    diag::EnvError,
    disk::{self, Dir},
    model::Hash128,
};
use parking_lot::Mutex;
use std::{
    fs::File,
    io::{self, Read, Seek},
    path::{Path, PathBuf},
    sync::Arc,
};

/// An asset up to this size is read at once.
const SMALL: u64 = 8 << 20;

/// A site on its way. Dropped before [`Publisher::finish`], it leaves no trace.
#[derive(Debug)]
pub struct Publisher {
    target: Arc<OutputTarget>,
    /// Before the lock, so that it is cleared away under it.
    staging: Staging,
    _lock: Lock,
    tree: Tree,
    /// The site that stands, if one does.
    old: Option<(Dir, Manifest)>,
    site: String,
    /// See [`Publisher::begin`].
    care: Care,
    state: Mutex<PublishState>,
    /// See [`Staging::recover`].
    set_aside: Option<PathBuf>,
}

#[derive(Debug, Default)]
struct PublishState {
    files: Vec<(String, ManifestEntry)>,
    written: usize,
    mended: Vec<String>,
}

/// What publishing takes time for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Care {
    /// To wait, before the site is made public, until the medium holds it.
    pub flush: bool,
    /// To read published files before they count as unchanged.
    pub reread: bool,
}

impl Default for Care {
    fn default() -> Care {
        Care { flush: true, reread: false }
    }
}

/// What publishing changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Files that are new or have other bytes than before.
    pub written: usize,
    /// Files that were linked from the site that stood.
    pub unchanged: usize,
    /// Files of the site that stood which the new one does not have.
    pub removed: usize,
    /// What is not ours and was kept: files, and empty folders with a `/` at the end.
    pub foreign: Vec<String>,
    /// Published files that somebody changed behind our back, and that were written again.
    pub mended: Vec<String>,
    /// Of the manifest: two sites with the same one are the same.
    pub manifest: Option<Hash128>,
}

impl Publisher {
    /// Checks the target, takes the lock, clears away what a killed run left, and makes the staging tree.
    pub fn begin(target: &Path, guard: &Guard, care: Care) -> Result<Publisher, EnvError> {
        let path = guard.check(target)?;
        // Before anything is made, the folder has to be ours.
        guard::owned_at(&path, guard)?;
        let target = Arc::new(OutputTarget::make(&path, &guard.real_root())?);
        let lock = Lock::take(&target)?;
        let staging = Staging::of(&target);
        let set_aside = staging.recover()?;
        let old = guard::owned(&target)?;
        let tree = staging.begin()?;
        let (site, state) = (guard.site.clone(), Mutex::default());
        Ok(Publisher { target, staging, _lock: lock, tree, old, site, care, state, set_aside })
    }

    /// Adds an output.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<(), EnvError> {
        let hash = Hash128::of(bytes);
        if self.keep(name, bytes.len() as u64, || Ok(hash))? {
            return Ok(());
        }
        let mut file = self.file(name)?;
        let path = self.target.path.join(name);
        disk::write(&mut file, bytes).and_then(|()| seal::seal(&file, hash, &path)).map_err(write_error(&path))?;
        self.note(name, ManifestEntry::new(hash, bytes.len() as u64), true);
        Ok(())
    }

    /// Adds a copy of an open file; `from` is its path, for messages. Gives the hash of its bytes.
    pub fn copy(&self, name: &str, mut source: File, from: &Path) -> Result<Hash128, EnvError> {
        let size = source.metadata().map_err(read_error(from))?.len();
        if size <= SMALL {
            let mut bytes = Vec::new();
            disk::step("read", from).and_then(|()| source.read_to_end(&mut bytes)).map_err(read_error(from))?;
            self.put(name, &bytes)?;
            return Ok(Hash128::of(&bytes));
        }
        let path = self.target.path.join(name);
        let mut known = None;
        let hash = || Ok(*known.insert(seal::pour(&mut source, from, &mut io::sink(), &path)?));
        if let (true, Some(hash)) = (self.keep(name, size, hash)?, known) {
            return Ok(hash);
        }
        source.rewind().map_err(read_error(from))?;
        let mut file = self.file(name)?;
        let hash = seal::pour(&mut source, from, &mut file, &path)?;
        let size = seal::seal(&file, hash, &path).and_then(|()| file.metadata()).map_err(write_error(&path))?.len();
        self.note(name, ManifestEntry::new(hash, size), true);
        Ok(hash)
    }

    /// Makes the site public.
    pub fn finish(self) -> Result<Summary, EnvError> {
        let PublishState { files, written, mut mended } = std::mem::take(&mut *self.state.lock());
        let new = Manifest {
            tool: "portal".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            site: self.site.clone(),
            files: files.into_iter().collect(),
            is_mended: false,
        };
        mended.sort();
        let unchanged = new.files.len() - written;
        let mut summary = Summary { written, unchanged, mended, manifest: Some(new.hash()), ..Summary::default() };
        let path = &self.target.path;
        if let Some((_, old)) = &self.old {
            summary.removed = old.files.keys().filter(|name| !new.files.contains_key(*name)).count();
            // Somebody may have put another folder there.
            if let Some(published) = self.target.folder().map_err(read_error(path))? {
                summary.foreign = foreign::take_along(&published, old, &self.tree, &new)?;
            }
        }
        new.write(&self.tree).map_err(write_error(path))?;
        if self.care.flush {
            // After a power failure there is the old site or the new one, never names of files without their bytes.
            self.tree.root().flush().map_err(write_error(path))?;
        }
        self.staging.swap(self.old.is_some())?;
        // The new site stands. What fails from here on does not undo that.
        if self.care.flush {
            let _ = self.target.parent.flush_names();
        }
        // What cannot be cleared away now is cleared away by the next run.
        let set_aside = [self.set_aside.clone(), self.staging.recover().ok().flatten()];
        summary.foreign.extend(set_aside.into_iter().flatten().map(|path| path.display().to_string()));
        Ok(summary)
    }

    /// A new file in the staging tree.
    fn file(&self, name: &str) -> Result<File, EnvError> {
        let outside = || io::Error::new(io::ErrorKind::InvalidInput, "not a path inside the output");
        let made = if is_inside(name) { self.tree.file(Path::new(name)) } else { Err(outside()) };
        made.map_err(write_error(&self.target.path.join(name)))
    }

    /// Links the published file into the new site when it is the same; whether it was.
    fn keep(&self, name: &str, size: u64, hash: impl FnOnce() -> Result<Hash128, EnvError>) -> Result<bool, EnvError> {
        let found = self.old.as_ref().and_then(|(folder, old)| Some((folder, old.files.get(name)?)));
        let Some((published, entry)) = found else { return Ok(false) };
        let file = Path::new(name);
        if entry.size != size || !entry.stands(published, file) || entry.hash != hash()?.to_string() {
            return Ok(false);
        }
        if self.care.reread
            && published.read(file).map(|bytes| Hash128::of(&bytes).to_string()).ok().as_ref() != Some(&entry.hash)
        {
            self.state.lock().mended.push(name.to_owned());
            return Ok(false);
        }
        // Where links cannot be made, the file is written like any other.
        let kept = self.tree.link(published, file).is_ok();
        if kept {
            self.note(name, entry.clone(), false);
        }
        Ok(kept)
    }

    fn note(&self, name: &str, entry: ManifestEntry, written: bool) {
        let mut state = self.state.lock();
        state.files.push((name.to_owned(), entry));
        state.written += usize::from(written);
    }
}
