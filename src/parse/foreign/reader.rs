//! The one reader of containers: line by line, with what is open.
//!
//! What always holds: code, comments and scripts are copied as they are. Every container that was opened is closed. The
//! time grows with the length of the text: a line is looked at once for each container that indents it, and those have a
//! limit.
//!
//! Deliberately not here: what each form looks like (`colons`, `indented`, `elements`, `lines`).

use super::{
    ContainerMark, ContainerTitle, ForeignOptions, MarkKind,
    names::ContainerKind,
    prefix::LinePrefix,
    signs::{OpenFence, fence_start, item_length, numbered, raw_start},
    tags::{self, TagForm, TagRole},
    text::Rewriter,
};
use crate::model::{ForeignSyntax, Syntax};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// How many containers may be open at once.
const DEEPEST: usize = 32;
/// The columns by which the text of an indented container is indented.
pub(super) const INDENT: usize = 4;

/// Reads one body.
pub(super) struct ContainerReader<'s, 'o> {
    pub(super) source: &'s str,
    pub(super) options: &'o ForeignOptions<'o>,
    pub(super) out: Rewriter<'s>,
    pub(super) marks: Vec<ContainerMark>,
    pub(super) open: Vec<OpenContainer>,
    /// How many were opened.
    opened: usize,
    fence: Option<OpenFence>,
    /// What ends the comment or the script that is open.
    raw: Option<&'static str>,
    /// The line that is read, from its beginning to behind its line break.
    pub(super) line: Range<usize>,
    /// Where it goes on behind the indentation that was taken off.
    rest: usize,
    /// Where it goes on behind quotes and blanks, and behind the signs of an item in which a container begins.
    content: usize,
    /// The length of those signs.
    item: usize,
    /// The paragraph in which code or a formula was looked for.
    pub(super) paragraph: Range<usize>,
    /// Nothing of the line was written yet.
    pub(super) is_unwritten: bool,
    /// Parts of the line that stay before what is left of it: quotes and the indentation of lists.
    kept: Vec<Range<usize>>,
    /// Offsets of what looks like a container, and is text.
    text: &'o BTreeSet<usize>,
    /// Where the last end tag of each name stands.
    end_tags: BTreeMap<(TagForm, &'s str), usize>,
    /// Whether a list is open, so that indented lines are no code.
    in_list: bool,
    after_blank: bool,
    /// Where the last end of an extension of kramdown stands.
    pub(super) last_extension: usize,
    /// Whether the line that is read comes behind an empty one.
    pub(super) begins_block: bool,
    in_code: bool,
    pub(super) left_out: BTreeMap<String, ForeignSyntax>,
}

/// A container that is open.
pub(super) struct OpenContainer {
    pub(super) form: ContainerForm,
    pub(super) role: ContainerRole,
    /// Which of the containers of the body it is.
    number: usize,
    /// What its marks stand behind.
    prefix: String,
    /// The quotes and the indentation of its first line.
    place: LinePrefix,
    /// Whether it stands in a list.
    in_list: bool,
    /// Further columns by which its text is indented; `None` until its first line is read.
    indent: Option<usize>,
}

/// How a container is written, and so how it ends.
#[derive(PartialEq, Eq)]
pub(super) enum ContainerForm {
    /// With so many of these signs, or more, on a line of their own.
    Signs(char, usize),
    /// With the first line that is not in its quote.
    Quote,
    /// With the first empty line.
    Paragraph,
    /// With the first line that is not indented.
    Indented,
    /// With an end tag of that name.
    Element(TagForm, String),
    /// With the next one of its kind, or with its parent.
    Part,
}

/// What parts a container has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ContainerRole {
    Tabs,
    CodeTabs,
    Tab,
    Other,
}
impl<'s, 'o> ContainerReader<'s, 'o> {
    pub(super) fn new(
        source: &'s str,
        options: &'o ForeignOptions<'o>,
        text: &'o BTreeSet<usize>,
    ) -> ContainerReader<'s, 'o> {
        ContainerReader {
            source,
            options,
            out: Rewriter::new(source),
            marks: Vec::new(),
            open: Vec::new(),
            opened: 0,
            fence: None,
            raw: None,
            line: 0..0,
            rest: 0,
            content: 0,
            item: 0,
            is_unwritten: false,
            paragraph: 0..0,
            kept: Vec::new(),
            text,
            end_tags: end_tags(source, options),
            in_list: false,
            after_blank: true,
            last_extension: source.rfind("{:/").unwrap_or(0),
            begins_block: true,
            in_code: false,
            left_out: BTreeMap::new(),
        }
    }

    pub(super) fn read(&mut self) {
        let mut at = 0;
        while at < self.source.len() {
            at = self.read_line(at);
        }
        self.close_down_to(0, self.source.len());
    }

    pub(super) fn has(&self, syntax: Syntax) -> bool {
        self.options.syntax.contains(&syntax)
    }

    /// The end of the line that begins at, or goes on from, `at`, behind its line break.
    pub(super) fn line_end(&self, at: usize) -> usize {
        memchr::memchr(b'\n', &self.source.as_bytes()[at..]).map_or(self.source.len(), |length| at + length + 1)
    }

    /// Reads the line at `at`, or more. Returns where to go on.
    fn read_line(&mut self, at: usize) -> usize {
        let end = self.line_end(at);
        self.line = at..end;
        let (rest, goes_on) = self.outdent();
        self.rest = rest;
        if goes_on < self.open.len() {
            self.fence.take_if(|fence| fence.depth > goes_on);
            self.close_down_to(goes_on, at);
        }
        let line = &self.source[rest..end];
        let place = LinePrefix::of(line);
        let content = rest + place.length;
        (self.content, self.item, self.is_unwritten) = (content, 0, true);
        let written = self.source[content..end].trim_end();
        // A block of code ends with the quote that it stands in.
        self.fence.take_if(|fence| place.quotes < fence.place.quotes);
        if let Some(fence) = &self.fence {
            if fence.ends_with(written, place) {
                self.fence = None;
            }
            return self.copy_line(rest);
        }
        if let Some(end) = self.raw {
            if written.contains(end) {
                self.raw = None;
            }
            return self.copy_line(rest);
        }
        if written.is_empty() {
            self.after_blank = true;
            let ended = self.open.iter().position(|open| open.form == ContainerForm::Paragraph);
            ended.into_iter().for_each(|depth| self.close_down_to(depth, at));
            return self.copy_line(rest);
        }
        let item = item_length(written, self.has(Syntax::Definitions));
        self.in_code = !self.in_list && item == 0 && place.columns >= INDENT && (self.after_blank || self.in_code);
        // A quote in an item has its blanks before its sign.
        let is_indented = place.columns > 0 || line.starts_with([' ', '\t']);
        self.in_list = item > 0 || self.in_list && (is_indented || !self.after_blank);
        self.begins_block = std::mem::take(&mut self.after_blank);
        if self.in_code {
            return self.copy_line(rest);
        }
        self.end_tab_group(written, &place, at);
        if let Some((sign, length)) = fence_start(&written[item..]) {
            let place = LinePrefix { columns: place.columns + item, ..place };
            (self.content, self.item) = (content + item, item);
            return self.start_fence(rest, content + item, OpenFence { sign, length, place, depth: self.open.len() });
        }
        if let Some(end) = raw_start(written) {
            if self.has(Syntax::Components) && end != "-->" {
                return self.leave_out_script(content, end);
            }
            if !written.contains(end) && !self.is_part_comment(written) {
                self.raw = Some(end);
                return self.copy_line(rest);
            }
        }
        if let Some(next) = self.container_at(content, written, place) {
            return next;
        }
        if item > 0 && item < written.len() {
            (self.content, self.item) = (content + item, item);
            let place = LinePrefix { columns: place.columns + item, ..place };
            if let Some(next) = self.container_at(content + item, &written[item..], place) {
                return next;
            }
            (self.content, self.item) = (content, 0);
        }
        self.inline(content)
    }

    fn container_at(&mut self, content: usize, written: &str, place: LinePrefix) -> Option<usize> {
        if self.text.contains(&content) { None } else { self.container_line(content, written, &place) }
    }

    /// Takes off the indentation of the containers that are open. Returns where the rest of the line begins, and how many
    /// of the containers go on.
    fn outdent(&mut self) -> (usize, usize) {
        self.kept.clear();
        let mut rest = self.line.start;
        for index in 0..self.open.len() {
            let container = &self.open[index];
            let line = &self.source[rest..self.line.end];
            let place = LinePrefix::up_to(container.place.quotes, line);
            let is_blank = line[place.length..].trim().is_empty();
            if place.quotes < container.place.quotes {
                return (rest, index);
            }
            if container.form == ContainerForm::Quote {
                let Some(inside) = line[place.length..].strip_prefix('>') else { return (rest, index) };
                self.kept.push(rest..rest + place.length);
                rest += place.length + 1 + usize::from(inside.starts_with(' '));
                continue;
            }
            let is_indented = container.form == ContainerForm::Indented;
            let wanted = match (is_indented, container.indent) {
                (true, _) => INDENT,
                (_, Some(columns)) => columns,
                (_, None) if is_blank => continue,
                (_, None) => place.columns.saturating_sub(container.place.columns),
            };
            if is_blank {
                continue;
            }
            if is_indented && place.columns < container.place.columns + wanted {
                return (rest, index);
            }
            let from = container.place;
            self.open[index].indent = Some(wanted);
            let (stays, goes) = from.split(line, wanted);
            if goes > 0 {
                self.kept.push(rest..rest + stays);
                rest += stays + goes;
            }
        }
        (rest, self.open.len())
    }

    /// Copies the line from `rest` on, behind what is kept before it. Returns where to go on.
    pub(super) fn copy_line(&mut self, rest: usize) -> usize {
        self.begin_line(rest);
        self.out.copy(rest..self.line.end);
        self.line.end
    }

    /// Writes what is kept before the rest of the line.
    pub(super) fn begin_line(&mut self, at: usize) {
        self.out.begin_line(at);
        for part in self.kept.clone() {
            self.out.copy(part);
        }
    }

    /// Where the line goes on behind the indentation that was taken off.
    pub(super) fn rest(&self) -> usize {
        self.rest
    }

    /// Where the line goes on behind quotes and blanks.
    pub(super) fn content(&self) -> usize {
        self.content
    }

    /// Opens a container that is the quote whose last sign stands at `sign`.
    pub(super) fn open_quote(&mut self, kind: ContainerKind, title: Option<&str>, sign: usize) {
        self.content = sign;
        self.open(kind, title, ContainerForm::Quote, sign);
    }

    /// Goes on behind the sign of the quote that is a container now. `content` is where the text of its line begins.
    pub(super) fn enter_quote(&mut self, sign: usize, content: usize) {
        self.content = content;
        self.kept.push(self.rest..sign);
        self.rest = sign + 1 + usize::from(self.source[sign + 1..].starts_with(' '));
    }

    /// What stands before the content of the lines that this one becomes, in all.
    fn prefix(&self) -> String {
        let mut prefix: String = self.kept.iter().map(|part| &self.source[part.clone()]).collect();
        prefix.push_str(&self.source[self.rest..self.content - self.item]);
        prefix.extend(std::iter::repeat_n(' ', self.item));
        prefix
    }

    /// Begins a line with what stands before the content; the first one has the signs of its item.
    pub(super) fn put_prefix(&mut self, at: usize) {
        self.out.begin_line(at);
        if std::mem::take(&mut self.is_unwritten) {
            self.kept.clone().into_iter().for_each(|part| self.out.copy(part));
            self.out.copy(self.rest..self.content);
        } else {
            self.out.put(&self.prefix(), at);
        }
    }

    /// Writes a line that stands for what is at an offset.
    pub(super) fn put_line(&mut self, text: &str, at: usize) {
        self.put_prefix(at);
        self.out.put(text, at);
        self.out.put("\n", at);
    }

    /// Opens a container whose first line has this content. `title` is Markdown.
    pub(super) fn open(&mut self, kind: ContainerKind, title: Option<&str>, form: ContainerForm, content: usize) {
        let is_tab = matches!(kind, ContainerKind::Tab(_));
        if is_tab && !self.open.last().is_some_and(|parent| parent.role == ContainerRole::Tabs) {
            // A group of its own; it ends with the first line that is no tab.
            self.push(ContainerKind::Tabs, None, ContainerForm::Part, content);
        }
        self.push(kind, title, form, content);
    }

    fn push(&mut self, kind: ContainerKind, title: Option<&str>, form: ContainerForm, at: usize) {
        let place = LinePrefix::of(&self.source[self.rest..self.content - self.item]);
        let place = LinePrefix { columns: place.columns + self.item, ..place };
        let prefix = self.prefix();
        let role = match kind {
            ContainerKind::Tabs => ContainerRole::Tabs,
            ContainerKind::CodeTabs => ContainerRole::CodeTabs,
            ContainerKind::Tab(_) => ContainerRole::Tab,
            _ => ContainerRole::Other,
        };
        let follows = match title.map(str::trim) {
            None => ContainerTitle::Default,
            Some("") => ContainerTitle::None,
            Some(_) => ContainerTitle::Follows,
        };
        let kind = match kind {
            ContainerKind::Tab(label) => ContainerKind::Tab(self.text_of(&label)),
            kind => kind,
        };
        self.mark(MarkKind::Open(kind, follows), None, at);
        if let Some(title) = title.map(str::trim).filter(|title| !title.is_empty()) {
            self.put_prefix(at);
            // It is no heading, no item and no quote.
            if title.starts_with(|c: char| {
                c.is_ascii_punctuation() && !matches!(c, '`' | '*' | '_' | '[' | '!' | '\\' | '<' | '&' | ':')
            }) {
                self.out.put("\\", at);
            }
            let title = numbered(&self.text_of(&title.replace('\n', " ")));
            self.out.put(&title, at);
            self.out.put("\n", at);
            self.mark(MarkKind::TitleEnd, None, at);
        }
        // In kramdown, four blanks make code in HTML, too.
        let indent = match &form {
            ContainerForm::Element(TagForm::Html, _) if self.options.is_kramdown() => Some(0),
            ContainerForm::Element(TagForm::Component | TagForm::Html, _) => None,
            _ => Some(0),
        };
        let in_list = self.in_list;
        self.in_list &= form != ContainerForm::Indented;
        self.open.push(OpenContainer { form, role, number: self.opened, prefix, place, in_list, indent });
        self.after_blank = true;
        self.opened += 1;
    }

    /// A text that stands alone: a title.
    fn text_of(&self, text: &str) -> String {
        let none = BTreeSet::new();
        let mut reader = ContainerReader::new(text, self.options, &none);
        reader.line = 0..text.len();
        reader.text(0);
        reader.out.finish().text.into_owned()
    }

    /// Whether another container may be opened.
    pub(super) fn may_open(&self) -> bool {
        self.open.len() < DEEPEST
    }

    /// Closes all but the first `depth` containers.
    pub(super) fn close_down_to(&mut self, depth: usize, at: usize) {
        while self.open.len() > depth {
            let Some(container) = self.open.pop() else { return };
            self.in_list = container.in_list;
            self.mark(MarkKind::Close(container.number), Some(&container.prefix), at);
        }
    }

    /// Writes a mark on a line of its own, which begins as this line does if no other prefix is given.
    fn mark(&mut self, kind: MarkKind, prefix: Option<&str>, source: usize) {
        self.out.begin_line(source);
        // A block of HTML reaches up to an empty line.
        if self.has(Syntax::Components) && kind != MarkKind::TitleEnd && !self.out.ends_with_blank_line() {
            let prefix = prefix.map_or_else(|| self.prefix(), str::to_owned);
            self.out.put(prefix.trim_end(), source);
            self.out.put("\n", source);
        }
        match prefix {
            Some(prefix) => self.out.put(prefix, source),
            None => self.put_prefix(source),
        }
        self.marks.push(ContainerMark { at: self.out.len(), source, kind });
        self.out.put("<!---->\n", source);
    }

    /// Ends a group of tabs before a line that is no tab of it.
    fn end_tab_group(&mut self, written: &str, place: &LinePrefix, at: usize) {
        let Some(group) = self.open.last() else { return };
        if group.role != ContainerRole::Tabs || group.form != ContainerForm::Part {
            return;
        }
        let is_tab = written.starts_with("===")
            || written.starts_with("{{")
            || written.starts_with("{%")
            || written.starts_with("///")
            || written.starts_with('<');
        if !(is_tab && *place == group.place) {
            self.close_down_to(self.open.len() - 1, at);
        }
    }

    fn start_fence(&mut self, rest: usize, content: usize, fence: OpenFence) -> usize {
        let (sign, length) = (fence.sign, fence.length);
        let includes = self.has(Syntax::Includes).then(|| self.included_code(rest, content, sign, length)).flatten();
        if let Some(next) = includes {
            return next;
        }
        self.fence = Some(fence);
        self.titled_fence(rest, content + length).unwrap_or_else(|| self.copy_line(rest))
    }

    /// Leaves out a script or a style of a page that is a component.
    fn leave_out_script(&mut self, content: usize, end: &str) -> usize {
        let found = memchr::memmem::find(&self.source.as_bytes()[content..], end.as_bytes());
        let after = found.map_or(self.source.len(), |found| content + found + end.len());
        self.line_end(after.min(self.source.len()).saturating_sub(1).max(content))
    }

    /// Whether an end tag comes behind `at`.
    pub(super) fn has_end_tag(&self, form: TagForm, name: &str, at: usize) -> bool {
        let ends = |name: &str| self.end_tags.get(&(form, name)).is_some_and(|end| *end > at);
        ends(name) || form == TagForm::Block && ends("")
    }
}

/// Where the last end tag of each name stands; names of one form only.
fn end_tags<'s>(source: &'s str, options: &ForeignOptions) -> BTreeMap<(TagForm, &'s str), usize> {
    let mut ends = BTreeMap::new();
    let starts = memchr::memchr2_iter(b'{', b'<', source.as_bytes());
    for at in starts.filter(|at| options.has_tag(&source[*at..])) {
        let rest = &source[at..];
        let is_end = ["{{< /", "{{</", "{{% /", "{{%/", "{% end", "{%end", "{%- end", "</"]
            .iter()
            .any(|start| rest.starts_with(start));
        if let Some(tag) = is_end.then(|| tags::read(source, at)).flatten().filter(|tag| tag.role == TagRole::Close) {
            ends.insert((tag.form, tag.name), at);
        }
    }
    ends
}
