//! Puts addresses and coloured code into the holes of a body.

use crate::model::{Body, Fill, Href};
use std::sync::Arc;

/// Bytes of a file's kind and size, about.
const SIZE: usize = 48;

/// The body as HTML. `root` leads from the page to the site's root, or is the site's full address.
pub fn fill(body: &Body, hrefs: &[Href], code: &[Arc<str>], root: &str) -> String {
    let length = |fill: Fill| match fill {
        Fill::Link(index) => hrefs.get(index).map_or(0, |href| match href {
            Href::Site(path) | Href::File(path, _) => root.len() + path.len(),
            Href::Raw(text) => text.len(),
        }),
        Fill::Code(index) => code.get(index).map_or(0, |html| html.len()),
        Fill::Piece(index) => body.pieces.get(index).map_or(0, String::len),
        Fill::Size(_) => SIZE,
    };
    let inserted: usize = body.holes.iter().map(|hole| length(hole.fill)).sum();
    let mut html = String::with_capacity(body.html.len() + inserted);
    let mut from = 0;
    for hole in &body.holes {
        html.push_str(&body.html[from..hole.at]);
        from = hole.at;
        match hole.fill {
            Fill::Link(index) => match hrefs.get(index) {
                Some(Href::Site(path) | Href::File(path, _)) => {
                    html.push_str(root);
                    html.push_str(path);
                }
                Some(Href::Raw(text)) => html.push_str(text),
                None => {}
            },
            Fill::Code(index) => html.push_str(code.get(index).map_or("", |html| html)),
            Fill::Size(index) => {
                if let Some(Href::File(path, size)) = hrefs.get(index) {
                    html.push_str(&file_size(path, *size));
                }
            }
            Fill::Piece(index) => html.push_str(body.pieces.get(index).map_or("", |html| html)),
        }
    }
    html.push_str(&body.html[from..]);
    html
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
    use super::{file_size, fill};
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
