//! The tags of HTML: the one reader of what a `<` begins.
//!
//! In: HTML, whole or a piece of it. Out: start tags with their attributes, end tags and comments, each with its place.
//!
//! What always holds: names, attributes and comments end where the tokenizer of the HTML standard ends them. A name and a
//! value are as their author wrote them, in any case and with entities, because the rest of the text stays as it is.
//!
//! Deliberately not here: which elements are open (`parse::contain`), and XML (`picture::safety`).

use std::{collections::BTreeSet, ops::Range};

/// Elements in which a browser reads no markup up to their end tag.
pub const RAW_TEXT: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// A start tag: `<a href="x">`.
#[derive(PartialEq, Eq, Debug)]
pub struct StartTag<'h> {
    /// As it is written: `IMG`.
    pub name: &'h str,
    /// From the `<` to behind the `>`; to the end of the text if the tag is not closed.
    pub at: Range<usize>,
    /// In the order of the tag. One may be there twice; a browser takes the first.
    pub attributes: Vec<Attribute<'h>>,
    /// Whether it ends in `/>`.
    pub closes: bool,
}

/// An attribute of a start tag.
#[derive(PartialEq, Eq, Debug)]
pub struct Attribute<'h> {
    /// As it is written.
    pub name: &'h str,
    /// Without quotes, with entities; empty if there is none.
    pub value: &'h str,
    /// Where the value stands.
    pub value_at: Range<usize>,
    /// Where the whole attribute stands, with its name and quotes.
    pub at: Range<usize>,
    /// Whether the value has no quotes around it.
    pub unquoted: bool,
}

/// What a `<` begins.
#[derive(PartialEq, Eq, Debug)]
pub enum Markup<'h> {
    /// A start tag.
    Start(StartTag<'h>),
    /// An end tag with its name.
    End(&'h str),
    /// A comment, a declaration or an instruction.
    Comment,
    /// Nothing: the `<` is text.
    Text,
}

/// Reads what the `<` at `open` begins. Returns it and where it ends, or `None` if it is not closed.
pub fn read_markup(html: &str, open: usize) -> (Markup<'_>, Option<usize>) {
    let bytes = html.as_bytes();
    let is_end = bytes.get(open + 1) == Some(&b'/');
    let start = open + 1 + usize::from(is_end);
    match bytes.get(start) {
        Some(letter) if letter.is_ascii_alphabetic() => {
            let name_end = end_of(bytes, start, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
            let name = &html[start..name_end];
            let mut tag = StartTag { name, at: open..html.len(), attributes: Vec::new(), closes: false };
            let end = read_attributes(html, name_end, &mut tag);
            tag.at.end = end.unwrap_or(html.len());
            (if is_end { Markup::End(name) } else { Markup::Start(tag) }, end)
        }
        Some(b'!') if !is_end && html[start..].starts_with("!--") => (Markup::Comment, comment_end(html, start)),
        // A declaration, an instruction, an end tag without a name: a comment up to the first `>`.
        next if is_end || matches!(next, Some(b'!' | b'?')) => {
            (Markup::Comment, memchr::memchr(b'>', &bytes[start..]).map(|found| start + found + 1))
        }
        _ => (Markup::Text, Some(start)),
    }
}

/// The start tags in `html`. Those that a comment or another tag holds are none.
pub fn start_tags(html: &str) -> Vec<StartTag<'_>> {
    let (mut tags, mut at) = (Vec::new(), 0);
    while let Some(open) = memchr::memchr(b'<', &html.as_bytes()[at..]).map(|found| at + found) {
        let (markup, end) = read_markup(html, open);
        at = end.unwrap_or(html.len());
        if let Markup::Start(tag) = markup {
            tags.push(tag);
        }
    }
    tags
}

/// The same without what stands in elements of [`RAW_TEXT`], where a browser reads no tags: a comment that begins in
/// one hides nothing behind it.
pub fn live_start_tags(html: &str) -> Vec<StartTag<'_>> {
    let mut tags: Vec<StartTag> = Vec::new();
    for (at, token) in tokens(html) {
        // An element may be closed in another piece of HTML. Then its attributes were read as text.
        if tags.last().is_some_and(|last| at.start < last.at.end) {
            continue;
        }
        match token {
            Token::Start(tag) | Token::Raw { tag, .. } => tags.push(tag),
            Token::Open if let (Markup::Start(tag), _) = read_markup(html, at.start) => tags.push(tag),
            Token::Open | Token::End { .. } => {}
        }
    }
    tags
}

/// A tag among those of a whole text.
#[derive(PartialEq, Eq, Debug)]
pub enum Token<'h> {
    /// A start tag whose content is markup.
    Start(StartTag<'h>),
    /// An end tag.
    End {
        /// As it is written.
        name: &'h str,
    },
    /// An element of [`RAW_TEXT`] as a whole.
    Raw {
        /// Its start tag.
        tag: StartTag<'h>,
        /// What is in it.
        text: &'h str,
    },
    /// Something that is not closed: it would swallow everything behind it.
    Open,
}

/// The tags of `html`, and where they are. Comments and the content of [`RAW_TEXT`] have none.
pub fn tokens(html: &str) -> Vec<(Range<usize>, Token<'_>)> {
    let (mut tokens, mut unclosed, mut at) = (Vec::new(), BTreeSet::new(), 0);
    while let Some(open) = memchr::memchr(b'<', &html.as_bytes()[at..]).map(|found| at + found) {
        let (token, end) = match read_markup(html, open) {
            // The rest is a declaration.
            (Markup::Comment, None) if !html[open..].starts_with("<!--") => break,
            (_, None) => (Token::Open, open + 1),
            (Markup::Comment | Markup::Text, Some(end)) => {
                at = end;
                continue;
            }
            (Markup::End(name), Some(end)) => (Token::End { name }, end),
            (Markup::Start(tag), Some(_)) => start_token(html, tag, &mut unclosed),
        };
        tokens.push((open..end, token));
        at = end;
    }
    tokens
}

/// The token that a start tag begins, and where it ends. `unclosed` are the names that have no end tag in the rest of `html`.
fn start_token<'h>(html: &'h str, tag: StartTag<'h>, unclosed: &mut BTreeSet<&str>) -> (Token<'h>, usize) {
    let Range { start, end } = tag.at;
    let Some(name) = RAW_TEXT.iter().find(|name| !tag.closes && name.eq_ignore_ascii_case(tag.name)) else {
        return (Token::Start(tag), end);
    };
    let found = if unclosed.contains(name) { None } else { end_of_raw_text(html, end, name) };
    let Some((text_end, behind)) = found else {
        unclosed.insert(name);
        return (Token::Open, start + 1);
    };
    (Token::Raw { tag, text: &html[end..text_end] }, behind)
}

/// Where the content of an element of [`RAW_TEXT`] ends that begins at `from`, and where its end tag does.
pub fn end_of_raw_text(html: &str, from: usize, name: &str) -> Option<(usize, usize)> {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"</").map(|found| at + found) {
        at = found + "</".len();
        if is_name_at(html, at, name) {
            // In a comment in a script, a second script has an end tag of its own.
            let comment = html[from..found].split_once("<!--").filter(|_| name == "script");
            if comment.is_some_and(|(_, comment)| comment.to_ascii_lowercase().contains("<script")) {
                return None;
            }
            let (_, end) = read_markup(html, found);
            return end.map(|end| (found, end));
        }
    }
    None
}

/// Where the first tag with that name begins, in a comment too; `/p` is an end tag.
pub fn find_tag(html: &str, from: usize, name: &str) -> Option<usize> {
    let mut opens = memchr::memchr_iter(b'<', &html.as_bytes()[from..]).map(|found| from + found);
    opens.find(|open| is_name_at(html, open + 1, name))
}

fn is_name_at(html: &str, at: usize, name: &str) -> bool {
    let after = &html.as_bytes()[at..];
    after.get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
        && after.get(name.len()).is_some_and(|next| next.is_ascii_whitespace() || matches!(next, b'/' | b'>'))
}

/// Where the comment ends that opens with the `!--` at `start`.
fn comment_end(html: &str, start: usize) -> Option<usize> {
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

/// Reads the attributes from `at` to the end of the tag. Returns where the tag ends, if it does.
fn read_attributes<'h>(html: &'h str, mut at: usize, tag: &mut StartTag<'h>) -> Option<usize> {
    let bytes = html.as_bytes();
    loop {
        let before = at;
        at = end_of(bytes, at, |b| !(b.is_ascii_whitespace() || b == b'/'));
        if *bytes.get(at)? == b'>' {
            // `<a href=x/>` has the slash in its address.
            tag.closes = at > before && bytes[at - 1] == b'/';
            return Some(at + 1);
        }
        let start = at;
        let name_end = end_of(bytes, start + 1, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'='));
        at = end_of(bytes, name_end, |b| !b.is_ascii_whitespace());
        let mut value_at = at..at;
        let mut unquoted = false;
        if bytes.get(at) == Some(&b'=') {
            at = end_of(bytes, at + 1, |b| !b.is_ascii_whitespace());
            match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    value_at = at + 1..end_of(bytes, at + 1, |b| b == quote);
                    at = (value_at.end + 1).min(bytes.len());
                }
                _ => {
                    unquoted = true;
                    value_at = at..end_of(bytes, at, |b| b.is_ascii_whitespace() || b == b'>');
                    at = value_at.end;
                }
            }
        }
        let (name, value) = (&html[start..name_end], &html[value_at.clone()]);
        tag.attributes.push(Attribute { name, value, value_at, at: start..at, unquoted });
    }
}

fn end_of(bytes: &[u8], from: usize, stop: impl Fn(u8) -> bool) -> usize {
    bytes[from.min(bytes.len())..].iter().position(|b| stop(*b)).map_or(bytes.len(), |found| from + found)
}
