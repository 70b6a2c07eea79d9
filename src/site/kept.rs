//! Which pages are not published today, and why.
//!
//! In: what each file says of itself, the configuration and today's date. Out: the files that are left out, and the next
//! day on which that changes by itself.

use super::{Leaf, Setting};
use crate::model::{Cascade, Config, Date, Document, Hash128, RelPath};
use jiff::civil;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Why a page is not published.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    Draft,
    /// It appears later.
    Future,
    Expired,
    /// Its author wants no page of it.
    Never,
}

/// The pages that are not published, by the paths of their files from the root, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct KeptBack {
    pub drafts: Vec<RelPath>,
    pub future: Vec<RelPath>,
    pub expired: Vec<RelPath>,
    pub never: Vec<RelPath>,
    /// The next day on which a page appears or goes by itself, `2026-07-01`.
    pub next_change: Option<String>,
}

/// Why a page is not published on a day; `None` when it is.
pub fn reason(leaf: &Leaf, config: &Config, today: Date) -> Option<Reason> {
    let traits = &leaf.traits;
    let is_future = traits.from.is_some_and(|from| from > today.day);
    if traits.is_never {
        Some(Reason::Never)
    } else if traits.expires.is_some_and(|expires| expires <= today.day) {
        Some(Reason::Expired)
    } else if traits.is_draft && !config.drafts {
        Some(Reason::Draft)
    } else {
        (is_future && !config.future).then_some(Reason::Future)
    }
}

/// Gives the pages in a folder what the folder's page says of them.
fn cascade(leaves: Vec<Arc<Leaf>>, setting: &Setting) -> Vec<Arc<Leaf>> {
    let own = leaves.iter().filter(|leaf| leaf.traits.has_cascade);
    let own: Vec<(RelPath, Cascade)> = own
        .filter_map(|leaf| Some((leaf.document.path.clone(), Cascade::clone(leaf.document.meta.cascade.as_ref()?))))
        .collect();
    if own.is_empty() {
        return leaves;
    }
    let told = |leaf: Arc<Leaf>| {
        let path = &leaf.document.path;
        let is_in = |folder: &str| {
            folder.is_empty() || path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        };
        let above: Vec<&(RelPath, Cascade)> =
            own.iter().filter(|(page, _)| page != path && is_in(page.folder())).collect();
        if above.is_empty() {
            return leaf;
        }
        let mut document = Document::clone(&leaf.document);
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
        Arc::new(Leaf::new(Arc::new(document), setting))
    };
    leaves.into_par_iter().map(told).collect()
}

/// Parts the files that are published from the others.
pub fn part(leaves: Vec<Arc<Leaf>>, setting: &Setting, today: Date) -> (Vec<Arc<Leaf>>, Vec<Arc<Leaf>>, KeptBack) {
    let config = setting.config;
    let leaves = cascade(leaves, setting);
    let mut kept = KeptBack::default();
    let next = |leaf: &Arc<Leaf>| next_change(leaf, config, today.day);
    kept.next_change = leaves.par_iter().with_min_len(256).filter_map(next).min().map(|day| day.to_string());
    if leaves.par_iter().with_min_len(256).all(|leaf| reason(leaf, config, today).is_none()) {
        return (leaves, Vec::new(), kept);
    }
    let (mut shown, mut hidden) = (Vec::with_capacity(leaves.len()), Vec::new());
    for leaf in leaves {
        let list = match reason(&leaf, config, today) {
            None => {
                shown.push(leaf);
                continue;
            }
            Some(Reason::Draft) => &mut kept.drafts,
            Some(Reason::Future) => &mut kept.future,
            Some(Reason::Expired) => &mut kept.expired,
            Some(Reason::Never) => &mut kept.never,
        };
        list.push(leaf.shown.clone());
        hidden.push(leaf);
    }
    (shown, hidden, kept)
}

/// The next day after `today` on which the page appears or goes.
fn next_change(leaf: &Leaf, config: &Config, today: civil::Date) -> Option<civil::Date> {
    let traits = &leaf.traits;
    if traits.is_never || traits.is_draft && !config.drafts {
        return None;
    }
    let from = traits.from.filter(|_| !config.future);
    let days = from.into_iter().chain(traits.expires);
    days.filter(|day| *day > today).min()
}
