//! The names that the page of a folder, or a table of contents, gives to the pages that it links to.
//!
//! In: a text and its links. Out: the texts of the links that begin a line, an item of a list or a cell of a table.
//!
//! Deliberately not here: which page a link leads to, and whether that has a title of its own (`site`).

use super::metadata::{is_page_of_folder, plain};
use crate::model::{Link, LinkName, RelPath};

/// Files that are tables of contents.
const CONTENTS: [&str; 2] = ["SUMMARY.md", "_sidebar.md"];
/// Most characters of a name.
const LONGEST: usize = 60;
/// Texts of links that are no names.
const EMPTY: [&str; 12] =
    ["here", "link", "more", "read more", "details", "click here", "这里", "链接", "点击", "更多", "详情", "阅读全文"];

/// Whether a file is a table of contents.
pub fn is_contents(path: &RelPath) -> bool {
    CONTENTS.contains(&path.name())
}

/// The names in a file, by the indices of their links; of other files none.
pub fn names(path: &RelPath, text: &str, links: &[Link]) -> Box<[LinkName]> {
    if !is_contents(path) && !is_page_of_folder(path) {
        return Box::default();
    }
    let name = |(index, link): (usize, &Link)| {
        let is_own = !link.image && !link.in_config && !link.target.contains("://");
        let name = is_own.then(|| name(text, link)).flatten()?;
        Some(LinkName { link: u32::try_from(index).ok()?, name })
    };
    links.iter().enumerate().filter_map(name).collect()
}

fn name(text: &str, link: &Link) -> Option<String> {
    let written = text.get(link.at.clone())?.strip_prefix('[')?;
    let line = text[..link.at.start].rfind('\n').map_or(0, |newline| newline + 1);
    let is_mark = |c: char| c.is_whitespace() || c.is_ascii_digit() || "-*+#>|.)".contains(c);
    if !text[line..link.at.start].chars().all(is_mark) {
        return None;
    }
    let (name, _) = written.rsplit_once("](").or_else(|| written.split_once(']'))?;
    let name = plain(name).trim().to_owned();
    let is_file = name.ends_with(".md") || name.contains("://");
    let is_name = !name.is_empty() && name.chars().count() <= LONGEST && !is_file;
    (is_name && !EMPTY.contains(&&*name.to_lowercase())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::names;
    use crate::model::{Link, RelPath};

    #[test]
    fn links_that_begin_a_line_name_their_pages() {
        for (text, expect) in [
            ("- [Set *up*](a.md)", Some("Set up")),
            ("  1. [安装](a.md)：说明", Some("安装")),
            ("## [A][a]", Some("A")),
            ("| [A](a.md) | text |", Some("A")),
            ("**[A](a.md)**", Some("A")),
            ("see [A](a.md)", None),
            ("- [here](a.md)", None),
            ("- [a.md](a.md)", None),
            ("- <a href=\"a.md\">A</a>", None),
        ] {
            let start = text.find(['[', '<']).expect("there is a link");
            let end = text.rfind([')', ']', '>']).map_or(text.len(), |end| end + 1);
            let link = Link { target: "a.md".into(), image: false, at: start..end, in_config: false };
            let found = names(&RelPath::new("docs/README.md").expect("a path"), text, &[link]);
            assert_eq!(found.first().map(|named| named.name.as_str()), expect, "{text}");
        }
    }
}
