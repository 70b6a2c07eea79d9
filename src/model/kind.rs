//! Kinds of pages. A kind is data: the program knows facets, never kinds by name.

use super::{Field, Lang, ListView, pick};
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
    /// What its pages can do.
    pub facets: Vec<Facet>,
    /// In the order in which pages show them.
    pub fields: Vec<(String, Field)>,
    /// The field of terms by which lists of its pages are grouped.
    pub group_by: Option<String>,
    /// The form of lists of its pages.
    pub view: ListView,
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

impl Kind {
    /// What readers of a language see; its name if it has no title for them.
    pub fn title_in(&self, lang: &Lang) -> &str {
        pick(&self.title, lang).unwrap_or(&self.name)
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
            view: ListView::default(),
            labels: BTreeMap::new(),
            subject: Subject::Post,
        }
    }

    /// Whether its pages can do something.
    pub fn has(&self, facet: Facet) -> bool {
        self.facets.contains(&facet)
    }

    /// The field of a name.
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
