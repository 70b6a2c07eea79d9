//! Keeps the elements of a text inside that text.
//!
//! In: a rendered body. Its tags are those of Markdown and those of raw HTML, and each tag is complete
//! ([`super::raw_html`] makes sure of that). Out: the same body, in which every element ends in the text, and in the
//! part of the text, in which it begins; and the findings, which become diagnostics.
//!
//! The rules:
//! - An element that is still open where its parent ends is closed there.
//! - An element that raw HTML opens in a paragraph, an item, a cell or a heading is closed at the end of it at the latest.
//! - An element that a block of raw HTML opens, and that has no end tag, is closed at the end of the block.
//! - An end tag from Markdown closes an element from Markdown. An end tag from raw HTML closes an element from raw HTML.
//! - An end tag without an element is removed. So are tags of the page's frame (`<body>`, `<base>` ...), and tags that
//!   are nested too deeply.
//! - A tag like `<a id="x"/>` gets an end tag, because its author means an empty element.
//!
//! Deliberately not here: what a tag may do (`sanitise`).

mod edit;
mod elements;
#[cfg(test)]
mod tests;

use self::{
    edit::{Edit, apply},
    elements::{BARRIERS, BREAKS_OUT, FRAME, OPTIONAL, PARENTS, SPECIAL, TABLE, TABLE_PARTS, VOID, is_one_of},
};
use super::html::unescape;
use crate::model::{Attribute, Body, Fill, Hole, RAW_TEXT, StartTag, Token, tokens};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// How many elements may be open at once. Browsers stop at 512; their time grows with the square of the depth.
pub const DEEPEST: usize = 200;

/// A mistake in raw HTML.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// A start tag without an end tag.
    Unclosed(String),
    /// An end tag without a start tag.
    Stray(String),
    /// Tags are nested more than [`DEEPEST`] deep.
    Deep,
}

/// How a browser reads what is in an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Namespace {
    Html,
    /// `<x/>` is a whole element, and scripts and styles are read as markup.
    Svg,
    MathMl,
}

/// An element that is not closed yet.
struct OpenElement<'h> {
    /// In lower case.
    name: String,
    /// The start tag, and where it stands.
    tag: &'h str,
    at: usize,
    namespace: Namespace,
    /// Whether the tag is raw HTML. If not, it is from Markdown.
    raw: bool,
}

/// A block of raw HTML, or a tag in a paragraph.
struct Piece {
    at: Range<usize>,
    is_inline: bool,
}

/// Reads the tags in order and collects the changes to make.
struct TagBalancer<'h> {
    /// From the outermost to the innermost.
    stack: Vec<OpenElement<'h>>,
    /// Number of open elements by name.
    open_counts: BTreeMap<String, usize>,
    /// Names of elements that were closed at the end of their part. An end tag for one of them is not reported.
    closed_with_part: BTreeSet<String>,
    edits: Vec<Edit>,
    findings: Vec<(usize, Finding)>,
    /// Number of removed elements by name: they are nested too deeply, and their end tag has not come yet.
    too_deep: BTreeMap<String, usize>,
    /// The current piece of raw HTML, until a tag or a mark behind it is read.
    piece: Option<Piece>,
    /// Where the last end tag of each name stands in raw HTML.
    last_end_tags: BTreeMap<String, usize>,
}

/// Adds and removes tags so that all rules above hold. The offsets of the findings are those before the changes.
pub fn contain(body: &mut Body) -> Vec<(usize, Finding)> {
    let html = std::mem::take(&mut body.html);
    let tokens = tokens(&html);
    let mut walk = TagBalancer {
        stack: Vec::new(),
        open_counts: BTreeMap::new(),
        closed_with_part: BTreeSet::new(),
        edits: Vec::new(),
        findings: Vec::new(),
        too_deep: BTreeMap::new(),
        piece: None,
        last_end_tags: last_end_tags(&tokens, &body.holes),
    };
    // Holes that mark where a part begins or ends, or a piece of raw HTML begins. Each with its number.
    let is_mark = |(_, hole): &(usize, &Hole)| matches!(hole.fill, Fill::Open(_) | Fill::Close(_) | Fill::Raw { .. });
    let mut marks = body.holes.iter().enumerate().filter(is_mark).peekable();
    let mut parts: Vec<usize> = Vec::new();
    let mut pass_marks = |walk: &mut TagBalancer, at: usize| {
        while let Some((index, hole)) = marks.next_if(|(_, hole)| hole.at <= at) {
            walk.end_piece(hole.at, &body.holes);
            match hole.fill {
                Fill::Open(_) => parts.push(walk.stack.len()),
                Fill::Raw { len, is_inline } => {
                    walk.piece = Some(Piece { at: hole.at..hole.at + len, is_inline });
                }
                _ => {
                    let base = parts.pop().unwrap_or_default();
                    walk.close_part(base, hole.at, index);
                }
            }
        }
        walk.end_piece(at, &body.holes);
    };
    let mut holes = 0;
    for (at, token) in tokens {
        pass_marks(&mut walk, at.start);
        holes += body.holes[holes..].iter().take_while(|hole| hole.at <= at.start).count();
        match token {
            Token::Start(tag) => walk.start(&tag, &html[at], holes),
            Token::End { name } => walk.end(name, &html[at.clone()], at.start, holes),
            Token::Raw { tag, text } => walk.raw_text(&tag.name.to_ascii_lowercase(), text, at.start, holes),
            Token::Open => walk.edit(at.start, holes, 1, "&lt;".into()),
        }
    }
    pass_marks(&mut walk, html.len());
    walk.close_above(0, html.len(), body.holes.len(), true);
    let TagBalancer { edits, mut findings, .. } = walk;
    if edits.is_empty() {
        body.html = html;
    } else {
        apply(body, &html, &edits);
    }
    body.holes.retain(|hole| !matches!(hole.fill, Fill::Raw { .. }));
    findings.sort_by_key(|(at, _)| *at);
    // Tags that are nested so deeply are rarely closed. That is not reported again.
    let deep = findings.iter().find(|(_, finding)| *finding == Finding::Deep).cloned();
    deep.map_or(findings, |deep| vec![deep])
}

/// Where the last end tag of each name stands in raw HTML.
fn last_end_tags(tokens: &[(Range<usize>, Token)], holes: &[Hole]) -> BTreeMap<String, usize> {
    let mut pieces = holes.iter().filter_map(|hole| match hole.fill {
        Fill::Raw { len, .. } => Some(hole.at..hole.at + len),
        _ => None,
    });
    let mut piece = pieces.next();
    let mut ends = BTreeMap::new();
    for (at, token) in tokens {
        while piece.as_ref().is_some_and(|piece| piece.end <= at.start) {
            piece = pieces.next();
        }
        if let Token::End { name } = token
            && piece.as_ref().is_some_and(|piece| piece.contains(&at.start))
        {
            ends.insert(name.to_ascii_lowercase(), at.start);
        }
    }
    ends
}

impl<'h> TagBalancer<'h> {
    /// Whether the tag at this offset is raw HTML.
    fn is_raw(&self, at: usize) -> bool {
        self.piece.as_ref().is_some_and(|piece| piece.at.contains(&at))
    }

    /// If the current piece is a block that ends before `at`, closes the elements that it opened and that have no end tag.
    fn end_piece(&mut self, at: usize, holes: &[Hole]) {
        let Some(Piece { at, is_inline }) = self.piece.take_if(|piece| piece.at.end <= at) else { return };
        if is_inline {
            return;
        }
        let mut base = None;
        for (index, open) in self.stack.iter().enumerate().rev().take_while(|(_, open)| open.at >= at.start) {
            if is_one_of(OPTIONAL, &open.name) {
                continue;
            }
            if self.last_end_tags.get(&open.name).is_some_and(|last| *last >= at.end) {
                break;
            }
            base = Some(index);
        }
        if let Some(base) = base {
            let before = holes.partition_point(|hole| hole.at < at.end);
            self.close_above(base, at.end, before, false);
        }
    }

    /// Removes `remove` bytes at `at` and inserts a text. `holes` is the number of holes before that place.
    fn edit(&mut self, at: usize, holes: usize, remove: usize, insert: String) {
        self.edits.push(Edit { at, holes, remove, insert });
    }

    /// A start tag; `text` is all of it.
    fn start(&mut self, tag: &StartTag, text: &'h str, holes: usize) {
        let (at, name) = (tag.at.start, tag.name.to_ascii_lowercase());
        if is_one_of(FRAME, &name) {
            return self.edit(at, holes, text.len(), String::new());
        }
        self.close_before(&name, at, holes);
        let parent = self.namespace();
        let namespace = self.namespace_of(&name, tag);
        let is_foreign = parent != Namespace::Html || namespace != Namespace::Html;
        if is_one_of(VOID, &name) || (is_foreign && tag.closes) {
            return;
        }
        if tag.closes {
            return self.edit(tag.at.end, holes, 0, format!("</{name}>"));
        }
        if self.stack.len() >= DEEPEST {
            if self.too_deep.is_empty() {
                self.findings.push((at, Finding::Deep));
            }
            *self.too_deep.entry(name).or_default() += 1;
            return self.edit(at, holes, text.len(), String::new());
        }
        *self.open_counts.entry(name.clone()).or_default() += 1;
        let raw = self.is_raw(at);
        self.stack.push(OpenElement { name, tag: text, at, namespace, raw });
    }

    fn end(&mut self, written: &str, tag: &'h str, at: usize, holes: usize) {
        let name = written.to_ascii_lowercase();
        if is_one_of(VOID, &name) {
            // A browser ends the SVG at a tag like `</br>`.
            if self.namespace() != Namespace::Html {
                self.edit(at, holes, tag.len(), String::new());
            }
            return;
        }
        if let Some(count) = self.too_deep.get_mut(&name).filter(|count| **count > 0) {
            *count -= 1;
            return self.edit(at, holes, tag.len(), String::new());
        }
        let raw = self.is_raw(at);
        let found = match raw {
            true => self.find(&name),
            false => self.stack.iter().rposition(|open| !open.raw && open.name == name),
        };
        let Some(index) = found else {
            let is_fault = raw
                && !is_one_of(FRAME, &name)
                && !is_one_of(OPTIONAL, &name)
                && !self.closed_with_part.contains(&name);
            if is_fault {
                self.findings.push((at, Finding::Stray(tag.to_owned())));
            }
            return self.edit(at, holes, tag.len(), String::new());
        };
        // Of several open `<p>`, a browser has closed all but the last: one end tag is enough.
        self.close_above(index + 1, at, holes, name == "p" || is_one_of(PARENTS, &name));
        self.pop();
    }

    /// Closes what a browser closes when an element of this name begins, with all that is open in it.
    fn close_before(&mut self, name: &str, at: usize, holes: usize) {
        let found = match name {
            "table" => self.find_table(),
            "button" => self.find("button"),
            "li" => self.find_item(&["li"]),
            "dd" | "dt" => self.find_item(&["dd", "dt"]),
            part if is_one_of(TABLE_PARTS, part) => self.find_cell(),
            _ => None,
        };
        let in_select = || self.open_counts.get("select").is_some_and(|count| *count > 0);
        let ends_select =
            matches!(name, "select" | "input" | "keygen") || (RAW_TEXT.contains(&name) && name != "script");
        let select = if ends_select && in_select() { self.find("select") } else { None };
        let foreign = is_one_of(BREAKS_OUT, name).then(|| self.foreign()).flatten();
        if let Some(base) = [found, select, foreign].into_iter().flatten().min() {
            let in_parent = matches!(name, "li" | "dd" | "dt") || is_one_of(TABLE_PARTS, name);
            self.close_above(base, at, holes, in_parent);
        }
    }

    /// Closes an SVG or a formula around an element of [`RAW_TEXT`] whose text would be read as markup there.
    fn raw_text(&mut self, name: &str, text: &str, at: usize, holes: usize) {
        self.close_before(name, at, holes);
        if let Some(base) = self.foreign().filter(|_| text.contains('<')) {
            self.close_above(base, at, holes, false);
        }
    }

    /// How a browser reads what follows.
    fn namespace(&self) -> Namespace {
        self.stack.last().map_or(Namespace::Html, |open| open.namespace)
    }

    /// How a browser reads what is in an element that begins here.
    fn namespace_of(&self, name: &str, tag: &StartTag) -> Namespace {
        let is_html = |attribute: &Attribute| {
            let value = unescape(attribute.value).to_ascii_lowercase();
            attribute.name.eq_ignore_ascii_case("encoding") && matches!(&*value, "text/html" | "application/xhtml+xml")
        };
        match (self.namespace(), name) {
            (Namespace::Html, "svg") => Namespace::Svg,
            (Namespace::Html, "math") => Namespace::MathMl,
            (Namespace::Svg, "foreignobject" | "desc") => Namespace::Html,
            (Namespace::MathMl, "mi" | "mo" | "mn" | "ms" | "mtext") => Namespace::Html,
            (Namespace::MathMl, "svg") if self.stack.last().is_some_and(|open| open.name == "annotation-xml") => {
                Namespace::Svg
            }
            (Namespace::MathMl, "annotation-xml") => {
                if tag.attributes.iter().any(is_html) {
                    Namespace::Html
                } else {
                    Namespace::MathMl
                }
            }
            (namespace, _) => namespace,
        }
    }

    /// The first element of the SVG or the formula in which the next tag stands.
    fn foreign(&self) -> Option<usize> {
        let outside = self.stack.iter().rposition(|open| open.namespace == Namespace::Html);
        Some(outside.map_or(0, |last| last + 1)).filter(|from| *from < self.stack.len())
    }

    /// The item of a list that is closed by the next item.
    fn find_item(&self, names: &[&str]) -> Option<usize> {
        for (index, open) in self.stack.iter().enumerate().rev() {
            if names.contains(&&*open.name) {
                return Some(index);
            }
            if is_one_of(SPECIAL, &open.name) {
                return None;
            }
        }
        None
    }

    /// The innermost table, unless one of its cells is open. It is closed by a table that begins there.
    fn find_table(&self) -> Option<usize> {
        let is_of_table = |open: &OpenElement| is_one_of(TABLE, &open.name) || open.name == "template";
        let nearest = self.stack.iter().rposition(is_of_table)?;
        if matches!(&*self.stack[nearest].name, "td" | "th" | "caption" | "template") {
            return None;
        }
        self.stack.iter().rposition(|open| open.name == "table")
    }

    /// The open cell or caption of the innermost table. It is closed by another cell or row of that table.
    fn find_cell(&self) -> Option<usize> {
        if self.namespace() != Namespace::Html {
            return None;
        }
        let table = self.stack.iter().rposition(|open| matches!(&*open.name, "table" | "template"))?;
        if self.stack[table].name == "template" {
            return None;
        }
        let in_table = &self.stack[table + 1..];
        let is_cell = |open: &OpenElement| matches!(&*open.name, "td" | "th" | "caption");
        let found = in_table.iter().rposition(is_cell);
        Some(table + 1 + found?)
    }

    /// The element that an end tag of raw HTML closes.
    fn find(&self, name: &str) -> Option<usize> {
        self.open_counts.get(name).filter(|count| **count > 0)?;
        let in_table = is_one_of(TABLE, name);
        for (index, open) in self.stack.iter().enumerate().rev() {
            if open.raw && open.name == name {
                return Some(index);
            }
            let is_barrier = match &*open.name {
                "table" | "template" => true,
                barrier => !in_table && is_one_of(BARRIERS, barrier),
            };
            if is_barrier {
                return None;
            }
        }
        None
    }

    /// Closes all elements from number `base` on. Where their parent ends (`in_parent`), some need no end tag.
    fn close_above(&mut self, base: usize, at: usize, holes: usize, in_parent: bool) {
        // A browser ignores the end tag of an element that is open around a cell, so the cell needs its end tag, too.
        let explicit = self.stack.iter().skip(base).position(|open| !is_one_of(OPTIONAL, &open.name));
        let lowest = explicit.map_or(usize::MAX, |found| base + found);
        // The end tag of an element of SVG or MathML closes no `<p>` in it.
        let in_foreign = self.stack.iter().any(|open| open.namespace != Namespace::Html);
        while self.stack.len() > base {
            let Some(open) = self.pop() else { return };
            let is_optional = is_one_of(OPTIONAL, &open.name);
            let blocks = self.stack.len() > lowest && is_one_of(TABLE, &open.name);
            if !is_optional || !in_parent || blocks || in_foreign {
                self.edit(at, holes, 0, format!("</{}>", open.name));
            }
            if !is_optional {
                self.findings.push((open.at, Finding::Unclosed(open.tag.to_owned())));
            }
        }
    }

    /// Does the same at the end of a part. No finding: the author did not divide the text.
    fn close_part(&mut self, base: usize, at: usize, holes: usize) {
        let found = self.findings.len();
        self.closed_with_part.extend(self.stack.iter().skip(base).map(|open| open.name.clone()));
        self.close_above(base, at, holes, false);
        self.findings.truncate(found);
    }

    fn pop(&mut self) -> Option<OpenElement<'h>> {
        let open = self.stack.pop()?;
        if let Some(count) = self.open_counts.get_mut(&open.name) {
            *count -= 1;
        }
        Some(open)
    }
}
