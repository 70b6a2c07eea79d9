//! What somebody wrote takes the place of what portal generates, for every family of outputs.

use crate::suite::image;
use portal::{
    engine::{self, Cache, Output, PlannedSite, Silent},
    model::{Assets, Date, Lang, RelPath, SearchEngine},
    parse,
    source::{Snapshot, ThemeFiles},
};
use std::collections::BTreeMap;

type Files = BTreeMap<RelPath, Vec<u8>>;

/// A site that has an output of every family.
fn project() -> Files {
    let mut files: Files = [
        ("a.md", "---\ndate: 2024-01-01\ntags: [x, CI/CD]\naliases: [/old/]\n---\n[files](files/) ![big](big.png)\n"),
        ("notes/b.md", "# B\n"),
        ("1/case.md", "---\nkind: case\nindustry: [x, z]\n---\n# One\n"),
        ("2/case.md", "---\nkind: case\nindustry: [y, z]\n---\n# Two\n"),
        ("events/meet.md", "---\nstart: 2024-12-05\n---\n# Meet\n"),
        ("audiences/users.md", "---\nneeds: [Help]\n---\n# Users\n"),
        ("files/x.pdf", "x"),
    ]
    .map(|(path, text)| (path_of(path), text.as_bytes().to_vec()))
    .into();
    files.insert(path_of("big.png"), image("png 1600x20"));
    files
}

/// Addresses of outputs that no author wrote, at least one for each family. A `*` is any text. Only a build that publishes
/// makes the files of the index: `search_format.rs` has a test of them.
const GENERATED: [&str; 24] = [
    ".nojekyll",
    "404.html",
    "archive/2024/index.html",
    "archive/index.html",
    "audiences/matrix/index.html",
    "calendar.ics",
    "case/index.html",
    "case/industry/x/index.html",
    "case/list.csv",
    "case/list.json",
    "contributors/index.html",
    "events/meet/event.ics",
    "feed.xml",
    "files/index.html",
    "index.html",
    "notes/index.html",
    "resized/*.webp",
    "robots.txt",
    "search/index.html",
    "sitemap.xml",
    "tags/index.html",
    "tags/x/index.html",
    "theme/diagram-frame.*.html",
    "theme/portal.*.css",
];

fn path_of(path: &str) -> RelPath {
    RelPath::new(path).expect("a path inside the project")
}

fn plan(files: &Files) -> PlannedSite {
    let mut config = parse::config::defaults();
    config.base_url = Some("https://example.com/".into());
    config.assets = Assets::All;
    config.search.engine = SearchEngine::Builtin;
    let mut theme = ThemeFiles::embedded();
    theme.insert("static/mermaid.min.js".into(), None, b"mermaid = {};".as_slice().into());
    let today = Date::parse("2024-06-30").expect("a date");
    let mut snapshot = Snapshot::of_files(files, None, theme, today);
    snapshot.git.contributors = vec![("Ann".into(), 2)];
    let lang = Lang::new("en").expect("a tag");
    let plan = engine::plan_site(&snapshot, &config, &lang, &Cache::none(), &Silent).expect("a project in memory");
    assert!(!plan.has_errors(false), "{:?}", plan.diagnostics.to_vec());
    plan
}

fn fits(address: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => address.starts_with(start) && address.ends_with(end),
        None => address == pattern,
    }
}

#[test]
fn a_file_takes_the_place_of_any_generated_output() {
    let files = project();
    let before = plan(&files);
    let outputs: Vec<String> = before.plan.jobs.iter().map(|job| job.address.output()).collect();
    for pattern in GENERATED {
        let found = outputs.iter().find(|output| fits(output, pattern));
        let address = found.unwrap_or_else(|| panic!("no output {pattern} in {outputs:#?}"));
        let path = path_of(address);
        let mut with = files.clone();
        with.insert(path.clone(), b"by hand".to_vec());
        let after = plan(&with);
        let of_address: Vec<_> = after.plan.jobs.iter().filter(|job| job.address.output() == *address).collect();
        let [job] = of_address[..] else { panic!("{} outputs are {address}", of_address.len()) };
        let output = after.output(job, &Cache::none());
        assert!(matches!(&output, Ok(Some(Output::Copy(copied))) if *copied == path), "{address}: {job:?}");
        assert_eq!(after.diagnostics.to_vec(), before.diagnostics.to_vec(), "{address}");
    }
}
