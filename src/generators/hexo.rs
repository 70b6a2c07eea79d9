//! Hexo: `_config.yml` beside `source/` and `scaffolds/`.
//!
//! Deliberately not here: themes and their configuration, and what tags in posts mean.

use super::{
    ForeignConfig,
    permalink::{PermalinkWord, pattern},
    settings::{ForeignSettings, items, text_of},
};
use crate::{
    model::{AnchorStyle, Lang, RelPath, TaxonomyConfig, Urls},
    parse::config::base_url,
    source::ProjectFiles,
};
use std::collections::BTreeMap;

/// Words of permalinks but `:title`.
const WORDS: [PermalinkWord; 4] =
    [("name", "{slug}"), ("post_title", "{title}"), ("category", "{category}"), ("abbrlink", "{slug}")];

/// Keys that would change what readers see.
const LEFT: [&str; 3] = ["category_map", "tag_map", "skip_render"];

pub(super) fn is_sure(settings: Option<&ForeignSettings>, files: &mut ProjectFiles) -> bool {
    let has_theme = settings.is_none_or(|settings| settings.node("theme").is_some());
    files.has("source") && (files.has("scaffolds") || files.has("source/_posts")) && has_theme
}

pub(super) fn read(settings: &mut ForeignSettings, files: &mut ProjectFiles) -> ForeignConfig {
    let permalink = settings.text("permalink").unwrap_or_else(|| ":year/:month/:day/:title/".into());
    // Only where the name of a new post begins with its date, the date is none of its title.
    let is_dated = settings.text("new_post_name").is_some_and(|name| name.contains(":year"));
    let title: PermalinkWord = ("title", if is_dated { "{folder}/{name}" } else { "{folder}/{slug}" });
    let words: Vec<PermalinkWord> = [title].into_iter().chain(WORDS).collect();
    let post_url = pattern(&permalink, &words);
    if post_url.is_none() {
        settings.not_carried_over("permalink");
    }
    // The first of several languages is the site's own.
    let language = settings.node("language").into_iter().flat_map(items).find_map(text_of);
    let url = settings.text("url").map(|url| {
        let path = settings.text("root").unwrap_or_default();
        if url.trim_end_matches('/').ends_with(path.trim_end_matches('/')) { url } else { format!("{url}{path}") }
    });
    LEFT.iter().for_each(|key| settings.not_carried_over(key));
    if settings.text("code_dir").is_some_and(|folder| folder.trim_matches('/') != "downloads/code") {
        settings.not_carried_over("code_dir");
    }
    let title_of_categories =
        [("zh", "分类"), ("", "Categories")].map(|(tag, title)| (tag.to_owned(), title.to_owned()));
    let categories = TaxonomyConfig { title: BTreeMap::from(title_of_categories), ..TaxonomyConfig::default() };
    ForeignConfig {
        title: settings.text("title"),
        description: settings.text("description").or_else(|| settings.text("subtitle")),
        authors: settings.text("author").into_iter().collect(),
        language: language.and_then(|tag| Lang::new(&tag)),
        base_url: url.and_then(|url| base_url(&url)),
        src: settings.folder("source_dir", "source", files),
        urls: Some(Urls::Html),
        anchors: AnchorStyle::Capitals,
        exclude: excluded(settings),
        taxonomies: BTreeMap::from([("categories".to_owned(), categories)]),
        folder_names: BTreeMap::from([("_posts".into(), "posts".into())]),
        folder_urls: post_url.map(|url| ("posts".to_owned(), url)).into_iter().collect(),
        field_names: if permalink.contains(":abbrlink") { &[("abbrlink", "slug")] } else { &[] },
        archive_folder: Some(archive_folder(settings)),
        default_category: settings.text("default_category").unwrap_or_else(|| "uncategorized".into()),
        future: settings.flag("future") == Some(true),
        ..ForeignConfig::default()
    }
}

fn archive_folder(settings: &ForeignSettings) -> String {
    let written = settings.text("archive_dir").and_then(|folder| RelPath::new(folder.trim_matches('/')));
    written.map_or_else(|| "archives".to_owned(), |folder| folder.to_string())
}

/// What is no page, from the folder of the sources. Markdown that is not rendered is none.
fn excluded(settings: &ForeignSettings) -> Vec<String> {
    let texts = |key: &str| settings.node(key).into_iter().flat_map(items).filter_map(text_of).collect::<Vec<_>>();
    let source = format!("{}/", settings.text("source_dir").unwrap_or_else(|| "source".into()).trim_matches('/'));
    // A pattern is about the whole path.
    let from_top = |pattern: &str| format!("/{}", pattern.trim_start_matches('/'));
    let mut exclude = ["_*", "!_posts/", "!_drafts/"].map(str::to_owned).to_vec();
    exclude.extend(texts("exclude").iter().map(|pattern| from_top(pattern)));
    exclude.extend(texts("ignore").iter().filter_map(|pattern| pattern.strip_prefix(&source)).map(from_top));
    for pattern in texts("skip_render") {
        let pattern = pattern.strip_suffix("/*").map_or(pattern.clone(), |folder| format!("{folder}/*.md"));
        let pattern = pattern.strip_suffix("/**").map_or(pattern.clone(), |folder| format!("{folder}/**/*.md"));
        let pattern = pattern.strip_suffix("/").map_or(pattern.clone(), |folder| format!("{folder}/**/*.md"));
        exclude.extend(Some(from_top(&pattern)).filter(|pattern| pattern.ends_with(".md")));
    }
    exclude.extend(texts("include").iter().map(|pattern| format!("!{}", from_top(pattern))));
    exclude
}
