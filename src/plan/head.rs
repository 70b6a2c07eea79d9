//! What every page needs: its card, its head, its way home, what search engines are told.

use super::{Job, Jobs};
use crate::{
    model::{Address, FieldValue, Href, Lang, RelPath, pick, safe},
    site::{Page, PageId, Related, Site, Taxonomy, related_to},
    view::{CardView, LinkView, PageView, ResultView, SiteView, Strings, TranslationView},
};
use serde_json::json;
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

/// Tags on a card.
const CARD_TAGS: usize = 3;
/// Terms of its kind's fields on a card.
const CARD_FACTS: usize = 4;

/// A site with what its outputs have in common, made once.
pub struct Plan {
    pub site: Site,
    /// In the order of their addresses.
    pub jobs: Jobs,
    pub strings: BTreeMap<Lang, Strings>,
    /// The theme's files.
    pub files: BTreeMap<String, Arc<[u8]>>,
    /// One for each page of the site, made when it is first shown.
    cards: Vec<OnceLock<Arc<CardView>>>,
    /// Made when all pages are drawn.
    related: OnceLock<Related>,
}

impl Plan {
    pub fn new(site: Site, jobs: Jobs, strings: BTreeMap<Lang, Strings>, files: BTreeMap<String, Arc<[u8]>>) -> Plan {
        let cards = std::iter::repeat_with(OnceLock::new).take(site.pages.len()).collect();
        Plan { site, jobs, strings, files, cards, related: OnceLock::new() }
    }

    /// The strings of a language; another language's when the theme does not speak it.
    pub fn strings(&self, lang: &Lang) -> &Strings {
        static NONE: Strings = Strings(BTreeMap::new());
        let primary = |lang: &Lang| lang.as_str().split('-').next().unwrap_or_default().to_lowercase();
        let same = self.strings.iter().find(|(known, _)| primary(known) == primary(lang));
        let english = || self.strings.iter().find(|(known, _)| known.as_str() == "en");
        self.strings.get(lang).or_else(|| same.or_else(english).map(|(_, strings)| strings)).unwrap_or(&NONE)
    }

    /// The pages that are about the same as this one.
    pub fn related(&self, id: PageId) -> Vec<LinkView> {
        let most = self.site.config.related;
        if most == 0 {
            return Vec::new();
        }
        let related = match self.related.get() {
            Some(index) => index.of(&self.site, id, most),
            None => related_to(&self.site, id, most),
        };
        related.into_iter().map(|id| self.link(id)).collect()
    }

    /// Makes what pays when all pages are drawn.
    pub fn before_all(&self) {
        if self.site.config.related > 0 {
            self.related.get_or_init(|| Related::new(&self.site));
        }
    }

    pub fn card(&self, id: PageId) -> Arc<CardView> {
        self.cards[id].get_or_init(|| Arc::new(self.make_card(&self.site.pages[id]))).clone()
    }

    pub fn cards(&self, ids: &[PageId]) -> Vec<Arc<CardView>> {
        ids.iter().map(|id| self.card(*id)).collect()
    }

    fn make_card(&self, page: &Page) -> CardView {
        let meta = &page.document.meta;
        let kind = self.site.kind(page);
        CardView {
            title: meta.title.clone(),
            phrases: page.document.phrases.clone(),
            url: page.address.href(),
            kind: kind.name.clone(),
            kind_title: self.kind_title(&page.lang, &kind.name),
            date: page.date.map(|date| self.strings(&page.lang).date(date)),
            authors: meta.authors.clone(),
            summary: summary(page).to_owned(),
            tags: self.terms_of(page, "tags").into_iter().take(CARD_TAGS).collect(),
            facts: self.facts(page),
            event: self.event(page),
            result: result(page),
            terms: self.all_terms(page).into_iter().map(|(_, link)| link.url).collect(),
            draft: meta.draft,
        }
    }

    fn facts(&self, page: &Page) -> Vec<LinkView> {
        let fields = super::grouped::telling_fields(self.site.kind(page));
        fields
            .flat_map(|field| self.terms_of(page, field))
            .map(|link| LinkView { count: 0, ..link })
            .take(CARD_FACTS)
            .collect()
    }

    /// A page's terms of one taxonomy, in the order in which they were written.
    pub fn terms_of(&self, page: &Page, name: &str) -> Vec<LinkView> {
        let Some(taxonomy) = self.site.taxonomies.get(&(page.lang.clone(), name.to_owned())) else { return Vec::new() };
        self.site.terms_of(page).filter(|(of, _)| *of == name).map(|(_, key)| term_link(taxonomy, key)).collect()
    }

    pub fn link(&self, id: PageId) -> LinkView {
        let page = &self.site.pages[id];
        LinkView { title: page.document.meta.title.clone(), url: page.address.href(), ..LinkView::default() }
    }

    /// The head of a page that no document stands for.
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

    /// Gives a head the breadcrumbs that search engines read.
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

    pub fn home_link(&self, lang: &Lang) -> LinkView {
        LinkView {
            title: self.strings(lang).get("home").to_owned(),
            url: self.site.home(lang).href(),
            ..LinkView::default()
        }
    }

    pub fn section_link(&self, lang: &Lang, folder: &str) -> Option<LinkView> {
        let section = self.site.sections.get(&(lang.clone(), folder.to_owned()))?;
        Some(LinkView {
            title: self.section_title(lang, folder),
            url: section.address.href(),
            count: section.count,
            current: false,
        })
    }

    /// The title of the folder's own page; a month for `202207`; else the folder's name.
    pub fn section_title(&self, lang: &Lang, folder: &str) -> String {
        if let Some(own) = self.site.own_page(lang, folder).filter(|own| !own.flags.is_unlisted) {
            return own.document.meta.title.clone();
        }
        // A folder that is the list of a kind is called what that is called.
        let mut kinds = self.site.kinds.iter();
        if let Some(((_, kind), _)) =
            kinds.find(|((of, _), of_kind)| of == lang && of_kind.folder.as_deref() == Some(folder))
        {
            return self.kind_title(lang, kind);
        }
        let name = folder.rsplit('/').next().unwrap_or_default();
        let digits = name.len() == 6 && name.bytes().all(|b| b.is_ascii_digit());
        let month = digits.then(|| Some((name[..4].parse().ok()?, name[4..].parse::<i8>().ok()?))).flatten();
        match month {
            Some((year, month)) if (1..=12).contains(&month) => self.strings(lang).month(year, month),
            _ => name.to_owned(),
        }
    }

    /// What readers see for a taxonomy.
    pub fn taxonomy_title(&self, lang: &Lang, name: &str) -> String {
        let configured = self.site.config.taxonomies.get(name).and_then(|taxonomy| pick(&taxonomy.title, lang));
        let strings = self.strings(lang);
        let known = || (name == "tags").then(|| strings.get("tags"));
        let kinds = &self.site.config.kinds;
        let labelled = || kinds.iter().find_map(|kind| pick(kind.labels.get(name)?, lang));
        let of_theme = || strings.0.get(&format!("taxonomies.{name}")).map(String::as_str);
        configured.or_else(known).or_else(labelled).or_else(of_theme).unwrap_or(name).to_owned()
    }

    /// The same page in the other languages; where there is none, their homes.
    pub fn translations(&self, lang: &Lang, pages: &BTreeMap<Lang, PageId>) -> Vec<TranslationView> {
        let others = self.site.languages.iter().filter(|other| *other != lang);
        let view = |other: &Lang| {
            let page = pages.get(other).map(|id| &self.site.pages[*id].address);
            TranslationView {
                lang: other.html().to_owned(),
                name: self.language_name(other),
                url: page.map_or_else(|| self.site.home(other).href(), Address::href),
                exact: page.is_some(),
            }
        };
        others.map(view).collect()
    }

    /// What a language is called by those who speak it: as the theme says in that language, else as everywhere. Of
    /// several languages with one name, each has its region.
    fn language_name(&self, lang: &Lang) -> String {
        let name = |lang| -> &str {
            let of_theme = self.strings.get(lang).and_then(|strings: &Strings| strings.0.get("language"));
            of_theme.map(String::as_str).or_else(|| Lang::name(lang)).unwrap_or(lang.as_str())
        };
        let own = name(lang);
        let is_shared = self.site.languages.iter().any(|other| other != lang && name(other) == own);
        match lang.region().filter(|_| is_shared) {
            Some(region) => format!("{own} ({region})"),
            None => own.to_owned(),
        }
    }

    /// The full address, or nothing without a base.
    pub fn absolute(&self, address: &Address) -> String {
        self.site.config.base_url.as_ref().map_or(String::new(), |base| format!("{base}{}", address.href()))
    }

    pub fn description(&self, lang: &Lang) -> String {
        let own = self.site.config.languages.get(lang).and_then(|language| language.description.clone());
        own.or_else(|| self.site.config.description.clone()).unwrap_or_default()
    }

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
            (Some(Href::Raw(url)), _) => Some(url.text())
                .filter(|url| url.starts_with("https://") || url.starts_with("http://"))
                .unwrap_or_default(),
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

    /// The site as all pages of a language see it.
    pub fn site_view(&self, lang: &Lang, assets: &BTreeMap<String, Address>) -> SiteView {
        let site = &self.site;
        // Every page is drawn from these: a count among them would draw all pages again for each new one.
        let taxonomies: Vec<LinkView> = site
            .taxonomies
            .iter()
            .filter(|((of, name), _)| of == lang && site.config.common_taxonomies().any(|common| common == name))
            .map(|((_, name), taxonomy)| LinkView {
                title: self.taxonomy_title(lang, name),
                url: taxonomy.address.href(),
                ..LinkView::default()
            })
            .collect();
        let dated = site.years.keys().any(|(of, _)| of == lang);
        let archive = if dated { super::archive::address(site, lang, None).href() } else { String::new() };
        let plain =
            |title: &str, url: &str| LinkView { title: title.to_owned(), url: url.to_owned(), ..LinkView::default() };
        let menu = self.menu(lang, &archive, &taxonomies);
        // A link without a title in a language is not for its readers.
        let own_links = site.config.links.iter().filter_map(|(title, url)| Some(plain(pick(title, lang)?, safe(url))));
        let footer_links = site.footer_links.iter().map(|(title, href)| plain(title, &href.text()));
        let frame = super::frame::frame(assets).map(|(address, _)| (super::frame::NAME, address.href()));
        let used = assets.iter().filter(|(name, _)| super::frame::is_used(name, assets));
        let assets = used.map(|(name, address)| (name.as_str(), address.href())).chain(frame);
        SiteView {
            title: self.site_title(lang),
            description: self.description(lang),
            lang: lang.to_string(),
            base_url: site.config.base_url.clone().unwrap_or_default(),
            home: site.home(lang).href(),
            menu,
            feed: super::feed::address(site, lang).href(),
            archive,
            contributors: match site.contributors.is_empty() {
                true => String::new(),
                false => super::contributors::address(site, lang).href(),
            },
            taxonomies,
            links: own_links.chain(footer_links).collect(),
            repository: site.repository.as_ref().map_or(String::new(), |repository| safe(&repository.url).to_owned()),
            generator: concat!("portal ", env!("CARGO_PKG_VERSION")).to_owned(),
            assets: assets
                .map(|(name, href)| (name.trim_start_matches("static/").replace(['.', '/', '-'], "_"), href))
                .collect(),
        }
    }
}

/// What a page says of itself in a list.
pub fn summary(page: &Page) -> &str {
    page.document.meta.summary.as_deref().unwrap_or(&page.document.excerpt)
}

/// The first of a page's results.
fn result(page: &Page) -> Option<ResultView> {
    let row = crate::site::rows(page, "results").first()?;
    let text = |name: &str| match row.get(name) {
        Some(FieldValue::Text(text) | FieldValue::Number(text)) => text.clone(),
        _ => String::new(),
    };
    let result = ResultView { label: text("label"), before: text("before"), after: text("after"), unit: text("unit") };
    (!result.after.is_empty()).then_some(result)
}

/// The link to a term, with its count.
pub fn term_link(taxonomy: &Taxonomy, key: &str) -> LinkView {
    taxonomy.terms.get(key).map_or_else(LinkView::default, |term| LinkView {
        title: term.title.clone(),
        url: term.address.href(),
        count: term.pages.len(),
        current: false,
    })
}

/// JSON that cannot end the script element that it stands in.
pub fn json_ld(value: &serde_json::Value) -> String {
    let text = value.to_string();
    text.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}
