//! Front matter: YAML between `---` lines or TOML between `+++` lines, at the very start.
//!
//! In: a text. Out: its fields and where the body begins; nothing when the text has none.
//!
//! What always holds: front matter that is wrong is front matter all the same, with a diagnostic and no fields,
//! so that it is never shown as text. A `---` that no field follows is a thematic break.
//!
//! `---json`, `---toml` and `---yaml` name the language. Deliberately not here: other languages. `---js` and its like run
//! code elsewhere; here they are refused.

use super::{
    Dialect, FrontMatter,
    lines::{TextLine, TextLines},
    loose::{self, is_dashes},
    placeholder,
};
use crate::{
    diag::{Code, Diagnostic, SyntaxError},
    model::{Node, RelPath, Value, is_invisible},
    parse::{fields::Origin, toml, yaml},
};

pub(super) fn find(file: &RelPath, text: &str) -> Option<FrontMatter> {
    let mut lines = TextLines::new(text, 0..text.len());
    let opening = lines.next()?;
    let mark = opening.text.trim_end();
    let dialect = match mark {
        "+++" => Dialect::Toml,
        "---" if holds_fields(lines.clone()) => Dialect::Yaml,
        _ if mark.strip_prefix("---").is_some_and(is_name) => return named(file, text, &opening),
        _ => return None,
    };
    let empty = Node { value: Value::Table(Vec::new()), at: 0..mark.len() };
    let Some(closing) = lines.find(|line| is_end(line.text, dialect)) else {
        let diagnostics = vec![Diagnostic::new(Code::P0301, file).at(0..mark.len())];
        return Some(FrontMatter { dialect, fields: empty, body: opening.next, diagnostics });
    };
    let (inside, offset) = (&text[opening.next..closing.at], opening.next);
    let fields = match dialect {
        _ if inside.len() > yaml::MAX_BYTES => Err(too_long(file, dialect, mark.len())),
        Dialect::Toml => toml::read(file, inside, offset, Origin::Toml).map(|fields| (fields, Vec::new())),
        _ => yaml::read(file, inside, offset),
    };
    let (fields, diagnostics) = match fields {
        Ok(read) => read,
        Err(error) => placeholder::or_error(text, &(opening.next..closing.at), error, empty),
    };
    Some(FrontMatter { dialect, fields, body: closing.next, diagnostics })
}

/// Whether a line ends front matter: also YAML's own `...`, more dashes, and invisible characters behind them.
fn is_end(line: &str, dialect: Dialect) -> bool {
    let mark = line.trim_end_matches(|c: char| c.is_whitespace() || is_invisible(c));
    if dialect == Dialect::Toml { mark == "+++" } else { mark == "..." || is_dashes(mark) }
}

/// Whether the first line that says something is a field, or the end.
fn holds_fields(mut lines: TextLines) -> bool {
    let first = lines.find(|line| !line.is_blank() && !line.text.starts_with('#'));
    let Some(text) = first.map(|line| line.text.trim()) else { return false };
    let Some((key, _)) = text.split_once([':', '：']) else {
        return text == "---" || text.starts_with('{') || text.starts_with('!') && !text.starts_with("![");
    };
    let key = key.trim_end().trim_matches(['"', '\'']);
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    text.starts_with(['{', '?'])
        || text.starts_with('!') && !text.starts_with("![")
        || !key.is_empty() && key.chars().all(is_key)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Front matter whose first line names its language.
fn named(file: &RelPath, text: &str, opening: &TextLine) -> Option<FrontMatter> {
    let construct = opening.text.trim_end();
    let name = construct.trim_start_matches('-').to_ascii_lowercase();
    let Some(closing) = TextLines::new(text, opening.next..text.len()).find(|line| is_end(line.text, Dialect::Yaml))
    else {
        let is_known = matches!(&*name, "json" | "toml" | "yaml" | "yml");
        return is_known.then(|| loose::warned(file, text, opening));
    };
    let (inside, offset) = (&text[opening.next..closing.at], opening.next);
    let dialect = if name == "toml" { Dialect::Toml } else { Dialect::Yaml };
    let fields = match &*name {
        "json" | "toml" | "yaml" | "yml" if inside.len() > yaml::MAX_BYTES => {
            Err(too_long(file, dialect, construct.len()))
        }
        "json" => yaml::read_json(file, inside, offset),
        "toml" => toml::read(file, inside, offset, Origin::Toml).map(|fields| (fields, Vec::new())),
        "yaml" | "yml" => yaml::read(file, inside, offset),
        _ => Err(Diagnostic::new(Code::P0307, file).at(0..construct.len()).arg("construct", construct)),
    };
    let empty = Node { value: Value::Table(Vec::new()), at: 0..construct.len() };
    let (fields, diagnostics) = match fields {
        Ok(read) => read,
        Err(error) => placeholder::or_error(text, &(opening.next..closing.at), error, empty),
    };
    Some(FrontMatter { dialect, fields, body: closing.next, diagnostics })
}

fn too_long(file: &RelPath, dialect: Dialect, mark: usize) -> Diagnostic {
    Diagnostic::new(Code::P0302, file)
        .at(0..mark)
        .arg("language", if dialect == Dialect::Toml { "TOML" } else { "YAML" })
        .arg("detail", SyntaxError::Large.text())
}
