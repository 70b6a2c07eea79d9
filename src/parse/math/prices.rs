//! Which dollar signs begin a formula.
//!
//! In: Markdown. Out: the same with a backslash before each dollar sign of a price that the parser would take
//! for the beginning of a formula, and the map to the original offsets. A text without dollar signs comes back
//! as it is, and the parser is not asked to look for formulas.

use crate::model::is_wide;
use pulldown_cmark::{Event, Options, Parser};
use std::{borrow::Cow, ops::Range};

/// Whether the dollar signs around `at` make a formula, as the Git host decides, and not two prices: beside the
/// signs stands no Latin letter or digit, and a text that begins with a digit has no Han in it.
pub fn is_formula(text: &str, at: &Range<usize>) -> bool {
    let formula = &text[at.clone()];
    if formula.starts_with("$$") || formula.starts_with("$`") {
        return true;
    }
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let inner = formula.trim_matches('$');
    let price = inner.starts_with(|c: char| c.is_ascii_digit()) && !inner.contains('\\') && inner.contains(is_wide);
    !(word(text[..at.start].chars().next_back()) || word(text[at.end..].chars().next()) || price)
}

/// Markdown in which prices are escaped, and where that was done.
pub struct DollarText<'a> {
    /// The original text where nothing had to be escaped.
    pub text: Cow<'a, str>,
    /// Offsets in the original text, ascending: one for each inserted backslash.
    escaped: Vec<usize>,
}

impl DollarText<'_> {
    /// The offset in the original text.
    pub fn original(&self, offset: usize) -> usize {
        // The n-th backslash stands at its original offset plus n.
        let mut before = 0;
        let mut high = self.escaped.len();
        while before < high {
            let middle = usize::midpoint(before, high);
            if self.escaped[middle] + middle < offset { before = middle + 1 } else { high = middle }
        }
        offset - before
    }
}

/// The options and the text with which the parser finds formulas.
pub fn prepare(source: &str, options: Options) -> (Options, DollarText<'_>) {
    if memchr::memchr(b'$', source.as_bytes()).is_none() {
        return (options, DollarText { text: source.into(), escaped: Vec::new() });
    }
    let options = options | Options::ENABLE_MATH;
    (options, escape_prices(source, options))
}

/// Escapes the dollar signs that the parser would wrongly take for the beginning of a formula.
fn escape_prices(source: &str, options: Options) -> DollarText<'_> {
    let mut dollars = DollarText { text: source.into(), escaped: Vec::new() };
    // A sign that is taken from one formula may begin another: each round settles at least half of them.
    for _ in 0..8 {
        let wrong: Vec<usize> = Parser::new_ext(&dollars.text, options)
            .into_offset_iter()
            .filter(|(event, at)| matches!(event, Event::InlineMath(_)) && !is_formula(&dollars.text, at))
            .map(|(_, at)| at.start)
            .collect();
        if wrong.is_empty() {
            break;
        }
        let mut text = String::with_capacity(dollars.text.len() + wrong.len());
        let mut last = 0;
        for at in &wrong {
            text.push_str(&dollars.text[last..*at]);
            text.push('\\');
            last = *at;
        }
        text.push_str(&dollars.text[last..]);
        let mut escaped: Vec<usize> = wrong.iter().map(|at| dollars.original(*at)).collect();
        escaped.extend_from_slice(&dollars.escaped);
        escaped.sort_unstable();
        dollars = DollarText { text: text.into(), escaped };
    }
    dollars
}

#[cfg(test)]
mod tests {
    use super::escape_prices;
    use pulldown_cmark::Options;

    #[test]
    fn prices_are_escaped_and_formulas_are_not() {
        for (source, expect) in [
            ("价格$5和$6元", r"价格\$5和$6元"),
            ("$5 and $6", "$5 and $6"),
            ("花了$100", "花了$100"),
            ("花了$100，赚了$200。", r"花了\$100，赚了$200。"),
            ("从$5涨到6$。", r"从\$5涨到6$。"),
            ("US$5-US$6", r"US\$5-US$6"),
            ("$HOME/bin:$PATH", r"\$HOME/bin:$PATH"),
            ("$1/月，$2/月，$x$", r"\$1/月，\$2/月，$x$"),
            ("$5**买**$6", r"\$5**买**$6"),
            ("公式$a_1$在", "公式$a_1$在"),
            ("$a$、$b$和$c$。", "$a$、$b$和$c$。"),
            ("$2^n$个", "$2^n$个"),
            ("$`a`$b", "$`a`$b"),
            ("`$5`和`$6`", "`$5`和`$6`"),
        ] {
            let options = Options::ENABLE_MATH;
            let dollars = escape_prices(source, options);
            assert_eq!(dollars.text, expect);
            let places: Vec<_> = dollars.text.char_indices().map(|(at, _)| dollars.original(at)).collect();
            assert!(places.is_sorted() && places.iter().all(|at| source.is_char_boundary(*at)), "{source}: {places:?}");
        }
    }

    #[test]
    fn many_prices_are_settled_in_a_few_rounds() {
        let source = "花$5和".repeat(200);
        assert_eq!(escape_prices(&source, Options::ENABLE_MATH).escaped.len(), 199);
    }
}
