//! The addresses of a site that this one takes the place of: which are still there, and how the others can be.
//!
//! In: a sitemap or a list of addresses, the pages of this site, and the files that it publishes. Out: the addresses that
//! lead nowhere, each with the page that is most like it.
//!
//! What always holds: a sitemap is text. What it declares itself (a DTD, entities) is not read, so its size is the limit
//! of the work.
//!
//! Deliberately not here: where the sitemap comes from (`cli`).

use crate::{
    diag::nearest,
    model::decode_path,
    site::{Page, PageId, Site},
};
use std::{
    borrow::Cow,
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// For so many addresses a page is looked for that is only like them.
const MOST_LIKE: usize = 500;

/// What a text with addresses holds.
#[derive(PartialEq, Eq, Debug)]
pub enum AddressList {
    /// Addresses of pages, as written.
    Pages(Vec<String>),
    /// Addresses of further sitemaps.
    Sitemaps(Vec<String>),
}

impl AddressList {
    /// Reads a sitemap, an index of sitemaps, or a list with an address on each line.
    pub fn read(text: &str) -> AddressList {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if !text.starts_with('<') {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            return AddressList::Pages(lines.map(str::to_owned).collect());
        }
        let located = text.split("<loc>").skip(1).filter_map(|rest| Some(unescaped(rest.split_once("</loc>")?.0)));
        let located = located.collect();
        if text.contains("<sitemapindex") { AddressList::Sitemaps(located) } else { AddressList::Pages(located) }
    }
}

/// The text of an element. An entity that is not one of XML's own stays as it is.
fn unescaped(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>")).map_or_else(
        || {
            let entities =
                [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&amp;", "&")];
            let replaced = |text: Cow<str>, (entity, c): (&str, &str)| Cow::Owned(text.replace(entity, c));
            entities.into_iter().fold(Cow::Borrowed(text), replaced)
        },
        Cow::Borrowed,
    );
    text.trim().to_owned()
}

/// How the addresses of an old site fare on the new one.
#[derive(PartialEq, Eq, Debug, Default)]
pub struct OldAddresses {
    /// Addresses that were compared, each once.
    pub count: usize,
    /// Those that lead nowhere, in order.
    pub lost: Vec<LostAddress>,
}

/// An old address that leads nowhere.
#[derive(PartialEq, Eq, Debug)]
pub struct LostAddress {
    /// From the root of the site, with a slash before it, not encoded.
    pub path: String,
    /// The page that is most like it.
    pub page: Option<PageId>,
}

impl OldAddresses {
    /// Compares old addresses with the files of the site, as paths below its root.
    pub fn compare(old: &[String], site: &Site, outputs: &BTreeSet<String>) -> OldAddresses {
        let base = site.config.base_url.as_deref().map(path_of).unwrap_or_else(|| "/".into());
        let all: BTreeSet<String> = old.iter().map(|address| path_of(address)).collect();
        // Without an address of its own, the site begins where the old one did.
        let home = all.first().filter(|home| home.ends_with('/') && all.iter().all(|path| path.starts_with(*home)));
        let base = if base == "/" { home.cloned().unwrap_or(base) } else { base };
        let below = |path: &String| format!("/{}", path.strip_prefix(&base).unwrap_or(path.trim_start_matches('/')));
        let paths: BTreeSet<String> = all.iter().map(below).collect();
        let count = paths.len();
        let lost: Vec<String> = paths.into_iter().filter(|path| !is_there(path, outputs)).collect();
        let known = KnownPages::new(site);
        let found = |(number, path): (usize, String)| LostAddress { page: known.like(&path, number < MOST_LIKE), path };
        OldAddresses { count, lost: lost.into_iter().enumerate().map(found).collect() }
    }
}

/// The path of an address, decoded, without query and fragment.
fn path_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    let path = decode_path(rest.split(['?', '#']).next().unwrap_or_default());
    if path.starts_with('/') { path } else { format!("/{path}") }
}

/// Whether a host of files shows something there.
fn is_there(path: &str, outputs: &BTreeSet<String>) -> bool {
    let path = path.trim_start_matches('/');
    let has = |file: &str| outputs.contains(file);
    match path.is_empty() || path.ends_with('/') {
        true => has(&format!("{path}index.html")),
        false => has(path) || has(&format!("{path}.html")) || has(&format!("{path}/index.html")),
    }
}

/// The pages of a site by what they can be called.
struct KnownPages<'s> {
    site: &'s Site,
    names: BTreeMap<String, Vec<PageId>>,
}

impl<'s> KnownPages<'s> {
    fn new(site: &'s Site) -> KnownPages<'s> {
        let mut names: BTreeMap<String, Vec<PageId>> = BTreeMap::new();
        for page in &site.pages {
            for name in [last_part(page.address.as_str()), last_part(page.inner.as_str()), &page.document.meta.title] {
                names.entry(name_key(name)).or_default().push(page.id);
            }
        }
        names.remove("");
        KnownPages { site, names }
    }

    /// The page with the same last part, else one with nearly the same. Of several the one whose folders are most like
    /// those of the address.
    fn like(&self, path: &str, or_nearly: bool) -> Option<PageId> {
        let last = last_part(path);
        let is_file = last.contains('.') && !last.ends_with(".html") && !last.ends_with(".htm");
        let key = name_key(last);
        if is_file || key.is_empty() || key.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let nearly = || nearest(&key, self.names.keys().map(String::as_str)).and_then(|name| self.names.get(name));
        let pages = self.names.get(&key).or_else(|| or_nearly.then(nearly).flatten())?;
        let folders: BTreeSet<String> = path.split('/').map(name_key).collect();
        let shared =
            |page: &Page| page.address.as_str().split('/').filter(|part| folders.contains(&name_key(part))).count();
        pages.iter().copied().min_by_key(|id| (Reverse(shared(&self.site.pages[*id])), *id))
    }
}

/// The last part of a path that says something: not `index.html`.
fn last_part(path: &str) -> &str {
    let parts = path.split('/').filter(|part| !part.is_empty());
    let is_index = |part: &&str| matches!(name_key(part).as_str(), "index" | "readme");
    parts.rev().find(|part| !is_index(part)).unwrap_or_default()
}

/// Letters and digits, without an ending and without a number or a date before them.
fn name_key(name: &str) -> String {
    let name = [".html", ".htm", ".md", ".mdx"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.'));
    let name = if rest.is_empty() { name } else { rest };
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{AddressList, is_there, last_part, name_key, path_of};

    #[test]
    fn sitemaps_and_lists_are_read() {
        let pages = |list: &[&str]| AddressList::Pages(list.iter().map(|text| (*text).to_owned()).collect());
        for (text, expect) in [
            (
                "<?xml version=\"1.0\"?>\n<urlset><url><loc> https://a.org/?a&amp;b </loc></url></urlset>",
                pages(&["https://a.org/?a&b"]),
            ),
            ("<urlset><url><loc><![CDATA[https://a.org/x]]></loc></url><loc>unclosed", pages(&["https://a.org/x"])),
            ("<!DOCTYPE x [<!ENTITY a \"bbb\">]><urlset><loc>/&a;&a;/</loc></urlset>", pages(&["/&a;&a;/"])),
            ("<sitemapindex><loc>/a.xml</loc></sitemapindex>", AddressList::Sitemaps(vec!["/a.xml".into()])),
            ("\u{feff}/a/\n\n# remark\n https://a.org/b \n", pages(&["/a/", "https://a.org/b"])),
            ("", pages(&[])),
        ] {
            assert_eq!(AddressList::read(text), expect, "{text}");
        }
    }

    #[test]
    fn an_address_is_there_as_hosts_of_files_show_it() {
        let outputs = ["index.html", "a/index.html", "b.html", "c.pdf"].map(str::to_owned).into();
        for (path, expect) in [
            ("/", true),
            ("/a/", true),
            ("/a", true),
            ("/a/index.html", true),
            ("/b", true),
            ("/b.html", true),
            ("/b/", false),
            ("/c.pdf", true),
            ("/A/", false),
        ] {
            assert_eq!(is_there(path, &outputs), expect, "{path}");
        }
    }

    #[test]
    fn addresses_are_taken_apart() {
        for (address, path, name) in [
            ("https://a.org", "/", ""),
            ("https://a.org/x/01-Get_Started/index.html?a#b", "/x/01-Get_Started/index.html", "getstarted"),
            ("/2024-01-05-news.html", "/2024-01-05-news.html", "news"),
            ("%E4%BA%91/", "/云/", "云"),
            ("/page/2/", "/page/2/", "2"),
        ] {
            assert_eq!(path_of(address), path);
            assert_eq!(name_key(last_part(path)), name, "{path}");
        }
    }
}
