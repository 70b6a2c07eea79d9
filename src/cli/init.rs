//! `portal init`: looks at what is there, writes a `book.toml` that says it, and the schemas for editors. Where there
//! is no page yet, it makes two.
//!
//! What always holds: no file that is there is written to. A project that has its `book.toml` gets advice only.

use super::{CONTENT, OK, Outcome, args::Common, failed, found, left, schema, start, texts};
use portal::{
    diag::{Diagnostic, EnvError, Printer, UiLang},
    disk::{self, Dir},
    engine,
    insight::{Survey, probe, repeated_endings},
    model::{Config, Lang, RelPath, Strip, languages_of, natural},
    output, parse,
    site::{FileSummary, Setting, Site, SiteInput, assemble, uncached},
    source::{self, ScanOptions, Snapshot, SourceFile},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::Arc,
};

/// Most pictures are of these formats.
const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp"];

/// Where projects of other generators lie in repositories.
const USUAL_FOLDERS: [&str; 8] = ["website", "docs", "site", "documentation", "doc", "guide", "www", "book"];
/// Where samples and tests of such projects lie.
const SAMPLES: [&str; 10] =
    ["example", "examples", "test", "tests", "fixtures", "templates", "packages", "theme", "themes", "vendor"];

/// What is done with what was found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Write,
    /// The files are printed.
    DryRun,
    /// A report is printed.
    Report,
}

impl Mode {
    pub(super) fn of(dry_run: bool, report: bool) -> Mode {
        match (dry_run, report) {
            (_, true) => Mode::Report,
            (true, _) => Mode::DryRun,
            _ => Mode::Write,
        }
    }
}

pub(super) fn run(root: &Path, mode: Mode, common: &Common, printer: &Printer) -> Outcome {
    begin(root, mode, common, printer).unwrap_or_else(|error| failed(&error, printer.lang))
}

fn begin(root: &Path, mode: Mode, common: &Common, printer: &Printer) -> Result<Outcome, EnvError> {
    let lang = printer.lang;
    if !root.is_dir() {
        return Err(EnvError::NoRoot { path: root.into() });
    }
    let mut configured = engine::Configured::on_disk(root, common.config.as_deref())?;
    let mut snapshot = scan(root, &configured.config, common)?;
    if !configured.config.file.exists()
        && configured.reads.is_none()
        && let Some(project) = project_in_folder(root, &snapshot)?
    {
        let inside = scan(root, &project.config, common)?;
        // A project whose pages lie elsewhere is of no use.
        if !inside.sources.is_empty() {
            (configured, snapshot) = (project, inside);
        }
    }
    let engine::Configured { config, diagnostics, reads, .. } = configured;
    let start = if !config.file.exists() && reads.is_none() && snapshot.sources.is_empty() {
        start::files(&snapshot.name, common.today().in_zone(None), lang).to_vec()
    } else {
        Vec::new()
    };
    snapshot
        .sources
        .extend(start.iter().map(|(path, text)| (path.clone(), SourceFile::new(text.clone().into_bytes()))));

    let (mut survey, found) = look(&snapshot, &config);
    survey.base_url = custom_domain(root).or(survey.base_url);
    survey.guessed_url = survey.guessed_url.filter(|_| survey.base_url.is_none());
    survey.out = free_folder(root, &config.out);
    let generator = reads.as_ref().map(|(title, file)| format!("{title} ({file})"));
    let is_foreign = generator.is_some();
    let all: Vec<Diagnostic> = diagnostics.iter().cloned().chain(found).collect();
    let left = if is_foreign { left::lines(&all, printer) } else { Vec::new() };
    let found = found::Found::of(&survey, &snapshot.src, generator, left, lang);
    if mode == Mode::Report {
        return Ok(Outcome { out: found.markdown(), ..Outcome::default() });
    }
    let mut said = if start.is_empty() { found.text() } else { texts::two_files(lang) };
    if config.file.exists() {
        let text = config.file.text();
        let text_of = |path: &RelPath| text.filter(|_| *path == config.file.path);
        let complaint = |diagnostic: &Diagnostic| printer.print(diagnostic, text_of(&diagnostic.path));
        let complaints: String = diagnostics.iter().map(complaint).collect();
        let additions = survey.without(&config).additions(lang);
        let advice = if additions.is_empty() { texts::config_stays(lang) } else { texts::config_could_have(lang) };
        said = complaints + &said + &advice;
        let err = if common.quiet { String::new() } else { said };
        return Ok(Outcome { out: additions, err, code: if diagnostics.is_empty() { OK } else { CONTENT } });
    }

    // What stands in another generator's configuration is read there, and not copied.
    if is_foreign {
        let project = config.project.clone();
        survey = Survey { reads: Some(config.reads), project, ..survey.without(&config) };
    }
    let shown = |path: &RelPath| snapshot.shown(path).to_string();
    let mut files: Vec<(String, String)> = vec![("book.toml".into(), survey.config_draft(lang, Some(schema::OF_BOOK)))];
    files.extend(start.iter().map(|(path, text)| (shown(path), text.clone())));
    let mut outcome = Outcome::default();
    if mode == Mode::DryRun {
        files.iter().for_each(|(name, text)| outcome.out += &format!("--- {name}\n{text}"));
    } else {
        files.iter().try_for_each(|(name, text)| create(root, name, text))?;
        let names: String = files.iter().map(|(name, _)| format!("  {name}\n")).collect();
        let (config, _) = parse::config::read(&config.file.path, files[0].1.as_bytes());
        let schemas = schema::save(root, &config, lang)?;
        said += &texts::wrote(lang, names, schema::FOLDER, schemas);
        said += &next(root, &config.out, lang);
    }
    if !common.quiet {
        outcome.err = said;
    }
    Ok(outcome)
}

/// The project of another generator in one of the usual folders, else in the only other folder with one.
fn project_in_folder(root: &Path, snapshot: &Snapshot) -> Result<Option<engine::Configured>, EnvError> {
    let paths = snapshot.sources.keys().chain(snapshot.assets.keys()).filter(|_| snapshot.src.is_empty());
    let folders: BTreeSet<&str> = paths.filter_map(|path| Some(path.as_str().split_once('/')?.0)).collect();
    for folder in USUAL_FOLDERS.iter().filter(|folder| folders.contains(*folder)) {
        if let Some(project) = engine::Configured::in_folder(root, folder)? {
            return Ok(Some(project));
        }
    }
    let mut found = Vec::new();
    for folder in folders.iter().filter(|folder| !USUAL_FOLDERS.contains(folder) && !SAMPLES.contains(folder)) {
        found.extend(engine::Configured::in_folder(root, folder)?);
    }
    Ok(found.pop().filter(|_| found.is_empty()))
}

fn scan(root: &Path, config: &Config, common: &Common) -> Result<Snapshot, EnvError> {
    let out = root.join(&config.out);
    let options = ScanOptions {
        src: config.src.as_ref(),
        exclude: &config.exclude,
        static_roots: &config.static_roots,
        out: &out,
        without: &[],
        theme: &config.theme,
        git_dates: false,
        contributors: false,
        today: common.today().in_zone(config.timezone.as_deref()),
        before: None,
        touched: None,
    };
    source::scan(root, &options)
}

/// Reads the sources so that everything can be told that a configuration may say. Returns what is wrong with them, too.
fn look(snapshot: &Snapshot, config: &Config) -> (Survey, Vec<Diagnostic>) {
    let lang = config.language.clone();
    let lang = lang.unwrap_or_else(|| engine::guess(snapshot));
    let texts: Vec<_> =
        snapshot.sources.iter().map(|(path, file)| (path, String::from_utf8_lossy(&file.bytes))).collect();
    let endings = repeated_endings(texts.iter().map(|(path, text)| (*path, &**text)));
    let mut probe = probe(config);
    let safe = endings.iter().filter(|ending| ending.is_safe());
    probe.strip.extend(safe.map(|ending| Strip { from: ending.pattern() }));
    probe.found_languages = languages_of(&snapshot.sources.keys().collect::<Vec<_>>(), &probe);
    let (site, diagnostics) = site(snapshot, &probe, lang);
    let is_picture = |path: &&RelPath| PICTURES.contains(&path.extension().to_lowercase().as_str());
    let pictures = snapshot.assets.keys().filter(is_picture).count();
    (Survey { pictures, ..Survey::of(&site, config, endings) }, diagnostics)
}

fn site(snapshot: &Snapshot, config: &Config, lang: Lang) -> (Site, Vec<Diagnostic>) {
    let options = parse::ParseOptions::new(config, lang.clone());
    let repository = config.repository.as_ref().or(snapshot.git.repository.as_ref());
    let setting = Setting::new(config, &snapshot.src, &lang, repository);
    let mut diagnostics = Vec::new();
    let summaries = snapshot.sources.iter().map(|(path, file)| {
        let (shown, hash) = (snapshot.shown(path), file.hash);
        let (document, found) = parse::parse(&parse::ParseInput {
            path,
            shown,
            bytes: &file.bytes,
            hash,
            texts: engine::shown_texts(snapshot, file),
            options: &options,
        });
        diagnostics.extend(found);
        Arc::new(FileSummary::new(Arc::new(document), &setting))
    });
    let mut summaries: Vec<_> = summaries.collect();
    summaries.sort_by(|a, b| natural(a.document.path.as_str(), b.document.path.as_str()));
    let (site, found) = assemble(SiteInput {
        setting: &setting,
        summaries,
        files: snapshot.assets.iter().map(|(path, asset)| (path.clone(), asset.size)).collect(),
        git_dates: &BTreeMap::new(),
        contributors: &[],
        today: snapshot.today,
        name: if snapshot.name.is_empty() { "portal" } else { &snapshot.name },
        remember: &uncached,
    });
    diagnostics.extend(found);
    (site, diagnostics)
}

/// A folder to publish to, when the usual one is taken; none when it is free, or all of them are taken.
fn free_folder(root: &Path, usual: &str) -> Option<String> {
    let is_free = |name: &str| output::is_free(root, Path::new(name));
    let others = ["site", "dist/portal"];
    (!is_free(usual)).then(|| others.iter().find(|name| is_free(name)).map(ToString::to_string)).flatten()
}

/// The domain that a repository on GitHub has of its own.
fn custom_domain(root: &Path) -> Option<String> {
    let text = Dir::open(root).and_then(|root| root.read(Path::new("CNAME"))).ok()?;
    parse::config::base_url(&format!("https://{}", std::str::from_utf8(&text).ok()?.trim()))
}

/// Writes a new file into the project, whole or not at all.
fn create(root: &Path, name: &str, text: &str) -> Result<(), EnvError> {
    let name = Path::new(name);
    let made = Dir::open(root).and_then(|root| {
        root.make_all(name.parent().unwrap_or(Path::new("")))?;
        let mut file = root.create(name)?;
        disk::write(&mut file, text.as_bytes()).inspect_err(|_| {
            // It was not there a moment ago, and what is in it is of no use.
            let _ = root.remove_file(name);
        })
    });
    made.map_err(|source| EnvError::write(&root.join(name), source))
}

fn next(root: &Path, out: &str, lang: UiLang) -> String {
    let ignored = fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
    let is_ignored = ignored.lines().any(|line| line.trim().trim_matches('/') == out);
    let must_ignore = root.join(".git").exists() && !is_ignored;
    texts::next(lang, out) + &if must_ignore { texts::next_ignore(lang, out) } else { String::new() }
}
