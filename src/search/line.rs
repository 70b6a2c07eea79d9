//! Finds a line of a text that holds what a query asks for.
//!
//! In: a query and a text, such as the source of a page that was found. Out: the first such line.
//!
//! What always holds: lines are cut into tokens by the rules of the index.
//!
//! Deliberately not here: clauses over several lines. The first token of such a clause is found.

use super::{
    query::{Query, QueryToken},
    tokens::{SearchToken, Tokens},
};
use std::collections::BTreeSet;

/// A line that holds a clause of a query.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FoundLine<'t> {
    /// From 1.
    pub number: usize,
    /// Without the line break.
    pub text: &'t str,
    /// Byte offset behind the first place in `text` that holds the clause.
    pub end: usize,
}

/// The first line that holds the first clause of a query that any line holds.
pub fn find_line<'t>(query: &Query, text: &'t str) -> Option<FoundLine<'t>> {
    let wanted = query.clauses.iter().filter(|clause| !clause.is_excluded).map(|clause| &*clause.tokens);
    let starts = wanted.clone().filter_map(|tokens| tokens.get(..1));
    wanted.chain(starts).find_map(|wanted| {
        let (index, text) = text.lines().enumerate().find(|(_, line)| holds(line, wanted))?;
        let ends: Vec<usize> = text.char_indices().map(|(start, c)| start + c.len_utf8()).collect();
        let place = ends.partition_point(|end| !holds(&text[..*end], wanted));
        let end = ends.get(place).copied().unwrap_or(text.len());
        Some(FoundLine { number: index + 1, text, end })
    })
}

/// Whether tokens stand together in a line.
fn holds(line: &str, wanted: &[QueryToken]) -> bool {
    let mut starts: Option<BTreeSet<u32>> = None;
    for token in wanted {
        let mut here = BTreeSet::new();
        Tokens::default().cut(line, |found, at| {
            if accepts(token, found) {
                here.extend(at.checked_sub(token.at));
            }
        });
        let both = match starts {
            None => here,
            Some(before) => &before & &here,
        };
        if both.is_empty() {
            return false;
        }
        starts = Some(both);
    }
    starts.is_some()
}

fn accepts(wanted: &QueryToken, found: SearchToken) -> bool {
    match found {
        SearchToken::Pair(a, b) => {
            let mut chars = wanted.text.chars();
            wanted.is_pair && chars.next() == Some(a) && (wanted.is_prefix || chars.next() == b)
        }
        SearchToken::Word(word) | SearchToken::Part(word) => {
            !wanted.is_pair && if wanted.is_prefix { word.starts_with(&wanted.text) } else { word == wanted.text }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Query, find_line};

    #[test]
    fn lines_are_found() {
        let text = "---\ntitle: 云\n---\n用 Rust 写的云原生插件\npg_stat_statements，v16.2\n原生\n云\n";
        for (query, expect) in [
            ("云", Some((2, "title: 云"))),
            ("云原生", Some((4, "用 Rust 写的云原生"))),
            ("rust", Some((4, "用 Rust"))),
            ("rus", Some((4, "用 Rus"))),
            ("pg_stat", Some((5, "pg_stat"))),
            ("16", Some((5, "pg_stat_statements，v16"))),
            // The first clause counts, and is in no line as a whole.
            ("\"原生 云\" v16", Some((5, "pg_stat_statements，v16"))),
            ("\"原生 云\"", Some((4, "用 Rust 写的云原生"))),
            ("-rust v16", Some((5, "pg_stat_statements，v16"))),
            ("没有", None),
            ("-rust", None),
            ("", None),
        ] {
            let found = find_line(&Query::parse(query), text);
            assert_eq!(found.map(|line| (line.number, &line.text[..line.end])), expect, "{query}");
        }
    }
}
