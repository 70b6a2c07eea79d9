//! Files of the sources, and the smaller versions of images.

use super::{Family, Job, JobOutput, Plan, PlanInput, Rank};
use crate::{
    model::{Address, RelPath},
    site::{Site, asset_address},
};
use std::collections::BTreeSet;

/// A file of the sources, as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct AssetFile(pub(super) RelPath);

/// A smaller version of an image. Its address names the image and the width.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ResizedImage;

impl Family for AssetFile {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        for path in &input.site.assets {
            jobs.push(Job { address: asset_address(path), page: None, kind: AssetFile(path.clone()).into() });
        }
    }

    fn output(&self, _: &Plan, _: &Job) -> JobOutput {
        JobOutput::Copy(self.0.clone())
    }

    fn rank(&self, _: &Job, _: &Site) -> Rank {
        Rank::Asset
    }
}

impl Family for ResizedImage {
    /// Each once, however many files hold the same image.
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let widths = input.site.pictures.values().flat_map(|picture| &picture.widths);
        let made: BTreeSet<&Address> = widths.map(|(_, address)| address).collect();
        let job = |address: &Address| Job { address: address.clone(), page: None, kind: ResizedImage.into() };
        jobs.extend(made.into_iter().map(job));
    }

    fn output(&self, _: &Plan, job: &Job) -> JobOutput {
        JobOutput::Resized(job.address.clone())
    }
}
