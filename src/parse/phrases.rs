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
use budoux_phf_rs::{Model, Parser};
use std::sync::LazyLock;

/// Columns up to which a title, and a heading of level 2, fit on one line of a phone; and headings below that.
const SHORT: usize = 28;
const SHORT_BELOW: usize = 36;

static SCORES: LazyLock<Scores> = LazyLock::new(|| Scores::new(&Parser::simplified_chinese_parser().model));

/// Whether a heading of that level may take more than one line, and has Chinese in it.
pub fn is_long(heading: &str, level: u8) -> bool {
    let short = if level > 2 { SHORT_BELOW } else { SHORT };
    // No character takes more columns than bytes.
    if heading.len() <= short {
        return false;
    }
    let columns: usize = heading.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum();
    columns > short && heading.chars().any(is_han)
}

/// The phrases of a heading, or of a part of one.
pub fn phrases(text: &str) -> Vec<&str> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut phrases = Vec::new();
    let mut start = 0;
    for (index, (at, next)) in chars.iter().enumerate().skip(1) {
        if may_break(&text[start..*at], *next) && SCORES.is_boundary(&chars, index) {
            phrases.push(&text[start..*at]);
            start = *at;
        }
    }
    match phrases.last_mut() {
        // Nothing goes over to the next line alone.
        Some(last) if text[start..].chars().count() == 1 => *last = &text[start - last.len()..],
        _ => phrases.push(&text[start..]),
    }
    phrases
}

/// The trained weights: how much a group of characters speaks for a boundary at a place beside it.
///
/// The maps that the model comes in hash their keys by a method that is ten times slower than this one table.
struct Scores {
    base: i32,
    /// Open addressing; the key 0 is an empty slot.
    slots: Vec<(u64, i32)>,
}

/// Slots of the table, three times the entries of the model.
const SLOTS: usize = 1 << 14;

/// Where the group begins, counted from the boundary, and how many characters it has; in the order of the model's maps.
const GROUPS: [(isize, usize); 13] =
    [(-3, 1), (-2, 1), (-1, 1), (0, 1), (1, 1), (2, 1), (-2, 2), (-1, 2), (0, 2), (-3, 3), (-2, 3), (-1, 3), (0, 3)];

impl Scores {
    fn new(model: &Model) -> Scores {
        let maps = [
            model.uw1, model.uw2, model.uw3, model.uw4, model.uw5, model.uw6, model.bw1, model.bw2, model.bw3,
            model.tw1, model.tw2, model.tw3, model.tw4,
        ];
        let mut scores = Scores { base: -(model.total_score / 2), slots: vec![(0, 0); SLOTS] };
        for (group, map) in maps.into_iter().enumerate() {
            for (characters, score) in map.entries() {
                let Some(key) = key(group, characters.chars()) else { continue };
                let slot = scores.slot(key);
                scores.slots[slot] = (key, (*score).into());
            }
        }
        scores
    }

    /// Whether a phrase ends before the character `index`.
    fn is_boundary(&self, chars: &[(usize, char)], index: usize) -> bool {
        let scores = GROUPS.iter().enumerate().filter_map(|(group, (offset, length))| {
            let from = index.checked_add_signed(*offset)?;
            let characters = chars.get(from..from + length)?;
            Some(self.slots[self.slot(key(group, characters.iter().map(|(_, c)| *c))?)].1)
        });
        self.base + scores.sum::<i32>() > 0
    }

    /// The slot of the key, or the empty one where it would be.
    fn slot(&self, key: u64) -> usize {
        let mut slot = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 50) as usize;
        while self.slots[slot].0 != key && self.slots[slot].0 != 0 {
            slot = (slot + 1) % SLOTS;
        }
        slot
    }
}

/// A group and its characters in one number, if they are of the first plane as all of the model's are.
fn key(group: usize, characters: impl Iterator<Item = char>) -> Option<u64> {
    characters
        .map(|c| u16::try_from(u32::from(c)).ok())
        .try_fold(group as u64 + 1, |key, c| Some(key << 16 | u64::from(c?)))
}

/// Whether a line may end after `before`.
fn may_break(before: &str, next: char) -> bool {
    let Some(last) = before.chars().next_back() else { return false };
    let in_word = !is_wide(last) && !is_wide(next);
    let lone = is_han(last) && !before.chars().rev().nth(1).is_some_and(is_han);
    let particle = matches!(next, '的' | '了' | '着' | '过' | '吗' | '呢' | '吧' | '们' | '之');
    let begins = is_han(next) || next.is_alphanumeric() || matches!(next, '“' | '‘' | '《' | '「' | '（');
    begins && !in_word && !lone && !particle
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
            assert!(is_long(text, 2), "{text}");
            assert_eq!(phrases(&text.replace('|', "")).join("|"), text);
        }
        assert!(
            !["学习图谱不是目录", "A heading without Chinese in it, long enough"]
                .into_iter()
                .any(|text| is_long(text, 2))
        );
    }
}
