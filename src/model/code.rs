//! Blocks of code: their text, how their lines are shown, and which file they are taken from.

use super::RelPath;
use std::ops::Range;

/// A fenced block of code: all that its coloured HTML depends on.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct CodeBlock {
    /// The first word after the fence, lower case; `""` when there is none.
    pub language: String,
    /// The lines between the fences, or those of the included file.
    pub text: String,
    /// Numbers and marks of its lines.
    pub lines: LineStyles,
}

/// How the lines of a block are shown. They count from 1.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct LineStyles {
    /// The number of the first line, when numbers are shown.
    pub numbers: Option<u32>,
    /// Highlighted: `mark`.
    pub marked: LineSet,
    /// New: `ins`.
    pub inserted: LineSet,
    /// Gone: `del`.
    pub deleted: LineSet,
}

impl LineStyles {
    /// Whether all lines look the same.
    pub fn are_plain(&self) -> bool {
        *self == LineStyles::default()
    }
}

/// Lines of a block, as ranges: both ends included, ascending, not adjacent.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct LineSet(Vec<(u32, u32)>);

impl LineSet {
    /// Joins ranges that touch or overlap; they come in any order.
    pub fn new(mut ranges: Vec<(u32, u32)>) -> LineSet {
        ranges.sort_unstable();
        let mut apart: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (from, to) in ranges {
            match apart.last_mut() {
                Some((_, end)) if from <= end.saturating_add(1) => *end = to.max(*end),
                _ => apart.push((from, to)),
            }
        }
        LineSet(apart)
    }

    /// Whether a line is among them.
    pub fn has(&self, line: u32) -> bool {
        let after = self.0.partition_point(|(from, _)| *from <= line);
        after > 0 && line <= self.0[after - 1].1
    }
}

/// A block of code that shows a part of another file.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Include {
    /// Index into [`super::Document::code`]. The text in the fence is shown until the file is read.
    pub code: usize,
    /// Relative to the project's root.
    pub file: RelPath,
    /// What is shown of the file.
    pub part: FilePart,
    /// The bytes of the page that name the file.
    pub at: Range<usize>,
}

impl Include {
    /// The file that `page` means by `written`, both from the project's root: from the page's folder when it
    /// starts with `./` or `../`, else from the root. `None` for what must not be shown: outside of the root,
    /// hidden, or written so that systems read it differently.
    pub fn path(page: &RelPath, written: &str) -> Option<RelPath> {
        if written.contains(|c: char| c.is_control() || matches!(c, '\\' | ':')) || written.starts_with('~') {
            return None;
        }
        let beside = written.starts_with("./") || written.starts_with("../");
        let path = RelPath::new_from(if beside { page.folder() } else { "" }, written)?;
        let shown = !path.as_str().is_empty() && path.as_str().split('/').all(|part| !part.starts_with('.'));
        shown.then_some(path)
    }
}

/// Which part of a file is shown.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum FilePart {
    /// The whole file.
    #[default]
    All,
    /// Lines, both ends included.
    Lines(u32, u32),
    /// The lines between the markers of that name.
    Region(String),
}

#[cfg(test)]
mod tests {
    use super::{Include, LineSet};
    use crate::model::RelPath;

    #[test]
    fn ranges_may_overlap_and_come_in_any_order() {
        let set = LineSet::new(vec![(8, 9), (1, 1), (3, 5), (4, 6), (2, 2)]);
        let lines: Vec<u32> = (0..12).filter(|line| set.has(*line)).collect();
        assert_eq!(lines, [1, 2, 3, 4, 5, 6, 8, 9]);
    }

    #[test]
    fn a_file_is_named_from_the_root_or_from_the_page() {
        let page = RelPath::new("content/docs/a.md").expect("a plain path");
        for (written, expect) in [
            ("src/lib.rs", Some("src/lib.rs")),
            ("./a.rs", Some("content/docs/a.rs")),
            ("../../src/lib.rs", Some("src/lib.rs")),
            ("src/../Cargo.toml", Some("Cargo.toml")),
            ("src/中文.rs", Some("src/中文.rs")),
            // Looked for as it stands; nothing is decoded.
            ("%2e%2e/%2e%2e/etc/passwd", Some("%2e%2e/%2e%2e/etc/passwd")),
            ("．．/etc/passwd", Some("．．/etc/passwd")),
            ("../../../etc/passwd", None),
            ("src/../../x", None),
            ("/etc/passwd", None),
            ("//etc/passwd", None),
            ("..\\..\\x", None),
            ("C:\\x", None),
            ("C:/x", None),
            ("file:///etc/passwd", None),
            ("a.rs\0.md", None),
            (".git/config", None),
            ("src/.git/config", None),
            (".env", None),
            ("./.env", None),
            ("a/.../x", None),
            ("~/x", None),
            ("", None),
            (".", None),
        ] {
            assert_eq!(Include::path(&page, written).as_ref().map(RelPath::as_str), expect, "{written:?}");
        }
    }
}
