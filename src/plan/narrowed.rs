//! The parts of the list of a kind that have one term: `cases/industry/金融/`, a page for each term of its filters.

use super::{
    Family, Job, JobKind, JobOutput, Plan, PlanInput,
    filters::{filters_of, narrowed_address},
    list::paged,
    listing::{List, ListOf},
    views::term_link,
};
use crate::{
    model::{Address, Lang},
    site::{LanguageSite, PageId, Site},
    view::{FiltersView, LinkView, SectionView, View},
};
use std::sync::Arc;

/// The part of a list that has a term. Pages from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct NarrowedList {
    part: Arc<ListPart>,
    page: usize,
}

/// A part of a list: its pages that have one term.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct ListPart {
    pub lang: Lang,
    pub of: ListOf,
    pub taxonomy: String,
    /// The key of the term.
    pub key: String,
    pub address: Address,
    /// In the order of the list.
    pub pages: Vec<PageId>,
}

impl Family for NarrowedList {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let site = input.site;
        for part in parts(site) {
            for page in 1..=part.list(site).spread(site) {
                let kind = NarrowedList { part: part.clone(), page }.into();
                jobs.push(Job { address: paged(&part.address, page, site.config.urls), page: None, kind });
            }
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let ListPart { lang, of, taxonomy, key, .. } = &*self.part;
        let part = self.part.list(&plan.site);
        let whole = of.planned(&plan.site, lang);
        let title = plan.list_title(lang, of);
        let mut trail = match of.folder() {
            Some(folder) => plan.folder_trail(lang, folder.rsplit_once('/').map_or("", |(parent, _)| parent)),
            None => vec![plan.home_link(lang)],
        };
        trail.push(LinkView { title: title.clone(), url: whole.address.href(), ..LinkView::default() });
        let term = term_link(&plan.site.language(lang).taxonomies[taxonomy], key).title;
        let mut head = plan.head(lang, "section", plan.part_title(&self.part), job);
        head.number = self.page;
        head.description = plan.described(lang, "narrowed_description", &[("title", &title), ("term", &term)]);
        if part.is_fed() {
            head.feed = feed_address(&part.address).href();
        }
        let others = plan.site.languages.iter().filter(|other| other.lang != *lang);
        for (translation, other) in head.translations.iter_mut().zip(others) {
            if let Some(address) = plan.published_part(other, of, taxonomy, key) {
                (translation.url, translation.exact) = (address.href(), true);
            }
        }
        let head = plan.with_breadcrumbs(head, trail);
        let filters = match self.page {
            1 => plan.narrowed_filters(lang, &whole, (taxonomy, key), part.pages),
            _ => FiltersView::default(),
        };
        let view = SectionView { filters, ..plan.list_view(lang, head, &part) };
        plan.page_input("section", lang, job, View::Section(view), None).into()
    }

    fn is_indexed(&self, _: &Job, _: &Site) -> bool {
        self.page == 1
    }
}

/// All parts of the lists of kinds.
pub(super) fn parts(site: &Site) -> Vec<Arc<ListPart>> {
    let mut parts = Vec::new();
    for language in &site.languages {
        let folders = language.kinds.values().filter_map(|of_kind| of_kind.folder.clone().map(ListOf::Folder));
        for of in folders.chain(language.kinds.keys().cloned().map(ListOf::Kind)) {
            let Some(list) = of.find(site, language) else { continue };
            for filter in filters_of(site, list.pages) {
                let taxonomy = &language.taxonomies[&filter.taxonomy];
                for term in filter.terms {
                    let address = narrowed_address(site, &list.address, taxonomy, &taxonomy.terms[&term.key]);
                    let (lang, of, taxonomy) = (language.lang.clone(), of.clone(), filter.taxonomy.clone());
                    let (key, pages) = (term.key, term.pages);
                    parts.push(Arc::new(ListPart { lang, of, taxonomy, key, address, pages }));
                }
            }
        }
    }
    parts
}

/// The feed of a part of a list.
pub(super) fn feed_address(part: &Address) -> Address {
    Address::file(format!("{}/feed.xml", part.as_folder()))
}

impl ListPart {
    /// The part as a list.
    pub(super) fn list<'s>(&'s self, site: &'s Site) -> List<'s> {
        let (address, pages) = (self.address.clone(), &self.pages[..]);
        List { address, pages, kind: self.of.planned(site, &self.lang).kind }
    }
}

impl Plan {
    /// Where the part of a list with a term is, if the language has it.
    fn published_part(&self, language: &LanguageSite, of: &ListOf, taxonomy: &str, key: &str) -> Option<Address> {
        let list = of.find(&self.site, language)?;
        let taxonomy = language.taxonomies.get(taxonomy)?;
        let address = narrowed_address(&self.site, &list.address, taxonomy, taxonomy.terms.get(key)?);
        matches!(self.job(&address)?.kind, JobKind::NarrowedList(_)).then_some(address)
    }

    /// The title of a part of a list: that of the list, and the term.
    pub(super) fn part_title(&self, ListPart { lang, of, taxonomy, key, .. }: &ListPart) -> String {
        let term = term_link(&self.site.language(lang).taxonomies[taxonomy], key).title;
        format!("{} · {term}", self.list_title(lang, of))
    }
}
