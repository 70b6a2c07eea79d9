//! An image on a page.
//!
//! In: the image as written, and the size of its file. Out: an `img` that reserves its place before it loads and lets the
//! browser choose the width. It links to the full image if the column is too narrow. No script is needed.

use super::holes::{HoleValues, push_href};
use crate::model::{Image, ImageVersions, RawImage, escape};
use std::fmt::Write;

/// Width of the column of text in the default theme, in CSS pixels, and of figures, which may be wider.
const COLUMN: u32 = 646;
const FIGURE: u32 = 816;
/// Width of the column on a narrow screen, in percent.
const NARROW: u32 = 94;

pub(super) fn push(html: &mut String, image: &Image, with: &HoleValues) {
    let root = with.root;
    let href = with.hrefs.get(image.link);
    let picture = with.pictures.get(&image.link).map(|picture| &**picture);
    let column = if image.figure { FIGURE } else { COLUMN };
    // An image without alternative text is decoration, and a link around it would have no name.
    let zoom = !image.in_link && !image.alt.is_empty() && picture.is_some_and(|picture| picture.width > column);
    if zoom {
        html.push_str("<a class=\"zoom\" href=\"");
        push_href(html, href, root);
        html.push_str("\">");
    }
    html.push_str("<img src=\"");
    push_href(html, href, root);
    html.push_str("\" alt=\"");
    escape(html, &image.alt);
    html.push('"');
    if !image.title.is_empty() {
        html.push_str(" title=\"");
        escape(html, &image.title);
        html.push('"');
    }
    if let Some(picture) = picture {
        push_attributes(html, picture.width, picture.height);
        if !picture.widths.is_empty() {
            html.push_str(" srcset=\"");
            for (width, address) in &picture.widths {
                let _ = write!(html, "{root}{} {width}w, ", address.href());
            }
            if picture.itself {
                push_href(html, href, root);
                let _ = write!(html, " {}w", picture.width);
            } else {
                html.truncate(html.len() - ", ".len());
            }
            let shown = picture.width.min(column);
            let screen = (shown * 100).div_ceil(NARROW);
            let _ = write!(html, "\" sizes=\"(max-width: {screen}px) {NARROW}vw, {shown}px\"");
        }
    }
    if !image.early {
        html.push_str(" loading=\"lazy\"");
    }
    html.push_str(" decoding=\"async\">");
    if zoom {
        html.push_str("</a>");
    }
}

/// The attributes `width` and `height` of an image in raw HTML that its author did not write.
pub(super) fn push_size(html: &mut String, image: RawImage, with: &HoleValues) {
    let Some(ImageVersions { width, height, .. }) = with.pictures.get(&image.link).map(|picture| &**picture) else {
        return;
    };
    match image.width {
        None => push_attributes(html, *width, *height),
        Some(shown) => {
            let height = (u64::from(shown) * u64::from(*height)).div_ceil(u64::from(*width).max(1));
            let _ = write!(html, " height=\"{height}\"");
        }
    }
}

fn push_attributes(html: &mut String, width: u32, height: u32) {
    let _ = write!(html, " width=\"{width}\" height=\"{height}\"");
}
