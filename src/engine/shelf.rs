//! What is kept of images from one build to the next: their smaller versions, in `.portal/images`.
//!
//! In: a key that stands for an image and all options, and what was made of it. Out: the same, on the next build.
//!
//! What always holds: a file counts only if its bytes have the hash that the image's list says; so one that is
//! missing, cut or foreign is made anew, and the list, which is written last, never names what is not there.
//! Each file comes to its name in one step. Failing to keep something is no error: the next build is only
//! slower. Nothing is followed through a symbolic link.
//!
//! Deliberately not here: taking out what is no longer used, which another build may be reading; `clean` empties it.

use crate::{model::Hash128, picture::Made};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// A folder of such files.
#[derive(Clone, Debug)]
pub struct Shelf {
    folder: PathBuf,
}

/// Where the bytes of an image made smaller are.
#[derive(Clone, Debug)]
pub enum Stored {
    Memory(Arc<[u8]>),
    File(PathBuf),
}

/// The list of what was made of an image: widths, and the hashes of the files.
#[derive(Serialize, Deserialize)]
struct List {
    files: Vec<(u32, String)>,
}

type Files = Vec<(u32, Stored)>;

impl Shelf {
    /// The shelf of the project at `root`.
    pub fn of(root: &Path) -> Shelf {
        Shelf { folder: root.join(".portal").join("images") }
    }

    /// What was made under this key, if all of it is still there.
    pub fn get(&self, key: Hash128) -> Option<Files> {
        let list: List = serde_json::from_slice(&read(&self.list(key))?).ok()?;
        let file = |(width, hash): (u32, String)| {
            let path = self.file(key, width);
            (Hash128::of(&read(&path)?).to_string() == hash).then_some((width, Stored::File(path)))
        };
        list.files.into_iter().map(file).collect()
    }

    /// Keeps what was made; `None` when that is not possible.
    pub fn put(&self, key: Hash128, made: &[Made]) -> Option<Files> {
        self.try_put(key, made).ok()
    }

    fn try_put(&self, key: Hash128, made: &[Made]) -> io::Result<Files> {
        self.make_folder()?;
        let mut files = Files::new();
        let mut list = List { files: Vec::new() };
        for Made { width, webp } in made {
            let path = self.file(key, *width);
            write(&path, webp)?;
            list.files.push((*width, Hash128::of(webp).to_string()));
            files.push((*width, Stored::File(path)));
        }
        write(&self.list(key), &serde_json::to_vec(&list)?)?;
        Ok(files)
    }

    /// Removes what this module wrote.
    pub fn clear(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.filter_map(Result::ok) {
            let name = entry.file_name();
            let is_ours = name.to_str().is_some_and(|name| {
                name.get(..32).is_some_and(|key| key.bytes().all(|byte| byte.is_ascii_hexdigit()))
                    && [".webp", ".json", ".tmp"].iter().any(|end| name.ends_with(end))
            });
            if is_ours {
                let _ = fs::remove_file(entry.path());
            }
        }
        let _ = fs::remove_dir(&self.folder);
    }

    fn list(&self, key: Hash128) -> PathBuf {
        self.folder.join(format!("{key}.json"))
    }

    fn file(&self, key: Hash128, width: u32) -> PathBuf {
        self.folder.join(format!("{key}-{width}.webp"))
    }

    fn make_folder(&self) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let above = self.folder.parent().into_iter();
        for folder in above.chain([&*self.folder]) {
            if !fs::symlink_metadata(folder)?.is_dir() {
                return Err(io::ErrorKind::NotADirectory.into());
            }
        }
        let ignore = self.folder.with_file_name(".gitignore");
        if fs::symlink_metadata(&ignore).is_err() { fs::write(ignore, "*\n") } else { Ok(()) }
    }
}

/// The bytes of a regular file.
fn read(path: &Path) -> Option<Vec<u8>> {
    let is_file = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    if is_file { fs::read(path).ok() } else { None }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Two threads may be making the same image.
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let temporary = path.with_extension(format!("{}-{number}.tmp", std::process::id()));
    let written = fs::File::create_new(&temporary)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}
