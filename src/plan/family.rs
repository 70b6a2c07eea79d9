//! A family of outputs: the jobs that it lists, and what a job of it makes.
//!
//! In: the site, and what else is known when the family is asked. Out: jobs. Everything about a family stands in its own
//! file: it implements [`Family`] for what a job of it knows beside its address. The list of families is in `mod.rs`.

use super::{Job, JobOutput, Plan, Rank, SearchFiles};
use crate::{model::Address, site::Site};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What families list their jobs from.
pub(super) struct PlanInput<'a> {
    pub site: &'a Site,
    /// The published addresses of the theme's static files, by name.
    pub theme: &'a BTreeMap<String, Address>,
    /// The files of the search's index, if they are made.
    pub search: Option<&'a SearchFiles>,
    /// The jobs of the families of the lists before this one.
    pub planned: &'a [Job],
}

/// A family of outputs. A value is what one job of it knows beside its address.
pub(super) trait Family {
    /// Adds its jobs to the list.
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>)
    where
        Self: Sized;

    /// What a job needs to make its output. Pure: the same for the same site, on any thread.
    fn output(&self, plan: &Plan, job: &Job) -> JobOutput;

    /// Who keeps an address that two outputs have. Only what somebody wrote has another one.
    fn rank(&self, _job: &Job, _site: &Site) -> Rank {
        Rank::Generated
    }

    /// Whether it is a page that search engines should know.
    fn is_indexed(&self, _job: &Job, _site: &Site) -> bool {
        false
    }
}

/// Adds the jobs of one family.
pub(super) type ListJobs = fn(&PlanInput, &mut Vec<Job>);

/// The jobs of some families, in their order. They are listed in parallel.
pub(super) fn planned_by(families: &[ListJobs], input: &PlanInput) -> Vec<Job> {
    let of_family = |list: &ListJobs| {
        let mut jobs = Vec::new();
        list(input, &mut jobs);
        jobs
    };
    let mut listed: Vec<Vec<Job>> = families.par_iter().with_max_len(1).map(of_family).collect();
    let mut jobs = Vec::new();
    listed.iter_mut().for_each(|of_family| jobs.append(of_family));
    jobs
}

/// Makes the lists of families, and the type of what a job knows: one of them.
macro_rules! families {
    ($($(#[$doc:meta])* $list:ident = [$($file:ident::$family:ident,)+];)+) => {
        /// What a job makes: the family of its output, with what the job knows beside its address.
        #[derive(Clone, PartialEq, Eq, Debug)]
        enum JobKind {
            $($($family($file::$family),)+)+
        }

        $($(#[$doc])* const $list: &[family::ListJobs] = &[$(<$file::$family as Family>::jobs),+];)+

        impl JobKind {
            fn family(&self) -> &dyn Family {
                match self {
                    $($(JobKind::$family(family) => family,)+)+
                }
            }
        }

        $($(impl From<$file::$family> for JobKind {
            fn from(family: $file::$family) -> JobKind {
                JobKind::$family(family)
            }
        })+)+
    };
}

pub(super) use families;
