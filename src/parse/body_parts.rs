//! Parts of a body: the Markdown of a page's fields.
//!
//! In: a rendered body, and the rendered text of a field that the page shows at a place of its own. Out: one body that
//! holds both, the text as a part behind the end.
//!
//! What always holds: the text does not count for the excerpt, the words or the table of contents of the body. Its links,
//! code and images are numbered after those of the body.

use super::rendered::RenderedBody;
use crate::model::{Fill, Hole, PartId};

/// Appends `text` to `whole` as a new part. Returns the number of the part.
pub fn append(whole: &mut RenderedBody, text: RenderedBody) -> PartId {
    let (html, holes) = number(whole, text);
    let body = &mut whole.body;
    let taken =
        body.holes.iter().filter_map(|hole| if let Fill::Open(part) = hole.fill { Some(part + 1) } else { None });
    let part = taken.max().unwrap_or_default();
    if !body.holes.iter().any(|hole| hole.fill == Fill::End) {
        body.holes.push(Hole { at: body.html.len(), fill: Fill::End });
    }
    let start = body.html.len();
    body.holes.push(Hole { at: start, fill: Fill::Open(part) });
    body.html.push_str(&html);
    body.holes.extend(holes.into_iter().map(|hole| Hole { at: hole.at + start, ..hole }));
    body.holes.push(Hole { at: body.html.len(), fill: Fill::Close(part) });
    part
}

/// Puts `text` before the body.
pub fn prepend(whole: &mut RenderedBody, text: RenderedBody) {
    let (html, holes) = number(whole, text);
    let body = &mut whole.body;
    body.html.insert_str(0, &html);
    body.holes.iter_mut().for_each(|hole| hole.at += html.len());
    body.holes.splice(0..0, holes);
    let moved = u32::try_from(html.len()).unwrap_or(u32::MAX);
    body.lines.iter_mut().for_each(|(at, _)| *at = at.saturating_add(moved));
}

/// Adds all but the HTML of `text` to `whole`. Returns the HTML, and its holes with their new numbers.
fn number(whole: &mut RenderedBody, text: RenderedBody) -> (String, Vec<Hole>) {
    let body = &mut whole.body;
    let (links, code, pieces) = (whole.links.len(), whole.code.len(), body.pieces.len());
    let queries = body.queries.len();
    let (images, raw_images) = (body.images.len(), body.raw_images.len());
    let numbered = |hole: Hole| {
        let fill = match hole.fill {
            Fill::Link(index) => Fill::Link(index + links),
            Fill::FileSize(index) => Fill::FileSize(index + links),
            Fill::Code(index) => Fill::Code(index + code),
            Fill::Piece(index) => Fill::Piece(index + pieces),
            Fill::Image(index) => Fill::Image(index + images),
            Fill::Size(index) => Fill::Size(index + raw_images),
            Fill::List(index) => Fill::List(index + queries),
            fill @ (Fill::Open(_) | Fill::Close(_) | Fill::End | Fill::Raw { .. }) => fill,
        };
        Hole { fill, ..hole }
    };
    let holes = text.body.holes.into_iter().map(numbered).collect();
    body.pieces.extend(text.body.pieces);
    body.queries.extend(text.body.queries);
    body.images.extend(text.body.images.into_iter().map(|mut image| {
        image.link += links;
        image
    }));
    body.raw_images.extend(text.body.raw_images.into_iter().map(|mut image| {
        image.link += links;
        image
    }));
    whole.links.extend(text.links);
    whole.code.extend(text.code);
    whole.includes.extend(text.includes.into_iter().map(|mut include| {
        include.code += code;
        include
    }));
    whole.anchors.extend(text.headings.into_iter().map(|heading| heading.id));
    whole.anchors.extend(text.anchors);
    (text.body.html, holes)
}
