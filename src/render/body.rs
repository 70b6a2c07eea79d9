//! Renders a body: puts addresses, coloured code and images into its holes.

use super::{
    holes::{HoleValues, push_href},
    picture,
};
use crate::model::{Body, Fill, Href};

/// A body as HTML.
#[derive(PartialEq, Eq, Debug, Default)]
pub struct BodyHtml {
    /// The body with all holes filled, up to [`Fill::End`].
    pub html: String,
    /// Parts that the template shows at other places, by their number.
    pub parts: Vec<String>,
}

/// Renders a body to HTML.
pub fn render_body(body: &Body, with: &HoleValues) -> BodyHtml {
    let inserted: usize = body.holes.iter().map(|hole| length(hole.fill, body, with)).sum();
    let mut html = String::with_capacity(body.html.len() + inserted);
    let mut from = 0;
    let mut parts: Vec<String> = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut end = None;
    for hole in &body.holes {
        html.push_str(&body.html[from..hole.at]);
        from = hole.at;
        match hole.fill {
            Fill::Open(part) => open.push((part, html.len())),
            Fill::Close(part) => {
                if let Some(index) = open.iter().rposition(|(other, _)| *other == part) {
                    let (_, start) = open.remove(index);
                    parts.resize(parts.len().max(part + 1), String::new());
                    parts[part].push_str(&html[start..]);
                }
            }
            Fill::End => end = Some(html.len()),
            fill => push(&mut html, fill, body, with),
        }
    }
    html.push_str(&body.html[from..]);
    html.truncate(end.unwrap_or(html.len()));
    BodyHtml { html, parts }
}

/// Writes what goes into one hole.
pub(super) fn push(html: &mut String, fill: Fill, body: &Body, with: &HoleValues) {
    let HoleValues { hrefs, code, lists, root, .. } = with;
    match fill {
        Fill::Link(index) => push_href(html, hrefs.get(index), root),
        Fill::Code(index) => html.push_str(code.get(index).map_or("", |html| html)),
        Fill::FileSize(index) => {
            if let Some(Href::File(path, size)) = hrefs.get(index) {
                html.push_str(&file_size(path, *size));
            }
        }
        Fill::List(index) => html.push_str(lists.get(index).map_or("", |html| html)),
        Fill::Piece(index) => html.push_str(body.pieces.get(index).map_or("", |html| html)),
        Fill::Image(index) => body.images.get(index).into_iter().for_each(|image| picture::push(html, image, with)),
        Fill::Size(index) => {
            body.raw_images.get(index).into_iter().for_each(|image| picture::push_size(html, *image, with));
        }
        Fill::Open(_) | Fill::Close(_) | Fill::End | Fill::Raw { .. } => {}
    }
}

/// Bytes that go into a hole; an estimate for addresses, images and file sizes.
fn length(fill: Fill, body: &Body, with: &HoleValues) -> usize {
    match fill {
        Fill::Link(index) => with.hrefs.get(index).map_or(0, |href| with.root.len() + href.as_str().len()),
        Fill::Code(index) => with.code.get(index).map_or(0, |html| html.len()),
        Fill::List(index) => with.lists.get(index).map_or(0, String::len),
        Fill::Piece(index) => body.pieces.get(index).map_or(0, String::len),
        Fill::Image(_) => 256,
        Fill::Size(_) => 32,
        Fill::FileSize(_) => 48,
        Fill::Open(_) | Fill::Close(_) | Fill::End | Fill::Raw { .. } => 0,
    }
}

/// ` <small class="size">PDF · 2.3 MB</small>`, in units of 1000 as file managers show them.
fn file_size(path: &str, size: u64) -> String {
    let path = &path[..path.find(['?', '#']).unwrap_or(path.len())];
    let kind = path.rsplit_once('.').map_or("", |(_, kind)| kind).to_ascii_uppercase();
    let size = match size {
        0..1_000 => format!("{size} B"),
        1_000..999_500 => format!("{} kB", (size + 500) / 1_000),
        _ => format!("{}.{} MB", (size + 50_000) / 1_000_000, (size + 50_000) / 100_000 % 10),
    };
    format!(" <small class=\"size\">{kind} · {size}</small>")
}

#[cfg(test)]
mod tests {
    use super::{HoleValues, file_size, render_body};
    use crate::model::{Body, Fill, Hole, Href, Image, ImageVersions, RawImage, Url};
    use std::{collections::BTreeMap, sync::Arc};

    #[test]
    fn holes_are_filled_in_order() {
        let image =
            Image { link: 1, alt: "x".into(), title: String::new(), in_link: false, early: true, figure: false };
        let fills = [Fill::Link(0), Fill::Code(0), Fill::Link(1), Fill::Piece(0), Fill::Image(0), Fill::Size(0)];
        let body = Body {
            html: "<a href=\"\">x</a><pre></pre><a href=\"\"><img>".into(),
            holes: [9, 21, 36, 38, 38, 42].into_iter().zip(fills).map(|(at, fill)| Hole { at, fill }).collect(),
            pieces: vec!["<math>".into()],
            images: vec![image],
            raw_images: vec![RawImage { link: 1, width: Some(50) }],
            ..Body::default()
        };
        let hrefs = [Href::Site("a/".into()), Href::Raw(Url::new("https://x"))];
        let picture = ImageVersions { width: 100, height: 30, widths: Vec::new(), itself: false };
        let pictures = BTreeMap::from([(1, Arc::new(picture))]);
        assert_eq!(
            render_body(
                &body,
                &HoleValues { hrefs: &hrefs, pictures: &pictures, code: &["<b>".into()], lists: &[], root: "../" }
            )
            .html,
            "<a href=\"../a/\">x</a><pre><b></pre><a href=\"https://x\"><math>\
             <img src=\"https://x\" alt=\"x\" width=\"100\" height=\"30\" decoding=\"async\"><img height=\"15\">"
        );
    }

    #[test]
    fn parts_are_shown_at_places_of_their_own() {
        let marks = [
            (0, Fill::Open(1)),
            (4, Fill::Close(1)),
            (4, Fill::Open(0)),
            (6, Fill::Link(0)),
            (8, Fill::Close(0)),
            (12, Fill::Open(1)),
            (16, Fill::Close(1)),
            (16, Fill::End),
            (16, Fill::Open(2)),
            (20, Fill::Close(2)),
        ];
        let body = Body {
            html: "aaaabbbbccccddddeeee".into(),
            holes: marks.map(|(at, fill)| Hole { at, fill }).into(),
            ..Body::default()
        };
        let hrefs = [Href::Site("x/".into())];
        let rendered = render_body(
            &body,
            &HoleValues { hrefs: &hrefs, pictures: &BTreeMap::new(), code: &[], lists: &[], root: "./" },
        );
        assert_eq!(rendered.html, "aaaabb./x/bbccccdddd");
        assert_eq!(rendered.parts, ["bb./x/bb", "aaaadddd", "eeee"]);
    }

    #[test]
    fn sizes_are_rounded_as_people_say_them() {
        for (size, expect) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_400, "1 kB"),
            (999_499, "999 kB"),
            (999_500, "1.0 MB"),
            (2_349_999, "2.3 MB"),
        ] {
            assert_eq!(file_size("a/b.pdf", size), format!(" <small class=\"size\">PDF · {expect}</small>"));
        }
    }
}
