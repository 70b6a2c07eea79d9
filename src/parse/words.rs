//! The number of words of a text, and its excerpt.

use crate::model::{is_hangul, is_wide};

/// Columns of an excerpt; a wide character takes two.
const EXCERPT_WIDTH: usize = 280;
/// Columns up to which the author's own end of the summary is searched for.
const LONGEST_EXCERPT: usize = 1200;

/// One pass over a text: its words, and which of the characters are in it that may need work.
///
/// Nearly all texts have none of these, so no code has to search for them.
pub struct TextScan {
    /// Each wide or Hangul character counts one, so does each run of other letters and digits.
    pub words: u32,
    kinds: u8,
}

/// The kinds of each ASCII character.
const KINDS: [u8; 128] = {
    let mut kinds = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => TextScan::LETTER,
            b'\'' | b'-' | b'_' => TextScan::JOINT,
            b'.' => TextScan::JOINT | TextScan::ADDRESS,
            b'@' => TextScan::ADDRESS,
            b':' => TextScan::COLON,
            b'^' => TextScan::CARET,
            b'<' | b'>' | b'&' | b'"' => TextScan::MARKUP,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

impl TextScan {
    const LETTER: u8 = 1;
    /// Goes on with a word.
    const JOINT: u8 = 2;
    /// Like the colon, in every address.
    pub const ADDRESS: u8 = 4;
    /// A colon, as in most addresses.
    pub const COLON: u8 = 8;
    /// `^`, as in a footnote.
    pub const CARET: u8 = 16;
    /// To be escaped in HTML.
    pub const MARKUP: u8 = 32;

    /// Looks at each character once.
    pub fn in_text(text: &str) -> TextScan {
        let bytes = text.as_bytes();
        let mut seen = TextScan { words: 0, kinds: 0 };
        let (mut at, mut in_word) = (0, false);
        while let Some(&first) = bytes.get(at) {
            // Most of a text is known by its bytes: Han from U+4E00 to U+9FFF, ASCII, marks.
            let (length, letter, wide) = match first {
                0..0x80 => {
                    let kinds = KINDS[usize::from(first)];
                    seen.kinds |= kinds;
                    (1, kinds & TextScan::LETTER != 0 || in_word && kinds & TextScan::JOINT != 0, false)
                }
                0xE5..=0xE9 => (3, true, true),
                0xE4 if bytes[at + 1] >= 0xB8 => (3, true, true),
                _ if is_mark(&bytes[at..]) => (3, false, false),
                _ => {
                    let c = text[at..].chars().next().unwrap_or_default();
                    let wide = is_wide(c) || is_hangul(c);
                    (c.len_utf8(), c.is_alphanumeric(), wide)
                }
            };
            seen.words += u32::from(letter && (wide || !in_word));
            in_word = letter && !wide;
            at += length;
        }
        seen
    }

    /// Whether a character of one of these kinds is in the text.
    pub fn has(&self, kinds: u8) -> bool {
        self.kinds & kinds != 0
    }
}

/// Whether a text begins with a mark, by its bytes: `，。、：；？！（）《》「」`, `“”‘’—…` and their like.
fn is_mark(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xE3, 0x80, 0x80..=0x84 | 0x88..=0x92 | 0x94..=0x9F, ..]
            | [0xEF, 0xBC, 0x81..=0x8F | 0x9A..=0xA0, ..]
            | [0xE2, 0x80, ..]
    )
}

/// Whether a block without a language is prose that should wrap: a long line, mostly of wide characters.
pub fn is_prose(text: &str) -> bool {
    text.lines().any(|line| {
        let (wide, all) = line.chars().fold((0, 0), |(wide, all), c| (wide + usize::from(is_wide(c)), all + 1));
        wide + all > 40 && wide * 2 > all
    })
}

/// What templates, attributes (`{:.no_toc}`, `{#id}`) and comments of other tools stand in.
const FOREIGN: [(&str, &str); 5] = [("{%", "%}"), ("{{", "}}"), ("{:", "}"), ("{#", "}"), ("%%", "%%")];

/// Whether a line is for another tool: `::: tip`, `!!! note`, `[TOC]`, `import X from "y"`.
fn is_foreign_line(line: &str) -> bool {
    let is_toc = || ["[toc]", "[[toc]]", "[[_toc_]]"].iter().any(|toc| line.trim().eq_ignore_ascii_case(toc));
    let is_import = || line.starts_with("import ") && line.trim_end().trim_end_matches(';').ends_with(['"', '\'']);
    [":::", "!!! ", "??? ", "???+ "].iter().any(|mark| line.starts_with(mark)) || is_toc() || is_import()
}

/// Gathers the beginning of the text, paragraphs only: up to `<!-- more -->`, else as much as a card has room for.
#[derive(Default)]
pub struct Excerpt {
    text: String,
    width: usize,
    /// Bytes that a card has room for, once the text is longer.
    room: Option<usize>,
    open: bool,
    full: bool,
    /// Whether the author marked the end.
    ended: bool,
    /// Columns up to which text is gathered.
    limit: usize,
}

impl Excerpt {
    /// Of a body; only one with a comment in it, which may be its author's mark, is gathered for long.
    pub fn of(body: &str) -> Excerpt {
        let may_end = memchr::memmem::find(body.as_bytes(), b"<!--").is_some();
        let limit = if may_end { LONGEST_EXCERPT } else { EXCERPT_WIDTH };
        Excerpt { limit, text: String::with_capacity(limit * 2), ..Excerpt::default() }
    }

    /// A paragraph begins.
    pub fn open(&mut self) {
        self.open = true;
        if !self.text.is_empty() {
            self.push(" ");
        }
    }

    /// The paragraph ends; what follows is not gathered.
    pub fn close(&mut self) {
        self.open = false;
    }

    /// A line of the paragraph ends; `joined`: without a blank.
    pub fn break_line(&mut self, joined: bool) {
        if !joined {
            self.push(" ");
        }
    }

    /// Adds text of the paragraph, without what is syntax of other tools.
    pub fn push(&mut self, text: &str) {
        if !self.open || self.full || is_foreign_line(text) {
            return;
        }
        // Braces of other tools are left out with what is in them.
        let (mut from, mut at) = (0, 0);
        let mut endless = [false; FOREIGN.len()];
        while let Some(start) = memchr::memchr2(b'{', b'%', &text.as_bytes()[at..]).map(|found| at + found)
            && !self.full
        {
            at = start + 1;
            let Some(index) = FOREIGN.iter().position(|(open, _)| text[start..].starts_with(open)) else { continue };
            let (open, close) = FOREIGN[index];
            let inside = start + open.len();
            // What has no end here has none further on.
            let end = if endless[index] { None } else { text[inside..].find(close) };
            endless[index] = end.is_none();
            if let Some(length) = end {
                self.push_text(&text[from..start]);
                from = inside + length + close.len();
                at = from;
            }
        }
        self.push_text(&text[from..]);
    }

    fn push_text(&mut self, text: &str) {
        if self.full {
            return;
        }
        for c in text.chars().filter(|c| *c != '`') {
            let blank = c.is_whitespace();
            if blank && (self.text.is_empty() || self.text.ends_with(' ')) {
                continue;
            }
            self.width += if is_wide(c) { 2 } else { 1 };
            if self.width > EXCERPT_WIDTH && self.room.is_none() {
                self.room = Some(self.text.len());
            }
            if self.width > self.limit {
                self.full = true;
                return;
            }
            self.text.push(if blank { ' ' } else { c });
        }
    }

    /// The author's own end of the summary; the first one behind some text counts.
    pub fn end(&mut self) {
        if !self.full && !self.text.trim().is_empty() {
            (self.full, self.ended) = (true, true);
        }
    }

    /// The text as a card shows it, with `…` where more follows.
    pub fn finish(mut self) -> String {
        let room = self.room.filter(|_| !self.ended);
        self.text.truncate(self.text[..room.unwrap_or(self.text.len())].trim_end().len());
        if room.is_some() {
            self.text.push('…');
        }
        // Short beside what was put by for the longest.
        self.text.shrink_to_fit();
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::{TextScan, is_prose};

    #[test]
    fn words_are_counted_as_people_count_them() {
        for (text, expect) in [
            ("开源与生态", 5),
            ("hello, world", 2),
            ("用psql连接 PostgreSQL 15。", 6),
            ("it's state-of-the-art", 2),
            ("—— …", 0),
            ("《书》（甲、乙）：一？二！", 5),
            ("时々，〇", 3),
        ] {
            assert_eq!(TextScan::in_text(text).words, expect, "{text}");
        }
    }

    #[test]
    fn prose_wraps_and_code_does_not() {
        assert!(is_prose("加入的初心是把它推广到更多的企业，为企业创造价值，也为社区培养人才。"));
        assert!(!is_prose("select count(*) from a_very_long_table_name where b = 1; -- 统计"));
        assert!(!is_prose("短句。"));
    }
}
