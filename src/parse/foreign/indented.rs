//! Containers whose text is indented: `!!! note "Title"`, `??? note`, `=== "Tab"`; and texts of one line, `!> text`.

use super::{
    names::{self, ContainerKind},
    prefix::LinePrefix,
    reader::{ContainerForm, ContainerReader, INDENT},
};

impl ContainerReader<'_, '_> {
    /// A line that begins with `!!!`, `???` or `===`.
    pub(super) fn indented(&mut self, content: usize, written: &str, place: &LinePrefix) -> Option<usize> {
        let sign = &written[..3];
        let rest = &written[3..];
        let (rest, is_marked) = match rest.strip_prefix(['+', '!']) {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let rest = rest.strip_prefix([' ', '\t'])?.trim();
        let has_text = self.has_text(place);
        let (words, title) = match rest.split_once(['"', '\u{201C}']) {
            Some((words, title)) => (words, Some(title.strip_suffix(['"', '\u{201D}'])?)),
            None => (rest, None),
        };
        // A box may be nothing but a title.
        if !self.may_open() || !(has_text || sign != "???" && title.is_some()) {
            return None;
        }
        if sign == "===" {
            let label = title.filter(|_| words.is_empty())?;
            self.open(ContainerKind::Tab(label.to_owned()), None, ContainerForm::Indented, content);
            return Some(self.line.end);
        }
        // `!!! note inline end "Title"`
        let name =
            words.split_whitespace().next().filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        let alert = names::alert(name).unwrap_or_else(names::note);
        let own_title = || names::alert(name).is_none().then(|| capital(name));
        let title = title.map(str::to_owned).or_else(own_title);
        if sign == "!!!" {
            self.open(alert, title.as_deref(), ContainerForm::Indented, content);
        } else {
            let title = title.unwrap_or_else(|| capital(name));
            self.open(ContainerKind::Details { is_open: is_marked }, Some(&title), ContainerForm::Indented, content);
        }
        Some(self.line.end)
    }

    /// Whether the next line that is not blank is indented below this one.
    fn has_text(&self, place: &LinePrefix) -> bool {
        let mut at = self.line.end;
        while at < self.source.len() {
            let end = self.line_end(at);
            let line = &self.source[at..end];
            let below = LinePrefix::of(line);
            if !line[below.length..].trim().is_empty() {
                // The indentation of what is around it was taken off this line, and not yet off that one.
                return below.quotes >= place.quotes && below.columns >= place.columns + INDENT;
            }
            at = end;
        }
        false
    }

    /// `!> text` and `?> text`: the paragraph is an alert.
    pub(super) fn callout(&mut self, content: usize, written: &str) -> Option<usize> {
        let name = if written.starts_with('!') { "important" } else { "tip" };
        self.open(names::alert(name)?, Some(""), ContainerForm::Part, content);
        let mut end = self.line.end;
        self.put_prefix(content);
        self.out.copy(content + "!> ".len()..end);
        // Up to an empty line.
        while end < self.source.len() && !self.source[end..self.line_end(end)].trim().is_empty() {
            let next = self.line_end(end);
            self.out.copy(end..next);
            end = next;
        }
        self.close_down_to(self.open.len() - 1, end);
        Some(end)
    }
}

/// A name as a title: `Custom name` for `custom-name`.
pub(super) fn capital(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).map(|c| if matches!(c, '-' | '_') { ' ' } else { c }).collect()
}
