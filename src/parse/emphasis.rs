//! Emphasis beside Chinese, Japanese and Korean punctuation.
//!
//! CommonMark decides by blanks and punctuation whether `**` opens or closes, which fails where words are
//! not set apart by blanks: `**中文。**后文` stays literal. The markdown-cjk-friendly specification amends
//! the rule: punctuation beside a CJK character does not count. The parser has no such option in a release yet, but the amended
//! rule and the plain one differ only where a run of `*` or `~` has punctuation on exactly one side, no blank on either, and
//! a CJK character on one of them; there the amendment makes the run both open and close, and so does the
//! plain rule once a letter stands in place of the punctuation.
//!
//! In: Markdown. Out: the same with a noncharacter (U+FDD0), which is no punctuation, put on the punctuation
//! side of such runs; the writer drops it from every text. What always holds: without such a run the input
//! comes back as it is, and offsets can be led back to it.
//!
//! Deliberately not here: runs of `_`, which the specification leaves alone inside words.

use std::borrow::Cow;

/// Stands where a letter would have to stand. Never in a document: a source that holds it is left alone.
pub const SENTINEL: char = '\u{FDD0}';

/// Markdown with sentinels, and where they were put.
pub struct Marked<'a> {
    pub text: Cow<'a, str>,
    /// Offsets into the text before marking, ascending; one for each sentinel.
    inserted: Vec<usize>,
}

impl Marked<'_> {
    pub fn has_sentinels(&self) -> bool {
        !self.inserted.is_empty()
    }

    /// Leads an offset into the marked text back to the text before.
    pub fn original(&self, offset: usize) -> usize {
        let width = SENTINEL.len_utf8();
        // The n-th sentinel stands at its original offset plus n sentinels.
        let mut before = 0;
        let mut high = self.inserted.len();
        while before < high {
            let middle = usize::midpoint(before, high);
            if self.inserted[middle] + middle * width < offset { before = middle + 1 } else { high = middle }
        }
        offset - before * width
    }
}

/// Puts a sentinel beside every run that the amended rule reads differently.
pub fn mark(source: &str) -> Marked<'_> {
    let mut inserted = Vec::new();
    if !source.contains(SENTINEL) {
        let bytes = source.as_bytes();
        let mut from = 0;
        while let Some(start) = memchr::memchr2(b'*', b'~', &bytes[from..]).map(|found| from + found) {
            let end = start + bytes[start..].iter().take_while(|byte| **byte == bytes[start]).count();
            from = end;
            inserted.extend(sentinel_place(source, start, end));
        }
    }
    if inserted.is_empty() {
        return Marked { text: Cow::Borrowed(source), inserted };
    }
    let mut text = String::with_capacity(source.len() + inserted.len() * SENTINEL.len_utf8());
    let mut last = 0;
    for &place in &inserted {
        text.push_str(&source[last..place]);
        text.push(SENTINEL);
        last = place;
    }
    text.push_str(&source[last..]);
    Marked { text: Cow::Owned(text), inserted }
}

/// Where the run `start..end` needs a sentinel, if it does.
fn sentinel_place(source: &str, start: usize, end: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let (last, first) = (*bytes.get(start.checked_sub(1)?)?, *bytes.get(end)?);
    if last.is_ascii() && first.is_ascii() {
        return None;
    }
    let mut before = source[..start].chars();
    let mut previous = before.next_back()?;
    if is_variation_selector(previous) {
        previous = before.next_back()?;
    }
    let next = source[end..].chars().next()?;
    if previous.is_whitespace() || next.is_whitespace() || !(is_cjk(previous) || is_cjk(next)) {
        return None;
    }
    if previous == '\\' && bytes[..start].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1 {
        return None;
    }
    match (is_punctuation(previous), is_punctuation(next)) {
        (true, false) => Some(start),
        (false, true) => Some(end),
        _ => None,
    }
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Punctuation or symbol in the sense of CommonMark 0.31.
fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    if matches!(c, '\u{4E00}'..='\u{9FFF}') {
        return false;
    }
    // Beyond ASCII what is neither letter, digit, blank, mark, format nor unassigned is punctuation or a symbol.
    !c.is_alphanumeric()
        && !c.is_whitespace()
        && !is_variation_selector(c)
        && !matches!(c as u32, 0x80..=0x9F | 0xAD | 0x300..=0x36F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F
            | 0x3099..=0x309A | 0xE000..=0xF8FF | 0xFDD0..=0xFDEF | 0xFEFF)
}

/// The characters of the markdown-cjk-friendly specification: East Asian wide or full-width, or Hangul.
fn is_cjk(c: char) -> bool {
    matches!(c as u32,
        0x1100..=0x11FF | 0x20A9 | 0x2329..=0x232A | 0x2630..=0x2637 | 0x268A..=0x268F | 0x2E80..=0x303E
        | 0x3041..=0xA4C6 | 0xA960..=0xA97C | 0xAC00..=0xD7FB | 0xF900..=0xFAFF | 0xFE10..=0xFE19 | 0xFE30..=0xFE6B
        | 0xFF01..=0xFFEE | 0x16FE0..=0x18CFF | 0x1AFF0..=0x1B2FF | 0x1D300..=0x1D37F | 0x1F200 | 0x1F202
        | 0x1F210..=0x1F219 | 0x1F21B..=0x1F22E | 0x1F230..=0x1F231 | 0x1F237 | 0x1F23B | 0x1F240..=0x1F248
        | 0x1F260..=0x1F265 | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::{SENTINEL, mark};

    #[test]
    fn runs_beside_chinese_punctuation_are_marked() {
        for (source, expect) in [
            ("**中文。**后文", "**中文。|**后文"),
            ("说**“引文”**就是", "说**|“引文”|**就是"),
            ("~~删除。~~保留", "~~删除。|~~保留"),
            ("*a*b **c.** d", "*a*b **c.** d"),
            ("**plain**中文", "**plain**中文"),
            (r"\**中文。\**后文", r"\**中文。\**后文"),
            ("**中文。** 后文", "**中文。** 后文"),
        ] {
            assert_eq!(mark(source).text.replace(SENTINEL, "|"), expect);
        }
    }

    #[test]
    fn offsets_lead_back_to_the_source() {
        let source = "**中。**后**“文”**[a](b)";
        let marked = mark(source);
        for (offset, _) in marked.text.char_indices().filter(|(_, c)| *c != SENTINEL) {
            assert_eq!(source[marked.original(offset)..].chars().next(), marked.text[offset..].chars().next());
        }
    }
}
