//! Errors of the environment: they stop the run at once.

use super::{UiLang, texts};
use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// A symbolic link stands where `portal` would read or write. The inner error of an [`io::Error`].
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a symbolic link is in the way")]
pub struct LinkInTheWay;

/// The environment failed, or `portal` refuses to act for the safety of the user.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EnvError {
    NoRoot {
        path: PathBuf,
    },
    Read {
        path: PathBuf,
        source: io::Error,
    },
    Write {
        path: PathBuf,
        source: io::Error,
    },
    Refused {
        path: PathBuf,
        why: Refusal,
    },
    /// Another build writes to the folder.
    Locked {
        path: PathBuf,
    },
    /// A path leads out of the project or into a folder of another tool.
    Outside {
        path: PathBuf,
    },
    BaseUrl {
        url: String,
    },
    Listen {
        address: String,
        source: io::Error,
    },
    Threads {
        detail: String,
    },
}

impl fmt::Display for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text(UiLang::En))
    }
}

impl EnvError {
    /// The error of a failed write. A symbolic link in the way is a refusal.
    pub fn write(path: &Path, source: io::Error) -> EnvError {
        let path = path.to_path_buf();
        if is_link(&source) { EnvError::Refused { path, why: Refusal::Link } } else { EnvError::Write { path, source } }
    }

    /// The error of a failed read. A symbolic link in the way is a refusal.
    pub fn read(path: &Path, source: io::Error) -> EnvError {
        let path = path.to_path_buf();
        if is_link(&source) { EnvError::Outside { path } } else { EnvError::Read { path, source } }
    }

    /// The exit code of a run that ends so: 2 usage, 3 input and output, 4 refused for safety.
    pub fn exit_code(&self) -> u8 {
        match self {
            EnvError::BaseUrl { .. } => 2,
            EnvError::Refused { .. } | EnvError::Outside { .. } => 4,
            _ => 3,
        }
    }

    /// What happened and what to do.
    pub fn text(&self, lang: UiLang) -> String {
        match self {
            EnvError::NoRoot { path } => texts::no_root(lang, path.display()),
            EnvError::Read { path, source } => texts::cannot_read(lang, path.display(), source),
            EnvError::Write { path, source } => texts::cannot_write(lang, path.display(), source),
            EnvError::Refused { path, why } => texts::refused(lang, path.display(), why.text(lang)),
            EnvError::Locked { path } => texts::locked(lang, path.display()),
            EnvError::Outside { path } => texts::outside(lang, path.display()),
            EnvError::BaseUrl { url } => texts::no_web_address(lang, url),
            EnvError::Listen { address, source } => texts::cannot_listen(lang, address, source),
            EnvError::Threads { detail } => texts::cannot_start_threads(lang, detail),
        }
    }
}

/// Whether an error says that a symbolic link is in the way.
fn is_link(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<LinkInTheWay>())
}

/// Why a folder cannot be the output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    FileSystemRoot,
    Home,
    /// The project's root, or a folder that holds it.
    Project,
    /// A folder that the build reads, one inside it, or one that holds it.
    Input,
    Symlink,
    /// A symbolic link stands where something is written or removed.
    Link,
    /// The configuration names a folder outside of the project.
    OutsideProject,
    /// The folder of another tool, `.git`, or one inside it.
    Inside(String),
    NotAFolder,
    OtherUser,
    /// It is a mount point: it cannot be exchanged with the folder that is built beside it.
    MountPoint,
    /// Something is mounted below it.
    MountInside,
    /// It holds a mark of somebody's project: `.git`, `Cargo.toml` ...
    Holds(String),
    /// It is not empty and has no manifest of `portal`; the names of its files.
    Foreign(Vec<String>),
    BrokenManifest(String),
    /// A file that portal did not write has the path of an output.
    InTheWay,
    /// The output is a single file, and a file that `portal` did not write is there.
    OtherFile,
}

impl Refusal {
    fn text(&self, lang: UiLang) -> String {
        match self {
            Refusal::FileSystemRoot => texts::file_system_root(lang),
            Refusal::Home => texts::home(lang),
            Refusal::Project => texts::project(lang),
            Refusal::Input => texts::input(lang),
            Refusal::Symlink => texts::symlink(lang),
            Refusal::Link => texts::link_in_the_way(lang),
            Refusal::OutsideProject => texts::outside_project(lang),
            Refusal::Inside(name) => texts::inside(lang, name),
            Refusal::NotAFolder => texts::not_a_folder(lang),
            Refusal::OtherUser => texts::other_user(lang),
            Refusal::MountPoint => texts::mount_point(lang),
            Refusal::MountInside => texts::mount_inside(lang),
            Refusal::Holds(mark) => texts::holds(lang, mark),
            Refusal::Foreign(files) => texts::foreign(lang, some(files)),
            Refusal::BrokenManifest(detail) => texts::broken_manifest(lang, detail),
            Refusal::OtherFile => texts::other_file(lang),
            Refusal::InTheWay => texts::file_in_the_way(lang),
        }
    }
}

fn some(files: &[String]) -> String {
    let shown = files.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    if files.len() > 3 { format!("{shown} ...") } else { shown }
}
