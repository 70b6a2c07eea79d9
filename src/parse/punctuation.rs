//! Full-width punctuation for Chinese text that was typed with half-width marks: `低微, 靠` reads `低微，靠`.
//!
//! In: running text of a Chinese page, piece by piece. Out: the same with `, . : ; ? ! ( )` full-width where they stand
//! after or between wide characters, and without the blank that followed them. The source stays as it is.
//!
//! What always holds: numbers, Latin words and addresses keep their marks; a closing bracket is as wide as the one that
//! it closes.
//!
//! Deliberately not here: quotes and dashes, which are the same characters in both widths; the fonts set them right.

use crate::model::is_wide;
use std::borrow::Cow;

/// The brackets that are open in a block, and whether each was made wide.
#[derive(Default)]
pub struct PunctuationWidener {
    brackets: Vec<bool>,
}

impl PunctuationWidener {
    /// `previous` is the character before `text`, when it is text.
    pub fn widen<'t>(&mut self, text: &'t str, mut previous: Option<char>) -> Cow<'t, str> {
        if !text.contains([',', '.', ':', ';', '?', '!', '(', ')']) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() + 8);
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let after = &text[at + c.len_utf8()..];
            let wide = self.wide(c, previous, after);
            if let Some(wide) = wide {
                if wide == '（' && out.ends_with(' ') {
                    out.pop();
                }
                out.push(wide);
                while chars.next_if(|(_, next)| *next == ' ').is_some() {}
            } else {
                out.push(c);
            }
            previous = Some(wide.unwrap_or(c));
        }
        Cow::Owned(out)
    }

    fn wide(&mut self, c: char, previous: Option<char>, after: &str) -> Option<char> {
        let follows = previous.is_some_and(is_wide);
        let precedes = |text: &str| text.chars().next().is_some_and(is_wide);
        let between =
            || follows || (previous.is_some_and(char::is_alphanumeric) && precedes(after.trim_start_matches(' ')));
        match c {
            ',' if between() => Some('，'),
            ';' if between() => Some('；'),
            ':' if between() => Some('：'),
            '?' if between() => Some('？'),
            '!' if between() => Some('！'),
            // `文件.md` and `等等...` go on.
            '.' if follows && (after.is_empty() || after.starts_with([' ', '\n', ')']) || precedes(after)) => {
                Some('。')
            }
            '(' => {
                let wide = follows || precedes(after);
                self.brackets.push(wide);
                wide.then_some('（')
            }
            ')' => self.brackets.pop().unwrap_or(follows).then_some('）'),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PunctuationWidener;

    #[test]
    fn marks_between_chinese_become_wide_and_others_stay() {
        for (text, expect) in [
            ("身份低微, 靠自己. 可参考:下文", "身份低微，靠自己。可参考：下文"),
            ("支持 PostgreSQL, 也支持 MySQL.", "支持 PostgreSQL，也支持 MySQL."),
            ("真的吗?! 好!", "真的吗？！好！"),
            ("函数 (例如求和) 与集合(set)。", "函数（例如求和）与集合（set）。"),
            ("PostgreSQL (PG) 与 f(x, y)", "PostgreSQL (PG) 与 f(x, y)"),
            ("1,000 行, 3.14, 10:30, 文件.md, 等等...", "1,000 行，3.14, 10:30，文件.md，等等..."),
            ("Hello, world. It is 10:30 (now).", "Hello, world. It is 10:30 (now)."),
            ("没有半角标点。", "没有半角标点。"),
        ] {
            assert_eq!(PunctuationWidener::default().widen(text, None), expect);
        }
    }

    #[test]
    fn brackets_fit_across_pieces_of_a_paragraph() {
        let mut punctuation = PunctuationWidener::default();
        let pieces = [("见(", Some('。')), ("PG", None), (", 文档)", Some('G')), (")", Some('x'))];
        let wide: String = pieces.map(|(text, previous)| punctuation.widen(text, previous).into_owned()).concat();
        assert_eq!(wide, "见（PG，文档）)");
    }
}
