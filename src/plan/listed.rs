//! The outputs of a site, in the order of their addresses.
//!
//! In: the jobs in the order in which their families name them, and the list of the build before. Out: the list.
//!
//! What always holds: it is the same whatever was before. When the same outputs are named again, as after most edits,
//! the list from before is, and is shared; nothing is sorted, and nothing can be in another's way.

use super::{Job, collision};
use crate::{diag::Diagnostic, site::Site};
use rayon::prelude::*;
use std::{ops::Deref, sync::Arc};

#[derive(Clone, Debug)]
pub struct Jobs {
    all: Arc<Vec<Job>>,
    /// At which place each was named.
    named: Arc<Vec<u32>>,
    /// No two are in each other's way.
    are_apart: bool,
}

impl Deref for Jobs {
    type Target = [Job];

    fn deref(&self) -> &[Job] {
        &self.all
    }
}

impl Jobs {
    /// The list, and complaints about outputs that are in each other's way.
    pub fn new(named: Vec<Job>, site: &Site, before: Option<&Jobs>) -> (Jobs, Vec<Diagnostic>) {
        if let Some(before) = before.filter(|before| before.are_apart && before.are(&named)) {
            return (before.clone(), Vec::new());
        }
        let mut places: Vec<(Job, u32)> = named.into_iter().zip(0..).collect();
        places
            .par_sort_by(|(a, _), (b, _)| a.address.cmp(&b.address).then_with(|| a.source(site).cmp(&b.source(site))));
        let (all, named): (Vec<Job>, Vec<u32>) = places.into_iter().unzip();
        let collisions = collision::collisions(site, &all);
        let jobs = Jobs { all: Arc::new(all), named: Arc::new(named), are_apart: collisions.is_empty() };
        (jobs, collisions)
    }

    fn are(&self, named: &[Job]) -> bool {
        let all = self.all.par_iter().zip(&*self.named).with_min_len(1024);
        self.all.len() == named.len() && all.all(|(job, place)| *job == named[*place as usize])
    }
}
