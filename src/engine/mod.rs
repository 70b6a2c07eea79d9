//! Runs the six verbs.
//!
//! In: where the project is and what the command line asks for. Out: a published site and a [`Report`].
//!
//! What always holds: every build runs the whole pipeline over a fresh snapshot. Only pure functions are
//! remembered, in the [`Cache`]: parsing a file, looking up the links of some pages, colouring a block of code,
//! rendering a page. So a warm build gives what a build from nothing gives, and what is gone is gone. A site with an
//! error is not published.
//!
//! Deliberately not here: what any of the verbs does.

#![expect(
    clippy::disallowed_methods,
    reason = "it takes the times of phases, keeps the last report and verifies what is published"
)]

mod active;
mod check;
mod complaints;
mod draw;
mod include;
mod last;
mod live;
mod memo;
mod own;
mod parsed;
mod pictures;
mod run;
mod shelf;
mod templates;
#[cfg(test)]
mod tests;

pub use crate::render::SourceLines;
pub use check::{Checked, check};
pub use complaints::Complaints;
pub use draw::{Drawn, Output};
pub use live::{Changes, Edition, Live, PageName, Served};
pub use run::{Project, Silent, build, clean, config_path, guess, list, missing_pages, verify};

use crate::{
    diag::{Diagnostic, EnvError, Severity, UiLang},
    model::{Address, Config, Date, Hash128, Lang, RelPath, languages_of},
    output::Care,
    parse,
    plan::{Jobs, Plan, plan},
    render::{Renderer, Theme},
    site::{ChunkLookup, FileSummary, KeptBack, Setting, SiteInput, assemble},
    source::{GitFolder, Snapshot},
    view::SiteView,
};
use memo::Memo;
use parsed::{Parsed, Parsing};
use pictures::Pictures;
use rayon::prelude::*;
pub use shelf::KeptFile;

use shelf::{Shelf, Stored};
use std::{
    borrow::Cow,
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
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
    /// What publishing takes time for.
    pub care: Care,
    /// The day that counts as today, or this moment: then it is the day in the zone of the configuration.
    pub today: Date,
    /// Threads, at least 1.
    pub jobs: usize,
}

impl Options {
    /// A project with nothing asked for: its own configuration, one thread.
    pub fn new(root: &Path, today: Date) -> Options {
        Options {
            root: root.to_path_buf(),
            config: None,
            out: None,
            base_url: None,
            drafts: false,
            future: false,
            strict: false,
            care: Care::default(),
            today,
            jobs: 1,
        }
    }
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
    /// The files that have no page today.
    pub kept: KeptBack,
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
    /// Published files that were changed behind our back, and are written again.
    Mended(Vec<String>),
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
            (Note::Mended(files), UiLang::Zh) => {
                format!("提示：输出文件夹里有 {} 个文件被改动过，已重新写入：{}", files.len(), some(files))
            }
            (Note::Mended(files), UiLang::En) => {
                let count = match files.len() {
                    1 => "1 published file had been changed by hand and was".to_owned(),
                    count => format!("{count} published files had been changed by hand and were"),
                };
                format!("note: {count} written again: {}", some(files))
            }
        }
    }
}

fn some(files: &[String]) -> String {
    let shown = files.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    if files.len() > 5 { shown + " ..." } else { shown }
}

/// What is remembered from one build to the next.
pub struct Cache {
    parse: Parsed,
    looked: Memo<Arc<ChunkLookup>>,
    /// The outputs of the last build.
    jobs: Mutex<Option<Jobs>>,
    highlight: Memo<Arc<str>>,
    render: Memo<Result<Arc<Vec<u8>>, Box<Diagnostic>>>,
    theme: Memo<(Arc<Theme>, Arc<[Diagnostic]>)>,
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
        Cache {
            parse: Parsed::new(on),
            looked: Memo::new(on),
            jobs: Mutex::default(),
            highlight: Memo::new(on),
            render: Memo::new(on),
            theme: Memo::new(on),
            shelf: None,
        }
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
    pub plan: Plan,
    pub diagnostics: Complaints,
    pub parsed: usize,
    pub phases: Vec<(&'static str, Duration)>,
    renderer: Renderer,
    /// Of everything that all pages are drawn with.
    site_key: Hash128,
    resized: BTreeMap<Address, Stored>,
    /// See [`Pictures::refused`].
    refused: BTreeMap<RelPath, Hash128>,
}

/// Parses, assembles and plans. `config` is what `book.toml` and the command line say.
///
/// # Errors
/// When an image that a page shows cannot be read.
pub fn prepare(
    snapshot: &Snapshot,
    config: &Config,
    lang: &Lang,
    cache: &Cache,
    progress: &dyn Progress,
) -> Result<Build, EnvError> {
    prepare_with(snapshot, config, lang, cache, progress, &|_| true)
}

/// The same for a site that is only published without errors: when there are any, no image is made smaller.
///
/// # Errors
/// When an image that a page shows cannot be read.
pub fn prepare_to_publish(
    project: &Project,
    strict: bool,
    cache: &Cache,
    progress: &dyn Progress,
) -> Result<Build, EnvError> {
    let is_good = |complaints: &Complaints| !complaints.iter().any(|diagnostic| is_error(diagnostic, strict));
    prepare_with(&project.snapshot, &project.config, &project.lang, cache, progress, &is_good)
}

fn prepare_with(
    snapshot: &Snapshot,
    config: &Config,
    lang: &Lang,
    cache: &Cache,
    progress: &dyn Progress,
    makes_images: &dyn Fn(&Complaints) -> bool,
) -> Result<Build, EnvError> {
    let mut clock = Clock::default();
    let mut complaints = Complaints::default();
    complaints.extend(snapshot.diagnostics.iter().cloned());

    let mut config = config.clone();
    config.repository = config.repository.or_else(|| snapshot.git.repository.clone());
    config.found_languages = languages_of(&snapshot.sources.keys().collect::<Vec<_>>(), &config);
    let config = &config;
    let setting = Setting::new(config, &snapshot.src, lang, config.repository.as_ref());
    let options = parse::ParseOptions::new(config, lang.clone());
    progress.start("parse", snapshot.sources.len());
    let parsing = Parsing { snapshot, config, options: &options, setting: &setting };
    let (parsed, (mut leaves, showing)) = cache.parse.rows(
        &parsing,
        || progress.step(),
        |rows| {
            rows.iter().filter_map(|row| row.complaints.as_ref()).for_each(|found| complaints.push_file(found.clone()));
            let leaves: Vec<Arc<FileSummary>> = rows.par_iter().with_min_len(256).map(|row| row.leaf.clone()).collect();
            let showing = leaves.par_iter().with_min_len(256).enumerate().filter(|(_, leaf)| leaf.flags.has_includes);
            let showing: Vec<usize> = showing.map(|(place, _)| place).collect();
            (leaves, showing)
        },
    );
    let mut budget = include::Budget::default();
    for file in showing {
        let mut missing = Vec::new();
        let document = include::include(leaves[file].document.clone(), snapshot, &mut budget, &mut missing);
        leaves[file] = Arc::new(leaves[file].with(document));
        complaints.extend(missing);
    }
    clock.lap("parse");

    let (mut site, found) = assemble(SiteInput {
        setting: &setting,
        summaries: leaves,
        files: snapshot.assets.iter().map(|(path, asset)| (path.clone(), asset.size)).collect(),
        git_dates: &snapshot.git.dates,
        contributors: &snapshot.git.contributors,
        today: snapshot.today,
        name: if snapshot.name.is_empty() { "portal" } else { &snapshot.name },
        remember: &|asked, look| cache.looked.of(asked, |_| Arc::new(look())),
    });
    cache.looked.sweep();
    complaints.extend(found);
    clock.lap("assemble");

    let kinds = config.kinds.iter().flat_map(|kind| [Some(kind.name.as_str()), kind.template.as_deref()]);
    let mut theme_files = {
        let named = site.pages.iter().filter(|page| page.flags.has_template);
        let named = named.filter_map(|page| Some(page.document.meta.template.as_ref()?.text.as_str()));
        snapshot.theme.without_foreign(kinds.flatten().chain(named))
    };
    let (mut theme, mut of_theme) = templates::load(&theme_files, cache);
    // Without a configuration the templates may be of another program.
    let is_guessed = !config.is_written && !theme_files.covered.is_empty();
    if let Some(fault) = of_theme.iter().find(|fault| is_guessed && templates::is_in_site(fault)) {
        complaints.extend([templates::left_out(fault)]);
        theme_files = Cow::Owned(theme_files.without_templates());
        (theme, of_theme) = templates::load(&theme_files, cache);
    }
    complaints.push_file(of_theme);

    let (active, found) = active::refused(&site, snapshot)?;
    site.assets.retain(|path| !active.contains_key(path));
    complaints.extend(found);

    // Before images: they take the longest, and an error here makes them useless.
    let before = cache.jobs.lock().unwrap_or_else(PoisonError::into_inner).take();
    let (jobs, collisions) = plan(&site, &theme.assets, before.as_ref());
    site.moved = jobs.moved.clone();
    complaints.extend(collisions);
    clock.lap("plan");

    let Pictures { known, resized, mut refused, diagnostics } =
        pictures::look(&site, snapshot, cache, makes_images(&complaints), progress)?;
    site.pictures = known;
    site.assets.retain(|path| !refused.contains_key(path));
    complaints.extend(diagnostics);
    let jobs = jobs.with_images(&site, refused.keys().cloned().collect(), before.as_ref());
    refused.extend(active.into_iter().filter_map(|(path, hash)| Some((path, hash?))));
    *cache.jobs.lock().unwrap_or_else(PoisonError::into_inner) = Some(jobs.clone());
    clock.lap("images");

    let plan = Plan::new(site, jobs, theme.strings.clone(), theme_files.files.clone());
    complaints.extend(plan.unknown_templates());
    let view = |lang: &Lang| (lang.clone(), plan.site_view(lang, &theme.assets));
    let sites: BTreeMap<Lang, SiteView> = plan.site.languages.iter().map(view).collect();
    let mut site_key = Hash128::of_value(&(&sites, theme.hash));
    let mut renderer = Renderer::new(theme, &sites);
    if is_guessed
        && !theme_files.covered.is_empty()
        && let Some(fault) = templates::first_fault(&plan, &renderer, cache)
    {
        complaints.extend([templates::left_out(&fault)]);
        let (theme, _) = templates::load(&theme_files.without_templates(), cache);
        site_key = Hash128::of_value(&(&sites, theme.hash));
        renderer = Renderer::new(theme, &sites);
    }
    cache.theme.sweep();
    complaints.group_unknown_fields();
    clock.lap("theme");
    Ok(Build { plan, diagnostics: complaints, parsed, phases: clock.laps, renderer, site_key, resized, refused })
}

impl Build {
    pub fn has_errors(&self, strict: bool) -> bool {
        self.diagnostics.iter().any(|diagnostic| is_error(diagnostic, strict))
    }
}

/// Where Git keeps what it knows of the working tree at `root`; `.git` there when that is none.
pub fn git_folder(root: &Path) -> PathBuf {
    GitFolder::of(root).map_or_else(|| root.join(".git"), |folder| folder.own)
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
