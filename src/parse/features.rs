//! Features of a page for related pages: a small set of hashed words.
//!
//! In: its title, its summary and its headings, not the whole of its body: an edit of a body changes nothing here as
//! a rule. Out: at most `MOST` numbers, sorted.
//!
//! What always holds: two texts with a word in common have a number in common, as long as there is room for it. What
//! does not fit is left out by its number, so that two pages leave out the same words.
//!
//! Deliberately not here: how rare a word is, which no file knows of itself (`site::related`).

use crate::model::{Hash128, Heading, is_han, is_wide};
use std::sync::LazyLock;

/// Most features of a page.
const MOST: usize = 48;
/// Features that are kept for the title.
const OF_TITLE: usize = 24;

/// Stop characters, sorted: a pair with one of them is no word.
const EMPTY: [char; 31] = [
    '与', '么', '之', '也', '了', '他', '们', '你', '其', '及', '吗', '吧', '呢', '和', '啊', '在', '她', '它', '就',
    '我', '或', '把', '是', '的', '着', '而', '被', '让', '这', '那', '都',
];

/// Stop words.
const EMPTY_WORDS: &str = "一个 一些 一种 一篇 不会 不是 不能 为什 为何 什麼 介绍 以及 但是 使用 内容 参考 可以 可能 因为 如何 如果 \
    已经 怎样 或者 所以 所有 文章 本文 没有 相关 背景 自己 还有 进行 通过 问题 需要 非常 首先 about all also an \
    and any are as at be been but by can do does for from get has have how if in into is it its may more most \
    no not of on one only or other our out so some such than that the their then there these they this to use \
    was we what when which why with you your";

/// The features of a page.
pub fn features(title: &str, summary: &str, headings: &[Heading]) -> Vec<u32> {
    static NONE: LazyLock<Vec<u32>> = LazyLock::new(|| {
        let mut none = Vec::new();
        words(EMPTY_WORDS, &mut none);
        none.sort_unstable();
        none
    });
    let mut features = Vec::new();
    words(title, &mut features);
    features.retain(|word| NONE.binary_search(word).is_err());
    features.truncate(OF_TITLE);
    features.sort_unstable();
    features.dedup();
    let mut others = Vec::new();
    words(summary, &mut others);
    headings.iter().for_each(|heading| words(&heading.text, &mut others));
    others.sort_unstable();
    others.dedup();
    others.retain(|word| features.binary_search(word).is_err() && NONE.binary_search(word).is_err());
    others.truncate(MOST - features.len());
    features.append(&mut others);
    features.sort_unstable();
    features
}

/// Adds a number for each word, in the order of the text: for every pair of neighbouring Han characters, and for every
/// run of other letters whatever their case. Numbers and single letters are no words.
fn words(text: &str, words: &mut Vec<u32>) {
    let mut run = String::new();
    let mut before: Option<char> = None;
    // The blank at the end closes the last run.
    for c in text.chars().chain([' ']) {
        // Most are Han characters; the tables of letters are long.
        let han = is_han(c);
        let letter = han || c.is_alphanumeric();
        if letter && !han && !is_wide(c) {
            match c.is_ascii() {
                true => run.push(c.to_ascii_lowercase()),
                false => run.extend(c.to_lowercase()),
            }
            before = None;
            continue;
        }
        if !run.is_empty() {
            if run.len() > 1 && !run.bytes().all(|b| b.is_ascii_digit()) {
                words.push(Hash128::of(run.as_bytes()).0 as u32);
            }
            run.clear();
        }
        let han = Some(c).filter(|c| letter && EMPTY.binary_search(c).is_err());
        if let (Some(first), Some(second)) = (before, han) {
            words.push(number_of(first, second));
        }
        before = han;
    }
}

/// The number of a pair: spread over all numbers, so that leaving out the largest ones leaves out any pairs.
fn number_of(first: char, second: char) -> u32 {
    let pair = u64::from(first) << 32 | u64::from(second);
    let mixed = (pair ^ pair >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ mixed >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::{EMPTY, MOST, features};
    use crate::model::Heading;

    fn sorted(text: &str) -> Vec<u32> {
        features("", text, &[])
    }

    #[test]
    fn words_are_pairs_of_han_characters_and_runs_of_letters() {
        for (text, same) in [
            ("云原生数据库", "云原 原生 生数 数据 据库"),
            ("PostgreSQL 的扩展", "扩展, postgresql"),
            ("如何使用开源软件？", "何使, 用开, 开源软件"),
            ("What is the Rust Book, 2nd edition", "rust book 2nd edition"),
            ("第 14 章, C, 2024-01-02", ""),
            ("云", ""),
        ] {
            assert_eq!(sorted(text), sorted(same), "{text}");
        }
        assert_eq!(sorted("数据，库存").len(), 2, "no pair stands across a mark");
    }

    #[test]
    fn the_list_can_be_searched() {
        assert!(EMPTY.is_sorted());
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
        assert!(sorted("apple").iter().all(|word| one.contains(word)), "the title's words are kept");
    }
}
