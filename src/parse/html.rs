//! The tokens of raw HTML, the links inside it, and its text without entities.
//!
//! In: HTML of authors. Out: its tags, attributes and links, each with its place. Nothing here writes HTML.

use pulldown_cmark::{Event, Parser};
use std::{borrow::Cow, ops::Range};

/// `&CounterClockwiseContourIntegral;` is the longest.
const LONGEST_ENTITY: usize = 40;

/// An address in an attribute of raw HTML: `href` and its like.
pub struct RawLink<'a> {
    /// Of the attribute.
    pub name: &'a str,
    /// The bytes of the value in the HTML, without quotes.
    pub at: Range<usize>,
    /// The value, entities undone.
    pub target: Cow<'a, str>,
    pub image: bool,
    /// Whether the value needs quotes around it.
    pub unquoted: bool,
    /// What a warning calls it, if the attribute is removed: `removed`. Then `at` is the whole attribute.
    pub removed: Option<&'static str>,
}

impl RawLink<'_> {
    /// Whether its attribute holds a list of addresses.
    pub fn is_one_of_several(&self) -> bool {
        ["srcset", "imagesrcset", "ping"].iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

/// A start tag in raw HTML.
pub struct RawTag<'a> {
    pub name: &'a str,
    pub at: Range<usize>,
    pub attributes: Vec<(&'a str, RawValue<'a>)>,
}

pub struct RawValue<'a> {
    pub text: &'a str,
    pub at: Range<usize>,
    /// The whole attribute, with its name and quotes.
    pub attribute: Range<usize>,
    pub unquoted: bool,
}

/// The start tags in `html`, read as a browser would: comments, declarations and end tags are passed over.
pub fn start_tags(html: &str) -> Vec<RawTag<'_>> {
    let bytes = html.as_bytes();
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|found| at + found) {
        at = open + 1;
        if html[at..].starts_with("!--") {
            at = comment_end(html, at).unwrap_or(html.len());
            continue;
        }
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let name_end = end_of(bytes, at, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
        let name = &html[at..name_end];
        let (attributes, end) = attributes(html, name_end);
        tags.push(RawTag { name, at: open..end, attributes });
        at = end;
    }
    tags
}

/// The same without what stands in elements of [`RAW_TEXT`], where a browser reads no tags: a comment that begins in
/// one hides nothing behind it.
pub fn live_start_tags(html: &str) -> Vec<RawTag<'_>> {
    let mut last = 0;
    let tag = |(at, token): (Range<usize>, Token)| {
        let name = at.start + 1;
        // An element may be closed in another piece of HTML. Then its attributes were read as text.
        let is_inside = at.start < last;
        let is_tag = html.as_bytes().get(name).is_some_and(u8::is_ascii_alphabetic);
        if is_inside || !is_tag || matches!(token, Token::End { .. }) {
            return None;
        }
        let name_end = end_of(html.as_bytes(), name, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
        let (attributes, end) = attributes(html, name_end);
        last = end;
        Some(RawTag { name: &html[name..name_end], at: at.start..end, attributes })
    };
    tokens(html).into_iter().filter_map(tag).collect()
}

/// Where the comment ends that opens with the `!--` at `start`.
pub fn comment_end(html: &str, start: usize) -> Option<usize> {
    let mut from = start;
    while let Some(dashes) = html[from..].find("--").map(|found| from + found) {
        let rest = &html[dashes + "--".len()..];
        // The dashes that open it may close it; `--!>` closes it, too.
        if rest.starts_with('>') {
            return Some(dashes + "-->".len());
        }
        if rest.starts_with("!>") && dashes >= start + "!--".len() {
            return Some(dashes + "--!>".len());
        }
        from = dashes + 1;
    }
    None
}

/// Elements in which a browser reads no markup up to their end tag.
pub const RAW_TEXT: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// The name of the tag whose name begins at `start`, whether it ends in `/>`, and where it ends; nothing when it does not.
pub fn end_of_tag(html: &str, start: usize) -> Option<(&str, bool, usize)> {
    let name_end = end_of(html.as_bytes(), start, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
    let (attributes, end) = attributes(html, name_end);
    if end <= start || html.as_bytes().get(end - 1) != Some(&b'>') {
        return None;
    }
    // `<a href=x/>` has the slash in its address.
    let last = attributes.last().filter(|(_, value)| value.unquoted).map(|(_, value)| value.at.end);
    let closes = html[..end - 1].ends_with('/') && last != Some(end - 1);
    // The end of the text within the quotes of a value is no end of a tag.
    let in_quotes = attributes.last().is_some_and(|(_, value)| !value.unquoted && value.at.end >= end);
    (!in_quotes).then_some((&html[start..name_end], closes, end))
}

/// Where the content of an element of [`RAW_TEXT`] ends that begins at `from`, and where its end tag does.
pub fn end_of_raw_text(html: &str, from: usize, name: &str) -> Option<(usize, usize)> {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"</").map(|found| at + found) {
        at = found + "</".len();
        let is_same = bytes[at..].get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()));
        let next = bytes.get(at + name.len());
        if is_same && next.is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>')) {
            // In a comment in a script, a second script has an end tag of its own.
            let comment = html[from..found].split_once("<!--").filter(|_| name == "script");
            if comment.is_some_and(|(_, comment)| comment.to_ascii_lowercase().contains("<script")) {
                return None;
            }
            return end_of_tag(html, at).map(|(_, _, end)| (found, end));
        }
    }
    None
}

/// A tag in HTML.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Token<'a> {
    /// With its own end, as in `<br/>`, if it `closes`.
    Start {
        name: &'a str,
        closes: bool,
    },
    End {
        name: &'a str,
    },
    /// The start tag of an element of [`RAW_TEXT`], which is passed over as a whole.
    Raw {
        name: &'a str,
    },
    /// Something that is not closed: it would swallow everything behind it.
    Open,
}

/// The tags of `html`, and where they are. Comments and the content of [`RAW_TEXT`] have none.
pub fn tokens(html: &str) -> Vec<(Range<usize>, Token<'_>)> {
    let bytes = html.as_bytes();
    let (mut tokens, mut unclosed) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|found| at + found) {
        at = open + 1;
        let is_end = bytes.get(at) == Some(&b'/');
        let name = if is_end { at + 1 } else { at };
        if html[at..].starts_with("!--") {
            match comment_end(html, at) {
                Some(end) => at = end,
                None => tokens.push((open..at, Token::Open)),
            }
            continue;
        }
        if !bytes.get(name).is_some_and(u8::is_ascii_alphabetic) {
            // A declaration, an instruction, an end tag without a name: a comment up to the first `>`.
            if matches!(bytes.get(at), Some(b'!' | b'?' | b'/')) {
                at = memchr::memchr(b'>', &bytes[at..]).map_or(bytes.len(), |found| at + found + 1);
            }
            continue;
        }
        let Some((name, closes, end)) = end_of_tag(html, name) else {
            tokens.push((open..at, Token::Open));
            continue;
        };
        at = end;
        if is_end {
            tokens.push((open..end, Token::End { name }));
            continue;
        }
        let raw = RAW_TEXT.iter().find(|raw| raw.eq_ignore_ascii_case(name));
        match raw.filter(|_| !closes) {
            None => tokens.push((open..end, Token::Start { name, closes })),
            Some(raw) if unclosed.contains(raw) => tokens.push((open..open + 1, Token::Open)),
            Some(raw) => match end_of_raw_text(html, end, raw) {
                Some((_, behind)) => {
                    tokens.push((open..end, Token::Raw { name: raw }));
                    at = behind;
                }
                None => {
                    unclosed.push(*raw);
                    tokens.push((open..open + 1, Token::Open));
                    at = open + 1;
                }
            },
        }
    }
    tokens
}

fn attributes(html: &str, mut at: usize) -> (Vec<(&str, RawValue<'_>)>, usize) {
    let bytes = html.as_bytes();
    let mut attributes = Vec::new();
    loop {
        at = end_of(bytes, at, |b| !(b.is_ascii_whitespace() || b == b'/'));
        match bytes.get(at) {
            None => return (attributes, at),
            Some(b'>') => return (attributes, at + 1),
            Some(_) => {}
        }
        let start = at;
        let name_end = end_of(bytes, start + 1, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'='));
        let name = &html[start..name_end];
        at = end_of(bytes, name_end, |b| !b.is_ascii_whitespace());
        let mut value = at..at;
        let mut unquoted = false;
        if bytes.get(at) == Some(&b'=') {
            at = end_of(bytes, at + 1, |b| !b.is_ascii_whitespace());
            match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    value = at + 1..end_of(bytes, at + 1, |b| b == quote);
                    at = (value.end + 1).min(bytes.len());
                }
                _ => {
                    unquoted = true;
                    value = at..end_of(bytes, at, |b| b.is_ascii_whitespace() || b == b'>');
                    at = value.end;
                }
            }
        }
        attributes.push((name, RawValue { text: &html[value.clone()], at: value, attribute: start..at, unquoted }));
    }
}

fn end_of(bytes: &[u8], from: usize, stop: impl Fn(u8) -> bool) -> usize {
    bytes[from.min(bytes.len())..].iter().position(|b| stop(*b)).map_or(bytes.len(), |found| from + found)
}

/// Elements of SVG that change an attribute of another element.
const ANIMATIONS: [&str; 5] = ["animate", "animatecolor", "animatemotion", "animatetransform", "set"];

/// Whether an attribute is removed even where raw HTML is kept, and what a warning calls it. It takes readers to another
/// page, holds a page of its own, or changes an address that was checked.
fn removed(tag: &RawTag, name: &str, value: &RawValue) -> Option<&'static str> {
    let is_tag = |name: &&str| tag.name.eq_ignore_ascii_case(name);
    let is_value = |expect: &str| unescape(value.text).trim().eq_ignore_ascii_case(expect);
    match name {
        _ if value.text.is_empty() => None,
        "srcdoc" if is_tag(&"iframe") => Some("srcdoc"),
        "http-equiv" if is_value("refresh") => Some("http-equiv=\"refresh\""),
        "href" if is_tag(&"base") => Some("<base>"),
        "attributename" if ANIMATIONS.iter().any(is_tag) => {
            (is_value("href") || is_value("xlink:href")).then_some("attributeName=\"href\"")
        }
        _ => None,
    }
}

/// The addresses in raw HTML that a reader follows or sees, and what is `removed`, in order.
pub fn raw_links<'a>(tags: &[RawTag<'a>]) -> Vec<RawLink<'a>> {
    let mut links = Vec::new();
    for tag in tags {
        for (name, value) in &tag.attributes {
            let lower = name.to_ascii_lowercase();
            let removed = removed(tag, &lower, value);
            let at = if removed.is_some() { &value.attribute } else { &value.at };
            let image = match lower.as_str() {
                _ if removed.is_some() => false,
                "href" | "action" | "formaction" | "cite" | "xlink:href" | "data" | "longdesc" | "codebase"
                | "manifest" => false,
                "src" | "poster" | "background" | "lowsrc" | "dynsrc" => true,
                "srcset" | "imagesrcset" => {
                    links.extend(candidates(name, value));
                    continue;
                }
                "ping" => {
                    links.extend(words(name, value));
                    continue;
                }
                _ => continue,
            };
            let target = unescape(value.text);
            links.push(RawLink { name, at: at.clone(), target, image, unquoted: value.unquoted, removed });
        }
    }
    links
}

/// The addresses in a `srcset`: each ends at a blank, and a comma ends what stands behind it.
fn candidates<'a>(name: &'a str, value: &RawValue<'a>) -> Vec<RawLink<'a>> {
    let is_blank = |c: char| c.is_ascii_whitespace();
    let (text, mut found, mut from) = (value.text, Vec::new(), 0);
    loop {
        from += text[from..].find(|c| !is_blank(c) && c != ',').unwrap_or(text.len() - from);
        if from == text.len() {
            return found;
        }
        let end = from + text[from..].find(is_blank).unwrap_or(text.len() - from);
        let address = text[from..end].trim_end_matches(',');
        // Without quotes there is no blank, so the address is all there is.
        let at = if value.unquoted { 0..text.len() } else { from..from + address.len() };
        from = match address.len() == end - from {
            true => end + text[end..].find(',').unwrap_or(text.len() - end),
            false => end,
        };
        let at = value.at.start + at.start..value.at.start + at.end;
        found.push(RawLink {
            name,
            at,
            target: unescape(address),
            image: true,
            unquoted: value.unquoted,
            removed: None,
        });
    }
}

/// The addresses in a list with blanks between them.
fn words<'a>(name: &'a str, value: &RawValue<'a>) -> Vec<RawLink<'a>> {
    let word = |word: &'a str| {
        let start = value.at.start + (word.as_ptr() as usize - value.text.as_ptr() as usize);
        let at = start..start + word.len();
        RawLink { name, at, target: unescape(word), image: false, unquoted: value.unquoted, removed: None }
    };
    value.text.split_ascii_whitespace().map(word).collect()
}

/// Undoes numeric and named entities, as a browser does in an attribute.
pub fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(amp) = rest.find('&') {
        out.push_str(&rest[..amp]);
        rest = &rest[amp..];
        let in_name = |(at, c): (usize, char)| match rest.as_bytes().get(1..3) {
            // A number ends with its digits, even where letters follow.
            Some([b'#', b'x' | b'X']) => at < 2 || c.is_ascii_hexdigit(),
            Some([b'#', _]) => at == 0 || c.is_ascii_digit(),
            _ => c.is_ascii_alphanumeric(),
        };
        let end = rest[1..].char_indices().find(|place| !in_name(*place)).map_or(rest.len(), |(end, _)| end + 1);
        let character = match &rest[1..end] {
            "amp" | "AMP" => Some('&'),
            "lt" | "LT" => Some('<'),
            "gt" | "GT" => Some('>'),
            "quot" | "QUOT" => Some('"'),
            "apos" => Some('\''),
            "colon" => Some(':'),
            "Tab" => Some('\t'),
            "NewLine" => Some('\n'),
            name => name.strip_prefix('#').and_then(|number| {
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => number.parse(),
                };
                char::from_u32(code.ok()?)
            }),
        };
        if let Some(character) = character {
            out.push(character);
            rest = &rest[end..];
            rest = rest.strip_prefix(';').unwrap_or(rest);
        } else if let Some(characters) = rest.get(..=end).and_then(named) {
            out.push_str(&characters);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The characters of `&name;`.
fn named(entity: &str) -> Option<String> {
    if !entity.ends_with(';') || entity.len() > LONGEST_ENTITY {
        return None;
    }
    // The parser has the table.
    match Parser::new(entity).nth(1) {
        Some(Event::Text(text)) if *text != *entity => Some(text.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{live_start_tags, raw_links, start_tags};

    #[test]
    fn links_of_raw_html_are_found_in_every_spelling() {
        let check = |html: &str, expect: &[&str]| {
            let tags = start_tags(html);
            assert_eq!(raw_links(&tags).iter().map(|link| &*link.target).collect::<Vec<_>>(), expect, "{html}");
        };
        check(r#"<a href="x.md">"#, &["x.md"]);
        check("<A HREF = x.md >", &["x.md"]);
        check("<img alt='>' src='a.png'/>", &["a.png"]);
        check("<a href=\"java&#115;cript&colon;x\">", &["javascript:x"]);
        check("<!-- <a href=x> --><b>", &[]);
        check("<!--><a href=x>--><!-- --!><a href=y>--><!--!><a href=z>-->", &["x", "y"]);
        check("<a href=&#106avascript:x>", &["javascript:x"]);
        check("<a href='&#x;&#;&#'>", &["&#x;&#;&#"]);
        check("<a href='&ouml;&NotEqualTilde;&nope;&ouml.md'>", &["ö≂̸&nope;&ouml.md"]);
        let live = live_start_tags("<iframe><!-- </iframe><a href=x>--> <script src=y>");
        assert_eq!(raw_links(&live).iter().map(|link| &*link.target).collect::<Vec<_>>(), ["x", "y"]);
        let open = live_start_tags("<iframe title='<a href=x>' src=y>");
        assert_eq!(raw_links(&open).iter().map(|link| &*link.target).collect::<Vec<_>>(), ["y"]);
        check("<a href=", &[""]);
        check("</a href=x>", &[]);
        check("<svg><a xlink:href=x>", &["x"]);
        check("<source srcset=\"d.png\">", &["d.png"]);
        check("<img srcset=' a.png 1x,\n b,c.png 2x , d.png,'>", &["a.png", "b,c.png", "d.png"]);
        check("<img srcset=\"a.png, b.png 640w (x, y)\">", &["a.png", "b.png", "y)"]);
        check("<img srcset=a.png,>", &["a.png"]);
        check("<img srcset=''>", &[]);
        check("<a ping='x  y'>", &["x", "y"]);
    }

    #[test]
    fn what_leads_away_from_the_page_is_removed() {
        let check = |html: &str, expect: &[&str]| {
            let tags = live_start_tags(html);
            let removed: Vec<_> = raw_links(&tags).iter().filter_map(|link| link.removed).collect();
            assert_eq!(removed, expect, "{html}");
        };
        check("<meta HTTP-EQUIV=' &#114;efresh' content='0;url=//x'>", &["http-equiv=\"refresh\""]);
        check("<meta http-equiv=content-language content=en><meta name=refresh>", &[]);
        check("<IFRAME src=x SrcDoc='<script>'></iframe>", &["srcdoc"]);
        check("<svg><a><animate attributeName=href values=javascript:x></a></svg>", &["attributeName=\"href\""]);
        check("<svg><set attributename='xlink:href' to=x /></svg>", &["attributeName=\"href\""]);
        check("<svg><animate attributeName=x to=9 /><set attributeName=fill to=red /></svg>", &[]);
        check("<base target=_blank href=//x><a href=x target=y>", &["<base>"]);
    }
}
