//! Images, and figures: a paragraph that is only an image with a title.

use super::Writer;
use crate::{
    diag::Code,
    model::{self, Fill, Hole, Link, RawImage, StartTag, escape, escaped},
};
use std::ops::Range;

/// An image is seen at once when at most this much HTML stands before it: the first few paragraphs.
const EARLY: usize = 2000;

/// An image whose alternative text is being read.
pub(super) struct OpenImage {
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
            self.image = Some(OpenImage { target, title, alt: String::new(), at });
        }
    }

    /// Leaves a hole for the whole element: its size is in another file.
    pub(super) fn end_image(&mut self) {
        let Some(OpenImage { target, title, alt, at }) = self.image.take() else { return };
        if self.is_unsafe(&target, &at) {
            return escape(&mut self.out, &alt);
        }
        if alt.trim().is_empty() {
            self.report(Code::P0413, at.clone());
        }
        self.images.push(model::Image {
            link: self.done.links.len(),
            alt,
            title: if is_checksum(&title) { String::new() } else { title },
            in_link: self.in_raw_link || self.links.iter().any(Option::is_some),
            early: self.images.is_empty() && self.out.len() < EARLY,
            figure: false,
        });
        self.holes.push(Hole { at: self.out.len(), fill: Fill::Image(self.images.len() - 1) });
        let at = self.place(at);
        self.done.links.push(Link { target, image: true, at, in_config: false });
        self.line_break.after(None);
    }

    /// A paragraph that is only an image with a title is a figure with that caption.
    pub(super) fn lone_figure(&mut self) -> bool {
        let start = self.paragraph;
        let in_paragraph = self.holes.iter().rev().take_while(|hole| hole.at > start);
        let alone = in_paragraph.count() == 1 && self.out[start..] == *"<p>";
        let Some(Hole { fill: Fill::Image(index), .. }) = self.holes.last().filter(|_| alone) else { return false };
        let image = &mut self.images[*index];
        if image.title.is_empty() {
            return false;
        }
        image.figure = true;
        let caption = format!("<figcaption>{}</figcaption></figure>\n", escaped(&image.title));
        self.out.truncate(start);
        self.out.push_str("<figure>");
        let at = self.out.len();
        self.holes.last_mut().expect("it is the image's").at = at;
        self.out.push_str(&caption);
        true
    }

    /// Notes an image in raw HTML that says nothing of its height; `link` is that of its `src`. Whether a hole
    /// for its size is to be left.
    pub(super) fn note_raw_image(&mut self, tag: &StartTag, link: usize) -> bool {
        let attribute = |wanted: &str| tag.attributes.iter().find(|found| found.name.eq_ignore_ascii_case(wanted));
        let width = attribute("width").map(|width| width.value.trim().trim_end_matches("px").parse().ok());
        // `width="50%"` is no number of pixels: nothing can be added to it.
        let is_styled = attribute("style").is_some_and(|style| {
            let names = style.value.split(';').filter_map(|rule| Some(rule.split_once(':')?.0.trim()));
            names
                .into_iter()
                .any(|name| ["width", "height", "aspect-ratio"].iter().any(|one| one.eq_ignore_ascii_case(name)))
        });
        let is_sized = is_styled || attribute("height").is_some() || width == Some(None);
        if tag.name.eq_ignore_ascii_case("img") && !is_sized {
            self.raw_images.push(RawImage { link, width: width.flatten() });
            return true;
        }
        false
    }
}

/// Whether a title is a checksum, as some editors write it.
pub(super) fn is_checksum(title: &str) -> bool {
    title.len() >= 16 && title.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use crate::{
        model::{Lang, RelPath},
        parse::markdown::{Reading, write},
    };

    #[test]
    fn only_the_first_image_near_the_top_is_early() {
        let check = |text: &str, expect: &[bool]| {
            let (path, lang) = (RelPath::new("a.md").expect("a path"), Lang::new("en").expect("a tag"));
            let written = write(text, &Reading::new(&path, &lang));
            let early: Vec<bool> = written.body.images.iter().map(|image| image.early).collect();
            assert_eq!(early, expect, "{text}");
        };
        check("Text.\n\n![a](a.png)\n\n![b](b.png)\n", &[true, false]);
        check(&format!("{}![a](a.png)\n", "Long text.\n\n".repeat(200)), &[false]);
    }
}
