//! Blocks that take a part of the text for themselves: `/// note | Title` up to `///`, quotes that begin with
//! `[!info] Title`, and tags of HTML with the attribute `markdown`.

use super::{
    indented::capital,
    names::{self, ContainerKind},
    prefix::LinePrefix,
    reader::{ContainerForm, ContainerReader, INDENT, OpenContainer},
    tags::{TagArgs, TagForm, end_of_tag},
};

impl ContainerReader<'_, '_> {
    /// A line that begins with three slashes. Indented lines below the first one are options.
    pub(super) fn slashes(&mut self, content: usize, written: &str) -> Option<usize> {
        let rest = written.trim_start_matches('/');
        let count = written.len() - rest.len();
        if rest.trim().is_empty() {
            return self.close_signs('/', count);
        }
        let (name, title) = rest.split_once('|').unwrap_or((rest, ""));
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let name = name.strip_prefix([' ', '\t']).map(str::trim).filter(|name| name.chars().all(is_name))?;
        if !self.may_open() || name.is_empty() {
            return None;
        }
        let mut options = String::new();
        let mut end = self.line.end;
        while end < self.source.len() {
            let line = &self.source[end..self.line_end(end)];
            let place = LinePrefix::of(line);
            if place.columns < INDENT || !line.contains(": ") {
                break;
            }
            options.push_str(&line[place.length..]);
            end += line.len();
        }
        let title = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
        self.open_signs('/', count, name, &TagArgs::read(&options), title, content..content + written.len());
        Some(end)
    }

    /// `[!info] Title` as the first line of a quote: the quote is an alert, or with `-` or `+` a text that folds. The five
    /// alerts of the Git host are read with the rest of the Markdown.
    pub(super) fn quote(&mut self, content: usize, written: &str, place: &LinePrefix) -> Option<usize> {
        let (name, behind) = written.strip_prefix("[!")?.split_once(']')?;
        let before = self.source[..self.line.start].lines().next_back().unwrap_or_default();
        let is_first = LinePrefix::of(before).quotes < LinePrefix::of(&self.source[self.line.clone()]).quotes;
        let (is_folded, title) = match behind.strip_prefix(['-', '+']) {
            Some(title) => (Some(behind.starts_with('+')), title.trim()),
            None => (None, behind.trim()),
        };
        let is_of_host = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"].contains(&name);
        if !is_first || place.quotes == 0 || !self.may_open() || is_of_host && is_folded.is_none() && title.is_empty() {
            return None;
        }
        let title = Some(title.to_owned()).filter(|title| !title.is_empty());
        let (kind, title) = match is_folded {
            Some(is_open) => (ContainerKind::Details { is_open }, title.or_else(|| Some(capital(name)))),
            None => (names::alert(name)?, title),
        };
        let sign = self.rest() + self.source[self.rest()..content].rfind('>')?;
        self.open_quote(kind, title.as_deref(), sign);
        Some(self.line.end)
    }

    /// A tag of HTML with the attribute `markdown`: what stands in it is Markdown.
    pub(super) fn markdown_in_html(&mut self, content: usize, written: &str) -> Option<usize> {
        let inside = written.strip_prefix('<')?;
        let is_html = |open: &OpenContainer| matches!(open.form, ContainerForm::Element(TagForm::Html, _));
        if written.ends_with("</summary>") && self.open.last().is_some_and(is_html) {
            let next = self.inline(content);
            self.put_line("", content);
            return Some(next);
        }
        if let Some(name) = inside.strip_prefix('/') {
            let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
            let index = self
                .open
                .iter()
                .rposition(|open| matches!(&open.form, ContainerForm::Element(TagForm::Html, own) if own == name))?;
            // A block of HTML reaches up to an empty line.
            self.put_line("", content);
            self.close_down_to(index, content);
            self.put_line("", content);
            self.put_prefix(content);
            let next = self.text(content);
            self.put_line("", content);
            return Some(next);
        }
        let name = &inside[..inside.find(|c: char| !c.is_ascii_alphanumeric())?];
        let end = end_of_tag(inside)?;
        let tag = &inside[..end];
        let start = tag.find(" markdown")?;
        let behind = tag[start + " markdown".len()..].trim_start();
        let value = behind.strip_prefix('=').map_or(0, |value| {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            quote.and_then(|quote| value[1..].find(quote)).map_or(value.len(), |length| length + 3)
        });
        let after = &behind[value..];
        let is_attribute = value > 0 || after.is_empty() || behind.len() < tag.len() - start - " markdown".len();
        let goes_on = &inside[end + 1..];
        if name.is_empty() || !is_attribute || !self.may_open() {
            return None;
        }
        self.put_line(&format!("<{}{after}>", &tag[..start]), content);
        self.put_line("", content);
        self.open(ContainerKind::Plain, None, ContainerForm::Element(TagForm::Html, name.to_owned()), content);
        let close = format!("</{name}>");
        let Some(text) = goes_on.strip_suffix(close.as_str()) else {
            if !goes_on.trim().is_empty() {
                self.put_prefix(content);
                return Some(self.text(content + 1 + end + 1));
            }
            return Some(self.line.end);
        };
        self.put_line(text, content + 1 + end + 1);
        self.close_down_to(self.open.len() - 1, content);
        self.put_line("", content);
        self.put_line(&close, content);
        Some(self.line.end)
    }
}
