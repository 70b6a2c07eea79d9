//! Collections: pages that are mostly links to other pages, and the places of these pages in them.
//!
//! In: pages whose documents have an outline, with the pages that their links lead to. Out: which of them are
//! collections, and for each member its places.
//!
//! What always holds: places are in the order of the pages' paths, then of the entries.

use super::{CollectionPlace, LinkTarget, Page, PageId, RaggedVec};
use crate::model::{Block, Group};
use std::sync::Arc;

/// A page is a collection from this many linked entries on, when it has no more blocks of prose than entries.
const FEWEST: usize = 3;

/// Marks the collections among the pages, and stores in each member its places.
pub(super) fn collect(pages: &mut [Page], targets: &RaggedVec<LinkTarget>) {
    for id in 0..pages.len() {
        if !pages[id].flags.is_list {
            continue;
        }
        let document = pages[id].document.clone();
        let Some(outline) = document.outline.as_ref().filter(|_| document.map.is_none()) else { continue };
        if !is_collection(outline) {
            continue;
        }
        let mut places = Vec::new();
        let is_member = |member: &PageId| *member != id && !pages[*member].flags.is_unlisted;
        visit(outline, targets.of(id), id, &is_member, &mut places);
        pages[id].relations_mut().is_collection = true;
        let members: Vec<PageId> = places.iter().map(|(member, _)| *member).collect();
        for (at, (member, mut place)) in places.into_iter().enumerate() {
            // A page that the collection names twice has its first place.
            if pages[member].relations().places.iter().any(|other| other.collection == id) {
                continue;
            }
            place.prev = members[..at].iter().rev().copied().find(|other| *other != member);
            place.next = members[at + 1..].iter().copied().find(|other| *other != member);
            pages[member].relations_mut().places.push(place);
        }
    }
}

fn is_collection(outline: &Group) -> bool {
    let (linked, prose) = count(outline);
    linked >= FEWEST && linked >= prose
}

/// Entries with links, and blocks of prose.
fn count(group: &Group) -> (usize, usize) {
    let own = group.blocks.iter().fold((0, 0), |(linked, prose), block| match block {
        Block::Entry(entry) => (linked + usize::from(entry.link.is_some()), prose),
        Block::Prose { .. } => (linked, prose + 1),
    });
    group.groups.iter().map(count).fold(own, |(a, b), (c, d)| (a + c, b + d))
}

/// The members under a heading and those below it, with their places.
fn visit(
    group: &Group,
    targets: &[LinkTarget],
    id: PageId,
    is_member: &impl Fn(&PageId) -> bool,
    places: &mut Vec<(PageId, CollectionPlace)>,
) {
    let member = |block: &Block| match block {
        Block::Entry(entry) => targets.get(entry.link?),
        Block::Prose { .. } => None,
    };
    let members = group.blocks.iter().filter_map(member);
    let members = members.filter_map(|target| if let LinkTarget::Page(member) = target { Some(*member) } else { None });
    let members: Vec<PageId> = members.filter(is_member).collect();
    let (total, heading) = (members.len(), Arc::new((group.title.clone(), group.id.clone())));
    places.extend(members.into_iter().enumerate().map(|(index, member)| {
        let group = heading.clone();
        (member, CollectionPlace { collection: id, group, index: index + 1, total, prev: None, next: None })
    }));
    group.groups.iter().for_each(|group| visit(group, targets, id, is_member, places));
}
