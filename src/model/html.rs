//! Text as HTML, and as XML.
//!
//! In: any text. Out: the same text, which can end neither the element nor the attribute in double quotes that holds
//! it. The crate has no other function for this; templates escape with their own.

use std::borrow::Cow;

/// Text for an element or for an attribute in double quotes, escaped.
pub fn escaped(text: &str) -> Cow<'_, str> {
    // Nearly all texts.
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    escape(&mut out, text);
    Cow::Owned(out)
}

fn is_plain(text: &str) -> bool {
    memchr::memchr3(b'<', b'>', b'&', text.as_bytes()).is_none() && memchr::memchr(b'"', text.as_bytes()).is_none()
}

/// Puts escaped text to the end of `out`.
pub fn escape(out: &mut String, text: &str) {
    if is_plain(text) {
        return out.push_str(text);
    }
    let mut last = 0;
    for (i, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[last..i]);
        out.push_str(entity);
        last = i + 1;
    }
    out.push_str(&text[last..]);
}
