//! Whether a page is published and who finds it: our fields, and those of other tools.
//!
//! In: the fields of a page, and its kind. Out: what [`Meta`] says about publication.
//!
//! What always holds: a field that the page's kind has means what the kind says. A value that cannot be read keeps the
//! page back, so that a mistake publishes nothing early.
//!
//! Deliberately not here: today's date (`site`).

use super::{
    MetadataOptions,
    names::{READ, SYNONYMS},
    place::is_page_of_folder,
    read_authors, terms,
};
use crate::{
    model::{Cascade, Date, Kind, Meta, Node, Places, RelPath, Value},
    parse::fields::{Fields, is_like},
};

/// Fields of other tools that are read here.
pub const NAMES: [&str; 23] = [
    "cascade",
    "publish_date",
    "published",
    "publish",
    "private",
    "password",
    "encrypt",
    "encrypted",
    "headless",
    "render",
    "build",
    "hidden",
    "robots",
    "noindex",
    "robots_no_index",
    "sitemap",
    "search",
    "search_exclude",
    "search_hidden",
    "in_search_index",
    "exclude_from_search",
    "pagefind",
    "listed",
];

/// Reads the day before which a page is not published, and the date of pages that have no other.
pub fn read_dates(fields: &mut Fields, meta: &mut Meta) {
    meta.publish_date = fields.date("publish_date").or(meta.publish_date);
    // MkDocs has both dates in one field.
    if let Some(Node { value: Value::Table(entries), .. }) = fields.node("date") {
        let mut day = |names: &[&str]| {
            let mut known = entries.iter().filter(|(key, _)| names.iter().any(|name| is_like(name, &key.text)));
            let (_, node) = known.find(|(_, node)| node.value != Value::Null)?;
            fields.date_of(text(node).unwrap_or_default(), &node.at).map(|(date, _)| date)
        };
        meta.date = day(&["created", "date", "published", "start"]).or(meta.date);
        meta.updated = day(&["updated", "modified", "lastmod"]).or(meta.updated);
        return;
    }
    let published = fields.node("published").and_then(text).and_then(Date::parse);
    meta.date = fields.date("date").or(meta.date).or(published).or(meta.publish_date);
}

/// Reads the fields; what they say is added to what other tables of the page said.
pub fn read<'a>(fields: &mut Fields<'a>, kind: &Kind, meta: &mut Meta) {
    let mut flags = FreeFields { fields, kind };
    if flags.node("draft").is_some() {
        meta.draft = flags.fields.flag("draft").unwrap_or(true);
        meta.exempt.draft = !meta.draft;
    }
    // A date under these names says nothing about drafts.
    meta.draft |= !flags.is_public("published") || !flags.is_public("publish") || flags.is("private", true);
    meta.draft |= meta.publish_date.is_none() && flags.node("publish_date").is_some();
    meta.expires = flags.fields.end("expires").or(meta.expires);
    meta.draft |= meta.expires.is_none() && flags.node("expires").is_some_and(|node| node.value != Value::Null);
    let is_locked = flags.node("password").and_then(text).is_some_and(|password| !password.is_empty());
    meta.never |= is_locked || flags.is("encrypt", true) || flags.is("encrypted", true);
    meta.never |= flags.is("headless", true) || flags.is("render", false);
    if let Some(build) = flags.node("build") {
        let (render, list) = (inside(build, "render"), inside(build, "list"));
        meta.never |= render.is_some_and(|word| ["never", "false", "link"].contains(&word));
        meta.unlisted |= list.is_some_and(|word| ["never", "false", "local"].contains(&word));
        let is_always = |word: Option<&str>| word.is_some_and(|word| ["always", "true"].contains(&word));
        meta.exempt.never |= is_always(render);
        meta.exempt.unlisted |= is_always(list);
    }
    let is_written = flags.node("unlisted").is_some();
    let unlisted = flags.fields.flag("unlisted").or(is_written.then_some(true));
    let robots = flags.node("robots").into_iter().flat_map(texts).any(|text| {
        let mut words = text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_lowercase);
        words.any(|word| word == "noindex" || word == "none")
    });
    let is_not_indexed = flags.node("robots").and_then(|robots| inside(robots, "index")) == Some("false");
    let robots = robots || is_not_indexed;
    meta.noindex |= robots || flags.is("noindex", true) || flags.is("robots_no_index", true) || unlisted == Some(true);
    let is_off = |flags: &mut FreeFields<'_, 'a>| {
        let sitemap = flags.node("sitemap").and_then(|sitemap| inside(sitemap, "disable"));
        let search = flags.node("search").and_then(|search| inside(search, "exclude"));
        sitemap == Some("true") || search == Some("true")
    };
    let off = ["sitemap", "search", "in_search_index", "pagefind", "listed"];
    let on = ["hidden", "search_exclude", "search_hidden", "exclude_from_search"];
    meta.unlisted |= is_off(&mut flags)
        || off.iter().any(|name| flags.is(name, false))
        || on.iter().any(|name| flags.is(name, true));
    meta.unlisted = (meta.unlisted || meta.noindex) && unlisted != Some(false);
}

/// Reads what the page of a folder says of the pages in it: the fields of `cascade`. A bundle that is headless has none.
pub fn read_cascade<'a>(
    fields: &mut Fields<'a>,
    kind: &Kind,
    path: &RelPath,
    options: &'a MetadataOptions,
    meta: &mut Meta,
) {
    let node = fields.node("cascade");
    let tables = match node.map(|node| (&node.value, node)) {
        Some((Value::List(tables), _)) => tables.as_slice(),
        Some((_, node)) => std::slice::from_ref(node),
        None => &[],
    };
    let mut said = Meta::default();
    for table in tables {
        // In a table of its own, or among the others.
        for node in [table].into_iter().chain(value(table, "params")) {
            let mut inner = fields.inner(node, &SYNONYMS, &READ);
            read_dates(&mut inner, &mut said);
            read(&mut inner, kind, &mut said);
            said.authors = read_authors(&mut inner).unwrap_or(said.authors);
            for name in options.config.common_taxonomies() {
                if let Some(terms) = inner.terms_at(name) {
                    terms::put_terms(&mut said, &mut Places::default(), name, terms, false);
                }
            }
        }
    }
    let is_bundle = path.stem() == "index" && meta.never;
    let is_head = path.stem().split('.').next() == Some("_index");
    said.draft |= meta.draft && is_head && options.config.path_rules.drafts_cascade;
    let Meta { draft, publish_date, expires, never, unlisted, noindex, authors, terms, .. } = said;
    let never = never || is_bundle;
    let cascade = Cascade { draft, publish_date, expires, never, unlisted, noindex, is_own: false, authors, terms };
    if cascade != Cascade::default() && is_page_of_folder(path) {
        let is_own = tables.iter().all(|table| ["_target", "target"].iter().all(|name| value(table, name).is_none()));
        meta.cascade = Some(Box::new(Cascade { is_own, ..cascade }));
    }
}

/// The fields of a page that its kind does not have.
pub(super) struct FreeFields<'f, 'a> {
    pub fields: &'f mut Fields<'a>,
    pub kind: &'f Kind,
}

impl<'a> FreeFields<'_, 'a> {
    /// The value of a field that is not one of the kind's own.
    pub(super) fn node(&mut self, name: &'static str) -> Option<&'a Node> {
        if self.kind.field(name).is_some() { None } else { self.fields.node(name) }
    }

    /// Whether a field says yes, or no; a value of another sort says neither.
    pub(super) fn is(&mut self, name: &'static str, wanted: bool) -> bool {
        let text = self.node(name).and_then(text).map(str::to_lowercase);
        match text.as_deref() {
            Some("true" | "yes" | "on" | "1") => wanted,
            Some("false" | "no" | "off" | "0") => !wanted,
            _ => false,
        }
    }

    /// Whether a field says that the page is published: a word that is none keeps it back. A date says nothing.
    fn is_public(&mut self, name: &'static str) -> bool {
        let text = self.node(name).and_then(text).unwrap_or_default().to_lowercase();
        matches!(&*text, "" | "true" | "yes" | "on" | "1") || Date::parse(&text).is_some()
    }
}

/// A scalar, trimmed.
pub(super) fn text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Scalar { text, .. } => Some(text.trim()),
        _ => None,
    }
}

/// The texts of a list, or one alone.
fn texts(node: &Node) -> Vec<&str> {
    match &node.value {
        Value::List(nodes) => nodes.iter().filter_map(text).collect(),
        _ => text(node).into_iter().collect(),
    }
}

/// A text inside a table.
pub(super) fn inside<'n>(node: &'n Node, name: &str) -> Option<&'n str> {
    value(node, name).and_then(text)
}

/// A value inside a table.
pub(super) fn value<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let Value::Table(entries) = &node.value else { return None };
    entries.iter().find(|(key, _)| key.text.eq_ignore_ascii_case(name)).map(|(_, node)| node)
}
