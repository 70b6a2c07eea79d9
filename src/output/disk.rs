//! Every step on disk that this room takes, so that a test can make any one of them fail or be the last.

use super::modes::Modes;
use crate::{diag::EnvError, model::Hash128};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// What tells whether a file is still the one that was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    pub is_file: bool,
    pub size: u64,
    /// The part of the time of its last change that is less than a second: see [`seal`].
    pub nanoseconds: u32,
    /// Device and inode, where there are such.
    identity: (u64, u64),
}

/// Called before each step. Nothing in the program; the tests' point of attack.
pub fn step(_what: &str) -> io::Result<()> {
    #[cfg(test)]
    super::tests::fault::step(_what)?;
    Ok(())
}

pub fn mkdir(path: &Path) -> io::Result<()> {
    step("mkdir")?;
    fs::create_dir(path)
}

pub fn mkdir_all(path: &Path) -> io::Result<()> {
    step("mkdir")?;
    fs::create_dir_all(path)
}

/// Makes a new file; it is an error if there is one already.
pub fn create_new(path: &Path) -> io::Result<File> {
    step("create")?;
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// The same, with the rights that a host needs.
pub fn create(path: &Path, modes: Modes) -> io::Result<File> {
    let file = create_new(path)?;
    modes.apply(&file)?;
    Ok(file)
}

/// Fills a new file.
pub fn write(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    step("write")?;
    file.write_all(bytes)
}

/// Marks a file as we wrote it: the time of its last change gets the hash of its bytes as its nanoseconds. Any
/// later change breaks the seal, so that whether a file is still ours can be told without a list of times,
/// which would differ from machine to machine. Where a file system keeps no nanoseconds, no file counts as ours.
pub fn seal(file: &File, hash: Hash128) -> io::Result<()> {
    step("seal")?;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    file.set_modified(UNIX_EPOCH + Duration::new(seconds, seal_of(hash)))
}

/// The nanoseconds of a sealed file. Never 0, which stands for a file system without any.
pub fn seal_of(hash: Hash128) -> u32 {
    (hash.0 % 999_999_999) as u32 + 1
}

/// Copies what is left of one file to another, or only reads it; the hash of what was read.
pub fn pour(from: &mut File, path: &Path, to: &mut dyn Write, to_path: &Path) -> Result<Hash128, EnvError> {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    let mut buffer = vec![0; 256 << 10];
    loop {
        let read = step("read").and_then(|()| from.read(&mut buffer));
        match read.map_err(|source| EnvError::Read { path: path.into(), source })? {
            0 => return Ok(Hash128(hasher.digest128())),
            n => {
                hasher.update(&buffer[..n]);
                let written = step("write").and_then(|()| to.write_all(&buffer[..n]));
                written.map_err(|source| EnvError::Write { path: to_path.into(), source })?;
            }
        }
    }
}

/// Gives a file a second name; a symbolic link is not followed.
pub fn link(from: &Path, to: &Path) -> io::Result<()> {
    step("link")?;
    fs::hard_link(from, to)
}

pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step("rename")?;
    fs::rename(from, to)
}

pub fn unlink(path: &Path) -> io::Result<()> {
    step("unlink")?;
    fs::remove_file(path)
}

pub fn rmdir(path: &Path) -> io::Result<()> {
    step("rmdir")?;
    fs::remove_dir(path)
}

/// Lets two folders change places in one step. `Unsupported` where the system cannot.
pub fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    step("exchange")?;
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::{
            fs::{CWD, RenameFlags, renameat_with},
            io::Errno,
        };
        renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(|error| match error {
            Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP => io::ErrorKind::Unsupported.into(),
            error => error.into(),
        })
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    {
        let _ = (a, b);
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Opens a file that somebody else may have made: never through a symbolic link, and without waiting on what is no
/// file. Both are `InvalidInput`.
pub fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    step("open")?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let not_a_file = || io::Error::new(io::ErrorKind::InvalidInput, "not a regular file");
    let file = options.open(path).map_err(|error| {
        let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        if is_link { not_a_file() } else { error }
    })?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(not_a_file()) }
}

/// Whether there is anything of that name, if only a broken symbolic link.
pub fn is_there(path: &Path) -> bool {
    !matches!(fs::symlink_metadata(path), Err(error) if error.kind() == io::ErrorKind::NotFound)
}

/// Of the entry itself, not of what a symbolic link leads to.
pub fn stamp(path: &Path) -> io::Result<Stamp> {
    stamp_of(&fs::symlink_metadata(path)?)
}

fn stamp_of(metadata: &fs::Metadata) -> io::Result<Stamp> {
    let since = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    #[cfg(unix)]
    let identity = {
        use std::os::unix::fs::MetadataExt;
        (metadata.dev(), metadata.ino())
    };
    #[cfg(not(unix))]
    let identity = (0, 0);
    Ok(Stamp { is_file: metadata.is_file(), size: metadata.len(), nanoseconds: since.subsec_nanos(), identity })
}
