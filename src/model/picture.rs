//! An image file, as pages show it.

use super::Address;

/// What the page of an image has to know, so that nothing moves when it arrives.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Picture {
    /// In CSS pixels, turned as its Exif data say. At least 1.
    pub width: u32,
    pub height: u32,
    /// Where it is in other widths, the smallest first.
    pub widths: Vec<(u32, Address)>,
    /// Whether the file itself is the largest that a page has a use for.
    pub itself: bool,
}
