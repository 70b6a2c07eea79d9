//! What pages say about each other in their fields: a case names its solutions, an essay its authors.
//!
//! In: pages with their [`Reference`]s. Out: the fields `refs`, `referenced`, `authors` and `works` of
//! [`Relations`](super::Relations), for both sides.
//!
//! What always holds: a reference is a path (from the page or from the sources, with or without `.md`), else a name
//! that one page of the wanted kind has: its file's, its slug or its title. A page in the reader's language comes
//! first. A relation that both sides name is shown once.
//!
//! Deliberately not here: links in texts (`links`).

use super::{
    FileSummary, Page, PageId, Setting, address,
    file_summary::name_key,
    link_key::path_key,
    link_parts::{page_files, paths_of_metadata},
    path_index::PathIndex,
    section::newest_first,
};
use crate::{
    diag::{Code, Diagnostic, nearest},
    model::{Config, Document, Facet, FieldType, FieldValue, Hash128, Kind, Lang, Reference, RelPath, term_key},
};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// Finds the pages that fields name, and stores the relation in both pages.
pub(super) fn relate(
    pages: &mut [Page],
    hidden: &[Arc<FileSummary>],
    paths: &PathIndex,
    setting: &Setting,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let config = setting.config;
    let index = ReferenceIndex::new(pages, hidden, paths, config);
    let mut found: Vec<(PageId, String, Vec<PageId>)> = Vec::new();
    for page in pages.iter().filter(|page| page.flags.has_references) {
        let id = page.id;
        for (field, value) in &page.document.meta.fields {
            let FieldValue::Refs(references) = value else { continue };
            let Some(wanted) = target(kind(config, page), field) else { continue };
            let mut targets = Vec::new();
            for reference in references {
                match index.find(id, wanted, &reference.text) {
                    Ok(to) if to == id || targets.contains(&to) => {}
                    Ok(to) => targets.push(to),
                    Err(error) => {
                        let file = if reference.in_config { &config.file.path } else { &page.shown };
                        diagnostics.push(error.report(reference, wanted, file, &index));
                    }
                }
            }
            if !targets.is_empty() {
                found.push((id, field.clone(), targets));
            }
        }
    }
    for (id, field, targets) in &found {
        pages[*id].relations_mut().refs.insert(field.clone(), targets.clone());
    }
    refer_back(pages, &found, config);
    credit(pages, config);
}

fn kind<'c>(config: &'c Config, page: &Page) -> &'c Kind {
    &config.kinds[page.flags.kind]
}

/// The kind of the pages that a field names.
fn target<'c>(kind: &'c Kind, field: &str) -> Option<&'c str> {
    match &kind.field(field)?.kind {
        FieldType::Ref(to) | FieldType::Refs(to) => Some(to),
        _ => None,
    }
}

/// Why a reference leads to no page.
enum ReferenceError {
    Unknown,
    /// The kind that the page is of.
    OtherKind(String),
    Ambiguous(Vec<PageId>),
    Hidden,
}

impl ReferenceError {
    fn report(self, reference: &Reference, wanted: &str, file: &RelPath, index: &ReferenceIndex) -> Diagnostic {
        let diagnostic = |code| {
            Diagnostic::new(code, file).at(reference.at.clone()).arg("target", &reference.text).arg("kind", wanted)
        };
        match self {
            ReferenceError::Unknown => diagnostic(Code::P1101).nearest(index.nearest(&reference.text, wanted)),
            ReferenceError::OtherKind(other) => diagnostic(Code::P1102).arg("other", other),
            ReferenceError::Ambiguous(pages) => {
                let paths: Vec<_> = pages.iter().map(|id| index.pages[*id].document.path.as_str()).collect();
                diagnostic(Code::P1103).arg("pages", paths.join(", "))
            }
            ReferenceError::Hidden => {
                Diagnostic::new(Code::P0504, file).at(reference.at.clone()).arg("target", &reference.text)
            }
        }
    }
}

/// Pages by the names that authors use for them.
struct ReferenceIndex<'a> {
    pages: &'a [Page],
    paths: &'a PathIndex,
    /// Those whose path says their language, by the path without it.
    by_inner: HashMap<&'a str, Vec<PageId>>,
    /// Only pages of kinds that some field names.
    by_name: HashMap<String, Vec<PageId>>,
    /// Documents that are not published.
    hidden: &'a [Arc<FileSummary>],
}

impl<'a> ReferenceIndex<'a> {
    fn new(
        pages: &'a [Page],
        hidden: &'a [Arc<FileSummary>],
        paths: &'a PathIndex,
        config: &Config,
    ) -> ReferenceIndex<'a> {
        let mut by_inner: HashMap<&str, Vec<PageId>> = HashMap::new();
        let mut by_name: HashMap<String, Vec<PageId>> = HashMap::new();
        let naming = pages.iter().filter(|page| page.flags.has_references).flat_map(|page| {
            let fields = page.document.meta.fields.iter().filter(|(_, value)| matches!(value, FieldValue::Refs(_)));
            fields.filter_map(|(field, _)| target(kind(config, page), field))
        });
        let wanted: BTreeSet<&str> = naming.collect();
        let is_wanted: Vec<bool> = config.kinds.iter().map(|kind| wanted.contains(&*kind.name)).collect();
        for page in pages.iter().filter(|_| !wanted.is_empty()) {
            if page.flags.has_language && page.inner != page.document.path {
                by_inner.entry(page.inner.as_str()).or_default().push(page.id);
            }
            if is_wanted[page.flags.kind] {
                for name in names(&page.document, &page.inner) {
                    by_name.entry(name).or_default().push(page.id);
                }
            }
        }
        ReferenceIndex { pages, paths, by_inner, by_name, hidden }
    }

    /// The page at a path, and those whose path is this one but for the language.
    fn at(&self, path: &RelPath) -> Vec<PageId> {
        let exact = self.paths.page(path_key(path));
        let mut found: Vec<PageId> = self.by_inner.get(path.as_str()).into_iter().flatten().copied().collect();
        found.extend(exact);
        found.sort_unstable();
        found
    }

    /// The page of the kind `wanted` that `text` names on the page `from`.
    fn find(&self, from: PageId, wanted: &str, text: &str) -> Result<PageId, ReferenceError> {
        let is_wanted = |id: &PageId| self.pages[*id].document.meta.kind == wanted;
        let paths = paths(&self.pages[from].document.path, text);
        let mut other = None;
        for path in &paths {
            let found = self.at(path);
            if found.is_empty() {
                continue;
            }
            let chosen = self.choose(from, &found)?;
            if is_wanted(&chosen) {
                return Ok(chosen);
            }
            other = other.or(Some(chosen));
        }
        let name = term_key(text);
        let named: Vec<PageId> = self.by_name.get(&name).into_iter().flatten().copied().filter(is_wanted).collect();
        if !named.is_empty() {
            return self.choose(from, &named);
        }
        // A file beside the page that only happens to have the name comes last.
        if let Some(other) = other {
            return Err(self.other_kind(other));
        }
        let is_hidden = self.hidden.iter().any(|summary| {
            let FileSummary { document, inner, .. } = &**summary;
            paths.contains(inner) || paths.contains(&document.path) || names(document, inner).contains(&name)
        });
        if is_hidden {
            return Err(ReferenceError::Hidden);
        }
        let others = self.pages.iter().enumerate();
        let others: Vec<PageId> =
            others.filter(|(_, page)| names(&page.document, &page.inner).contains(&name)).map(|(id, _)| id).collect();
        self.choose(from, &others).map_or(Err(ReferenceError::Unknown), |other| Err(self.other_kind(other)))
    }

    fn other_kind(&self, id: PageId) -> ReferenceError {
        ReferenceError::OtherKind(self.pages[id].document.meta.kind.clone())
    }

    /// The one in the language of the page `from`, else its translation, else the only one there is.
    fn choose(&self, from: PageId, found: &[PageId]) -> Result<PageId, ReferenceError> {
        let lang = &self.pages[from].lang;
        let translated = |id: &PageId| {
            let page = &self.pages[*id];
            if page.lang == *lang { Some(*id) } else { page.relations().translations.get(lang).copied() }
        };
        let near: BTreeSet<PageId> = found.iter().filter_map(translated).collect();
        let all: Vec<PageId> = if near.is_empty() { found.to_vec() } else { near.into_iter().collect() };
        match *all.as_slice() {
            [] => Err(ReferenceError::Unknown),
            [only] => Ok(only),
            [first, ref others @ ..] => {
                let same = |id: &PageId| self.pages[*id].inner == self.pages[first].inner;
                if others.iter().all(same) { Ok(first) } else { Err(ReferenceError::Ambiguous(all)) }
            }
        }
    }

    /// The name of a page of the kind `wanted` that is most like `text`.
    fn nearest(&self, text: &str, wanted: &str) -> Option<String> {
        let pages = self.pages.iter().filter(|page| page.document.meta.kind == wanted);
        let names = pages.flat_map(|page| {
            [page.document.path.as_str(), page.inner.stem(), &page.document.meta.title]
                .into_iter()
                .chain(page.document.meta.slug.as_deref())
        });
        nearest(text, names).map(str::to_owned)
    }
}

/// What a page can be called: the name of its file, its slug, its title.
fn names(document: &Document, inner: &RelPath) -> BTreeSet<String> {
    let stem = Some(inner.stem()).filter(|stem| !address::is_index(stem));
    let slug = document.meta.slug.as_deref().map(|slug| slug.trim_start_matches('/'));
    let names = stem.into_iter().chain(slug).chain([document.meta.title.as_str()]);
    names.map(term_key).filter(|name| !name.is_empty()).collect()
}

/// What `text` can mean as a path, with and without `.md`.
fn paths(from: &RelPath, text: &str) -> Vec<RelPath> {
    let paths = paths_of_metadata(from.folder(), text);
    paths.iter().flat_map(|path| page_files(path.as_str())).collect()
}

/// Stores in every page the pages that name it. If its kind has one field for that kind, they go into this field; the
/// others go into [`Relations::referenced`](super::Relations::referenced).
fn refer_back(pages: &mut [Page], found: &[(PageId, String, Vec<PageId>)], config: &Config) {
    let mut back: BTreeMap<PageId, BTreeMap<(String, String), Vec<PageId>>> = BTreeMap::new();
    for (from, field, targets) in found.iter().filter(|(from, ..)| !pages[*from].flags.is_unlisted) {
        for to in targets {
            let (page, other) = (&pages[*from], &pages[*to]);
            // Its translation says the same to the readers of that language.
            let is_translated = page.lang != other.lang && page.relations().translations.contains_key(&other.lang);
            let is_named = other.relations().refs.values().any(|named| named.contains(from));
            if !is_translated && !is_named {
                let place = (page.document.meta.kind.clone(), field.clone());
                back.entry(*to).or_default().entry(place).or_default().push(*from);
            }
        }
    }
    for (id, fields) in back {
        for ((from, field), mut naming) in fields {
            naming.sort_by(|a, b| newest_first(&pages[*a], &pages[*b]));
            naming.dedup();
            match counterpart(config, &from, &field, &pages[id].document.meta.kind) {
                Some(own) => pages[id].relations_mut().refs.entry(own).or_default().extend(naming),
                None => drop(pages[id].relations_mut().referenced.insert((from, field), naming)),
            }
        }
    }
}

/// The field of the kind `to` that says the same as `field` of the kind `from` does: the only one that names pages
/// of that kind, if `field` is the only one that names pages of this.
fn counterpart(config: &Config, from: &str, field: &str, to: &str) -> Option<String> {
    let naming = |of: &str, wanted: &str| {
        let kind = config.kinds.iter().find(|kind| kind.name == of);
        let fields = kind.into_iter().flat_map(|kind| kind.fields.iter().map(move |(name, _)| (kind, name)));
        fields
            .filter(|(kind, name)| target(kind, name) == Some(wanted))
            .map(|(_, name)| name.clone())
            .collect::<Vec<_>>()
    };
    let is_list = |name: &String| {
        let kind = config.kinds.iter().find(|kind| kind.name == to);
        kind.and_then(|kind| kind.field(name)).is_some_and(|field| matches!(field.kind, FieldType::Refs(_)))
    };
    let (there, here) = (naming(from, to), naming(to, from));
    (from != to && there.len() == 1 && there[0] == field && here.len() == 1).then(|| here.into_iter().find(is_list))?
}

/// The pages of people, to be found by their names.
///
/// By the keys of the names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct People(HashMap<Hash128, Vec<PageId>>);

impl People {
    /// Finds the pages of people, by file name, slug, title and the field `name`.
    pub fn new(pages: &[Page], config: &Config) -> People {
        let mut people: HashMap<Hash128, Vec<PageId>> = HashMap::new();
        let is_person: Vec<bool> = config.kinds.iter().map(|kind| kind.has(Facet::Person)).collect();
        for page in pages.iter().filter(|page| is_person[page.flags.kind] && !page.flags.is_unlisted) {
            let mut names = names(&page.document, &page.inner);
            if let Some(FieldValue::Text(name)) = page.document.meta.fields.get("name") {
                names.insert(term_key(name));
            }
            for name in names {
                people.entry(Hash128::of(name.as_bytes())).or_default().push(page.id);
            }
        }
        People(people)
    }

    /// The page of `name`, in this language if there is one.
    pub fn find(&self, pages: &[Page], lang: &Lang, name: &str) -> Option<PageId> {
        self.named(pages, lang, name_key(name))
    }

    fn named(&self, pages: &[Page], lang: &Lang, name: Hash128) -> Option<PageId> {
        let found = self.0.get(&name)?;
        let same = found.iter().find(|id| pages[**id].lang == *lang);
        let translated = || found.iter().find_map(|id| pages[*id].relations().translations.get(lang));
        same.or_else(translated).or_else(|| found.first()).copied()
    }
}

/// Leads authors to their pages, and gives those what they wrote.
fn credit(pages: &mut [Page], config: &Config) {
    let people = People::new(pages, config);
    if people.0.is_empty() {
        return;
    }
    let person = |page: &Page, name| people.named(pages, &page.lang, name).filter(|person| *person != page.id);
    let authors: Vec<Vec<Option<PageId>>> =
        pages.par_iter().map(|page| page.authors().iter().map(|name| person(page, *name)).collect()).collect();
    let mut works: BTreeMap<PageId, Vec<PageId>> = BTreeMap::new();
    for (id, authors) in authors.iter().enumerate().filter(|(id, _)| !pages[*id].flags.is_unlisted) {
        for person in authors.iter().flatten().collect::<BTreeSet<_>>() {
            let is_translated = pages[id].lang != pages[*person].lang
                && pages[id].relations().translations.contains_key(&pages[*person].lang);
            if !is_translated {
                works.entry(*person).or_default().push(id);
            }
        }
    }
    for works in works.values_mut() {
        works.sort_by(|a, b| newest_first(&pages[*a], &pages[*b]));
    }
    for (page, authors) in pages.iter_mut().zip(authors) {
        if authors.iter().any(Option::is_some) {
            page.relations_mut().authors = authors;
        }
    }
    for (person, written) in works {
        pages[person].relations_mut().works = written;
    }
}
