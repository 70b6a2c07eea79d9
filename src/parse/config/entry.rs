//! What one entry of the table of keys is, and how its value is read.

use crate::{
    model::Config,
    parse::{fields::Fields, kinds::globs_only},
};
use std::fmt::Display;

/// A key of `book.toml`.
pub(in crate::parse) struct ConfigKey {
    /// `portal.page-size`. A `*` is a name that the author chooses, `[]` a table that may be repeated.
    pub path: &'static str,
    pub kind: ValueKind,
    /// What the key is for, in Chinese and English: a line of Markdown. Empty for a key of other tools.
    pub words: [&'static str; 2],
    /// What an absent value means, where no default in TOML says it.
    pub unset: [&'static str; 2],
    default: Option<&'static str>,
    /// `None`: the reader of the table around it reads it.
    pub read: Option<fn(&mut KeyValue, &mut Config)>,
}

/// What a value is, as far as an editor can check it. Words name it in the manual.
#[derive(Clone, Copy)]
pub(in crate::parse) enum ValueKind {
    Text([&'static str; 2]),
    /// One or more.
    Texts([&'static str; 2]),
    Flag,
    Whole(i64, i64),
    Wholes(i64, i64),
    /// One of these. The first is the default.
    Word(&'static [&'static str]),
    Words(&'static [&'static str]),
    /// A text, or one for each language.
    ByLanguage,
    Repository,
    /// A table, or several; its keys have entries of their own.
    Table,
    Any,
}

/// Makes an entry; without a reader and a default.
pub(super) const fn key(path: &'static str, kind: ValueKind, words: [&'static str; 2]) -> ConfigKey {
    ConfigKey { path, kind, words, unset: ["", ""], default: None, read: None }
}

/// A key of another program, which has no meaning here.
pub(super) const fn ignored(path: &'static str) -> ConfigKey {
    key(path, ValueKind::Any, ["", ""]).read(|value, _| value.fields.ignore(&[value.name]))
}

impl ConfigKey {
    pub(super) const fn read(mut self, read: fn(&mut KeyValue, &mut Config)) -> ConfigKey {
        self.read = Some(read);
        self
    }

    /// The default, as the file would say it.
    pub(super) const fn default(mut self, default: &'static str) -> ConfigKey {
        self.default = Some(default);
        self
    }

    pub(super) const fn unset(mut self, words: [&'static str; 2]) -> ConfigKey {
        self.unset = words;
        self
    }

    /// The default in TOML.
    pub(super) fn default_value(&self) -> Option<String> {
        match self.kind {
            ValueKind::Flag => Some("false".to_owned()),
            ValueKind::Word(words) => Some(format!("\"{}\"", words[0])),
            _ => self.default.map(str::to_owned),
        }
    }

    /// The table that has the key, and its name there.
    pub(super) fn split(&self) -> (&'static str, &'static str) {
        self.path.split_once('.').unwrap_or(("", self.path))
    }
}

/// The value of a key in a file. Each method reads it as one type and leaves `to` as it is when it is absent or wrong.
pub(in crate::parse) struct KeyValue<'f, 'a> {
    pub fields: &'f mut Fields<'a>,
    pub key: &'static ConfigKey,
    pub name: &'static str,
}

impl KeyValue<'_, '_> {
    pub(super) fn flag(&mut self, to: &mut bool) {
        set(to, self.fields.flag(self.name));
    }

    pub(super) fn number<T: TryFrom<i64>>(&mut self, to: &mut T) {
        let ValueKind::Whole(least, most) = self.key.kind else { return };
        set(to, self.fields.number(self.name, least..=most).and_then(|number| number.try_into().ok()));
    }

    /// Different numbers, ascending.
    pub(super) fn numbers<T: TryFrom<i64> + Ord>(&mut self, to: &mut Vec<T>) {
        let ValueKind::Wholes(least, most) = self.key.kind else { return };
        if let Some(numbers) = self.fields.numbers(self.name, least..=most) {
            *to = numbers.into_iter().filter_map(|number| number.try_into().ok()).collect();
            to.sort_unstable();
            to.dedup();
        }
    }

    /// One of the key's words; `values` are in their order.
    pub(super) fn word<T: Copy, const N: usize>(&mut self, to: &mut T, values: [T; N]) {
        let ValueKind::Word(words) = self.key.kind else { return };
        let words: Vec<_> = words.iter().copied().zip(values).collect();
        set(to, self.fields.one_of(self.name, &words));
    }

    pub(super) fn text<T: From<String>>(&mut self, to: &mut T) {
        set(to, self.fields.text(self.name).map(T::from));
    }

    /// A text that `parse` understands; `expected` says what that is.
    pub(super) fn parsed<V, T: From<V>>(
        &mut self,
        to: &mut T,
        expected: impl Display,
        parse: impl FnOnce(&str) -> Option<V>,
    ) {
        set(to, self.fields.parsed(self.name, expected, parse).map(T::from));
    }

    pub(super) fn texts(&mut self, to: &mut Vec<String>) {
        set(to, self.fields.texts(self.name));
    }

    pub(super) fn globs(&mut self, to: &mut Vec<String>) {
        if let Some(globs) = self.fields.list(self.name) {
            // What another generator leaves out stays out.
            to.extend(globs_only(self.fields, self.name, globs));
        }
    }
}

fn set<T>(to: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *to = value;
    }
}
