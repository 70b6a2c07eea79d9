//! Text for formats that cannot hold every character.

/// A text for a format that is read line by line: line ends and other control characters become blanks, which no reader
/// takes for the beginning of a line.
pub(super) fn line(text: &str) -> String {
    let is_control = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(is_control) {
        return text.to_owned();
    }
    text.split(is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text without the characters that XML 1.0 cannot hold, not even escaped, and without other control characters.
pub(super) fn xml(text: &str) -> String {
    let is_allowed = |c: &char| match c {
        '\t' | '\n' | '\r' => true,
        c => !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'),
    };
    text.chars().filter(is_allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::{line, xml};

    #[test]
    fn control_characters_reach_no_format() {
        for (text, as_line, as_xml) in [
            ("a, b", "a, b", "a, b"),
            ("a\r\nSUMMARY:x", "a SUMMARY:x", "a\r\nSUMMARY:x"),
            ("a\u{85}b\u{7}c\u{2028}d\u{7F}", "a b c d", "abc\u{2028}d"),
            ("a\u{FFFF}b", "a\u{FFFF}b", "ab"),
        ] {
            assert_eq!((&*line(text), &*xml(text)), (as_line, as_xml), "{text:?}");
        }
    }
}
