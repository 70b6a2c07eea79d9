//! Projects without a generator: `TOC.md` is the order of pages, and `variables.json` has values that they name.
//!
//! A file is the order of pages if nothing stands in it but lists and headings, and at least three of its items lead to
//! Markdown. `TOC-NAME.md` beside it is a group of the navigation with that name. They are no pages.
//!
//! Deliberately not here: `SUMMARY.md`, which is a learning map in a project without a generator.

use super::{ForeignConfig, lists, settings::ForeignSettings};
use crate::{
    diag::{Code, Diagnostic},
    model::{NavEntry, NavTarget, Navigation, RelPath, fill, scheme},
    source::ProjectFiles,
};
use std::collections::BTreeMap;

/// Fewer links are no order of pages.
const FEWEST: usize = 3;
/// Most files of contents.
const MOST: usize = 50;

/// What such files say, and what is wrong with it; `src` is the folder of the sources.
pub(super) fn find(src: Option<&RelPath>, files: &mut ProjectFiles) -> Option<(ForeignConfig, Vec<Diagnostic>)> {
    let mut diagnostics = Vec::new();
    let values = values(files);
    let navigation = navigation(src.map_or("", RelPath::as_str), &values, files, &mut diagnostics);
    if navigation.is_none() && values.is_empty() {
        return None;
    }
    let (navigation, exclude) = navigation.unzip();
    let exclude = exclude.unwrap_or_default();
    Some((ForeignConfig { navigation, exclude, values, ..ForeignConfig::default() }, diagnostics))
}

/// The texts of `variables.json`, by what pages call them: `.name`.
fn values(files: &mut ProjectFiles) -> BTreeMap<String, String> {
    let file = RelPath::new("variables.json");
    let bytes = file.as_ref().and_then(|file| files.read(file));
    let settings = file.zip(bytes).and_then(|(file, bytes)| ForeignSettings::parse(&file, &bytes, files).ok());
    settings.map(|settings| settings.values("", "")).unwrap_or_default()
}

/// The navigation, and patterns of the files that it is made of.
fn navigation(
    src: &str,
    values: &BTreeMap<String, String>,
    files: &mut ProjectFiles,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Navigation, Vec<String>)> {
    let file = RelPath::new_from(src, "TOC.md")?;
    let mut entries = contents(&files.read(&file)?)?;
    let mut exclude = vec!["/TOC.md".to_owned()];
    for name in files.names(src).into_iter().filter(|name| name.starts_with("TOC-") && name.ends_with(".md")).take(MOST)
    {
        let Some(part) = RelPath::new_from(src, &name) else { continue };
        let Some(mut inner) = files.read(&part).and_then(|bytes| contents(&bytes)) else { continue };
        // The navigation has one file: what is missing in another one is reported here.
        let mut report = |entry: &NavEntry, path: &RelPath| {
            let missing = Diagnostic::new(Code::P0106, &part).at(entry.at.clone());
            diagnostics.push(missing.arg("file", &part).arg("target", path));
        };
        let is_there =
            |path: &RelPath| RelPath::new_from(src, path.as_str()).is_some_and(|path| files.has(path.as_str()));
        retain(&mut inner, &is_there, &mut report);
        let title = name["TOC-".len()..name.len() - ".md".len()].replace('-', " ");
        entries.push(NavEntry { title: Some(title), target: None, at: 0..0, entries: inner });
        exclude.push(format!("/{name}"));
    }
    entries.iter_mut().for_each(|entry| fill_titles(entry, values));
    Some((Navigation::new(file, entries), exclude))
}

/// The entries of a file that is nothing but an order of pages.
fn contents(bytes: &[u8]) -> Option<Vec<NavEntry>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let body = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(text, |(_, body)| body);
    let is_listed = |line: &str| {
        let line = line.trim();
        line.is_empty() || line.starts_with(['#', '-', '*', '+']) || line.starts_with("<!--") && line.ends_with("-->")
    };
    let mut entries = lists::chapters(body, target);
    let links = entries.iter().map(links).sum::<usize>();
    if links < FEWEST || !body.lines().all(is_listed) {
        return None;
    }
    let before = text.len() - body.len();
    entries.iter_mut().for_each(|entry| lists::shift(entry, before));
    Some(entries)
}

fn links(entry: &NavEntry) -> usize {
    let is_page = matches!(entry.target, Some(NavTarget::Source(_)));
    usize::from(is_page) + entry.entries.iter().map(links).sum::<usize>()
}

/// Takes out entries whose sources are missing, and all places.
fn retain(
    entries: &mut Vec<NavEntry>,
    is_there: &impl Fn(&RelPath) -> bool,
    report: &mut impl FnMut(&NavEntry, &RelPath),
) {
    entries.retain_mut(|entry| {
        retain(&mut entry.entries, is_there, report);
        let is_missing = match &entry.target {
            Some(NavTarget::Source(path)) if !is_there(path) => {
                report(entry, path);
                true
            }
            _ => false,
        };
        entry.at = 0..0;
        !is_missing || !entry.entries.is_empty()
    });
}

fn fill_titles(entry: &mut NavEntry, values: &BTreeMap<String, String>) {
    entry.title = entry.title.take().map(|title| fill(&title, values).into_owned());
    entry.entries.iter_mut().for_each(|entry| fill_titles(entry, values));
}

/// Where a link leads: from the folder of the sources, or to another site.
fn target(link: &str) -> Option<NavTarget> {
    let path = link.split([' ', '#']).next().unwrap_or_default().trim_matches(['<', '>']);
    if scheme(path).is_some() || path.starts_with("//") {
        return Some(NavTarget::Url(path.to_owned()));
    }
    let path = path.trim_start_matches("./").trim_start_matches('/');
    RelPath::new(path).filter(|path| path.is_markdown()).map(NavTarget::Source)
}
