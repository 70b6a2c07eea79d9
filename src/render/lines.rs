//! The lines of a page's source that its elements come from.
//!
//! In: the input of a page with a body. Out: how many elements a browser finds in that body, and the lines of some.
//!
//! What always holds: elements are counted by their start tags. A browser may mend HTML that an author wrote, and then
//! it has more or fewer elements; so the script compares the count before it uses the lines.

use super::{HoleValues, Renderer, body::push};
use crate::{
    model::{Body, Fill, live_start_tags},
    plan::{BodyInput, PageInput},
};
use std::sync::Arc;

/// The elements of a body and the lines that they come from.
#[derive(PartialEq, Eq, Debug)]
pub struct SourceLines {
    /// Elements of the body, as its start tags count them.
    pub count: usize,
    /// The number of an element in the order of the document, from 0, and its line in the file, from 1. Ascending.
    pub lines: Vec<(usize, u32)>,
}

impl Renderer {
    /// The lines of a page; `code` has its coloured blocks. `None` for a page without a body.
    pub fn lines(&self, input: &PageInput, code: &[Arc<str>]) -> Option<SourceLines> {
        let BodyInput { document, hrefs, pictures, .. } = input.content.as_ref()?;
        let lists = &self.lists(input).ok()?;
        Some(lines(&document.body, &HoleValues { hrefs, pictures, code, lists, root: &input.root }))
    }
}

/// The lines of a body, as [`super::render_body`] renders it.
pub fn lines(body: &Body, with: &HoleValues) -> SourceLines {
    let (html, places) = rendered(body, with);
    let tags: Vec<usize> = live_start_tags(&html).iter().map(|tag| tag.at.start).collect();
    let mut lines: Vec<(usize, u32)> = Vec::with_capacity(places.len());
    for (at, line) in places {
        let index = tags.partition_point(|tag| *tag < at);
        // What left nothing on the page, as a comment does, has the place of what comes next.
        if lines.last().is_some_and(|(last, _)| *last == index) {
            lines.pop();
        }
        if index < tags.len() {
            lines.push((index, line));
        }
    }
    SourceLines { count: tags.len(), lines }
}

/// The HTML, and for each known line its offset in it.
fn rendered(body: &Body, with: &HoleValues) -> (String, Vec<(usize, u32)>) {
    let (mut html, mut places) = (String::new(), Vec::with_capacity(body.lines.len()));
    let mut lines = body.lines.iter().map(|(at, line)| (*at as usize, *line)).peekable();
    let mut from = 0;
    let end = body.holes.iter().find(|hole| hole.fill == Fill::End).map_or(body.html.len(), |hole| hole.at);
    for hole in body.holes.iter().filter(|hole| hole.at <= end) {
        while let Some((at, line)) = lines.next_if(|(at, _)| *at <= hole.at) {
            places.push((html.len() + at.saturating_sub(from), line));
        }
        html.push_str(&body.html[from..hole.at]);
        from = hole.at;
        push(&mut html, hole.fill, body, with);
    }
    places.extend(lines.take_while(|(at, _)| *at < end).map(|(at, line)| (html.len() + at.saturating_sub(from), line)));
    html.push_str(&body.html[from..end]);
    (html, places)
}

#[cfg(test)]
mod tests {
    use super::{SourceLines, lines};
    use crate::{
        model::{Href, Lang, RelPath, Url, live_start_tags},
        parse::markdown::{Reading, write},
        render::{HoleValues, render_body},
    };
    use std::collections::BTreeMap;

    /// The start tags that have a line, each with it, and how many tags there are.
    fn check(text: &str, expect: &[&str], count: usize) {
        let (path, lang) = (RelPath::new("a.md").expect("a path"), Lang::new("en").expect("a tag"));
        let written = write(text, &Reading::new(&path, &lang));
        let hrefs = vec![Href::Raw(Url::new("https://example.org/<x>")); written.links.len()];
        let code = vec!["<span>x</span>".into(); written.code.len()];
        let with = HoleValues { hrefs: &hrefs, pictures: &BTreeMap::new(), code: &code, lists: &[], root: "" };
        let html = render_body(&written.body, &with).html;
        let tags = live_start_tags(&html);
        let SourceLines { count: found, lines } = lines(&written.body, &with);
        let shown: Vec<String> = lines.iter().map(|(index, line)| format!("{line} {}", tags[*index].name)).collect();
        assert_eq!((shown.iter().map(String::as_str).collect::<Vec<_>>(), found), (expect.to_vec(), count), "{html}");
    }

    #[test]
    fn blocks_know_their_lines() {
        check("# A\n\nText *b*\nmore.\n\n## C\n", &["1 h2", "3 p", "6 h3"], 6);
        check("- a\n- [ ] b\n\n  c\n", &["1 ul", "1 li", "1 p", "2 li", "2 p", "4 p"], 7);
        check("> a\n>\n> b\n\n---\n", &["1 blockquote", "1 p", "3 p", "5 hr"], 4);
        check("```rust\nx\n```\nend\n", &["1 figure", "4 p"], 6);
        check("|a|\n|-|\n|b|\n|c|\n", &["1 div", "3 tr", "4 tr"], 10);
        check("![x](a.png \"T\")\n\n[v](v.mp4)\n", &["1 figure", "3 figure"], 7);
        check("a[^n]\n\n[^n]: note\n\n    more\n\nb\n", &["1 p", "7 p", "3 p", "5 p"], 10);
    }

    #[test]
    fn html_by_hand_is_counted_as_browsers_do() {
        check("<!-- <p> -->\n\na\n", &["3 p"], 1);
        check("<div title=\"a > <b>\">\n\na <b>b</b>\n\n</div>\n", &["1 div", "3 p"], 3);
    }

    #[test]
    fn tabs_stand_where_their_items_do() {
        check("<!-- tabs -->\n- one\n\n  text\n- two\n", &["2 div", "2 section", "2 p", "4 p", "5 section", "5 p"], 9);
    }
}
