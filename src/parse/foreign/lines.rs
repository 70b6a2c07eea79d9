//! Lines that are no text: containers by their first signs, files that are shown, imports, attributes of a block.

use super::{prefix::LinePrefix, reader::ContainerReader};
use crate::model::{FilePart, ShownFile, Syntax};

impl ContainerReader<'_, '_> {
    /// A line that begins something else than a text; `None` if it is a text.
    pub(super) fn container_line(&mut self, content: usize, written: &str, place: &LinePrefix) -> Option<usize> {
        let is = |sign: &str| written.starts_with(sign);
        self.attributes_below(content, written);
        if let Some(next) = self.part_of_tabs(content, written) {
            return Some(next);
        }
        match written.as_bytes()[0] {
            b':' if is(":::") => self.colons(content, written),
            b'!' | b'?' if self.has(Syntax::Callouts) && (is("!> ") || is("?> ")) => self.callout(content, written),
            b'!' | b'?' | b'=' if self.has(Syntax::Admonitions) && (is("!!!") || is("???") || is("===")) => {
                self.indented(content, written, place)
            }
            b'/' if self.has(Syntax::Admonitions) && is("///") => self.slashes(content, written),
            b'[' if self.has(Syntax::Includes) && written.contains("':include") => {
                self.shown_file(content, written).or_else(|| self.remote_file(content, written))
            }
            b'[' if self.has(Syntax::Callouts) && is("[!") => self.quote(content, written, place),
            b'<' if self.has(Syntax::Attributes)
                && ["</summary>", " markdown"].iter().any(|part| is("</") || written.contains(part)) =>
            {
                self.markdown_in_html(content, written).or_else(|| self.element_line(content))
            }
            b'*' if (self.has(Syntax::Marks) || self.options.is_kramdown()) && is_abbreviation(written) => {
                Some(self.line.end)
            }
            b'#' if self.has(Syntax::Attributes) => self.heading_with_anchor(content, written),
            b'^' if written == "^" && self.options.is_kramdown() => Some(self.line.end),
            b'<' | b'{' | b'-' if self.has(Syntax::Includes) && (is("<<< ") || is("{{#") || is("-")) => {
                self.shown_file(content, written)
            }
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

    /// A block of code whose only line names a file, as our own block that shows the file.
    pub(super) fn included_code(&mut self, rest: usize, content: usize, sign: u8, length: usize) -> Option<usize> {
        let after = self.line.end;
        let first = self.line_end(after);
        let written = self.source[after..first].trim();
        let close = self.source[first..self.line_end(first)].trim();
        let is_end = close.len() >= length && close.bytes().all(|byte| byte == sign);
        // A line of VitePress stands outside of code.
        let is_shown = is_end && !written.starts_with("<<<");
        let shown = is_shown.then(|| ShownFile::of_line(written)).flatten()?;
        let attributes = self.attributes(&shown);
        let info = self.source[content..after].trim_end();
        self.begin_line(rest);
        self.out.copy(rest..content + info.len());
        self.out.put(&format!("{}{attributes}\n", if info.len() == length { " " } else { "" }), after);
        self.line.end = self.line_end(first);
        self.is_unwritten = false;
        self.put_line(&close[..length], first);
        Some(self.line.end)
    }

    /// The first line of a block of code with its title behind its language, as Hexo has it: with our own attribute.
    pub(super) fn titled_fence(&mut self, rest: usize, info: usize) -> Option<usize> {
        if !self.has(Syntax::Tags) || self.options.is_kramdown() {
            return None;
        }
        let line = self.source[info..self.line.end].trim_end();
        let language = line.split_whitespace().next()?;
        let behind = line.trim_start()[language.len()..].trim();
        let address = ["http://", "https://", "/"].iter().filter_map(|start| behind.find(start)).min();
        let title = behind[..address.unwrap_or(behind.len())].trim();
        if title.is_empty() || behind.contains(['=', '{', '"', ':']) && address.is_none() {
            return None;
        }
        let end = info + line.len() - line.trim_start()[language.len()..].len();
        self.begin_line(rest);
        self.out.copy(rest..end);
        self.out.put(&format!(" title=\"{}\"\n", title.replace('"', "'")), end);
        Some(self.line.end)
    }

    /// A line that names a file, in a text.
    pub(super) fn shown_file(&mut self, content: usize, written: &str) -> Option<usize> {
        let shown = ShownFile::of_line(written).filter(|shown| !shown.file.ends_with(".md"))?;
        let extension = shown.file.rsplit_once('.').map_or("", |(_, extension)| extension);
        let attributes = self.attributes(&shown);
        self.put_line(&format!("~~~{extension}{attributes}"), content);
        self.put_line("~~~", content);
        Some(self.line.end)
    }

    /// `[a](https://b.c/d.md ':include')`: a link, because nothing is fetched.
    fn remote_file(&mut self, content: usize, written: &str) -> Option<usize> {
        let link = &written[..written.find(" ':include")?];
        self.put_line(&format!("{link})"), content);
        Some(self.line.end)
    }

    /// The attributes of our own block of code that shows the same.
    fn attributes(&self, shown: &ShownFile) -> String {
        let file = match shown.file.strip_prefix("@/") {
            Some(inside) if self.options.src.is_empty() => inside.to_owned(),
            Some(inside) => format!("{}/{inside}", self.options.src),
            None => shown.file.clone(),
        };
        let mut attributes = format!(" file=\"{file}\"");
        match &shown.part {
            FilePart::All => {}
            FilePart::Lines(from, to) => attributes.push_str(&format!(" lines=\"{from}-{to}\"")),
            FilePart::Region(name) => attributes.push_str(&format!(" region=\"{name}\"")),
        }
        attributes.extend(shown.title.map(|title| format!(" title=\"{title}\"")));
        attributes.extend(shown.marked.map(|lines| format!(" {{{lines}}}")));
        attributes
    }
}

/// `*[HTML]: Hypertext Markup Language`
fn is_abbreviation(written: &str) -> bool {
    written.strip_prefix("*[").and_then(|rest| rest.split_once("]:")).is_some_and(|(name, _)| !name.contains('['))
}
