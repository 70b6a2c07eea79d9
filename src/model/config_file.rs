//! The file of the configuration: where it is, whether it exists, and its text.

use super::RelPath;
use std::{
    hash::{Hash, Hasher},
    ops::Range,
    sync::Arc,
};

/// The file that a [`super::Config`] is read from. The default is a `book.toml` that does not exist.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigFile {
    /// As diagnostics name it: relative to the root where that is possible.
    pub path: RelPath,
    /// `None`: the project has no such file.
    pub bytes: Option<Arc<[u8]>>,
}

impl Default for ConfigFile {
    fn default() -> ConfigFile {
        ConfigFile { path: RelPath::new("book.toml").expect("a plain name"), bytes: None }
    }
}

/// Files with the same meaning have one hash, so that a comment in the file makes no other site.
impl Hash for ConfigFile {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.path, self.exists()).hash(state);
    }
}

impl ConfigFile {
    /// A file at `path`, relative to the project's root.
    pub fn new(path: &RelPath, bytes: &[u8]) -> ConfigFile {
        ConfigFile { path: path.clone(), bytes: Some(bytes.into()) }
    }

    /// Whether there is a file.
    pub fn exists(&self) -> bool {
        self.bytes.is_some()
    }

    /// The text, as far as it is UTF-8.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.bytes.as_ref()?).ok()
    }

    /// The bytes of a key, by its name at the beginning of a line.
    pub fn place_of_key(&self, key: &str) -> Option<Range<usize>> {
        let mut start = 0;
        for line in self.bytes.as_ref()?.split_inclusive(|byte| *byte == b'\n') {
            let indent = line.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if let Some(rest) = line[indent..].strip_prefix(key.as_bytes())
                && rest.trim_ascii_start().starts_with(b"=")
            {
                return Some(start + indent..start + indent + key.len());
            }
            start += line.len();
        }
        None
    }
}
