//! Hexo: `_config.yml` beside `source/` and `scaffolds/`.
//!
//! Deliberately not here: themes and their configuration, and what tags in posts mean.

use super::{
    ForeignConfig,
    permalink::pattern,
    settings::{ForeignSettings, items, text_of},
};
use crate::{model::Lang, parse::config::base_url, source::ProjectFiles};
use std::collections::BTreeMap;

pub(super) fn is_sure(settings: Option<&ForeignSettings>, files: &mut ProjectFiles) -> bool {
    let has_theme = settings.is_none_or(|settings| settings.node("theme").is_some());
    files.has("source") && (files.has("scaffolds") || files.has("source/_posts")) && has_theme
}

pub(super) fn read(settings: &mut ForeignSettings, files: &mut ProjectFiles) -> ForeignConfig {
    let permalink = settings.text("permalink").unwrap_or_else(|| ":year/:month/:day/:title/".into());
    let post_url = pattern(&permalink);
    if post_url.is_none() {
        settings.not_carried_over("permalink");
    }
    // The first of several languages is the site's own.
    let language = settings.node("language").into_iter().flat_map(items).find_map(text_of);
    let url = settings.text("url").map(|url| {
        let path = settings.text("root").unwrap_or_default();
        if url.trim_end_matches('/').ends_with(path.trim_end_matches('/')) { url } else { format!("{url}{path}") }
    });
    ForeignConfig {
        title: settings.text("title"),
        description: settings.text("description").or_else(|| settings.text("subtitle")),
        authors: settings.text("author").into_iter().collect(),
        language: language.and_then(|tag| Lang::new(&tag)),
        base_url: url.and_then(|url| base_url(&url)),
        src: settings.folder("source_dir", "source", files),
        exclude: ["_*", "!_posts/", "!_drafts/"].map(str::to_owned).to_vec(),
        folder_names: BTreeMap::from([("_posts".into(), "posts".into())]),
        post_url,
        ..ForeignConfig::default()
    }
}
