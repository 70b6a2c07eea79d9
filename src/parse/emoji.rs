//! Short names of emoji, `:tada:`, as the Git host knows them.
//!
//! In: text without markup. Out: where such names are, and the characters they stand for. A name stands
//! apart from ASCII letters and digits, so that `10:30:45` and `a:b:c` are none, whatever is between.

use std::{borrow::Cow, ops::Range};

/// Longer than the longest name.
const LONGEST: usize = 64;

/// The first name in `text` at or after `from`, and its emoji.
pub fn find(text: &str, from: usize) -> Option<(Range<usize>, &'static str)> {
    let bytes = text.as_bytes();
    let mut next = from;
    loop {
        let start = next + memchr::memchr(b':', bytes.get(next..)?)?;
        next = start + 1;
        // The colon at the start may be the end of another name.
        let apart = start == from || !bytes[start - 1].is_ascii_alphanumeric() && bytes[start - 1] != b':';
        if !apart {
            continue;
        }
        let name = bytes[next..].iter().take(LONGEST).take_while(|byte| is_name(**byte)).count();
        let end = next + name + 1;
        let ends = bytes.get(end - 1) == Some(&b':') && !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
        if name > 0
            && ends
            && let Some(emoji) = emojis::get_by_shortcode(&text[next..end - 1])
        {
            return Some((start..end, emoji.as_str()));
        }
    }
}

/// The text with emoji instead of their names.
pub fn replace(text: &str) -> Cow<'_, str> {
    let mut shown = String::new();
    let mut from = 0;
    while let Some((name, emoji)) = find(text, from) {
        shown.push_str(&text[from..name.start]);
        shown.push_str(emoji);
        from = name.end;
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(&text[from..]);
    Cow::Owned(shown)
}

fn is_name(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'+')
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn names_become_emoji() {
        for (text, expect) in [
            ("发布:tada:了", "发布🎉了"),
            (":+1::-1: ok", "👍👎 ok"),
            (":white_check_mark:, (:rocket:)", "✅, (🚀)"),
            (":::tada:::", ":::tada:::"),
            ("10:30:45 a:b:c x::b::y 8:100:9", "10:30:45 a:b:c x::b::y 8:100:9"),
            (":no_such_name: :Tada: ::", ":no_such_name: :Tada: ::"),
            (":tada", ":tada"),
        ] {
            assert_eq!(replace(text), expect);
        }
    }
}
