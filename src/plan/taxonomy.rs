//! The lists of terms, and of each term's pages.

use super::{
    Family, Job, JobOutput, PageInput, Plan, PlanInput, Rank,
    list::{paged, pager, pages, slice},
    listing::List,
    sitemap::is_open,
    views::term_link,
};
use crate::{
    model::{Lang, natural},
    site::{LanguageSite, PageId, Site, Taxonomy, initial, spelled},
    view::{LinkView, TaxonomyView, TermView, TermsView, View},
};
use std::{cmp::Ordering, collections::BTreeMap};

/// The list of a taxonomy's terms, or of one term's pages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum TaxonomyPage {
    All {
        lang: Lang,
        name: String,
    },
    /// Pages from 1.
    Term {
        lang: Lang,
        name: String,
        key: String,
        page: usize,
    },
}

impl Family for TaxonomyPage {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let config = &input.site.config;
        for language in &input.site.languages {
            let lang = &language.lang;
            for (name, taxonomy) in &language.taxonomies {
                let kind = TaxonomyPage::All { lang: lang.clone(), name: name.clone() }.into();
                jobs.push(Job { address: taxonomy.address.clone(), page: own_page(language, name), kind });
                for (key, term) in &taxonomy.terms {
                    for page in 1..=pages(term.pages.len(), config.page_size) {
                        let address = paged(&term.address, page, config.urls);
                        let (lang, name, key) = (lang.clone(), name.clone(), key.clone());
                        let kind = TaxonomyPage::Term { lang, name, key, page }.into();
                        jobs.push(Job { address, page: term.own.filter(|_| page == 1), kind });
                    }
                }
            }
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        match self {
            TaxonomyPage::All { lang, name } => plan.taxonomy(lang, name, job),
            TaxonomyPage::Term { lang, name, key, page } => plan.term(lang, name, key, *page, job),
        }
        .into()
    }

    fn rank(&self, job: &Job, _: &Site) -> Rank {
        if job.page.is_some() { Rank::Written } else { Rank::Generated }
    }

    fn is_indexed(&self, job: &Job, site: &Site) -> bool {
        match self {
            TaxonomyPage::All { .. } => true,
            TaxonomyPage::Term { page, .. } => *page == 1 && job.page.is_none_or(|own| is_open(&site.pages[own])),
        }
    }
}

/// The page of the folder whose address the list of a taxonomy has.
fn own_page(language: &LanguageSite, name: &str) -> Option<PageId> {
    language.sections.get(name)?.own.filter(|_| language.is_taxonomy(name))
}

/// The sort key of a term in lists: its title in pinyin, in lower case.
fn order_of(term: &LinkView) -> String {
    spelled(&term.title).to_lowercase()
}

fn by_title(a: &(String, LinkView), b: &(String, LinkView)) -> Ordering {
    natural(&a.0, &b.0).then_with(|| a.1.title.cmp(&b.1.title))
}

/// Links to all terms, the most used first, then in the order of their pinyin.
pub(super) fn by_count(taxonomy: &Taxonomy) -> Vec<LinkView> {
    let terms = taxonomy.terms.keys().map(|key| term_link(taxonomy, key));
    let mut terms: Vec<(String, LinkView)> = terms.map(|term| (order_of(&term), term)).collect();
    terms.sort_by(|a, b| b.1.count.cmp(&a.1.count).then_with(|| by_title(a, b)));
    terms.into_iter().map(|(_, term)| term).collect()
}

/// Links to all terms under the letters A to Z, `#` last.
fn by_letter(taxonomy: &Taxonomy) -> Vec<TermsView> {
    let mut letters: BTreeMap<(bool, char), Vec<(String, LinkView)>> = BTreeMap::new();
    for key in taxonomy.terms.keys() {
        let link = term_link(taxonomy, key);
        let letter = initial(&link.title);
        letters.entry((letter == '#', letter)).or_default().push((order_of(&link), link));
    }
    let view = |((_, letter), mut terms): ((bool, char), Vec<(String, LinkView)>)| {
        terms.sort_by(by_title);
        TermsView {
            title: letter.to_string(),
            url: String::new(),
            terms: terms.into_iter().map(|(_, link)| link).collect(),
        }
    };
    letters.into_iter().map(view).collect()
}

impl Plan {
    fn taxonomy(&self, lang: &Lang, name: &str, job: &Job) -> PageInput {
        let language = self.site.language(lang);
        let taxonomy = &language.taxonomies[name];
        let mut head = self.head(lang, "taxonomy", self.taxonomy_title(lang, name), job);
        head.description = self.described(lang, "taxonomy_description", &[("title", &head.title)]);
        for translation in &mut head.translations {
            if let Some(other) = self.translated(&translation.lang, name) {
                (translation.url, translation.exact) = (other.address.href(), true);
            }
        }
        let view = TaxonomyView {
            page: self.with_breadcrumbs(head, vec![self.home_link(lang)]),
            by_count: by_count(taxonomy),
            by_letter: by_letter(taxonomy),
        };
        self.page_input("taxonomy", lang, job, View::Taxonomy(view), own_page(language, name))
    }

    /// The taxonomy of this name in the language whose tag in HTML is `tag`.
    fn translated(&self, tag: &str, name: &str) -> Option<&Taxonomy> {
        let mut same = self.site.languages.iter().filter(|language| language.lang.html() == tag);
        same.find_map(|language| language.taxonomies.get(name))
    }

    fn term(&self, lang: &Lang, name: &str, key: &str, page: usize, job: &Job) -> PageInput {
        let site = &self.site;
        let taxonomy = &site.language(lang).taxonomies[name];
        let term = &taxonomy.terms[key];
        let list = LinkView {
            title: self.taxonomy_title(lang, name),
            url: taxonomy.address.href(),
            count: taxonomy.terms.len(),
            current: false,
        };
        let parent = term.parent.as_ref().map(|parent| term_link(taxonomy, parent));
        let above = [self.home_link(lang), list.clone()].into_iter().chain(parent.clone()).collect();
        let mut head = self.head(lang, "term", term.title.clone(), job);
        head.number = page;
        head.description = self.described(lang, "term_description", &[("term", &term.title)]);
        head.feed = super::feed::term_address(term).href();
        head.noindex = term.pages.is_empty();
        if let Some(own) = term.own {
            head.anchor.clone_from(&site.pages[own].document.title_id);
            head.notes = (1..=site.pages[own].document.title_notes).collect();
        }
        let summary = term.own.map(|id| super::views::summary(&site.pages[id]));
        if let Some(summary) = summary.filter(|summary| !summary.is_empty()) {
            head.description = summary.to_owned();
        }
        for translation in &mut head.translations {
            if let Some(other) = self.translated(&translation.lang, name).and_then(|other| other.terms.get(key)) {
                (translation.url, translation.exact) = (other.address.href(), true);
            }
        }
        let of_list = List { address: term.address.clone(), pages: &term.pages, kind: None };
        let links = |keys: &[String]| keys.iter().map(|key| term_link(taxonomy, key)).collect();
        let size = site.config.page_size;
        let view = TermView {
            page: self.with_breadcrumbs(head, above),
            taxonomy: list,
            aliases: term.aliases.clone(),
            parent,
            children: links(&term.children),
            related: links(site.related_terms(name, key, term)),
            cards: self.cards(slice(&term.pages, page, size)),
            filters: self.list_filters(lang, &of_list, page),
            data: self.data(&term.address),
            pager: pager(&term.address, page, term.pages.len(), size, site.config.urls),
        };
        self.page_input("term", lang, job, View::Term(view), term.own.filter(|_| page == 1))
    }
}
