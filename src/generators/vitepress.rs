//! VitePress: `.vitepress/config.*`, a program.
//!
//! Deliberately not here: themes and components, which are programs, and what plugins of its Markdown do.

use super::{
    ForeignConfig,
    programs::{above, languages, repository_of},
    settings::{ForeignSettings, entries, field, items, text_of},
    sidebar,
};
use crate::{
    model::{AnchorStyle, Lang, Navigation, Node, RelPath, Repository, Urls},
    parse::config::base_url,
    source::ProjectFiles,
};
use std::collections::BTreeMap;

pub(super) const FILES: [&str; 18] = [
    ".vitepress/config.ts",
    ".vitepress/config.mts",
    ".vitepress/config.js",
    ".vitepress/config.mjs",
    ".vitepress/config/index.ts",
    ".vitepress/config/index.mts",
    ".vitepress/config/index.js",
    ".vitepress/config/index.mjs",
    "docs/.vitepress/config.ts",
    "docs/.vitepress/config.mts",
    "docs/.vitepress/config.js",
    "docs/.vitepress/config.mjs",
    "docs/.vitepress/config/index.ts",
    "docs/.vitepress/config/index.mts",
    "docs/.vitepress/config/index.js",
    "docs/.vitepress/config/index.mjs",
    "src/.vitepress/config.ts",
    "src/.vitepress/config.js",
];

/// Keys whose values readers would miss.
const MEANT: [&str; 8] = [
    "title",
    "description",
    "lang",
    "srcDir",
    "srcExclude",
    "themeConfig.sidebar",
    "themeConfig.nav",
    "locales.root.themeConfig.sidebar",
];

pub(super) fn read(settings: &mut ForeignSettings, _: &mut ProjectFiles) -> ForeignConfig {
    settings.report_computed(&MEANT);
    let folder_names = rewrites(settings);
    let above = above(settings, ".vitepress");
    let src = RelPath::new_from(&above, &settings.text("srcDir").unwrap_or_default());
    let public = RelPath::new_from(src.as_ref().map_or("", RelPath::as_str), "public");
    // Older versions name the language at the root by a slash.
    let at_root = |key: &str| ["root", "/"].iter().find_map(|name| settings.text(&format!("locales.{name}.{key}")));
    let text = |key: &str| settings.text(key).or_else(|| at_root(key));
    let is_clean = settings.flag("cleanUrls") == Some(true);
    let host = settings.text("sitemap.hostname").and_then(|host| base_url(&host));
    ForeignConfig {
        title: text("title"),
        description: text("description"),
        language: text("lang").and_then(|tag| Lang::new(&tag)).or_else(|| language_at_root(&folder_names)),
        languages: languages(settings),
        base_url: host,
        repository: repository(settings),
        exclude: settings.node("srcExclude").into_iter().flat_map(items).filter_map(text_of).collect(),
        urls: (!is_clean).then_some(Urls::Html),
        navigation: navigation(settings),
        src: src.filter(|src| !src.as_str().is_empty()),
        anchors: AnchorStyle::Joined,
        static_roots: public.into_iter().collect(),
        folder_names,
        ..ForeignConfig::default()
    }
}

/// Folders that have other names on the site: `"en/:rest*": ":rest*"`. Other patterns are not carried over.
fn rewrites(settings: &mut ForeignSettings) -> BTreeMap<String, String> {
    let folder = |pattern: &str| {
        let (folder, rest) = pattern.rsplit_once('/').unwrap_or(("", pattern));
        let is_rest = rest.starts_with(':') && rest.ends_with('*') || rest == "(.*)";
        let is_plain = !folder.contains([':', '*', '(', '{']);
        (is_rest && is_plain).then(|| folder.trim_matches('/').to_owned())
    };
    let written: Vec<_> = settings.node("rewrites").into_iter().flat_map(entries).collect();
    let read =
        |(from, to): &(&str, &Node)| Some((folder(from).filter(|from| !from.is_empty())?, folder(&text_of(to)?)?));
    let folders: BTreeMap<String, String> = written.iter().filter_map(read).collect();
    if folders.len() < written.len() {
        settings.not_carried_over("rewrites");
    }
    folders
}

/// The language of the folder whose pages are those at the top of the site.
fn language_at_root(folder_names: &BTreeMap<String, String>) -> Option<Lang> {
    let is_tag = |folder: &str| folder.len() == 2 || folder.contains('-');
    let mut at_root = folder_names.iter().filter(|(folder, name)| name.is_empty() && is_tag(folder));
    at_root.find_map(|(folder, _)| Lang::new(folder))
}

fn repository(settings: &ForeignSettings) -> Option<Repository> {
    let theme = |key: &str| settings.text(&format!("themeConfig.{key}"));
    let edit = theme("editLink.pattern").or_else(|| settings.text("locales.root.themeConfig.editLink.pattern"));
    edit.and_then(|pattern| repository_of(&pattern)).or_else(|| {
        let links = settings.node("themeConfig.socialLinks").into_iter().flat_map(items);
        links.filter_map(|link| field(link, "link")).filter_map(text_of).find_map(|link| repository_of(&link))
    })
}

fn navigation(settings: &ForeignSettings) -> Option<Navigation> {
    let main = settings.node("themeConfig").map(|theme| (None, theme));
    let locales = settings.node("locales").into_iter().flat_map(entries);
    let locales = locales.filter_map(|(folder, locale)| {
        Some((Some(folder).filter(|folder| *folder != "root"), field(locale, "themeConfig")?))
    });
    sidebar::navigation(&settings.path, &["nav"], main.into_iter().chain(locales))
}
