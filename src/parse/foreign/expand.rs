//! Texts of other files in the place of the lines that name them, and values in the place of their names.
//!
//! In: a text, the files that it may show, and the values. Out: the text with them in it, and where each byte comes from:
//! a text that was put in stands for its line.
//!
//! What always holds: a text that was put in shows no further file. The sum has a limit. Blocks of code show files only
//! when the site is assembled. A value stands wherever its name does, in code and in front matter, too.

use super::text::{Rewriter, RewrittenText};
use crate::{
    model::{FilePart, Include, RelPath, ShownFile, fill, named},
    parse::include,
};
use std::collections::BTreeMap;

/// Bytes of other files that one page may show.
const MOST: usize = 2 << 20;

/// A file that a text may show.
#[derive(Clone, Copy, Hash, Debug)]
pub struct ShownText<'a> {
    /// Relative to the project's root.
    pub path: &'a RelPath,
    /// All of it.
    pub bytes: &'a [u8],
}

/// The text of the file `page` with the texts of other files and with values in it; `None` where it names none. `src` is
/// the folder of the sources. Of the values, those count whose names begin with a dot.
pub fn expand(
    text: &str,
    page: &RelPath,
    src: &str,
    files: &[ShownText],
    values: &BTreeMap<String, String>,
) -> Option<RewrittenText<'static>> {
    if files.is_empty() && (values.is_empty() || named(text, values).next().is_none()) {
        return None;
    }
    let mut is_changed = false;
    let mut writer = Rewriter::new(text);
    let (mut at, mut sum, mut fence) = (0, 0, None::<&str>);
    for line in text.split_inclusive('\n') {
        let written = line.trim();
        let shown = match fence {
            Some(sign) => {
                fence = fence.filter(|_| !written.starts_with(sign));
                None
            }
            None => {
                fence = ["```", "~~~"].into_iter().find(|sign| written.starts_with(sign));
                ShownFile::of_line(written).and_then(|shown| text_of(&shown, page, src, files))
            }
        };
        match shown.filter(|shown| sum + shown.len() <= MOST) {
            Some(shown) => {
                let indent = &line[..line.len() - line.trim_start().len()];
                sum += shown.len();
                for (number, line) in shown.lines().enumerate() {
                    writer.put(if number > 0 { "\n" } else { "" }, at);
                    writer.put(indent, at);
                    writer.put(&fill(line, values), at);
                }
                writer.put("\n", at);
                is_changed = true;
            }
            None => {
                let mut copied = at;
                for (place, value) in named(line, values) {
                    writer.copy(copied..at + place.start);
                    writer.put(value, at + place.start);
                    copied = at + place.end;
                    is_changed = true;
                }
                writer.copy(copied..at + line.len());
            }
        }
        at += line.len();
    }
    is_changed.then(|| writer.finish().into_owned())
}

/// What a line shows, without front matter.
fn text_of(shown: &ShownFile, page: &RelPath, src: &str, files: &[ShownText]) -> Option<String> {
    let path = match shown.file.strip_prefix("@/") {
        Some(inside) => RelPath::new_from(src, inside),
        None => Include::path(page, &shown.file),
    }?;
    let file = files.iter().find(|file| *file.path == path)?;
    let text = include::part(file.bytes, &shown.part).ok()?;
    let is_whole = shown.part == FilePart::All;
    let body = text.strip_prefix("---\n").filter(|_| is_whole).and_then(|rest| rest.split_once("\n---\n"));
    Some(body.map_or(text.as_str(), |(_, body)| body).trim_end().to_owned())
}
