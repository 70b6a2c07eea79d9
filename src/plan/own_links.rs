//! Links that the configuration names: menu, footer, head of the home page.
//!
//! In: titles by language and addresses, from the site's root or of other sites. Out: the links that readers of a language
//! see.
//!
//! What always holds: a link to a page or a section leads to that of the reader's language, if there is one.

use super::Plan;
use crate::{
    model::{ByLanguage, Lang, decode_path, pick, safe},
    view::LinkView,
};

/// Whether an address is one of this site.
pub(super) fn is_own(url: &str) -> bool {
    let path = url.split(['/', '#', '?']).next().unwrap_or_default();
    !path.contains(':') && !url.starts_with("//") && !url.starts_with('#')
}

impl Plan {
    /// The links that have a title in a language.
    pub(super) fn own_links<'l>(
        &self,
        links: impl IntoIterator<Item = (&'l ByLanguage, &'l str)>,
        lang: &Lang,
    ) -> Vec<LinkView> {
        let link = |(title, url): (&ByLanguage, &str)| {
            let from_root = url.strip_prefix('/').filter(|_| is_own(url)).unwrap_or(url);
            let url = self.in_language(url, lang).unwrap_or_else(|| safe(from_root).to_owned());
            Some(LinkView { title: pick(title, lang)?.to_owned(), url, ..LinkView::default() })
        };
        links.into_iter().filter_map(link).collect()
    }

    /// The address of the same page, or the same section, in another language than the site's own.
    fn in_language(&self, url: &str, lang: &Lang) -> Option<String> {
        let (site, own) = (&self.site, &self.site.languages[0]);
        if own.lang == *lang || url.is_empty() || !is_own(url) {
            return None;
        }
        let (path, rest) = url.split_at(url.find(['#', '?']).unwrap_or(url.len()));
        let path = decode_path(path);
        let wanted = path.trim_end_matches("index.html").trim_matches('/');
        let is_wanted = |address: &str| address.trim_end_matches("index.html").trim_matches('/') == wanted;
        let section = own.sections.iter().find(|(_, section)| is_wanted(section.address.as_str()));
        let section = || Some(&site.language(lang).sections.get(section?.0)?.address);
        let page = site.pages.iter().find(|page| page.lang == own.lang && is_wanted(page.address.as_str()));
        let page = page.and_then(|page| page.relations().translations.get(lang));
        let address = page.map(|id| &site.pages[*id].address).or_else(section)?;
        Some(address.href() + rest)
    }
}
