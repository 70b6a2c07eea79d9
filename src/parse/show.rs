//! Values and diagnostics as one line of text, for the tables of tests.

use crate::{
    diag::Diagnostic,
    model::{Node, Value},
};

/// `{title: 2026, tags: ["a", b], x: ~}`, with the quotes that were written.
pub(super) fn node(node: &Node) -> String {
    match &node.value {
        Value::Null => "~".into(),
        Value::Scalar { text, quoted: true } => format!("{text:?}"),
        Value::Scalar { text, .. } => text.clone(),
        Value::List(items) => format!("[{}]", items.iter().map(self::node).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, value)| format!("{}: {}", key.text, self::node(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// ``P0303 `colour` colour -> color``: the code, the bytes it is about, the arguments, what was meant.
pub(super) fn diagnostic(diagnostic: &Diagnostic, file: &str) -> String {
    let mut line = format!("{:?}", diagnostic.code);
    if let Some((start, end)) = diagnostic.at {
        line += &format!(" `{}`", file.get(start..end).unwrap_or("?"));
    }
    for (_, value) in diagnostic.args.iter() {
        line += &format!(" {value}");
    }
    if let Some(nearest) = &diagnostic.nearest {
        line += &format!(" -> {nearest}");
    }
    line
}

pub(super) fn diagnostics(diagnostics: &[Diagnostic], file: &str) -> String {
    diagnostics.iter().map(|one| diagnostic(one, file)).collect::<Vec<_>>().join("\n")
}

/// Whether every place in a node is one in `file`, and every unquoted scalar stands where it says.
pub(super) fn check_places(value: &Node, file: &str) {
    let written = file.get(value.at.clone()).unwrap_or_else(|| panic!("{:?} is no place in {file:?}", value.at));
    match &value.value {
        Value::Null => {}
        // An alias stands where it is written.
        _ if written.starts_with('*') => {}
        Value::Scalar { text, quoted: false } if !written.contains('\n') => assert_eq!(written, text),
        Value::Scalar { .. } => {}
        Value::List(items) => items.iter().for_each(|item| check_places(item, file)),
        Value::Table(entries) => {
            for (key, item) in entries {
                assert!(file[key.at.clone()].contains(key.text.as_str()), "{:?} of {file:?}", key);
                check_places(item, file);
            }
        }
    }
}
