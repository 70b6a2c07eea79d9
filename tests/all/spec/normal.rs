//! HTML in one form, so that two spellings of the same page compare equal, and portal's decorations undone.
//!
//! In: HTML as portal writes it, or as a specification shows it. Out: one line for each tag and text.
//! [`undo`] is the whole list of what portal adds on purpose.

use html5ever::{
    tendril::StrTendril,
    tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
};
use std::{cell::RefCell, collections::BTreeMap};

#[derive(Clone, PartialEq, Debug)]
enum Part {
    Start(String, BTreeMap<String, String>),
    End(String),
    Text(String),
    /// Comments and declarations.
    Other(String),
}

#[derive(Default)]
struct Parts(RefCell<Vec<Part>>);

impl TokenSink for Parts {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut parts = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                let attributes = tag.attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
                parts.push(if tag.kind == TagKind::StartTag { Part::Start(name, attributes) } else { Part::End(name) });
            }
            Token::CharacterTokens(text) => match parts.last_mut() {
                Some(Part::Text(last)) => last.push_str(&text),
                _ => parts.push(Part::Text(text.to_string())),
            },
            Token::CommentToken(text) => parts.push(Part::Other(format!("<!--{text}-->"))),
            Token::DoctypeToken(doctype) => parts.push(Part::Other(format!("{doctype:?}"))),
            Token::NullCharacterToken | Token::ParseError(_) | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

fn parts(html: &str) -> Vec<Part> {
    let tokenizer = Tokenizer::new(Parts::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.take()
}

/// What portal wrote, without what it adds.
pub(super) fn ours(html: &str) -> Vec<String> {
    let mut parts = parts(html);
    undo(&mut parts);
    lines(&parts)
}

/// What a specification shows, with the numbers that portal gives.
pub(super) fn theirs(html: &str) -> Vec<String> {
    let mut parts = parts(html);
    close_up_headings(&mut parts);
    number_footnotes(&mut parts);
    for part in &mut parts {
        let Part::Start(name, attributes) = part else { continue };
        // Left is what cells are without being told.
        attributes.retain(|name, value| !(name == "align" && value == "left"));
        if name == "sup" || name == "section" {
            attributes.retain(|name, value| name == "class" && value == "footnotes");
        }
        if attributes.remove("data-footnote-backref").is_some() || attributes.remove("data-footnote-ref").is_some() {
            attributes.retain(|name, _| name == "href" || name == "id");
        }
    }
    lines(&parts)
}

/// Every decoration of portal's, taken off.
fn undo(parts: &mut Vec<Part>) {
    let mut undone = Vec::new();
    let mut rest = std::mem::take(parts).into_iter().peekable();
    // The image of a figure, whose caption is its title.
    let mut ends: Vec<&str> = Vec::new();
    while let Some(part) = rest.next() {
        let (name, mut attributes) = match part {
            Part::Start(name, attributes) => (name, attributes),
            Part::End(name) if matches!(name.as_str(), "figure" | "div") && !ends.is_empty() => {
                let end = ends.pop().unwrap_or_default();
                if end == "p" {
                    undone.push(Part::End("p".into()));
                }
                continue;
            }
            other => {
                undone.push(other);
                continue;
            }
        };
        let class = attributes.get("class").cloned().unwrap_or_default();
        match (name.as_str(), class.as_str()) {
            // A link to itself in each heading, and its anchor.
            ("a", "anchor") => {
                rest.next_if(|part| matches!(part, Part::Text(_)));
                rest.next_if_eq(&Part::End("a".into()));
                continue;
            }
            ("h2" | "h3" | "h4" | "h5" | "h6", _) => drop(attributes.remove("id")),
            // A frame around code, with its language, and one around a table, both reached by keyboard.
            ("figure", "code" | "code wrap") => {
                ends.push("");
                skip_element(&mut rest, "figcaption");
                continue;
            }
            ("div", "table") => {
                ends.push("");
                continue;
            }
            ("pre", _) => drop(attributes.remove("tabindex")),
            // A figure in the place of a paragraph that is only an image with a title.
            ("figure", "") => {
                undone.push(Part::Start("p".into(), BTreeMap::new()));
                ends.push("p");
                continue;
            }
            ("figcaption", _) => {
                while rest.next_if(|part| *part != Part::End("figcaption".into())).is_some() {}
                rest.next();
                continue;
            }
            ("img", _) => attributes.retain(|name, _| !matches!(name.as_str(), "loading" | "decoding")),
            // Columns are aligned by classes.
            ("th" | "td", class @ ("num" | "mid")) => {
                attributes.insert("align".into(), if class == "num" { "right" } else { "center" }.into());
                attributes.remove("class");
            }
            ("li", "task") => drop(attributes.remove("class")),
            ("input", _) => drop(attributes.remove("aria-label")),
            ("a", "back") => attributes.retain(|name, _| name == "href"),
            // An address without a scheme is one of the web of today.
            ("a", "") => {
                if let (Some(href), Some(Part::Text(text))) = (attributes.get_mut("href"), rest.peek())
                    && text.starts_with("www.")
                {
                    *href = href.replacen("https://", "http://", 1);
                }
            }
            _ => {}
        }
        undone.push(Part::Start(name, attributes));
    }
    *parts = undone;
}

fn skip_element(rest: &mut std::iter::Peekable<std::vec::IntoIter<Part>>, name: &str) {
    if rest.next_if(|part| matches!(part, Part::Start(found, _) if found == name)).is_some() {
        while rest.next().is_some_and(|part| part != Part::End(name.into())) {}
    }
}

/// Headings begin at level 2 and skip none.
fn close_up_headings(parts: &mut [Part]) {
    let mut levels: Vec<u32> = Vec::new();
    for part in parts {
        let (Part::Start(name, _) | Part::End(name)) = part else { continue };
        let Some(level) = name.strip_prefix('h').and_then(|level| level.parse().ok()) else { continue };
        levels.retain(|open| *open < level);
        levels.push(level);
        *name = format!("h{}", (levels.len() + 1).min(6));
    }
}

/// A footnote goes by its number, not by its label.
fn number_footnotes(parts: &mut [Part]) {
    let mut numbers = Vec::new();
    for pair in parts.windows(2) {
        if let [Part::Start(_, attributes), Part::Text(number)] = pair
            && attributes.contains_key("data-footnote-ref")
        {
            numbers.push((attributes["href"].trim_start_matches("#fn-").to_owned(), number.clone()));
        }
    }
    for part in parts {
        let Part::Start(_, attributes) = part else { continue };
        for (name, value) in attributes.iter_mut().filter(|(name, _)| *name == "href" || *name == "id") {
            let start = if name == "href" { "#" } else { "" };
            for (label, number) in &numbers {
                for kind in ["fn-", "fnref-"] {
                    if let Some(rest) = value.strip_prefix(&format!("{start}{kind}{label}")) {
                        *value = format!("{start}{kind}{number}{rest}");
                        break;
                    }
                }
            }
        }
    }
}

const BLOCKS: &[&str] = &[
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "li",
    "pre",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "hr",
    "br",
    "section",
    "div",
    "aside",
];

/// Blanks count as a browser shows them: runs as one, none beside a block, all of them in `pre`.
fn lines(parts: &[Part]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut verbatim = 0;
    // Whether the text before ended where blanks do not show.
    let mut at_block = true;
    for part in parts {
        let is_block = |name: &str| BLOCKS.contains(&name);
        match part {
            Part::Start(name, attributes) => {
                verbatim += usize::from(name == "pre");
                if is_block(name) {
                    trim_end(&mut lines);
                }
                let attributes: String =
                    attributes.iter().map(|(name, value)| format!(" {name}={:?}", normal_value(name, value))).collect();
                lines.push(format!("<{name}{attributes}>"));
                at_block = is_block(name) || (at_block && name == "input");
            }
            Part::End(name) => {
                verbatim -= usize::from(name == "pre" && verbatim > 0);
                if is_block(name) {
                    trim_end(&mut lines);
                }
                lines.push(format!("</{name}>"));
                at_block = is_block(name);
            }
            Part::Text(text) if verbatim > 0 => lines.push(text.clone()),
            Part::Text(text) => {
                let mut shown = String::new();
                for c in text.chars() {
                    match c {
                        ' ' | '\n' | '\t' if shown.ends_with(' ') || (shown.is_empty() && at_block) => {}
                        ' ' | '\n' | '\t' => shown.push(' '),
                        c => shown.push(c),
                    }
                }
                if !shown.is_empty() {
                    at_block = false;
                    lines.push(shown);
                }
            }
            Part::Other(text) => {
                lines.push(text.clone());
                at_block = true;
            }
        }
    }
    trim_end(&mut lines);
    lines
}

fn trim_end(lines: &mut Vec<String>) {
    if let Some(last) = lines.last_mut().filter(|last| !last.starts_with('<')) {
        last.truncate(last.trim_end_matches(' ').len());
        if last.is_empty() {
            lines.pop();
        }
    }
}

/// Addresses are equal however they are encoded.
fn normal_value(name: &str, value: &str) -> String {
    if !matches!(name, "href" | "src" | "id") {
        return value.to_owned();
    }
    let mut bytes = Vec::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        let code = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(code.unwrap_or(b'%'));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    bytes.extend(rest.bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}
