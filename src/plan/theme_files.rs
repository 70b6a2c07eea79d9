//! The static files of the theme.

use super::{Family, Job, JobOutput, Plan, PlanInput, diagram_frame, search_page};

/// A static file of the theme, by its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ThemeFile(String);

impl Family for ThemeFile {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let is_used = |name: &str| diagram_frame::is_used(name, input.theme) && search_page::is_used(name, input.site);
        let used = input.theme.iter().filter(|(name, _)| is_used(name));
        jobs.extend(used.map(|(name, address)| Job {
            address: address.clone(),
            page: None,
            kind: ThemeFile(name.clone()).into(),
        }));
    }

    fn output(&self, plan: &Plan, _: &Job) -> JobOutput {
        JobOutput::Bytes(plan.files.get(&self.0).map_or_else(Vec::new, |bytes| bytes.to_vec()))
    }
}
