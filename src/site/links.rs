//! Where links lead.
//!
//! In: links as written: relative to the file, from the root, to a folder, into the project's own repository
//! on the web, within the page. Out: a [`LinkTarget`] for each; [`Site::href`] makes an [`Href`] of it. A link
//! that leads nowhere has a diagnostic.
//!
//! What always holds: a link that cannot be followed stays as it was written; nothing is guessed. Most links name the
//! path of a page or a file: the summary of the file has the hash of that path, and one lookup finds it. Only the other
//! links are resolved in full.

use super::{
    FileSummary, LanguageSite, LinkTarget, Page, PageId, RaggedVec, Setting, Site, SiteInput,
    file_summary::{LinkKey, path_key},
    git_host,
    link_parts::{is_line, paths_of_metadata, relative},
    link_target::{asset_address, folder_address},
    path_index::PathIndex,
};
use crate::{
    diag::{Code, Diagnostic, nearest},
    model::{Address, Href, Link, RelPath, Url, decode_path, encode_path, encode_raw},
};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, OnceLock},
};

/// Anchors of a page that are compared with a wrong one, to suggest the nearest.
const MOST_ANCHORS: usize = 300;

/// Resolves a link in full.
pub(super) struct LinkResolver<'a> {
    pub input: &'a SiteInput<'a>,
    pub pages: &'a [Page],
    pub paths: &'a PathIndex,
    pub hidden: &'a [Arc<FileSummary>],
    pub languages: &'a [LanguageSite],
    pub slow: SlowIndex<'a>,
}

/// Indices that only few links need: those that name no path of a page or a file. Each is built at its first use.
#[derive(Default)]
pub(super) struct SlowIndex<'a> {
    hidden: OnceLock<HashSet<&'a RelPath>>,
    /// All addresses; the page, if it is the address of a document.
    addresses: OnceLock<HashMap<Address, Option<PageId>>>,
    /// Every file by its name in lower case, for suggestions.
    by_name: OnceLock<HashMap<String, Vec<&'a RelPath>>>,
}

impl<'a> LinkResolver<'a> {
    fn setting(&self) -> &'a Setting<'a> {
        self.input.setting
    }

    fn hidden(&self) -> &HashSet<&'a RelPath> {
        self.slow.hidden.get_or_init(|| self.hidden.iter().map(|summary| &summary.document.path).collect())
    }

    fn addresses(&self) -> &HashMap<Address, Option<PageId>> {
        self.slow.addresses.get_or_init(|| {
            let sections = self.languages.iter().flat_map(|language| language.sections.values());
            let taxonomies = || self.languages.iter().flat_map(|language| language.taxonomies.values());
            let generated = sections.map(|section| &section.address);
            let terms = taxonomies()
                .flat_map(|taxonomy| taxonomy.terms.values().map(|term| &term.address).chain([&taxonomy.address]));
            let written = self.pages.iter().map(|page| (&page.address, Some(page.id)));
            let all = generated.chain(terms).map(|address| (address, None)).chain(written);
            let all_terms = taxonomies().flat_map(|taxonomy| taxonomy.terms.values());
            let redirects = all_terms.flat_map(|term| &term.redirects).map(|address| (address, None));
            let aliases = self.pages.iter().filter(|page| page.flags.has_aliases).flat_map(|page| {
                let aliases = super::aliases(page, self.setting().config).filter_map(Result::ok);
                aliases.map(|alias| (alias.address, Some(page.id)))
            });
            let aliases: Vec<_> = aliases.collect();
            let mut addresses: HashMap<_, _> =
                redirects.chain(all).map(|(address, page)| (address.clone(), page)).collect();
            for (address, page) in aliases {
                addresses.entry(address).or_insert(page);
            }
            let config = self.setting().config;
            for page in self.pages.iter().filter(|page| super::audience::is_audience(page, config)) {
                let prefix = &self.languages[page.language].prefix;
                addresses.insert(super::matrix_address(prefix, config.urls), None);
            }
            addresses
        })
    }

    fn by_name(&self) -> &HashMap<String, Vec<&'a RelPath>> {
        self.slow.by_name.get_or_init(|| {
            let mut by_name: HashMap<String, Vec<&RelPath>> = HashMap::new();
            let files = self.input.files.iter().map(|(path, _)| path);
            for path in self.pages.iter().map(|page| &page.document.path).chain(files) {
                by_name.entry(path.name().to_lowercase()).or_default().push(path);
            }
            by_name
        })
    }

    /// Resolves a link in full.
    fn resolve(&self, here: &Page, link: &Link, in_metadata: bool, report: &mut impl FnMut(Diagnostic)) -> LinkTarget {
        let setting = self.setting();
        let written = setting.own.read(&link.target);
        let target = written.target;
        if written.is_own {
            // A link into the repository that finds nothing here is right on the web all the same.
            let path = setting.in_sources(&decode_path(written.path));
            return path.and_then(|path| self.find(&path, here, written.rest)).unwrap_or(LinkTarget::Raw);
        }
        if written.is_elsewhere() {
            return LinkTarget::Raw;
        }
        let anchor = written.fragment().map(decode_path);
        if written.path.is_empty() {
            if let Some(anchor) = anchor {
                self.check_anchor(here, here, link, &anchor, report);
            }
            return LinkTarget::Raw;
        }
        let decoded = decode_path(written.path);
        let of_metadata =
            if in_metadata { paths_of_metadata(here.document.path.folder(), &decoded) } else { Vec::new() };
        let is_known = |path: &&RelPath| self.folder(path).is_some() || self.hidden().contains(*path);
        let found = of_metadata.iter().find(|path| self.find(path, here, "").is_some());
        let found = found.or_else(|| of_metadata.iter().find(is_known)).cloned();
        let from_sources = of_metadata.last();
        let resolved = match decoded.strip_prefix('/') {
            _ if found.is_some() => found,
            Some(absolute) => setting.in_sources(absolute).or_else(|| RelPath::new(absolute)),
            None => RelPath::new_from(here.document.path.folder(), &decoded),
        };
        let Some(resolved) = resolved else {
            // Above the sources, but perhaps still in the repository.
            let outside = RelPath::new_from(setting.src, here.document.path.folder())
                .and_then(|folder| RelPath::new_from(folder.as_str(), &decoded));
            return match (outside, setting.repository) {
                (Some(path), Some(repository)) => git_host::file(repository, &path, &decoded, link.image, written.rest),
                (None, Some(repository)) if let Some(place) = git_host::place(here.shown.folder(), &decoded) => {
                    let url = format!("{}/{}{}", repository.url, encode_path(place), written.rest);
                    LinkTarget::Other(Box::new(Href::Raw(Url::new(&url))))
                }
                _ => {
                    report(self.diagnostic(here, link, Code::P0503).arg("target", target));
                    LinkTarget::Raw
                }
            };
        };
        if let Some(found) = self.find(&resolved, here, written.rest) {
            let is_document = self.paths.page(path_key(&resolved)).is_some();
            if let (LinkTarget::Page(to), Some(anchor), true) = (&found, anchor, is_document) {
                // A line of the source: the Git host shows it, the page has none.
                if !is_line(&anchor) {
                    self.check_anchor(here, &self.pages[*to], link, &anchor, report);
                }
            }
            return found;
        }
        if let Some(folder) = self.folder(&resolved).filter(|_| !link.image) {
            return folder;
        }
        // Hidden files are not read, so they may exist.
        let is_hidden = resolved.as_str().split('/').any(|part| part.starts_with('.') && !part.starts_with(".."));
        if is_hidden
            && let Some(repository) = setting.repository
            && let Some(path) = RelPath::new_from(setting.src, resolved.as_str())
        {
            return git_host::file(repository, &path, &decoded, link.image, written.rest);
        }
        if self.hidden().contains(&resolved) {
            report(self.diagnostic(here, link, Code::P0504).arg("target", target));
        } else {
            let code = match link.image {
                _ if is_hidden => Code::P0561,
                true if super::link_parts::is_media(&resolved) => Code::P0560,
                true => Code::P0505,
                false => Code::P0501,
            };
            let nearest = if is_hidden { None } else { self.suggestion(here, &resolved) };
            let nearest = nearest.or_else(|| self.suggestion(here, from_sources?));
            report(self.diagnostic(here, link, code).arg("target", target).nearest(nearest));
        }
        LinkTarget::Raw
    }

    /// A folder of files without a page: in the repository, where that is known, else the list of its files.
    fn folder(&self, path: &RelPath) -> Option<LinkTarget> {
        let files = &self.input.files;
        let inside = |file: &RelPath| {
            path.as_str().is_empty()
                || file.as_str().strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        let first = files.partition_point(|(file, _)| file.as_str() < path.as_str());
        // Files such as `a-b` stand between the folder `a` and what is in it.
        let mut after = files[first..].iter().take_while(|(file, _)| file.as_str().starts_with(path.as_str()));
        after.find(|(file, _)| inside(file))?;
        let Some(repository) = self.setting().repository else {
            return Some(LinkTarget::Folder(Box::new(path.clone())));
        };
        let shown = RelPath::new_from(self.setting().src, path.as_str())?;
        let (url, branch) = (&repository.url, &repository.branch);
        let page = format!("{url}/tree/{branch}/{}", encode_path(shown.as_str()));
        Some(LinkTarget::Other(Box::new(Href::Raw(Url::new(&page)))))
    }

    /// A file, a folder or an address at `path`.
    fn find(&self, path: &RelPath, here: &Page, rest: &str) -> Option<LinkTarget> {
        let Setting { config, lang, .. } = self.setting();
        let found = self.find_as(path, path, Some(&self.languages[here.language]), rest).or_else(|| {
            // The folder of a language is not in the addresses of the site's own, and first in those of others.
            let inside = RelPath::new_from(path.as_str(), "README.md")?;
            let (named, inner) = config.language_of(&inside, Some(lang));
            let (named, inner) = (named?, RelPath::new(inner.folder())?);
            let prefix = if named == **lang { "" } else { named.as_str() };
            let language = self.languages.iter().find(|language| language.lang == named);
            self.find_as(&inner, &RelPath::new_from(prefix, inner.as_str())?, language, rest)
        });
        // As some tools have it, a page by its name alone.
        found.or_else(|| self.paths.find(path_key(&RelPath::new(&format!("{path}.md"))?)))
    }

    /// A file or a folder at `path` in a language, or what is at `address`.
    fn find_as(
        &self,
        path: &RelPath,
        address: &RelPath,
        language: Option<&LanguageSite>,
        rest: &str,
    ) -> Option<LinkTarget> {
        if let Some(found) = self.paths.find(path_key(path)) {
            return Some(found);
        }
        let generated = |address: &Address| LinkTarget::Other(Box::new(Href::Site(address.href() + &encode_raw(rest))));
        if let Some(section) = language.and_then(|language| language.sections.get(path.as_str())) {
            return Some(section.own.map_or_else(|| generated(&section.address), LinkTarget::Page));
        }
        let addresses = self.addresses();
        let (address, page) =
            [format!("{address}/"), address.to_string(), format!("{address}/index.html"), format!("{address}.html")]
                .into_iter()
                .find_map(|address| addresses.get_key_value(&Address::file(address)))?;
        Some(page.map_or_else(|| generated(address), LinkTarget::Page))
    }

    fn check_anchor(&self, here: &Page, page: &Page, link: &Link, anchor: &str, report: &mut impl FnMut(Diagnostic)) {
        let document = &page.document;
        if !document.has_anchor(anchor) {
            // A page of thousands of headings would be compared with each of its links.
            let nearest = nearest(anchor, document.own_anchors().take(MOST_ANCHORS)).map(|id| format!("#{id}"));
            let diagnostic = self.diagnostic(here, link, Code::P0502).arg("anchor", format!("#{anchor}"));
            report(diagnostic.arg("page", &page.shown).nearest(nearest));
        }
    }

    fn diagnostic(&self, here: &Page, link: &Link, code: Code) -> Diagnostic {
        let path = if link.in_config { &self.setting().config.file } else { &here.shown };
        Diagnostic::new(code, path).at(link.at.clone())
    }

    /// A file of the same name elsewhere, else one in the same folder with nearly the same name; relative to
    /// the page, as the link would have to be written.
    fn suggestion(&self, here: &Page, missing: &RelPath) -> Option<String> {
        let folder = here.document.path.folder();
        if let Some(named) = self.by_name().get(&missing.name().to_lowercase()) {
            let best =
                named.iter().min_by_key(|path| (strsim::levenshtein(path.as_str(), missing.as_str()), **path))?;
            return Some(relative(folder, best.as_str()));
        }
        let section = self.languages[here.language].sections.get(missing.folder())?;
        let names = section.pages.iter().map(|id| self.pages[*id].document.path.name());
        let name = nearest(missing.name(), names).filter(|_| section.pages.len() <= 500)?;
        Some(relative(folder, &format!("{}/{name}", missing.folder())))
    }
}

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
            let anchor = resolver.setting().own.read(&link.target).fragment().map(decode_path);
            !resolver.pages[to].document.has_anchor(&anchor.unwrap_or_default())
        };
        self.open.par_extend(self.anchored.par_drain(..).filter(leads_nowhere));
        let resolve = |(page, link): &(PageId, usize)| {
            let mut diagnostics = Vec::new();
            let page = &resolver.pages[*page];
            let in_metadata = *link >= page.document.links_of_metadata;
            let link = &page.document.links[*link];
            let target =
                resolver.resolve(page, link, in_metadata || link.in_config, &mut |found| diagnostics.push(found));
            (target, diagnostics)
        };
        let found: Vec<(LinkTarget, Vec<Diagnostic>)> = self.open.par_iter().map(resolve).collect();
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

/// The links of the newest page's recurring footer, with their targets. It stands for all the others.
pub(super) fn footer_links<'a>(
    resolver: &LinkResolver<'a>,
    order: &[PageId],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(&'a (String, Link), LinkTarget)> {
    let mut pages = order.iter().map(|id| &resolver.pages[*id]);
    let Some(page) = pages.find(|page| page.flags.has_footer_links) else { return Vec::new() };
    let mut report = |diagnostic| diagnostics.push(diagnostic);
    page.document.footer_links.iter().map(|link| (link, resolver.resolve(page, &link.1, false, &mut report))).collect()
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

    pub(super) fn href_to(&self, target: &LinkTarget, link: &Link) -> Href {
        let rest = || encode_raw(self.own.read(&link.target).rest);
        match target {
            LinkTarget::Page(to) => Href::Site(self.pages[*to].address.href() + &rest()),
            LinkTarget::File(file) => {
                let (path, size) = &self.files[*file];
                let moved = self.moved.get(path).map(Address::href);
                Href::File(moved.unwrap_or_else(|| asset_address(path).href()) + &rest(), *size)
            }
            LinkTarget::Folder(folder) => Href::Site(folder_address(folder.as_str(), &self.config).href() + &rest()),
            LinkTarget::Other(href) => (**href).clone(),
            LinkTarget::Raw => Href::Raw(Url::new(&link.target)),
        }
    }
}
