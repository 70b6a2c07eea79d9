//! Lines that are no text: containers by their first signs, files that are shown, imports, attributes of a block.

use super::{
    names,
    prefix::LinePrefix,
    reader::{ContainerForm, ContainerReader},
};
use crate::model::Syntax;

impl ContainerReader<'_, '_> {
    /// A line that begins something else than a text; `None` if it is a text.
    pub(super) fn container_line(&mut self, content: usize, written: &str, place: &LinePrefix) -> Option<usize> {
        let is = |sign: &str| written.starts_with(sign);
        if let Some(next) = self.part_of_tabs(content, written) {
            return Some(next);
        }
        match written.as_bytes()[0] {
            b':' if is(":::") => self.colons(content, written),
            b'!' | b'?' if self.has(Syntax::Callouts) && (is("!> ") || is("?> ")) => self.callout(content, written),
            b'!' | b'?' | b'=' if self.has(Syntax::Admonitions) && (is("!!!") || is("???") || is("===")) => {
                self.indented(content, written, place)
            }
            b'*' if self.has(Syntax::Marks) && is_abbreviation(written) => Some(self.line.end),
            b'<' | b'{' if self.has(Syntax::Includes) && (is("<<< ") || is("{{#")) => self.shown_file(content, written),
            b'{' if self.has(Syntax::Attributes) && is("{:") => self.block_attributes(content, written),
            b'<' | b'{' => self.element_line(content),
            b'i' | b'e' if self.has(Syntax::Components) && place.columns == 0 => self.import(content, written),
            _ => None,
        }
    }

    /// `import A from "b"` and `export const a = ...` up to an empty line: programs.
    fn import(&mut self, content: usize, written: &str) -> Option<usize> {
        let is_import = written.starts_with("import ")
            && (written.contains(['"', '\'']) || written.contains('{') || written.contains('*'));
        let is_export = ["const ", "default ", "function ", "let ", "async ", "{"]
            .iter()
            .any(|next| written.strip_prefix("export ").is_some_and(|rest| rest.starts_with(next)));
        if !is_import && !is_export {
            return None;
        }
        let mut end = content;
        while end < self.source.len() {
            let next = self.line_end(end);
            if self.source[end..next].trim().is_empty() {
                break;
            }
            end = next;
        }
        Some(end)
    }

    /// `{: .note }` on a line of its own: with the name of an alert, the block below it is one.
    fn block_attributes(&mut self, content: usize, written: &str) -> Option<usize> {
        let inside = written.strip_prefix("{:")?.strip_suffix('}')?;
        let below = self.source[self.line.end..].lines().next().unwrap_or_default();
        let mut classes = inside.split_whitespace().filter_map(|word| word.strip_prefix('.'));
        let alert = classes.find_map(|class| names::alert(class.trim_end_matches("-title")));
        let is_toc = inside.trim() == "toc";
        let (Some(alert), false) = (alert, below.trim().is_empty()) else {
            return if is_toc { None } else { Some(self.line.end) };
        };
        // Up to an empty line.
        self.open(alert, None, ContainerForm::Part, content);
        let mut end = self.line.end;
        while end < self.source.len() && !self.source[end..self.line_end(end)].trim().is_empty() {
            let next = self.line_end(end);
            let line = &self.source[end..next];
            let quote = line.len() - line.strip_prefix("> ").or_else(|| line.strip_prefix('>')).unwrap_or(line).len();
            self.out.copy(end + quote..next);
            end = next;
        }
        self.close_down_to(self.open.len() - 1, end);
        Some(end)
    }

    /// A block of code whose only line names a file, as our own block that shows the file.
    pub(super) fn included_code(&mut self, rest: usize, content: usize, sign: u8, length: usize) -> Option<usize> {
        let after = self.line.end;
        let first = self.line_end(after);
        let written = self.source[after..first].trim();
        let close = self.source[first..self.line_end(first)].trim();
        let is_end = close.len() >= length && close.bytes().all(|byte| byte == sign);
        let attributes = is_end.then(|| included(written)).flatten()?;
        let info = self.source[content..after].trim_end();
        self.begin_line(rest);
        self.out.copy(rest..content + info.len());
        self.out.put(&format!("{}{attributes}\n", if info.len() == length { " " } else { "" }), after);
        self.line.end = self.line_end(first);
        self.is_unwritten = false;
        self.put_line(&close[..length], first);
        Some(self.line.end)
    }

    /// `<<< @/file{1,3}` and `{{#include file}}` in a text.
    fn shown_file(&mut self, content: usize, written: &str) -> Option<usize> {
        let attributes = match written.strip_prefix("<<< ") {
            Some(rest) => self.snippet(rest.trim()),
            None => included(written).filter(|attributes| !attributes.contains(".md\"")),
        }?;
        self.put_line(&format!("~~~{attributes}"), content);
        self.put_line("~~~", content);
        Some(self.line.end)
    }

    /// `@/file#region{1,3 ts:line-numbers} [Title]`
    fn snippet(&self, written: &str) -> Option<String> {
        let end = written.find(['#', '{', '[', ' ']).unwrap_or(written.len());
        let (file, rest) = written.split_at(end);
        let file = match file.strip_prefix("@/") {
            Some(inside) if self.options.src.is_empty() => inside.to_owned(),
            Some(inside) => format!("{}/{inside}", self.options.src),
            None if file.starts_with('.') => file.to_owned(),
            None => format!("./{file}"),
        };
        let region = rest.strip_prefix('#').map(|rest| &rest[..rest.find(['{', '[', ' ']).unwrap_or(rest.len())]);
        let region = region.map(|name| format!(" region=\"{name}\"")).unwrap_or_default();
        let title = rest.split_once('[').and_then(|(_, title)| title.split_once(']')).map(|(title, _)| title);
        let title = title.map(|title| format!(" title=\"{title}\"")).unwrap_or_default();
        let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
        let lines = rest.split_once('{').and_then(|(_, lines)| lines.split_once('}')).map(|(lines, _)| lines);
        let is_lines = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit() || b",-".contains(&byte));
        let marked = lines.and_then(|lines| lines.split(' ').find(is_lines)).filter(|lines| !lines.is_empty());
        let marked = marked.map(|lines| format!(" {{{lines}}}")).unwrap_or_default();
        is_plain(&file).then(|| format!("{extension} file=\"{file}\"{region}{title}{marked}"))
    }
}

/// `{{#include file:anchor}}` and `--8<-- "file:3:10"` as attributes of a block of code.
fn included(written: &str) -> Option<String> {
    if let Some(inside) = written.strip_prefix("{{#").and_then(|rest| rest.strip_suffix("}}")) {
        let (word, rest) = inside.split_once(' ')?;
        if !matches!(word, "include" | "rustdoc_include" | "playground" | "playpen") {
            return None;
        }
        // From the file in which it stands.
        let target = rest.split_whitespace().next()?;
        return part_of_file(&if target.starts_with('.') { target.to_owned() } else { format!("./{target}") });
    }
    // From the root of the project.
    let target = written.trim_start_matches(|c: char| matches!(c, '-' | ';' | ' ')).strip_prefix("8<--")?;
    part_of_file(target.trim().trim_matches(['"', '\'']))
}

/// `file`, `file:3`, `file:3:10`, `file:name`
fn part_of_file(target: &str) -> Option<String> {
    let mut parts = target.split(':');
    let file = parts.next().filter(|file| is_plain(file))?;
    let number = |part: &str| part.parse::<u32>().ok().filter(|number| *number > 0);
    Some(match (parts.next(), parts.next()) {
        (None, _) => format!(" file=\"{file}\""),
        (Some(name), None) => match number(name) {
            Some(line) => format!(" file=\"{file}\" lines=\"{line}-{line}\""),
            None if is_plain(name) => format!(" file=\"{file}\" region=\"{name}\""),
            None => return None,
        },
        (Some(from), Some(to)) => {
            let from = if from.is_empty() { 1 } else { number(from)? };
            format!(" file=\"{file}\" lines=\"{from}-{}\"", number(to)?)
        }
    })
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.contains(['"', '\'', '<', '>', '{', '}', '`']) && !text.contains(char::is_control)
}

/// `*[HTML]: Hypertext Markup Language`
fn is_abbreviation(written: &str) -> bool {
    written.strip_prefix("*[").and_then(|rest| rest.split_once("]:")).is_some_and(|(name, _)| !name.contains('['))
}
