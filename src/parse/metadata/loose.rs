//! Front matter that does not stand at the very start of a file or does not begin with `---`, as other tools read it.
//!
//! In: a text. Out: its fields, where another tool would find some: without a first line (Hexo), behind blank lines,
//! comments and invisible characters, between lines of more than three dashes or indented ones, as JSON (Hugo,
//! Hexo).
//!
//! What always holds: every field at the top is one that some tool knows, so that an ordinary text is not mistaken. What
//! begins with such fields and is not read gets a warning, and is text.

use super::{
    Dialect, FIELDS, FrontMatter,
    lines::{TextLine, TextLines},
    names::{self, READ, SYNONYMS},
    placeholder, publication,
};
use crate::{
    diag::{Code, Diagnostic},
    model::{Node, RelPath, Value, is_invisible},
    parse::{
        fields::{Origin, is_like},
        yaml,
    },
};

/// So many lines are looked at for the end of the fields.
const LONGEST: usize = 200;

/// Without a line above them, fields are front matter only if one of these is among them.
const OWN: [&str; 6] = ["title:", "date:", "tags:", "categories:", "author:", "layout:"];

pub(super) fn find(file: &RelPath, text: &str) -> Option<FrontMatter> {
    let start = beginning(text);
    let first = TextLines::new(text, start..text.len()).next()?;
    let mark = seen(first.text);
    if mark.starts_with('{') {
        return json(file, text, start);
    }
    if mark == "+++" {
        return toml(file, text, &first);
    }
    if mark.starts_with(";;;") || mark.starts_with('"') {
        let found = semicolons(file, text, &first);
        if found.is_some() {
            return found;
        }
    }
    if mark.starts_with("# ") {
        return below_title(file, text, &first);
    }
    // Most texts end here.
    let is_mark = is_dashes(mark);
    if !is_mark && !is_known_field(mark) {
        return None;
    }
    let from = if is_mark { first.next } else { first.at };
    let (mut fields, mut has_own) = (0, false);
    let closing = TextLines::new(text, from..text.len()).take(LONGEST).find_map(|line| {
        let words = seen(line.text);
        let continues = words.is_empty() || words.starts_with(['#', '-', ' ', '\t', ']', '}']) && !is_dashes(words);
        if is_dashes(words) || is_mark && words == "..." {
            return Some(Ok(line));
        }
        if is_known_field(words) {
            fields += 1;
            has_own |= OWN.iter().any(|name| words.get(..name.len()).is_some_and(|key| key.eq_ignore_ascii_case(name)));
        } else if !continues {
            return Some(Err(()));
        }
        None
    });
    match closing {
        Some(Ok(closing)) if fields > 0 && (is_mark || has_own) => {
            let found = read(file, text, from, &closing);
            // Without a line above them it is less sure that these are fields.
            Some(if is_mark || found.diagnostics.is_empty() { found } else { warned(file, text, &first) })
        }
        // A line of dashes above a field is meant as front matter, whatever follows.
        _ if is_mark && fields > 0 => Some(warned(file, text, &first)),
        _ => None,
    }
}

fn read(file: &RelPath, text: &str, from: usize, closing: &TextLine) -> FrontMatter {
    let inside = &text[from..closing.at];
    let fields = if inside.len() > yaml::MAX_BYTES { None } else { Some(yaml::read(file, inside, from)) };
    match fields {
        Some(Ok((fields, diagnostics))) => {
            FrontMatter { dialect: Dialect::Yaml, fields, body: closing.next, diagnostics }
        }
        Some(Err(error)) => {
            let (fields, diagnostics) = placeholder::or_error(text, &(from..closing.at), error, empty(from));
            FrontMatter { dialect: Dialect::Yaml, fields, body: closing.next, diagnostics }
        }
        None => without_fields(Vec::new()),
    }
}

/// TOML between two lines of `+++`.
fn toml(file: &RelPath, text: &str, first: &TextLine) -> Option<FrontMatter> {
    let mut lines = TextLines::new(text, first.next..text.len());
    let (key, _) = lines.peek()?.text.split_once('=')?;
    if !is_known(key.trim()) {
        return None;
    }
    let Some(closing) = lines.by_ref().take(LONGEST).find(|line| seen(line.text) == "+++") else {
        return Some(warned(file, text, first));
    };
    let inside = &text[first.next..closing.at];
    let (fields, diagnostics) = match crate::parse::toml::read(file, inside, first.next, Origin::Toml) {
        Ok(fields) => (fields, Vec::new()),
        Err(error) => placeholder::or_error(text, &(first.next..closing.at), error, empty(first.at)),
    };
    Some(FrontMatter { dialect: Dialect::Toml, fields, body: closing.next, diagnostics })
}

/// An object at the start, up to the line that its last brace ends.
fn json(file: &RelPath, text: &str, start: usize) -> Option<FrontMatter> {
    let object = &text[start..text.len().min(start + yaml::MAX_BYTES)];
    let key = object[1..].trim_start().strip_prefix('"')?;
    let (key, rest) = key.split_once('"')?;
    if !is_known(key) || !rest.trim_start().starts_with(':') {
        return None;
    }
    let warned = || Some(warned(file, text, &TextLine { at: start, text: "{", next: start + 1 }));
    let Some(length) = object_length(object) else { return warned() };
    let behind = TextLines::new(text, start + length..text.len()).next();
    if behind.as_ref().is_some_and(|line| !line.is_blank()) {
        return warned();
    }
    let body = behind.map_or(text.len(), |line| line.next);
    let (fields, diagnostics) = match yaml::read_json(file, &object[..length], start) {
        Ok(read) => read,
        Err(error) => placeholder::or_error(text, &(start..start + length), error, empty(start)),
    };
    Some(FrontMatter { dialect: Dialect::Yaml, fields, body, diagnostics })
}

/// Up to the brace that closes the first one.
fn object_length(text: &str) -> Option<usize> {
    let (mut depth, mut in_text, mut is_escaped) = (0usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = in_text,
            b'"' => in_text = !in_text,
            b'{' if !in_text => depth += 1,
            b'}' if !in_text => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Behind blank lines, comments and invisible characters.
fn beginning(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c == '\n' || c == '\r' || is_invisible(c));
        let line = rest.split('\n').next().unwrap_or_default();
        if line.trim().is_empty() && line.len() < rest.len() {
            rest = &rest[line.len()..];
            continue;
        }
        match rest.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
            Some((_, behind)) => rest = behind,
            None => return text.len() - rest.len(),
        }
    }
}

/// A line without invisible characters at its ends; deeper indentation is code.
fn seen(line: &str) -> &str {
    let line = line.trim_end_matches(|c: char| c.is_whitespace() || is_invisible(c)).trim_start_matches(is_invisible);
    let rest = line.trim_start_matches([' ', '\u{a0}', '\u{3000}']);
    let indent = line[..line.len() - rest.len()].chars().count();
    if indent < 4 && is_dashes(rest) { rest } else { line }
}

/// Whether a line is one of three dashes or more.
pub(super) fn is_dashes(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|b| b == b'-')
}

/// Whether a line is a field at the top that some tool knows.
fn is_known_field(line: &str) -> bool {
    let Some((key, rest)) = line.split_once(':') else { return false };
    let is_value = rest.is_empty() || rest.starts_with([' ', '\t']);
    is_value && !key.contains(' ') && is_known(key.trim_matches(['"', '\'']))
}

fn is_known(key: &str) -> bool {
    let ours = FIELDS.iter().map(|(name, _)| *name).chain(SYNONYMS.iter().map(|(name, _)| *name));
    let mut all = ours.chain(["tags"]).chain(READ.iter().copied());
    key.len() <= 40 && (all.any(|name| is_like(name, key)) || names::is_silent(key))
}

fn empty(at: usize) -> Node {
    Node { value: Value::Table(Vec::new()), at: at..at }
}

fn without_fields(diagnostics: Vec<Diagnostic>) -> FrontMatter {
    FrontMatter { dialect: Dialect::None, fields: empty(0), body: 0, diagnostics }
}

/// JSON that a line of `;;;` ends, perhaps behind another one and without the braces (Hexo).
fn semicolons(file: &RelPath, text: &str, first: &TextLine) -> Option<FrontMatter> {
    let is_end = |line: &str| line.len() >= 3 && line.bytes().all(|b| b == b';');
    let from = if is_end(seen(first.text)) { first.next } else { first.at };
    let inside = text[from..].trim_start();
    let braces = inside.starts_with('{');
    let key = inside.trim_start_matches('{').trim_start().strip_prefix('"')?;
    let (key, rest) = key.split_once('"')?;
    if !is_known(key) || !rest.trim_start().starts_with(':') {
        return None;
    }
    let Some(closing) = TextLines::new(text, from..text.len()).take(LONGEST).find(|line| is_end(seen(line.text)))
    else {
        return (from > first.at).then(|| warned(file, text, first));
    };
    let inside = &text[from..closing.at];
    if inside.len() > yaml::MAX_BYTES {
        return Some(warned(file, text, first));
    }
    let read = if braces { yaml::read_json } else { yaml::read_json_members };
    let (fields, diagnostics) = match read(file, inside, from) {
        Ok(read) => read,
        Err(error) => placeholder::or_error(text, &(from..closing.at), error, empty(from)),
    };
    Some(FrontMatter { dialect: Dialect::Yaml, fields, body: closing.next, diagnostics })
}

/// Front matter behind the title is text everywhere: a heading of all its fields. It gets a warning.
fn below_title(file: &RelPath, text: &str, title: &TextLine) -> Option<FrontMatter> {
    let start = title.next + beginning(&text[title.next..]);
    let mut lines = TextLines::new(text, start..text.len());
    let first = lines.next()?;
    let mark = seen(first.text);
    let is_toml = mark == "+++";
    if !is_toml && !is_dashes(mark) {
        return None;
    }
    let is_field = |line: &str| match is_toml {
        true => line.split_once('=').is_some_and(|(key, _)| is_known(key.trim())),
        false => is_known_field(line),
    };
    if !lines.peek().is_some_and(|line| is_field(seen(line.text))) {
        return None;
    }
    let is_end = |line: &str| if is_toml { line == "+++" } else { is_dashes(line) };
    let mut fields = lines.take(LONGEST).skip_while(|line| {
        let words = seen(line.text);
        is_field(words) || words.starts_with(['-', ' ', '\t', ']', '}', '#']) && !is_end(words)
    });
    fields.next().is_some_and(|line| is_end(seen(line.text))).then(|| warned(file, text, &first))
}

/// Text with a warning. What its fields would keep back is a draft, so that a mistake publishes nothing.
pub(super) fn warned(file: &RelPath, text: &str, line: &TextLine) -> FrontMatter {
    let at = line.at..line.at + line.text.trim_end().len();
    let keeps_back = |line: TextLine| {
        let key = line.text.split([':', '=']).next().unwrap_or_default().trim().trim_matches(['"', '\'', '{', ' ']);
        let names = publication::NAMES.iter().chain(&["draft", "is_draft", "expires", "expiry_date", "unlisted"]);
        line.text.contains([':', '=']) && names.into_iter().any(|name| is_like(name, key))
    };
    let mut found = without_fields(vec![Diagnostic::new(Code::P0371, file).at(at.clone())]);
    if TextLines::new(text, line.at..text.len()).take(LONGEST).any(keeps_back) {
        found.fields = placeholder::draft(at);
    }
    found
}
