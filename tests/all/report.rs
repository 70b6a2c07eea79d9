//! The report of `portal check`: what an owner reads in it, beside the site that it is about.

use portal::{
    diag::UiLang,
    engine::{self, Cache, Silent},
    insight::{self, SiteReport},
    model::{Date, RelPath},
    parse,
    source::{Snapshot, ThemeFiles},
};
use std::collections::BTreeMap;

/// Files after `--- PATH` lines.
fn files(text: &str) -> BTreeMap<RelPath, Vec<u8>> {
    let mut files = BTreeMap::new();
    for file in text.split("\n--- ").map(|file| file.trim_start_matches("--- ")) {
        let (path, text) = file.split_once('\n').expect("a path, then its text");
        files.insert(RelPath::new(path).expect("a path"), format!("{text}\n").into_bytes());
    }
    files
}

/// The report about a site of these files, on the last day of June 2024.
fn report(text: &str, lang: UiLang) -> String {
    let files = files(text);
    let path = RelPath::new("book.toml").expect("a path");
    let (config, _) = parse::config::read(&path, files.get(&path).map_or(&[], Vec::as_slice));
    let today = Date::parse("2024-06-30").expect("a date");
    let snapshot = Snapshot::of_files(&files, None, ThemeFiles::embedded(), today);
    let language = config.language.clone().expect("the site has a language");
    let build = engine::plan_site(&snapshot, &config, &language, &Cache::none(), &Silent).expect("readable");
    let mut diagnostics = build.diagnostics.to_vec();
    diagnostics.extend(insight::hints(&build.plan.site));
    diagnostics.sort();
    let source_of = |path: &RelPath| files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
    SiteReport { site: &build.plan.site, diagnostics: &diagnostics, source_of: &source_of, lang }.html()
}

/// What a reader sees below a heading: a line for each row of a table, paragraph or entry, its cells apart by ` | `.
fn seen(html: &str, id: &str) -> String {
    let at = html.find(&format!("<h2 id=\"{id}\">")).unwrap_or_else(|| panic!("no section {id} in\n{html}"));
    let section = &html[at..at + html[at..].find("</section>").expect("it ends")];
    lines(section)
}

fn lines(html: &str) -> String {
    let cells = ["</th>", "</td>", "</dt>", "<br>", "</text>", "</title>", "</strong>", "</span>"];
    let apart = cells.iter().fold(html.replace('\n', " "), |html, cell| html.replace(cell, " | "));
    let ends = ["</tr>", "</p>", "</h2>", "</summary>", "</li>", "</div>", "</svg>"];
    let broken = ends.iter().fold(apart, |html, end| html.replace(end, "\n"));
    let mut text = String::new();
    let mut rest = broken.as_str();
    while let Some((before, tag)) = rest.split_once('<') {
        text += before;
        rest = tag.split_once('>').expect("a tag ends").1;
    }
    text += rest;
    let line =
        |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches([' ', '|']).to_owned();
    text.lines().map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

const SITE: &str = r#"--- book.toml
[book]
title = "A & <B>"
language = "en"
[portal]
base-url = "https://example.org/"
--- 2023-11-05-first.md
---
authors: [Ann, Bo]
tags: [Rust, databases]
---
# First \<script\>
One two three, [lost](lost.md), [nothing](nothing.md).
--- 2024-05-06-second.md
---
authors: [Ann]
tags: [Rust, database]
---
# Second
One two three four.
--- guide.md
---
date: 2020-02-01
kind: page
---
# Guide
See [the first](2023-11-05-first.md) and [the second](2024-05-06-second.md).
--- other.md
# Other
Also [the first](2023-11-05-first.md).
--- lost.md
# Found
"#;

#[test]
fn the_figures_are_those_of_the_site() {
    let html = report(SITE, UiLang::En);
    let start = html.find("<dl").expect("the figures");
    let end = html.find("</dl>").expect("their end");
    assert_eq!(
        lines(&html[start..end]),
        "pages | 5\nwords | 18\nauthors | 2\nlanguage | 1\nnew in twelve months | 2\nerrors | 0\nwarning | 1\nhints | 4"
    );
    for (id, expect) in [
        ("kinds", "Pages by kind\nkind | pages | share\nPages | 3\n60%\nEssays | 2\n40%"),
        (
            "linked",
            "Most linked pages\npage | pages that link to it\n\
             First &lt;script&gt; | 2023-11-05-first.md | 2\nSecond | 2024-05-06-second.md | 1\nFound | lost.md | 1",
        ),
        (
            "broken",
            "Broken links\nfile | count | for example\n\
             2023-11-05-first.md | 1 | :6 link to a file that does not exist: nothing.md",
        ),
        (
            "orphans",
            "Orphans\nNo page links to them and they have no terms: readers come across them in lists only.\n\
             page\nGuide | guide.md\nOther | other.md",
        ),
        (
            "stale",
            "Stale pages\nNot changed for 24 months. Dated posts do not count.\n\
             page | last change | months\nGuide | guide.md | 2020-02-01 | 52",
        ),
        (
            "similar",
            "Near-duplicate tags\ntag | pages | looks like | pages | to merge them\n\
             databases | 1 | database | 1 | [taxonomies.tags] aliases = { &quot;databases&quot; = &quot;database&quot; }",
        ),
        (
            "messages",
            "All diagnostics\ncode | level | meaning | count\nP0501 | warning | link to a missing file | 1\n\
             P1001 | hint | page that nobody links to | 2\nP1002 | hint | page not changed for long | 1\n\
             P1003 | hint | terms that look like one | 1",
        ),
    ] {
        assert_eq!(seen(&html, id), expect, "{id}");
    }
}

#[test]
fn every_plot_has_its_numbers_in_a_table() {
    let html = report(SITE, UiLang::En);
    let time = seen(&html, "time");
    for line in [
        "2 more pages have no date.",
        "year \\ month | total | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12",
        "2024 | 1 | | | | | 1",
        "2023 | 1 | | | | | | | | | | | 1",
        "2020 | 1 | | 1",
    ] {
        assert!(time.lines().any(|found| found == line), "no {line:?} in\n{time}");
    }
    assert_eq!(html.matches("<rect x=").count(), 3, "a bar for each month with pages");
    let tags = seen(&html, "tags");
    for line in ["tag | 2020 | 2021 | 2022 | 2023 | 2024", "Rust | 0 | 0 | 0 | 1 | 2", "database | 0 | 0 | 0 | 0 | 1"] {
        assert!(tags.lines().any(|found| found == line), "no {line:?} in\n{tags}");
    }
}

#[test]
fn it_is_one_file_without_scripts_and_the_same_every_time() {
    let html = report(SITE, UiLang::En);
    assert!(html.starts_with(SiteReport::MARK));
    assert!(html.contains("<h1>A &amp; &lt;B&gt;</h1>"));
    for part in ["<script", "src=", "<link", "url(", "@import", "style=\""] {
        assert!(!html.contains(part), "{part} in\n{html}");
    }
    let links: Vec<&str> = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!links.is_empty() && links.iter().all(|link| link.starts_with("https://example.org/")), "{links:?}");
    assert_eq!(html, report(SITE, UiLang::En));
}

#[test]
fn a_site_of_one_empty_page_has_a_report_too() {
    let html = report("--- book.toml\n[book]\nlanguage = \"zh\"\n--- README.md\n", UiLang::Zh);
    assert!(html.contains("<html lang=\"zh-Hans-CN\">"));
    for (id, expect) in
        [("broken", "断开的链接\n没有。"), ("orphans", "孤立的页面\n没有。"), ("messages", "全部诊断\n没有。")]
    {
        assert_eq!(seen(&html, id), expect);
    }
    assert!(!html.contains("id=\"time\"") && !html.contains("id=\"tags\""), "no plot without dates and tags");
}

#[test]
fn needs_and_offers_stand_side_by_side() {
    let html = report(
        "\
--- book.toml
[book]
language = \"en\"
--- audiences/user.md
---
title: Users
needs: [Rest, { text: Courses, link: user.md }]
---
--- audiences/teacher.md
---
title: Teachers
offers: [rest]
needs: [Chalk & cheese]
---
",
        UiLang::En,
    );
    let expect = "Needs and offers\n3 things; 1 of them needed and not answered.\nwhat | Teachers | Users | answered\n\
                  Chalk &amp; cheese | needs | | no\nRest | has | needs | yes\nCourses | | needs | yes";
    assert_eq!(seen(&html, "needs"), expect);
}
