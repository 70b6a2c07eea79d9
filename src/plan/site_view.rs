//! The view of the site that all pages of a language share.

use super::{Plan, archive, contributors, diagram_frame, feed, search_page};
use crate::{
    model::{Address, ByLanguage, Lang, pick, safe},
    view::{FooterView, LinkGroupView, LinkView, LogoView, SiteView},
};
use std::collections::BTreeMap;

impl Plan {
    /// The site as all pages of a language see it.
    pub fn site_view(&self, lang: &Lang, assets: &BTreeMap<String, Address>) -> SiteView {
        let site = &self.site;
        // Every page depends on these. With a count among them, a new page would render all pages again.
        let language = site.language(lang);
        let taxonomies: Vec<LinkView> = language
            .taxonomies
            .iter()
            .filter(|(name, _)| site.config.common_taxonomies().any(|common| common == *name))
            .map(|(name, taxonomy)| LinkView {
                title: self.taxonomy_title(lang, name),
                url: taxonomy.address.href(),
                ..LinkView::default()
            })
            .collect();
        let archive = match language.years.is_empty() {
            true => String::new(),
            false => archive::address(site, lang, None).href(),
        };
        let plain =
            |title: &str, url: &str| LinkView { title: title.to_owned(), url: url.to_owned(), ..LinkView::default() };
        let menu = self.menu(lang, &archive, &taxonomies);
        let own_links = self.own_links(&site.config.links, lang);
        let footer_links = site.footer_links().map(|(title, href)| plain(title, href.as_str()));
        let frame = diagram_frame::frame(assets).map(|(address, _)| (diagram_frame::NAME, address.href()));
        let is_used = |name: &str| diagram_frame::is_used(name, assets) && search_page::is_used(name, site);
        let used = assets.iter().filter(|(name, _)| is_used(name));
        let assets = used.map(|(name, address)| (name.as_str(), address.href())).chain(frame);
        SiteView {
            title: self.site_title(lang),
            description: self.description(lang),
            lang: lang.to_string(),
            base_url: site.config.base_url.clone().unwrap_or_default(),
            home: language.home.href(),
            menu,
            feed: feed::address(site, lang).href(),
            archive,
            contributors: match site.contributors.is_empty() {
                true => String::new(),
                false => contributors::address(site, lang).href(),
            },
            search: search_page::published(self, lang).map_or_else(String::new, |address| address.href()),
            search_index: search_page::index(site, lang),
            taxonomies,
            links: own_links.into_iter().chain(footer_links).collect(),
            logo: self.logo_of_site(),
            footer: self.footer(lang),
            repository: site.repository.as_ref().map_or(String::new(), |repository| safe(&repository.url).to_owned()),
            generator: concat!("portal ", env!("CARGO_PKG_VERSION")).to_owned(),
            assets: assets
                .map(|(name, href)| (name.trim_start_matches("static/").replace(['.', '/', '-'], "_"), href))
                .collect(),
        }
    }

    fn logo_of_site(&self) -> LogoView {
        let href =
            |file: Option<usize>| file.map_or_else(String::new, |file| self.site.asset_href(&self.site.files[file].0));
        let [light, dark, icon] = self.site.logo.map(href);
        LogoView { light, dark, icon, title: !self.site.config.logo.hides_title }
    }

    /// What is without a text in a language is not for its readers.
    fn footer(&self, lang: &Lang) -> FooterView {
        let footer = &self.site.config.footer;
        let text = |texts: &ByLanguage| pick(texts, lang).unwrap_or_default().to_owned();
        let column = |(title, links): &(ByLanguage, Vec<(ByLanguage, String)>)| {
            let links = self.own_links(links, lang);
            Some(LinkGroupView { title: pick(title, lang)?.to_owned(), links })
        };
        let columns = footer.columns.iter().filter_map(column);
        FooterView {
            text: text(&footer.text),
            copyright: text(&footer.copyright),
            notes: self.own_links(&footer.notes, lang),
            columns: columns.filter(|column| !column.links.is_empty()).collect(),
            credit: !footer.hides_credit,
        }
    }
}
