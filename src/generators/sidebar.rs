//! Lists of pages in the configuration of Docusaurus, VitePress, VuePress and Starlight: nearly one form, with other names.
//!
//! In: the value of `sidebar`, `nav` or the like. Out: entries. A text is a page; a table has a title, a link, and further
//! items; a table by paths is a group for each of them.

use super::settings::{entries, field, items, text_of};
use crate::model::{NavEntry, NavTarget, Navigation, Node, RelPath, Value, scheme};

/// Lists inside each other.
const DEEPEST: usize = 16;
/// Names of the same thing, in the order in which they are looked for.
const TITLES: [&str; 3] = ["text", "label", "title"];
const LINKS: [&str; 7] = ["link", "path", "slug", "id", "href", "to", "docId"];
const ITEMS: [&str; 2] = ["items", "children"];
const BASES: [&str; 2] = ["base", "prefix"];

/// The entries of a list, or of a table of lists by the paths of their pages. `base` stands before links that do not begin
/// with a slash; `title_of` is what a list of a table is called.
pub(super) fn read(node: &Node, base: &str, title_of: &dyn Fn(&str) -> String) -> Vec<NavEntry> {
    let Value::Table(lists) = &node.value else { return list(node, base, 0) };
    // `{ base: "/guide/", items: [...] }`
    if let Some(items) = first_of(node, &ITEMS) {
        return list(items, &based(node, base), 0);
    }
    let mut groups: Vec<NavEntry> = Vec::new();
    for (path, inside) in lists {
        let path = path.text.as_str();
        let inner = match &inside.value {
            Value::Table(_) => read(inside, base, title_of),
            Value::List(_) => list(inside, if path.starts_with('/') { path } else { base }, 0),
            // `structure` and `auto`: as the folder has it.
            _ => vec![folder(path, inside)],
        };
        // Two paths may have one list.
        if !inner.is_empty() && groups.iter().all(|group| !is_same(&group.entries, &inner)) {
            groups.push(group(title_of(path), inside, inner));
        }
    }
    match groups.len() {
        1 => groups.pop().map(|group| group.entries).unwrap_or_default(),
        _ => groups,
    }
}

/// A list and a menu for each language: those of its theme. `menus` are the names that a menu may have. With a theme stands
/// the folder in which the links of its language begin.
pub(super) fn navigation<'n>(
    file: &RelPath,
    menus: &[&str],
    themes: impl Iterator<Item = (Option<&'n str>, &'n Node)>,
) -> Option<Navigation> {
    let (mut menu, mut listed) = (Vec::new(), Vec::new());
    for (folder, theme) in themes {
        let mut own = first_of(theme, menus).map(|menu| read(menu, "", &|_| String::new())).unwrap_or_default();
        let bar = field(theme, "sidebar").map(|bar| read(bar, "", &|path| title_in(&own, path)));
        let mut bar = bar.unwrap_or_default();
        if let Some(folder) = folder {
            bar.iter_mut().chain(&mut own).for_each(|entry| put_below(entry, folder));
        }
        listed.extend(bar);
        menu.extend(own);
    }
    let is_empty = listed.is_empty() && menu.is_empty();
    (!is_empty).then(|| Navigation { menu, ..Navigation::new(file.clone(), listed) })
}

/// Links of a language begin with its folder.
fn put_below(entry: &mut NavEntry, folder: &str) {
    if let Some(NavTarget::Page(link)) = &mut entry.target {
        let path = link.trim_start_matches('/');
        let is_below = path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if !is_below {
            *link = format!("/{folder}/{path}");
        }
    }
    entry.entries.iter_mut().for_each(|entry| put_below(entry, folder));
}

/// What the menu calls the pages below a path; else the name of the folder.
fn title_in(menu: &[NavEntry], path: &str) -> String {
    let inside = path.trim_matches('/');
    let leads_there = |entry: &NavEntry| match &entry.target {
        Some(NavTarget::Page(link)) => !inside.is_empty() && link.trim_matches('/').starts_with(inside),
        _ => false,
    };
    let mut open: Vec<&NavEntry> = menu.iter().rev().collect();
    while let Some(entry) = open.pop() {
        if let Some(title) = entry.title.as_ref().filter(|_| leads_there(entry)) {
            return title.clone();
        }
        open.extend(entry.entries.iter().rev());
    }
    let name = inside.rsplit('/').next().unwrap_or_default();
    let mut letters = name.chars();
    letters.next().map_or_else(|| "/".to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

/// Whether two lists lead to the same pages first; their places differ.
fn is_same(one: &[NavEntry], other: &[NavEntry]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| {
            one.title == other.title && one.target == other.target && is_same(&one.entries, &other.entries)
        })
}

/// The entries of a list.
fn list(node: &Node, base: &str, depth: usize) -> Vec<NavEntry> {
    items(node).iter().flat_map(|item| entry(item, base, depth)).collect()
}

fn entry(node: &Node, base: &str, depth: usize) -> Vec<NavEntry> {
    match &node.value {
        Value::Scalar { text, .. } if matches!(text.as_str(), "auto" | "structure" | "heading") => {
            vec![folder(base, node)]
        }
        Value::Scalar { text, .. } => vec![leaf(None, Some(target(text, base)), node)],
        // `["/a", "Title"]`
        Value::List(pair) => {
            let texts: Vec<String> = pair.iter().filter_map(text_of).collect();
            let [link, title] = texts.as_slice() else { return Vec::new() };
            vec![leaf(Some(title.clone()), Some(target(link, base)), node)]
        }
        Value::Table(_) if depth < DEEPEST => table(node, base, depth),
        Value::Table(_) | Value::Null => Vec::new(),
    }
}

fn table(node: &Node, base: &str, depth: usize) -> Vec<NavEntry> {
    let kind = field(node, "type").and_then(text_of).unwrap_or_default();
    if matches!(kind.as_str(), "html" | "search" | "localeDropdown" | "docsVersionDropdown" | "docsVersion") {
        return Vec::new();
    }
    let title = TITLES.iter().find_map(|name| field(node, name).and_then(plain_title));
    // Every page of a folder.
    let generated = field(node, "dirName")
        .or_else(|| field(node, "autogenerate").and_then(|auto| field(auto, "directory")))
        .and_then(text_of);
    if let Some(name) = generated {
        let name = if name == "." { String::new() } else { name };
        let pages = folder(&joined(&name, base), node);
        return match title {
            Some(title) => vec![group(title, node, vec![pages])],
            None => vec![pages],
        };
    }
    let own_base = based(node, base);
    let links = LINKS.iter().filter_map(|name| Some((*name, field(node, name)?)));
    let link = links.filter_map(|(name, link)| match &link.value {
        // `link: { type: "doc", id: "a" }`
        Value::Table(_) => field(link, "id").and_then(text_of).map(|id| (name, target(&id, base))),
        _ => text_of(link).map(|link| (name, target(&link, base))),
    });
    let link = link.take(1).next();
    // It may lead to a page that is a program.
    let is_any_address = link.as_ref().is_some_and(|(name, _)| matches!(*name, "href" | "to"));
    let link = link.map(|(_, target)| target);
    let inner = first_of(node, &ITEMS).map(|inner| match &inner.value {
        Value::Scalar { .. } => vec![folder(&own_base, inner)],
        _ => list(inner, &own_base, depth + 1),
    });
    if title.is_none() && link.is_none() && inner.is_none() {
        // `{ "Title": [...] }`
        let groups = entries(node).filter(|(_, inside)| matches!(inside.value, Value::List(_)));
        return groups.map(|(title, inside)| group(title.to_owned(), inside, list(inside, base, depth + 1))).collect();
    }
    let at = if is_any_address { 0..0 } else { node.at.clone() };
    vec![NavEntry { title, target: link, at, entries: inner.unwrap_or_default() }]
}

/// A title, or the first of those in several languages.
fn plain_title(node: &Node) -> Option<String> {
    text_of(node).or_else(|| entries(node).find_map(|(_, node)| text_of(node)))
}

fn first_of<'n>(node: &'n Node, names: &[&str]) -> Option<&'n Node> {
    names.iter().find_map(|name| field(node, name))
}

fn based(node: &Node, base: &str) -> String {
    first_of(node, &BASES).and_then(text_of).map_or_else(|| base.to_owned(), |own| joined(&own, base))
}

fn leaf(title: Option<String>, target: Option<NavTarget>, node: &Node) -> NavEntry {
    NavEntry { title, target, at: node.at.clone(), entries: Vec::new() }
}

fn group(title: String, node: &Node, entries: Vec<NavEntry>) -> NavEntry {
    NavEntry { entries, ..leaf(Some(title), None, node) }
}

fn folder(path: &str, node: &Node) -> NavEntry {
    leaf(None, Some(NavTarget::Folder(path.trim_matches('/').to_owned())), node)
}

/// A path behind its base, unless it begins at the root.
fn joined(path: &str, base: &str) -> String {
    if path.starts_with('/') || base.is_empty() {
        return path.to_owned();
    }
    format!("{}/{}", base.trim_end_matches('/'), path.trim_start_matches("./"))
}

/// Where a link leads: to a page of the site, or to another site.
fn target(link: &str, base: &str) -> NavTarget {
    let link = link.trim();
    if scheme(link).is_some() || link.starts_with("//") {
        return NavTarget::Url(link.to_owned());
    }
    NavTarget::Page(joined(link, base))
}
