//! Traditional characters as simplified ones, so that each finds the other.
//!
//! In: a character. Out: its simplified form, or itself. The table has those whose simplified form is one other
//! character, whatever the word. Source of the facts: the list of characters of OpenCC.

use std::sync::LazyLock;

/// Pairs of a traditional character and its simplified form.
const TABLE: &str = include_str!("simplified.txt");

/// The first character that the table may hold, and the first behind the last.
const FIRST: u32 = 0x4E00;
const END: u32 = 0xA000;

static FORMS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut forms: Vec<u16> = (FIRST..END).map(|code| code as u16).collect();
    for pair in TABLE.split_whitespace() {
        let mut chars = pair.chars();
        if let (Some(traditional), Some(simplified)) = (chars.next(), chars.next()) {
            forms[(u32::from(traditional) - FIRST) as usize] = u32::from(simplified) as u16;
        }
    }
    forms
});

/// The simplified form of a character.
pub(super) fn simplified(c: char) -> char {
    let code = u32::from(c);
    match code {
        FIRST..END => char::from_u32(FORMS[(code - FIRST) as usize].into()).unwrap_or(c),
        _ => c,
    }
}

/// The table for browsers: each traditional character before its simplified form, without anything between.
pub(super) fn table() -> String {
    TABLE.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::{FORMS, TABLE, simplified};

    #[test]
    fn traditional_characters_have_simplified_forms() {
        for (c, expect) in [('雲', '云'), ('開', '开'), ('云', '云'), ('あ', 'あ'), ('𠮷', '𠮷'), ('a', 'a')]
        {
            assert_eq!(simplified(c), expect);
        }
        assert!(TABLE.split_whitespace().all(|pair| pair.chars().count() == 2));
        // A form has no further form: it would depend on how often a text is folded.
        assert!(
            FORMS
                .iter()
                .all(|form| simplified(char::from_u32((*form).into()).expect("Han")) as u32 == u32::from(*form))
        );
    }
}
