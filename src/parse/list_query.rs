//! Reads what a text asks for with `<!-- view: case where industry=金融|电信 sort=-date limit=6 as table -->`.
//!
//! In: what stands behind `view:`, and the configuration. Out: a [`ListQuery`] whose kind and fields exist, or what is
//! wrong, with its place. Values with blanks stand in quotes.

use crate::{
    diag::nearest,
    model::{Config, Kind, LIST_VIEWS, ListQuery},
};
use std::ops::Range;

/// What every page has, to be sorted by.
const OF_ALL: [&str; 2] = ["date", "title"];

/// A word that cannot be understood.
#[derive(PartialEq, Eq, Debug)]
pub struct QueryFault {
    /// Bytes of the text that was read.
    pub at: Range<usize>,
    /// The word.
    pub found: String,
    /// What could stand there.
    pub expected: String,
    /// The nearest name that exists.
    pub nearest: Option<String>,
}

/// Reads a query.
pub fn read(text: &str, config: &Config) -> Result<ListQuery, QueryFault> {
    let mut words = words(text).into_iter();
    let Some(name) = words.next() else {
        return Err(QueryFault { at: 0..0, found: "view:".into(), expected: KIND.into(), nearest: None });
    };
    let Some(kind) = config.kinds.iter().find(|kind| kind.name == name.text) else {
        return Err(name.fault(KIND, nearest(&name.text, config.kinds.iter().map(|kind| &*kind.name))));
    };
    let mut query = ListQuery { kind: name.text, conditions: Vec::new(), sort: None, limit: None, view: None };
    let mut in_where = false;
    while let Some(word) = words.next() {
        match word.text.split_once('=') {
            Some(("sort", field)) => {
                let (name, descending) = field.strip_prefix('-').map_or((field, false), |name| (name, true));
                let known = || OF_ALL.into_iter().chain(fields(kind));
                if !known().any(|known| known == name) {
                    return Err(word.fault(FIELD, nearest(name, known())));
                }
                query.sort = Some((name.to_owned(), descending));
            }
            Some(("limit", number)) => match number.parse() {
                Ok(limit) if limit > 0 => query.limit = Some(limit),
                _ => return Err(word.fault("a number, as in limit=6", None)),
            },
            Some((name, values)) if in_where => {
                let known = || fields(kind).chain(config.common_taxonomies().map(String::as_str));
                if !known().any(|known| known == name) {
                    return Err(word.fault(FIELD, nearest(name, known())));
                }
                query
                    .conditions
                    .push((name.to_owned(), values.split('|').map(|value| value.trim().to_owned()).collect()));
            }
            None if word.text == "where" => in_where = true,
            None if word.text == "as" => {
                let form = words.next();
                let named = form.as_ref().and_then(|form| LIST_VIEWS.iter().find(|(name, _)| *name == form.text));
                let names = || LIST_VIEWS.iter().map(|(name, _)| *name);
                match (named, form) {
                    (Some((_, view)), _) => query.view = Some(*view),
                    (None, form) => {
                        let form = form.unwrap_or(word);
                        return Err(form.fault(&form_names(), nearest(&form.text, names())));
                    }
                }
            }
            _ => return Err(word.fault(OPTION, nearest(&word.text, ["where", "sort=", "limit=", "as"]))),
        }
    }
    Ok(query)
}

const KIND: &str = "the name of a kind, as in view: case";
const FIELD: &str = "a field of this kind";
const OPTION: &str = "where FIELD=VALUE, sort=FIELD, limit=NUMBER or as FORM";

fn form_names() -> String {
    LIST_VIEWS.map(|(name, _)| format!("\"{name}\"")).join(" or ")
}

fn fields(kind: &Kind) -> impl Iterator<Item = &str> {
    kind.fields.iter().map(|(name, _)| &**name)
}

/// A word, without quotes.
struct Word {
    text: String,
    at: Range<usize>,
}

impl Word {
    fn fault(&self, expected: &str, nearest: Option<&str>) -> QueryFault {
        let (at, found) = (self.at.clone(), self.text.clone());
        QueryFault { at, found, expected: expected.to_owned(), nearest: nearest.map(str::to_owned) }
    }
}

/// Splits at blanks outside of quotes.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut is_open, mut in_quotes) = (false, false);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() && !in_quotes {
            is_open = false;
            continue;
        }
        if !is_open {
            words.push(Word { text: String::new(), at: at..at });
            is_open = true;
        }
        if let Some(word) = words.last_mut() {
            word.at.end = at + c.len_utf8();
            if c == '"' { in_quotes = !in_quotes } else { word.text.push(c) }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::parse::config::defaults;

    #[test]
    fn queries_are_read_or_faulted_at_their_words() {
        let config = defaults();
        for (text, expect) in [
            (" case ", "case [] None None None"),
            (
                " case where industry=金融|电信 region=\"R & D\" sort=-date limit=6 as table ",
                "case [(\"industry\", [\"金融\", \"电信\"]), (\"region\", [\"R & D\"])] Some((\"date\", true)) Some(6) Some(Table)",
            ),
            (" case where tags=a sort=customer", "case [(\"tags\", [\"a\"])] Some((\"customer\", false)) None None"),
            (" ", "0..0 view:: the name of a kind, as in view: case"),
            (" cases", "1..6 cases: the name of a kind, as in view: case, case?"),
            (" case where industri=a", "12..22 industri=a: a field of this kind, industry?"),
            (" case industry=a", "6..16 industry=a: where FIELD=VALUE, sort=FIELD, limit=NUMBER or as FORM"),
            (" case sort=-regio", "6..17 sort=-regio: a field of this kind, region?"),
            (" case limit=0", "6..13 limit=0: a number, as in limit=6"),
            (" case limit=-1", "6..14 limit=-1: a number, as in limit=6"),
            (" case as tabel", "9..14 tabel: \"cards\" or \"table\" or \"logos\" or \"links\", table?"),
            (" case as", "6..8 as: \"cards\" or \"table\" or \"logos\" or \"links\""),
            (" case wher", "6..10 wher: where FIELD=VALUE, sort=FIELD, limit=NUMBER or as FORM, where?"),
        ] {
            let found = match read(text, &config) {
                Ok(query) => {
                    format!("{} {:?} {:?} {:?} {:?}", query.kind, query.conditions, query.sort, query.limit, query.view)
                }
                Err(fault) => {
                    let nearest = fault.nearest.map_or(String::new(), |nearest| format!(", {nearest}?"));
                    format!("{:?} {}: {}{nearest}", fault.at, fault.found, fault.expected)
                }
            };
            assert_eq!(found, expect, "{text}");
        }
    }
}
