//! Puts what other files decide into the holes of a body: addresses, coloured code, images with their sizes.

use super::picture;
use crate::{
    model::{Body, Fill, Href},
    plan::Content,
};
use std::sync::Arc;

/// The body as HTML. `root` leads from the page to the site's root, or is the site's full address.
pub fn fill(content: &Content, code: &[Arc<str>], root: &str) -> String {
    let Content { document, hrefs, .. } = content;
    let body = &document.body;
    let inserted: usize = body.holes.iter().map(|hole| length(hole.fill, body, hrefs, code, root)).sum();
    let mut html = String::with_capacity(body.html.len() + inserted);
    let mut from = 0;
    for hole in &body.holes {
        html.push_str(&body.html[from..hole.at]);
        from = hole.at;
        match hole.fill {
            Fill::Link(index) => push_href(&mut html, hrefs.get(index), root),
            Fill::Code(index) => html.push_str(code.get(index).map_or("", |html| html)),
            Fill::Piece(index) => html.push_str(body.pieces.get(index).map_or("", |html| html)),
            Fill::Image(index) => body.images.get(index).into_iter().for_each(|image| {
                picture::push(&mut html, image, content, root);
            }),
            Fill::Size(index) => body.raw_images.get(index).into_iter().for_each(|image| {
                picture::push_size(&mut html, *image, content);
            }),
        }
    }
    html.push_str(&body.html[from..]);
    html
}

/// Bytes that go into a hole; of an image, about.
fn length(fill: Fill, body: &Body, hrefs: &[Href], code: &[Arc<str>], root: &str) -> usize {
    match fill {
        Fill::Link(index) => hrefs.get(index).map_or(0, |href| match href {
            Href::Site(path) => root.len() + path.len(),
            Href::Raw(text) => text.len(),
        }),
        Fill::Code(index) => code.get(index).map_or(0, |html| html.len()),
        Fill::Piece(index) => body.pieces.get(index).map_or(0, String::len),
        Fill::Image(_) => 256,
        Fill::Size(_) => 32,
    }
}

pub fn push_href(html: &mut String, href: Option<&Href>, root: &str) {
    match href {
        Some(Href::Site(path)) => {
            html.push_str(root);
            html.push_str(path);
        }
        Some(Href::Raw(text)) => html.push_str(text),
        None => {}
    }
}
