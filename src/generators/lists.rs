//! Orders of pages that are written as nested lists of links: `_sidebar.md`, `SUMMARY.md`.

use crate::model::{NavEntry, NavTarget};
use std::iter::Peekable;

/// Where a link leads, by what is written between its round brackets.
type Target = fn(&str) -> Option<NavTarget>;

/// The items of nested lists: links, and texts that stand above others.
pub(super) fn entries(text: &str, target: Target) -> Vec<NavEntry> {
    let mut items: Vec<(usize, NavEntry)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        items.extend(item(line, start, target));
        start += line.len();
    }
    nest(items)
}

/// Items with their indentations as a tree.
fn nest(items: Vec<(usize, NavEntry)>) -> Vec<NavEntry> {
    let mut items = items.into_iter().peekable();
    let mut entries = Vec::new();
    while let Some(first) = items.next() {
        entries.push(nested(first, &mut items, 0));
    }
    entries
}

/// Most lists inside each other.
const DEEPEST: usize = 16;

/// An item with the deeper ones after it.
fn nested(
    (indent, mut entry): (usize, NavEntry),
    items: &mut Peekable<impl Iterator<Item = (usize, NavEntry)>>,
    depth: usize,
) -> NavEntry {
    while let Some(inner) = items.next_if(|(inner, _)| *inner > indent && depth < DEEPEST) {
        entry.entries.push(nested(inner, items, depth + 1));
    }
    entry
}

/// One line of a list, with its indentation: `- [Title](path.md "Long title")` or `- Title`. `start` is where it begins.
fn item(line: &str, start: usize, target: Target) -> Option<(usize, NavEntry)> {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let text = ["- ", "* ", "+ "].iter().find_map(|mark| text.strip_prefix(mark))?.trim();
    Some((indent, entry(text, start + line.find(text)?, target)))
}

/// A link, or a text that stands above others, which begins at an offset.
pub(super) fn entry(text: &str, at: usize, target: Target) -> NavEntry {
    let at = at..at + text.len();
    let link =
        text.strip_prefix('[').and_then(|rest| rest.split_once("](")?.1.split_once(')').map(|(to, _)| (rest, to)));
    let (title, target) = match link {
        Some((rest, to)) => (rest.split("](").next().unwrap_or_default(), target(to)),
        None => (text.trim_matches('*'), None),
    };
    let title = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
    NavEntry { title, target, at, entries: Vec::new() }
}
