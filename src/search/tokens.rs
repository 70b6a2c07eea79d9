//! Text to tokens: what can be searched for, and where it stands.
//!
//! In: plain text. Out: a [`SearchToken`] for each pair of neighbouring ideographs and for each word, with its position.
//! The script of the search page cuts queries by the same rules (`themes/default/static/search.js`); `tests/all/browser/search.rs`
//! compares the two.
//!
//! What always holds: two tokens stand at neighbouring positions only if nothing but blanks or signs is between them,
//! and nothing at all between two ideographs. So a text of ideographs is found by its pairs, and only by them.

use super::simplified::simplified;
use crate::model::is_hangul;
use std::sync::LazyLock;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The longest word in characters; the rest of a longer one is not searched.
const LONGEST: usize = 40;

/// Something that can be searched for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SearchToken<'t> {
    /// An ideograph, kana or syllable, and the one that follows without anything between them.
    Pair(char, Option<char>),
    /// A word or a number, folded.
    Word(&'t str),
    /// A part of the word before it, at the same position: `16` of `v16`, `hub` of `GitHub`.
    Part(&'t str),
}

/// A character that is searched in pairs: Han, kana, Hangul.
pub fn is_ideograph(c: char) -> bool {
    matches!(c as u32,
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFD // Han
        | 0x3005 | 0x3007 // repetition, zero
        | 0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x31F0..=0x31FF) // kana
        || is_hangul(c)
}

/// Cuts texts into tokens, with one count of positions for all of them.
pub struct Tokens {
    position: u32,
    word: String,
    /// Where parts of the word begin, but for the first.
    parts: Vec<usize>,
    known: &'static [Known],
}

impl Default for Tokens {
    fn default() -> Tokens {
        Tokens { position: 0, word: String::new(), parts: Vec::new(), known: &KNOWN }
    }
}

impl Tokens {
    /// The position of the next token.
    pub fn position(&self) -> u32 {
        self.position
    }

    /// Keeps what follows apart from what was before.
    pub fn end_block(&mut self) {
        self.position += 1;
    }

    /// Calls `take` for each token of a text.
    pub fn cut(&mut self, text: &str, mut take: impl FnMut(SearchToken, u32)) {
        let known = self.known;
        let known = |(at, c): (usize, char)| (at, known.get(c as usize).copied().unwrap_or_else(|| Known::of(c)), c);
        let mut is_behind_ideograph = false;
        let mut chars = text.char_indices().map(known).peekable();
        while let Some((start, Known { class, folded }, c)) = chars.next() {
            if class == CharClass::Ideograph {
                let next = chars.peek().filter(|(_, next, _)| next.class == CharClass::Ideograph);
                take(SearchToken::Pair(folded, next.map(|(_, next, _)| next.folded)), self.position);
                // Ideographs with something between them are no neighbours.
                self.position += 1 + u32::from(next.is_none());
                is_behind_ideograph = true;
            } else if class == CharClass::Letter {
                let mut end = start + c.len_utf8();
                let is_word = |class| matches!(class, CharClass::Letter | CharClass::Mark);
                while let Some((at, _, c)) = chars.next_if(|(_, known, _)| is_word(known.class)) {
                    end = at + c.len_utf8();
                }
                // The gap after a run of ideographs is for other ideographs only.
                if std::mem::take(&mut is_behind_ideograph) && self.position > 0 {
                    self.position -= 1;
                }
                self.words(&text[start..end], &mut take);
            }
        }
    }

    /// One run of letters and digits.
    fn words(&mut self, run: &str, take: &mut impl FnMut(SearchToken, u32)) {
        let Tokens { word, parts, .. } = self;
        word.clear();
        parts.clear();
        let mut before = ' ';
        if run.is_ascii() {
            word.push_str(&run[..run.len().min(LONGEST)]);
            for (at, c) in word.char_indices() {
                parts.extend(begins_part(before, c).then_some(at));
                before = c;
            }
            word.make_ascii_lowercase();
        } else {
            for c in run.nfkd().filter(|c| !is_combining_mark(*c)).take(LONGEST) {
                parts.extend(begins_part(before, c).then_some(word.len()));
                word.extend(c.to_lowercase());
                before = c;
            }
        }
        if word.is_empty() {
            return;
        }
        take(SearchToken::Word(word), self.position);
        if !parts.is_empty() {
            parts.push(word.len());
            let mut start = 0;
            for end in parts.iter() {
                let part = &word[start..*end];
                start = *end;
                let is_letter = part.chars().nth(1).is_none() && !part.starts_with(char::is_numeric);
                if !is_letter {
                    take(SearchToken::Part(part), self.position);
                }
            }
        }
        self.position += 1;
    }
}

/// Whether a part of a word begins: `16` in `v16`, `Hub` in `GitHub`.
fn begins_part(before: char, c: char) -> bool {
    before.is_numeric() != c.is_numeric() && before.is_alphanumeric() || before.is_lowercase() && c.is_uppercase()
}

/// What the search knows of a character.
#[derive(Clone, Copy)]
struct Known {
    class: CharClass,
    /// An ideograph in its simplified form.
    folded: char,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CharClass {
    Sign,
    Ideograph,
    Letter,
    /// It belongs to the letter before it.
    Mark,
}

/// The characters of most texts, by their code.
static KNOWN: LazyLock<Vec<Known>> =
    LazyLock::new(|| (0..0x1_0000).map(|code| Known::of(char::from_u32(code).unwrap_or_default())).collect());

impl Known {
    fn of(c: char) -> Known {
        // Half-width kana are full-width ones.
        let folded = match c {
            '\u{FF66}'..='\u{FF9D}' => std::iter::once(c).nfkc().next().unwrap_or(c),
            c => simplified(c),
        };
        let class = match c {
            _ if is_ideograph(folded) => CharClass::Ideograph,
            c if c.is_alphanumeric() => CharClass::Letter,
            c if is_combining_mark(c) => CharClass::Mark,
            _ => CharClass::Sign,
        };
        Known { class, folded }
    }
}

#[cfg(test)]
mod tests {
    use super::{SearchToken, Tokens};

    fn cut(text: &str) -> String {
        let mut all = Vec::new();
        Tokens::default().cut(text, |token, at| {
            all.push(match token {
                SearchToken::Pair(a, b) => format!("{a}{}@{at}", b.map_or(String::new(), |b| b.to_string())),
                SearchToken::Word(word) => format!("{word}@{at}"),
                SearchToken::Part(part) => format!("+{part}@{at}"),
            });
        });
        all.join(" ")
    }

    #[test]
    fn texts_are_cut() {
        for (text, expect) in [
            ("", ""),
            ("云", "云@0"),
            ("云原生", "云原@0 原生@1 生@2"),
            ("云，原生", "云@0 原生@2 生@3"),
            ("雲原生", "云原@0 原生@1 生@2"),
            ("用Rust写", "用@0 rust@1 写@2"),
            ("用 Rust 写", "用@0 rust@1 写@2"),
            ("pg_stat_statements", "pg@0 stat@1 statements@2"),
            ("v16.2", "v16@0 +16@0 2@1"),
            ("GitHub 上", "github@0 +git@0 +hub@0 上@1"),
            ("Café ＡＢ", "cafe@0 ab@1"),
            ("HTTPServer", "httpserver@0"),
            ("ガ한글", "ガ한@0 한글@1 글@2"),
        ] {
            assert_eq!(cut(text), expect, "{text}");
        }
    }
}
