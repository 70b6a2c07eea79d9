//! Zola: `zola.toml`, or `config.toml` with `base_url`.
//!
//! Deliberately not here: themes, and what shortcodes mean.

use super::{
    ForeignConfig, hugo,
    settings::{ForeignSettings, items, text_of},
};
use crate::{
    model::{Lang, RelPath, Slugs},
    parse::config::base_url,
    source::ProjectFiles,
};

pub(super) fn is_sure(settings: Option<&ForeignSettings>, files: &mut ProjectFiles) -> bool {
    settings.is_some_and(|settings| settings.node("base_url").is_some()) && files.has("content")
}

pub(super) fn read(settings: &mut ForeignSettings, files: &mut ProjectFiles) -> ForeignConfig {
    let language = settings.text("default_language").unwrap_or_else(|| "en".into());
    let ignored = settings.node("ignored_content").into_iter().flat_map(items).filter_map(text_of);
    ForeignConfig {
        title: settings.text("title"),
        description: settings.text("description"),
        authors: settings.text("author").into_iter().collect(),
        languages: hugo::languages(settings, &language),
        exclude: ignored.collect(),
        // `/` stands for no address.
        base_url: settings.text("base_url").and_then(|url| base_url(&url)),
        language: Lang::new(&language),
        src: settings.folder("content_dir", "content", files),
        static_roots: RelPath::new("static").into_iter().collect(),
        slugs: Some(Slugs::Lower),
        field_names: &[("path", "permalink")],
        ..ForeignConfig::default()
    }
}
