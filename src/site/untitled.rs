//! Titles of pages that have none: the names that other files use for them.
//!
//! In: all documents and the configuration. Out: the same, those without a title named. The navigation of the
//! configuration and a table of contents (`SUMMARY.md`) come before the menu, and that before the page of the nearest folder above.
//!
//! What always holds: a title that its author wrote stays. Without a name, a page keeps that of its file.

use super::{FileSummary, Setting, link_parts::page_files};
use crate::model::{Document, Hash128, LinkName, NavEntry, NavTarget, RelPath, decode_path, pick};
use rayon::prelude::*;
use std::{collections::HashMap, sync::Arc};

/// Rank of the menu, between tables of contents and pages of folders.
const OF_MENU: usize = 1;

/// Gives pages without a title a name.
pub(super) fn name(summaries: Vec<Arc<FileSummary>>, setting: &Setting) -> Vec<Arc<FileSummary>> {
    if summaries.par_iter().with_min_len(256).all(|summary| !summary.flags.is_unnamed) {
        return summaries;
    }
    let unnamed = summaries.iter().filter(|summary| summary.flags.is_unnamed && !is_home(summary));
    let mut names: HashMap<&RelPath, Option<(usize, &str)>> =
        unnamed.map(|summary| (&summary.document.path, None)).collect();
    let mut add = |path: &RelPath, rank: usize, name| {
        if let Some(known) = names.get_mut(path)
            && known.is_none_or(|(other, _)| rank < other)
        {
            *known = Some((rank, name));
        }
    };
    for summary in summaries.iter().filter(|summary| !summary.document.names.is_empty()) {
        let document = &summary.document;
        for LinkName { link, name } in &document.names {
            let Some(target) = document.links.get(*link as usize).map(|link| &link.target) else { continue };
            for path in meant(document.path.folder(), target, setting) {
                if let Some(rank) = rank(document, &path) {
                    add(&path, rank, name);
                }
            }
        }
    }
    let navigation = setting.config.navigation.iter().flat_map(|navigation| &navigation.entries);
    let mut entries: Vec<&NavEntry> = navigation.collect();
    while let Some(entry) = entries.pop() {
        if let (Some(title), Some(NavTarget::Source(path))) = (&entry.title, &entry.target) {
            add(path, 0, title);
        }
        entries.extend(&entry.entries);
    }
    for entry in &setting.config.menu {
        let Some(name) = pick(&entry.title, setting.lang) else { continue };
        meant("", entry.url.trim_start_matches('/'), setting).iter().for_each(|path| add(path, OF_MENU, name));
    }
    let names: HashMap<RelPath, String> =
        names.into_iter().filter_map(|(path, name)| Some((path.clone(), name?.1.to_owned()))).collect();
    let named = |summary: Arc<FileSummary>| match names.get(&summary.document.path) {
        Some(name) => Arc::new(FileSummary::new(Arc::new(titled(&summary.document, name)), setting)),
        None => summary,
    };
    summaries.into_par_iter().map(named).collect()
}

/// The home page has the title of the site.
fn is_home(summary: &FileSummary) -> bool {
    summary.flags.is_index && summary.inner.folder().is_empty()
}

/// The files that a link may lead to.
fn meant(folder: &str, target: &str, setting: &Setting) -> Vec<RelPath> {
    let decoded = decode_path(target.split(['#', '?']).next().unwrap_or_default());
    let path = setting.path_from(folder, &decoded).filter(|_| !decoded.is_empty());
    let Some(path) = path else { return Vec::new() };
    page_files(path.as_str().strip_suffix(".html").unwrap_or(path.as_str())).collect()
}

/// The rank of a document as a source of names for a page; the lowest wins. `None` if the page is not below it.
fn rank(document: &Document, path: &RelPath) -> Option<usize> {
    let folder = document.path.folder();
    let below = path.folder().strip_prefix(folder)?;
    let is_below = folder.is_empty() || below.is_empty() || below.starts_with('/');
    if !is_below || *path == document.path {
        return None;
    }
    let depth = below.split('/').filter(|part| !part.is_empty()).count();
    Some(if document.is_contents { 0 } else { OF_MENU + 1 + depth })
}

fn titled(document: &Document, name: &str) -> Document {
    let mut document = document.clone();
    document.key = Hash128::of_value(&(document.key, name));
    document.meta.title = name.to_owned();
    document.phrases = vec![name.to_owned()];
    document
}
