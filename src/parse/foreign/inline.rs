//! The text of a line: tags, marks and lists of attributes in it. Code and formulas are copied as they are.

use super::{elements::ElementText, reader::ContainerReader, tags::ForeignTag};
use crate::model::{Syntax, escaped};
use std::ops::Range;

/// Most bytes of a mark or of a list of attributes.
const LONGEST: usize = 300;

/// Something in a text.
enum InlinePart<'s> {
    /// It is copied.
    Copied(Range<usize>),
    /// A text stands in its place.
    Replaced(Range<usize>, String),
    Tag(ForeignTag<'s>),
}

impl<'s> ContainerReader<'s, '_> {
    /// A line that is no container: its beginning is copied, its text is read.
    pub(super) fn inline(&mut self, content: usize) -> usize {
        self.begin_line(content);
        self.out.copy(self.rest()..content);
        self.text(content)
    }

    /// Reads a text up to the end of its line. Returns where to go on.
    pub(super) fn text(&mut self, mut at: usize) -> usize {
        while let Some(part) = self.next_part(at) {
            let range = match &part {
                InlinePart::Copied(range) | InlinePart::Replaced(range, _) => range.clone(),
                InlinePart::Tag(tag) => tag.at.clone(),
            };
            self.out.copy(at..range.start);
            at = range.end;
            if at > self.line.end {
                self.line.end = self.line_end(at);
            }
            match part {
                InlinePart::Copied(range) => self.out.copy(range),
                InlinePart::Replaced(range, text) => self.out.put(&text, range.start),
                InlinePart::Tag(tag) if let Some((inside, stays)) = self.unread(&tag) => {
                    if Self::is_missed(&tag) {
                        self.report_unknown(&tag);
                    }
                    at = inside.end;
                    self.line.end = self.line_end(at).max(self.line.end);
                    let end = inside.start + self.source[inside.clone()].rfind('{').unwrap_or(0);
                    self.out.copy(inside.start..if stays { end } else { inside.start });
                }
                InlinePart::Tag(tag) => match self.element(&tag) {
                    ElementText::Text(text) => self.out.put(&text, tag.at.start),
                    ElementText::Closed if self.source[at..self.line.end].trim().is_empty() => return self.line.end,
                    ElementText::Closed => {
                        self.put_prefix(at);
                    }
                },
            }
        }
        self.out.copy(at..self.line.end);
        self.line.end
    }

    /// The next place in the line at which something begins.
    fn next_part(&mut self, from: usize) -> Option<InlinePart<'s>> {
        let bytes = self.source.as_bytes();
        let mut at = from;
        while at < self.line.end {
            match bytes[at] {
                b'\\' => match self.bracketed_formula(at) {
                    Some((range, text)) => return Some(InlinePart::Replaced(range, text)),
                    None => at += 1,
                },
                b'`' => return Some(InlinePart::Copied(at..self.code_end(at))),
                b'$' => {
                    let end = self.formula_end(at);
                    let formula = self.kramdown_formula(at..end);
                    return Some(
                        formula.map_or(InlinePart::Copied(at..end), |text| InlinePart::Replaced(at..end, text)),
                    );
                }
                b'{' | b'<' => {
                    if let Some(part) = self.braced(at) {
                        return Some(part);
                    }
                }
                b'=' | b'+' | b'^' | b'~' | b':' if self.has(Syntax::Marks) => {
                    if let Some((range, text)) = self.marked(at) {
                        return Some(InlinePart::Replaced(range, text));
                    }
                }
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// Where the code ends that begins with backticks, or where the backticks end if it does not.
    fn code_end(&mut self, at: usize) -> usize {
        let source = self.source;
        let run = |from: usize| source[from..].bytes().take_while(|byte| *byte == b'`').count();
        let length = run(at);
        let paragraph = self.paragraph_end(at);
        let mut next = at + length;
        while let Some(found) = memchr::memchr(b'`', &self.source.as_bytes()[next..paragraph.max(next)]) {
            let start = next + found;
            let found = run(start);
            if found == length {
                return start + found;
            }
            next = start + found;
        }
        at + length
    }

    /// Where the formula ends that begins with dollar signs, or where the signs end if it does not.
    fn formula_end(&mut self, at: usize) -> usize {
        let sign = if self.source[at..].starts_with("$$") { "$$" } else { "$" };
        let end = self.paragraph_end(at).max(at + sign.len());
        let inside = &self.source[at + sign.len()..end];
        let end =
            inside.find(sign).filter(|end| sign.len() == 2 || *end > 0 && !inside.starts_with(char::is_whitespace));
        at + end.map_or(sign.len(), |end| end + 2 * sign.len())
    }

    /// `\(x\)` and `\[x\]` as the formulas of the Git host.
    fn bracketed_formula(&mut self, at: usize) -> Option<(Range<usize>, String)> {
        if !self.has(Syntax::Formulas) {
            return None;
        }
        let paragraph = self.paragraph_end(at);
        let text = &self.source[at..paragraph.max(at)];
        let pairs = [("\\\\(", "\\\\)", "$"), ("\\\\[", "\\\\]", "$$"), ("\\(", "\\)", "$"), ("\\[", "\\]", "$$")];
        let (start, end, sign) = pairs.into_iter().find(|(start, ..)| text.starts_with(start))?;
        let inside = &text[start.len()..];
        let inside = &inside[..inside.find(end)?];
        let range = at..at + inside.len() + start.len() + end.len();
        Some((range, format!("{sign}{}{sign}", inside.trim())))
    }

    /// Where the paragraph ends that an offset stands in: code and formulas may go on in its next lines.
    fn paragraph_end(&mut self, at: usize) -> usize {
        if !self.paragraph.contains(&at) {
            let end = memchr::memmem::find(&self.source.as_bytes()[at..], b"\n\n");
            self.paragraph = at..end.map_or(self.source.len(), |end| at + end);
        }
        self.paragraph.end
    }

    fn braced(&self, at: usize) -> Option<InlinePart<'s>> {
        let rest = &self.source[at..];
        if let Some(tag) = self.tag_at(at) {
            return Some(InlinePart::Tag(tag));
        }
        if rest.starts_with('<') {
            return self.plain_tag(at).map(|(text, range)| InlinePart::Replaced(range, text));
        }
        if self.has(Syntax::Components) {
            if rest.starts_with("{/*") {
                let end = memchr::memmem::find(rest.as_bytes(), b"*/}").map_or(rest.len(), |end| end + "*/}".len());
                return Some(InlinePart::Replaced(at..at + end, String::new()));
            }
            let literal = [("{'", "'}"), ("{\"", "\"}"), ("{`", "`}")].into_iter().find_map(|(start, end)| {
                let inside = rest.strip_prefix(start)?;
                let inside = &inside[..inside[..inside.floor_char_boundary(LONGEST)].find(end)?];
                Some((at..at + start.len() + inside.len() + end.len(), inside.to_owned()))
            });
            if let Some((range, text)) = literal {
                return Some(InlinePart::Replaced(range, text));
            }
        }
        if let Some((range, text)) = self.extension(at) {
            return Some(InlinePart::Replaced(range, text));
        }
        let end = self.attributes_end(at)?;
        Some(InlinePart::Replaced(at..end, String::new()))
    }

    /// `{ .class }`, `{: #id }`, `{ width=300 }` behind a text: nothing is made of it. A heading keeps its own.
    fn attributes_end(&self, at: usize) -> Option<usize> {
        if !self.has(Syntax::Attributes) {
            return None;
        }
        let rest = &self.source[at + 1..self.line.end];
        let inside = &rest[..rest[..rest.floor_char_boundary(LONGEST)].find('}')?];
        let words = inside.strip_prefix(':').unwrap_or(inside).trim();
        let is_attribute =
            |word: &str| word.starts_with(['.', '#']) && word.len() > 1 || word.contains('=') && !word.starts_with('=');
        // Values in quotes may hold blanks.
        let first = words.split_whitespace().next()?;
        let is_heading = self.source[self.content()..].starts_with('#') && words.contains('#');
        (is_attribute(first) && !is_heading).then_some(at + inside.len() + 2)
    }

    /// `==a==`, `++a+b++`, `^^a^^`, `^a^`, `~a~`, `:material-name:`
    fn marked(&self, at: usize) -> Option<(Range<usize>, String)> {
        let rest = &self.source[at..self.line.end];
        let rest = &rest[..rest.floor_char_boundary(LONGEST)];
        if let Some(inside) = rest.strip_prefix(':') {
            let name = &inside[..inside.find(':')?];
            let is_icon = ["material-", "fontawesome-", "octicons-", "simple-"].iter().any(|set| name.starts_with(set));
            let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            if !is_icon || !is_name {
                return None;
            }
            let end = at + name.len() + 2;
            let attributes = self.source[end..].starts_with('{').then(|| self.attributes_end(end)).flatten();
            return Some((at..attributes.unwrap_or(end), String::new()));
        }
        let (sign, tag) = [("==", "mark"), ("++", "kbd"), ("^^", "ins"), ("^", "sup"), ("~", "sub")]
            .into_iter()
            .find(|(sign, _)| rest.starts_with(sign))?;
        let inside = &rest[sign.len()..];
        let is_alone = !self.source[..at].ends_with(&sign[..1]) && !inside.starts_with(&sign[..1]);
        let inside = &inside[..inside.find(sign)?];
        let is_short = sign.len() > 1 || inside.chars().all(|c| c.is_alphanumeric() || "+-.,()".contains(c));
        let is_text = !inside.is_empty() && !inside.starts_with(' ') && !inside.ends_with(' ') && is_short;
        let range = at..at + inside.len() + 2 * sign.len();
        let is_alone = is_alone && !self.source[range.end..self.line.end.max(range.end)].starts_with(&sign[..1]);
        if !is_alone || !is_text {
            return None;
        }
        if tag != "kbd" {
            return Some((range, format!("<{tag}>{inside}</{tag}>")));
        }
        let keys = inside.split('+').map(|key| format!("<kbd>{}</kbd>", escaped(key.trim_matches('"'))));
        let is_key = |key: &str| {
            key.starts_with('"')
                || !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        };
        inside.split('+').all(is_key).then(|| (range, keys.collect::<Vec<_>>().join("+")))
    }
}
