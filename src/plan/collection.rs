//! The views of a collection: on its own page and on the pages of its members.

use super::{Plan, head::json_ld};
use crate::{
    model::{Block, Entry, Group},
    site::{Page, PageId},
    view::{BlockView, CollectionView, EntryView, GroupView, LinkView, PlaceView},
};
use serde_json::json;

impl Plan {
    /// The page as a collection, if it is one.
    pub fn collection(&self, page: &Page) -> Option<CollectionView> {
        let outline = page.document.outline.as_ref().filter(|_| page.relations().is_collection)?;
        let mut sections = Vec::new();
        self.group(outline, page, &mut sections);
        Some(CollectionView {
            with_text: outline.groups.iter().any(|group| group.heading.is_none()),
            entries: sections.iter().map(|section| section.entries).sum(),
            groups: sections.iter().filter(|section| section.entries > 0).count(),
            filters: self.filters(&page.lang, &self.members(outline, page)),
            sections,
        })
    }

    fn group(&self, group: &Group, page: &Page, sections: &mut Vec<GroupView>) {
        let mut blocks: Vec<BlockView> = Vec::new();
        for block in &group.blocks {
            match block {
                Block::Prose { part, .. } => blocks.push(BlockView { part: Some(*part), ..BlockView::default() }),
                Block::Entry(entry) => {
                    let entry = self.collection_entry(entry, page);
                    let numbered = !entry.number.is_empty();
                    match blocks.last_mut().filter(|block| block.part.is_none()) {
                        Some(block) => {
                            block.numbered |= numbered;
                            block.entries.push(entry);
                        }
                        None => blocks.push(BlockView { part: None, entries: vec![entry], numbered }),
                    }
                }
            }
        }
        let linked = |block: &BlockView| block.entries.iter().filter(|entry| !entry.url.is_empty()).count();
        if group.level > 0 || !blocks.is_empty() {
            sections.push(GroupView {
                heading: group.heading,
                title: group.title.clone(),
                id: group.id.clone(),
                level: group.level,
                entries: blocks.iter().map(linked).sum(),
                blocks,
            });
        }
        group.groups.iter().for_each(|group| self.group(group, page, sections));
    }

    fn collection_entry(&self, entry: &Entry, page: &Page) -> EntryView {
        let target = entry.link.and_then(|link| self.site.linked(page, link));
        let href = entry
            .link
            .and_then(|link| self.site.href(page, link))
            .map_or_else(String::new, |href| href.as_str().to_owned());
        EntryView {
            number: entry.number.clone().unwrap_or_default(),
            title: self.entry_title(entry, page, target),
            url: href,
            depth: entry.depth,
            kind: entry.kind.as_ref().map(|kind| self.step_kind(kind, &page.lang)),
            note: entry.note,
            card: target.map(|id| self.card(id)),
            terms: target.map_or_else(Vec::new, |id| self.choices(id)),
        }
    }

    /// The title in the metadata if the author gave one, else the title of the page.
    fn entry_title(&self, entry: &Entry, page: &Page, target: Option<PageId>) -> String {
        let own = target.map(|id| &self.site.pages[id].document.meta.title).filter(|_| !entry.is_titled);
        let written = Some(&entry.title).filter(|title| !title.is_empty());
        let address = || entry.link.map(|link| &page.document.links[link].target).filter(|_| entry.note.is_none());
        own.or(written).or_else(address).cloned().unwrap_or_default()
    }

    /// Where a page stands in the collections that it is in.
    pub fn places(&self, page: &Page) -> Vec<PlaceView> {
        let place = |place: &crate::site::CollectionPlace| {
            let collection = self.link(place.collection);
            let (title, id) = &*place.group;
            PlaceView {
                group: LinkView {
                    title: title.clone(),
                    url: format!("{}#{}", collection.url, crate::model::encode_path(id)),
                    ..LinkView::default()
                },
                collection,
                index: place.index,
                total: place.total,
                prev: place.prev.map(|id| self.link(id)),
                next: place.next.map(|id| self.link(id)),
            }
        };
        page.relations().places.iter().map(place).collect()
    }

    /// A collection's members, as search engines read them.
    pub fn collection_json(&self, id: PageId) -> Option<String> {
        let (page, base) = (&self.site.pages[id], self.site.config.base_url.as_ref()?);
        let outline = page.document.outline.as_ref().filter(|_| page.relations().is_collection)?;
        let members = self.members(outline, page);
        let items = members.iter().enumerate().map(|(place, id)| {
            let LinkView { title, url, .. } = self.link(*id);
            json!({"@type": "ListItem", "position": place + 1, "name": title, "url": format!("{base}{url}")})
        });
        let items: Vec<_> = items.collect();
        let list = json!({
            "@context": "https://schema.org",
            "@type": "ItemList",
            "name": page.document.meta.title,
            "numberOfItems": items.len(),
            "itemListElement": items,
        });
        (!members.is_empty()).then(|| json_ld(&list))
    }

    /// The pages that a group and the groups below it lead to.
    fn members(&self, group: &Group, page: &Page) -> Vec<PageId> {
        let own = group.blocks.iter().filter_map(|block| match block {
            Block::Entry(entry) => self.site.linked(page, entry.link?),
            Block::Prose { .. } => None,
        });
        own.chain(group.groups.iter().flat_map(|group| self.members(group, page))).collect()
    }
}
