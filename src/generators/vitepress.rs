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
    model::{Lang, Navigation, RelPath, Repository, Urls},
    parse::config::base_url,
    source::ProjectFiles,
};

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
