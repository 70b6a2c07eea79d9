//! What many files end with: the same row of links under every post.
//!
//! In: the texts of all sources. Out: the lines at which such an ending begins, as `strip` rules.
//!
//! What always holds: a line is told by its beginning, up to where a link's address starts, since addresses change
//! over the years. A rule says in how many files more than an ending would go with it; only one without any is safe.
//!
//! Deliberately not here: cutting, which only the configuration asks for.

use crate::model::RelPath;
use std::collections::{BTreeMap, BTreeSet};

/// Lines looked at, from the end of each file; blank ones do not count.
const WINDOW: usize = 60;
/// Files that must end alike: that many, and one in twenty of all.
const FEWEST: usize = 3;
const SHARE: usize = 20;
/// Of the files that have a line in their ending, one in so many must have the line above it there, too: else that is
/// the end of a text.
const ABOVE: usize = 5;
/// Rules, each for the files that those before it leave.
const MOST: usize = 5;
/// Lines of its own, with links, that a file may have in its ending.
const OWN: usize = 2;

/// An ending that many files share.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tail {
    /// What its first line begins with.
    pub start: String,
    /// The files that it ends.
    pub files: usize,
    /// Where such a line stands in the middle of a file: the file, and the line's number.
    pub elsewhere: Vec<(RelPath, usize)>,
}

impl Tail {
    /// A regular expression for the first line.
    pub fn pattern(&self) -> String {
        let mut pattern = String::from("^");
        for c in self.start.chars() {
            if r"\.+*?()|[]{}^$".contains(c) {
                pattern.push('\\');
            }
            pattern.push(c);
        }
        pattern
    }
}

struct File<'a> {
    path: &'a RelPath,
    /// Those that are not blank, with their numbers.
    lines: Vec<(usize, &'a str)>,
    /// The first line of the ending, and where the ending begins at the earliest, as indices into `lines`.
    start: Option<usize>,
    earliest: usize,
}

/// The endings that files share, that of most files first.
pub fn tails<'a>(texts: impl Iterator<Item = (&'a RelPath, &'a str)>) -> Vec<Tail> {
    let mut files: Vec<File> = texts.map(|(path, text)| file(path, text)).collect();
    let least = FEWEST.max(files.len() / SHARE);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for file in &files {
        let from = file.lines.len().saturating_sub(WINDOW);
        let lines: BTreeSet<&str> = file.lines[from..].iter().map(|(_, line)| beginning(line)).collect();
        lines.into_iter().for_each(|line| *counts.entry(line).or_default() += 1);
    }
    let mut pairs: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for pair in files.iter().flat_map(|file| file.lines[file.lines.len().saturating_sub(WINDOW)..].windows(2)) {
        *pairs.entry((beginning(pair[0].1), beginning(pair[1].1))).or_default() += 1;
    }
    let count = |line: &str| counts.get(beginning(line)).copied().unwrap_or_default();
    let above = |line: &str, below: &str| {
        let pair = pairs.get(&(beginning(line), beginning(below))).copied().unwrap_or_default();
        pair * ABOVE >= count(below)
    };
    let recurs = |line: &str, below: Option<&str>| count(line) >= least && below.is_none_or(|below| above(line, below));
    files.iter_mut().for_each(|file| file.find_ending(&recurs));

    let mut tails = Vec::new();
    while tails.len() < MOST {
        let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
        for file in &files {
            let start = file.start.map(|start| beginning(file.lines[start].1));
            start.into_iter().for_each(|start| *votes.entry(start).or_default() += 1);
        }
        let Some((start, count)) = votes.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))) else { break };
        if count < least {
            break;
        }
        let mut tail = Tail { start: start.to_owned(), files: 0, elsewhere: Vec::new() };
        for file in &mut files {
            let Some(at) = file.lines.iter().position(|(_, line)| line.starts_with(start)) else { continue };
            tail.files += 1;
            // Another rule may begin further up.
            file.start = file.start.filter(|start| *start < at);
            if at < file.earliest {
                tail.elsewhere.push((file.path.clone(), file.lines[at].0));
            }
        }
        // What stands in the middle of every other file is no ending.
        if tail.elsewhere.len() * SHARE <= tail.files {
            tails.push(tail);
        }
    }
    tails
}

fn file<'a>(path: &'a RelPath, text: &'a str) -> File<'a> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim_end()));
    let lines: Vec<_> = lines.filter(|(_, line)| !line.is_empty()).collect();
    File { path, earliest: lines.len(), lines, start: None }
}

impl File<'_> {
    /// `recurs` tells whether other files have a line in their endings, too, above the one that is below.
    fn find_ending(&mut self, recurs: &dyn Fn(&str, Option<&str>) -> bool) {
        let mut own = 0;
        for (index, (_, line)) in self.lines.iter().enumerate().rev().take(WINDOW) {
            let below = self.lines.get(index + 1).map(|(_, below)| *below).filter(|_| own == 0);
            if recurs(line, below) {
                self.earliest = index;
                // An ending is more than a line, and begins with a heading or a link: not with the end of some code.
                if own == 0 && index + 1 < self.lines.len() && (line.starts_with('#') || is_link(line)) {
                    self.start = Some(index);
                }
            } else if own < OWN && is_link(line) {
                own += 1;
            } else {
                break;
            }
        }
    }
}

fn is_link(line: &str) -> bool {
    line.contains("](") || line.contains("://")
}

/// What stays of a line over the years: all before the address of its first link.
fn beginning(line: &str) -> &str {
    line.find("](").map_or(line, |at| &line[..=at])
}

#[cfg(test)]
mod tests {
    use super::{RelPath, Tail, tails};

    /// Each text is a file: `1.md`, `2.md`, ...; the endings as `pattern: files, elsewhere`.
    fn check(texts: &[&str], expect: &[&str]) {
        let paths: Vec<RelPath> =
            (1..=texts.len()).map(|number| RelPath::new(&format!("{number}.md")).expect("a path")).collect();
        let shown = |tail: &Tail| {
            let elsewhere: Vec<_> = tail.elsewhere.iter().map(|(path, line)| format!(", {path}:{line}")).collect();
            format!("{}: {}{}", tail.pattern(), tail.files, elsewhere.concat())
        };
        let found: Vec<_> = tails(paths.iter().zip(texts.iter().copied())).iter().map(shown).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn what_several_files_end_with_is_an_ending() {
        let post = |title: &str, address: &str| {
            format!("# {title}\n\nText of {title}.\n  \n#### [What next? (1)]({address})  \n\n![me](../me.jpg)  \n  \n")
        };
        let posts = [post("a", "https://a.example"), post("b", "../b.md"), post("c", "c.md")];
        let [a, b, c] = posts.each_ref().map(String::as_str);
        check(&[a, b, c, "# Another\n\nText.\n"], &[r"^#### \[What next\? \(1\)\]: 3"]);
        check(&[a, b], &[]);
        check(&[a, b, c, "# Early\n\n#### [What next? (1)](x)\n\nand more text\n"], &[]);
    }

    #[test]
    fn each_time_has_its_own_ending() {
        let old = "Text.\n\n---\n[Shop](a)\n[Home](b)\n";
        let new = "Words.\n\n## About\n[Course](a)\n[Shop](a)\n[Home](b)\n";
        let (old, new): (Vec<_>, Vec<_>) =
            ((0..4).map(|i| format!("{i}{old}")).collect(), (0..3).map(|i| format!("{i}{new}")).collect());
        let all: Vec<&str> = old.iter().chain(&new).map(String::as_str).collect();
        check(&all, &["^\\[Shop\\]: 7", "^## About: 3"]);
    }

    #[test]
    fn a_link_that_some_texts_end_with_is_not_of_the_ending() {
        let text = |i: u32| {
            let reference =
                if i.is_multiple_of(10) { "[Known](known.md)".to_owned() } else { format!("[Other {i}](other.md)") };
            format!("Text {i}.\n\n{reference}\n\n[Shop](a)\n[Home](b)\n")
        };
        let texts: Vec<String> = (0..60).map(text).collect();
        check(&texts.iter().map(String::as_str).collect::<Vec<_>>(), &["^\\[Shop\\]: 60"]);
    }

    #[test]
    fn the_end_of_code_or_a_single_line_is_none() {
        let code = ["a\n```\n}\n```\n", "b\n```\n}\n```\n", "c\n```\n}\n```\n"];
        check(&code, &[]);
        check(&["a\n[Home](a)\n", "b\n[Home](a)\n", "c\n[Home](a)\n"], &[]);
    }

    #[test]
    fn a_rule_that_would_cut_more_says_where() {
        let text = |i: usize| format!("Text {i}.\n## See\n[Home](a)\n");
        let mut texts: Vec<String> = (0..25).map(text).collect();
        texts.push("## See\nmuch else\n## See\n[Home](a)\n".into());
        check(&texts.iter().map(String::as_str).collect::<Vec<_>>(), &["^## See: 26, 26.md:1"]);
    }
}
