//! The same project gives the same bytes: on one thread and on many, in any folder, in whatever order its files
//! were made, with either kind of line ends, and built twice.

use portal::{
    engine::{self, Options, Report, Silent},
    model::Date,
};
use std::{collections::BTreeMap, fs, path::Path};

/// Everything that could be mixed up: equal dates and titles, terms in several spellings, languages, code.
fn files() -> Vec<(String, String)> {
    let mut files = vec![
        (
            "book.toml".into(),
            "[book]\ntitle = \"Site\"\n[portal]\nbase-url = \"https://example.com/\"\npage-size = 3\n".into(),
        ),
        ("README.md".into(), "# 欢迎\n\n[指南](guide/)\n".into()),
        ("img/pic.png".into(), "not really".into()),
        ("templates/404.html".into(), "{{ page.title }}\n".into()),
    ];
    for n in 0..40 {
        let folder = ["", "guide/", "202401/", "en/guide/"][n % 4];
        let terms = ["Rust, 开源", "rust, Web/HTTP", "开源", "RUST, web"][n % 3];
        let text = format!(
            "---\ntitle: Page {}\ndate: 2024-01-{:02}\ntags: [{terms}]\n---\n## 一节\n\n文字，\n接着 [next](p{}.md) ![x](/img/pic.png) \
             [gone](none.md)[^1]\n\n```rust\nlet n = {};\n```\n\n[^1]: Note.\n",
            n % 7,
            1 + n % 5,
            (n + 4) % 40,
            n % 3,
        );
        files.push((format!("{folder}p{n}.md"), text));
    }
    files
}

fn write(root: &Path, files: &[(String, String)]) {
    for (name, text) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
        fs::write(path, text).expect("writable");
    }
}

fn build(root: &Path, jobs: usize) -> Report {
    let options = Options { jobs, ..Options::new(root, Date::parse("2024-06-30").expect("a day")) };
    let report = engine::build(&options, &Silent).expect("a disk that works");
    assert!(report.published, "{:#?}", report.diagnostics);
    report
}

/// Every published file; the manifest is ours, and holds the times of the files.
fn published(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let out = root.join("public");
    let entries = walkdir::WalkDir::new(&out).into_iter().map(|entry| entry.expect("readable"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(&out).expect("below").to_str().expect("UTF-8").to_owned();
    let read = |file: walkdir::DirEntry| (name(file.path()), fs::read(file.path()).expect("readable"));
    files.map(read).filter(|(name, _)| name != ".portal-manifest.json").collect()
}

/// Outputs and diagnostics of these files, in a new folder called `name`.
fn built(name: &str, files: &[(String, String)], jobs: usize) -> (BTreeMap<String, Vec<u8>>, String) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = folder.path().join(name);
    write(&root, files);
    let report = build(&root, jobs);
    (published(&root), format!("{:#?}", report.diagnostics))
}

#[track_caller]
fn same(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) {
    let names: Vec<&String> = a.keys().chain(b.keys()).filter(|name| a.get(*name) != b.get(*name)).collect();
    assert!(names.is_empty(), "these differ: {names:?}");
}

#[test]
fn threads_and_the_order_on_disk_change_nothing() {
    let (one, one_said) = built("site", &files(), 1);
    assert!(one.len() > 80 && one_said.contains("P0501"), "the test is worth something");
    let mut reversed = files();
    reversed.reverse();
    for files in [files(), reversed] {
        let (many, many_said) = built("site", &files, 8);
        same(&one, &many);
        assert_eq!(one_said, many_said);
    }
}

#[test]
fn the_folder_changes_nothing() {
    let (here, _) = built("site", &files(), 2);
    let (there, _) = built("another name 网站", &files(), 2);
    same(&here, &there);
}

#[test]
fn line_ends_change_nothing() {
    let crlf: Vec<(String, String)> = files()
        .into_iter()
        .map(|(name, text)| if name.ends_with(".md") { (name, text.replace('\n', "\r\n")) } else { (name, text) })
        .collect();
    let (lf, _) = built("site", &files(), 2);
    let (crlf, _) = built("site", &crlf, 2);
    same(&lf, &crlf);
}

#[test]
fn building_twice_is_building_once() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = folder.path().join("site");
    write(&root, &files());
    let first = build(&root, 2);
    let before = published(&root);
    let second = build(&root, 2);
    same(&before, &published(&root));
    assert_eq!((second.summary.written, second.summary.removed), (0, 0));
    assert_eq!(first.diagnostics, second.diagnostics);
    // Drawn again and found to be the same, not just believed to be.
    fs::remove_dir_all(root.join(".portal")).expect("removable");
    let third = build(&root, 2);
    same(&before, &published(&root));
    assert_eq!((third.summary.written, third.summary.removed, third.diagnostics), (0, 0, first.diagnostics));
}

#[test]
fn there_and_back_again() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = folder.path().join("site");
    write(&root, &files());
    build(&root, 2);
    let before = published(&root);
    fs::remove_file(root.join("guide/p1.md")).expect("removable");
    fs::write(root.join("p0.md"), "# Something else\n").expect("writable");
    build(&root, 2);
    assert_ne!(before, published(&root));
    write(&root, &files());
    build(&root, 2);
    same(&before, &published(&root));
}
