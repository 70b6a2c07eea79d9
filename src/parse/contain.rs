//! Keeps raw HTML within the text that it stands in.
//!
//! In: a written body, its own tags and those of raw HTML, each of them whole ([`super::raw_html`] sees to that). Out: the
//! same, so that every element ends in the body, and in the part that it begins in; and what was wrong.
//!
//! The rules: an element that is still open where the element around it ends is closed there. One that raw HTML opens in
//! a paragraph, an item, a cell or a heading ends with it at the latest; one that a block of raw HTML opens, and nothing
//! ends, ends with that block. An end tag of Markdown ends the element of Markdown, and one of raw HTML that of raw HTML.
//! An end tag without an element is left out. So are tags of the page's frame (`<body>`, `<base>` ...) and those that are nested too deeply.
//! A tag like `<a id="x"/>` is an empty element, as its author means it.
//!
//! Deliberately not here: what a tag may do (`sanitise`).

mod edit;

use self::edit::{Edit, apply};
use super::html::{RAW_TEXT, Token, tokens};
use crate::model::{Body, Fill, Hole};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// Elements that may be open at once. Browsers stop at 512; parsers take time in proportion to its square.
pub const DEEPEST: usize = 200;

/// What was wrong, with the tag in question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    Unclosed(String),
    Stray(String),
    Deep,
}

const VOID: &str = "area basefont bgsound br col embed frame hr image img input keygen link meta param source spacer \
    track wbr isindex";

/// Elements of the page's frame: a tag in a body changes the page's own, or where all its links lead.
const FRAME: &str = "html head body frameset base";

/// Elements whose end tag a browser adds where the element around them ends.
const OPTIONAL: &str = "p li dt dd option optgroup rb rt rtc rp tr td th tbody thead tfoot caption colgroup";

/// Elements that those of [`OPTIONAL`] stand in.
const PARENTS: &str = "ul ol menu dl table thead tbody tfoot tr select ruby div section article aside main nav header \
    footer figure details blockquote center fieldset";

const TABLE: &str = "table thead tbody tfoot tr td th caption colgroup";

/// Elements that end the cell or the caption that they begin in, with all that is open there.
const TABLE_PARTS: &str = "thead tbody tfoot tr td th caption colgroup col";

/// Elements that an end tag of another name inside of them cannot end what is around.
const BARRIERS: &str = "td th caption table template object applet marquee select";

/// Elements that an item of a list cannot end: those that are special in HTML, without `address`, `div` and `p`.
const SPECIAL: &str = "applet article aside blockquote button caption center colgroup dd details dir dl dt fieldset \
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup li main marquee menu nav object ol pre \
    section select summary table tbody td template th tr ul";

/// Elements that end an SVG or a formula where they begin in one.
const BREAKS_OUT: &str = "b big blockquote body br center code dd div dl dt em embed font h1 h2 h3 h4 h5 h6 head hr i img li \
    listing menu meta nobr ol p pre ruby s small span strike strong sub sup table tt u ul var frameset \
    base";

fn is_one_of(names: &str, name: &str) -> bool {
    names.split_ascii_whitespace().any(|one| one == name)
}

struct Open<'h> {
    /// In lower case.
    name: String,
    tag: &'h str,
    at: usize,
    /// Whether it is an element of SVG or MathML, where `<x/>` is a whole element.
    foreign: bool,
    /// Whether its tag is raw HTML, not one that Markdown stands for.
    raw: bool,
}

/// A piece of raw HTML.
struct Piece {
    at: Range<usize>,
    is_inline: bool,
}

struct Walk<'h> {
    stack: Vec<Open<'h>>,
    /// How many elements of a name are open.
    open: BTreeMap<String, usize>,
    /// Names of elements that ended with their part: their end tags are no faults.
    cut: BTreeSet<String>,
    edits: Vec<Edit>,
    findings: Vec<(usize, Finding)>,
    /// How many elements of a name were left out because they are nested too deeply, and are not ended yet.
    deep: BTreeMap<String, usize>,
    /// The piece of raw HTML that was read last, until what is behind it is read.
    piece: Option<Piece>,
    /// Where the last end tag of a name stands in raw HTML.
    last_ends: BTreeMap<String, usize>,
}

/// Closes what is open and leaves out what ends nothing. The findings are at offsets of the HTML as it was.
pub fn contain(body: &mut Body) -> Vec<(usize, Finding)> {
    let html = std::mem::take(&mut body.html);
    let tokens = tokens(&html);
    let mut walk = Walk {
        stack: Vec::new(),
        open: BTreeMap::new(),
        cut: BTreeSet::new(),
        edits: Vec::new(),
        findings: Vec::new(),
        deep: BTreeMap::new(),
        piece: None,
        last_ends: last_ends(&tokens, &body.holes),
    };
    // Where parts and raw HTML begin and end, with the number of the hole.
    let is_mark = |(_, hole): &(usize, &Hole)| matches!(hole.fill, Fill::Open(_) | Fill::Close(_) | Fill::Raw { .. });
    let mut marks = body.holes.iter().enumerate().filter(is_mark).peekable();
    let mut parts: Vec<usize> = Vec::new();
    let mut pass = |walk: &mut Walk, at: usize| {
        while let Some((index, hole)) = marks.next_if(|(_, hole)| hole.at <= at) {
            walk.end_piece(hole.at, &body.holes);
            match hole.fill {
                Fill::Open(_) => parts.push(walk.stack.len()),
                Fill::Raw { len, is_inline } => {
                    walk.piece = Some(Piece { at: hole.at..hole.at + len, is_inline });
                }
                _ => {
                    let base = parts.pop().unwrap_or_default();
                    walk.cut_down_to(base, hole.at, index);
                }
            }
        }
        walk.end_piece(at, &body.holes);
    };
    let mut holes = 0;
    for (at, token) in tokens {
        pass(&mut walk, at.start);
        holes += body.holes[holes..].iter().take_while(|hole| hole.at <= at.start).count();
        match token {
            Token::Start { name, closes } => walk.start(name, &html[at.clone()], at.start, holes, closes),
            Token::End { name } => walk.end(name, &html[at.clone()], at.start, holes),
            Token::Raw { name } => walk.end_before(name, at.start, holes),
            Token::Open => walk.edit(at.start, holes, 1, "&lt;".into()),
        }
    }
    pass(&mut walk, html.len());
    walk.close_above(0, html.len(), body.holes.len(), true);
    let Walk { edits, mut findings, .. } = walk;
    if edits.is_empty() {
        body.html = html;
    } else {
        apply(body, &html, &edits);
    }
    body.holes.retain(|hole| !matches!(hole.fill, Fill::Raw { .. }));
    findings.sort_by_key(|(at, _)| *at);
    // What is nested so deeply is rarely closed either.
    let deep = findings.iter().find(|(_, finding)| *finding == Finding::Deep).cloned();
    deep.map_or(findings, |deep| vec![deep])
}

/// Where the last end tag of each name stands in raw HTML.
fn last_ends(tokens: &[(Range<usize>, Token)], holes: &[Hole]) -> BTreeMap<String, usize> {
    let mut pieces = holes.iter().filter_map(|hole| match hole.fill {
        Fill::Raw { len, .. } => Some(hole.at..hole.at + len),
        _ => None,
    });
    let mut piece = pieces.next();
    let mut ends = BTreeMap::new();
    for (at, token) in tokens {
        while piece.as_ref().is_some_and(|piece| piece.end <= at.start) {
            piece = pieces.next();
        }
        if let Token::End { name } = token
            && piece.as_ref().is_some_and(|piece| piece.contains(&at.start))
        {
            ends.insert(name.to_ascii_lowercase(), at.start);
        }
    }
    ends
}

impl<'h> Walk<'h> {
    /// Whether what is read is raw HTML.
    fn is_raw(&self, at: usize) -> bool {
        self.piece.as_ref().is_some_and(|piece| piece.at.contains(&at))
    }

    /// Where a block of raw HTML ends before `at`, closes what it has opened and nothing ends.
    fn end_piece(&mut self, at: usize, holes: &[Hole]) {
        let Some(Piece { at, is_inline }) = self.piece.take_if(|piece| piece.at.end <= at) else { return };
        if is_inline {
            return;
        }
        let mut base = None;
        for (index, open) in self.stack.iter().enumerate().rev().take_while(|(_, open)| open.at >= at.start) {
            if is_one_of(OPTIONAL, &open.name) {
                continue;
            }
            if self.last_ends.get(&open.name).is_some_and(|last| *last >= at.end) {
                break;
            }
            base = Some(index);
        }
        if let Some(base) = base {
            let before = holes.partition_point(|hole| hole.at < at.end);
            self.close_above(base, at.end, before, false);
        }
    }

    fn edit(&mut self, at: usize, holes: usize, remove: usize, insert: String) {
        self.edits.push(Edit { at, holes, remove, insert });
    }

    fn start(&mut self, written: &str, tag: &'h str, at: usize, holes: usize, closes: bool) {
        let name = written.to_ascii_lowercase();
        if is_one_of(FRAME, &name) {
            return self.edit(at, holes, tag.len(), String::new());
        }
        self.end_before(&name, at, holes);
        let parent = self.stack.last().is_some_and(|open| open.foreign);
        let foreign = match &*name {
            "svg" | "math" => true,
            "foreignobject" | "desc" | "annotation-xml" => false,
            _ => parent,
        };
        if is_one_of(VOID, &name) || (foreign && closes) {
            return;
        }
        if closes {
            return self.edit(at + tag.len(), holes, 0, format!("</{name}>"));
        }
        if self.stack.len() >= DEEPEST {
            if self.deep.is_empty() {
                self.findings.push((at, Finding::Deep));
            }
            *self.deep.entry(name).or_default() += 1;
            return self.edit(at, holes, tag.len(), String::new());
        }
        *self.open.entry(name.clone()).or_default() += 1;
        let raw = self.is_raw(at);
        self.stack.push(Open { name, tag, at, foreign, raw });
    }

    fn end(&mut self, written: &str, tag: &'h str, at: usize, holes: usize) {
        let name = written.to_ascii_lowercase();
        if is_one_of(VOID, &name) {
            // In SVG this one would end it.
            if self.stack.last().is_some_and(|open| open.foreign) {
                self.edit(at, holes, tag.len(), String::new());
            }
            return;
        }
        if let Some(count) = self.deep.get_mut(&name).filter(|count| **count > 0) {
            *count -= 1;
            return self.edit(at, holes, tag.len(), String::new());
        }
        let raw = self.is_raw(at);
        let found = match raw {
            true => self.index(&name),
            false => self.stack.iter().rposition(|open| !open.raw && open.name == name),
        };
        let Some(index) = found else {
            let is_fault = raw && !is_one_of(FRAME, &name) && !is_one_of(OPTIONAL, &name) && !self.cut.contains(&name);
            if is_fault {
                self.findings.push((at, Finding::Stray(tag.to_owned())));
            }
            return self.edit(at, holes, tag.len(), String::new());
        };
        // A second `<p>` has ended the first one: one end tag is enough.
        self.close_above(index + 1, at, holes, name == "p" || is_one_of(PARENTS, &name));
        self.pop();
    }

    /// Ends what a browser ends when an element of this name begins, with all that is open in it.
    fn end_before(&mut self, name: &str, at: usize, holes: usize) {
        let found = match name {
            "table" => self.table(),
            "button" => self.index("button"),
            "li" => self.item(&["li"]),
            "dd" | "dt" => self.item(&["dd", "dt"]),
            part if is_one_of(TABLE_PARTS, part) => self.cell(),
            _ => None,
        };
        let in_select = || self.open.get("select").is_some_and(|count| *count > 0);
        let ends_select =
            matches!(name, "select" | "input" | "keygen") || (RAW_TEXT.contains(&name) && name != "script");
        let select = if ends_select && in_select() { self.index("select") } else { None };
        let foreign = is_one_of(BREAKS_OUT, name).then(|| {
            let outside = self.stack.iter().rposition(|open| !open.foreign);
            outside.map_or(0, |last| last + 1)
        });
        let foreign = foreign.filter(|from| *from < self.stack.len());
        if let Some(base) = [found, select, foreign].into_iter().flatten().min() {
            let in_parent = matches!(name, "li" | "dd" | "dt") || is_one_of(TABLE_PARTS, name);
            self.close_above(base, at, holes, in_parent);
        }
    }

    /// The item of a list that another one ends.
    fn item(&self, names: &[&str]) -> Option<usize> {
        for (index, open) in self.stack.iter().enumerate().rev() {
            if names.contains(&&*open.name) {
                return Some(index);
            }
            if is_one_of(SPECIAL, &open.name) {
                return None;
            }
        }
        None
    }

    /// The table in which something stands that is in no cell of it: a table there ends that one.
    fn table(&self) -> Option<usize> {
        let is_of_table = |open: &Open| is_one_of(TABLE, &open.name) || open.name == "template";
        let nearest = self.stack.iter().rposition(is_of_table)?;
        if matches!(&*self.stack[nearest].name, "td" | "th" | "caption" | "template") {
            return None;
        }
        self.stack.iter().rposition(|open| open.name == "table")
    }

    /// The cell or the caption that another part of the same table ends. Outside of one, whatever is open in the table.
    fn cell(&self) -> Option<usize> {
        if self.stack.last().is_some_and(|open| open.foreign) {
            return None;
        }
        let table = self.stack.iter().rposition(|open| matches!(&*open.name, "table" | "template"))?;
        if self.stack[table].name == "template" {
            return None;
        }
        let in_table = &self.stack[table + 1..];
        let is_cell = |open: &Open| matches!(&*open.name, "td" | "th" | "caption");
        let found = in_table.iter().rposition(is_cell);
        Some(table + 1 + found?)
    }

    /// The element that an end tag of raw HTML ends.
    fn index(&self, name: &str) -> Option<usize> {
        self.open.get(name).filter(|count| **count > 0)?;
        let in_table = is_one_of(TABLE, name);
        for (index, open) in self.stack.iter().enumerate().rev() {
            if open.raw && open.name == name {
                return Some(index);
            }
            let is_barrier = match &*open.name {
                "table" | "template" => true,
                barrier => !in_table && is_one_of(BARRIERS, barrier),
            };
            if is_barrier {
                return None;
            }
        }
        None
    }

    /// Closes all elements from number `base` on. A browser closes some itself where a parent of theirs ends.
    fn close_above(&mut self, base: usize, at: usize, holes: usize, in_parent: bool) {
        // A browser ignores an end tag in a cell when its element began outside, so the cell ends first.
        let explicit = self.stack.iter().skip(base).position(|open| !is_one_of(OPTIONAL, &open.name));
        let lowest = explicit.map_or(usize::MAX, |found| base + found);
        while self.stack.len() > base {
            let Some(open) = self.pop() else { return };
            let is_optional = is_one_of(OPTIONAL, &open.name);
            let blocks = self.stack.len() > lowest && is_one_of(TABLE, &open.name);
            if !is_optional || !in_parent || blocks {
                self.edit(at, holes, 0, format!("</{}>", open.name));
            }
            if !is_optional {
                self.findings.push((open.at, Finding::Unclosed(open.tag.to_owned())));
            }
        }
    }

    /// The same where a part ends, which is nobody's fault.
    fn cut_down_to(&mut self, base: usize, at: usize, holes: usize) {
        let found = self.findings.len();
        self.cut.extend(self.stack.iter().skip(base).map(|open| open.name.clone()));
        self.close_above(base, at, holes, false);
        self.findings.truncate(found);
    }

    fn pop(&mut self) -> Option<Open<'h>> {
        let open = self.stack.pop()?;
        if let Some(count) = self.open.get_mut(&open.name) {
            *count -= 1;
        }
        Some(open)
    }
}

#[cfg(test)]
mod tests {
    use super::{Finding, contain};
    use crate::model::{Body, Fill, Hole};

    /// `①` is a hole for a link, `⟦` and `⟧` are the marks of a part. Raw HTML is in `‹` and `›` in a
    /// paragraph, in `«` and `»` as a block; without them all is one piece.
    #[track_caller]
    fn check(text: &str, expect: &str, faults: &[&str]) {
        let mut body = Body::default();
        let mut piece = 0;
        let whole = format!("‹{text}›");
        for c in if text.contains(['«', '‹']) { text } else { &whole }.chars() {
            let fill = match c {
                '‹' | '«' => {
                    piece = body.holes.len();
                    Fill::Raw { len: 0, is_inline: c == '‹' }
                }
                '›' | '»' => {
                    let Hole { at, fill } = &mut body.holes[piece];
                    if let Fill::Raw { len, .. } = fill {
                        *len = body.html.len() - *at;
                    }
                    continue;
                }
                '①' => Fill::Code(0),
                '⟦' => Fill::Open(0),
                '⟧' => Fill::Close(0),
                c => {
                    body.html.push(c);
                    continue;
                }
            };
            body.holes.push(Hole { at: body.html.len(), fill });
        }
        let findings = contain(&mut body);
        let mut shown = String::new();
        let mut from = 0;
        for hole in &body.holes {
            shown += &body.html[from..hole.at];
            shown += match hole.fill {
                Fill::Open(_) => "⟦",
                Fill::Close(_) => "⟧",
                _ => "①",
            };
            from = hole.at;
        }
        shown += &body.html[from..];
        let findings: Vec<String> = findings
            .into_iter()
            .map(|(_, finding)| match finding {
                Finding::Unclosed(tag) | Finding::Stray(tag) => tag,
                Finding::Deep => "deep".into(),
            })
            .collect();
        assert_eq!((&*shown, findings), (expect, faults.iter().map(|fault| (*fault).to_owned()).collect()), "{text}");
    }

    #[test]
    fn every_element_ends_where_it_stands() {
        check("<div>①<p>a</p></div>", "<div>①<p>a</p></div>", &[]);
        check("<ul><li>a<li>b</ul><p>c", "<ul><li>a<li>b</ul><p>c", &[]);
        check("<div><b>a①", "<div><b>a①</b></div>", &["<div>", "<b>"]);
        check("a</div></article>①</p>", "a①", &["</div>", "</article>"]);
        check("<p><b>a</p>b</b>", "<p><b>a</b></p>b", &["<b>", "</b>"]);
        check("<b><p>a</b>b</p>", "<b><p>a</p></b>b", &[]);
        check("<a id='x'/>①<br/>", "<a id='x'/></a>①<br/>", &[]);
        check("<x-y href=\"①\"/>a", "<x-y href=\"①\"/></x-y>a", &[]);
        check("<svg><path d='a'/><g>", "<svg><path d='a'/><g></g></svg>", &["<svg>", "<g>"]);
        check("<div><table><tr><td>a</div></table></div>", "<div><table><tr><td>a</table></div>", &["</div>"]);
        check("<body class=x><base href=y>a</body></html>", "a", &[]);
        check("<script>'</div>'</script>a</br>", "<script>'</div>'</script>a</br>", &[]);
        check(
            "<button><div><button>a",
            "<button><div></div></button><button>a</button>",
            &["<button>", "<div>", "<button>"],
        );
        check("<ul><li><div><li>a</div></ul>", "<ul><li><div></div><li>a</ul>", &["<div>", "</div>"]);
        check("<select><div><input>", "<select><div></div></select><input>", &["<select>", "<div>"]);
        check("<svg><p>a</p><div/>", "<svg></svg><p>a</p><div/></div>", &["<svg>"]);
        check("<b>a</b><script>b", "<b>a</b>&lt;script>b", &[]);
    }

    #[test]
    fn raw_html_ends_with_its_block() {
        check(
            "<p>use ‹<template>› in Vue</p><h2>Rest</h2>",
            "<p>use <template> in Vue</template></p><h2>Rest</h2>",
            &["<template>"],
        );
        check("<p>a ‹<td>› b</p>c", "<p>a <td> b</p>c", &[]);
        check("<ul><li>a‹</li></ul>› b</li><li>c</li></ul>", "<ul><li>a b</li><li>c</li></ul>", &["</ul>"]);
        check("<ul><li>a‹</p>› b</li></ul>", "<ul><li>a b</li></ul>", &[]);
        check("«<template>\n»<p>a</p>", "<template>\n</template><p>a</p>", &["<template>"]);
        check("«<details>»<p>a ‹</details>›</p>b", "<details><p>a </details>b", &[]);
        check("«<div><ul><li>»<p>a</p>«</div>»b", "<div><ul><li></li></ul><p>a</p></div>b", &["<ul>"]);
        check("«<table><tr><td>»<p>a</p>«</table>»", "<table><tr><td><p>a</p></table>", &[]);
    }

    #[test]
    fn an_open_element_around_a_cell_ends_behind_the_cell() {
        check("<table><b><tr><td>x</table>y", "<table><b><tr><td>x</td></tr></b></table>y", &["<b>"]);
        check("<table><tr><i><td>x</table>", "<table><tr><i><td>x</td></i></table>", &["<i>"]);
        check("<table><tr><i><td>x</tr></table>", "<table><tr><i><td>x</td></i></tr></table>", &["<i>"]);
        check(
            "<table><tbody><font size=7><tr><th>x</table>",
            "<table><tbody><font size=7><tr><th>x</th></tr></font></table>",
            &["<font size=7>"],
        );
        check("<table><b><caption>x</table>", "<table><b><caption>x</caption></b></table>", &["<b>"]);
        check("<table><tr><td>x<tr><td>y</table>", "<table><tr><td>x<tr><td>y</table>", &[]);
        check("<table><td><div><tr>x</table>", "<table><td><div></div><tr>x</table>", &["<div>"]);
        check("<table><td><svg><tr></svg><td></table>", "<table><td><svg><tr></tr></svg><td></table>", &[]);
    }

    #[test]
    fn a_part_holds_its_elements_alone() {
        check("⟦<details>a⟧⟦b</details>c⟧", "⟦<details>a</details>⟧⟦bc⟧", &[]);
        check("<ul>⟦<li>a</li>⟧</ul>", "<ul>⟦<li>a</li>⟧</ul>", &[]);
    }

    #[test]
    fn what_is_nested_too_deeply_is_left_out() {
        let (open, close) = ("<i>".repeat(250), "</i>".repeat(250));
        let expect = format!("{}①{}", "<i>".repeat(200), "</i>".repeat(200));
        check(&format!("{open}①{close}"), &expect, &["deep"]);
        check(&format!("{open}<a href=''></a>①"), &expect, &["deep"]);
    }
}
