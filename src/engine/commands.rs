//! The commands that run the pipeline once: build, list, verify, clean.
//!
//! In: [`Options`]. Out: a [`Report`], and for `build` a published site.
//!
//! What always holds: a site with an error is not published, and what is published is published whole.

use super::{
    Cache, Note, Options, Output, Progress, Project, Report, Silent,
    image_cache::ImageCache,
    phases::PhaseTimer,
    plan_site_to_publish,
    project::open,
    up_to_date::{self, ReadAssets},
};
use crate::{
    diag::{BuildSummary, EnvError},
    output::{self, Guard, Publisher},
};
use parking_lot::Mutex;
use std::{io::Read, sync::Arc};

/// Builds the site and publishes it, unless something is wrong with it.
pub fn build(options: &Options, progress: &dyn Progress) -> Result<Report, EnvError> {
    in_pool(options.jobs, || {
        let mut timer = PhaseTimer::default();
        let project = open(options, None, None)?;
        timer.lap("scan");
        let key = project.key();
        let unchanged = || up_to_date::unchanged(&project.out, &project.snapshot, key);
        if let Some(report) = (!options.care.reread).then(unchanged).flatten() {
            return Ok(finish(Report { phases: timer.laps, ..report }, project));
        }
        if project.has_errors(options.strict) {
            return Ok(finish(Report::default(), project));
        }
        let publisher = Publisher::begin(&project.out, &guard(options, &project), options.care)?;
        let cache = Cache::none().with_images_of(&options.root);
        let mut build = plan_site_to_publish(&project, options.strict, &cache, progress)?;
        let read = ReadAssets::default();
        build.refused.iter().for_each(|(path, hash)| read.add(path.clone(), *hash));
        let mut report = Report::default();
        (report.summary.pages, report.summary.parsed) = (build.plan.site.pages.len(), build.parsed);
        report.kept = build.plan.site.kept.clone();
        report.phases = timer.laps;
        report.phases.append(&mut build.phases);
        if !build.has_errors(options.strict) {
            let folds_case = output::folds_case(&project.out);
            let mut rendered = build.render(&cache, progress, &|job, output| {
                let path = job.address.output();
                match output {
                    _ if folds_case && build.plan.jobs.is_twin(job) => Ok(()),
                    Output::Bytes(bytes) => publisher.put(&path, &bytes),
                    Output::Copy(asset) => {
                        let from = project.snapshot.on_disk(&asset);
                        let file = project.snapshot.open(&asset).map_err(|source| EnvError::read(&from, source))?;
                        read.add(asset, publisher.copy(&path, file, &from)?);
                        Ok(())
                    }
                    Output::Cached(cached) => {
                        let file = cached.open().map_err(|source| EnvError::read(&cached.path(), source))?;
                        publisher.copy(&path, file, &cached.path()).map(drop)
                    }
                }
            })?;
            report.summary.rendered = rendered.pages;
            report.phases.append(&mut rendered.phases);
            build.diagnostics.extend(rendered.diagnostics);
        }
        if build.has_errors(options.strict) {
            report.diagnostics = build.diagnostics.to_vec();
            return Ok(finish(report, project));
        }
        let mut timer = PhaseTimer::default();
        let summary = publisher.finish()?;
        timer.lap("publish");
        report.phases.append(&mut timer.laps);
        report.published = true;
        report.summary = BuildSummary {
            written: summary.written,
            unchanged: summary.unchanged,
            removed: summary.removed,
            ..report.summary
        };
        report.diagnostics = build.diagnostics.to_vec();
        if !summary.mended.is_empty() {
            report.notes.push(Note::Mended(summary.mended));
        }
        if !summary.foreign.is_empty() {
            report.notes.push(Note::Foreign(summary.foreign));
        }
        let inputs = read.of(&project.snapshot);
        let report = finish(report, project);
        if let Some(manifest) = summary.manifest {
            up_to_date::remember(&options.root, key, manifest, &report, inputs);
        }
        Ok(report)
    })
}

/// Plans everything and writes nothing.
pub fn list(options: &Options, progress: &dyn Progress) -> Result<Report, EnvError> {
    in_pool(options.jobs, || {
        let project = open(options, None, None)?;
        let cache = Cache::none().with_images_of(&options.root);
        let build = plan_site_to_publish(&project, options.strict, &cache, progress)?;
        let mut outputs: Vec<String> = build.plan.jobs.iter().map(|job| job.address.output()).collect();
        outputs.sort();
        let report = Report {
            outputs,
            diagnostics: build.diagnostics.to_vec(),
            summary: BuildSummary { pages: build.plan.site.pages.len(), ..BuildSummary::default() },
            kept: build.plan.site.kept.clone(),
            ..Report::default()
        };
        Ok(finish(report, project))
    })
}

/// Builds again from nothing, in memory; the published files that differ from that.
pub fn verify(options: &Options) -> Result<Vec<String>, EnvError> {
    in_pool(options.jobs, || {
        let project = open(options, None, None)?;
        let build = plan_site_to_publish(&project, options.strict, &Cache::none(), &Silent)?;
        let folds_case = output::folds_case(&project.out);
        let different = Mutex::new(Vec::new());
        let all = |mut file: std::fs::File| {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map(|_| bytes)
        };
        build.render(&Cache::none(), &Silent, &|job, output| {
            if folds_case && build.plan.jobs.is_twin(job) {
                return Ok(());
            }
            let path = job.address.output();
            let fresh = match output {
                Output::Bytes(bytes) => Some(bytes),
                Output::Copy(asset) => project.snapshot.open(&asset).and_then(all).ok().map(Arc::new),
                Output::Cached(file) => file.open().and_then(all).ok().map(Arc::new),
            };
            if std::fs::read(project.out.join(&path)).ok() != fresh.map(Arc::unwrap_or_clone) {
                different.lock().push(path);
            }
            Ok::<(), EnvError>(())
        })?;
        let mut different = different.into_inner();
        different.sort();
        Ok(different)
    })
}

/// Removes the output and what is remembered, as far as they are ours; how many files that were.
pub fn clean(options: &Options) -> Result<usize, EnvError> {
    let project = open(options, None, None)?;
    ImageCache::of(&options.root).clear();
    up_to_date::forget(&options.root);
    Ok(output::clean(&project.out, &guard(options, &project))?.removed)
}

fn guard(options: &Options, project: &Project) -> Guard {
    let root = &options.root;
    let named = |name: &str| root.join(name);
    let mut inputs = vec![named("themes"), named("templates"), named(".portal")];
    if !project.snapshot.src.is_empty() {
        inputs.push(named(&project.snapshot.src));
    }
    Guard {
        root: root.clone(),
        inputs,
        home: std::env::home_dir(),
        site: project.config.title.clone().unwrap_or_default(),
    }
}

/// Gives the report what the project said before the build began.
pub(super) fn finish(mut report: Report, project: Project) -> Report {
    report.diagnostics.extend_from_slice(&project.diagnostics);
    report.diagnostics.sort();
    report.diagnostics.dedup();
    report.sources = project.sources(&report.diagnostics);
    report.out = project.out;
    let mut notes = project.notes;
    notes.append(&mut report.notes);
    report.notes = notes;
    report
}

pub(super) fn in_pool<T: Send>(jobs: usize, work: impl FnOnce() -> Result<T, EnvError> + Send) -> Result<T, EnvError> {
    match rayon::ThreadPoolBuilder::new().num_threads(jobs.max(1)).build() {
        Ok(pool) => pool.install(work),
        // Without threads of its own the work is done on the shared ones.
        Err(_) => work(),
    }
}
