//! Images, and figures: a paragraph that is only an image with a title.

use super::Writer;
use crate::{diag::Code, parse::html::escape};
use std::ops::Range;

/// An image whose alternative text is being read.
pub(super) struct Image {
    pub(super) target: String,
    pub(super) title: String,
    pub(super) alt: String,
    pub(super) at: Range<usize>,
}

impl Writer<'_> {
    pub(super) fn start_image(&mut self, target: &str, title: &str, at: Range<usize>) {
        // An image inside the alternative text of another shows only as text.
        if self.image.is_none() {
            self.settle_break(None);
            let (target, title) = (self.plain(target).into_owned(), self.plain(title).into_owned());
            self.image = Some(Image { target, title, alt: String::new(), at });
        }
    }

    pub(super) fn end_image(&mut self) {
        let Some(Image { target, title, alt, at }) = self.image.take() else { return };
        if self.is_unsafe(&target, &at) {
            return escape(&mut self.out, &alt);
        }
        if alt.trim().is_empty() {
            self.report(Code::P0413, at.clone());
        }
        self.out.push_str("<img src=\"");
        self.hole(target, true, at);
        self.out.push_str(" alt=\"");
        escape(&mut self.out, &alt);
        self.out.push('"');
        self.title(&title);
        self.out.push_str(" loading=\"lazy\">");
        self.line_break.after(None);
    }

    /// A paragraph that is only an image with a title is a figure with that caption.
    pub(super) fn lone_figure(&mut self) -> bool {
        let Some(image) = self.out[self.paragraph..].strip_prefix("<p><img ") else { return false };
        let Some(caption) = image.find(" title=\"").map(|at| &image[at + 8..]) else { return false };
        let Some((caption, rest)) = caption.split_once('"') else { return false };
        if rest != " loading=\"lazy\">" {
            return false;
        }
        let caption = format!("<figcaption>{caption}</figcaption></figure>\n");
        let start = self.paragraph;
        let (html, mut holes) = self.split_off(start);
        self.out.push_str("<figure>");
        let shift = "<p>".len();
        holes.iter_mut().for_each(|hole| hole.at -= shift);
        self.append(&html[shift..], &holes);
        self.out.push_str(&caption);
        true
    }
}
