//! Front matter that another program fills in: Hugo's archetypes, notes of Obsidian, cookiecutter.
//!
//! In: front matter that cannot be read. Out: a draft with a warning where a value is a placeholder, else the error.

use crate::{
    diag::{Code, Diagnostic},
    model::{Key, Node, Value},
};
use std::ops::Range;

const MARKS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("<%", "%>")];

/// A draft and a warning where the front matter in `part` holds a placeholder, else `fields` and the error.
pub(super) fn or_error(text: &str, part: &Range<usize>, error: Diagnostic, fields: Node) -> (Node, Vec<Diagnostic>) {
    let error_at = error.at.map_or(part.start, |(start, _)| start);
    let Some(at) = find(text, part, error_at) else { return (fields, vec![error]) };
    let warning = Diagnostic::new(Code::P0374, &error.path).at(at.clone()).arg("construct", &text[at.clone()]);
    (draft(at), vec![warning])
}

/// The fields of a page that is a draft.
pub(super) fn draft(at: Range<usize>) -> Node {
    let yes = Value::Scalar { text: "true".to_owned(), quoted: false };
    let draft = (Key { text: "draft".to_owned(), at: at.clone() }, Node { value: yes, at: at.clone() });
    Node { value: Value::Table(vec![draft]), at }
}

/// The first placeholder that begins a value, or stands in the line of the error.
fn find(text: &str, part: &Range<usize>, error_at: usize) -> Option<Range<usize>> {
    let mut start = part.start;
    text[part.clone()].split_inclusive('\n').find_map(|line| {
        let from = start;
        start += line.len();
        let placeholders = MARKS.iter().filter_map(|(open, close)| {
            let at = line.find(open)?;
            let end = at + line[at..].find(close)? + close.len();
            let before = line[..at].trim_end();
            let begins = before.is_empty() || before.ends_with([':', '=', '-', '[', ',']);
            (begins || (from..start).contains(&error_at)).then_some(from + at..from + end)
        });
        placeholders.min_by_key(|at| at.start)
    })
}
