//! Markdown to HTML with holes.
//!
//! In: the body of a file, metadata taken off. Out: HTML, its headings, its outgoing links unresolved, its
//! blocks of code not coloured yet, an excerpt and a count of words.
//!
//! What always holds: one pass over the parser's events; each link and each block of code leaves a hole in
//! the HTML, so that other files' changes never make this one be parsed again; headings start at level 2 and
//! skip no level; no address with a scheme that could run passes.
//!
//! Deliberately not here: the parser's own metadata blocks (they cost quadratic time; `metadata` reads them),
//! and anything that looks at another file.

mod blocks;
mod code;
mod footnotes;
mod formulas;
mod images;
mod inlines;

use super::{
    anchor::Anchors,
    emphasis::{self, Marked},
    html::escape,
    line_break::LineBreak,
    math::{self, Priced},
    sanitise,
    words::Excerpt,
};
use crate::{
    diag::{Code as DiagCode, Diagnostic},
    model::{Body, Code, HardBreaks, Heading, Hole, Include, Lang, Link, RawHtml, RelPath},
};
use blocks::{alert, task};
use code::Block;
use footnotes::Footnotes;
use images::Image;
use pulldown_cmark::{Alignment, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset};
use std::{collections::BTreeSet, ops::Range};

/// What the writer makes of a body.
#[derive(Debug, Default)]
pub struct Written {
    pub body: Body,
    pub headings: Vec<Heading>,
    /// Anchors of the lifted headings, and ids in raw HTML.
    pub anchors: Vec<String>,
    pub links: Vec<Link>,
    pub code: Vec<Code>,
    pub includes: Vec<Include>,
    pub excerpt: String,
    pub words: u32,
    pub diagnostics: Vec<Diagnostic>,
}

/// How a body is to be read.
#[derive(Clone, Debug)]
pub struct Reading<'a> {
    pub path: &'a RelPath,
    /// Offset of the body in its file, for the places of diagnostics and links.
    pub offset: usize,
    pub html: RawHtml,
    pub hard_breaks: HardBreaks,
    pub lang: &'a Lang,
    /// Texts of headings that are not in the body but have an anchor on the Git host: title and metadata.
    pub lifted: &'a [String],
}

/// Writes the Markdown `text` as HTML.
pub fn write(text: &str, reading: &Reading) -> Written {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let (options, priced) = math::prepare(text, options);
    let marked = emphasis::mark(&priced.text);
    let mut writer = Writer::new(reading, &marked, &priced);
    let parser = Parser::new_ext(&marked.text, options);
    for (event, at) in TextMergeWithOffset::new(parser.into_offset_iter()) {
        writer.event(event, at);
    }
    writer.finish()
}

struct Writer<'a> {
    reading: &'a Reading<'a>,
    marked: &'a Marked<'a>,
    priced: &'a Priced<'a>,
    out: String,
    holes: Vec<Hole>,
    pieces: Vec<String>,
    done: Written,
    anchors: Anchors,
    /// The levels that the open headings had in the source.
    levels: Vec<u8>,
    /// Where the heading being written begins: in the output, and its text so far.
    heading: Option<(usize, String, Option<String>)>,
    code: Option<Block>,
    unknown_languages: BTreeSet<String>,
    /// The block of HTML being read, and where it stands; in a quote its text is shorter than that.
    raw: Option<(String, Range<usize>)>,
    has_raw_html: bool,
    image: Option<Image>,
    /// Whether each open link was written: one with an unsafe address leaves only its text.
    link_tags: Vec<bool>,
    line_break: LineBreak,
    table: Vec<Alignment>,
    in_head: bool,
    cell: usize,
    footnotes: Footnotes,
    excerpt: Excerpt,
    paragraph: usize,
}

impl<'a> Writer<'a> {
    fn new(reading: &'a Reading<'a>, marked: &'a Marked<'a>, priced: &'a Priced<'a>) -> Writer<'a> {
        let mut anchors = Anchors::default();
        let done =
            Written { anchors: reading.lifted.iter().map(|text| anchors.of(text)).collect(), ..Written::default() };
        Writer {
            reading,
            marked,
            priced,
            out: String::with_capacity(marked.text.len() + marked.text.len() / 4),
            holes: Vec::new(),
            pieces: Vec::new(),
            done,
            anchors,
            levels: Vec::new(),
            heading: None,
            code: None,
            unknown_languages: BTreeSet::new(),
            raw: None,
            has_raw_html: false,
            image: None,
            link_tags: Vec::new(),
            line_break: LineBreak::default(),
            table: Vec::new(),
            in_head: false,
            cell: 0,
            footnotes: Footnotes::default(),
            excerpt: Excerpt::default(),
            paragraph: 0,
        }
    }

    fn event(&mut self, event: Event, at: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                let text = self.plain(&text);
                if let Some(image) = &mut self.image {
                    image.alt.push_str(&text);
                    return self.note_text(&text);
                }
                self.settle_break(text.chars().next());
                self.note_text(&text);
                self.out.push_str("<code>");
                escape(&mut self.out, &text);
                self.out.push_str("</code>");
                self.line_break.after(text.chars().next_back());
            }
            Event::Html(text) => match &mut self.raw {
                Some((html, _)) => html.push_str(&text),
                None => self.raw_html(&text, at),
            },
            Event::InlineHtml(text) => {
                if self.image.is_none() {
                    self.raw_html(&text, at);
                }
            }
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => {
                // A backslash is a deliberate break; two blanks are often only the habit of an editor.
                let backslash = self.marked.text[at].starts_with('\\');
                if self.reading.hard_breaks == HardBreaks::Join && !backslash {
                    return self.soft_break();
                }
                if let Some(image) = &mut self.image {
                    return image.alt.push(' ');
                }
                self.note_text(" ");
                self.settle_break(None);
                self.out.push_str("<br>\n");
                self.line_break.after(None);
            }
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(checked) => {
                let tag = self.out.rfind("<li>").unwrap_or(self.out.len());
                if self.out[tag..].trim_end() == "<li>" || self.out[tag..].trim_end() == "<li><p>" {
                    self.out.insert_str(tag + "<li".len(), " class=\"task\"");
                }
                self.out.push_str(task(checked, self.reading.lang.is_chinese()));
            }
            Event::InlineMath(text) => self.formula(&text, false, at),
            Event::DisplayMath(text) => self.formula(&text, true, at),
        }
    }

    fn start(&mut self, tag: Tag, at: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.paragraph = self.out.len();
                self.open_block("<p>");
                self.excerpt.open();
            }
            Tag::Heading { level, id, .. } => {
                let level = level as u8;
                while self.levels.last().is_some_and(|open| *open >= level) {
                    self.levels.pop();
                }
                self.levels.push(level);
                self.heading = Some((self.out.len(), String::new(), id.map(|id| self.plain(&id).into_owned())));
                self.line_break = LineBreak::default();
            }
            Tag::BlockQuote(None) => self.open_block("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                let (class, label) = alert(kind, self.reading.lang);
                self.open_block(&format!("<aside class=\"{class}\"><p class=\"label\">{label}</p>\n"));
            }
            Tag::CodeBlock(kind) => self.start_code(&kind, at),
            Tag::HtmlBlock => self.raw = Some((String::new(), at)),
            Tag::List(None) => self.open_block("<ul>\n"),
            Tag::List(Some(1)) => self.open_block("<ol>\n"),
            Tag::List(Some(start)) => self.open_block(&format!("<ol start=\"{start}\">\n")),
            Tag::Item => self.open_block("<li>"),
            Tag::FootnoteDefinition(label) => self.footnotes.open.push((label.to_string(), self.out.len())),
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
            Tag::Link { link_type, dest_url, title, .. } => {
                let target = self.plain(&dest_url);
                let target =
                    if link_type == LinkType::Email { format!("mailto:{target}") } else { target.into_owned() };
                let title = self.plain(&title).into_owned();
                self.open_link(target, &title, at);
            }
            Tag::Image { dest_url, title, .. } => self.start_image(&dest_url, &title, at),
            // Not asked for in the options.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.excerpt.close();
                if !self.lone_figure() {
                    self.out.push_str("</p>\n");
                }
            }
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(None) => self.out.push_str("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.out.push_str("</aside>\n"),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                if let Some((html, at)) = self.raw.take() {
                    self.raw_html(&html, at);
                }
            }
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((label, start)) = self.footnotes.open.pop() {
                    let definition = self.split_off(start);
                    self.footnotes.definitions.entry(label).or_insert(definition);
                }
            }
            TagEnd::Table => self.out.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.out.push_str(if self.in_head { "</th>" } else { "</td>" }),
            TagEnd::Emphasis => self.inline("</em>"),
            TagEnd::Strong => self.inline("</strong>"),
            TagEnd::Strikethrough => self.inline("</del>"),
            TagEnd::Link => {
                if self.image.is_none() && self.link_tags.pop() == Some(true) {
                    self.out.push_str("</a>");
                }
            }
            TagEnd::Image => self.end_image(),
            TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn open_block(&mut self, tag: &str) {
        self.out.push_str(tag);
        self.line_break = LineBreak::default();
    }

    fn inline(&mut self, tag: &str) {
        if self.image.is_none() {
            self.out.push_str(tag);
        }
    }

    /// Takes back what was written from `start` on, with its holes counted from there.
    fn split_off(&mut self, start: usize) -> (String, Vec<Hole>) {
        let html = self.out.split_off(start);
        let first = self.holes.partition_point(|hole| hole.at < start);
        let holes = self.holes.split_off(first).into_iter().map(|hole| Hole { at: hole.at - start, ..hole }).collect();
        (html, holes)
    }

    fn append(&mut self, html: &str, holes: &[Hole]) {
        let start = self.out.len();
        self.holes.extend(holes.iter().map(|hole| Hole { at: hole.at + start, ..*hole }));
        self.out.push_str(html);
    }

    /// A range of the marked body as one of the file.
    fn place(&self, at: Range<usize>) -> Range<usize> {
        let original = |at| self.reading.offset + self.priced.original(self.marked.original(at));
        original(at.start)..original(at.end)
    }

    fn complain(&mut self, code: DiagCode, at: Range<usize>, name: &'static str, value: &str) {
        let at = self.place(at);
        self.done.diagnostics.push(Diagnostic::new(code, self.reading.path).at(at).arg(name, value));
    }

    fn finish(mut self) -> Written {
        self.write_footnotes();
        let mut done = self.done;
        // Kept for as long as the site: what was put by for a longer text goes back.
        self.out.shrink_to_fit();
        done.body = Body { html: self.out, holes: self.holes, pieces: self.pieces };
        if self.has_raw_html && self.reading.html == RawHtml::Sanitize {
            done.body = sanitise::clean(&done.body);
        }
        done.excerpt = self.excerpt.finish();
        done
    }
}
