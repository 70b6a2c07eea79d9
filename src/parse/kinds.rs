//! Kinds of pages as `[kinds.NAME]` declares them.
//!
//! In: the tables of the configuration. Out: [`Kind`]s, the site's own first, in the order of the file. A table
//! with the name of a built-in kind changes that kind where it says something.
//!
//! Deliberately not here: which kind a page is of (`metadata`), and the built-in kinds (`model`).

use super::fields::Fields;
use crate::{
    diag::nearest,
    model::{Facet, Field, FieldType, Kind, Value},
};
use globset::{Glob, GlobBuilder};

const FACETS: [(&str, Facet); 7] = [
    ("dated", Facet::Dated),
    ("feed", Facet::Feed),
    ("grouped", Facet::Grouped),
    ("staged", Facet::Staged),
    ("timed", Facet::Timed),
    ("person", Facet::Person),
    ("audience", Facet::Audience),
];
/// What an address pattern may name.
const PLACEHOLDERS: [&str; 4] = ["slug", "year", "month", "day"];

/// Bytes of a name that is a folder of the output. File systems take 255.
const LONGEST_NAME: usize = 200;

/// Whether a taxonomy or a kind may have this name: pages of it are in a folder of the name.
pub fn is_part_of_address(name: &str) -> bool {
    let is_bad = |c: char| c.is_control() || matches!(c, '/' | '\\' | '<' | '>' | '"' | '?' | '#');
    !name.trim().is_empty() && !name.starts_with('.') && name.len() <= LONGEST_NAME && !name.contains(is_bad)
}

/// Reads the table `kinds`.
pub fn read(fields: &mut Fields) -> Vec<Kind> {
    let mut built_in = Kind::built_in();
    let mut kinds = Vec::new();
    let mut names: Vec<String> = built_in.iter().map(|kind| kind.name.clone()).collect();
    if let Some(Value::Table(own)) = fields.node("kinds").map(|node| &node.value) {
        names.extend(own.iter().map(|(key, _)| key.text.clone()));
    }
    fields.named_tables("kinds", |name, fields| {
        if !is_part_of_address(&name.text) {
            fields.others();
            return fields.wrong_name(name, "a name like \"lab\"");
        }
        let known = built_in.iter().position(|kind| kind.name == name.text);
        let kind = known.map_or_else(|| Kind::new(&name.text), |at| built_in.remove(at));
        kinds.push(laid_over(kind, fields, &names));
    });
    kinds.append(&mut built_in);
    kinds
}

fn laid_over(mut kind: Kind, fields: &mut Fields, kinds: &[String]) -> Kind {
    if let Some(title) = fields.by_language("title") {
        kind.title = title;
    }
    if let Some(globs) = fields.list("match") {
        kind.matches = globs_only(fields, "match", globs);
    }
    if let Some(url) =
        fields.parsed("url", "an address like \"/labs/{slug}/\"", |url| is_pattern(url).then(|| url.into()))
    {
        kind.url = Some(url);
    }
    if let Some(template) = fields.text("template") {
        kind.template = Some(template);
    }
    if let Some(facets) = fields.words("facets", &FACETS) {
        kind.facets = facets;
    }
    fields.table("fields", |fields| {
        for name in fields.names() {
            let types = "text, markdown, number, date, duration, timezone, bool, url, image, term, terms, list, ref(KIND), \
                         refs(KIND), table(COLUMN: TYPE, ...), or one of them with !";
            let Some(field) = fields.parsed(name, types, Field::parse) else { continue };
            if field.kind.is_taxonomy() && !is_part_of_address(name) {
                fields.wrong(name, &fields.at(name), "a field with a name like \"industry\" if it holds terms");
                continue;
            }
            if let FieldType::Ref(to) | FieldType::Refs(to) = &field.kind
                && !kinds.contains(to)
            {
                let nearest = nearest(to, kinds.iter().map(String::as_str));
                fields.wrong_nearest(name, &fields.at(name), "a reference to a kind that exists", nearest);
                continue;
            }
            match kind.fields.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = field,
                None => kind.fields.push((name.to_owned(), field)),
            }
        }
    });
    kind.add_fields_of_facets();
    if let Some(name) = fields.text("group-by") {
        let terms = kind.fields.iter().filter(|(_, field)| field.kind.is_taxonomy()).map(|(name, _)| name.as_str());
        if terms.clone().any(|term| term == name) {
            kind.group_by = Some(name);
        } else {
            let nearest = nearest(&name, terms);
            fields.wrong_nearest("group-by", &fields.at("group-by"), "a field of terms of this kind", nearest);
        }
    }
    fields.table("labels", |fields| {
        for name in fields.names() {
            kind.labels.extend(fields.by_language(name).map(|label| (name.to_owned(), label)));
        }
    });
    kind
}

/// A glob whose `*` does not go across folders.
pub fn glob(text: &str) -> Option<Glob> {
    GlobBuilder::new(text).literal_separator(true).build().ok()
}

/// The globs among the values of `name`, with a diagnostic for each that is none.
pub fn globs_only<'a>(
    fields: &mut Fields<'a>,
    name: &'a str,
    values: Vec<(String, std::ops::Range<usize>)>,
) -> Vec<String> {
    let good = values.into_iter().filter(|(glob, at)| {
        let good = self::glob(glob).is_some();
        if !good {
            fields.wrong(name, at, "a glob like \"labs/**\"");
        }
        good
    });
    good.map(|(glob, _)| glob).collect()
}

fn is_pattern(url: &str) -> bool {
    let mut parts = url.split('{');
    parts.next().is_some_and(|part| part.starts_with('/') && !part.contains('}'))
        && parts.all(|part| {
            part.split_once('}').is_some_and(|(name, rest)| PLACEHOLDERS.contains(&name) && !rest.contains('}'))
        })
}
