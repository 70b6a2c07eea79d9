//! What is looked up for pages, some at a time: where their links lead, their terms, their features.
//!
//! In: all pages, the paths of all. Out: the same for all of them, put together.
//!
//! What always holds: what is looked up for some pages depends on what [`Asked`] stands for alone. So whoever joins nearly
//! the same pages again and again may remember it: as long as no page comes or goes, it is looked up again for those
//! that changed and the few beside them.
//!
//! Deliberately not here: the table that remembers it (`engine`), and whatever depends on what is in a second page.

use super::{Lists, Page, links::Paths, links::Resolved, related, taxonomy::Spelled};
use crate::model::{Config, Hash128};
use rayon::prelude::*;
use std::sync::Arc;

/// Pages that are looked at together.
const SOME: usize = if cfg!(test) { 2 } else { 256 };

/// Hashes of all that an answer depends on.
#[derive(Hash)]
pub struct Asked {
    /// The pages; each for its path, its text and the configuration.
    pages: Hash128,
    /// The paths of all pages and files.
    paths: Hash128,
}

/// What was looked up for some pages.
#[derive(Debug)]
pub struct Looked {
    links: Resolved,
    terms: Spelled,
    features: Lists<u32>,
}

/// Gives what was looked up before, or looks.
pub type Remember<'a> = &'a (dyn Fn(&Asked, &dyn Fn() -> Looked) -> Arc<Looked> + Sync);

/// For who joins pages once.
pub fn anew(_: &Asked, look: &dyn Fn() -> Looked) -> Arc<Looked> {
    Arc::new(look())
}

pub(super) fn look(
    pages: &[Page],
    paths: &Paths,
    config: &Config,
    remember: Remember,
) -> (Resolved, Spelled, Lists<u32>) {
    let of_all = paths.key();
    let look = |some: &[Page]| {
        let keys: Vec<Hash128> = some.iter().map(|page| page.flags.key).collect();
        // A page is looked at for everything while it is near.
        remember(&Asked { pages: Hash128::of_value(&keys), paths: of_all }, &|| Looked {
            links: Resolved::look_up(some, paths),
            terms: Spelled::of(some),
            features: related::features(some, config),
        })
    };
    let looked: Vec<Arc<Looked>> = pages.par_chunks(SOME).map(look).collect();
    let (mut links, mut terms, mut features) = (Resolved::default(), Spelled::default(), Lists::default());
    for some in looked {
        links.append(&some.links);
        terms.append(&some.terms);
        features.append(&some.features);
    }
    (links, terms, features)
}
