//! Diagrams with the default theme, from disk to disk: with Mermaid's script beside the theme pages ask for a frame.

use portal::{
    engine::{self, Options, Silent},
    model::Date,
};
use std::{fs, path::Path};

/// Builds a Chinese page with an English translation.
fn build(root: &Path) {
    let fence = "```mermaid\ngraph LR\n```\n";
    fs::write(root.join("book.toml"), "[book]\nlanguage = \"zh\"\n[languages.en]\n").expect("writable");
    fs::write(root.join("a.md"), format!("# 图\n\n{fence}")).expect("writable");
    fs::write(root.join("a.en.md"), format!("# Diagram\n\n{fence}")).expect("writable");
    let options = Options { jobs: 2, ..Options::new(root, Date::parse("2024-06-30").expect("a day")) };
    let report = engine::build(&options, &Silent).expect("a disk that works");
    assert!(report.published && report.diagnostics.is_empty(), "{:#?}", report.diagnostics);
}

/// The line of a page that asks for the script of diagrams.
fn script(page: &Path) -> Option<String> {
    let text = fs::read_to_string(page).expect("the page is there");
    text.lines().find(|line| line.contains("data-frame=")).map(str::to_owned)
}

/// The values of an attribute.
fn values<'t>(text: &'t str, attribute: &str) -> Vec<&'t str> {
    let start = format!(" {attribute}=\"");
    text.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn with_the_script_pages_ask_for_a_frame() {
    let project = tempfile::tempdir().expect("a folder for the test");
    let root = project.path();
    let folder = root.join("themes/default/static");
    fs::create_dir_all(&folder).expect("writable");
    fs::write(folder.join("mermaid.min.js"), "mermaid = {};").expect("writable");
    build(root);
    for (page, words) in [
        ("public/a/index.html", ["图", "源码", "没能画成图"]),
        ("public/en/a/index.html", ["Diagram", "Source", "could not be drawn"]),
    ] {
        let page = root.join(page);
        let tag = script(&page).expect("a script for diagrams");
        assert_eq!(["data-diagram", "data-source", "data-failed"].map(|name| values(&tag, name)[0]), words);
        // All that is named is there.
        let folder = page.parent().expect("in a folder");
        assert!(folder.join(values(&tag, "src")[0]).is_file(), "{tag}");
        let frame = folder.join(values(&tag, "data-frame")[0]);
        let text = fs::read_to_string(&frame).expect("the frame is there");
        let scripts = values(&text, "src");
        assert_eq!(scripts.len(), 2, "{text}");
        for src in scripts {
            assert!(frame.parent().expect("in a folder").join(src).is_file(), "{src}");
        }
    }
}

#[test]
fn without_the_script_pages_ask_for_nothing() {
    let project = tempfile::tempdir().expect("a folder for the test");
    let root = project.path();
    build(root);
    assert_eq!(script(&root.join("public/a/index.html")), None);
    let files = fs::read_dir(root.join("public/theme")).expect("the theme is published");
    let mut names = files.map(|file| file.expect("readable").file_name().into_string().expect("UTF-8"));
    assert!(names.all(|name| !name.contains("diagram")));
}
