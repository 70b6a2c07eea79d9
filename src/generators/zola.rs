//! Zola: `zola.toml`, or `config.toml` with `base_url`.
//!
//! Deliberately not here: what templates and shortcodes mean, and how lists are cut into pages.

use super::{
    ForeignConfig, hugo,
    settings::{ForeignSettings, entries, field, items, text_of},
};
use crate::{
    model::{AnchorStyle, Lang, PathRules, RelPath, Slugs, Syntax, TaxonomyConfig},
    parse::config::base_url,
    source::ProjectFiles,
};
use std::collections::BTreeMap;

/// Keys that would change what readers see.
const LEFT: [&str; 2] = ["taxonomy_root", "feed_filenames"];

pub(super) fn is_sure(settings: Option<&ForeignSettings>, files: &mut ProjectFiles) -> bool {
    settings.is_some_and(|settings| settings.node("base_url").is_some()) && files.has("content")
}

pub(super) fn read(settings: &mut ForeignSettings, files: &mut ProjectFiles) -> ForeignConfig {
    LEFT.iter().for_each(|key| settings.not_carried_over(key));
    let language = settings.text("default_language").unwrap_or_else(|| "en".into());
    let ignored = settings.node("ignored_content").into_iter().flat_map(items).filter_map(text_of);
    let makes_slugs = |settings: &ForeignSettings, key: &str| settings.text(key).is_none_or(|word| word == "on");
    let has_definitions = settings.flag("markdown.definition_list") == Some(true);
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
        static_roots: static_roots(settings),
        slugs: makes_slugs(settings, "slugify.paths").then_some(Slugs::Ascii),
        anchors: match makes_slugs(settings, "slugify.anchors") {
            true => AnchorStyle::Ascii,
            false => AnchorStyle::Underscores,
        },
        taxonomies: taxonomies(settings),
        syntax: if has_definitions { vec![Syntax::Definitions] } else { Vec::new() },
        path_rules: PathRules {
            has_bundles: true,
            drops_dates: settings.flag("slugify.paths_keep_dates") != Some(true),
            begins_at_root: true,
            drafts_cascade: true,
        },
        has_own_templates: true,
        field_names: &[("path", "permalink")],
        ..ForeignConfig::default()
    }
}

/// `static`, then that of the theme.
fn static_roots(settings: &ForeignSettings) -> Vec<RelPath> {
    let theme = settings.text("theme").and_then(|theme| RelPath::new(&format!("themes/{theme}/static")));
    RelPath::new("static").into_iter().chain(theme).collect()
}

/// The taxonomies of all languages. Tags are always there.
fn taxonomies(settings: &ForeignSettings) -> BTreeMap<String, TaxonomyConfig> {
    let languages = settings.node("languages").into_iter().flat_map(entries);
    let of_languages = languages.filter_map(|(_, language)| field(language, "taxonomies"));
    let lists = settings.node("taxonomies").into_iter().chain(of_languages);
    let names = lists.flat_map(items).filter_map(|taxonomy| field(taxonomy, "name").and_then(text_of));
    // The name is a part of addresses.
    let is_name = |name: &String| !name.contains(['/', '\\']) && name != "tags";
    names.filter(is_name).map(|name| (name, TaxonomyConfig::default())).collect()
}
