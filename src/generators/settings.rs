//! The text of a configuration as a table, with readers that only take what they know.
//!
//! In: the bytes of a file in YAML, TOML or JSON, or of a program. Out: values of the keys that are asked for, with their places, and
//! diagnostics.
//!
//! What always holds: a key that nobody asks for is silent; a generator's own reader names those that matter to readers
//! ([`ForeignSettings::not_carried_over`]).

use super::program;
use crate::{
    diag::{Code, Diagnostic},
    model::{Key, Node, RelPath, Value},
    parse::{
        self, encoding,
        fields::{Origin, nfc},
        yaml,
    },
    source::ProjectFiles,
};
use std::collections::BTreeMap;

/// How many values of a configuration pages can name.
const MOST_VALUES: usize = 1000;

/// The settings of one file.
pub(super) struct ForeignSettings {
    pub path: RelPath,
    root: Node,
    diagnostics: Vec<Diagnostic>,
    /// Keys that would change what readers see, in the order of the file.
    left: Vec<String>,
    /// Keys of a program whose values are computed, as paths with dots.
    computed: Vec<String>,
}

impl ForeignSettings {
    /// Reads a file by its ending: `.toml`, `.json`, a program, else YAML. A program may import others of the files.
    pub(super) fn parse(
        path: &RelPath,
        bytes: &[u8],
        files: &mut ProjectFiles,
    ) -> Result<ForeignSettings, Box<Diagnostic>> {
        let text = encoding::decode(path, bytes)?;
        let (mut computed, mut diagnostics) = (Vec::new(), Vec::new());
        let nothing = || Node { value: Value::Null, at: 0..0 };
        let root = match path.extension() {
            "toml" => parse::toml::read(path, text.as_str(), 0, Origin::Toml),
            // What a page says is not read here.
            "html" => Ok(nothing()),
            _ if program::is_program(path) => match program::read(path, text.as_str(), files) {
                Ok(program) => {
                    computed = program.computed;
                    Ok(program.root)
                }
                // The folders of the project are known all the same.
                Err(error) => {
                    diagnostics.push(*error);
                    text.place(path, &mut diagnostics);
                    Ok(nothing())
                }
            },
            "json" => yaml::read_json(path, text.as_str(), 0).map(|(root, _)| root),
            // Tags such as `!!python/name:` name code of the generator; it has no meaning here.
            _ => yaml::read(path, text.as_str(), 0).map(|(root, _)| root),
        };
        match root {
            Ok(mut root) => {
                text.place_node(&mut root);
                Ok(ForeignSettings { path: path.clone(), root, diagnostics, left: Vec::new(), computed })
            }
            Err(error) => {
                let mut errors = [Diagnostic { code: Code::P0107, ..error }.arg("file", path)];
                text.place(path, &mut errors);
                let [error] = errors;
                Err(Box::new(error))
            }
        }
    }

    /// The value of a key, with the names of tables before it: `theme.language`, in any case of letters; an empty one is
    /// that of the file. An empty value is absent.
    pub(super) fn node(&self, key: &str) -> Option<&Node> {
        key.split('.')
            .filter(|name| !name.is_empty())
            .try_fold(&self.root, get)
            .filter(|node| node.value != Value::Null)
    }

    /// Adds the settings of another file under a key, with the names of tables before it. What is there stays.
    pub(super) fn add(&mut self, key: &str, other: Result<ForeignSettings, Box<Diagnostic>>) {
        let other = match other {
            Ok(other) => other,
            Err(error) => return self.diagnostics.push(*error),
        };
        let mut table = &mut self.root;
        for name in key.split('.') {
            if !matches!(table.value, Value::Table(_)) {
                table.value = Value::Table(Vec::new());
            }
            let Value::Table(entries) = &mut table.value else { return };
            let known = entries.iter().position(|(known, _)| known.text.eq_ignore_ascii_case(name));
            let place = known.unwrap_or_else(|| {
                let key = Key { text: name.to_owned(), at: 0..0 };
                entries.push((key, Node { value: Value::Null, at: 0..0 }));
                entries.len() - 1
            });
            table = &mut entries[place].1;
        }
        match (&mut table.value, other.root.value) {
            (Value::Table(own), Value::Table(more)) => {
                let is_new = |(key, _): &(Key, Node)| own.iter().all(|(known, _)| known.text != key.text);
                let more: Vec<_> = more.into_iter().filter(is_new).collect();
                own.extend(more);
            }
            (own, more) if *own == Value::Null => *own = more,
            _ => {}
        }
        self.diagnostics.extend(other.diagnostics);
    }

    /// A text without blanks around it; an empty one is absent.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.node(key).and_then(text_of)
    }

    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        self.text(key).and_then(|text| text.to_lowercase().parse().ok())
    }

    /// A text that `parse` understands; P0108 if it does not.
    pub(super) fn parsed<T>(
        &mut self,
        key: &str,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(key)?;
        let value = parse(&text);
        if value.is_none() {
            self.report(Code::P0108, key, |diagnostic| diagnostic.arg("key", key).arg("expected", expected));
        }
        value
    }

    /// A folder of the project; P0103 if one is written and does not exist.
    pub(super) fn folder(&mut self, key: &str, default: &str, files: &ProjectFiles) -> Option<RelPath> {
        let folder = RelPath::new(&self.text(key).unwrap_or_else(|| default.to_owned()));
        let folder = folder.filter(|folder| files.has(folder.as_str()));
        if folder.is_none() && self.node(key).is_some() {
            self.report(Code::P0103, key, |error| error.arg("key", key).arg("expected", "a folder of the project"));
        }
        folder
    }

    /// The texts and numbers in a table, by the names that expressions have for them: `prefix` and the keys, with dots.
    pub(super) fn values(&self, prefix: &str, table: &str) -> BTreeMap<String, String> {
        let mut values = BTreeMap::new();
        let root = if table.is_empty() { Some(&self.root) } else { self.node(table) };
        let mut open: Vec<(String, &Node)> = root.map(|root| (prefix.to_owned(), root)).into_iter().collect();
        while let Some((name, node)) = open.pop() {
            open.extend(entries(node).map(|(key, node)| (format!("{name}.{key}"), node)));
            values.extend(text_of(node).filter(|_| values.len() < MOST_VALUES).map(|text| (name, text)));
        }
        values
    }

    /// Names what is there under a key, and has no meaning here.
    pub(super) fn not_carried_over(&mut self, key: &str) {
        if self.node(key).is_some() {
            self.left.push(key.to_owned());
        }
    }

    /// The same for what the reader of a generator found itself.
    pub(super) fn leave(&mut self, name: String) {
        self.left.push(name);
    }

    /// Names the keys of a program whose values are computed, if they are among these or in one of these.
    pub(super) fn report_computed(&mut self, meant: &[&str]) {
        let is_meant = |key: &&String| {
            meant
                .iter()
                .any(|meant| key.strip_prefix(meant).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
        };
        let keys: Vec<String> = self.computed.iter().filter(is_meant).cloned().collect();
        if !keys.is_empty() {
            let computed = Diagnostic::new(Code::P0111, &self.path).arg("file", &self.path);
            self.diagnostics.push(computed.arg("keys", keys.join(", ")));
        }
    }

    /// Adds a diagnostic at the value of a key.
    pub(super) fn report(&mut self, code: Code, key: &str, fill: impl FnOnce(Diagnostic) -> Diagnostic) {
        let diagnostic = Diagnostic::new(code, &self.path);
        let diagnostic = match self.node(key) {
            Some(node) => diagnostic.at(node.at.clone()),
            None => diagnostic,
        };
        self.diagnostics.push(fill(diagnostic));
    }

    /// All diagnostics, with one for all that is not carried over.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        if !self.left.is_empty() {
            let left = Diagnostic::new(Code::P0110, &self.path).arg("keys", self.left.join(", "));
            self.diagnostics.push(left.arg("file", &self.path));
        }
        self.diagnostics
    }
}

fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    entries(node).find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, node)| node)
}

/// The value of a key in a table, in the letters in which it is written.
pub(super) fn field<'n>(table: &'n Node, name: &str) -> Option<&'n Node> {
    entries(table).find(|(key, _)| *key == name).map(|(_, node)| node)
}

/// The entries of a table; nothing for any other value.
pub(super) fn entries(node: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let entries: &[(Key, Node)] = if let Value::Table(entries) = &node.value { entries } else { &[] };
    entries.iter().map(|(key, node)| (key.text.as_str(), node))
}

/// The items of a list; a single value is a list of one.
pub(super) fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        Value::Null => &[],
        _ => std::slice::from_ref(node),
    }
}

/// A scalar as a text without blanks around it; an empty one is absent.
pub(super) fn text_of(node: &Node) -> Option<String> {
    let Value::Scalar { text, .. } = &node.value else { return None };
    Some(nfc(text.trim())).filter(|text| !text.is_empty())
}
