//! Metadata in headings: under the title, headings such as `作者` and `日期` with their values below.
//!
//! In: a text, and the names of such headings. Out: fields as in front matter, and where the body begins;
//! nothing when the text is not written that way.
//!
//! What always holds: what is taken out of the body is in the fields. A page about dates that has a heading
//! `Date` is not mistaken for one: a lone field counts only with a break after it, or when it is a date.
//!
//! Deliberately not here: what the fields mean.

use super::{
    Dialect, FrontMatter,
    lines::{self, Fences, TextLine, TextLines},
};
use crate::{
    model::{Date, Key, Node, Value},
    parse::{emoji, emphasis, math},
};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    ops::Range,
};

/// The built-in names; the configuration replaces those of a field.
const NAMES: [(&str, &[&str]); 6] = [
    ("authors", &["作者", "author", "authors"]),
    ("date", &["日期", "发布日期", "发布时间", "date"]),
    ("tags", &["标签", "tag", "tags"]),
    ("updated", &["更新", "更新日期", "更新时间", "updated"]),
    ("summary", &["摘要", "summary"]),
    ("categories", &["分类", "category", "categories"]),
];

/// Text longer than this under the last field is the body.
const LONGEST_VALUE: usize = 12;

/// The fields that headings stand for.
pub(super) struct FieldNames(HashMap<String, String>);

impl FieldNames {
    pub(super) fn new(configured: &BTreeMap<String, Vec<String>>) -> FieldNames {
        let built_in = NAMES.iter().filter(|(field, _)| !configured.contains_key(*field));
        let built_in = built_in.flat_map(|(field, names)| names.iter().map(move |name| (*name, *field)));
        let own =
            configured.iter().flat_map(|(field, names)| names.iter().map(move |name| (name.as_str(), field.as_str())));
        FieldNames(built_in.chain(own).map(|(name, field)| (normal(name), field.to_owned())).collect())
    }

    /// The field that a heading names: `作者`, `Author:`, `作者 / Author`.
    fn field(&self, heading: &str) -> Option<&str> {
        if heading.len() > 60 {
            return None;
        }
        let name = normal(&plain(heading));
        if let Some(field) = self.0.get(&name) {
            return Some(field);
        }
        let separators = |c: char| c.is_whitespace() || matches!(c, '/' | '|' | '(' | ')' | '（' | '）');
        let mut fields = name.split(separators).filter(|part| !part.is_empty()).map(|part| self.0.get(part));
        let first = fields.next()??;
        fields.all(|field| field == Some(first)).then_some(first)
    }
}

fn normal(name: &str) -> String {
    name.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '#' | ':' | '：')).trim_start().to_lowercase()
}

/// A field under its heading.
struct HeadingField<'n> {
    field: &'n str,
    heading: Range<usize>,
    /// The lines of the value that are not blank, trimmed.
    lines: Vec<Range<usize>>,
    /// How many lines are before the first blank one, and where that one is.
    paragraph: Option<(usize, usize)>,
}

pub(super) fn find(text: &str, names: &FieldNames) -> Option<FrontMatter> {
    let title = lines::first_heading(text, 0..text.len(), true).filter(|title| names.field(title.text).is_none())?;
    let mut entries: Vec<HeadingField> = Vec::new();
    let mut lines = TextLines::new(text, title.next..text.len());
    let (mut body, mut has_break) = (text.len(), false);
    while let Some(line) = lines.next() {
        if line.is_blank() {
            if let Some(HeadingField { lines, paragraph: paragraph @ None, .. }) = entries.last_mut()
                && !lines.is_empty()
            {
                *paragraph = Some((lines.len(), line.at));
            }
            continue;
        }
        let field =
            field_of(&line, &lines, names).filter(|(field, _)| entries.iter().all(|entry| entry.field != *field));
        if let Some((field, underlined)) = field {
            entries.push(HeadingField { field, heading: line.place(), lines: Vec::new(), paragraph: None });
            if underlined {
                lines.next();
            }
            continue;
        }
        let entry = entries.last_mut()?;
        if lines::is_break(line.text) {
            (body, has_break) = (line.next, true);
            break;
        }
        entry.lines.push(line.place());
        let is_long = entry.paragraph.is_some() && entry.lines.len() > LONGEST_VALUE;
        if is_long || begins_body(&line, &lines) {
            body = line.at;
            entry.lines.pop();
            break;
        }
    }
    let last = entries.last_mut()?;
    if let Some((count, blank)) = last.paragraph
        && !has_break
        && count < last.lines.len()
    {
        last.lines.truncate(count);
        body = blank;
    }
    let is_date = last.field == "date" && last.lines.first().is_some_and(|at| Date::parse(&text[at.clone()]).is_some());
    if !has_break && entries.len() < 2 && !is_date {
        return None;
    }
    let title_value = Value::Scalar { text: emoji::replace(&plain(title.text)).into_owned(), quoted: false };
    let title_key = Key { text: "title".into(), at: title.place.clone() };
    let title = (title_key, Node { value: title_value, at: title.place });
    let fields = std::iter::once(title).chain(entries.into_iter().map(|entry| field(text, entry))).collect();
    let fields = Node { value: Value::Table(fields), at: 0..body };
    Some(FrontMatter { dialect: Dialect::Headings, fields, body, diagnostics: Vec::new() })
}

/// The field that the heading `line` names, and whether it is underlined.
fn field_of<'n>(line: &TextLine, following: &TextLines, names: &'n FieldNames) -> Option<(&'n str, bool)> {
    if let Some(heading) = lines::atx(line.text) {
        return Some((names.field(heading)?, false));
    }
    let underlined = || following.peek().is_some_and(|next| lines::is_underline(next.text));
    if !underlined() || !lines::is_text(line.text) {
        return None;
    }
    Some((names.field(line.text.trim())?, true))
}

/// Whether `line` cannot be part of a value. (A line of dashes below a value is a break, whatever Markdown says.)
fn begins_body(line: &TextLine, following: &TextLines) -> bool {
    let underlined =
        || following.peek().is_some_and(|next| next.text.starts_with('=') && lines::is_underline(next.text));
    lines::atx(line.text).is_some() || Fences::default().hold(line.text) || underlined()
}

fn field(text: &str, entry: HeadingField) -> (Key, Node) {
    let key = Key { text: entry.field.to_owned(), at: entry.heading.clone() };
    let node = match entry.lines.as_slice() {
        [] => Node { value: Value::Null, at: entry.heading },
        [first, .., last] => Node { value: value(text, &entry.lines), at: first.start..last.end },
        [line] => Node { value: value(text, &entry.lines), at: line.clone() },
    };
    (key, node)
}

fn value(text: &str, lines: &[Range<usize>]) -> Value {
    let item = |line: &'_ Range<usize>| {
        let line = &text[line.clone()];
        plain(line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).unwrap_or(line)).into_owned()
    };
    Value::Scalar { text: lines.iter().map(item).collect::<Vec<_>>().join("\n"), quoted: false }
}

/// The text of a line of Markdown: links, emphasis, code, formulas and escapes undone, `{#id}` or `%{#id}%` at the end left out.
pub fn plain(line: &str) -> Cow<'_, str> {
    let line = without_id(line);
    if !is_marked(line) {
        return Cow::Borrowed(line);
    }
    let (text, alternative) = texts(line);
    let text = if text.trim().is_empty() { alternative } else { text };
    Cow::Owned(text.trim().to_owned())
}

/// The text from which the anchor of a heading is made. Alternative texts of images do not count.
pub(super) fn anchor_text(line: &str) -> String {
    let line = without_id(line);
    if is_marked(line) { texts(line).0 } else { line.to_owned() }
}

fn without_id(line: &str) -> &str {
    let line = line.trim();
    let found = id_behind(line).filter(|(_, id)| !id.contains(char::is_whitespace));
    found.map_or(line, |(before, _)| before.trim_end())
}

/// The text of a heading, and the id that is written behind it: `{#id}`, or `%{#id}%` where braces have another meaning.
pub(super) fn id_behind(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let in_braces = line.strip_suffix('}').and_then(|rest| rest.rsplit_once("{#"));
    in_braces.or_else(|| id_between_signs(line))
}

/// The text of a heading, and the id in `%{#id}%` behind it.
pub fn id_between_signs(line: &str) -> Option<(&str, &str)> {
    line.strip_suffix("}%")?.rsplit_once("%{#")
}

fn is_marked(line: &str) -> bool {
    line.contains(['\\', '`', '*', '_', '~', '[', '<', '&', '$'])
}

/// The text of a line, and the alternative texts of images in it.
fn texts(line: &str) -> (String, String) {
    let (mut text, mut alternative, mut images) = (String::new(), String::new(), 0);
    // As a heading, so that nothing in it is a list or a quote; closed, so that a `#` at its end is its own.
    let heading = format!("# {line} #");
    let (options, dollars) = math::prepare(&heading, Options::ENABLE_STRIKETHROUGH);
    let marked = emphasis::mark(&dollars.text);
    for event in Parser::new_ext(&marked.text, options) {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            Event::Text(part) | Event::Code(part) | Event::InlineMath(part) | Event::DisplayMath(part) => {
                let into = if images == 0 { &mut text } else { &mut alternative };
                into.push_str(&marked.plain(&part));
            }
            _ => {}
        }
    }
    (text, alternative)
}
