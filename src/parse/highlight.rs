//! Colours for blocks of code, as one-letter classes.
//!
//! In: a language and a text. Out: HTML with `<span class="k">`; the style sheet has a light and a dark
//! colour for each. Depends on nothing else, so that the engine can remember it: the same block is coloured
//! once, wherever it stands.
//!
//! What always holds: the HTML shows exactly the text. A line over [`MAX_LINE`] bytes and a block over
//! [`MAX_BLOCK`] bytes stay plain, because the grammars are regular expressions that can take very long.
//!
//! Deliberately not here: colours. One class per kind of token keeps pages three times smaller than the
//! full scope names would.

use super::html::escape;
use crate::model::Code;
use std::{cell::RefCell, collections::HashMap, sync::LazyLock};
use syntect::{
    parsing::{ParseState, Scope, ScopeStackOp, SyntaxReference, SyntaxSet},
    util::LinesWithEndings,
};

/// Bytes of a line that are still coloured.
pub const MAX_LINE: usize = 4 * 1024;
/// Bytes of a block that are still coloured.
pub const MAX_BLOCK: usize = 256 * 1024;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Prefixes of TextMate scopes and their class; the first that fits wins.
static CLASSES: LazyLock<Vec<(Scope, char)>> = LazyLock::new(|| {
    [
        ("comment", 'c'),
        ("string.regexp", 'r'),
        ("constant.character.escape", 'e'),
        ("string", 's'),
        ("constant.numeric", 'm'),
        ("constant", 'l'),
        ("keyword.operator", 'o'),
        ("keyword", 'k'),
        ("storage.type", 't'),
        ("storage", 'k'),
        ("entity.name.function", 'f'),
        ("entity.name.tag", 'g'),
        ("entity.other.attribute-name", 'a'),
        ("entity.name", 'n'),
        ("support.function", 'f'),
        ("support.type", 't'),
        ("support", 'n'),
        ("variable.parameter", 'p'),
        ("variable.function", 'f'),
        ("variable.language", 'l'),
        ("variable", 'v'),
        ("markup.inserted", 'i'),
        ("markup.deleted", 'd'),
        ("markup.heading", 'h'),
        ("meta.diff.header", 'h'),
        ("invalid", 'x'),
    ]
    .into_iter()
    .map(|(prefix, class)| (Scope::new(prefix).expect("the table holds scopes"), class))
    .collect()
});

thread_local! {
    /// The class of each scope met so far: a pure function, remembered because it is asked for every token.
    static KNOWN: RefCell<HashMap<Scope, Option<char>>> = RefCell::default();
}

/// Whether there are colours for the language; `text` and its like need none.
pub fn knows(language: &str) -> bool {
    is_plain(language) || syntax(language).is_some()
}

/// The text as HTML with spans.
pub fn highlight(code: &Code) -> String {
    let mut out = String::with_capacity(code.text.len() * 2);
    match syntax(&code.language) {
        Some(syntax) if code.text.len() <= MAX_BLOCK && !is_plain(&code.language) => {
            colour(&mut out, syntax, &code.text)
        }
        _ => escape(&mut out, &code.text),
    }
    out
}

fn is_plain(language: &str) -> bool {
    matches!(language, "" | "text" | "txt" | "plain" | "plaintext" | "none" | "output" | "mermaid" | "math")
}

/// The grammar of a language, by its name or one of the usual other names.
fn syntax(language: &str) -> Option<&'static SyntaxReference> {
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

fn colour(out: &mut String, syntax: &SyntaxReference, text: &str) {
    let mut state = ParseState::new(syntax);
    // The class of each open scope, the innermost last.
    let mut classes: Vec<Option<char>> = Vec::new();
    let mut open = None;
    for line in LinesWithEndings::from(text) {
        let ops =
            if line.len() <= MAX_LINE { state.parse_line(line, &SYNTAXES).unwrap_or_default() } else { Vec::new() };
        let mut from = 0;
        for (to, op) in ops {
            write(out, &mut open, &classes, &line[from..to]);
            from = to;
            match op {
                ScopeStackOp::Push(scope) => classes.push(class(scope)),
                ScopeStackOp::Pop(count) => classes.truncate(classes.len().saturating_sub(count)),
                // The rest put scopes aside for an embedded language; the classes around it stay.
                ScopeStackOp::Clear(_) | ScopeStackOp::Restore | ScopeStackOp::Noop => {}
            }
        }
        write(out, &mut open, &classes, &line[from..]);
    }
    if open.is_some() {
        out.push_str("</span>");
    }
}

/// Writes a token, going on with the span before it where the class is the same.
fn write(out: &mut String, open: &mut Option<char>, classes: &[Option<char>], token: &str) {
    let class = classes.iter().rev().find_map(|class| *class);
    if class != *open && !token.trim_ascii().is_empty() {
        if open.is_some() {
            out.push_str("</span>");
        }
        if let Some(class) = class {
            out.push_str("<span class=\"");
            out.push(class);
            out.push_str("\">");
        }
        *open = class;
    }
    escape(out, token);
}

fn class(scope: Scope) -> Option<char> {
    KNOWN.with_borrow_mut(|known| {
        *known
            .entry(scope)
            .or_insert_with(|| CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, class)| *class))
    })
}

#[cfg(test)]
mod tests {
    use super::{MAX_LINE, highlight, knows};
    use crate::model::Code;

    fn html(language: &str, text: &str) -> String {
        highlight(&Code { language: language.into(), text: text.into() })
    }

    #[test]
    fn tokens_get_one_letter_classes() {
        assert_eq!(
            html("sql", "SELECT 1; -- 一\n"),
            "<span class=\"k\">SELECT </span><span class=\"m\">1</span>; <span class=\"c\">-- 一\n</span>"
        );
    }

    #[test]
    fn the_text_is_never_changed() {
        for (language, text) in
            [("c", "if (a<b && c>d) { /* \"x\" */ }\n"), ("nope", "<script>"), ("html", "<p class=x>&amp;</p>")]
        {
            let shown: String = html(language, text);
            let mut plain = String::new();
            let mut rest = shown.as_str();
            while let Some(tag) = rest.find('<') {
                plain.push_str(&rest[..tag]);
                rest = &rest[tag + rest[tag..].find('>').unwrap() + 1..];
            }
            plain.push_str(rest);
            let plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            assert_eq!(plain, text);
        }
    }

    #[test]
    fn a_very_long_line_stays_plain() {
        let line = format!("x = \"{}\"\n", "a".repeat(MAX_LINE));
        assert!(!html("python", &line).contains("<span"));
    }

    #[test]
    fn languages_have_their_usual_names() {
        let missing: Vec<_> = "sql SQL bash shell sh console java cpp c++ c python py yaml yml json jsonc toml go golang rust rs js javascript ts \
            typescript tsx dockerfile docker powershell ini properties nginx diff xml html css scss vue kotlin swift php ruby lua perl makefile \
            cmake protobuf graphql pgsql plsql mysql latex matlab r hcl terraform zig nix csv http text mermaid haskell scala clojure elixir \
            erlang ocaml julia dart groovy objective-c"
            .split_ascii_whitespace()
            .filter(|language| !knows(&language.to_lowercase()))
            .collect();
        assert_eq!(missing, [""; 0]);
    }
}
