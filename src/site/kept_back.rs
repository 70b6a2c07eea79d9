//! Which pages are not published today, and why.
//!
//! In: the summary of each file, the configuration and today's date. Out: the files that are left out, and the next
//! day on which that changes by itself.

use super::{FileSummary, Setting};
use crate::model::{Cascade, Config, Date, Document, Hash128, RelPath};
use jiff::civil;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Why a page is not published.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    Draft,
    /// Its date is in the future.
    Future,
    Expired,
    /// Its author publishes no page for it.
    Never,
}

/// The pages that are not published, by the paths of their files from the root, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct KeptBack {
    pub drafts: Vec<RelPath>,
    pub future: Vec<RelPath>,
    pub expired: Vec<RelPath>,
    pub never: Vec<RelPath>,
    /// The next day on which a page appears or expires, `2026-07-01`.
    pub next_change: Option<String>,
}

/// Why a page is not published on a day; `None` when it is.
pub(super) fn reason(summary: &FileSummary, config: &Config, today: Date) -> Option<Reason> {
    let flags = &summary.flags;
    let is_future = flags.from.is_some_and(|from| from > today.day);
    if flags.is_never {
        Some(Reason::Never)
    } else if flags.expires.is_some_and(|expires| expires <= today.day) {
        Some(Reason::Expired)
    } else if flags.is_draft && !config.drafts {
        Some(Reason::Draft)
    } else {
        (is_future && !config.future).then_some(Reason::Future)
    }
}

/// Gives the pages in a folder the metadata that the folder's page sets for them.
fn cascade(summaries: Vec<Arc<FileSummary>>, setting: &Setting) -> Vec<Arc<FileSummary>> {
    let own = summaries.iter().filter(|summary| summary.flags.has_cascade);
    let own: Vec<(RelPath, Cascade)> = own
        .filter_map(|summary| {
            Some((summary.document.path.clone(), Cascade::clone(summary.document.meta.cascade.as_ref()?)))
        })
        .collect();
    if own.is_empty() {
        return summaries;
    }
    let cascaded = |summary: Arc<FileSummary>| {
        let path = &summary.document.path;
        let is_in = |folder: &str| {
            folder.is_empty() || path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        };
        let above: Vec<&(RelPath, Cascade)> =
            own.iter().filter(|(page, _)| page != path && is_in(page.folder())).collect();
        if above.is_empty() {
            return summary;
        }
        let mut document = Document::clone(&summary.document);
        document.key = Hash128::of_value(&(document.key, &above));
        let meta = &mut document.meta;
        for (_, cascade) in above {
            meta.draft |= cascade.draft;
            meta.never |= cascade.never;
            meta.unlisted |= cascade.unlisted;
            meta.noindex |= cascade.noindex;
            meta.publish_date = meta.publish_date.or(cascade.publish_date);
            meta.expires = meta.expires.or(cascade.expires);
        }
        Arc::new(FileSummary::new(Arc::new(document), setting))
    };
    summaries.into_par_iter().map(cascaded).collect()
}

/// Separates the files that are published from the others.
pub(super) fn separate(
    summaries: Vec<Arc<FileSummary>>,
    setting: &Setting,
    today: Date,
) -> (Vec<Arc<FileSummary>>, Vec<Arc<FileSummary>>, KeptBack) {
    let config = setting.config;
    let summaries = cascade(summaries, setting);
    let mut kept = KeptBack::default();
    let next = |summary: &Arc<FileSummary>| next_change(summary, config, today.day);
    kept.next_change = summaries.par_iter().with_min_len(256).filter_map(next).min().map(|day| day.to_string());
    if summaries.par_iter().with_min_len(256).all(|summary| reason(summary, config, today).is_none()) {
        return (summaries, Vec::new(), kept);
    }
    let (mut shown, mut hidden) = (Vec::with_capacity(summaries.len()), Vec::new());
    for summary in summaries {
        let list = match reason(&summary, config, today) {
            None => {
                shown.push(summary);
                continue;
            }
            Some(Reason::Draft) => &mut kept.drafts,
            Some(Reason::Future) => &mut kept.future,
            Some(Reason::Expired) => &mut kept.expired,
            Some(Reason::Never) => &mut kept.never,
        };
        list.push(summary.shown.clone());
        hidden.push(summary);
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
