//! Diagnostics: errors, warnings and hints about the files of authors, as values.
//!
//! In: a code, the file and the bytes it is about, the arguments of the message. Out: [`Diagnostic`]s, which can be
//! cached, compared and sorted, and printers for them.
//!
//! What always holds: a diagnostic is the same in every language; the words are chosen when it is printed.
//! Two runs over the same input give the same list in the same order.
//!
//! Deliberately not here: errors of the environment (`output::EnvError`), which stop at once.

mod bilingual;
mod codes;
mod env;
mod examples;
mod expected_zh;
mod explain;
mod kinds;
mod machine;
mod phrases;
mod place;
mod print;
mod summary;
mod syntax_error;
mod texts;

mod words;
mod words_en;
mod words_zh;

pub use codes::{Code, Severity, UiLang, Words};
pub use env::{EnvError, LinkInTheWay, Refusal};
pub use explain::explain;
pub use machine::json_line;
pub use phrases::reworded;
pub use place::visible;
pub use print::{Format, Printer};
pub use summary::{BuildSummary, Checks, LeftOut, grouped};
pub use syntax_error::SyntaxError;
#[cfg(test)]
pub use syntax_error::has_chinese;

use crate::model::RelPath;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, ops::Range, sync::Arc};

/// One message about one file, with its place. Cloning is cheap: every build repeats the diagnostics of unchanged files.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Relative to the project's root.
    pub path: RelPath,
    /// `None` when it is about the file as a whole; ordered before every place in it.
    pub at: Option<(usize, usize)>,
    /// What is wrong; its words are in `words_en` and `words_zh`.
    pub code: Code,
    /// Values for the braces in the message of the code: `{target}`.
    pub args: Arc<Vec<(Cow<'static, str>, String)>>,
    /// The nearest valid name: probably what the author meant.
    pub nearest: Option<String>,
}

impl Diagnostic {
    /// A diagnostic about a file as a whole.
    pub fn new(code: Code, path: &RelPath) -> Diagnostic {
        Diagnostic { path: path.clone(), at: None, code, args: Arc::default(), nearest: None }
    }

    /// The bytes of the file that it is about.
    pub fn at(mut self, at: Range<usize>) -> Diagnostic {
        self.at = Some((at.start, at.end));
        self
    }

    /// Adds the value for `{name}` in the message.
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Diagnostic {
        Arc::make_mut(&mut self.args).push((name.into(), value.to_string()));
        self
    }

    /// Sets the name that the author probably meant.
    pub fn nearest(mut self, nearest: Option<impl ToString>) -> Diagnostic {
        self.nearest = nearest.map(|text| text.to_string());
        self
    }

    /// The severity of its code.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The candidate that is closest to `word`, if one is close enough.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}
