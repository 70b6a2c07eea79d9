//! `book.toml`, the one file of configuration.
//!
//! In: its bytes. Out: a [`Config`] and everything that is wrong with the file.
//!
//! What always holds: whatever is wrong, there is a configuration, with the default instead of what could
//! not be read; every glob and every regular expression in it compiles; every place in it is one in the file.
//!
//! Deliberately not here: options of the command line, and defaults that are detected without a file.

use super::{
    encoding,
    fields::{Fields, Origin, nfc},
    kinds,
    metadata::{FIELDS, own::ZONE},
    toml,
};
use crate::{
    diag::{Code, Diagnostic, nearest},
    model::{
        Assets, ByLanguage, Config, ConfigFile, HardBreaks, Lang, Language, MenuEntry, Node, Punctuation, RawHtml,
        RelPath, Repository, Slugs, Strip, TaxonomyConfig, Urls, Value, is_safe_scheme, scheme, time_zone,
    },
};
use regex::Regex;
use std::ops::RangeInclusive;

/// What holds when nothing is configured.
pub fn defaults() -> Config {
    Config::with_kinds(kinds::built_in())
}

/// Reads the configuration from its file, if that exists.
pub fn read_file(file: ConfigFile) -> (Config, Vec<Diagnostic>) {
    match &file.bytes {
        Some(bytes) => read(&file.path, bytes),
        None => (Config { file, ..defaults() }, Vec::new()),
    }
}

/// Reads the configuration from the bytes of the file `path`.
pub fn read(path: &RelPath, bytes: &[u8]) -> (Config, Vec<Diagnostic>) {
    let mut config = Config { file: ConfigFile::new(path, bytes), ..defaults() };
    let text = match encoding::decode(path, bytes) {
        Ok(text) => text,
        Err(refusal) => return (config, vec![refusal]),
    };
    let mut diagnostics = match toml::read(path, text.as_str(), 0, Origin::Config) {
        Ok(root) => {
            let mut root = Fields::new(path, &root, Origin::Config);
            read_root(&mut root, &mut config);
            root.finish()
        }
        Err(error) => vec![error],
    };
    text.place(path, &mut diagnostics);
    config.pages.values_mut().for_each(|node| text.place_node(node));
    config.menu.iter_mut().for_each(|entry| entry.at = text.range_in_file(entry.at.clone()));
    (config, diagnostics)
}

fn read_root(root: &mut Fields, config: &mut Config) {
    // Keys of mdBook.
    root.ignore(&["build", "output", "preprocessor", "rust"]);
    root.table("book", |book| {
        book.ignore(&["multilingual", "text-direction"]);
        config.title = book.text("title");
        config.authors = book.texts("authors").unwrap_or_default();
        config.description = book.text("description");
        config.src = book.parsed("src", "a folder of the project", RelPath::new);
        config.language = book.parsed("language", LANGUAGE_TAG, Lang::new);
    });
    root.table("portal", |portal| read_portal(portal, config));
    root.table("check", |check| {
        let months = check.number("stale-months", 0..=1200).and_then(|months| months.try_into().ok());
        config.stale_months = months.unwrap_or(config.stale_months);
    });
    root.table("markdown", |markdown| {
        let html = [("keep", RawHtml::Keep), ("sanitize", RawHtml::Sanitize)];
        let hard_breaks = [("keep", HardBreaks::Keep), ("join", HardBreaks::Join)];
        config.html = markdown.one_of("html", &html).unwrap_or(config.html);
        config.hard_breaks = markdown.one_of("hard-breaks", &hard_breaks).unwrap_or(config.hard_breaks);
    });
    root.table("typography", |typography| {
        let punctuation = [("keep", Punctuation::Keep), ("fullwidth", Punctuation::FullWidth)];
        config.punctuation = typography.one_of("punctuation", &punctuation).unwrap_or(config.punctuation);
    });
    root.table("images", |images| {
        if let Some(widths) = images.numbers("widths", 16..=10_000) {
            config.images.widths = widths.into_iter().filter_map(|width| width.try_into().ok()).collect();
            config.images.widths.sort_unstable();
            config.images.widths.dedup();
        }
        let quality = images.number("quality", 1..=100).and_then(|quality| quality.try_into().ok());
        config.images.quality = quality.unwrap_or(config.images.quality);
    });
    root.named_tables("taxonomies", |name, table| {
        if !kinds::is_part_of_address(&name.text) {
            table.take_rest();
            return table.report_wrong_name(name, "a name like \"industry\"");
        }
        let mut taxonomy = TaxonomyConfig {
            title: table.by_language("title").unwrap_or_default(),
            nested: table.flag("nested").unwrap_or_default(),
            ..TaxonomyConfig::default()
        };
        table.table("aliases", |aliases| {
            for alias in aliases.names() {
                taxonomy.aliases.extend(aliases.text(alias).map(|term| (nfc(alias), term)));
            }
        });
        config.taxonomies.insert(name.text.clone(), taxonomy);
    });
    config.kinds = kinds::read(root);
    // Taxonomies of built-in kinds may have changed with the kinds.
    config.taxonomies.retain(|_, taxonomy| !taxonomy.of_kinds);
    config.add_taxonomies_of_kinds();
    root.table("home", |home| {
        if let Some(blocks) = home.list("blocks") {
            let known: Vec<&str> =
                config.kinds.iter().map(|kind| kind.name.as_str()).chain(["newest", "needs"]).collect();
            for (block, at) in blocks.iter().filter(|(block, _)| !known.contains(&block.as_str())) {
                let nearest = nearest(block, known.iter().copied());
                home.report_wrong_nearest("blocks", at, "names of kinds, \"newest\" or \"needs\"", nearest);
            }
            config.home = blocks.into_iter().map(|(block, _)| block).collect();
        }
    });
    root.table("metadata", |metadata| {
        for field in metadata.names() {
            let known = FIELDS.iter().any(|(name, _)| *name == field)
                || config.taxonomies.contains_key(field)
                || config.kinds.iter().any(|kind| kind.field(field).is_some());
            if known && let Some(headings) = metadata.list(field) {
                let headings = headings.into_iter().map(|(heading, _)| heading).collect();
                config.headings.insert(field.to_owned(), headings);
            }
        }
        metadata.suggest(&FIELDS.each_ref().map(|(name, _)| *name));
    });
    root.tables("pages", |page| {
        let path = page.parsed("path", "the path of a source", RelPath::new);
        page.require("path", "the path of a source");
        let metadata = page.take_rest();
        if let Some(path) = path
            && config.pages.insert(path, metadata).is_some()
        {
            page.report_wrong("path", &page.at("path"), "the path of a source that has no other table");
        }
    });
    root.named_tables("audiences", |id, table| {
        let node = table.take_rest();
        match RelPath::new(&format!("audiences/{}.md", id.text)).filter(|path| path.folder() == "audiences") {
            Some(path) => {
                config.audiences.insert(path.clone());
                if config.pages.insert(path, node).is_some() {
                    table.report_wrong_name(id, "an audience that [[pages]] does not speak of");
                }
            }
            None => table.report_wrong_name(id, "a name like \"developer\""),
        }
    });
    root.named_tables("languages", |tag, table| {
        let language = Language { title: table.text("title"), description: table.text("description") };
        match Lang::new(&tag.text) {
            Some(tag) => drop(config.languages.insert(tag, language)),
            None => table.report_wrong_name(tag, LANGUAGE_TAG),
        }
    });
}

fn read_portal(portal: &mut Fields, config: &mut Config) {
    config.base_url = portal.parsed("base-url", "an address like \"https://example.org/site/\"", base_url);
    config.out = portal.text("out").unwrap_or_else(|| config.out.clone());
    config.theme = portal
        .parsed("theme", "the name of a folder in themes", |name| is_name(name).then(|| name.to_owned()))
        .unwrap_or_else(|| config.theme.clone());
    let urls = [("pretty", Urls::Pretty), ("html", Urls::Html)];
    let slugs = [("unicode", Slugs::Unicode), ("pinyin", Slugs::Pinyin)];
    let assets = [("linked", Assets::Linked), ("all", Assets::All)];
    config.urls = portal.one_of("urls", &urls).unwrap_or(config.urls);
    config.slugs = portal.one_of("slugs", &slugs).unwrap_or(config.slugs);
    config.assets = portal.one_of("assets", &assets).unwrap_or(config.assets);
    config.git_dates = portal.flag("git-dates").unwrap_or(config.git_dates);
    config.contributors = portal.flag("contributors").unwrap_or(config.contributors);
    config.drafts = portal.flag("drafts").unwrap_or(config.drafts);
    config.future = portal.flag("future").unwrap_or(config.future);
    config.page_size = size(portal, "page-size", 1..=1000).unwrap_or(config.page_size);
    config.feed_size = size(portal, "feed-size", 1..=1000).unwrap_or(config.feed_size);
    config.related = size(portal, "related", 0..=20).unwrap_or(config.related);
    config.toc_depth = size(portal, "toc-depth", 2..=6).unwrap_or(config.toc_depth);
    config.repository = repository(portal);
    if let Some(globs) = portal.list("exclude") {
        config.exclude = kinds::globs_only(portal, "exclude", globs);
    }
    if let Some(globs) = portal.list("active-files") {
        config.active_files = kinds::globs_only(portal, "active-files", globs);
    }
    portal.tables("strip", |rule| {
        let from = rule.parsed("from", "a regular expression", |from| Regex::new(from).ok().map(|_| from.to_owned()));
        rule.require("from", "a regular expression");
        config.strip.extend(from.map(|from| Strip { from }));
    });
    config.timezone =
        portal.parsed("timezone", ZONE, |name| time_zone(name).map(|_| name.to_owned())).or(config.timezone.take());
    config.links = titled_links(portal, "links");
    portal.tables("menu", |link| {
        let at = link.at("url");
        let (title, url) = titled_link(link);
        config.menu.extend(title.zip(url).map(|(title, url)| MenuEntry { title, url, at }));
    });
}

fn size<'a>(portal: &mut Fields<'a>, name: &'a str, range: RangeInclusive<i64>) -> Option<usize> {
    portal.number(name, range).and_then(|size| size.try_into().ok())
}

/// `repository = "https://github.com/o/r"`, with `branch` beside it or in a table with `url`.
fn repository(portal: &mut Fields) -> Option<Repository> {
    let expected = "an address like \"https://github.com/owner/name\"";
    let beside = portal.text("branch");
    let (mut url, mut inside) = (None, None);
    match portal.node("repository") {
        Some(Node { value: Value::Table(_), .. }) => portal.table("repository", |table| {
            url = table.parsed("url", expected, web_address);
            table.require("url", expected);
            inside = table.text("branch");
        }),
        Some(_) => url = portal.parsed("repository", expected, web_address),
        None => {}
    }
    Some(Repository { url: url?, branch: inside.or(beside).unwrap_or_else(|| "main".into()) })
}

fn titled_links<'a>(portal: &mut Fields<'a>, name: &'a str) -> Vec<(ByLanguage, String)> {
    let mut links = Vec::new();
    portal.tables(name, |link| {
        let (title, url) = titled_link(link);
        links.extend(title.zip(url));
    });
    links
}

fn titled_link(link: &mut Fields) -> (Option<ByLanguage>, Option<String>) {
    link.require("title", "a text");
    link.require("url", "an address");
    let url = link.text("url");
    let scheme = url.as_deref().and_then(scheme).filter(|scheme| !is_safe_scheme(scheme));
    if let Some(scheme) = &scheme {
        link.report(Code::P0402, link.at("url"), |diagnostic| diagnostic.arg("scheme", scheme));
    }
    (link.by_language("title"), url.filter(|_| scheme.is_none()))
}

const LANGUAGE_TAG: &str = "a language tag like \"zh\" or \"en\"";

/// `text` as the address of a site: http or https, a host, no query, no fragment, a slash at the end.
pub fn base_url(text: &str) -> Option<String> {
    let url = web_address(text)?;
    Some(url + "/")
}

/// An http or https address without query and fragment, without the slash at its end.
fn web_address(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let good = |c: char| !c.is_whitespace() && !c.is_control() && !"?#\\\"<>".contains(c);
    let host = rest.split('/').next().unwrap_or_default();
    (!host.is_empty() && rest.chars().all(good)).then(|| text.trim_end_matches('/').to_owned())
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\'])
}

#[cfg(test)]
mod tests;
