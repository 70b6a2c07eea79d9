//! A table as text: RFC 4180, with a byte order mark, without which Excel does not read UTF-8.
//!
//! What always holds: no cell is a formula. A cell that programs would read as one begins with an apostrophe (OWASP, "CSV
//! Injection").

use crate::model::FieldType;
use serde_json::Value;

/// Between several values in one cell.
pub(super) const SEPARATOR: &str = "; ";

/// First characters of a cell that make it a formula, or are skipped before one; some programs fold full-width ones.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A table that rows are added to.
pub(super) struct Csv {
    pub text: String,
}

impl Csv {
    pub(super) fn new() -> Csv {
        Csv { text: "\u{FEFF}".to_owned() }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: impl Iterator<Item = String>) {
        let cells: Vec<String> = cells.map(|text| cell(&text)).collect();
        self.text.push_str(&cells.join(","));
        self.text.push_str("\r\n");
    }
}

/// A text as a cell.
fn cell(text: &str) -> String {
    let is_number = text.parse::<serde_json::Number>().is_ok();
    let mark = if text.starts_with(FORMULA) && !is_number { "'" } else { "" };
    if text.contains(['"', ',', '\r', '\n']) {
        return format!("\"{mark}{}\"", text.replace('"', "\"\""));
    }
    format!("{mark}{text}")
}

/// The value of a field as one text: all texts and rows, of pages their titles.
pub(super) fn text(value: &Value, kind: &FieldType) -> String {
    match (value, kind) {
        (Value::String(text), _) => text.clone(),
        (Value::Array(values), _) => values.iter().map(|value| text(value, kind)).collect::<Vec<_>>().join(SEPARATOR),
        (Value::Object(row), FieldType::Table(columns)) => {
            let cells = columns.iter().filter_map(|(name, column)| Some(text(row.get(name)?, &column.kind)));
            cells.collect::<Vec<_>>().join(" | ")
        }
        (Value::Object(page), _) => page.get("title").map_or_else(String::new, |title| text(title, kind)),
        (value, _) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{cell, text};
    use crate::model::Field;
    use serde_json::json;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        for (written, expect) in [
            ("a", "a"),
            ("", ""),
            ("金融", "金融"),
            ("a,b", "\"a,b\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("a\nb", "\"a\nb\""),
            ("=1+1", "'=1+1"),
            ("+86 10", "'+86 10"),
            ("-x", "'-x"),
            ("-1.5", "-1.5"),
            ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
            ("＝1", "'＝1"),
            ("=\"a\",1", "\"'=\"\"a\"\",1\""),
        ] {
            assert_eq!(cell(written), expect, "{written:?}");
        }
    }

    #[test]
    fn values_are_one_text() {
        for (value, kind, expect) in [
            (json!("a"), "text", "a"),
            (json!(1.5), "number", "1.5"),
            (json!(true), "bool", "true"),
            (json!(["a", "b"]), "list", "a; b"),
            (json!([{"title": "A", "url": "a/"}]), "refs(case)", "A"),
            (json!([{"after": 1, "label": "x"}, {"label": "y"}]), "table(label, after: number)", "x | 1; y"),
        ] {
            let field = Field::parse(kind).expect("a type");
            assert_eq!(text(&value, &field.kind), expect);
        }
    }
}
