//! The links in raw HTML, and its text without entities.
//!
//! In: the start tags of HTML of authors. Out: the addresses in them, each with its place. Nothing here writes HTML.

use crate::model::{Attribute, StartTag};
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
    /// Whether an image has this address.
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

/// Elements of SVG that change an attribute of another element.
const ANIMATIONS: [&str; 5] = ["animate", "animatecolor", "animatemotion", "animatetransform", "set"];

/// Whether an attribute is removed even where raw HTML is kept, and what a warning calls it. It takes readers to another
/// page, holds a page of its own, or changes an address that was checked.
fn removed(tag: &StartTag, name: &str, value: &str) -> Option<&'static str> {
    let is_tag = |name: &&str| tag.name.eq_ignore_ascii_case(name);
    let is_value = |expect: &str| unescape(value).trim().eq_ignore_ascii_case(expect);
    match name {
        _ if value.is_empty() => None,
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
pub fn raw_links<'a>(tags: &[StartTag<'a>]) -> Vec<RawLink<'a>> {
    let mut links = Vec::new();
    for tag in tags {
        for attribute in &tag.attributes {
            let Attribute { name, value, value_at, unquoted, .. } = attribute;
            let lower = name.to_ascii_lowercase();
            let removed = removed(tag, &lower, value);
            let at = if removed.is_some() { &attribute.at } else { value_at };
            let image = match lower.as_str() {
                _ if removed.is_some() => false,
                "href" | "action" | "formaction" | "cite" | "xlink:href" | "data" | "longdesc" | "codebase"
                | "manifest" => false,
                "src" | "poster" | "background" | "lowsrc" | "dynsrc" => true,
                "srcset" | "imagesrcset" => {
                    links.extend(candidates(attribute));
                    continue;
                }
                "ping" => {
                    links.extend(words(attribute));
                    continue;
                }
                _ => continue,
            };
            let target = unescape(value);
            links.push(RawLink { name, at: at.clone(), target, image, unquoted: *unquoted, removed });
        }
    }
    links
}

/// The addresses in a `srcset`: each ends at a blank, and a comma ends what stands behind it.
fn candidates<'a>(attribute: &Attribute<'a>) -> Vec<RawLink<'a>> {
    let Attribute { name, value: text, ref value_at, unquoted, .. } = *attribute;
    let is_blank = |c: char| c.is_ascii_whitespace();
    let (mut found, mut from) = (Vec::new(), 0);
    loop {
        from += text[from..].find(|c| !is_blank(c) && c != ',').unwrap_or(text.len() - from);
        if from == text.len() {
            return found;
        }
        let end = from + text[from..].find(is_blank).unwrap_or(text.len() - from);
        let address = text[from..end].trim_end_matches(',');
        // Without quotes there is no blank, so the address is all there is.
        let at = if unquoted { 0..text.len() } else { from..from + address.len() };
        from = match address.len() == end - from {
            true => end + text[end..].find(',').unwrap_or(text.len() - end),
            false => end,
        };
        let at = value_at.start + at.start..value_at.start + at.end;
        found.push(RawLink { name, at, target: unescape(address), image: true, unquoted, removed: None });
    }
}

/// The addresses in a list with blanks between them.
fn words<'a>(attribute: &Attribute<'a>) -> Vec<RawLink<'a>> {
    let Attribute { name, value, ref value_at, unquoted, .. } = *attribute;
    let word = |word: &'a str| {
        let start = value_at.start + (word.as_ptr() as usize - value.as_ptr() as usize);
        let at = start..start + word.len();
        RawLink { name, at, target: unescape(word), image: false, unquoted, removed: None }
    };
    value.split_ascii_whitespace().map(word).collect()
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
    use super::raw_links;
    use crate::model::{live_start_tags, start_tags};

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
