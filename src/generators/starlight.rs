//! Starlight: an `astro.config.*`, a program, beside `src/content/docs`.
//!
//! Deliberately not here: components and plugins, which are programs.

use super::{
    ForeignConfig,
    programs::{PARTIALS, repository_of},
    settings::{ForeignSettings, entries, field, items, text_of},
    sidebar,
};
use crate::{
    model::{Lang, Language, NavTarget, Navigation, Node, Redirect, RelPath, Repository, scheme},
    parse::config::base_url,
    source::ProjectFiles,
};
use std::collections::BTreeMap;

pub(super) const FILES: [&str; 4] = ["astro.config.mjs", "astro.config.ts", "astro.config.mts", "astro.config.js"];
/// The sources. A project of Astro without them is none of Starlight.
const SOURCES: &str = "src/content/docs";
/// Keys whose values readers would miss.
const MEANT: [&str; 7] = [
    "site",
    "base",
    "integrations.starlight.title",
    "integrations.starlight.description",
    "integrations.starlight.locales",
    "integrations.starlight.sidebar",
    "redirects",
];

pub(super) fn is_sure(_: Option<&ForeignSettings>, files: &mut ProjectFiles) -> bool {
    files.has(SOURCES)
}

pub(super) fn read(settings: &mut ForeignSettings, _: &mut ProjectFiles) -> ForeignConfig {
    settings.report_computed(&MEANT);
    let integrations = settings.node("integrations").into_iter().flat_map(items);
    let options = integrations.filter_map(|one| field(one, "starlight")).next().cloned();
    let options = options.as_ref();
    let text = |name: &str| options.and_then(|options| field(options, name)).and_then(text_of);
    let main = main_locale(options);
    let title = options.and_then(|options| field(options, "title"));
    let site = settings.text("site").map(|site| {
        format!("{}/{}", site.trim_end_matches('/'), settings.text("base").unwrap_or_default().trim_matches('/'))
    });
    let redirects = redirects(settings);
    let entries = options.and_then(|options| field(options, "sidebar"));
    let entries = entries.map(|bar| sidebar::read(bar, "", &|_| String::new())).unwrap_or_default();
    ForeignConfig {
        title: title.and_then(|title| text_of(title).or_else(|| of_language(title, main.as_ref()))),
        description: text("description"),
        languages: languages(options, main.as_ref()),
        language: main,
        base_url: site.and_then(|site| base_url(&site)),
        repository: repository(options),
        src: RelPath::new(SOURCES),
        static_roots: ["public", "src/assets"].into_iter().filter_map(RelPath::new).collect(),
        exclude: PARTIALS.map(str::to_owned).to_vec(),
        field_names: &[("slug", "permalink")],
        navigation: Some(Navigation { redirects, ..Navigation::new(settings.path.clone(), entries) }),
        ..ForeignConfig::default()
    }
}

/// The language of the pages that are in no folder of a language.
fn main_locale(options: Option<&Node>) -> Option<Lang> {
    let options = options?;
    let locales = field(options, "locales")?;
    let name = field(options, "defaultLocale").and_then(text_of).unwrap_or_else(|| "root".into());
    let locale = field(locales, &name).or_else(|| field(locales, "root"))?;
    let tag = field(locale, "lang").and_then(text_of).unwrap_or(name);
    Lang::new(&tag)
}

/// A text in one language of several, else the first.
fn of_language(node: &Node, lang: Option<&Lang>) -> Option<String> {
    let own = entries(node).find(|(tag, _)| lang.is_some_and(|lang| Lang::new(tag).as_ref() == Some(lang)));
    own.or_else(|| entries(node).next()).and_then(|(_, node)| text_of(node))
}

fn languages(options: Option<&Node>, main: Option<&Lang>) -> BTreeMap<Lang, Language> {
    let locales = options.and_then(|options| field(options, "locales")).into_iter().flat_map(entries);
    let title = options.and_then(|options| field(options, "title"));
    let language = |(folder, locale): (&str, &Node)| {
        let lang = Lang::new(folder).filter(|lang| Some(lang) != main)?;
        let tag = field(locale, "lang").and_then(text_of).unwrap_or_else(|| folder.to_owned());
        let title = title.and_then(|title| entries(title).find(|(key, _)| *key == tag));
        Some((lang, Language { title: title.and_then(|(_, node)| text_of(node)), description: None }))
    };
    locales.filter(|(folder, _)| *folder != "root").filter_map(language).collect()
}

/// Where pages are edited, else the link to a Git host.
fn repository(options: Option<&Node>) -> Option<Repository> {
    let options = options?;
    let edit = field(options, "editLink").and_then(|link| field(link, "baseUrl")).and_then(text_of);
    edit.and_then(|url| repository_of(&url)).or_else(|| {
        let social = field(options, "social")?;
        let listed = items(social).iter().filter_map(|link| field(link, "href")).filter_map(text_of);
        let named = entries(social).filter_map(|(_, node)| text_of(node));
        listed.chain(named).find_map(|link| repository_of(&link))
    })
}

/// Former addresses that lead to pages of the site.
fn redirects(settings: &mut ForeignSettings) -> Vec<Redirect> {
    let (mut redirects, mut left) = (Vec::new(), Vec::new());
    for (from, to) in settings.node("redirects").into_iter().flat_map(entries) {
        let target = text_of(to).or_else(|| field(to, "destination").and_then(text_of));
        let target = target.filter(|target| scheme(target).is_none() && !target.starts_with("//"));
        let source = RelPath::new(&format!("{}.md", from.trim_matches('/'))).filter(|_| !from.contains(['[', '*']));
        match source.zip(target) {
            Some((from, target)) => redirects.push(Redirect { from, to: NavTarget::Page(target), at: to.at.clone() }),
            None => left.push(format!("redirects.{from}")),
        }
    }
    left.into_iter().for_each(|name| settings.leave(name));
    redirects
}
