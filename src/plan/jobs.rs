//! The list of all jobs, in the order of their addresses.
//!
//! In: the jobs in the order in which their families add them, and the list of the build before. Out: the list. The
//! smaller versions of images are added when the images have been read.
//!
//! What always holds: the list does not depend on the build before. After most edits the families add the same jobs;
//! then the list of the build before is shared, without sorting or a search for collisions.

use super::{
    FROM_IMAGES, Job, PlanInput,
    collision::{CollisionResult, resolve_collisions},
    family::planned_by,
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

/// All jobs of a build.
#[derive(Clone, Debug)]
pub struct Jobs {
    all: Arc<Vec<Job>>,
    /// The list before the images were read.
    planned: Arc<Vec<Job>>,
    /// For each planned job, its index among the jobs as the families added them.
    indices: Arc<Vec<u32>>,
    /// No two jobs collided.
    no_collision: bool,
    images: Arc<ImageOutputs>,
    /// Assets that have another address than their path.
    pub moved: Arc<BTreeMap<RelPath, Address>>,
    /// See [`CollisionResult::twins`].
    twins: Arc<BTreeSet<Address>>,
}

/// How the images change the list.
#[derive(PartialEq, Debug, Default)]
struct ImageOutputs {
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
    /// Sorts the jobs, and resolves and reports collisions.
    pub fn new(added: Vec<Job>, site: &Site, before: Option<&Jobs>) -> (Jobs, Vec<Diagnostic>) {
        if let Some(before) = before.filter(|before| before.no_collision && before.is_from(&added)) {
            let jobs = Jobs { all: before.planned.clone(), images: Arc::default(), ..before.clone() };
            return (jobs, Vec::new());
        }
        let mut sorted: Vec<(Job, u32)> = added.into_iter().zip(0..).collect();
        sorted
            .par_sort_by(|(a, _), (b, _)| a.address.cmp(&b.address).then_with(|| a.source(site).cmp(&b.source(site))));
        let (mut all, indices): (Vec<Job>, Vec<u32>) = sorted.into_iter().unzip();
        let CollisionResult { left_out, moved, twins, diagnostics, no_collision } = resolve_collisions(site, &all);
        if !left_out.is_empty() {
            let mut index = 0..;
            all.retain(|_| index.next().is_some_and(|index| !left_out.contains(&index)));
        }
        if !moved.is_empty() {
            for job in &mut all {
                if let Some(address) = job.asset().and_then(|path| moved.get(path)) {
                    job.address = address.clone();
                }
            }
            all.sort_by(|a, b| a.address.cmp(&b.address));
        }
        let all = Arc::new(all);
        let (planned, indices, moved, twins) = (all.clone(), Arc::new(indices), Arc::new(moved), Arc::new(twins));
        let jobs = Jobs { planned, all, indices, no_collision, images: Arc::default(), moved, twins };
        (jobs, diagnostics)
    }

    /// Adds the smaller versions of images and removes the `refused` assets, which are sorted by path. If the result
    /// equals the last build, its list is shared.
    pub fn with_images(self, site: &Site, refused: Vec<RelPath>, before: Option<&Jobs>) -> Jobs {
        let input = PlanInput { site, theme: &BTreeMap::new(), search: None, planned: &self.planned };
        let resized = planned_by(FROM_IMAGES, &input);
        if resized.is_empty() && refused.is_empty() {
            return self;
        }
        let images = ImageOutputs { resized: resized.iter().map(|job| job.address.clone()).collect(), refused };
        let is_same = |before: &&Jobs| Arc::ptr_eq(&before.planned, &self.planned) && *before.images == images;
        if let Some(before) = before.filter(is_same) {
            return before.clone();
        }
        let is_refused = |path: &RelPath| images.refused.binary_search(path).is_ok();
        let is_published = |job: &&Job| !job.asset().is_some_and(is_refused);
        let mut all: Vec<Job> = Vec::with_capacity(self.planned.len() + resized.len());
        let mut resized = resized.into_iter().peekable();
        for job in self.planned.iter().filter(is_published) {
            while let Some(first) = resized.next_if(|first| first.address < job.address) {
                all.push(first);
            }
            // What is written at the address of an image takes its place.
            resized.next_if(|first| first.address == job.address);
            all.push(job.clone());
        }
        all.extend(resized);
        Jobs { all: Arc::new(all), images: Arc::new(images), ..self }
    }

    /// Whether an output needs a file system with case-sensitive names.
    pub fn is_twin(&self, job: &Job) -> bool {
        self.twins.contains(&job.address)
    }

    /// Whether the list was made from these jobs.
    fn is_from(&self, added: &[Job]) -> bool {
        let all = self.planned.par_iter().zip(&*self.indices).with_min_len(1024);
        self.planned.len() == added.len() && all.all(|(job, index)| *job == added[*index as usize])
    }
}
