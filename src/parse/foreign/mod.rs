//! Markdown of other generators as Markdown that is read here.
//!
//! In: the body of a file, and which forms the project has. Out: a text in which containers are marked, tags are replaced
//! and the rest is as it was; where each byte comes from; and what nobody knows.
//!
//! A container (an alert, a tab, a text that folds) is a pair of comments, `<!---->`, each of which is a block for the
//! parser wherever it stands. The writer of the HTML knows them by their places alone, so that no author can write one.
//! What stands between them is ordinary Markdown, at any depth, in lists and quotes too.
//!
//! What always holds: code is never touched. What the parser takes for code, or for a part of a paragraph, is no
//! container, whatever it looks like. A body without the characters that such forms begin with is only searched for them.
//!
//! Deliberately not here: the HTML of containers (`markdown/containers.rs`), and which generator has which forms
//! (`generators`).

mod blocks;
mod colons;
mod elements;
mod expand;
mod indented;
mod inline;
mod kramdown;
mod left;
mod lines;
mod names;
mod prefix;
mod reader;
mod signs;
mod tags;
#[cfg(test)]
mod tests;
mod text;

pub use expand::{ShownText, expand};
pub use left::{FoundSyntax, find};
pub use names::ContainerKind;
pub use text::RewrittenText;

use crate::model::{ForeignSyntax, RelPath, Syntax};
use pulldown_cmark::{Event, Options, Parser, Tag};
use reader::ContainerReader;
use std::collections::{BTreeMap, BTreeSet};

/// How often a body is read again because a container turned out to be code.
const MOST_ROUNDS: usize = 4;

/// What the reading of a body depends on.
#[derive(Clone, Copy, Debug)]
pub struct ForeignOptions<'a> {
    /// The forms that the project has.
    pub syntax: &'a [Syntax],
    /// The file, relative to the project's root.
    pub path: &'a RelPath,
    /// The folder of the sources.
    pub src: &'a str,
    /// Values that expressions name.
    pub values: Option<&'a BTreeMap<String, String>>,
    /// The title of the page; empty where it is not known.
    pub title: &'a str,
}

/// A comment that begins or ends a container.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContainerMark {
    /// Its offset in the text.
    pub at: usize,
    /// The offset in the source of what it stands for.
    pub source: usize,
    /// What it says.
    pub kind: MarkKind,
}

/// What a mark says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MarkKind {
    /// A container begins.
    Open(ContainerKind, ContainerTitle),
    /// What stands between this mark and the one before it is the title of a container.
    TitleEnd,
    /// The n-th container of the body ends, counted from 0.
    Close(usize),
}

/// The title of a container.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ContainerTitle {
    /// That of its kind.
    Default,
    /// None at all.
    None,
    /// The text up to the next mark.
    Follows,
}

/// A body as Markdown that is read here.
pub struct ForeignText<'s> {
    /// The text, and where it comes from.
    pub rewritten: RewrittenText<'s>,
    /// In order of the text.
    pub marks: Vec<ContainerMark>,
    /// Tags that were left out, because nobody knows them.
    pub left_out: Vec<ForeignSyntax>,
}

impl ForeignOptions<'_> {
    /// Whether a tag may begin with this text.
    fn has_tag(&self, text: &str) -> bool {
        let has = |syntax| self.syntax.contains(&syntax);
        match text.as_bytes() {
            [b'{', b'{', b'<' | b'%', ..] => has(Syntax::Shortcodes),
            [b'{', b'{' | b'%', ..] => has(Syntax::Tags),
            [b'<', b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'>', ..] => has(Syntax::Components),
            _ => false,
        }
    }

    /// Whether the project has kramdown, the Markdown of Jekyll.
    fn is_kramdown(&self) -> bool {
        self.syntax.contains(&Syntax::Tags) && self.syntax.contains(&Syntax::Attributes)
    }

    /// Whether something in the text may be of a form that is read.
    fn may_have(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let has = |part: &str| memchr::memmem::find(bytes, part.as_bytes()).is_some();
        has(":::")
            || self.syntax.iter().any(|syntax| match syntax {
                Syntax::Admonitions => has("///") || has("!!!") || has("???") || has("=== ") || has("===!"),
                Syntax::Callouts => has("!> ") || has("?> ") || has("[!"),
                Syntax::Shortcodes => has("{{<") || has("{{%"),
                Syntax::Tags => has("{%") || has("{{") || has("``` "),
                Syntax::Components => has("<") || has("import ") || has("export ") || has("{"),
                Syntax::Includes => has("{{#") || has("':include") || has("--8<--") || has("<<<"),
                Syntax::Marks => ["==", "++", "^", "~", ":", "*["].iter().any(|sign| has(sign)),
                Syntax::Attributes => has("{") || has(" markdown") || has("*[") || has("\n^\n"),
                Syntax::Formulas => has("\\(") || has("\\["),
                // The parser reads them.
                Syntax::Definitions => false,
            })
    }
}

/// Rewrites a body.
pub fn rewrite<'s>(source: &'s str, options: &ForeignOptions) -> ForeignText<'s> {
    if !options.may_have(source) {
        let rewritten = RewrittenText::unchanged(source);
        return ForeignText { rewritten, marks: Vec::new(), left_out: Vec::new() };
    }
    let mut as_text = BTreeSet::new();
    for round in 0.. {
        let (rewritten, marks, left_out) = read(source, options, &as_text);
        let blocks = if marks.is_empty() { BTreeSet::new() } else { html_blocks(&rewritten.text) };
        let missed = |mark: &&ContainerMark| !blocks.contains(&mark.at);
        let before = as_text.len();
        as_text.extend(marks.iter().filter(missed).map(|mark| mark.source));
        if as_text.len() == before || round == MOST_ROUNDS {
            return ForeignText { rewritten, marks, left_out };
        }
    }
    unreachable!("the loop ends")
}

fn read<'s>(
    source: &'s str,
    options: &ForeignOptions,
    as_text: &BTreeSet<usize>,
) -> (RewrittenText<'s>, Vec<ContainerMark>, Vec<ForeignSyntax>) {
    let mut reader = ContainerReader::new(source, options, as_text);
    reader.read();
    let left_out = std::mem::take(&mut reader.left_out).into_values().collect();
    (reader.out.finish(), reader.marks, left_out)
}

/// Where blocks of HTML begin.
fn html_blocks(text: &str) -> BTreeSet<usize> {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES).into_offset_iter();
    events.filter(|(event, _)| matches!(event, Event::Start(Tag::HtmlBlock))).map(|(_, at)| at.start).collect()
}
