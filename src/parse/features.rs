//! What a page is about: a small set of hashed words, by which related pages find each other.
//!
//! In: its title, its summary and its headings, not the whole of its body: an edit of a body changes nothing here as
//! a rule. Out: at most [`MOST`] numbers, sorted.
//!
//! What always holds: two texts with a word in common have a number in common, as long as there is room for it. What
//! does not fit is left out by its number, so that two pages leave out the same words.
//!
//! Deliberately not here: how rare a word is, which no file knows of itself (`site::related`).

use super::line_break::is_wide;
use crate::model::{Hash128, Heading};

/// Numbers of a page.
const MOST: usize = 48;
/// Those of them that are kept for the title.
const OF_TITLE: usize = 24;

/// Characters that say nothing of what a text is about; a pair with one of them is no word.
const EMPTY: &str = "的了是在和与及或这那之其也就都而着吗呢吧啊把被让我你他她它们么";

/// Pairs that say nothing, sorted.
const EMPTY_PAIRS: [&str; 39] = [
    "一个", "一些", "一种", "一篇", "不会", "不是", "不能", "为什", "为何", "什麼", "介绍", "以及", "但是", "使用",
    "内容", "参考", "可以", "可能", "因为", "如何", "如果", "已经", "怎样", "或者", "所以", "所有", "文章", "本文",
    "没有", "相关", "背景", "自己", "还有", "进行", "通过", "问题", "需要", "非常", "首先",
];

/// Words that say nothing, sorted.
const EMPTY_WORDS: [&str; 64] = [
    "about", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "do", "does",
    "for", "from", "get", "has", "have", "how", "if", "in", "into", "is", "it", "its", "may", "more", "most", "no",
    "not", "of", "on", "one", "only", "or", "other", "our", "out", "so", "some", "such", "than", "that", "the",
    "their", "then", "there", "these", "they", "this", "to", "use", "was", "we", "what", "when", "which", "why",
    "with", "you", "your",
];

/// The numbers of a page's words.
pub fn features(title: &str, summary: &str, headings: &[Heading]) -> Vec<u32> {
    let mut features = words(title);
    features.truncate(OF_TITLE);
    let mut others = words(summary);
    headings.iter().for_each(|heading| others.append(&mut words(&heading.text)));
    others.sort_unstable();
    others.dedup();
    others.retain(|word| !features.contains(word));
    others.truncate(MOST - features.len());
    features.append(&mut others);
    features.sort_unstable();
    features
}

/// A number for each word, in the order of the text, each once: every pair of neighbouring Han characters, and every
/// run of other letters whatever their case. Numbers and single letters are no words.
fn words(text: &str) -> Vec<u32> {
    let mut words = Vec::new();
    let mut add = |word: &str| {
        let number = Hash128::of(word.as_bytes()).0 as u32;
        if !words.contains(&number) {
            words.push(number);
        }
    };
    let mut run = String::new();
    let mut before: Option<char> = None;
    // The blank at the end closes the last run.
    for c in text.chars().chain([' ']) {
        let letter = c.is_alphanumeric();
        if letter && !is_wide(c) {
            run.extend(c.to_lowercase());
            before = None;
            continue;
        }
        if run.chars().nth(1).is_some()
            && !run.bytes().all(|b| b.is_ascii_digit())
            && EMPTY_WORDS.binary_search(&&*run).is_err()
        {
            add(&run);
        }
        run.clear();
        let han = Some(c).filter(|c| letter && !EMPTY.contains(*c));
        if let (Some(first), Some(second)) = (before, han) {
            let pair = String::from_iter([first, second]);
            if EMPTY_PAIRS.binary_search(&&*pair).is_err() {
                add(&pair);
            }
        }
        before = han;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{EMPTY_PAIRS, EMPTY_WORDS, MOST, features, words};
    use crate::model::Heading;

    #[test]
    fn words_are_pairs_of_han_characters_and_runs_of_letters() {
        for (text, same) in [
            ("云原生数据库", "云原 原生 生数 数据 据库"),
            ("PostgreSQL 的扩展", "扩展, postgresql"),
            ("如何使用开源软件？", "何使 用开 开源 源软 软件"),
            ("What is the Rust Book, 2nd edition", "rust book 2nd edition"),
            ("第 14 章, C, 2024-01-02", ""),
            ("云", ""),
        ] {
            let sorted = |mut words: Vec<u32>| {
                words.sort_unstable();
                words
            };
            assert_eq!(sorted(words(text)), sorted(words(same)), "{text}");
        }
        assert!(words("数据，库存").len() == 2, "no pair stands across a mark");
    }

    #[test]
    fn the_lists_can_be_searched() {
        assert!(EMPTY_PAIRS.is_sorted() && EMPTY_WORDS.is_sorted());
    }

    #[test]
    fn pages_with_too_many_words_keep_the_same_ones() {
        let heading = |text: &str| Heading { level: 2, text: text.into(), id: String::new() };
        let many: Vec<Heading> = (0..200).map(|n| heading(&format!("word{n}"))).collect();
        let one = features("An apple", "", &many);
        let other = features("A pear", "", &many[..190]);
        assert_eq!((one.len(), other.len()), (MOST, MOST));
        let common = one.iter().filter(|feature| other.contains(feature)).count();
        assert!(common > MOST * 3 / 4, "{common} of {MOST} are the same");
        assert!(words("apple").iter().all(|word| one.contains(word)), "the title's words are kept");
    }
}
