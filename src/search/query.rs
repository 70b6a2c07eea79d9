//! What a reader asks for, as clauses.
//!
//! In: the text of a query: words, `"phrases"`, `-not`, `tag:开源`, `-tag:"two words"`. Out: a [`Query`].
//!
//! What always holds: every text is a query. What is not understood is searched as words.

use super::tokens::{SearchToken, Tokens};

/// What must hold for a page to be found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// All of them must be on the page, or not be there.
    pub clauses: Vec<Clause>,
    /// What the page must be, or not be.
    pub filters: Vec<QueryFilter>,
}

/// A filter: `kind:case`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueryFilter {
    /// `tag`, `kind` or `in`.
    pub name: &'static str,
    /// As written, never empty.
    pub value: String,
    /// The page must not pass it.
    pub is_excluded: bool,
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
    /// It is a pair of ideographs, or one alone, and no word.
    pub is_pair: bool,
    /// Every token that begins with it counts.
    pub is_prefix: bool,
}

impl QueryToken {
    /// Whether it may stand anywhere on the page: an ideograph alone.
    pub fn is_anywhere(&self) -> bool {
        self.is_pair && self.text.chars().nth(1).is_none()
    }
}

/// Characters of a query; the rest is not read.
const LONGEST: usize = 200;
/// Names of filters.
const FILTERS: [&str; 3] = ["tag", "kind", "in"];
/// Each begins or ends a quotation.
const QUOTES: [char; 3] = ['"', '“', '”'];

impl Query {
    /// Reads a query.
    pub fn parse(text: &str) -> Query {
        let text: String = text.chars().take(LONGEST).collect();
        let mut query = Query::default();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (is_excluded, text) = match rest.strip_prefix('-') {
                Some(after) if !after.starts_with(char::is_whitespace) => (true, after),
                _ => (false, rest),
            };
            let behind = if let Some((name, value, behind)) = filter(text) {
                query.filters.push(QueryFilter { name, value: value.to_owned(), is_excluded });
                behind
            } else {
                let (written, is_quoted, behind) = first(text);
                query.clauses.extend(clause(written, is_excluded, !is_quoted));
                behind
            };
            rest = behind.trim_start();
        }
        query
    }
}

/// The name and the value of the filter that a text begins with, and the rest of the text.
fn filter(text: &str) -> Option<(&'static str, &str, &str)> {
    let (name, value) =
        FILTERS.iter().find_map(|name| Some((*name, text.strip_prefix(name)?.strip_prefix([':', '：'])?)))?;
    let (value, _, behind) = first(value);
    (!value.is_empty()).then_some((name, value, behind))
}

/// What a text begins with: a quotation, or everything before a blank. Whether it is quoted, and the rest of the text.
fn first(text: &str) -> (&str, bool, &str) {
    match text.strip_prefix(QUOTES) {
        Some(quoted) => {
            let (inside, behind) = quoted.split_once(QUOTES).unwrap_or((quoted, ""));
            (inside, true, behind)
        }
        None => {
            let (word, behind) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
            (word, false, behind)
        }
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
                // Its characters are in the pairs before and behind it.
                if let [.., before, _] = &*tokens
                    && before.is_pair
                    && before.at + 2 == at
                    && !before.is_anywhere()
                {
                    tokens.pop();
                }
                QueryToken { text: [a, b].iter().collect(), at, is_pair: true, is_prefix: false }
            }
            // The last of a run is in the pair before it.
            SearchToken::Pair(a, None) => match tokens.last() {
                Some(before) if before.is_pair && before.at + 1 == at => return,
                _ => QueryToken { text: a.to_string(), at, is_pair: true, is_prefix: false },
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
        let filter = |filter: &super::QueryFilter| {
            format!("{}{}={}", if filter.is_excluded { "-" } else { "" }, filter.name, filter.value)
        };
        let filters = query.filters.iter().map(filter);
        query.clauses.iter().map(clause).chain(filters).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn queries_are_read() {
        for (text, expect) in [
            ("", ""),
            (" ，。", ""),
            ("云", "云@0"),
            ("云原生", "云原@0+原生@1"),
            ("云原生态", "云原@0+生态@2"),
            ("云原生态的源", "云原@0+生态@2+的源@4"),
            ("云原生态的", "云原@0+生态@2+态的@3"),
            ("云，生态链", "云@0+生态@2+态链@3"),
            ("Rust 云原", "rust*@0 云原@0"),
            ("pg_stat", "pg@0+stat*@1"),
            ("\"pg stat\"", "pg@0+stat@1"),
            ("“云 原生", "云@0+原生@2"),
            ("用Rust", "用@0+rust*@1"),
            ("-草稿 tag:开源 kind:case", "-草稿@0 tag=开源 kind=case"),
            ("- tag:", "tag*@0"),
            ("-tag:旧 kind：案例", "-tag=旧 kind=案例"),
            ("tag:\"two words\"more -in:“a b”", "more*@0 tag=two words -in=a b"),
            ("tag:a\"b kind:\"x", "tag=a\"b kind=x"),
            ("tag:\"\" tag: x in:\" ", "tag*@0 tag*@0 x*@0 in= "),
            ("\"tag:x\" 有tag:x", "tag@0+x@1 有@0+tag@1+x*@2"),
            ("http://a", "http@0+a*@1"),
        ] {
            assert_eq!(shown(text), expect, "{text}");
        }
    }
}
