//! Files of the sources, and the smaller versions of images.

use super::{Job, JobKind};
use crate::{
    model::Address,
    site::{Site, asset_address},
};
use std::collections::BTreeSet;

pub(super) fn jobs(site: &Site, jobs: &mut Vec<Job>) {
    for path in &site.assets {
        jobs.push(Job { address: asset_address(path), page: None, kind: JobKind::Asset(path.clone()) });
    }
}

/// The smaller versions of images, each once, however many files hold the same image.
pub(super) fn resized(site: &Site, jobs: &mut Vec<Job>) {
    let widths = site.pictures.values().flat_map(|picture| &picture.widths);
    let made: BTreeSet<&Address> = widths.map(|(_, address)| address).collect();
    jobs.extend(made.into_iter().map(|address| Job { address: address.clone(), page: None, kind: JobKind::Resized }));
}
