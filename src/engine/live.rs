//! A project that is built again after each change, in memory.
//!
//! In: the project's folder. Out: an [`Edition`]: every output of one state of the project, rendered when it is
//! asked for.
//!
//! What always holds: an edition never changes, so what is rendered from it fits together whatever happens to the files
//! meanwhile; its bytes are those that a build of the same files would publish. Only assets stay on disk.
//!
//! Deliberately not here: when to build again, and who looks at it (`serve`).

use super::{Cache, Note, Options, Output, PlannedSite, Progress, Project, Sources, plan_site, project::open_without};
use crate::{
    diag::{Diagnostic, EnvError, Severity},
    model::{Address, Date, RawHtml, RelPath, natural},
    plan::Job,
    render::SourceLines,
    source::{Difference, PathMap, SourceFile, Stamp},
};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Blocks of code and pages that are remembered at least, beside those of the last but one change.
const BLOCKS: usize = 20_000;
const PAGES: usize = 256;

/// Builds editions of one project.
pub struct Live {
    /// What the editions are built with; changes take effect at the next reading.
    pub options: Options,
    /// Files that the caller writes about the project. They are no part of it.
    pub logs: Vec<PathBuf>,
    /// Pages that expire soon are marked, which a published page is not.
    pub marks_expiring: bool,
    cache: Arc<Cache>,
    pool: rayon::ThreadPool,
    last: Option<Arc<Edition>>,
    /// What was read last.
    read: Option<Arc<Project>>,
}

/// Everything that the site consists of at one time.
pub struct Edition {
    project: Arc<Project>,
    /// None when the configuration is so wrong that there is no site.
    build: Option<PlannedSite>,
    cache: Arc<Cache>,
    /// Errors and warnings, sorted. Errors of templates appear when a page is rendered.
    pub diagnostics: Arc<Vec<Diagnostic>>,
}

/// An output as it is served.
pub enum Served {
    /// A rendered page, or another output that is made in memory.
    Bytes(Arc<Vec<u8>>),
    /// A file, open, and its size in bytes.
    File(fs::File, u64),
}

/// A page of its own source.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct PageName {
    /// Plain text.
    pub title: String,
    /// The address of its page.
    pub address: Address,
}

/// What is different in an edition.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    /// Sources, assets, the configuration and the theme's files, relative to the root.
    pub files: Vec<RelPath>,
    /// The pages whose source was written.
    pub pages: Vec<PageName>,
    /// Outputs that are no pages, whose bytes are others.
    pub assets: Vec<Address>,
    /// Whether the theme or the configuration changed, with which all pages are rendered.
    pub all: bool,
}

impl Live {
    /// # Errors
    /// When no threads can be started.
    pub fn new(options: Options) -> Result<Live, EnvError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs.max(1)).build();
        let pool = pool.map_err(|error| EnvError::Threads { detail: error.to_string() })?;
        let cache = Arc::new(Cache::new().with_images_of(&options.root));
        Ok(Live { options, logs: Vec::new(), marks_expiring: false, cache, pool, last: None, read: None })
    }

    /// Reads what has changed. When the folders in which files were written are known, only these are looked into, and
    /// those in which something came or went.
    ///
    /// # Errors
    /// When the folder, its configuration or its theme cannot be read.
    pub fn read(&mut self, today: Date, touched: Option<&BTreeSet<PathBuf>>) -> Result<Arc<Project>, EnvError> {
        self.options.today = today;
        let before = self.read.as_ref().map(|project| &project.snapshot);
        let mut project = self.pool.install(|| open_without(&self.logs, &self.options, before, touched))?;
        project.config.preview = self.marks_expiring;
        let project = Arc::new(project);
        self.read = Some(project.clone());
        Ok(project)
    }

    /// Whether it is another day in the site's zone than when it was read last.
    pub fn is_another_day(&self, now: Date) -> bool {
        let day = |project: &Arc<Project>| (project.snapshot.today, now.in_zone(project.config.timezone.as_deref()));
        self.read.as_ref().map(day).is_some_and(|(then, today)| then != today)
    }

    /// Builds the site of what was read; the last edition when nothing has changed.
    ///
    /// # Errors
    /// When an image cannot be read.
    pub fn build(&mut self, project: Arc<Project>, progress: &dyn Progress) -> Result<Arc<Edition>, EnvError> {
        let same = |last: &&Arc<Edition>| last.is_of(&project) && last.project.diagnostics == project.diagnostics;
        if let Some(last) = self.last.as_ref().filter(same) {
            return Ok(last.clone());
        }
        let wrong = project.has_errors(self.options.strict);
        let build = (!wrong).then(|| {
            let Project { snapshot, config, lang, .. } = &*project;
            self.pool.install(|| plan_site(snapshot, config, lang, &self.cache, progress))
        });
        let build = build.transpose()?;
        progress.done();
        // There may be a hint for every page, and nobody reads them while writing.
        let is_loud = |diagnostic: &&Diagnostic| diagnostic.severity() != Severity::Hint;
        let of_build = build.iter().flat_map(|build| build.diagnostics.iter());
        let mut diagnostics: Vec<Diagnostic> =
            project.diagnostics.iter().chain(of_build).filter(is_loud).cloned().collect();
        diagnostics.sort();
        diagnostics.dedup();
        let diagnostics = Arc::new(diagnostics);
        let edition = Arc::new(Edition { project, build, cache: self.cache.clone(), diagnostics });
        self.last = Some(edition.clone());
        Ok(edition)
    }

    /// Forgets everything, so that the next edition is built from nothing.
    pub fn forget(&mut self) {
        self.cache = Arc::new(Cache::new().with_images_of(&self.options.root));
        (self.last, self.read) = (None, None);
    }

    /// Does work on the threads of the builds.
    pub fn on_threads<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.pool.install(work)
    }
}

impl Project {
    /// The folders in which something new would change the site; one without a file in it makes no other edition.
    pub fn folders(&self) -> &[PathBuf] {
        &self.snapshot.folders
    }

    /// Whether sources of an edition are gone or empty now, as when a program is writing them.
    pub fn has_lost(&self, edition: &Edition) -> bool {
        let (now, then) = (&self.snapshot, &edition.project.snapshot);
        let has_text = |file: Option<&SourceFile>| file.is_some_and(|file| !file.bytes.is_empty());
        let is_lost = |(_, was, is): Difference<SourceFile>| has_text(was) && !has_text(is);
        now.src != then.src || then.sources.differences(&now.sources).into_iter().any(is_lost)
    }
}

impl Edition {
    /// Whether there is a site at all.
    pub fn is_site(&self) -> bool {
        self.build.is_some()
    }

    /// Whether a project gives this edition: at most, files that the site does not show were written since.
    fn is_of(&self, project: &Project) -> bool {
        let (then, now) = (&self.project.snapshot, &project.snapshot);
        let is_idle = |(path, was, is): Difference<Stamp>| was.is_some() && is.is_some() && !self.shows(path);
        self.project.is_like_but_for_assets(project) && then.assets.differences(&now.assets).into_iter().all(is_idle)
    }

    /// Whether a file that is no page is one of the site.
    fn shows(&self, asset: &RelPath) -> bool {
        self.build.as_ref().is_none_or(|build| build.plan.site.assets.contains(asset))
    }

    /// Whether other bytes in a file change nothing: it lies among the sources, and nothing is made of it. Everything else
    /// that a build reads has to be named here.
    pub fn ignores(&self, file: &Path) -> bool {
        let Project { snapshot, config, foreign, .. } = &*self.project;
        let inside = file.strip_prefix(snapshot.root.join(&snapshot.src)).ok();
        let Some(path) = inside.and_then(|inside| RelPath::new(inside.to_str()?)) else { return false };
        let shown = snapshot.shown(&path);
        snapshot.assets.contains_key(&path)
            && !self.shows(&path)
            && !snapshot.included.contains_key(&shown)
            && !snapshot.theme.own.values().any(|own| *own == shown)
            && shown != config.file.path
            && !foreign.contains_key(&shown)
            && !snapshot.is_static(&shown)
            && path.name() != ".gitignore"
    }

    /// The output of a path, `a/index.html`.
    ///
    /// # Errors
    /// The error of the template that should render it.
    pub fn output(&self, path: &str) -> Result<Option<Served>, Box<Diagnostic>> {
        let Some((build, job)) = self.build.as_ref().and_then(|build| Some((build, build.job(path)?))) else {
            return Ok(None);
        };
        let output = build.output(job, &self.cache)?;
        self.cache.highlight.bound(BLOCKS);
        self.cache.render.bound(PAGES);
        Ok(match output {
            Some(Output::Bytes(bytes)) => Some(Served::Bytes(bytes)),
            Some(Output::Copy(asset)) => self.project.snapshot.open(&asset).ok().and_then(opened),
            Some(Output::Cached(file)) => file.open().ok().and_then(opened),
            None => None,
        })
    }

    /// Which elements of a page's text stand in which lines of its source.
    pub fn lines(&self, path: &str) -> Option<SourceLines> {
        let build = self.build.as_ref()?;
        build.lines(build.job(path)?, &self.cache)
    }

    /// The paths of all outputs.
    pub fn paths(&self) -> Vec<String> {
        self.build.iter().flat_map(|build| build.plan.jobs.iter().map(|job| job.address.output())).collect()
    }

    /// Whether an output has this path: `a/index.html`.
    pub fn has(&self, path: &str) -> bool {
        self.build.as_ref().is_some_and(|build| build.job(path).is_some())
    }

    /// The file that the output of a path was made of, relative to the root.
    pub fn source(&self, path: &str) -> Option<RelPath> {
        let build = self.build.as_ref()?;
        build.job(path)?.source(&build.plan.site)
    }

    /// Whether a file, relative to the root, is a source.
    pub fn is_source(&self, file: &RelPath) -> bool {
        self.project.source(file).is_some_and(|inside| self.project.snapshot.sources.contains_key(&inside))
    }

    /// The files that diagnostics are about.
    pub fn texts<'d>(&self, diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> Sources {
        self.project.sources(diagnostics)
    }

    /// Where a file is on disk that the edition was made of: a source, the configuration, a file of the theme.
    pub fn on_disk(&self, file: &RelPath) -> Option<PathBuf> {
        self.project.on_disk(file)
    }

    /// Pages of the site.
    pub fn pages(&self) -> usize {
        self.build.as_ref().map_or(0, |build| build.plan.site.pages.len())
    }

    /// Published pages that are drafts; 0 in a build without drafts.
    pub fn drafts(&self) -> usize {
        let pages = self.build.iter().flat_map(|build| &build.plan.site.pages);
        pages.filter(|page| page.document.meta.draft).count()
    }

    /// Whether HTML in texts may hold scripts and styles.
    pub fn trusts_html(&self) -> bool {
        self.project.config.html != RawHtml::Sanitize
    }

    /// What was decided when the project was opened.
    pub fn notes(&self) -> &[Note] {
        &self.project.notes
    }

    /// What is different from an edition `before`.
    pub fn changes(&self, before: &Edition) -> Changes {
        let (now, then) = (&self.project.snapshot, &before.project.snapshot);
        let written = paths(&then.sources, &now.sources);
        let mut copied = paths(&then.assets, &now.assets);
        copied.retain(|path| self.shows(path) || before.shows(path));
        let (of_theme, of_last) = (&now.theme.files, &then.theme.files);
        let names: BTreeSet<&String> = of_theme.keys().chain(of_last.keys()).collect();
        let theme = names.into_iter().filter(|name| of_theme.get(*name) != of_last.get(*name));
        let shown = |name: &String| now.theme.own.get(name).cloned().or_else(|| then.theme.shown(name));
        let theme: Vec<RelPath> = theme.filter_map(shown).collect();
        let (file, last) = (&self.project.config.file, &before.project.config.file);
        let (foreign, of_last) = (&self.project.foreign, &before.project.foreign);
        let names = foreign.keys().chain(of_last.keys()).filter(|path| foreign.get(*path) != of_last.get(*path));
        let own = (file.bytes != last.bytes).then_some(&file.path);
        let configured: BTreeSet<RelPath> = names.chain(own).cloned().collect();
        let all = !theme.is_empty() || !configured.is_empty();
        let sources = written.iter().chain(&copied).map(|path| now.shown(path));
        // Where the root is the folder of the sources, the configuration and templates are files there, too.
        let files: BTreeSet<RelPath> = sources.chain(theme).chain(configured).collect();
        let files = files.into_iter().collect();
        let pages = self.build.as_ref().map(|build| self.written(build, &written)).unwrap_or_default();
        let is_copy = |job: &&Job| job.asset().is_some_and(|path| copied.contains(&path));
        let jobs = self.build.iter().flat_map(|build| build.plan.jobs.iter());
        let assets = match copied.is_empty() {
            true => Vec::new(),
            false => jobs.filter(is_copy).map(|job| job.address.clone()).collect(),
        };
        Changes { files, pages, assets, all }
    }

    /// The pages of these sources.
    fn written(&self, build: &PlannedSite, sources: &[&RelPath]) -> Vec<PageName> {
        let pages = &build.plan.site.pages;
        let page = |path: &&RelPath| {
            let found = pages.binary_search_by(|page| natural(page.document.path.as_str(), path.as_str())).ok()?;
            let page = &pages[found];
            Some(PageName { title: page.document.meta.title.clone(), address: page.address.clone() })
        };
        sources.iter().filter_map(page).collect()
    }
}

fn opened(file: fs::File) -> Option<Served> {
    let metadata = file.metadata().ok().filter(|metadata| metadata.is_file())?;
    Some(Served::File(file, metadata.len()))
}

/// Where two versions differ.
fn paths<'m, V: PartialEq>(then: &'m PathMap<V>, now: &'m PathMap<V>) -> Vec<&'m RelPath> {
    then.differences(now).into_iter().map(|(path, ..)| path).collect()
}
