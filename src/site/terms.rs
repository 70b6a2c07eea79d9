//! What each term is called, where it is, and which term it is nested in.
//!
//! In: how pages spell their terms, and the texts of terms. Out: a [`TermEntry`] for each, with name, address and parent.
//!
//! What always holds: no two terms of a taxonomy have one address. Terms whose names make the same address are one
//! term. A term `a/b` is nested in `a` if its taxonomy is `nested`, or if there is a term `a`; else its name is `a/b`.
//!
//! Deliberately not here: the pages of a term (`taxonomy`).

use super::{LanguageSite, Page, PageId, RaggedVec, Role, Setting, Term, TermId, pinyin};
use crate::{
    diag::{Code, Diagnostic},
    model::{self, Address, Config, TermText, address_part, is_invisible, is_own_file, pick, term_key},
};
use rayon::prelude::*;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

/// Most files that a message names.
const NAMED: usize = 5;

/// Index of the language of a taxonomy, and its name.
pub(super) type TaxonomyKey = (usize, String);

/// A term, and how pages spell it.
pub(super) struct TermEntry {
    pub place: TaxonomyKey,
    pub key: String,
    pub parent: Option<TermId>,
    pub term: Term,
    /// How often pages use each spelling.
    spelled: BTreeMap<String, usize>,
}

/// The terms of all taxonomies.
pub(super) struct TermTable<'a> {
    pages: &'a [Page],
    setting: &'a Setting<'a>,
    languages: &'a [LanguageSite],
    pub terms: Vec<TermEntry>,
    /// For each term, the one that it was merged into; usually itself.
    pub same: Vec<TermId>,
    pub diagnostics: Vec<Diagnostic>,
    by_key: HashMap<(TaxonomyKey, String), TermId>,
    /// Pages with the texts of terms, in all languages, by taxonomy and key.
    texts: BTreeMap<(&'a str, String), Vec<PageId>>,
    /// The key of a term, by language, taxonomy and the key of its title in that language.
    titles: HashMap<(TaxonomyKey, String), String>,
}

impl<'a> TermTable<'a> {
    pub(super) fn new(pages: &'a [Page], setting: &'a Setting<'a>, languages: &'a [LanguageSite]) -> TermTable<'a> {
        let mut named = TermTable {
            pages,
            setting,
            languages,
            terms: Vec::new(),
            same: Vec::new(),
            diagnostics: Vec::new(),
            by_key: HashMap::new(),
            texts: BTreeMap::new(),
            titles: HashMap::new(),
        };
        let of_terms = pages.iter().filter(|page| !page.flags.is_listed && !page.flags.is_index);
        for page in of_terms {
            let Role::Term(name, written) = &page.role else { continue };
            let key = term_key(setting.meant(name, written));
            named.texts.entry((name, key.clone())).or_default().push(page.id);
            let place = (page.language, name.clone());
            // An unlisted text makes no new term, but a term that pages use has its text.
            if page.flags.is_unlisted {
                continue;
            }
            let id = named.open(place, &key);
            match named.terms[id].term.own {
                None => named.terms[id].term.own = Some(page.id),
                Some(first) => {
                    let name_of = |page: &'a Page| (page.inner.folder(), page.inner.stem());
                    // Two texts under one name are an error, as two pages of one address are.
                    let is_same = name_of(page) == name_of(&pages[first]);
                    let code = if is_same { Code::P0901 } else { Code::P0970 };
                    let diagnostic = Diagnostic::new(code, &page.shown).arg("other", &pages[first].shown);
                    named.diagnostics.push(diagnostic.arg("address", format!("/{name}/{written}/")));
                    continue;
                }
            }
            for (tag, title) in page.document.meta.term.iter().flat_map(|text| &text.titles) {
                let is_named = |language: &LanguageSite| language.lang.as_str() == tag;
                let named_language = languages.iter().position(is_named);
                if let Some(language) = if tag.is_empty() { Some(page.language) } else { named_language } {
                    named.titles.entry(((language, name.clone()), term_key(title))).or_insert_with(|| key.clone());
                }
            }
        }
        named
    }

    fn open(&mut self, place: TaxonomyKey, key: &str) -> TermId {
        let TermTable { terms, by_key, same, .. } = self;
        *by_key.entry((place, key.to_owned())).or_insert_with_key(|(place, key)| {
            let (term, spelled) = (Term::default(), BTreeMap::new());
            terms.push(TermEntry { place: place.clone(), key: key.clone(), parent: None, term, spelled });
            same.push(terms.len() - 1);
            terms.len() - 1
        })
    }

    /// Adds a spelling that pages of a language use `count` times.
    pub(super) fn add(&mut self, language: usize, name: &str, written: &str, count: usize) -> TermId {
        let place = (language, name.to_owned());
        let meant = self.setting.meant(name, written);
        let mut key = term_key(meant);
        if !self.titles.is_empty()
            && !self.texts.contains_key(&(name, key.clone()))
            && let Some(of_title) = self.titles.get(&(place.clone(), key.clone()))
        {
            key.clone_from(of_title);
        }
        let id = self.open(place, &key);
        let spelled = &mut self.terms[id].spelled;
        // An alias never gives the name, however often it is used.
        *spelled.entry(meant.to_owned()).or_default() += count;
        if meant != written {
            spelled.entry(written.to_owned()).or_default();
        }
        id
    }

    /// What the texts of a term say, the one in its language first.
    fn texts(&self, id: TermId) -> impl Iterator<Item = &'a TermText> + use<'a> {
        let TermEntry { place: (_, name), key, term, .. } = &self.terms[id];
        let pages: &'a [Page] = self.pages;
        let all = match self.texts.is_empty() {
            true => Vec::new(),
            false => self.texts.get(&(name.as_str(), key.clone())).cloned().unwrap_or_default(),
        };
        term.own.into_iter().chain(all).filter_map(move |page| pages[page].document.meta.term.as_deref())
    }

    /// Gives terms their parents.
    pub(super) fn nest(&mut self) {
        let mut id = 0;
        while id < self.terms.len() {
            let parent = self.texts(id).find_map(|text| text.parent.clone());
            let TermEntry { place, key, spelled, .. } = &self.terms[id];
            let (place, key) = (place.clone(), key.clone());
            let written = best(spelled).unwrap_or(&key).to_owned();
            if let Some(parent) = parent {
                let meant = self.setting.meant(&place.1, &parent).to_owned();
                let parent_key = term_key(&meant);
                let of_title = self.titles.get(&(place.clone(), parent_key.clone())).cloned();
                let parent = self.open(place, &of_title.unwrap_or(parent_key));
                self.terms[parent].spelled.entry(meant).or_default();
                self.terms[id].parent = Some(parent);
            } else if self.setting.config.taxonomies.get(&place.1).is_some_and(|taxonomy| taxonomy.nested) {
                if let Some((above, _)) = key.rsplit_once('/') {
                    let parts: Vec<&str> = parts(&written).collect();
                    let parent = self.open(place, above);
                    let name = parts[..parts.len().saturating_sub(1)].join("/");
                    self.terms[parent].spelled.entry(name).or_default();
                    self.terms[id].parent = Some(parent);
                }
            } else {
                self.terms[id].parent = self.above(&place, &key);
            }
            id += 1;
        }
        self.cut_circles();
    }

    /// The nearest term that a key is inside of.
    fn above(&self, place: &TaxonomyKey, key: &str) -> Option<TermId> {
        let folders = key.rmatch_indices('/').map(|(end, _)| &key[..end]);
        folders.into_iter().find_map(|above| self.by_key.get(&(place.clone(), above.to_owned())).copied())
    }

    /// Takes the parent from a term that is nested in itself.
    fn cut_circles(&mut self) {
        for id in 0..self.terms.len() {
            let mut at = self.terms[id].parent;
            let mut steps = 0;
            while let Some(parent) = at.filter(|parent| *parent != id && steps <= self.terms.len()) {
                at = self.terms[parent].parent;
                steps += 1;
            }
            if at == Some(id) {
                self.terms[id].parent = None;
                let own = self.terms[id].term.own.map(|own| &self.pages[own].shown);
                self.diagnostics.extend(own.map(|file| {
                    Diagnostic::new(Code::P0967, file).arg("term", best(&self.terms[id].spelled).unwrap_or_default())
                }));
            }
        }
    }

    /// Names all terms, and merges those with one address. `prefix` is the folder of a taxonomy.
    pub(super) fn name(&mut self, prefix: &dyn Fn(&TaxonomyKey) -> String, of_pages: &RaggedVec<TermId>) {
        let slugs = self.setting.config.slugs;
        let named: Vec<(Term, String)> = (0..self.terms.len())
            .into_par_iter()
            .with_min_len(32)
            .map(|id| {
                let term = self.titled(id);
                let path = parts(&term.spelled).map(|part| pinyin::part(part, slugs)).collect::<Vec<_>>().join("/");
                (term, path)
            })
            .collect();
        let mut paths = Vec::with_capacity(named.len());
        for (found, (term, path)) in self.terms.iter_mut().zip(named) {
            found.term = term;
            paths.push(path);
        }
        // Terms come after those that they are inside of.
        let mut order: Vec<TermId> = (0..self.terms.len()).collect();
        order.sort_by(|a, b| self.terms[*a].key.cmp(&self.terms[*b].key));
        let mut folders: Vec<String> = vec![String::new(); self.terms.len()];
        for id in &order {
            folders[*id] = self.folder(*id, &paths[*id], &folders, prefix);
        }
        self.merge(&order, of_pages);
        self.place(&order, folders, prefix);
        self.report_renamed(of_pages);
    }

    /// A term with its title, its spelling and its other spellings.
    fn titled(&self, id: TermId) -> Term {
        let TermEntry { key, parent, spelled, term, place, .. } = &self.terms[id];
        let own = term.own.map(|own| &self.pages[own]);
        let stem = own.map(|own| own.inner.stem());
        let written = best(spelled).or(stem).unwrap_or(key);
        let written = clean(parts(written));
        let title =
            self.texts(id).find_map(|text| pick(&text.titles, &self.languages[place.0].lang)).map(str::to_owned);
        // The name of a nested term is without those of the terms above it.
        let above = parent.map(|parent| self.terms[parent].key.as_str()).filter(|above| is_inside(key, above));
        let inside = above.map_or(0, |above| above.split('/').count());
        let short = |written: &str| clean(parts(written).skip(inside));
        let of_text = || own.filter(|_| spelled.is_empty()).map(|own| own.document.meta.title.clone());
        let as_written = || Some(best(spelled)?.trim_matches(|c: char| c == '/' || c.is_whitespace()));
        let in_full = || clean(as_written().filter(|_| inside == 0));
        let title = title
            .or_else(of_text)
            .unwrap_or_else(|| Some(in_full()).filter(|name| !name.is_empty()).unwrap_or_else(|| short(&written)));
        let others = spelled.keys().filter(|spelling| short(spelling) != title);
        let aliases: BTreeSet<String> = others.map(|spelling| clean([spelling.trim()])).collect();
        let aliases = aliases.into_iter().collect();
        Term { title, spelled: written, aliases, own: term.own, ..Term::default() }
    }

    /// The folder of a term: its slug, or its name below the term that this is inside of.
    fn folder(&self, id: TermId, path: &str, folders: &[String], prefix: &dyn Fn(&TaxonomyKey) -> String) -> String {
        let TermEntry { place, key, term, .. } = &self.terms[id];
        let slug_of = |page: PageId| self.pages[page].document.meta.slug.as_deref();
        let of_others = || self.texts.get(&(place.1.as_str(), key.clone()))?.iter().find_map(|page| slug_of(*page));
        let slug = term.own.and_then(slug_of).or_else(|| if self.texts.is_empty() { None } else { of_others() });
        if let Some(slug) = slug {
            let slug = parts(slug).map(|part| pinyin::part(part, self.setting.config.slugs)).collect::<Vec<_>>();
            return format!("{}/{}", prefix(place), slug.join("/"));
        }
        match self.above(place, key) {
            Some(above) => {
                let inside = self.terms[above].key.split('/').count();
                let rest = path.split('/').skip(inside).collect::<Vec<_>>().join("/");
                format!("{}/{}", folders[above], if rest.is_empty() { path } else { &rest })
            }
            None => format!("{}/{path}", prefix(place)),
        }
    }

    /// Merges terms whose names differ only in what addresses leave out. The one that most pages use wins.
    fn merge(&mut self, order: &[TermId], of_pages: &RaggedVec<TermId>) {
        // By their names, whatever their slugs are: words that only sound alike are not the same.
        let named = |id: TermId| {
            let TermEntry { place, term, .. } = &self.terms[id];
            let path = parts(&term.spelled).map(address_part).collect::<Vec<_>>().join("/");
            format!("{}/{}/{path}", place.0, place.1)
        };
        let mut same: HashMap<String, Vec<TermId>> = HashMap::new();
        for id in order {
            same.entry(folded(&named(*id))).or_default().push(*id);
        }
        let mut same: Vec<Vec<TermId>> = same.into_values().filter(|ids| ids.len() > 1).collect();
        same.sort();
        for mut ids in same {
            ids.sort_by_key(|id| (Reverse(self.terms[*id].spelled.values().sum::<usize>()), *id));
            for other in &ids[1..] {
                self.merge_into(ids[0], *other, of_pages);
            }
        }
        for id in 0..self.terms.len() {
            let parent = self.terms[id].parent.map(|parent| self.same[parent]);
            self.terms[id].parent = parent.filter(|parent| *parent != id);
        }
    }

    /// Makes `other` a spelling of `id`.
    fn merge_into(&mut self, id: TermId, other: TermId, of_pages: &RaggedVec<TermId>) {
        self.same[other] = id;
        let lost = std::mem::take(&mut self.terms[other].term);
        let (pages, term) = (self.pages, &self.terms[other]);
        let mut places = uses(pages, term, other, of_pages).collect::<Vec<_>>().into_iter();
        if let Some((page, at)) = places.next() {
            let mut files: Vec<String> = places
                .by_ref()
                .take(NAMED - 1)
                .map(|(page, at)| match at.filter(|at| !at.in_config) {
                    Some(at) => format!("{}:{}", page.shown, at.line),
                    None => page.shown.to_string(),
                })
                .collect();
            let more = places.count();
            files.extend((more > 0).then(|| format!("+{more}")));
            let also = if files.is_empty() { String::new() } else { format!(" ({})", files.join(", ")) };
            let diagnostic = diagnostic(Code::P0962, page, self.setting.config, at).arg("term", &lost.spelled);
            let diagnostic = diagnostic.arg("winner", &self.terms[id].term.spelled).arg("taxonomy", &term.place.1);
            self.diagnostics.push(diagnostic.arg("also", also));
        }
        let term = &mut self.terms[id].term;
        term.aliases.push(lost.spelled);
        term.aliases.extend(lost.aliases);
        term.aliases.sort();
        term.aliases.dedup();
        term.own = term.own.or(lost.own);
    }

    /// Reports terms with another address than their name asks for.
    fn report_renamed(&mut self, of_pages: &RaggedVec<TermId>) {
        for (id, found) in self.terms.iter().enumerate().filter(|(id, _)| self.same[*id] == *id) {
            let Some(name) = parts(&found.term.spelled).find(|part| is_own_file(part)) else { continue };
            let diagnostic = uses(self.pages, found, id, of_pages)
                .next()
                .map(|(page, at)| diagnostic(Code::P0960, page, self.setting.config, at));
            let address = format!("/{}", found.term.address);
            self.diagnostics.extend(diagnostic.map(|diagnostic| diagnostic.arg("name", name).arg("address", address)));
        }
    }

    /// Gives terms their addresses. Of several with one address, the later ones get a number.
    fn place(&mut self, order: &[TermId], folders: Vec<String>, prefix: &dyn Fn(&TaxonomyKey) -> String) {
        let config = self.setting.config;
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for id in order.iter().copied().filter(|id| self.same[*id] == *id) {
            let mut folder = folders[id].clone();
            let mut number = 2;
            while !taken.insert(folded(&folder)) {
                folder = format!("{}-{number}", folders[id]);
                number += 1;
            }
            self.terms[id].term.address = Address::folder(&folder, config.urls);
        }
        // A spelling whose address is free redirects to the term. Capitals count: hosts distinguish them.
        let has_address = |id: &&TermId| self.same[**id] == **id;
        let mut exact: BTreeSet<String> =
            order.iter().filter(has_address).map(|id| self.terms[*id].term.address.to_string()).collect();
        for id in order.iter().copied().filter(|id| self.same[*id] == *id) {
            let TermEntry { place, key, term, spelled, .. } = &self.terms[id];
            let configured = config.taxonomies.get(&place.1).into_iter().flat_map(|taxonomy| &taxonomy.aliases);
            let configured = configured.filter(|(_, to)| term_key(to) == *key).map(|(from, _)| from);
            let written = spelled.keys().chain(&term.aliases).chain(configured);
            let folders = written.map(|spelling| {
                let path = parts(spelling).map(|part| pinyin::part(part, config.slugs)).collect::<Vec<_>>();
                format!("{}/{}", prefix(place), path.join("/"))
            });
            let addresses = folders.map(|folder| Address::folder(&folder, config.urls));
            let redirects = addresses.filter(|address| exact.insert(address.to_string())).collect();
            self.terms[id].term.redirects = redirects;
        }
    }
}

/// The pages that have a term, each with the place where it stands.
fn uses<'p>(
    pages: &'p [Page],
    term: &TermEntry,
    id: TermId,
    of_pages: &RaggedVec<TermId>,
) -> impl Iterator<Item = (&'p Page, Option<&'p model::Place>)> {
    let has = move |page: &&Page| page.language == term.place.0 && of_pages.of(page.id).contains(&id);
    pages.iter().filter(has).map(move |page| {
        let (places, written) = (page.document.places.of_terms(&term.place.1), &page.document.meta.terms);
        let at = written.get(&term.place.1).into_iter().flatten().position(|written| term_key(written) == term.key);
        (page, at.and_then(|at| places.get(at)))
    })
}

/// A diagnostic about a term, at its place in the file that names it.
fn diagnostic(code: Code, page: &Page, config: &Config, at: Option<&model::Place>) -> Diagnostic {
    let file = if at.is_some_and(|at| at.in_config) { config.file.path.clone() } else { page.shown.clone() };
    let mut diagnostic = Diagnostic::new(code, &file);
    diagnostic.at = at.map(|at| (at.at.start, at.at.end));
    diagnostic
}

/// The most frequent spelling; of equal ones the first in the order of text.
fn best(spelled: &BTreeMap<String, usize>) -> Option<&str> {
    spelled.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(spelling, _)| spelling.as_str())
}

/// The parts of a name between slashes, without those that are empty.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split('/').map(str::trim).filter(|part| !part.is_empty())
}

/// The parts of a name without invisible characters.
fn clean<'t>(parts: impl IntoIterator<Item = &'t str>) -> String {
    let mut name = parts.into_iter().collect::<Vec<_>>().join("/");
    name.retain(|c| !is_invisible(c));
    name
}

fn is_inside(key: &str, above: &str) -> bool {
    key.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

/// A name as file systems compare it.
fn folded(folder: &str) -> String {
    let mut key = String::new();
    Address::file(folder).collision_key(&mut key);
    key
}
