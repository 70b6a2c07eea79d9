//! Emphasis beside Chinese, Japanese and Korean punctuation.
//!
//! CommonMark decides by blanks and punctuation whether `**` opens or closes, which fails where words are
//! not set apart by blanks: `**中文。**后文` stays literal. The markdown-cjk-friendly specification amends
//! the rule: punctuation beside a CJK character does not count, and a variation selector belongs to the
//! character before it. No release of the parser has such an option yet. But it gives the amended result when a letter or a
//! full stop stands beside the run.
//!
//! In: Markdown. Out: the same with stand-ins made of noncharacters where the two rules differ; [`unmark`] removes them
//! from every text that the parser returns. What always holds: without such a run
//! the input comes back as it is, and offsets can be led back to it.
//!
//! Deliberately not here: a single `~`, which is no markup within words on purpose (`3~5 月`).

use memchr::memmem::Finder;
use regex::Regex;
use std::{borrow::Cow, ops::Range, sync::LazyLock};

/// Stand-ins: noncharacters, which the parser takes for letters. A source that holds one is not changed. One stands alone,
/// the others behind or before a full stop that is a stand-in, too.
const ALONE: char = '\u{FDD0}';
const BEHIND_STOP: char = '\u{FDD1}';
const BEFORE_STOP: char = '\u{FDD2}';
/// The first bytes of stand-ins.
static SENTINELS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\xEF\xB7"));
/// The first bytes of variation selectors.
static SELECTORS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\xEF\xB8"));

const LETTER: &str = "\u{FDD0}";
const PUNCTUATION_LETTER: &str = "。\u{FDD1}";
const LETTER_PUNCTUATION: &str = "\u{FDD2}。";

/// Markdown with stand-ins for punctuation, and where they stand.
pub struct MarkedText<'a> {
    /// The original text where nothing had to be marked.
    pub text: Cow<'a, str>,
    /// For each stand-in, in order: its offset in the text before marking, and the bytes put in so far.
    inserted: Vec<(usize, usize)>,
}

impl MarkedText<'_> {
    /// The offset in the original text of an offset in the marked text.
    pub fn original(&self, offset: usize) -> usize {
        let passed = self.inserted.partition_point(|(place, bytes)| place + bytes <= offset);
        let bytes = passed.checked_sub(1).map_or(0, |last| self.inserted[last].1);
        let next = self.inserted.get(passed).map_or(usize::MAX, |(place, _)| *place);
        (offset - bytes).min(next)
    }

    /// `text`, the part `at` of the marked text, as the author wrote it. A part without stand-ins is not searched.
    pub fn plain_at<'t>(&self, text: &'t str, at: &Range<usize>) -> Cow<'t, str> {
        let next = self.inserted.partition_point(|(place, bytes)| place + bytes <= at.start);
        let before = next.checked_sub(1).map_or(0, |last| self.inserted[last].1);
        match self.inserted.get(next) {
            Some((place, _)) if place + before < at.end => unmark(text),
            _ => Cow::Borrowed(text),
        }
    }

    /// A part of the marked text as the author wrote it.
    pub fn plain<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.inserted.is_empty() { Cow::Borrowed(text) } else { unmark(text) }
    }
}

/// Text without stand-ins.
pub fn unmark(text: &str) -> Cow<'_, str> {
    let mut places = SENTINELS.find_iter(text.as_bytes()).peekable();
    if places.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut from = 0;
    for place in places {
        let sentinel = text[place..].chars().next().filter(|c| matches!(*c, ALONE | BEHIND_STOP | BEFORE_STOP));
        let Some(sentinel) = sentinel else { continue };
        plain.push_str(&text[from..place]);
        from = place + sentinel.len_utf8();
        if sentinel == BEHIND_STOP {
            plain.truncate(plain.strip_suffix('。').map_or(plain.len(), str::len));
        } else if sentinel == BEFORE_STOP && text[from..].starts_with('。') {
            from += '。'.len_utf8();
        }
    }
    plain.push_str(&text[from..]);
    Cow::Owned(plain)
}

/// Puts stand-ins beside every run that the amended rule reads differently.
pub fn mark(source: &str) -> MarkedText<'_> {
    let bytes = source.as_bytes();
    let mut text = String::new();
    let mut inserted = Vec::new();
    let (mut copied, mut total) = (0, 0);
    let mut insert = |place: usize, stand_in: &str| {
        if !stand_in.is_empty() {
            if text.is_empty() {
                text.reserve(source.len() + source.len() / 32);
            }
            text.push_str(&source[copied..place]);
            text.push_str(stand_in);
            copied = place;
            total += stand_in.len();
            inserted.push((place, total));
        }
    };
    let mut from = 0;
    // Where the last run ended, and what it wants behind it.
    let mut last = (usize::MAX, Wanted::Itself);
    // The two rules differ for `_` only behind a variation selector.
    let with_underscores = SELECTORS.find(bytes).is_some();
    let find = |from: usize| match with_underscores {
        true => memchr::memchr3(b'*', b'_', b'~', &bytes[from..]),
        false => memchr::memchr2(b'*', b'~', &bytes[from..]),
    };
    while let Some(found) = find(from) {
        let run = Run::at(bytes, from + found);
        from = run.end;
        let (before, after) = run.wanted(source);
        let is_adjacent = last.0 == run.start;
        if !is_adjacent {
            insert(last.0, behind(last.1, bytes.get(last.0)));
        }
        // Two adjacent runs are punctuation for each other.
        let stand_in = match (last.1, before) {
            (Wanted::Letter, Wanted::Letter) if is_adjacent => LETTER,
            (Wanted::Letter, _) if is_adjacent => LETTER_PUNCTUATION,
            (_, Wanted::Letter) if is_adjacent || bytes[..run.start].ends_with(b"_") => PUNCTUATION_LETTER,
            (_, Wanted::Letter) => LETTER,
            (_, Wanted::Punctuation) => LETTER_PUNCTUATION,
            (_, Wanted::Itself) => "",
        };
        insert(run.start, stand_in);
        last = (run.end, after);
    }
    insert(last.0, behind(last.1, bytes.get(last.0)));
    let is_taken = || SENTINELS.find(bytes).is_some() && source.contains([ALONE, BEHIND_STOP, BEFORE_STOP]);
    if inserted.is_empty() || is_taken() {
        return MarkedText { text: Cow::Borrowed(source), inserted: Vec::new() };
    }
    text.push_str(&source[copied..]);
    MarkedText { text: Cow::Owned(text), inserted }
}

/// The stand-in behind a run, before the byte `next`.
fn behind(wanted: Wanted, next: Option<&u8>) -> &'static str {
    match wanted {
        Wanted::Letter if next == Some(&b'_') => LETTER_PUNCTUATION,
        Wanted::Letter => LETTER,
        _ => "",
    }
}

/// The character that a run needs beside it.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Wanted {
    Itself,
    Letter,
    Punctuation,
}

/// Characters of one kind, as many as there are.
struct Run {
    start: usize,
    end: usize,
    delimiter: u8,
}

impl Run {
    /// The run that begins at `start`, without a first character that is escaped.
    fn at(bytes: &[u8], start: usize) -> Run {
        let delimiter = bytes[start];
        let end = start + bytes[start..].iter().take_while(|byte| **byte == delimiter).count();
        let backslashes = bytes[..start].iter().rev().take_while(|byte| **byte == b'\\').count();
        Run { start: start + backslashes % 2, end, delimiter }
    }

    /// What has to stand before and after the run so that the parser reads it by the amended rule.
    fn wanted(&self, source: &str) -> (Wanted, Wanted) {
        let nothing = (Wanted::Itself, Wanted::Itself);
        let bytes = source.as_bytes();
        let length = self.end - self.start;
        let is_ascii = |at: Option<&u8>| at.is_none_or(u8::is_ascii);
        if is_ascii(bytes[..self.start].last()) && is_ascii(bytes.get(self.end)) {
            return nothing;
        }
        if length == 0 || (self.delimiter == b'~' && length != 2) {
            return nothing;
        }
        let Some(seen) = source[..self.start].chars().next_back() else { return nothing };
        let (before, next) = (Class::before(&source[..self.start]), Class::after(&source[self.end..]));
        let amended = self.amended(before, next);
        let own = (Class::of(seen), next);
        let stand_ins = [
            (own, nothing),
            ((Class::Other, own.1), (Wanted::Letter, Wanted::Itself)),
            ((own.0, Class::Other), (Wanted::Itself, Wanted::Letter)),
            ((Class::Punctuation, own.1), (Wanted::Punctuation, Wanted::Itself)),
            ((Class::Other, Class::Other), (Wanted::Letter, Wanted::Letter)),
        ];
        let fits = |((before, next), _): &&((Class, Class), _)| self.parsed(*before, *next) == amended;
        stand_ins.iter().find(fits).map_or(nothing, |(_, wanted)| *wanted)
    }

    /// Whether the run can open and close for the parser.
    fn parsed(&self, before: Class, next: Class) -> (bool, bool) {
        let beside = |class: Class| class == Class::Blank || class.is_punctuation();
        let open = match self.delimiter {
            b'*' => !next.is_punctuation() || beside(before),
            b'_' => beside(before),
            _ => true,
        };
        let close = (self.delimiter != b'_' && !before.is_punctuation()) || beside(next);
        (open && next != Class::Blank, close && before != Class::Blank)
    }

    /// Whether the run can open and close by the amended rule.
    fn amended(&self, before: Class, next: Class) -> (bool, bool) {
        let beside = |class: Class| matches!(class, Class::Blank | Class::Punctuation);
        let left = next != Class::Blank && (next != Class::Punctuation || beside(before) || before.is_cjk());
        let right = before != Class::Blank && (before != Class::Punctuation || beside(next) || next.is_cjk());
        match self.delimiter {
            b'*' => (left, right),
            b'_' => (left && (!right || before.is_punctuation()), right && (!left || next.is_punctuation())),
            // The parser asks for less where `~~` opens.
            _ => (next != Class::Blank, right),
        }
    }
}

/// What the rules distinguish.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Class {
    Blank,
    Punctuation,
    CjkPunctuation,
    Cjk,
    Other,
}

impl Class {
    fn of(c: char) -> Class {
        match (is_punctuation(c), is_cjk(c)) {
            _ if c.is_whitespace() => Class::Blank,
            (true, false) => Class::Punctuation,
            (true, true) => Class::CjkPunctuation,
            (false, true) => Class::Cjk,
            (false, false) => Class::Other,
        }
    }

    fn after(text: &str) -> Class {
        text.chars().next().map_or(Class::Blank, Class::of)
    }

    /// The class of the last character, a variation selector taken together with what it selects.
    fn before(text: &str) -> Class {
        let mut characters = text.chars().rev();
        let last = characters.next().unwrap_or('\n');
        match last {
            // Ideographs only have these.
            '\u{E0100}'..='\u{E01EF}' => Class::Cjk,
            // U+FE0F makes an emoji of what it follows.
            '\u{FE00}'..='\u{FE0E}' => match characters.next().unwrap_or('\n') {
                '‘' | '’' | '“' | '”' if last == '\u{FE01}' => Class::CjkPunctuation,
                selected => Class::of(selected),
            },
            last => Class::of(last),
        }
    }

    fn is_punctuation(self) -> bool {
        matches!(self, Class::Punctuation | Class::CjkPunctuation)
    }

    fn is_cjk(self) -> bool {
        matches!(self, Class::Cjk | Class::CjkPunctuation)
    }
}

/// Punctuation or symbol in the sense of CommonMark 0.31.
fn is_punctuation(c: char) -> bool {
    static PUNCTUATION: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^[\p{P}\p{S}]").expect("a fixed expression is well formed"));
    match c {
        '\0'..='\x7F' => c.is_ascii_punctuation(),
        // Nearly all characters of a Chinese text, without a search in the tables.
        '\u{4E00}'..='\u{9FFF}' => false,
        '，' | '。' | '、' | '：' | '；' | '！' | '？' | '（' | '）' | '“' | '”' | '《' | '》' | '「' | '」' => {
            true
        }
        _ => PUNCTUATION.is_match(c.encode_utf8(&mut [0; 4])),
    }
}

/// The characters of the markdown-cjk-friendly specification: East Asian wide, full-width or half-width and
/// no emoji, or Hangul; in Unicode 17, with what is not assigned between them.
fn is_cjk(c: char) -> bool {
    matches!(c as u32,
        0x1100..=0x11FF | 0x20A9 | 0x2329..=0x232A | 0x2630..=0x2637 | 0x268A..=0x268F | 0x2E80..=0x303E
        | 0x3041..=0x3247 | 0x3250..=0xA4C6 | 0xA960..=0xA97C | 0xAC00..=0xD7FB | 0xF900..=0xFAFF
        | 0xFE10..=0xFE19 | 0xFE30..=0xFE6B | 0xFF01..=0xFFEE | 0x16FE0..=0x18DF2 | 0x1AFF0..=0x1B2FF
        | 0x1D300..=0x1D376 | 0x1F200 | 0x1F202 | 0x1F210..=0x1F219 | 0x1F21B..=0x1F22E | 0x1F230..=0x1F231
        | 0x1F237 | 0x1F23B | 0x1F240..=0x1F248 | 0x1F260..=0x1F265 | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::{mark, unmark};

    #[test]
    fn runs_that_are_read_differently_are_marked() {
        for (source, expect) in [
            ("**中文。**后文", "**中文。|**后文"),
            ("说**“引文”**就是", "说**|“引文”|**就是"),
            ("~~删除。~~保留", "~~删除。|~~保留"),
            ("*a*b **c.** d", "*a*b **c.** d"),
            ("**plain**中文", "**plain**中文"),
            (r"\**中文。\**后文", r"\*|*中文。\*|*后文"),
            ("**中文。** 后文", "**中文。** 后文"),
            ("**中文**。", "**中文**|。"),
            // Two runs beside each other want different things between them.
            ("中~~**a**~~中", "中~~**a**。!~~中"),
            ("中**~~a~~**中", "中**?。~~a~~。!**中"),
            ("a**~~中~~**", "a**。!~~中~~**"),
            ("中**_a_**中", "中**?。_a_。!**中"),
            // A variation selector hides punctuation from the parser, which matters to `_`.
            ("。\u{FE01}_a_", "。\u{FE01}?。_a_"),
            ("3~5 月，6~8 月", "3~5 月，6~8 月"),
        ] {
            let marked = mark(source).text;
            assert_eq!(marked.replace('\u{FDD0}', "|").replace('\u{FDD1}', "!").replace('\u{FDD2}', "?"), expect);
            assert_eq!(unmark(&marked), source);
        }
    }

    #[test]
    fn offsets_lead_back_to_the_source() {
        let source = "**中。**后**“文”**[a](b)，中~~**a**~~中";
        let marked = mark(source);
        for (offset, _) in marked.text.char_indices() {
            let rest = unmark(&marked.text[offset..]);
            assert!(rest.ends_with(&source[marked.original(offset)..]), "{offset}");
        }
    }
}
