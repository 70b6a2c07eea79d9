//! Which folders cannot be an output.

use super::{manifest::Manifest, read_error};
use crate::diag::{EnvError, Refusal};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Files and folders whose presence means that a folder is somebody's work.
const MARKS: [&str; 6] = [".git", ".hg", ".svn", "Cargo.toml", "package.json", "book.toml"];

/// What an output must keep away from.
#[derive(Clone, Debug)]
pub struct Guard {
    pub root: PathBuf,
    /// Folders that the build reads.
    pub inputs: Vec<PathBuf>,
    pub home: Option<PathBuf>,
    /// Goes into the manifest.
    pub site: String,
}

impl Guard {
    /// Refuses a dangerous target before anything is written; of any other, the path without links and dots.
    pub fn check(&self, target: &Path) -> Result<PathBuf, EnvError> {
        let refuse = |why| Err(EnvError::Refused { path: target.into(), why });
        // A `/` at the end would lead through a link.
        let target = target.components().as_path();
        if fs::symlink_metadata(target).is_ok_and(|metadata| metadata.is_symlink()) {
            return refuse(Refusal::Symlink);
        }
        let real = resolve(target);
        let root = resolve(&self.root);
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
        // A site may publish such a file itself.
        let is_ours =
            |mark: &str| Manifest::read(&real).is_ok_and(|ours| ours.is_some_and(|ours| ours.files.contains_key(mark)));
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
            if parent.is_some_and(|parent| parent.dev() != metadata.dev()) {
                return refuse(Refusal::MountPoint);
            }
        }
        Ok(real)
    }
}

/// The manifest of a folder that is ours; `None` of one that is empty or not there. One with other things in it is
/// refused.
pub fn owned(target: &Path) -> Result<Option<Manifest>, EnvError> {
    if let Some(manifest) = Manifest::read(target)? {
        return Ok(Some(manifest));
    }
    let entries = match fs::read_dir(target) {
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => return Ok(None),
        entries => entries.map_err(read_error(target))?,
    };
    let mut foreign = Vec::new();
    for entry in entries {
        foreign.push(entry.map_err(read_error(target))?.file_name().to_string_lossy().into_owned());
    }
    foreign.sort();
    if foreign.is_empty() {
        Ok(None)
    } else {
        Err(EnvError::Refused { path: target.into(), why: Refusal::Foreign(foreign) })
    }
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
