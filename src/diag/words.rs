//! The words of each diagnostic: its texts in both languages, and its example.

use super::{Code, UiLang, Words, examples, words_en, words_zh};

impl Code {
    /// Its texts in one language.
    pub fn words(self, lang: UiLang) -> Words {
        match lang {
            UiLang::Zh => words_zh::words(self),
            UiLang::En => words_en::words(self),
        }
    }

    /// A few lines that show the mistake and its correction, where they say more than the words.
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
}
