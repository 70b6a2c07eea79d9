//! VuePress, 1 and 2, with the themes that come with it and `vuepress-theme-hope`: `.vuepress/config.*`, a program.
//!
//! Deliberately not here: other themes, components and plugins, which are programs.

use super::{
    ForeignConfig,
    programs::{above, repository_of},
    settings::{ForeignSettings, entries, text_of},
    sidebar,
    vitepress::title_in,
};
use crate::{
    model::{Lang, Language, Navigation, Node, RelPath, Repository, Urls},
    source::ProjectFiles,
};
use std::collections::BTreeMap;

pub(super) const FILES: [&str; 12] = [
    ".vuepress/config.ts",
    ".vuepress/config.js",
    ".vuepress/config.mjs",
    "docs/.vuepress/config.ts",
    "docs/.vuepress/config.js",
    "docs/.vuepress/config.mjs",
    "src/.vuepress/config.ts",
    "src/.vuepress/config.js",
    "src/.vuepress/config.mjs",
    ".vuepress/config.mts",
    "docs/.vuepress/config.mts",
    "src/.vuepress/config.mts",
];

/// Where the options of themes stand.
const THEMES: [&str; 4] = ["themeConfig", "theme.defaultTheme", "theme.hopeTheme", "theme.localTheme"];

/// Keys whose values readers would miss.
const MEANT: [&str; 9] = [
    "title",
    "description",
    "locales",
    "themeConfig.sidebar",
    "themeConfig.nav",
    "theme.defaultTheme.sidebar",
    "theme.defaultTheme.navbar",
    "theme.hopeTheme.sidebar",
    "theme.hopeTheme.navbar",
];

pub(super) fn read(settings: &mut ForeignSettings, _: &mut ProjectFiles) -> ForeignConfig {
    settings.report_computed(&MEANT);
    let above = above(settings, ".vuepress");
    let public = RelPath::new_from(settings.path.folder(), "public");
    let main =
        |key: &str| settings.text(key).or_else(|| locale(settings, "locales", "/").and_then(|main| field(main, key)));
    ForeignConfig {
        title: main("title"),
        description: main("description"),
        language: main("lang").and_then(|tag| Lang::new(&tag)),
        languages: languages(settings),
        repository: repository(settings),
        urls: Some(Urls::Html),
        navigation: navigation(settings),
        src: RelPath::new(&above).filter(|src| !src.as_str().is_empty()),
        static_roots: public.into_iter().collect(),
        ..ForeignConfig::default()
    }
}

/// The table of a language, by its path.
fn locale<'s>(settings: &'s ForeignSettings, key: &str, path: &str) -> Option<&'s Node> {
    entries(settings.node(key)?).find(|(name, _)| *name == path).map(|(_, node)| node)
}

fn get<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    entries(node).find(|(key, _)| *key == name).map(|(_, node)| node)
}

fn field(node: &Node, name: &str) -> Option<String> {
    get(node, name).and_then(text_of)
}

/// The languages beside the first, by their folders.
fn languages(settings: &ForeignSettings) -> BTreeMap<Lang, Language> {
    let locales = settings.node("locales").into_iter().flat_map(entries);
    let language = |(path, node): (&str, &Node)| {
        let language = Language { title: field(node, "title"), description: field(node, "description") };
        Some((Lang::new(path.trim_matches('/'))?, language))
    };
    locales.filter_map(language).collect()
}

/// A value of the theme, or of its first language.
fn of_theme<'s>(settings: &'s ForeignSettings, name: &str) -> Option<&'s Node> {
    THEMES.iter().find_map(|theme| {
        settings.node(&format!("{theme}.{name}")).or_else(|| {
            let main = locale(settings, &format!("{theme}.locales"), "/")?;
            get(main, name)
        })
    })
}

fn repository(settings: &ForeignSettings) -> Option<Repository> {
    let repo = of_theme(settings, "repo").and_then(text_of)?;
    let url = if repo.contains("://") { repo } else { format!("https://github.com/{repo}") };
    let branch = of_theme(settings, "docsBranch").and_then(text_of);
    let repository = repository_of(&url)?;
    Some(Repository { branch: branch.unwrap_or(repository.branch), ..repository })
}

fn navigation(settings: &ForeignSettings) -> Option<Navigation> {
    // Each language has its own list and its own menu.
    let (mut menu, mut listed) = (Vec::new(), Vec::new());
    for theme in THEMES.iter().filter_map(|theme| settings.node(theme)) {
        let locales = get(theme, "locales").into_iter().flat_map(entries).map(|(_, locale)| locale);
        for theme in std::iter::once(theme).chain(locales) {
            let own = get(theme, "navbar").or_else(|| get(theme, "nav"));
            let own = own.map(|menu| sidebar::read(menu, "", &|_| String::new())).unwrap_or_default();
            let bar = get(theme, "sidebar").map(|bar| sidebar::read(bar, "", &|path| title_in(&own, path)));
            listed.extend(bar.unwrap_or_default());
            menu.extend(own);
        }
    }
    let entries = listed;
    let is_empty = entries.is_empty() && menu.is_empty();
    (!is_empty).then(|| Navigation { menu, ..Navigation::new(settings.path.clone(), entries) })
}
