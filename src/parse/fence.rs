//! The info string after a code fence: the language, and how the block is to be shown.
//!
//! In: the words after the fence, entities and escapes undone. Out: a [`Fence`], whatever stands there.
//!
//! What always holds: it is total, and takes time in proportion to its input. What other tools write there
//! (`{.python .numberLines}`, `rust,ignore`, `js {cmd=true}`) is understood or ignored. Only a misspelt
//! attribute, or an unknown word with a value outside of braces, gets a diagnostic.
//!
//! Deliberately not here: the files that a block may name (`include`), and grammars (`highlight`).

use crate::{
    diag,
    model::{FilePart, LineSet, LineStyles},
};

/// An info string, parsed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fence {
    /// Lower case; `""` when there is none.
    pub language: String,
    /// Shown above the block.
    pub title: Option<String>,
    /// Numbers and marks of its lines.
    pub lines: LineStyles,
    /// The file that the text is taken from, as written.
    pub file: Option<String>,
    /// What is shown of the file.
    pub part: FilePart,
    /// For a `diff`: the language of the compared text.
    pub of: Option<String>,
    /// Unknown attributes, each with the nearest known one.
    pub unknown: Vec<(String, Option<&'static str>)>,
    /// Attributes with an invalid value.
    pub wrong: Vec<(String, String)>,
}

/// Known attributes, for suggestions.
const KNOWN: [&str; 9] = ["title", "file", "lines", "region", "numbers", "mark", "ins", "del", "lang"];

/// Most attributes of one fence that are reported, of each sort: a longer list says nothing new.
const MOST: usize = 10;

/// Attributes of other tools that are ignored.
const FOREIGN: [&str; 34] = [
    "anchor_linenos",
    "anchorlinenos",
    "attr",
    "attributes",
    "class",
    "cmd",
    "collapse",
    "copy",
    "editable",
    "edition",
    "eval",
    "expandable",
    "frame",
    "group",
    "guesssyntax",
    "height",
    "hide_lines",
    "hidelines",
    "icon",
    "id",
    "key",
    "label",
    "lineanchors",
    "lineanchor",
    "linenodivider",
    "live",
    "meta",
    "style",
    "tab",
    "tabwidth",
    "theme",
    "twoslash",
    "width",
    "wrap",
];

/// Reads an info string.
pub fn read(info: &str) -> Fence {
    let mut reader = FenceReader { fence: Fence::default(), start: None, numbered: false, marked: Vec::new() };
    let info = info.trim();
    let rest = match info.strip_prefix('{') {
        Some(_) => info,
        None => {
            let end = info.find(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '=')).unwrap_or(info.len());
            if info[end..].starts_with('=') {
                info
            } else {
                // `ruby:app.rb` is a language and a title.
                let (language, title) = info[..end].split_once(':').unwrap_or((&info[..end], ""));
                reader.fence.language = language.trim_start_matches('.').to_lowercase();
                reader.fence.title = (!title.is_empty()).then(|| title.to_owned());
                &info[end..]
            }
        }
    };
    if !reader.listed(rest) {
        reader.attributes(rest, false);
    }
    reader.finish()
}

/// Reads one info string.
struct FenceReader {
    fence: Fence,
    /// The number of the first line, which counts only when numbers are asked for.
    start: Option<u32>,
    numbered: bool,
    marked: Vec<(u32, u32)>,
}

impl FenceReader {
    /// `,linenos,hl_lines=1 3-5,name=a.rs`, as Zola has it: the commas alone part it.
    fn listed(&mut self, rest: &str) -> bool {
        let Some(list) = rest.strip_prefix(',').filter(|list| !list.contains(['"', '\'', '{', '['])) else {
            return false;
        };
        let items: Vec<(&str, Option<&str>)> = list
            .split(',')
            .map(|item| {
                let (name, value) =
                    item.split_once('=').map_or((item, None), |(name, value)| (name, Some(value.trim())));
                (name.trim(), value)
            })
            .collect();
        let is_name = |name: &str| !name.is_empty() && !name.contains(char::is_whitespace);
        let is_list = items.iter().all(|(name, _)| is_name(name));
        if is_list {
            items.into_iter().for_each(|(name, value)| self.attribute(name, value, false));
        }
        is_list
    }

    fn attributes(&mut self, mut rest: &str, braced: bool) {
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
            let Some(first) = rest.chars().next() else { return };
            match first {
                '{' if !braced => {
                    let (inner, after) = enclosed(rest, '}');
                    rest = after;
                    match ranges(inner) {
                        Some(lines) => self.marked.extend(lines),
                        None => self.attributes(inner, true),
                    }
                    continue;
                }
                // `[Title]`, as VitePress has it.
                '[' if !braced => {
                    let (title, after) = enclosed(rest, ']');
                    if !title.trim().is_empty() && self.fence.title.is_none() {
                        self.fence.title = Some(title.trim().to_owned());
                    }
                    rest = after;
                    continue;
                }
                // Words to be marked in the text, which some tools have.
                '"' | '\'' | '/' => {
                    rest = enclosed(rest, first).1;
                    continue;
                }
                _ => {}
            }
            let end = rest[first.len_utf8()..]
                .find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '=' | '{' | '}'))
                .map_or(rest.len(), |end| end + first.len_utf8());
            let name = &rest[..end];
            rest = &rest[end..];
            let value = match rest.strip_prefix('=') {
                Some(after) => {
                    let (value, after) = value(after, braced);
                    rest = after;
                    Some(value)
                }
                None if rest.starts_with('{') && !braced && is_numbers(name) => {
                    let (value, after) = enclosed(rest, '}');
                    rest = after;
                    Some(value)
                }
                None => None,
            };
            self.attribute(name, value, braced);
        }
    }

    fn attribute(&mut self, written: &str, value: Option<&str>, braced: bool) {
        let name = written.trim_start_matches(['.', '#']).to_lowercase();
        let is_full = self.fence.unknown.len() >= MOST;
        let Some(value) = value else {
            if is_numbers(&name) {
                self.numbered = true;
            } else if braced && self.fence.language.is_empty() && !written.starts_with('#') {
                self.fence.language = name;
            } else if !braced && !is_full && !KNOWN.contains(&&*name) && !FOREIGN.contains(&&*name) {
                let nearest = diag::nearest(short(&name), KNOWN);
                self.fence.unknown.extend(nearest.map(|nearest| (written.to_owned(), Some(nearest))));
            }
            return;
        };
        let understood = match name.as_str() {
            "title" | "filename" | "caption" | "name" => {
                self.fence.title = (!value.is_empty()).then(|| value.to_owned());
                true
            }
            "file" => self.file(value),
            "lines" => match ranges(value).as_deref() {
                Some([lines]) => {
                    self.fence.part = FilePart::Lines(lines.0, lines.1);
                    true
                }
                _ => false,
            },
            "region" => {
                self.fence.part = FilePart::Region(value.to_owned());
                !value.is_empty()
            }
            "mark" | "highlight" | "hl" | "hl_lines" | "emphasize-lines" => match ranges(value) {
                Some(lines) => {
                    self.marked.extend(lines);
                    true
                }
                // Words to be marked, which some tools have under this name.
                None => !value.contains(|c: char| c.is_ascii_digit()),
            },
            "ins" => set(&mut self.fence.lines.inserted, value),
            "del" => set(&mut self.fence.lines.deleted, value),
            "lang" | "language" => {
                let language = value.to_lowercase();
                match self.fence.language.as_str() {
                    "diff" => self.fence.of = Some(language),
                    "" => self.fence.language = language,
                    _ => {}
                }
                true
            }
            "linenostart" | "startfrom" | "startlinenumber" | "firstline" | "start" => {
                self.start = value.parse().ok();
                self.start.is_some()
            }
            name if is_numbers(name) => {
                self.numbered = value != "false" && value != "0";
                let start = value.parse().ok();
                self.start = start.or(self.start);
                start.is_some() || matches!(value, "" | "true" | "false" | "table" | "inline")
            }
            name => {
                if !braced && !is_full && !FOREIGN.contains(&name) && !name.starts_with("data-") {
                    self.fence.unknown.push((written.to_owned(), diag::nearest(short(name), KNOWN)));
                }
                true
            }
        };
        if !understood && self.fence.wrong.len() < MOST {
            self.fence.wrong.push((written.to_owned(), value.to_owned()));
        }
    }

    /// `src/lib.rs`, or with the lines as the Git host writes them: `src/lib.rs#L3-L20`.
    fn file(&mut self, value: &str) -> bool {
        let (file, lines) = value.split_once("#L").unwrap_or((value, ""));
        self.fence.file = (!file.is_empty()).then(|| file.to_owned());
        if lines.is_empty() {
            return !file.is_empty();
        }
        match ranges(&lines.replace('L', "")).as_deref() {
            Some([lines]) => {
                self.fence.part = FilePart::Lines(lines.0, lines.1);
                true
            }
            _ => false,
        }
    }

    fn finish(mut self) -> Fence {
        self.fence.lines.marked = LineSet::new(self.marked);
        self.fence.lines.numbers = self.numbered.then_some(self.start.unwrap_or(1));
        self.fence
    }
}

fn is_numbers(name: &str) -> bool {
    let name = name.trim_start_matches('.').to_lowercase();
    matches!(
        name.as_str(),
        "numbers"
            | "linenos"
            | "linenums"
            | "linenumbers"
            | "line-numbers"
            | "numberlines"
            | "number-lines"
            | "showlinenumbers"
    )
}

/// The beginning of a name, as long as a known name can be.
fn short(name: &str) -> &str {
    name.char_indices().nth(16).map_or(name, |(end, _)| &name[..end])
}

fn set(lines: &mut LineSet, value: &str) -> bool {
    let read = ranges(value);
    let understood = read.is_some();
    // Words to be marked, which some tools have under these names.
    *lines = LineSet::new(read.unwrap_or_default());
    understood || !value.contains(|c: char| c.is_ascii_digit())
}

/// The value after an equals sign, and the rest.
fn value(text: &str, braced: bool) -> (&str, &str) {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => enclosed(text, quote),
        Some('{') => enclosed(text, '}'),
        Some('[') => enclosed(text, ']'),
        _ => {
            let ends = |c: char| c.is_whitespace() || (braced && c == ',');
            text.split_at(text.find(ends).unwrap_or(text.len()))
        }
    }
}

/// The text between the first character and `close`, and the rest behind it. Without `close`, it reaches to the end.
fn enclosed(text: &str, close: char) -> (&str, &str) {
    let inner = &text[text.chars().next().map_or(0, char::len_utf8)..];
    inner.split_once(close).unwrap_or((inner, ""))
}

/// `1,3-5`, `1 3-5` and `[1,"3-5"]`; `None` when it is no list of lines, or one of them is backwards.
fn ranges(text: &str) -> Option<Vec<(u32, u32)>> {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '\''));
    let range = |part: &str| {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u32>().ok()).flatten();
        Some((digits(from)?, digits(to)?)).filter(|(from, to)| 1 <= *from && from <= to)
    };
    let ranges: Vec<_> = parts.filter(|part| !part.is_empty()).map(range).collect::<Option<_>>()?;
    (!ranges.is_empty()).then_some(ranges)
}

#[cfg(test)]
mod tests {
    use super::{Fence, read};
    use crate::model::{FilePart, LineSet, LineStyles};

    /// A fence as a line: language, then whatever differs from the default.
    fn shown(info: &str) -> String {
        let Fence { language, title, lines, file, part, of, unknown, wrong } = read(info);
        let mut shown = language;
        let mut add = |text: String| shown += &format!(" {text}");
        title.into_iter().for_each(|title| add(format!("title:{title}")));
        let LineStyles { numbers, marked, inserted, deleted } = lines;
        numbers.into_iter().for_each(|start| add(format!("from {start}")));
        for (name, set) in [("mark", marked), ("ins", inserted), ("del", deleted)] {
            let lines: Vec<_> = (0..50).filter(|line| set.has(*line)).map(|line| line.to_string()).collect();
            if set != LineSet::default() {
                add(format!("{name}:{}", lines.join(",")));
            }
        }
        file.into_iter().for_each(|file| add(format!("file:{file}")));
        match part {
            FilePart::All => {}
            FilePart::Lines(from, to) => add(format!("lines:{from}-{to}")),
            FilePart::Region(name) => add(format!("region:{name}")),
        }
        of.into_iter().for_each(|of| add(format!("of:{of}")));
        unknown.iter().for_each(|(name, nearest)| add(format!("unknown {name} ({})", nearest.unwrap_or("?"))));
        wrong.iter().for_each(|(name, value)| add(format!("wrong {name}={value}")));
        shown
    }

    #[test]
    fn an_info_string_says_how_a_block_is_shown() {
        for (info, expect) in [
            ("", ""),
            ("rust", "rust"),
            ("PostgreSQL", "postgresql"),
            ("c++", "c++"),
            ("rust title=\"src/a.rs\" {1,3-5} numbers", "rust title:src/a.rs from 1 mark:1,3,4,5"),
            ("title=\"a b.txt\"", " title:a b.txt"),
            ("{1,3}", " mark:1,3"),
            ("js{2}", "js mark:2"),
            ("js numbers=10", "js from 10"),
            ("js numbers=false {1}", "js mark:1"),
            ("js ins={2} del={3-4}", "js ins:2 del:3,4"),
            ("js ins=2 del=\"3-4,6\"", "js ins:2 del:3,4,6"),
            ("diff lang=Rust", "diff of:rust"),
            ("rust file=\"src/lib.rs\" lines=\"3-20\"", "rust file:src/lib.rs lines:3-20"),
            ("rust file=src/lib.rs lines=3", "rust file:src/lib.rs lines:3-3"),
            ("file='src/lib.rs' region='main loop'", " file:src/lib.rs region:main loop"),
            ("rust file=src/lib.rs#L3-L20", "rust file:src/lib.rs lines:3-20"),
            ("js {5-3}", "js"),
        ] {
            assert_eq!(shown(info), expect, "{info}");
        }
    }

    #[test]
    fn other_tools_are_understood_or_passed_over() {
        for (info, expect) in [
            ("js showLineNumbers {1}", "js from 1 mark:1"),
            ("js showLineNumbers=5", "js from 5"),
            ("js showLineNumbers{5}", "js from 5"),
            ("js showLineNumbers startLineNumber=5 frame=\"none\"", "js from 5"),
            ("go {linenos=table,hl_lines=[8,\"15-17\"],linenostart=199}", "go from 199 mark:8,15,16,17"),
            ("python hl_lines=\"1 3-5\" linenums=\"1\"", "python from 1 mark:1,3,4,5"),
            ("rust,linenos,linenostart=7,hl_lines=2 4-5,name=a.rs", "rust title:a.rs from 7 mark:2,4,5"),
            ("rust, hl_lines=2, linenos", "rust from 1 mark:2"),
            ("rust,linenos {2}", "rust from 1 mark:2"),
            ("{.python .numberLines startFrom=\"10\"}", "python from 10"),
            ("{#id .haskell .numberLines}", "haskell from 1"),
            ("{r, echo=FALSE}", "r"),
            ("js {cmd=true}", "js"),
            ("js {cmd=true line-numbers}", "js from 1"),
            ("rust,ignore", "rust"),
            ("rust,editable,edition2021", "rust"),
            ("ruby:app.rb", "ruby title:app.rb"),
            ("sh [npm run]", "sh title:npm run"),
            ("ts{2} [a.ts]", "ts title:a.ts mark:2"),
            ("js \"useState\" /x=1/ ins=\"new\"", "js"),
            ("js filename=\"a.js\" twoslash copy", "js title:a.js"),
            ("sql 查询一个表", "sql"),
            ("js {cmd=true", "js"),
        ] {
            assert_eq!(shown(info), expect, "{info}");
        }
    }

    #[test]
    fn what_nobody_knows_is_said() {
        for (info, expect) in [
            ("js titel=\"a.js\"", "js unknown titel (title)"),
            ("js number", "js unknown number (numbers)"),
            ("js colour=red", "js unknown colour (?)"),
            ("js numbers=ten", "js from 1 wrong numbers=ten"),
            ("js ins={4-2}", "js wrong ins=4-2"),
            ("js file=\"\"", "js wrong file="),
            ("js file=a.js lines=3-", "js file:a.js wrong lines=3-"),
        ] {
            assert_eq!(shown(info), expect, "{info}");
        }
    }

    #[test]
    fn nothing_is_too_odd() {
        for info in [
            "{",
            "}",
            "=",
            "={",
            "\"",
            "js {{{",
            "js =x",
            "js numbers{",
            "js {1",
            "，",
            "js {99999999999}",
            "js mark={0}",
        ] {
            read(info);
            read(&info.repeat(2000));
        }
    }
}
