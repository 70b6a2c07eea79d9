//! Hugo: `hugo.toml` and its older names, in TOML, YAML or JSON. Keys are read in any case of letters.
//!
//! Deliberately not here: themes and modules, and what shortcodes mean.

use super::{
    ForeignConfig,
    permalink::pattern_in,
    settings::{ForeignSettings, entries, items, text_of},
};
use crate::{
    model::{Lang, Language, PathRules, RelPath, Repository, Slugs, Urls},
    parse::config::base_url,
    source::ProjectFiles,
};
use std::collections::BTreeMap;

pub(super) const FILES: [&str; 13] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config/_default/hugo.toml",
    "config/_default/hugo.yaml",
    "config/_default/config.toml",
    "config/_default/config.yaml",
    "config/_default/config.yml",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
];

/// Keys that would change what readers see.
const LEFT: [&str; 5] = ["menu", "menus", "module.mounts", "related", "outputs"];
/// Templates that make links out of what is written in their place.
const LINK_HOOKS: [&str; 2] = ["layouts/_markup/render-link.html", "layouts/_default/_markup/render-link.html"];

/// Other programs have files with the name `config.toml`, too.
pub(super) fn is_sure(settings: Option<&ForeignSettings>, files: &mut ProjectFiles) -> bool {
    let is_common = |settings: &ForeignSettings| settings.path.as_str().starts_with("config.");
    let has_folder = || ["content", "archetypes", "layouts", "themes"].iter().any(|folder| files.has(folder));
    settings.is_some_and(|settings| !is_common(settings) || (settings.node("baseURL").is_some() && has_folder()))
}

pub(super) fn read(settings: &mut ForeignSettings, files: &mut ProjectFiles) -> ForeignConfig {
    add_folder(settings, files);
    LEFT.iter().for_each(|key| settings.not_carried_over(key));
    let language = settings.text("defaultContentLanguage").unwrap_or_else(|| "en".into());
    let main = |key: &str| format!("languages.{language}.{key}");
    let (title, description) = (main("title"), main("params.description"));
    let author = ["params.author.name", "params.author", "author.name", "author"];
    let url = settings.text("params.github_repo").and_then(|url| base_url(&url));
    let branch = settings.text("params.github_branch").unwrap_or_else(|| "main".into());
    ForeignConfig {
        title: settings.text("title").or_else(|| settings.text(&title)),
        description: settings.text("params.description").or_else(|| settings.text(&description)),
        authors: author.iter().find_map(|key| settings.text(key)).into_iter().collect(),
        language: settings.text("languageCode").and_then(|tag| Lang::new(&tag)).or_else(|| {
            let is_written = settings.node("defaultContentLanguage").is_some();
            Lang::new(&language).filter(|_| is_written)
        }),
        languages: languages(settings, &language),
        // `/` and an empty address stand for no address.
        base_url: settings.text("baseURL").and_then(|url| base_url(&url)),
        repository: url.map(|url| Repository { url: url.trim_end_matches('/').to_owned(), branch }),
        folder_urls: permalinks(settings),
        src: settings.folder("contentDir", "content", files),
        static_roots: static_roots(settings),
        urls: settings.flag("uglyURLs").filter(|is_ugly| *is_ugly).map(|_| Urls::Html),
        path_rules: PathRules { has_bundles: true, ..PathRules::default() },
        has_named_links: LINK_HOOKS.iter().any(|file| files.has(file)),
        slugs: (settings.flag("disablePathToLower") != Some(true)).then_some(Slugs::Lower),
        ..ForeignConfig::default()
    }
}

/// Adds the other files of `config/_default/`. The name of a file is its key: `languages.en.toml` holds `languages.en`.
fn add_folder(settings: &mut ForeignSettings, files: &mut ProjectFiles) {
    let folder = settings.path.folder().to_owned();
    if !folder.ends_with("config/_default") {
        return;
    }
    for name in files.names(&folder) {
        let Some(file) = RelPath::new(&format!("{folder}/{name}")).filter(|file| *file != settings.path) else {
            continue;
        };
        if !["toml", "yaml", "yml", "json"].contains(&file.extension()) {
            continue;
        }
        let Some(bytes) = files.read(&file) else { continue };
        settings.add(file.stem(), ForeignSettings::parse(&file, &bytes, files));
    }
}

/// The addresses of the pages of sections. Those of sections and terms are their folders.
fn permalinks(settings: &mut ForeignSettings) -> BTreeMap<String, String> {
    let written = |key: &str| -> Vec<(String, String)> {
        let node = settings.node(key);
        node.into_iter().flat_map(entries).filter_map(|(name, node)| Some((name.to_owned(), text_of(node)?))).collect()
    };
    let (mut patterns, mut is_whole) = (BTreeMap::new(), true);
    for (section, permalink) in written("permalinks").into_iter().chain(written("permalinks.page")) {
        match pattern_in(&section, &permalink, "{title}") {
            Some(pattern) => drop(patterns.insert(section, pattern)),
            None => is_whole = false,
        }
    }
    // Sections whose pages are files with the ending `.html`.
    for (section, _) in written("uglyURLs").into_iter().filter(|(_, word)| word == "true") {
        let pattern = patterns.remove(&section).or_else(|| pattern_in(&section, "/:sections/:title/", "{name}"));
        patterns.extend(pattern.map(|pattern| (section, format!("{}.html", pattern.trim_end_matches('/')))));
    }
    if !is_whole {
        settings.not_carried_over("permalinks");
    }
    patterns
}

/// `staticDir`, one or several, then `assets`.
fn static_roots(settings: &ForeignSettings) -> Vec<RelPath> {
    let written: Vec<String> = settings.node("staticDir").into_iter().flat_map(items).filter_map(text_of).collect();
    let written = if written.is_empty() { vec!["static".to_owned()] } else { written };
    written.iter().map(String::as_str).chain(["assets"]).filter_map(RelPath::new).collect()
}

/// Titles and descriptions in further languages.
pub(super) fn languages(settings: &ForeignSettings, main: &str) -> BTreeMap<Lang, Language> {
    let languages = settings.node("languages").into_iter().flat_map(entries);
    let language = |(tag, _): (&str, _)| {
        let text = |key: &str| settings.text(&format!("languages.{tag}.{key}"));
        let description = text("description").or_else(|| text("params.description"));
        Some((Lang::new(tag).filter(|_| tag != main)?, Language { title: text("title"), description }))
    };
    languages.filter_map(language).collect()
}
