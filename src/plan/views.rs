//! The small views that many outputs share: cards, links, titles.

use super::{Job, Jobs, SearchFiles, search_files};
use crate::{
    model::{Address, FieldType, FieldValue, Kind, Lang, pick},
    site::{LanguageSite, Page, PageId, Related, Site, Taxonomy, related_to},
    view::{CardView, ImageView, LinkView, ResultView, Strings, TranslationView},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

/// Tags on a card.
const CARD_TAGS: usize = 3;
/// Terms of its kind's fields on a card.
const CARD_FACTS: usize = 4;

/// A site with its jobs and the values that many outputs share.
pub struct Plan {
    /// All pages, and how they stand to each other.
    pub site: Site,
    /// In the order of their addresses.
    pub jobs: Jobs,
    /// The theme's strings, by language.
    pub strings: BTreeMap<Lang, Strings>,
    /// The theme's files.
    pub files: BTreeMap<String, Arc<[u8]>>,
    /// One for each page of the site, made at the first use.
    cards: Vec<OnceLock<Arc<CardView>>>,
    /// Built only if all pages are rendered.
    related: OnceLock<Related>,
    /// Made by a build before it lists its jobs, by a server at the first request.
    search: OnceLock<SearchFiles>,
}

impl Plan {
    /// `files` are those of the theme, by name.
    pub fn new(site: Site, jobs: Jobs, strings: BTreeMap<Lang, Strings>, files: BTreeMap<String, Arc<[u8]>>) -> Plan {
        let cards = std::iter::repeat_with(OnceLock::new).take(site.pages.len()).collect();
        Plan { site, jobs, strings, files, cards, related: OnceLock::new(), search: OnceLock::new() }
    }

    /// The same with the files of the search's index.
    #[must_use]
    pub fn with_search(self, search: Option<SearchFiles>) -> Plan {
        Plan { search: search.map_or_else(OnceLock::new, OnceLock::from), ..self }
    }

    /// The job whose output has an address.
    pub fn job(&self, address: &Address) -> Option<&Job> {
        let place = self.jobs.binary_search_by(|job| job.address.cmp(address)).ok()?;
        Some(&self.jobs[place])
    }

    /// The files of the search's index.
    pub fn search(&self) -> &SearchFiles {
        self.search.get_or_init(|| search_files(&self.site))
    }

    /// The strings of a language, or of another one if the theme lacks it.
    pub fn strings(&self, lang: &Lang) -> &Strings {
        static NONE: Strings = Strings(BTreeMap::new());
        let primary = |lang: &Lang| lang.as_str().split('-').next().unwrap_or_default().to_lowercase();
        let same = self.strings.iter().find(|(known, _)| primary(known) == primary(lang));
        let english = || self.strings.iter().find(|(known, _)| known.as_str() == "en");
        self.strings.get(lang).or_else(|| same.or_else(english).map(|(_, strings)| strings)).unwrap_or(&NONE)
    }

    /// Related pages, the nearest first.
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

    /// Builds the indices that are worth it only if all pages are rendered.
    pub fn before_all(&self) {
        if self.site.config.related > 0 {
            self.related.get_or_init(|| Related::new(&self.site));
        }
    }

    /// A page as lists show it, made once.
    pub fn card(&self, id: PageId) -> Arc<CardView> {
        self.cards[id].get_or_init(|| Arc::new(self.make_card(&self.site.pages[id]))).clone()
    }

    /// The cards of pages, in their order.
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
            logo: self.logo(page),
            terms: self.choices(page.id),
            draft: meta.draft,
        }
    }

    fn facts(&self, page: &Page) -> Vec<LinkView> {
        let fields = card_fields(self.site.kind(page));
        fields
            .flat_map(|field| self.terms_of(page, field))
            .map(|link| LinkView { count: 0, ..link })
            .take(CARD_FACTS)
            .collect()
    }

    /// The first picture among the fields of a page's kind.
    pub fn logo(&self, page: &Page) -> Option<ImageView> {
        let is_picture = |field: &crate::model::Field| field.kind == FieldType::Image;
        let pictures = self.site.kind(page).fields.iter().filter(|(_, field)| is_picture(field));
        pictures.into_iter().find_map(|(name, _)| match page.document.meta.fields.get(name)? {
            FieldValue::Link(link) => self.field_image(page, *link),
            _ => None,
        })
    }

    /// A page's terms of one taxonomy, in the order in which they were written.
    pub fn terms_of(&self, page: &Page, name: &str) -> Vec<LinkView> {
        let Some(taxonomy) = self.site.language(&page.lang).taxonomies.get(name) else { return Vec::new() };
        self.site.terms_of(page).filter(|(of, _)| *of == name).map(|(_, key)| term_link(taxonomy, key)).collect()
    }

    /// A link to a page, with its title.
    pub fn link(&self, id: PageId) -> LinkView {
        let page = &self.site.pages[id];
        LinkView { title: page.document.meta.name().to_owned(), url: page.address.href(), ..LinkView::default() }
    }

    /// A link to the home page of a language, with the theme's word for it.
    pub fn home_link(&self, lang: &Lang) -> LinkView {
        LinkView {
            title: self.strings(lang).get("home").to_owned(),
            url: self.site.language(lang).home.href(),
            ..LinkView::default()
        }
    }

    /// A link to a folder, with the number of its pages; `None` if the language has no such folder.
    pub fn section_link(&self, lang: &Lang, folder: &str) -> Option<LinkView> {
        let section = self.site.language(lang).sections.get(folder)?;
        let own = section.own.map(|id| &self.site.pages[id]).filter(|own| !own.flags.is_unlisted);
        let name = own.and_then(|own| own.document.meta.link_title.clone());
        Some(LinkView {
            title: name.unwrap_or_else(|| self.section_title(lang, folder)),
            url: section.address.href(),
            count: section.count,
            current: false,
        })
    }

    /// The title of the folder's own page; a month for `202207`; else the folder's name.
    pub fn section_title(&self, lang: &Lang, folder: &str) -> String {
        let LanguageSite { sections, kinds, .. } = self.site.language(lang);
        let own = sections.get(folder).and_then(|section| section.own).map(|id| &self.site.pages[id]);
        if let Some(own) = own.filter(|own| !own.flags.is_unlisted) {
            return own.document.meta.title.clone();
        }
        // A folder that lists a kind has the title of the kind.
        if let Some((kind, _)) = kinds.iter().find(|(_, of_kind)| of_kind.folder.as_deref() == Some(folder)) {
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

    /// The title of a taxonomy.
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
        let others = self.site.languages.iter().filter(|other| other.lang != *lang);
        let view = |other: &LanguageSite| {
            let page = pages.get(&other.lang).map(|id| &self.site.pages[*id].address);
            TranslationView {
                lang: other.lang.html().to_owned(),
                name: self.language_name(&other.lang),
                url: page.unwrap_or(&other.home).href(),
                exact: page.is_some(),
            }
        };
        others.map(view).collect()
    }

    /// The name of a language in itself: from the theme, else from the built-in table. Languages with the same name get
    /// their region.
    fn language_name(&self, lang: &Lang) -> String {
        let name = |lang| -> &str {
            let of_theme = self.strings.get(lang).and_then(|strings: &Strings| strings.0.get("language"));
            of_theme.map(String::as_str).or_else(|| Lang::name(lang)).unwrap_or(lang.as_str())
        };
        let own = name(lang);
        let mut others = self.site.languages.iter().map(|other| &other.lang).filter(|other| *other != lang);
        let is_shared = others.any(|other| name(other) == own);
        match lang.region().filter(|_| is_shared) {
            Some(region) => format!("{own} ({region})"),
            None => own.to_owned(),
        }
    }
}

/// The summary of a page in lists.
pub(super) fn summary(page: &Page) -> &str {
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
pub(super) fn term_link(taxonomy: &Taxonomy, key: &str) -> LinkView {
    taxonomy.terms.get(key).map_or_else(LinkView::default, |term| LinkView {
        title: term.title.clone(),
        url: term.address.href(),
        count: term.pages.len(),
        current: false,
    })
}

/// The fields of a kind that cards show: those with terms, without the one that groups its lists.
fn card_fields(kind: &Kind) -> impl Iterator<Item = &str> {
    let is_term = |field: &crate::model::Field| field.kind.is_taxonomy();
    let grouped = kind.group_by.as_deref();
    kind.fields
        .iter()
        .filter(move |(name, field)| is_term(field) && Some(name.as_str()) != grouped)
        .map(|(name, _)| &**name)
}
