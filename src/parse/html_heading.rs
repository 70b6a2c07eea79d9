//! Headings in HTML. Many a README has its title in an `<h1>`, between a logo and a row of badges.
//!
//! In: a text, or a piece of raw HTML. Out: the title in it; the HTML without that title, and with its other headings of
//! level 1 lowered, because the page's title is the only one; the headings that need an anchor.
//!
//! Deliberately not here: the anchors themselves.

use super::html::unescape;
use crate::model::{StartTag, escape, find_tag, read_markup, start_tags};
use std::{borrow::Cow, ops::Range};

/// The text of the first `<h1>` in `text`, and where that stands.
pub fn title(text: &str) -> Option<(String, Range<usize>)> {
    let (at, inner) = element(text, 0)?;
    let title = plain(&text[inner]);
    (!title.is_empty()).then_some((title, at))
}

/// The HTML without the `<h1>` that says the page's title; every other one becomes an `<h2>`.
pub fn lowered<'h>(html: &'h str, title: &str) -> Cow<'h, str> {
    if find_tag(html, 0, "h1").or_else(|| find_tag(html, 0, "/h1")).is_none() {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    while let Some((at, inner)) = element(html, from) {
        out.push_str(&html[from..at.start]);
        if plain(&html[inner.clone()]) == title {
            push_ids(&mut out, &ids(&html[at.clone()]));
        } else {
            out.push_str("<h2");
            out.push_str(&html[at.start + "<h1".len()..inner.start]);
            out.push_str(&html[inner]);
            out.push_str("</h2>");
        }
        from = at.end;
    }
    // A tag whose other half is elsewhere.
    let rest = &html[from..];
    out.push_str(&rest.replace("<h1", "<h2").replace("<H1", "<h2").replace("</h1", "</h2").replace("</H1", "</h2"));
    Cow::Owned(out)
}

/// The ids and names in a piece of raw HTML, to which links may lead.
pub fn ids(html: &str) -> Vec<String> {
    let is_id = |tag: &str, name: &str| name == "id" || name == "name" && tag.eq_ignore_ascii_case("a");
    let of_tag = |tag: StartTag| {
        let ids = tag.attributes.iter().filter(|one| is_id(tag.name, one.name) && !one.value.is_empty());
        ids.map(|id| unescape(id.value).into_owned()).collect::<Vec<_>>()
    };
    start_tags(html).into_iter().flat_map(of_tag).collect()
}

/// The headings without an id that end in this piece of raw HTML: where an attribute can stand, and their plain text.
/// `tags` are the start tags of the piece.
pub fn without_id(html: &str, tags: &[StartTag]) -> Vec<(usize, String)> {
    let mut headings = tags.iter().filter(|tag| is_heading(tag)).peekable();
    let mut found = Vec::new();
    while let Some(tag) = headings.next() {
        let limit = headings.peek().map_or(html.len(), |next| next.at.start);
        if let Some(end) = find_tag(&html[..limit], tag.at.end, &format!("/{}", tag.name))
            && has_no_id(tag)
        {
            found.push((tag.at.start + "<h1".len(), plain(&html[tag.at.end..end])));
        }
    }
    found.retain(|(_, text)| !text.is_empty());
    found
}

/// The name of the heading without an id that begins in this piece of raw HTML and does not end in it.
pub fn open<'h>(html: &str, tags: &[StartTag<'h>]) -> Option<&'h str> {
    let last = tags.iter().rfind(|tag| is_heading(tag)).filter(|tag| has_no_id(tag))?;
    find_tag(html, last.at.end, &format!("/{}", last.name)).is_none().then_some(last.name)
}

/// Whether a piece of raw HTML begins with the end of an element.
pub fn ends(html: &str, name: &str) -> bool {
    let tag = html.trim_start().strip_prefix("</").and_then(|rest| rest.get(..name.len()));
    tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name))
}

fn is_heading(tag: &StartTag) -> bool {
    matches!(tag.name.as_bytes(), [b'h' | b'H', b'1'..=b'6'])
}

fn has_no_id(tag: &StartTag) -> bool {
    tag.attributes.iter().all(|attribute| !attribute.name.eq_ignore_ascii_case("id"))
}

/// Writes empty elements with these ids, where what had them is left out.
pub fn push_ids(out: &mut String, ids: &[String]) {
    for id in ids {
        out.push_str("<a id=\"");
        escape(out, id);
        out.push_str("\"></a>");
    }
}

/// The whole element, and what is in it.
fn element(text: &str, from: usize) -> Option<(Range<usize>, Range<usize>)> {
    let start = find_tag(text, from, "h1")?;
    let open = read_markup(text, start).1?;
    let close = find_tag(text, open, "/h1")?;
    let end = read_markup(text, close).1?;
    Some((start..end, open..close))
}

/// The text between the tags.
pub fn plain(html: &str) -> String {
    let mut text = String::new();
    for (index, part) in html.split('<').enumerate() {
        let shown = if index == 0 { part } else { part.split_once('>').map_or("", |(_, after)| after) };
        text.push_str(shown);
    }
    unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{lowered, title};

    #[test]
    fn the_first_heading_of_level_1_is_the_title() {
        for (text, expect) in [
            (
                "<h1 align=\"center\">\n  <img src=\"x.png\"> Portal &amp; <em>friends</em>\n</h1>",
                Some("Portal & friends"),
            ),
            ("<p>a</p><H1>B</H1><h1>C</h1>", Some("B")),
            ("<h1><img src=x></h1>", None),
            ("<h1>open", None),
            ("<h10>x</h10><header>y</header>", None),
        ] {
            assert_eq!(title(text).map(|(title, _)| title).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn a_page_has_one_heading_of_level_1() {
        for (html, expect) in [
            ("<div><h1>T</h1>x</div>", "<div>x</div>"),
            ("<h1 id=t><a name='u'></a>T</h1>x", "<a id=\"t\"></a><a id=\"u\"></a>x"),
            ("<H1 class=a>U</H1><h1>T</h1>", "<h2 class=a>U</h2>"),
            ("<h1 align=center>", "<h2 align=center>"),
            ("</h1>", "</h2>"),
            ("<p>", "<p>"),
        ] {
            assert_eq!(lowered(html, "T"), expect);
        }
    }
}
