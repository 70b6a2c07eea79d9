//! Which pages are not published today, and why.
//!
//! In: the summary of each file, the configuration and today's date. Out: the files that are left out, and the next
//! day on which that changes by itself.

use super::{FileSummary, Setting};
use crate::model::{Cascade, Config, Date, Document, Hash128, Lang, RelPath};
use jiff::civil;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::{cmp::Reverse, collections::HashSet, sync::Arc};

/// The pages that are not published, by the paths of their files from the root, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct KeptBack {
    /// Drafts, unless the build shows them.
    pub drafts: Vec<RelPath>,
    /// With a date in the future.
    pub future: Vec<RelPath>,
    /// Pages whose day of expiry has come.
    pub expired: Vec<RelPath>,
    /// Their authors publish no pages for them.
    pub never: Vec<RelPath>,
    /// The next day on which a page appears or expires, `2026-07-01`.
    pub next_change: Option<String>,
}

/// The list of a file that is not published on a day; `None` when it is published.
fn list(summary: &FileSummary, config: &Config, today: Date) -> Option<fn(&mut KeptBack) -> &mut Vec<RelPath>> {
    let flags = &summary.flags;
    let is_future = flags.from.is_some_and(|from| from > today.day);
    if flags.is_never {
        Some(|kept| &mut kept.never)
    } else if flags.expires.is_some_and(|expires| expires <= today.day) {
        Some(|kept| &mut kept.expired)
    } else if flags.is_draft && !config.drafts {
        Some(|kept| &mut kept.drafts)
    } else {
        (is_future && !config.future).then_some(|kept| &mut kept.future)
    }
}

/// Gives the pages in a folder, and its own page, the metadata that its page sets for them. Where the folder has a page in
/// the language of a page, that one counts alone. `None` where no page sets anything.
fn cascade<'s>(summaries: &'s [Arc<FileSummary>], setting: &Setting) -> Option<Vec<Arc<FileSummary>>> {
    let own = summaries.iter().filter(|summary| summary.flags.has_cascade);
    let of_page = |summary: &'s Arc<FileSummary>| {
        let page = summary.document.path.clone();
        let cascade = Cascade::clone(summary.document.meta.cascade.as_ref()?);
        let page = Some(page).filter(|_| !cascade.is_own);
        Some((summary.document.path.folder().to_owned(), page, Some(&summary.lang), cascade))
    };
    let configured = setting.config.cascades.iter();
    let configured = configured.map(|(folder, cascade)| (folder.as_str().to_owned(), None, None, cascade.clone()));
    // A folder, its page if nothing of that is about it, the language of its page, and what is said.
    let own: Vec<(String, Option<RelPath>, Option<&Lang>, Cascade)> =
        own.filter_map(of_page).chain(configured).collect();
    if own.is_empty() {
        return None;
    }
    let heads = summaries.iter().filter(|summary| summary.flags.is_index);
    let heads: HashSet<(&str, &Lang)> = heads.map(|summary| (summary.document.path.folder(), &summary.lang)).collect();
    let cascaded = |summary: &Arc<FileSummary>| {
        let path = &summary.document.path;
        let is_in = |folder: &str| {
            let below = path.as_str().strip_prefix(folder);
            // Such a folder may be anywhere.
            let is_renamed = setting.config.folder_names.contains_key(folder);
            folder.is_empty()
                || below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                || is_renamed && path.folder().split('/').any(|part| part == folder)
        };
        let mut above: Vec<_> = own
            .iter()
            .filter(|(folder, page, lang, _)| {
                let is_of_other = |lang| lang != &summary.lang && heads.contains(&(folder.as_str(), &summary.lang));
                is_in(folder) && page.as_ref() != Some(path) && !lang.is_some_and(is_of_other)
            })
            .collect();
        if above.is_empty() {
            return summary.clone();
        }
        // The nearest folder wins.
        above.sort_by_key(|(folder, ..)| Reverse(folder.len()));
        let mut document = Document::clone(&summary.document);
        document.key = Hash128::of_value(&(document.key, &above));
        let meta = &mut document.meta;
        for (.., cascade) in above {
            meta.draft |= cascade.draft && !meta.exempt.draft;
            meta.never |= cascade.never && !meta.exempt.never;
            meta.unlisted |= cascade.unlisted && !meta.exempt.unlisted;
            meta.noindex |= cascade.noindex;
            meta.publish_date = meta.publish_date.or(cascade.publish_date);
            meta.expires = meta.expires.or(cascade.expires);
            if meta.authors.is_empty() {
                meta.authors.clone_from(&cascade.authors);
            }
            for (name, terms) in &cascade.terms {
                meta.terms.entry(name.clone()).or_insert_with(|| terms.clone());
            }
        }
        Arc::new(FileSummary::new(Arc::new(document), setting))
    };
    Some(summaries.par_iter().map(cascaded).collect())
}

/// Separates the files that are published from the others.
pub(super) fn separate(
    summaries: Vec<Arc<FileSummary>>,
    setting: &Setting,
    today: Date,
) -> (Vec<Arc<FileSummary>>, Vec<Arc<FileSummary>>, KeptBack) {
    let config = setting.config;
    let summaries = cascade(&summaries, setting).unwrap_or(summaries);
    let mut kept = KeptBack::default();
    let next = |summary: &Arc<FileSummary>| next_change(summary, config, today.day);
    kept.next_change = summaries.par_iter().with_min_len(256).filter_map(next).min().map(|day| day.to_string());
    if summaries.par_iter().with_min_len(256).all(|summary| list(summary, config, today).is_none()) {
        return (summaries, Vec::new(), kept);
    }
    let (mut shown, mut hidden) = (Vec::with_capacity(summaries.len()), Vec::new());
    for summary in summaries {
        match list(&summary, config, today) {
            None => shown.push(summary),
            Some(list) => {
                list(&mut kept).push(summary.shown.clone());
                hidden.push(summary);
            }
        }
    }
    (shown, hidden, kept)
}

/// The next day after `today` on which the page appears or goes.
fn next_change(summary: &FileSummary, config: &Config, today: civil::Date) -> Option<civil::Date> {
    let flags = &summary.flags;
    if flags.is_never || flags.is_draft && !config.drafts {
        return None;
    }
    let from = flags.from.filter(|_| !config.future);
    let days = from.into_iter().chain(flags.expires);
    days.filter(|day| *day > today).min()
}
