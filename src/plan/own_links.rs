//! Links that the configuration names: menu, footer, head of the home page.
//!
//! In: titles by language and addresses, from the site's root or of other sites. Out: the links that readers of a language
//! see.
//!
//! What always holds: a link to a page or a section leads to its translation in the reader's language, if there is one.

use super::Plan;
use crate::{
    model::{Address, ByLanguage, Lang, decode_path, pick, safe},
    view::LinkView,
};

/// Whether an address is one of this site.
pub(super) fn is_own(url: &str) -> bool {
    let path = url.split(['/', '#', '?']).next().unwrap_or_default();
    !path.contains(':') && !url.starts_with("//") && !url.starts_with('#')
}

impl Plan {
    /// The links that have a title in a language.
    pub(super) fn own_links(&self, links: &[(ByLanguage, String)], lang: &Lang) -> Vec<LinkView> {
        links.iter().filter_map(|(title, url)| self.own_link(title, url, lang)).collect()
    }

    /// A link, if it has a title in a language.
    pub(super) fn own_link(&self, title: &ByLanguage, url: &str, lang: &Lang) -> Option<LinkView> {
        let title = pick(title, lang)?.to_owned();
        let from_root = url.strip_prefix('/').filter(|_| is_own(url)).unwrap_or(url);
        let url = self.in_language(url, lang).unwrap_or_else(|| safe(from_root).to_owned());
        Some(LinkView { title, url, ..LinkView::default() })
    }

    /// The address of the same page, or the same section, in another language than the site's own.
    fn in_language(&self, url: &str, lang: &Lang) -> Option<String> {
        let (site, own) = (&self.site, &self.site.languages[0]);
        if own.lang == *lang || url.is_empty() || !is_own(url) {
            return None;
        }
        let (path, rest) = url.split_at(url.find(['#', '?']).unwrap_or(url.len()));
        let path = decode_path(path);
        let (path, urls) = (path.trim_end_matches("index.html").trim_matches('/'), site.config.urls);
        let wanted = [Address::page(path, urls), Address::folder(path, urls), Address::file(path)];
        let page = site.pages.iter().find(|page| page.lang == own.lang && wanted.contains(&page.address));
        let page = page.and_then(|page| page.relations().translations.get(lang));
        let section = || own.sections.iter().find(|(_, section)| wanted.contains(&section.address));
        let section = || Some(&site.language(lang).sections.get(section()?.0)?.address);
        let address = page.map(|id| &site.pages[*id].address).or_else(section)?;
        Some(address.href() + rest)
    }
}
