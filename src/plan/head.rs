//! The head of a page: title, address, breadcrumbs, and the metadata that search engines read.

use super::{Job, Plan};
use crate::{
    model::{Address, Href, Lang, RelPath},
    site::Page,
    view::{LinkView, PageView},
};
use serde_json::json;
use std::collections::BTreeMap;

impl Plan {
    /// The head of a generated page.
    pub fn head(&self, lang: &Lang, kind: &str, title: String, job: &Job) -> PageView {
        PageView {
            number: 1,
            title,
            url: job.address.href(),
            lang: lang.html().to_owned(),
            kind: kind.to_owned(),
            description: self.description(lang),
            canonical: self.absolute(&job.address),
            breadcrumbs: vec![self.home_link(lang)],
            translations: self.translations(lang, &BTreeMap::new()),
            ..PageView::default()
        }
    }

    /// The head of a list with what the folder's own page says.
    pub fn with_own_page(&self, head: PageView, own: &Page) -> PageView {
        PageView {
            translations: self.translations(&own.lang, &own.relations().translations),
            noindex: own.document.meta.noindex,
            anchor: own.document.title_id.clone(),
            notes: (1..=own.document.title_notes).collect(),
            ribbon: self.ribbon(own),
            unlisted: own.flags.is_unlisted,
            ..head
        }
    }

    /// Adds breadcrumbs, also as JSON-LD for search engines.
    pub fn with_breadcrumbs(&self, mut page: PageView, above: Vec<LinkView>) -> PageView {
        page.top = above.get(1).map_or(String::new(), |section| section.url.clone());
        page.breadcrumbs = above;
        if let Some(base) = &self.site.config.base_url {
            let trail = page.breadcrumbs.iter().map(|link| (&link.title, &link.url)).chain([(&page.title, &page.url)]);
            let items: Vec<_> = trail
                .enumerate()
                .map(|(place, (name, url))| json!({"@type": "ListItem", "position": place + 1, "name": name, "item": format!("{base}{url}")}))
                .collect();
            if items.len() > 1 {
                page.json_ld.push(json_ld(
                    &json!({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}),
                ));
            }
        }
        page
    }

    /// From the home page down to the folder.
    pub fn folder_trail(&self, lang: &Lang, folder: &str) -> Vec<LinkView> {
        let mut trail = vec![self.home_link(lang)];
        let ends = folder.match_indices('/').map(|(end, _)| end).chain((!folder.is_empty()).then_some(folder.len()));
        let links = ends.filter_map(|end| self.section_link(lang, &folder[..end]));
        trail.extend(links.map(|link| LinkView { count: 0, ..link }));
        trail
    }

    /// The full address, or nothing without a base.
    pub fn absolute(&self, address: &Address) -> String {
        self.site.config.base_url.as_ref().map_or(String::new(), |base| format!("{base}{}", address.href()))
    }

    /// The description in this language, else the description of the whole site; may be empty.
    pub fn description(&self, lang: &Lang) -> String {
        let own = self.site.config.languages.get(lang).and_then(|language| language.description.clone());
        own.or_else(|| self.site.config.description.clone()).unwrap_or_default()
    }

    /// The title in this language, else the title of the whole site.
    pub fn site_title(&self, lang: &Lang) -> String {
        self.site
            .config
            .languages
            .get(lang)
            .and_then(|language| language.title.clone())
            .unwrap_or_else(|| self.site.title.clone())
    }

    /// The image of a page, absolute.
    pub fn image(&self, page: &Page) -> String {
        let href = page.document.meta.image.and_then(|index| self.site.href(page, index));
        match (href, &self.site.config.base_url) {
            (Some(Href::Site(path) | Href::File(path, _)), Some(base)) => format!("{base}{path}"),
            (Some(Href::Raw(url)), _) => Some(url.as_str())
                .filter(|url| url.starts_with("https://") || url.starts_with("http://"))
                .unwrap_or_default()
                .to_owned(),
            _ => String::new(),
        }
    }

    /// Where the source of a page is edited; empty when the repository is not known.
    pub fn edit_url(&self, page: &Page) -> String {
        // An audience of the configuration has no file of its own.
        let is_written = !self.site.config.audiences.contains(&page.document.path) || page.document.words > 0;
        let path = RelPath::new_from(&self.site.src, page.document.path.as_str()).filter(|_| is_written);
        match (&self.site.repository, path) {
            (Some(repository), Some(path)) => {
                format!("{}/edit/{}/{}", repository.url, repository.branch, crate::model::encode_path(path.as_str()))
            }
            _ => String::new(),
        }
    }

    /// A description in the theme's words, for a page that has none of its own.
    pub fn described(&self, lang: &Lang, key: &str, values: &[(&str, &str)]) -> String {
        let site = self.site_title(lang);
        let values: Vec<_> = values.iter().copied().chain([("site", site.as_str())]).collect();
        self.strings(lang).format(key, &values)
    }
}

/// JSON that cannot end the script element that it stands in.
pub(super) fn json_ld(value: &serde_json::Value) -> String {
    let text = value.to_string();
    text.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}
