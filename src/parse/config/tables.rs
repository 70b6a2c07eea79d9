//! Readers of tables whose keys depend on each other, or on what the site calls its kinds, taxonomies and languages.
//!
//! In: the value of a key. Out: fields of the [`Config`]. `keys` names each of them; the types of the keys inside are
//! there, too.
//!
//! Deliberately not here: tables of kinds (`parse/kinds`).

use super::entry::KeyValue;
use crate::{
    diag::{Code, nearest},
    model::{
        ByLanguage, Config, Lang, Language, LogoFile, MenuEntry, Node, RelPath, Repository, SearchWeights, Strip,
        TaxonomyConfig, Value, is_safe_scheme, scheme, time_zone,
    },
    parse::{
        fields::{Fields, nfc},
        kinds as page_kinds,
        metadata::FIELDS,
    },
};
use regex::Regex;

/// What a text must be, as diagnostics say it.
pub(super) mod expected {
    pub(in crate::parse::config) const FOLDER: &str = "a folder of the project";
    pub(in crate::parse::config) const LANGUAGE_TAG: &str = "a language tag like \"zh\" or \"en\"";
    pub(in crate::parse::config) const SITE_ADDRESS: &str = "an address like \"https://example.org/site/\"";
    pub(in crate::parse::config) const THEME_NAME: &str = "the name of a folder in themes";
}

/// Most links in the head of the home page: with more of them, none stands out.
const MOST_ACTIONS: usize = 3;
/// The largest weight of a place in the search.
pub(super) const MOST_WEIGHT: i64 = 1000;

/// `repository = "https://github.com/o/r"`, with `branch` beside it or in a table with `url`.
pub(super) fn repository(value: &mut KeyValue, config: &mut Config) {
    let expected = "an address like \"https://github.com/owner/name\"";
    let (fields, name) = (&mut *value.fields, value.name);
    let beside = fields.text("branch");
    let (mut url, mut inside) = (None, None);
    match fields.node(name) {
        Some(Node { value: Value::Table(_), .. }) => fields.table(name, |table| {
            url = table.parsed("url", expected, web_address);
            table.require("url", expected);
            inside = table.text("branch");
        }),
        Some(_) => url = fields.parsed(name, expected, web_address),
        None => {}
    }
    let branch = inside.or(beside).unwrap_or_else(|| "main".into());
    config.repository = url.map(|url| Repository { url, branch });
}

pub(super) fn strip(value: &mut KeyValue, config: &mut Config) {
    value.fields.tables(value.name, |rule| {
        let from = rule.parsed("from", "a regular expression", |from| Regex::new(from).ok().map(|_| from.to_owned()));
        rule.require("from", "a regular expression");
        config.strip.extend(from.map(|from| Strip { from }));
    });
}

pub(super) fn accent(value: &mut KeyValue, config: &mut Config) {
    let fields = &mut *value.fields;
    let Some(text) = fields.text(value.name) else { return };
    let at = fields.at(value.name);
    match super::accent::accent(text.trim()) {
        Ok(accent) => config.accent = Some(accent),
        Err(None) => fields.report_wrong(value.name, &at, "a colour like \"#0b5cad\""),
        Err(nearest) => {
            fields.report_wrong_nearest(value.name, &at, "a colour that can be read on white", nearest.as_deref())
        }
    }
}

pub(super) fn links(value: &mut KeyValue, config: &mut Config) {
    config.links = titled_links(value.fields, value.name);
}

pub(super) fn menu(value: &mut KeyValue, config: &mut Config) {
    value.fields.tables(value.name, |link| {
        let at = link.at("url");
        let (title, url) = titled_link(link);
        config.menu.extend(title.zip(url).map(|(title, url)| MenuEntry { title, url, at }));
    });
}

pub(super) fn favicon(value: &mut KeyValue, config: &mut Config) {
    config.logo.icon = picture(value.fields, value.name);
}

fn picture<'a>(fields: &mut Fields<'a>, name: &'a str) -> Option<LogoFile> {
    let path = fields.parsed(name, "the path of a picture", |path| RelPath::new(path.trim_start_matches('/')))?;
    Some(LogoFile { path, at: fields.at(name) })
}

/// A file, or a table of files.
pub(super) fn logo(value: &mut KeyValue, config: &mut Config) {
    let (fields, logo) = (&mut *value.fields, &mut config.logo);
    match fields.node(value.name) {
        Some(Node { value: Value::Table(_), .. }) => fields.table(value.name, |table| {
            logo.dark = picture(table, "dark");
            logo.light = picture(table, "light").or_else(|| logo.dark.take());
            logo.hides_title = is_hidden(table, "title");
        }),
        _ => logo.light = picture(fields, value.name),
    }
}

pub(super) fn hero(value: &mut KeyValue, config: &mut Config) {
    let hero = &mut config.hero;
    value.fields.table(value.name, |table| {
        hero.lead = table.by_language("lead").unwrap_or_default();
        hero.command = table.text("command").unwrap_or_default();
        hero.actions = titled_links(table, "actions");
        if hero.actions.len() > MOST_ACTIONS {
            hero.actions.truncate(MOST_ACTIONS);
            table.report_wrong("actions", &table.at("actions"), "at most three links");
        }
    });
}

pub(super) fn footer(value: &mut KeyValue, config: &mut Config) {
    let footer = &mut config.footer;
    value.fields.table(value.name, |table| {
        footer.text = table.by_language("text").unwrap_or_default();
        footer.copyright = table.by_language("copyright").unwrap_or_default();
        table.tables("notes", |note| {
            let has_address = note.node("url").is_some();
            let (title, url) = if has_address { titled_link(note) } else { (note.by_language("title"), None) };
            footer.notes.extend(title.map(|title| (title, url.unwrap_or_default())));
        });
        table.tables("columns", |column| {
            column.require("title", "a text");
            let title = column.by_language("title");
            let links = titled_links(column, "links");
            footer.columns.extend(title.map(|title| (title, links)));
        });
        footer.hides_credit = is_hidden(table, "credit");
    });
}

fn is_hidden<'a>(fields: &mut Fields<'a>, name: &'a str) -> bool {
    fields.one_of(name, &[("shown", false), ("hidden", true)]).unwrap_or_default()
}

/// A list of links, each with its title.
fn titled_links<'a>(fields: &mut Fields<'a>, name: &'a str) -> Vec<(ByLanguage, String)> {
    let mut links = Vec::new();
    fields.tables(name, |link| {
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

pub(super) fn search_weights(value: &mut KeyValue, config: &mut Config) {
    let SearchWeights { title, terms, headings, text } = &mut config.search.weights;
    value.fields.table(value.name, |table| {
        for (name, weight) in [("title", title), ("terms", terms), ("headings", headings), ("text", text)] {
            *weight = table.number(name, 0..=MOST_WEIGHT).map_or(*weight, |number| number as u16);
        }
    });
}

pub(super) fn taxonomies(value: &mut KeyValue, config: &mut Config) {
    value.fields.named_tables(value.name, |name, table| {
        if !page_kinds::is_part_of_address(&name.text) {
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
}

pub(super) fn kinds(value: &mut KeyValue, config: &mut Config) {
    config.kinds = page_kinds::read(value.fields, std::mem::take(&mut config.kinds));
    // Taxonomies of built-in kinds may have changed with the kinds.
    config.taxonomies.retain(|_, taxonomy| !taxonomy.of_kinds);
    config.add_taxonomies_of_kinds();
}

pub(super) fn home_blocks(value: &mut KeyValue, config: &mut Config) {
    let Some(blocks) = value.fields.list(value.name) else { return };
    let known: Vec<&str> = config.kinds.iter().map(|kind| kind.name.as_str()).chain(["newest", "needs"]).collect();
    for (block, at) in blocks.iter().filter(|(block, _)| !known.contains(&block.as_str())) {
        let nearest = nearest(block, known.iter().copied());
        value.fields.report_wrong_nearest(value.name, at, "names of kinds, \"newest\" or \"needs\"", nearest);
    }
    config.home = blocks.into_iter().map(|(block, _)| block).collect();
}

/// Headings that hold a field; fields are those of all pages, of taxonomies and of kinds.
pub(super) fn metadata(value: &mut KeyValue, config: &mut Config) {
    value.fields.table(value.name, |metadata| {
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
}

pub(super) fn pages(value: &mut KeyValue, config: &mut Config) {
    value.fields.tables(value.name, |page| {
        let path = page.parsed("path", "the path of a source", RelPath::new);
        page.require("path", "the path of a source");
        let metadata = page.take_rest();
        if let Some(path) = path
            && config.pages.insert(path, metadata).is_some()
        {
            page.report_wrong("path", &page.at("path"), "the path of a source that has no other table");
        }
    });
}

pub(super) fn audiences(value: &mut KeyValue, config: &mut Config) {
    value.fields.named_tables(value.name, |id, table| {
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
}

pub(super) fn languages(value: &mut KeyValue, config: &mut Config) {
    value.fields.named_tables(value.name, |tag, table| {
        let language = Language { title: table.text("title"), description: table.text("description") };
        match Lang::new(&tag.text) {
            Some(tag) => drop(config.languages.insert(tag, language)),
            None => table.report_wrong_name(tag, expected::LANGUAGE_TAG),
        }
    });
}

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

pub(super) fn theme_name(name: &str) -> Option<String> {
    let is_good = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\']);
    is_good.then(|| name.to_owned())
}

pub(super) fn zone_name(name: &str) -> Option<String> {
    time_zone(name).map(|_| name.to_owned())
}
