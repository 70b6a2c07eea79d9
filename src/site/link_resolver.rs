//! Resolves in full the few links that name no path of a page or a file.
//!
//! In: a link: to a folder, to a generated page, in metadata, to a file that is not among the sources, or wrong. Out: its
//! [`LinkTarget`], and a diagnostic if it leads nowhere.
//!
//! What always holds: a link that cannot be followed stays as it was written; nothing is guessed.

use super::{
    FileSummary, LanguageSite, LinkTarget, Page, PageId, SiteInput, SiteNavigation,
    address::without_date,
    aliases,
    audience::{is_audience, matrix_address},
    git_host,
    link_key::path_key,
    link_parts::{LinkParts, LinkPath, is_line, is_media, paths_of_metadata, relative},
    path_index::PathIndex,
};
use crate::{
    diag::{Code, Diagnostic, nearest},
    model::{Address, Href, Link, RelPath, Url, decode_path, encode_path, encode_raw},
};
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, OnceLock},
};

/// Anchors of a page that are compared with a wrong one, to suggest the nearest.
const MOST_ANCHORS: usize = 300;
/// Pages of a folder whose names are compared with a wrong one.
const MOST_NAMES: usize = 500;

/// Resolves links in full. Each index is built at its first use: most sites have no link that needs it.
pub(super) struct LinkResolver<'a> {
    pub input: &'a SiteInput<'a>,
    pub pages: &'a [Page],
    paths: &'a PathIndex,
    hidden: &'a [Arc<FileSummary>],
    languages: &'a [LanguageSite],
    navigation: &'a SiteNavigation,
    hidden_paths: OnceLock<HashSet<&'a RelPath>>,
    /// All addresses; the page, if it is the address of a document.
    addresses: OnceLock<HashMap<Address, Option<PageId>>>,
    /// Every file by its name in lower case, for suggestions.
    by_name: OnceLock<HashMap<String, Vec<&'a RelPath>>>,
}

impl<'a> LinkResolver<'a> {
    pub(super) fn new(
        input: &'a SiteInput<'a>,
        pages: &'a [Page],
        paths: &'a PathIndex,
        hidden: &'a [Arc<FileSummary>],
        languages: &'a [LanguageSite],
        navigation: &'a SiteNavigation,
    ) -> LinkResolver<'a> {
        let (hidden_paths, addresses, by_name) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        LinkResolver { input, pages, paths, hidden, languages, navigation, hidden_paths, addresses, by_name }
    }

    /// Where a link leads, and what is wrong with it.
    pub(super) fn resolve(&self, here: &Page, link: &Link, in_metadata: bool) -> (LinkTarget, Option<Diagnostic>) {
        let setting = self.input.setting;
        let parts = setting.own.read(&link.target);
        let named = match parts.names(here.document.path.folder(), setting) {
            LinkPath::Elsewhere => return (LinkTarget::Raw, None),
            LinkPath::Here => return (LinkTarget::Raw, self.wrong_anchor(here, link, &parts, here)),
            LinkPath::Own(path) => {
                // A link into the repository that finds nothing here is right on the web all the same.
                let found = path.and_then(|path| self.find(&path, here, parts.rest));
                return (found.unwrap_or(LinkTarget::Raw), None);
            }
            LinkPath::Sources(path) => path,
        };
        let decoded = decode_path(parts.path);
        let of_metadata =
            if in_metadata { paths_of_metadata(here.document.path.folder(), &decoded) } else { Vec::new() };
        let Some(path) = self.first_known(&of_metadata, here).or(named.as_ref()) else {
            if let Some(found) = self.find_in_static_root(here, &decoded) {
                return (found, None);
            }
            if let Some(found) = self.find_by_address(here, &decoded, parts.rest) {
                return (found, None);
            }
            let on_host = self.above_sources(here, link, &parts, &decoded);
            let leads_out = || self.diagnostic(here, link, Code::P0503).arg("target", parts.target);
            return on_host.map_or_else(|| (LinkTarget::Raw, Some(leads_out())), |target| (target, None));
        };
        if let Some(found) = self.find(path, here, parts.rest) {
            let page = self.paths.page(path_key(path)).map(|id| &self.pages[id]);
            // A line of the source: the Git host shows it, the page has none.
            let is_anchor = parts.fragment().is_some_and(|fragment| !is_line(&decode_path(fragment)));
            let wrong = page.filter(|_| is_anchor).and_then(|page| self.wrong_anchor(here, link, &parts, page));
            return (found, wrong);
        }
        if let Some(found) = self.find_renamed(path) {
            return (found, None);
        }
        if let Some(found) = self.find_by_address(here, &decoded, parts.rest) {
            return (found, None);
        }
        if let Some(found) = self.find_in_static_root(here, &decoded) {
            return (found, None);
        }
        if let Some(found) = self.find_image_by_name(link, &decoded) {
            return (found, None);
        }
        let folder = self.folder(path).filter(|_| !link.image);
        if let Some(target) = folder.or_else(|| self.unread_file(path, link, &parts, &decoded)) {
            return (target, None);
        }
        let is_name = self.input.setting.config.has_named_links && !link.image && is_name(parts.path);
        // A template that is not filled in is reported by itself.
        let is_template = parts.target.contains("{{") && parts.target.contains("}}");
        (
            LinkTarget::Raw,
            (!is_name && !is_template).then(|| self.missing(here, link, &parts, path, of_metadata.last())),
        )
    }

    /// The first of some paths at which there is something; else the first that is a folder or is not published.
    fn first_known<'p>(&self, paths: &'p [RelPath], here: &Page) -> Option<&'p RelPath> {
        let is_known = |path: &&RelPath| self.folder(path).is_some() || self.hidden_paths().contains(*path);
        let found = paths.iter().find(|path| self.find(path, here, "").is_some());
        found.or_else(|| paths.iter().find(is_known))
    }

    /// A page, a file, a folder or an address at `path`.
    fn find(&self, path: &RelPath, here: &Page, rest: &str) -> Option<LinkTarget> {
        let (config, default) = (self.input.setting.config, self.input.setting.lang);
        let found = self.find_as(path, path, Some(&self.languages[here.language]), rest).or_else(|| {
            // The folder of a language is not in the addresses of the site's own, and first in those of others.
            let inside = RelPath::new_from(path.as_str(), "README.md")?;
            let (named, inner) = config.language_of(&inside, Some(default));
            let (named, inner) = (named?, RelPath::new(inner.folder())?);
            let prefix = if named == *default { "" } else { named.as_str() };
            let language = self.languages.iter().find(|language| language.lang == named);
            self.find_as(&inner, &RelPath::new_from(prefix, inner.as_str())?, language, rest)
        });
        // As some tools have it, a page by its name alone.
        found.or_else(|| self.paths.find(path_key(&RelPath::new(&format!("{path}.md"))?)))
    }

    /// What a link names that is written as it works on the published site: from the address of its page, with the path of
    /// the site's own address before it, with `.html` where the source has another ending, from the root. `@/` is the folder of the sources.
    fn find_by_address(&self, here: &Page, decoded: &str, rest: &str) -> Option<LinkTarget> {
        if let Some(path) = decoded.strip_prefix("@/") {
            return self.find(&RelPath::new(path)?, here, rest);
        }
        let setting = self.input.setting;
        let base = setting.config.base_url.as_deref().and_then(|url| url.split_once("://")?.1.split_once('/'));
        let inside = base.and_then(|(_, base)| decoded.strip_prefix('/')?.strip_prefix(base));
        let path = inside.map_or_else(|| decoded.to_owned(), |path| format!("/{path}"));
        let path = path.strip_suffix("index.html").or(path.strip_suffix(".html")).unwrap_or(&path);
        let address = here.address.as_str();
        let folder = &address[..address.rfind('/').unwrap_or_default()];
        let from_source = setting.path_from(here.document.path.folder(), path);
        let from_address = RelPath::new_from(folder, path).filter(|_| !path.starts_with('/'));
        // Other generators have it from the root, too, without a slash.
        let from_root = RelPath::new(path).filter(|_| self.input.setting.config.is_foreign());
        let paths: Vec<RelPath> = from_source.into_iter().chain(from_address).chain(from_root).collect();
        let found = paths.iter().find_map(|path| self.find(path, here, rest));
        found.or_else(|| {
            paths
                .iter()
                .filter(|_| self.input.setting.config.is_foreign())
                .find_map(|path| self.find_nearby(path, here, rest))
        })
    }

    /// The page that other generators show for an address without a page of its own: first the page in the default
    /// language, then the page at the address in lower case.
    fn find_nearby(&self, path: &RelPath, here: &Page, rest: &str) -> Option<LinkTarget> {
        let config = self.input.setting.config;
        let inside = RelPath::new_from(path.as_str(), "README.md")?;
        let (named, inner) = config.language_of(&inside, Some(self.input.setting.lang));
        let in_default = named.and_then(|_| self.find(&RelPath::new(inner.folder())?, here, rest));
        in_default.or_else(|| {
            let lower = path.as_str().to_lowercase();
            let path = RelPath::new(&lower).filter(|_| lower != path.as_str())?;
            self.find(&path, here, rest)
        })
    }

    /// The one file with the name of an image: templates of other generators know in which folder it is.
    fn find_image_by_name(&self, link: &Link, name: &str) -> Option<LinkTarget> {
        if !self.input.setting.config.is_foreign() || !link.image || name.contains('/') {
            return None;
        }
        let named = self.by_name().get(&name.to_lowercase())?;
        let [file] = named.as_slice() else { return None };
        self.paths.find(path_key(file)).filter(|_| file.name() == name)
    }

    /// A file in a static root by its path in the repository: `../static/a.png`, which is `/a.png` on the site.
    fn find_in_static_root(&self, here: &Page, decoded: &str) -> Option<LinkTarget> {
        let path = RelPath::new_from(here.shown.folder(), decoded)?;
        let inside = |root: &RelPath| RelPath::new(path.as_str().strip_prefix(root.as_str())?.strip_prefix('/')?);
        let mut inside = self.input.setting.config.static_roots.iter().filter_map(inside);
        inside.find_map(|path| self.paths.find(path_key(&path)))
    }

    /// A page, a file or a folder at `path` in a language, or what is at `address`.
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

    /// The one page of that name in a folder that has another name on the site, wherever that is.
    fn find_renamed(&self, path: &RelPath) -> Option<LinkTarget> {
        let names = &self.input.setting.config.folder_names;
        let (folder, _) = path.as_str().split_once('/').filter(|(folder, _)| names.contains_key(*folder))?;
        let is_in = |path: &&&RelPath| path.folder().split('/').any(|part| part == folder);
        let mut named = self.by_name().get(&path.name().to_lowercase()).into_iter().flatten().filter(is_in);
        // Its name may begin with a date that the link leaves out.
        let without_date = || {
            let is_named = |page: &&Page| {
                let stem = page.document.path.stem();
                stem == path.stem() || without_date(stem) == path.stem()
            };
            self.pages.iter().filter(is_named).map(|page| &page.document.path).find(|path| is_in(&path))
        };
        let found = match named.next() {
            Some(first) => *named.next().is_none().then_some(first)?,
            None => without_date()?,
        };
        self.paths.find(path_key(found))
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
        let Some(repository) = self.input.setting.repository else {
            return Some(LinkTarget::Folder(Box::new(path.clone())));
        };
        let shown = RelPath::new_from(self.input.setting.src, path.as_str())?;
        let (url, branch) = (&repository.url, &repository.branch);
        let page = format!("{url}/tree/{branch}/{}", encode_path(shown.as_str()));
        Some(LinkTarget::Other(Box::new(Href::Raw(Url::new(&page)))))
    }

    /// What a path above the sources names: a file of the repository, or a page of the Git host.
    fn above_sources(&self, here: &Page, link: &Link, parts: &LinkParts, decoded: &str) -> Option<LinkTarget> {
        let setting = self.input.setting;
        let repository = setting.repository?;
        let folder = RelPath::new_from(setting.src, here.document.path.folder());
        if let Some(path) = folder.and_then(|folder| RelPath::new_from(folder.as_str(), decoded)) {
            return Some(git_host::file(repository, &path, decoded, link.image, parts.rest));
        }
        let place = git_host::place(here.shown.folder(), decoded)?;
        let url = format!("{}/{}{}", repository.url, encode_path(place), parts.rest);
        Some(LinkTarget::Other(Box::new(Href::Raw(Url::new(&url)))))
    }

    /// A hidden file on the Git host. Hidden files are not read, so it may exist.
    fn unread_file(&self, path: &RelPath, link: &Link, parts: &LinkParts, decoded: &str) -> Option<LinkTarget> {
        let setting = self.input.setting;
        let path = RelPath::new_from(setting.src, path.as_str()).filter(|_| is_hidden(path))?;
        Some(git_host::file(setting.repository?, &path, decoded, link.image, parts.rest))
    }

    /// Reports a link to an anchor that `page` does not have.
    fn wrong_anchor(&self, here: &Page, link: &Link, parts: &LinkParts, page: &Page) -> Option<Diagnostic> {
        let anchor = decode_path(parts.fragment()?);
        let document = &page.document;
        // A tag that is left out may have stood for the anchor, or a program of the project makes it.
        let may_be_made = || document.foreign.iter().any(|foreign| foreign.is_left_out);
        if document.has_anchor(&anchor) || self.input.setting.config.has_named_links || may_be_made() {
            return None;
        }
        // A page of thousands of headings would be compared with each of its links.
        let nearest = nearest(&anchor, document.own_anchors().take(MOST_ANCHORS)).map(|id| format!("#{id}"));
        let diagnostic = self.diagnostic(here, link, Code::P0502).arg("anchor", format!("#{anchor}"));
        Some(diagnostic.arg("page", &page.shown).nearest(nearest))
    }

    /// Reports a link that leads to nothing. `from_sources` is the other path that a link in metadata can name.
    fn missing(
        &self,
        here: &Page,
        link: &Link,
        parts: &LinkParts,
        path: &RelPath,
        from_sources: Option<&RelPath>,
    ) -> Diagnostic {
        let diagnostic = |code| self.diagnostic(here, link, code).arg("target", parts.target);
        if self.hidden_paths().contains(path) {
            return diagnostic(Code::P0504);
        }
        let code = match link.image {
            _ if is_hidden(path) => Code::P0561,
            true if is_media(path) => Code::P0560,
            true => Code::P0505,
            false => Code::P0501,
        };
        let nearest = if is_hidden(path) { None } else { self.suggestion(here, path) };
        diagnostic(code).nearest(nearest.or_else(|| self.suggestion(here, from_sources?)))
    }

    fn diagnostic(&self, here: &Page, link: &Link, code: Code) -> Diagnostic {
        let path = if link.in_config { &self.input.setting.config.file.path } else { &here.shown };
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
        let name = nearest(missing.name(), names).filter(|_| section.pages.len() <= MOST_NAMES)?;
        Some(relative(folder, &format!("{}/{name}", missing.folder())))
    }

    fn hidden_paths(&self) -> &HashSet<&'a RelPath> {
        self.hidden_paths.get_or_init(|| self.hidden.iter().map(|summary| &summary.document.path).collect())
    }

    fn addresses(&self) -> &HashMap<Address, Option<PageId>> {
        self.addresses.get_or_init(|| {
            let mut addresses: HashMap<Address, Option<PageId>> = HashMap::new();
            for LanguageSite { sections, taxonomies, .. } in self.languages {
                let terms = taxonomies.values().flat_map(|taxonomy| taxonomy.terms.values());
                let of_terms = terms.flat_map(|term| term.redirects.iter().chain([&term.address]));
                let lists = sections.values().map(|section| &section.address);
                let lists = lists.chain(taxonomies.values().map(|taxonomy| &taxonomy.address));
                addresses.extend(of_terms.chain(lists).map(|address| (address.clone(), None)));
            }
            addresses.extend(self.pages.iter().map(|page| (page.address.clone(), Some(page.id))));
            let config = self.input.setting.config;
            for page in self.pages.iter().filter(|page| page.flags.has_aliases) {
                for alias in aliases(page, config) {
                    addresses.entry(alias.address).or_insert(Some(page.id));
                }
            }
            for (address, page) in &self.navigation.redirects {
                addresses.entry(address.clone()).or_insert(Some(*page));
            }
            for page in self.pages.iter().filter(|page| is_audience(page, config)) {
                addresses.insert(matrix_address(&self.languages[page.language].prefix, config.urls), None);
            }
            addresses
        })
    }

    fn by_name(&self) -> &HashMap<String, Vec<&'a RelPath>> {
        self.by_name.get_or_init(|| {
            let mut by_name: HashMap<String, Vec<&RelPath>> = HashMap::new();
            let files = self.input.files.iter().map(|(path, _)| path);
            for path in self.pages.iter().map(|page| &page.document.path).chain(files) {
                by_name.entry(path.name().to_lowercase()).or_default().push(path);
            }
            by_name
        })
    }
}

/// Whether a target may be a name that another program knows, and is no path.
fn is_name(target: &str) -> bool {
    !target.contains('/') && ![".md", ".mdx", ".markdown", ".html", ".htm"].iter().any(|end| target.ends_with(end))
}

/// Whether a file or a folder above it is hidden.
fn is_hidden(path: &RelPath) -> bool {
    path.as_str().split('/').any(|part| part.starts_with('.') && !part.starts_with(".."))
}
