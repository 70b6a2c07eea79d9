//! Walks the project and reads its sources.

use super::{Asset, File, Git, Included, Snapshot, ThemeFiles, below, include, read, stamp::Stamp};
use crate::{
    diag::{Code, Diagnostic, EnvError},
    model::{Date, RelPath},
};
use ignore::{DirEntry, WalkBuilder, WalkState, overrides::OverrideBuilder};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};
use walkdir::WalkDir;

/// What of the configuration the walk depends on.
pub struct ScanOptions<'a> {
    /// `None`: `content`, else an mdBook's `src`, else the root.
    pub src: Option<&'a RelPath>,
    pub exclude: &'a [String],
    /// The output, wherever it is; left out when it is among the sources.
    pub out: &'a Path,
    /// Name of the theme.
    pub theme: &'a str,
    pub git_dates: bool,
    pub contributors: bool,
    pub today: Date,
    /// What was read before: files that have not changed since are not read again.
    pub before: Option<&'a Snapshot>,
}

/// The bytes of the configuration: of `file`, else of `book.toml` in the root; `None` when there is none.
pub fn read_config(root: &Path, file: Option<&Path>) -> Result<Option<Vec<u8>>, EnvError> {
    match file {
        Some(file) => read(file).map(Some),
        None => {
            let default = root.join("book.toml");
            if default.exists() { read(&default).map(Some) } else { Ok(None) }
        }
    }
}

/// Reads everything once.
pub fn scan(root: &Path, options: &ScanOptions) -> Result<Snapshot, EnvError> {
    let src = source_folder(root, options.src);
    let folder = root.join(&src);
    if !folder.is_dir() {
        return Err(EnvError::NoRoot { path: folder });
    }
    let begun = SystemTime::now();
    let mut diagnostics = Vec::new();
    let (mut sources, mut assets, mut folders) = (Vec::new(), BTreeMap::new(), Vec::new());
    for found in walk(&folder, root, options)? {
        match found {
            Found::Source(path, name, stamp) => sources.push((path, name, stamp)),
            Found::Asset(path, asset) => drop(assets.insert(path, asset)),
            Found::Folder(path) => folders.push(path),
            Found::Link(path) => diagnostics.push(Diagnostic::new(Code::P0801, &shown(&src, &path))),
            Found::Special(path) => diagnostics.push(Diagnostic::new(Code::P0701, &shown(&src, &path))),
        }
    }
    let before = options.before.filter(|before| before.root == root && before.src == src);
    let read = |(path, name, stamp): (RelPath, String, Stamp)| {
        let known = before.and_then(|before| Some((before.sources.get(&path)?, before.begun?)));
        if let Some((file, begun)) = known
            && file.stamp == Some(stamp)
            && stamp.is_settled(begun)
        {
            return Ok(Some((path, file.clone())));
        }
        let bytes = match below::read_below(&folder, &name) {
            // It went while we looked.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            bytes => bytes.map_err(|source| EnvError::Read { path: folder.join(path.as_str()), source })?,
        };
        let file = File::of_source(&shown(&src, &path), bytes, Some(stamp));
        Ok(Some((path, file)))
    };
    let sources: Vec<_> = sources.into_par_iter().map(read).filter_map(Result::transpose).collect::<Result<_, _>>()?;
    let sources: BTreeMap<RelPath, File> = sources.into_iter().collect();
    // One that went while we looked only seems to be empty.
    if !folder.is_dir() {
        return Err(EnvError::NoRoot { path: folder });
    }
    let named: BTreeSet<&RelPath> = sources.values().flat_map(|file| &*file.named).collect();
    let included = named
        .into_par_iter()
        .map(|path| include::read_included(root, path).map(|included| (path.clone(), included)))
        .collect::<Result<BTreeMap<_, _>, EnvError>>()?;
    diagnostics.sort();
    folders.extend(folders_beside(root, options.theme, &included));
    let git = Git::read(root, options.git_dates, options.contributors, before.map(|before| &before.git))?;
    let name = root.canonicalize().ok().and_then(|root| Some(root.file_name()?.to_str()?.to_owned()));
    Ok(Snapshot {
        root: root.into(),
        name: name.unwrap_or_default(),
        src,
        sources,
        assets,
        included,
        theme: ThemeFiles::read(root, options.theme)?,
        git,
        today: options.today,
        diagnostics,
        folders,
        held: BTreeMap::new(),
        begun: Some(begun),
    })
}

/// The folder of the sources, relative to the root.
fn source_folder(root: &Path, configured: Option<&RelPath>) -> String {
    match configured {
        Some(src) => src.as_str().to_owned(),
        None if root.join("content").is_dir() => "content".into(),
        None if root.join("src/SUMMARY.md").is_file() => "src".into(),
        None => String::new(),
    }
}

/// The folders of what is read beside the sources; those above a theme tell when it comes.
fn folders_beside(root: &Path, theme: &str, included: &BTreeMap<RelPath, Included>) -> BTreeSet<PathBuf> {
    let themes = root.join("themes");
    let inside = [themes.join(theme), root.join("templates")].into_iter().flat_map(|folder| {
        let entries = WalkDir::new(folder).follow_links(false).into_iter().filter_map(Result::ok);
        entries.filter(|entry| entry.file_type().is_dir()).map(walkdir::DirEntry::into_path)
    });
    let above = [root.to_path_buf(), themes.clone()].into_iter();
    let shown = included.keys().map(|path| root.join(path.folder()));
    above.chain(shown).filter(|folder| folder.is_dir()).chain(inside).collect()
}

/// The path of a source from the root.
fn shown(src: &str, path: &RelPath) -> RelPath {
    RelPath::new_from(src, path.as_str()).unwrap_or_else(|| path.clone())
}

/// What is in the folder of the sources.
enum Found {
    /// With its name on disk, whose letters may be composed in another way.
    Source(RelPath, String, Stamp),
    Asset(RelPath, Asset),
    /// From the root of the file system, or from where the root is named from.
    Folder(PathBuf),
    /// A symbolic link.
    Link(RelPath),
    /// A pipe, a device.
    Special(RelPath),
}

/// Everything below `folder`, in no order.
fn walk(folder: &Path, root: &Path, options: &ScanOptions) -> Result<Vec<Found>, EnvError> {
    let found = Mutex::new(Vec::new());
    let fault = Mutex::new(None);
    walker(folder, root, options).build_parallel().run(|| {
        let mut batch = Batch { found: Vec::new(), all: &found };
        let fault = &fault;
        Box::new(move |entry| {
            match entry.map_err(|error| error.into_io_error()).and_then(|entry| look(&entry, folder).map_err(Some)) {
                Ok(found) => batch.found.extend(found),
                // It went while we looked.
                Err(Some(error)) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => {
                    let error = error.unwrap_or_else(|| std::io::Error::other("cannot be walked"));
                    *fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                    return WalkState::Quit;
                }
            }
            WalkState::Continue
        })
    });
    match fault.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(source) => Err(EnvError::Read { path: folder.into(), source }),
        None => Ok(found.into_inner().unwrap_or_else(PoisonError::into_inner)),
    }
}

/// What one thread of the walk found; handed over when it ends.
struct Batch<'a> {
    found: Vec<Found>,
    all: &'a Mutex<Vec<Found>>,
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).append(&mut self.found);
    }
}

/// One entry of the walk; none for what has no name that is text.
fn look(entry: &DirEntry, folder: &Path) -> std::io::Result<Option<Found>> {
    if entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return Ok(Some(Found::Folder(entry.path().into())));
    }
    let name = entry.path().strip_prefix(folder).ok().and_then(Path::to_str).unwrap_or_default();
    let (Some(path), Some(kind)) = (RelPath::new(name), entry.file_type()) else { return Ok(None) };
    let metadata = || entry.metadata().map_err(|error| error.into_io_error().unwrap_or(ErrorKind::Other.into()));
    Ok(match kind {
        kind if kind.is_symlink() => Some(Found::Link(path)),
        kind if kind.is_file() && path.is_markdown() => {
            Some(Found::Source(path, name.to_owned(), Stamp::of(&metadata()?)))
        }
        kind if kind.is_file() => Some(Found::Asset(path, asset(&metadata()?))),
        _ => Some(Found::Special(path)),
    })
}

fn walker(folder: &Path, root: &Path, options: &ScanOptions) -> WalkBuilder {
    let mut excluded = OverrideBuilder::new(folder);
    for glob in options.exclude {
        // The configuration has been checked; a glob that is none excludes nothing.
        let _ = excluded.add(&format!("!{glob}"));
    }
    let left_out: Vec<PathBuf> = [options.out.to_path_buf(), root.join("themes").join(options.theme)]
        .into_iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    let mut walker = WalkBuilder::new(folder);
    walker
        .threads(rayon::current_num_threads())
        // Hidden files and what .gitignore says below the root; nothing that lies above or in the user's home.
        .standard_filters(false)
        .hidden(true)
        .git_ignore(true)
        .require_git(false)
        .follow_links(false)
        .overrides(excluded.build().unwrap_or_else(|_| ignore::overrides::Override::empty()))
        .filter_entry(move |entry| {
            if entry.depth() == 0 || !entry.file_type().is_some_and(|kind| kind.is_dir()) {
                return true;
            }
            let foreign = ["node_modules", "target"].iter().any(|name| entry.file_name() == *name);
            !(foreign || entry.path().canonicalize().is_ok_and(|path| left_out.contains(&path)))
        });
    walker
}

fn asset(metadata: &std::fs::Metadata) -> Asset {
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    Asset { size: metadata.len(), modified: modified.map_or(0, |since| since.as_nanos()) }
}
