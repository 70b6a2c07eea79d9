//! The tags of a template that cannot be loaded, read as far as possible.
//!
//! In: the text of a template. Out: which template it extends, its blocks, and the first tag that is not closed.
//!
//! Deliberately not here: expressions.

use std::ops::Range;

/// The tags of a template.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tags<'t> {
    /// The template that it extends, and the tag that says so.
    pub parent: Option<(&'t str, Range<usize>)>,
    /// Names of blocks, each with its place.
    pub blocks: Vec<(&'t str, Range<usize>)>,
    /// Blocks inside no other. In a template that extends another one, they override its blocks.
    pub top: Vec<(&'t str, Range<usize>)>,
    /// A tag that is not closed: its name and its place.
    pub unclosed: Option<(&'t str, Range<usize>)>,
}

impl<'t> Tags<'t> {
    pub(super) fn of(text: &'t str) -> Tags<'t> {
        let mut tags = Tags::default();
        let mut open: Vec<(&'t str, Range<usize>)> = Vec::new();
        let mut at = 0;
        while let Some(tag) = next(text, &mut at) {
            let (name, rest) = split_word(tag);
            let place = start(text, tag)..start(text, tag) + tag.len();
            match name {
                "extends" => tags.parent = quoted(rest).map(|parent| (parent, place)),
                // With a value it has no end.
                "set" | "set_global" if rest.contains('=') => {}
                "if" | "for" | "block" | "filter" | "component" | "set" | "set_global" => {
                    if name == "block" {
                        let (block, _) = split_word(rest);
                        let from = start(text, block);
                        tags.blocks.push((block, from..from + block.len()));
                        if open.iter().all(|(name, _)| *name != "block") {
                            tags.top.extend(tags.blocks.last().cloned());
                        }
                    }
                    open.push((name, place));
                }
                "raw" => at = text[at..].find("endraw").map_or(text.len(), |end| at + end),
                _ => {
                    let Some(closed) = name.strip_prefix("end") else { continue };
                    match open.iter().rposition(|(name, _)| name.trim_end_matches("_global") == closed) {
                        Some(found) if found + 1 < open.len() => {
                            tags.unclosed = open.pop();
                            return tags;
                        }
                        Some(_) => drop(open.pop()),
                        None => {}
                    }
                }
            }
        }
        tags.unclosed = open.pop();
        tags
    }
}

/// The inside of the next `{% tag %}`, without blanks around it. What stands in comments is no tag.
fn next<'t>(text: &'t str, at: &mut usize) -> Option<&'t str> {
    loop {
        let start = *at + text[*at..].find('{')?;
        *at = start + 1;
        let inside = &text[*at..];
        if let Some(comment) = inside.strip_prefix('#') {
            *at += 1 + comment.find("#}")?;
        } else if let Some(tag) = inside.strip_prefix('%') {
            let end = end_of(tag, "%}")?;
            *at += 1 + end;
            return Some(tag[..end].trim_matches(|c: char| c == '-' || c.is_whitespace()));
        } else if let Some(value) = inside.strip_prefix('{') {
            *at += 1 + end_of(value, "}}").unwrap_or(0);
        }
    }
}

/// The offset of `end`, not counting text in quotes.
fn end_of(inside: &str, end: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in inside.char_indices() {
        match (quote, c) {
            (None, '"' | '\'' | '`') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, _) if inside[at..].starts_with(end) => return Some(at),
            _ => {}
        }
    }
    None
}

fn split_word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    (&text[..end], text[end..].trim_start())
}

fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    text[1..].split_once(quote).map(|(name, _)| name)
}

/// Where a part of a text begins.
fn start(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

#[cfg(test)]
mod tests {
    use super::Tags;

    #[test]
    fn the_tag_that_is_not_closed_is_found() {
        for (text, expect) in [
            ("{% if a %}{% for b in c %}{% endfor %}{% else %}{% endif %}", None),
            ("{% if a %}{% for b in c %}{% endif %}", Some("for")),
            ("{% block x %}{%- if \"%}\" -%}{% endblock %}", Some("if")),
            ("{% block x %}{# {% if %} #}{% set y = 1 %}{% endblock x %}", None),
            ("{% set y %}text{% endset %}{% raw %}{% if %}{% endraw %}", None),
            ("{% if a %}{{ \"{% endif %}\" }}", Some("if")),
            ("{% filter upper %}", Some("filter")),
            ("{% endif %}", None),
            ("{%", None),
        ] {
            let found = Tags::of(text).unclosed.map(|(name, _)| name);
            assert_eq!(found, expect, "{text}");
        }
    }

    #[test]
    fn blocks_and_the_parent_have_their_places() {
        let text = "{% extends 'base.html' %}\n{%- block main -%}{% block inner %}{% endblock %}{% endblock %}";
        let tags = Tags::of(text);
        let (parent, place) = tags.parent.expect("it extends one");
        assert_eq!((parent, &text[place]), ("base.html", "extends 'base.html'"));
        let names = |blocks: &[(&str, std::ops::Range<usize>)]| {
            assert!(blocks.iter().all(|(name, at)| text[at.clone()] == **name));
            blocks.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!((names(&tags.blocks).join(" "), names(&tags.top).join(" ")), ("main inner".into(), "main".into()));
    }
}
