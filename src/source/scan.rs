//! Walks the project and reads its sources.

use super::{Asset, File, Git, Snapshot, ThemeFiles, git, include, read};
use crate::{
    diag::{Code, Diagnostic, EnvError},
    model::{Date, RelPath},
};
use ignore::{WalkBuilder, overrides::OverrideBuilder};
use rayon::prelude::*;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

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
    let mut diagnostics = Vec::new();
    let mut sources = Vec::new();
    let mut assets = BTreeMap::new();
    for entry in walk(&folder, root, options) {
        let entry = entry.map_err(|error| {
            let path = folder.clone();
            EnvError::Read {
                path,
                source: error.into_io_error().unwrap_or_else(|| std::io::Error::other("cannot be walked")),
            }
        })?;
        let path = entry.path();
        let Some(relative) = path.strip_prefix(&folder).ok().and_then(Path::to_str).and_then(RelPath::new) else {
            continue;
        };
        let Some(kind) = entry.file_type().filter(|_| !relative.as_str().is_empty()) else { continue };
        let shown = || RelPath::new_from(&src, relative.as_str()).unwrap_or_else(|| relative.clone());
        if kind.is_symlink() {
            diagnostics.push(Diagnostic::new(Code::P0801, &shown()));
        } else if kind.is_file() && relative.is_markdown() {
            sources.push((relative, path.to_path_buf()));
        } else if kind.is_file() {
            if let Some(asset) = entry.metadata().ok().map(|metadata| asset(&metadata)) {
                assets.insert(relative, asset);
            }
        } else if !kind.is_dir() {
            diagnostics.push(Diagnostic::new(Code::P0701, &shown()));
        }
    }
    let sources = sources
        .into_par_iter()
        .map(|(relative, path)| Ok((relative, File::new(read(&path)?))))
        .collect::<Result<BTreeMap<RelPath, File>, EnvError>>()?;
    let shown = sources.iter().filter_map(|(path, file)| Some((RelPath::new_from(&src, path.as_str())?, file)));
    let included = include::named(shown)
        .into_par_iter()
        .map(|path| include::read_included(root, &path).map(|included| (path, included)))
        .collect::<Result<_, EnvError>>()?;
    let mut git = Git::of(root);
    if options.git_dates {
        git.dates = git::read_dates(root)?;
    }
    if options.contributors {
        git.contributors = git::read_contributors(root)?;
    }
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
        held: BTreeMap::new(),
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

fn walk(folder: &Path, root: &Path, options: &ScanOptions) -> ignore::Walk {
    let mut excluded = OverrideBuilder::new(folder);
    for glob in options.exclude {
        // The configuration has been checked; a glob that is none excludes nothing.
        let _ = excluded.add(&format!("!{glob}"));
    }
    let left_out: Vec<PathBuf> = [options.out.to_path_buf(), root.join("themes").join(options.theme)]
        .into_iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    WalkBuilder::new(folder)
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
        })
        .build()
}

fn asset(metadata: &std::fs::Metadata) -> Asset {
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    Asset { size: metadata.len(), modified: modified.map_or(0, |since| since.as_nanos()) }
}
