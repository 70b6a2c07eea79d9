//! What a browser makes of HTML has nothing in it that could run.

use portal::model::{is_safe_scheme, scheme};
use scraper::Html;

/// Elements that run, or load what runs, or have been ways around sanitisers.
const RUNS: [&str; 14] = [
    "script", "style", "iframe", "frame", "object", "embed", "form", "base", "meta", "link", "svg", "math", "template",
    "noscript",
];
const ADDRESSES: [&str; 8] = ["href", "src", "cite", "poster", "action", "formaction", "data", "background"];

/// `ours` are elements that we put there ourselves.
pub(super) fn check(html: &str, ours: &[&str]) {
    let page = Html::parse_document(&format!("<!doctype html><body><div>{html}</div>"));
    for element in page.tree.values().filter_map(|node| node.as_element()) {
        let is_ours = ours.contains(&element.name());
        assert!(is_ours || !RUNS.contains(&element.name()), "<{}> in {html}", element.name());
        for (name, value) in element.attrs() {
            let runs = name.starts_with("on") || matches!(name, "style" | "srcdoc");
            let addresses: Vec<&str> = match name {
                "srcset" => value.split([',', ' ']).collect(),
                name if ADDRESSES.contains(&name) => vec![value],
                _ => Vec::new(),
            };
            let are_safe = addresses.into_iter().all(|address| scheme(address).as_deref().is_none_or(is_safe_scheme));
            assert!(!runs && are_safe, "{name}={value:?} in {html}");
        }
    }
}
