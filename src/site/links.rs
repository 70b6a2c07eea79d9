//! Where links lead.
//!
//! In: links as written: relative to the file, from the root, to a folder, into the project's own repository
//! on the web, within the page. Out: an [`Href`] for each, and a complaint for each that leads nowhere.
//!
//! What always holds: a link that cannot be followed stays as it was written; nothing is guessed.

use super::{Page, PageId, Parts, Section, Taxonomy, section::newest_first};
use crate::{
    diag::{Code, Diagnostic, nearest},
    model::{Address, Document, FieldValue, Href, Lang, Link, RelPath, decode_path, encode_path},
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A link's target, found.
pub enum Target {
    Page(PageId, String),
    /// A file, its size in bytes, and the rest of the address.
    Asset(RelPath, u64, String),
    /// A generated page.
    Generated(String),
    Raw(String),
}

/// What all links of a site are looked up in.
pub struct Resolver<'a> {
    parts: &'a Parts<'a>,
    pages: &'a [Page],
    by_path: HashMap<RelPath, PageId>,
    hidden: HashSet<RelPath>,
    sections: &'a BTreeMap<(Lang, String), Section>,
    /// Addresses of all pages, those of documents with their page.
    addresses: HashMap<String, Option<PageId>>,
    /// Every file by its name in lower case, for suggestions.
    by_name: HashMap<String, Vec<&'a RelPath>>,
    /// Beginnings of addresses that lead into the project's own repository.
    own: Vec<String>,
}

impl<'a> Resolver<'a> {
    pub fn new(
        parts: &'a Parts<'a>,
        pages: &'a [Page],
        sections: &'a BTreeMap<(Lang, String), Section>,
        taxonomies: &BTreeMap<(Lang, String), Taxonomy>,
        by_path: HashMap<RelPath, PageId>,
        hidden: HashSet<RelPath>,
    ) -> Resolver<'a> {
        let generated = sections.values().map(|section| &section.address);
        let terms = taxonomies
            .values()
            .flat_map(|taxonomy| taxonomy.terms.values().map(|term| &term.address).chain([&taxonomy.address]));
        let written = pages.iter().enumerate().map(|(id, page)| (&page.address, Some(id)));
        let mut addresses: HashMap<String, Option<PageId>> = generated
            .chain(terms)
            .map(|address| (address, None))
            .chain(written)
            .map(|(address, page)| (address.as_str().to_owned(), page))
            .collect();
        for page in pages.iter().filter(|page| super::audience::is_audience(page, parts.config)) {
            let prefix = if page.lang == parts.lang { String::new() } else { format!("{}/", page.lang) };
            let matrix = super::matrix_address(&prefix, parts.config.urls);
            addresses.insert(matrix.as_str().to_owned(), None);
        }
        let mut by_name: HashMap<String, Vec<&RelPath>> = HashMap::new();
        for path in pages.iter().map(|page| &page.document.path).chain(parts.assets.keys()) {
            by_name.entry(path.name().to_lowercase()).or_default().push(path);
        }
        let own = parts.repository.iter().flat_map(|repository| {
            let raw = repository
                .url
                .strip_prefix("https://github.com/")
                .map(|name| format!("https://raw.githubusercontent.com/{name}/"));
            ["blob", "tree", "raw", "edit", "blame"]
                .map(|verb| format!("{}/{verb}/", repository.url))
                .into_iter()
                .chain(raw)
        });
        Resolver { parts, pages, by_path, hidden, sections, addresses, by_name, own: own.collect() }
    }

    /// Finds what `link` on `page` leads to.
    fn resolve(&self, page: PageId, link: &Link, complain: &mut impl FnMut(Diagnostic)) -> Target {
        let target = link.target.trim();
        let raw = || Target::Raw(encode_raw(target));
        let here = &self.pages[page];
        let problem = |code, name, value: &str| {
            let file = if link.in_config { config_file() } else { self.shown(&here.document.path) };
            Diagnostic::new(code, &file).at(link.at.clone()).arg(name, value)
        };
        if let Some(path) = self.own.iter().find_map(|own| strip_prefix_ignoring_case(target, own)) {
            // The branch goes; a link into the repository that finds nothing here is right on the web all the same.
            let path = path.split_once('/').map_or("", |(_, path)| path);
            let (path, rest) = split(path);
            let found = self.in_sources(&decode_path(path)).and_then(|path| self.find(&path, here, rest, &mut |_| {}));
            return found.unwrap_or_else(raw);
        }
        if has_scheme(target) || target.starts_with("//") || target.is_empty() {
            return raw();
        }
        let (path, rest) = split(target);
        if path.is_empty() {
            if let Some(fragment) = rest.split_once('#').map(|(_, fragment)| decode_path(fragment)) {
                self.check_anchor(here, &fragment, &problem, complain);
            }
            return raw();
        }
        let decoded = decode_path(path);
        // The configuration names files from the top of the sources, or as the page's own file would.
        let from_top = RelPath::new(&decoded)
            .filter(|path| link.in_config && self.by_path.contains_key(path) | self.parts.assets.contains_key(path));
        let resolved = match decoded.strip_prefix('/') {
            _ if from_top.is_some() => from_top,
            Some(absolute) => self.in_sources(absolute).or_else(|| RelPath::new(absolute)),
            None => RelPath::new_from(here.document.path.folder(), &decoded),
        };
        let Some(resolved) = resolved else {
            // Above the sources, but perhaps still in the repository.
            let outside = RelPath::new_from(self.parts.src, here.document.path.folder())
                .and_then(|folder| RelPath::new_from(folder.as_str(), &decoded));
            return match (outside, &self.parts.repository) {
                (Some(path), Some(repository)) => {
                    let verb = if link.image { "raw" } else { "blob" };
                    Target::Raw(format!(
                        "{}/{verb}/{}/{}{rest}",
                        repository.url,
                        repository.branch,
                        encode_path(path.as_str())
                    ))
                }
                _ => {
                    complain(problem(Code::P0503, "target", target));
                    raw()
                }
            };
        };
        if let Some(found) = self.find(&resolved, here, rest, &mut |fragment| {
            let page = self.by_path.get(&resolved).map(|id| &self.pages[*id]);
            if let Some(page) = page {
                self.check_anchor(page, fragment, &problem, complain);
            }
        }) {
            return found;
        }
        if self.hidden.contains(&resolved) {
            complain(problem(Code::P0504, "target", target));
        } else {
            let code = if link.image { Code::P0505 } else { Code::P0501 };
            complain(problem(code, "target", target).nearest(self.suggestion(here, &resolved)));
        }
        raw()
    }

    /// A file, a folder or an address at `path`. `anchor` is told what stands after the `#`.
    fn find(&self, path: &RelPath, here: &Page, rest: &str, anchor: &mut impl FnMut(&str)) -> Option<Target> {
        if let Some(&id) = self.by_path.get(path) {
            if let Some((_, fragment)) = rest.split_once('#') {
                anchor(&decode_path(fragment));
            }
            return Some(Target::Page(id, encode_rest(rest)));
        }
        if let Some(size) = self.parts.assets.get(path) {
            return Some(Target::Asset(path.clone(), *size, encode_rest(rest)));
        }
        let folder = (here.lang.clone(), path.as_str().to_owned());
        if let Some(section) = self.sections.get(&folder) {
            return Some(match section.own {
                Some(id) => Target::Page(id, encode_rest(rest)),
                None => Target::Generated(section.address.href() + &encode_rest(rest)),
            });
        }
        let address = [format!("{path}/"), path.to_string(), format!("{path}/index.html"), format!("{path}.html")]
            .into_iter()
            .find(|address| self.addresses.contains_key(address))?;
        Some(match self.addresses[&address] {
            Some(id) => Target::Page(id, encode_rest(rest)),
            None => Target::Generated(Address::file(address).href() + &encode_rest(rest)),
        })
    }

    /// A path from the repository's top as one among the sources.
    fn in_sources(&self, path: &str) -> Option<RelPath> {
        let path = RelPath::new(path)?;
        match self.parts.src {
            "" => Some(path),
            src => RelPath::new(path.as_str().strip_prefix(src)?.strip_prefix('/')?),
        }
    }

    fn check_anchor(
        &self,
        page: &Page,
        anchor: &str,
        problem: &impl Fn(Code, &'static str, &str) -> Diagnostic,
        complain: &mut impl FnMut(Diagnostic),
    ) {
        let document = &page.document;
        let known = || {
            document
                .headings
                .iter()
                .map(|heading| heading.id.as_str())
                .chain(document.anchors.iter().map(String::as_str))
        };
        let generated =
            anchor.is_empty() || anchor == "top" || anchor.starts_with("fn-") || anchor.starts_with("fnref-");
        if !generated && !known().any(|id| id == anchor) {
            let shown = self.shown(&document.path);
            complain(
                problem(Code::P0502, "anchor", &format!("#{anchor}"))
                    .arg("page", shown)
                    .nearest(nearest(anchor, known()).map(|id| format!("#{id}"))),
            );
        }
    }

    /// A file of the same name elsewhere, else one in the same folder with nearly the same name; relative to
    /// the page, as the link would have to be written.
    fn suggestion(&self, here: &Page, missing: &RelPath) -> Option<String> {
        let folder = here.document.path.folder();
        if let Some(named) = self.by_name.get(&missing.name().to_lowercase()) {
            let best =
                named.iter().min_by_key(|path| (strsim::levenshtein(path.as_str(), missing.as_str()), **path))?;
            return Some(relative(folder, best.as_str()));
        }
        let section = self.sections.get(&(here.lang.clone(), missing.folder().to_owned()))?;
        let names = section.pages.iter().map(|id| self.pages[*id].document.path.name());
        let name = nearest(missing.name(), names).filter(|_| section.pages.len() <= 500)?;
        Some(relative(folder, &format!("{}/{name}", missing.folder())))
    }

    fn shown(&self, path: &RelPath) -> RelPath {
        RelPath::new_from(self.parts.src, path.as_str()).unwrap_or_else(|| path.clone())
    }
}

/// Every page's links, in order.
pub fn resolve_all(resolver: &Resolver, diagnostics: &mut Vec<Diagnostic>) -> Vec<Vec<Target>> {
    let resolve = |(id, page): (PageId, &Page)| {
        let links = page.document.links.iter();
        links.map(|link| resolver.resolve(id, link, &mut |diagnostic| diagnostics.push(diagnostic))).collect()
    };
    resolver.pages.iter().enumerate().map(resolve).collect()
}

/// The links of the newest page's tail: it stands for all the others.
pub fn tail(resolver: &Resolver, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, Target)> {
    let with_tail = resolver.pages.iter().enumerate().filter(|(_, page)| !page.document.tail.is_empty());
    let Some((id, page)) = with_tail.min_by(|(_, a), (_, b)| newest_first(a, b)) else { return Vec::new() };
    let mut complain = |diagnostic| diagnostics.push(diagnostic);
    page.document.tail.iter().map(|(title, link)| (title.clone(), resolver.resolve(id, link, &mut complain))).collect()
}

/// The address of what was found; an asset is thereby wanted.
pub fn href(target: Target, pages: &[Page], assets: &mut BTreeSet<RelPath>) -> Href {
    match target {
        Target::Page(to, rest) => Href::Site(pages[to].address.href() + &rest),
        Target::Asset(path, size, rest) => {
            let address = asset_address(&path);
            assets.insert(path);
            Href::File(address.href() + &rest, size)
        }
        Target::Generated(href) => Href::Site(href),
        Target::Raw(href) => Href::Raw(href),
    }
}

/// Writes what was found into the pages: addresses, backlinks, and which assets are wanted.
pub fn apply(pages: &mut [Page], resolved: Vec<Vec<Target>>, assets: &mut BTreeSet<RelPath>) {
    let mut backlinks: Vec<BTreeSet<PageId>> = vec![BTreeSet::new(); pages.len()];
    for (id, targets) in resolved.into_iter().enumerate() {
        let linked =
            targets.iter().filter_map(|target| if let Target::Page(to, _) = target { Some(*to) } else { None });
        for to in linked.filter(|to| *to != id) {
            backlinks[to].insert(id);
        }
        if pages[id].document.outline.is_some() || pages[id].document.map.is_some() {
            let found = |(link, target): (usize, &Target)| match target {
                Target::Page(to, _) => Some((link, *to)),
                _ => None,
            };
            pages[id].targets = targets.iter().enumerate().filter_map(found).collect();
        }
        pages[id].images = images(&pages[id].document, &targets);
        pages[id].hrefs = targets.into_iter().map(|target| href(target, pages, assets)).collect();
    }
    for (id, links) in backlinks.into_iter().enumerate() {
        let mut links: Vec<PageId> = links.into_iter().collect();
        links.sort_by(|a, b| newest_first(&pages[*a], &pages[*b]));
        pages[id].backlinks = links;
    }
}

/// The files that a page shows, by link.
fn images(document: &Document, targets: &[Target]) -> BTreeMap<usize, RelPath> {
    let body = &document.body;
    let in_body = body.images.iter().map(|image| image.link).chain(body.raw_images.iter().map(|image| image.link));
    let in_fields = document.meta.fields.values().filter_map(|value| match value {
        FieldValue::Link(link) if document.links.get(*link).is_some_and(|link| link.image) => Some(*link),
        _ => None,
    });
    let links = in_body.chain(in_fields);
    let file = |link: usize| match targets.get(link)? {
        Target::Asset(path, ..) => Some((link, path.clone())),
        _ => None,
    };
    links.filter_map(file).collect()
}

/// Where an asset is published: at its own path.
pub fn asset_address(path: &RelPath) -> Address {
    Address::file(path.as_str())
}

/// Where `[[pages]]` stands.
pub fn config_file() -> RelPath {
    RelPath::new("book.toml").expect("a plain name")
}

/// Path, and the rest from `?` or `#` on.
fn split(target: &str) -> (&str, &str) {
    target.split_at(target.find(['?', '#']).unwrap_or(target.len()))
}

fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// An address as written, safe in an attribute: what is not ASCII or would end the attribute is encoded.
fn encode_raw(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for c in target.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' | '<' | '>' | '`' | ' ' | '\\' | '^' | '{' | '|' | '}' => out.push_str(&format!("%{:02X}", c as u32)),
            c if c.is_ascii_control() => {}
            c if c.is_ascii() => out.push(c),
            c => out.push_str(&encode_path(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out
}

fn encode_rest(rest: &str) -> String {
    encode_raw(rest)
}

/// `path` as a link from the folder `from`.
fn relative(from: &str, path: &str) -> String {
    let from: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let same = from.iter().zip(&to).take(to.len() - 1).take_while(|(a, b)| a == b).count();
    "../".repeat(from.len() - same) + &to[same..].join("/")
}

#[cfg(test)]
mod tests {
    use super::{encode_raw, has_scheme, relative};

    #[test]
    fn a_suggestion_is_written_as_the_link_would_be() {
        assert_eq!(relative("class", "201703/a.md"), "../201703/a.md");
        assert_eq!(relative("", "a.md"), "a.md");
        assert_eq!(relative("a/b", "a/c/d.md"), "../c/d.md");
    }

    #[test]
    fn a_link_stays_in_its_attribute() {
        assert_eq!(encode_raw("https://x.com/\"><b>?a=1&b=中"), "https://x.com/%22%3E%3Cb%3E?a=1&amp;b=%E4%B8%AD");
        assert!(has_scheme("mailto:x") && !has_scheme("中文:x") && !has_scheme("a/b:c"));
    }
}
