//! Nothing of a page that its author keeps back is in any output, and nothing of an unlisted page is in other outputs.

use portal::{
    engine::{self, Cache, Silent},
    model::{Date, RelPath},
    parse,
    source::{Snapshot, ThemeFiles},
};
use std::{collections::BTreeMap, sync::Arc};

/// Front matter that keeps a page back.
const KEPT_BACK: [&str; 37] = [
    "draft: true",
    "Draft: True",
    "DRAFT: yes",
    "draft: \"true\"",
    "draft: perhaps",
    "isDraft: true",
    "published: false",
    "Published: \"false\"",
    "publish: false",
    "private: true",
    "publishDate: 2024-07-01",
    "publishdate: 2024-07-01",
    "publish_date: 2024-07-01T09:00:00+08:00",
    "pubDate: 2024-07-01",
    "date: 2020-01-01\npublishDate: 2024-07-01",
    "publishDate: next week",
    "date: 2024-07-01",
    "Date: 2024/7/1",
    "expiryDate: 2024-06-30",
    "expirydate: 2020-01-01",
    "expires: 2024-06-29",
    "expires: 2024-06-29 23:59",
    "unpublishDate: 2020-01-01",
    "expirationDate: 2020-01-01",
    "headless: true",
    "Headless: true",
    "render: false",
    "build: {render: never}",
    "build: {render: \"never\", list: never}",
    "build:\n  render: false",
    "build: {render: link}",
    "_build: {render: never}",
    "password: abc",
    "encrypt: true",
    "published: perhaps",
    "publish: soon",
    "expires: when it is old",
];

/// Front matter of pages that are only found through links.
const UNLISTED: [&str; 21] = [
    "unlisted: true",
    "Unlisted: true",
    "robots: noindex",
    "robots: \"noindex, nofollow\"",
    "robots: [noindex]",
    "robots: {index: false, note: noindex}",
    "noindex: true",
    "robotsNoIndex: true",
    "sitemap: false",
    "sitemap: {disable: true}",
    "search: false",
    "search: {exclude: true}",
    "search_exclude: true",
    "searchHidden: true",
    "pagefind: false",
    "in_search_index: false",
    "hidden: true",
    "listed: false",
    "build: {list: never}",
    "build: {list: local}",
    "_build: {list: false}",
];

const OTHERS: [(&str, &str); 6] = [
    ("book.toml", "[book]\nlanguage = \"en\"\n[portal]\nbase-url = \"https://example.com/\"\nassets = \"all\"\n"),
    ("README.md", "# Home\n"),
    ("notes/a.md", "---\ndate: 2024-01-02\ntags: [tools, soil]\nauthors: Ann\n---\n# Garden tools and soil\nText.\n"),
    ("notes/b.md", "---\ndate: 2024-01-09\ntags: [tools, soil]\n---\n# More garden tools and soil\nText.\n"),
    ("people/ann.md", "---\nname: Ann\n---\n"),
    ("events/fair.md", "---\nstart: 2024-09-01\n---\n# Fair\n"),
];

/// All outputs of a project but its assets, by path.
fn outputs(pages: &[(String, String)]) -> BTreeMap<String, Arc<Vec<u8>>> {
    built(pages).outputs(&Cache::none()).0
}

/// The paths of all outputs of a project.
fn planned(pages: &[(String, String)]) -> Vec<String> {
    built(pages).plan.jobs.iter().map(|job| job.address.output()).collect()
}

fn built(pages: &[(String, String)]) -> engine::PlannedSite {
    let others = OTHERS.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let files = pages.iter().cloned().chain(others);
    let files = files.map(|(path, text)| (RelPath::new(&path).expect("a path"), text.into_bytes()));
    let files: BTreeMap<RelPath, Vec<u8>> = files.collect();
    let book = RelPath::new("book.toml").expect("a path");
    let (config, _) = parse::config::read(&book, &files[&book]);
    let today = Date::parse("2024-06-30").expect("a day");
    let snapshot = Snapshot::of_files(&files, None, ThemeFiles::embedded(), today);
    let lang = config.language.clone().expect("it is configured");
    let cache = Cache::none();
    let build = engine::plan_site(&snapshot, &config, &lang, &cache, &Silent).expect("readable");
    assert!(!build.has_errors(false), "{:?}", build.diagnostics.to_vec());
    build
}

/// The outputs that hold one of the words, in text or in their paths.
fn holding<'o>(outputs: &'o BTreeMap<String, Arc<Vec<u8>>>, word: &str) -> Vec<&'o str> {
    let word = word.to_lowercase();
    let holds = |(path, bytes): &(&'o String, &Arc<Vec<u8>>)| {
        path.to_lowercase().contains(&word) || String::from_utf8_lossy(bytes).to_lowercase().contains(&word)
    };
    outputs.iter().filter(holds).map(|(path, _)| path.as_str()).collect()
}

/// A page that other pages have much in common with.
fn page(field: &str, folder: &str) -> Vec<(String, String)> {
    let rest = "tags: [tools, soil, hush-term]\nauthors: [Ann, Hush Author]\nimage: hush.png";
    let body = "---\n# Hush garden tools and soil\n\nHush sentence. See [a](../notes/a.md).\n";
    vec![
        (format!("{folder}/hush-page.md"), format!("---\n{field}\n{rest}\n{body}")),
        (format!("{folder}/hush-event.md"), format!("---\nkind: event\nstart: 2024-08-01\n{field}\n{body}")),
        (format!("{folder}/hush-folder/README.md"), format!("---\n{field}\n{body}")),
    ]
}

#[test]
fn what_is_kept_back_is_in_no_output() {
    for field in KEPT_BACK {
        assert_eq!(holding(&outputs(&page(field, "notes")), "hush"), [""; 0], "{field}");
    }
    // Front matter that is not closed, or otherwise no front matter.
    for text in [
        " ---\ntitle: Hush\ndraft: true\n\n# Hush\n",
        "\n----\ntitle: Hush\npublished: false\n# Hush\n",
        "{\n\"title\": \"Hush\",\n\"draft\": true\n\n# Hush\n",
        "\n+++\ntitle = \"Hush\"\ndraft = true\n# Hush\n",
        "title: Hush: hush\ndraft: true\n---\n# Hush\n",
    ] {
        let page = ("notes/hush-page.md".to_owned(), text.to_owned());
        assert_eq!(holding(&outputs(&[page]), "hush"), [""; 0], "{text}");
    }
    for folder in ["_drafts", "source/_drafts", "notes/_Drafts/deep"] {
        assert_eq!(holding(&outputs(&page("title: Hush", folder)), "hush"), [""; 0], "{folder}");
    }
}

#[test]
fn the_page_of_a_folder_speaks_for_the_pages_in_it() {
    for cascade in [
        "cascade: {draft: true}",
        "cascade:\n  - _target: {kind: page}\n    draft: true",
        "cascade: {build: {render: never}}",
        "cascade: {params: {Draft: true}}",
        "cascade: {expiryDate: 2020-01-01}",
    ] {
        let folder = ("notes/hush/_index.md".to_owned(), format!("---\ntitle: Folder\n{cascade}\n---\n"));
        let is_own = !cascade.contains("_target");
        assert_eq!(holding(&outputs(std::slice::from_ref(&folder)), "hush").is_empty(), is_own, "{cascade}");
        let page = ("notes/hush/deep/hush-page.md".to_owned(), "# A quiet sentence\n".to_owned());
        assert_eq!(holding(&outputs(&[folder, page]), "quiet"), [""; 0], "{cascade}");
    }
    let folder = |field: &str| ("notes/box/index.md".to_owned(), format!("---\ntitle: Box\n{field}\n---\n"));
    let page = ("notes/box/part.md".to_owned(), "# A quiet sentence\n".to_owned());
    assert_eq!(holding(&outputs(&[folder("headless: true"), page.clone()]), "quiet"), [""; 0]);
    assert!(!holding(&outputs(&[folder("weight: 1"), page.clone()]), "quiet").is_empty());
    let unlisted = outputs(&[folder("cascade: {sitemap: {disable: true}}"), page]);
    assert_eq!(holding(&unlisted, "quiet"), ["notes/box/part/index.html"]);
}

#[test]
fn what_is_unlisted_is_in_its_own_output_alone() {
    for field in UNLISTED {
        let outputs = outputs(&page(field, "notes"));
        let found = holding(&outputs, "hush");
        let own = [
            "notes/hush-event/event.ics",
            "notes/hush-event/index.html",
            "notes/hush-folder/index.html",
            "notes/hush-page/index.html",
        ];
        assert_eq!(found, own, "{field}");
        let asked = field.to_lowercase().contains("noindex") || field.to_lowercase().starts_with("unlisted");
        let html = String::from_utf8_lossy(&outputs["notes/hush-page/index.html"]);
        assert_eq!(html.contains("noindex"), asked, "{field}");
        assert!(!html.contains("data-pagefind-body"), "{field}");
    }
}

#[test]
fn fields_that_say_the_opposite_keep_nothing_back() {
    for field in [
        "draft: false",
        "draft:",
        "published: true",
        "published: 2024-01-01",
        "publishDate: 2024-06-30",
        "date: 2030-01-01\npublishDate: 2024-01-01",
        "expires: 2024-07-01",
        "expires: 2024-06-30 18:00",
        "headless: false",
        "render: true",
        "build: {render: always, list: always}",
        "password: ''",
        "unlisted: false",
        "robots: index, follow",
        "sitemap: {priority: 0.5}",
        "search: true",
        "hidden: false",
    ] {
        assert!(holding(&outputs(&page(field, "notes")), "hush").contains(&"notes/index.html"), "{field}");
    }
}

/// An unlisted map is not shown on the pages that it leads to, and an unlisted text of a term makes no term.
#[test]
fn an_unlisted_map_or_term_is_on_no_other_page() {
    for field in UNLISTED {
        let map = format!("---\nkind: map\ntitle: Hushmap\n{field}\n---\n### One (2h)\n- [a](../notes/a.md) 2h\n");
        let term = format!("---\ntitle: Hushterm\n{field}\n---\nText.\n");
        let outputs = outputs(&[("maps/m.md".to_owned(), map), ("tags/quiet.md".to_owned(), term)]);
        assert_eq!(holding(&outputs, "Hushmap"), ["maps/m/index.html"], "{field}");
        assert!(holding(&outputs, "Hushterm").is_empty(), "{field}: {:?}", holding(&outputs, "Hushterm"));
    }
}

/// `assets = "all"` does not mean the files of drafts.
#[test]
fn files_among_drafts_are_kept_back() {
    let files = [("_drafts/secret.txt", "hush"), ("notes/_Drafts/deep/secret.txt", "hush"), ("notes/open.txt", "x")];
    let files: Vec<(String, String)> = files.map(|(path, text)| (path.to_owned(), text.to_owned())).to_vec();
    let all = planned(&files);
    assert!(all.contains(&"notes/open.txt".to_owned()), "{all:?}");
    assert!(!all.iter().any(|path| path.ends_with("secret.txt")), "{all:?}");
}
