//! Where the links of all pages lead.
//!
//! In: the links of each page. Out: a [`LinkTarget`] for each; [`Site::href`] makes an [`Href`] of it.
//!
//! What always holds: most links name the path of a page or a file. The summary of the file has the hash of that path, its
//! [`LinkKey`], and one lookup finds it. Only the other links are resolved in full.
//!
//! Deliberately not here: what a link names (`link_parts`), and how it is resolved in full (`link_resolver`).

use super::{
    LinkTarget, Page, PageId, RaggedVec, Site, link_key::LinkKey, link_resolver::LinkResolver,
    link_target::folder_address, path_index::PathIndex,
};
use crate::{
    diag::Diagnostic,
    model::{Href, Link, RelPath, Url, decode_path, encode_raw},
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Where the links of some pages lead.
#[derive(Default, Debug)]
pub(super) struct ResolvedLinks {
    /// One for each link of each page.
    pub targets: RaggedVec<LinkTarget>,
    /// Files that pages show as images, each with the first page and link that does.
    pub shown: BTreeMap<usize, (PageId, usize)>,
    /// Page and link of those to resolve in full.
    open: Vec<(PageId, usize)>,
    /// Page and link of those to anchors of other pages. Those without such an anchor are resolved in full.
    anchored: Vec<(PageId, usize)>,
}

impl ResolvedLinks {
    /// Looks up the [`LinkKey`]s of some pages.
    pub(super) fn look_up(some: &[Page], paths: &PathIndex) -> ResolvedLinks {
        let mut resolved = ResolvedLinks::default();
        let ResolvedLinks { targets, shown, open, anchored } = &mut resolved;
        for page in some {
            let target = |(link, key): (usize, LinkKey)| {
                if key.is_raw() {
                    return LinkTarget::Raw;
                }
                let found = if key.is_open() { None } else { paths.find(key.path()) };
                if let (Some(LinkTarget::Page(_)), true) = (&found, key.has_anchor()) {
                    anchored.push((page.id, link));
                }
                if let (Some(LinkTarget::File(file)), true) = (&found, key.is_image()) {
                    shown.entry(*file).or_insert((page.id, link));
                }
                found.unwrap_or_else(|| {
                    open.push((page.id, link));
                    LinkTarget::Raw
                })
            };
            targets.push(page.link_keys().enumerate().map(target));
        }
        resolved
    }

    /// Appends the links of the next pages.
    pub(super) fn append(&mut self, next: &ResolvedLinks) {
        self.targets.append(&next.targets);
        self.open.extend(&next.open);
        self.anchored.extend(&next.anchored);
        for (file, place) in &next.shown {
            self.shown.entry(*file).or_insert(*place);
        }
    }

    /// Resolves the open links in full.
    pub(super) fn finish(&mut self, resolver: &LinkResolver, diagnostics: &mut Vec<Diagnostic>) {
        let leads_nowhere = |(page, link): &(PageId, usize)| {
            let LinkTarget::Page(to) = self.targets.of(*page)[*link] else { return false };
            let link = &resolver.pages[*page].document.links[*link];
            let anchor = resolver.input.setting.own.read(&link.target).fragment().map(decode_path);
            !resolver.pages[to].document.has_anchor(&anchor.unwrap_or_default())
        };
        self.open.par_extend(self.anchored.par_drain(..).filter(leads_nowhere));
        let resolve = |(page, link): &(PageId, usize)| {
            let page = &resolver.pages[*page];
            let in_metadata = *link >= page.document.links_of_metadata;
            let link = &page.document.links[*link];
            resolver.resolve(page, link, in_metadata || link.in_config)
        };
        let found: Vec<(LinkTarget, Option<Diagnostic>)> = self.open.par_iter().map(resolve).collect();
        for ((page, link), (target, of_link)) in self.open.drain(..).zip(found) {
            if let (LinkTarget::File(file), true) = (&target, resolver.pages[page].is_image(link)) {
                let first = self.shown.entry(*file).or_insert((page, link));
                *first = (*first).min((page, link));
            }
            self.targets.of_mut(page)[link] = target;
            diagnostics.extend(of_link);
        }
    }
}

/// The links of the newest page's recurring footer: title, link and target. It stands for all the others.
pub(super) fn footer_links(
    resolver: &LinkResolver,
    order: &[PageId],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, Link, LinkTarget)> {
    let mut pages = order.iter().map(|id| &resolver.pages[*id]);
    let Some(page) = pages.find(|page| page.flags.has_footer_links) else { return Vec::new() };
    let resolve = |(title, link): &(String, Link)| {
        let (target, wrong) = resolver.resolve(page, link, false);
        diagnostics.extend(wrong);
        (title.clone(), link.clone(), target)
    };
    page.document.footer_links.iter().map(resolve).collect()
}

/// For each page, those that link to it, the newest first.
pub(super) fn backlinks(pages: &[Page], order: &[PageId], targets: &RaggedVec<LinkTarget>) -> RaggedVec<PageId> {
    RaggedVec::turned(order.len(), |put| {
        for &from in order.iter().filter(|from| !pages[**from].flags.is_unlisted) {
            for target in targets.of(from) {
                if let LinkTarget::Page(to) = target
                    && *to != from
                {
                    put(*to, from);
                }
            }
        }
    })
}

impl Site {
    /// What the links of a page lead to.
    pub fn targets(&self, page: &Page) -> &[LinkTarget] {
        self.targets.of(page.id)
    }

    /// The page that a link of a page leads to.
    pub fn linked(&self, page: &Page, link: usize) -> Option<PageId> {
        if let LinkTarget::Page(to) = self.targets(page).get(link)? { Some(*to) } else { None }
    }

    /// What goes into the hole of a page's link.
    pub fn href(&self, page: &Page, link: usize) -> Option<Href> {
        Some(self.href_to(self.targets(page).get(link)?, page.document.links.get(link)?))
    }

    /// The file of an image that a page shows, by its link.
    pub fn image(&self, page: &Page, link: usize) -> Option<&RelPath> {
        match self.targets(page).get(link)? {
            LinkTarget::File(file) if page.is_image(link) => Some(&self.files[*file].0),
            _ => None,
        }
    }

    /// The links of the recurring footer, with their titles.
    pub fn footer_links(&self) -> impl Iterator<Item = (&str, Href)> {
        self.footer_links.iter().map(|(title, link, target)| (title.as_str(), self.href_to(target, link)))
    }

    fn href_to(&self, target: &LinkTarget, link: &Link) -> Href {
        let rest = || encode_raw(self.own.read(&link.target).rest);
        match target {
            LinkTarget::Page(to) => Href::Site(self.pages[*to].address.href() + &rest()),
            LinkTarget::File(file) => {
                let (path, size) = &self.files[*file];
                Href::File(self.asset_href(path) + &rest(), *size)
            }
            LinkTarget::Folder(folder) => Href::Site(folder_address(folder.as_str(), &self.config).href() + &rest()),
            LinkTarget::Other(href) => (**href).clone(),
            LinkTarget::Raw => Href::Raw(Url::new(&link.target)),
        }
    }
}
