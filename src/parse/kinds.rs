//! Kinds of pages as `[kinds.NAME]` declares them.
//!
//! In: the tables of the configuration. Out: [`Kind`]s, the site's own first, in the order of the file. A table
//! with the name of a built-in kind changes that kind where it says something.
//!
//! The built-in kinds are read by the same code from `kinds.toml`. To add one, add it there. That file has whatever else
//! every site has as data, too: the blocks of the home page, the fields of facets, the kinds of steps.
//!
//! Deliberately not here: which kind a page is of (`metadata`).

use super::{
    fields::{Fields, Origin},
    toml,
};
use crate::{
    diag::nearest,
    model::{Facet, Field, FieldType, Kind, LIST_VIEWS, RelPath, Subject, Value},
};
use globset::{Glob, GlobBuilder};
use std::sync::LazyLock;

/// The word for each facet in the configuration.
pub const FACETS: [(&str, Facet); 7] = [
    ("dated", Facet::Dated),
    ("feed", Facet::Feed),
    ("grouped", Facet::Grouped),
    ("staged", Facet::Staged),
    ("timed", Facet::Timed),
    ("person", Facet::Person),
    ("audience", Facet::Audience),
];
/// The word for each type of search engines in the configuration.
pub const SUBJECTS: [(&str, Subject); 4] = [
    ("post", Subject::Post),
    ("article", Subject::Article),
    ("organisation", Subject::Organisation),
    ("person", Subject::Person),
];
/// What an address pattern may name.
const PLACEHOLDERS: [&str; 5] = ["name", "slug", "year", "month", "day"];

const FIELD_TYPES: &str = "text, markdown, number, date, duration, timezone, bool, url, image, term, terms, list, ref(KIND), \
                           refs(KIND), table(COLUMN: TYPE, ...), or one of them with !";

/// Bytes of a name that is a folder of the output. File systems take 255.
const LONGEST_NAME: usize = 200;

/// Whether a taxonomy or a kind may have this name: pages of it are in a folder of the name.
pub fn is_part_of_address(name: &str) -> bool {
    let is_bad = |c: char| c.is_control() || matches!(c, '/' | '\\' | '<' | '>' | '"' | '?' | '#');
    !name.trim().is_empty() && !name.starts_with('.') && name.len() <= LONGEST_NAME && !name.contains(is_bad)
}

/// The words of a table of words, for the table of keys.
pub const fn words_of<T, const N: usize>(table: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut at = 0;
    while at < N {
        words[at] = table[at].0;
        at += 1;
    }
    words
}

/// What every site has, as a `book.toml` would say it.
pub const BUILT_IN: &str = include_str!("kinds.toml");
/// Tables of `kinds.toml` that a `book.toml` cannot have.
pub const OWN_TABLES: [&str; 2] = ["facets", "steps"];

/// Reads one of [`OWN_TABLES`].
pub fn read_own_table(name: &'static str, read: impl FnOnce(&mut Fields)) {
    let path = RelPath::new("kinds.toml").expect("a plain name");
    let root = toml::read(&path, BUILT_IN, 0, Origin::Config).expect("a test reads it");
    let mut root = Fields::new(&path, &root, Origin::Config);
    root.table(name, read);
    root.take_rest();
    let diagnostics = root.finish();
    debug_assert!(diagnostics.is_empty(), "{diagnostics:?}");
}

/// The fields that facets bring, in their order.
static FIELDS_OF_FACETS: LazyLock<Vec<(Facet, String, Field)>> = LazyLock::new(|| {
    let mut all = Vec::new();
    read_own_table("facets", |table| {
        for (facet_name, facet) in FACETS {
            table.table(facet_name, |fields| {
                for name in fields.names() {
                    let field = fields.parsed(name, FIELD_TYPES, Field::parse);
                    all.extend(field.map(|field| (facet, name.to_owned(), field)));
                }
            });
        }
    });
    all
});

/// Reads the table `kinds`, laid over the kinds that are known.
pub fn read(fields: &mut Fields, mut known: Vec<Kind>) -> Vec<Kind> {
    let mut kinds = Vec::new();
    let mut names: Vec<String> = known.iter().map(|kind| kind.name.clone()).collect();
    if let Some(Value::Table(own)) = fields.node("kinds").map(|node| &node.value) {
        names.extend(own.iter().map(|(key, _)| key.text.clone()));
    }
    fields.named_tables("kinds", |name, fields| {
        if !is_part_of_address(&name.text) {
            fields.take_rest();
            return fields.report_wrong_name(name, "a name like \"lab\"");
        }
        let place = known.iter().position(|kind| kind.name == name.text);
        let kind = place.map_or_else(|| Kind::new(&name.text), |at| known.remove(at));
        let mut kind = laid_over(kind, fields, &names);
        add_fields_of_facets(&mut kind);
        group(&mut kind, fields);
        kinds.push(kind);
    });
    kinds.append(&mut known);
    kinds
}

/// Adds the fields of the kind's facets, as far as it has none of these names.
fn add_fields_of_facets(kind: &mut Kind) {
    for (facet, name, field) in &*FIELDS_OF_FACETS {
        if kind.has(*facet) && kind.field(name).is_none() {
            kind.fields.push((name.clone(), field.clone()));
        }
    }
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
    if let Some(view) = fields.one_of("view", &LIST_VIEWS) {
        kind.view = view;
    }
    if let Some(subject) = fields.one_of("subject", &SUBJECTS) {
        kind.subject = subject;
    }
    fields.table("fields", |fields| {
        for name in fields.names() {
            let Some(field) = fields.parsed(name, FIELD_TYPES, Field::parse) else { continue };
            if field.kind.is_taxonomy() && !is_part_of_address(name) {
                fields.report_wrong(name, &fields.at(name), "a field with a name like \"industry\" if it holds terms");
                continue;
            }
            if let FieldType::Ref(to) | FieldType::Refs(to) = &field.kind
                && !kinds.contains(to)
            {
                let nearest = nearest(to, kinds.iter().map(String::as_str));
                fields.report_wrong_nearest(name, &fields.at(name), "a reference to a kind that exists", nearest);
                continue;
            }
            match kind.fields.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = field,
                None => kind.fields.push((name.to_owned(), field)),
            }
        }
    });
    fields.table("labels", |fields| {
        for name in fields.names() {
            kind.labels.extend(fields.by_language(name).map(|label| (name.to_owned(), label)));
        }
    });
    kind
}

/// Reads by which field lists are grouped: one of the kind, or of its facets.
fn group(kind: &mut Kind, fields: &mut Fields) {
    if let Some(name) = fields.text("group-by") {
        let terms = kind.fields.iter().filter(|(_, field)| field.kind.is_taxonomy()).map(|(name, _)| name.as_str());
        if terms.clone().any(|term| term == name) {
            kind.group_by = Some(name);
        } else {
            let nearest = nearest(&name, terms);
            fields.report_wrong_nearest("group-by", &fields.at("group-by"), "a field of terms of this kind", nearest);
        }
    }
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
            fields.report_wrong(name, at, "a glob like \"labs/**\"");
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

#[cfg(test)]
mod tests {
    use super::BUILT_IN;
    use crate::{model::Kind, parse::config::read_built_in};

    #[test]
    fn the_built_in_kinds_are_without_mistakes() {
        let (config, diagnostics) = read_built_in(BUILT_IN);
        assert_eq!(diagnostics, Vec::new());
        let kinds = config.kinds;
        let has_titles = |kind: &Kind| kind.title.contains_key("zh") && kind.title.contains_key("en");
        assert!(kinds.len() > 1 && kinds.iter().all(has_titles), "{kinds:?}");
    }

    #[test]
    fn a_built_in_kind_is_one_entry() {
        let text = "[kinds.lab]\ntitle = { zh = \"实验\" }\nfacets = [\"dated\"]\nfields.level = \"text\"\n";
        let (config, diagnostics) = read_built_in(&(BUILT_IN.to_owned() + "\n" + text));
        let lab = config.kinds.last().expect("it was added");
        assert_eq!((lab.name.as_str(), lab.fields.len(), diagnostics), ("lab", 1, Vec::new()));
    }
}
