//! The part of the site in one language: its folders, terms, years and kinds.

use super::{
    KindPages, Matrix, Page, PageId, Section, Setting, Taxonomy, audience, kinds, section,
    taxonomy::{self, Spellings, Terms},
};
use crate::{
    diag::Diagnostic,
    model::{Address, Config, Facet, Lang},
};
use std::collections::{BTreeMap, BTreeSet};

/// The part of the site in one language.
#[derive(Debug)]
pub struct LanguageSite {
    /// The tag as the site writes it.
    pub lang: Lang,
    /// The beginning of its addresses: `""` for the site's own language, else `en/`.
    pub prefix: String,
    /// The address of its home page.
    pub home: Address,
    /// By folder; the home page is the section `""`.
    pub sections: BTreeMap<String, Section>,
    /// By name, only those with terms.
    pub taxonomies: BTreeMap<String, Taxonomy>,
    /// Dated pages by year, the newest first.
    pub years: BTreeMap<i16, Vec<PageId>>,
    /// The newest pages that go into feeds and onto the home page.
    pub newest: Vec<PageId>,
    /// The pages of each kind that is more than a text, by the name of the kind.
    pub kinds: BTreeMap<String, KindPages>,
    /// Needs and offers.
    pub matrix: Matrix,
}

impl LanguageSite {
    /// Whether the list of a taxonomy has the address of a folder.
    pub fn is_taxonomy(&self, folder: &str) -> bool {
        let address = self.sections.get(folder).map(|section| &section.address);
        self.taxonomies.get(folder).is_some_and(|taxonomy| Some(&taxonomy.address) == address)
    }
}

/// Lists the languages of all pages, the site's own first, and stores in each page the index of its language.
pub(super) fn divide(pages: &mut [Page], setting: &Setting) -> Vec<LanguageSite> {
    let others = pages.iter().filter(|page| page.flags.has_language && page.lang != *setting.lang);
    let others: BTreeSet<&Lang> = others.map(|page| &page.lang).collect();
    let new = |lang: &Lang| {
        let prefix = if lang == setting.lang { String::new() } else { format!("{lang}/") };
        LanguageSite {
            lang: lang.clone(),
            home: section::address(&prefix, "", setting.config),
            prefix,
            sections: BTreeMap::new(),
            taxonomies: BTreeMap::new(),
            years: BTreeMap::new(),
            newest: Vec::new(),
            kinds: BTreeMap::new(),
            matrix: Matrix::default(),
        }
    };
    let languages: Vec<LanguageSite> = std::iter::once(setting.lang).chain(others).map(new).collect();
    for page in pages.iter_mut().filter(|page| page.flags.has_language) {
        page.language = languages.iter().position(|language| language.lang == page.lang).unwrap_or_default();
    }
    languages
}

/// Collects the folders and terms of each language. Their own pages get the same addresses. `order` comes
/// from [`section::newest`].
pub(super) fn collect(
    languages: &mut [LanguageSite],
    pages: &mut [Page],
    spellings: Spellings,
    order: &[PageId],
    setting: &Setting,
    diagnostics: &mut Vec<Diagnostic>,
) -> Terms {
    let ((terms, taxonomies, mut of_terms), (sections, mut of_sections)) = rayon::join(
        || taxonomy::collect(pages, spellings, order, setting, languages),
        || section::collect(pages, order, setting.config, languages),
    );
    diagnostics.append(&mut of_terms);
    diagnostics.append(&mut of_sections);
    for ((language, sections), taxonomies) in languages.iter_mut().zip(sections).zip(taxonomies) {
        let terms = taxonomies.values().flat_map(|taxonomy| taxonomy.terms.values());
        let of_sections = sections.values().map(|section| (section.own, &section.address));
        for (own, address) in of_sections.chain(terms.map(|term| (term.own, &term.address))) {
            if let Some(own) = own {
                pages[own].address.clone_from(address);
            }
        }
        (language.sections, language.taxonomies) = (sections, taxonomies);
    }
    terms
}

/// Lists the pages of each language by needs, kinds and dates. `order` comes from [`section::newest`].
pub(super) fn list(languages: &mut [LanguageSite], pages: &[Page], order: &[PageId], config: &Config) {
    for (index, language) in languages.iter_mut().enumerate() {
        language.matrix = audience::matrix(pages, config, index);
    }
    kinds::collect(languages, pages, order, config);
    list_dated(languages, pages, order, config);
}

/// Lists the dated pages of each language by year, and the newest for feeds.
fn list_dated(languages: &mut [LanguageSite], pages: &[Page], order: &[PageId], config: &Config) {
    let has = |facet| config.kinds.iter().map(|kind| kind.has(facet)).collect::<Vec<bool>>();
    let (is_dated, is_fed) = (has(Facet::Dated), has(Facet::Feed));
    let dated = order.iter().map(|id| &pages[*id]).take_while(|page| section::day(page).is_some());
    for page in dated.filter(|page| (page.flags.is_listed || page.flags.is_index) && !page.flags.is_unlisted) {
        let (Some(date), language) = (page.date, &mut languages[page.language]) else { continue };
        if is_dated[page.flags.kind] {
            language.years.entry(date.day.year()).or_default().push(page.id);
        }
        if is_fed[page.flags.kind] && language.newest.len() < config.feed_size {
            language.newest.push(page.id);
        }
    }
}
