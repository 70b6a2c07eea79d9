//! The outputs of a site, in the order of their addresses.
//!
//! In: the jobs in the order in which their families name them, and the list of the build before. Out: the list; with
//! the smaller versions of images when these are known.
//!
//! What always holds: it is the same whatever was before. When the same outputs are named again, as after most edits,
//! the list from before is shared; nothing is sorted, and nothing can be in another's way.

use super::{
    Job, JobKind,
    collision::{Settled, settle},
};
use crate::{
    diag::Diagnostic,
    model::{Address, RelPath},
    site::Site,
};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Deref,
    sync::Arc,
};

#[derive(Clone, Debug)]
pub struct Jobs {
    all: Arc<Vec<Job>>,
    /// Before anything was known of images.
    planned: Arc<Vec<Job>>,
    /// The index at which each of the planned jobs was named.
    named: Arc<Vec<u32>>,
    /// No two are in each other's way.
    no_collision: bool,
    images: Arc<Images>,
    /// Assets that have another address than their path.
    pub moved: Arc<BTreeMap<RelPath, Address>>,
    /// See [`Settled::twins`].
    twins: Arc<BTreeSet<Address>>,
}

/// What images make of the list.
#[derive(PartialEq, Debug, Default)]
struct Images {
    /// The addresses of their smaller versions.
    resized: Vec<Address>,
    /// Assets that must not be published.
    refused: Vec<RelPath>,
}

impl Deref for Jobs {
    type Target = [Job];

    fn deref(&self) -> &[Job] {
        &self.all
    }
}

impl Jobs {
    /// The list, and diagnostics about outputs that are in each other's way.
    pub fn new(named: Vec<Job>, site: &Site, before: Option<&Jobs>) -> (Jobs, Vec<Diagnostic>) {
        if let Some(before) = before.filter(|before| before.no_collision && before.are(&named)) {
            let jobs = Jobs { all: before.planned.clone(), images: Arc::default(), ..before.clone() };
            return (jobs, Vec::new());
        }
        let mut places: Vec<(Job, u32)> = named.into_iter().zip(0..).collect();
        places
            .par_sort_by(|(a, _), (b, _)| a.address.cmp(&b.address).then_with(|| a.source(site).cmp(&b.source(site))));
        let (mut all, named): (Vec<Job>, Vec<u32>) = places.into_iter().unzip();
        let Settled { left_out, moved, twins, diagnostics, no_collision } = settle(site, &all);
        if !left_out.is_empty() {
            let mut index = 0..;
            all.retain(|_| index.next().is_some_and(|index| !left_out.contains(&index)));
        }
        if !moved.is_empty() {
            for job in &mut all {
                if let JobKind::Asset(path) = &job.kind
                    && let Some(address) = moved.get(path)
                {
                    job.address = address.clone();
                }
            }
            all.sort_by(|a, b| a.address.cmp(&b.address));
        }
        let all = Arc::new(all);
        let (planned, named, moved, twins) = (all.clone(), Arc::new(named), Arc::new(moved), Arc::new(twins));
        let jobs = Jobs { planned, all, named, no_collision, images: Arc::default(), moved, twins };
        (jobs, diagnostics)
    }

    /// The list with the smaller versions of images and without the assets that are refused, sorted by their paths; it
    /// is shared with the build before where it is the same.
    pub fn with_images(self, site: &Site, refused: Vec<RelPath>, before: Option<&Jobs>) -> Jobs {
        let mut resized = Vec::new();
        super::small::resized(site, &mut resized);
        if resized.is_empty() && refused.is_empty() {
            return self;
        }
        let images = Images { resized: resized.iter().map(|job| job.address.clone()).collect(), refused };
        let is_same = |before: &&Jobs| Arc::ptr_eq(&before.planned, &self.planned) && *before.images == images;
        if let Some(before) = before.filter(is_same) {
            return before.clone();
        }
        let is_refused = |path: &RelPath| images.refused.binary_search(path).is_ok();
        let is_published = |job: &&Job| !matches!(&job.kind, JobKind::Asset(path) if is_refused(path));
        let mut all: Vec<Job> = Vec::with_capacity(self.planned.len() + resized.len());
        let mut resized = resized.into_iter().peekable();
        for job in self.planned.iter().filter(is_published) {
            while let Some(first) = resized.next_if(|first| first.address < job.address) {
                all.push(first);
            }
            all.push(job.clone());
        }
        all.extend(resized);
        Jobs { all: Arc::new(all), images: Arc::new(images), ..self }
    }

    /// Whether an output can only be written where capitals in names count.
    pub fn is_twin(&self, job: &Job) -> bool {
        self.twins.contains(&job.address)
    }

    fn are(&self, named: &[Job]) -> bool {
        let all = self.planned.par_iter().zip(&*self.named).with_min_len(1024);
        self.planned.len() == named.len() && all.all(|(job, place)| *job == named[*place as usize])
    }
}
