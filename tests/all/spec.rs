//! The specifications' own examples, through portal's pipeline.
//!
//! `tests/spec/*.txt` hold them, `tests/spec/README.md` says where they come from. Both sides are brought into
//! one form and portal's decorations are taken off ([`normal`]); what still differs is listed here with its
//! reason, and an example that is listed must differ.

mod normal;

use portal::{
    model::{Body, Fill, Href, Lang, RawHtml, RelPath, escaped},
    parse::{
        anchor::Anchors,
        contain::contain,
        markdown::{Reading, write},
        raw_html,
        rendered::RenderedBody,
    },
    render::{HoleValues, render_body},
};
use std::{collections::BTreeMap, fs, sync::Arc};

/// Example and reason.
type Deviations = &'static [(usize, &'static str)];

const UNSAFE: &str = "a link passes only with a scheme that is known to run nothing";
const BARE: &str = "GFM makes links of bare addresses";
const ASCII: &str = "a bare address ends at the first character that is not ASCII";

const UNCLOSED: &str = "an element that raw HTML does not close ends with its block";

const COMMONMARK: Deviations = &[
    (155, UNCLOSED),
    (184, UNCLOSED),
    (598, UNSAFE),
    (599, UNSAFE),
    (601, UNSAFE),
    (602, BARE),
    (606, BARE),
    (608, BARE),
    (611, BARE),
    (612, BARE),
];
const GFM: Deviations = &[];
const GFM_TESTS: Deviations = &[(19, ASCII)];
const GFM_REGRESSIONS: Deviations = &[(3, "the title is the only heading of level 1, in HTML too")];
const CJK: Deviations = &[];

struct Example {
    number: usize,
    section: String,
    markdown: String,
    html: String,
}

fn file(name: &str) -> String {
    format!("{}/tests/spec/{name}.txt", env!("CARGO_MANIFEST_DIR"))
}

fn examples(name: &str) -> Vec<Example> {
    let text = fs::read_to_string(file(name)).expect("readable");
    let fence = "`".repeat(32);
    let mut section = String::new();
    let mut examples = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        match &mut open {
            None if line.starts_with(&fence) => open = Some(String::new()),
            None => section = line.strip_prefix("## ").map_or(section, str::to_owned),
            Some(body) if line == fence => {
                let body = body.replace('→', "\t");
                // Either side may be empty.
                let (markdown, html) = format!("\n{body}")
                    .split_once("\n.\n")
                    .map(|(a, b)| (a.to_owned(), b.to_owned()))
                    .expect("two sides");
                let markdown = markdown.strip_prefix('\n').map(|text| format!("{text}\n")).unwrap_or_default();
                examples.push(Example { number: examples.len() + 1, section: section.clone(), markdown, html });
                open = None;
            }
            Some(body) => *body += &format!("{line}\n"),
        }
    }
    examples
}

/// The body of a page, each link as it is written.
fn page(markdown: &str, html: RawHtml) -> String {
    let path = RelPath::new("a.md").expect("a plain path");
    let lang = Lang::new("en").expect("a tag");
    let reading = Reading { html, ..Reading::new(&path, &lang) };
    let RenderedBody { body, links, code, .. } = write(markdown, &reading);
    let hrefs: Vec<Href> = links.iter().map(|link| Href::Site(link.target.clone())).collect();
    let code: Vec<Arc<str>> = code.iter().map(|code| escaped(&code.text).into()).collect();
    assert!(body.holes.iter().all(|hole| !matches!(hole.fill, Fill::Piece(_))));
    render_body(&body, &HoleValues { hrefs: &hrefs, pictures: &BTreeMap::new(), code: &code, lists: &[], root: "" })
        .html
}

/// HTML with its elements closed, as portal closes those of raw HTML.
fn contained(html: &str) -> String {
    let mut body = Body { html: raw_html::close_tags(html, None).html.into_owned(), ..Body::default() };
    contain(&mut body);
    body.html
}

fn check(name: &str, deviations: Deviations, html: RawHtml) {
    let deviations: BTreeMap<usize, &str> = deviations.iter().copied().collect();
    let mut failures = Vec::new();
    let (mut passed, mut all) = (0, 0);
    for Example { number, section, markdown, html: expected } in examples(name) {
        if expected == "<IGNORE>\n" {
            page(&markdown, html);
            continue;
        }
        all += 1;
        let written = page(&markdown, html);
        let (ours, theirs) = (normal::ours(&written), normal::theirs(&contained(&expected)));
        passed += usize::from(ours == theirs);
        match (ours == theirs, deviations.get(&number)) {
            (true, None) | (false, Some(_)) => {}
            (true, Some(reason)) => failures.push(format!("{name} {number} passes, but is listed: {reason}")),
            (false, None) => failures.push(format!(
                "{name} {number} ({section})\n{markdown}--- expected\n{expected}--- written\n{written}--- {:?}\n--- {:?}",
                theirs, ours
            )),
        }
    }
    println!("{name}: {passed} of {all}");
    assert!(failures.is_empty(), "\n{}\n{} failures", failures.join("\n\n"), failures.len());
}

/// What the Git host shows as text is taken out when texts of strangers are published.
#[test]
fn disallowed_html_is_sanitised() {
    let tags = ["title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext"];
    for tag in tags {
        for markdown in [format!("a <{tag}>b"), format!("<{}>\nb\n", tag.to_uppercase()), format!("<div><{tag} x>b")] {
            let written = page(&markdown, RawHtml::Sanitize).to_lowercase();
            assert!(!written.contains(&format!("<{tag}")), "{markdown}: {written}");
        }
    }
    for (name, number) in [("gfm", 24), ("gfm-tests", 22)] {
        let example = examples(name).remove(number - 1);
        let written = normal::ours(&page(&example.markdown, RawHtml::Sanitize));
        assert!(written.iter().any(|line| line.starts_with("<strong")), "the rest stays: {written:?}");
        assert!(!written.iter().any(|line| tags.iter().any(|tag| line.starts_with(&format!("<{tag}")))), "{written:?}");
    }
}

#[test]
fn commonmark() {
    check("commonmark", COMMONMARK, RawHtml::Keep);
}

#[test]
fn github_flavoured_markdown() {
    check("gfm", GFM, RawHtml::Keep);
}

#[test]
fn tests_of_the_git_host() {
    check("gfm-tests", GFM_TESTS, RawHtml::Keep);
}

#[test]
fn regressions_of_the_git_host() {
    check("gfm-regressions", GFM_REGRESSIONS, RawHtml::Keep);
}

#[test]
fn emphasis_beside_cjk_punctuation() {
    check("cjk", CJK, RawHtml::Keep);
}

#[test]
fn anchors_are_those_of_the_git_host() {
    let text = fs::read_to_string(file("anchors")).expect("readable");
    let mut anchors = Anchors::default();
    let found = |line: &str| format!("{}\t{line}", anchors.of(line));
    let found: Vec<String> =
        text.lines().filter_map(|line| line.split_once('\t')).map(|(_, heading)| heading).map(found).collect();
    assert_eq!(found, text.lines().collect::<Vec<_>>());
}
