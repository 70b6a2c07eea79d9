//! Fields whose values keep their places: terms and aliases. And what only the text of a term says.
//!
//! In: fields. Out: values in [`Meta`], their places in [`Places`], without lines, which `parse` adds.

use super::place;
use crate::{
    model::{Config, Meta, Place, Places, RelPath},
    parse::fields::Fields,
};
use std::{collections::HashSet, ops::Range};

/// A value with its place.
pub(super) fn placed(text: String, at: Range<usize>, in_config: bool) -> (String, Place) {
    (text, Place { at, line: 0, in_config })
}

/// Replaces the terms of a taxonomy.
pub(super) fn put_terms(
    meta: &mut Meta,
    places: &mut Places,
    name: &str,
    terms: Vec<(String, Range<usize>)>,
    in_config: bool,
) {
    let (terms, at) = terms.into_iter().map(|(term, at)| placed(term, at, in_config)).unzip();
    meta.terms.insert(name.to_owned(), terms);
    *places.of_terms_mut(name) = at;
}

/// Replaces the aliases.
pub(super) fn put_aliases(meta: &mut Meta, places: &mut Places, aliases: &[(String, Range<usize>)], in_config: bool) {
    let aliases = aliases.iter().flat_map(|(text, at)| split(text).map(move |alias| (alias.to_owned(), at)));
    let mut seen = HashSet::new();
    let aliases = aliases.filter(|(alias, _)| seen.insert(alias.clone()));
    let placed = aliases.map(|(alias, at)| placed(alias, at.clone(), in_config));
    (meta.aliases, places.aliases) = placed.unzip();
}

/// `/a, /b` are two aliases: a comma parts them where a blank or another address follows.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut ends: Vec<(usize, usize)> = Vec::new();
    for (at, mark) in text.match_indices([',', '，', '、', '\n']) {
        let next = &text[at + mark.len()..];
        if mark == "\n" || next.trim().is_empty() || next.starts_with([' ', '/']) {
            ends.push((at, at + mark.len()));
        }
    }
    let starts = std::iter::once(0).chain(ends.clone().into_iter().map(|(_, next)| next));
    let ends = ends.into_iter().map(|(end, _)| end).chain([text.len()]);
    starts.zip(ends).map(|(start, end)| text[start..end].trim()).filter(|alias| !alias.is_empty())
}

/// Whether a file is the text of a term: `tags/开源.md`, `en/tags/开源.md`.
pub(super) fn is_term(path: &RelPath, config: &Config) -> bool {
    let (_, path) = config.language_of(path, config.language.as_ref());
    let is_folder = |(top, _): (&str, &str)| config.is_folder_of_terms(top);
    path.as_str().split_once('/').is_some_and(is_folder) && !place::is_page_of_folder(&path)
}

/// What only the text of a term says: its names, and the term that it is nested in.
pub(super) fn read_term<'a>(fields: &mut Fields<'a>, config: &Config, meta: &mut Meta) {
    let term = meta.term.get_or_insert_default();
    if let Some(titles) = fields.by_language("title") {
        let own = config.language.as_ref().and_then(|lang| titles.get(lang.as_str()));
        let title = titles.get("").or(own).or_else(|| titles.values().next());
        meta.title = title.cloned().unwrap_or_default();
        term.titles = titles;
    }
    term.parent = fields.text("parent").or(term.parent.take());
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_comma_parts_aliases() {
        for (text, expect) in [
            ("/a, /b", "/a|/b"),
            ("/a,/b，/c", "/a|/b|/c"),
            ("/a,b/", "/a,b/"),
            ("old, older,", "old|older"),
            ("/甲、乙/", "/甲、乙/"),
        ] {
            assert_eq!(split(text).collect::<Vec<_>>().join("|"), expect, "{text}");
        }
    }
}
