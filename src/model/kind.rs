//! Kinds of pages. A kind is data: the program knows facets, never kinds by name.

use super::Field;
use std::collections::BTreeMap;

/// A named set of typed fields and facets, with an address pattern and a template.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Kind {
    /// The word in `kind:`, `essay`.
    pub name: String,
    /// What readers see, by language tag: `{"zh": "文章", "en": "Essays"}`; `""` for every other language.
    pub title: BTreeMap<String, String>,
    /// Globs of files that are of this kind; the first kind in file order that matches wins.
    pub matches: Vec<String>,
    /// Address pattern, `/essays/{slug}/`; `None` follows the source path.
    pub url: Option<String>,
    /// Name of the template without `.html`; `None` is that of the kind's own name, else `page`.
    pub template: Option<String>,
    pub facets: Vec<Facet>,
    /// In the order in which pages show them.
    pub fields: Vec<(String, Field)>,
    /// The field of terms by which lists of its pages are grouped.
    pub group_by: Option<String>,
    /// What readers see for a field, by its name and by language tag.
    pub labels: BTreeMap<String, BTreeMap<String, String>>,
    /// The type of its pages for search engines.
    pub subject: Subject,
}

/// The type of a page, or of its subject, in schema.org.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Subject {
    /// A post, if it has a date.
    Post,
    /// An article about somebody, `customer`.
    Article,
    /// An organisation itself.
    Organisation,
    /// Somebody.
    Person,
}

/// A built-in kind: name, titles in Chinese and English, folders that hold its pages, facets, fields.
type BuiltIn = (
    &'static str,
    [&'static str; 2],
    &'static [&'static str],
    &'static [Facet],
    &'static [(&'static str, &'static str)],
);

/// `page` is what a file is when nothing else says what it is, `essay` when it has a date.
const BUILT_IN: [BuiltIn; 9] = [
    ("page", ["页面", "Pages"], &[], &[], &[]),
    ("essay", ["文章", "Essays"], &[], &[Facet::Dated, Facet::Feed], &[]),
    (
        "audience",
        ["角色", "Audiences"],
        &["audiences"],
        &[Facet::Audience],
        &[
            ("needs", "table(text!, link: url)"),
            ("offers", "table(text!, link: url)"),
            ("map", "ref(map)"),
            ("start", "table(text!, link: url)"),
        ],
    ),
    ("map", ["学习图谱", "Learning maps"], &["maps", "学习图谱"], &[Facet::Staged], &[("level", "text")]),
    (
        "solution",
        ["解决方案", "Solutions"],
        &["solutions", "解决方案"],
        &[Facet::Dated, Facet::Feed, Facet::Grouped],
        &[
            ("number", "text"),
            ("problem", "markdown"),
            ("industry", "terms"),
            ("scenario", "terms"),
            ("features", "list"),
            ("steps", "list"),
            ("lab", "url"),
            ("benchmark", "table(label!, value!, unit, baseline, source)"),
            ("cases", "refs(case)"),
            ("partners", "refs(partner)"),
        ],
    ),
    (
        "case",
        ["标杆案例", "Case studies"],
        &["cases", "案例"],
        &[Facet::Dated, Facet::Feed],
        &[
            ("customer", "text"),
            ("industry", "terms"),
            ("region", "terms"),
            ("scale", "text"),
            ("products", "terms"),
            ("challenge", "markdown"),
            ("results", "table(label!, before, after, unit, source)"),
            ("quote", "table(text!, name, role)"),
            ("logo", "image"),
            ("solutions", "refs(solution)"),
            ("partners", "refs(partner)"),
        ],
    ),
    (
        "event",
        ["活动", "Events"],
        &["events", "活动"],
        &[Facet::Timed],
        &[
            ("start", "date"),
            ("end", "date"),
            ("timezone", "timezone"),
            ("place", "text"),
            ("online", "url"),
            ("form", "terms"),
            ("register", "url"),
            ("deadline", "date"),
            ("speakers", "list"),
            ("materials", "table(title!, url: url)"),
        ],
    ),
    (
        "partner",
        ["伙伴", "Partners"],
        &["partners", "伙伴"],
        &[],
        &[
            ("type", "terms"),
            ("level", "text"),
            ("region", "terms"),
            ("since", "date"),
            ("capabilities", "terms"),
            ("offers", "table(text!, link: url)"),
            ("needs", "table(text!, link: url)"),
            ("distributions", "table(name!, url: url, note)"),
            ("solutions", "refs(solution)"),
            ("cases", "refs(case)"),
            ("website", "url"),
            ("contact", "text"),
            ("logo", "image"),
        ],
    ),
    (
        "person",
        ["人物", "People"],
        &["people", "authors", "布道师"],
        &[Facet::Person],
        &[
            ("name", "text"),
            ("role", "text"),
            ("organisation", "text"),
            ("links", "table(title!, url: url)"),
            ("avatar", "image"),
        ],
    ),
];

/// The fields that facets read, and the built-in kind that has them.
const FIELDS_OF_FACETS: [(Facet, &str, &[&str]); 3] = [
    (
        Facet::Timed,
        "event",
        &["start", "end", "timezone", "place", "online", "register", "deadline", "speakers", "materials"],
    ),
    (Facet::Person, "person", &["name", "role", "organisation", "links", "avatar"]),
    (Facet::Audience, "audience", &["needs", "offers"]),
];

/// Kinds whose lists are read in groups, and the field that makes these.
const GROUPED_BY: [(&str, &str); 1] = [("partner", "type")];

impl Kind {
    /// The kinds that every site has.
    pub fn built_in() -> Vec<Kind> {
        let kind = |(name, [zh, en], folders, facets, fields): &BuiltIn| Kind {
            title: BTreeMap::from([("zh".into(), (*zh).into()), ("en".into(), (*en).into())]),
            matches: folders.iter().map(|folder| format!("{folder}/**")).collect(),
            facets: facets.to_vec(),
            group_by: GROUPED_BY.iter().find(|(kind, _)| kind == name).map(|(_, field)| (*field).into()),
            fields: fields.iter().filter_map(|(name, kind)| Some(((*name).into(), Field::parse(kind)?))).collect(),
            subject: match *name {
                "case" => Subject::Article,
                "partner" => Subject::Organisation,
                "person" => Subject::Person,
                _ => Subject::Post,
            },
            ..Kind::new(name)
        };
        BUILT_IN.iter().map(kind).collect()
    }

    /// A kind without fields and facets.
    pub fn new(name: &str) -> Kind {
        Kind {
            name: name.into(),
            title: BTreeMap::new(),
            matches: Vec::new(),
            url: None,
            template: None,
            facets: Vec::new(),
            fields: Vec::new(),
            group_by: None,
            labels: BTreeMap::new(),
            subject: Subject::Post,
        }
    }

    /// Adds the fields that the kind's facets read, as far as it has none of these names.
    pub fn add_fields_of_facets(&mut self) {
        let built_in = Kind::built_in();
        let own = self.facets.clone();
        for (facet, kind, names) in FIELDS_OF_FACETS.iter().filter(|(facet, ..)| own.contains(facet)) {
            let of_facet = built_in.iter().filter(|known| known.name == *kind && known.has(*facet));
            for (name, field) in of_facet.flat_map(|known| &known.fields) {
                if names.contains(&name.as_str()) && self.field(name).is_none() {
                    self.fields.push((name.clone(), field.clone()));
                }
            }
        }
    }

    pub fn has(&self, facet: Facet) -> bool {
        self.facets.contains(&facet)
    }

    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, field)| field)
    }
}

/// A behaviour that kinds can have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Facet {
    /// Has a date: listed newest first, in the archive, with neighbours in time.
    Dated,
    /// Is in the feeds.
    Feed,
    /// Headings over lists of links are a collection.
    Grouped,
    /// Headings over lists of links are the stages of a learning map.
    Staged,
    /// Takes place at a time: has `start`, is upcoming or past, is in the calendar.
    Timed,
    /// Is somebody: authors of this name lead here.
    Person,
    /// Has needs and offers, and is in the matrix of them.
    Audience,
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, Kind};
    use crate::model::FieldType;

    #[test]
    fn what_the_built_in_kinds_declare_is_there() {
        let kinds = Kind::built_in();
        for (kind, (_, _, _, _, fields)) in kinds.iter().zip(&BUILT_IN) {
            assert_eq!(kind.fields.len(), fields.len(), "a type of {} is misspelt", kind.name);
        }
        for (_, field) in kinds.iter().flat_map(|kind| &kind.fields) {
            if let FieldType::Ref(name) | FieldType::Refs(name) = &field.kind {
                assert!(kinds.iter().any(|kind| kind.name == *name), "no kind {name}");
            }
        }
    }
}
