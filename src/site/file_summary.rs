//! The facts of one file that assembling needs.
//!
//! In: a document and the [`Setting`] that all files share. Out: a [`FileSummary`]: language, role, kind, address, the
//! keys of its terms and the paths that its links name.
//!
//! What always holds: a summary depends on the document, the configuration, the folder of the sources and the site's
//! language alone. So the engine caches it with the parsed document, and assembling compares hashes.
//!
//! Deliberately not here: anything that needs a second file.

use super::{
    Role, Setting, address,
    link_key::{LinkKey, path_key},
};
use crate::model::{Address, Date, Document, FieldValue, Hash128, Lang, RelPath, is_own_file, term_key};
use jiff::civil;
use std::{collections::BTreeSet, sync::Arc};

/// One parsed file with its language, role and address: `en/posts/a.md` is an English page at `en/posts/a/`.
#[derive(Clone, Debug)]
pub struct FileSummary {
    /// The parsed file.
    pub document: Arc<Document>,
    /// The path relative to the project's root, as diagnostics show it.
    pub shown: RelPath,
    /// From the metadata, the path or the site's own language, in this order.
    pub lang: Lang,
    /// The path without its language: the same for all translations.
    pub inner: RelPath,
    /// From the path and the slug.
    pub role: Role,
    /// Decide which steps concern the page.
    pub flags: PageFlags,
    /// With its collision hash. `None` if it needs a date that only Git may know.
    pub(super) address: Option<(Address, u64)>,
    /// Hash of the document's path.
    pub(super) path: Hash128,
    /// Hashes of authors, then terms, then links. One allocation, for locality.
    hashes: Box<[Hash128]>,
    /// Number of authors.
    authors: usize,
    /// Number of terms.
    terms: usize,
}

/// Small facts that decide which steps concern a page. Each [`super::Page`] holds a copy, so a loop over all pages reads
/// them without following a pointer.
#[derive(Clone, Copy, Debug)]
pub struct PageFlags {
    /// The document's key, a hash of everything the summary was made of.
    pub key: Hash128,
    /// Index into the kinds of the configuration.
    pub kind: usize,
    /// Hash of language and folder.
    pub folder: Hash128,
    /// As the metadata give it.
    pub date: Option<Date>,
    /// As the metadata give it.
    pub updated: Option<Date>,
    /// Lists and the search show it.
    pub is_listed: bool,
    /// It is the page of its folder.
    pub is_index: bool,
    /// Its title is the name of its file.
    pub is_unnamed: bool,
    /// Its metadata or its folder make it a draft.
    pub is_draft: bool,
    /// Never published, whatever the options are.
    pub is_never: bool,
    /// In no generated list.
    pub is_unlisted: bool,
    /// The first day on which it is published.
    pub from: Option<civil::Date>,
    /// The first day on which it no longer is.
    pub expires: Option<civil::Date>,
    /// It may be a collection: its kind is `grouped`.
    pub is_list: bool,
    /// It is a learning map.
    pub is_map: bool,
    /// It has former addresses.
    pub has_aliases: bool,
    /// It sets metadata for all pages in its folder.
    pub has_cascade: bool,
    /// Its metadata name a template.
    pub has_template: bool,
    /// Its fields name other pages.
    pub has_references: bool,
    /// It has the field `needs` or `offers`.
    pub has_needs_or_offers: bool,
    /// It names audiences.
    pub has_audiences: bool,
    /// Its metadata give it a place in its folder.
    pub has_weight: bool,
    /// A recurring footer with links was cut off.
    pub has_footer_links: bool,
    /// It shows files of the project.
    pub has_includes: bool,
    /// It has syntax of other generators.
    pub has_foreign: bool,
    /// Its path or its metadata name a language.
    pub has_language: bool,
    /// Its name is too long for an address and is cut.
    pub is_cut: bool,
    /// A part of its path is the name of a file that the site has.
    pub is_own_file: bool,
}

impl FileSummary {
    /// Reads the document and the setting, and nothing else.
    pub fn new(document: Arc<Document>, setting: &Setting) -> FileSummary {
        let config = setting.config;
        let (lang, inner) = address::language(&document, config, setting.lang);
        let meta = &document.meta;
        let role = address::role(&document, &lang, &inner, setting);
        let kind = config.kinds.iter().position(|kind| kind.name == meta.kind);
        let kind = kind.expect("parse names only kinds of the configuration");
        let date = meta.date;
        let needs_date = date.is_none() && address::has_date(&document, setting);
        let shown = RelPath::new_from(setting.src, document.path.as_str()).unwrap_or_else(|| document.path.clone());
        let flags = PageFlags {
            key: document.key,
            kind,
            folder: Hash128::of_value(&(&lang, inner.folder())),
            date,
            updated: meta.updated,
            is_listed: role == Role::Page && !meta.unlisted,
            is_index: role == Role::Index,
            is_unnamed: meta.is_unnamed,
            is_draft: meta.draft,
            is_never: meta.never,
            is_unlisted: meta.unlisted,
            from: meta.publish_date.or(date).map(|date| date.day),
            expires: meta.expires,
            is_list: document.outline.is_some(),
            is_map: document.map.is_some(),
            has_aliases: !meta.aliases.is_empty(),
            has_cascade: meta.cascade.is_some(),
            has_template: meta.template.is_some(),
            has_references: meta.fields.values().any(|value| matches!(value, FieldValue::Refs(_))),
            has_needs_or_offers: ["needs", "offers"].iter().any(|field| meta.fields.contains_key(*field)),
            has_audiences: !meta.audience.is_empty(),
            has_weight: meta.weight.is_some(),
            has_footer_links: !document.footer_links.is_empty(),
            has_includes: !document.includes.is_empty(),
            has_foreign: !document.foreign.is_empty(),
            has_language: inner != document.path || meta.lang.is_some(),
            is_own_file: named_as_own(meta.slug.as_deref(), &inner, &role).is_some(),
            is_cut: crate::model::is_cut(meta.slug.as_deref().unwrap_or(inner.stem())),
        };
        let authors = meta.authors.iter().map(|name| name_key(name));
        let terms = uses(&document, &role, setting);
        let spelled = terms.iter().map(|(name, spelling)| Hash128::of_value(&(&lang, name, spelling)));
        let images = images(&document);
        let link_keys = document
            .links
            .iter()
            .enumerate()
            .map(|(index, link)| LinkKey::new(link, images.contains(&index), &document, setting).0);
        FileSummary {
            hashes: authors.chain(spelled).chain(link_keys).collect(),
            authors: meta.authors.len(),
            terms: terms.len(),
            address: (!needs_date).then(|| {
                let address = address::of(&document, &lang, &inner, &role, date, setting);
                let hash = address.collision_hash();
                (address, hash)
            }),
            path: path_key(&document.path),
            document,
            shown,
            lang,
            inner,
            role,
            flags,
        }
    }

    /// The same with another version of the document that has the same metadata and links.
    pub fn with(&self, document: Arc<Document>) -> FileSummary {
        let flags = PageFlags { key: document.key, ..self.flags };
        FileSummary { document, flags, ..self.clone() }
    }

    /// Hashes of the authors' names.
    pub(super) fn authors(&self) -> &[Hash128] {
        &self.hashes[..self.authors]
    }

    /// Hashes of language, taxonomy and spelling of each of [`uses`].
    pub(super) fn terms(&self) -> &[Hash128] {
        &self.hashes[self.authors..][..self.terms]
    }

    /// One for each link.
    pub(super) fn link_keys(&self) -> impl ExactSizeIterator<Item = LinkKey> {
        self.hashes[self.authors + self.terms..].iter().map(|hash| LinkKey(*hash))
    }

    /// Whether a link is an image that the page shows.
    pub fn is_image(&self, link: usize) -> bool {
        let link_keys = &self.hashes[self.authors + self.terms..];
        link_keys.get(link).is_some_and(|hash| LinkKey(*hash).is_image())
    }

    /// Indices of the links that are images on the page.
    pub fn images(&self) -> impl Iterator<Item = usize> {
        self.link_keys().enumerate().filter(|(_, link_key)| link_key.is_image()).map(|(link, _)| link)
    }
}

/// The part of a page's path that is the name of a file that the site has: `feed.xml`.
pub(super) fn named_as_own<'p>(slug: Option<&'p str>, inner: &'p RelPath, role: &Role) -> Option<&'p str> {
    let name = if *role == Role::Index { "" } else { slug.unwrap_or(inner.stem()) };
    inner.folder().split('/').chain(name.split('/')).find(|part| is_own_file(part))
}

pub(super) fn name_key(name: &str) -> Hash128 {
    Hash128::of(term_key(name).as_bytes())
}

/// The terms of a page, taxonomy and spelling, each once however it is spelled.
pub(super) fn uses<'d>(document: &'d Document, role: &Role, setting: &Setting) -> Vec<(&'d str, &'d str)> {
    let mut uses = Vec::new();
    if matches!(role, Role::Term(..)) || document.meta.unlisted {
        return uses;
    }
    for (name, written) in &document.meta.terms {
        let mut known: Vec<String> = Vec::new();
        for spelling in written {
            let key = term_key(setting.meant(name, spelling));
            if !key.is_empty() && !known.contains(&key) {
                known.push(key);
                uses.push((name.as_str(), spelling.as_str()));
            }
        }
    }
    uses
}

/// Indices of the links that are images on the page.
fn images(document: &Document) -> BTreeSet<usize> {
    let body = &document.body;
    let in_body = body.images.iter().map(|image| image.link).chain(body.raw_images.iter().map(|image| image.link));
    let in_fields = document.meta.fields.values().filter_map(|value| match value {
        FieldValue::Link(link) if document.links.get(*link).is_some_and(|link| link.image) => Some(*link),
        _ => None,
    });
    in_body.chain(in_fields).collect()
}
