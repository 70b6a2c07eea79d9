//! From YAML to a [`Node`] with places.
//!
//! In: the text between the `---` lines. Out: a table, or the first thing that is wrong.
//!
//! What always holds: a scalar is the text as written, `no` and `2022-07-15` too; nothing is made of it here.
//! Depth, the number of values and the size are limited, and there are no aliases and no tags of one's own,
//! so that a page from a stranger can neither blow up nor call anything.
//!
//! Deliberately not here: serde. A deserialiser types its scalars before it hands them over, and the text
//! as written is lost; the parser's events have it, with the places.

use crate::{
    diag::{Code, Diagnostic},
    model::{Key, Node, RelPath, Value},
};
use granit_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};
use std::ops::Range;

/// Front matter may have so many bytes; so may TOML's.
pub const MAX_BYTES: usize = 64 * 1024;
const MAX_DEPTH: usize = 32;
const MAX_NODES: usize = 20_000;

/// Reads `text`, which stands `offset` bytes into the file `path`. No text at all is an empty table.
///
/// # Errors
/// P0302 for what is not YAML, not a table or too much; P0306 for a key that is there twice; P0307 for an
/// alias or a tag of one's own.
pub fn read(path: &RelPath, text: &str, offset: usize) -> Result<Node, Diagnostic> {
    let options = granit_parser::options! { flow_nesting_limit: MAX_DEPTH, block_nesting_limit: MAX_DEPTH };
    let parser = Parser::new_from_str_with_options(text, options);
    let mut reader = Reader { path, text, offset, parser, nodes: 0 };
    let root = reader.document()?;
    match root.value {
        Value::Table(_) => Ok(root),
        Value::Null => Ok(Node { value: Value::Table(Vec::new()), at: root.at }),
        _ => Err(reader.invalid(root.at.start - offset, "it must be a table of fields")),
    }
}

struct Reader<'t> {
    path: &'t RelPath,
    text: &'t str,
    offset: usize,
    parser: Parser<'t, StrInput<'t>>,
    nodes: usize,
}

impl<'t> Reader<'t> {
    fn document(&mut self) -> Result<Node, Diagnostic> {
        let mut root = Node { value: Value::Null, at: self.offset..self.offset };
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(root),
                Event::StreamStart | Event::DocumentEnd => {}
                Event::DocumentStart(..) if self.nodes > 0 => {
                    return Err(self.invalid(span_start(&span), "it must be one document"));
                }
                Event::DocumentStart(..) => {
                    let (event, span) = self.next()?;
                    root = self.node(event, &span, 0)?;
                }
                _ => return Err(self.invalid(span_start(&span), "it must be one document")),
            }
        }
    }

    /// The node that begins with `event`.
    fn node(&mut self, event: Event<'t>, span: &Span, depth: usize) -> Result<Node, Diagnostic> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.invalid(span_start(span), &format!("more than {MAX_NODES} values")));
        }
        if depth > MAX_DEPTH {
            return Err(self.invalid(span_start(span), &format!("nested more than {MAX_DEPTH} deep")));
        }
        if let Event::Scalar(.., Some(tag)) | Event::SequenceStart(.., Some(tag)) | Event::MappingStart(.., Some(tag)) =
            &event
            && !is_plain(tag)
        {
            return Err(self.forbidden(&span.tag_span().unwrap_or(*span)));
        }
        let mut at = self.place(span);
        let value = match event {
            Event::Scalar(text, style, _, tag) => {
                let quoted = style != ScalarStyle::Plain || tag.is_some_and(|tag| tag.core_suffix() == Some("str"));
                match &*text {
                    "" | "~" | "null" | "Null" | "NULL" if !quoted => Value::Null,
                    _ => Value::Scalar { text: text.into_owned(), quoted },
                }
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, end) => {
                            at.end = self.end(&end, items.last().map_or(at.end, |item: &Node| item.at.end));
                            break Value::List(items);
                        }
                        (event, span) => items.push(self.node(event, &span, depth + 1)?),
                    }
                }
            }
            Event::MappingStart(..) => {
                let mut entries = Vec::new();
                loop {
                    match self.next()? {
                        (Event::MappingEnd, end) => {
                            at.end =
                                self.end(&end, entries.last().map_or(at.end, |(_, node): &(Key, Node)| node.at.end));
                            break;
                        }
                        (event, span) => entries.push(self.entry(event, &span, depth + 1)?),
                    }
                }
                self.no_key_twice(&entries)?;
                Value::Table(entries)
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => return Err(self.forbidden(span)),
            _ => return Err(self.invalid(at.start - self.offset, "a value was expected")),
        };
        Ok(Node { value, at })
    }

    fn entry(&mut self, event: Event<'t>, span: &Span, depth: usize) -> Result<(Key, Node), Diagnostic> {
        let at = self.place(span);
        let key = match self.node(event, span, depth)?.value {
            Value::Scalar { text, .. } => Key { text, at },
            _ => return Err(self.invalid(at.start - self.offset, "a key must be a text")),
        };
        let (event, span) = self.next()?;
        Ok((key, self.node(event, &span, depth)?))
    }

    fn no_key_twice(&self, entries: &[(Key, Node)]) -> Result<(), Diagnostic> {
        let mut keys: Vec<&Key> = entries.iter().map(|(key, _)| key).collect();
        keys.sort_by(|a, b| a.text.cmp(&b.text));
        match keys.windows(2).find(|pair| pair[0].text == pair[1].text) {
            Some(pair) => {
                let twice = Diagnostic::new(Code::P0306, self.path).at(pair[1].at.clone());
                Err(twice.arg("field", &pair[1].text))
            }
            None => Ok(()),
        }
    }

    fn next(&mut self) -> Result<(Event<'t>, Span), Diagnostic> {
        match self.parser.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or(self.text.len());
                Err(self.invalid(at, &error.kind().to_string()))
            }
            None => Err(self.invalid(self.text.len(), "it ends too early")),
        }
    }

    /// A collection ends where its brackets end, or where its last member does.
    fn end(&self, end: &Span, last: usize) -> usize {
        self.place(end).end.max(last).min(if end.is_empty() { last } else { usize::MAX })
    }

    fn place(&self, span: &Span) -> Range<usize> {
        let at = span.byte_range().unwrap_or(0..self.text.len());
        at.start + self.offset..at.end + self.offset
    }

    fn forbidden(&self, span: &Span) -> Diagnostic {
        let construct = span.slice(self.text).unwrap_or_default();
        Diagnostic::new(Code::P0307, self.path).at(self.place(span)).arg("construct", construct)
    }

    fn invalid(&self, at: usize, detail: &str) -> Diagnostic {
        let at = self.text.floor_char_boundary(at);
        let (place, meant) = match meant(self.text, at) {
            Some((place, meant)) => (place, Some(meant)),
            None => (at..at + self.text[at..].chars().next().map_or(0, char::len_utf8), None),
        };
        Diagnostic::new(Code::P0302, self.path)
            .at(place.start + self.offset..place.end + self.offset)
            .arg("language", "YAML")
            .arg("detail", detail)
            .nearest(meant)
    }
}

fn span_start(span: &Span) -> usize {
    span.start.byte_offset().unwrap_or(0)
}

/// Whether a tag only says what the core schema would have made of the value anyway.
fn is_plain(tag: &Tag) -> bool {
    tag.core_suffix().is_some()
}

/// What was probably meant in a text that is not YAML, and the place of the slip: a full-width colon
/// anywhere, else, in the line of `at`, a tab, a colon inside a value, or a colon without its space.
fn meant(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let mut start = 0;
    for line in text.split('\n') {
        if let Some(colon) = key_before(line, "：") {
            let (key, value) = (&line[..colon], &line[colon + "：".len()..]);
            return Some((start + colon..start + colon + "：".len(), format!("{}: {}", key.trim(), value.trim())));
        }
        start += line.len() + 1;
    }
    let from = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[from..].split('\n').next()?;
    let indent = line.len() - line.trim_start().len();
    if let Some(tab) = line[..indent].find('\t') {
        return Some((from + tab..from + tab + 1, line.replace('\t', "  ")));
    }
    let colon = key_before(line, ":")?;
    let (key, value) = (line[..colon].trim(), line[colon + 1..].trim());
    let place = from + colon..from + line.trim_end().len();
    match value.chars().next()? {
        '"' | '\'' | '[' | '{' | '|' | '>' => None,
        _ if !line[colon + 1..].starts_with(' ') => Some((place, format!("{key}: {value}"))),
        _ if value.contains('"') => Some((place, format!("{key}: '{}'", value.replace('\'', "''")))),
        _ if value.contains(": ") || value.starts_with(['@', '`', '%', '*', '&', '!']) => {
            Some((place, format!("{key}: \"{value}\"")))
        }
        _ => None,
    }
}

/// Where `colon` ends a word at the beginning of `line`.
fn key_before(line: &str, colon: &str) -> Option<usize> {
    let at = line.find(colon)?;
    let key = line[..at].trim();
    let is_word = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    is_word.then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::show;

    /// What is read from `text`, which stands somewhere in a file.
    fn shown(text: &str) -> String {
        let path = RelPath::new("a.md").unwrap();
        let file = format!("---\n{text}");
        match read(&path, text, 4) {
            Ok(node) => {
                show::check_places(&node, &file);
                show::node(&node)
            }
            Err(error) => show::diagnostic(&error, &file),
        }
    }

    #[test]
    fn values_are_as_written() {
        for (text, expect) in [
            ("", "{}"),
            ("# only a comment\n", "{}"),
            ("title: no\nyear: 2026\ndate: 2022-07-15\n", "{title: no, year: 2026, date: 2022-07-15}"),
            ("a: 0x10\nb: 1e3\nc: .5\n", "{a: 0x10, b: 1e3, c: .5}"),
            ("a: 'it''s'\nb: \"\\u5f00\\n\"\n", "{a: \"it's\", b: \"开\\n\"}"),
            ("a:\nb: ~\nc: null\nd: 'null'\n", "{a: ~, b: ~, c: ~, d: \"null\"}"),
            ("a: [x, 2, ~]\n", "{a: [x, 2, ~]}"),
            ("a:\n  - x\n  - b: 1\n    c: 2\n", "{a: [x, {b: 1, c: 2}]}"),
            ("a:\n- x\n- y\n", "{a: [x, y]}"),
            ("a: {b: 1, c: [2]}\n", "{a: {b: 1, c: [2]}}"),
            ("标题: 开源：生态\n", "{标题: 开源：生态}"),
            ("a: |\n  x\n  y\nb: >-\n  x\n  y\n", "{a: \"x\\ny\\n\", b: \"x y\"}"),
            ("a: x\n  y\n", "{a: x y}"),
            ("a: x # not this\n", "{a: x}"),
            ("1: x\ntrue: y\n", "{1: x, true: y}"),
            ("a: !!str 2026\n", "{a: \"2026\"}"),
            ("{a: 1}\n", "{a: 1}"),
            ("a: x\n...\n", "{a: x}"),
        ] {
            assert_eq!(shown(text), expect, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place_and_the_way_out() {
        for (text, expect) in [
            ("title：部署\n", "P0302 `：` YAML it must be a table of fields -> title: 部署"),
            ("a: 1\ntitle：部署\nb: 2\n", "P0302 `：` YAML simple key expected ':' -> title: 部署"),
            ("title:部署\n", "P0302 `:部署` YAML it must be a table of fields -> title: 部署"),
            (
                "title: 部署: 第一步\n",
                "P0302 `: 部署: 第一步` YAML mapping values are not allowed in this context -> title: \"部署: 第一步\"",
            ),
            ("a:\n\tb: 1\n", "P0302 `\t` YAML tabs disallowed within this context (block indentation) ->   b: 1"),
            ("title: @x\n", "P0302 `: @x` YAML unexpected character: `@' -> title: \"@x\""),
            ("- a\n", "P0302 `-` YAML it must be a table of fields"),
            ("a: [1\n", "P0302 `[` YAML unclosed bracket '['"),
            ("a: 'x\n", "P0302 `` YAML invalid indentation in multiline quoted scalar"),
            ("a: 1\nb: 2\na: 3\n", "P0306 `a` a"),
            ("a: {x: 1, x: 2}\n", "P0306 `x` x"),
            ("a: &x [1]\nb: *x\n", "P0307 `*x` *x"),
            ("a: *x\n", "P0302 `: *x` YAML while parsing node, found unknown anchor -> a: \"*x\""),
            ("a: !!python/object:os.system x\n", "P0307 `!!python/object:os.system` !!python/object:os.system"),
            ("a: !include x.yaml\n", "P0307 `!include` !include"),
            ("!!js/function 'x'\n", "P0307 `!!js/function` !!js/function"),
            ("a: 1\n---\nb: 2\n", "P0302 `-` YAML it must be one document"),
            ("? [a]\n: 1\n", "P0302 `[` YAML a key must be a text"),
        ] {
            assert_eq!(shown(text), expect, "{text}");
        }
    }

    #[test]
    fn too_much_is_refused() {
        assert_eq!(shown(&format!("a: {}", "[".repeat(1000))), "P0302 `[` YAML recursion limit exceeded");
        let deep: String = (0..40).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
        assert_eq!(shown(&deep), "P0302 `a` YAML recursion limit exceeded");
        assert_eq!(shown(&format!("a: [{}]", "1,".repeat(MAX_NODES))), "P0302 `1` YAML more than 20000 values");
        let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
        assert_eq!(shown(bomb), "P0307 `*a` *a");
    }

    #[test]
    fn no_text_makes_it_panic() {
        let sample = "title: \"开: 源\"\n'a': [x, {y: 1}]\nb: |\n  文\n c：d\n? e\n: *f\ng: !!h i\n\tj: &k 'l'\n%m\n";
        for (end, _) in sample.char_indices() {
            for extra in ["", "\t", "：", "\"", "[", "\n:", "\u{feff}"] {
                shown(&format!("{}{extra}", &sample[..end]));
                shown(&format!("{extra}{}", &sample[end..]));
            }
        }
    }
}
