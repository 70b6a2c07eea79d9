//! Markdown to HTML with holes.
//!
//! In: the body of a file, metadata taken off. Out: HTML, its headings, its outgoing links unresolved, its
//! blocks of code not coloured yet, an excerpt and a count of words.
//!
//! What always holds: one pass over the parser's events; each link and each block of code leaves a hole in
//! the HTML, so that other files' changes never make this one be parsed again; headings start at level 2 and
//! skip no level; no address with a scheme that could run passes; lines are counted from the start of the body.
//!
//! Deliberately not here: the parser's own metadata blocks (they cost quadratic time; `metadata` reads them),
//! and anything that looks at another file.

mod blocks;
mod code;
mod containers;
mod contents;
mod diagnostics;
mod footnotes;
mod formulas;
mod images;
mod inlines;
mod lines;
mod links;
mod lists;
mod moving;
mod raw;
mod reading;
mod recorder;
mod references;
mod tags;

pub use reading::Reading;

use super::{
    anchor::Anchors,
    emphasis::{self, MarkedText},
    foreign::{self, ForeignText, FoundSyntax},
    html_heading,
    line_break::LineBreak,
    math::{self, DollarText},
    metadata::TitleHeading,
    outline,
    punctuation::PunctuationWidener,
    rendered::RenderedBody,
    words::Excerpt,
};
use crate::model::{self, Body, ForeignSyntax, HardBreaks, Hole, ListQuery, RawImage, Syntax, escape};
use blocks::{OpenHeading, task};
use code::OpenCode;
use containers::OpenContainers;
use footnotes::Footnotes;
use images::OpenImage;
use lines::BlockLines;
use links::OpenLink;
use lists::OpenLists;
use pulldown_cmark::{Alignment, BrokenLink, CowStr, Event, Options, Parser, Tag};
use raw::RawAnchors;
use recorder::Recorder;
use references::References;
use std::{borrow::Cow, collections::BTreeSet, mem::take, ops::Range, ptr};

/// Renders the Markdown `text` as HTML.
pub fn write(text: &str, reading: &Reading) -> RenderedBody {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let foreign = foreign::rewrite(text, &reading.foreign_options());
    let options = if reading.has(Syntax::Definitions) { options | Options::ENABLE_DEFINITION_LIST } else { options };
    let (options, dollars) = math::prepare(&foreign.rewritten.text, options);
    let marked = emphasis::mark(&dollars.text);
    let mut missing = Vec::new();
    let on_missing = |link: BrokenLink| -> Option<(CowStr, CowStr)> {
        missing.extend(references::undefined_label(&marked.text, &link));
        None
    };
    let parser = Parser::new_with_broken_link_callback(&marked.text, options, Some(on_missing));
    let layers = TextLayers { source: text, foreign: &foreign, dollars: &dollars, marked: &marked };
    let mut writer = Writer::new(reading, layers, References::new(parser.reference_definitions()));
    let mut recorder = reading.outline.then(Recorder::default);
    // Texts that follow each other are one text.
    let mut text: Option<(Cow<str>, Range<usize>)> = None;
    let mut marks = foreign.marks.iter().peekable();
    // How many blocks and spans of what is left out are open.
    let mut left_out = 0;
    for (event, at) in parser.into_offset_iter() {
        if left_out > 0 {
            left_out = match event {
                Event::Start(_) => left_out + 1,
                Event::End(_) => left_out - 1,
                _ => left_out,
            };
            continue;
        }
        let is_title = matches!(event, Event::Start(Tag::Heading { .. })) && writer.is_title(&at);
        let is_block = matches!(event, Event::Start(Tag::Paragraph | Tag::List(_)));
        if is_title || is_block && contents::is_place(&marked.text[at.clone()]) {
            left_out = 1;
            continue;
        }
        if event == Event::Start(Tag::HtmlBlock) && !foreign.marks.is_empty() {
            let place = dollars.original(marked.original(at.start));
            while marks.next_if(|mark| mark.at < place).is_some() {}
            if let Some(mark) = marks.next_if(|mark| mark.at == place) {
                if let Some((text, at)) = text.take() {
                    writer.text(&text, at);
                }
                writer.mark(mark, at.start);
                left_out = 1;
                continue;
            }
        }
        match event {
            Event::Text(more) => match &mut text {
                None => text = Some((more.into(), at)),
                Some(text) => join(text, &more, at, &marked.text),
            },
            event => {
                if let Some((text, at)) = text.take() {
                    writer.text(&text, at);
                }
                let Some(recorder) = &mut recorder else {
                    writer.event(event, at);
                    continue;
                };
                recorder.before(&event, writer.here());
                writer.event(event.clone(), at);
                recorder.after(&event, &writer);
            }
        }
    }
    if let Some((text, at)) = text {
        writer.text(&text, at);
    }
    writer.check_references(missing);
    let mut done = writer.finish(recorder);
    note_foreign(foreign, &mut done);
    done
}

/// Notes what of other generators is shown as text, and what was left out.
fn note_foreign(foreign: ForeignText, done: &mut RenderedBody) {
    let FoundSyntax { syntax, texts } = foreign::find(&foreign.rewritten.text);
    let original = |at: Range<usize>| foreign.rewritten.original(at.start)..foreign.rewritten.original(at.end);
    done.foreign = syntax.into_iter().map(|found| ForeignSyntax { at: original(found.at), ..found }).collect();
    done.foreign.extend(foreign.left_out);
    done.unread = texts.into_iter().map(original).collect();
}

/// A body, and what it becomes before the parser reads it.
struct TextLayers<'a> {
    source: &'a str,
    foreign: &'a ForeignText<'a>,
    dollars: &'a DollarText<'a>,
    marked: &'a MarkedText<'a>,
}

/// Puts `more` at the end of a text; where they are neighbours in the source, nothing is copied.
fn join<'s>(text: &mut (Cow<'s, str>, Range<usize>), more: &str, at: Range<usize>, source: &'s str) {
    let (before, place) = text;
    let both = place.start..at.end;
    let is_in_source = |text: &str, at: &Range<usize>| ptr::eq(text, &source[at.clone()]);
    if place.end == at.start && is_in_source(before, place) && is_in_source(more, &at) {
        *before = Cow::Borrowed(&source[both.clone()]);
    } else {
        before.to_mut().push_str(more);
    }
    *place = both;
}

/// Writes the parser's events as HTML. Its other methods are in the files of this folder.
struct Writer<'a> {
    reading: &'a Reading<'a>,
    /// The text that the parser reads.
    marked: &'a MarkedText<'a>,
    dollars: &'a DollarText<'a>,
    foreign: &'a ForeignText<'a>,
    /// The body as the author wrote it.
    source: &'a str,
    containers: OpenContainers,
    out: String,
    holes: Vec<Hole>,
    pieces: Vec<String>,
    images: Vec<model::Image>,
    raw_images: Vec<RawImage>,
    queries: Vec<ListQuery>,
    /// Whether raw HTML has opened a link.
    in_raw_link: bool,
    done: RenderedBody,
    anchors: Anchors,
    /// The levels that the open headings had in the source.
    levels: Vec<u8>,
    /// Pairs of levels between which a heading skipped one, already reported.
    gaps: BTreeSet<(u8, u8)>,
    heading: Option<OpenHeading>,
    /// Ids in raw HTML, and where they are.
    raw_ids: Vec<(String, Range<usize>)>,
    raw_anchors: RawAnchors,
    code: Option<OpenCode>,
    unknown_languages: BTreeSet<String>,
    /// The block of HTML being read, and where it stands; in a quote its text is shorter than that.
    raw: Option<(String, Range<usize>)>,
    has_raw_html: bool,
    /// How many diagnostics of raw HTML were reported.
    raw_diagnostics: usize,
    /// Where the block of text ends that is being read.
    block_end: usize,
    image: Option<OpenImage>,
    /// The open links; `None` for one with an unsafe address, which leaves only its text.
    links: Vec<Option<OpenLink>>,
    lists: OpenLists,
    lines: BlockLines,
    references: References,
    line_break: LineBreak,
    punctuation: PunctuationWidener,
    table: Vec<Alignment>,
    in_head: bool,
    cell: usize,
    footnotes: Footnotes,
    excerpt: Excerpt,
    paragraph: usize,
}

impl<'a> Writer<'a> {
    fn new(
        reading: &'a Reading<'a>,
        TextLayers { source, foreign, dollars, marked }: TextLayers<'a>,
        references: References,
    ) -> Writer<'a> {
        let mut anchors = Anchors::with_style(reading.config.map(|config| config.anchors).unwrap_or_default());
        let anchor = |(index, text): (usize, &String)| match reading.heading.filter(|_| index == 0) {
            Some(TitleHeading { id: Some(id), .. }) => anchors.chosen(id),
            Some(title) => anchors.of(&title.text),
            None => anchors.of(text),
        };
        let removed_headings = reading.removed_headings.iter().enumerate().map(anchor).collect();
        let mut done = RenderedBody { anchors: removed_headings, ..RenderedBody::default() };
        let mut out = String::with_capacity(marked.text.len() + marked.text.len() / 4);
        let raw_ids = reading.heading.map_or(&[][..], |title| &title.raw_ids);
        html_heading::push_ids(&mut out, raw_ids);
        done.anchors.extend_from_slice(raw_ids);
        Writer {
            reading,
            marked,
            dollars,
            foreign,
            source,
            containers: OpenContainers::default(),
            out,
            holes: Vec::new(),
            pieces: Vec::new(),
            images: Vec::new(),
            raw_images: Vec::new(),
            queries: Vec::new(),
            in_raw_link: false,
            done,
            anchors,
            levels: Vec::new(),
            gaps: BTreeSet::new(),
            heading: None,
            raw_ids: Vec::new(),
            raw_anchors: RawAnchors { names: raw_ids.iter().cloned().collect(), open: None },
            code: None,
            unknown_languages: BTreeSet::new(),
            raw: None,
            has_raw_html: false,
            raw_diagnostics: 0,
            block_end: 0,
            image: None,
            links: Vec::new(),
            lists: OpenLists::default(),
            lines: BlockLines::of(&marked.text),
            references,
            line_break: LineBreak::default(),
            punctuation: PunctuationWidener::default(),
            table: Vec::new(),
            in_head: false,
            cell: 0,
            footnotes: Footnotes::of_title(reading.heading),
            excerpt: Excerpt::of(&marked.text),
            paragraph: 0,
        }
    }

    fn event(&mut self, event: Event, at: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            // `write` joins them and hands them over.
            Event::Text(_) => {}
            Event::Code(text) => {
                let text = self.marked.plain_at(&text, &at);
                if let Some(image) = &mut self.image {
                    image.alt.push_str(&text);
                    return self.note_alt(&text);
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
                None => self.raw_html(&text, at, false),
            },
            Event::InlineHtml(text) => {
                if self.image.is_none() {
                    self.raw_html(&text, at, true);
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
                if self.break_label() {
                    return;
                }
                self.note_text(" ");
                self.settle_break(None);
                self.out.push_str("<br>\n");
                self.line_break.after(None);
            }
            Event::Rule => {
                self.end_label();
                self.expect_no_list();
                self.note_line(at.start);
                self.out.push_str("<hr>\n");
            }
            Event::TaskListMarker(checked) => {
                if let Some(item) = ["<li>", "<li><p>"].iter().find(|start| self.out.ends_with(**start)) {
                    self.out.insert_str(self.out.len() - item.len() + "<li".len(), " class=\"task\"");
                }
                self.out.push_str(task(checked, self.reading.lang.is_chinese()));
            }
            Event::InlineMath(text) => self.formula(&text, false, at),
            Event::DisplayMath(text) => self.formula(&text, true, at),
        }
    }

    fn finish(mut self, recorder: Option<Recorder>) -> RenderedBody {
        self.close_containers(0);
        self.expect_no_list();
        self.check_ids();
        self.write_footnotes();
        // The text is kept in memory as long as the site, so spare capacity is freed.
        self.out.shrink_to_fit();
        self.done.body = Body {
            html: take(&mut self.out),
            holes: take(&mut self.holes),
            pieces: take(&mut self.pieces),
            images: take(&mut self.images),
            raw_images: take(&mut self.raw_images),
            queries: take(&mut self.queries),
            lines: self.lines.finish(),
        };
        self.done.outline = recorder.map(|recorder| outline::read(&mut self.done, &recorder.blocks));
        if self.has_raw_html {
            self.contain();
        }
        self.done.excerpt = self.excerpt.finish();
        self.done
    }
}
