//! The one table of diagnostics: `portal explain`, the printers and the manual's pages of errors read it.
//!
//! A code and its severity are here. Its words are in `words_en` and `words_zh`; each has a `match` with an arm for
//! every code, so a code without words in both languages does not compile.

use super::texts;
use std::fmt;

/// What a diagnostic means for the build.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// Published all the same, unless the run is strict.
    Warning,
    /// Published all the same. A build counts hints, and prints them only on request.
    Hint,
}

impl Severity {
    /// The word before a code.
    pub(crate) fn name(self, lang: UiLang) -> String {
        match self {
            Severity::Error => texts::error(lang),
            Severity::Warning => texts::warning(lang),
            Severity::Hint => texts::hint(lang),
        }
    }
}

/// The language in which `portal` speaks to the person at the terminal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum UiLang {
    /// Chinese.
    Zh,
    /// English.
    #[default]
    En,
}

impl UiLang {
    /// `zh` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            UiLang::Zh => "zh",
            UiLang::En => "en",
        }
    }
}

/// The texts of a code in one language. Names in braces are replaced by the arguments of the diagnostic; `{path}` is its
/// file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Words {
    /// The code in a few words, without arguments.
    pub title: &'static str,
    /// What is wrong in this case.
    pub message: &'static str,
    /// Why it matters.
    pub cause: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

macro_rules! codes {
    ($($code:ident $severity:ident;)*) => {
        /// A diagnostic's name, stable for ever.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        pub enum Code {
            $(#[doc = concat!("See `portal explain ", stringify!($code), "`.")] $code,)*
        }

        impl Code {
            /// In the order of their names.
            pub const ALL: &[Code] = &[$(Code::$code,)*];

            /// `P0501`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$code => stringify!($code),)* }
            }

            /// Without `--strict`; the printer makes errors of warnings.
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
    P0106 Warning;
    P0107 Error;
    P0108 Warning;
    P0109 Warning;
    P0110 Hint;
    P0111 Warning;
    P0112 Warning;
    // Encoding
    P0201 Error;
    // Metadata
    P0301 Error;
    P0302 Error;
    P0303 Warning;
    P0304 Warning;
    P0305 Warning;
    P0306 Warning;
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
    P0460 Warning;
    P0480 Warning;
    P0482 Warning;
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
        matches!(self, Code::P0372 | Code::P0480 | Code::P0482)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(Code::parse("p0501"), Some(Code::P0501));
        assert_eq!(Code::parse("P9999"), None);
        assert!(Code::ALL.windows(2).all(|pair| pair[0].name() < pair[1].name()), "the table is in order");
    }
}
