//! Which script a character belongs to: one table, for words, breaks, anchors and languages.

/// A Han character: the unified ideographs with their extensions, and the compatibility ideographs.
pub fn is_han(c: char) -> bool {
    matches!(c as u32, 0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0xF900..=0xFAFF | 0x20000..=0x3FFFD)
}

/// A syllable of Hangul.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}

/// East Asian wide or full-width, and not Hangul, which separates words by blanks.
pub fn is_wide(c: char) -> bool {
    matches!(c as u32,
        0x4E00..=0x9FFF | 0x2E80..=0x312F | 0x3190..=0x4DBF | 0xA000..=0xA4CF | 0xF900..=0xFAFF | 0xFE10..=0xFE19
        | 0xFE30..=0xFE6F | 0xFF01..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1B000..=0x1B2FF | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::{is_han, is_hangul, is_wide};

    #[test]
    fn a_character_belongs_to_its_script() {
        for (c, expect) in [
            ('中', (true, false, true)),
            ('𠮷', (true, false, true)),
            ('か', (false, false, true)),
            ('，', (false, false, true)),
            ('한', (false, true, false)),
            ('a', (false, false, false)),
            ('“', (false, false, false)),
        ] {
            assert_eq!((is_han(c), is_hangul(c), is_wide(c)), expect, "{c}");
        }
    }
}
