//! Line breaks of the source between wide characters.
//!
//! A browser draws a line break as a blank, which tears a Chinese sentence apart where its source was
//! wrapped. By the rule of CSS Text 3, a break between two wide characters, neither of them Hangul, is
//! nothing; everywhere else it stays a blank.

/// Looks through tags: the break waits until the character after it is known.
#[derive(Default)]
pub struct LineBreak {
    previous: Option<char>,
    waiting: Option<usize>,
}

impl LineBreak {
    /// A break of the source, at this offset of the output.
    pub fn at(&mut self, offset: usize) {
        self.waiting.get_or_insert(offset);
    }

    /// The last character that was written; `None` for what is no text.
    pub fn after(&mut self, character: Option<char>) {
        self.previous = character;
    }

    /// The character right before what comes next, when that is text.
    pub fn previous(&self) -> Option<char> {
        self.previous.filter(|_| self.waiting.is_none())
    }

    /// Where a waiting break belongs, and whether its two sides are to be joined.
    pub fn settle(&mut self, next: Option<char>) -> Option<(usize, bool)> {
        let at = self.waiting.take()?;
        let joined = self.previous.is_some_and(is_wide) && next.is_some_and(is_wide);
        Some((at, joined))
    }
}

/// East Asian wide or full-width, and not Hangul, which sets words apart by blanks.
pub fn is_wide(c: char) -> bool {
    matches!(c as u32,
        0x4E00..=0x9FFF | 0x2E80..=0x312F | 0x3190..=0x4DBF | 0xA000..=0xA4CF | 0xF900..=0xFAFF | 0xFE10..=0xFE19
        | 0xFE30..=0xFE6F | 0xFF01..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1B000..=0x1B2FF | 0x20000..=0x3FFFD)
}
