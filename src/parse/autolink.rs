//! Bare web addresses in running text, as the Git host links them, ending where Chinese text goes on.
//!
//! In: text without markup. Out: the ranges that are addresses. GitHub's extension swallows every character
//! up to the next blank, so `https://example.com。然后` would be one address; here an address ends at the
//! first character that is not ASCII. Trailing punctuation and unbalanced brackets are left out as there.

use std::ops::Range;

/// A bare address, and whether it needs `https://` put before it.
#[derive(PartialEq, Eq, Debug)]
pub struct Address {
    pub at: Range<usize>,
    pub bare_host: bool,
}

/// The first address in `text` at or after `from`.
pub fn find(text: &str, from: usize) -> Option<Address> {
    let bytes = text.as_bytes();
    let mut from = from;
    loop {
        // Both forms have one of these right after their first word.
        let hit = from + memchr::memchr2(b':', b'.', &bytes[from..])?;
        from = hit + 1;
        if let Some(address) = around(text, hit) {
            return Some(address);
        }
    }
}

fn around(text: &str, hit: usize) -> Option<Address> {
    let bytes = text.as_bytes();
    let ends_with = |word: &str| {
        let start = hit.checked_sub(word.len())?;
        bytes[start..hit].eq_ignore_ascii_case(word.as_bytes()).then_some(start)
    };
    let (start, host, bare_host) = if bytes[hit..].starts_with(b"://") {
        (ends_with("https").or_else(|| ends_with("http"))?, hit + 3, false)
    } else {
        let start = ends_with("www")?;
        (start, start, true)
    };
    if start > 0 && (bytes[start - 1].is_ascii_alphanumeric() || matches!(bytes[start - 1], b'/' | b'-' | b'_' | b'.'))
    {
        return None;
    }
    let length = bytes[start..]
        .iter()
        .take_while(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b'`' | b'|' | b'\\'))
        .count();
    let end = trim(&text[start..start + length]) + start;
    let host_end = text[host..end.max(host)].find(['/', '?', '#']).map_or(end, |found| host + found);
    valid_host(text.get(host..host_end)?, bare_host).then_some(Address { at: start..end, bare_host })
}

/// Where the address ends once punctuation that belongs to the sentence is left out.
fn trim(address: &str) -> usize {
    let mut end = address.len();
    loop {
        let kept = &address[..end];
        match kept.bytes().next_back() {
            Some(b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'') => end -= 1,
            Some(b')') if kept.matches(')').count() > kept.matches('(').count() => end -= 1,
            Some(b']') if kept.matches(']').count() > kept.matches('[').count() => end -= 1,
            Some(b';') => match kept.rfind('&') {
                // What looks like an entity at the end is one.
                Some(amp) if kept[amp + 1..end - 1].bytes().all(|b| b.is_ascii_alphanumeric()) => end = amp,
                _ => end -= 1,
            },
            _ => return end,
        }
    }
}

/// Labels of letters, digits, `-` and `_`, no `_` in the last two; a port may follow. `localhost` passes
/// with a scheme.
fn valid_host(host: &str, needs_dot: bool) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let labels: Vec<&str> = name.split('.').collect();
    port.bytes().all(|b| b.is_ascii_digit())
        && (labels.len() > 1 || !needs_dot)
        && labels.iter().all(|label| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
        && labels.iter().rev().take(2).all(|label| !label.contains('_'))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, expect) in [
            ("见 https://example.com。然后", Some("https://example.com")),
            ("见https://example.com/路径", Some("https://example.com/")),
            ("（https://example.com/a?b=c&d=e）", Some("https://example.com/a?b=c&d=e")),
            ("(see http://example.com/a_(b)).", Some("http://example.com/a_(b)")),
            ("www.example.com, 等", Some("www.example.com")),
            ("Visit HTTPS://EXAMPLE.COM!", Some("HTTPS://EXAMPLE.COM")),
            ("http://localhost:8080/x", Some("http://localhost:8080/x")),
            ("https://example.com/a&copy;", Some("https://example.com/a")),
            ("foohttp://example.com", None),
            ("http://", None),
            ("https://。", None),
            ("www.", None),
            ("时间 10:30, v1.2.3", None),
        ] {
            assert_eq!(find(text, 0).map(|address| &text[address.at]), expect, "{text}");
        }
    }
}
