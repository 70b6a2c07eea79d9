//! Places in a file as lines and columns, and excerpts that show them.
//!
//! In: the file's text as it is on disk (perhaps with a BOM, CRLF, control characters) and a range of bytes,
//! which may be wrong in any way. Out: lines and columns from 1, and text that is safe on a terminal.

use crate::model::is_invisible;
use std::ops::Range;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Most columns of an excerpt on a terminal, without the line number.
const WIDTH: usize = 92;
/// Columns of the mark itself, and what is kept of the line after it.
const MARK: usize = 60;
const AFTER: usize = 16;

/// A range of a text as editors count it: lines and columns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct SourceSpan<'s> {
    /// Both from 1; columns are characters.
    pub line: usize,
    pub column: usize,
    /// Of the position behind the last character.
    pub end_line: usize,
    pub end_column: usize,
    /// The first line in three: before, inside and after the range.
    parts: [&'s str; 3],
}

impl<'s> SourceSpan<'s> {
    pub(super) fn of(source: &'s str, (start, end): (usize, usize)) -> SourceSpan<'s> {
        let first = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let start = source.floor_char_boundary(start.max(first));
        let Range { start: line_start, end: line_end } = line_around(source, start, first);
        let start = start.min(line_end);
        let end = source.ceil_char_boundary(end).max(start);
        // Line breaks behind the last line are not shown.
        let end = start + source[start..end].trim_end_matches(['\r', '\n']).len();
        let last_line_start = line_around(source, end, first).start;
        let line = 1 + source[..start].matches('\n').count();
        let marked = end.min(line_end);
        SourceSpan {
            line,
            column: 1 + source[line_start..start].chars().count(),
            end_line: line + source[start..end].matches('\n').count(),
            end_column: 1 + source[last_line_start..end].chars().count(),
            parts: [&source[line_start..start], &source[start..marked], &source[marked..line_end]],
        }
    }

    /// The first line of the range and the carets that belong under it, cut to a readable width.
    pub(super) fn excerpt(&self) -> (String, String) {
        let [before, mark, after] = self.parts.map(visible);
        let mark = head(&mark, MARK);
        let room = WIDTH - mark.width();
        let before = tail(&before, room - after.width().min(AFTER));
        let after = head(&after, room - before.width());
        let carets = " ".repeat(before.width()) + &"^".repeat(mark.width().max(1));
        let line = before + &mark + &after;
        (line.trim_end().to_string(), carets)
    }
}

/// The line that holds the byte `at`, without its break.
fn line_around(source: &str, at: usize, first: usize) -> Range<usize> {
    let start = source[..at].rfind('\n').map_or(first, |newline| newline + 1);
    let end = source[at..].find('\n').map_or(source.len(), |length| at + length);
    start..start + source[start..end].trim_end_matches('\r').len()
}

/// `text`, safe for a terminal: without characters that move the cursor, change colours or the direction of the text, and
/// without invisible characters and lookalikes. A tab becomes four blanks, any other such character its number.
pub fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\t' => visible += "    ",
            '\n' => visible.push(' '),
            c if is_unsafe(c) || is_mistaken(c) || is_joiner(c) && !is_joined(before) => {
                visible += &format!("<U+{:04X}>", c as u32);
            }
            c => visible.push(c),
        }
        before = c;
    }
    visible
}

/// Control characters, characters that change the direction or the lines of the text around them, and invisible characters.
/// Joiners do not count: they can be part of an emoji or of a letter.
pub(super) fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{61c}' | '\u{2028}' | '\u{2029}') || is_invisible(c) && !is_joiner(c)
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a joiner behind this character has a visible effect: behind an emoji, or behind a letter of a script that joins
/// letters. Latin and Chinese do not.
fn is_joined(before: char) -> bool {
    !matches!(before, '\0'..='\u{2ff}' | '\u{2000}'..='\u{206f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{faff}')
        && !matches!(before, '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Characters that look like a blank, a hyphen or nothing.
fn is_mistaken(c: char) -> bool {
    matches!(
        c,
        '\u{a0}'
            | '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{1680}'
            | '\u{180e}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2010}'
            | '\u{2011}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// The beginning of `text`, at most `width` columns wide.
pub(super) fn head(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_string();
    }
    taken(text.chars(), width).into_iter().collect::<String>() + "..."
}

/// The end of `text`, at most `width` columns wide.
fn tail(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_string();
    }
    let kept: String = taken(text.chars().rev(), width).into_iter().rev().collect();
    format!("...{kept}")
}

/// As many characters as fit before the dots.
fn taken(chars: impl Iterator<Item = char>, width: usize) -> Vec<char> {
    let mut left = width.saturating_sub("...".len());
    chars
        .map_while(|c| {
            left = left.checked_sub(c.width().unwrap_or(0))?;
            Some(c)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::SourceSpan;
    use unicode_width::UnicodeWidthStr;

    /// The place of `mark` in `source`: `line:column-end_line:end_column`, the line, the carets.
    #[track_caller]
    fn check(source: &str, mark: &str, expect: [&str; 3]) {
        let start = source.find(mark).expect("the mark is in the source");
        let place = SourceSpan::of(source, (start, start + mark.len()));
        let (line, carets) = place.excerpt();
        let position = format!("{}:{}-{}:{}", place.line, place.column, place.end_line, place.end_column);
        assert_eq!([&*position, &*line, &*carets], expect);
    }

    #[test]
    fn the_mark_stands_under_wide_characters() {
        check(
            "一行\n- [《德说-第251期》](../x.md) 完\n",
            "../x.md",
            [
                "2:16-2:23",
                "- [《德说-第251期》](../x.md) 完",
                "                     ^^^^^^^", //
            ],
        );
        check("标题：云\n", "云", ["1:4-1:5", "标题：云", "      ^^"]);
    }

    #[test]
    fn combined_characters_take_no_room_of_their_own() {
        check("e\u{301}tat 👨\u{200d}👩 x", "x", ["1:11-1:12", "e\u{301}tat 👨\u{200d}👩 x", "        ^"]);
    }

    #[test]
    fn a_tab_is_four_columns_and_one_character() {
        check("\ta\tb\n", "b", ["1:4-1:5", "    a    b", "         ^"]);
    }

    #[test]
    fn crlf_and_bom_are_not_part_of_a_line() {
        check("\u{feff}题\r\n二行 x\r\n", "题", ["1:1-1:2", "题", "^^"]);
        check("\u{feff}题\r\n二行 x\r\n", "x", ["2:4-2:5", "二行 x", "     ^"]);
        check("\u{feff}题\r\n二行 x\r\n", "x\r\n", ["2:4-2:5", "二行 x", "     ^"]);
    }

    #[test]
    fn a_range_over_lines_is_shown_by_its_first() {
        check("---\r\ntitle: 云\r\ntags:\r\n", "title: 云\r\ntags:", ["2:1-3:6", "title: 云", "^^^^^^^^^"]);
    }

    #[test]
    fn places_outside_the_text_are_moved_into_it() {
        for (source, at, expect) in [
            ("", (0, 0), "1:1-1:1"),
            ("", (7, 9), "1:1-1:1"),
            ("\u{feff}", (0, 1), "1:1-1:1"),
            ("ab", (2, 2), "1:3-1:3"),
            ("ab\n", (3, 3), "2:1-2:1"),
            ("ab\r\ncd", (3, 3), "1:3-1:3"),
            ("ab\r\ncd", (3, 4), "1:3-1:3"),
            ("云云", (1, 2), "1:1-1:2"),
            ("云云", (4, 99), "1:2-1:3"),
            ("abc", (2, 1), "1:3-1:3"),
        ] {
            let place = SourceSpan::of(source, at);
            let text = format!("{}:{}-{}:{}", place.line, place.column, place.end_line, place.end_column);
            assert_eq!(text, expect, "{source:?} {at:?}");
            assert!(place.excerpt().1.ends_with('^'), "{source:?} {at:?}");
        }
    }

    #[test]
    fn no_range_of_any_text_is_a_fault_or_too_wide() {
        let alphabet: Vec<char> = "ab中，“\té👨\u{200d}\u{301}\u{1b}\u{9b}\u{202e}\u{feff}\u{7f}\r\n".chars().collect();
        let mut state = 1_usize;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..5_000 {
            let source: String = (0..random(300)).map(|_| alphabet[random(alphabet.len())]).collect();
            let start = random(source.len() + 3);
            let place = SourceSpan::of(&source, (start, start + random(300)));
            let (line, carets) = place.excerpt();
            assert!(line.width() <= super::WIDTH && carets.width() <= super::WIDTH + 1, "{source:?}\n{line}\n{carets}");
            assert!(!line.contains(super::is_unsafe), "{line:?}");
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let source = format!("{}[x](y.md){}", "很长的一行，".repeat(40), "后面也很长。".repeat(40));
        check(
            &source,
            "y.md",
            [
                "1:245-1:249",
                "...行，很长的一行，很长的一行，很长的一行，很长的一行，很长的一行，[x](y.md)后面也很长。...",
                "                                                                       ^^^^",
            ],
        );
        let (line, carets) = SourceSpan::of(&source, (0, source.len())).excerpt();
        assert_eq!((line.width(), carets.as_str()), (59, "^".repeat(59).as_str()), "{line}");
    }

    #[test]
    fn characters_that_look_like_others_show_as_their_numbers() {
        check("a\u{a0}b\u{2011}c", "c", ["1:5-1:6", "a<U+00A0>b<U+2011>c", "                  ^"]);
        check("ab\u{2060}\u{ad}c", "\u{2060}\u{ad}", ["1:3-1:5", "ab<U+2060><U+00AD>c", "  ^^^^^^^^^^^^^^^^"]);
        // A joiner is part of an emoji, of Persian and of the scripts of India.
        let line = "云<U+200D>x👨\u{200d}👩ی\u{200c}<U+200D>";
        check("云\u{200d}x👨\u{200d}👩ی\u{200c}\u{200d}", "x", ["1:3-1:4", line, "          ^"]);
        check("\u{3000}x", "x", ["1:2-1:3", "\u{3000}x", "  ^"]);
    }

    #[test]
    fn control_characters_show_as_their_numbers() {
        check("a\u{1b}[31mb\u{202e}c", "c", ["1:9-1:10", "a<U+001B>[31mb<U+202E>c", "                      ^"]);
    }
}
