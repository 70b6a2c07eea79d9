//! The metadata of a file, and which part of the file is the body.
//!
//! In: the text of one file, its path, and what the configuration says about metadata. Out: [`Metadata`].
//!
//! Four dialects are tried, and the first that is there wins: YAML between `---`, TOML between `+++`, headings
//! such as `作者` and `日期` under the title, or nothing, where the first heading is the title. The first three
//! become one table of fields, which one set of typed readers reads. `[[pages]]` is laid over it.
//!
//! What always holds: a page has a title and a kind that the configuration has, whatever is wrong with it; the
//! title is not in the body a second time; a line is looked at once, inside a fence for its end only.
//!
//! Deliberately not here: Markdown (only what tells headings, fences and comments apart), and links.

mod foreign;
mod front_matter;
mod headings;
mod hero;
mod lines;
mod loose;
pub mod names;
pub mod own;
mod place;
mod placeholder;
pub mod publication;
mod terms;
mod title;

pub use headings::{id_between_signs, plain};
pub use place::is_page_of_folder;
pub use title::TitleHeading;

use super::{
    fields::{Fields, Origin, nfc},
    groups, kinds, map,
};
use crate::{
    diag::{Code, Diagnostic, nearest},
    model::{
        Config, Facet, FieldType, FieldValue, Kind, Lang, Link, Meta, Node, Place, Places, Reference, RelPath, Value,
    },
};
use globset::{GlobSet, GlobSetBuilder};
use headings::FieldNames;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use lines::{Fences, TextLines};
use names::{READ, SYNONYMS};
use publication::FreeFields;
use regex::{Regex, RegexBuilder};
use std::ops::Range;

/// The fields that every kind has, without those that are taxonomies, and what they hold.
pub static FIELDS: [(&str, FieldType); 18] = [
    ("title", FieldType::Text),
    ("link_title", FieldType::Text),
    ("date", FieldType::Date),
    ("updated", FieldType::Date),
    ("authors", FieldType::List),
    ("categories", FieldType::List),
    ("summary", FieldType::Text),
    ("kind", FieldType::Text),
    ("slug", FieldType::Text),
    ("aliases", FieldType::List),
    ("draft", FieldType::Bool),
    ("expires", FieldType::Date),
    ("unlisted", FieldType::Bool),
    ("weight", FieldType::Number),
    ("lang", FieldType::Text),
    ("audience", FieldType::List),
    ("template", FieldType::Text),
    ("image", FieldType::Image),
];

/// The metadata of a file, read before its body.
#[derive(Debug)]
pub struct Metadata {
    /// Its fields name links and texts by their numbers in the following two.
    pub meta: Meta,
    /// Those of the fields, in the order in which they are read.
    pub links: Vec<Link>,
    /// In the text, not yet in the file; without lines.
    pub places: Places,
    /// The Markdown of fields.
    pub texts: Vec<FieldText>,
    /// Markdown that stands before the body.
    pub head: Option<FieldText>,
    /// The map as data, for kinds with stages.
    pub map: Option<map::MapData>,
    /// The groups as data, for kinds with groups.
    pub groups: Option<groups::GroupData>,
    /// The headings that were taken out, as plain text; they have anchors on the Git host.
    pub removed_headings: Vec<String>,
    /// The heading that is the page's title; it is the first of `removed_headings`.
    pub heading: Option<TitleHeading>,
    /// The part of the text that is Markdown to show.
    pub body: Range<usize>,
    /// About the metadata; places are in the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Markdown in a field.
#[derive(Debug)]
pub struct FieldText {
    /// As written.
    pub text: String,
    /// The whole value, in its file.
    pub at: Range<usize>,
    /// Whether that file is the configuration.
    pub in_config: bool,
}

/// The part of the configuration about metadata, compiled once for all files. Equal configurations make equal options;
/// for a key, hash the configuration.
pub struct MetadataOptions<'c> {
    config: &'c Config,
    config_file: RelPath,
    names: FieldNames,
    /// Other names of fields in front matter, those of the project's generator first.
    synonyms: Vec<(&'static str, &'static str)>,
    strip: Vec<Regex>,
    unsearched: Gitignore,
    globs: GlobSet,
    /// The kind of each glob, as an index into the configuration's kinds, and whether it names single files.
    kind_of_glob: Vec<(usize, bool)>,
}

impl<'c> MetadataOptions<'c> {
    /// `config_file` is the file that diagnostics about `[[pages]]` name. What does not compile is left out:
    /// `config::read` has reported it.
    pub fn new(config: &'c Config, config_file: &RelPath) -> MetadataOptions<'c> {
        let mut globs = GlobSetBuilder::new();
        let mut kind_of_glob = Vec::new();
        for (index, kind) in config.kinds.iter().enumerate() {
            for glob in kind.matches.iter().filter_map(|glob| kinds::glob(glob)) {
                let is_file = glob.glob().rsplit('/').next().is_some_and(|name| !name.contains(['*', '?', '[', '{']));
                globs.add(glob);
                kind_of_glob.push((index, is_file));
            }
        }
        let mut unsearched = GitignoreBuilder::new("");
        for glob in &config.search.exclude {
            let _ = unsearched.add_line(None, glob);
        }
        MetadataOptions {
            config,
            config_file: config_file.clone(),
            names: FieldNames::new(&config.headings),
            synonyms: config.field_names.iter().chain(&SYNONYMS).copied().collect(),
            strip: config
                .strip
                .iter()
                .filter_map(|rule| RegexBuilder::new(&rule.from).multi_line(true).build().ok())
                .collect(),
            unsearched: unsearched.build().unwrap_or_else(|_| Gitignore::empty()),
            globs: globs.build().unwrap_or_default(),
            kind_of_glob,
        }
    }

    fn kind(&self, name: &str) -> Option<&'c Kind> {
        self.config.kinds.iter().find(|kind| kind.name == name)
    }

    /// The first kind, in the order of the configuration, that claims `path` with or without its language. What
    /// claims a whole folder does not claim the folder's own page.
    fn kind_by_path(&self, path: &RelPath) -> Option<&'c Kind> {
        let is_folder = place::is_page_of_folder(path);
        let (_, inner) = self.config.language_of(path, self.config.language.as_ref());
        let globs = [path, &inner].into_iter().flat_map(|path| self.globs.matches(path.as_str()));
        let kinds = globs.map(|glob| self.kind_of_glob[glob]).filter(|(_, is_file)| *is_file || !is_folder);
        self.config.kinds.get(kinds.map(|(kind, _)| kind).min()?)
    }

    /// Whether the configuration leaves `path`, with or without its language, or a folder above it out of the search.
    fn is_unsearched(&self, path: &RelPath) -> bool {
        let (_, inner) = self.config.language_of(path, self.config.language.as_ref());
        [path, &inner].iter().any(|path| self.unsearched.matched_path_or_any_parents(path.as_str(), false).is_ignore())
    }

    /// The file that `[[pages]]` stands in.
    pub fn config_file(&self) -> &RelPath {
        &self.config_file
    }

    /// The end of the body: the first line that a `strip` rule matches.
    fn end(&self, text: &str, body: &Range<usize>) -> usize {
        self.strip.iter().fold(body.end, |end, rule| first_match(text, body.start..end, rule).unwrap_or(end))
    }
}

/// Where the first line begins that `rule` matches and no fence holds.
fn first_match(text: &str, part: Range<usize>, rule: &Regex) -> Option<usize> {
    let (mut lines, mut fences) = (TextLines::new(text, part.clone()), Fences::default());
    let mut from = part.start;
    loop {
        // A search through the whole text is much faster than one a line; a match may run over a line's end.
        let found = rule.find_at(&text[..part.end], from)?.start();
        let mut until = lines.by_ref().map(|line| (line, fences.hold(line.text)));
        let (line, is_held) = until.find(|(line, _)| found < line.next)?;
        if !is_held && rule.is_match(line.text) {
            return Some(line.at);
        }
        from = line.next;
    }
}

/// The front matter of a file: its dialect, its fields, and where the body begins.
struct FrontMatter {
    dialect: Dialect,
    fields: Node,
    body: usize,
    diagnostics: Vec<Diagnostic>,
}

/// How the metadata of a file are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Yaml,
    Toml,
    Headings,
    None,
}

/// Reads the metadata of a file. `path` is where it is among the sources, `file` where it is in the project;
/// diagnostics name the latter.
pub fn read(path: &RelPath, file: &RelPath, text: &str, options: &MetadataOptions) -> Metadata {
    let found = front_matter::find(file, text)
        .or_else(|| loose::find(file, text))
        .or_else(|| headings::find(text, &options.names))
        .unwrap_or(FrontMatter {
            dialect: Dialect::None,
            fields: Node { value: Value::Table(Vec::new()), at: 0..0 },
            body: 0,
            diagnostics: Vec::new(),
        });
    let mut body = found.body..text.len();
    body.end = options.end(text, &body);

    let mut metadata = Metadata {
        meta: Meta::default(),
        links: Vec::new(),
        places: Places::default(),
        texts: Vec::new(),
        head: None,
        map: None,
        groups: None,
        removed_headings: Vec::new(),
        heading: None,
        body: 0..0,
        diagnostics: found.diagnostics,
    };
    let origin = if found.dialect == Dialect::Toml { Origin::Toml } else { Origin::Yaml };
    // The later of the two wins.
    let own = Fields::new(file, &found.fields, origin).with_synonyms(&options.synonyms, &READ);
    // Themes of other generators have any fields.
    let is_foreign = options.config.is_foreign();
    let own = own.with_word_lists(options.config.word_lists);
    let mut sources = vec![own.with_silent(if is_foreign { |_| true } else { names::is_silent })];
    if let Some(over) = options.config.pages.get(path) {
        sources.push(Fields::new(&options.config_file, over, Origin::Toml).with_synonyms(&SYNONYMS, &READ));
    }
    let mut kind = None;
    let mut image = None;
    for (index, fields) in sources.iter_mut().enumerate() {
        let in_config = index > 0;
        if terms::is_term(path, options.config) {
            terms::read_term(fields, options.config, &mut metadata.meta);
        }
        read_common(fields, options, in_config, &mut metadata);
        let target = fields.node("image").and_then(foreign::image_target);
        image = target.map(|target| Link { target, image: true, at: fields.at("image"), in_config }).or(image);
        kind = read_kind(fields, options).or(kind);
    }
    let heading = title::take(&mut metadata.meta, path, text, &mut body, found.dialect);
    let taken_from = if found.dialect == Dialect::Headings { 0 } else { found.body };
    let removed_headings = lines::headings(text, taken_from..body.start).into_iter();
    metadata.removed_headings = removed_headings.map(|heading| headings::plain(heading).into_owned()).collect();
    metadata.heading = heading.or_else(|| {
        let first = lines::headings(text, taken_from..body.start).into_iter().next()?;
        (headings::plain(first) == metadata.meta.title).then(|| title::TitleHeading::new(first, text, None))
    });
    if metadata.heading.as_ref().is_some_and(|heading| heading.at.is_some()) {
        metadata.removed_headings.insert(0, String::new());
    }
    metadata.body = body;

    let in_path = place::date(path);
    let has_date = metadata.meta.date.or(in_path).is_some();
    let is_book = path.as_str() == map::BOOK;
    if let Some(title) = options.config.title.as_ref().filter(|_| is_book) {
        metadata.meta.title.clone_from(title);
    }
    let staged = || options.config.kinds.iter().find(|kind| is_book && kind.has(Facet::Staged));
    let kind = kind.or_else(|| options.kind_by_path(path)).or_else(staged);
    let kind = kind.or_else(|| options.kind(if has_date { "essay" } else { "page" }));
    if let Some(kind) = kind {
        metadata.meta.kind.clone_from(&kind.name);
        own::read(&mut sources, kind, options.config, &mut metadata);
        for (index, fields) in sources.iter_mut().enumerate() {
            publication::read(fields, kind, &mut metadata.meta);
            publication::read_cascade(fields, kind, path, options, &mut metadata.meta);
            let mut free = FreeFields { fields, kind };
            foreign::read(&mut free, options.config.path_rules, &mut metadata.meta);
            image = image.or(foreign::image(&mut free, index > 0));
            let of_head = hero::read(&mut free, index > 0, &mut metadata);
            image = image.or(of_head);
        }
        metadata.meta.draft |= path.is_among_drafts();
        metadata.meta.unsearched = options.is_unsearched(path);
        for (in_config, fields) in [false, true].into_iter().zip(&mut sources).filter(|_| kind.has(Facet::Staged)) {
            metadata.map = map::read(fields, &options.config.kinds, in_config).or(metadata.map);
        }
        for (in_config, fields) in [false, true].into_iter().zip(&mut sources).filter(|_| kind.has(Facet::Grouped)) {
            metadata.groups = groups::read(fields, in_config).or(metadata.groups);
        }
    }
    // The day in the name of an event's file is the one on which it takes place, not that of the page.
    match kind.filter(|kind| kind.has(Facet::Timed)) {
        Some(_) => {
            let start = in_path.map(|date| ("start".to_owned(), FieldValue::Date(date, None)));
            metadata.meta.fields.extend(start.filter(|(name, _)| !metadata.meta.fields.contains_key(name)));
        }
        None => metadata.meta.date = metadata.meta.date.or(in_path),
    }
    if let Some(image) = image {
        metadata.meta.image = Some(metadata.links.len());
        metadata.links.push(image);
    }
    metadata.diagnostics.extend(sources.into_iter().flat_map(Fields::finish));
    metadata
}

/// The fields that every kind has.
fn read_common<'a>(fields: &mut Fields<'a>, options: &'a MetadataOptions, in_config: bool, metadata: &mut Metadata) {
    let Metadata { meta, places, .. } = metadata;
    // The text of a term has titles of its own.
    if meta.term.is_none()
        && let Some(title) = fields.text("title")
    {
        meta.title = title;
    }
    publication::read_dates(fields, meta);
    meta.updated = read_updated(fields).or(meta.updated);
    if let Some(authors) = read_authors(fields) {
        meta.authors = authors;
    }
    for name in options.config.common_taxonomies() {
        if let Some(terms) = fields.terms_at(name) {
            terms::put_terms(meta, places, name, terms, in_config);
        }
    }
    // Zola's way to write them.
    fields.table("taxonomies", |table| {
        for name in options.config.common_taxonomies() {
            if let Some(terms) = table.terms_at(name) {
                terms::put_terms(meta, places, name, terms, in_config);
            }
        }
        read_categories(table, options, in_config, meta, places);
    });
    read_categories(fields, options, in_config, meta, places);
    meta.link_title = fields.text("link_title").or(meta.link_title.take());
    meta.summary = fields.text("summary").or(meta.summary.take());
    meta.slug = fields.parsed("slug", "a part of an address", slug).or(meta.slug.take());
    if let Some(aliases) = fields.list("aliases") {
        terms::put_aliases(meta, places, &aliases, in_config);
    }
    meta.weight = fields.thousandths("weight").or(meta.weight);
    let lang = |text: &str| Lang::new(&text.replace('_', "-"));
    meta.lang = fields.parsed("lang", "a language tag like \"zh\" or \"en\"", lang).or(meta.lang.take());
    if let Some(audience) = fields.texts("audience") {
        meta.audience = audience;
    }
    if let Some(text) = fields.text("template") {
        let text = text.strip_suffix(".html").unwrap_or(&text).to_owned();
        meta.template = Some(Reference { text, at: fields.at("template"), in_config });
    }
    meta.extra = fields.node("extra").cloned().or(meta.extra.take());
}

/// Names, or tables that hold one, as Docusaurus has them.
fn read_authors(fields: &mut Fields) -> Option<Vec<String>> {
    let node = fields.node("authors")?;
    let people = if let Value::List(people) = &node.value { people.as_slice() } else { std::slice::from_ref(node) };
    if !people.iter().any(|person| matches!(person.value, Value::Table(_))) {
        return fields.texts("authors");
    }
    let names = people.iter().filter_map(|person| match &person.value {
        Value::Table(entries) => entries.iter().find(|(key, _)| key.text == "name").map(|(_, name)| name),
        _ => Some(person),
    });
    let texts =
        names.filter_map(|name| if let Value::Scalar { text, .. } = &name.value { Some(text.trim()) } else { None });
    Some(texts.map(nfc).collect())
}

/// A date, or a table that holds one, as Docusaurus has it. Starlight's `false` is none.
fn read_updated(fields: &mut Fields) -> Option<crate::model::Date> {
    match fields.node("updated") {
        Some(Node { value: Value::Table(_), .. }) => {}
        Some(node) if matches!(publication::text(node), Some("true" | "false")) => return None,
        _ => return fields.date("updated"),
    }
    let mut updated = None;
    fields.table("updated", |table| {
        table.ignore(&["author"]);
        updated = table.date("date");
    });
    updated
}

/// Categories are tags, unless the site has a taxonomy for them.
fn read_categories(
    fields: &mut Fields,
    options: &MetadataOptions,
    in_config: bool,
    meta: &mut Meta,
    places: &mut Places,
) {
    let has = |name: &str| options.config.common_taxonomies().any(|common| common == name);
    if let Some(categories) = fields.categories() {
        meta.categories = categories;
    }
    if !has("categories")
        && !has("category")
        && let Some(terms) = fields.terms_at("categories")
    {
        let (terms, at): (Vec<String>, Vec<Place>) =
            terms.into_iter().map(|(term, at)| terms::placed(term, at, in_config)).unzip();
        meta.terms.entry("tags".into()).or_default().extend(terms);
        places.of_terms_mut("tags").extend(at);
    }
}

/// A slash at the beginning leads to the folder at the top. The slug `/` is empty: the page heads that folder.
fn slug(text: &str) -> Option<String> {
    let slug = text.trim_matches('/');
    let path = RelPath::new(slug).filter(|path| text == "/" || !path.as_str().is_empty())?;
    let from_top = text.starts_with('/') && !path.as_str().is_empty();
    Some(if from_top { format!("/{slug}") } else { slug.to_owned() })
}

fn read_kind<'c>(fields: &mut Fields, options: &MetadataOptions<'c>) -> Option<&'c Kind> {
    let name = fields.text("kind")?;
    let kind = options.kind(&name);
    if kind.is_none() {
        let nearest = nearest(&name, options.config.kinds.iter().map(|kind| kind.name.as_str()));
        fields.report(Code::P0308, fields.at("kind"), |unknown| unknown.arg("kind", &name).nearest(nearest));
    }
    kind
}

#[cfg(test)]
mod tests;
