//! The text of a document that can be searched, in blocks.
//!
//! In: a document. Out: its paragraphs, items, cells and headings as plain text, in the order of the page.
//!
//! What always holds: what a browser does not show as text is not there: markup, scripts, comments, formulas.

use crate::model::{Document, Fill, Markup, RAW_TEXT, end_of_raw_text, find_tag, read_markup};

/// Calls `take` for each block of a document's body, and says whether it is a heading.
pub fn blocks(document: &Document, take: &mut dyn FnMut(&str, bool)) {
    let mut blocks = Blocks { text: String::new(), is_heading: false, take };
    let body = &document.body;
    let mut at = 0;
    for hole in &body.holes {
        if let Fill::Code(index) = hole.fill {
            blocks.html(&body.html[at..hole.at]);
            blocks.text.push_str(document.code.get(index).map_or("", |code| &code.text));
            at = hole.at;
        }
    }
    blocks.html(&body.html[at..]);
    blocks.end();
}

struct Blocks<'a> {
    text: String,
    is_heading: bool,
    take: &'a mut dyn FnMut(&str, bool),
}

impl Blocks<'_> {
    fn html(&mut self, html: &str) {
        let mut at = 0;
        while let Some(open) = memchr::memchr(b'<', &html.as_bytes()[at..]).map(|found| at + found) {
            self.plain(&html[at..open]);
            let (markup, end) = read_markup(html, open);
            at = end.unwrap_or(html.len());
            match markup {
                Markup::Start(tag) => {
                    let name = tag.name;
                    let hidden = RAW_TEXT.iter().any(|raw| raw.eq_ignore_ascii_case(name));
                    if hidden && let Some((_, behind)) = end_of_raw_text(html, at, name) {
                        at = behind;
                    }
                    if let Some(end) = ["math", "svg"].iter().find(|known| known.eq_ignore_ascii_case(name)) {
                        at = find_tag(html, at, &format!("/{end}")).unwrap_or(html.len());
                    }
                    self.tag(name, true);
                }
                Markup::End(name) => self.tag(name, false),
                Markup::Text => self.text.push('<'),
                Markup::Comment => {}
            }
        }
        self.plain(&html[at..]);
    }

    fn tag(&mut self, name: &str, is_start: bool) {
        if is_inline(name) {
            return;
        }
        self.end();
        let level =
            name.strip_prefix(['h', 'H']).is_some_and(|level| matches!(level, "1" | "2" | "3" | "4" | "5" | "6"));
        self.is_heading = is_start && level;
    }

    fn end(&mut self) {
        if !self.text.trim().is_empty() {
            (self.take)(&self.text, self.is_heading);
        }
        self.text.clear();
    }

    /// Text with entities, put to the block.
    fn plain(&mut self, mut text: &str) {
        while let Some((before, after)) = text.split_once('&') {
            self.text.push_str(before);
            let known = after.split_once(';').and_then(|(name, rest)| Some((entity(name)?, rest)));
            let (c, rest) = known.unwrap_or(('&', after));
            self.text.push(c);
            text = rest;
        }
        self.text.push_str(text);
    }
}

/// The character of an entity, of those that occur in the HTML that we write.
fn entity(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

/// Whether an element stands within a line; every other one begins a block. Names in capitals are rare, and begin one.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "input"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}
