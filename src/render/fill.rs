//! Puts addresses and coloured code into the holes of a body.

use crate::model::{Body, Fill, Href};
use std::sync::Arc;

/// The body as HTML. `root` leads from the page to the site's root, or is the site's full address.
pub fn fill(body: &Body, hrefs: &[Href], code: &[Arc<str>], root: &str) -> String {
    let length = |fill: Fill| match fill {
        Fill::Link(index) => hrefs.get(index).map_or(0, |href| match href {
            Href::Site(path) => root.len() + path.len(),
            Href::Raw(text) => text.len(),
        }),
        Fill::Code(index) => code.get(index).map_or(0, |html| html.len()),
        Fill::Piece(index) => body.pieces.get(index).map_or(0, String::len),
    };
    let inserted: usize = body.holes.iter().map(|hole| length(hole.fill)).sum();
    let mut html = String::with_capacity(body.html.len() + inserted);
    let mut from = 0;
    for hole in &body.holes {
        html.push_str(&body.html[from..hole.at]);
        from = hole.at;
        match hole.fill {
            Fill::Link(index) => match hrefs.get(index) {
                Some(Href::Site(path)) => {
                    html.push_str(root);
                    html.push_str(path);
                }
                Some(Href::Raw(text)) => html.push_str(text),
                None => {}
            },
            Fill::Code(index) => html.push_str(code.get(index).map_or("", |html| html)),
            Fill::Piece(index) => html.push_str(body.pieces.get(index).map_or("", |html| html)),
        }
    }
    html.push_str(&body.html[from..]);
    html
}

#[cfg(test)]
mod tests {
    use super::fill;
    use crate::model::{Body, Fill, Hole, Href};

    #[test]
    fn holes_are_filled_in_order() {
        let body = Body {
            html: "<a href=\"\">x</a><pre></pre><a href=\"\">".into(),
            holes: vec![
                Hole { at: 9, fill: Fill::Link(0) },
                Hole { at: 21, fill: Fill::Code(0) },
                Hole { at: 36, fill: Fill::Link(1) },
                Hole { at: 38, fill: Fill::Piece(0) },
            ],
            pieces: vec!["<math>".into()],
        };
        let hrefs = [Href::Site("a/".into()), Href::Raw("https://x".into())];
        assert_eq!(
            fill(&body, &hrefs, &["<b>".into()], "../"),
            "<a href=\"../a/\">x</a><pre><b></pre><a href=\"https://x\"><math>"
        );
    }
}
