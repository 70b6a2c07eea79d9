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

use super::{
    anchor::Anchors,
    autolink,
    emphasis::{self, Marked, SENTINEL},
    highlight,
    html::{escape, is_safe_scheme, raw_links, scheme, start_tags},
    line_break::LineBreak,
    sanitise,
    words::{Excerpt, count_words},
};
use crate::{
    diag::{Code as DiagCode, Diagnostic},
    model::{Body, Code, Fill, HardBreaks, Heading, Hole, Lang, Link, RawHtml, RelPath},
};
use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd,
    TextMergeWithOffset,
};
use std::{collections::HashMap, ops::Range};

/// What the writer makes of a body.
#[derive(Debug, Default)]
pub struct Written {
    pub body: Body,
    pub headings: Vec<Heading>,
    /// Anchors of the lifted headings, and ids in raw HTML.
    pub anchors: Vec<String>,
    pub links: Vec<Link>,
    pub code: Vec<Code>,
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
    let marked = emphasis::mark(text);
    let mut writer = Writer::new(reading, &marked);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let parser = Parser::new_ext(&marked.text, options);
    for (event, at) in TextMergeWithOffset::new(parser.into_offset_iter()) {
        writer.event(event, at);
    }
    writer.finish()
}

struct Writer<'a> {
    reading: &'a Reading<'a>,
    marked: &'a Marked<'a>,
    out: String,
    holes: Vec<Hole>,
    done: Written,
    anchors: Anchors,
    /// The levels that the open headings had in the source.
    levels: Vec<u8>,
    /// Where the heading being written begins: in the output, and its text so far.
    heading: Option<(usize, String, Option<String>)>,
    code: Option<Code>,
    raw: Option<(String, usize)>,
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

struct Image {
    target: String,
    title: String,
    alt: String,
    at: Range<usize>,
}

#[derive(Default)]
struct Footnotes {
    /// Labels in the order of their first reference, and how often each is referred to.
    order: Vec<(String, usize)>,
    index: HashMap<String, usize>,
    /// Written definitions by label, with holes relative to their start.
    definitions: HashMap<String, (String, Vec<Hole>)>,
    open: Vec<(String, usize)>,
}

impl<'a> Writer<'a> {
    fn new(reading: &'a Reading<'a>, marked: &'a Marked<'a>) -> Writer<'a> {
        let mut anchors = Anchors::default();
        let done =
            Written { anchors: reading.lifted.iter().map(|text| anchors.of(text)).collect(), ..Written::default() };
        Writer {
            reading,
            marked,
            out: String::with_capacity(marked.text.len() + marked.text.len() / 4),
            holes: Vec::new(),
            done,
            anchors,
            levels: Vec::new(),
            heading: None,
            code: None,
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
                self.note_text(&text);
                if let Some(image) = &mut self.image {
                    return image.alt.push_str(&text);
                }
                self.settle_break(text.chars().next());
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
            // Not asked for in the options.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
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
            Tag::CodeBlock(kind) => {
                let info = match &kind {
                    CodeBlockKind::Fenced(info) => self.plain(info).into_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                let language =
                    info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{')).next().unwrap_or_default();
                let language = language.trim_start_matches('.').to_lowercase();
                if !highlight::knows(&language) {
                    self.complain(DiagCode::P0404, at, "language", &language);
                }
                self.code = Some(Code { language, text: String::new() });
            }
            Tag::HtmlBlock => self.raw = Some((String::new(), at.start)),
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
            Tag::Image { dest_url, title, .. } => {
                // An image inside the alternative text of another shows only as text.
                if self.image.is_none() {
                    let (target, title) = (self.plain(&dest_url).into_owned(), self.plain(&title).into_owned());
                    self.image = Some(Image { target, title, alt: String::new(), at });
                }
            }
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
                if let Some((html, start)) = self.raw.take() {
                    let end = start + html.len();
                    self.raw_html(&html, start..end);
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

    /// Text as the author wrote it, sentinels dropped.
    fn plain<'t>(&self, text: &'t str) -> std::borrow::Cow<'t, str> {
        if self.marked.has_sentinels() && text.contains(SENTINEL) {
            text.replace(SENTINEL, "").into()
        } else {
            text.into()
        }
    }

    fn text(&mut self, text: &CowStr) {
        let text = self.plain(text);
        if let Some(code) = &mut self.code {
            return code.text.push_str(&text);
        }
        self.note_text(&text);
        if let Some(image) = &mut self.image {
            return image.alt.push_str(&text);
        }
        self.settle_break(text.chars().next());
        let mut from = 0;
        if self.link_tags.is_empty() {
            while let Some(address) = autolink::find(&text, from) {
                escape(&mut self.out, &text[from..address.at.start]);
                let shown = &text[address.at.clone()];
                let target = if address.bare_host { format!("https://{shown}") } else { shown.to_owned() };
                self.out.push_str("<a href=\"");
                escape(&mut self.out, &target);
                self.out.push_str("\">");
                escape(&mut self.out, shown);
                self.out.push_str("</a>");
                from = address.at.end;
            }
        }
        escape(&mut self.out, &text[from..]);
        self.line_break.after(text.chars().next_back());
    }

    /// Text that counts: for the heading, the excerpt and the number of words.
    fn note_text(&mut self, text: &str) {
        if let Some((_, heading, _)) = &mut self.heading {
            heading.push_str(text);
        }
        self.excerpt.push(text);
        self.done.words += count_words(text);
    }

    fn soft_break(&mut self) {
        match &mut self.image {
            Some(image) => image.alt.push(' '),
            None => self.line_break.at(self.out.len()),
        }
        if let Some((_, heading, _)) = &mut self.heading {
            heading.push(' ');
        }
    }

    /// Writes the break that waits for the character after it, unless the two sides are to be joined.
    fn settle_break(&mut self, next: Option<char>) {
        let Some((at, joined)) = self.line_break.settle(next) else { return };
        self.excerpt.break_line(joined);
        if !joined {
            self.out.insert(at, '\n');
            for hole in self.holes.iter_mut().rev().take_while(|hole| hole.at >= at) {
                hole.at += 1;
            }
        }
    }

    fn end_heading(&mut self) {
        let Some((start, text, chosen)) = self.heading.take() else { return };
        let level = (self.levels.len() as u8 + 1).min(6);
        let text = text.trim().to_owned();
        let id = match chosen {
            Some(id) => self.anchors.chosen(&id),
            None => self.anchors.of(&text),
        };
        let (html, holes) = self.split_off(start);
        self.out.push_str(&format!("<h{level} id=\""));
        escape(&mut self.out, &id);
        self.out.push_str("\">");
        self.append(&html, &holes);
        self.out.push_str("<a class=\"anchor\" href=\"#");
        escape(&mut self.out, &id);
        self.out.push_str(if self.reading.lang.is_chinese() {
            "\" aria-label=\"本节链接\">#</a>"
        } else {
            "\" aria-label=\"Link to this section\">#</a>"
        });
        self.out.push_str(&format!("</h{level}>\n"));
        self.done.headings.push(Heading { level, text, id });
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        let prose = matches!(code.language.as_str(), "" | "text") && super::words::is_prose(&code.text);
        self.out.push_str(if prose { "<figure class=\"code wrap\">" } else { "<figure class=\"code\">" });
        if !code.language.is_empty() {
            self.out.push_str("<figcaption>");
            escape(&mut self.out, &code.language);
            self.out.push_str("</figcaption>");
        }
        self.out.push_str("<pre tabindex=\"0\"><code");
        if !code.language.is_empty() {
            self.out.push_str(" class=\"language-");
            escape(&mut self.out, &code.language);
            self.out.push('"');
        }
        self.out.push('>');
        if code.language.is_empty() {
            escape(&mut self.out, &code.text);
        } else {
            self.holes.push(Hole { at: self.out.len(), fill: Fill::Code(self.done.code.len()) });
            self.done.code.push(code);
        }
        self.out.push_str("</code></pre></figure>\n");
    }

    fn open_link(&mut self, target: String, title: &str, at: Range<usize>) {
        if self.image.is_some() {
            return;
        }
        if self.is_unsafe(&target, &at) {
            return self.link_tags.push(false);
        }
        self.out.push_str("<a href=\"");
        self.hole(target, false, at);
        self.title(title);
        self.out.push('>');
        self.link_tags.push(true);
    }

    /// Whether the address could run; it is reported and must not be written.
    fn is_unsafe(&mut self, target: &str, at: &Range<usize>) -> bool {
        let scheme = scheme(target).filter(|scheme| !is_safe_scheme(scheme));
        if let Some(scheme) = &scheme {
            self.complain(DiagCode::P0402, at.clone(), "scheme", scheme);
        }
        scheme.is_some()
    }

    fn end_image(&mut self) {
        let Some(Image { target, title, alt, at }) = self.image.take() else { return };
        if self.is_unsafe(&target, &at) {
            return escape(&mut self.out, &alt);
        }
        self.settle_break(None);
        self.out.push_str("<img src=\"");
        self.hole(target, true, at);
        self.out.push_str(" alt=\"");
        escape(&mut self.out, &alt);
        self.out.push('"');
        self.title(&title);
        self.out.push_str(" loading=\"lazy\">");
        self.line_break.after(None);
    }

    /// Leaves a hole for the address and closes the attribute.
    fn hole(&mut self, target: String, image: bool, at: Range<usize>) {
        self.holes.push(Hole { at: self.out.len(), fill: Fill::Link(self.done.links.len()) });
        let at = self.place(at);
        self.done.links.push(Link { target, image, at });
        self.out.push('"');
    }

    fn title(&mut self, title: &str) {
        // Some editors put a checksum there, which says nothing to a reader.
        let checksum = title.len() >= 16 && title.bytes().all(|b| b.is_ascii_hexdigit());
        if !title.is_empty() && !checksum {
            self.out.push_str(" title=\"");
            escape(&mut self.out, title);
            self.out.push('"');
        }
    }

    /// A paragraph that is only an image with a title is a figure with that caption.
    fn lone_figure(&mut self) -> bool {
        let Some(image) = self.out[self.paragraph..].strip_prefix("<p><img ") else { return false };
        let Some(caption) = image.find(" title=\"").map(|at| &image[at + 8..]) else { return false };
        let Some((caption, rest)) = caption.split_once('"') else { return false };
        if rest != " loading=\"lazy\">" {
            return false;
        }
        let caption = format!("<figcaption>{caption}</figcaption></figure>\n");
        let start = self.paragraph;
        let (html, mut holes) = self.split_off(start);
        self.out.push_str("<figure>");
        let shift = "<p>".len();
        holes.iter_mut().for_each(|hole| hole.at -= shift);
        self.append(&html[shift..], &holes);
        self.out.push_str(&caption);
        true
    }

    fn raw_html(&mut self, html: &str, at: Range<usize>) {
        let html = self.plain(html).into_owned();
        self.has_raw_html = true;
        let tags = start_tags(&html);
        if self.reading.html == RawHtml::Sanitize {
            for what in tags.iter().flat_map(sanitise::removed) {
                self.complain(DiagCode::P0401, at.clone(), "what", &what);
            }
        }
        let ids = tags.iter().flat_map(|tag| &tag.attributes).filter(|(name, _)| matches!(*name, "id" | "name"));
        self.done.anchors.extend(ids.map(|(_, value)| value.text.to_owned()));
        self.settle_break(None);
        let mut from = 0;
        for link in raw_links(&tags) {
            self.out.push_str(&html[from..link.at.start]);
            from = link.at.end;
            let quote = if link.unquoted { "\"" } else { "" };
            self.out.push_str(quote);
            if !self.is_unsafe(&link.target, &at) {
                self.holes.push(Hole { at: self.out.len(), fill: Fill::Link(self.done.links.len()) });
                let place = self.place(at.clone());
                self.done.links.push(Link { target: link.target.into_owned(), image: link.image, at: place });
            }
            self.out.push_str(quote);
        }
        self.out.push_str(&html[from..]);
        self.line_break.after(None);
    }

    fn footnote_reference(&mut self, label: &str) {
        let notes = &mut self.footnotes;
        let number = *notes.index.entry(label.to_owned()).or_insert_with(|| {
            notes.order.push((label.to_owned(), 0));
            notes.order.len()
        });
        let count = &mut notes.order[number - 1].1;
        *count += 1;
        let id = if *count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") };
        self.settle_break(None);
        self.out.push_str(&format!("<sup><a id=\"{id}\" href=\"#fn-{number}\">{number}</a></sup>"));
        self.line_break.after(None);
    }

    /// The definitions that are referred to, in the order of their first reference.
    fn write_footnotes(&mut self) {
        if self.footnotes.order.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"footnotes\"><ol>\n");
        let back = if self.reading.lang.is_chinese() { "返回正文" } else { "Back to the text" };
        let mut notes = std::mem::take(&mut self.footnotes);
        for (number, (label, count)) in (1..).zip(&notes.order) {
            let (html, holes) = notes.definitions.remove(label).unwrap_or_default();
            self.out.push_str(&format!("<li id=\"fn-{number}\">"));
            let (text, end) = html.trim_end().strip_suffix("</p>").map_or((&*html, ""), |text| (text, "</p>"));
            self.append(text, &holes);
            for nth in 1..=*count {
                let suffix = if nth == 1 { String::new() } else { format!("-{nth}") };
                self.out.push_str(&format!(
                    " <a class=\"back\" href=\"#fnref-{number}{suffix}\" aria-label=\"{back}\">↩</a>"
                ));
            }
            self.out.push_str(end);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></section>\n");
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
        self.reading.offset + self.marked.original(at.start)..self.reading.offset + self.marked.original(at.end)
    }

    fn complain(&mut self, code: DiagCode, at: Range<usize>, name: &'static str, value: &str) {
        let at = self.place(at);
        self.done.diagnostics.push(Diagnostic::new(code, self.reading.path).at(at).arg(name, value));
    }

    fn finish(mut self) -> Written {
        self.write_footnotes();
        let mut done = self.done;
        done.body = Body { html: self.out, holes: self.holes };
        if self.has_raw_html && self.reading.html == RawHtml::Sanitize {
            done.body = sanitise::clean(&done.body);
        }
        done.excerpt = self.excerpt.finish();
        done
    }
}

fn task(checked: bool, chinese: bool) -> &'static str {
    match (checked, chinese) {
        (true, true) => "<input type=\"checkbox\" disabled checked aria-label=\"已完成\"> ",
        (true, false) => "<input type=\"checkbox\" disabled checked aria-label=\"Done\"> ",
        (false, true) => "<input type=\"checkbox\" disabled aria-label=\"未完成\"> ",
        (false, false) => "<input type=\"checkbox\" disabled aria-label=\"To do\"> ",
    }
}

fn alert(kind: BlockQuoteKind, lang: &Lang) -> (&'static str, &'static str) {
    let (class, zh, en) = match kind {
        BlockQuoteKind::Note => ("note", "注意", "Note"),
        BlockQuoteKind::Tip => ("tip", "提示", "Tip"),
        BlockQuoteKind::Important => ("important", "重要", "Important"),
        BlockQuoteKind::Warning => ("warning", "警告", "Warning"),
        BlockQuoteKind::Caution => ("caution", "当心", "Caution"),
    };
    (class, if lang.is_chinese() { zh } else { en })
}
