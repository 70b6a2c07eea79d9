//! Languages by their tags.

use super::lang_names;
use std::{borrow::Cow, fmt, sync::Arc};

/// A language tag (BCP 47) as the site writes it: `zh`, `en`, `zh-Hant`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Lang(Arc<str>);

impl Lang {
    /// `None` unless `tag` looks like a language tag: letters, then parts of letters and digits after `-`.
    pub fn new(tag: &str) -> Option<Lang> {
        let mut parts = tag.split('-');
        let primary = parts.next()?;
        let good = (2..=3).contains(&primary.len())
            && primary.bytes().all(|b| b.is_ascii_alphabetic())
            && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        good.then(|| Lang(tag.into()))
    }

    /// What the language is called by those who speak it, if it is a common one.
    pub fn name(&self) -> Option<&'static str> {
        lang_names::name(&self.0)
    }

    /// What distinguishes it from another language of the same name: `United States` of `en-US`.
    pub fn region(&self) -> Option<Cow<'_, str>> {
        lang_names::region(&self.0)
    }

    /// The tag as written: `zh`, `pt-BR`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the primary language is Chinese.
    pub fn is_chinese(&self) -> bool {
        self.0.get(..2).is_some_and(|primary| primary.eq_ignore_ascii_case("zh"))
            && !self.0[2..].starts_with(|c: char| c.is_ascii_alphabetic())
    }

    /// The tag that goes into `lang=""`: plain `zh` is written out, so that fonts and line breaks are right.
    pub fn html(&self) -> &str {
        match &*self.0 {
            "zh" | "zh-CN" | "zh-Hans" => "zh-Hans-CN",
            "zh-TW" | "zh-Hant" => "zh-Hant-TW",
            tag => tag,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}
