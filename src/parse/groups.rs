//! A collection as tables: `groups:` with `title` and `pages`, for authors who prefer data to a text of links.
//!
//! In: the fields of a page whose kind is `grouped`. Out: the same tree that a text gives, and its links.
//!
//! What always holds: a page is named from the file, else from the top of the sources (`courses/a.md`); it becomes a link
//! of the document, so that it is checked as all links are.

use super::{anchor::Anchors, fields::Fields};
use crate::model::{Block, Entry, Group, Heading, Link, Value};

/// The tree, with its links. In the document they come after its other links.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct GroupData {
    root: Group,
    links: Vec<Link>,
}

impl GroupData {
    /// Appends the links to `links`, gives every group a free anchor, and returns the tree.
    pub fn append_to(mut self, links: &mut Vec<Link>, headings: &[Heading], anchors: &mut Vec<String>) -> Group {
        let mut free = Anchors::default();
        for taken in headings.iter().map(|heading| &heading.id).chain(&*anchors) {
            free.chosen(taken);
        }
        place(&mut self.root, links.len(), &mut free, anchors);
        links.append(&mut self.links);
        self.root
    }
}

fn place(group: &mut Group, links: usize, free: &mut Anchors, anchors: &mut Vec<String>) {
    for block in &mut group.blocks {
        if let Block::Entry(Entry { link: Some(link), .. }) = block {
            *link += links;
        }
    }
    for group in &mut group.groups {
        group.id = free.of(&group.title);
        anchors.push(group.id.clone());
        place(group, links, free, anchors);
    }
}

/// Reads `groups`; `None` when it is not there.
pub fn read(fields: &mut Fields, in_config: bool) -> Option<GroupData> {
    let mut data = GroupData::default();
    data.root.groups = groups(fields, 2, in_config, &mut data.links);
    (!data.root.groups.is_empty()).then_some(data)
}

fn groups(fields: &mut Fields, level: u8, in_config: bool, links: &mut Vec<Link>) -> Vec<Group> {
    let mut groups = Vec::new();
    fields.tables("groups", |fields| {
        fields.require("title", "a text");
        let title = fields.text("title").unwrap_or_default();
        let mut group = Group { title, level, ..Group::default() };
        group.blocks = pages(fields, in_config, links);
        // Below the sixth level there are no headings.
        group.groups = self::groups(fields, (level + 1).min(6), in_config, links);
        groups.push(group);
    });
    groups
}

/// The pages of a group: their paths, or tables with `page` and a `title` that stands for the page's own.
fn pages(fields: &mut Fields, in_config: bool, links: &mut Vec<Link>) -> Vec<Block> {
    let mut push = |target: String, at, title: Option<String>| {
        links.push(Link { target, image: false, at, in_config });
        let link = Some(links.len() - 1);
        Block::Entry(Entry { is_titled: title.is_some(), title: title.unwrap_or_default(), link, ..Entry::default() })
    };
    let mut blocks = Vec::new();
    let has_tables = matches!(fields.node("pages").map(|node| &node.value),
        Some(Value::List(nodes)) if nodes.iter().any(|node| matches!(node.value, Value::Table(_))));
    if has_tables {
        fields.tables("pages", |fields| {
            fields.require("page", "the path of a page");
            let title = fields.text("title");
            if let Some(page) = fields.text("page") {
                blocks.push(push(page, fields.at("page"), title));
            }
        });
    } else {
        let pages = fields.list("pages").unwrap_or_default();
        blocks.extend(pages.into_iter().map(|(page, at)| push(page, at, None)));
    }
    blocks
}
