//! Endings that many files share: the same row of links under every post.
//!
//! In: the texts of all sources. Out: the first lines of such endings, as `strip` rules.
//!
//! What always holds: two lines are the same if they agree up to the address of their first link, since addresses change
//! over the years. A rule lists the files in which it would cut more than an ending; only a rule without any is safe.
//!
//! Deliberately not here: cutting, which only the configuration asks for.

use crate::model::RelPath;
use std::collections::{BTreeMap, BTreeSet};

/// Lines searched, from the end of each file, without blank ones.
const WINDOW: usize = 60;
/// The fewest files that must share an ending ...
const FEWEST: usize = 3;
/// ... and at least one in so many of all files.
const SHARE: usize = 20;
/// Of the files with a line in their ending, one in so many must also have the line above it. Otherwise the line above
/// is the end of a text.
const ABOVE: usize = 5;
/// Most rules; each is for the files that the rules before it do not match.
const MOST: usize = 5;
/// Lines of its own, with links, that a file may have in its ending.
const OWN: usize = 2;

/// An ending that many files share.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RepeatedEnding {
    /// The beginning of its first line.
    pub start: String,
    /// The files that it ends.
    pub files: usize,
    /// Files with such a line in the middle, and the number of the line.
    pub elsewhere: Vec<(RelPath, usize)>,
    /// The first line that is more than a heading, a link or a picture; texts of the file may need it.
    pub text: Option<(RelPath, usize)>,
}

impl RepeatedEnding {
    /// Whether nothing but links is cut.
    pub fn is_safe(&self) -> bool {
        self.elsewhere.is_empty() && self.text.is_none()
    }

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

/// The lines of a file, and where its ending begins.
struct FileLines<'a> {
    path: &'a RelPath,
    /// Lines that are not blank, with their numbers.
    lines: Vec<(usize, &'a str)>,
    /// The first line of the ending, an index into `lines`.
    start: Option<usize>,
    /// The earliest line that recurs in other endings, an index into `lines`.
    earliest: usize,
}

/// The endings that files share, the most frequent first.
pub fn repeated_endings<'a>(texts: impl Iterator<Item = (&'a RelPath, &'a str)>) -> Vec<RepeatedEnding> {
    let mut files: Vec<FileLines> = texts.map(|(path, text)| file(path, text)).collect();
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

    let mut endings = Vec::new();
    while endings.len() < MOST {
        let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
        for file in &files {
            let start = file.start.map(|start| beginning(file.lines[start].1));
            start.into_iter().for_each(|start| *votes.entry(start).or_default() += 1);
        }
        let Some((start, count)) = votes.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))) else { break };
        if count < least {
            break;
        }
        let mut ending = RepeatedEnding { start: start.to_owned(), files: 0, elsewhere: Vec::new(), text: None };
        for file in &mut files {
            let Some(at) = file.lines.iter().position(|(_, line)| line.starts_with(start)) else { continue };
            ending.files += 1;
            // Another rule may begin further up.
            file.start = file.start.filter(|start| *start < at);
            if at < file.earliest {
                ending.elsewhere.push((file.path.clone(), file.lines[at].0));
            }
            let text = file.lines[at..].iter().find(|(_, line)| is_text(line));
            ending.text = ending.text.take().or_else(|| Some((file.path.clone(), text?.0)));
        }
        // A line in the middle of many files is no ending.
        if ending.elsewhere.len() * SHARE <= ending.files {
            endings.push(ending);
        }
    }
    endings
}

fn file<'a>(path: &'a RelPath, text: &'a str) -> FileLines<'a> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim_end()));
    let lines: Vec<_> = lines.filter(|(_, line)| !line.is_empty()).collect();
    FileLines { path, earliest: lines.len(), lines, start: None }
}

impl FileLines<'_> {
    /// `recurs` says whether other endings also have a line, above the given line below it.
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

/// Whether a line holds more than headings, links and pictures: also a definition, or a tag of a template.
fn is_text(line: &str) -> bool {
    let line = line.trim();
    let is_definition = line.starts_with('[') && line.contains("]:");
    let is_rule = line.chars().all(|c| matches!(c, '-' | '*' | '_' | ' '));
    is_definition || line.contains("{{") || line.contains("{%") || !(line.starts_with('#') || is_link(line) || is_rule)
}

fn is_link(line: &str) -> bool {
    line.contains("](") || line.contains("://")
}

/// The part of a line before the address of its first link: it stays the same over the years.
fn beginning(line: &str) -> &str {
    line.find("](").map_or(line, |at| &line[..=at])
}

#[cfg(test)]
mod tests {
    use super::{RelPath, RepeatedEnding, repeated_endings};

    /// Each text is a file: `1.md`, `2.md`, ...; the endings as `pattern: files, elsewhere`.
    fn check(texts: &[&str], expect: &[&str]) {
        let paths: Vec<RelPath> =
            (1..=texts.len()).map(|number| RelPath::new(&format!("{number}.md")).expect("a path")).collect();
        let shown = |ending: &RepeatedEnding| {
            let elsewhere: Vec<_> = ending.elsewhere.iter().map(|(path, line)| format!(", {path}:{line}")).collect();
            format!("{}: {}{}", ending.pattern(), ending.files, elsewhere.concat())
        };
        let found: Vec<_> = repeated_endings(paths.iter().zip(texts.iter().copied())).iter().map(shown).collect();
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
