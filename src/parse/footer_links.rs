//! The links of the recurring footer that a `strip` rule took off a body.
//!
//! In: the Markdown of the footer. Out: its links with their texts, in order, each target once. Images and
//! everything else in it are dropped: the site shows the links once, at the foot of every page.

use crate::model::{Link, is_safe_scheme, scheme};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// `offset` is where the footer begins in its file.
pub fn links(footer: &str, offset: usize) -> Vec<(String, Link)> {
    if footer.is_empty() {
        return Vec::new();
    }
    let mut links: Vec<(String, Link)> = Vec::new();
    let mut open: Option<(String, Link)> = None;
    for (event, at) in Parser::new_ext(footer, Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                let at = offset + at.start..offset + at.end;
                open =
                    Some((String::new(), Link { target: dest_url.into_string(), image: false, at, in_config: false }));
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some((title, _)) = &mut open {
                    title.push_str(&text);
                }
            }
            Event::End(TagEnd::Link) => {
                if let Some((title, link)) = open.take() {
                    let safe = scheme(&link.target).is_none_or(|scheme| is_safe_scheme(&scheme));
                    let known = links.iter().any(|(_, other)| other.target == link.target);
                    if safe && !known && !title.trim().is_empty() {
                        links.push((title.trim().to_owned(), link));
                    }
                }
            }
            _ => {}
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::links;

    #[test]
    fn a_tail_is_its_links_each_once() {
        let footer = "#### [一](../a.md \"t\")  \n![图](p.jpg)\n#### [二](https://x.com)\n[again](../a.md) [bad](javascript:x)\n";
        let found: Vec<_> =
            links(footer, 0).into_iter().map(|(title, link)| format!("{title} -> {}", link.target)).collect();
        assert_eq!(found, ["一 -> ../a.md", "二 -> https://x.com"]);
    }
}
