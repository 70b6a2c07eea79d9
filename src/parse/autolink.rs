//! Bare addresses in running text, as the Git host links them, ending where Chinese text goes on.
//!
//! In: text without markup. Out: the ranges that are addresses: of the web, with a scheme or `www.`, and of
//! mail and chat. GitHub's extension swallows every character up to the next blank, so
//! `https://example.com。然后` would be one address; here an address ends at the first character that is not
//! ASCII. Trailing punctuation and unbalanced brackets are left out as there.
//!
//! What always holds: the time is linear in the text, however often it begins like an address.

use std::ops::Range;

/// A bare address, and the prefix that its link needs.
#[derive(PartialEq, Eq, Debug)]
pub struct Autolink {
    /// Bytes of the text.
    pub at: Range<usize>,
    /// `https://`, `mailto:`, or nothing if the address has a scheme.
    pub prefix: &'static str,
}

/// The first address in `text` at or after `from`.
pub fn find(text: &str, from: usize) -> Option<Autolink> {
    let bytes = text.as_bytes();
    let mut next = from;
    loop {
        // Each form has one of these right after its first word.
        let hit = next + memchr::memchr3(b':', b'.', b'@', bytes.get(next..)?)?;
        next = hit + 1;
        let found = if bytes[hit] == b'@' { mail(text, from, hit) } else { web(text, from, hit) };
        if found.is_some() {
            return found;
        }
    }
}

/// The address of the web whose scheme or `www` ends at `hit`.
fn web(text: &str, from: usize, hit: usize) -> Option<Autolink> {
    let bytes = text.as_bytes();
    let (start, host, prefix) = if bytes[hit..].starts_with(b"://") {
        (["https", "http", "ftp"].iter().find_map(|word| word_before(bytes, from, hit, word))?, hit + 3, "")
    } else {
        let start = word_before(bytes, from, hit, "www")?;
        (start, start, "https://")
    };
    if start > 0 && (bytes[start - 1].is_ascii_alphanumeric() || matches!(bytes[start - 1], b'/' | b'-' | b'_' | b'.'))
    {
        return None;
    }
    let length = |start: usize, within: fn(&u8) -> bool| bytes[start..].iter().take_while(|b| within(b)).count();
    let host_end = host + length(host, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':'));
    // Punctuation at the end of the sentence is not part of the host, nor is a port without digits.
    let name = text[host..host_end].trim_end_matches(['.', ':', '_']);
    if !valid_host(name, !prefix.is_empty()) {
        return None;
    }
    let path = length(host_end, |b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b'`' | b'|' | b'\\'));
    let end = match bytes.get(host_end) {
        Some(b'/' | b'?' | b'#') => start + trim(&text[start..host_end + path]),
        // Something else follows: the address is over, unless it is one of another kind.
        Some(b'@') => return None,
        _ => host + name.len(),
    };
    Some(Autolink { at: start..end.max(host + 1), prefix })
}

/// The address of mail around the `@` at `hit`.
fn mail(text: &str, from: usize, hit: usize) -> Option<Autolink> {
    let bytes = text.as_bytes();
    let is_name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+');
    let name = hit - bytes[from..hit].iter().rev().take_while(is_name).count();
    let is_host = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    let mut end = hit + 1 + bytes[hit + 1..].iter().take_while(is_host).count();
    if name == hit || bytes.get(end) == Some(&b'@') {
        return None;
    }
    let host = text[hit + 1..end].trim_end_matches('.');
    end = hit + 1 + host.len();
    let is_dotted = host.contains('.') && host.split('.').all(|label| !label.is_empty());
    // A version is no host: `react@18.2.0`.
    if !is_dotted || !host.ends_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let scheme = |word: &str| {
        let start = word_before(bytes, from, name.checked_sub(1)?, word).filter(|_| bytes[name - 1] == b':')?;
        (start == 0 || !bytes[start - 1].is_ascii_alphanumeric()).then_some(start)
    };
    if let Some(start) = scheme("mailto") {
        return Some(Autolink { at: start..end, prefix: "" });
    }
    if let Some(start) = scheme("xmpp") {
        if bytes.get(end) == Some(&b'/') {
            let is_resource = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'@' | b'.');
            let length = bytes[end + 1..].iter().take_while(is_resource).count();
            let resource = text[end + 1..end + 1 + length].trim_end_matches('.');
            end += if resource.is_empty() { 0 } else { 1 + resource.len() };
        }
        return Some(Autolink { at: start..end, prefix: "" });
    }
    Some(Autolink { at: name..end, prefix: "mailto:" })
}

/// Where `word` begins that ends at `end`, not before `from`.
fn word_before(bytes: &[u8], from: usize, end: usize, word: &str) -> Option<usize> {
    let start = end.checked_sub(word.len()).filter(|start| *start >= from)?;
    bytes[start..end].eq_ignore_ascii_case(word.as_bytes()).then_some(start)
}

/// The end of the address without the punctuation of the sentence.
fn trim(address: &str) -> usize {
    let bytes = address.as_bytes();
    let count = |wanted: u8| bytes.iter().filter(|byte| **byte == wanted).count();
    // The number of closing brackets without an opening one. Those at the end are left out.
    let mut loose = [count(b')').saturating_sub(count(b'(')), count(b']').saturating_sub(count(b'['))];
    let mut end = bytes.len();
    while let Some(last) = end.checked_sub(1) {
        let left_out = match bytes[last] {
            b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' => 1,
            bracket @ (b')' | b']') if loose[usize::from(bracket == b']')] > 0 => {
                loose[usize::from(bracket == b']')] -= 1;
                1
            }
            b';' => {
                // What looks like an entity at the end is one.
                let name = bytes[..last].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                if name > 0 && last > name && bytes[last - name - 1] == b'&' { name + 2 } else { 1 }
            }
            _ => break,
        };
        end -= left_out;
    }
    end
}

/// Labels of letters, digits, `-` and `_`, no `_` in the last two; a port may follow. `localhost` passes
/// with a scheme.
fn valid_host(host: &str, needs_dot: bool) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    port.bytes().all(|b| b.is_ascii_digit())
        && (name.contains('.') || !needs_dot)
        && name.split('.').all(is_label)
        && name.rsplit('.').take(2).all(|label| !label.contains('_'))
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
            ("http://localhost: 本机", Some("http://localhost")),
            ("https://example.com/a&copy;", Some("https://example.com/a")),
            ("https://example.com/a;;&copy;;", Some("https://example.com/a")),
            ("ftp://foo.bar.baz.", Some("ftp://foo.bar.baz")),
            ("foohttp://example.com", None),
            ("http://", None),
            ("https://。", None),
            ("www.", None),
            ("时间 10:30, v1.2.3", None),
        ] {
            assert_eq!(find(text, 0).map(|address| &text[address.at]), expect, "{text}");
        }
    }

    #[test]
    fn addresses_of_mail_are_those_of_the_git_host() {
        for (text, expect) in [
            ("写信到a.b+c_d@x-y.org。", Some(("mailto:", "a.b+c_d@x-y.org"))),
            ("a.b-c_d@a.b.", Some(("mailto:", "a.b-c_d@a.b"))),
            ("mailto:foo@bar.baz.", Some(("", "mailto:foo@bar.baz"))),
            ("mmmmailto:foo@bar.baz", Some(("mailto:", "foo@bar.baz"))),
            ("xmpp:foo@bar.baz/chat@x.", Some(("", "xmpp:foo@bar.baz/chat@x"))),
            ("a.b-c_d@a.b-", None),
            ("hello@mail+xyz.example", None),
            ("react@18.2.0 与 @scope/name", None),
            ("@a.b.c@. x n@.  b a@b@c.d", Some(("mailto:", "b@c.d"))),
        ] {
            let found = find(text, 0).map(|address| (address.prefix, &text[address.at]));
            assert_eq!(found, expect, "{text}");
        }
    }
}
