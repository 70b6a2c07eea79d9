//! Learning maps: stages of steps.
//!
//! In: the tree of a page of links ([`crate::model::Group`]), or the tables of its metadata. Out: a
//! [`crate::model::Map`].
//!
//! What always holds: nothing of the file is lost. What is neither a step nor a goal stays prose, where it stands.
//!
//! Deliberately not here: the targets of steps and of requirements (`site`).

mod data;
mod outline;
mod words;

pub use data::{MapData, read};
pub use words::kind_word;

use crate::model::{Body, Group, Heading, Link, Map};

/// The file that holds the order of an mdBook: its parts are stages, its chapters are steps.
pub const BOOK: &str = "SUMMARY.md";

/// The map of a page: from its metadata, else from its text. Its links come after those of the body.
pub fn of_page(
    data: Option<MapData>,
    outline: Option<&Group>,
    is_book: bool,
    headings: &[Heading],
    links: &mut Vec<Link>,
    body: &mut Body,
) -> Option<Map> {
    let Some(MapData { mut map, links: own }) = data else {
        return outline::of_outline(outline?, is_book, headings, links, body);
    };
    if !map.is_data {
        let read = outline::of_outline(outline?, is_book, headings, links, body)?;
        return Some(Map { id: map.id, at: map.at, ..read });
    }
    for step in map.stages.iter_mut().flat_map(|stage| &mut stage.steps) {
        step.link = step.link.map(|link| link + links.len());
    }
    links.extend(own);
    map.intro = outline::whole(body).into_iter().collect();
    Some(map)
}
