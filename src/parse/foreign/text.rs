//! A text that is written from another one, and where each of its bytes comes from.

use std::{borrow::Cow, ops::Range};

/// A text with parts of its source left out and others put in.
#[derive(Debug)]
pub struct RewrittenText<'s> {
    /// The source where nothing has changed.
    pub text: Cow<'s, str>,
    /// In order of the text; none where nothing has changed.
    pieces: Vec<TextPiece>,
}

/// A part of the text.
#[derive(Debug)]
struct TextPiece {
    /// Where it begins.
    at: usize,
    /// Where it comes from, or, if it was put in, what it stands for.
    source: usize,
    /// Bytes that are the same in the source; 0 for what was put in.
    copied: usize,
}

impl<'s> RewrittenText<'s> {
    /// The source as it is.
    pub fn unchanged(source: &'s str) -> RewrittenText<'s> {
        RewrittenText { text: Cow::Borrowed(source), pieces: Vec::new() }
    }

    /// The same, which depends on no source any more.
    pub(super) fn into_owned(self) -> RewrittenText<'static> {
        RewrittenText { text: Cow::Owned(self.text.into_owned()), pieces: self.pieces }
    }

    /// The offset in the source of an offset in the text.
    pub fn original(&self, offset: usize) -> usize {
        let Some(index) = self.pieces.partition_point(|piece| piece.at <= offset).checked_sub(1) else { return offset };
        let piece = &self.pieces[index];
        piece.source + (offset - piece.at).min(piece.copied)
    }
}

/// Writes such a text from the beginning to the end.
pub(super) struct Rewriter<'s> {
    source: &'s str,
    text: String,
    pieces: Vec<TextPiece>,
}

impl<'s> Rewriter<'s> {
    pub(super) fn new(source: &'s str) -> Rewriter<'s> {
        Rewriter { source, text: String::with_capacity(source.len() + source.len() / 16), pieces: Vec::new() }
    }

    /// The length of the text so far.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn ends_with_blank_line(&self) -> bool {
        self.text.is_empty() || self.text.ends_with("\n\n")
    }

    /// Puts a part of the source to the end.
    pub(super) fn copy(&mut self, part: Range<usize>) {
        if part.is_empty() {
            return;
        }
        match self.pieces.last_mut() {
            Some(last) if last.copied > 0 && last.source + last.copied == part.start => last.copied += part.len(),
            _ => self.pieces.push(TextPiece { at: self.text.len(), source: part.start, copied: part.len() }),
        }
        self.text.push_str(&self.source[part]);
    }

    /// Puts a text to the end that stands for what is at an offset of the source.
    pub(super) fn put(&mut self, text: &str, source: usize) {
        if !text.is_empty() {
            self.pieces.push(TextPiece { at: self.text.len(), source, copied: 0 });
            self.text.push_str(text);
        }
    }

    /// Begins a new line unless one has just begun.
    pub(super) fn begin_line(&mut self, source: usize) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.put("\n", source);
        }
    }

    pub(super) fn finish(self) -> RewrittenText<'s> {
        if self.text == self.source {
            return RewrittenText::unchanged(self.source);
        }
        RewrittenText { text: Cow::Owned(self.text), pieces: self.pieces }
    }
}

#[cfg(test)]
mod tests {
    use super::Rewriter;

    #[test]
    fn each_byte_is_led_back() {
        let mut writer = Rewriter::new("abcdef");
        writer.copy(0..2);
        writer.put("XY", 2);
        writer.copy(4..6);
        let rewritten = writer.finish();
        assert_eq!(rewritten.text, "abXYef");
        let led_back: Vec<usize> = (0..=6).map(|offset| rewritten.original(offset)).collect();
        assert_eq!(led_back, [0, 1, 2, 2, 4, 5, 6]);
    }

    #[test]
    fn an_unchanged_text_is_borrowed() {
        let mut writer = Rewriter::new("abc");
        writer.copy(0..1);
        writer.copy(1..3);
        let rewritten = writer.finish();
        assert!(matches!(rewritten.text, std::borrow::Cow::Borrowed("abc")));
        assert_eq!(rewritten.original(2), 2);
    }
}
