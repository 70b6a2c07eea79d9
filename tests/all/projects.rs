//! Projects of other generators, published at the first try.
//!
//! `tests/projects/NAME/site` is a project in the shape of the generator of that name, and `expected.toml` beside it says
//! what its owner expects of the portal:
//!
//! | Key | |
//! |---|---|
//! | `title` | what the site is called |
//! | `order` | titles of pages, from the page `first` on, as "next" leads from one to the next |
//! | `addresses` | addresses of the site that the generator made: each is a page, or leads on |
//! | `shown` | `output = [parts of its HTML]` |
//! | `kept_back` | sentences that are in no output |
//! | `warnings` | at most two |
//!
//! Without being told, every link leads to something, every picture is there, and no markup is left in a text.

use portal::{
    diag::{Format, Printer, UiLang},
    engine::{self, Options, Silent},
    model::Date,
};
use regex::Regex;
use scraper::{Html, Node, Selector};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    title: String,
    first: String,
    order: Vec<String>,
    addresses: Vec<String>,
    #[serde(default)]
    shown: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    kept_back: Vec<String>,
    #[serde(default)]
    warnings: Vec<String>,
}

/// The outputs of a site, by path.
type Outputs = BTreeMap<String, Vec<u8>>;

/// Markup that a reader must not see.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?m)^\s*(:::|!!! |\?\?\?\+? |=== "|@tab )|\{\{[<%#]|\{%|\{:|\{ ?[.#]\w|</?[A-Z]\w+[ />]|--8<--|^import .* from |:material-|\{\{ ?\w+[. ]"#,
    )
    .expect("a valid expression")
});

#[test]
fn docsify() {
    check("docsify");
}

#[test]
fn docusaurus() {
    check("docusaurus");
}

#[test]
fn hexo() {
    check("hexo");
}

#[test]
fn hugo() {
    check("hugo");
}

#[test]
fn jekyll() {
    check("jekyll");
}

#[test]
fn mdbook() {
    check("mdbook");
}

#[test]
fn mkdocs() {
    check("mkdocs");
}

#[test]
fn starlight() {
    check("starlight");
}

#[test]
fn vitepress() {
    check("vitepress");
}

#[test]
fn vuepress() {
    check("vuepress");
}

#[test]
fn zola() {
    check("zola");
}

#[test]
fn every_generator_has_a_project() {
    for name in portal::model::READS.iter().filter(|name| !matches!(**name, "auto" | "plain")) {
        assert!(project(name).join("expected.toml").is_file(), "{name}");
    }
}

fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects").join(name)
}

fn check(name: &str) {
    let folder = project(name);
    let text = fs::read_to_string(folder.join("expected.toml")).expect("what is expected");
    let expected: Expected = toml::from_str(&text).expect("what is expected");
    let files = walkdir::WalkDir::new(folder.join("site")).into_iter().filter_map(Result::ok);
    assert!(files.filter(|entry| entry.file_type().is_file()).count() >= 12, "{name} has everything of its generator");

    let (outputs, warnings) = build(&folder.join("site"));
    assert_eq!(warnings, expected.warnings, "{name}: warnings");
    assert!(warnings.len() <= 2, "{name}: {warnings:#?}");
    let pages: BTreeMap<&str, Html> = outputs
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path.as_str(), Html::parse_document(&String::from_utf8_lossy(bytes))))
        .collect();

    let home = &pages["index.html"];
    let title = select(home, "meta[property='og:site_name']").first().and_then(|meta| meta.attr("content"));
    assert_eq!(title, Some(expected.title.as_str()), "{name}: the title of the site");
    assert_eq!(order(&expected.first, &pages), expected.order, "{name}: the order of pages");
    for address in &expected.addresses {
        assert!(output_of("index.html", address, &outputs).is_some(), "{name}: {address} is gone");
    }
    for (path, parts) in &expected.shown {
        let html = outputs.get(path).map(|bytes| String::from_utf8_lossy(bytes));
        let html = html.unwrap_or_else(|| panic!("{name}: there is no {path}; there are {:#?}", outputs.keys()));
        for part in parts {
            assert!(html.contains(part), "{name}: {path} lacks {part}\n{}", main_of(&html));
        }
    }
    for sentence in &expected.kept_back {
        let of = outputs.iter().find(|(_, bytes)| String::from_utf8_lossy(bytes).contains(sentence));
        assert!(of.is_none(), "{name}: {:?} shows {sentence}", of.map(|(path, _)| path));
    }
    for (path, page) in &pages {
        // Its links begin with the path of the site's address.
        if *path != "404.html" {
            check_links(name, path, page, &outputs, &pages);
        }
        let text = text_of(page);
        let left = MARKUP.find(&text);
        assert!(left.is_none(), "{name}: {path} has {:?} in its text\n{text}", left.map(|left| left.as_str()));
    }
}

fn main_of(html: &str) -> &str {
    html.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).map_or(html, |(main, _)| main)
}

/// Everything that is published, and the warnings.
fn build(site: &Path) -> (Outputs, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = folder.path().join("site");
    for (path, bytes) in read_all(site) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("writable");
        fs::write(path, bytes).expect("writable");
    }
    let out = folder.path().join("public");
    let today = Date::parse("2024-06-30").expect("a day");
    let report = engine::build(&Options { out: Some(out.clone()), jobs: 2, ..Options::new(&root, today) }, &Silent)
        .expect("a disk that works");
    let printer = Printer { format: Format::Short, lang: UiLang::En, ..Printer::default() };
    let said = printer.print_all(&report.diagnostics, &|path| report.sources.text(path));
    assert!(report.published, "{said}");
    (read_all(&out), said.lines().filter(|line| !line.contains(": hint[")).map(str::to_owned).collect())
}

fn read_all(folder: &Path) -> Outputs {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let read = |path: &Path| {
        let name = path.strip_prefix(folder).expect("below the folder").to_string_lossy().replace('\\', "/");
        (name, fs::read(path).expect("readable"))
    };
    files.map(|entry| read(entry.path())).collect()
}

fn select<'p>(page: &'p Html, selector: &str) -> Vec<scraper::ElementRef<'p>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

/// The titles of pages, from one on.
fn order(first: &str, pages: &BTreeMap<&str, Html>) -> Vec<String> {
    let (mut titles, mut seen, mut next) = (Vec::new(), BTreeSet::new(), Some(first.to_owned()));
    while let Some(path) = next.take().filter(|path| seen.insert(path.clone())) {
        let Some(page) = pages.get(path.as_str()) else { panic!("there is no {path}; there are {:#?}", pages.keys()) };
        let title = select(page, "h1").first().map(|title| title.text().collect::<String>());
        titles.push(title.unwrap_or_default().trim().to_owned());
        let link = select(page, "link[rel=next]").first().and_then(|link| link.attr("href")).map(str::to_owned);
        next = link.map(|link| file_of(&resolve(&path, &link)));
    }
    titles
}

/// The path that a link of an output leads to, without what stands behind `?` and `#`.
fn resolve(from: &str, link: &str) -> String {
    let base = url::Url::parse("https://x/").expect("an address").join(from).expect("a path");
    let path = base.join(link).expect("a link").path().trim_start_matches('/').to_owned();
    percent_encoding::percent_decode_str(&path).decode_utf8_lossy().into_owned()
}

fn file_of(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// The output that an address leads to, as servers of files answer.
fn output_of(from: &str, link: &str, outputs: &Outputs) -> Option<String> {
    let path = resolve(from, link);
    let candidates = [file_of(&path), format!("{path}/index.html"), format!("{path}.html")];
    candidates.into_iter().find(|file| outputs.contains_key(file))
}

fn check_links(name: &str, path: &str, page: &Html, outputs: &Outputs, pages: &BTreeMap<&str, Html>) {
    for element in page.tree.values().filter_map(|node| node.as_element()) {
        for attribute in ["href", "src"] {
            let Some(link) = element.attr(attribute).filter(|link| !link.is_empty()) else { continue };
            let is_outside = url::Url::parse(link).is_ok() || link.starts_with("//");
            if is_outside || element.name() == "meta" {
                continue;
            }
            let Some(target) = output_of(path, link, outputs) else {
                panic!("{name}: {path} leads to {link}, which is not there")
            };
            let anchor = link
                .split_once('#')
                .map(|(_, anchor)| percent_encoding::percent_decode_str(anchor).decode_utf8_lossy());
            if let (Some(anchor), Some(page)) = (anchor.filter(|anchor| !anchor.is_empty()), pages.get(target.as_str()))
            {
                let has_it = |node: &Node| {
                    node.as_element().is_some_and(|element| {
                        element.attr("id") == Some(&anchor) || element.attr("name") == Some(&anchor)
                    })
                };
                let is_redirect = !select(page, "meta[http-equiv]").is_empty();
                assert!(
                    is_redirect || page.tree.values().any(has_it),
                    "{name}: {path} leads to {link}, and there is no such anchor"
                );
            }
        }
    }
}

/// The text of a page outside of code, a line for each text in it.
fn text_of(page: &Html) -> String {
    let mut text = String::new();
    for node in page.tree.nodes() {
        let Node::Text(part) = node.value() else { continue };
        let is_code = node.ancestors().any(|above| {
            let name = above.value().as_element().map(|element| element.name());
            matches!(name, Some("code" | "pre" | "script" | "style" | "math" | "head"))
        });
        if !is_code {
            text.push_str(part);
            text.push('\n');
        }
    }
    text
}
