//! What stands inside a paragraph: text, breaks, links, images, raw HTML.

use super::{Writer, images::is_checksum, lists::Container};
use crate::{
    diag::{Code, Diagnostic},
    model::{
        Attribute, Fill, Hole, Link, Punctuation, RawHtml, escape, is_safe_scheme, live_start_tags, scheme, start_tags,
    },
    parse::{
        autolink::{self, Autolink},
        emoji,
        html::raw_links,
        html_heading,
        list_query::{self, QueryFault},
        phrases::phrases,
        sanitise,
        words::TextScan,
    },
};
use std::{borrow::Cow, ops::Range, slice};

impl Writer<'_> {
    /// Text as the author wrote it, without stand-ins.
    pub(super) fn plain<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.marked.plain(text)
    }

    pub(super) fn text(&mut self, text: &str, at: Range<usize>) {
        let text = self.marked.plain_at(text, &at);
        if let Some(code) = &mut self.code {
            return code.text.push_str(&text);
        }
        if let Some(image) = &mut self.image {
            image.alt.push_str(&text);
            return self.note_alt(&text);
        }
        let seen = TextScan::in_text(&text);
        if seen.has(TextScan::CARET) {
            self.missing_footnotes(&at);
        }
        self.settle_break(text.chars().next());
        let mut from = 0;
        let may_link = self.links.is_empty() && seen.has(TextScan::ADDRESS | TextScan::COLON);
        let mut address = if may_link { autolink::find(&text, 0) } else { None };
        let mut name = if seen.has(TextScan::COLON) { emoji::find(&text, 0) } else { None };
        if address.is_none() && name.is_none() {
            return self.running_text(&text, &seen);
        }
        loop {
            match (&address, &name) {
                (Some(Autolink { at, prefix }), other)
                    if other.as_ref().is_none_or(|(name, _)| at.start < name.start) =>
                {
                    self.part_of_text(&text[from..at.start]);
                    self.address(&text[at.clone()], prefix);
                    from = at.end;
                }
                (_, Some((at, emoji))) => {
                    self.part_of_text(&text[from..at.start]);
                    self.emoji(&text[at.clone()], emoji);
                    from = at.end;
                }
                (_, None) => break,
            }
            // One that is not there has been looked for up to the end.
            if address.as_ref().is_some_and(|address| address.at.start < from) {
                address = autolink::find(&text, from);
            }
            if name.as_ref().is_some_and(|(name, _)| name.start < from) {
                name = emoji::find(&text, from);
            }
        }
        self.part_of_text(&text[from..]);
    }

    fn part_of_text(&mut self, text: &str) {
        self.running_text(text, &TextScan::in_text(text));
    }

    /// Text that is no address and no emoji.
    fn running_text(&mut self, text: &str, seen: &TextScan) {
        self.note(text, text, seen.words);
        let wide = self.reading.punctuation == Punctuation::FullWidth && self.reading.lang.is_chinese();
        let previous = self.line_break.previous();
        let text = if wide { self.punctuation.widen(text, previous) } else { Cow::Borrowed(text) };
        let write = if seen.has(TextScan::MARKUP) { escape } else { String::push_str };
        if self.heading.as_ref().is_some_and(|heading| heading.is_long) {
            for (index, phrase) in phrases(&text).into_iter().enumerate() {
                self.out.push_str(if index == 0 { "" } else { "<wbr>" });
                write(&mut self.out, phrase);
            }
        } else {
            write(&mut self.out, &text);
        }
        if let Some(last) = text.chars().next_back() {
            self.line_break.after(Some(last));
        }
    }

    fn address(&mut self, address: &str, prefix: &str) {
        self.note_text(address);
        self.out.push_str("<a href=\"");
        self.out.push_str(prefix);
        escape(&mut self.out, address);
        self.out.push_str("\">");
        escape(&mut self.out, address);
        self.out.push_str("</a>");
        self.line_break.after(address.chars().next_back());
    }

    /// An emoji for its name, which the anchor of a heading keeps.
    fn emoji(&mut self, name: &str, emoji: &str) {
        self.note(emoji, name, TextScan::in_text(emoji).words);
        self.out.push_str(emoji);
        self.line_break.after(emoji.chars().next_back());
    }

    /// Text that counts: for the heading, the excerpt and the number of words.
    pub(super) fn note_text(&mut self, text: &str) {
        self.note(text, text, TextScan::in_text(text).words);
    }

    /// Alternative text of an image. Used where the page has no other text.
    pub(super) fn note_alt(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.alt.push_str(text);
        }
        self.lists.note_text(text);
        self.done.words += TextScan::in_text(text).words;
    }

    fn note(&mut self, text: &str, anchor: &str, words: u32) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
            heading.anchor.push_str(anchor);
        }
        self.lists.note_text(text);
        self.excerpt.push(text);
        self.done.words += words;
    }

    pub(super) fn soft_break(&mut self) {
        if self.break_label() {
            return;
        }
        match &mut self.image {
            Some(image) => image.alt.push(' '),
            None => self.line_break.at(self.out.len()),
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push(' ');
            heading.anchor.push(' ');
        }
    }

    /// Writes the break that waits for the character after it, unless the two sides are to be joined.
    pub(super) fn settle_break(&mut self, next: Option<char>) {
        let Some((at, joined)) = self.line_break.settle(next) else { return };
        self.excerpt.break_line(joined);
        if !joined {
            self.out.insert(at, '\n');
            // A hole just there is what stands before the break.
            for hole in self.holes.iter_mut().rev().take_while(|hole| hole.at > at) {
                hole.at += 1;
            }
        }
    }

    /// Whether the address could run; it is reported and must not be written.
    pub(super) fn is_unsafe(&mut self, target: &str, at: &Range<usize>) -> bool {
        let scheme = scheme(target).filter(|scheme| !is_safe_scheme(scheme));
        // `std::fmt` is a name that another program knows.
        let is_name = target.contains("::") && self.reading.config.is_some_and(|config| config.has_named_links);
        if let Some(scheme) = scheme.as_ref().filter(|_| !is_name) {
            self.report_with(Code::P0402, at.clone(), "scheme", scheme);
        }
        scheme.is_some()
    }

    /// Leaves a hole for the address and closes the attribute.
    pub(super) fn hole(&mut self, target: String, image: bool, at: Range<usize>) {
        self.holes.push(Hole { at: self.out.len(), fill: Fill::Link(self.done.links.len()) });
        let at = self.place(at);
        self.done.links.push(Link { target, image, at, in_config: false });
        self.out.push('"');
    }

    pub(super) fn title(&mut self, title: &str) {
        if !title.is_empty() && !is_checksum(title) {
            self.out.push_str(" title=\"");
            escape(&mut self.out, title);
            self.out.push('"');
        }
    }

    /// A block of HTML. Of the comments, some are ours: they name the list that follows, ask for a list
    /// of pages, or end the summary.
    pub(super) fn html_block(&mut self, html: &str, at: Range<usize>) {
        let comment = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")).map(str::trim);
        match comment {
            Some("more") => self.excerpt.end(),
            Some(comment) if let Some(query) = comment.strip_prefix("view:") => self.list_query(html, query, &at),
            Some(name) if let Some(container) = Container::parse(name) => self.name_list(container, at),
            Some(_) => self.raw_html(html, at, false),
            None => {
                self.expect_no_list();
                self.raw_html(html, at, false);
            }
        }
    }

    /// A list of pages, which stands where the comment is. One that cannot be understood is not there.
    fn list_query(&mut self, html: &str, query: &str, at: &Range<usize>) {
        self.expect_no_list();
        let Some(config) = self.reading.config else { return };
        match list_query::read(&self.plain(query), config) {
            Ok(query) => {
                self.settle_break(None);
                self.holes.push(Hole { at: self.out.len(), fill: Fill::List(self.queries.len()) });
                self.out.push('\n');
                self.queries.push(query);
            }
            Err(QueryFault { at: word, found, expected, nearest }) => {
                let start = at.start + html.find("view:").map_or(0, |found| found + "view:".len());
                let place = self.place(start + word.start..start + word.end);
                let diagnostic = Diagnostic::new(Code::P0460, self.reading.path).at(place).arg("word", found);
                self.done.diagnostics.push(diagnostic.arg("expected", expected).nearest(nearest));
            }
        }
    }

    /// A piece of raw HTML: a block, or a tag in a paragraph.
    pub(super) fn raw_html(&mut self, html: &str, at: Range<usize>, is_inline: bool) {
        let html = self.plain(html);
        let mut html = html_heading::lowered(&html, self.reading.title);
        self.has_raw_html = true;
        if self.reading.html == RawHtml::Keep {
            html = self.closed_html(&html, &at, is_inline).into();
        }
        if self.reading.html == RawHtml::Sanitize {
            let tags = start_tags(&html);
            for what in tags.iter().flat_map(sanitise::removed) {
                self.report_with(Code::P0401, at.clone(), "what", &what);
            }
            html = sanitise::without_raw_text(&html, &tags).into();
        }
        let tags_of = |html| if self.reading.html == RawHtml::Keep { live_start_tags(html) } else { start_tags(html) };
        let tags = tags_of(&html);
        for Attribute { name, value, .. } in tags.iter().flat_map(|tag| &tag.attributes) {
            if matches!(*name, "id" | "name") {
                self.done.anchors.push((*value).to_owned());
                self.raw_anchors.names.insert((*value).to_owned());
            }
            if *name == "id" {
                self.raw_ids.push(((*value).to_owned(), at.clone()));
            }
        }
        let anchored = if is_inline { None } else { self.anchored(&html, &tags) };
        let (html, tags) = match &anchored {
            Some(anchored) => (anchored.as_str(), tags_of(anchored)),
            None => (&*html, tags),
        };
        self.settle_break(None);
        let (mark, start) = (self.holes.len(), self.out.len());
        self.holes.push(Hole { at: start, fill: Fill::Raw { len: 0, is_inline } });
        let mut from = 0;
        for (tag, link) in
            tags.iter().flat_map(|tag| raw_links(slice::from_ref(tag)).into_iter().map(move |l| (tag, l)))
        {
            self.out.push_str(&html[from..link.at.start]);
            from = link.at.end;
            if let Some(what) = link.removed {
                // The sanitiser removes the whole element, and that is reported.
                if self.reading.html == RawHtml::Keep {
                    self.report_with(Code::P0401, at.clone(), "what", what);
                }
                continue;
            }
            let quote = if link.unquoted { "\"" } else { "" };
            self.out.push_str(quote);
            let index = self.done.links.len();
            let is_safe = !self.is_unsafe(&link.target, &at);
            if is_safe {
                self.holes.push(Hole { at: self.out.len(), fill: Fill::Link(index) });
                let place = self.place(at.clone());
                self.done.links.push(Link {
                    target: link.target.into_owned(),
                    image: link.image,
                    at: place,
                    in_config: false,
                });
            } else if link.is_one_of_several() {
                // Without an address, what stands behind it would be taken for one.
                self.out.push('#');
            }
            self.out.push_str(quote);
            if is_safe && link.name.eq_ignore_ascii_case("src") && self.note_raw_image(tag, index) {
                let end = (from + usize::from(!link.unquoted)).min(html.len());
                self.out.push_str(&html[from..end]);
                from = end;
                self.holes.push(Hole { at: self.out.len(), fill: Fill::Size(self.raw_images.len() - 1) });
            }
        }
        self.out.push_str(&html[from..]);
        self.holes[mark].fill = Fill::Raw { len: self.out.len() - start, is_inline };
        if !is_inline {
            self.raw_anchors.open = html_heading::open(html, &tags).map(|name| (name.to_owned(), self.out.len()));
        }
        let opened = tags.iter().rfind(|tag| tag.name.eq_ignore_ascii_case("a")).map(|tag| tag.at.start);
        let closed = html.rmatch_indices("</").map(|(at, _)| at).find(|at| is_link_name(&html[at + 2..]));
        if opened.is_some() || closed.is_some() {
            self.in_raw_link = opened > closed;
        }
        self.line_break.after(None);
    }
}

/// Whether a tag's name, at the start of `rest`, is that of a link.
fn is_link_name(rest: &str) -> bool {
    rest.starts_with(['a', 'A']) && !rest[1..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
}
