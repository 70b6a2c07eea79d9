//! Jekyll: `_config.yml` beside a `Gemfile` or posts.
//!
//! Deliberately not here: defaults of front matter but addresses, and what Liquid means.

use super::{
    ForeignConfig,
    permalink::{pattern, pattern_in},
    settings::{ForeignSettings, entries, items, text_of},
};
use crate::{
    model::{Lang, Repository, Urls},
    parse::config::base_url,
    source::ProjectFiles,
};
use std::collections::BTreeMap;

/// What is no page, and what is one all the same. Drafts are told apart by their folder.
const NO_PAGES: [&str; 6] = ["_*", "~*", "\\#*", "/vendor/", "!_posts/", "!_drafts/"];
/// Fields that mean something here, and are not read as `defaults`.
const MEANT: [&str; 7] = ["sitemap", "hidden", "author", "tags", "categories", "category", "image"];
/// Addresses of posts, by the names that they have.
const STYLES: [(&str, &str); 4] = [
    ("date", "/{year}/{month}/{day}/{name}/"),
    ("pretty", "/{year}/{month}/{day}/{name}/"),
    ("none", "/{name}/"),
    ("simple", "/{name}/"),
];

pub(super) fn is_sure(_: Option<&ForeignSettings>, files: &mut ProjectFiles) -> bool {
    ["Gemfile", "_posts", "_layouts", "_includes"].iter().any(|name| files.has(name))
}

/// The addresses that `defaults` write for folders, by their names on the site. What they keep back is added to `exclude`,
/// and the rest is left if it means something here.
fn default_urls(settings: &mut ForeignSettings, exclude: &mut Vec<String>) -> BTreeMap<String, String> {
    let (mut urls, mut is_left) = (BTreeMap::new(), false);
    for default in settings.node("defaults").into_iter().flat_map(items) {
        let inside = |table: &str, key: &str| {
            let (_, table) = entries(default).find(|(name, _)| *name == table)?;
            text_of(entries(table).find(|(name, _)| *name == key)?.1)
        };
        let folder = inside("scope", "type").or_else(|| inside("scope", "path")).unwrap_or_default();
        let folder = folder.trim_matches('/').trim_start_matches('_').to_owned();
        let is_one = !folder.is_empty() && !folder.contains(['/', '*']) && folder != "pages";
        match inside("values", "permalink") {
            Some(url) if is_one => drop(urls.insert(folder, url)),
            Some(_) => is_left = true,
            None => {}
        }
        if inside("values", "published").as_deref() == Some("false") {
            let path = inside("scope", "path").or_else(|| Some(format!("_{}", inside("scope", "type")?)));
            exclude.extend(path.map(|path| format!("/{}", path.trim_start_matches('/'))));
        }
        is_left |= MEANT.iter().any(|key| inside("values", key).is_some());
    }
    if is_left {
        settings.not_carried_over("defaults");
    }
    urls
}

pub(super) fn read(settings: &mut ForeignSettings, files: &mut ProjectFiles) -> ForeignConfig {
    let mut exclude = NO_PAGES.map(str::to_owned).to_vec();
    let mut folder_urls = default_urls(settings, &mut exclude);
    let permalink = settings.text("collections.posts.permalink").or_else(|| folder_urls.remove("posts"));
    let permalink = permalink.or_else(|| settings.text("permalink"));
    let permalink = permalink.unwrap_or_else(|| "date".into());
    let is_pretty = permalink == "pretty" || permalink.ends_with('/');
    let named = STYLES.iter().find(|(name, _)| *name == permalink).map(|(_, url)| (*url).to_owned());
    let post_url = named.or_else(|| pattern(&permalink));
    if post_url.is_none() {
        settings.not_carried_over("permalink");
    }
    let mut folder_names = BTreeMap::from([("_posts".to_owned(), "posts".to_owned())]);
    for (name, _) in settings.node("collections").into_iter().flat_map(entries) {
        if settings.flag(&format!("collections.{name}.output")) == Some(true) {
            folder_names.insert(format!("_{name}"), name.to_owned());
            exclude.push(format!("!_{name}/"));
            let written = settings.text(&format!("collections.{name}.permalink")).filter(|_| name != "posts");
            folder_urls.extend(written.map(|url| (name.to_owned(), url)));
        }
    }
    let of_folder = |(name, url): (String, String)| pattern_in(&name, &url, "{name}").map(|pattern| (name, pattern));
    let folder_urls = folder_urls.into_iter().filter_map(of_folder).collect();
    let source = settings.node("source").is_some();
    exclude.extend(settings.node("exclude").into_iter().flat_map(items).filter_map(text_of));
    exclude.extend(
        settings.node("include").into_iter().flat_map(items).filter_map(text_of).map(|kept| format!("!{kept}")),
    );
    let url = settings.text("url").map(|url| format!("{url}{}", settings.text("baseurl").unwrap_or_default()));
    let repository = settings.text("repository").map(|name| match name.contains("://") {
        true => name,
        false => format!("https://github.com/{name}"),
    });
    ForeignConfig {
        title: settings.text("title").or_else(|| settings.text("name")),
        description: settings.text("description"),
        authors: settings.text("author.name").or_else(|| settings.text("author")).into_iter().collect(),
        language: settings.text("lang").and_then(|tag| Lang::new(&tag)),
        base_url: url.and_then(|url| base_url(&url)),
        repository: repository.map(|url| Repository { url, branch: "main".into() }),
        exclude,
        urls: (!is_pretty).then_some(Urls::Html),
        src: if source { settings.folder("source", "", files) } else { None },
        folder_names,
        folder_urls,
        post_url,
        ..ForeignConfig::default()
    }
}
