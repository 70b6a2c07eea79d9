//! Jekyll: `_config.yml` beside a `Gemfile` or posts.
//!
//! Deliberately not here: what Liquid means.

use super::{
    ForeignConfig,
    permalink::{PermalinkWord, in_folder, pattern},
    settings::{ForeignSettings, entries, field, items, text_of},
};
use crate::{
    model::{Cascade, Lang, Node, RelPath, Repository, Urls, Value},
    parse::{config::base_url, fields::split},
    source::ProjectFiles,
};
use std::collections::BTreeMap;

/// Patterns of files that are no pages; `!` takes files in again. The folder of drafts is kept, so that they are recognised.
/// A post has its date in its name.
const NO_PAGES: [&str; 8] = [
    "_*",
    "~*",
    "\\#*",
    "/vendor/",
    "!_posts/",
    "!_drafts/",
    "**/_posts/**/[!0-9]*.md",
    "**/_posts/**/[!0-9]*.markdown",
];
/// Files of a repository that are pages only with front matter.
const FILES_OF_HOST: [&str; 8] = [
    "README.md",
    "LICENSE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "CODE_OF_CONDUCT.md",
    "SECURITY.md",
    "ISSUE_TEMPLATE.md",
    "PULL_REQUEST_TEMPLATE.md",
];
/// Addresses of posts, by the names that they have.
const STYLES: [(&str, &str); 4] = [
    ("date", "/:categories/:year/:month/:day/:title:output_ext"),
    ("pretty", "/:categories/:year/:month/:day/:title/"),
    ("none", "/:categories/:title:output_ext"),
    ("simple", "/:title/"),
];
/// Words of permalinks.
const WORDS: [PermalinkWord; 6] = [
    ("categories", "{categories}"),
    ("slugified_categories", "{categories}"),
    ("title", "{name}"),
    ("slug", "{name}"),
    ("name", "{name}"),
    ("post_title", "{name}"),
];
/// Fields whose text may hold several terms, with blanks between them.
const WORD_LISTS: &[&str] = &["tags", "categories"];
/// Most files of data that are read.
const MOST_DATA: usize = 200;

pub(super) fn is_sure(_: Option<&ForeignSettings>, files: &mut ProjectFiles) -> bool {
    ["Gemfile", "_posts", "_layouts", "_includes"].iter().any(|name| files.has(name))
}

/// What `defaults` say of the pages in folders.
#[derive(Default)]
struct PageDefaults {
    /// Addresses by the names of folders on the site.
    urls: BTreeMap<String, String>,
    cascades: Vec<(RelPath, Cascade)>,
}

fn defaults(settings: &mut ForeignSettings, exclude: &mut Vec<String>) -> PageDefaults {
    let (mut found, mut is_left) = (PageDefaults::default(), false);
    for default in settings.node("defaults").into_iter().flat_map(items) {
        let inside = |table: &str, key: &str| field(field(default, table)?, key);
        let text = |table: &str, key: &str| inside(table, key).and_then(text_of);
        let path = text("scope", "path").map(|path| path.trim_matches('/').to_owned()).filter(|path| !path.is_empty());
        let of_type = text("scope", "type").filter(|name| name != "pages");
        let folder = path.clone().or_else(|| Some(format!("_{}", of_type.clone()?)));
        let on_site = of_type.or(path).unwrap_or_default().trim_start_matches('_').to_owned();
        let is_one = !on_site.is_empty() && !on_site.contains(['/', '*']);
        match text("values", "permalink") {
            Some(url) if is_one => drop(found.urls.insert(on_site, url)),
            Some(_) => is_left = true,
            None => {}
        }
        if text("values", "published").as_deref() == Some("false") {
            exclude.extend(folder.as_ref().map(|folder| format!("/{folder}")));
        }
        is_left |= inside("values", "image").is_some();
        let cascade = cascade(|key| inside("values", key));
        if cascade != Cascade::default() {
            let is_of_pages = text("scope", "type").as_deref() == Some("pages") && folder.is_none();
            let path = RelPath::new(&folder.unwrap_or_default()).filter(|path| !path.as_str().contains('*'));
            match path.filter(|_| !is_of_pages) {
                Some(path) => found.cascades.push((path, cascade)),
                None => is_left = true,
            }
        }
    }
    if is_left {
        settings.not_carried_over("defaults");
    }
    found
}

/// The values that mean something here.
fn cascade<'n>(value: impl Fn(&str) -> Option<&'n Node>) -> Cascade {
    let is = |key: &str, wanted: &str| value(key).and_then(text_of).is_some_and(|text| text == wanted);
    let texts = |key: &str| -> Vec<String> {
        match value(key) {
            Some(Node { value: Value::Scalar { text, .. }, .. }) if WORD_LISTS.contains(&key) => {
                text.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
            }
            Some(node) => items(node).iter().filter_map(text_of).collect(),
            None => Vec::new(),
        }
    };
    let terms: Vec<String> = ["tags", "tag", "categories", "category"].into_iter().flat_map(texts).collect();
    let authors = texts("author").iter().flat_map(|text| split(text)).collect();
    Cascade {
        unlisted: is("sitemap", "false") || is("hidden", "true"),
        is_own: true,
        authors,
        terms: if terms.is_empty() { BTreeMap::new() } else { BTreeMap::from([("tags".to_owned(), terms)]) },
        ..Cascade::default()
    }
}

pub(super) fn read(settings: &mut ForeignSettings, files: &mut ProjectFiles) -> ForeignConfig {
    let mut exclude = NO_PAGES.map(str::to_owned).to_vec();
    let PageDefaults { urls: mut folder_urls, cascades } = defaults(settings, &mut exclude);
    let permalink = settings.text("collections.posts.permalink").or_else(|| folder_urls.remove("posts"));
    let permalink = permalink.or_else(|| settings.text("permalink")).unwrap_or_else(|| "date".into());
    let is_pretty = permalink == "pretty" || permalink.ends_with('/');
    let named = STYLES.iter().find(|(name, _)| *name == permalink).map_or(&*permalink, |(_, url)| *url);
    let of_posts = pattern(named, &WORDS);
    if of_posts.is_none() {
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
    let of_folder = |(name, url): (String, String)| Some((pattern(&in_folder(&name, &url), &WORDS)?, name));
    let folder_urls = folder_urls.into_iter().filter_map(of_folder).map(|(pattern, name)| (name, pattern));
    let folder_urls = folder_urls.chain(of_posts.map(|pattern| ("posts".to_owned(), pattern))).collect();
    let source = settings.node("source").is_some();
    let texts = |key: &str| settings.node(key).into_iter().flat_map(items).filter_map(text_of).collect::<Vec<_>>();
    exclude.extend(texts("exclude"));
    // Without another page for the root, the readme is that page.
    let has_home = ["index.md", "index.html", "index.markdown"].iter().any(|name| files.has(name));
    let of_host = FILES_OF_HOST.iter().filter(|name| has_home || **name != "README.md").filter(|name| {
        let bytes = RelPath::new(name).and_then(|path| files.read(&path));
        bytes.is_some_and(|bytes| !bytes.starts_with(b"---"))
    });
    exclude.extend(of_host.map(|name| format!("/{name}")));
    let kept = texts("include");
    exclude.extend(kept.iter().map(|kept| format!("!{kept}")));
    // Themes keep pages with addresses of their own in `_pages`.
    let is_folder = |name: &&String| name.starts_with('_') && !name.contains(['.', '/', '*']);
    let at_root = kept.iter().filter(is_folder).filter(|name| !folder_names.contains_key(*name));
    folder_names.extend(at_root.map(|name| (name.clone(), String::new())).collect::<Vec<_>>());
    let menu = ["header_pages", "minima.nav_pages", "nav_pages"].into_iter().map(texts);
    let menu = menu.into_iter().find(|pages| !pages.is_empty()).unwrap_or_default();
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
        cascades,
        word_lists: WORD_LISTS,
        menu_pages: menu.iter().filter_map(|page| RelPath::new(page)).collect(),
        future: settings.flag("future") == Some(true),
        values: data(settings, files),
        ..ForeignConfig::default()
    }
}

/// The texts in the files of data, by the names that expressions have for them.
fn data(settings: &ForeignSettings, files: &mut ProjectFiles) -> BTreeMap<String, String> {
    let folder = settings.text("data_dir").unwrap_or_else(|| "_data".into());
    let mut values = BTreeMap::new();
    for name in files.names(&folder).into_iter().take(MOST_DATA) {
        let stem = [".yml", ".yaml", ".json"].iter().find_map(|ending| name.strip_suffix(ending));
        let Some((stem, path)) = stem.zip(RelPath::new(&format!("{folder}/{name}"))) else { continue };
        // What is wrong with data is not said: pages may do without.
        let bytes = files.read(&path);
        let read = bytes.and_then(|bytes| ForeignSettings::parse(&path, &bytes, files).ok());
        values.extend(read.into_iter().flat_map(|data| data.values(&format!("site.data.{stem}"), "")));
    }
    values
}
