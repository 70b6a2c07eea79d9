//! A theme, loaded: its templates, its words, its static files under fingerprinted names.

use super::{
    filters,
    template_errors::{Templates, file, shown},
    words::{meant, of_rendering},
};
use crate::{
    diag::{Code, Diagnostic, SyntaxError, nearest},
    model::{Address, Hash128, Lang, RelPath},
    view::Strings,
};
use std::{collections::BTreeMap, sync::Arc};
use tera::{ErrorKind, Tera, Value};

/// Folder of the theme's static files in the output.
const FOLDER: &str = "theme";

/// A loaded theme.
pub struct Theme {
    pub(super) tera: Tera,
    /// By language, for texts outside of templates.
    pub strings: BTreeMap<Lang, Strings>,
    /// By language, as templates see them.
    words: BTreeMap<Lang, Value>,
    /// Published address of each static file.
    pub assets: BTreeMap<String, Address>,
    /// Of all its files, and of their places in the project.
    pub hash: Hash128,
    /// The paths from the root of the files that are the site's own.
    own: BTreeMap<String, RelPath>,
}

impl Theme {
    /// Loads a theme from its files by name. All errors are reported; a template with an error is left out. `own` has
    /// the paths from the root of the files that are the site's own.
    pub fn load(files: &BTreeMap<String, Arc<[u8]>>, own: &BTreeMap<String, RelPath>) -> (Theme, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut tera = Tera::new();
        filters::register(&mut tera);
        let mut templates = Vec::new();
        let (mut strings, mut words) = (BTreeMap::new(), BTreeMap::new());
        let (mut assets, mut is_unreadable) = (BTreeMap::new(), false);
        for (name, bytes) in files {
            if name.starts_with("static/") {
                assets.insert(name.clone(), fingerprinted(name, bytes));
                continue;
            }
            let Ok(text) = std::str::from_utf8(bytes) else {
                diagnostics.push(Diagnostic::new(Code::P0601, &file(name, own)).arg("detail", "it is not UTF-8"));
                is_unreadable |= name.starts_with("templates/");
                continue;
            };
            if let Some(template) = name.strip_prefix("templates/") {
                templates.push((template, text));
            } else if let Some(lang) =
                name.strip_prefix("i18n/").and_then(|name| Lang::new(name.strip_suffix(".toml")?))
            {
                match toml::from_str::<toml::Table>(text) {
                    Ok(table) => {
                        words.insert(lang.clone(), Value::from_serializable(&table));
                        let mut flat = BTreeMap::new();
                        flatten("", &table, &mut flat);
                        strings.insert(lang, Strings(flat));
                    }
                    Err(error) => {
                        let detail = SyntaxError::of_toml(error.message()).text();
                        let diagnostic = Diagnostic::new(Code::P0601, &file(name, own)).arg("detail", detail);
                        diagnostics.push(match error.span() {
                            Some(at) => diagnostic.at(at),
                            None => diagnostic,
                        });
                    }
                }
            }
        }
        // Templates that extend an unreadable one are not reported for it.
        if let Err(error) = tera.add_raw_templates(templates.iter().copied())
            && !is_unreadable
        {
            diagnostics.extend(Templates { texts: templates.into_iter().collect(), own }.diagnostics(&error));
        }
        let hash = Hash128::of_value(&(files, own));
        (Theme { tera, strings, words, assets, hash, own: own.clone() }, diagnostics)
    }

    /// The words of a language as templates see them; English where the theme does not speak it.
    pub fn words(&self, lang: &Lang) -> Value {
        let primary = |lang: &Lang| lang.as_str().split('-').next().unwrap_or_default().to_owned();
        let near = self.words.iter().find(|(known, _)| primary(known) == primary(lang));
        let english = || self.words.iter().find(|(known, _)| known.as_str() == "en");
        self.words
            .get(lang)
            .or_else(|| near.or_else(english).map(|(_, words)| words))
            .cloned()
            .unwrap_or_else(Value::none)
    }

    /// The file of a template in messages.
    pub fn shown(&self, template: &str) -> RelPath {
        shown(template, &self.own)
    }

    /// The diagnostic of a template that fails on the page `page`.
    pub fn failed(&self, error: &tera::Error, template: &str, page: String) -> Diagnostic {
        let of = |path: &RelPath, message: &str| {
            let failed = Diagnostic::new(Code::P0602, path).arg("template", template).arg("page", page);
            failed.arg("detail", of_rendering(message)).nearest(meant(message))
        };
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                of(&self.shown(report.filename()), report.message()).at(report.span().range.clone())
            }
            _ => of(&self.shown(template), &error.to_string()),
        }
    }

    pub(super) fn nearest_template(&self, name: &str) -> Option<String> {
        nearest(name, self.tera.get_template_names().filter_map(|name| name.strip_suffix(".html"))).map(str::to_owned)
    }
}

/// `static/portal.css` as `theme/portal.0a1b2c3d.css`: a new name for new bytes, so that it can be cached for ever.
fn fingerprinted(name: &str, bytes: &[u8]) -> Address {
    let name = name.trim_start_matches("static/");
    let hash = format!("{:08x}", Hash128::of(bytes).0 as u32);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    Address::file(if extension.is_empty() {
        format!("{FOLDER}/{stem}.{hash}")
    } else {
        format!("{FOLDER}/{stem}.{hash}.{extension}")
    })
}

fn flatten(prefix: &str, table: &toml::Table, flat: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let key = format!("{prefix}{key}");
        match value {
            toml::Value::String(text) => drop(flat.insert(key, text.clone())),
            toml::Value::Table(table) => flatten(&format!("{key}."), table, flat),
            toml::Value::Array(values) => {
                for (place, value) in values.iter().enumerate() {
                    if let Some(text) = value.as_str() {
                        flat.insert(format!("{key}.{}", place + 1), text.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
}
