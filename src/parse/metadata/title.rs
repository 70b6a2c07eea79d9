//! The title of a page, out of a heading of its body.
//!
//! In: a text, and what its metadata say. Out: the title, and the heading that it stands in: it is left out of the body,
//! and its anchor and notes are those of the title.

use super::{Dialect, headings, lines, place};
use crate::{
    model::{Meta, RelPath},
    parse::{emoji, fields::nfc, html_heading},
};
use pulldown_cmark::{Event, Parser};
use std::{collections::BTreeSet, ops::Range};

/// The heading that is the title.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TitleHeading {
    /// The text that its anchor is made of.
    pub text: String,
    /// The anchor that its author chose: `# Title {#id}`.
    pub id: Option<String>,
    /// Ids and names in its raw HTML, which links may lead to.
    pub raw_ids: Vec<String>,
    /// Labels of the notes that it refers to.
    pub notes: Vec<String>,
    /// Where it begins, if it stands in the body, which has to leave it out.
    pub at: Option<usize>,
}

impl TitleHeading {
    /// `written` is the heading without its marks, in the file `text`.
    pub fn new(written: &str, text: &str, at: Option<usize>) -> TitleHeading {
        let id = headings::id_behind(written).and_then(|(_, id)| id.split_whitespace().next()).map(str::to_owned);
        let mut known = BTreeSet::new();
        let labels = notes(written, text).into_iter().map(|at| &written[at.start + 2..at.end - 1]);
        let notes = labels.filter(|label| known.insert(*label)).map(str::to_owned).collect();
        let pieces = Parser::new(written).filter_map(|event| match event {
            Event::InlineHtml(html) => Some(html_heading::ids(&html)),
            _ => None,
        });
        let raw_ids = if written.contains('<') { pieces.flatten().collect() } else { Vec::new() };
        TitleHeading { text: headings::anchor_text(&without_notes(written, text)), id, raw_ids, notes, at }
    }
}

/// Finds the title in the body where the metadata has none, and takes it out where it stands first.
pub(super) fn take(
    meta: &mut Meta,
    path: &RelPath,
    text: &str,
    body: &mut Range<usize>,
    dialect: Dialect,
) -> Option<TitleHeading> {
    let titled = !meta.title.is_empty();
    if dialect == Dialect::Headings && titled {
        return None;
    }
    // Above the heading there may be a logo or badges.
    let only_first = titled && !text[body.clone()].trim_start().starts_with(['[', '!', '<']);
    let heading = lines::first_heading(text, body.clone(), only_first);
    // Of several sections none is the title; a heading of the first level further down is.
    let above = heading.as_ref().filter(|heading| !titled && heading.level > 1);
    let other = above.and_then(|first| lines::heading_above(text, first.next..body.end, first.level));
    let is_below = other.is_some();
    let heading = match other {
        Some(other) if other.level == 1 => Some(lines::HeadingLine { is_first: false, ..other }),
        Some(_) => None,
        None => heading,
    };
    let before = body.start..heading.as_ref().map_or(body.end, |heading| heading.place.start);
    if !titled && let Some(title) = html_title(&text[before]) {
        // The writer leaves it out where it stands.
        meta.title = nfc(&title);
        return None;
    }
    let written = heading.as_ref().map(|heading| without_notes(heading.text, text)).unwrap_or_default();
    let plain = headings::plain(&written).into_owned();
    if !titled {
        meta.title = nfc(&emoji::replace(plain.trim()));
    }
    let heading = heading.filter(|heading| match heading.is_first {
        true => !titled || dialect == Dialect::None || plain == meta.title,
        false => heading.level == 1 && !is_below && (!titled || plain == meta.title),
    });
    if meta.title.is_empty() {
        (meta.title, meta.is_unnamed) = (place::title(path), true);
    }
    let heading = heading?;
    if heading.is_first {
        body.start = heading.next;
    }
    let at = (!heading.is_first).then_some(heading.place.start);
    Some(TitleHeading::new(heading.text, text, at))
}

/// Where a heading refers to notes that `text` has.
fn notes(heading: &str, text: &str) -> Vec<Range<usize>> {
    if !heading.contains("[^") {
        return Vec::new();
    }
    let label = |at: usize| {
        let rest = &text[at + "\n".len()..];
        let end = memchr::memchr2(b']', b'\n', rest.as_bytes())?;
        rest[end..].starts_with("]:").then_some(&rest[..=end])
    };
    let defined: BTreeSet<&str> = memchr::memmem::find_iter(text.as_bytes(), "\n[^").filter_map(label).collect();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = heading[from..].find("[^").map(|start| from + start) {
        let Some(end) = heading[start..].find(']').map(|end| start + end + 1) else { break };
        if defined.contains(&heading[start..end]) {
            found.push(start..end);
        }
        from = end;
    }
    found
}

fn without_notes(heading: &str, text: &str) -> String {
    let mut rest = String::with_capacity(heading.len());
    let mut from = 0;
    for note in notes(heading, text) {
        rest.push_str(&heading[from..note.start]);
        from = note.end;
    }
    rest + &heading[from..]
}

/// A title in HTML, as READMEs have it; not one in a block of code.
fn html_title(text: &str) -> Option<String> {
    let (title, at) = html_heading::title(text)?;
    let in_code = text[..at.start].lines().any(|line| line.trim_start().starts_with("```") || line.starts_with("    "));
    (!in_code).then_some(title)
}
