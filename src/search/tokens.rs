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
#[derive(Default)]
pub struct Tokens {
    position: u32,
    folded: Vec<(char, bool)>,
    word: String,
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
        let mut before: Option<char> = None;
        let mut chars = text.char_indices().map(|(at, c)| (at, fold_ideograph(c))).peekable();
        while let Some((start, c)) = chars.next() {
            if is_ideograph(c) {
                let next = chars.peek().map(|(_, next)| *next).filter(|next| is_ideograph(*next));
                take(SearchToken::Pair(c, next), self.position);
                // Ideographs with something between them are no neighbours.
                self.position += 1 + u32::from(next.is_none());
                before = Some(c);
            } else if c.is_alphanumeric() {
                let mut end = start + c.len_utf8();
                while let Some((at, c)) = chars.next_if(|(_, c)| is_word(*c) && !is_ideograph(*c)) {
                    end = at + c.len_utf8();
                }
                // The gap after a run of ideographs is for other ideographs only.
                if before.take().is_some() && self.position > 0 {
                    self.position -= 1;
                }
                self.words(&text[start..end], &mut take);
            }
        }
    }

    /// One run of letters and digits.
    fn words(&mut self, run: &str, take: &mut impl FnMut(SearchToken, u32)) {
        self.folded.clear();
        if run.is_ascii() {
            let mut before = ' ';
            for c in run.chars().take(LONGEST) {
                self.folded.push((c.to_ascii_lowercase(), begins_part(before, c)));
                before = c;
            }
        } else {
            let mut before = ' ';
            for c in run.nfkd().filter(|c| !is_combining_mark(*c)).take(LONGEST) {
                let starts = begins_part(before, c);
                before = c;
                self.folded.extend(c.to_lowercase().map(|c| (c, starts)));
            }
        }
        self.word.clear();
        self.word.extend(self.folded.iter().map(|(c, _)| *c));
        if self.word.is_empty() {
            return;
        }
        take(SearchToken::Word(&self.word), self.position);
        if self.folded.iter().skip(1).any(|(_, starts)| *starts) {
            for part in self.folded.chunk_by(|_, (_, starts)| !*starts) {
                self.word.clear();
                self.word.extend(part.iter().map(|(c, _)| *c));
                let is_letter = part.len() == 1 && !part[0].0.is_numeric();
                if part.len() < self.folded.len() && !is_letter {
                    take(SearchToken::Part(&self.word), self.position);
                }
            }
        }
        self.position += 1;
    }
}

/// A letter or digit of a word, or a mark on one.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Whether a part of a word begins: `16` in `v16`, `Hub` in `GitHub`.
fn begins_part(before: char, c: char) -> bool {
    before.is_numeric() != c.is_numeric() && before.is_alphanumeric() || before.is_lowercase() && c.is_uppercase()
}

/// Half-width kana as full-width, traditional characters as simplified ones.
fn fold_ideograph(c: char) -> char {
    match c {
        ..'\u{3041}' => c,
        '\u{FF66}'..='\u{FF9D}' => std::iter::once(c).nfkc().next().unwrap_or(c),
        c => simplified(c),
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
