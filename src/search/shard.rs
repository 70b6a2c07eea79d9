//! A shard: a part of the index as a file.
//!
//! Format: the length of the second part in four bytes, the lowest first; a part in gzip; a column of bytes that do not
//! compress. In gzip: the number of tokens; the tokens, each as the number of bytes that it shares with the one before,
//! the number of further bytes, and these; then four columns: for each token the number of its records; for each record
//! the distance of its page to the one before, or its number for the first of a token; for each record a byte, the
//! number of its positions times four plus its weight; for each position the upper bits of the distance to the one
//! before, or of its number for the first of a record. The last column has the lower eight bits of the same distances.
//! Numbers are of variable length (`varint`) where no size is named. Columns of one sort compress better than records.
//!
//! A page with more than 63 positions has several records. An ideograph alone has no positions: it stands anywhere on
//! the page.
//!
//! What always holds: a shard that is cut, or is none, is an error and never a panic or a large allocation.

use super::{
    gzip::{NUMBERS, gunzip, gzip},
    postings::{MOST_POSITIONS, Posting, Records, read_varint, varint},
};
use rayon::prelude::*;
use std::io;

/// Bytes of a shard before compression, at most. Compressed they are some 50 KB.
const SIZE: usize = 90_000;
/// Bytes of a compressed shard, at most.
const LARGEST: usize = 60_000;

/// Bytes of a token that is read, at most. One that is written is much shorter: the first 40 characters of a word.
const LONGEST: usize = 1024;

/// A shard that is not published yet.
pub(super) struct Shard {
    /// Its first token.
    pub first: String,
    /// The compressed bytes.
    pub bytes: Vec<u8>,
}

/// A record of a token.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Hit {
    /// Its number.
    pub page: u32,
    /// The strongest weight.
    pub weight: u8,
    /// Ascending.
    pub positions: Vec<u32>,
}

/// A token as the shards have it.
pub(super) trait TokenText {
    /// Appends it.
    fn append_to(&self, text: &mut String);
}

impl TokenText for (char, Option<char>) {
    fn append_to(&self, text: &mut String) {
        text.push(self.0);
        text.extend(self.1);
    }
}

impl TokenText for Box<str> {
    fn append_to(&self, text: &mut String) {
        text.push_str(self);
    }
}

/// Cuts sorted postings into shards. The pages of a frequent token may be in several, in their order.
pub(super) fn shards<T: TokenText + Send>(postings: Vec<(T, Posting)>) -> Vec<Shard> {
    let mut groups = vec![Vec::new()];
    let mut sum = 0;
    for (token, posting) in postings {
        if sum + posting.size() > SIZE {
            groups.push(Vec::new());
            sum = 0;
        }
        sum += posting.size() + 8;
        if let Some(group) = groups.last_mut() {
            group.push((token, posting));
        }
    }
    groups.into_par_iter().flat_map_iter(|postings| shards_of(&postings, SIZE)).collect()
}

/// The shards of neighbouring postings, of a size before compression: one, or some if they are large.
fn shards_of<T: TokenText>(postings: &[(T, Posting)], size: usize) -> Vec<Shard> {
    let (mut shards, mut columns, mut text) = (Vec::new(), Columns::default(), String::new());
    for (token, posting) in postings {
        text.clear();
        token.append_to(&mut text);
        let mut records = posting.records();
        let mut is_begun = false;
        while let Some((page, head)) = records.next_page() {
            if columns.size() + text.len() + 3 * usize::from(MOST_POSITIONS) > size {
                shards.push(std::mem::take(&mut columns).shard());
                is_begun = false;
            }
            if !is_begun {
                columns.begin(&text);
                is_begun = true;
            }
            columns.push(page, head, &mut records);
        }
    }
    if !columns.counts.is_empty() {
        shards.push(columns.shard());
    }
    let is_too_large = shards.iter().any(|shard| shard.bytes.len() > LARGEST);
    if is_too_large { shards_of(postings, size / 2) } else { shards }
}

/// The columns of a shard.
#[derive(Default)]
struct Columns {
    first: String,
    last: String,
    tokens: Vec<u8>,
    counts: Vec<u32>,
    page: u32,
    pages: Vec<u8>,
    heads: Vec<u8>,
    high: Vec<u8>,
    low: Vec<u8>,
}

impl Columns {
    fn size(&self) -> usize {
        self.tokens.len()
            + 3 * self.counts.len()
            + self.pages.len()
            + self.heads.len()
            + self.high.len()
            + self.low.len()
    }

    /// Begins a token, if it is another one.
    fn begin(&mut self, token: &str) {
        if self.counts.is_empty() {
            token.clone_into(&mut self.first);
        } else if self.last == token {
            return;
        }
        let shared = self.last.bytes().zip(token.bytes()).take_while(|(a, b)| a == b).count();
        varint(&mut self.tokens, shared as u32);
        varint(&mut self.tokens, (token.len() - shared) as u32);
        self.tokens.extend_from_slice(&token.as_bytes()[shared..]);
        token.clone_into(&mut self.last);
        self.counts.push(0);
        self.page = 0;
    }

    /// Adds a record of the token.
    fn push(&mut self, page: u32, head: u8, records: &mut Records) {
        if let Some(count) = self.counts.last_mut() {
            *count += 1;
        }
        varint(&mut self.pages, page - self.page);
        self.page = page;
        self.heads.push(head);
        for _ in 0..head >> 2 {
            let distance = records.next_distance();
            varint(&mut self.high, distance >> 8);
            self.low.push(distance as u8);
        }
    }

    /// The file. The same columns give the same bytes.
    fn shard(self) -> Shard {
        let mut raw = Vec::with_capacity(self.size() + 8);
        varint(&mut raw, self.counts.len() as u32);
        raw.extend_from_slice(&self.tokens);
        self.counts.iter().for_each(|count| varint(&mut raw, *count));
        [self.pages, self.heads, self.high].iter().for_each(|column| raw.extend_from_slice(column));
        let packed = gzip(&raw, NUMBERS);
        let bytes = [&(packed.len() as u32).to_le_bytes()[..], &packed, &self.low].concat();
        Shard { first: self.first, bytes }
    }
}

/// The pages of all tokens of a shard that `wanted` accepts, in the order of the tokens.
///
/// # Errors
/// When the bytes are no shard.
pub(super) fn read(bytes: &[u8], wanted: &dyn Fn(&str) -> bool) -> io::Result<Vec<(String, Vec<Hit>)>> {
    let (length, rest) = bytes.split_first_chunk().ok_or_else(broken)?;
    let (packed, low) = rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or_else(broken)?;
    let raw = gunzip(packed)?;
    let mut reader = Reader { bytes: &raw, at: 0 };
    // Of the other tokens only their places are kept.
    let mut tokens: Vec<Option<String>> = Vec::new();
    let mut token: Vec<u8> = Vec::new();
    for _ in 0..reader.number()? {
        let (shared, more) = (reader.number()? as usize, reader.number()? as usize);
        token.truncate(shared);
        token.extend_from_slice(reader.take(more)?);
        if token.len() > LONGEST {
            return Err(broken());
        }
        let text = std::str::from_utf8(&token).map_err(|_| broken())?;
        tokens.push(wanted(text).then(|| text.to_owned()));
    }
    let counts: Vec<u32> = tokens.iter().map(|_| reader.number()).collect::<io::Result<_>>()?;
    let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
    let column = |reader: &mut Reader, length: u64| -> io::Result<Vec<u32>> {
        if length > reader.left() {
            return Err(broken());
        }
        (0..length).map(|_| reader.number()).collect()
    };
    let pages = column(&mut reader, total)?;
    let heads = reader.take(usize::try_from(total).map_err(|_| broken())?)?;
    let positions: u64 = heads.iter().map(|head| u64::from(head >> 2)).sum();
    let high = column(&mut reader, positions)?;
    if reader.left() > 0 || low.len() as u64 != positions {
        return Err(broken());
    }
    let (mut page_at, mut position_at) = (0, 0);
    let mut found = Vec::new();
    for (token, count) in tokens.into_iter().zip(counts) {
        let mut hits = Vec::new();
        let mut page = 0_u32;
        for _ in 0..count {
            page = page.wrapping_add(pages[page_at]);
            let head = heads[page_at];
            page_at += 1;
            let length = (head >> 2) as usize;
            if token.is_some() {
                let mut before = 0_u32;
                let positions = (position_at..position_at + length).map(|at| {
                    before = before.wrapping_add(high[at] << 8 | u32::from(low[at]));
                    before
                });
                hits.push(Hit { page, weight: head & 3, positions: positions.collect() });
            }
            position_at += length;
        }
        found.extend(token.map(|token| (token, hits)));
    }
    Ok(found)
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    fn left(&self) -> u64 {
        (self.bytes.len() - self.at) as u64
    }

    fn number(&mut self) -> io::Result<u32> {
        if self.at < self.bytes.len() { Ok(read_varint(self.bytes, &mut self.at)) } else { Err(broken()) }
    }

    fn take(&mut self, length: usize) -> io::Result<&'b [u8]> {
        let taken = self.bytes.get(self.at..).and_then(|rest| rest.get(..length)).ok_or_else(broken)?;
        self.at += length;
        Ok(taken)
    }
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it is no shard of a search index")
}

#[cfg(test)]
mod tests {
    use super::{NUMBERS, gzip, read, varint};

    /// A shard of one token without pages.
    fn of_token(token: &str) -> Vec<u8> {
        let mut raw = Vec::new();
        for number in [1, 0, token.len() as u32] {
            varint(&mut raw, number);
        }
        raw.extend_from_slice(token.as_bytes());
        varint(&mut raw, 0);
        let packed = gzip(&raw, NUMBERS);
        [&(packed.len() as u32).to_le_bytes()[..], &packed].concat()
    }

    #[test]
    fn a_token_that_no_page_can_have_is_refused() {
        let read = |token: &str| read(&of_token(token), &|_| true).map(|found| found.len()).ok();
        assert_eq!((read("rust"), read(&"x".repeat(1024)), read(&"x".repeat(1025))), (Some(1), Some(1), None));
    }
}
