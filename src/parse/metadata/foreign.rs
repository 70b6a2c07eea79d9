//! Fields of other tools that say in a form of their own where a page stands and what it looks like.
//!
//! In: the fields of a page, and its kind. Out: what [`Meta`] has for it.
//!
//! What always holds: a field of ours, and one that the page's kind has, wins. A value that has no meaning here is passed
//! over without a diagnostic: themes give these names to many things.

use super::publication::{FreeFields, inside, text, value};
use crate::{
    model::{Link, Meta, Node, PathRules, RelPath, Value},
    parse::fields::nfc,
};

/// Fields of other tools that are read here.
pub(super) const NAMES: [&str; 8] =
    ["permalink", "url", "sidebar", "nav_exclude", "nav_order", "order", "excerpt", "subtitle"];

/// Names of the image of a page.
pub(super) const IMAGES: [&str; 10] = [
    "cover",
    "cover_image",
    "banner",
    "header_img",
    "header_image",
    "featured_image",
    "feature_image",
    "thumbnail",
    "index_img",
    "images",
];

/// Parts of a table that is an image.
const IMAGE_PARTS: [&str; 6] = ["image", "src", "url", "path", "file", "dark"];

/// Reads the fields; what another table of the page said before stays.
pub(super) fn read(fields: &mut FreeFields, rules: PathRules, meta: &mut Meta) {
    let permalink = |text| permalink(text, rules.begins_at_root);
    let addresses = ["permalink", "url"].map(|name| fields.node(name).and_then(text).and_then(permalink));
    meta.permalink = addresses.into_iter().flatten().next().or(meta.permalink.take());
    meta.unlisted |= meta.permalink.as_deref() == Some("/404.html");
    let sidebar = fields.node("sidebar");
    let label = sidebar.and_then(|sidebar| inside(sidebar, "label")).filter(|label| !label.is_empty()).map(nfc);
    meta.link_title = meta.link_title.take().or(label);
    let is_hidden = sidebar.and_then(|sidebar| inside(sidebar, "hidden")) == Some("true");
    meta.nav_exclude |= is_hidden || fields.is("nav_exclude", true);
    let order = [fields.node("nav_order"), fields.node("order"), sidebar.and_then(|sidebar| value(sidebar, "order"))];
    let order = order.into_iter().flatten().filter_map(text).find_map(thousandths);
    meta.weight = meta.weight.or(order);
    let texts = ["excerpt", "subtitle"].map(|name| fields.node(name).and_then(text).filter(|text| !text.is_empty()));
    meta.summary = meta.summary.take().or(texts.into_iter().flatten().next().map(nfc));
}

/// The image that a page has under another name.
pub(super) fn image(fields: &mut FreeFields, in_config: bool) -> Option<Link> {
    let found = IMAGES.map(|name| fields.node(name));
    let node = found.into_iter().flatten().find(|node| image_target(node).is_some())?;
    Some(Link { target: image_target(node)?, image: true, at: node.at.clone(), in_config })
}

/// The address of an image: alone, in a table, or the first of a list. A colour or `true` is none.
pub(super) fn image_target(node: &Node) -> Option<String> {
    let is_image = |text: &&str| text.contains(['.', '/']) && !text.contains("{{") && !text.starts_with(['~', '@']);
    match &node.value {
        Value::List(nodes) => nodes.first().and_then(image_target),
        Value::Table(_) => IMAGE_PARTS.iter().find_map(|part| image_target(value(node, part)?)),
        _ => text(node).filter(is_image).map(nfc),
    }
}

/// A whole address, as a path on the site. A pattern and an address elsewhere are none, and neither is a single word if it
/// may be the name of a pattern.
fn permalink(text: &str, may_be_word: bool) -> Option<String> {
    let is_path = (may_be_word && !text.is_empty() || text.contains(['/', '.']))
        && !text.contains([':', '{', '?', '#', ' ', '\\']);
    let is_inside = RelPath::new_from("", text.trim_start_matches('/')).is_some();
    (is_path && is_inside && !text.starts_with("//")).then(|| nfc(text))
}

/// A number, in thousandths; weights are in these.
fn thousandths(text: &str) -> Option<i64> {
    text.parse().ok().filter(|number: &f64| number.abs() < 1e12).map(|number| (number * 1000.0).round() as i64)
}
