//! From the bytes of one file to a value: the configuration, or a document.
//!
//! In: one file's bytes and path, and the parse options. Out: plain data and [`crate::diag::Diagnostic`]s.
//!
//! What always holds: a value depends on its own file and the options alone, so that it can be remembered;
//! whatever is wrong with a file, there is a value and a diagnostic, never a panic.
//!
//! Deliberately not here: reading files (`source`), and anything that needs a second file (`site`).

pub mod anchor;
pub mod autolink;
pub mod body_parts;
pub mod config;
pub mod contain;
pub mod emoji;
pub mod emphasis;
pub mod encoding;
pub mod entries;
pub mod features;
pub mod fence;
pub mod fields;
pub mod footer_links;
pub mod foreign;
pub mod groups;
pub mod highlight;
pub mod html;
pub mod html_heading;
pub mod include;
pub mod kinds;
pub mod language;
pub mod line_break;
pub mod list_query;
pub mod map;
pub mod markdown;
pub mod math;
pub mod metadata;
pub mod outline;
pub mod phrases;
pub mod punctuation;
pub mod raw_html;
pub mod rendered;
pub mod sanitise;
pub mod schema;
pub mod toml;
pub mod words;
pub mod yaml;

#[cfg(test)]
mod show;

use crate::{
    diag::{Code, Diagnostic},
    model::{Config, Document, Facet, FieldValue, ForeignSyntax, Hash128, Lang, Meta, PartId, Places, RelPath, Syntax},
};
use encoding::Text;
use foreign::ShownText;
use markdown::Reading;
use metadata::{FieldText, Metadata, MetadataOptions};
use rendered::RenderedBody;
use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
};

/// The part of the configuration that parsing depends on.
pub struct ParseOptions<'c> {
    config: &'c Config,
    metadata: MetadataOptions<'c>,
    lang: Lang,
    /// The hash of all of the above.
    hash: Hash128,
}

impl<'c> ParseOptions<'c> {
    /// `lang` is the language of pages that name none.
    pub fn new(config: &'c Config, lang: Lang) -> ParseOptions<'c> {
        let hash = Hash128::of_value(&(env!("CARGO_PKG_VERSION"), config, &lang));
        ParseOptions { config, metadata: MetadataOptions::new(config, &config.file.path), lang, hash }
    }
}

/// A file to parse. Its hash is that of everything that the document depends on.
pub struct ParseInput<'a> {
    /// Relative to the folder of the sources.
    pub path: &'a RelPath,
    /// Relative to the project's root, for diagnostics.
    pub shown: RelPath,
    /// The whole file, of any encoding.
    pub bytes: &'a [u8],
    /// The hash of the bytes.
    pub hash: Hash128,
    /// The files whose texts it may show in its own.
    pub texts: Vec<ShownText<'a>>,
    /// The same for all files.
    pub options: &'a ParseOptions<'a>,
}

impl Hash for ParseInput<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.path, &self.shown, &self.texts, self.hash, self.options.hash).hash(state);
    }
}

/// Parses one file. A file that cannot be read as text is an empty page with a diagnostic.
pub fn parse(input: &ParseInput) -> (Document, Vec<Diagnostic>) {
    let ParseInput { path, shown, bytes, options, .. } = input;
    let key = Hash128::of_value(input);
    let mut text = match encoding::decode(shown, bytes) {
        Ok(text) => text,
        Err(diagnostic) => return (unreadable(path, key), vec![diagnostic]),
    };
    let src = options.config.src.as_ref().map_or("", RelPath::as_str);
    text.expand(|text| foreign::expand(text, shown, src, &input.texts, &options.config.values));
    let Metadata {
        mut meta,
        links: own_links,
        mut places,
        texts,
        head,
        map,
        groups,
        removed_headings,
        heading,
        body,
        mut diagnostics,
    } = metadata::read(path, shown, text.as_str(), &options.metadata);
    let of_path = || options.config.language_of(path, Some(&options.lang)).0;
    let lang = meta.lang.clone().or_else(of_path).unwrap_or_else(|| options.lang.clone());
    // It is shown as text.
    if let Some(summary) = meta.summary.as_mut().filter(|summary| summary.contains(['`', '*', '[', '<'])) {
        *summary = metadata::plain(&summary.replace('\n', " ")).into_owned();
    }
    let kind = options.config.kinds.iter().find(|kind| kind.name == meta.kind);
    let has = |facet| kind.is_some_and(|kind| kind.has(facet));
    let mut syntax = options.config.syntax.clone();
    if path.extension().eq_ignore_ascii_case("mdx") && !syntax.contains(&Syntax::Components) {
        syntax.push(Syntax::Components);
    }
    let reading = Reading {
        path: shown,
        config: Some(options.config),
        syntax: &syntax,
        offset: body.start,
        html: options.config.html,
        hard_breaks: options.config.hard_breaks,
        punctuation: options.config.punctuation,
        lang: &lang,
        title: &meta.title,
        removed_headings: &removed_headings,
        heading: heading.as_ref(),
        outline: has(Facet::Grouped) || has(Facet::Staged),
    };
    let mut written = markdown::write(&text.as_str()[body.clone()], &reading);
    let mut foreign = std::mem::take(&mut written.foreign);
    let unread = std::mem::take(&mut written.unread);
    if !unread.is_empty() {
        let is_in_text = |(at, _): (usize, usize)| unread.iter().any(|text| text.contains(&(at - body.start)));
        let is_of_html = |code| matches!(code, Code::P0450 | Code::P0451 | Code::P0452);
        written.diagnostics.retain(|found| !(is_of_html(found.code) && found.at.is_some_and(is_in_text)));
    }
    // A program of the project, or a tag that is left out, may stand for labels and notes.
    let is_made = options.config.has_named_links;
    let may_be_made = is_made || foreign.iter().any(|foreign| foreign.is_left_out);
    written.diagnostics.retain(|found| match found.code {
        Code::P0405 => !may_be_made,
        Code::P0409 => !is_made,
        _ => true,
    });
    diagnostics.append(&mut written.diagnostics);
    let before = memchr::memchr_iter(b'\n', &text.as_str().as_bytes()[..body.start]).count();
    for (_, line) in &mut written.body.lines {
        *line += u32::try_from(before).unwrap_or(u32::MAX);
    }
    text.place_lines(written.body.lines.iter_mut().map(|(_, line)| line));
    if let Some(head) = &head {
        let mut own = field_text(head, &reading, &written, options.metadata.config_file());
        diagnostics.append(&mut own.diagnostics);
        body_parts::prepend(&mut written, own);
    }
    let parts: Vec<PartId> = texts
        .iter()
        .map(|field| {
            let mut own = field_text(field, &reading, &written, options.metadata.config_file());
            diagnostics.append(&mut own.diagnostics);
            body_parts::append(&mut written, own)
        })
        .collect();
    // Only a `strip` rule ends a body before its file.
    let mut footer_links = footer_links::links(&text.as_str()[body.end..], body.end);
    for (_, link) in &mut footer_links {
        link.at = text.range_in_file(link.at.clone());
    }
    let (mut links, mut page) = (written.links, written.body);
    meta.image = meta.image.map(|image| image + links.len());
    for value in meta.fields.values_mut() {
        renumber(value, links.len(), &parts, &text);
    }
    let links_of_metadata = links.len();
    links.extend(own_links);
    if let Some(template) = meta.template.as_mut().filter(|template| !template.in_config) {
        template.at = text.range_in_file(template.at.clone());
    }
    let staged = has(Facet::Staged);
    let is_book = path.as_str() == map::BOOK;
    if is_book {
        // A chapter that is not written yet has no address.
        diagnostics.retain(|diagnostic| diagnostic.code != Code::P0407);
    }
    if let Some(groups) = groups {
        written.outline = Some(groups.append_to(&mut links, &written.headings, &mut written.anchors));
    }
    let outline = written.outline.as_ref().filter(|_| staged);
    let map = map::of_page(map, outline, is_book, &written.headings, &mut links, &mut page);
    text.place(shown, &mut diagnostics);
    places.each(|place| {
        if !place.in_config {
            let before = &text.as_str().as_bytes()[..place.at.start];
            place.line = u32::try_from(1 + memchr::memchr_iter(b'\n', before).count()).unwrap_or(u32::MAX);
            place.at = text.range_in_file(place.at.clone());
        }
    });
    let mut includes = written.includes;
    for include in &mut includes {
        include.at = text.range_in_file(include.at.clone());
    }
    let names = entries::names(path, text.as_str(), &links[..links_of_metadata]);
    for link in links.iter_mut().filter(|link| !link.in_config) {
        link.at = text.range_in_file(link.at.clone());
    }
    let map = map.map(|mut map| {
        map.each_place(|at| *at = text.range_in_file(at.clone()));
        map
    });
    for ForeignSyntax { at, .. } in &mut foreign {
        *at = text.range_in_file(body.start + at.start..body.start + at.end);
    }
    let large = written.code.iter().filter(|code| code.text.len() > highlight::MAX_BLOCK);
    diagnostics.extend(
        large.map(|code| Diagnostic::new(Code::P0403, shown).arg("size", format!("{} kB", code.text.len() / 1024))),
    );
    let summary = meta.summary.as_deref().unwrap_or(&written.excerpt);
    let features = features::features(&meta.title, summary, &written.headings);
    let mut document = Document {
        path: (*path).clone(),
        key,
        phrases: if lang.is_chinese() && phrases::is_long(&meta.title, 1) {
            phrases::phrases(&meta.title)
        } else {
            vec![&*meta.title]
        }
        .into_iter()
        .map(str::to_owned)
        .collect(),
        meta,
        features,
        headings: written.headings,
        title_id: heading.as_ref().and_then(|_| written.anchors.first()).cloned().unwrap_or_default(),
        title_notes: heading.map_or(0, |heading| heading.notes.len()),
        anchors: written.anchors,
        anchor_order: Box::default(),
        body: page,
        links,
        links_of_metadata,
        places,
        footer_links,
        code: written.code,
        names,
        is_contents: entries::is_contents(path),
        outline: written.outline,
        map,
        includes,
        foreign: foreign.into(),
        excerpt: written.excerpt,
        words: written.words,
    };
    document.order_anchors();
    (document, diagnostics)
}

/// Renders the Markdown of a field. Its diagnostics have the place of the whole value.
fn field_text(field: &FieldText, reading: &Reading, body: &RenderedBody, config: &RelPath) -> RenderedBody {
    // Its headings get anchors that the body does not have.
    let removed_headings: Vec<String> = reading
        .removed_headings
        .iter()
        .cloned()
        .chain(body.headings.iter().map(|heading| heading.text.clone()))
        .collect();
    let mut written = markdown::write(
        &field.text,
        &Reading {
            offset: 0,
            title: "",
            removed_headings: &removed_headings,
            heading: None,
            outline: false,
            ..*reading
        },
    );
    written.anchors.clear();
    for link in &mut written.links {
        (link.at, link.in_config) = (field.at.clone(), field.in_config);
    }
    for include in &mut written.includes {
        include.at = field.at.clone();
    }
    for diagnostic in &mut written.diagnostics {
        diagnostic.at = Some((field.at.start, field.at.end));
        if field.in_config {
            diagnostic.path = config.clone();
        }
    }
    written
}

/// Changes the indices in a field to those of the document: its links come after the first `links`.
fn renumber(value: &mut FieldValue, links: usize, parts: &[PartId], text: &Text) {
    match value {
        FieldValue::Link(link) => *link += links,
        FieldValue::Markdown(part) => *part = parts[*part],
        FieldValue::Refs(references) => {
            for reference in references.iter_mut().filter(|reference| !reference.in_config) {
                reference.at = text.range_in_file(reference.at.clone());
            }
        }
        FieldValue::Rows(rows) => {
            for value in rows.iter_mut().flat_map(BTreeMap::values_mut) {
                renumber(value, links, parts, text);
            }
        }
        FieldValue::Text(_)
        | FieldValue::Number(_)
        | FieldValue::Date(..)
        | FieldValue::Duration(_)
        | FieldValue::Bool(_)
        | FieldValue::List(_) => {}
    }
}

fn unreadable(path: &RelPath, key: Hash128) -> Document {
    Document {
        path: path.clone(),
        key,
        phrases: vec![path.stem().to_owned()],
        meta: Meta { title: path.stem().to_owned(), kind: "page".into(), ..Meta::default() },
        headings: Vec::new(),
        features: Vec::new(),
        anchors: Vec::new(),
        anchor_order: Box::default(),
        title_notes: 0,
        title_id: String::new(),
        body: crate::model::Body::default(),
        links: Vec::new(),
        links_of_metadata: 0,
        places: Places::default(),
        footer_links: Vec::new(),
        code: Vec::new(),
        names: Box::default(),
        is_contents: false,
        outline: None,
        map: None,
        includes: Vec::new(),
        foreign: Box::default(),
        excerpt: String::new(),
        words: 0,
    }
}
