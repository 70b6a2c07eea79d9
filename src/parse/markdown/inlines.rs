//! What stands inside a paragraph: text, breaks, links, images, raw HTML.

use super::{Writer, lists::Container};
use crate::{
    diag::Code,
    model::{Fill, Hole, Link, Punctuation, RawHtml},
    parse::{
        autolink,
        emphasis::SENTINEL,
        html::{escape, is_safe_scheme, raw_links, scheme, start_tags},
        html_heading,
        phrases::phrases,
        sanitise,
        words::count_words,
    },
};
use pulldown_cmark::CowStr;
use std::{borrow::Cow, ops::Range};

impl Writer<'_> {
    /// Text as the author wrote it, sentinels dropped.
    pub(super) fn plain<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.marked.has_sentinels() && text.contains(SENTINEL) {
            text.replace(SENTINEL, "").into()
        } else {
            text.into()
        }
    }

    pub(super) fn text(&mut self, text: &CowStr, at: Range<usize>) {
        let text = self.plain(text);
        if let Some(code) = &mut self.code {
            return code.text.push_str(&text);
        }
        if let Some(image) = &mut self.image {
            image.alt.push_str(&text);
            return self.note_text(&text);
        }
        if text.contains("[^") {
            self.missing_footnotes(&at);
        }
        self.settle_break(text.chars().next());
        self.note_text(&text);
        let mut from = 0;
        if self.links.is_empty() {
            while let Some(address) = autolink::find(&text, from) {
                self.running_text(&text[from..address.at.start]);
                let shown = &text[address.at.clone()];
                let target = if address.bare_host { format!("https://{shown}") } else { shown.to_owned() };
                self.out.push_str("<a href=\"");
                escape(&mut self.out, &target);
                self.out.push_str("\">");
                escape(&mut self.out, shown);
                self.out.push_str("</a>");
                self.line_break.after(shown.chars().next_back());
                from = address.at.end;
            }
        }
        self.running_text(&text[from..]);
    }

    /// Text that is no address.
    fn running_text(&mut self, text: &str) {
        let wide = self.reading.punctuation == Punctuation::FullWidth && self.reading.lang.is_chinese();
        let previous = self.line_break.previous();
        let text = if wide { self.punctuation.widen(text, previous) } else { Cow::Borrowed(text) };
        if self.heading.as_ref().is_some_and(|heading| heading.is_long) {
            for (index, phrase) in phrases(&text).into_iter().enumerate() {
                self.out.push_str(if index == 0 { "" } else { "<wbr>" });
                escape(&mut self.out, phrase);
            }
        } else {
            escape(&mut self.out, &text);
        }
        if let Some(last) = text.chars().next_back() {
            self.line_break.after(Some(last));
        }
    }

    /// Text that counts: for the heading, the excerpt and the number of words.
    pub(super) fn note_text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        self.lists.note_text(text);
        self.excerpt.push(text);
        self.done.words += count_words(text);
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
        }
    }

    /// Writes the break that waits for the character after it, unless the two sides are to be joined.
    pub(super) fn settle_break(&mut self, next: Option<char>) {
        let Some((at, joined)) = self.line_break.settle(next) else { return };
        self.excerpt.break_line(joined);
        if !joined {
            self.out.insert(at, '\n');
            for hole in self.holes.iter_mut().rev().take_while(|hole| hole.at >= at) {
                hole.at += 1;
            }
        }
    }

    /// Whether the address could run; it is reported and must not be written.
    pub(super) fn is_unsafe(&mut self, target: &str, at: &Range<usize>) -> bool {
        let scheme = scheme(target).filter(|scheme| !is_safe_scheme(scheme));
        if let Some(scheme) = &scheme {
            self.complain(Code::P0402, at.clone(), "scheme", scheme);
        }
        scheme.is_some()
    }

    /// Leaves a hole for the address and closes the attribute.
    pub(super) fn hole(&mut self, target: String, image: bool, at: Range<usize>) {
        self.holes.push(Hole { at: self.out.len(), fill: Fill::Link(self.done.links.len()) });
        let at = self.place(at);
        self.done.links.push(Link { target, image, at });
        self.out.push('"');
    }

    pub(super) fn title(&mut self, title: &str) {
        // Some editors put a checksum there, which says nothing to a reader.
        let checksum = title.len() >= 16 && title.bytes().all(|b| b.is_ascii_hexdigit());
        if !title.is_empty() && !checksum {
            self.out.push_str(" title=\"");
            escape(&mut self.out, title);
            self.out.push('"');
        }
    }

    /// A block of HTML. Of the comments, some are ours: they name the list that follows, or end the summary.
    pub(super) fn html_block(&mut self, html: &str, at: Range<usize>) {
        let comment = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")).map(str::trim);
        match comment {
            Some("more") => self.excerpt.end(),
            Some(name) if let Some(container) = Container::parse(name) => self.name_list(container, at),
            Some(_) => self.raw_html(html, at),
            None => {
                self.expect_no_list();
                self.raw_html(html, at);
            }
        }
    }

    pub(super) fn raw_html(&mut self, html: &str, at: Range<usize>) {
        let html = self.plain(html);
        let html = html_heading::lowered(&html, self.reading.title);
        self.has_raw_html = true;
        let tags = start_tags(&html);
        if self.reading.html == RawHtml::Sanitize {
            for what in tags.iter().flat_map(sanitise::removed) {
                self.complain(Code::P0401, at.clone(), "what", &what);
            }
        }
        for (name, value) in tags.iter().flat_map(|tag| &tag.attributes) {
            if matches!(*name, "id" | "name") {
                self.done.anchors.push(value.text.to_owned());
            }
            if *name == "id" {
                self.raw_ids.push((value.text.to_owned(), at.clone()));
            }
        }
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
}
