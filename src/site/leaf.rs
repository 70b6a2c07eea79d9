//! What a file says of itself to the whole.
//!
//! In: a document, and what is the same for all. Out: a [`Leaf`]: its language, role, kind and address, the keys of its
//! terms, and the paths that its links name.
//!
//! What always holds: it depends on the document, the configuration, the folder of the sources and the site's language
//! alone. So the engine remembers it with the parsed document, and joining thousands of pages only looks things up.
//!
//! Deliberately not here: anything that needs a second file.

use super::{Role, address, taxonomy, written::Own};
use crate::model::{
    Address, Config, Date, Document, FieldValue, Hash128, Lang, Link, RelPath, Repository, decode_path, is_own_file,
};
use jiff::civil;
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// What is the same for all leaves.
pub struct Setting<'a> {
    pub config: &'a Config,
    /// The folder of the sources, relative to the project's root.
    pub src: &'a str,
    /// The site's own language.
    pub lang: &'a Lang,
    /// Where the sources are on the web.
    pub repository: Option<&'a Repository>,
    pub(super) own: Own,
    /// By taxonomy and key, what other spellings of terms stand for.
    aliases: HashMap<(&'a str, String), &'a str>,
}

/// See above.
#[derive(Clone, Debug)]
pub struct Leaf {
    pub document: Arc<Document>,
    /// Its path relative to the project's root.
    pub shown: RelPath,
    pub lang: Lang,
    /// The source without what says its language: the same for all translations.
    pub inner: RelPath,
    pub role: Role,
    pub traits: Traits,
    /// With its collision hash. `None` where it has the date in it, which perhaps only Git knows.
    pub(super) address: Option<(Address, u64)>,
    /// Of the document's path.
    pub(super) path: Hash128,
    /// Those of its authors, its terms and its links, one behind the other: a place in memory that is far away costs more
    /// than to read what is there.
    hashes: Box<[Hash128]>,
    authors: usize,
    terms: usize,
}

/// What decides who has to look at a page. It is beside each page, so that whoever goes through all of them finds it there.
#[derive(Clone, Copy, Debug)]
pub struct Traits {
    /// That of the document: it stands for all that the leaf was made of.
    pub key: Hash128,
    /// Its kind, an index into those of the configuration.
    pub kind: usize,
    /// Of its language.
    pub lang: Hash128,
    /// Of its language and folder.
    pub folder: Hash128,
    /// As the metadata have them.
    pub date: Option<Date>,
    pub updated: Option<Date>,
    /// Readers are shown it in lists and searches.
    pub is_listed: bool,
    pub is_index: bool,
    /// Its title is the name of its file.
    pub is_unnamed: bool,
    pub is_draft: bool,
    /// Has no page of its own, whatever the options are.
    pub is_never: bool,
    /// Is in no list that nobody wrote.
    pub is_unlisted: bool,
    /// The day on which it appears, and the one on which it goes.
    pub from: Option<civil::Date>,
    pub expires: Option<civil::Date>,
    pub is_list: bool,
    pub is_map: bool,
    pub has_aliases: bool,
    /// It says of all pages in its folder for whom they are published.
    pub has_cascade: bool,
    /// It names a template.
    pub has_template: bool,
    /// Its fields name other pages.
    pub has_references: bool,
    /// It says what it needs and offers.
    pub has_wishes: bool,
    pub has_audiences: bool,
    pub has_weight: bool,
    pub has_tail: bool,
    /// It shows files of the project.
    pub has_includes: bool,
    /// It has syntax of other generators.
    pub has_foreign: bool,
    /// Its path or its metadata say what language it is in.
    pub has_language: bool,
    /// Its name is too long for an address.
    pub is_cut: bool,
    /// A part of its path is the name of a file that the site has.
    pub is_own_file: bool,
}

/// What a link asks for: a path among the sources by its key, or one of two numbers in the place of one; and two marks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aim(Hash128);

impl Aim {
    /// Nothing: it leads to another site, or to a place on the page that is there.
    const RAW: u128 = 0;
    /// It has to be looked at in full.
    const OPEN: u128 = 1;
    /// Marks a link to an anchor of another page.
    const ANCHOR: u128 = 1 << 127;
    /// Marks the link of an image that the page shows.
    const IMAGE: u128 = 1 << 126;

    pub fn is_raw(self) -> bool {
        self.path().0 == Aim::RAW
    }

    pub fn is_open(self) -> bool {
        self.path().0 == Aim::OPEN
    }

    pub fn has_anchor(self) -> bool {
        self.0.0 & Aim::ANCHOR != 0
    }

    pub fn is_image(self) -> bool {
        self.0.0 & Aim::IMAGE != 0
    }

    pub fn path(self) -> Hash128 {
        Hash128(self.0.0 & !(Aim::ANCHOR | Aim::IMAGE))
    }
}

impl<'a> Setting<'a> {
    pub fn new(config: &'a Config, src: &'a str, lang: &'a Lang, repository: Option<&'a Repository>) -> Setting<'a> {
        let aliases = config.taxonomies.iter().flat_map(|(name, taxonomy)| {
            taxonomy.aliases.iter().map(move |(from, to)| ((name.as_str(), taxonomy::key(from)), to.as_str()))
        });
        Setting { config, src, lang, repository, own: Own::of(repository), aliases: aliases.collect() }
    }

    /// What a term of a taxonomy stands for.
    pub(super) fn meant<'t>(&self, taxonomy: &'t str, term: &'t str) -> &'t str
    where
        'a: 't,
    {
        // Most sites have none.
        if self.aliases.is_empty() {
            return term;
        }
        self.aliases.get(&(taxonomy, taxonomy::key(term))).copied().unwrap_or(term)
    }

    /// A path from the repository's top as one among the sources.
    pub(super) fn in_sources(&self, path: &str) -> Option<RelPath> {
        let path = RelPath::new(path)?;
        match self.src {
            "" => Some(path),
            src => RelPath::new(path.as_str().strip_prefix(src)?.strip_prefix('/')?),
        }
    }
}

impl Leaf {
    pub fn new(document: Arc<Document>, setting: &Setting) -> Leaf {
        let config = setting.config;
        let (lang, inner) = address::language(&document, config, setting.lang);
        let meta = &document.meta;
        // The slug `/` is the folder's own address.
        let is_root = meta.slug.as_deref() == Some("");
        let role = if is_root { Role::Index } else { address::role(&inner, config) };
        let kind = config.kinds.iter().position(|kind| kind.name == meta.kind);
        let kind = kind.expect("parse names only kinds of the configuration");
        let date = meta.date;
        let needs_date = date.is_none() && address::has_date(&config.kinds[kind]);
        let shown = RelPath::new_from(setting.src, document.path.as_str()).unwrap_or_else(|| document.path.clone());
        let traits = Traits {
            key: document.key,
            kind,
            lang: Hash128::of(lang.as_str().as_bytes()),
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
            has_wishes: ["needs", "offers"].iter().any(|field| meta.fields.contains_key(*field)),
            has_audiences: !meta.audience.is_empty(),
            has_weight: meta.weight.is_some(),
            has_tail: !document.tail.is_empty(),
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
        let aims = document.links.iter().enumerate().map(|(index, link)| {
            let image = if images.contains(&index) { Aim::IMAGE } else { 0 };
            Hash128(aim(link, &document, setting) | image)
        });
        Leaf {
            hashes: authors.chain(spelled).chain(aims).collect(),
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
            traits,
        }
    }

    /// The same with another version of the document, which has the same metadata and links.
    pub fn with(&self, document: Arc<Document>) -> Leaf {
        let traits = Traits { key: document.key, ..self.traits };
        Leaf { document, traits, ..self.clone() }
    }

    /// Of the keys of its authors' names.
    pub(super) fn authors(&self) -> &[Hash128] {
        &self.hashes[..self.authors]
    }

    /// Of language, taxonomy and spelling of each of [`uses`].
    pub(super) fn terms(&self) -> &[Hash128] {
        &self.hashes[self.authors..][..self.terms]
    }

    /// One for each link.
    pub(super) fn aims(&self) -> impl ExactSizeIterator<Item = Aim> {
        self.hashes[self.authors + self.terms..].iter().map(|hash| Aim(*hash))
    }

    /// Whether the link is that of an image that it shows.
    pub fn is_image(&self, link: usize) -> bool {
        let aims = &self.hashes[self.authors + self.terms..];
        aims.get(link).is_some_and(|hash| Aim(*hash).is_image())
    }

    /// The links of the images that it shows.
    pub fn images(&self) -> impl Iterator<Item = usize> {
        self.aims().enumerate().filter(|(_, aim)| aim.is_image()).map(|(link, _)| link)
    }
}

/// The part of a page's path that is the name of a file that the site has: `feed.xml`.
pub(super) fn named_as_own<'p>(slug: Option<&'p str>, inner: &'p RelPath, role: &Role) -> Option<&'p str> {
    let name = if *role == Role::Index { "" } else { slug.unwrap_or(inner.stem()) };
    inner.folder().split('/').chain(name.split('/')).find(|part| is_own_file(part))
}

/// Two bits are left for marks.
pub(super) fn path_key(path: &RelPath) -> Hash128 {
    Hash128(Hash128::of(path.as_str().as_bytes()).0 >> 2)
}

pub(super) fn name_key(name: &str) -> Hash128 {
    Hash128::of(taxonomy::key(name).as_bytes())
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
            let key = taxonomy::key(setting.meant(name, spelling));
            if !key.is_empty() && !known.contains(&key) {
                known.push(key);
                uses.push((name.as_str(), spelling.as_str()));
            }
        }
    }
    uses
}

/// What a link asks for, without the mark of images. It agrees with `links`, which looks at it in full.
fn aim(link: &Link, document: &Document, setting: &Setting) -> u128 {
    let written = setting.own.read(&link.target);
    let key = |path: RelPath| path_key(&path).0;
    if written.is_own {
        return setting.in_sources(&decode_path(written.path)).map_or(Aim::RAW, key);
    }
    if written.is_elsewhere() {
        return Aim::RAW;
    }
    let fragment = written.fragment();
    if written.path.is_empty() {
        let is_known = fragment.is_none_or(|fragment| document.has_anchor(&decode_path(fragment)));
        return if is_known { Aim::RAW } else { Aim::OPEN };
    }
    if link.in_config {
        return Aim::OPEN;
    }
    let decoded = decode_path(written.path);
    let path = match decoded.strip_prefix('/') {
        Some(absolute) => setting.in_sources(absolute).or_else(|| RelPath::new(absolute)),
        None => RelPath::new_from(document.path.folder(), &decoded),
    };
    let anchor = if fragment.is_some() { Aim::ANCHOR } else { 0 };
    path.map_or(Aim::OPEN, |path| key(path) | anchor)
}

/// The links of the images that a page shows.
fn images(document: &Document) -> BTreeSet<usize> {
    let body = &document.body;
    let in_body = body.images.iter().map(|image| image.link).chain(body.raw_images.iter().map(|image| image.link));
    let in_fields = document.meta.fields.values().filter_map(|value| match value {
        FieldValue::Link(link) if document.links.get(*link).is_some_and(|link| link.image) => Some(*link),
        _ => None,
    });
    in_body.chain(in_fields).collect()
}
