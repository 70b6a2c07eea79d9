//! From YAML to a [`Node`] with places.
//!
//! In: the text between the `---` lines. Out: a table, or the first thing that is wrong.
//!
//! What always holds: a scalar is the text as written, `no` and `2022-07-15` too; nothing is made of it here.
//! Depth, the number of values and the size are limited, also of what aliases stand for, and there are no tags of
//! one's own, so that a page from a stranger can neither blow up nor call anything.
//!
//! Deliberately not here: serde. A deserialiser types its scalars before it hands them over, and the text
//! as written is lost; the parser's events have it, with the places.

mod slips;

use crate::{
    diag::{Code, Diagnostic, Slip},
    model::{Key, Node, RelPath, Value},
};
use granit_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};
use std::{collections::BTreeMap, ops::Range};

/// Front matter may have so many bytes; so may TOML's.
pub const MAX_BYTES: usize = 64 * 1024;
const MAX_DEPTH: usize = 32;
const MAX_NODES: usize = 20_000;
/// Of all that aliases stand for.
const MAX_ALIASED: usize = 1024 * 1024;

/// Reads `text`, which stands `offset` bytes into the file `path`. No text at all is an empty table.
///
/// # Errors
/// P0302 for what is not YAML, not a table or too much; P0306 for a key that is there twice; P0307 for a tag of one's
/// own.
pub fn read(path: &RelPath, text: &str, offset: usize) -> Result<Node, Diagnostic> {
    read_as("YAML", path, text, offset)
}

/// The same for JSON, which is YAML but for the tabs before its lines.
///
/// # Errors
/// Those of [`read`].
pub fn read_json(path: &RelPath, text: &str, offset: usize) -> Result<Node, Diagnostic> {
    read_as("JSON", path, &text.replace('\t', " "), offset)
}

fn read_as(language: &'static str, path: &RelPath, text: &str, offset: usize) -> Result<Node, Diagnostic> {
    let result = Reader::new(language, path, text, offset).root();
    let Err((error, slip)) = result else { return result.map_err(|(error, _)| error) };
    // Other readers let a quoted text go on in a line without indentation.
    let Some(quoted) = slips::quoted_over_lines(text).filter(|_| slip.is_some_and(slips::is_about_quotes)) else {
        return Err(error);
    };
    if let Some(joined) = slips::joined(text)
        && let Ok(root) = Reader::new(language, path, &joined, offset).root()
    {
        return Ok(root);
    }
    Err(Reader::new(language, path, text, offset).error_at(quoted, Slip::Quote, None).0)
}

/// A diagnostic, and the slip that it is about.
type Fault = (Diagnostic, Option<Slip>);

struct Reader<'t> {
    language: &'static str,
    path: &'t RelPath,
    text: &'t str,
    offset: usize,
    parser: Parser<'t, StrInput<'t>>,
    nodes: usize,
    /// What anchors name, by their numbers.
    anchors: BTreeMap<usize, Node>,
    /// Bytes of all that aliases stood for so far.
    aliased: usize,
}

impl<'t> Reader<'t> {
    fn new(language: &'static str, path: &'t RelPath, text: &'t str, offset: usize) -> Reader<'t> {
        let options = granit_parser::options! { flow_nesting_limit: MAX_DEPTH, block_nesting_limit: MAX_DEPTH };
        let parser = Parser::new_from_str_with_options(text, options);
        Reader { language, path, text, offset, parser, nodes: 0, anchors: BTreeMap::new(), aliased: 0 }
    }

    fn root(mut self) -> Result<Node, Fault> {
        let root = self.document()?;
        match root.value {
            Value::Table(_) => Ok(root),
            Value::Null => Ok(Node { value: Value::Table(Vec::new()), at: root.at }),
            _ => Err(self.invalid(root.at.start - self.offset, Slip::NoTable)),
        }
    }

    fn document(&mut self) -> Result<Node, Fault> {
        let mut root = Node { value: Value::Null, at: self.offset..self.offset };
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(root),
                Event::StreamStart | Event::DocumentEnd => {}
                Event::DocumentStart(..) if self.nodes > 0 => {
                    return Err(self.invalid(span_start(&span), Slip::Documents));
                }
                Event::DocumentStart(..) => {
                    let (event, span) = self.next()?;
                    root = self.node(event, &span, 0)?;
                }
                _ => return Err(self.invalid(span_start(&span), Slip::Documents)),
            }
        }
    }

    /// The node that begins with `event`.
    fn node(&mut self, event: Event<'t>, span: &Span, depth: usize) -> Result<Node, Fault> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.invalid(span_start(span), Slip::Large));
        }
        if depth > MAX_DEPTH {
            return Err(self.invalid(span_start(span), Slip::Deep));
        }
        let anchor = match &event {
            Event::Scalar(_, _, anchor, _) | Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _) => {
                *anchor
            }
            Event::Alias(anchor) => return self.alias(*anchor, span, depth),
            _ => 0,
        };
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
                Value::Table(merged(entries))
            }
            _ => return Err(self.invalid(at.start - self.offset, Slip::Value)),
        };
        let node = Node { value, at };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    /// What an alias stands for, at its own place.
    fn alias(&mut self, anchor: usize, span: &Span, depth: usize) -> Result<Node, Fault> {
        // An anchor that is not complete yet would hold itself.
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            return Err(self.invalid(span_start(span), Slip::Anchor));
        };
        let size = Size::of(&node);
        self.nodes += size.nodes;
        self.aliased += size.bytes;
        if self.nodes > MAX_NODES || self.aliased > MAX_ALIASED {
            return Err(self.invalid(span_start(span), Slip::Large));
        }
        if depth + size.depth > MAX_DEPTH {
            return Err(self.invalid(span_start(span), Slip::Deep));
        }
        Ok(Node { at: self.place(span), ..node })
    }

    fn entry(&mut self, event: Event<'t>, span: &Span, depth: usize) -> Result<(Key, Node), Fault> {
        let at = self.place(span);
        let key = match self.node(event, span, depth)?.value {
            Value::Scalar { text, .. } => Key { text, at },
            _ => return Err(self.invalid(at.start - self.offset, Slip::Key)),
        };
        let (event, span) = self.next()?;
        Ok((key, self.node(event, &span, depth)?))
    }

    fn no_key_twice(&self, entries: &[(Key, Node)]) -> Result<(), Fault> {
        let mut keys: Vec<&Key> = entries.iter().map(|(key, _)| key).filter(|key| key.text != MERGE).collect();
        keys.sort_by(|a, b| a.text.cmp(&b.text));
        match keys.windows(2).find(|pair| pair[0].text == pair[1].text) {
            Some(pair) => {
                let twice = Diagnostic::new(Code::P0306, self.path).at(pair[1].at.clone());
                Err((twice.arg("field", &pair[1].text), None))
            }
            None => Ok(()),
        }
    }

    fn next(&mut self) -> Result<(Event<'t>, Span), Fault> {
        match self.parser.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or(self.text.len());
                Err(self.invalid(at, slips::slip(error.kind())))
            }
            None => Err(self.invalid(self.text.len(), Slip::End)),
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

    fn forbidden(&self, span: &Span) -> Fault {
        let construct = span.slice(self.text).unwrap_or_default();
        (Diagnostic::new(Code::P0307, self.path).at(self.place(span)).arg("construct", construct), None)
    }

    fn invalid(&self, at: usize, slip: Slip) -> Fault {
        let at = self.text.floor_char_boundary(at);
        let is_limit = matches!(slip, Slip::Large | Slip::Deep | Slip::Anchor);
        match slips::meant(self.text, at).filter(|_| !is_limit) {
            Some((place, meant)) => self.error_at(place, slip, Some(meant)),
            None => self.error_at(at..at + self.text[at..].chars().next().map_or(0, char::len_utf8), slip, None),
        }
    }

    fn error_at(&self, place: Range<usize>, slip: Slip, meant: Option<String>) -> Fault {
        let error = Diagnostic::new(Code::P0302, self.path)
            .at(place.start + self.offset..place.end + self.offset)
            .arg("language", self.language)
            .arg("detail", slip.text())
            .nearest(meant);
        (error, Some(slip))
    }
}

/// How much an alias stands for.
#[derive(Default)]
struct Size {
    nodes: usize,
    bytes: usize,
    depth: usize,
}

impl Size {
    fn of(node: &Node) -> Size {
        let inner: Vec<Size> = match &node.value {
            Value::Null => Vec::new(),
            Value::Scalar { text, .. } => return Size { nodes: 1, bytes: text.len(), depth: 0 },
            Value::List(items) => items.iter().map(Size::of).collect(),
            Value::Table(entries) => {
                let entry = |(key, node): &(Key, Node)| {
                    let Size { nodes, bytes, depth } = Size::of(node);
                    Size { nodes, bytes: bytes + key.text.len(), depth }
                };
                entries.iter().map(entry).collect()
            }
        };
        let sum = |size: Size, one: &Size| Size {
            nodes: size.nodes + one.nodes,
            bytes: size.bytes + one.bytes,
            depth: size.depth.max(one.depth + 1),
        };
        inner.iter().fold(Size { nodes: 1, ..Size::default() }, sum)
    }
}

/// The key whose tables are laid under the one that it is in.
const MERGE: &str = "<<";

/// Lays tables under this one, as YAML 1.1 has it.
fn merged(entries: Vec<(Key, Node)>) -> Vec<(Key, Node)> {
    if entries.iter().all(|(key, _)| key.text != MERGE) {
        return entries;
    }
    let (below, mut entries): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(key, _)| key.text == MERGE);
    for (_, node) in below {
        let tables = if let Value::List(tables) = node.value { tables } else { vec![node] };
        for table in tables {
            let Value::Table(more) = table.value else { continue };
            let is_new = |key: &Key, entries: &[(Key, Node)]| entries.iter().all(|(known, _)| known.text != key.text);
            for entry in more {
                if is_new(&entry.0, &entries) {
                    entries.push(entry);
                }
            }
        }
    }
    entries
}

fn span_start(span: &Span) -> usize {
    span.start.byte_offset().unwrap_or(0)
}

/// Whether a tag only says what the core schema would have made of the value anyway.
fn is_plain(tag: &Tag) -> bool {
    tag.core_suffix().is_some()
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
            ("a: &x [1]\nb: *x\n", "{a: [1], b: [1]}"),
            ("title: &t x\nlinkTitle: *t\n", "{title: x, linkTitle: x}"),
            ("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n", "{a: {x: 1, y: 2}, b: {y: 3, x: 1}}"),
            ("a: \"one\ntwo\"\nb: 'it''s\nthree'\n", "{a: \"one two\", b: \"it's three\"}"),
            ("a: \"one\nx: two\"\n", "{a: \"one x: two\"}"),
        ] {
            assert_eq!(shown(text), expect, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place_and_the_way_out() {
        for (text, expect) in [
            ("title：部署\n", "P0302 `：` YAML it must be a table of fields -> title: 部署"),
            (
                "a: 1\ntitle：部署\nb: 2\n",
                "P0302 `：` YAML a field needs a colon and a blank behind its name -> title: 部署",
            ),
            ("title:部署\n", "P0302 `:部署` YAML it must be a table of fields -> title: 部署"),
            (
                "title: 部署: 第一步\n",
                "P0302 `: 部署: 第一步` YAML a value with a colon in it needs quotes -> title: \"部署: 第一步\"",
            ),
            ("a:\n\tb: 1\n", "P0302 `\t` YAML a tab cannot indent a line ->   b: 1"),
            ("title: @x\n", "P0302 `: @x` YAML a value that begins with this character needs quotes -> title: \"@x\""),
            ("- a\n", "P0302 `-` YAML it must be a table of fields"),
            ("a: [1\n", "P0302 `[` YAML the bracket is not closed"),
            ("a: 'x\n", "P0302 `'x` YAML the quote is not closed"),
            ("a: 1\ntitle: \"坏\n", "P0302 `\"坏` YAML the quote is not closed"),
            ("title: \"坏\ntags: \"x\"\n", "P0302 `\"坏` YAML the quote is not closed"),
            ("a: 1\nb: 2\na: 3\n", "P0306 `a` a"),
            ("a: {x: 1, x: 2}\n", "P0306 `x` x"),
            ("a: *x\n", "P0302 `*` YAML there is no anchor of this name before it"),
            ("a: &x [*x]\n", "P0302 `*` YAML there is no anchor of this name before it"),
            ("a: !!python/object:os.system x\n", "P0307 `!!python/object:os.system` !!python/object:os.system"),
            ("a: !include x.yaml\n", "P0307 `!include` !include"),
            ("!!js/function 'x'\n", "P0307 `!!js/function` !!js/function"),
            ("a: 1\n---\nb: 2\n", "P0302 `-` YAML it must be one document"),
            ("? [a]\n: 1\n", "P0302 `[` YAML the name of a field must be a text"),
        ] {
            assert_eq!(shown(text), expect, "{text}");
        }
    }

    #[test]
    fn too_much_is_refused() {
        assert_eq!(shown(&format!("a: {}", "[".repeat(1000))), "P0302 `[` YAML it is nested too deep");
        let deep: String = (0..40).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
        assert_eq!(shown(&deep), "P0302 `a` YAML it is nested too deep");
        assert_eq!(shown(&format!("a: [{}]", "1,".repeat(MAX_NODES))), "P0302 `1` YAML it is too large");
        let bomb: String = (1..30).map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n - 1, n - 1)).collect();
        assert_eq!(shown(&format!("a0: &a0 [x, x]\n{bomb}")), "P0302 `*` YAML it is too large");
        let long = format!("a: &a '{}'\nb: [{}]\n", "x".repeat(50_000), "*a, ".repeat(1000));
        assert_eq!(shown(&long), "P0302 `*` YAML it is too large");
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
