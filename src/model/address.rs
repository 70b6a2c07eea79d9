//! Where an output is on the site.

use super::Urls;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::{borrow::Cow, fmt, sync::Arc};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Files that the site has at the root or beside pages: no folder can have their names.
const OWN_FILES: [&str; 8] =
    [".nojekyll", "404.html", "calendar.ics", "event.ics", "feed.xml", "index.html", "robots.txt", "sitemap.xml"];

/// Most bytes of a part of an address: file systems allow 255, and the pages of a list add a suffix.
const MAX_PART: usize = 240;

/// An address relative to the site's root, in plain Unicode: `202207/20220715_01/`, `""` for the root,
/// `a/b.html`, `feed.xml`. Cloning is cheap.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Address(Arc<str>);

/// A text as a part of an address or an anchor in ASCII: small letters and digits, with `-` between words. It may be empty.
pub fn ascii_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    // A character becomes several words where its sound is written out.
    for c in text.chars().flat_map(|c| deunicode::deunicode_char(c).unwrap_or("-").chars()) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

impl Address {
    /// Of a page at `path` (parts joined by `/`, no extension), `""` for the root.
    pub fn page(path: &str, urls: Urls) -> Address {
        match urls {
            _ if path.is_empty() => Address::default(),
            Urls::Pretty => Address(format!("{path}/").into()),
            Urls::Html => Address(format!("{path}.html").into()),
        }
    }

    /// Of the page of a folder at `path`.
    pub fn folder(path: &str, urls: Urls) -> Address {
        match urls {
            Urls::Pretty if path.is_empty() => Address::default(),
            Urls::Html if path.is_empty() => Address("index.html".into()),
            Urls::Pretty => Address(format!("{path}/").into()),
            Urls::Html => Address(format!("{path}/index.html").into()),
        }
    }

    /// Of a file as it is.
    pub fn file(path: impl Into<Arc<str>>) -> Address {
        Address(path.into())
    }

    /// Not encoded, without a leading slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that holds it in the output.
    pub fn output(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') { format!("{}index.html", self.0) } else { self.0.to_string() }
    }

    /// The folder that it is the page of: `tags/开源`, without a slash.
    pub fn as_folder(&self) -> &str {
        self.0.trim_end_matches("index.html").trim_end_matches('/')
    }

    /// As it goes into an attribute or a feed: percent-encoded, safe in HTML and XML.
    pub fn href(&self) -> String {
        encode_path(&self.0)
    }

    /// The relative path from here to the site's root: `./`, `../../`.
    pub fn root(&self) -> String {
        match self.0.matches('/').count() {
            0 => "./".into(),
            depth => "../".repeat(depth),
        }
    }

    /// A hash of the collision key.
    pub fn collision_hash(&self) -> u64 {
        let mut key = String::new();
        self.collision_key(&mut key);
        super::Hash128::of(key.as_bytes()).0 as u64
    }

    /// Writes the collision key to `key`: the address in NFC and lower case. Two addresses with one key are one file on file
    /// systems that ignore case or Unicode normalisation.
    pub fn collision_key(&self, key: &mut String) {
        key.clear();
        if self.0.is_ascii() {
            key.push_str(&self.0);
            key.make_ascii_lowercase();
        } else {
            key.extend(self.0.nfc().flat_map(char::to_lowercase));
        }
        if key.is_empty() || key.ends_with('/') {
            key.push_str("index.html");
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name as a part of an address: NFC, blanks as `-`, without characters that hosts or file systems
/// refuse, at most 240 bytes. Never empty, never `.` or `..`, never the name of a file that the site has: `feed.xml`
/// becomes `feed-xml`.
pub fn address_part(name: &str) -> String {
    let mut part = allowed(name);
    if part.len() > MAX_PART {
        let tail = format!("-{:08x}", super::Hash128::of(part.as_bytes()).0 as u32);
        let mut end = MAX_PART - tail.len();
        while !part.is_char_boundary(end) {
            end -= 1;
        }
        part.truncate(end);
        part.push_str(&tail);
    }
    if is_own_file(&part) { part.replace('.', "-") } else { part }
}

/// Whether a part of an address would be the name of a file that the site has.
pub fn is_own_file(part: &str) -> bool {
    OWN_FILES.iter().any(|name| name.eq_ignore_ascii_case(part))
}

/// Whether a name is too long to be a part of an address as it is.
pub fn is_cut(name: &str) -> bool {
    name.len() > MAX_PART && allowed(name).len() > MAX_PART
}

fn allowed(name: &str) -> String {
    let mut part = String::with_capacity(name.len());
    for c in name.trim().nfc() {
        match c {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\' | '/' | '\u{7F}' => {}
            c if c.is_control() || is_invisible(c) => {}
            c if c.is_whitespace() => part.push('-'),
            c => part.push(c),
        }
    }
    // A character that was left out may have stood between a letter and its accent.
    if !is_nfc(&part) {
        part = part.nfc().collect();
    }
    let trimmed = part.trim_end_matches('.').trim_start_matches("..");
    let mut part = if trimmed.len() == part.len() { part } else { trimmed.to_owned() };
    if part.is_empty() || part == "." {
        part = name.chars().fold("_".to_owned(), |part, c| part + &format!("{:x}", c as u32));
    }
    part
}

/// Invisible characters, and characters that change how the text around them looks.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// What a path is written without: all but unreserved characters, `/` and the sub-delimiters that cannot end an attribute.
const NOT_IN_PATHS: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'@');

/// A path, percent-encoded and safe in an attribute.
pub fn encode_path(path: &str) -> String {
    Cow::from(utf8_percent_encode(path, &NOT_IN_PATHS)).into_owned()
}

/// Decodes percent-encoding. A text that is not UTF-8 afterwards is returned as it was.
pub fn decode_path(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_file_and_its_way_to_the_root() {
        for (path, urls, address, output, root) in [
            ("202207/a", Urls::Pretty, "202207/a/", "202207/a/index.html", "../../"),
            ("202207/a", Urls::Html, "202207/a.html", "202207/a.html", "../"),
            ("", Urls::Pretty, "", "index.html", "./"),
            ("a", Urls::Html, "a.html", "a.html", "./"),
        ] {
            let found = Address::page(path, urls);
            assert_eq!((found.as_str(), &*found.output(), &*found.root()), (address, output, root));
        }
        assert_eq!(Address::page("tags/C#/开 源?", Urls::Pretty).href(), "tags/C%23/%E5%BC%80%20%E6%BA%90%3F/");
    }

    #[test]
    fn a_part_is_safe_on_every_host() {
        for (name, expect) in [
            ("开源", "开源"),
            ("PG Oracle兼容性", "PG-Oracle兼容性"),
            ("a/b:c?", "abc"),
            ("..", "_2e2e"),
            (".", "_2e"),
            ("name.", "name"),
            ("C++", "C++"),
            ("か\u{3099}", "が"),
            ("a\u{202E}b", "ab"),
            ("か\0\u{3099}", "が"),
            ("Index.html", "Index-html"),
            ("feed.xml", "feed-xml"),
            ("feed.xml.bak", "feed.xml.bak"),
        ] {
            assert_eq!(address_part(name), expect, "{name}");
        }
        let long = address_part(&"长".repeat(100));
        assert!(long.len() <= 240 && long.starts_with("长长") && long != address_part(&"长".repeat(101)));
    }

    #[test]
    fn percent_encoding_comes_back() {
        assert_eq!(decode_path("%E5%BC%80%E6%BA%90/a%20b%2"), "开源/a b%2");
        assert_eq!(decode_path("%FF"), "%FF");
        assert_eq!(decode_path(&encode_path("开 源#?%")), "开 源#?%");
    }
}
