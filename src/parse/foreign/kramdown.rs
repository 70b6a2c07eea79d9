//! Lists of attributes, and what else the Markdown of Jekyll has between `{:` and `}`.
//!
//! A list of attributes on a line of its own is about the block that follows it, or, without an empty line between them,
//! about the block before it. With the name of an alert in it, that block is one; of all others nothing is made.

use super::{
    names::{self, ContainerKind},
    reader::{ContainerForm, ContainerReader},
};
use crate::parse::metadata::id_between_signs;
use std::ops::Range;

/// What themes put before the name of an alert.
const PREFIXES: [&str; 6] = ["prompt", "notice", "alert", "callout", "box", "admonition"];

/// Whether the class of an alert says that the first line is its title.
type HasTitle = bool;

impl ContainerReader<'_, '_> {
    /// `{: .note }` on a line of its own: with the name of an alert, the block below it is one.
    pub(super) fn block_attributes(&mut self, content: usize, written: &str) -> Option<usize> {
        if written.starts_with("{::") || written.starts_with("{:/") {
            return None;
        }
        let inside = list_of(written)?;
        if inside.trim() == "toc" {
            return None;
        }
        let rest = self.rest();
        let before = &self.source[rest..content];
        let below = &self.source[self.line.end..self.line_end(self.line.end)];
        let is_inside = self.begins_block && below.starts_with(before) && !below[before.len()..].trim().is_empty();
        let (Some((alert, has_title)), true) = (alert(inside), is_inside && self.may_open()) else {
            return Some(self.line.end);
        };
        let is_quote = below[before.len()..].starts_with('>');
        let mut end = self.line.end;
        let mut title = None;
        if has_title {
            title = Some(below[before.len()..].trim_start_matches('>').trim().to_owned());
            end += below.len();
        }
        let form = if is_quote { ContainerForm::Quote } else { ContainerForm::Paragraph };
        self.open(alert, title.as_deref(), form, content);
        Some(end)
    }

    /// A block that begins here, and ends with the attributes of an alert.
    pub(super) fn attributes_below(&mut self, content: usize, written: &str) {
        if !self.begins_block || !self.options.is_kramdown() || written.starts_with("{:") || !self.may_open() {
            return;
        }
        let prefix = &self.source[self.line.start..self.rest()];
        let (mut end, mut last, mut is_inside) = (self.line.end, None, false);
        while end < self.source.len() {
            let line = &self.source[end..self.line_end(end)];
            let text = line.strip_prefix(prefix).unwrap_or(line).trim();
            if text.trim_start_matches(['>', ' ']).is_empty() {
                break;
            }
            last = Some(text.trim_start_matches(['>', ' ']));
            is_inside = text.starts_with('>');
            end += line.len();
        }
        let Some((alert, _)) = last.and_then(list_of).and_then(alert) else { return };
        let quote = self.source[self.rest()..content].find('>').map(|at| self.rest() + at);
        match quote.filter(|_| !is_inside) {
            Some(sign) => {
                self.open_quote(alert, None, sign);
                self.enter_quote(sign, content);
            }
            None => self.open(alert, None, ContainerForm::Paragraph, content),
        }
    }

    /// A heading with its anchor on the line below it, or in braces with percent signs.
    pub(super) fn heading_with_anchor(&mut self, content: usize, written: &str) -> Option<usize> {
        // `# Title %{#id}%`, where braces have another meaning for the generator.
        if let Some((title, anchor)) = id_between_signs(written) {
            self.begin_line(content);
            self.out.copy(self.rest()..content + title.len());
            self.out.put(&format!("{{#{anchor}}}\n"), content + title.len());
            return Some(self.line.end);
        }
        let below = self.source[self.line.end..self.line_end(self.line.end)].trim();
        let anchor = list_of(below)?.split_whitespace().find_map(|word| word.strip_prefix('#'))?;
        if written.contains('{') || anchor.is_empty() || !self.options.is_kramdown() {
            return None;
        }
        self.begin_line(content);
        self.out.copy(self.rest()..content + written.len());
        self.out.put(&format!(" {{#{anchor}}}\n"), self.line.end);
        Some(self.line_end(self.line.end))
    }

    /// `{::comment}` and `{::nomarkdown}` up to `{:/}`, `{::options ... /}`.
    pub(super) fn extension(&self, at: usize) -> Option<(Range<usize>, String)> {
        let rest = &self.source[at..];
        if !self.options.is_kramdown() || !rest.starts_with("{:") {
            return None;
        }
        let tag = &rest[..=rest[..rest.floor_char_boundary(200)].find('}')?];
        let Some(name) = tag.strip_prefix("{::") else {
            return tag.starts_with("{:/").then(|| (at..at + tag.len(), String::new()));
        };
        let name = name.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let whole = at..at + tag.len();
        if !matches!(name, "comment" | "nomarkdown") || tag.ends_with("/}") {
            return Some((whole, String::new()));
        }
        let end = memchr::memmem::find(rest.as_bytes(), b"{:/").filter(|_| at < self.last_extension);
        let Some((end, length)) = end.and_then(|end| Some((end, rest[end..].find('}')? + 1))) else {
            return Some((whole, String::new()));
        };
        let text = if name == "comment" { "" } else { &rest[tag.len()..end] };
        Some((at..at + end + length, text.to_owned()))
    }

    /// `$$x$$` with a text beside it: a formula in the line.
    pub(super) fn kramdown_formula(&self, at: Range<usize>) -> Option<String> {
        let inside = self.source[at.clone()].strip_prefix("$$")?.strip_suffix("$$")?;
        let is_alone = self.source[self.content()..at.start].trim().is_empty()
            && self.source[at.end..self.line.end.max(at.end)].trim().is_empty();
        let is_inside = self.options.is_kramdown() && !is_alone && !inside.contains('\n');
        (is_inside && !inside.trim().is_empty()).then(|| format!("${}$", inside.trim()))
    }
}

/// What a list of attributes says.
fn list_of(written: &str) -> Option<&str> {
    written.strip_prefix("{:")?.strip_suffix('}')
}

/// The alert that one of the classes names, as the theme writes it.
fn alert(inside: &str) -> Option<(ContainerKind, HasTitle)> {
    inside.split_whitespace().filter_map(|word| word.strip_prefix('.')).find_map(|class| {
        let (name, has_title) = class.strip_suffix("-title").map_or((class, false), |name| (name, true));
        let name = match name.split_once('-') {
            Some((prefix, name)) if PREFIXES.contains(&prefix) => name.trim_start_matches('-'),
            _ if name == "notice" => "note",
            _ => name,
        };
        names::alert(name).map(|kind| (kind, has_title))
    })
}
