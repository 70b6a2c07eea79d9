//! Which folders cannot be an output.

use super::{manifest::Manifest, mounts, read_error, target::OutputTarget};
use crate::{
    diag::{EnvError, Refusal},
    disk::{self, Dir},
};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Files and folders whose presence means that a folder is somebody's work.
const MARKS: [&str; 7] = [".git", ".hg", ".svn", ".jj", "Cargo.toml", "package.json", "book.toml"];

/// Folders of other tools: nothing is published into them.
const TOOLS: [&str; 4] = [".git", ".hg", ".svn", ".jj"];

/// What an output must keep away from.
#[derive(Clone, Debug)]
pub struct Guard {
    /// The project's root, as the user gave it; links are allowed.
    pub root: PathBuf,
    /// Folders that the build reads.
    pub inputs: Vec<PathBuf>,
    /// The user's home; `None` if it is not known.
    pub home: Option<PathBuf>,
    /// Goes into the manifest.
    pub site: String,
}

impl Guard {
    /// The root without links and dots.
    pub fn real_root(&self) -> PathBuf {
        resolve(&self.root)
    }

    /// Refuses a dangerous target before anything is written; of any other, the path without links and dots.
    pub fn check(&self, target: &Path) -> Result<PathBuf, EnvError> {
        let refuse = |why| Err(EnvError::Refused { path: target.into(), why });
        // A `/` at the end would lead through a link.
        let target = target.components().as_path();
        if fs::symlink_metadata(target).is_ok_and(|metadata| metadata.is_symlink()) {
            return refuse(Refusal::Symlink);
        }
        let real = resolve(target);
        let root = self.real_root();
        if leads_out(target, &root) {
            return refuse(Refusal::Link);
        }
        let is_tool = |tool: &&&str| real.iter().any(|part| part.eq_ignore_ascii_case(tool));
        if let Some(tool) = TOOLS.iter().find(is_tool) {
            return refuse(Refusal::Inside((*tool).to_owned()));
        }
        if real.parent().is_none() {
            return refuse(Refusal::FileSystemRoot);
        }
        if self.home.as_ref().is_some_and(|home| resolve(home).starts_with(&real)) {
            return refuse(Refusal::Home);
        }
        if root.starts_with(&real) {
            return refuse(Refusal::Project);
        }
        if self
            .inputs
            .iter()
            .map(|input| resolve(input))
            .any(|input| real.starts_with(&input) || input.starts_with(&real))
        {
            return refuse(Refusal::Input);
        }
        if real.exists() && !real.is_dir() {
            return refuse(Refusal::NotAFolder);
        }
        // A site may publish such a file itself, but no repository.
        let is_ours = |mark: &str| {
            !TOOLS.contains(&mark)
                && owned_at(&real, self).is_ok_and(|ours| ours.is_some_and(|ours| ours.files.contains_key(mark)))
        };
        if let Some(mark) = MARKS.iter().find(|mark| fs::symlink_metadata(real.join(mark)).is_ok() && !is_ours(mark)) {
            return refuse(Refusal::Holds((*mark).to_owned()));
        }
        #[cfg(unix)]
        if let Ok(metadata) = fs::metadata(&real) {
            use std::os::unix::fs::MetadataExt;
            let user = rustix::process::geteuid();
            if metadata.uid() != user.as_raw() && !user.is_root() {
                return refuse(Refusal::OtherUser);
            }
            let parent = real.parent().and_then(|parent| fs::metadata(parent).ok());
            if parent.is_some_and(|parent| parent.dev() != metadata.dev()) || mounts::is_mounted(&real) {
                return refuse(Refusal::MountPoint);
            }
            // What is mounted below would be moved, or emptied where it comes from.
            let staging = real.with_file_name(disk::beside(Path::new(real.file_name().unwrap_or_default()), "tmp"));
            if let Some(path) = mounts::below(&real).or_else(|| mounts::below(&staging)) {
                return Err(EnvError::Refused { path, why: Refusal::MountInside });
            }
        }
        Ok(real)
    }
}

/// The manifest of a folder that is ours, and the folder; `None` of one that is empty or not there. One with other
/// things in it is refused.
pub(super) fn owned(target: &OutputTarget) -> Result<Option<(Dir, Manifest)>, EnvError> {
    let Some(folder) = target.folder().map_err(|error| EnvError::read(&target.path, error))? else { return Ok(None) };
    if let Some(manifest) = Manifest::read(&folder)? {
        return Ok(Some((folder, manifest)));
    }
    let entries = folder.entries().map_err(read_error(&target.path))?;
    let mut foreign: Vec<String> = entries.iter().map(|(name, _)| name.to_string_lossy().into_owned()).collect();
    foreign.sort();
    if foreign.is_empty() {
        Ok(None)
    } else {
        Err(EnvError::Refused { path: target.path.clone(), why: Refusal::Foreign(foreign) })
    }
}

/// The same of a path that [`Guard::check`] gave, whose folders may be missing.
pub(super) fn owned_at(path: &Path, guard: &Guard) -> Result<Option<Manifest>, EnvError> {
    match OutputTarget::open(path, &guard.real_root()) {
        Ok(target) => Ok(owned(&target)?.map(|(_, manifest)| manifest)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(EnvError::read(path, error)),
    }
}

/// Whether a symbolic link in the project, `root` without links, leads the way to a path out of it.
pub(super) fn leads_out(path: &Path, root: &Path) -> bool {
    let Ok(path) = std::path::absolute(path) else { return false };
    let mut way = PathBuf::new();
    let mut was_inside = false;
    for part in path.components() {
        way.push(part);
        let Ok(real) = way.canonicalize() else { return false };
        let is_inside = real.starts_with(root);
        if was_inside && !is_inside && fs::symlink_metadata(&way).is_ok_and(|metadata| metadata.is_symlink()) {
            return true;
        }
        was_inside = is_inside;
    }
    false
}

/// The path without links and dots; of one that is not there yet, as far as it is.
fn resolve(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    match (absolute.parent(), absolute.file_name()) {
        (Some(parent), Some(name)) => resolve(parent).join(name),
        // `..` at the end, of something that is not there.
        (Some(parent), None) => {
            let mut real = resolve(parent);
            real.pop();
            real
        }
        _ => absolute,
    }
}
