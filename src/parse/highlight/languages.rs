//! Names of languages.

use crate::diag;
use std::sync::LazyLock;
use syntect::parsing::{SyntaxReference, SyntaxSet};

pub(super) static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Whether there are colours for the language; `text` and its like need none.
pub fn knows(language: &str) -> bool {
    is_plain(language) || syntax(language).is_some()
}

/// The name of a language that is closest to an unknown one.
pub fn nearest(language: &str) -> Option<&'static str> {
    // Longer names would cost more time than they are likely to find.
    if language.len() > 20 {
        return None;
    }
    let names = SYNTAXES.syntaxes().iter().map(|syntax| syntax.name.as_str()).filter(|name| !name.contains(' '));
    diag::nearest(language, names)
}

/// The language of a file, by its extension or its whole name; `""` when there are no colours for it.
pub fn language_of(name: &str) -> String {
    let extension = name.rsplit_once('.').map_or(name, |(_, extension)| extension);
    let found = [extension, name].into_iter().find_map(|token| Some((token, syntax(&token.to_lowercase())?)));
    found.map_or_else(String::new, |(token, syntax)| {
        let name = if syntax.name.contains(' ') { token } else { &syntax.name };
        name.to_lowercase()
    })
}

/// Whether blocks of the language are sessions, where commands stand after a prompt.
pub(super) fn has_prompts(language: &str) -> bool {
    matches!(language, "console" | "sh-session" | "shellsession" | "shell-session" | "terminal")
}

pub(super) fn is_plain(language: &str) -> bool {
    matches!(language, "" | "text" | "txt" | "plain" | "plaintext" | "none" | "output" | "mermaid" | "math")
}

/// The grammar of a language, by its name or one of the usual other names.
pub(super) fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let name = match language {
        "shell" | "console" | "sh-session" | "shellsession" | "shell-session" | "zsh" | "terminal" => "bash",
        "pgsql" | "plsql" | "plpgsql" | "mysql" | "postgresql" | "postgres" | "psql" | "tsql" | "sqlite" => "sql",
        "jsonc" | "json5" | "jsonl" => "json",
        "golang" => "go",
        "c++" | "cxx" | "hpp" => "cpp",
        "docker" => "dockerfile",
        "conf" | "cfg" | "properties" => "ini",
        "vb" | "vbnet" => "vbscript",
        "node" | "mjs" | "cjs" => "js",
        "yml" => "yaml",
        "patch" => "diff",
        name => name,
    };
    SYNTAXES.find_syntax_by_token(name)
}
