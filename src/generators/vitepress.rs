//! VitePress: `.vitepress/config.*`, a program.
//!
//! Deliberately not here: themes and components, which are programs, and what plugins of its Markdown do.

use super::{
    ForeignConfig,
    programs::{above, repository_of},
    settings::{ForeignSettings, entries, items, text_of},
    sidebar,
};
use crate::{
    model::{Lang, Language, NavEntry, NavTarget, Navigation, Node, RelPath, Repository, Urls},
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
    settings.not_carried_over("rewrites");
    let above = above(settings, ".vitepress");
    let src = RelPath::new_from(&above, &settings.text("srcDir").unwrap_or_default());
    let public = RelPath::new_from(src.as_ref().map_or("", RelPath::as_str), "public");
    let text = |key: &str| settings.text(key).or_else(|| settings.text(&format!("locales.root.{key}")));
    let is_clean = settings.flag("cleanUrls") == Some(true);
    let host = settings.text("sitemap.hostname").and_then(|host| base_url(&host));
    ForeignConfig {
        title: text("title"),
        description: text("description"),
        language: text("lang").and_then(|tag| Lang::new(&tag)),
        languages: languages(settings),
        base_url: host,
        repository: repository(settings),
        exclude: settings.node("srcExclude").into_iter().flat_map(items).filter_map(text_of).collect(),
        urls: (!is_clean).then_some(Urls::Html),
        navigation: navigation(settings),
        src: src.filter(|src| !src.as_str().is_empty()),
        static_roots: public.into_iter().collect(),
        ..ForeignConfig::default()
    }
}

/// The languages beside the first, by their folders.
fn languages(settings: &ForeignSettings) -> BTreeMap<Lang, Language> {
    let locales = settings.node("locales").into_iter().flat_map(entries);
    let language = |(folder, locale): (&str, &Node)| {
        let text = |name: &str| get(locale, name).and_then(text_of);
        let language = Language { title: text("title"), description: text("description") };
        Some((Lang::new(folder.trim_matches('/')).filter(|_| folder != "root")?, language))
    };
    locales.filter_map(language).collect()
}

fn get<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    entries(node).find(|(key, _)| *key == name).map(|(_, node)| node)
}

fn repository(settings: &ForeignSettings) -> Option<Repository> {
    let theme = |key: &str| settings.text(&format!("themeConfig.{key}"));
    let edit = theme("editLink.pattern").or_else(|| settings.text("locales.root.themeConfig.editLink.pattern"));
    edit.and_then(|pattern| repository_of(&pattern)).or_else(|| {
        let links = settings.node("themeConfig.socialLinks").into_iter().flat_map(items);
        links.filter_map(|link| get(link, "link")).filter_map(text_of).find_map(|link| repository_of(&link))
    })
}

fn navigation(settings: &ForeignSettings) -> Option<Navigation> {
    // Each language has its own list and its own menu.
    let locales = settings.node("locales").into_iter().flat_map(entries);
    let locales = locales.filter_map(|(folder, locale)| Some((folder, get(locale, "themeConfig")?)));
    let (mut menu, mut entries) = (Vec::new(), Vec::new());
    for (folder, theme) in settings.node("themeConfig").map(|theme| ("root", theme)).into_iter().chain(locales) {
        let mut own = get(theme, "nav").map(|nav| sidebar::read(nav, "", &|_| String::new())).unwrap_or_default();
        let listed = get(theme, "sidebar").map(|bar| sidebar::read(bar, "", &|path| title_in(&own, path)));
        let mut listed = listed.unwrap_or_default();
        if folder != "root" {
            listed.iter_mut().chain(&mut own).for_each(|entry| put_below(entry, folder));
        }
        entries.extend(listed);
        menu.extend(own);
    }
    let is_empty = entries.is_empty() && menu.is_empty();
    (!is_empty).then(|| Navigation { menu, ..Navigation::new(settings.path.clone(), entries) })
}

/// Links of a language begin with its folder.
fn put_below(entry: &mut NavEntry, folder: &str) {
    if let Some(NavTarget::Page(link)) = &mut entry.target {
        let path = link.trim_start_matches('/');
        let is_below = path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if !is_below {
            *link = format!("/{folder}/{path}");
        }
    }
    entry.entries.iter_mut().for_each(|entry| put_below(entry, folder));
}

/// What the menu calls the pages below a path; else the name of the folder.
pub(super) fn title_in(menu: &[NavEntry], path: &str) -> String {
    let inside = path.trim_matches('/');
    let leads_there = |entry: &NavEntry| match &entry.target {
        Some(NavTarget::Page(link)) => !inside.is_empty() && link.trim_matches('/').starts_with(inside),
        _ => false,
    };
    let mut open: Vec<&NavEntry> = menu.iter().rev().collect();
    while let Some(entry) = open.pop() {
        if let Some(title) = entry.title.as_ref().filter(|_| leads_there(entry)) {
            return title.clone();
        }
        open.extend(entry.entries.iter().rev());
    }
    let name = inside.rsplit('/').next().unwrap_or_default();
    let mut letters = name.chars();
    letters.next().map_or_else(|| "/".to_owned(), |first| first.to_uppercase().chain(letters).collect())
}
