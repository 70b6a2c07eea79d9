//! Orphans: pages that no page links to and no shared term leads to.
//!
//! Lists by folder and date do not count: everything is in one of those. What the menu, the footer, a field of another
//! page, an author's name, a collection, a map, an audience or a page's other language leads to is no orphan.

use super::source;
use crate::{
    diag::{Code, Diagnostic},
    model::{Facet, Href},
    site::{Page, PageId, Site},
};
use std::collections::BTreeSet;

/// In the order of their paths.
pub fn orphans(site: &Site) -> Vec<PageId> {
    let config = &site.config;
    let columns = config.footer.columns.iter().flat_map(|(_, links)| links);
    let links = config.links.iter().chain(columns).chain(&config.hero.actions);
    let urls = config.menu.iter().map(|entry| &entry.url).chain(links.map(|(_, url)| url));
    let written = urls.map(|url| url.trim_start_matches('/').to_owned());
    let footer_links = site.footer_links().filter_map(|(_, href)| match href {
        Href::Site(url) => Some(url),
        Href::File(..) | Href::Raw(_) => None,
    });
    let named: BTreeSet<String> = written.chain(footer_links).collect();
    let found = |page: &Page| {
        let chosen = site.terms_of(page).next().is_some()
            || !page.relations().audiences.is_empty()
            || !page.relations().places.is_empty();
        let joined = !page.relations().maps.is_empty()
            || !page.relations().refs.is_empty()
            || !page.relations().referenced.is_empty();
        let entrance = !page.relations().works.is_empty() || site.kind(page).has(Facet::Audience);
        chosen || joined || entrance || !site.backlinks(page.id).is_empty() || named.contains(&page.address.href())
    };
    let lost = |page: &Page| !found(page) && !page.relations().translations.values().any(|id| found(&site.pages[*id]));
    site.listed().filter(|(_, page)| lost(page)).map(|(id, _)| id).collect()
}

pub(super) fn hints(site: &Site, hints: &mut Vec<Diagnostic>) {
    hints.extend(orphans(site).into_iter().map(|id| Diagnostic::new(Code::P1001, &source(site, &site.pages[id]))));
}
