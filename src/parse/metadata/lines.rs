//! The part of Markdown's block structure that metadata needs: lines, fences and comments, headings, breaks.
//!
//! In: text. Out: lines with their places, and what a line is.
//!
//! What always holds: nothing is copied, and each line is read once.
//!
//! Deliberately not here: lists, quotes, tables, HTML. A heading inside one of them is no title.

use std::ops::Range;

/// A line without its line end, where it begins, and where the next one does.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextLine<'a> {
    pub text: &'a str,
    pub at: usize,
    pub next: usize,
}

impl TextLine<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim_start().is_empty()
    }

    /// The place of the text without blanks around it.
    pub(super) fn place(&self) -> Range<usize> {
        let rest = self.text.trim_start();
        let start = self.at + self.text.len() - rest.len();
        start..start + rest.trim_end().len()
    }
}

/// The lines of a part of a text.
#[derive(Clone)]
pub(super) struct TextLines<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl<'a> TextLines<'a> {
    pub(super) fn new(text: &'a str, part: Range<usize>) -> TextLines<'a> {
        TextLines { text, at: part.start, end: part.end }
    }

    /// The next line, without taking it.
    pub(super) fn peek(&self) -> Option<TextLine<'a>> {
        self.clone().next()
    }
}

impl<'a> Iterator for TextLines<'a> {
    type Item = TextLine<'a>;

    fn next(&mut self) -> Option<TextLine<'a>> {
        let (at, rest) = (self.at, self.text.get(self.at..self.end).filter(|rest| !rest.is_empty())?);
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        self.at = (at + length + 1).min(self.end);
        Some(TextLine { text: &rest[..length], at, next: self.at })
    }
}

/// Knows, line by line, whether a fenced block of code or an HTML comment is open.
#[derive(Default)]
pub(super) struct Fences {
    /// The character of the fence that is open, and how many there are.
    fence: Option<(char, usize)>,
    comment: bool,
}

impl Fences {
    /// Whether `line` is part of a fenced block or of a comment, their first and last lines included.
    pub(super) fn hold(&mut self, line: &str) -> bool {
        if self.comment {
            self.comment = !line.contains("-->");
            return true;
        }
        let text = line.trim_ascii_start();
        // Most lines begin nothing that matters here.
        if self.fence.is_none()
            && !text.starts_with(|c: char| matches!(c, '`' | '~' | '<' | '>' | '-' | '*' | '+' | '0'..='9'))
        {
            return false;
        }
        if let Some((mark, length)) = self.fence {
            let text = text.trim_start_matches(['>', ' ', '\t']);
            let rest = text.trim_start_matches(mark);
            if text.len() - rest.len() >= length && rest.trim().is_empty() {
                self.fence = None;
            }
            return true;
        }
        if text.starts_with("<!--") {
            self.comment = !text.contains("-->");
            return true;
        }
        let text = inside_containers(text);
        let Some(mark @ ('`' | '~')) = text.chars().next() else { return false };
        let rest = text.trim_start_matches(mark);
        let length = text.len() - rest.len();
        // A span of code in backticks ends on its line.
        if length >= 3 && !(mark == '`' && rest.contains('`')) {
            self.fence = Some((mark, length));
        }
        self.fence.is_some()
    }
}

/// The texts of the headings in a part of a text that holds no fence.
pub(super) fn headings(text: &str, part: Range<usize>) -> Vec<&str> {
    let mut lines = TextLines::new(text, part);
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let underlined = || lines.peek().is_some_and(|next| is_underline(next.text)) && is_text(line.text);
        found.extend(atx(line.text).or_else(|| underlined().then(|| line.text.trim())));
    }
    found
}

/// `text` without the marks of quotes and lists before it.
fn inside_containers(mut text: &str) -> &str {
    loop {
        let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let item = text.strip_prefix("- ").or_else(|| text.strip_prefix("* ")).or_else(|| text.strip_prefix("+ "));
        let number =
            if digits.len() < text.len() { digits.strip_prefix(". ").or(digits.strip_prefix(") ")) } else { None };
        match item.or(number).or(text.strip_prefix('>')) {
            Some(inside) => text = inside.trim_start(),
            None => return text,
        }
    }
}

/// The text of an ATX heading of any level, without the marks at both ends.
pub(super) fn atx(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(' ');
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    if !(1..=6).contains(&level)
        || line.len() - text.len() > 3
        || !rest.starts_with(char::is_whitespace) && !rest.is_empty()
    {
        return None;
    }
    let rest = rest.trim();
    let open = rest.trim_end_matches('#');
    Some(if open.is_empty() || open.ends_with(char::is_whitespace) { open.trim_end() } else { rest })
}

/// Whether `line` makes a heading of the line above it: `===` or `---`.
pub(super) fn is_underline(line: &str) -> bool {
    let text = line.trim_start();
    let mark = text.starts_with('=').then_some('=').or(text.starts_with('-').then_some('-'));
    mark.is_some_and(|mark| text.trim_start_matches(mark).trim_start().is_empty()) && !line.starts_with("    ")
}

/// Whether `line` is a thematic break.
pub(super) fn is_break(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let Some(mark @ ('-' | '*' | '_')) = marks.next() else { return false };
    let rest = marks.try_fold(1, |count, c| (c == mark).then_some(count + 1));
    rest.is_some_and(|count| count >= 3) && !line.starts_with("    ")
}

/// Whether a line can be the text of a heading that is underlined: not the begin of something else.
pub(super) fn is_text(line: &str) -> bool {
    let text = line.trim();
    !text.is_empty()
        && !line.starts_with("    ")
        && !text.starts_with(['-', '*', '+', '>', '|', '<', '#', '=', '`', '~', '\t'])
        && inside_containers(text) == text
}

/// A heading in a text, with the line after it.
#[derive(Debug)]
pub(super) struct HeadingLine<'a> {
    /// As written, without the marks.
    pub text: &'a str,
    pub level: usize,
    pub place: Range<usize>,
    /// Whether nothing but blank lines and comments is before it.
    pub is_first: bool,
    /// Where the line after it begins.
    pub next: usize,
}

/// The first heading with a text; when `only_first`, the one that nothing is before.
pub(super) fn first_heading(text: &str, part: Range<usize>, only_first: bool) -> Option<HeadingLine<'_>> {
    let mut lines = TextLines::new(text, part);
    let mut fences = Fences::default();
    let (mut is_first, mut in_paragraph) = (true, false);
    while let Some(line) = lines.next() {
        let in_comment = fences.comment;
        let held = fences.hold(line.text);
        let is_comment = held && (in_comment || line.text.trim_start().starts_with("<!--"));
        if !held && let Some(text) = atx(line.text).filter(|text| !text.is_empty()) {
            let marks = inside_containers(line.text.trim_start());
            let level = marks.len() - marks.trim_start_matches('#').len();
            return Some(HeadingLine { text, level, place: line.place(), is_first, next: line.next });
        }
        if !held
            && !in_paragraph
            && is_text(line.text)
            && let Some(under) = lines.peek().filter(|under| is_underline(under.text))
        {
            let level = if under.text.trim_start().starts_with('=') { 1 } else { 2 };
            return Some(HeadingLine {
                text: line.text.trim(),
                level,
                place: line.place(),
                is_first,
                next: under.next,
            });
        }
        in_paragraph = !held && !line.is_blank() && !is_break(line.text);
        is_first &= line.is_blank() || is_comment;
        if only_first && !is_first {
            return None;
        }
    }
    None
}

/// The first heading in a part of a text that is of a level or above it, the highest of them.
pub(super) fn heading_above(text: &str, part: Range<usize>, level: usize) -> Option<HeadingLine<'_>> {
    if !may_have_heading(&text[part.clone()], level) {
        return None;
    }
    let mut from = part.start;
    let headings = std::iter::from_fn(|| {
        let heading = first_heading(text, from..part.end, false)?;
        from = heading.next;
        Some(heading)
    });
    headings.filter(|heading| heading.level <= level).min_by_key(|heading| heading.level)
}

/// Whether a line begins as a heading of a level or above it does. It is quick, and most texts have none.
fn may_have_heading(text: &str, level: usize) -> bool {
    let begins = |line: &str| {
        let line = line.trim_start_matches(' ');
        let hashes = line.bytes().take_while(|b| *b == b'#').count();
        (1..=level).contains(&hashes) || is_underline(line.split('\n').next().unwrap_or_default())
    };
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    begins(text) || ends.map(|end| &text[end + 1..]).any(begins)
}
