//! The one table of diagnostics: `portal explain`, the printers and the manual's pages of errors read it.
//!
//! A code and its severity stand here, its words in `words_en` and `words_zh`, whose `match` has an arm for
//! each: a code without words in both languages does not compile.

use super::{examples, words_en, words_zh};
use std::fmt;

/// What a diagnostic means for the build.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// Published all the same, unless the run is strict.
    Warning,
    Hint,
}

/// The language in which `portal` speaks to the person at the terminal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum UiLang {
    Zh,
    #[default]
    En,
}

/// What is said about a code, in one language. Names in braces are filled with the diagnostic's arguments;
/// `{path}` is the file itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Words {
    /// The code in a few words, without arguments.
    pub title: &'static str,
    /// What is wrong in this case.
    pub message: &'static str,
    /// Why it is a problem.
    pub cause: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

macro_rules! codes {
    ($($code:ident $severity:ident;)*) => {
        /// A diagnostic's name, stable for ever.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        pub enum Code { $($code,)* }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$code,)*];

            /// `P0501`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$code => stringify!($code),)* }
            }

            pub fn severity(self) -> Severity {
                match self { $(Code::$code => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    // Configuration
    P0101 Error;
    P0102 Error;
    P0103 Error;
    P0104 Warning;
    P0105 Warning;
    // Encoding
    P0201 Error;
    // Metadata
    P0301 Error;
    P0302 Error;
    P0303 Warning;
    P0304 Warning;
    P0305 Warning;
    P0306 Error;
    P0307 Error;
    P0308 Warning;
    P0309 Error;
    P0360 Warning;
    P0361 Warning;
    P0370 Warning;
    P0371 Warning;
    P0372 Warning;
    P0373 Warning;
    P0374 Warning;
    // Markdown
    P0401 Warning;
    P0402 Warning;
    P0403 Warning;
    P0404 Hint;
    P0405 Warning;
    P0406 Hint;
    P0407 Warning;
    P0408 Warning;
    P0409 Warning;
    P0410 Warning;
    P0411 Warning;
    P0412 Hint;
    P0413 Hint;
    P0420 Hint;
    P0421 Hint;
    P0422 Warning;
    P0423 Warning;
    P0424 Warning;
    P0425 Warning;
    P0430 Warning;
    P0431 Warning;
    P0432 Warning;
    // Images
    P0440 Warning;
    P0441 Warning;
    P0442 Warning;
    // Raw HTML, and what is shown of other files
    P0450 Warning;
    P0451 Warning;
    P0452 Warning;
    P0453 Warning;
    P0454 Warning;
    // Syntax of other generators
    P0480 Warning;
    P0481 Warning;
    // Links
    P0501 Warning;
    P0502 Warning;
    P0503 Warning;
    P0504 Warning;
    P0505 Warning;
    P0560 Warning;
    P0561 Warning;
    // Theme
    P0601 Error;
    P0602 Error;
    P0603 Error;
    P0670 Warning;
    P0680 Error;
    P0681 Error;
    P0682 Error;
    // Sources
    P0701 Warning;
    P0780 Warning;
    P0781 Warning;
    P0782 Warning;
    P0783 Warning;
    P0790 Warning;
    P0801 Warning;
    P0802 Warning;
    P0850 Warning;
    // Addresses
    P0901 Error;
    P0902 Error;
    P0903 Warning;
    P0960 Warning;
    P0961 Warning;
    P0962 Warning;
    P0963 Warning;
    P0964 Warning;
    P0965 Warning;
    P0966 Warning;
    P0967 Warning;
    P0968 Warning;
    P0969 Warning;
    P0970 Warning;
    P0979 Warning;
    // The site as a whole, found by `portal check`
    P1001 Hint;
    P1002 Hint;
    P1003 Hint;
    P1004 Hint;
    P1005 Hint;
    P1006 Hint;
    // Relations
    P1101 Error;
    P1102 Error;
    P1103 Error;
    // Learning maps
    P1201 Error;
    P1202 Error;
    P1203 Error;
    P1204 Error;
    P1205 Warning;
    // Events
    P1301 Warning;
    // Audiences
    P1401 Warning;
}

impl Code {
    /// The code of that name, in any case.
    pub fn parse(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name().eq_ignore_ascii_case(name))
    }

    /// Whether one diagnostic stands for many places of a site, and says how many: people get a line of each.
    pub fn is_count(self) -> bool {
        matches!(self, Code::P0372 | Code::P0480)
    }

    pub fn words(self, lang: UiLang) -> Words {
        match lang {
            UiLang::Zh => words_zh::words(self),
            UiLang::En => words_en::words(self),
        }
    }

    /// A few lines that show the fault and the way out, where that says more than the words.
    pub fn example(self) -> Option<&'static str> {
        examples::example(self)
    }
}

/// Puts values into the braces of `text`; a name without a value, and braces that hold no name, stay as they are.
pub(super) fn fill<S: AsRef<str>>(text: &str, mut value: impl FnMut(&str) -> Option<S>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled += before;
        let name = after.split_once('}').filter(|(name, _)| name.bytes().all(|b| b.is_ascii_lowercase()));
        match name.and_then(|(name, after)| Some((value(name)?, after))) {
            Some((value, after)) => {
                filled += value.as_ref();
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled + rest
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, UiLang, fill};

    /// The arguments that a text asks for, sorted.
    fn holes(text: &str) -> Vec<String> {
        let mut holes = Vec::new();
        fill(text, |name| {
            holes.push(name.to_string());
            None::<String>
        });
        holes.sort();
        holes
    }

    #[test]
    fn both_languages_fill_the_same_arguments_into_a_message() {
        for code in Code::ALL {
            let (zh, en) = (code.words(UiLang::Zh), code.words(UiLang::En));
            assert_eq!(holes(zh.message), holes(en.message), "{code}");
            for words in [zh, en] {
                let known = |hole: &String| hole == "path" || holes(words.message).contains(hole);
                assert!(holes(words.remedy).iter().all(known), "{code}: {}", words.remedy);
                assert_eq!(holes(words.title).len() + holes(words.cause).len(), 0, "{code}");
            }
        }
    }

    #[test]
    fn english_starts_small_and_neither_language_ends_with_a_stop() {
        for code in Code::ALL {
            let (zh, en) = (code.words(UiLang::Zh), code.words(UiLang::En));
            for text in [en.title, en.message, en.cause, en.remedy] {
                let first: String = text.chars().take_while(|c| c.is_alphanumeric()).collect();
                let name = first.chars().skip(1).any(char::is_uppercase); // HTML, UTF
                assert!(name || !first.starts_with(char::is_uppercase), "{code}: {text}");
            }
            for text in [en.title, en.message, en.cause, en.remedy, zh.title, zh.message, zh.cause, zh.remedy] {
                assert!(!text.is_empty() && !text.ends_with(['.', '。']), "{code}: {text}");
            }
        }
    }

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(Code::parse("p0501"), Some(Code::P0501));
        assert_eq!(Code::parse("P9999"), None);
        assert!(Code::ALL.windows(2).all(|pair| pair[0].name() < pair[1].name()), "the table is in order");
    }
}
