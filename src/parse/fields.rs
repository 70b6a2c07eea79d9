//! Typed readers over a table of YAML or TOML.
//!
//! In: a [`Node`] that is a table. Out: values of the types that were asked for, and a [`Diagnostic`] with
//! its place for each value of another type and for each key that nobody asked for.
//!
//! What always holds: an absent value, an empty one and a wrong one all read as `None`, and no diagnostic
//! stops the next reader. Texts are trimmed and in NFC.
//!
//! Deliberately not here: which keys there are (`config`, `metadata`).

mod lists;
mod texts;

pub use texts::{is_like, letters, nfc, split};

use crate::{
    diag::{Code, Diagnostic, nearest},
    model::{Date, Key, Node, RelPath, Value, is_invisible},
};
use jiff::civil;
use std::{
    borrow::Cow,
    fmt::Display,
    ops::{Range, RangeInclusive},
};
use texts::cut;

/// Where a table was written. It decides the codes of diagnostics and how strict types are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// The configuration, in TOML.
    Config,
    /// Metadata in TOML: only values in quotes are texts.
    Toml,
    /// Metadata in YAML or in headings: every scalar can be read as a text, also `title: 2026`.
    Yaml,
}

/// The fields of one table. Every reader takes the field of its name; [`Fields::finish`] reports the rest.
pub struct Fields<'a> {
    path: &'a RelPath,
    origin: Origin,
    /// Stands before the names in diagnostics: `portal.`.
    prefix: String,
    at: Range<usize>,
    entries: &'a [(Key, Node)],
    /// For each entry: the field that its key is a synonym of, if it is one.
    meant: Vec<Option<Cow<'a, str>>>,
    /// Whether a field is one of other tools that has no meaning here.
    is_silent: fn(&str) -> bool,
    /// Keys, as written, whose text is a list of words.
    word_lists: &'static [&'static str],
    taken: Vec<bool>,
    asked: Vec<&'a str>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    /// A node that is no table reads as an empty one.
    pub fn new(path: &'a RelPath, node: &'a Node, origin: Origin) -> Fields<'a> {
        let entries = if let Value::Table(entries) = &node.value { entries.as_slice() } else { &[] };
        Fields {
            path,
            origin,
            prefix: String::new(),
            at: node.at.clone(),
            entries,
            meant: vec![None; entries.len()],
            is_silent: |_| false,
            word_lists: &[],
            taken: vec![false; entries.len()],
            asked: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// The same, with names that stand for others, and `names` as other tools may write them ([`is_like`]). All others are
    /// read in any case of letters. When one field is there under two names, its own one wins, then the first.
    pub fn with_synonyms(mut self, synonyms: &[(&str, &'a str)], names: &[&'a str]) -> Fields<'a> {
        let meant = |(key, _): &'a (Key, Node)| {
            let synonym = synonyms.iter().find(|(from, _)| is_like(from, &key.text)).map(|(_, to)| Cow::Borrowed(*to));
            let name = || names.iter().find(|name| is_like(name, &key.text)).map(|name| Cow::Borrowed(*name));
            synonym.or_else(name).or_else(|| {
                let lower = key.text.to_lowercase();
                (lower != key.text).then_some(Cow::Owned(lower))
            })
        };
        self.meant = self.entries.iter().map(meant).collect();
        self
    }

    /// The same, without diagnostics about the unknown keys for which this is true.
    pub fn with_silent(mut self, is_silent: fn(&str) -> bool) -> Fields<'a> {
        self.is_silent = is_silent;
        self
    }

    /// The same, with keys whose text holds several terms, with blanks between them.
    pub fn with_word_lists(mut self, keys: &'static [&'static str]) -> Fields<'a> {
        self.word_lists = keys;
        self
    }

    /// The fields of a table inside this one, read in the same way, without diagnostics.
    pub fn inner(&self, node: &'a Node, synonyms: &[(&str, &'a str)], names: &[&'a str]) -> Fields<'a> {
        Fields::new(self.path, node, self.origin).with_synonyms(synonyms, names)
    }

    /// The value itself, of any type. `null` is absent.
    pub fn node(&mut self, name: &'a str) -> Option<&'a Node> {
        self.asked.push(name);
        let (mut own, mut synonym) = (None, None);
        for ((taken, meant), (key, node)) in self.taken.iter_mut().zip(&self.meant).zip(self.entries) {
            let is_own = key.text == name;
            if is_own || meant.as_deref() == Some(name) {
                *taken = true;
                let found = if is_own { &mut own } else { &mut synonym };
                *found = found.or(Some(node).filter(|node| node.value != Value::Null));
            }
        }
        own.or(synonym)
    }

    /// Keys that are allowed and ignored.
    pub fn ignore(&mut self, names: &[&'a str]) {
        for name in names {
            self.node(name);
        }
    }

    /// Trimmed and in NFC; an empty text is absent.
    pub fn text(&mut self, name: &'a str) -> Option<String> {
        let node = self.node(name)?;
        let text = nfc(self.text_of(name, node, "a text")?.trim());
        (!text.is_empty()).then_some(text)
    }

    /// `true`, `yes`, `on`, `1` or their opposites, in any case.
    pub fn flag(&mut self, name: &'a str) -> Option<bool> {
        let node = self.node(name)?;
        match scalar(node, self.origin).map(str::to_lowercase).as_deref() {
            Some("true" | "yes" | "on" | "1") => Some(true),
            Some("false" | "no" | "off" | "0") => Some(false),
            Some("") => None,
            _ => self.reject(name, node, "true or false"),
        }
    }

    /// A whole number within a range.
    pub fn number(&mut self, name: &'a str, range: RangeInclusive<i64>) -> Option<i64> {
        let node = self.node(name)?;
        self.number_of(name, node, &range)
    }

    /// A list of numbers.
    pub fn numbers(&mut self, name: &'a str, range: RangeInclusive<i64>) -> Option<Vec<i64>> {
        match self.node(name)? {
            Node { value: Value::List(nodes), .. } => {
                Some(nodes.iter().filter_map(|node| self.number_of(name, node, &range)).collect())
            }
            node => self.reject(name, node, "a list of numbers"),
        }
    }

    /// A number with up to three digits behind the point, in thousandths.
    pub fn thousandths(&mut self, name: &'a str) -> Option<i64> {
        let node = self.node(name)?;
        let text = scalar(node, self.origin).unwrap_or_default();
        if text.is_empty() && matches!(node.value, Value::Scalar { .. }) {
            return None;
        }
        // Exact for every number that somebody would write as a weight.
        let number = text.parse().ok().filter(|number: &f64| number.abs() < 1e12);
        number.map(|number| (number * 1000.0).round() as i64).or_else(|| self.reject(name, node, "a number"))
    }

    fn number_of(&mut self, name: &str, node: &Node, range: &RangeInclusive<i64>) -> Option<i64> {
        let number =
            scalar(node, self.origin).and_then(|text| text.parse().ok()).filter(|number| range.contains(number));
        number.or_else(|| match (*range.start(), *range.end()) {
            (i64::MIN, i64::MAX) => self.reject(name, node, "a whole number"),
            (least, most) => self.reject(name, node, format_args!("a whole number from {least} to {most}")),
        })
    }

    /// A day, perhaps with a time and its offset; an empty text is absent.
    pub fn date(&mut self, name: &'a str) -> Option<Date> {
        let node = self.node(name)?;
        let Value::Scalar { text, .. } = &node.value else { return self.reject(name, node, "a date") };
        if text.trim().is_empty() {
            return None;
        }
        self.date_of(text, &node.at).map(|(date, _)| date)
    }

    /// Reads a date, and its time of day when that has no offset.
    pub fn date_of(&mut self, text: &str, at: &Range<usize>) -> Option<(Date, Option<civil::Time>)> {
        let read = |text: &str| Date::parse_local(text).filter(|(date, _)| date.day.year() > 0);
        if let Some(date) = read(text) {
            return Some(date);
        }
        // A date that is copied from a page may bring invisible characters.
        let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        let date = read(&seen).filter(|_| seen.len() < text.len());
        let code = if date.is_some() { Code::P0370 } else { Code::P0305 };
        self.report(code, at.clone(), |wrong| wrong.arg("value", cut(text)));
        date
    }

    /// The first day on which something no longer holds. With a time of day, it still holds on that day.
    pub fn end(&mut self, name: &'a str) -> Option<civil::Date> {
        let date = self.date(name)?;
        let text = self.node(name).and_then(|node| scalar(node, self.origin)).unwrap_or_default();
        let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        let local = Date::parse_local(&seen).and_then(|(_, time)| time);
        let time = date.clock.map(|clock| clock.time).or(local).filter(|time| *time != civil::Time::midnight());
        time.map_or(Some(date.day), |_| date.day.tomorrow().ok())
    }

    /// Adds names of fields that suggestions may use.
    pub fn suggest(&mut self, names: &[&'a str]) {
        self.asked.extend(names);
    }

    /// A text that `parse` understands; `expected` says what that is, `an http or https address`.
    pub fn parsed<T>(
        &mut self,
        name: &'a str,
        expected: impl Display,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let node = self.node(name)?;
        let text = self.text_of(name, node, &expected)?.trim();
        if text.is_empty() && self.origin != Origin::Config {
            return None;
        }
        parse(&nfc(text)).or_else(|| self.reject(name, node, expected))
    }

    /// One of a few words.
    pub fn one_of<T: Copy>(&mut self, name: &'a str, words: &[(&str, T)]) -> Option<T> {
        let node = self.node(name)?;
        let text = self.text_of(name, node, "a text")?;
        self.word(name, text, &node.at, words)
    }

    /// A list of such words, or one alone.
    pub fn words<T: Copy>(&mut self, name: &'a str, words: &[(&str, T)]) -> Option<Vec<T>> {
        let items = self.list(name)?;
        Some(items.iter().filter_map(|(text, at)| self.word(name, text, at, words)).collect())
    }

    fn word<T: Copy>(&mut self, name: &str, text: &str, at: &Range<usize>, words: &[(&str, T)]) -> Option<T> {
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let expected = words.iter().map(|(word, _)| format!("{word:?}")).collect::<Vec<_>>().join(" or ");
        let nearest = nearest(text, words.iter().map(|(word, _)| *word)).map(str::to_owned);
        let wrong = self.diagnostic(name, at, expected).nearest(nearest);
        self.diagnostics.push(wrong);
        None
    }

    /// Reads a table inside this one.
    pub fn table(&mut self, name: &'a str, read: impl FnOnce(&mut Fields<'a>)) {
        if let Some(node) = self.node(name) {
            self.inside(name, node, read);
        }
    }

    /// Reads each of a list of tables.
    pub fn tables(&mut self, name: &'a str, mut read: impl FnMut(&mut Fields<'a>)) {
        match self.node(name) {
            Some(Node { value: Value::List(nodes), .. }) => {
                for node in nodes {
                    self.inside(name, node, &mut read);
                }
            }
            Some(node) => self.report_wrong(name, &node.at, "a list of tables"),
            None => {}
        }
    }

    /// Reads each table of a table whose keys are the author's own names.
    pub fn named_tables(&mut self, name: &'a str, mut read: impl FnMut(&'a Key, &mut Fields<'a>)) {
        match self.node(name) {
            Some(Node { value: Value::Table(entries), .. }) => {
                for (key, node) in entries {
                    self.inside(&format!("{name}.{}", key.text), node, |fields| read(key, fields));
                }
            }
            Some(node) => self.report_wrong(name, &node.at, "a table"),
            None => {}
        }
    }

    fn inside(&mut self, name: &str, node: &'a Node, read: impl FnOnce(&mut Fields<'a>)) {
        if !matches!(node.value, Value::Table(_)) {
            return self.report_wrong(name, &node.at, "a table");
        }
        let mut fields = Fields::new(self.path, node, self.origin);
        fields.prefix = format!("{}{name}.", self.prefix);
        read(&mut fields);
        self.diagnostics.extend(fields.finish());
    }

    /// All keys of the table, for tables whose keys are the author's own.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.entries.iter().map(|(key, _)| key.text.as_str())
    }

    /// Takes all fields that were not read so far, as a table.
    pub fn take_rest(&mut self) -> Node {
        let left = self.entries.iter().zip(&self.taken).filter(|(_, taken)| !**taken);
        let left = left.map(|(entry, _)| entry.clone()).collect();
        self.taken.fill(true);
        Node { value: Value::Table(left), at: self.at.clone() }
    }

    /// The entries of a field, under its name or a synonym.
    fn entries_of<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'a (Key, Node)> + Clone + 's {
        let entries = self.entries.iter().zip(&self.meant);
        entries
            .filter(move |((key, _), meant)| key.text == name || meant.as_deref() == Some(name))
            .map(|(entry, _)| entry)
    }

    /// Where the value of `name` stands; the whole table when it is not there.
    pub fn at(&self, name: &str) -> Range<usize> {
        let mut entries = self.entries_of(name).filter(|(_, node)| node.value != Value::Null);
        let own = entries.clone().find(|(key, _)| key.text == name);
        own.or(entries.next()).map_or(&self.at, |(_, node)| &node.at).clone()
    }

    /// Reports `name` if it is missing. A wrong value is reported by its reader.
    pub fn require(&mut self, name: &'a str, expected: impl Display) {
        if self.entries_of(name).all(|(_, node)| node.value == Value::Null) {
            self.report_wrong(name, &self.at.clone(), expected);
        }
    }

    /// Reports that the name of this table, `key`, is not what it must be.
    pub fn report_wrong_name(&mut self, key: &Key, expected: impl Display) {
        let prefix = std::mem::take(&mut self.prefix);
        self.report_wrong(prefix.trim_end_matches('.'), &key.at, expected);
        self.prefix = prefix;
    }

    /// Reports that the value of `name` is not what it must be.
    pub fn report_wrong(&mut self, name: &str, at: &Range<usize>, expected: impl Display) {
        let diagnostic = self.diagnostic(name, at, expected);
        self.diagnostics.push(diagnostic);
    }

    /// The same, with the nearest valid value.
    pub fn report_wrong_nearest(
        &mut self,
        name: &str,
        at: &Range<usize>,
        expected: impl Display,
        nearest: Option<&str>,
    ) {
        let diagnostic = self.diagnostic(name, at, expected).nearest(nearest);
        self.diagnostics.push(diagnostic);
    }

    /// Reports a key that is none of `known`.
    pub fn report_unknown<'n>(&mut self, name: &str, key: &Key, known: impl IntoIterator<Item = &'n str>) {
        let (code, argument) = self.unknown_code();
        let nearest = nearest(&key.text, known);
        self.report(code, key.at.clone(), |unknown| unknown.arg(argument, name).nearest(nearest));
    }

    fn unknown_code(&self) -> (Code, &'static str) {
        match self.origin {
            Origin::Config => (Code::P0102, "key"),
            Origin::Toml | Origin::Yaml => (Code::P0303, "field"),
        }
    }

    /// Reports a value of the wrong type.
    fn reject<T>(&mut self, name: &str, node: &Node, expected: impl Display) -> Option<T> {
        self.report_wrong(name, &node.at, expected);
        None
    }

    fn diagnostic(&self, name: &str, at: &Range<usize>, expected: impl Display) -> Diagnostic {
        let (code, argument) = match self.origin {
            Origin::Config => (Code::P0103, "key"),
            Origin::Toml | Origin::Yaml => (Code::P0304, "field"),
        };
        // Name the field as the author wrote it: it may be a synonym.
        let written = self.entries_of(name).find(|(_, node)| node.at.contains(&at.start) || node.at == *at);
        let name = written.map_or(name, |(key, _)| &key.text);
        let name = format!("{}{name}", self.prefix);
        Diagnostic::new(code, self.path).at(at.clone()).arg(argument, name).arg("expected", expected)
    }

    /// Adds a diagnostic of the caller about this file.
    pub fn report(&mut self, code: Code, at: Range<usize>, fill: impl FnOnce(Diagnostic) -> Diagnostic) {
        self.diagnostics.push(fill(Diagnostic::new(code, self.path).at(at)));
    }

    /// The same, about the file as a whole.
    pub fn report_whole(&mut self, code: Code, fill: impl FnOnce(Diagnostic) -> Diagnostic) {
        self.diagnostics.push(fill(Diagnostic::new(code, self.path)));
    }

    /// Where the table stands; nowhere when the file has none.
    pub fn place(&self) -> Option<Range<usize>> {
        (!self.at.is_empty()).then(|| self.at.clone())
    }

    /// All diagnostics, with those about keys that no code asked for.
    #[must_use]
    pub fn finish(mut self) -> Vec<Diagnostic> {
        #[cfg(test)]
        ASKED.with_borrow_mut(|all| all.extend(self.asked.iter().map(|name| format!("{}{name}", self.prefix))));
        let (code, argument) = self.unknown_code();
        let is_silent = |key: &Key| (self.is_silent)(&key.text);
        let left = self.entries.iter().zip(&self.taken).filter(|((key, _), taken)| !**taken && !is_silent(key));
        for ((key, _), _) in left {
            let name = format!("{}{}", self.prefix, key.text);
            let nearest = nearest(&key.text, self.asked.iter().copied());
            let unknown = Diagnostic::new(code, self.path).at(key.at.clone()).arg(argument, name).nearest(nearest);
            self.diagnostics.push(unknown);
        }
        self.diagnostics
    }

    /// The text of a value, as it was written.
    pub fn text_of(&mut self, name: &str, node: &'a Node, expected: impl Display) -> Option<&'a str> {
        match &node.value {
            Value::Scalar { text, quoted } if *quoted || self.origin != Origin::Config => Some(text),
            // A list of one is that one.
            Value::List(nodes) if nodes.len() == 1 && self.origin != Origin::Config => {
                self.text_of(name, &nodes[0], expected)
            }
            _ => self.reject(name, node, expected),
        }
    }
}

#[cfg(test)]
thread_local! {
    /// Every name that was read, for the test of the schemas.
    pub static ASKED: std::cell::RefCell<std::collections::BTreeSet<String>> = const { std::cell::RefCell::new(std::collections::BTreeSet::new()) };
}

/// The text of a scalar; in the configuration only of one without quotes.
fn scalar(node: &Node, origin: Origin) -> Option<&str> {
    match &node.value {
        Value::Scalar { text, quoted } if !quoted || origin != Origin::Config => Some(text.trim()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
