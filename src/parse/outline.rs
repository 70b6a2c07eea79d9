//! The outline of a page of links: a tree of headings and entries, with the text around them.
//!
//! In: a page's HTML with its holes, and where its blocks and lines are in it. Out: the [`Group`] of the page, and
//! marks among the holes for the parts that are shown at places of their own.
//!
//! The rules: a heading above links is a group, its leading number is its number. A link that stands first in an
//! item of a list or in a line of its own, perhaps after a number and a word for its kind like `实验：`, is an entry;
//! what else is around it is its note. In a group with entries, a numbered line or an item without a link is an entry,
//! too. Everything else is prose.
//!
//! What always holds: every byte of the HTML that says something is in a part, in an entry's title, in its kind or in a
//! number, in the order of the file: the page loses nothing.
//!
//! Deliberately not here: what the links lead to (`site`), and what a map makes of the tree (`map`).

use super::{
    map::kind_word,
    rendered::{BlockKind, BlockSpan, HtmlPosition, RenderedBody, holes_before},
};
use crate::model::{Block, Entry, Fill, Group, Hole, Link, PartId};
use std::ops::Range;

/// Text beside a link up to which its line is an entry, in characters; with more it is a sentence that begins with
/// a link.
const LONGEST_NOTE: usize = 80;
/// A line without a link up to which it can be an entry.
const LONGEST_TITLE: usize = 120;
/// Characters at the beginning of a paragraph that are kept, for `目标：` and `Requires:`.
const START: usize = 200;

/// Reads the tree from the `blocks` of a page, and marks its parts.
pub fn read(written: &mut RenderedBody, blocks: &[BlockSpan]) -> Group {
    let mut reader = OutlineReader { written, marks: Vec::new(), parts: 0 };
    let linked = reader.linked(blocks);
    let (mut open, mut section) = (vec![Group::default()], 0);
    for block in blocks.iter().filter(|block| block.from.at < block.to.at || block.from.holes < block.to.holes) {
        match block.kind {
            BlockKind::Heading(index) => {
                let group = reader.group(index, block);
                while open.len() > 1 && open.last().is_some_and(|above| above.level >= group.level) {
                    close(&mut open);
                }
                open.push(group);
                section += 1;
            }
            _ => {
                let blocks = reader.blocks(block, linked[section]);
                open.last_mut().into_iter().for_each(|group| group.blocks.extend(blocks.clone()));
            }
        }
    }
    let end = reader.end();
    let last = blocks.last().map_or(HtmlPosition { at: 0, holes: 0 }, |block| block.to);
    if last.at < end.at {
        // Notes at the foot of the page.
        let part = reader.part(&[(last, end)]);
        open.last_mut().into_iter().for_each(|group| {
            group.blocks.push(Block::Prose { part, text: String::new(), links: Vec::new() });
        });
    }
    while open.len() > 1 {
        close(&mut open);
    }
    reader.mark();
    open.pop().unwrap_or_default()
}

fn close(open: &mut Vec<Group>) {
    if let (Some(group), Some(above)) = (open.pop(), open.last_mut()) {
        above.groups.push(group);
    }
}

/// Reads the outline of one rendered body, and marks its parts.
struct OutlineReader<'a> {
    written: &'a mut RenderedBody,
    marks: Vec<(HtmlPosition, Fill)>,
    parts: PartId,
}

/// The kind of a line.
enum LineKind {
    Entry(Entry),
    /// Could be an entry among others: it has a number.
    Numbered(Entry),
    Prose,
}

impl OutlineReader<'_> {
    fn end(&self) -> HtmlPosition {
        HtmlPosition { at: self.written.body.html.len(), holes: self.written.body.holes.len() }
    }

    fn group(&mut self, index: usize, block: &BlockSpan) -> Group {
        let part = self.part(&[(block.from, block.to)]);
        let heading = &self.written.headings[index];
        let length = number(&heading.text);
        let title = heading.text[length..].trim();
        let (number, title) =
            if title.is_empty() { ("", heading.text.trim()) } else { (&heading.text[..length], title) };
        Group {
            number: Some(bare(number)).filter(|number| !number.is_empty()),
            title: title.to_owned(),
            id: heading.id.clone(),
            level: heading.level,
            heading: Some(part),
            blocks: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// Whether what stands before the first heading, and under each heading, has a link that is an entry.
    fn linked(&self, blocks: &[BlockSpan]) -> Vec<bool> {
        let mut linked = vec![false];
        for block in blocks {
            if matches!(block.kind, BlockKind::Heading(_)) {
                linked.push(false);
            }
            let mut lines = block.lines.iter();
            let is_linked = lines.any(|line| matches!(self.line(line.from, line.to, line.depth), LineKind::Entry(_)));
            linked.last_mut().into_iter().for_each(|linked| *linked |= is_linked);
        }
        linked
    }

    /// A block as prose, or as its entries.
    fn blocks(&mut self, block: &BlockSpan, in_linked: bool) -> Vec<Block> {
        let read: Vec<LineKind> = block.lines.iter().map(|line| self.line(line.from, line.to, line.depth)).collect();
        let links = read.iter().filter(|line| matches!(line, LineKind::Entry(_))).count();
        let is_list = block.kind == BlockKind::List;
        let all = read.iter().all(|line| !matches!(line, LineKind::Prose));
        let alone = in_linked && read.len() == 1;
        if read.is_empty() || !(is_list && links > 0 || all && (links > 0 || alone)) {
            return vec![self.prose(block)];
        }
        let entries = read.into_iter().zip(&block.lines).map(|(read, line)| match read {
            LineKind::Entry(entry) | LineKind::Numbered(entry) => (entry, line),
            LineKind::Prose => (Entry { depth: line.depth, ..Entry::default() }, line),
        });
        let mut blocks = Vec::new();
        let mut numbers = first_number(&self.written.body.html[block.from.at..]).into_iter().flat_map(|first| first..);
        for (mut entry, line) in entries.collect::<Vec<_>>() {
            let html = &self.written.body.html[line.from.at..line.to.at];
            let is_empty = plain(html).trim().is_empty() && line.from.holes == line.to.holes;
            if is_empty {
                continue;
            }
            self.note(&mut entry, line.from, line.to);
            if line.depth == 0 && is_list {
                entry.number = entry.number.or(numbers.next().map(|number| number.to_string()));
            }
            blocks.push(Block::Entry(entry));
        }
        blocks
    }

    fn prose(&mut self, block: &BlockSpan) -> Block {
        let html = &self.written.body.html[block.from.at..block.to.at];
        let text = if block.kind == BlockKind::Paragraph {
            plain(html).trim().chars().take(START).collect()
        } else {
            String::new()
        };
        let holes = &self.written.body.holes[block.from.holes..block.to.holes];
        let links = holes.iter().filter_map(|hole| match hole.fill {
            Fill::Link(index) if !self.written.links[index].image => Some(index),
            _ => None,
        });
        let links = links.collect();
        Block::Prose { part: self.part(&[(block.from, block.to)]), text, links }
    }

    /// The kind of a line.
    fn line(&self, from: HtmlPosition, to: HtmlPosition, depth: u8) -> LineKind {
        let html = &self.written.body.html[from.at..to.at];
        let start = content_start(html);
        let digits = number(&html[start..]);
        let number = Some(bare(&html[start..start + digits])).filter(|number| !number.is_empty());
        let rest = plain(&html[start + digits..]).trim().to_owned();
        if let Some(link) = first_link(html, start + lead(&html[start..], digits)) {
            let title = plain(&html[link.clone()]).trim().to_owned();
            let beside = rest.chars().count().saturating_sub(title.chars().count());
            if !title.is_empty() && beside <= LONGEST_NOTE {
                return LineKind::Entry(Entry { number, title, depth, ..Entry::default() });
            }
        } else if number.is_some() && !html.contains("<a ") && rest.chars().count() <= LONGEST_TITLE {
            return LineKind::Numbered(Entry { number, title: rest, depth, ..Entry::default() });
        }
        LineKind::Prose
    }

    /// Gives an entry its link and the text around it.
    fn note(&mut self, entry: &mut Entry, from: HtmlPosition, to: HtmlPosition) {
        let body = &self.written.body;
        let html = &body.html[from.at..to.at];
        let start = content_start(html);
        let digits = if entry.number.is_some() { number(&html[start..]) } else { 0 };
        let link = first_link(html, start + lead(&html[start..], digits)).filter(|_| !entry.title.is_empty());
        let Some(link) = link else {
            // An item without a link, or one that is more than an entry: it is kept as it is.
            if entry.title.is_empty() || plain(html).trim() != html.trim() {
                entry.title.clear();
                let begin = HtmlPosition { at: from.at + start + digits, holes: from.holes };
                let pieces = if start == 0 { vec![(begin, to)] } else { vec![(from, to)] };
                entry.note_text = plain(&html[start + digits..]).trim().to_owned();
                entry.note = Some(self.part(&pieces));
            }
            return;
        };
        let (opens, closes) = (from.at + link.start, from.at + link.end);
        let holes = &body.holes;
        let mut behind = holes.partition_point(|hole| hole.at < closes);
        if holes.get(behind).is_some_and(|hole| hole.at == closes && matches!(hole.fill, Fill::FileSize(_))) {
            behind += 1;
        }
        let before = holes_before(holes, opens).min(behind).max(from.holes);
        let inside = holes[before..behind].iter().find_map(|hole| match hole.fill {
            Fill::Link(index) => Some(index),
            _ => None,
        });
        let target = address(&html[link.clone()]).to_owned();
        let word = kind_word(&html[start + digits..]);
        entry.kind = word.map(|(kind, _)| kind.to_owned());
        let words = start + digits + word.map_or(0, |(_, length)| length);
        let text = format!("{}{}", plain(&html[words..link.start]), plain(&html[link.end..]));
        let text = text.trim();
        let is_task = html[..start].contains("<input ");
        if text.chars().any(char::is_alphanumeric)
            || is_task
            || is_filled(&holes[from.holes..before])
            || is_filled(&holes[behind.min(to.holes)..to.holes])
        {
            let head = HtmlPosition { at: from.at + words, holes: from.holes };
            // A mark that only parts the note from the link says nothing without it.
            let marks = |c: char| c.is_whitespace() || ",，:：;；-—–".contains(c);
            let behind_link = &html[link.end..];
            let parting =
                if link.start == words { behind_link.len() - behind_link.trim_start_matches(marks).len() } else { 0 };
            let closes = closes + parting;
            let pieces = [
                (HtmlPosition { at: from.at, ..head }, HtmlPosition { at: from.at + start, ..head }),
                (head, HtmlPosition { at: opens, holes: before }),
                (HtmlPosition { at: closes, holes: behind }, to),
            ];
            entry.note_text = text.to_owned();
            entry.note = Some(self.part(&pieces));
        }
        entry.link = Some(inside.unwrap_or_else(|| {
            // A bare address: the writer leaves no hole for it.
            self.written.links.push(Link { target, image: false, at: 0..0, in_config: false });
            self.written.links.len() - 1
        }));
    }

    fn part(&mut self, pieces: &[(HtmlPosition, HtmlPosition)]) -> PartId {
        let part = self.parts;
        self.parts += 1;
        for (from, to) in pieces.iter().filter(|(from, to)| from.at < to.at || from.holes < to.holes) {
            self.marks.push((*from, Fill::Open(part)));
            self.marks.push((*to, Fill::Close(part)));
        }
        part
    }

    /// Puts the marks among the holes.
    fn mark(&mut self) {
        let mut marks = std::mem::take(&mut self.marks);
        // What ends at a place ends before anything begins there.
        marks.sort_by_key(|(place, fill)| (place.holes, place.at, matches!(fill, Fill::Open(_))));
        let mut marks = marks.into_iter().peekable();
        let holes = std::mem::take(&mut self.written.body.holes);
        for (index, hole) in holes.into_iter().enumerate() {
            while let Some((place, fill)) = marks.next_if(|(place, _)| place.holes <= index) {
                self.written.body.holes.push(Hole { at: place.at, fill });
            }
            self.written.body.holes.push(hole);
        }
        self.written.body.holes.extend(marks.map(|(place, fill)| Hole { at: place.at, fill }));
    }
}

/// Whether one of the holes shows something.
fn is_filled(holes: &[Hole]) -> bool {
    holes.iter().any(|hole| !matches!(hole.fill, Fill::Raw { .. }))
}

/// What an ordered list counts from.
fn first_number(html: &str) -> Option<u64> {
    match html.strip_prefix("<ol start=\"") {
        Some(rest) => rest.split('"').next()?.parse().ok(),
        None => html.starts_with("<ol>").then_some(1),
    }
}

/// Where the text of a line begins: behind the tags that it begins with, a link's excepted.
fn content_start(html: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = html[at..].trim_start();
        at = html.len() - rest.len();
        let is_wrapper = ["<p>", "<strong>", "<em>", "<input "].iter().any(|tag| rest.starts_with(tag));
        match rest.find('>').filter(|_| is_wrapper) {
            Some(end) => at += end + 1,
            None => return at,
        }
    }
}

/// Where the link of a line may begin: behind its number and the word for its kind, `实验：`.
fn lead(html: &str, digits: usize) -> usize {
    digits + kind_word(&html[digits..]).map_or(0, |(_, length)| length)
}

/// The first link of a line, when nothing but tags is between `from` and it.
fn first_link(html: &str, from: usize) -> Option<Range<usize>> {
    let start = from + content_start(&html[from..]);
    if !html[start..].starts_with("<a href=\"") {
        return None;
    }
    Some(start..start + html[start..].find("</a>")? + "</a>".len())
}

/// The address in the tag of a link.
fn address(html: &str) -> &str {
    html.split('"').nth(1).unwrap_or_default()
}

/// The text of our own HTML, without tags; what stands for characters is undone.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
    }
    text.push_str(rest);
    if !text.contains('&') {
        return text;
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// How many bytes of `text` are a leading number with what ends it: `1、`, `2.3 `, `一、`, `(1) `.
pub fn number(text: &str) -> usize {
    let opened = text.strip_prefix(['(', '（']).unwrap_or(text);
    let is_digit = |c: char| c.is_ascii_digit();
    let is_han = |c: char| "一二三四五六七八九十百".contains(c);
    let mut end = opened.find(|c| !is_digit(c)).unwrap_or(opened.len());
    while end > 0 && opened[end..].starts_with('.') && opened[end + 1..].starts_with(is_digit) {
        end += 1 + opened[end + 1..].find(|c| !is_digit(c)).unwrap_or(opened.len() - end - 1);
    }
    let han = end == 0;
    if han {
        end = opened.find(|c| !is_han(c)).unwrap_or(opened.len());
    }
    if end == 0 || end > 12 {
        return 0;
    }
    let rest = &opened[end..];
    let marks: &[char] = if han { &['、', '．', ')', '）'] } else { &['、', '.', '．', ')', '）', ':', '：'] };
    let after = rest.strip_prefix(marks);
    let rest = match after {
        Some(rest) => rest,
        // A number alone needs a blank behind it: `2026年` and `3D` are words.
        None if !han && rest.starts_with([' ', '\u{3000}', '\u{a0}']) => rest,
        None => return 0,
    };
    text.len() - rest.trim_start().len()
}

/// A number without what surrounds it.
fn bare(number: &str) -> String {
    let mark = |c: char| c.is_whitespace() || "、.．()（）:：".contains(c);
    number.trim_matches(mark).to_owned()
}

#[cfg(test)]
mod tests;
