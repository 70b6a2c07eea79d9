//! `portal schema`: JSON Schemas for editors.

use super::{CONTENT, Outcome, USAGE, args::Common, failed};
use portal::{
    diag::{Printer, UiLang, nearest, visible},
    model::{Config, RelPath},
    parse::{config, schema},
    source,
};
use std::path::Path;

/// The schema of `book.toml`, or that of the front matter of a kind.
pub fn run(kind: Option<&str>, root: &Path, common: &Common, printer: &Printer, lang: UiLang) -> Outcome {
    let Some(name) = kind else { return printed(&schema::book(lang)) };
    let bytes = match source::read_config(root, common.config.as_deref()) {
        Ok(bytes) => bytes,
        Err(error) => return failed(&error, lang),
    };
    let path = RelPath::new("book.toml").expect("a plain name");
    let (config, diagnostics) =
        bytes.as_ref().map_or_else(|| (Config::default(), Vec::new()), |bytes| config::read(&path, bytes));
    if let Some(kind) = config.kinds.iter().find(|kind| kind.name == name) {
        return printed(&schema::front_matter(kind, &config));
    }
    // What is wrong with the file may be why the kind is not there.
    let text = bytes.as_ref().and_then(|bytes| std::str::from_utf8(bytes).ok());
    let mut err: String = diagnostics.iter().map(|diagnostic| printer.print(diagnostic, text)).collect();
    let name = visible(name);
    let meant = nearest(&name, config.kinds.iter().map(|kind| kind.name.as_str()));
    err += &match (lang, meant) {
        (UiLang::Zh, Some(kind)) => format!("错误：没有类型 {name}；你是想写 {kind} 吗？\n"),
        (UiLang::Zh, None) => format!("错误：没有类型 {name}\n"),
        (UiLang::En, Some(kind)) => format!("error: no kind {name}; did you mean {kind}?\n"),
        (UiLang::En, None) => format!("error: no kind {name}\n"),
    };
    Outcome { err, code: if diagnostics.is_empty() { USAGE } else { CONTENT }, ..Outcome::default() }
}

fn printed(schema: &serde_json::Value) -> Outcome {
    Outcome { out: format!("{schema:#}\n"), ..Outcome::default() }
}
