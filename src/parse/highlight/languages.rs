//! Names of languages.

use crate::diag;
use std::{collections::HashMap, sync::LazyLock};
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
        "csharp" => "cs",
        "fsharp" => "fs",
        "fortran" => "f90",
        "c++" | "cxx" | "hpp" => "cpp",
        "docker" => "dockerfile",
        "conf" | "cfg" | "properties" => "ini",
        "vb" | "vbnet" => "vbscript",
        "node" | "mjs" | "cjs" => "js",
        "yml" => "yaml",
        "patch" => "diff",
        name => name,
    };
    TOKENS.get(name).copied()
}

/// Grammars by their names and by endings of files, which win, all in lower case: asked for every block.
static TOKENS: LazyLock<HashMap<String, &'static SyntaxReference>> = LazyLock::new(|| {
    let grammars = SYNTAXES.syntaxes();
    let names = grammars.iter().map(|grammar| (grammar.name.to_ascii_lowercase(), grammar));
    let ending = |grammar: &'static SyntaxReference| {
        grammar.file_extensions.iter().map(move |ending| (ending.to_ascii_lowercase(), grammar))
    };
    names.chain(grammars.iter().flat_map(ending)).collect()
});

#[cfg(test)]
mod tests {
    use super::{is_plain, knows, language_of, nearest, syntax};
    use std::collections::BTreeSet;

    const USUAL: &str = "
        sql pgsql plsql mysql postgresql bash sh shell zsh console fish powershell ps1 bat
        c cpp c++ cs csharp objective-c java kotlin scala groovy dart swift go golang rust rs zig d ada nim
        js javascript jsx ts typescript tsx vue svelte html css scss sass less json jsonc json5 xml yaml yml toml ini
        properties csv graphql protobuf http
        python py ruby rb php perl lua r julia matlab fortran haskell elm ocaml fsharp clojure lisp elixir erlang
        dockerfile docker makefile cmake nginx terraform hcl nix diff patch markdown md latex tex rst
        asm verilog systemverilog solidity awk vim jinja2 text plain output mermaid";

    #[test]
    fn languages_have_their_usual_names() {
        let missing: Vec<_> = USUAL.split_ascii_whitespace().filter(|language| !knows(language)).collect();
        assert_eq!(missing, [""; 0]);
        let coloured = USUAL.split_ascii_whitespace().filter(|language| !is_plain(language));
        let grammars: BTreeSet<_> = coloured.filter_map(syntax).map(|syntax| &syntax.name).collect();
        assert!(grammars.len() >= 60, "only {}: {grammars:?}", grammars.len());
    }

    #[test]
    fn a_file_tells_its_language() {
        for (name, expect) in [("lib.rs", "rust"), ("a.b.yml", "yaml"), ("Dockerfile", "dockerfile"), ("a.nosuch", "")]
        {
            assert_eq!(language_of(name), expect, "{name}");
        }
    }

    #[test]
    fn a_slip_is_guessed() {
        assert_eq!(nearest("pyhton"), Some("Python"));
        assert_eq!(nearest(&"x".repeat(100)), None);
    }
}
