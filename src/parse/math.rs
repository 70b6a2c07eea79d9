//! Formulas: TeX to MathML.
//!
//! In: the TeX between the signs. Out: a `math` element with its source as an annotation, or what is wrong.
//!
//! What always holds: the element has no link, no script and no style. The work is bounded by `MAX_TEX`,
//! `MAX_TOKENS` and `MAX_HTML`; there are no definitions, so nothing expands.

mod clean;
mod prices;
#[cfg(test)]
mod tests;

pub use prices::{DollarText, is_formula, prepare};

use crate::diag::{SyntaxError, reworded};
use clean::{is_clean, styles_as_classes};
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use regex::{Captures, Regex};
use std::{borrow::Cow, ops::Range, sync::LazyLock};

/// Most bytes of a formula.
const MAX_TEX: usize = 8 * 1024;
/// Most characters in a formula that can open a level of nesting.
const MAX_TOKENS: usize = 1000;
/// So many levels fit into the stack of any thread.
const SHALLOW: usize = 32;
/// Enough stack for `MAX_TOKENS` levels.
const DEEP_STACK: usize = 64 * 1024 * 1024;
/// Most bytes of the HTML of a formula.
const MAX_HTML: usize = 64 * 1024;

/// Refused commands: they could make links, identifiers, styles or definitions. The converter has none of them today.
const REFUSED: [&str; 24] = [
    "href",
    "url",
    "htmlclass",
    "htmlid",
    "htmlstyle",
    "htmldata",
    "includegraphics",
    "style",
    "class",
    "cssid",
    "unicode",
    "def",
    "gdef",
    "edef",
    "xdef",
    "let",
    "newcommand",
    "renewcommand",
    "providecommand",
    "require",
    "input",
    "eqref",
    "ref",
    "label",
];

/// Commands that the converter lacks, by what it has. Those for the place of a sign on the page stand for the sign alone.
const COMMANDS: [(&str, &str); 22] = [
    ("boxed", r"\begin{array}{|c|}\hline #1\\\hline\end{array}"),
    ("textcolor", r"{\color{#1}#2}"),
    ("tag", r"\qquad(#1)"),
    ("substack", r"\begin{matrix}#1\end{matrix}"),
    ("textcircled", "(#1)"),
    ("widetilde", r"\tilde{#1}"),
    ("widecheck", r"\check{#1}"),
    ("dotsb", r"\cdots"),
    ("dotsc", r"\ldots"),
    ("dotsi", r"\cdots"),
    ("LaTeX", r"\text{LaTeX}"),
    ("TeX", r"\text{TeX}"),
    ("ensuremath", "#1"),
    ("smash", "#1"),
    ("rlap", "#1"),
    ("llap", "#1"),
    ("mathclap", "#1"),
    ("raisebox", "#2"),
    ("sgn", r"\operatorname{sgn}"),
    ("lcm", r"\operatorname{lcm}"),
    ("cr", r"\\"),
    ("argmax", r"\operatorname{argmax}"),
];

/// Environments and commands of text that the converter lacks, with what does the same.
static SAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\\(?:(begin|end)\{(?:(split|alignedat)\}(?:\{\d+\})?|(smallmatrix)\})|[mh]box\b)")
        .expect("a valid expression")
});

static CONVERTER: LazyLock<Option<LatexToMathML>> = LazyLock::new(|| {
    let macros = COMMANDS.iter().map(|(name, meaning)| ((*name).to_owned(), (*meaning).to_owned())).collect();
    let config = MathCoreConfig { annotation: true, macros, ..MathCoreConfig::default() };
    LatexToMathML::new(config).ok()
});

/// The converter's messages and ours; see [`reworded`].
const WORDS: &[(&str, &str)] = &[
    ("Expected closing token \"{}\", but reached end of input", "`{}` is missing at the end"),
    ("Unmatched closing token: \"{}\"", "`{}` closes nothing"),
    ("Expected argument but {}", "an argument is missing"),
    ("There must be a parenthesis after \"{}\", but not found", "a bracket is missing behind `{}`"),
    ("Disallowed character in text group: '{}'", "`{}` cannot stand in a text"),
    ("Unknown environment \"{}\"", "there is no environment `{}`"),
    ("Unknown color \"{}\"", "there is no color `{}`"),
    ("Expected \"{}\", but found \"{}\"", "expected `{}`, found `{}`"),
    ("Found \"{}\", which may only appear {}", "`{}` cannot stand here"),
    ("Expected at most one token as argument", "one argument of one sign is needed"),
    ("Expected exactly one token as argument", "one argument of one sign is needed"),
    ("'^' or '_' directly followed by '^', '_' or prime", "two subscripts or superscripts follow each other"),
    ("Duplicate subscript or superscript", "two subscripts or superscripts follow each other"),
    ("Expected length with units, found \"{}\"", "a length with a unit is needed, and this is `{}`"),
    ("Text unit \"{}\" cannot be used with {}", "the unit `{}` does not work here"),
    ("Math unit \"{}\" cannot be used with {}", "the unit `{}` does not work here"),
    ("Found invalid unit \"{}\"", "there is no unit `{}`"),
    ("Expected column specification, found \"{}\"", "columns are needed, and this is `{}`"),
    ("Not valid in text mode", "this command does not work in texts"),
    ("Not valid in math mode", "this command works in texts only"),
    ("Hard limit exceeded{}", "it is too large"),
];

/// Why a formula is shown as its source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FormulaError {
    /// What is wrong, and the bytes of the TeX that it is about.
    Wrong(String, Range<usize>),
    /// A command that does not exist here, without its backslash.
    Command(String, Range<usize>),
    /// A limit, and how far the formula is beyond it.
    Limit(String),
}

/// The formula as a `math` element.
pub fn to_mathml(tex: &str, display: bool) -> Result<String, FormulaError> {
    if tex.len() > MAX_TEX {
        return Err(FormulaError::Limit(format!("{} kB > {} kB", tex.len() / 1024, MAX_TEX / 1024)));
    }
    let levels = tex.bytes().filter(|byte| b"\\{^_'&[".contains(byte)).count();
    if levels > MAX_TOKENS {
        return Err(FormulaError::Limit(format!("{levels} > {MAX_TOKENS} commands and braces")));
    }
    for (name, at) in commands(tex) {
        if REFUSED.contains(&name.to_ascii_lowercase().as_str()) {
            return Err(FormulaError::Command(name.to_owned(), at));
        }
    }
    let html = if levels <= SHALLOW { convert(tex, display) } else { convert_deep(tex, display) }?;
    if html.len() > MAX_HTML {
        return Err(FormulaError::Limit(format!("{} kB > {} kB", html.len() / 1024, MAX_HTML / 1024)));
    }
    let html = styles_as_classes(&html);
    if is_clean(&html) { Ok(html) } else { Err(FormulaError::Wrong("a < or > has no place here".into(), 0..tex.len())) }
}

/// The converter calls itself for each level of nesting.
fn convert_deep(tex: &str, display: bool) -> Result<String, FormulaError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(DEEP_STACK).spawn_scoped(scope, || convert(tex, display));
        let result = thread.ok().and_then(|thread| thread.join().ok());
        result.unwrap_or_else(|| Err(FormulaError::Limit("nesting".into())))
    })
}

/// The formula in the words that the converter has.
fn in_known_words(tex: &str) -> Cow<'_, str> {
    SAME.replace_all(tex, |found: &Captures| match (found.get(1), found.get(2)) {
        (Some(word), Some(_)) => format!("\\{}{{aligned}}", word.as_str()),
        (Some(word), None) => format!("\\{}{{matrix}}", word.as_str()),
        _ => r"\text".to_owned(),
    })
}

fn convert(tex: &str, display: bool) -> Result<String, FormulaError> {
    let tex = &*in_known_words(tex);
    let Some(converter) = &*CONVERTER else { return Err(FormulaError::Wrong(String::new(), 0..0)) };
    let display = if display { MathDisplay::Block } else { MathDisplay::Inline };
    converter.convert_with_local_state(tex, display).map(|result| result.mathml).map_err(|error| {
        let at = error.0.start.min(tex.len())..error.0.end.min(tex.len());
        let message = error.error_message();
        let message = message.trim_end_matches('.');
        match message.strip_prefix("Unknown command \"\\").and_then(|rest| rest.strip_suffix('"')) {
            Some(command) => FormulaError::Command(command.to_owned(), at),
            None => FormulaError::Wrong(
                reworded(message, WORDS).unwrap_or_else(|| SyntaxError::Other.text().to_owned()),
                at,
            ),
        }
    })
}

/// The commands with names of letters.
fn commands(tex: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    tex.match_indices('\\').filter_map(|(at, _)| {
        let rest = &tex[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        (end > 0).then(|| (&rest[..end], at..at + 1 + end))
    })
}
