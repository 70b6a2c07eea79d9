//! Names of fields and values in texts.

use super::Fields;
use crate::model::{ByLanguage, Lang, Node, Value};
use std::{collections::BTreeMap, fmt::Write};
use unicode_normalization::{UnicodeNormalization, is_nfc};

impl<'a> Fields<'a> {
    /// A text for all languages, under `""`, or a table of texts by language.
    pub fn by_language(&mut self, name: &'a str) -> Option<ByLanguage> {
        match self.node(name)? {
            Node { value: Value::Table(_), .. } => {
                let mut texts = BTreeMap::new();
                self.table(name, |table| {
                    for tag in table.names().filter(|tag| Lang::new(tag).is_some()) {
                        texts.extend(table.text(tag).map(|text| (tag.to_owned(), text)));
                    }
                });
                Some(texts)
            }
            _ => Some(BTreeMap::from([(String::new(), self.text(name)?)])),
        }
    }
}

/// Whether two names of fields differ in case, `-` and `_` alone: `lastModifiedAt` and `last_modified_at`.
pub fn is_like(a: &str, b: &str) -> bool {
    // This is asked for each field of each page with many names, and nearly all differ in the first letter.
    if let (Some(first), Some(other)) = (a.bytes().next(), b.bytes().next())
        && first.is_ascii_alphabetic()
        && other.is_ascii_alphabetic()
        && !first.eq_ignore_ascii_case(&other)
    {
        return false;
    }
    letters(a).eq(letters(b))
}

/// The letters by which names are compared.
pub fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase)
}

/// `text` in NFC.
pub fn nfc(text: &str) -> String {
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// The values in one text: split at `,` `，` `、` `;` `；` and line ends, trimmed, in NFC, empty ones dropped.
pub fn split(text: &str) -> Vec<String> {
    let values = text.split([',', '，', '、', ';', '；', '\n']).map(str::trim);
    values.filter(|value| !value.is_empty()).map(nfc).collect()
}

/// The beginning of a text, for a message.
pub(super) fn cut(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(40).collect();
    if short.len() < text.trim().len() {
        let _ = short.write_char('…');
    }
    short
}
