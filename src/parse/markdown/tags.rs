//! The tags of blocks and of what stands in a paragraph: where each begins and ends in the HTML.

use super::{
    Writer,
    blocks::{alert, is_block},
};
use crate::model::Syntax;
use pulldown_cmark::{Alignment, LinkType, Tag, TagEnd};
use std::ops::Range;

const HEAD_END: &str = "</tr></thead>";

impl Writer<'_> {
    pub(super) fn start(&mut self, tag: Tag, at: Range<usize>) {
        if is_block(&tag) {
            self.close_ended();
            self.start_block(&tag);
            self.note_line(at.start);
        }
        if is_block(&tag) || tag == Tag::TableCell {
            self.block_end = at.end;
        }
        match tag {
            Tag::Paragraph if self.containers.in_title() => {}
            Tag::Paragraph => {
                self.paragraph = self.out.len();
                self.open_block("<p>");
                self.excerpt.open();
            }
            Tag::Heading { level, id, .. } => self.start_heading(level as u8, id.as_deref(), at),
            Tag::BlockQuote(None) => {
                self.enter();
                self.open_block("<blockquote>\n");
            }
            Tag::BlockQuote(Some(kind)) => {
                self.enter();
                let (class, label) = alert(kind, self.reading.lang);
                self.open_block(&format!("<aside class=\"{class}\"><p class=\"label\">{label}</p>\n"));
            }
            Tag::CodeBlock(kind) => self.start_code(&kind, at),
            Tag::HtmlBlock => self.raw = Some((String::new(), at)),
            Tag::List(start) => self.start_list(start),
            Tag::Item => {
                self.enter();
                self.start_item();
            }
            Tag::FootnoteDefinition(label) => {
                self.enter();
                self.start_footnote(&label, at);
            }
            Tag::Table(alignments) => {
                self.table = alignments;
                self.open_block("<div class=\"table\" tabindex=\"0\"><table>\n");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.cell = 0;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                if self.out.ends_with(HEAD_END) {
                    self.out.push_str("<tbody>\n");
                }
                self.note_line(at.start);
                self.out.push_str("<tr>");
            }
            Tag::TableCell => {
                let class = match self.table.get(self.cell) {
                    Some(Alignment::Right) => " class=\"num\"",
                    Some(Alignment::Center) => " class=\"mid\"",
                    _ => "",
                };
                let name = if self.in_head { "<th" } else { "<td" };
                self.open_block(name);
                self.out.push_str(class);
                self.out.push('>');
                self.cell += 1;
            }
            Tag::Emphasis => self.inline("<em>"),
            Tag::Strong => self.inline("<strong>"),
            Tag::Strikethrough => self.inline("<del>"),
            Tag::Link { link_type, dest_url, title, id } => {
                self.references.used(&id);
                let target = self.plain(&dest_url);
                let target =
                    if link_type == LinkType::Email { format!("mailto:{target}") } else { target.into_owned() };
                let target = if self.reading.has(Syntax::Callouts) { without_route(target) } else { target };
                let title = self.plain(&title);
                self.open_link(target, &title, at);
            }
            Tag::Image { dest_url, title, id, .. } => {
                self.references.used(&id);
                self.start_image(&dest_url, &title, at);
            }
            Tag::DefinitionList => self.open_block("<dl>\n"),
            Tag::DefinitionListTitle => self.open_block("<dt>"),
            Tag::DefinitionListDefinition => {
                self.enter();
                self.open_block("<dd>");
            }
            // Not asked for in the options.
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph if self.containers.in_title() => {}
            TagEnd::Paragraph => {
                self.excerpt.close();
                if self.lists.in_label() {
                    self.end_label();
                } else if !self.lone_figure() && !self.lone_media() {
                    self.out.push_str("</p>\n");
                }
            }
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(kind) => {
                self.leave();
                self.out.push_str(if kind.is_some() { "</aside>\n" } else { "</blockquote>\n" });
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                if let Some((html, at)) = self.raw.take() {
                    self.html_block(&html, at);
                }
            }
            TagEnd::List(_) => self.end_list(),
            TagEnd::Item => {
                self.leave();
                self.end_item();
            }
            TagEnd::FootnoteDefinition => {
                self.leave();
                self.end_footnote();
            }
            TagEnd::Table => {
                let is_empty = self.out.ends_with(HEAD_END);
                self.out.push_str(if is_empty { "</table></div>\n" } else { "</tbody></table></div>\n" });
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str(HEAD_END);
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.out.push_str(if self.in_head { "</th>" } else { "</td>" }),
            TagEnd::Emphasis => self.inline("</em>"),
            TagEnd::Strong => self.inline("</strong>"),
            TagEnd::Strikethrough => self.inline("</del>"),
            TagEnd::Link => self.close_link(),
            TagEnd::Image => self.end_image(),
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => {
                self.leave();
                self.out.push_str("</dd>\n");
            }
            TagEnd::Superscript | TagEnd::Subscript | TagEnd::MetadataBlock(_) => {}
        }
    }
}

/// The page that an address of docsify stands for: `#/a?id=b` is `/a#b`.
fn without_route(target: String) -> String {
    let path = ["/#/", "#/"].iter().find_map(|start| target.strip_prefix(start)).map(|path| format!("/{path}"));
    let path = path.unwrap_or(target);
    match path.split_once("?id=") {
        Some((page, heading)) if !heading.contains(['#', '&']) => format!("{page}#{heading}"),
        _ => path,
    }
}
