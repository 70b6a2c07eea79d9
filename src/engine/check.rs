//! Everything that a build reports, and what there is to report about the site as a whole; nothing is published.

use super::{
    Cache, Options, Progress, Report,
    commands::{finish, in_pool},
    phases::PhaseTimer,
    plan_site_to_publish,
    project::open,
};
use crate::{diag::EnvError, insight, site::Site};
use std::collections::BTreeSet;

/// What a check found.
pub struct Checked {
    /// Nothing is published in it.
    pub report: Report,
    /// What the figures come from; none when the configuration is so wrong that there is no site.
    pub site: Option<Site>,
    /// The files that a build would publish.
    pub outputs: BTreeSet<String>,
}

/// Builds the site without writing it, and analyses it.
pub fn check(options: &Options, progress: &dyn Progress) -> Result<Checked, EnvError> {
    in_pool(options.jobs, || {
        let mut timer = PhaseTimer::default();
        let project = open(options, None, None)?;
        timer.lap("scan");
        if project.has_errors(options.strict) {
            return Ok(Checked { report: finish(Report::default(), project), site: None, outputs: BTreeSet::new() });
        }
        let cache = Cache::none().with_images_of(&options.root);
        let mut build = plan_site_to_publish(&project, options.strict, &cache, progress)?;
        let mut report = Report { phases: timer.laps, ..Report::default() };
        report.summary.pages = build.plan.site.pages.len();
        report.kept = build.plan.site.kept.clone();
        report.phases.append(&mut build.phases);
        if !build.has_errors(options.strict) {
            // Templates fail on single pages, so all of them are rendered.
            let mut rendered = build.render(&cache, progress, &|_, _| Ok::<(), EnvError>(()))?;
            build.diagnostics.extend(rendered.diagnostics);
            report.phases.append(&mut rendered.phases);
        }
        let mut timer = PhaseTimer::default();
        build.diagnostics.extend(insight::hints(&build.plan.site));
        timer.lap("look");
        report.phases.append(&mut timer.laps);
        report.diagnostics = build.diagnostics.to_vec();
        let outputs = build.plan.jobs.iter().map(|job| job.address.output()).collect();
        Ok(Checked { report: finish(report, project), site: Some(build.plan.site), outputs })
    })
}
