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
    /// Name of the template without `.html`.
    pub template: String,
    pub facets: Vec<Facet>,
    pub fields: BTreeMap<String, Field>,
}

impl Kind {
    /// The kinds that every site has. `page` is what a file is when nothing else says what it is, `essay` when
    /// it has a date.
    pub fn built_in() -> Vec<Kind> {
        let kind = |name: &str, [zh, en]: [&str; 2], facets: &[Facet]| Kind {
            template: name.into(),
            facets: facets.to_vec(),
            title: BTreeMap::from([("zh".into(), zh.into()), ("en".into(), en.into())]),
            ..Kind::new(name)
        };
        vec![
            kind("page", ["页面", "Pages"], &[]), //
            kind("essay", ["文章", "Essays"], &[Facet::Dated, Facet::Feed]),
        ]
    }

    /// A kind without fields and facets, shown by the template `page`.
    pub fn new(name: &str) -> Kind {
        Kind {
            name: name.into(),
            title: BTreeMap::new(),
            matches: Vec::new(),
            url: None,
            template: "page".into(),
            facets: Vec::new(),
            fields: BTreeMap::new(),
        }
    }

    pub fn has(&self, facet: Facet) -> bool {
        self.facets.contains(&facet)
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
