//! What is kept of images from one build to the next: their smaller versions, in `.portal/images`.
//!
//! In: a key that stands for an image and all options, and what was made of it. Out: the same, on the next build.
//!
//! What always holds: a file counts only if its bytes have the hash that the image's list says; so one that is
//! missing, cut or foreign is made again, and the list, which is written last, never names what is not there.
//! Each file comes to its name in one step. Failing to keep something is no error: the next build is only
//! slower. Nothing is followed through a symbolic link.
//!
//! Deliberately not here: taking out what is no longer used, which another build may be reading; `clean` empties it.

use super::own;
use crate::{disk::Dir, model::Hash128, picture::Made};
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The folder in [`own::FOLDER`].
const FOLDER: &str = "images";

/// The folder of a project that holds such files.
#[derive(Clone, Debug)]
pub(super) struct ImageCache {
    root: Arc<Path>,
}

/// Where the bytes of an image made smaller are.
#[derive(Clone, Debug)]
pub(super) enum StoredImage {
    Memory(Arc<[u8]>),
    File(CachedFile),
}

/// A file in the cache.
#[derive(Clone, Debug)]
pub struct CachedFile {
    root: Arc<Path>,
    name: String,
}

/// The list of what was made of an image: widths, and the hashes of the files.
#[derive(Serialize, Deserialize)]
struct ImageList {
    files: Vec<(u32, String)>,
}

type Versions = Vec<(u32, StoredImage)>;

impl ImageCache {
    /// The cache of the project at `root`.
    pub(super) fn of(root: &Path) -> ImageCache {
        ImageCache { root: root.into() }
    }

    /// What was made under this key, if all of it is still there.
    pub(super) fn get(&self, key: Hash128) -> Option<Versions> {
        let folder = self.folder().ok()?;
        let list: ImageList = serde_json::from_slice(&folder.read(Path::new(&list_name(key))).ok()?).ok()?;
        let file = |(width, hash): (u32, String)| {
            let name = file_name(key, width);
            let bytes = folder.read(Path::new(&name)).ok()?;
            (Hash128::of(&bytes).to_string() == hash).then_some((width, self.stored(name)))
        };
        list.files.into_iter().map(file).collect()
    }

    /// Keeps what was made; `None` when that is not possible.
    pub(super) fn put(&self, key: Hash128, made: &[Made]) -> Option<Versions> {
        self.try_put(key, made).ok()
    }

    fn try_put(&self, key: Hash128, made: &[Made]) -> io::Result<Versions> {
        let folder = own::make_own_folder(&self.root, FOLDER)?;
        let mut files = Versions::new();
        let mut list = ImageList { files: Vec::new() };
        for Made { width, webp } in made {
            let name = file_name(key, *width);
            folder.replace(Path::new(&name), webp)?;
            list.files.push((*width, Hash128::of(webp).to_string()));
            files.push((*width, self.stored(name)));
        }
        folder.replace(Path::new(&list_name(key)), &serde_json::to_vec(&list)?)?;
        Ok(files)
    }

    /// Removes what this module wrote.
    pub(super) fn clear(&self) {
        let Ok(folder) = self.folder() else { return };
        for (name, _) in folder.entries().unwrap_or_default() {
            let is_ours = name.to_str().is_some_and(|name| {
                let name = name.trim_start_matches('.');
                name.get(..32).is_some_and(|key| key.bytes().all(|byte| byte.is_ascii_hexdigit()))
                    && [".webp", ".json", ".tmp"].iter().any(|end| name.ends_with(end))
            });
            if is_ours {
                let _ = folder.remove_file(Path::new(&name));
            }
        }
        if let Ok(own) = own::open(&self.root) {
            let _ = own.remove_dir(Path::new(FOLDER));
        }
    }

    fn folder(&self) -> io::Result<Dir> {
        own::open(&self.root)?.sub(Path::new(FOLDER))
    }

    fn stored(&self, name: String) -> StoredImage {
        StoredImage::File(CachedFile { root: self.root.clone(), name })
    }
}

impl CachedFile {
    /// Opens the file for reading. Fails if somebody has emptied `.portal` since.
    pub fn open(&self) -> io::Result<File> {
        own::open(&self.root)?.open_file(&Path::new(FOLDER).join(&self.name))
    }

    /// For messages.
    pub fn path(&self) -> PathBuf {
        self.root.join(own::FOLDER).join(FOLDER).join(&self.name)
    }
}

fn list_name(key: Hash128) -> String {
    format!("{key}.json")
}

fn file_name(key: Hash128, width: u32) -> String {
    format!("{key}-{width}.webp")
}
