//! Runs the six verbs.
//!
//! In: where the project is and what the command line asks for. Out: a published site and a [`Report`].
//!
//! What always holds: every build runs the whole pipeline over a fresh snapshot. Only pure functions are
//! remembered, in the [`Cache`]: parsing a file, colouring a block of code, rendering a page. So a warm build
//! gives what a build from nothing gives, and what is gone is gone. A site with an error is not published.
//!
//! Deliberately not here: what any of the verbs does.

#![expect(
    clippy::disallowed_methods,
    reason = "it takes the times of phases, keeps the last report and verifies what is published"
)]

mod check;
mod include;
mod last;
mod memo;
mod pictures;
mod run;
mod shelf;
#[cfg(test)]
mod tests;

pub use check::{Checked, check};
pub use run::{build, clean, list, missing_pages, verify};

use crate::{
    diag::{Diagnostic, Severity, UiLang},
    model::{Address, Code, Config, Date, Hash128, Lang, RelPath},
    parse,
    plan::{Drawing, Job, Plan, Sheet},
    render::{Renderer, Theme},
    site::{Parts, Site, assemble},
    source::Snapshot,
    view::SiteView,
};
use memo::Memo;
use pictures::Pictures;
use rayon::prelude::*;
use shelf::{Shelf, Stored};
use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

/// What a build is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    pub root: PathBuf,
    /// Instead of `book.toml` in the root.
    pub config: Option<PathBuf>,
    /// Instead of what the configuration says; relative to the current folder.
    pub out: Option<PathBuf>,
    pub base_url: Option<String>,
    pub drafts: bool,
    pub future: bool,
    /// Warnings count as errors.
    pub strict: bool,
    pub today: Date,
    /// Threads, at least 1.
    pub jobs: usize,
}

/// Is told how far a long phase is.
pub trait Progress: Sync {
    fn start(&self, phase: &'static str, total: usize);
    fn step(&self);
    fn done(&self);
}

/// What happened.
#[derive(Debug, Default)]
pub struct Report {
    pub diagnostics: Vec<Diagnostic>,
    /// For the excerpts of the diagnostics.
    pub sources: Sources,
    pub pages: usize,
    pub parsed: usize,
    pub rendered: usize,
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    pub phases: Vec<(&'static str, Duration)>,
    pub published: bool,
    pub out: PathBuf,
    pub notes: Vec<Note>,
    /// Every output, sorted.
    pub outputs: Vec<String>,
}

/// The files that diagnostics are about, by their paths as shown.
#[derive(Debug, Default)]
pub struct Sources(BTreeMap<RelPath, Arc<[u8]>>);

impl Sources {
    pub fn text(&self, path: &RelPath) -> Option<&str> {
        self.0.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }
}

/// Something that the build decided and that its user should know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Note {
    /// The language was not configured; it was taken from the texts.
    Guessed(Lang),
    /// Without a base address there are no sitemap and no canonical addresses.
    NoBaseUrl,
    /// Foreign files beside ours, kept.
    Foreign(Vec<String>),
}

impl Note {
    pub fn text(&self, lang: UiLang) -> String {
        match (self, lang) {
            (Note::Guessed(tag), UiLang::Zh) => format!("提示：没有设置语言，按文字判断为 {tag}（book.toml 的 [book] language 可以指定）"),
            (Note::Guessed(tag), UiLang::En) => {
                format!("note: no language is configured; the texts look like {tag} (set [book] language in book.toml)")
            }
            (Note::NoBaseUrl, UiLang::Zh) => "提示：没有设置 base-url，因此没有站点地图和规范网址（[portal] base-url 或 --base-url）".into(),
            (Note::NoBaseUrl, UiLang::En) => {
                "note: no base-url is set, so there are no sitemap and no canonical addresses ([portal] base-url or --base-url)".into()
            }
            (Note::Foreign(files), UiLang::Zh) => format!("提示：输出文件夹里有 {} 个不是 portal 生成的文件，已保留：{}", files.len(), some(files)),
            (Note::Foreign(files), UiLang::En) => {
                format!("note: {} files in the output are not ours and were kept: {}", files.len(), some(files))
            }
        }
    }
}

fn some(files: &[String]) -> String {
    let shown = files.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    if files.len() > 5 { shown + " ..." } else { shown }
}

type Parsed = (Arc<crate::model::Document>, Arc<[Diagnostic]>);

/// What is remembered from one build to the next.
#[derive(Debug)]
pub struct Cache {
    parse: Memo<Parsed>,
    highlight: Memo<Arc<str>>,
    render: Memo<Result<Arc<Vec<u8>>, Box<Diagnostic>>>,
    /// Smaller versions of images, on disk. Without it they are made anew and held in memory.
    shelf: Option<Shelf>,
}

impl Cache {
    /// For many builds in one process.
    pub fn new() -> Cache {
        Cache::with(true)
    }

    /// For a single build: remembers nothing.
    pub fn none() -> Cache {
        Cache::with(false)
    }

    fn with(on: bool) -> Cache {
        Cache { parse: Memo::new(on), highlight: Memo::new(on), render: Memo::new(on), shelf: None }
    }

    /// The same, with what earlier processes made of the images of the project at `root`.
    pub fn with_images_of(self, root: &Path) -> Cache {
        Cache { shelf: Some(Shelf::of(root)), ..self }
    }
}

impl Default for Cache {
    fn default() -> Cache {
        Cache::new()
    }
}

/// A site, ready to be drawn.
pub struct Build {
    pub site: Site,
    pub theme: Theme,
    pub jobs: Vec<Job>,
    pub diagnostics: Vec<Diagnostic>,
    pub parsed: usize,
    pub phases: Vec<(&'static str, Duration)>,
    files: BTreeMap<String, Arc<[u8]>>,
    sites: BTreeMap<Lang, SiteView>,
    code: HashMap<Hash128, Arc<str>>,
    resized: BTreeMap<Address, Stored>,
}

/// One output's bytes, or the asset that is copied to it.
pub enum Output {
    Bytes(Arc<Vec<u8>>),
    Copy(RelPath),
    /// A file that is kept from one build to the next.
    Kept(PathBuf),
}

/// Parses, assembles and plans. `config` is what `book.toml` and the command line say.
pub fn prepare(snapshot: &Snapshot, config: &Config, lang: &Lang, cache: &Cache, progress: &dyn Progress) -> Build {
    let mut clock = Clock::default();
    let mut diagnostics = snapshot.diagnostics.clone();

    progress.start("parse", snapshot.sources.len());
    let options = parse::Options::new(config, lang.clone());
    // An audience of the configuration is a page without a text of its own.
    let audiences = config.audiences.iter().filter(|path| !snapshot.sources.contains_key(*path));
    let files = snapshot.sources.iter().map(|(path, file)| (path, &*file.bytes, file.hash));
    let mut files: Vec<(&RelPath, &[u8], Hash128)> =
        files.chain(audiences.map(|path| (path, &[][..], Hash128::of(&[])))).collect();
    files.sort_by_key(|(path, ..)| *path);
    let input =
        |(path, bytes, hash)| parse::Input { path, shown: snapshot.shown(path), bytes, hash, options: &options };
    let inputs: Vec<parse::Input> = files.into_iter().map(input).collect();
    let parsed: Vec<Parsed> = inputs
        .par_iter()
        .with_max_len(16)
        .map(|input| {
            let parsed = cache.parse.of(input, |input| {
                let (document, diagnostics) = parse::parse(input);
                (Arc::new(document), diagnostics.into())
            });
            progress.step();
            parsed
        })
        .collect();
    let mut documents = Vec::with_capacity(parsed.len());
    for (document, complaints) in parsed {
        diagnostics.extend_from_slice(&complaints);
        documents.push(include::include(document, snapshot, &mut diagnostics));
    }
    clock.lap("parse");

    let code = colour(&documents, cache, progress);
    clock.lap("highlight");

    let assets = snapshot.assets.iter().map(|(path, asset)| (path.clone(), asset.size)).collect();
    let (mut site, complaints) = assemble(Parts {
        config,
        documents,
        assets: &assets,
        src: &snapshot.src,
        lang: lang.clone(),
        repository: config.repository.clone().or_else(|| snapshot.git.repository.clone()),
        git_dates: &snapshot.git.dates,
        contributors: &snapshot.git.contributors,
        today: snapshot.today,
        name: if snapshot.name.is_empty() { "portal" } else { &snapshot.name },
    });
    diagnostics.extend(complaints);
    clock.lap("assemble");

    let Pictures { known, resized, refused, diagnostics: complaints } =
        pictures::look(&site, snapshot, cache, progress);
    site.pictures = known;
    site.assets.retain(|path| !refused.contains(path));
    diagnostics.extend(complaints);
    clock.lap("images");

    let (theme, complaints) = Theme::load(&snapshot.theme.files);
    diagnostics.extend(complaints);
    let (jobs, complaints) = crate::plan::plan(&site, &theme.assets);
    diagnostics.extend(complaints);
    let plan = Plan::new(&site, &jobs, &theme.strings, &snapshot.theme.files);
    let sites = site.languages.iter().map(|lang| (lang.clone(), plan.site_view(lang, &theme.assets))).collect();
    clock.lap("plan");
    let parsed = cache.parse.sweep();
    Build {
        site,
        theme,
        jobs,
        diagnostics,
        parsed,
        phases: clock.laps,
        files: snapshot.theme.files.clone(),
        sites,
        code,
        resized,
    }
}

/// Colours every block of code once, however often it stands in the site; the large ones first, so that no
/// thread is left with one at the end.
fn colour(
    documents: &[Arc<crate::model::Document>],
    cache: &Cache,
    progress: &dyn Progress,
) -> HashMap<Hash128, Arc<str>> {
    let mut blocks: BTreeMap<Hash128, &Code> = BTreeMap::new();
    for code in documents.iter().flat_map(|document| &document.code) {
        blocks.insert(Hash128::of_value(code), code);
    }
    let mut blocks: Vec<(Hash128, &Code)> = blocks.into_iter().collect();
    blocks.sort_by_key(|(hash, code)| (std::cmp::Reverse(code.text.len()), *hash));
    progress.start("highlight", blocks.len());
    let coloured = blocks
        .par_iter()
        .with_max_len(1)
        .map(|(hash, code)| {
            let html = cache.highlight.of(*code, |code| parse::highlight::highlight(code).into());
            progress.step();
            (*hash, html)
        })
        .collect();
    cache.highlight.sweep();
    coloured
}

impl Build {
    pub fn has_errors(&self, strict: bool) -> bool {
        self.diagnostics.iter().any(|diagnostic| is_error(diagnostic, strict))
    }

    /// Draws every output and hands it to `take`, on many threads and in no order. Stops at the first error of
    /// `take`; faults of templates are collected. Returns how many pages were rendered, and the faults.
    pub fn draw<E: Send>(
        &self,
        cache: &Cache,
        progress: &dyn Progress,
        take: &(dyn Fn(&Job, Output) -> Result<(), E> + Sync),
    ) -> Result<(usize, Vec<Diagnostic>), E> {
        progress.start("render", self.jobs.len());
        let plan = Plan::new(&self.site, &self.jobs, &self.theme.strings, &self.files);
        let renderer = Renderer::new(&self.theme, &self.sites);
        let site_key = Hash128::of_value(&(&self.sites, self.theme.hash));
        let faults: Vec<Box<Diagnostic>> = self
            .jobs
            .par_iter()
            .with_max_len(16)
            .map(|job| {
                let output = match plan.draw(job) {
                    Drawing::Bytes(bytes) => Output::Bytes(Arc::new(bytes)),
                    Drawing::Copy(path) => Output::Copy(path),
                    Drawing::Resized(address) => match self.resized.get(&address) {
                        Some(Stored::Memory(bytes)) => Output::Bytes(Arc::new(bytes.to_vec())),
                        Some(Stored::File(path)) => Output::Kept(path.clone()),
                        None => return Ok(None),
                    },
                    Drawing::Sheet(sheet) => match self.page(&sheet, &renderer, site_key, cache) {
                        Ok(html) => Output::Bytes(html),
                        Err(fault) => return Ok(Some(fault)),
                    },
                };
                take(job, output)?;
                progress.step();
                Ok(None)
            })
            .filter_map(Result::transpose)
            .collect::<Result<_, E>>()?;
        let rendered = cache.render.sweep();
        // One fault of a template fails every page; one report of it is enough.
        let mut faults: Vec<Diagnostic> = faults.into_iter().map(|fault| *fault).collect();
        faults.sort();
        faults.dedup_by(|a, b| (&a.path, a.at, a.code) == (&b.path, b.at, b.code));
        Ok((rendered, faults))
    }

    fn page(
        &self,
        sheet: &Sheet,
        renderer: &Renderer,
        site_key: Hash128,
        cache: &Cache,
    ) -> Result<Arc<Vec<u8>>, Box<Diagnostic>> {
        cache.render.of(&(sheet, site_key), |(sheet, _)| {
            let blocks = sheet.content.iter().flat_map(|content| &content.document.code);
            let code: Vec<Arc<str>> =
                blocks.filter_map(|code| self.code.get(&Hash128::of_value(code)).cloned()).collect();
            renderer.render(sheet, &code).map(Arc::new)
        })
    }
}

/// Whether a diagnostic keeps a site from being published.
pub fn is_error(diagnostic: &Diagnostic, strict: bool) -> bool {
    match diagnostic.severity() {
        Severity::Error => true,
        Severity::Warning => strict,
        Severity::Hint => false,
    }
}

/// Takes the time of each phase.
struct Clock {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Default for Clock {
    fn default() -> Clock {
        Clock { last: Instant::now(), laps: Vec::new() }
    }
}

impl Clock {
    fn lap(&mut self, phase: &'static str) {
        self.laps.push((phase, self.last.elapsed()));
        self.last = Instant::now();
    }
}
