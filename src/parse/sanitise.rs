//! The sanitiser: makes the HTML of strangers harmless.
//!
//! In: a rendered body that holds raw HTML. Out: the same without what could run, frame, style or
//! impersonate. The body as a whole is cleaned, since a tag may open in one piece of raw HTML and close in
//! another; the markup of `portal` passes because it keeps the same rules. SVG and MathML are removed: their parsing rules
//! have been the way around every sanitiser.
//!
//! What always holds: holes survive. They go through as addresses with a scheme of their own and come back
//! by number; a forged one leads to another link of the same page, or nowhere.

use crate::model::{Body, Fill, Hole, StartTag, is_safe_scheme, scheme};
use ammonia::Builder;
use std::{collections::BTreeSet, sync::LazyLock};

/// The prefix of all schemes below.
const MARK: &str = "x-portal-";
const LINK: &str = "x-portal-link:";
const CODE: &str = "x-portal-code:";
const PIECE: &str = "x-portal-piece:";
const FILE_SIZE: &str = "x-portal-file-size:";
const IMAGE: &str = "x-portal-image:";
const SIZE: &str = "x-portal-size:";
const LIST: &str = "x-portal-list:";
const OPEN: &str = "x-portal-open:";
const CLOSE: &str = "x-portal-close:";
const END: &str = "x-portal-end:";
/// A size goes through as an attribute of its own.
const SIZE_START: &str = " height=\"";

/// The scheme of a kind of holes in the sanitiser, and the hole that it becomes again.
type HoleScheme = (&'static str, fn(usize) -> Fill);

const KINDS: [HoleScheme; 10] = [
    (LINK, Fill::Link),
    (CODE, Fill::Code),
    (PIECE, Fill::Piece),
    (IMAGE, Fill::Image),
    (FILE_SIZE, Fill::FileSize),
    (SIZE, Fill::Size),
    (LIST, Fill::List),
    (OPEN, Fill::Open),
    (CLOSE, Fill::Close),
    (END, |_| Fill::End),
];

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_tags([
            "figure",
            "figcaption",
            "section",
            "aside",
            "input",
            "article",
            "audio",
            "video",
            "source",
            "picture",
        ])
        .rm_tags(["map", "area"])
        .add_generic_attributes(["class", "id", "tabindex", "aria-label", "title", "lang"])
        .add_tag_attributes("img", ["loading", "srcset", "sizes"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("audio", ["src", "controls", "preload"])
        .add_tag_attributes("video", ["src", "controls", "preload", "poster", "width", "height"])
        .add_tag_attributes("source", ["src", "srcset", "sizes", "media", "type"])
        .add_tag_attributes("data", ["value"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        .add_tag_attribute_values("input", "disabled", [""])
        .add_tag_attribute_values("input", "checked", [""])
        .set_tag_attribute_value("input", "disabled", "")
        .add_url_schemes(["x-portal-link"])
        .attribute_filter(|_, name, value| {
            if name == "srcset" {
                return value.split(',').all(is_candidate).then_some(value.into());
            }
            // A hole is the whole of a value. Behind an address anything could stand, and what goes into the other holes
            // is HTML, which would end an attribute.
            if value.contains(MARK) {
                return is_hole(value).then_some(value.into());
            }
            // The same check as for addresses in Markdown.
            let is_address = matches!(name, "href" | "src" | "cite" | "poster");
            let runs = is_address && scheme(value).is_some_and(|scheme| !is_safe_scheme(&scheme));
            (!runs).then_some(value.into())
        })
        .link_rel(Some("noopener noreferrer"));
    builder
});

/// Whether a value of an attribute is a hole of a kind that attributes have.
fn is_hole(value: &str) -> bool {
    let number = value.strip_prefix(LINK).or_else(|| value.strip_prefix(SIZE)).and_then(|rest| rest.strip_suffix(';'));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}

/// Whether a part of a `srcset` is a hole with what it is for: `x-portal-link:3; 2x`.
fn is_candidate(part: &str) -> bool {
    let mut words = part.split_ascii_whitespace();
    let is_link = words.next().is_none_or(|word| word == "#" || word.starts_with(LINK) && is_hole(word));
    let is_size =
        |word: &str| word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'w' | b'x' | b'h'));
    is_link && words.all(is_size)
}

/// The parts of a start tag that [`clean`] will take out, in the author's words: `<script>`, `onclick`.
pub fn removed(tag: &StartTag) -> Vec<String> {
    let name = tag.name.to_ascii_lowercase();
    if !BUILDER.clone_tags().contains(name.as_str()) {
        return vec![format!("<{name}>")];
    }
    let attributes = tag.attributes.iter().map(|attribute| attribute.name.to_ascii_lowercase());
    attributes.filter(|name| name.starts_with("on") || name == "style").collect()
}

/// HTML without the start tags behind which a browser reads no markup: unclosed, they would turn the rest of
/// the page into text. (Scripts and styles go with what is in them.)
pub fn without_raw_text(html: &str, tags: &[StartTag]) -> String {
    const RAW_TEXT: [&str; 7] = ["title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext"];
    let mut kept = String::with_capacity(html.len());
    let mut from = 0;
    for tag in tags.iter().filter(|tag| RAW_TEXT.iter().any(|name| tag.name.eq_ignore_ascii_case(name))) {
        kept.push_str(&html[from..tag.at.start]);
        from = tag.at.end;
    }
    kept.push_str(&html[from..]);
    kept
}

/// The body without anything dangerous.
pub fn clean(body: &Body) -> Body {
    let mut marked = String::with_capacity(body.html.len() + body.holes.len() * 20);
    let mut from = 0;
    for hole in &body.holes {
        marked.push_str(&body.html[from..hole.at]);
        from = hole.at;
        let (prefix, index) = split(hole.fill);
        match hole.fill {
            Fill::Size(_) => marked.push_str(&format!("{SIZE_START}{prefix}{index};\"")),
            _ => marked.push_str(&format!("{prefix}{index};")),
        }
    }
    marked.push_str(&body.html[from..]);
    let clean = BUILDER.clean(&marked).to_string();

    // A note that nobody refers to is gone, with its holes: the numbers can have gaps.
    let there: BTreeSet<_> = body.holes.iter().map(|hole| split(hole.fill)).collect();
    let mut html = String::with_capacity(clean.len());
    let mut holes = Vec::with_capacity(body.holes.len());
    let mut rest = clean.as_str();
    while let Some(at) = rest.find(MARK) {
        html.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = KINDS.iter().find_map(|(prefix, fill)| {
            let number = rest.strip_prefix(prefix)?;
            let (digits, after) = number.split_at(number.bytes().take_while(u8::is_ascii_digit).count());
            let index = digits.parse().ok().filter(|index| there.contains(&(*prefix, *index)))?;
            Some((fill(index), after.strip_prefix(';')?))
        });
        match known {
            Some((fill @ Fill::Size(_), after)) if html.ends_with(SIZE_START) && after.starts_with('"') => {
                html.truncate(html.len() - SIZE_START.len());
                holes.push(Hole { at: html.len(), fill });
                rest = &after[1..];
            }
            Some((Fill::Size(_), after)) => rest = after,
            Some((fill, after)) => {
                holes.push(Hole { at: html.len(), fill });
                rest = after;
            }
            None => {
                // In an attribute it is the whole value; where there is no such hole, it leads nowhere.
                let end = if html.ends_with("=\"") { rest.find('"') } else { None };
                let (instead, length) = match end.map(|end| &rest[..end]).filter(|value| is_hole(value)) {
                    Some(value) => ("#", value.len()),
                    None => (MARK, MARK.len()),
                };
                html.push_str(instead);
                rest = &rest[length..];
            }
        }
    }
    html.push_str(rest);
    let Body { pieces, images, raw_images, queries, .. } = body;
    let (pieces, images, raw_images) = (pieces.clone(), images.clone(), raw_images.clone());
    let queries = queries.clone();
    // The places of the blocks are lost.
    Body { html, holes, pieces, images, raw_images, queries, lines: Vec::new() }
}

fn split(fill: Fill) -> (&'static str, usize) {
    match fill {
        Fill::Link(index) => (LINK, index),
        Fill::Code(index) => (CODE, index),
        Fill::Piece(index) => (PIECE, index),
        Fill::Image(index) => (IMAGE, index),
        Fill::Size(index) => (SIZE, index),
        Fill::List(index) => (LIST, index),
        Fill::FileSize(index) => (FILE_SIZE, index),
        Fill::Open(part) => (OPEN, part),
        Fill::Close(part) => (CLOSE, part),
        // `contain` has removed the marks of raw HTML.
        Fill::End | Fill::Raw { .. } => (END, 0),
    }
}
