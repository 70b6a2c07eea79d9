//! Lists, and the lists that a comment before them makes into something else: tabs, cards, steps.
//!
//! `<!-- tabs -->`, `<!-- cards -->` or `<!-- steps -->` on a line of its own names the list that follows. The Git host
//! does not show the comment, so that a reader there finds a plain list. The first line of an item of tabs is its label.
//!
//! What always holds: without scripts every tab is on the page under its label; the row of buttons is one of
//! [`crate::model::Body::pieces`].

use super::Writer;
use crate::{
    diag::Code,
    model::{escape, escaped},
    parse::line_break::LineBreak,
};
use std::ops::Range;

/// The component that a comment makes of the list after it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Tabs,
    Cards,
    Steps,
}

impl Container {
    pub(super) fn parse(name: &str) -> Option<Container> {
        Some(match name {
            "tabs" => Container::Tabs,
            "cards" => Container::Cards,
            "steps" => Container::Steps,
            _ => return None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Container::Tabs => "tabs",
            Container::Cards => "cards",
            Container::Steps => "steps",
        }
    }
}

/// A list that is being written.
enum OpenList {
    /// With its end tag.
    Items(&'static str),
    Tabs(TabSet),
}

/// A set of tabs that is being written.
pub(super) struct TabSet {
    /// Index of the row of buttons among the pieces.
    pub(super) piece: usize,
    /// Which set of tabs on the page it is, from 1.
    set: usize,
    labels: Vec<String>,
}

/// The state of the lists that are open.
#[derive(Default)]
pub(super) struct OpenLists {
    open: Vec<OpenList>,
    /// The container whose list has to come next, and where the comment stands that says so.
    waiting: Option<(Container, Option<Range<usize>>)>,
    /// Sets of tabs so far.
    sets: usize,
    /// The label being read: where it begins in the output, and its text.
    label: Option<(usize, String)>,
}

impl OpenLists {
    pub(super) fn in_label(&self) -> bool {
        self.label.is_some()
    }

    /// Nothing of the label was read yet.
    pub(super) fn label_is_empty(&self) -> bool {
        self.label.as_ref().is_some_and(|(_, label)| label.is_empty())
    }

    /// The next list belongs to a container. With `at`, a comment there asks for the list, and a missing list is reported.
    pub(super) fn wait_for(&mut self, container: Container, at: Option<Range<usize>>) {
        self.waiting = Some((container, at));
    }

    /// A further set of tabs, whose row of buttons is the piece with that index.
    pub(super) fn new_set(&mut self, piece: usize) -> TabSet {
        self.sets += 1;
        TabSet { piece, set: self.sets, labels: Vec::new() }
    }

    /// Text that is part of a tab's label goes into its button.
    pub(super) fn note_text(&mut self, text: &str) {
        if let Some((_, label)) = &mut self.label {
            label.push_str(text);
        }
    }
}

impl Writer<'_> {
    pub(super) fn name_list(&mut self, container: Container, at: Range<usize>) {
        self.expect_no_list();
        self.lists.wait_for(container, Some(at));
    }

    /// Anything but a list comes next.
    pub(super) fn expect_no_list(&mut self) {
        if let Some((container, Some(at))) = self.lists.waiting.take() {
            self.report_with(Code::P0411, at, "name", container.name());
        }
    }

    pub(super) fn start_list(&mut self, start: Option<u64>) {
        let container = self.lists.waiting.take().map(|(container, _)| container);
        let (tag, end) = match (container, start) {
            (Some(Container::Tabs), _) => {
                let tabs = self.open_tabs();
                return self.lists.open.push(OpenList::Tabs(tabs));
            }
            (Some(Container::Cards), _) => ("<ul class=\"deck\">\n", "</ul>\n"),
            (Some(Container::Steps), _) => ("<ol class=\"steps\">\n", "</ol>\n"),
            (None, None) => ("<ul>\n", "</ul>\n"),
            (None, Some(1)) => ("<ol>\n", "</ol>\n"),
            (None, Some(_)) => ("", "</ol>\n"),
        };
        match start {
            Some(start) if tag.is_empty() => self.open_block(&format!("<ol start=\"{start}\">\n")),
            _ => self.open_block(tag),
        }
        self.lists.open.push(OpenList::Items(end));
    }

    pub(super) fn start_item(&mut self) {
        let Some(OpenList::Tabs(tabs)) = self.lists.open.last() else { return self.open_block("<li>") };
        let tag = tabs.section();
        self.open_block(&tag);
        self.lists.label = Some((self.out.len(), String::new()));
    }

    /// The label of a tab ends with its line; what was written of it becomes plain text.
    pub(super) fn end_label(&mut self) {
        let Some((start, label)) = self.lists.label.take() else { return };
        let Some(OpenList::Tabs(tabs)) = self.lists.open.last_mut() else { return };
        let label = tabs.label(&label);
        self.split_off(start);
        self.out.push_str(&label);
        self.line_break = LineBreak::default();
    }

    /// The first line of an item ends, and its paragraph may go on.
    pub(super) fn break_label(&mut self) -> bool {
        let Some((start, _)) = self.lists.label else { return false };
        let paragraph = self.out[start..].starts_with("<p>");
        self.end_label();
        if paragraph {
            self.paragraph = self.out.len();
            self.open_block("<p>");
        }
        true
    }

    pub(super) fn end_item(&mut self) {
        self.end_label();
        let tabs = matches!(self.lists.open.last(), Some(OpenList::Tabs(_)));
        self.out.push_str(if tabs { "</section>\n" } else { "</li>\n" });
    }

    pub(super) fn end_list(&mut self) {
        match self.lists.open.pop() {
            Some(OpenList::Tabs(tabs)) => {
                self.out.push_str("</div>\n");
                self.pieces[tabs.piece] = tabs.buttons();
            }
            Some(OpenList::Items(end)) => self.out.push_str(end),
            None => {}
        }
    }
}

impl TabSet {
    /// Begins a tab: its tag and its label.
    pub(super) fn open_tab(&mut self, label: &str) -> String {
        self.section() + &self.label(label)
    }

    /// The start tag of the next tab.
    fn section(&self) -> String {
        let (set, number) = (self.set, self.labels.len() + 1);
        let open = if number == 1 { " open" } else { "" };
        format!("<section class=\"tab{open}\" id=\"tab-{set}-{number}\">")
    }

    /// The label above the tab. One without a text is its number.
    fn label(&mut self, label: &str) -> String {
        let label = match label.trim() {
            "" => (self.labels.len() + 1).to_string(),
            label => label.to_owned(),
        };
        let html = format!("<p class=\"label\">{}</p>\n", escaped(&label));
        self.labels.push(label);
        html
    }

    /// The row of buttons.
    pub(super) fn buttons(&self) -> String {
        let set = self.set;
        let mut html = String::from("<div class=\"tablist\" role=\"tablist\" data-js>");
        for (number, label) in (1..).zip(&self.labels) {
            let selected = number == 1;
            html.push_str(&format!(
                "<button type=\"button\" role=\"tab\" id=\"tab-{set}-{number}-button\" aria-controls=\"tab-{set}-{number}\" aria-selected=\"{selected}\">"
            ));
            escape(&mut html, label);
            html.push_str("</button>");
        }
        html + "</div>"
    }
}
