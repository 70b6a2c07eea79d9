//! Colours for blocks of code, as one-letter classes.
//!
//! In: a [`Code`]. Out: HTML with `<span class="k">`; the style sheet has a light and a dark colour for each.
//! Depends on nothing else, so that the engine can remember it: the same block is coloured once, wherever it
//! stands.
//!
//! What always holds: the HTML shows exactly the text. A line over [`MAX_LINE`] bytes and a block over
//! [`MAX_BLOCK`] bytes stay plain, because the grammars are regular expressions that can take very long.
//!
//! Deliberately not here: colours. One class per kind of token keeps pages three times smaller than the
//! full scope names would.

mod languages;
mod spans;

pub use languages::{knows, language_of, nearest};

use crate::model::Code;
use languages::{SYNTAXES, has_prompts, is_plain, syntax};
use spans::Spans;
use std::{cell::RefCell, collections::HashMap, sync::LazyLock};
use syntect::{
    parsing::{ParseState, Scope, ScopeStackOp},
    util::LinesWithEndings,
};

/// Bytes of a line that are still coloured.
pub const MAX_LINE: usize = 4 * 1024;
/// Bytes of a block that are still coloured.
pub const MAX_BLOCK: usize = 256 * 1024;

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

/// The text as HTML with spans.
pub fn highlight(code: &Code) -> String {
    let mut spans = Spans::new(&code.lines, code.text.len());
    let syntax = syntax(&code.language).filter(|_| !is_plain(&code.language) && code.text.len() <= MAX_BLOCK);
    // The class of each open scope, the innermost last.
    let mut classes: Vec<Option<char>> = Vec::new();
    let mut state = syntax.map(ParseState::new);
    let session = has_prompts(&code.language) && code.text.lines().any(|line| line.starts_with(PROMPT));
    let mut is_command = !session;
    for mut line in LinesWithEndings::from(&code.text) {
        if session {
            // A command goes on after a line that ends with a backslash; all else is what it answered.
            is_command = match line.strip_prefix(PROMPT) {
                Some(command) => {
                    spans.named("prompt", PROMPT);
                    line = command;
                    true
                }
                None => is_command,
            };
        }
        let ops = match &mut state {
            Some(state) if is_command && line.len() <= MAX_LINE => {
                state.parse_line(line, &SYNTAXES).unwrap_or_default()
            }
            _ => Vec::new(),
        };
        let mut from = 0;
        for (to, op) in ops {
            spans.token(innermost(&classes), &line[from..to]);
            from = to;
            match op {
                ScopeStackOp::Push(scope) => classes.push(class(scope)),
                ScopeStackOp::Pop(count) => classes.truncate(classes.len().saturating_sub(count)),
                // The rest put scopes aside for an embedded language; the classes around it stay.
                ScopeStackOp::Clear(_) | ScopeStackOp::Restore | ScopeStackOp::Noop => {}
            }
        }
        spans.token(if is_command { innermost(&classes) } else { None }, &line[from..]);
        if session && is_command && !line.trim_end().ends_with('\\') {
            is_command = false;
            classes.clear();
            state = syntax.map(ParseState::new);
        }
    }
    spans.finish()
}

/// What stands before a command in a session.
const PROMPT: &str = "$ ";

fn innermost(classes: &[Option<char>]) -> Option<char> {
    classes.iter().rev().find_map(|class| *class)
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
    use crate::model::{Code, Lines};

    fn html(language: &str, text: &str) -> String {
        highlight(&Code { language: language.into(), text: text.into(), lines: Lines::default() })
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
