//! Closes the tags and comments of raw HTML in each piece.
//!
//! In: one piece of raw HTML, as the parser of Markdown found it. Out: the same, every tag and comment in it closed in
//! it: what is not is written as text, as GitHub's tag filter does. Behind an open `<script>`, `<textarea>` or `<!--` a
//! browser reads no markup: the rest of the page would be gone.
//!
//! Deliberately not here: which elements are open (`contain`).

use super::html::{RAW_TEXT, comment_end, end_of_raw_text, end_of_tag};
use std::borrow::Cow;

/// Elements with invisible content: one without an end tag is closed at once.
const UNSEEN: [&str; 3] = ["iframe", "noembed", "noframes"];

/// A piece of raw HTML, and what was wrong with it.
pub struct ClosedHtml<'h> {
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
            at = match text.as_bytes().get(open + 1) {
                Some(b'!') if text[open..].starts_with("<!--") => {
                    let known = self.endless.iter().any(|name| name == "!--");
                    match if known { None } else { comment_end(text, open + 1) } {
                        Some(end) => end,
                        None => {
                            self.endless.push("!--".into());
                            self.as_text(html, open, open + "<!--".len())
                        }
                    }
                }
                // In SVG it would hold everything up to `]]>`.
                Some(b'!') if text[open..].starts_with("<![CDATA[") => {
                    self.as_text(html, open, open + "<![CDATA[".len())
                }
                _ if self.open_tags > MOST_OPEN => self.as_text(html, open, open + 1),
                Some(b'!' | b'?') => self.up_to_angle(html, open, end),
                Some(b'/') => match text.as_bytes().get(open + 2) {
                    Some(letter) if letter.is_ascii_alphabetic() => match end_of_tag(text, open + 2) {
                        Some((name, _, end)) => {
                            if matches!(&*name.to_ascii_lowercase(), "svg" | "math") {
                                self.foreign = self.foreign.saturating_sub(1);
                            }
                            end
                        }
                        None => {
                            self.open_tags += 1;
                            self.as_text(html, open, open + "</".len())
                        }
                    },
                    _ => self.up_to_angle(html, open, end),
                },
                Some(letter) if letter.is_ascii_alphabetic() => match end_of_tag(text, open + 1) {
                    Some((name, closes, tag_end)) => self.tag(html, open, name, closes, tag_end..end, follows),
                    None => {
                        self.open_tags += 1;
                        self.as_text(html, open, end)
                    }
                },
                // Where a tag behind it is left out, it would begin another one.
                _ => {
                    self.insert(html, open, "&lt;", 1);
                    open + 1
                }
            };
        }
    }

    /// A declaration or an instruction is a comment up to the first `>`.
    fn up_to_angle(&mut self, html: &str, open: usize, end: usize) -> usize {
        match memchr::memchr(b'>', &html.as_bytes()[open..end]) {
            Some(found) => open + found + 1,
            None => {
                self.open_tags += 1;
                self.as_text(html, open, open + 2)
            }
        }
    }

    /// A start tag; `rest` is what follows it in the piece. Where to go on.
    fn tag(
        &mut self,
        html: &str,
        open: usize,
        name: &str,
        closes: bool,
        rest: std::ops::Range<usize>,
        follows: Option<&str>,
    ) -> usize {
        let name = name.to_ascii_lowercase();
        if matches!(&*name, "svg" | "math") && !closes {
            self.foreign += 1;
        }
        let is_noscript = name == "noscript";
        if name == "plaintext" {
            return self.as_text(html, open, rest.start);
        }
        if !is_noscript && !RAW_TEXT.contains(&&*name) {
            return rest.start;
        }
        if closes {
            if self.foreign == 0 {
                self.insert(html, rest.start, &format!("</{name}>"), 0);
            }
            return rest.start;
        }
        let found = match self.endless.contains(&name) {
            true => None,
            false => end_of_raw_text(&html[..rest.end], rest.start, &name),
        };
        if let Some((inner, end)) = found {
            let content = &html[rest.start..inner];
            // Without scripts a browser reads what is in it as markup.
            if is_noscript {
                let before = std::mem::take(&mut self.endless);
                self.piece(html, rest.start, inner, None);
                self.endless = before;
                return end;
            }
            if self.foreign == 0 || !content.contains('<') {
                return end;
            }
            return self.as_text(html, open, rest.start);
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
            return rest.start;
        }
        if follows.is_none() && UNSEEN.contains(&&*name) {
            self.insert(html, rest.start, &format!("</{name}>"), 0);
            self.closed.push(html[open..rest.start].to_owned());
            return rest.start;
        }
        self.as_text(html, open, rest.start)
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
