//! Signs at the beginning of a line: those of code, comments and items.

use super::{prefix::LinePrefix, reader::INDENT};

/// The sign and the length of a fence at the beginning of a text.
pub(super) fn fence_start(text: &str) -> Option<(u8, usize)> {
    let sign = *text.as_bytes().first().filter(|sign| matches!(sign, b'`' | b'~'))?;
    let length = text.bytes().take_while(|byte| *byte == sign).count();
    (length >= 3 && !(sign == b'`' && text[length..].contains('`'))).then_some((sign, length))
}

/// A block of code that has begun.
pub(super) struct OpenFence {
    pub(super) sign: u8,
    pub(super) length: usize,
    /// What stands before its first line.
    pub(super) place: LinePrefix,
    /// How many containers are around it.
    pub(super) depth: usize,
}

impl OpenFence {
    /// Whether a line ends it: its text without blanks around it, and what stands before that. One that is indented by four
    /// columns more is code.
    pub(super) fn ends_with(&self, text: &str, place: LinePrefix) -> bool {
        let is_fence = text.len() >= self.length && text.bytes().all(|byte| byte == self.sign);
        is_fence && place.quotes == self.place.quotes && place.columns < self.place.columns + INDENT
    }
}

/// What ends the comment, the script or the text that begins here and whose inside is copied.
pub(super) fn raw_start(text: &str) -> Option<&'static str> {
    let is = |start: &str| {
        let begins = text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
        begins && !text[start.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    [
        ("<!--", "-->"),
        ("<pre", "</pre>"),
        ("<script", "</script>"),
        ("<style", "</style>"),
        ("<textarea", "</textarea>"),
    ]
    .into_iter()
    .find_map(|(start, end)| is(start).then_some(end))
}

/// The length of the signs of an item, or of a definition, at the beginning of a line, with those of the items in it; 0 if
/// it is none.
pub(super) fn item_length(text: &str, with_definitions: bool) -> usize {
    let mut length = 0;
    loop {
        let rest = &text[length..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let sign = match rest.as_bytes().get(digits) {
            Some(b'-' | b'*' | b'+') if digits == 0 => 1,
            Some(b':') if digits == 0 && with_definitions => 1,
            Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
            _ => return length,
        };
        let blanks = rest[sign..].bytes().take_while(|byte| *byte == b' ').count();
        if blanks == 0 && !rest[sign..].is_empty() {
            return length;
        }
        length += sign + blanks;
        if rest.len() == sign + blanks {
            return length;
        }
    }
}

/// A text that would begin a numbered list, with a backslash that makes it a text.
pub(super) fn numbered(title: &str) -> String {
    let digits = title.bytes().take_while(u8::is_ascii_digit).count();
    match title.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => format!("{}\\{}", &title[..digits], &title[digits..]),
        _ => title.to_owned(),
    }
}
