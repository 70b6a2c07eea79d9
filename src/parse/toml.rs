//! From TOML to a [`Node`] with places.
//!
//! In: the text of a configuration or of a front matter. Out: a table, or the first thing that is wrong.
//!
//! What always holds: a number is its digits in base ten, a date is as written; only strings are `quoted`.
//!
//! Deliberately not here: what the keys mean. Depth is limited by the crate `toml` itself, to 80.

use super::fields::Origin;
use crate::{
    diag::{Code, Diagnostic, SyntaxError},
    model::{Key, Node, RelPath, Value},
};
use ::toml::{
    Spanned,
    de::{DeInteger, DeTable, DeValue},
};
use std::ops::Range;

/// Reads `text`, which stands `offset` bytes into the file `path`.
///
/// # Errors
/// In the configuration P0101; in metadata P0305 for a date that is none, else P0302.
pub fn read(path: &RelPath, text: &str, offset: usize, origin: Origin) -> Result<Node, Diagnostic> {
    match DeTable::parse(text) {
        Ok(table) => {
            let at = shifted(table.span(), offset);
            Ok(Node { value: entries(table.into_inner(), text, offset), at })
        }
        Err(error) => {
            let at = error.span().unwrap_or(0..text.len());
            let at =
                if SyntaxError::of_toml(error.message()) == SyntaxError::Quote { open_quote(text, at) } else { at };
            let diagnostic = |code| Diagnostic::new(code, path).at(shifted(at.clone(), offset));
            let detail = error.message();
            let written = text.get(at.clone()).unwrap_or_default();
            // TOML does not allow Han characters in bare keys, but authors take them for letters.
            let meant = detail.starts_with("invalid unquoted key").then(|| format!("\"{written}\""));
            let error = match origin {
                Origin::Config => {
                    diagnostic(Code::P0101).arg("file", path).arg("detail", SyntaxError::of_toml(detail).text())
                }
                _ if detail.starts_with("invalid date") => diagnostic(Code::P0305).arg("value", written),
                _ => diagnostic(Code::P0302).arg("language", "TOML").arg("detail", SyntaxError::of_toml(detail).text()),
            };
            Err(error.nearest(meant))
        }
    }
}

/// From the quote that is not closed to the end of its line; the parser sees it at `at`, where the text goes on.
fn open_quote(text: &str, at: Range<usize>) -> Range<usize> {
    let before = &text[..text.floor_char_boundary(at.start)];
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let long = ["\"\"\"", "'''"].iter().filter_map(|quotes| before.rfind(quotes)).max();
    let in_line = before[line..].find(['"', '\'']).map(|quote| line + quote);
    let Some(start) = in_line.or(long) else { return at };
    let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    start..end
}

fn entries(table: DeTable, text: &str, offset: usize) -> Value {
    let mut entries: Vec<(Key, Node)> = table
        .into_iter()
        .map(|(key, value)| {
            let at = shifted(key.span(), offset);
            (Key { text: key.into_inner().into_owned(), at }, node(value, text, offset))
        })
        .collect();
    // The crate sorts by name; the author's order matters to kinds.
    entries.sort_by_key(|(key, _)| key.at.start);
    Value::Table(entries)
}

fn node(value: Spanned<DeValue>, text: &str, offset: usize) -> Node {
    let span = value.span();
    let scalar = |text: &str| Value::Scalar { text: text.to_owned(), quoted: false };
    let value = match value.into_inner() {
        DeValue::String(string) => Value::Scalar { text: string.into_owned(), quoted: true },
        DeValue::Integer(integer) => scalar(&decimal(&integer)),
        DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            scalar(text.get(span.clone()).unwrap_or_default())
        }
        DeValue::Array(array) => Value::List(array.into_iter().map(|value| node(value, text, offset)).collect()),
        DeValue::Table(table) => entries(table, text, offset),
    };
    Node { value, at: shifted(span, offset) }
}

fn decimal(integer: &DeInteger) -> String {
    let number = i64::from_str_radix(integer.as_str(), integer.radix());
    number.map_or_else(|_| integer.to_string(), |number| number.to_string())
}

fn shifted(at: Range<usize>, offset: usize) -> Range<usize> {
    at.start + offset..at.end + offset
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::show;

    fn shown(text: &str, origin: Origin) -> String {
        let path = RelPath::new("book.toml").unwrap();
        let file = format!("+++\n{text}");
        match read(&path, text, 4, origin) {
            Ok(node) => show::node(&node),
            Err(error) => show::diagnostic(&error, &file),
        }
    }

    #[test]
    fn values_keep_their_order_and_their_types() {
        for (text, expect) in [
            ("", "{}"),
            ("z = 'x'\na = 1\n", "{z: \"x\", a: 1}"),
            ("a = 0xff\nb = 1_000\nc = 1.5\nd = true\n", "{a: 255, b: 1000, c: 1.5, d: true}"),
            ("a = 99999999999999999999\n", "{a: 99999999999999999999}"),
            (
                "date = 2022-07-15\ntime = 2022-07-15T10:00:00+08:00\n",
                "{date: 2022-07-15, time: 2022-07-15T10:00:00+08:00}",
            ),
            ("[b]\nx = 1\n[a.c]\ny = [1, '2']\n[[d]]\ne = {}\n", "{b: {x: 1}, a: {c: {y: [1, \"2\"]}}, d: [{e: {}}]}"),
        ] {
            assert_eq!(shown(text, Origin::Config), expect, "{text}");
        }
    }

    #[test]
    fn places_are_those_in_the_file() {
        let (text, file) = ("标题 = 2026\n[a]\nb = [1, 2]\n", "+++\n标题 = 2026\n[a]\nb = [1, 2]\n");
        // A bare key cannot be Han; this also shows where the diagnostic points.
        assert!(shown(text, Origin::Toml).starts_with("P0302 `标"), "{}", shown(text, Origin::Toml));
        let (text, file) = (text.replace("标题", "\"标题\""), file.replace("标题", "\"标题\""));
        show::check_places(&read(&RelPath::new("a.md").unwrap(), &text, 4, Origin::Toml).unwrap(), &file);
    }

    #[test]
    fn what_is_wrong_is_said_once_with_its_place() {
        for (text, expect) in [
            ("a = 1\na = 2\n", "P0302 `a` TOML the name is there twice"),
            ("a = 2026-13-01\n", "P0305 `2026-13-01` 2026-13-01"),
            ("a = 2026-02-30\n", "P0305 `2026-02-30` 2026-02-30"),
            ("a = \"\\x\"\n", "P0302 `` TOML the escape behind the backslash is not known"),
            ("a = [1\n", "P0302 `` TOML the bracket is not closed"),
            ("a = \"x\nb = 1\n", "P0302 `\"x` TOML the quote is not closed"),
            ("a = 'x\n", "P0302 `'x` TOML the quote is not closed"),
            ("a = \"\"\"x\n", "P0302 `\"\"\"x` TOML the quote is not closed"),
            ("a =\n", "P0302 `` TOML a text needs quotes"),
            ("a = 1 2\n", "P0302 `1 2` TOML a text needs quotes"),
            ("a = [1 2]\n", "P0302 `1 2` TOML a text needs quotes"),
            ("[a\n", "P0302 `` TOML the bracket is not closed"),
            ("a = b\n", "P0302 `b` TOML a text needs quotes"),
            ("a：1\n", "P0302 `` TOML an equals sign is missing behind the name"),
        ] {
            assert_eq!(shown(text, Origin::Toml), expect, "{text}");
        }
        assert_eq!(shown("a = 1\na = 2\n", Origin::Config), "P0101 `a` book.toml the name is there twice");
        let deep = [
            format!("a = {}", "[".repeat(1000)),
            format!("{}a = 1", "a.".repeat(1000)),
            format!("[{}a]", "a.".repeat(1000)),
        ];
        for text in deep {
            assert!(shown(&text, Origin::Toml).ends_with("it is nested too deep"), "{text}");
        }
    }
}
