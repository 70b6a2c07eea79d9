//! Raw HTML that is not closed, or closes what is not its own. It stays inside the text, with a warning.

use super::Writer;
use crate::{
    diag::{Code, Diagnostic},
    model::{RawHtml, StartTag, escape},
    parse::{
        contain::{DEEPEST, Finding, contain},
        html_heading, raw_html, sanitise,
    },
};
use std::{collections::BTreeSet, ops::Range};

/// Most diagnostics of one text: a longer list says nothing new.
const MOST: usize = 20;
/// Most diagnostics whose place in the source is searched for: not all have one there.
const MOST_SOUGHT: usize = 10 * MOST;
/// Bytes of a paragraph in which the end tag of a script or a style is searched for.
const NEAR: usize = 8192;
/// Bytes of the source in which a tag is searched for, from the line of its block on.
const BLOCK: usize = 64 * 1024;

/// Bytes of a heading whose tags are in two blocks.
const LONGEST: usize = 1000;

/// The state of anchors in raw HTML.
#[derive(Default)]
pub(super) struct RawAnchors {
    /// Ids and names that the author has written.
    pub(super) names: BTreeSet<String>,
    /// The heading that a block has opened and not closed, and where its text begins.
    pub(super) open: Option<(String, usize)>,
}

impl Writer<'_> {
    /// A piece of raw HTML with every tag in it closed.
    pub(super) fn closed_html(&mut self, html: &str, at: &Range<usize>, is_inline: bool) -> String {
        let source = &self.marked.text;
        let end = source.floor_char_boundary(self.block_end.max(at.end).min(at.end + NEAR));
        let follows = is_inline.then(|| &source[at.end..end.max(at.end)]);
        let closed = raw_html::close_tags(html, follows);
        for what in &closed.as_text {
            self.report_html(Code::P0450, self.place(at.clone()), "what", what);
        }
        for what in &closed.closed {
            self.report_html(Code::P0451, self.place(at.clone()), "what", what);
        }
        closed.html.into_owned()
    }

    /// A block of raw HTML whose headings have the anchors that the Git host makes; none when nothing changes.
    pub(super) fn anchored(&mut self, html: &str, tags: &[StartTag]) -> Option<String> {
        self.end_raw_heading(html);
        let (mut out, mut from) = (String::new(), 0);
        for (at, text) in html_heading::without_id(html, tags) {
            let Some(id) = self.raw_anchor(&text) else { continue };
            out.push_str(&html[from..at]);
            out.push_str(" id=\"");
            escape(&mut out, &id);
            out.push('"');
            from = at;
        }
        (from > 0).then(|| out + &html[from..])
    }

    /// Writes the anchor of a heading whose tags are in two blocks, with Markdown between them, before its end.
    fn end_raw_heading(&mut self, html: &str) {
        let Some((name, start)) = self.raw_anchors.open.take() else { return };
        let inside = self.out.get(start..).filter(|inside| inside.len() <= LONGEST && html_heading::ends(html, &name));
        let text = inside.map(html_heading::plain).filter(|text| !text.is_empty());
        if let Some(id) = text.and_then(|text| self.raw_anchor(&text)) {
            html_heading::push_ids(&mut self.out, &[id]);
        }
    }

    /// The anchor of a heading in raw HTML, unless the author has put one of this name beside it.
    fn raw_anchor(&mut self, text: &str) -> Option<String> {
        let id = self.anchors.of(text);
        if self.raw_anchors.names.contains(&id) {
            return None;
        }
        self.done.anchors.push(id.clone());
        Some(id)
    }

    /// `at` is a range of the file.
    fn report_html(&mut self, code: Code, at: Range<usize>, name: &'static str, value: &str) {
        self.raw_diagnostics += 1;
        if self.raw_diagnostics <= MOST {
            self.done.diagnostics.push(Diagnostic::new(code, self.reading.path).at(at).arg(name, value));
        }
    }

    /// Keeps all elements of the body in it.
    pub(super) fn contain(&mut self) {
        let lines = self.done.body.lines.clone();
        let is_kept = self.reading.html == RawHtml::Keep;
        for (at, finding) in contain(&mut self.done.body).into_iter().take(MOST_SOUGHT) {
            if self.raw_diagnostics >= MOST {
                break;
            }
            match finding {
                Finding::Deep => {
                    let at = self.line(&lines, at);
                    let at = self.reading.offset + at.start..self.reading.offset + at.end;
                    self.done
                        .diagnostics
                        .push(Diagnostic::new(Code::P0453, self.reading.path).at(at).arg("depth", DEEPEST.to_string()));
                }
                Finding::Unclosed(tag) if is_kept => self.fault_of(Code::P0451, &tag, &lines, at),
                Finding::Stray(tag) if is_kept => self.fault_of(Code::P0452, &tag, &lines, at),
                // The sanitiser repairs that, too.
                Finding::Unclosed(_) | Finding::Stray(_) => {}
            }
        }
        if !is_kept {
            self.done.body = sanitise::clean(&self.done.body);
        }
    }

    /// Reports a tag where it stands in the source. One of our own that raw HTML has closed stands nowhere.
    fn fault_of(&mut self, code: Code, tag: &str, lines: &[(u32, u32)], at: usize) {
        let name = &tag[..tag.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(tag.len())];
        let Range { start, .. } = self.line(lines, at);
        let source = &self.source[start..self.source.floor_char_boundary(start + BLOCK)];
        let found = source.match_indices(name).map(|(found, _)| start + found).find(|found| {
            let next = self.source[found + name.len()..].chars().next();
            next.is_none_or(|c| c.is_whitespace() || matches!(c, '>' | '/'))
        });
        if let Some(found) = found {
            let end = self.source[found..].find('>').map_or(found + name.len(), |end| found + end + 1);
            let place = self.reading.offset + found..self.reading.offset + end;
            self.report_html(code, place, "what", &format!("{name}>"));
        }
    }

    /// The line of the source in which the block at an offset of the HTML begins.
    fn line(&self, lines: &[(u32, u32)], at: usize) -> Range<usize> {
        let known = lines.partition_point(|(start, _)| *start as usize <= at);
        let line = known.checked_sub(1).map_or(1, |index| lines[index].1 as usize);
        let text = self.source;
        let before = line.checked_sub(2).and_then(|ends| memchr::memchr_iter(b'\n', text.as_bytes()).nth(ends));
        let start = before.map_or(0, |end| end + 1);
        start..start + text[start..].find('\n').unwrap_or(text.len() - start)
    }
}
