//! Files: those of the sources, the smaller versions of images, the static files of the theme.

use super::{Job, JobKind, Plan};
use crate::{
    model::Address,
    site::{Site, asset_address},
};
use std::collections::BTreeSet;

pub fn jobs(site: &Site, jobs: &mut Vec<Job>) {
    for path in &site.assets {
        jobs.push(Job { address: asset_address(path), page: None, kind: JobKind::Asset(path.clone()) });
    }
}

/// The smaller versions of images, each once, however many files hold the same image.
pub fn resized(site: &Site, jobs: &mut Vec<Job>) {
    let widths = site.pictures.values().flat_map(|picture| &picture.widths);
    let made: BTreeSet<&Address> = widths.map(|(_, address)| address).collect();
    jobs.extend(made.into_iter().map(|address| Job { address: address.clone(), page: None, kind: JobKind::Resized }));
}

impl Plan {
    pub fn theme_file(&self, name: &str) -> Vec<u8> {
        self.files.get(name).map_or_else(Vec::new, |bytes| bytes.to_vec())
    }
}
