//! Addresses that authors wrote, made safe for HTML.
//!
//! In: the text of a link, of a field or of the configuration. Out: the text as it goes into an attribute, judged as a
//! browser reads it: the URL standard strips controls and blanks at both ends, and tabs and line ends everywhere.
//!
//! What always holds: no [`Url`] has a scheme that is not in the list. Every address of an author becomes a [`Url`] or
//! passes [`safe`] before it is written.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Replaces an address that could run code: a link to the page itself.
const NOWHERE: &str = "#";

/// An address as it is written out: another site, or a place on the page itself. Percent-encoded, not escaped.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Url(String);

impl Url {
    /// Blanks around the text are removed, those of Unicode too.
    pub fn new(written: &str) -> Url {
        let encoded = encode_raw(written.trim());
        Url(if runs(written) || runs(&encoded) { NOWHERE.into() } else { encoded })
    }

    /// As it goes into an attribute, not escaped.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text if it is a harmless address, else `#`, a link to the page itself.
pub fn safe(address: &str) -> &str {
    if runs(address) { NOWHERE } else { address }
}

/// Whether a page must not link to the address.
fn runs(address: &str) -> bool {
    let is_of_web = address.starts_with("https://") || address.starts_with("http://");
    !is_of_web && scheme(address).is_some_and(|scheme| !is_safe_scheme(&scheme))
}

/// The scheme of an address in lower case, if it has one. Controls and blanks that a browser or we leave out do not
/// hide it.
pub fn scheme(address: &str) -> Option<String> {
    memchr::memchr(b':', address.as_bytes())?;
    let mut scheme = String::new();
    for c in address.chars() {
        match c {
            ':' => return (!scheme.is_empty()).then_some(scheme),
            c if c.is_control() || (c.is_whitespace() && scheme.is_empty()) => {}
            c if c.is_ascii_alphabetic() => scheme.push(c.to_ascii_lowercase()),
            c if !scheme.is_empty() && (c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) => scheme.push(c),
            _ => return None,
        }
    }
    None
}

/// Schemes that a page may link to. Everything else (`javascript:`, `data:`, `vbscript:` ...) is taken out.
pub fn is_safe_scheme(scheme: &str) -> bool {
    matches!(scheme, "http" | "https" | "mailto" | "tel" | "ftp" | "irc" | "ircs" | "xmpp" | "geo" | "sms" | "magnet")
}

/// What would end an attribute, and what no address has.
const NOT_IN_ADDRESSES: AsciiSet = CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'\'')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'\\')
    .add(b'^')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// An address as written, percent-encoded where it is not ASCII or would end an attribute. Not escaped: it keeps its `&`.
pub fn encode_raw(target: &str) -> String {
    let is_plain =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_' | b':' | b'#' | b'?' | b'=' | b'%');
    if target.bytes().all(is_plain) {
        return target.to_owned();
    }
    let visible: String = target.chars().filter(|c| !c.is_ascii_control()).collect();
    utf8_percent_encode(&visible, &NOT_IN_ADDRESSES).to_string()
}

#[cfg(test)]
mod tests {
    use super::{Url, encode_raw, is_safe_scheme, safe, scheme};

    #[test]
    fn only_schemes_that_cannot_run_pass() {
        for (address, expect) in [
            ("https://x", Some("https")),
            ("JavaScript:alert(1)", Some("javascript")),
            (" java\nscript:alert(1)", Some("javascript")),
            ("\u{1}javascript:x", Some("javascript")),
            ("\u{A0}\u{3000}javascript:x", Some("javascript")),
            ("\u{85}javascript:x", Some("javascript")),
            ("data:text/html,x", Some("data")),
            ("a/b:c", None),
            ("../x.md#a:b", None),
            ("#a:b", None),
            ("中文:x", None),
        ] {
            assert_eq!(scheme(address).as_deref(), expect, "{address:?}");
        }
        assert!(!["javascript", "data", "vbscript", "file", "blob"].iter().any(|scheme| is_safe_scheme(scheme)));
    }

    #[test]
    fn no_blank_hides_a_scheme() {
        let blanks = (0..=char::MAX as u32).filter_map(char::from_u32).filter(|c| c.is_whitespace() || c.is_control());
        for blank in blanks {
            for scheme in ["javascript", "DATA", "vbscript", "file"] {
                let text = format!("{blank} {blank}{scheme}:x");
                assert_eq!((safe(&text), Url::new(&text).as_str()), ("#", "#"), "{text:?}");
            }
        }
        assert_eq!(Url::new("\u{A0}https://x.org/?a&b").as_str(), "https://x.org/?a&b");
        assert_eq!(safe("/tags/开源/"), "/tags/开源/");
    }

    #[test]
    fn a_link_stays_in_its_attribute() {
        assert_eq!(encode_raw("https://x.com/\"><b>?a=1&b=中"), "https://x.com/%22%3E%3Cb%3E?a=1&b=%E4%B8%AD");
    }
}
