//! Names of files inside the project, and hashes of what is in them.

use serde::{Deserialize, Serialize};
use std::{
    borrow::Borrow,
    collections::HashMap,
    fmt,
    hash::{BuildHasherDefault, Hasher},
    sync::Arc,
};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A path relative to a root, with `/` between its parts, in NFC, without `.` and `..`.
///
/// Cloning is cheap. The order is that of the text, which is the same on every machine.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RelPath(Arc<str>);

impl RelPath {
    /// Normalises `text`; `None` when it is absolute or climbs above the root.
    pub fn new(text: &str) -> Option<RelPath> {
        RelPath::new_from("", text)
    }

    /// Resolves `text` against the folder `base` (itself relative to the root, `""` for the root).
    /// `None` when the result would lie above the root.
    pub fn new_from(base: &str, text: &str) -> Option<RelPath> {
        if text.starts_with('/') {
            return None;
        }
        if base.is_empty() && is_normal(text) {
            return Some(RelPath(text.into()));
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in base.split('/').chain(text.split('/')) {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        let joined = parts.join("/");
        Some(RelPath(if is_nfc(&joined) { joined.into() } else { joined.nfc().collect::<String>().into() }))
    }

    /// With `/` between its parts; `""` for the folder that it is relative to.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds this path: `""` for one at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part, with its extension.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// The last part without its last extension: `a` for `x/a.md`.
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// The last extension as written, `""` when there is none.
    pub fn extension(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or("", |(stem, extension)| if stem.is_empty() { "" } else { extension })
    }

    /// Whether a file lies in a folder of drafts, as Jekyll and Hexo have it.
    pub fn is_among_drafts(&self) -> bool {
        self.folder().split('/').any(|folder| folder.eq_ignore_ascii_case("_drafts"))
    }

    /// Whether the name says Markdown: `.md` or `.markdown`, in any case.
    pub fn is_markdown(&self) -> bool {
        let extension = self.extension();
        ["md", "markdown", "mdx"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    }
}

/// Whether a path is normalised already: ASCII without empty parts, `.` and `..`. Most paths are.
fn is_normal(text: &str) -> bool {
    text.is_ascii() && text.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl Borrow<str> for RelPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A hash of bytes, wide enough that equal hashes mean equal bytes (xxh3, 128 bits; not cryptographic).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash128(pub u128);

impl Hash128 {
    /// The hash of bytes.
    pub fn of(bytes: &[u8]) -> Hash128 {
        Hash128(xxhash_rust::xxh3::xxh3_128(bytes))
    }

    /// The hash of any value with all its fields. All keys of memos are made with this function.
    pub fn of_value(value: &impl std::hash::Hash) -> Hash128 {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        value.hash(&mut hasher);
        Hash128(hasher.digest128())
    }
}

/// A hash map whose keys are hashes: they are not hashed again.
pub type ByHash<V> = HashMap<Hash128, V, BuildHasherDefault<IdentityHasher>>;

/// Hashes a hash to its lower 64 bits.
#[derive(Clone, Copy, Default, Debug)]
pub struct IdentityHasher(u64);

impl Hasher for IdentityHasher {
    fn write(&mut self, _: &[u8]) {
        unreachable!("a hash is one number")
    }

    fn write_u128(&mut self, hash: u128) {
        self.0 = hash as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl fmt::Display for Hash128 {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Hash128 {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::RelPath;

    #[test]
    fn a_path_is_resolved_inside_the_root_or_not_at_all() {
        let check = |base, text, expect: Option<&str>| {
            assert_eq!(RelPath::new_from(base, text).as_ref().map(RelPath::as_str), expect, "{text} from {base}");
        };
        check("202207", "../202308/x.md", Some("202308/x.md"));
        check("a/b", "./c//d.md", Some("a/b/c/d.md"));
        check("a", "../../x", None);
        check("", "/etc/passwd", None);
        check("", "か\u{3099}.md", Some("が.md"));
    }

    #[test]
    fn names_come_apart() {
        let path = RelPath::new("a/b.en.md").unwrap();
        assert_eq!((path.folder(), path.name(), path.stem(), path.extension()), ("a", "b.en.md", "b.en", "md"));
        let hidden = RelPath::new(".nojekyll").unwrap();
        assert_eq!((hidden.folder(), hidden.stem(), hidden.extension()), ("", ".nojekyll", ""));
    }
}
