//! Where a Chinese heading may break: between phrases, not inside them.
//!
//! In: a heading's text. Out: its phrases; the pages put `<wbr>` between them and keep the rest together, so that no line
//! ends with half a word and none holds a lone last character.
//!
//! What always holds: the phrases put together are the text; Latin words and numbers stay whole; a phrase is no single
//! Han character where another phrase is beside it.
//!
//! Deliberately not here: body text, which is set in lines of any character as all Chinese is.

use crate::model::{is_han, is_wide};
use budoux_phf_rs::{Model, Parser};
use std::sync::LazyLock;

/// Most columns on one line of a phone: of a title and a heading of level 2, and of lower headings.
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
    let (mut columns, mut chinese) = (0, false);
    heading.chars().any(|c| {
        columns += if is_wide(c) { 2 } else { 1 };
        chinese |= is_han(c);
        chinese && columns > short
    })
}

/// The phrases of a heading, or of a part of one.
pub fn phrases(text: &str) -> Vec<&str> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut phrases = Vec::new();
    let mut start = 0;
    for ((at, next), score) in chars.iter().zip(&SCORES.of(&chars)[BEFORE..]).skip(1) {
        if *score > 0 && may_break(&text[start..*at], *next) {
            phrases.push(&text[start..*at]);
            start = *at;
        }
    }
    match phrases.last_mut() {
        // A single character must not stand alone on the next line.
        Some(last) if text[start..].chars().count() == 1 => *last = &text[start - last.len()..],
        _ => phrases.push(&text[start..]),
    }
    phrases
}

/// The trained weights: the score of a boundary at each place around a group of characters.
///
/// One table instead of the maps of the model: their hash is ten times slower, and they need thirteen lookups at each place.
/// Here one lookup gives the weights for all places.
struct Scores {
    base: i32,
    /// Open addressing; the key 0 is an empty slot.
    slots: Vec<(u64, Weights)>,
}

/// For a boundary two characters before the first of the group, one before it, right before it, and so on.
type Weights = [i16; 6];

/// Characters before the first of a group that it has a weight for.
const BEFORE: usize = 2;

/// Characters of the longest group.
const LONGEST: usize = 3;

/// Slots of the table, three times the groups of the model.
const SLOTS: usize = 1 << 13;

impl Scores {
    fn new(model: &Model) -> Scores {
        // With the index of its weight: the farther before the boundary a group begins, the greater.
        let maps = [
            (model.uw1, 5),
            (model.uw2, 4),
            (model.uw3, 3),
            (model.uw4, 2),
            (model.uw5, 1),
            (model.uw6, 0),
            (model.bw1, 4),
            (model.bw2, 3),
            (model.bw3, 2),
            (model.tw1, 5),
            (model.tw2, 4),
            (model.tw3, 3),
            (model.tw4, 2),
        ];
        let mut scores = Scores { base: -(model.total_score / 2), slots: vec![(0, Weights::default()); SLOTS] };
        for (map, place) in maps {
            for (characters, score) in map.entries() {
                let Some(key) = characters.chars().try_fold(0, longer) else { continue };
                let slot = scores.slot(key);
                scores.slots[slot].0 = key;
                scores.slots[slot].1[place] = *score;
            }
        }
        scores
    }

    /// Of each place, from [`BEFORE`] before the first character on: above 0, a phrase ends there.
    fn of(&self, chars: &[(usize, char)]) -> Vec<i32> {
        let mut scores = vec![self.base; chars.len() + Weights::default().len()];
        for first in 0..chars.len() {
            let mut key = 0;
            for (_, c) in chars[first..].iter().take(LONGEST) {
                let Some(longer) = longer(key, *c) else { break };
                key = longer;
                let (found, weights) = &self.slots[self.slot(key)];
                if *found != 0 {
                    let scores = scores[first..].iter_mut().zip(weights);
                    scores.for_each(|(score, weight)| *score += i32::from(*weight));
                }
            }
        }
        scores
    }

    /// The slot of the key, or the empty one where it would be.
    fn slot(&self, key: u64) -> usize {
        let mut slot = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 51) as usize;
        while self.slots[slot].0 != key && self.slots[slot].0 != 0 {
            slot = (slot + 1) % SLOTS;
        }
        slot
    }
}

/// The key of a group with one more character: all of them in one number. None of the model's is beyond the first plane.
fn longer(key: u64, c: char) -> Option<u64> {
    u16::try_from(u32::from(c)).ok().map(|c| key << 16 | u64::from(c))
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
