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
    /// The project's root is not a folder.
    NoRoot {
        /// As the user gave it.
        path: PathBuf,
    },
    /// A file or folder cannot be read.
    Read {
        /// Where it is, as messages show it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file or folder cannot be written.
    Write {
        /// Where it is, as messages show it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// `portal` does not write or remove here, for the safety of the user.
    Refused {
        /// Where it is, as messages show it.
        path: PathBuf,
        /// The rule that forbids it.
        why: Refusal,
    },
    /// Another build writes to the folder.
    Locked {
        /// The folder of the output.
        path: PathBuf,
    },
    /// A path leads out of the project or into a folder of another tool.
    Outside {
        /// Where it is, as messages show it.
        path: PathBuf,
    },
    /// `--base-url` is not a web address.
    BaseUrl {
        /// As the user gave it.
        url: String,
    },
    /// The server cannot have the address and port.
    Listen {
        /// Address and port, `127.0.0.1:4000`.
        address: String,
        /// What the system said.
        source: io::Error,
    },
    /// The system gives no more threads, or no random bytes.
    Threads {
        /// What the system said.
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
    /// The root of a file system, `/`.
    FileSystemRoot,
    /// The user's home, or a folder that holds it.
    Home,
    /// The project's root, or a folder that holds it.
    Project,
    /// A folder that the build reads, one inside it, or one that holds it.
    Input,
    /// The output itself is a symbolic link.
    Symlink,
    /// A symbolic link stands where something is written or removed.
    Link,
    /// The configuration names a folder outside of the project.
    OutsideProject,
    /// The folder of another tool, `.git`, or one inside it.
    Inside(String),
    /// There is a file.
    NotAFolder,
    /// The folder belongs to another user.
    OtherUser,
    /// It is a mount point: it cannot be exchanged with the folder that is built beside it.
    MountPoint,
    /// Something is mounted below it.
    MountInside,
    /// It holds a mark of somebody's project: `.git`, `Cargo.toml` ...
    Holds(String),
    /// It is not empty and has no manifest of `portal`; the names of its files.
    Foreign(Vec<String>),
    /// Its manifest cannot be read; what is wrong with it.
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
