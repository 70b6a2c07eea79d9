//! How other generators name a file whose text is shown: `{{#include file:part}}`, `--8<-- "file:3:10"`, `<<< @/file` and
//! the like.
//!
//! In: a line. Out: the file and the part of it. `source` finds out with it which files to read, `parse` what to show.

use super::FilePart;

/// A file that a line names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownFile<'s> {
    /// As a block of code of our own would name it, or with `@/` before a path from the folder of the sources.
    pub file: String,
    /// Which part of it is shown.
    pub part: FilePart,
    /// Lines to be marked, as written.
    pub marked: Option<&'s str>,
    /// What stands above it.
    pub title: Option<&'s str>,
}

/// What the beginnings of such lines have in them: a text without any of these names no file.
pub const SHOWN_FILE_MARKS: [&str; 4] = ["{{#", "8<-", "<<< ", "include"];

impl<'s> ShownFile<'s> {
    /// The file that a line names; blanks around it do not count.
    pub fn of_line(line: &'s str) -> Option<ShownFile<'s>> {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("<<< ") {
            return snippet(rest.trim());
        }
        if let Some(inside) = line.strip_prefix("{{#").and_then(|rest| rest.strip_suffix("}}")) {
            let (word, rest) = inside.split_once(' ')?;
            if !matches!(word, "include" | "rustdoc_include" | "playground" | "playpen") {
                return None;
            }
            // From the file in which it stands.
            let target = rest.split_whitespace().next()?;
            return part_of_file(&beside(target));
        }
        // `[name](a.md ':include :fragment=part')`
        if let Some((_, link)) = line.split_once("](").filter(|_| line.starts_with('[') && line.contains("':include")) {
            let (target, options) = link.strip_suffix("')")?.split_once(" '")?;
            if target.contains("://") {
                return None;
            }
            let region = options.split_whitespace().find_map(|option| option.strip_prefix(":fragment="));
            return part_of_file(&match region {
                Some(name) => format!("{}:{name}", beside(target)),
                None => beside(target),
            });
        }
        // `<!--@include: ./a.md{3,10}-->`, `@include(./a.md)`
        let comment = line.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")).map(str::trim);
        if let Some(target) = comment.and_then(|rest| rest.strip_prefix("@include:")) {
            let shown = snippet(target.trim())?;
            // Here they are the lines to show.
            let lines = shown.marked.and_then(|lines| lines.split_once(','));
            let number = |text: &str, open: u32| if text.is_empty() { Some(open) } else { text.parse().ok() };
            let lines =
                lines.and_then(|(from, to)| Some(FilePart::Lines(number(from, 1)?.max(1), number(to, u32::MAX)?)));
            return Some(ShownFile { part: lines.unwrap_or(shown.part), marked: None, ..shown });
        }
        if let Some(target) = line.strip_prefix("@include(").and_then(|rest| rest.strip_suffix(')')) {
            return snippet(target.trim());
        }
        // `{% include-markdown "../a.md" %}`, `{% include_relative a.md %}`, `{% include a.md %}`
        if let Some(inside) = line.strip_prefix("{%").and_then(|rest| rest.strip_suffix("%}")) {
            let mut words = inside.split_whitespace();
            let word = words.next()?;
            if word == "include_code" {
                return code_of_hexo(words);
            }
            let target = words.next()?.trim_matches(['"', '\'']);
            return match word {
                "include-markdown" | "include_relative" => part_of_file(&beside(target)),
                // A template is none.
                "include" if target.ends_with(".md") => part_of_file(&format!("@/_includes/{target}")),
                _ => None,
            };
        }
        // From the root of the project.
        let sign = line.trim_start_matches('-').strip_prefix("8<")?;
        let target = sign.trim_start_matches('-').trim().trim_matches(['"', '\'']);
        (line.starts_with('-') && sign.starts_with('-')).then(|| part_of_file(target)).flatten()
    }
}

/// `Title lang:js from:1 to:9 file.js`, in the folder that Hexo keeps code in.
fn code_of_hexo<'s>(words: impl Iterator<Item = &'s str>) -> Option<ShownFile<'s>> {
    let (options, names): (Vec<&str>, Vec<&str>) = words.partition(|word| word.contains(':'));
    let number = |key: &str| options.iter().find_map(|option| option.strip_prefix(key)?.parse::<u32>().ok());
    let (file, titles) = names.split_last()?;
    let part = match (number("from:"), number("to:")) {
        (None, None) => FilePart::All,
        (from, to) => FilePart::Lines(from.unwrap_or(1).max(1), to.unwrap_or(u32::MAX)),
    };
    let file = format!("@/downloads/code/{file}");
    is_plain(&file).then(|| ShownFile { file, part, marked: None, title: titles.first().copied() })
}

fn beside(target: &str) -> String {
    if target.starts_with('.') { target.to_owned() } else { format!("./{target}") }
}

/// `file`, `file:3`, `file:3:10`, `file:name`
fn part_of_file<'s>(target: &str) -> Option<ShownFile<'s>> {
    let mut parts = target.split(':');
    let file = parts.next().filter(|file| is_plain(file))?.to_owned();
    let number = |part: &str| part.parse::<u32>().ok().filter(|number| *number > 0);
    let part = match (parts.next(), parts.next()) {
        (None, _) => FilePart::All,
        (Some(name), None) => match number(name) {
            Some(line) => FilePart::Lines(line, line),
            None if is_plain(name) => FilePart::Region(name.to_owned()),
            None => return None,
        },
        (Some(from), Some(to)) => {
            let from = if from.is_empty() { 1 } else { number(from)? };
            FilePart::Lines(from, number(to).unwrap_or(u32::MAX))
        }
    };
    Some(ShownFile { file, part, marked: None, title: None })
}

/// `@/file#region{1,3 ts:line-numbers} [Title]`
fn snippet(written: &str) -> Option<ShownFile<'_>> {
    let (file, rest) = written.split_at(written.find(['#', '{', '[', ' ']).unwrap_or(written.len()));
    let file = if file.starts_with("@/") { file.to_owned() } else { beside(file) };
    let region = rest.strip_prefix('#').map(|rest| &rest[..rest.find(['{', '[', ' ']).unwrap_or(rest.len())]);
    let title = rest.split_once('[').and_then(|(_, title)| title.split_once(']')).map(|(title, _)| title);
    let lines = rest.split_once('{').and_then(|(_, lines)| lines.split_once('}')).map(|(lines, _)| lines);
    let is_lines =
        |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit() || b",-".contains(&byte));
    let marked = lines.and_then(|lines| lines.split(' ').find(is_lines));
    let part = region.map_or(FilePart::All, |name| FilePart::Region(name.to_owned()));
    is_plain(&file).then_some(ShownFile { file, part, marked, title })
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.contains(['"', '\'', '<', '>', '{', '}', '`']) && !text.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::ShownFile;

    #[test]
    fn lines_of_other_generators_name_files() {
        for (line, expect) in [
            ("{{#include a.rs}}", "./a.rs All None None"),
            ("[a](b/c.md ':include')", "./b/c.md All None None"),
            ("[a](https://b.c/d.md ':include')", ""),
            ("[a](../c.js ':include :type=code :fragment=main')", "../c.js Region(\"main\") None None"),
            ("{{#include ../a.rs:main}}", "../a.rs Region(\"main\") None None"),
            ("{{#rustdoc_include a.rs:2:5}}", "./a.rs Lines(2, 5) None None"),
            ("{{#include a.rs:2:}}", "./a.rs Lines(2, 4294967295) None None"),
            ("{{#title A}}", ""),
            ("--8<-- \"a/b.py:3:10\"", "a/b.py Lines(3, 10) None None"),
            (";--8<-- 'a.md'", ""),
            ("-8<- \"a.md\"", "a.md All None None"),
            ("--8<-- [start:a]", "[start Region(\"a]\") None None"),
            ("<<< @/a.ts#x{1,3-4 ts} [A b]", "@/a.ts Region(\"x\") Some(\"1,3-4\") Some(\"A b\")"),
            ("<<< a.ts", "./a.ts All None None"),
            ("{% include note.md %}", "@/_includes/note.md All None None"),
            ("{% include note.html %}", ""),
            ("{% include_code A lang:js to:3 b/c.js %}", "@/downloads/code/b/c.js Lines(1, 3) None Some(\"A\")"),
            ("<!--@include: ./a.md-->", "./a.md All None None"),
            ("<!-- @include: @/b/a.md#x -->", "@/b/a.md Region(\"x\") None None"),
            ("<!--@include: ./a.md{3,}-->", "./a.md Lines(3, 4294967295) None None"),
            ("@include(../a.md)", "../a.md All None None"),
            ("{% include-markdown \"../a.md\" %}", "../a.md All None None"),
            ("{% include a.html %}", ""),
            ("8<--", ""),
            ("<<< \"a\"", ""),
        ] {
            let found = ShownFile::of_line(line);
            let shown =
                found.map(|found| format!("{} {:?} {:?} {:?}", found.file, found.part, found.marked, found.title));
            assert_eq!(shown.unwrap_or_default(), expect, "{line}");
        }
    }
}
