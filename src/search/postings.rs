//! The inverted index in memory: for each token, the pages that hold it and where it stands in them.
//!
//! In: the pages that are searched, in the order of their ranks. Out: [`Postings`], sorted by token.
//!
//! What always holds: the result does not depend on threads. Each thread takes a part of the pages, one after the other,
//! so each token has at most one posting of each part, and they are in the order of the pages.

use super::{
    sounds::sounds,
    text,
    tokens::{SearchToken, Tokens},
};
use crate::model::Document;
use foldhash::fast::RandomState;
use rayon::prelude::*;
use std::{collections::HashMap, hash::Hash};

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
/// Positions of a record, at most: six bits of a byte.
pub(super) const MOST_POSITIONS: u8 = 63;

/// The pages of one token, in their order.
///
/// A record for each: the distance from the page before, a byte with the number of positions times four plus the
/// weight, and the distances of the positions. A page with more positions has several records.
#[derive(Default)]
pub(super) struct Posting {
    bytes: Vec<u8>,
    /// The page of the last record.
    page: u32,
    /// Where in `bytes` its second part is.
    head: u32,
    /// Its last position.
    position: u32,
}

impl Posting {
    /// Adds a place where the token stands. Pages ascend, and positions in a page.
    fn push(&mut self, page: u32, weight: FieldWeight, position: Option<u32>) {
        let is_full = |head: u8| position.is_some() && head >> 2 == MOST_POSITIONS;
        if self.bytes.is_empty() || self.page != page || is_full(self.bytes[self.head as usize]) {
            varint(&mut self.bytes, page - self.page);
            (self.page, self.head, self.position) = (page, self.bytes.len() as u32, 0);
            self.bytes.push(0);
        }
        let head = &mut self.bytes[self.head as usize];
        *head = *head & !3 | (*head & 3).max(weight as u8);
        let Some(position) = position else { return };
        if *head >> 2 == 0 || position > self.position {
            *head += 4;
            varint(&mut self.bytes, position - self.position);
            self.position = position;
        }
    }

    /// Bytes in memory.
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The records, in their order.
    pub(super) fn records(&self) -> Records<'_> {
        Records { bytes: &self.bytes, at: 0, page: 0 }
    }
}

/// The records of a posting, one after the other.
pub(super) struct Records<'p> {
    bytes: &'p [u8],
    at: usize,
    page: u32,
}

impl Records<'_> {
    /// Page and head of the next record. The distances of the positions follow.
    pub(super) fn next_page(&mut self) -> Option<(u32, u8)> {
        (self.at < self.bytes.len()).then(|| {
            self.page += read_varint(self.bytes, &mut self.at);
            self.at += 1;
            (self.page, self.bytes[self.at - 1])
        })
    }

    /// The distance of the next position from the one before.
    pub(super) fn next_distance(&mut self) -> u32 {
        read_varint(self.bytes, &mut self.at)
    }
}

/// All postings, those of pairs and those of words, each sorted by token.
pub(super) struct Postings {
    /// By ideograph and the one that follows; those of the ideograph alone have no positions.
    pub pairs: Vec<((char, Option<char>), Posting)>,
    /// By the word, in the order of its bytes.
    pub words: Vec<(Box<str>, Posting)>,
    /// By the sound of titles and terms, in the same order; without positions.
    pub sounds: Vec<(Box<str>, Posting)>,
}

type ByText = HashMap<Box<str>, Posting, RandomState>;

/// The postings of neighbouring pages. Their order comes later, so the hash may differ from run to run.
#[derive(Default)]
struct Part {
    pairs: HashMap<u64, Posting, RandomState>,
    words: ByText,
    sounds: ByText,
    /// Ideographs of the page with their strongest weights, by their code: the number of the page times four plus it.
    seen: Vec<u32>,
}

/// Cuts all pages into tokens.
pub(super) fn postings(pages: &[SearchPage]) -> Postings {
    let size = pages.len().div_ceil(rayon::current_num_threads()).max(1);
    let part = |(number, pages): (usize, &[SearchPage])| {
        let mut part = Part::default();
        for (page, number) in pages.iter().zip((number * size) as u32..) {
            part.add(number, page);
        }
        part
    };
    let parts: Vec<Part> = pages.par_chunks(size).enumerate().map(part).collect();
    let (mut pairs, mut words, mut sounds) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        pairs.push(part.pairs);
        words.push(part.words);
        sounds.push(part.sounds);
    }
    let (pairs, (words, sounds)) = rayon::join(|| sorted(pairs), || (sorted(words), sorted(sounds)));
    Postings { pairs: pairs.into_iter().map(|(key, posting)| (pair_of(key), posting)).collect(), words, sounds }
}

/// The postings of all parts by token, those of one token by page.
fn sorted<K: Ord + Hash + Send>(parts: Vec<HashMap<K, Posting, RandomState>>) -> Vec<(K, Posting)> {
    let mut all: Vec<(K, Posting)> = parts.into_iter().flatten().collect();
    all.par_sort_unstable_by(|(a, x), (b, y)| a.cmp(b).then(x.page.cmp(&y.page)));
    all
}

impl Part {
    fn add(&mut self, number: u32, page: &SearchPage) {
        let tokens = &mut Tokens::default();
        self.block(number, FieldWeight::Title, tokens, page.title);
        self.sounds(number, FieldWeight::Title, page.title);
        for keyword in &page.keywords {
            self.block(number, FieldWeight::Keyword, tokens, keyword);
            self.sounds(number, FieldWeight::Keyword, keyword);
        }
        self.block(number, FieldWeight::Heading, tokens, page.summary);
        text::blocks(page.document, &mut |block, is_heading| {
            let weight = if is_heading { FieldWeight::Heading } else { FieldWeight::Body };
            self.block(number, weight, tokens, block);
        });
    }

    fn block(&mut self, number: u32, weight: FieldWeight, tokens: &mut Tokens, text: &str) {
        if tokens.position() >= MOST {
            return;
        }
        tokens.cut(text, |token, at| match token {
            _ if at >= MOST => {}
            SearchToken::Pair(a, b) => {
                if self.is_news(number, weight, a) {
                    self.pairs.entry(key_of(a, None)).or_default().push(number, weight, None);
                }
                if b.is_some() {
                    self.pairs.entry(key_of(a, b)).or_default().push(number, weight, Some(at));
                }
            }
            SearchToken::Word(word) | SearchToken::Part(word) => push(&mut self.words, word, number, weight, Some(at)),
        });
        tokens.end_block();
    }

    fn sounds(&mut self, number: u32, weight: FieldWeight, text: &str) {
        sounds(text, &mut |sound| push(&mut self.sounds, sound, number, weight, None));
    }

    /// Whether an ideograph is new on a page, or stands at a stronger place than before.
    fn is_news(&mut self, number: u32, weight: FieldWeight, c: char) -> bool {
        let code = c as usize;
        if self.seen.len() <= code {
            self.seen.resize(code + 1, 0);
        }
        let seen = (number + 1) << 2 | weight as u32;
        let is_news = self.seen[code] < seen;
        self.seen[code] = self.seen[code].max(seen);
        is_news
    }
}

/// Adds a place of a text.
fn push(postings: &mut ByText, text: &str, page: u32, weight: FieldWeight, position: Option<u32>) {
    match postings.get_mut(text) {
        Some(posting) => posting.push(page, weight, position),
        None => postings.entry(text.into()).or_default().push(page, weight, position),
    }
}

/// A pair as a number: one number is faster to compare than two characters.
fn key_of(a: char, b: Option<char>) -> u64 {
    u64::from(u32::from(a)) << 32 | b.map_or(0, |b| u64::from(u32::from(b)))
}

fn pair_of(key: u64) -> (char, Option<char>) {
    let c = |code: u64| char::from_u32(code as u32).filter(|c| *c != '\0');
    (c(key >> 32).unwrap_or_default(), c(key & 0xFFFF_FFFF))
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
