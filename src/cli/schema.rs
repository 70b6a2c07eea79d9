//! `portal schema`: JSON Schemas for editors.

use super::{CONTENT, OK, Outcome, USAGE, args::Common, failed, texts};
use portal::{
    diag::{EnvError, Printer, UiLang, nearest, visible},
    engine::make_own_folder,
    model::Config,
    output::write_single_in,
    parse::{config, schema},
    source,
};
use std::path::{Path, PathBuf};

/// Where the schemas are kept, and what `book.toml` says of its own to editors.
pub(super) const FOLDER: &str = ".portal/schema";
pub(super) const OF_BOOK: &str = "./.portal/schema/book.json";
/// What each of them begins with.
fn mark() -> String {
    format!("{{\n  \"$comment\": \"{}\",\n", schema::COMMENT)
}

/// The schema of `book.toml`, or that of the front matter of a kind.
pub(super) fn run(kind: Option<&str>, root: &Path, common: &Common, printer: &Printer, lang: UiLang) -> Outcome {
    let Some(name) = kind else { return printed(&schema::book(lang)) };
    let (config, diagnostics) = match source::read_config(root, common.config.as_deref()) {
        Ok(file) => config::read_file(file),
        Err(error) => return failed(&error, lang),
    };
    if let Some(kind) = config.kinds.iter().find(|kind| kind.name == name) {
        return printed(&schema::front_matter(kind, &config));
    }
    // What is wrong with the file may be why the kind is not there.
    let text = config.file.text();
    let mut err: String = diagnostics.iter().map(|diagnostic| printer.print(diagnostic, text)).collect();
    let name = visible(name);
    let meant = nearest(&name, config.kinds.iter().map(|kind| kind.name.as_str()));
    err += &match meant {
        Some(kind) => texts::no_kind_meant(lang, &name, kind),
        None => texts::no_kind(lang, &name),
    };
    Outcome { err, code: if diagnostics.is_empty() { USAGE } else { CONTENT }, ..Outcome::default() }
}

/// `--save`: keeps the schemas of `book.toml` and of all kinds in the project.
pub(super) fn save_all(root: &Path, common: &Common, printer: &Printer, lang: UiLang) -> Outcome {
    let (config, diagnostics) = match source::read_config(root, common.config.as_deref()) {
        Ok(file) => config::read_file(file),
        Err(error) => return failed(&error, lang),
    };
    let text = config.file.text();
    let mut err: String = diagnostics.iter().map(|diagnostic| printer.print(diagnostic, text)).collect();
    match save(root, &config, lang) {
        Ok(_) if common.quiet => {}
        Ok(saved) => err += &texts::schemas(lang, FOLDER, saved),
        Err(error) => return failed(&error, lang),
    }
    Outcome { err, code: if diagnostics.is_empty() { OK } else { CONTENT }, ..Outcome::default() }
}

/// Writes the schemas into the project at `root`, where they are ours; how many there are.
pub(super) fn save(root: &Path, config: &Config, lang: UiLang) -> Result<usize, EnvError> {
    let folder = make_own_folder(root, "schema").map_err(|source| EnvError::write(&root.join(FOLDER), source))?;
    let named = |name: &str| PathBuf::from(format!("{name}.json"));
    let text = |schema: &serde_json::Value| format!("{schema:#}\n");
    write_single_in(&folder, &named("book"), &mark(), text(&schema::book(lang)).as_bytes())?;
    // The name of a kind is its author's, and may be none of a file.
    let is_name = |name: &str| name != "book" && !name.contains(['/', '\\', '\0']) && !name.starts_with('.');
    let kinds = config.kinds.iter().filter(|kind| is_name(&kind.name));
    for kind in kinds.clone() {
        let text = text(&schema::front_matter(kind, config));
        write_single_in(&folder, &named(&kind.name), &mark(), text.as_bytes())?;
    }
    Ok(kinds.count() + 1)
}

fn printed(schema: &serde_json::Value) -> Outcome {
    Outcome { out: format!("{schema:#}\n"), ..Outcome::default() }
}
