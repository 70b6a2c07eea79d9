//! Reads the project: the sources that have changed, and the files beside them.

use super::{
    Git, Included, PathMap, Snapshot, SourceFile, Stamp, ThemeFiles, folder_at,
    git::GitOptions,
    include, is_of_project, metadata_of, read,
    static_roots::StaticFiles,
    walk::{Exclusions, FileEntry, FileKind, SourceTree, existing},
};
use crate::{
    diag::{Code, Diagnostic, EnvError},
    disk::Dir,
    model::{ConfigFile, Date, RelPath},
};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};
use walkdir::WalkDir;

/// The part of the configuration that a scan depends on.
pub struct ScanOptions<'a> {
    /// `None`: `content`, else an mdBook's `src`, else the root.
    pub src: Option<&'a RelPath>,
    /// Patterns of files that are no sources and no assets.
    pub exclude: &'a [String],
    /// Folders whose files are at the root of the site, relative to the project's root.
    pub static_roots: &'a [RelPath],
    /// The folder of the output. It is left out when it is among the sources.
    pub out: &'a Path,
    /// Files that are left out wherever they are, such as a log of visits.
    pub without: &'a [PathBuf],
    /// Name of the theme.
    pub theme: &'a str,
    /// Whether dates are read from Git.
    pub git_dates: bool,
    /// Whether contributors are read from Git.
    pub contributors: bool,
    /// The day of the build.
    pub today: Date,
    /// The last snapshot: files that have not changed since are not read again.
    pub before: Option<&'a Snapshot>,
    /// The folders in which files were written since then; `None` when that is not known for sure.
    pub touched: Option<&'a BTreeSet<PathBuf>>,
}

/// Reads the file of the configuration: `file`, else `book.toml` in the root, which need not exist.
pub fn read_config(root: &Path, file: Option<&Path>) -> Result<ConfigFile, EnvError> {
    if let Some(file) = file {
        return Ok(ConfigFile::new(&config_path(root, file), &read(file)?));
    }
    let default = ConfigFile::default();
    let path = root.join(default.path.as_str());
    match metadata_of(&path)? {
        None => Ok(default),
        Some(_) if !is_of_project(root, &path) => Err(EnvError::Outside { path }),
        Some(metadata) if metadata.is_file() => Ok(ConfigFile::new(&default.path, &read(&path)?)),
        Some(_) => {
            let source = std::io::Error::new(ErrorKind::InvalidInput, "not a regular file");
            Err(EnvError::Read { path, source })
        }
    }
}

/// The path of the configuration from the root, as messages show it; of a file elsewhere only its name.
fn config_path(root: &Path, file: &Path) -> RelPath {
    let absolute = |path: &Path| std::path::absolute(path).ok();
    let inside = || RelPath::new(absolute(file)?.strip_prefix(absolute(root)?).ok()?.to_str()?);
    let name = || RelPath::new(file.file_name()?.to_str()?);
    inside().or_else(name).unwrap_or_else(|| ConfigFile::default().path)
}

/// Reads everything once.
pub fn scan(root: &Path, options: &ScanOptions) -> Result<Snapshot, EnvError> {
    let begun = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let src = source_folder(root, options.src)?;
    let folder = root.join(&src);
    if !folder_at(&folder)? {
        return Err(EnvError::NoRoot { path: folder });
    }
    if !src.is_empty() && !is_of_project(root, &folder) {
        return Err(EnvError::Outside { path: folder });
    }
    let is_of_this = |before: &&Snapshot| before.root == root && before.src == src;
    let before = options.before.filter(is_of_this).and_then(|before| Some((before, before.tree.as_ref()?)));
    let known = before.map(|(_, tree)| tree);
    let tree = SourceTree::read(&folder, without(root, options), known, options.touched)
        .map_err(|source| EnvError::Read { path: folder.clone(), source })?;
    let found = files(&folder, &src, &tree, before)?;
    // When two files have one path, their order decides which one counts.
    let found = if found.match_tree || before.is_none() { found } else { files(&folder, &src, &tree, None)? };
    let SourceFiles { sources, mut assets, match_tree } = found;
    let static_before = before.map(|(before, _)| &before.static_files);
    let static_files = StaticFiles::read(root, options, &without(root, options).folders, static_before, &mut assets)?;
    // A folder that was removed during the scan seems to be empty.
    if !folder.is_dir() {
        return Err(EnvError::NoRoot { path: folder });
    }
    let named: BTreeSet<&RelPath> = sources.values().flat_map(|file| &*file.named).collect();
    let included = named
        .into_par_iter()
        .map(|path| include::read_included(root, path).map(|included| (path.clone(), included)))
        .collect::<Result<BTreeMap<_, _>, EnvError>>()?;
    let mut diagnostics = refused(&src, &tree);
    if !match_tree {
        diagnostics.extend(duplicates(&src, &tree));
    }
    // Folders of the theme may be links, so its reader checks where they lead.
    let theme = [RelPath::new("templates"), RelPath::new(&format!("themes/{}", options.theme))];
    diagnostics.retain(|found| !theme.contains(&Some(found.path.clone())));
    let (theme, of_theme) = ThemeFiles::read(root, options.theme)?;
    diagnostics.extend(of_theme);
    let mut folders: Vec<PathBuf> = tree.folders.keys().map(|name| folder.join(name)).collect();
    folders.extend(folders_beside(root, options.theme, &included));
    folders.extend(static_files.folders().map(|folder| root.join(folder)));
    let git_options = GitOptions { dates: options.git_dates, contributors: options.contributors };
    let git = Git::read(root, git_options, before.map(|(before, _)| &before.git));
    let name = root.canonicalize().ok().and_then(|root| Some(root.file_name()?.to_str()?.to_owned()));
    Ok(Snapshot {
        root: root.into(),
        name: name.unwrap_or_default(),
        src,
        sources,
        assets,
        included,
        theme,
        git,
        today: options.today,
        diagnostics,
        folders,
        begun,
        other_names: Arc::new(other_names(&tree)),
        static_files,
        held: BTreeMap::new(),
        tree: match_tree.then_some(tree),
    })
}

/// The names on disk that differ from their paths. Of two files of one path the last one counts, as when they are read.
fn other_names(tree: &SourceTree) -> BTreeMap<RelPath, Arc<str>> {
    let entries = tree.folders.values().flat_map(|folder| &folder.entries);
    let others = entries.filter(|entry| entry.path.as_str() != &*entry.name);
    others.map(|entry| (entry.path.clone(), entry.name.clone())).collect()
}

/// The folder of the sources, relative to the root.
fn source_folder(root: &Path, configured: Option<&RelPath>) -> Result<String, EnvError> {
    Ok(match configured {
        Some(src) => src.as_str().to_owned(),
        None if folder_at(&root.join("content"))? => "content".into(),
        None if folder_at(&root.join("src"))? && root.join("src/SUMMARY.md").is_file() => "src".into(),
        None => String::new(),
    })
}

/// The folders of what is read beside the sources; those above a theme change when it comes.
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

/// What the configuration leaves out of the folder of the sources.
fn without(root: &Path, options: &ScanOptions) -> Exclusions {
    let folders = [options.out.to_path_buf(), root.join("themes").join(options.theme)];
    let folders = folders.into_iter().filter_map(|folder| folder.canonicalize().ok()).collect();
    let files = options.without.iter().filter_map(|file| file.canonicalize().ok()).collect();
    Exclusions { exclude: options.exclude.to_vec(), folders, files }
}

/// The sources and the assets that one scan found.
struct SourceFiles {
    sources: PathMap<SourceFile>,
    assets: PathMap<Stamp>,
    /// Whether the maps and the tree name the same files. They do not when two names have one normalised path, or when a
    /// file was removed before it was read.
    match_tree: bool,
}

/// Reads the sources in the tree; what has not changed is taken from `before`.
fn files(
    folder: &Path,
    src: &str,
    tree: &SourceTree,
    before: Option<(&Snapshot, &SourceTree)>,
) -> Result<SourceFiles, EnvError> {
    let (mut sources, mut assets) = match before {
        Some((before, _)) => (before.sources.clone(), before.assets.clone()),
        None => Default::default(),
    };
    // They are added again after the sources.
    before.iter().flat_map(|(before, _)| before.static_files.names.keys()).for_each(|path| _ = assets.remove(path));
    let then = before.map(|(_, then)| then);
    let unchanged = tree.changed_folders(then).flat_map(|(name, folder)| {
        let then = then.and_then(|then| then.folders.get(name));
        folder.entries.iter().filter(move |entry| then.is_some_and(|then| then.is_same(entry)))
    });
    // By name, not by path: two names may have one path.
    let unchanged: BTreeSet<&str> = unchanged.map(|entry| &*entry.name).collect();
    for (_, folder) in then.iter().flat_map(|then| then.changed_folders(Some(tree))) {
        for entry in folder.entries.iter().filter(|entry| !unchanged.contains(&*entry.name)) {
            sources.remove(&entry.path);
            assets.remove(&entry.path);
        }
    }
    let (mut unread, mut match_tree) = (Vec::new(), true);
    for (_, folder) in tree.changed_folders(then) {
        for entry in folder.entries.iter().filter(|entry| !unchanged.contains(&*entry.name)) {
            match entry.kind {
                FileKind::Source => unread.push(entry),
                FileKind::Asset => {
                    match_tree &= assets.insert(entry.path.clone(), entry.stamp).is_none();
                }
                FileKind::Link | FileKind::Special => {}
            }
        }
    }
    let top = Dir::open(folder).map_err(|source| EnvError::read(folder, source))?;
    let read = |entry: &FileEntry| {
        let bytes = existing(top.read(Path::new(&*entry.name)));
        let bytes = bytes.map_err(|source| EnvError::Read { path: folder.join(&*entry.name), source })?;
        let file = |bytes| SourceFile::of_source(&shown(src, &entry.path), bytes);
        Ok(bytes.map(|bytes| (entry.path.clone(), file(bytes))))
    };
    for read in unread.into_par_iter().map(read).collect::<Result<Vec<_>, EnvError>>()? {
        match_tree &= read.is_some_and(|(path, file)| sources.insert(path, file).is_none());
    }
    Ok(SourceFiles { sources, assets, match_tree })
}

/// Files that do not count, because another file has the same path: the last one in the order of names counts.
fn duplicates(src: &str, tree: &SourceTree) -> Vec<Diagnostic> {
    let entries = tree.folders.values().flat_map(|folder| &folder.entries);
    let files = entries.filter(|entry| matches!(entry.kind, FileKind::Source | FileKind::Asset));
    let mut seen = BTreeSet::new();
    let duplicates = files.filter(|entry| !seen.insert(&entry.path));
    duplicates.map(|entry| Diagnostic::new(Code::P0790, &shown(src, &entry.path))).collect()
}

/// Entries that are not read: symbolic links, devices, and names that are not UTF-8.
fn refused(src: &str, tree: &SourceTree) -> Vec<Diagnostic> {
    let refused = tree.folders.values().flat_map(|folder| &folder.entries).filter_map(|entry| match entry.kind {
        FileKind::Source | FileKind::Asset => None,
        FileKind::Link => Some(Diagnostic::new(Code::P0801, &shown(src, &entry.path))),
        FileKind::Special => Some(Diagnostic::new(Code::P0701, &shown(src, &entry.path))),
    });
    let unnamed = tree.folders.values().flat_map(|folder| folder.unnamed());
    let unnamed = unnamed.map(|path| Diagnostic::new(Code::P0783, &shown(src, path)));
    let mut refused: Vec<Diagnostic> = refused.chain(unnamed).collect();
    refused.sort();
    refused
}
