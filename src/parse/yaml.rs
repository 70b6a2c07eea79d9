//! From YAML to a [`Node`] with places.
//!
//! In: the text between the `---` lines. Out: a table, or the first thing that is wrong.
//!
//! What always holds: a scalar is the text as written, `no` and `2022-07-15` too; nothing is made of it here.
//! Depth, the number of values and the size are limited, also of what aliases stand for, and a tag of one's own changes
//! nothing, so that a page from a stranger can neither blow up nor call anything.
//!
//! Deliberately not here: serde. A deserialiser types its scalars before it hands them over, and the text
//! as written is lost; the parser's events have it, with the places.

mod syntax_errors;

use crate::{
    diag::{Code, Diagnostic, SyntaxError},
    model::{Key, Node, RelPath, Value},
};
use granit_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};
use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

/// Most bytes of front matter, in YAML or TOML.
pub const MAX_BYTES: usize = 64 * 1024;
const MAX_DEPTH: usize = 32;
const MAX_NODES: usize = 20_000;
/// Most tags and keys that are reported of one text.
const MOST_REPORTED: usize = 20;
/// Most bytes of all values that aliases stand for.
const MAX_ALIASED: usize = 1024 * 1024;

/// Reads `text`, which stands `offset` bytes into the file `path`. No text at all is an empty table.
///
/// # Errors
/// P0302 for what is not YAML, not a table or too much.
pub fn read(path: &RelPath, text: &str, offset: usize) -> Result<YamlTable, Diagnostic> {
    read_as("YAML", path, text, offset, 0)
}

/// The same for JSON, which is YAML but for the tabs before its lines.
///
/// # Errors
/// Those of [`read`].
pub fn read_json(path: &RelPath, text: &str, offset: usize) -> Result<YamlTable, Diagnostic> {
    read_as("JSON", path, &text.replace('\t', " "), offset, 0)
}

/// The same for the members of an object without its braces, as Hexo has them.
///
/// # Errors
/// Those of [`read`].
pub fn read_json_members(path: &RelPath, text: &str, offset: usize) -> Result<YamlTable, Diagnostic> {
    read_as("JSON", path, &format!("{{{}}}", text.replace('\t', " ")), offset, 1)
}

/// A table, and a warning for each tag that has no meaning here (P0360) and each key that is there twice (P0306).
pub type YamlTable = (Node, Vec<Diagnostic>);

/// `added` bytes at the start of the text are not in the file.
fn read_as(
    language: &'static str,
    path: &RelPath,
    text: &str,
    offset: usize,
    added: usize,
) -> Result<YamlTable, Diagnostic> {
    let reader = |text| YamlReader::new(language, path, text, offset, added);
    let result = reader(text).root();
    let Err((error, syntax_error)) = result else { return result.map_err(|(error, _)| error) };
    // Other readers let a quoted text go on in a line without indentation.
    let Some(quoted) =
        syntax_errors::quoted_over_lines(text).filter(|_| syntax_error.is_some_and(syntax_errors::is_about_quotes))
    else {
        return Err(error);
    };
    if let Some(joined) = syntax_errors::joined(text)
        && let Ok(root) = YamlReader::new(language, path, &joined, offset, added).root()
    {
        return Ok(root);
    }
    Err(reader(text).error_at(quoted, SyntaxError::Quote, None).0)
}

/// A diagnostic, and the syntax error that it is about.
type YamlError = (Diagnostic, Option<SyntaxError>);

/// Reads one YAML text from the parser's events.
struct YamlReader<'t> {
    language: &'static str,
    path: &'t RelPath,
    text: &'t str,
    offset: usize,
    added: usize,
    parser: Parser<'t, StrInput<'t>>,
    nodes: usize,
    /// What anchors name, by their numbers.
    anchors: BTreeMap<usize, Node>,
    /// Bytes of all that aliases stood for so far.
    aliased: usize,
    /// Tags without a meaning here: each the first time that it is there.
    unknown_tags: BTreeMap<String, Range<usize>>,
    /// Keys that were there before in their table.
    repeated_keys: Vec<Key>,
}

impl<'t> YamlReader<'t> {
    fn new(language: &'static str, path: &'t RelPath, text: &'t str, offset: usize, added: usize) -> YamlReader<'t> {
        let options = granit_parser::options! { flow_nesting_limit: MAX_DEPTH, block_nesting_limit: MAX_DEPTH };
        let parser = Parser::new_from_str_with_options(text, options);
        let (anchors, unknown_tags, repeated_keys) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        let (nodes, aliased) = (0, 0);
        YamlReader { language, path, text, offset, added, parser, nodes, anchors, aliased, unknown_tags, repeated_keys }
    }

    fn root(mut self) -> Result<YamlTable, YamlError> {
        let root = self.document()?;
        let root = match root.value {
            Value::Table(_) => root,
            Value::Null => Node { value: Value::Table(Vec::new()), at: root.at },
            _ => return Err(self.invalid(root.at.start - self.offset, SyntaxError::NoTable)),
        };
        let of_tag = |(tag, at)| Diagnostic::new(Code::P0360, self.path).at(at).arg("tag", tag);
        let of_key = |key: Key| Diagnostic::new(Code::P0306, self.path).at(key.at).arg("field", key.text);
        let tags = self.unknown_tags.into_iter().map(of_tag);
        let mut warnings: Vec<Diagnostic> = tags.chain(self.repeated_keys.into_iter().map(of_key)).collect();
        warnings.sort_by_key(|warning| warning.at);
        Ok((root, warnings))
    }

    fn document(&mut self) -> Result<Node, YamlError> {
        let mut root = Node { value: Value::Null, at: self.offset..self.offset };
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(root),
                Event::StreamStart | Event::DocumentEnd => {}
                Event::DocumentStart(..) if self.nodes > 0 => {
                    return Err(self.invalid(span_start(&span), SyntaxError::Documents));
                }
                Event::DocumentStart(..) => {
                    let (event, span) = self.next()?;
                    root = self.node(event, &span, 0)?;
                }
                _ => return Err(self.invalid(span_start(&span), SyntaxError::Documents)),
            }
        }
    }

    /// The node that begins with `event`.
    fn node(&mut self, event: Event<'t>, span: &Span, depth: usize) -> Result<Node, YamlError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.invalid(span_start(span), SyntaxError::Large));
        }
        if depth > MAX_DEPTH {
            return Err(self.invalid(span_start(span), SyntaxError::Deep));
        }
        let anchor = match &event {
            Event::Scalar(_, _, anchor, _) | Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _) => {
                *anchor
            }
            Event::Alias(anchor) => return self.alias(*anchor, span, depth),
            _ => 0,
        };
        let mut is_set = false;
        if let Event::Scalar(.., Some(tag)) | Event::SequenceStart(.., Some(tag)) | Event::MappingStart(.., Some(tag)) =
            &event
        {
            is_set = tag.suffix_in_namespace(YAML).is_some_and(|name| name == "set");
            if !is_plain(tag) {
                let span = span.tag_span().unwrap_or(*span);
                let (tag, at) = (span.slice(self.text).unwrap_or_default().to_owned(), self.place(&span));
                if self.unknown_tags.len() < MOST_REPORTED {
                    self.unknown_tags.entry(tag).or_insert(at);
                }
            }
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
                let entries = self.each_key_once(entries);
                match is_set {
                    true => Value::List(entries.into_iter().map(|(key, _)| member(key)).collect()),
                    false => Value::Table(merged(entries)),
                }
            }
            _ => return Err(self.invalid(at.start - self.offset, SyntaxError::Value)),
        };
        let node = Node { value, at };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    /// What an alias stands for, at its own place.
    fn alias(&mut self, anchor: usize, span: &Span, depth: usize) -> Result<Node, YamlError> {
        // An anchor that is not complete yet would hold itself.
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            return Err(self.invalid(span_start(span), SyntaxError::Anchor));
        };
        let size = Size::of(&node);
        self.nodes += size.nodes;
        self.aliased += size.bytes;
        if self.nodes > MAX_NODES || self.aliased > MAX_ALIASED {
            return Err(self.invalid(span_start(span), SyntaxError::Large));
        }
        if depth + size.depth > MAX_DEPTH {
            return Err(self.invalid(span_start(span), SyntaxError::Deep));
        }
        Ok(Node { at: self.place(span), ..node })
    }

    fn entry(&mut self, event: Event<'t>, span: &Span, depth: usize) -> Result<(Key, Node), YamlError> {
        let at = self.place(span);
        let key = match self.node(event, span, depth)?.value {
            Value::Scalar { text, .. } => Key { text, at },
            _ => return Err(self.invalid(at.start - self.offset, SyntaxError::Key)),
        };
        let (event, span) = self.next()?;
        Ok((key, self.node(event, &span, depth)?))
    }

    /// The entries, of each key the last one, as most readers of YAML have it.
    fn each_key_once(&mut self, entries: Vec<(Key, Node)>) -> Vec<(Key, Node)> {
        let mut keys: Vec<&str> = entries.iter().map(|(key, _)| &*key.text).collect();
        keys.sort_unstable();
        if keys.windows(2).all(|pair| pair[0] != pair[1]) {
            return entries;
        }
        let last: HashMap<&str, usize> =
            entries.iter().enumerate().map(|(place, (key, _))| (&*key.text, place)).collect();
        let is_kept: Vec<bool> = entries
            .iter()
            .enumerate()
            .map(|(place, (key, _))| key.text == MERGE || last[&*key.text] == place)
            .collect();
        let repeated = entries.iter().zip(&is_kept).filter(|(_, is_kept)| !**is_kept);
        let again = repeated.map(|((key, _), _)| entries[last[&*key.text]].0.clone());
        self.repeated_keys.extend(again.take(MOST_REPORTED.saturating_sub(self.repeated_keys.len())));
        entries.into_iter().zip(is_kept).filter_map(|(entry, is_kept)| is_kept.then_some(entry)).collect()
    }

    fn next(&mut self) -> Result<(Event<'t>, Span), YamlError> {
        match self.parser.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or(self.text.len());
                Err(self.invalid(at, syntax_errors::syntax_error(error.kind())))
            }
            None => Err(self.invalid(self.text.len(), SyntaxError::End)),
        }
    }

    /// A collection ends where its brackets end, or where its last member does.
    fn end(&self, end: &Span, last: usize) -> usize {
        self.place(end).end.max(last).min(if end.is_empty() { last } else { usize::MAX })
    }

    fn place(&self, span: &Span) -> Range<usize> {
        self.in_file(span.byte_range().unwrap_or(0..self.text.len()))
    }

    /// A range of the text as one of the file.
    fn in_file(&self, at: Range<usize>) -> Range<usize> {
        let place = |at: usize| at.saturating_sub(self.added) + self.offset;
        place(at.start)..place(at.end)
    }

    fn invalid(&self, at: usize, syntax_error: SyntaxError) -> YamlError {
        let at = self.text.floor_char_boundary(at);
        let is_limit = matches!(syntax_error, SyntaxError::Large | SyntaxError::Deep | SyntaxError::Anchor);
        match syntax_errors::meant(self.text, at).filter(|_| !is_limit) {
            Some((place, meant)) => self.error_at(place, syntax_error, Some(meant)),
            None => {
                self.error_at(at..at + self.text[at..].chars().next().map_or(0, char::len_utf8), syntax_error, None)
            }
        }
    }

    fn error_at(&self, place: Range<usize>, syntax_error: SyntaxError, meant: Option<String>) -> YamlError {
        let error = Diagnostic::new(Code::P0302, self.path)
            .at(self.in_file(place))
            .arg("language", self.language)
            .arg("detail", syntax_error.text())
            .nearest(meant);
        (error, Some(syntax_error))
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

/// The namespace of YAML's own types.
const YAML: &str = "tag:yaml.org,2002:";

/// Types of YAML whose values are read as they are meant: a date is a text, an ordered table a list of tables.
const TYPES: [&str; 5] = ["merge", "omap", "pairs", "set", "timestamp"];

/// Whether a tag only says what is made of the value anyway. `!` alone says that it is a text.
fn is_plain(tag: &Tag) -> bool {
    let is_type = || tag.suffix_in_namespace(YAML).is_some_and(|name| TYPES.contains(&&*name));
    tag.core_suffix().is_some() || is_type() || tag.handle().is_empty() && tag.suffix() == "!"
}

/// A member of a set, which YAML writes as a key.
fn member(Key { text, at }: Key) -> Node {
    Node { value: Value::Scalar { text, quoted: false }, at }
}

#[cfg(test)]
mod tests;
