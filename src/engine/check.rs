//! Everything that a build says, and what there is to say about the site as a whole; nothing is published.

use super::{
    Cache, Clock, Options, Progress, Report, prepare_to_publish,
    run::{finish, in_pool, open},
};
use crate::{diag::EnvError, insight, site::Site};

/// What a check found.
pub struct Checked {
    pub report: Report,
    /// What the figures come from; none when the configuration is so wrong that there is no site.
    pub site: Option<Site>,
}

/// Builds the site without writing it, and looks at it.
pub fn check(options: &Options, progress: &dyn Progress) -> Result<Checked, EnvError> {
    in_pool(options.jobs, || {
        let mut clock = Clock::default();
        let project = open(options, None, None)?;
        clock.lap("scan");
        if project.has_errors(options.strict) {
            return Ok(Checked { report: finish(Report::default(), project), site: None });
        }
        let cache = Cache::none().with_images_of(&options.root);
        let mut build = prepare_to_publish(&project, options.strict, &cache, progress)?;
        let mut report = Report { pages: build.plan.site.pages.len(), phases: clock.laps, ..Report::default() };
        report.kept = build.plan.site.kept.clone();
        report.phases.append(&mut build.phases);
        if !build.has_errors(options.strict) {
            // Templates fail on single pages, so all of them are drawn.
            let mut drawn = build.draw(&cache, progress, &|_, _| Ok::<(), EnvError>(()))?;
            build.diagnostics.extend(drawn.faults);
            report.phases.append(&mut drawn.phases);
        }
        let mut clock = Clock::default();
        build.diagnostics.extend(insight::hints(&build.plan.site));
        clock.lap("look");
        report.phases.append(&mut clock.laps);
        report.diagnostics = build.diagnostics.to_vec();
        Ok(Checked { report: finish(report, project), site: Some(build.plan.site) })
    })
}
