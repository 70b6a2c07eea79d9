//! Any text is Markdown: holes that fit, nothing that runs; never a panic.

use super::harmless;
use portal::{
    model::{
        Body, Fill, HardBreaks, Href, ImageVersions, Lang, Punctuation, RawHtml, RelPath, Syntax, is_safe_scheme,
        scheme,
    },
    parse::{
        markdown::{Reading, write},
        rendered::RenderedBody,
    },
    render::{HoleValues, render_body},
};
use std::{collections::HashSet, sync::Arc};

/// The first byte chooses the options; with its highest bit, all forms of other generators are read.
pub(super) fn check(bytes: &[u8]) {
    let Some((options, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let (join, english) = (options & 1 == 1, options & 2 == 2);
    // What `encoding` lets through has neither.
    if text.contains(['\0', '\r']) {
        return;
    }
    let path = RelPath::new("a.md").expect("a plain path");
    let lang = Lang::new(if english { "en" } else { "zh" }).expect("a tag");
    for html in [RawHtml::Keep, RawHtml::Sanitize] {
        let punctuation = if options & 4 == 4 { Punctuation::FullWidth } else { Punctuation::Keep };
        let hard_breaks = if join { HardBreaks::Join } else { HardBreaks::Keep };
        let every = Syntax::WORDS.map(|(_, syntax)| syntax);
        let syntax = if options & 128 == 128 { &every[..] } else { &[] };
        let reading = Reading { html, hard_breaks, title: "T", punctuation, syntax, ..Reading::new(&path, &lang) };
        let written = write(text, &reading);
        check_places(&written, text);
        check_holes(&written);
        // The author's own are left alone.
        let sentinels = ['\u{FDD0}', '\u{FDD1}', '\u{FDD2}'];
        let own = text.contains(sentinels) || text.contains("&#");
        assert!(own || !written.body.html.contains(sentinels), "no sentinel is left");
        for link in &written.links {
            let scheme = scheme(&link.target);
            assert!(scheme.as_deref().is_none_or(is_safe_scheme), "{scheme:?} of {:?}", link.target);
        }
        if html == RawHtml::Sanitize {
            check_harmless(&written);
        }
    }
}

fn check_places(written: &RenderedBody, text: &str) {
    let links = written.links.iter().map(|link| (link.at.start, link.at.end));
    for (start, end) in written.diagnostics.iter().filter_map(|diagnostic| diagnostic.at).chain(links) {
        assert!(text.get(start..end).is_some(), "{start}..{end} is no part of the text");
    }
    let mut ids = HashSet::new();
    for heading in &written.headings {
        assert!((2..=6).contains(&heading.level));
        assert!(ids.insert(&heading.id), "two headings are {:?}", heading.id);
    }
    assert!(written.headings.first().is_none_or(|heading| heading.level == 2));
    for pair in written.headings.windows(2) {
        assert!(pair[1].level <= pair[0].level + 1, "no level is skipped");
    }
}

/// Holes are in order, between characters, and each is for something that is there.
fn check_holes(written: &RenderedBody) {
    let Body { html, holes, pieces, images, raw_images, queries, lines } = &written.body;
    assert!(lines.windows(2).all(|pair| pair[0].0 <= pair[1].0), "blocks are in order");
    assert!(lines.iter().all(|(at, _)| html.is_char_boundary(*at as usize)));
    assert!(holes.windows(2).all(|pair| pair[0].at <= pair[1].at), "in order");
    for hole in holes {
        assert!(html.is_char_boundary(hole.at));
        match hole.fill {
            Fill::Link(index) => assert!(index < written.links.len()),
            Fill::Code(index) => assert!(index < written.code.len()),
            Fill::Piece(index) => assert!(index < pieces.len()),
            Fill::Image(index) => assert!(images[index].link < written.links.len()),
            Fill::FileSize(index) => assert!(index < written.links.len()),
            Fill::Size(index) => assert!(raw_images[index].link < written.links.len()),
            Fill::List(index) => assert!(index < queries.len()),
            Fill::Open(_) | Fill::Close(_) | Fill::End | Fill::Raw { .. } => {}
        }
    }
}

/// What a browser makes of the sanitised page has nothing in it that could run.
fn check_harmless(written: &RenderedBody) {
    let hrefs: Vec<Href> = written.links.iter().map(|_| Href::Site("page/".into())).collect();
    let code = vec!["<span class=\"k\">code</span>".into(); written.code.len()];
    let picture = Arc::new(ImageVersions { width: 800, height: 600, widths: Vec::new(), itself: false });
    let pictures = (0..written.links.len()).map(|link| (link, picture.clone())).collect();
    let filled = render_body(
        &written.body,
        &HoleValues { hrefs: &hrefs, pictures: &pictures, code: &code, lists: &[], root: "../" },
    );
    let html = filled.html + &filled.parts.concat();
    // Formulas are ours, and go in when all else is harmless.
    let has_formulas = written.body.pieces.iter().any(|piece| piece.contains("<math"));
    harmless::check(&html, if has_formulas { &["math"] } else { &[] });
}
