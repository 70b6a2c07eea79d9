//! Any HTML is made harmless, and what is harmless keeps its tags and holes.

use super::harmless;
use portal::{
    model::{Body, Fill, Hole, StartTag, start_tags},
    parse::sanitise::clean,
};
use std::collections::BTreeSet;

const FILLS: [Fill; 3] = [Fill::Link(0), Fill::Code(1), Fill::Piece(2)];

/// Each of `①②③` is a hole.
pub(super) fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut body = Body { pieces: vec![String::new(); 3], ..Body::default() };
    for c in text.chars() {
        match "①②③".chars().position(|mark| mark == c) {
            Some(kind) => body.holes.push(Hole { at: body.html.len(), fill: FILLS[kind] }),
            None => body.html.push(c),
        }
    }
    let cleaned = clean(&body);
    assert!(cleaned.holes.windows(2).all(|pair| pair[0].at <= pair[1].at), "in order");
    for hole in &cleaned.holes {
        assert!(cleaned.html.is_char_boundary(hole.at));
        // A forged one is one of those that are there.
        assert!(body.holes.iter().any(|other| other.fill == hole.fill), "{hole:?}");
    }
    // Where there is no tag there is nothing to lose a hole with.
    if !body.html.contains(['<', '&']) && !body.html.contains("x-portal-") {
        assert_eq!(cleaned.holes.len(), body.holes.len());
    }
    // A browser may nest what is left in another way (a link in a link is two links), and does so with nothing else.
    let again = clean(&cleaned);
    assert_eq!(tags(&again), tags(&cleaned), "{:?} of {:?}", again.html, cleaned.html);
    assert_eq!(fills(&again), fills(&cleaned));

    // Whatever addresses the page's links have, empty ones and names of schemes among them.
    ["page/", "", "javascript"]
        .into_iter()
        .for_each(|address| harmless::check(&with_addresses(&cleaned, address), &[]));
}

/// The HTML with an address in the hole of each link.
fn with_addresses(body: &Body, address: &str) -> String {
    let (mut html, mut from) = (String::new(), 0);
    for hole in body.holes.iter().filter(|hole| matches!(hole.fill, Fill::Link(_))) {
        html += &body.html[from..hole.at];
        html += address;
        from = hole.at;
    }
    html + &body.html[from..]
}

/// The different start tags, their attributes sorted.
fn tags(body: &Body) -> BTreeSet<(String, Vec<(String, String)>)> {
    let tag = |tag: &StartTag| {
        let mut attributes: Vec<_> =
            tag.attributes.iter().map(|one| (one.name.to_owned(), one.value.to_owned())).collect();
        attributes.sort();
        (tag.name.to_owned(), attributes)
    };
    start_tags(&body.html).iter().map(tag).collect()
}

/// The different holes.
fn fills(body: &Body) -> BTreeSet<String> {
    body.holes.iter().map(|hole| format!("{:?}", hole.fill)).collect()
}
