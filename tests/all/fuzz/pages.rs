//! Whole pages, drawn with the default theme and read as a browser does: no address has a scheme that can run, and what
//! stands around a text stands there whatever is in it.

use portal::{
    engine::{self, Cache, Silent},
    model::{Date, Lang, RelPath, Syntax},
    parse,
    source::{Snapshot, ThemeFiles},
};
use scraper::{Html, Node};
use std::{collections::BTreeMap, sync::LazyLock};

/// Attributes that hold an address.
const ADDRESSES: [&str; 14] = [
    "href",
    "src",
    "cite",
    "poster",
    "action",
    "formaction",
    "data",
    "background",
    "longdesc",
    "codebase",
    "manifest",
    "lowsrc",
    "dynsrc",
    "content",
];
const SCHEMES: [&str; 11] = ["http", "https", "mailto", "tel", "ftp", "irc", "ircs", "xmpp", "geo", "sms", "magnet"];
/// Folders whose pages have fields of their own.
const FOLDERS: [&str; 4] = ["", "people/", "partners/", "events/"];

static CACHE: LazyLock<Cache> = LazyLock::new(Cache::new);

/// The first byte chooses the options (8: all forms of other generators are read); the first line is an address in `book.toml`, the rest a page.
pub(super) fn check(bytes: &[u8]) {
    let Some((options, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let (address, page) = text.split_once('\n').unwrap_or(("", text));
    let folder = FOLDERS[usize::from(options >> 1) % FOLDERS.len()];
    let html = if options & 1 == 1 { "sanitize" } else { "keep" };
    for (path, html) in draw(html, options & 8 == 8, address, &format!("{folder}a.md"), page) {
        if path.ends_with(".html") {
            check_addresses(&html);
            check_stays(&html);
            // Other pages show fields between the text and what is searched for.
            if folder.is_empty() {
                check_frame(&html);
            }
        }
    }
}

/// A page that is only drawn: reading it as a browser does takes longer.
pub(super) fn check_long(page: &str) {
    assert!(!draw("keep", true, "", "a.md", page).is_empty(), "it is published");
}

/// Everything that is made of one page, by path.
fn draw(html: &str, with_foreign: bool, address: &str, path: &str, page: &str) -> BTreeMap<String, String> {
    let address = serde_json::to_string(address).expect("a text");
    let syntax = if with_foreign { Syntax::WORDS.map(|(word, _)| word).to_vec() } else { Vec::new() };
    let book = format!(
        "[book]\ntitle = \"T\"\nlanguage = \"en\"\n[markdown]\nhtml = \"{html}\"\nsyntax = {syntax:?}\n[portal]\nmenu = [{{ title = \"M\", url = \
         {address} }}]\nlinks = [{{ title = \"L\", url = {address} }}]\n"
    );
    let name = |name: &str| RelPath::new(name).expect("a plain path");
    let (mut config, _) = parse::config::read(&name("book.toml"), book.as_bytes());
    config.base_url = Some("https://example.org/".into());
    let files = BTreeMap::from([(name(path), page.as_bytes().to_vec()), (name("b.md"), b"# B\n".to_vec())]);
    let today = Date::parse("2024-06-30").expect("a date");
    let snapshot = Snapshot::of_files(&files, config.src.as_ref(), ThemeFiles::embedded(), today);
    let build =
        engine::plan_site(&snapshot, &config, &Lang::new("en").expect("a tag"), &CACHE, &Silent).expect("readable");
    if build.has_errors(false) {
        return BTreeMap::new();
    }
    let (outputs, _) = build.outputs(&CACHE);
    outputs.into_iter().map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

/// As the URL standard reads them.
fn check_addresses(html: &str) {
    let base = url::Url::parse("https://example.org/a/").expect("an address");
    let page = Html::parse_document(html);
    for element in page.tree.values().filter_map(|node| node.as_element()) {
        for (name, value) in element.attrs() {
            let local = name.strip_prefix("xlink:").unwrap_or(name);
            let is_removed = match element.name() {
                "iframe" => local == "srcdoc" && !value.is_empty(),
                "set" | "animate" | "animateColor" | "animateMotion" | "animateTransform" => {
                    local.eq_ignore_ascii_case("attributename") && matches!(value, "href" | "xlink:href")
                }
                _ => false,
            };
            assert!(!is_removed, "<{} {name}={value:?}> in {html}", element.name());
            let mut addresses = Vec::new();
            if ADDRESSES.contains(&local) && !(local == "content" && element.name() == "meta") {
                addresses.push(value);
            }
            if local == "ping" {
                addresses.extend(value.split_ascii_whitespace());
            }
            if matches!(local, "srcset" | "imagesrcset") {
                addresses.extend(candidates(value));
            }
            for address in addresses {
                let scheme = base.join(address).map(|url| url.scheme().to_owned()).unwrap_or("https".into());
                assert!(SCHEMES.contains(&&*scheme), "{address:?} of <{} {name}={value:?}> in {html}", element.name());
            }
        }
    }
}

/// The addresses of a `srcset`: what is behind a blank, up to a comma, is a size.
fn candidates(mut value: &str) -> Vec<&str> {
    let mut found = Vec::new();
    loop {
        value = value.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if value.is_empty() {
            return found;
        }
        let (address, rest) = value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len()));
        found.push(address.trim_end_matches(','));
        let ends = address.ends_with(',');
        value = if ends { rest } else { rest.split_once(',').map_or("", |(_, rest)| rest) };
    }
}

/// No page moves its readers to another one, except those that stand at an old address, whose head says so.
fn check_stays(html: &str) {
    let page = Html::parse_document(html);
    for node in page.tree.nodes() {
        let Some(element) = node.value().as_element() else { continue };
        let parent = node.parent().and_then(|parent| parent.value().as_element()).map_or("", |parent| parent.name());
        let moves = element.attr("http-equiv").is_some_and(|value| value.eq_ignore_ascii_case("refresh"));
        assert!(element.name() != "base" && (!moves || parent == "head"), "<{}> in {html}", element.name());
    }
}

/// What is around the text of a page is the same as around another text.
fn check_frame(html: &str) {
    const START: &str = "<div class=\"prose\" data-content>\n";
    const END: &str = "\n</div>\n<footer data-pagefind-ignore>";
    let Some(start) = html.find(START).map(|found| found + START.len()) else { return };
    let Some(end) = html.rfind(END).filter(|end| start <= *end) else { return };
    let plain = [&html[..start], "<p>x</p>", &html[end..]].concat();
    let (found, expected) = (around(html), around(&plain));
    let differs = found.iter().zip(&expected).position(|(found, expected)| found != expected);
    let at = differs.unwrap_or(found.len().min(expected.len()));
    assert_eq!(found.get(at), expected.get(at), "in {}", &html[start..end]);
}

/// A page without its text, as a browser reads it: a line for each node, with its depth.
fn around(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut lines = Vec::new();
    let mut waiting = vec![(page.tree.root(), 0)];
    while let Some((node, depth)) = waiting.pop() {
        match node.value() {
            Node::Element(element) => {
                let mut attributes: Vec<_> = element.attrs().collect();
                attributes.sort_unstable();
                lines.push(format!("{depth} {} {attributes:?}", element.name()));
                if element.attr("data-content").is_some() && element.attr("class") == Some("prose") {
                    continue;
                }
            }
            Node::Text(text) if !text.trim().is_empty() => lines.push(format!("{depth} {:?}", text.trim())),
            _ => {}
        }
        let children: Vec<_> = node.children().collect();
        waiting.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
    }
    lines
}
