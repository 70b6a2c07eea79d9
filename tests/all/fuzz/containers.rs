//! Markup of other generators in any text: it stays in its place, and places in it are those of the file.

use super::{markdown, pages};

pub(super) fn check(bytes: &[u8]) {
    let Some((options, text)) = bytes.split_first() else { return };
    markdown::check(&[&[options | 128], text].concat());
    // The first line is an address there.
    pages::check(&[&[options & 1 | 8, b'\n'], text].concat());
}
