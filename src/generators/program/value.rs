//! What the expressions of a program are worth, as far as that is written down.
//!
//! In: a [`ProgramModule`], and the files that it may import. Out: a node, and the keys that are not known.
//!
//! What always holds: a value has a limit of its depth and of its size, whatever refers to whatever. A file is read once.

use super::{
    is_program, parse,
    syntax::{ProgramExpression, ProgramItem, ProgramModule, ProgramNode},
};
use crate::{
    model::{Key, Node, RelPath, Value},
    parse::yaml,
    source::ProjectFiles,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    rc::Rc,
};

/// Levels of a value, those of names that lead to other names among them.
const DEEPEST: usize = 64;
/// Values that are looked at.
const MOST_VALUES: usize = 100_000;
/// Files that are imported.
const MOST_FILES: usize = 64;
/// Endings that an import may leave out.
const ENDINGS: [&str; 11] =
    ["", ".ts", ".mts", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.js", "/index.mts", "/index.mjs"];
/// Functions that give back their argument, whatever their names begin with.
const CHECKS: [&str; 3] = ["define", "with", "create"];

/// A file that was imported.
enum ImportedFile {
    Program(ProgramModule),
    Data(Node),
}

pub(super) struct ProgramReader<'f, 'a> {
    files: &'f mut ProjectFiles<'a>,
    imported: BTreeMap<RelPath, Option<Rc<ImportedFile>>>,
    /// Keys whose values are not known, as paths with dots.
    pub(super) computed: BTreeSet<String>,
    values_left: usize,
    /// The value of a part is asked for: what is computed beside it does not count.
    is_part: bool,
    /// Exports whose values are looked for, so that a circle ends.
    importing: BTreeSet<(RelPath, Option<String>)>,
}

/// Where an expression stands.
#[derive(Clone, Copy)]
struct ProgramPlace<'p> {
    file: &'p RelPath,
    module: &'p ProgramModule,
    /// The place in the first file of what imports this.
    at: Option<&'p Range<usize>>,
    depth: usize,
}

impl<'f, 'a> ProgramReader<'f, 'a> {
    pub(super) fn new(files: &'f mut ProjectFiles<'a>) -> ProgramReader<'f, 'a> {
        ProgramReader {
            files,
            imported: BTreeMap::new(),
            computed: BTreeSet::new(),
            values_left: MOST_VALUES,
            is_part: false,
            importing: BTreeSet::new(),
        }
    }

    /// What a file exports by default; a table of all that it exports if it has no default.
    pub(super) fn root(&mut self, file: &RelPath, module: &ProgramModule) -> Option<Node> {
        let place = ProgramPlace { file, module, at: None, depth: 0 };
        let is_default = module.exports.contains_key("default") || module.passed_on.contains_key("default");
        let root = self.export(place, is_default.then_some("default"), "");
        if root.is_none() {
            self.computed.insert("export default".to_owned());
        }
        root
    }

    /// An export of a file, or a table of all.
    fn export(&mut self, place: ProgramPlace, name: Option<&str>, path: &str) -> Option<Node> {
        let place = place.deeper()?;
        let Some(name) = name else {
            let exports = place.module.exports.keys().chain(place.module.passed_on.keys());
            let mut table = Vec::new();
            for name in exports {
                let value = self.export(place, Some(name), &joined(path, name));
                table.extend(value.map(|node| (Key { text: name.clone(), at: 0..0 }, node)));
            }
            return Some(place.node(Value::Table(table), 0..0)).filter(|_| !place.module.exports.is_empty());
        };
        if let Some(node) = place.module.exports.get(name) {
            return self.called(place, node, path);
        }
        if let Some((file, name)) = place.module.passed_on.get(name) {
            return self.import(place, file, Some(name), 0..0, path);
        }
        place.module.passed_on_whole.iter().find_map(|file| self.import(place, file, Some(name), 0..0, path))
    }

    /// A value; that of a function is what it returns.
    fn called(&mut self, place: ProgramPlace, node: &ProgramNode, path: &str) -> Option<Node> {
        match &node.expression {
            ProgramExpression::Function(returned) => self.called(place.deeper()?, returned, path),
            ProgramExpression::Name(name) => match place.module.names.get(name) {
                Some(bound) => self.called(place.deeper()?, bound, path),
                None => self.value(place, node, path),
            },
            _ => self.value(place, node, path),
        }
    }

    /// The value of an expression; one that is not known is remembered under its path.
    fn value(&mut self, place: ProgramPlace, node: &ProgramNode, path: &str) -> Option<Node> {
        let value = self.known(place, node, path);
        if value.is_none() && !path.is_empty() && !self.is_part {
            self.computed.insert(path.to_owned());
        }
        value
    }

    fn known(&mut self, place: ProgramPlace, node: &ProgramNode, path: &str) -> Option<Node> {
        let place = place.deeper()?;
        self.values_left = self.values_left.checked_sub(1)?;
        let at = node.at.clone();
        let value = match &node.expression {
            ProgramExpression::Scalar { text, quoted } => Value::Scalar { text: text.clone(), quoted: *quoted },
            ProgramExpression::Null => Value::Null,
            ProgramExpression::List(items) => Value::List(self.list(place, items, path)),
            ProgramExpression::Table(items) => Value::Table(self.table(place, items, path)),
            ProgramExpression::Joined(parts) => {
                let mut whole = String::new();
                for part in parts {
                    whole.push_str(&self.text(place, part)?);
                }
                Value::Scalar { text: whole, quoted: true }
            }
            ProgramExpression::Name(name) => return self.named(place, name, at, path),
            ProgramExpression::Member(object, name) => {
                let Value::Table(entries) = self.part(place, object)?.value else { return None };
                let found = entries.into_iter().find(|(key, _)| key.text == *name)?;
                return Some(found.1);
            }
            ProgramExpression::Call { name, is_plain, arguments } => {
                return self.call(place, (name, *is_plain, arguments), at, path);
            }
            ProgramExpression::Either(either) => {
                return either
                    .iter()
                    .find_map(|node| self.known(place, node, path).filter(|node| node.value != Value::Null));
            }
            ProgramExpression::Function(_) | ProgramExpression::Unknown => return None,
        };
        Some(place.node(value, at))
    }

    fn list(&mut self, place: ProgramPlace, items: &[ProgramItem], path: &str) -> Vec<Node> {
        let mut list = Vec::new();
        for item in items {
            match self.value(place, &item.node, path) {
                Some(Node { value: Value::List(more), .. }) if item.is_spread => list.extend(more),
                Some(node) if !item.is_spread => list.push(node),
                _ => {}
            }
        }
        list
    }

    fn table(&mut self, place: ProgramPlace, items: &[ProgramItem], path: &str) -> Vec<(Key, Node)> {
        let mut table: Vec<(Key, Node)> = Vec::new();
        // The last of several entries with one key counts.
        let mut put = |key: Key, node: Node| match table.iter_mut().find(|(known, _)| known.text == key.text) {
            Some(entry) => entry.1 = node,
            None => table.push((key, node)),
        };
        for item in items {
            let Some(key) = &item.key else {
                if let Some(Node { value: Value::Table(more), .. }) = self.value(place, &item.node, path) {
                    more.into_iter().for_each(|(key, node)| put(key, node));
                }
                continue;
            };
            if let Some(node) = self.value(place, &item.node, &joined(path, &key.text)) {
                put(Key { text: key.text.clone(), at: place.of(key.at.clone()) }, node);
            }
        }
        table
    }

    fn named(&mut self, place: ProgramPlace, name: &str, at: Range<usize>, path: &str) -> Option<Node> {
        if let Some(node) = place.module.names.get(name) {
            return self.known(place, node, path);
        }
        let (file, name) = place.module.imports.get(name)?;
        self.import(place, file, name.as_deref(), at, path)
    }

    fn call(
        &mut self,
        place: ProgramPlace,
        (name, is_plain, arguments): (&str, bool, &[ProgramNode]),
        at: Range<usize>,
        path: &str,
    ) -> Option<Node> {
        let first = arguments.first();
        if CHECKS.iter().any(|start| name.starts_with(start)) || name.is_empty() {
            return self.called(place, first?, path);
        }
        if name == "require" && is_plain {
            let file = self.text(place, first?)?;
            let default = self.import(place, &file, Some("default"), at.clone(), path);
            return default.or_else(|| self.import(place, &file, None, at, path));
        }
        // `require.resolve("./a")` names a file.
        if name == "resolve" && !is_plain && arguments.len() == 1 {
            return self.known(place, first?, path);
        }
        if let Some(function) = place.module.names.get(name).filter(|_| is_plain) {
            return self.called(place, function, path);
        }
        // `sidebar()` of another file
        if let Some((file, imported)) = place.module.imports.get(name).filter(|_| arguments.is_empty() && is_plain) {
            return self.import(place, file, imported.as_deref(), at, path);
        }
        // `export default ours("a", { title: "A" })`: a function of somebody's own adds to the configuration.
        if path.is_empty() && !self.is_part {
            let is_table = |node: &&ProgramNode| matches!(node.expression, ProgramExpression::Table(_));
            return self.known(place, arguments.iter().rfind(is_table).or(first)?, path);
        }
        // `starlight({ title: "A" })`
        let argument = first.filter(|first| {
            is_plain && matches!(first.expression, ProgramExpression::Table(_) | ProgramExpression::Name(_))
        })?;
        let inside = self.value(place, argument, &joined(path, name))?;
        let key = Key { text: name.to_owned(), at: place.of(at.clone()) };
        Some(place.node(Value::Table(vec![(key, inside)]), at))
    }

    /// A value that another one is made of.
    fn part(&mut self, place: ProgramPlace, node: &ProgramNode) -> Option<Node> {
        let before = std::mem::replace(&mut self.is_part, true);
        let value = self.known(place, node, "");
        self.is_part = before;
        value
    }

    fn text(&mut self, place: ProgramPlace, node: &ProgramNode) -> Option<String> {
        match self.part(place, node)?.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// A value of another file, at the place that imports it.
    fn import(
        &mut self,
        place: ProgramPlace,
        file: &str,
        name: Option<&str>,
        at: Range<usize>,
        path: &str,
    ) -> Option<Node> {
        let place = place.deeper()?;
        let (path_of_file, imported) = self.imported(place.file, file)?;
        let at = place.at.cloned().unwrap_or(at);
        match &*imported {
            ImportedFile::Data(node) => {
                let mut node = node.clone();
                put_at(&mut node, &at);
                match (name, node.value) {
                    (None | Some("default"), value) => Some(Node { value, at }),
                    (Some(name), Value::Table(entries)) => {
                        entries.into_iter().find(|(key, _)| key.text == name).map(|(_, node)| node)
                    }
                    _ => None,
                }
            }
            ImportedFile::Program(module) => {
                let export = (path_of_file.clone(), name.map(str::to_owned));
                if !self.importing.insert(export.clone()) {
                    return None;
                }
                let place = ProgramPlace { file: &path_of_file, module, at: Some(&at), ..place };
                let value = self.export(place, name, path);
                self.importing.remove(&export);
                value
            }
        }
    }

    /// A file that another one imports from beside it.
    fn imported(&mut self, from: &RelPath, file: &str) -> Option<(RelPath, Rc<ImportedFile>)> {
        if !file.starts_with('.') {
            return None;
        }
        // `./a.js` may be written for `./a.ts`.
        let bare = file.strip_suffix(".js").or(file.strip_suffix(".mjs"));
        let names = [Some(file), bare].into_iter().flatten();
        let paths = names.flat_map(|name| ENDINGS.iter().map(move |ending| format!("{name}{ending}")));
        let paths = paths.filter_map(|name| RelPath::new_from(from.folder(), &name));
        for path in paths.filter(|path| is_program(path) || path.extension() == "json") {
            if let Some(known) = self.imported.get(&path) {
                return known.clone().map(|known| (path, known));
            }
            if self.imported.len() >= MOST_FILES {
                return None;
            }
            let Some(bytes) = self.files.read(&path) else { continue };
            let text = std::str::from_utf8(&bytes).ok()?;
            let read = match path.extension() {
                "json" => yaml::read_json(&path, text, 0).ok().map(|(node, _)| ImportedFile::Data(node)),
                _ => parse(&path, text).ok().map(ImportedFile::Program),
            };
            let read = read.map(Rc::new);
            self.imported.insert(path.clone(), read.clone());
            return read.map(|read| (path, read));
        }
        None
    }
}

impl<'p> ProgramPlace<'p> {
    fn deeper(self) -> Option<ProgramPlace<'p>> {
        (self.depth < DEEPEST).then_some(ProgramPlace { depth: self.depth + 1, ..self })
    }

    /// A place of this file, as one of the first file.
    fn of(self, at: Range<usize>) -> Range<usize> {
        self.at.cloned().unwrap_or(at)
    }

    fn node(self, value: Value, at: Range<usize>) -> Node {
        Node { value, at: self.of(at) }
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn put_at(node: &mut Node, at: &Range<usize>) {
    node.at = at.clone();
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| put_at(item, at)),
        Value::Table(entries) => entries.iter_mut().for_each(|(key, node)| {
            key.at = at.clone();
            put_at(node, at);
        }),
        Value::Null | Value::Scalar { .. } => {}
    }
}
