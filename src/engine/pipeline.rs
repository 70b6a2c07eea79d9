//! The pipeline: makes a planned site from a snapshot.
//!
//! In: a [`Snapshot`] of all inputs, and the configuration. Out: a [`PlannedSite`].
//!
//! What always holds: each step takes values and gives values; nothing is read from the disk but images and files
//! that may run. What an author did wrong is a diagnostic; only the disk can make the pipeline stop.
//!
//! Deliberately not here: scanning (`project.rs`), rendering outputs (`render.rs`), and who asks (`commands.rs`,
//! `live.rs`).

use super::{
    Cache, Diagnostics, Progress, Project, Silent, active,
    image_cache::StoredImage,
    images::{self, SiteImages},
    include,
    parsed::Parsing,
    phases::PhaseTimer,
    templates::SiteTheme,
};
use crate::{
    diag::EnvError,
    model::{Address, Config, Hash128, Lang, RelPath, languages_of},
    parse,
    plan::{Plan, plan, search_files},
    render::Renderer,
    site::{FileSummary, Setting, Site, SiteInput, assemble},
    source::Snapshot,
};
use rayon::prelude::*;
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// A site with all its outputs planned. Each of them can be rendered.
pub struct PlannedSite {
    /// The site and its jobs.
    pub plan: Plan,
    /// All but the errors of templates, which rendering finds.
    pub diagnostics: Diagnostics,
    /// How many files were parsed, and not remembered.
    pub parsed: usize,
    /// Names of the steps and the wall time that each took, in their order.
    pub phases: Vec<(&'static str, Duration)>,
    pub(super) renderer: Renderer,
    /// Of everything that all pages are rendered with.
    pub(super) site_key: Hash128,
    /// The smaller versions of images, by the address of each.
    pub(super) resized: BTreeMap<Address, StoredImage>,
    /// Assets that are not published because of their bytes, with the hashes of these.
    pub(super) refused: BTreeMap<RelPath, Hash128>,
}

/// Parses, assembles and plans. `config` is what `book.toml` and the command line say.
///
/// # Errors
/// When an image that a page shows cannot be read.
pub fn plan_site(
    snapshot: &Snapshot,
    config: &Config,
    lang: &Lang,
    cache: &Cache,
    progress: &dyn Progress,
) -> Result<PlannedSite, EnvError> {
    run(&PipelineInput { snapshot, config, lang, cache, progress, is_published: false }, &|_| true)
}

/// The same for a site that is only published without errors: when there are any, no image is made smaller.
///
/// # Errors
/// When an image that a page shows cannot be read.
pub fn plan_site_to_publish(
    project: &Project,
    strict: bool,
    cache: &Cache,
    progress: &dyn Progress,
) -> Result<PlannedSite, EnvError> {
    let Project { snapshot, config, lang, .. } = project;
    let is_good = |diagnostics: &Diagnostics| !diagnostics.has_errors(strict);
    run(&PipelineInput { snapshot, config, lang, cache, progress, is_published: true }, &is_good)
}

/// Parses and assembles, and plans nothing. What is wrong with the project is not reported.
pub(super) fn assemble_site(project: &Project) -> Site {
    let Project { snapshot, config, lang, .. } = project;
    let (cache, progress, is_published) = (&Cache::none(), &Silent, false);
    let input = PipelineInput { snapshot, config, lang, cache, progress, is_published };
    let config = input.completed_config();
    let setting = Setting::new(&config, &snapshot.src, lang, config.repository.as_ref());
    let mut ignored = Diagnostics::default();
    let (_, files) = input.parse_files(&setting, &mut ignored);
    input.assemble_files(&setting, files, &mut ignored)
}

struct PipelineInput<'a> {
    snapshot: &'a Snapshot,
    config: &'a Config,
    lang: &'a Lang,
    cache: &'a Cache,
    progress: &'a dyn Progress,
    /// All outputs are made at once, and none when it is asked for.
    is_published: bool,
}

/// All steps. Images come last: they take the longest, and an error makes them useless.
fn run(input: &PipelineInput, makes_images: &dyn Fn(&Diagnostics) -> bool) -> Result<PlannedSite, EnvError> {
    let PipelineInput { snapshot, cache, progress, .. } = *input;
    let mut timer = PhaseTimer::default();
    let mut diagnostics = Diagnostics::default();
    diagnostics.extend(snapshot.diagnostics.iter().cloned());
    let config = input.completed_config();
    let setting = Setting::new(&config, &snapshot.src, input.lang, config.repository.as_ref());

    let (parsed, files) = input.parse_files(&setting, &mut diagnostics);
    timer.lap("parse");

    let mut site = input.assemble_files(&setting, files, &mut diagnostics);
    timer.lap("assemble");

    let mut theme = SiteTheme::load(&site, snapshot, cache, &mut diagnostics);
    let (active, found) = active::refused(&site, snapshot)?;
    site.assets.retain(|path| !active.contains_key(path));
    diagnostics.extend(found);
    let before = cache.jobs.lock().take();
    let search = input.is_published.then(|| search_files(&site));
    timer.lap("search");
    let (jobs, collisions) = plan(&site, &theme.theme.assets, search.as_ref(), before.as_ref());
    site.moved = jobs.moved.clone();
    diagnostics.extend(collisions);
    timer.lap("plan");

    let images = images::process(&site, snapshot, cache, makes_images(&diagnostics), progress)?;
    let SiteImages { known, resized, mut refused, diagnostics: found } = images;
    site.pictures = known;
    site.assets.retain(|path| !refused.contains_key(path));
    diagnostics.extend(found);
    let jobs = jobs.with_images(&site, refused.keys().cloned().collect(), before.as_ref());
    refused.extend(active.into_iter().filter_map(|(path, hash)| Some((path, hash?))));
    *cache.jobs.lock() = Some(jobs.clone());
    timer.lap("images");

    let mut plan = Plan::new(site, jobs, theme.theme.strings.clone(), theme.files.files.clone()).with_search(search);
    diagnostics.extend(plan.unknown_templates());
    let (renderer, site_key) = theme.renderer(&mut plan, cache, &mut diagnostics);
    cache.theme.sweep();
    diagnostics.group_unknown_fields();
    timer.lap("theme");
    Ok(PlannedSite { plan, diagnostics, parsed, phases: timer.laps, renderer, site_key, resized, refused })
}

impl PipelineInput<'_> {
    /// The configuration with what only the sources and Git say.
    fn completed_config(&self) -> Config {
        let mut config = self.config.clone();
        config.repository = config.repository.or_else(|| self.snapshot.git.repository.clone());
        config.found_languages = languages_of(&self.snapshot.sources.keys().collect::<Vec<_>>(), &config);
        config
    }

    /// Every source as a document, in the natural order of their paths, with the files that it includes; and how many
    /// were parsed.
    fn parse_files(&self, setting: &Setting, diagnostics: &mut Diagnostics) -> (usize, Vec<Arc<FileSummary>>) {
        let PipelineInput { snapshot, cache, progress, .. } = self;
        let options = parse::ParseOptions::new(setting.config, self.lang.clone());
        progress.start("parse", snapshot.sources.len());
        let parsing = Parsing { snapshot, config: setting.config, options: &options, setting };
        let (parsed, mut files) = cache.parse.files(
            &parsing,
            || progress.step(),
            |files| {
                files.iter().filter_map(|file| file.diagnostics.clone()).for_each(|found| diagnostics.push_file(found));
                files.par_iter().with_min_len(256).map(|file| file.summary.clone()).collect::<Vec<_>>()
            },
        );
        let including = files.par_iter().with_min_len(256).enumerate().filter(|(_, file)| file.flags.has_includes);
        let including: Vec<usize> = including.map(|(place, _)| place).collect();
        let mut budget = include::Budget::default();
        for file in including {
            let mut missing = Vec::new();
            let document = include::include(files[file].document.clone(), snapshot, &mut budget, &mut missing);
            files[file] = Arc::new(files[file].with(document));
            diagnostics.extend(missing);
        }
        (parsed, files)
    }

    fn assemble_files(
        &self,
        setting: &Setting,
        summaries: Vec<Arc<FileSummary>>,
        diagnostics: &mut Diagnostics,
    ) -> Site {
        let PipelineInput { snapshot, cache, .. } = self;
        let (site, found) = assemble(SiteInput {
            setting,
            summaries,
            files: snapshot.assets.iter().map(|(path, stamp)| (path.clone(), stamp.size)).collect(),
            git_dates: &snapshot.git.dates,
            contributors: &snapshot.git.contributors,
            today: snapshot.today,
            name: if snapshot.name.is_empty() { "portal" } else { &snapshot.name },
            remember: &|asked, look| cache.looked.of(asked, |_| Arc::new(look())),
        });
        cache.looked.sweep();
        diagnostics.extend(found);
        site
    }
}

impl PlannedSite {
    /// Whether one of its diagnostics keeps it from being published.
    pub fn has_errors(&self, strict: bool) -> bool {
        self.diagnostics.has_errors(strict)
    }
}
