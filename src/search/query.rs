//! What a reader asks for, as clauses.
//!
//! In: the text of a query: words, `"phrases"`, `-not`, `tag:开源`. Out: a [`Query`].
//!
//! What always holds: every text is a query. What is not understood is searched as words.

use super::tokens::{SearchToken, Tokens};

/// What must hold for a page to be found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// All of them must be on the page, or not be there.
    pub clauses: Vec<Clause>,
    /// What the page must be: name and value of `tag:开源`, `kind:case`, `in:docs/`.
    pub filters: Vec<(String, String)>,
}

/// Tokens that stand together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clause {
    /// At the same distances as on the page.
    pub tokens: Vec<QueryToken>,
    /// The page must not hold it.
    pub is_excluded: bool,
}

/// A token of a clause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueryToken {
    /// The text of a pair, or a word.
    pub text: String,
    /// Relative to the first token.
    pub at: u32,
    /// It is a pair, or the beginning of one, and no word.
    pub is_pair: bool,
    /// Every token that begins with it counts.
    pub is_prefix: bool,
}

/// Characters of a query; the rest is not read.
const LONGEST: usize = 200;
/// The filters.
const FILTERS: [&str; 3] = ["tag", "kind", "in"];

impl Query {
    /// Reads a query.
    pub fn parse(text: &str) -> Query {
        let text: String = text.chars().take(LONGEST).collect();
        let mut query = Query::default();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (is_excluded, after) = match rest.strip_prefix('-') {
                Some(after) if !after.starts_with(char::is_whitespace) => (true, after),
                _ => (false, rest),
            };
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '“' | '”'));
            let (written, behind) = match quote {
                Some(quote) => {
                    let inside = &after[quote.len_utf8()..];
                    inside.split_once(['"', '“', '”']).unwrap_or((inside, ""))
                }
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            let filter = written
                .split_once([':', '：'])
                .filter(|(name, value)| quote.is_none() && !is_excluded && !value.is_empty() && FILTERS.contains(name));
            match filter {
                Some((name, value)) => query.filters.push((name.to_owned(), value.to_owned())),
                None => query.clauses.extend(clause(written, is_excluded, quote.is_none())),
            }
            rest = behind.trim_start();
        }
        query
    }
}

/// A clause, if the text has a token. `is_open`: the last word may go on.
fn clause(text: &str, is_excluded: bool, is_open: bool) -> Option<Clause> {
    let mut tokens: Vec<QueryToken> = Vec::new();
    Tokens::default().cut(text, |token, at| {
        let wanted = match token {
            SearchToken::Part(_) => return,
            SearchToken::Word(word) => QueryToken { text: word.to_owned(), at, is_pair: false, is_prefix: false },
            SearchToken::Pair(a, Some(b)) => {
                QueryToken { text: [a, b].iter().collect(), at, is_pair: true, is_prefix: false }
            }
            // The last of a run is in the pair before it. A run of one is the beginning of any pair.
            SearchToken::Pair(a, None) => match tokens.last() {
                Some(before) if before.is_pair && before.at + 1 == at => return,
                _ => QueryToken { text: a.to_string(), at, is_pair: true, is_prefix: true },
            },
        };
        tokens.push(wanted);
    });
    if let Some(last) = tokens.last_mut().filter(|last| is_open && !last.is_pair) {
        last.is_prefix = true;
    }
    (!tokens.is_empty()).then_some(Clause { tokens, is_excluded })
}

#[cfg(test)]
mod tests {
    use super::Query;

    fn shown(text: &str) -> String {
        let query = Query::parse(text);
        let clause = |clause: &super::Clause| {
            let tokens: Vec<String> = clause
                .tokens
                .iter()
                .map(|wanted| format!("{}{}@{}", wanted.text, if wanted.is_prefix { "*" } else { "" }, wanted.at))
                .collect();
            format!("{}{}", if clause.is_excluded { "-" } else { "" }, tokens.join("+"))
        };
        let filters = query.filters.iter().map(|(name, value)| format!("{name}={value}"));
        query.clauses.iter().map(clause).chain(filters).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn queries_are_read() {
        for (text, expect) in [
            ("", ""),
            (" ，。", ""),
            ("云", "云*@0"),
            ("云原生", "云原@0+原生@1"),
            ("Rust 云原", "rust*@0 云原@0"),
            ("pg_stat", "pg@0+stat*@1"),
            ("\"pg stat\"", "pg@0+stat@1"),
            ("“云 原生", "云*@0+原生@2"),
            ("用Rust", "用*@0+rust*@1"),
            ("-草稿 tag:开源 kind:case", "-草稿@0 tag=开源 kind=case"),
            ("- tag:", "tag*@0"),
            ("http://a", "http@0+a*@1"),
        ] {
            assert_eq!(shown(text), expect, "{text}");
        }
    }
}
