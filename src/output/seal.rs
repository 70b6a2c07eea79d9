//! The mark on each file that we published: the time of its last change has the hash of its bytes as its nanoseconds.
//!
//! Any later change breaks the seal. So a file that is still ours is known without a list of times, which would differ
//! from machine to machine, and without reading it. Where a file system keeps no nanoseconds, no file counts as ours.

use crate::{diag::EnvError, disk, model::Hash128};
use std::{
    fs::File,
    io::{self, Read, Write},
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Seals a file with the hash of its bytes.
pub(super) fn seal(file: &File, hash: Hash128, path: &Path) -> io::Result<()> {
    disk::step("seal", path)?;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    file.set_modified(UNIX_EPOCH + Duration::new(seconds, nanoseconds(hash)))
}

/// The nanoseconds of a sealed file. Never 0, which stands for a file system without any.
pub(super) fn nanoseconds(hash: Hash128) -> u32 {
    (hash.0 % 999_999_999) as u32 + 1
}

/// Copies what is left of one file to another, or only reads it; the hash of what was read.
pub(super) fn pour(from: &mut File, path: &Path, to: &mut dyn Write, to_path: &Path) -> Result<Hash128, EnvError> {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    let mut buffer = vec![0; 256 << 10];
    loop {
        let read = disk::step("read", path).and_then(|()| from.read(&mut buffer));
        match read.map_err(|source| EnvError::read(path, source))? {
            0 => return Ok(Hash128(hasher.digest128())),
            n => {
                hasher.update(&buffer[..n]);
                let written = disk::step("write", to_path).and_then(|()| to.write_all(&buffer[..n]));
                written.map_err(|source| EnvError::write(to_path, source))?;
            }
        }
    }
}
