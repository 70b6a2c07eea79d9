//! The inverted index in memory: for each token, the pages that hold it and where it stands in them.
//!
//! In: the pages that are searched, in the order of their ranks. Out: [`Postings`], sorted by token.
//!
//! What always holds: the result does not depend on threads. Pages are cut into tokens in parallel, and merged in
//! parallel by ranges of tokens, each in the order of the pages.

use super::{
    text,
    tokens::{SearchToken, Tokens},
};
use crate::model::{Document, Hash128};
use foldhash::fast::FixedState;
use rayon::prelude::*;
use std::{collections::HashMap, ops::Range};

/// A page that is searched.
pub struct SearchPage<'s> {
    /// Its title, plain.
    pub title: &'s str,
    /// Terms and their other spellings.
    pub keywords: Vec<&'s str>,
    /// Its summary, if the author wrote one.
    pub summary: &'s str,
    /// Its body.
    pub document: &'s Document,
}

/// Where on a page a token stands. The strongest counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum FieldWeight {
    /// In a paragraph, a table, a block of code.
    Body,
    /// In a heading or in the summary.
    Heading,
    /// In a term.
    Keyword,
    /// In the title.
    Title,
}

/// Tokens of one page that are indexed; what follows is not searched.
const MOST: u32 = 1 << 20;
/// Pages that are cut before they are merged.
const BATCH: usize = 256;
/// Ranges of tokens that are merged in parallel, for pairs and for words.
const RANGES: usize = 32;

/// The pages of one token.
#[derive(Default)]
pub(super) struct Posting {
    /// The number of its last page.
    last: u32,
    /// For each page: the distance from the page before, the number of positions and the weight, the distances of the
    /// positions. All are of variable length.
    bytes: Vec<u8>,
}

impl Posting {
    fn push(&mut self, page: u32, weight: FieldWeight, positions: &[u32]) {
        varint(&mut self.bytes, page - self.last);
        varint(&mut self.bytes, (positions.len() as u32) << 2 | weight as u32);
        let mut before = 0;
        for position in positions {
            varint(&mut self.bytes, position - before);
            before = *position;
        }
        self.last = page;
    }

    /// Bytes in memory.
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The pages, in their order.
    pub(super) fn entries(&self) -> PostingEntries<'_> {
        PostingEntries { bytes: &self.bytes, at: 0, page: 0 }
    }
}

/// The pages of a posting, one after the other.
pub(super) struct PostingEntries<'p> {
    bytes: &'p [u8],
    at: usize,
    page: u32,
}

impl PostingEntries<'_> {
    /// The next page, the number of its positions and its weight. The distances of the positions follow.
    pub(super) fn next_page(&mut self) -> Option<(u32, u32, u32)> {
        (self.at < self.bytes.len()).then(|| {
            self.page += read_varint(self.bytes, &mut self.at);
            let head = read_varint(self.bytes, &mut self.at);
            (self.page, head >> 2, head & 3)
        })
    }

    /// The distance of the next position of the page from the one before.
    pub(super) fn next_distance(&mut self) -> u32 {
        read_varint(self.bytes, &mut self.at)
    }
}

/// Postings by token. Their order comes later, so the hash may be the same in every run.
type ByToken<K> = HashMap<K, Posting, FixedState>;

/// All postings: those of pairs, then those of words, each sorted by token.
pub(super) struct Postings {
    /// By the two characters.
    pub pairs: Vec<(String, Posting)>,
    /// By the word, in the order of its bytes.
    pub words: Vec<(String, Posting)>,
}

/// Cuts and merges all pages.
pub(super) fn postings(pages: &[SearchPage]) -> Postings {
    let mut pairs: Vec<ByToken<u64>> = (0..RANGES).map(|_| ByToken::default()).collect();
    let mut words: Vec<ByToken<Box<str>>> = (0..RANGES).map(|_| ByToken::default()).collect();
    for (batch, pages) in pages.chunks(BATCH).enumerate() {
        let cut: Vec<PageTokens> = pages.par_iter().map(PageTokens::of).collect();
        let numbered = || (batch * BATCH..).map(|number| number as u32).zip(&cut);
        rayon::join(
            || {
                pairs.par_iter_mut().enumerate().for_each(|(range, merged)| {
                    for (number, page) in numbered() {
                        page.merge_pairs(range, number, merged);
                    }
                });
            },
            || {
                words.par_iter_mut().enumerate().for_each(|(range, merged)| {
                    for (number, page) in numbered() {
                        page.merge_words(range, number, merged);
                    }
                });
            },
        );
    }
    let mut pairs: Vec<(u64, Posting)> = pairs.into_iter().flatten().collect();
    pairs.par_sort_unstable_by_key(|(pair, _)| *pair);
    let mut words: Vec<(String, Posting)> =
        words.into_iter().flatten().map(|(word, posting)| (word.into_string(), posting)).collect();
    words.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    Postings { pairs: pairs.into_iter().map(|(pair, posting)| (pair_text(pair), posting)).collect(), words }
}

/// The tokens of one page.
struct PageTokens {
    /// Pair and position in one number, ascending: 21 bits for each character, 20 for the position.
    pairs: Vec<u64>,
    text: String,
    /// Hash, place in `text`, position; sorted by hash, word, position.
    words: Vec<(u64, Range<u32>, u32)>,
    /// The position behind the title.
    title_end: u32,
    /// The position behind the keywords.
    keywords_end: u32,
    /// The position behind the summary.
    summary_end: u32,
    /// Positions of headings in the body.
    headings: Vec<Range<u32>>,
}

impl PageTokens {
    fn of(page: &SearchPage) -> PageTokens {
        let mut tokens = Tokens::default();
        let mut cut = PageTokens {
            pairs: Vec::with_capacity(page.document.words as usize + 64),
            text: String::new(),
            words: Vec::new(),
            title_end: 0,
            keywords_end: 0,
            summary_end: 0,
            headings: Vec::new(),
        };
        cut.block(&mut tokens, page.title);
        cut.title_end = tokens.position();
        page.keywords.iter().for_each(|keyword| cut.block(&mut tokens, keyword));
        cut.keywords_end = tokens.position();
        cut.block(&mut tokens, page.summary);
        cut.summary_end = tokens.position();
        text::blocks(page.document, &mut |block, is_heading| {
            let start = tokens.position();
            cut.block(&mut tokens, block);
            if is_heading {
                cut.headings.push(start..tokens.position());
            }
        });
        cut.pairs.sort_unstable();
        let PageTokens { words, text, .. } = &mut cut;
        let word = |at: &Range<u32>| &text[at.start as usize..at.end as usize];
        words.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| word(&a.1).cmp(word(&b.1))).then(a.2.cmp(&b.2)));
        words.dedup_by(|a, b| a.2 == b.2 && a.0 == b.0 && word(&a.1) == word(&b.1));
        cut
    }

    fn block(&mut self, tokens: &mut Tokens, text: &str) {
        if tokens.position() < MOST {
            tokens.cut(text, |token, at| match token {
                _ if at >= MOST => {}
                SearchToken::Pair(a, b) => self.pairs.push(pair(a, b) << 20 | u64::from(at)),
                SearchToken::Word(word) | SearchToken::Part(word) => {
                    let start = self.text.len() as u32;
                    self.text.push_str(word);
                    self.words.push((hash(word), start..self.text.len() as u32, at));
                }
            });
            tokens.end_block();
        }
    }

    fn weight(&self, position: u32) -> FieldWeight {
        match position {
            at if at < self.title_end => FieldWeight::Title,
            at if at < self.keywords_end => FieldWeight::Keyword,
            at if at < self.summary_end => FieldWeight::Heading,
            at => {
                let after = self.headings.partition_point(|heading| heading.start <= at);
                let is_heading = after > 0 && self.headings[after - 1].contains(&at);
                if is_heading { FieldWeight::Heading } else { FieldWeight::Body }
            }
        }
    }

    /// The strongest weight of ascending positions.
    fn strongest(&self, positions: &[u32]) -> FieldWeight {
        positions.iter().map(|at| self.weight(*at)).max().unwrap_or(FieldWeight::Body)
    }

    fn merge_pairs(&self, range: usize, number: u32, merged: &mut ByToken<u64>) {
        let from = self.pairs.partition_point(|key| range_of_pair(*key) < range);
        let to = self.pairs.partition_point(|key| range_of_pair(*key) <= range);
        let mut positions = Vec::new();
        for group in self.pairs[from..to].chunk_by(|a, b| a >> 20 == b >> 20) {
            positions.clear();
            positions.extend(group.iter().map(|key| (key & 0xF_FFFF) as u32));
            merged.entry(group[0] >> 20).or_default().push(number, self.strongest(&positions), &positions);
        }
    }

    fn merge_words(&self, range: usize, number: u32, merged: &mut ByToken<Box<str>>) {
        let range_of = |hash: u64| (hash >> 59) as usize;
        let from = self.words.partition_point(|(hash, ..)| range_of(*hash) < range);
        let to = self.words.partition_point(|(hash, ..)| range_of(*hash) <= range);
        let word = |at: &Range<u32>| &self.text[at.start as usize..at.end as usize];
        let mut positions = Vec::new();
        for group in self.words[from..to].chunk_by(|a, b| a.0 == b.0 && word(&a.1) == word(&b.1)) {
            positions.clear();
            positions.extend(group.iter().map(|(.., at)| *at));
            let word = word(&group[0].1);
            let weight = self.strongest(&positions);
            match merged.get_mut(word) {
                Some(posting) => posting.push(number, weight, &positions),
                None => merged.entry(word.into()).or_default().push(number, weight, &positions),
            }
        }
    }
}

fn pair(a: char, b: Option<char>) -> u64 {
    u64::from(u32::from(a)) << 21 | b.map_or(0, |b| u64::from(u32::from(b)))
}

fn pair_text(pair: u64) -> String {
    let chars = [pair >> 21, pair & 0x1F_FFFF];
    chars.into_iter().filter(|c| *c != 0).filter_map(|c| char::from_u32(c as u32)).collect()
}

/// Ascending with the pair. Most characters of texts are between U+4E00 and U+9FFF.
fn range_of_pair(key: u64) -> usize {
    let first = (key >> 41) as usize;
    let step = (0xA000 - 0x4E00) / (RANGES - 2) + 1;
    match first {
        ..0x4E00 => 0,
        0x4E00..0xA000 => 1 + (first - 0x4E00) / step,
        _ => RANGES - 1,
    }
}

/// Only the order of merging depends on it.
fn hash(word: &str) -> u64 {
    Hash128::of(word.as_bytes()).0 as u64
}

/// Seven bits in each byte, the lowest first; the eighth says that more follow.
pub(super) fn varint(out: &mut Vec<u8>, mut number: u32) {
    while number > 0x7F {
        out.push((number & 0x7F | 0x80) as u8);
        number >>= 7;
    }
    out.push(number as u8);
}

pub(super) fn read_varint(bytes: &[u8], at: &mut usize) -> u32 {
    let (mut number, mut shift) = (0, 0);
    while let Some(byte) = bytes.get(*at) {
        *at += 1;
        number |= u32::from(byte & 0x7F) << shift;
        shift += 7;
        if byte & 0x80 == 0 || shift > 28 {
            break;
        }
    }
    number
}
