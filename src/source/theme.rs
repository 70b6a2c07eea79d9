//! The files of the theme: the embedded default, under the site's own.

use super::{folder_at, is_of_project, read};
use crate::{
    diag::{Code, Diagnostic, EnvError, nearest},
    model::{Accent, AccentColours, Hash128, RelPath},
};
use include_dir::{Dir, include_dir};
use std::{
    borrow::Cow,
    collections::BTreeMap,
    path::Path,
    sync::{Arc, LazyLock},
};
use walkdir::WalkDir;

static DEFAULT: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The files of the default theme as they are published.
static EMBEDDED: LazyLock<BTreeMap<String, Arc<[u8]>>> = LazyLock::new(|| {
    let mut files = BTreeMap::new();
    add_embedded(&DEFAULT, &mut files);
    files
});

/// Where a site has templates of its own.
const TEMPLATES: &str = "templates/";
/// The style sheet of all pages.
const STYLE: &str = "static/portal.css";

/// By name inside the theme: `templates/base.html`, `static/portal.css`, `i18n/zh.toml`.
#[derive(Clone, Debug, Default)]
pub struct ThemeFiles {
    /// The bytes of each file, by name.
    pub files: BTreeMap<String, Arc<[u8]>>,
    /// Where the files that are not embedded are, relative to the root.
    pub own: BTreeMap<String, RelPath>,
    /// For each file of the site's `templates/`: the file of the theme that it replaces, or `None`.
    pub covered: BTreeMap<String, Option<Arc<[u8]>>>,
}

impl ThemeFiles {
    /// The default theme, overlaid file by file with `themes/NAME/` and then with `templates/` of the site.
    /// A folder that is a link out of the project is left out, with a diagnostic.
    pub fn read(root: &Path, name: &str) -> Result<(ThemeFiles, Vec<Diagnostic>), EnvError> {
        let (mut theme, mut diagnostics) = (ThemeFiles::embedded(), Vec::new());
        for (folder, prefix) in [(format!("themes/{name}"), ""), ("templates".to_owned(), "templates/")] {
            let path = root.join(&folder);
            if !folder_at(&path)? {
                continue;
            }
            if is_of_project(root, &path) {
                theme.add_folder(root, &folder, prefix)?;
            } else if let Some(shown) = RelPath::new(&folder) {
                diagnostics.push(Diagnostic::new(Code::P0801, &shown));
            }
        }
        Ok((theme, diagnostics))
    }

    /// The default theme.
    pub fn embedded() -> ThemeFiles {
        ThemeFiles { files: EMBEDDED.clone(), ..ThemeFiles::default() }
    }

    /// The theme with a colour of the site: its `accent.css`, with the colours in it, behind its `static/portal.css`.
    pub fn with_accent(mut self, accent: &Accent) -> ThemeFiles {
        let Some((style, added)) = self.files.get(STYLE).zip(self.files.get("accent.css")) else { return self };
        let mut added = String::from_utf8_lossy(added).into_owned();
        for (scheme, colours) in [("light", &accent.light), ("dark", &accent.dark)] {
            let AccentColours { accent, on_accent, soft } = colours;
            for (name, colour) in [("accent", accent), ("on_accent", on_accent), ("soft", soft)] {
                added = added.replace(&format!("{{{scheme}.{name}}}"), colour);
            }
        }
        let style = [style, added.as_bytes()].concat();
        self.files.insert(STYLE.to_owned(), style.into());
        self
    }

    /// The hash of every name, every byte and every place.
    pub fn hash(&self) -> Hash128 {
        Hash128::of_value(&(&self.files, &self.own))
    }

    /// The bytes of a file by its path from the root.
    pub fn at(&self, path: &RelPath) -> Option<&Arc<[u8]>> {
        let name = self.own.iter().find(|(_, own)| *own == path).map(|(name, _)| &**name);
        self.files.get(name.unwrap_or(path.as_str()))
    }

    /// How messages name a file: by where it is, an embedded one by its name.
    pub fn shown(&self, name: &str) -> Option<RelPath> {
        self.own.get(name).cloned().or_else(|| RelPath::new(name))
    }

    /// Adds a file to the theme, or replaces one. In the site's `templates/`, only templates count.
    pub fn insert(&mut self, name: String, path: Option<RelPath>, bytes: Arc<[u8]>) {
        let is_of_site = path.as_ref().is_some_and(|path| path.as_str().starts_with(TEMPLATES));
        if is_of_site && !name.ends_with(".html") {
            return;
        }
        self.own.extend(path.map(|path| (name.clone(), path)));
        let below = self.files.insert(name.clone(), bytes);
        if is_of_site {
            self.covered.insert(name, below);
        }
    }

    /// The files without the site's `templates/` where these are of another program: none of them has the name of a
    /// template of the theme or one of the names in `asked`, or extends a template of the theme.
    pub fn without_foreign<'k>(&self, mut asked: impl Iterator<Item = &'k str>) -> Cow<'_, ThemeFiles> {
        let covered = &self.covered;
        let is_there = |name: &str| covered.contains_key(&format!("{TEMPLATES}{name}.html"));
        let is_named = covered.is_empty() || covered.values().any(Option::is_some) || asked.any(is_there);
        if is_named || covered.keys().any(|name| self.extends_ours(name)) {
            return Cow::Borrowed(self);
        }
        Cow::Owned(self.without_templates())
    }

    /// The files without the site's `templates/`: the files that these replace are there again.
    pub fn without_templates(&self) -> ThemeFiles {
        let mut theme = self.clone();
        for (name, below) in std::mem::take(&mut theme.covered) {
            theme.own.remove(&name);
            match below {
                Some(below) => theme.files.insert(name, below),
                None => theme.files.remove(&name),
            };
        }
        theme
    }

    /// Whether a template extends one of the theme, perhaps misspelt.
    fn extends_ours(&self, name: &str) -> bool {
        let text = self.files.get(name).map(|bytes| String::from_utf8_lossy(bytes));
        let Some((_, rest)) = text.as_ref().and_then(|text| text.split_once("{% extends")) else { return false };
        let base = rest.split(['"', '\'']).nth(1).unwrap_or_default();
        let own = |name: &&str| !self.covered.contains_key(&format!("{TEMPLATES}{name}"));
        let of_theme = self.files.keys().filter_map(|name| name.strip_prefix(TEMPLATES)).filter(own);
        own(&base) && nearest(base, of_theme).is_some()
    }

    fn add_folder(&mut self, root: &Path, inside: &str, prefix: &str) -> Result<(), EnvError> {
        let folder = &root.join(inside);
        for entry in WalkDir::new(folder).follow_links(false).sort_by_file_name() {
            let entry = entry.map_err(|error| EnvError::Read { path: folder.into(), source: error.into() })?;
            let name = entry.path().strip_prefix(folder).ok().and_then(Path::to_str);
            if let Some(name) = name.filter(|_| entry.file_type().is_file()) {
                let name = name.replace('\\', "/");
                let path = RelPath::new_from(inside, &name);
                self.insert(format!("{prefix}{name}"), path, read(entry.path())?.into());
            }
        }
        Ok(())
    }
}

fn add_embedded(folder: &Dir, files: &mut BTreeMap<String, Arc<[u8]>>) {
    for file in folder.files() {
        let Some(name) = file.path().to_str() else { continue };
        let is_code = name.ends_with(".js") || name.ends_with(".css");
        let code = file.contents_utf8().filter(|_| is_code).map(|text| short(text).into_bytes());
        files.insert(name.replace('\\', "/"), code.unwrap_or_else(|| file.contents().to_vec()).into());
    }
    folder.dirs().for_each(|folder| add_embedded(folder, files));
}

/// Our scripts and styles without indentation and without lines that are blank or only a comment.
/// None of their texts goes on over the end of a line (a test reads them).
fn short(code: &str) -> String {
    let is_comment = |line: &str| line.starts_with("//") || line.starts_with("/*") && line.ends_with("*/");
    let lines = code.lines().map(str::trim_start).filter(|line| !line.is_empty() && !is_comment(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::{DEFAULT, short};

    #[test]
    fn only_indentation_and_comments_are_left_out() {
        let code = "// Why.\nconst a = {\n  // Why b.\n  b: \"// text\", // Stays.\n\n};\n";
        assert_eq!(short(code), "const a = {\nb: \"// text\", // Stays.\n};\n");
        assert_eq!(
            short("/* Why. */\n@media print {\n  a { b: c; } /* d */\n}\n"),
            "@media print {\na { b: c; } /* d */\n}\n"
        );
    }

    #[test]
    fn no_text_and_no_comment_of_our_scripts_and_styles_goes_on_over_a_line() {
        let files = DEFAULT.get_dir("static").expect("it is there").files();
        for file in files.filter(|file| file.path().extension().is_some_and(|end| end == "js" || end == "css")) {
            for line in file.contents_utf8().expect("UTF-8").lines() {
                let count = |text: &str| line.matches(text).count();
                let is_whole = count("`") % 2 == 0 && !line.ends_with('\\');
                let is_one_comment = count("/*") == count("*/") && (count("/*") < 2 || !line.trim().starts_with("/*"));
                assert!(is_whole && is_one_comment, "{}: {line}", file.path().display());
            }
        }
    }
}
