//! A project as it was read: the configuration and a snapshot of everything else.
//!
//! In: a folder and what the command line says. Out: a [`Project`].
//!
//! What always holds: two projects with one key give the same site and the same diagnostics.

use super::{Note, Options, Sources, is_error};
use crate::{
    diag::{Code, Diagnostic, EnvError, Refusal},
    generators,
    model::{Config, ConfigFile, Hash128, Lang, RelPath},
    parse,
    source::{self, GitFolder, HistoryError, ProjectFiles, ScanOptions, Snapshot},
};
use std::{
    collections::{BTreeMap, BTreeSet},
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
    pub(super) notes: Vec<Note>,
    /// Files of another generator's configuration.
    pub(super) foreign: BTreeMap<RelPath, Arc<[u8]>>,
    /// The hash of everything that the site depends on, but for sources and assets.
    settings: Hash128,
}

impl Project {
    /// Two builds with one key give the same site and the same diagnostics.
    pub(super) fn key(&self) -> Hash128 {
        let sources: Vec<_> = self.snapshot.sources.iter().map(|(path, file)| (path, file.hash)).collect();
        let assets: Vec<_> = self.snapshot.assets.iter().map(|(path, stamp)| (path, stamp.size)).collect();
        Hash128::of_value(&(self.settings, sources, assets))
    }

    /// Whether the keys are the same, or would be with the same assets: sooner found out than what they are.
    pub(super) fn is_like_but_for_assets(&self, other: &Project) -> bool {
        self.settings == other.settings && self.snapshot.sources == other.snapshot.sources
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
    pub(super) fn bytes(&self, path: &RelPath) -> Option<Arc<[u8]>> {
        let Project { snapshot, config, .. } = self;
        if *path == config.file.path {
            return config.file.bytes.clone();
        }
        if let Some(bytes) = self.foreign.get(path).or_else(|| snapshot.theme.at(path)) {
            return Some(bytes.clone());
        }
        let inside = self.source(path)?;
        match snapshot.sources.get(&inside) {
            Some(file) => Some(file.bytes.clone()),
            // Only an SVG has places that diagnostics name.
            None => snapshot
                .assets
                .get(&inside)
                .filter(|_| inside.extension() == "svg")
                .and_then(|_| snapshot.asset(&inside).ok()),
        }
    }
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

/// The same, without some files: the logs of the program that serves the project.
pub(super) fn open_without(
    without: &[PathBuf],
    options: &Options,
    before: Option<&Snapshot>,
    touched: Option<&BTreeSet<PathBuf>>,
) -> Result<Project, EnvError> {
    if !options.root.is_dir() {
        return Err(EnvError::NoRoot { path: options.root.clone() });
    }
    let Configured { mut config, mut diagnostics, foreign, reads } =
        Configured::on_disk(&options.root, options.config.as_deref())?;
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
            static_roots: &config.static_roots,
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
    snapshot.folders.extend(foreign.keys().map(|file| options.root.join(file.folder())));
    let mut notes: Vec<Note> = reads.map(|(title, file)| Note::Reads(title, file)).into_iter().collect();
    let lang = config.language.clone().unwrap_or_else(|| {
        let lang = guess(&snapshot);
        notes.push(Note::Guessed(lang.clone()));
        lang
    });
    if config.base_url.is_none() {
        notes.push(Note::NoBaseUrl);
    }
    diagnostics.extend(missing_pages(&config, &snapshot));
    diagnostics.extend(without_history(&config, &snapshot));
    let settings = settings_hash(&snapshot, &config, options);
    Ok(Project { config, snapshot, lang, out, diagnostics, notes, foreign, settings })
}

/// The configuration of a project. Its own file takes precedence over that of another generator.
pub struct Configured {
    /// What both say.
    pub config: Config,
    /// What is wrong with them.
    pub diagnostics: Vec<Diagnostic>,
    /// The other generator and the file of its configuration.
    pub reads: Option<(&'static str, RelPath)>,
    /// Every file that was read for it.
    pub(super) foreign: BTreeMap<RelPath, Arc<[u8]>>,
}

impl Configured {
    /// Reads the configuration of the project in `root`; `file` is another file than `book.toml`.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn on_disk(root: &Path, file: Option<&Path>) -> Result<Configured, EnvError> {
        Configured::read(source::read_config(root, file)?, ProjectFiles::on_disk(root)?, None)
    }

    /// The configuration of another generator's project in a folder; `None` if there is none.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn in_folder(root: &Path, folder: &str) -> Result<Option<Configured>, EnvError> {
        let (file, files) = (ConfigFile::default(), ProjectFiles::on_disk(root)?);
        Ok(Some(Configured::read(file, files, RelPath::new(folder))?).filter(|configured| configured.reads.is_some()))
    }

    /// The same of a project in memory.
    ///
    /// # Errors
    /// None: nothing is read.
    pub fn in_memory(files: &BTreeMap<RelPath, Vec<u8>>) -> Result<Configured, EnvError> {
        let mut file = ConfigFile::default();
        file.bytes = files.get(&file.path).map(|bytes| bytes.as_slice().into());
        Configured::read(file, ProjectFiles::in_memory(files), None)
    }

    /// `folder` is where the other generator's project is, unless the configuration says so.
    fn read(file: ConfigFile, mut files: ProjectFiles, folder: Option<RelPath>) -> Result<Configured, EnvError> {
        let (mut config, mut diagnostics) = parse::config::read_file(file);
        let folder = config.project.clone().or(folder);
        let project = match &folder {
            None => generators::find(config.reads, &mut files),
            Some(folder) => {
                files = files.below(folder);
                generators::find(config.reads, &mut files).map(|project| project.in_folder(folder))
            }
        };
        let reads = project.as_ref().map(|project| (project.title, project.file.clone()));
        let name = project.as_ref().map(|project| project.name);
        let read = match project {
            Some(project) => Some((project.config, project.diagnostics)),
            None => generators::find_contents(config.src.as_ref(), &mut files),
        };
        let foreign = files.finish()?;
        if let Some((read, found)) = read {
            let defaults = read.under(parse::config::defaults());
            (config, diagnostics) = parse::config::read_over(defaults, config.file);
            diagnostics.extend(found);
        }
        if let Some(name) = name {
            (config.reads, config.project) = (name, folder);
        }
        Ok(Configured { config, diagnostics, reads, foreign })
    }
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

/// A diagnostic for each page that `[[pages]]` of the configuration names and that does not exist.
pub fn missing_pages(config: &Config, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let missing = config
        .pages
        .iter()
        .filter(|(page, _)| !snapshot.sources.contains_key(page) && !config.audiences.contains(*page));
    let diagnostic = |page, at| Diagnostic::new(Code::P0104, &config.file.path).at(at).arg("target", page);
    missing.map(|(page, table)| diagnostic(page, table.at.clone())).collect()
}

/// A diagnostic for each thing that the configuration asks of Git's history and that is not there.
fn without_history(config: &Config, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let path = &config.file.path;
    let asked = [("git-dates", config.git_dates), ("contributors", config.contributors)];
    let keys = asked.into_iter().filter(|(_, is_asked)| *is_asked).map(|(key, _)| key);
    let diagnostic = |(error, key): (&HistoryError, &'static str)| {
        let diagnostic = match error {
            HistoryError::NoHistory => Diagnostic::new(Code::P0780, path),
            HistoryError::Shallow => Diagnostic::new(Code::P0781, path),
            HistoryError::Failed(detail) => Diagnostic::new(Code::P0782, path).arg("detail", detail),
        };
        let diagnostic = diagnostic.arg("key", key);
        match config.file.place_of_key(key) {
            Some(at) => diagnostic.at(at),
            None => diagnostic,
        }
    };
    snapshot
        .git
        .history_error
        .iter()
        .flat_map(|error| keys.clone().map(move |key| (error, key)))
        .map(diagnostic)
        .collect()
}

/// Of everything but the sources and the assets.
fn settings_hash(snapshot: &Snapshot, config: &Config, options: &Options) -> Hash128 {
    let included: Vec<_> =
        snapshot.included.iter().map(|(path, included)| (path, Hash128::of_value(included))).collect();
    let git = &snapshot.git;
    let git = (&git.repository, &git.dates, &git.contributors, &git.history_error);
    Hash128::of_value(&(
        (env!("CARGO_PKG_VERSION"), &snapshot.src, included),
        (snapshot.theme.hash(), config, git, snapshot.today),
        (options.strict, &snapshot.name, &snapshot.diagnostics),
    ))
}

/// Where Git keeps what it knows of the working tree at `root`; `.git` there when that is none.
pub fn git_folder(root: &Path) -> PathBuf {
    GitFolder::of(root).map_or_else(|| root.join(".git"), |folder| folder.own)
}
