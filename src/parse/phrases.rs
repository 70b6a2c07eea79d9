//! Where a Chinese heading may break: between phrases, not inside them.
//!
//! In: a heading's text. Out: its phrases; the pages put `<wbr>` between them and keep the rest together, so that no line
//! ends with half a word and none holds a lone last character.
//!
//! What always holds: the phrases put together are the text; Latin words and numbers stay whole; a phrase is no single
//! Han character where another phrase is beside it.
//!
//! Deliberately not here: body text, which is set in lines of any character as all Chinese is.

use super::line_break::is_wide;
use budoux_phf_rs::Parser;
use std::sync::LazyLock;

/// Columns up to which a heading fits on one line of a phone.
const SHORT: usize = 24;

/// Trained on Simplified Chinese; small, and near enough for Traditional.
static PARSER: LazyLock<Parser> = LazyLock::new(Parser::simplified_chinese_parser);

/// Whether a heading may take more than one line, and has Chinese in it.
pub fn is_long(heading: &str) -> bool {
    let columns: usize = heading.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum();
    columns > SHORT && heading.chars().any(is_han)
}

/// The phrases of a heading, or of a part of one.
pub fn phrases(text: &str) -> Vec<&str> {
    let mut phrases = Vec::new();
    let mut start = 0;
    let mut end = 0;
    PARSER.parse_with(text, |chunk| {
        if start < end && may_break(&text[start..end], chunk) {
            phrases.push(&text[start..end]);
            start = end;
        }
        end += chunk.len();
    });
    match phrases.last_mut() {
        // Nothing goes over to the next line alone.
        Some(last) if text[start..].chars().count() == 1 => *last = &text[start - last.len()..],
        _ => phrases.push(&text[start..]),
    }
    phrases
}

/// Whether a line may end after `before`.
fn may_break(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return false };
    let in_word = !is_wide(last) && !is_wide(first);
    let lone = before.chars().rev().take_while(|c| is_han(*c)).count() == 1;
    let particle = matches!(after, "的" | "了" | "着" | "过" | "吗" | "呢" | "吧" | "们" | "之");
    !in_word
        && !lone
        && !particle
        && (is_han(first) || first.is_alphanumeric() || matches!(first, '“' | '‘' | '《' | '「' | '（'))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use super::{is_long, phrases};

    #[test]
    fn headings_break_between_phrases() {
        for text in [
            "在产业|升级的|大背|景下|“云+|开源”|带来的|机会",
            "用 RUM 索引|加速|全文|检索的|实践|方案",
            "PostgreSQL 数据|库开发者|社区|生态构|建标杆|用户|案例",
            "三、|为什么|有了|开源|还需要|云服务？",
        ] {
            assert!(is_long(text), "{text}");
            assert_eq!(phrases(&text.replace('|', "")).join("|"), text);
        }
        assert!(!["学习图谱不是目录", "A heading without Chinese in it, long enough"].into_iter().any(is_long));
    }
}
