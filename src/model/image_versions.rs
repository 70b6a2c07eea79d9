//! The size of an image file and its smaller versions.

use super::Address;

/// The size of an image file and its smaller versions; an [`super::Image`] is one place in a body that shows it. With the size in the HTML, the page does not move when it is loaded.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ImageVersions {
    /// In CSS pixels, after the rotation in its Exif data. At least 1.
    pub width: u32,
    /// In CSS pixels, as the width.
    pub height: u32,
    /// The addresses of smaller versions by width, the smallest first.
    pub widths: Vec<(u32, Address)>,
    /// Whether pages also use the file itself, as the largest version.
    pub itself: bool,
}
