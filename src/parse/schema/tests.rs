//! The schemas know what the readers ask for, no more and no less.

use super::*;
use crate::{
    model::RelPath,
    parse::{
        config, fields,
        metadata::{self, MetadataOptions},
    },
};
use std::collections::BTreeSet;

/// The names that readers asked for while `read` ran.
fn asked(read: impl FnOnce()) -> BTreeSet<String> {
    fields::ASKED.take();
    read();
    fields::ASKED.take()
}

#[test]
fn every_key_of_the_configuration_is_in_the_schema() {
    let every_table = "[book]\n[portal]\n[[portal.strip]]\n[[portal.menu]]\n[[portal.links]]\n[portal.logo]\n[[portal.footer.notes]]\n[[portal.footer.columns]]\n\
                       [[portal.footer.columns.links]]\n[home]\n[[home.hero.actions]]\n[markdown]\n[typography]\n\
                       [search]\n[search.weights]\n[images]\n[check]\n[taxonomies.x]\naliases.x = 'y'\n[kinds.x]\nfields.x = 'text'\nlabels.x = 'y'\n\
                       [metadata]\n[[pages]]\n[audiences.x]\n[languages.xx]\n";
    let path = RelPath::new("book.toml").unwrap();
    let asked = asked(|| drop(config::read(&path, every_table.as_bytes())));
    let normal = |name: &String| match name.split_once('.') {
        Some(("metadata", _)) => "metadata.*".to_owned(),
        _ => name
            .split('.')
            .map(|part| if ["x", "xx"].contains(&part) { "*" } else { part })
            .collect::<Vec<_>>()
            .join("."),
    };
    let asked: BTreeSet<String> = asked.iter().map(normal).collect();
    let mut known: BTreeSet<String> = KEYS.iter().map(|key| key.path.replace("[]", "")).collect();
    let mut tables: BTreeSet<String> = BTreeSet::new();
    for path in &known {
        tables.extend(path.match_indices('.').map(|(end, _)| path[..end].to_owned()));
    }
    tables.retain(|table| !table.ends_with('*'));
    known.extend(tables);
    // What an audience needs is metadata, which nobody asks for here.
    known.remove("audiences.*");
    let differing: Vec<_> = asked.symmetric_difference(&known).collect();
    assert!(differing.is_empty(), "only read, or only in the schema: {differing:?}");
}

#[test]
fn every_field_of_a_page_is_in_its_kinds_schema() {
    let config = crate::parse::config::defaults();
    let book = RelPath::new("book.toml").unwrap();
    let options = MetadataOptions::new(&config, &book);
    for kind in &config.kinds {
        let path = RelPath::new("a.md").unwrap();
        let asked = asked(|| drop(metadata::read(&path, &path, &format!("---\nkind: {}\n---\n", kind.name), &options)));
        let schema = front_matter(kind, &config);
        let known = schema["properties"].as_object().unwrap();
        let missing: Vec<_> = asked.iter().filter(|name| !known.contains_key(*name)).collect();
        assert!(missing.is_empty(), "the schema of {} lacks {missing:?}", kind.name);
        let synonyms: Vec<&str> = SYNONYMS.iter().map(|(synonym, _)| *synonym).collect();
        let unread: Vec<_> =
            known.keys().filter(|name| !asked.contains(*name) && !synonyms.contains(&name.as_str())).collect();
        assert!(unread.is_empty(), "nobody reads {unread:?} of {}", kind.name);
    }
}

#[test]
fn a_kind_of_the_sites_own_has_a_schema() {
    let text = "[kinds.lab.fields]\nhours = 'number!'\nrows = 'table(what!, since: date)'\n";
    let (config, _) = config::read(&RelPath::new("book.toml").unwrap(), text.as_bytes());
    let schema = front_matter(&config.kinds[0], &config);
    assert_eq!(schema["required"], json!(["hours"]));
    assert_eq!(schema["properties"]["hours"], json!({"type": "number"}));
    assert_eq!(schema["properties"]["rows"]["anyOf"][0]["anyOf"][0]["required"], json!(["what"]));
    assert_eq!(schema["properties"]["author"], schema["properties"]["authors"]);
    assert_eq!(schema["properties"]["kind"]["enum"][0], "lab");
}

#[test]
fn the_schema_of_the_configuration_has_tables_in_tables() {
    let schema = book(UiLang::En);
    let kind = &schema["properties"]["kinds"]["additionalProperties"]["properties"];
    assert_eq!(kind["fields"]["additionalProperties"]["type"], "string");
    assert_eq!(schema["properties"]["portal"]["properties"]["menu"]["items"]["properties"]["url"]["type"], "string");
    assert_eq!(schema["properties"]["portal"]["properties"]["drafts"]["description"], "publish drafts");
}
