//! Line breaks of the source between wide characters.
//!
//! A browser draws a line break as a blank, which tears a Chinese sentence apart where its source was
//! wrapped. By the rule of CSS Text 3, a break between two wide characters, neither of them Hangul, is
//! nothing; everywhere else it stays a blank.

use crate::model::is_wide;

/// Joins lines across tags: a break waits until the character after it is known.
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
