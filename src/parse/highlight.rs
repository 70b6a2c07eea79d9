//! Colours for blocks of code, as one-letter classes.
//!
//! In: a [`CodeBlock`]. Out: HTML with `<span class="k">`; the style sheet has a light and a dark colour for each.
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

use crate::model::CodeBlock;
use languages::{SYNTAXES, has_prompts, is_plain, syntax};
use spans::Spans;
use std::{cell::RefCell, collections::HashMap, sync::LazyLock};
use syntect::{
    parsing::{ParseState, Scope, ScopeStackOp},
    util::LinesWithEndings,
};

/// Most bytes of a line that is coloured. Some grammars take quadratic time in the length of a line.
pub const MAX_LINE: usize = 1024;
/// A line is long from so many bytes on,
const LONG_LINE: usize = 256;
/// and so many bytes of a block's long lines are coloured.
const MAX_LONG: usize = 32 * 1024;
/// A line with so many backticks or tildes in a row is not coloured.
const MAX_RUN: usize = 64;
/// Most bytes of a block that is coloured.
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
pub fn highlight(code: &CodeBlock) -> String {
    let mut spans = Spans::new(&code.lines, code.text.len());
    let syntax = syntax(&code.language).filter(|_| !is_plain(&code.language) && code.text.len() <= MAX_BLOCK);
    // The class of each open scope, the innermost last.
    let mut classes: Vec<Option<char>> = Vec::new();
    let mut state = syntax.map(ParseState::new);
    let session = has_prompts(&code.language) && code.text.lines().any(|line| line.starts_with(PROMPT));
    let mut is_command = !session;
    let mut long = 0;
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
        long += if line.len() > LONG_LINE { line.len() } else { 0 };
        let is_tame = line.len() <= LONG_LINE || (line.len() <= MAX_LINE && long <= MAX_LONG);
        let ops = match &mut state {
            Some(state) if is_command && is_tame && !has_long_run(line) => {
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

fn has_long_run(line: &str) -> bool {
    let is_run = |part: &[u8]| part.len() > MAX_RUN && matches!(part[0], b'`' | b'~');
    line.len() > MAX_RUN && line.as_bytes().chunk_by(|a, b| a == b).any(is_run)
}

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
    use super::{MAX_LINE, highlight};
    use crate::model::{CodeBlock, LineSet, LineStyles};

    fn html(language: &str, text: &str) -> String {
        highlight(&CodeBlock { language: language.into(), text: text.into(), lines: LineStyles::default() })
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
    fn what_could_take_long_stays_plain() {
        let line = format!("x = \"{}\"\n", "a".repeat(MAX_LINE));
        assert!(!html("python", &line).contains("<span"));
        let long = format!("x = \"{}\"\n", "a".repeat(1000));
        assert_eq!(html("python", &long.repeat(100)).matches("class=\"s\"").count(), 32);
        assert!(!html("markdown", &"`".repeat(200)).contains("<span"));
    }

    #[test]
    fn a_session_has_prompts_commands_and_answers() {
        assert_eq!(
            html("console", "$ ls # all\nif x\n"),
            "<span class=\"prompt\">$ </span><span class=\"f\">ls </span><span class=\"c\"># all\n</span>if x\n"
        );
    }

    #[test]
    fn no_span_leaves_a_line_that_is_marked() {
        let lines = LineStyles { marked: LineSet::new(vec![(2, 2)]), numbers: Some(9), ..LineStyles::default() };
        let code = CodeBlock { language: "c".into(), text: "/* a\n\n b */".into(), lines };
        assert_eq!(
            highlight(&code),
            "<span class=\"line\" data-n=\"9\"><span class=\"c\">/* a</span></span>\n\
             <span class=\"line hl\" data-n=\"10\"></span>\n\
             <span class=\"line\" data-n=\"11\"><span class=\"c\"> b */</span></span>"
        );
    }
}
