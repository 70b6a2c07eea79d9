//! Containers of colons: `::: tip Title` up to `:::`, with as many colons as one likes.

use super::{
    names::{self, ContainerKind},
    prefix::LinePrefix,
    reader::{ContainerForm, ContainerReader, ContainerRole, INDENT},
    tags::TagArgs,
};
use crate::model::Syntax;
use std::ops::Range;

/// The first line of a container of colons.
struct ColonLine<'s> {
    colons: usize,
    name: &'s str,
    /// Plain text or Markdown behind the name, or in brackets.
    title: Option<&'s str>,
    /// What stands in braces.
    attributes: &'s str,
}

impl<'s> ColonLine<'s> {
    fn read(written: &'s str) -> ColonLine<'s> {
        let rest = written.trim_start_matches(':');
        let colons = written.len() - rest.len();
        let rest = rest.trim().trim_end_matches(':').trim_end();
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let (name, behind) = rest.split_at(rest.find(|c| !is_of_name(c)).unwrap_or(rest.len()));
        // `::: tabs#shell`, `:::tip{title="A"}`, `:::note[A]{.b}`
        let behind = behind.strip_prefix('#').map_or(behind, |rest| rest.trim_start_matches(is_of_name)).trim();
        let (bracketed, behind) = match behind.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((title, behind)) => (Some(title), behind.trim()),
            None => (None, behind),
        };
        let (attributes, behind) = match behind.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            Some((attributes, behind)) => (attributes, behind.trim()),
            None => ("", behind),
        };
        // `::: details Title {open}`
        let behind =
            behind.strip_suffix('}').and_then(|rest| rest.rsplit_once(" {")).map_or(behind, |(title, _)| title.trim());
        let title = bracketed.or(Some(behind).filter(|title| !title.is_empty()));
        ColonLine { colons, name, title, attributes }
    }
}

impl ContainerReader<'_, '_> {
    /// A line that begins with three colons.
    pub(super) fn colons(&mut self, content: usize, written: &str) -> Option<usize> {
        let line = ColonLine::read(written);
        if line.name.is_empty() && line.attributes.is_empty() {
            return self.close_signs(':', line.colons);
        }
        if !self.may_open() {
            return None;
        }
        if self.has(Syntax::Admonitions) && written[line.colons..].trim_start()[line.name.len()..].starts_with('.') {
            return Some(self.leave_out_code_reference(content..content + written.len()));
        }
        let args = TagArgs::read(line.attributes);
        // `::: {.callout-note title="A"}`
        let classes = args.words();
        let class = classes.split_whitespace().find_map(|class| class.strip_prefix('.')).unwrap_or_default();
        let name = if line.name.is_empty() { class.trim_start_matches("callout-") } else { line.name };
        let title = line.title.map(str::to_owned).or_else(|| args.get(&["title", "summary"]));
        self.open_signs(':', line.colons, name, &args, title, content..content + written.len());
        Some(self.line.end)
    }

    /// `::: package.module`, with options below it: what another program would read out of code. Returns where to go on.
    fn leave_out_code_reference(&mut self, at: Range<usize>) -> usize {
        self.note_left_out("::: package.module".to_owned(), &at);
        let mut end = self.line.end;
        while end < self.source.len() {
            let line = &self.source[end..self.line_end(end)];
            if LinePrefix::of(line).columns < INDENT {
                break;
            }
            end += line.len();
        }
        end
    }

    /// Opens a container between lines of signs; `at` is its first line.
    pub(super) fn open_signs(
        &mut self,
        sign: char,
        count: usize,
        name: &str,
        args: &TagArgs,
        title: Option<String>,
        at: Range<usize>,
    ) {
        let (kind, title) = match names::container(name, args) {
            Some((ContainerKind::Tab(label), _)) => (ContainerKind::Tab(title.unwrap_or(label)), None),
            Some((kind @ (ContainerKind::Alert { .. } | ContainerKind::Details { .. } | ContainerKind::Card), _)) => {
                (kind, title)
            }
            Some((kind, _)) => (kind, None),
            None => {
                self.note_left_out(format!("{sign}{sign}{sign} {name}"), &at);
                (ContainerKind::Plain, None)
            }
        };
        self.open(kind, title.as_deref(), ContainerForm::Signs(sign, count), at.start);
    }

    /// The end of the innermost container that was opened with so many signs, else of the innermost with fewer.
    pub(super) fn close_signs(&mut self, sign: char, count: usize) -> Option<usize> {
        let find = |matches: &dyn Fn(usize) -> bool| {
            let is_one = |form: &ContainerForm| matches!(form, ContainerForm::Signs(own, length) if *own == sign && matches(*length));
            self.open.iter().rposition(|open| is_one(&open.form))
        };
        let index = find(&|length| length == count).or_else(|| find(&|length| length < count))?;
        self.close_down_to(index, self.line.start);
        Some(self.line.end)
    }

    /// `@tab Label` and `== Label` in a container of tabs, `<!-- tab Label -->` too.
    pub(super) fn part_of_tabs(&mut self, content: usize, written: &str) -> Option<usize> {
        let tabs = self.open.iter().rposition(|open| {
            matches!(open.role, ContainerRole::Tabs | ContainerRole::CodeTabs) && open.form != ContainerForm::Part
        })?;
        let comment = written.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")).map(str::trim);
        if comment == Some("endtab") {
            self.close_down_to(tabs + 1, content);
            return Some(self.line.end);
        }
        let label = match comment {
            Some(comment) => comment.strip_prefix("tab ")?,
            None => {
                let marker = written.strip_prefix("@tab").map(|rest| rest.strip_prefix(":active").unwrap_or(rest));
                marker.or_else(|| written.strip_prefix("=="))?.strip_prefix([' ', '\t'])?
            }
        };
        // `@tab Label#id`, `<!-- tab Label@icon -->`
        let is_end = |(at, c): &(usize, char)| {
            // An icon, unless it stands in a tag.
            let is_icon = comment.is_some() && *c == '@' && !label[..*at].contains("{%");
            *c == '#' || is_icon
        };
        let end = label.char_indices().find(is_end).map_or(label.len(), |(at, _)| at);
        let label = label[..end].trim_start_matches("tab ").trim().to_owned();
        self.close_down_to(tabs + 1, content);
        if self.open[tabs].role == ContainerRole::Tabs {
            self.open(ContainerKind::Tab(label), None, ContainerForm::Part, content);
        }
        Some(self.line.end)
    }

    /// Whether a comment names a tab.
    pub(super) fn is_part_comment(&self, written: &str) -> bool {
        written.starts_with("<!-- tab ") || written.starts_with("<!-- endtab")
    }
}
