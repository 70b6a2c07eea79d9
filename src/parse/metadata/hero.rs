//! The head of a home page, as VitePress, VuePress and Starlight write it: `hero` and `features`.
//!
//! In: the fields of a page. Out: its title and its summary, and Markdown that stands before the body: the links of the
//! head, and the features as cards.
//!
//! Deliberately not here: icons, colours, and where things stand.

use super::{
    FieldText, Metadata,
    foreign::image_target,
    publication::{FreeFields, inside, text, value},
};
use crate::{
    model::{Link, Node, Value},
    parse::fields::nfc,
};

/// Fields of other tools that are read here.
pub(super) const NAMES: [&str; 8] =
    ["hero", "hero_text", "hero_image", "tagline", "actions", "action_text", "action_link", "features"];

/// Reads the head of a page. Returns its image.
pub(super) fn read(fields: &mut FreeFields, in_config: bool, metadata: &mut Metadata) -> Option<Link> {
    let [hero, hero_text, hero_image, tagline, actions, action_text, action_link, features] =
        NAMES.map(|name| fields.node(name));
    let within = |name: &str| hero.and_then(|hero| value(hero, name));
    let Metadata { meta, head, .. } = metadata;
    let title = [within("name"), within("title"), hero_text].into_iter().flatten().find_map(plain);
    if let Some(title) = title.filter(|_| meta.is_unnamed) {
        (meta.title, meta.is_unnamed) = (title, false);
    }
    // They are one sentence in two parts.
    let said = [within("text"), within("tagline").or(tagline)].into_iter().flatten().filter_map(plain);
    let said = said.collect::<Vec<_>>().join(" · ");
    let is_head = hero.or(hero_text).or(features).is_some();
    if is_head && meta.summary.is_none() && !said.is_empty() {
        meta.summary = Some(said);
    }
    let actions = within("actions").or(actions).map_or(&[][..], items);
    let mut links: Vec<String> = actions.iter().filter_map(|action| link(inside(action, "text")?, action)).collect();
    if let (Some(label), Some(target)) = (action_text.and_then(text), action_link.and_then(text)) {
        links.push(format!("[{label}](<{target}>)"));
    }
    let features: String = features.map_or(&[][..], items).iter().filter_map(feature).collect();
    let features = if features.is_empty() { features } else { format!("<!-- cards -->\n{features}") };
    let markdown = [links.join(" · "), features].join("\n\n");
    if let Some(node) = hero.or(hero_text).or(actions.first()).filter(|_| !markdown.trim().is_empty()) {
        *head = Some(FieldText { text: markdown, at: node.at.clone(), in_config });
    }
    let image = within("image").or(hero_image)?;
    Some(Link { target: image_target(image)?, image: true, at: image.at.clone(), in_config })
}

/// One item of the list of features.
fn feature(feature: &Node) -> Option<String> {
    let title = plain(value(feature, "title")?)?;
    let title = link(&title, feature).unwrap_or_else(|| format!("**{title}**"));
    let details = value(feature, "details").and_then(plain);
    Some(match details {
        Some(details) => format!("- {title}\n\n  {details}\n"),
        None => format!("- {title}\n"),
    })
}

/// A link to where an action or a feature leads.
fn link(label: &str, node: &Node) -> Option<String> {
    let target = inside(node, "link").filter(|target| !target.contains(['<', '>', '\n']))?;
    (!target.is_empty()).then(|| format!("[{label}](<{target}>)"))
}

/// A text in one line.
fn plain(node: &Node) -> Option<String> {
    let words: Vec<&str> = text(node)?.split_whitespace().collect();
    (!words.is_empty()).then(|| nfc(&words.join(" ")))
}

fn items(node: &Node) -> &[Node] {
    if let Value::List(nodes) = &node.value { nodes } else { std::slice::from_ref(node) }
}
