//! The part of a file that a block of code shows.
//!
//! In: the bytes of a file, and which part of it is asked for. Out: its text, with the indentation that all
//! its lines share taken off, or what is wrong with it.
//!
//! A region stands between two comments: `region: NAME` and `endregion`, `#region NAME` and `#endregion`, or
//! mdBook's `ANCHOR: NAME` and `ANCHOR_END: NAME`, or MkDocs' `--8<-- [start:NAME]` and `--8<-- [end:NAME]`, in whatever way the language writes comments. Regions may
//! lie in each other; the lines with the comments are not shown.
//!
//! Deliberately not here: which files may be shown (`model::Include::path`, `source`).

use crate::{diag, model::FilePart};

/// Why a file cannot be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum IncludeError {
    /// Not UTF-8, or no text at all.
    NotText,
    /// There is no such region; the nearest name.
    NoRegion(Option<String>),
    /// It has only so many lines. The text is what there is of the lines asked for.
    Beyond(u32, String),
}

/// The text of a part of a file.
pub fn part(bytes: &[u8], part: &FilePart) -> Result<String, IncludeError> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).ok_or(IncludeError::NotText)?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n");
    match part {
        FilePart::All => Ok(text),
        FilePart::Lines(from, to) => {
            let count = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
            let wanted = text.lines().skip(*from as usize - 1).take((to - from) as usize + 1);
            let shown = outdent(&wanted.collect::<Vec<_>>());
            if *to > count && (*to != u32::MAX || *from > count) {
                Err(IncludeError::Beyond(count, shown))
            } else {
                Ok(shown)
            }
        }
        FilePart::Region(name) => region(&text, name),
    }
}

fn region(text: &str, name: &str) -> Result<String, IncludeError> {
    let mut open: Vec<&str> = Vec::new();
    let mut names = Vec::new();
    let mut shown = Vec::new();
    for line in text.lines() {
        match marker(line) {
            Some(Marker::Start(found)) => {
                open.push(found);
                names.push(found);
            }
            Some(Marker::End(None)) => drop(open.pop()),
            Some(Marker::End(Some(found))) => {
                if let Some(last) = open.iter().rposition(|name| *name == found) {
                    open.remove(last);
                }
            }
            None if open.contains(&name) => shown.push(line),
            None => {}
        }
    }
    if names.contains(&name) {
        return Ok(outdent(&shown));
    }
    Err(IncludeError::NoRegion(diag::nearest(name, names).map(str::to_owned)))
}

/// A comment that begins or ends a region.
#[derive(PartialEq, Debug)]
enum Marker<'t> {
    Start(&'t str),
    End(Option<&'t str>),
}

/// Reads a line that marks a region: a comment that holds nothing else.
fn marker(line: &str) -> Option<Marker<'_>> {
    const COMMENTS: [&str; 14] = ["//", "#", "--", "/*", "*", "<!--", ";", "%", "'", "\"", "(*", "{-", "{#", ".."];
    let line = line.trim();
    if !COMMENTS.iter().any(|comment| line.starts_with(comment)) {
        return None;
    }
    let words = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let hash = line[..line.len() - words.len()].ends_with('#');
    let named = |keyword: &str| {
        let name = words.strip_prefix(keyword)?.split_whitespace().next()?;
        let name = ["-->", "*/", "*)", "-}", "#}"].iter().fold(name, |name, close| name.trim_end_matches(close));
        Some(name).filter(|name| !name.is_empty())
    };
    // `--8<-- [start:NAME]`
    if let Some(section) = words.strip_prefix("8<--").and_then(|rest| rest.trim().strip_prefix('[')) {
        let section = section.split_once(']')?.0;
        let start = section.strip_prefix("start:").map(Marker::Start);
        return start.or_else(|| section.strip_prefix("end:").map(|name| Marker::End(Some(name))));
    }
    let end = named("ANCHOR_END:").or_else(|| named("endregion:")).or_else(|| named("endregion "));
    if end.is_some() || words.starts_with("endregion") {
        return Some(Marker::End(end));
    }
    let start = named("ANCHOR:").or_else(|| named("region:")).or_else(|| if hash { named("region ") } else { None });
    start.map(Marker::Start)
}

/// The lines without the blanks that all of them begin with.
fn outdent(lines: &[&str]) -> String {
    let blanks = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let shared = |a: &str, b: &str| a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let mut indent: Option<&str> = None;
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let own = &line[..blanks(line)];
        indent = Some(indent.map_or(own, |indent| &indent[..shared(indent, own)]));
    }
    let indent = indent.map_or(0, str::len);
    lines.iter().map(|line| format!("{}\n", line.get(indent..).unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    use super::{IncludeError, Marker, marker, part};
    use crate::model::FilePart;

    const FILE: &str = "\
use a;
fn main() {
    // region: body
    let x = 1;

    // ANCHOR: inner
    if x {
        y();
    }
    // ANCHOR_END: inner
    // endregion
}
";

    #[test]
    fn a_part_is_cut_out_and_moved_to_the_left() {
        for (wanted, expect) in [
            (FilePart::Lines(1, 1), "use a;\n"),
            (FilePart::Lines(7, 8), "if x {\n    y();\n"),
            (FilePart::Lines(4, 5), "let x = 1;\n\n"),
            (FilePart::Lines(11, u32::MAX), "    // endregion\n}\n"),
            (FilePart::Region("inner".into()), "if x {\n    y();\n}\n"),
            (FilePart::Region("body".into()), "let x = 1;\n\nif x {\n    y();\n}\n"),
        ] {
            assert_eq!(part(FILE.as_bytes(), &wanted).as_deref(), Ok(expect), "{wanted:?}");
        }
        assert_eq!(part(FILE.as_bytes(), &FilePart::All).as_deref(), Ok(FILE));
        assert_eq!(part(b"\xEF\xBB\xBFa\r\nb", &FilePart::All).as_deref(), Ok("a\nb"));
    }

    #[test]
    fn what_is_not_there_is_said() {
        for (bytes, wanted, expect) in [
            (FILE.as_bytes(), FilePart::Region("inne".into()), IncludeError::NoRegion(Some("inner".into()))),
            (FILE.as_bytes(), FilePart::Region("x".into()), IncludeError::NoRegion(None)),
            (FILE.as_bytes(), FilePart::Lines(12, 14), IncludeError::Beyond(12, "}\n".into())),
            (FILE.as_bytes(), FilePart::Lines(99, u32::MAX), IncludeError::Beyond(12, String::new())),
            (b"a\0b", FilePart::All, IncludeError::NotText),
            (b"\xFF\xFE", FilePart::All, IncludeError::NotText),
        ] {
            assert_eq!(part(bytes, &wanted), Err(expect), "{wanted:?}");
        }
    }

    #[test]
    fn markers_stand_in_comments_of_any_language() {
        for (line, expect) in [
            ("// region: a", Some(Marker::Start("a"))),
            ("  # region: a", Some(Marker::Start("a"))),
            ("-- region: 名字", Some(Marker::Start("名字"))),
            ("/* region: a */", Some(Marker::Start("a"))),
            ("<!-- region: a-->", Some(Marker::Start("a"))),
            ("#region a", Some(Marker::Start("a"))),
            ("// #region a", Some(Marker::Start("a"))),
            ("// ANCHOR: a", Some(Marker::Start("a"))),
            ("// endregion", Some(Marker::End(None))),
            ("#endregion", Some(Marker::End(None))),
            ("<!-- endregion: a -->", Some(Marker::End(Some("a")))),
            ("# ANCHOR_END: a", Some(Marker::End(Some("a")))),
            // YAML, JavaScript and English.
            ("region: cn-north-1", None),
            ("- region: cn-north-1", None),
            ("{ region: x }", None),
            ("// region of interest", None),
        ] {
            assert_eq!(marker(line), expect, "{line}");
        }
    }
}
