//! Image files: how large they show, smaller versions of them, and whether an SVG is harmless.
//!
//! In: the bytes of a file. Out: a [`Header`], WebP in several widths, or what is wrong, in a few words.
//!
//! What always holds: everything is a pure function of the bytes and the options; a size in a header is
//! compared with [`MAX_PIXELS`] before pixels are decoded; an image is never enlarged; a version that has more bytes than
//! its original is dropped.
//!
//! Deliberately not here: where files come from and what is kept of them (`engine`), AVIF (encoding it takes
//! seconds), and a sanitiser of SVG: a dangerous SVG is refused, not rewritten.

mod decode;
mod header;
mod profile;
mod safety;
mod shrink;
mod svg;

pub use header::{Header, read};
pub use safety::{UnsafeSvg, check};
pub use shrink::{FORM, Made, is_worth_it, shrink};

/// Images with more than that are not decoded: 10,000 by 10,000.
pub const MAX_PIXELS: u64 = 100_000_000;
/// Files with more bytes than that are not read.
pub const MAX_BYTES: u64 = 100_000_000;
