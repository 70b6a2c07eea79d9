//! Docsify: `index.html` with `$docsify`, and `_sidebar.md`.
//!
//! Deliberately not here: the options in `index.html`, which are a program.

use super::{ForeignConfig, settings::ForeignSettings};
use crate::{
    model::{NavEntry, NavTarget, Navigation, RelPath, scheme},
    source::ProjectFiles,
};

pub(super) fn is_sure(settings: Option<&ForeignSettings>, files: &mut ProjectFiles) -> bool {
    let page = settings.and_then(|settings| files.read(&settings.path));
    page.is_some_and(|page| String::from_utf8_lossy(&page).contains("$docsify"))
}

pub(super) fn read(settings: &mut ForeignSettings, files: &mut ProjectFiles) -> ForeignConfig {
    let folder = settings.path.folder().to_owned();
    let sidebar = RelPath::new_from(&folder, "_sidebar.md");
    let navigation = sidebar.and_then(|file| {
        let text = files.read(&file)?;
        let entries = entries(std::str::from_utf8(&text).ok()?);
        Some(Navigation { file, entries, redirects: Vec::new() })
    });
    ForeignConfig {
        src: RelPath::new(&folder).filter(|_| !folder.is_empty()),
        exclude: vec!["_*.md".to_owned()],
        navigation,
        ..ForeignConfig::default()
    }
}

/// The items of nested lists: links, and texts that stand above others.
pub(super) fn entries(text: &str) -> Vec<NavEntry> {
    let mut items: Vec<(usize, NavEntry)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        items.extend(item(line, start));
        start += line.len();
    }
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
    items: &mut std::iter::Peekable<impl Iterator<Item = (usize, NavEntry)>>,
    depth: usize,
) -> NavEntry {
    while let Some(inner) = items.next_if(|(inner, _)| *inner > indent && depth < DEEPEST) {
        entry.entries.push(nested(inner, items, depth + 1));
    }
    entry
}

/// One line of a list, with its indentation: `- [Title](path.md "Long title")` or `- Title`. `start` is where it begins.
fn item(line: &str, start: usize) -> Option<(usize, NavEntry)> {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let text = ["- ", "* ", "+ "].iter().find_map(|mark| text.strip_prefix(mark))?.trim();
    let at = start + line.find(text)?;
    let at = at..at + text.len();
    let link =
        text.strip_prefix('[').and_then(|rest| rest.split_once("](")?.1.split_once(')').map(|(to, _)| (rest, to)));
    let (title, target) = match link {
        Some((rest, to)) => (rest.split("](").next().unwrap_or_default(), target(to)),
        None => (text.trim_matches('*'), None),
    };
    let title = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
    Some((indent, NavEntry { title, target, at, entries: Vec::new() }))
}

/// Where a link in the list leads: from the folder of the sources.
fn target(link: &str) -> Option<NavTarget> {
    let path = link.split([' ', '?']).next().unwrap_or_default().trim_matches(['<', '>']);
    if scheme(path).is_some() || path.starts_with("//") {
        return Some(NavTarget::Url(path.to_owned()));
    }
    let path = path.trim_start_matches("#").trim_start_matches('/').split('#').next().unwrap_or_default();
    let file = match path {
        "" => "README.md".to_owned(),
        path if path.ends_with('/') => format!("{path}README.md"),
        path if path.ends_with(".md") => path.to_owned(),
        path => format!("{path}.md"),
    };
    RelPath::new(&file).map(NavTarget::Source)
}
