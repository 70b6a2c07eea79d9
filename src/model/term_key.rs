//! The key of a term or a name: one for all its spellings.

use super::is_invisible;
use unicode_normalization::UnicodeNormalization;

/// The same for all spellings of a term; the script of the search folds likewise: compatibility forms folded (full-width Latin to half-width),
/// lower case, single blanks, no empty part between slashes, no invisible character.
pub fn term_key(term: &str) -> String {
    let folded: String = term.nfkc().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).collect();
    let parts = folded.split('/').map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::term_key;

    #[test]
    fn spellings_of_one_term_are_equal() {
        for (a, b) in [
            ("PostgreSQL", "postgresql"),
            ("ＰＧ", "pg"),
            (" 开源 ", "开源"),
            ("A  B", "a b"),
            ("が", "か\u{3099}"),
            ("/a / b//", "a/b"),
            ("云", "云\u{200B}"),
        ] {
            assert_eq!(term_key(a), term_key(b));
        }
        assert_ne!(term_key("C"), term_key("C++"));
    }
}
