//! From a folder to a published site.

use super::{
    Build, Cache, Clock, Drawn, Note, Options, Output, Progress, Report, Shelf, Sources, is_error,
    last::{self, ReadAssets},
    prepare, prepare_to_publish,
};
use crate::{
    diag::{Code, Diagnostic, EnvError, Refusal},
    model::{Config, Hash128, Lang, RelPath},
    output::{self, Guard, Publisher},
    parse,
    source::{self, ScanOptions, Snapshot, Trouble},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

/// What a build starts from: everything that was read.
pub struct Project {
    pub(super) config: Config,
    pub(super) snapshot: Snapshot,
    pub(super) lang: Lang,
    pub(super) out: PathBuf,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The configuration's file, as messages show it, and what is in it.
    pub(super) written: (RelPath, Option<Arc<[u8]>>),
    pub(super) notes: Vec<Note>,
    /// Of everything else that the site depends on.
    rest: Hash128,
}

impl Project {
    /// Two builds with one key give the same site and the same diagnostics.
    fn key(&self) -> Hash128 {
        let sources: Vec<_> = self.snapshot.sources.iter().map(|(path, file)| (path, file.hash)).collect();
        let assets: Vec<_> = self.snapshot.assets.iter().map(|(path, asset)| (path, asset.size)).collect();
        Hash128::of_value(&(self.rest, sources, assets))
    }

    /// Whether the keys are the same, or would be with the same assets: sooner found out than what they are.
    pub(super) fn is_like_but_for_assets(&self, other: &Project) -> bool {
        self.rest == other.rest && self.snapshot.sources == other.snapshot.sources
    }

    pub(super) fn has_errors(&self, strict: bool) -> bool {
        self.diagnostics.iter().any(|diagnostic| is_error(diagnostic, strict))
    }

    /// The files that these diagnostics are about.
    pub(super) fn sources<'d>(&self, diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> Sources {
        let files: BTreeSet<&RelPath> = diagnostics.into_iter().map(|diagnostic| &diagnostic.path).collect();
        Sources(files.into_iter().filter_map(|path| Some((path.clone(), self.bytes(path)?))).collect())
    }

    /// Where a file of the project is on disk, by its path from the root; none for what was not read.
    pub(super) fn on_disk(&self, file: &RelPath) -> Option<PathBuf> {
        self.bytes(file).map(|_| self.snapshot.root.join(file.as_str())).filter(|path| path.is_file())
    }

    /// A path from the root as one from the folder of the sources.
    pub(super) fn source(&self, path: &RelPath) -> Option<RelPath> {
        match &*self.snapshot.src {
            "" => Some(path.clone()),
            src => path.as_str().strip_prefix(src)?.strip_prefix('/').and_then(RelPath::new),
        }
    }

    /// A file by its path from the root: the configuration, a source, a file of the theme, an asset.
    fn bytes(&self, path: &RelPath) -> Option<Arc<[u8]>> {
        let Project { snapshot, written: (config, bytes), .. } = self;
        if path == config {
            return bytes.clone();
        }
        if let Some(bytes) = snapshot.theme.at(path) {
            return Some(bytes.clone());
        }
        let inside = self.source(path)?;
        match snapshot.sources.get(&inside) {
            Some(file) => Some(file.bytes.clone()),
            // Only an SVG has places to complain about.
            None => snapshot
                .assets
                .get(&inside)
                .filter(|_| inside.extension() == "svg")
                .and_then(|_| snapshot.asset(&inside).ok()),
        }
    }
}

/// Builds the site and publishes it, unless something is wrong with it.
pub fn build(options: &Options, progress: &dyn Progress) -> Result<Report, EnvError> {
    in_pool(options.jobs, || {
        let mut clock = Clock::default();
        let project = open(options, None, None)?;
        clock.lap("scan");
        let key = project.key();
        let unchanged = || last::unchanged(&project.out, &project.snapshot, key);
        if let Some(report) = (!options.care.reread).then(unchanged).flatten() {
            return Ok(finish(Report { phases: clock.laps, ..report }, project));
        }
        if project.has_errors(options.strict) {
            return Ok(finish(Report::default(), project));
        }
        let publisher = Publisher::begin(&project.out, &guard(options, &project), options.care)?;
        let cache = Cache::none().with_images_of(&options.root);
        let mut build = prepare_to_publish(&project, options.strict, &cache, progress)?;
        let read = ReadAssets::default();
        build.refused.iter().for_each(|(path, hash)| read.add(path.clone(), *hash));
        let mut report = Report { parsed: build.parsed, pages: build.plan.site.pages.len(), ..Report::default() };
        report.kept = build.plan.site.kept.clone();
        report.phases = clock.laps;
        report.phases.append(&mut build.phases);
        if !build.has_errors(options.strict) {
            let folds_case = output::folds_case(&project.out);
            let mut drawn = build.draw(&cache, progress, &|job, output| {
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
                    Output::Kept(kept) => {
                        let file = kept.open().map_err(|source| EnvError::read(&kept.path(), source))?;
                        publisher.copy(&path, file, &kept.path()).map(drop)
                    }
                }
            })?;
            report.rendered = drawn.rendered;
            report.phases.append(&mut drawn.phases);
            build.diagnostics.extend(drawn.faults);
        }
        if build.has_errors(options.strict) {
            report.diagnostics = build.diagnostics.to_vec();
            return Ok(finish(report, project));
        }
        let mut clock = Clock::default();
        let summary = publisher.finish()?;
        clock.lap("publish");
        report.phases.append(&mut clock.laps);
        report.published = true;
        (report.written, report.unchanged, report.removed) = (summary.written, summary.unchanged, summary.removed);
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
            last::remember(&options.root, key, manifest, &report, inputs);
        }
        Ok(report)
    })
}

/// Plans everything and writes nothing.
pub fn list(options: &Options, progress: &dyn Progress) -> Result<Report, EnvError> {
    in_pool(options.jobs, || {
        let project = open(options, None, None)?;
        let cache = Cache::none().with_images_of(&options.root);
        let build = prepare(&project.snapshot, &project.config, &project.lang, &cache, progress)?;
        let mut outputs: Vec<String> = build.plan.jobs.iter().map(|job| job.address.output()).collect();
        outputs.sort();
        let report = Report {
            outputs,
            diagnostics: build.diagnostics.to_vec(),
            pages: build.plan.site.pages.len(),
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
        let build = prepare(&project.snapshot, &project.config, &project.lang, &Cache::none(), &Silent)?;
        let folds_case = output::folds_case(&project.out);
        let different = std::sync::Mutex::new(Vec::new());
        let all = |mut file: std::fs::File| {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map(|_| bytes)
        };
        build.draw(&Cache::none(), &Silent, &|job, output| {
            if folds_case && build.plan.jobs.is_twin(job) {
                return Ok(());
            }
            let path = job.address.output();
            let fresh = match output {
                Output::Bytes(bytes) => Some(bytes),
                Output::Copy(asset) => project.snapshot.open(&asset).and_then(all).ok().map(Arc::new),
                Output::Kept(file) => file.open().and_then(all).ok().map(Arc::new),
            };
            if std::fs::read(project.out.join(&path)).ok() != fresh.map(Arc::unwrap_or_clone) {
                different.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(path);
            }
            Ok::<(), EnvError>(())
        })?;
        let mut different = different.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        different.sort();
        Ok(different)
    })
}

/// Removes the output and what is remembered, as far as they are ours; how many files that were.
pub fn clean(options: &Options) -> Result<usize, EnvError> {
    let project = open(options, None, None)?;
    Shelf::of(&options.root).clear();
    last::forget(&options.root);
    Ok(output::clean(&project.out, &guard(options, &project))?.removed)
}

/// Reads everything that the build depends on; what has not changed since `before` is not read again, and only the
/// folders of `touched` are looked into when they are known.
pub(super) fn open(
    options: &Options,
    before: Option<&Snapshot>,
    touched: Option<&BTreeSet<PathBuf>>,
) -> Result<Project, EnvError> {
    open_without(&[], options, before, touched)
}

/// The same, without some files: the logs of who serves the project.
pub(super) fn open_without(
    without: &[PathBuf],
    options: &Options,
    before: Option<&Snapshot>,
    touched: Option<&BTreeSet<PathBuf>>,
) -> Result<Project, EnvError> {
    if !options.root.is_dir() {
        return Err(EnvError::NoRoot { path: options.root.clone() });
    }
    let bytes = source::read_config(&options.root, options.config.as_deref())?;
    let path = config_path(&options.root, options.config.as_deref());
    let (mut config, mut diagnostics) = match &bytes {
        Some(bytes) => parse::config::read(&path, bytes),
        None => (Config::default(), Vec::new()),
    };
    if let Some(url) = &options.base_url {
        config.base_url = Some(parse::config::base_url(url).ok_or_else(|| EnvError::BaseUrl { url: url.clone() })?);
    }
    config.drafts |= options.drafts;
    config.future |= options.future;
    let out = match &options.out {
        Some(out) => out.clone(),
        None => inside(&options.root, &config.out)?,
    };
    let mut snapshot = source::scan(
        &options.root,
        &ScanOptions {
            src: config.src.as_ref(),
            exclude: &config.exclude,
            out: &out,
            without,
            theme: &config.theme,
            git_dates: config.git_dates,
            contributors: config.contributors,
            today: options.today.in_zone(config.timezone.as_deref()),
            before,
            touched,
        },
    )?;
    snapshot.folders.extend(options.config.as_ref().and_then(|file| Some(file.parent()?.to_path_buf())));
    let mut notes = Vec::new();
    let lang = config.language.clone().unwrap_or_else(|| {
        let lang = guess(&snapshot);
        notes.push(Note::Guessed(lang.clone()));
        lang
    });
    if config.base_url.is_none() {
        notes.push(Note::NoBaseUrl);
    }
    diagnostics.extend(missing_pages(&config, &path, &snapshot));
    diagnostics.extend(without_history(&config, &path, bytes.as_deref().unwrap_or_default(), &snapshot));
    let rest = rest(&snapshot, &config, options);
    let written = (path, bytes.map(Arc::from));
    Ok(Project { config, snapshot, lang, out, diagnostics, written, notes, rest })
}

/// The output that the configuration names. It comes with the project, so it may not lead out of it.
fn inside(root: &Path, out: &str) -> Result<PathBuf, EnvError> {
    let path = root.join(out);
    let mut depth = 0;
    for part in Path::new(out).components() {
        depth += match part {
            Component::Normal(_) => 1,
            Component::CurDir => 0,
            Component::ParentDir => -1,
            Component::RootDir | Component::Prefix(_) => i32::MIN / 2,
        };
        if depth < 0 {
            return Err(EnvError::Refused { path, why: Refusal::OutsideProject });
        }
    }
    Ok(path)
}

/// The language that most texts are in.
pub fn guess(snapshot: &Snapshot) -> Lang {
    let files: Vec<(&RelPath, &[u8])> = snapshot.sources.iter().map(|(path, file)| (path, &*file.bytes)).collect();
    parse::language::guess_of(&files)
}

/// What `[[pages]]` of the configuration, the file `path`, names in vain.
pub fn missing_pages(config: &Config, path: &RelPath, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let missing = config
        .pages
        .iter()
        .filter(|(page, _)| !snapshot.sources.contains_key(page) && !config.audiences.contains(*page));
    missing.map(|(page, table)| Diagnostic::new(Code::P0104, path).at(table.at.clone()).arg("target", page)).collect()
}

/// The path of the configuration from the root, as messages show it; of a file elsewhere only its name.
pub fn config_path(root: &Path, file: Option<&Path>) -> RelPath {
    let absolute = |path: &Path| std::path::absolute(path).ok();
    let inside = |file: &Path| RelPath::new(absolute(file)?.strip_prefix(absolute(root)?).ok()?.to_str()?);
    let name = |file: &Path| RelPath::new(file.file_name()?.to_str()?);
    file.and_then(|file| inside(file).or_else(|| name(file))).unwrap_or_else(|| Config::default().file)
}

/// What the configuration asks of Git's history in vain.
fn without_history(config: &Config, path: &RelPath, bytes: &[u8], snapshot: &Snapshot) -> Vec<Diagnostic> {
    let asked = [("git-dates", config.git_dates), ("contributors", config.contributors)];
    let keys = asked.into_iter().filter(|(_, is_asked)| *is_asked).map(|(key, _)| key);
    let complaint = |(trouble, key): (&Trouble, &'static str)| {
        let complaint = match trouble {
            Trouble::NoHistory => Diagnostic::new(Code::P0780, path),
            Trouble::Shallow => Diagnostic::new(Code::P0781, path),
            Trouble::Failed(detail) => Diagnostic::new(Code::P0782, path).arg("detail", detail),
        };
        let complaint = complaint.arg("key", key);
        match parse::config::place_of_key(bytes, key) {
            Some(at) => complaint.at(at),
            None => complaint,
        }
    };
    snapshot.git.trouble.iter().flat_map(|trouble| keys.clone().map(move |key| (trouble, key))).map(complaint).collect()
}

/// Everything but the sources and the assets.
fn rest(snapshot: &Snapshot, config: &Config, options: &Options) -> Hash128 {
    let included: Vec<_> =
        snapshot.included.iter().map(|(path, included)| (path, Hash128::of_value(included))).collect();
    let git = &snapshot.git;
    let git = (&git.repository, &git.dates, &git.contributors, &git.trouble);
    Hash128::of_value(&(
        (env!("CARGO_PKG_VERSION"), &snapshot.src, included),
        (snapshot.theme.hash(), config, git, snapshot.today),
        (options.strict, &snapshot.name, &snapshot.diagnostics),
    ))
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

/// For whoever need not know how far a build is.
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
    fn done(&self) {}
}

impl Build {
    /// The outputs of the site, for tests and for `serve`: path and bytes; assets stay where they are.
    pub fn outputs(&self, cache: &Cache) -> (BTreeMap<String, Arc<Vec<u8>>>, Vec<Diagnostic>) {
        let outputs = std::sync::Mutex::new(BTreeMap::new());
        let drawn = self.draw(cache, &Silent, &|job, output| {
            if let Output::Bytes(bytes) = output {
                outputs.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(job.address.output(), bytes);
            }
            Ok::<(), std::convert::Infallible>(())
        });
        let Drawn { faults, .. } = drawn.unwrap_or_else(|never| match never {});
        (outputs.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner), faults)
    }
}
