//! JSON Schemas: with them, editors complete and check the files of authors.
//!
//! In: nothing for `book.toml`; a kind and the configuration for the front matter of its pages. Out: JSON Schema
//! (draft 7, which the usual extensions for TOML and YAML know).
//!
//! What always holds: a schema is made from the values that its files are read with. That the table of keys has every
//! key that the reader of the configuration asks for, and no other, is a test here.
//!
//! Deliberately not here: what a schema cannot say, such as whether a page exists.

use super::{
    config::{entry::ValueKind, keys::KEYS},
    metadata::{
        FIELDS,
        names::{READ, SYNONYMS},
        plain,
    },
};
use crate::{
    diag::UiLang,
    model::{Config, Facet, Field, FieldType, Kind},
};
use serde_json::{Map, Value, json};

/// The first entry of each schema. It marks the file as one that `portal` wrote.
pub const COMMENT: &str = "portal schema --save writes this file";
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// The schema of `book.toml`, its descriptions in that language.
pub fn book(lang: UiLang) -> Value {
    let mut root = table();
    for key in KEYS.iter().filter(|key| !matches!(key.kind, ValueKind::Table)) {
        let mut leaf = of_kind(key.kind);
        let [zh, en] = key.words;
        let words = if lang == UiLang::Zh { zh } else { en };
        if !words.is_empty() {
            leaf["description"] = json!(plain(words));
        }
        insert(&mut root, key.path, leaf);
    }
    // Other keys of these tables are metadata.
    root["properties"]["pages"]["items"]["additionalProperties"] = json!(true);
    root["properties"]["pages"]["items"]["required"] = json!(["path"]);
    root["$comment"] = json!(COMMENT);
    root["$schema"] = json!(DRAFT);
    root["title"] = json!("book.toml");
    root
}

/// The schema of the front matter of a kind's pages.
pub fn front_matter(kind: &Kind, config: &Config) -> Value {
    let mut properties = Map::new();
    for (name, field) in &FIELDS {
        properties.insert((*name).to_owned(), of_type(field));
    }
    for name in config.common_taxonomies() {
        properties.insert(name.clone(), of_type(&FieldType::Terms));
    }
    properties.insert("taxonomies".into(), json!({"type": "object"}));
    properties.extend(READ.iter().map(|name| ((*name).to_owned(), json!({}))));
    properties.insert("extra".into(), json!({}));
    for (facet, names) in
        [(Facet::Staged, &["id", "stages", "stage"][..]), (Facet::Timed, &["start"]), (Facet::Grouped, &["groups"])]
    {
        for name in names.iter().filter(|_| kind.has(facet)) {
            properties.insert((*name).to_owned(), json!({}));
        }
    }
    for (name, field) in &kind.fields {
        properties.insert(name.clone(), of_type(&field.kind));
    }
    for (synonym, name) in SYNONYMS {
        if let Some(field) = properties.get(name).cloned() {
            properties.entry(synonym).or_insert(field);
        }
    }
    properties["kind"] = json!({"enum": config.kinds.iter().map(|kind| &kind.name).collect::<Vec<_>>()});
    json!({
        "$comment": COMMENT,
        "$schema": DRAFT,
        "title": kind.name,
        "type": "object",
        "properties": properties,
        "required": required(&kind.fields),
        "additionalProperties": false,
    })
}

fn required(fields: &[(String, Field)]) -> Vec<&String> {
    fields.iter().filter(|(_, field)| field.required).map(|(name, _)| name).collect()
}

fn text() -> Value {
    json!({"type": ["string", "number"]})
}

/// One value, or a list of them.
fn one_or_more(value: &Value) -> Value {
    json!({"anyOf": [value, {"type": "array", "items": value}]})
}

fn of_type(field: &FieldType) -> Value {
    match field {
        FieldType::Bool => json!({"type": "boolean"}),
        FieldType::Number => json!({"type": "number"}),
        FieldType::Date => json!({"type": "string", "pattern": "^\\d{4}"}),
        FieldType::Duration => json!({"type": "string", "pattern": "\\d"}),
        FieldType::Text
        | FieldType::Markdown
        | FieldType::Url
        | FieldType::Image
        | FieldType::Term
        | FieldType::TimeZone
        | FieldType::Ref(_) => text(),
        FieldType::Terms | FieldType::Refs(_) | FieldType::List => one_or_more(&text()),
        FieldType::Table(columns) => {
            let cells: Map<String, Value> =
                columns.iter().map(|(name, column)| (name.clone(), of_type(&column.kind))).collect();
            let row = json!({
                "type": "object",
                "properties": cells,
                "required": required(columns),
                "additionalProperties": false,
            });
            one_or_more(&json!({"anyOf": [row, text()]}))
        }
    }
}

fn of_kind(kind: ValueKind) -> Value {
    match kind {
        ValueKind::Text(_) => json!({"type": "string"}),
        ValueKind::Texts(_) => one_or_more(&json!({"type": "string"})),
        ValueKind::Flag => json!({"type": "boolean"}),
        ValueKind::Whole(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        ValueKind::Wholes(least, most) => json!({"type": "array", "items": of_kind(ValueKind::Whole(least, most))}),
        ValueKind::Word(words) => json!({"enum": words}),
        ValueKind::Words(words) => one_or_more(&of_kind(ValueKind::Word(words))),
        ValueKind::ByLanguage => {
            json!({"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]})
        }
        ValueKind::Repository => json!({"anyOf": [{"type": "string"}, {
            "type": "object",
            "properties": {"url": {"type": "string"}, "branch": {"type": "string"}},
            "required": ["url"],
            "additionalProperties": false,
        }]}),
        ValueKind::Table | ValueKind::Any => json!({}),
    }
}

fn table() -> Value {
    json!({"type": "object", "properties": {}, "additionalProperties": false})
}

/// Puts `leaf` at `path`: `portal.menu[].title`, `kinds.*.match`.
fn insert(at: &mut Value, path: &str, leaf: Value) {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let (name, is_list) = name.strip_suffix("[]").map_or((name, false), |name| (name, true));
    let place = match name {
        "*" => &mut at["additionalProperties"],
        name => &mut at["properties"][name],
    };
    let Some(rest) = rest else { return *place = leaf };
    if !place.is_object() {
        *place = if is_list { json!({"type": "array", "items": table()}) } else { table() };
    }
    insert(if is_list { &mut place["items"] } else { place }, rest, leaf);
}

#[cfg(test)]
mod tests;
