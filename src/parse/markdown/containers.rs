//! Containers of other generators as HTML: alerts, texts that fold, tabs, cards, steps.
//!
//! What always holds: a container ends at the latest where the item, the quote or the note ends in which it began.

use super::{
    Writer,
    lists::{Container, TabSet},
};
use crate::{
    model::{Fill, Hole},
    parse::{
        foreign::{ContainerKind, ContainerMark, ContainerTitle, MarkKind},
        line_break::LineBreak,
        metadata,
    },
};

/// The containers of one body.
#[derive(Default)]
pub(super) struct OpenContainers {
    /// From the outermost to the innermost.
    open: Vec<WrittenContainer>,
    /// How many were opened.
    opened: usize,
    /// How many items, quotes and notes are open.
    depth: usize,
    /// The tags behind the title that is being written.
    title_end: Option<&'static str>,
}

struct WrittenContainer {
    /// Which of the containers of the body it is.
    number: usize,
    /// How many items, quotes and notes are around it.
    depth: usize,
    /// Its end stands in an item that has not ended yet.
    has_ended: bool,
    kind: OpenKind,
}

enum OpenKind {
    /// With its end tag.
    Element(&'static str),
    Tabs(TabSet),
    /// Each block of code in it is a tab.
    CodeTabs(TabSet),
    /// A card that stands alone.
    Card(&'static str),
}

impl OpenContainers {
    /// Whether the paragraph that begins is the title of a container, which has its own tags.
    pub(super) fn in_title(&self) -> bool {
        self.title_end.is_some()
    }
}

impl Writer<'_> {
    /// Writes what a mark says.
    pub(super) fn mark(&mut self, mark: &ContainerMark, at: usize) {
        self.end_label();
        self.settle_break(None);
        match &mark.kind {
            MarkKind::Open(kind, title) => {
                self.expect_no_list();
                self.note_line(at);
                self.open_container(kind, *title);
            }
            MarkKind::TitleEnd => self.out.push_str(self.containers.title_end.take().unwrap_or_default()),
            MarkKind::Close(number) => {
                self.expect_no_list();
                if let Some(open) = self.containers.open.iter_mut().find(|open| open.number == *number) {
                    open.has_ended = true;
                }
                self.close_ended();
            }
        }
        self.line_break = LineBreak::default();
    }

    /// An item, a quote or a note begins.
    pub(super) fn enter(&mut self) {
        self.containers.depth += 1;
    }

    /// An item, a quote or a note ends, and what began in it.
    pub(super) fn leave(&mut self) {
        self.close_containers(self.containers.depth);
        self.containers.depth -= 1;
    }

    /// Closes the containers whose end was read, with those in them.
    pub(super) fn close_ended(&mut self) {
        let depth = self.containers.depth;
        while self.containers.open.iter().any(|open| open.has_ended && open.depth == depth) {
            self.close_container();
        }
    }

    /// Closes the containers that are in so many items, quotes and notes.
    pub(super) fn close_containers(&mut self, depth: usize) {
        while self.containers.open.last().is_some_and(|open| open.depth >= depth) {
            self.close_container();
        }
    }

    fn open_container(&mut self, kind: &ContainerKind, title: ContainerTitle) {
        let chinese = self.reading.lang.is_chinese();
        let kind = match kind {
            ContainerKind::Alert { class, label: (zh, en) } => {
                self.open_block(&format!("<aside class=\"{class}\">"));
                match title {
                    ContainerTitle::Default => {
                        let label = if chinese { zh } else { en };
                        self.out.push_str(&format!("<p class=\"label\">{label}</p>\n"));
                    }
                    ContainerTitle::None => self.out.push('\n'),
                    ContainerTitle::Follows => self.open_title("<p class=\"label\">", "</p>\n"),
                }
                OpenKind::Element("</aside>\n")
            }
            ContainerKind::Details { is_open } => {
                self.open_block(if *is_open { "<details open>" } else { "<details>" });
                match title {
                    ContainerTitle::Follows => self.open_title("<summary>", "</summary>\n"),
                    _ => self.out.push_str(if chinese {
                        "<summary>详情</summary>\n"
                    } else {
                        "<summary>Details</summary>\n"
                    }),
                }
                OpenKind::Element("</details>\n")
            }
            ContainerKind::Tabs => OpenKind::Tabs(self.open_tabs()),
            ContainerKind::CodeTabs => OpenKind::CodeTabs(self.open_tabs()),
            ContainerKind::Tab(label) => {
                let label = metadata::plain(label).into_owned();
                match self.containers.open.last_mut() {
                    Some(WrittenContainer { kind: OpenKind::Tabs(tabs), .. }) => {
                        let tag = tabs.open_tab(&label);
                        self.open_block(&tag);
                        OpenKind::Element("</section>\n")
                    }
                    _ => OpenKind::Element(""),
                }
            }
            ContainerKind::Cards => {
                self.open_block("<ul class=\"deck\">\n");
                OpenKind::Element("</ul>\n")
            }
            ContainerKind::Card => {
                let is_alone = !matches!(
                    self.containers.open.last(),
                    Some(WrittenContainer { kind: OpenKind::Element("</ul>\n"), .. })
                );
                self.open_block(if is_alone { "<ul class=\"deck\">\n<li>" } else { "<li>" });
                if title == ContainerTitle::Follows {
                    self.open_title("<p>", "</p>\n");
                }
                OpenKind::Card(if is_alone { "</li>\n</ul>\n" } else { "</li>\n" })
            }
            ContainerKind::Steps => {
                // It may be a list of HTML.
                self.lists.wait_for(Container::Steps, None);
                OpenKind::Element("")
            }
            ContainerKind::Plain => OpenKind::Element(""),
        };
        let OpenContainers { opened, depth, .. } = self.containers;
        self.containers.open.push(WrittenContainer { number: opened, depth, has_ended: false, kind });
        self.containers.opened += 1;
    }

    fn open_title(&mut self, start: &'static str, end: &'static str) {
        self.open_block(start);
        self.containers.title_end = Some(end);
    }

    pub(super) fn open_tabs(&mut self) -> TabSet {
        self.open_block("<div class=\"tabs\">");
        self.holes.push(Hole { at: self.out.len(), fill: Fill::Piece(self.pieces.len()) });
        let tabs = self.lists.new_set(self.pieces.len());
        self.pieces.push(String::new());
        self.out.push('\n');
        tabs
    }

    fn close_container(&mut self) {
        self.out.push_str(self.containers.title_end.take().unwrap_or_default());
        let Some(WrittenContainer { kind, .. }) = self.containers.open.pop() else { return };
        match kind {
            OpenKind::Element(end) | OpenKind::Card(end) => self.out.push_str(end),
            OpenKind::Tabs(tabs) | OpenKind::CodeTabs(tabs) => {
                self.out.push_str("</div>\n");
                self.pieces[tabs.piece] = tabs.buttons();
            }
        }
    }

    /// Begins a tab for a block of code, if it stands among such tabs. `label` is its title or its language.
    pub(super) fn open_code_tab(&mut self, label: &str) -> bool {
        let depth = self.containers.depth;
        let Some(WrittenContainer { kind: OpenKind::CodeTabs(tabs), .. }) =
            self.containers.open.last_mut().filter(|open| open.depth == depth)
        else {
            return false;
        };
        let tag = tabs.open_tab(label);
        self.out.push_str(&tag);
        true
    }
}
