//! VuePress, 1 and 2, with the themes that come with it and `vuepress-theme-hope`: `.vuepress/config.*`, a program.
//!
//! Deliberately not here: other themes, components and plugins, which are programs.

use super::{
    ForeignConfig,
    programs::{above, languages, repository_of},
    settings::{ForeignSettings, entries, field, text_of},
    sidebar,
};
use crate::{
    model::{AnchorStyle, Lang, Navigation, Node, RelPath, Repository, Urls},
    source::ProjectFiles,
};

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
    let main = |key: &str| {
        settings
            .text(key)
            .or_else(|| locale(settings, "locales", "/").and_then(|main| field(main, key)).and_then(text_of))
    };
    ForeignConfig {
        title: main("title"),
        description: main("description"),
        language: main("lang").and_then(|tag| Lang::new(&tag)),
        languages: languages(settings),
        repository: repository(settings),
        urls: Some(Urls::Html),
        navigation: navigation(settings),
        src: RelPath::new(&above).filter(|src| !src.as_str().is_empty()),
        anchors: AnchorStyle::Joined,
        static_roots: public.into_iter().collect(),
        ..ForeignConfig::default()
    }
}

/// The table of a language, by its path.
fn locale<'s>(settings: &'s ForeignSettings, key: &str, path: &str) -> Option<&'s Node> {
    field(settings.node(key)?, path)
}

/// A value of the theme, or of its first language.
fn of_theme<'s>(settings: &'s ForeignSettings, name: &str) -> Option<&'s Node> {
    THEMES.iter().find_map(|theme| {
        settings.node(&format!("{theme}.{name}")).or_else(|| {
            let main = locale(settings, &format!("{theme}.locales"), "/")?;
            field(main, name)
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
    let themes = THEMES.iter().filter_map(|theme| settings.node(theme)).flat_map(|theme| {
        let locales = field(theme, "locales").into_iter().flat_map(entries).map(|(_, locale)| locale);
        std::iter::once(theme).chain(locales)
    });
    sidebar::navigation(&settings.path, &["navbar", "nav"], themes.map(|theme| (None, theme)))
}
