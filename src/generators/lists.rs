//! Orders of pages that are written as nested lists of links: `_sidebar.md`, `SUMMARY.md`, `TOC.md`.

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

/// The items of lists, and links that stand between them. A heading with those up to the next heading or rule is a group;
/// the first heading is the title of the whole list.
pub(super) fn chapters(text: &str, target: Target) -> Vec<NavEntry> {
    let (mut chapters, mut part, mut list) = (Vec::new(), None::<NavEntry>, String::new());
    let mut start = 0;
    let mut listed = 0;
    let mut is_first = true;
    // A list is read as a whole, with its place.
    let flush = |list: &mut String, listed: usize, part: &mut Option<NavEntry>, chapters: &mut Vec<NavEntry>| {
        let mut entries = entries(&std::mem::take(list), target);
        entries.iter_mut().for_each(|entry| shift(entry, listed));
        match part {
            Some(part) => part.entries.append(&mut entries),
            None => chapters.append(&mut entries),
        }
    };
    for line in text.split_inclusive('\n') {
        let written = line.trim();
        let heading = written.strip_prefix('#').map(|rest| rest.trim_matches(['#', ' ']));
        let is_link = line.starts_with('[');
        if heading.is_some() || is_link || written.starts_with("---") {
            flush(&mut list, listed, &mut part, &mut chapters);
            chapters.extend(part.take());
            if let Some(title) = heading.filter(|_| !std::mem::take(&mut is_first)) {
                let at = start..start + line.trim_end().len();
                part = Some(NavEntry { title: Some(title.to_owned()), target: None, at, entries: Vec::new() });
            } else if is_link {
                chapters.push(entry(written, start, target));
            }
        } else {
            if list.is_empty() {
                listed = start;
            }
            list.push_str(line);
        }
        is_first &= !is_link && list.trim().is_empty();
        start += line.len();
    }
    flush(&mut list, listed, &mut part, &mut chapters);
    chapters.extend(part);
    chapters
}

/// Adds to the places of an entry, and of those in it.
pub(super) fn shift(entry: &mut NavEntry, by: usize) {
    entry.at = entry.at.start + by..entry.at.end + by;
    entry.entries.iter_mut().for_each(|entry| shift(entry, by));
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
