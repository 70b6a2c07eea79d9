//! The hash of the path that a link names.
//!
//! In: a link and its document. Out: a [`LinkKey`], which depends on nothing else and is cached with the document.
//!
//! What always holds: a key with a path gives the same result as `link_resolver`, which resolves in full.

use super::{Setting, link_parts::LinkPath};
use crate::model::{Document, Hash128, Link, RelPath, decode_path};

/// The path that a link names, as a key into [`super::path_index::PathIndex`], and two marks in its highest bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct LinkKey(pub(super) Hash128);

impl LinkKey {
    pub(super) fn new(link: &Link, is_image: bool, document: &Document, setting: &Setting) -> LinkKey {
        let parts = setting.own.read(&link.target);
        let has_anchor = || parts.fragment().is_none_or(|fragment| document.has_anchor(&decode_path(fragment)));
        let anchor = if parts.fragment().is_some() { LinkKey::ANCHOR } else { 0 };
        let key = match parts.names(document.path.folder(), setting) {
            LinkPath::Elsewhere | LinkPath::Own(None) => LinkKey::RAW,
            LinkPath::Own(Some(path)) => path_key(&path).0,
            LinkPath::Here if has_anchor() => LinkKey::RAW,
            LinkPath::Sources(Some(path)) if !link.in_config => path_key(&path).0 | anchor,
            LinkPath::Here | LinkPath::Sources(_) => LinkKey::OPEN,
        };
        LinkKey(Hash128(if is_image { key | LinkKey::IMAGE } else { key }))
    }

    /// The link needs no lookup: it leads to another site, or to an anchor that the page has.
    const RAW: u128 = 0;
    /// The key does not decide it: `link_resolver` resolves the link in full.
    const OPEN: u128 = 1;
    /// Marks a link to an anchor of another page.
    const ANCHOR: u128 = 1 << 127;
    /// Marks the link of an image that the page shows.
    const IMAGE: u128 = 1 << 126;

    pub(super) fn is_raw(self) -> bool {
        self.path().0 == LinkKey::RAW
    }

    pub(super) fn is_open(self) -> bool {
        self.path().0 == LinkKey::OPEN
    }

    pub(super) fn has_anchor(self) -> bool {
        self.0.0 & LinkKey::ANCHOR != 0
    }

    pub(super) fn is_image(self) -> bool {
        self.0.0 & LinkKey::IMAGE != 0
    }

    pub(super) fn path(self) -> Hash128 {
        Hash128(self.0.0 & !(LinkKey::ANCHOR | LinkKey::IMAGE))
    }
}

/// The key of a path. The highest two bits are free for the marks of [`LinkKey`].
pub(super) fn path_key(path: &RelPath) -> Hash128 {
    Hash128(Hash128::of(path.as_str().as_bytes()).0 >> 2)
}
