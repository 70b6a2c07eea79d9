//! Closes the tags and comments of raw HTML in each piece.
//!
//! In: one piece of raw HTML, as the parser of Markdown found it. Out: the same, every tag and comment in it closed in
//! it: what is not is written as text, as GitHub's tag filter does. Behind an open `<script>`, `<textarea>` or `<!--` a
//! browser reads no markup: the rest of the page would be gone.
//!
//! Deliberately not here: which elements are open (`contain`).

use crate::model::{Markup, RAW_TEXT, StartTag, end_of_raw_text, read_markup};
use std::{borrow::Cow, ops::Range};

/// Elements with invisible content: one without an end tag is closed at once.
const UNSEEN: [&str; 3] = ["iframe", "noembed", "noframes"];

/// A piece of raw HTML, and what was wrong with it.
pub struct ClosedHtml<'h> {
    /// The piece; the original where nothing was wrong.
    pub html: Cow<'h, str>,
    /// Beginnings of what is written as text: `<script setup>`, `<!--`.
    pub as_text: Vec<String>,
    /// Tags that were closed at once.
    pub closed: Vec<String>,
}

/// Closes the tags of a piece. `follows` are the rest of a paragraph behind a tag in it, where its end tag may stand; a block
/// has none.
pub fn close_tags<'h>(html: &'h str, follows: Option<&str>) -> ClosedHtml<'h> {
    let mut writer = PieceWriter {
        out: String::new(),
        from: 0,
        as_text: Vec::new(),
        closed: Vec::new(),
        foreign: 0,
        endless: Vec::new(),
        open_tags: 0,
    };
    writer.piece(html, 0, html.len(), follows);
    let PieceWriter { mut out, from, as_text, closed, .. } = writer;
    let html = if out.is_empty() {
        Cow::Borrowed(html)
    } else {
        out.push_str(&html[from..]);
        Cow::Owned(out)
    };
    ClosedHtml { html, as_text, closed }
}

/// Writes one piece of raw HTML with all tags closed.
struct PieceWriter {
    /// Empty as long as nothing has changed.
    out: String,
    from: usize,
    as_text: Vec<String>,
    closed: Vec<String>,
    /// How many `<svg>` and `<math>` are open: scripts and styles in them are read as markup.
    foreign: usize,
    /// What has no end in the rest of the piece; it is looked for once.
    endless: Vec<String>,
    /// Tags without an end so far.
    open_tags: usize,
}

/// Tags without an end up to which each is looked at: each takes the reading of the rest of the piece.
const MOST_OPEN: usize = 20;

impl PieceWriter {
    fn insert(&mut self, html: &str, at: usize, text: &str, skip: usize) {
        self.out.push_str(&html[self.from..at]);
        self.out.push_str(text);
        self.from = at + skip;
    }

    /// Writes the `<` at `at` as text.
    fn as_text(&mut self, html: &str, at: usize, end: usize) -> usize {
        self.insert(html, at, "&lt;", 1);
        let shown: String = html[at..end].chars().take(40).collect();
        self.as_text.push(shown.split('\n').next().unwrap_or_default().to_owned());
        at + 1
    }

    /// Looks at `html[at..end]`.
    fn piece(&mut self, html: &str, mut at: usize, end: usize, follows: Option<&str>) {
        while let Some(open) = memchr::memchr(b'<', &html.as_bytes()[at..end]).map(|found| at + found) {
            let text = &html[..end];
            let is_comment = text[open..].starts_with("<!--");
            at = if is_comment && self.endless.iter().any(|name| name == "!--") {
                self.as_text(html, open, open + "<!--".len())
            } else if text[open..].starts_with("<![CDATA[") {
                // In SVG it would hold everything up to `]]>`.
                self.as_text(html, open, open + "<![CDATA[".len())
            } else if self.open_tags > MOST_OPEN && !is_comment {
                self.as_text(html, open, open + 1)
            } else {
                match read_markup(text, open) {
                    // Where a tag behind it is left out, it would begin another one.
                    (Markup::Text, _) => {
                        self.insert(html, open, "&lt;", 1);
                        open + 1
                    }
                    (Markup::Comment, None) if is_comment => {
                        self.endless.push("!--".into());
                        self.as_text(html, open, open + "<!--".len())
                    }
                    (markup, None) => {
                        self.open_tags += 1;
                        self.as_text(html, open, if matches!(markup, Markup::Start(_)) { end } else { open + 2 })
                    }
                    (Markup::Comment, Some(comment_end)) => comment_end,
                    (Markup::End(name), Some(tag_end)) => {
                        if matches!(&*name.to_ascii_lowercase(), "svg" | "math") {
                            self.foreign = self.foreign.saturating_sub(1);
                        }
                        tag_end
                    }
                    (Markup::Start(tag), Some(_)) => self.tag(html, &tag, end, follows),
                }
            };
        }
    }

    /// A start tag in a piece that ends at `piece_end`. Where to go on.
    fn tag(&mut self, html: &str, tag: &StartTag, piece_end: usize, follows: Option<&str>) -> usize {
        let StartTag { at: Range { start: open, end: inside }, closes, .. } = *tag;
        let name = tag.name.to_ascii_lowercase();
        if matches!(&*name, "svg" | "math") && !closes {
            self.foreign += 1;
        }
        let is_noscript = name == "noscript";
        if name == "plaintext" {
            return self.as_text(html, open, inside);
        }
        if !is_noscript && !RAW_TEXT.contains(&&*name) {
            return inside;
        }
        if closes {
            if self.foreign == 0 {
                self.insert(html, inside, &format!("</{name}>"), 0);
            }
            return inside;
        }
        let found = match self.endless.contains(&name) {
            true => None,
            false => end_of_raw_text(&html[..piece_end], inside, &name),
        };
        if let Some((inner, end)) = found {
            let content = &html[inside..inner];
            // Without scripts a browser reads what is in it as markup.
            if is_noscript {
                let before = std::mem::take(&mut self.endless);
                self.piece(html, inside, inner, None);
                self.endless = before;
                return end;
            }
            if self.foreign == 0 || !content.contains('<') {
                return end;
            }
            return self.as_text(html, open, inside);
        }
        self.endless.push(name.clone());
        // Plain text up to the end tag, so that it means the same in SVG, and Markdown changes nothing of it.
        let is_closed_behind = follows.is_some_and(|follows| {
            let end = end_of_raw_text(follows, 0, &name);
            let is_plain_tag = |end: usize, behind: usize| follows[end..behind - 1].trim_end().len() == name.len() + 2;
            end.is_some_and(|(end, behind)| {
                is_plain_tag(end, behind)
                    && !follows[..end].contains(['<', '\\', '`', '&', '[', '*', '_', '~', '$', '\n'])
            })
        });
        if is_closed_behind && !is_noscript {
            return inside;
        }
        if follows.is_none() && UNSEEN.contains(&&*name) {
            self.insert(html, inside, &format!("</{name}>"), 0);
            self.closed.push(html[open..inside].to_owned());
            return inside;
        }
        self.as_text(html, open, inside)
    }
}

#[cfg(test)]
mod tests {
    use super::close_tags;

    #[test]
    fn what_is_not_closed_is_text() {
        for (html, follows, expect) in [
            ("<script setup>", Some(" 写"), "&lt;script setup>"),
            ("<script>", Some(" x </script> y"), "<script>"),
            ("<script>", Some(" a < b </script> y"), "&lt;script>"),
            ("<script>a</script>", None, "<script>a</script>"),
            ("<script><!--<script></script>", None, "&lt;script>&lt;!--&lt;script></script>"),
            ("<style>\na", None, "&lt;style>\na"),
            ("<STYLE>a</style >", None, "<STYLE>a</style >"),
            ("<textarea>a</textareas>", None, "&lt;textarea>a</textareas>"),
            ("<plaintext>a</plaintext>", None, "&lt;plaintext>a</plaintext>"),
            ("<iframe src=x>\n", None, "<iframe src=x></iframe>\n"),
            ("<iframe>", Some(" x"), "&lt;iframe>"),
            ("<script src=x/>", None, "&lt;script src=x/>"),
            ("<script src='x'/>", None, "<script src='x'/></script>"),
            ("<!-- a", None, "&lt;!-- a"),
            ("<!-->a<!--->b<!-- --!>c<!---->", None, "<!-->a<!--->b<!-- --!>c<!---->"),
            ("<![CDATA[ a ]]>", None, "&lt;![CDATA[ a ]]>"),
            ("<!x a", None, "&lt;!x a"),
            ("<?x a?>b</>", None, "<?x a?>b</>"),
            ("a < b <</i>c", None, "a &lt; b &lt;</i>c"),
            ("<a b='c>", None, "&lt;a b='c>"),
            ("<a b='>'>", None, "<a b='>'>"),
            ("</a b='", None, "&lt;/a b='"),
            ("<noscript><b></noscript>", None, "<noscript><b></noscript>"),
            ("<noscript><!--</noscript>-->", None, "<noscript>&lt;!--</noscript>-->"),
            ("<noscript><a b='</noscript>'>", None, "<noscript>&lt;a b='</noscript>'>"),
            ("<svg><style>a</style><title>b</title></svg>", None, "<svg><style>a</style><title>b</title></svg>"),
            ("<svg><style><b></style></svg>", None, "<svg>&lt;style><b></style></svg>"),
        ] {
            assert_eq!(close_tags(html, follows).html, expect, "{html}");
        }
    }
}
