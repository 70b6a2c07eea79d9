//! The filters above a list, and the lists that they lead to.
//!
//! In: the pages of a list. Out: for each filter its terms with the number of their pages. A term of the list of a kind
//! leads to the part of that list that has the term: `cases/industry/金融/`. On other lists it leads to the term's page.

use super::{Plan, grouped::grouped_by, listing::List};
use crate::{
    model::{Address, LIST_VIEWS, Lang, ListView},
    site::{Filter, FilterTerm, LanguageSite, PageId, Site, Taxonomy, Term},
    view::{FilterTermView, FilterView, FiltersView},
};
use std::collections::BTreeSet;

/// Terms of a filter that stand in the open.
const OPEN: usize = 12;

/// The filters of a list. A list in groups has none for what makes the groups.
pub(super) fn filters_of(site: &Site, pages: &[PageId]) -> Vec<Filter> {
    let grouped_by = grouped_by(site, pages);
    site.filters(pages).into_iter().filter(|filter| Some(filter.taxonomy.as_str()) != grouped_by).collect()
}

/// Where the part of a list with a term is: the list's folder, the name of the taxonomy, and the term's own path.
pub(super) fn narrowed_address(site: &Site, list: &Address, taxonomy: &Taxonomy, term: &Term) -> Address {
    let path = term.address.as_folder().strip_prefix(taxonomy.address.as_folder()).unwrap_or_default();
    Address::folder(&format!("{}/{}{path}", list.as_folder(), taxonomy.name), site.config.urls)
}

/// A term as addresses with filters have it: `industry=金融`.
pub(super) fn choice(taxonomy: &str, term: &Term) -> String {
    format!("{}={}", query_part(taxonomy), query_part(&term.spelled))
}

/// A text as a part of a query. Only what would end it, or mean something else, is encoded.
fn query_part(text: &str) -> String {
    let encoded = |c: char| match c {
        '&' | '=' | '%' | '+' | '#' | ' ' => format!("%{:02X}", u32::from(c)),
        _ => c.to_string(),
    };
    text.chars().map(encoded).collect()
}

impl Plan {
    /// The filters of pages that are all shown, each term leading to its page.
    pub fn filters(&self, lang: &Lang, pages: &[PageId]) -> FiltersView {
        let taxonomies = filters_of(&self.site, pages);
        self.filters_view(lang, &taxonomies, |_, term| term.address.clone())
    }

    /// The filters of a list, for its page `number`. Only the first page has them: a count that changes must not change
    /// every page of a long list.
    pub(super) fn list_filters(&self, lang: &Lang, list: &List, number: usize) -> FiltersView {
        if number > 1 {
            return FiltersView::default();
        }
        let site = &self.site;
        let filters = filters_of(site, list.pages);
        let view = match list.kind {
            Some(_) => self.part_filters(lang, list, &filters),
            None => self.filters_view(lang, &filters, |_, term| term.address.clone()),
        };
        let entries = self.entries_url(&list.address);
        let views = if entries.is_empty() { Vec::new() } else { self.views(list) };
        let is_whole = list.spread(site) == 1;
        FiltersView { entries, is_whole, view: list.view().name(), views, ..view }
    }

    /// The forms that readers can choose: the list's own form, and each other form that has something to show.
    fn views(&self, list: &List) -> Vec<&'static str> {
        if list.kind.is_none() {
            return Vec::new();
        }
        let has_logos = || list.pages.iter().any(|id| self.logo(&self.site.pages[*id]).is_some());
        let is_useful = |view: &ListView| match view {
            ListView::Logos => has_logos(),
            ListView::Links => false,
            ListView::Cards | ListView::Table => true,
        };
        let views = LIST_VIEWS.iter().map(|(_, view)| view);
        views.filter(|view| **view == list.view() || is_useful(view)).map(|view| view.name()).collect()
    }

    /// The filters of the part of a list that has a term. Terms of the same taxonomy count the pages of the whole list.
    pub(super) fn narrowed_filters(
        &self,
        lang: &Lang,
        list: &List,
        chosen: (&str, &str),
        left: &[PageId],
    ) -> FiltersView {
        let site = &self.site;
        let left: BTreeSet<PageId> = left.iter().copied().collect();
        let mut filters = filters_of(site, list.pages);
        for filter in filters.iter_mut().filter(|filter| filter.taxonomy != chosen.0) {
            for FilterTerm { pages, .. } in &mut filter.terms {
                pages.retain(|id| left.contains(id));
            }
            filter.terms.retain(|term| !term.pages.is_empty());
        }
        filters.retain(|filter| !filter.terms.is_empty());
        // Among many terms, the chosen one must not be the one that is hidden.
        let chosen_filter = filters.iter_mut().find(|filter| filter.taxonomy == chosen.0);
        chosen_filter.into_iter().for_each(|filter| filter.terms.sort_by_key(|term| term.key != chosen.1));
        let mut view = self.part_filters(lang, list, &filters);
        let term = &site.language(lang).taxonomies[chosen.0].terms[chosen.1];
        let (chosen, whole) = (choice(chosen.0, term), list.address.href());
        let terms = view.taxonomies.iter_mut().flat_map(|filter| filter.terms.iter_mut());
        for term in terms.filter(|term| term.choice == chosen) {
            (term.current, term.url) = (true, whole.clone());
        }
        FiltersView { list: whole, ..view }
    }

    /// Each term leads to the part of the list that has it.
    fn part_filters(&self, lang: &Lang, list: &List, filters: &[Filter]) -> FiltersView {
        self.filters_view(lang, filters, |taxonomy, term| narrowed_address(&self.site, &list.address, taxonomy, term))
    }

    fn filters_view(
        &self,
        lang: &Lang,
        filters: &[Filter],
        address: impl Fn(&Taxonomy, &Term) -> Address,
    ) -> FiltersView {
        let LanguageSite { taxonomies, .. } = self.site.language(lang);
        let view = |filter: &Filter| {
            let taxonomy = taxonomies.get(&filter.taxonomy)?;
            let view = |FilterTerm { key, pages }: &FilterTerm| {
                let term = taxonomy.terms.get(key)?;
                Some(FilterTermView {
                    title: term.title.clone(),
                    url: address(taxonomy, term).href(),
                    count: pages.len(),
                    current: false,
                    choice: choice(&filter.taxonomy, term),
                })
            };
            let mut terms: Vec<FilterTermView> = filter.terms.iter().filter_map(view).collect();
            let more = terms.split_off(OPEN.min(terms.len()));
            Some(FilterView { title: self.taxonomy_title(lang, &filter.taxonomy), terms, more })
        };
        let taxonomies = filters.iter().filter_map(view).collect();
        FiltersView { taxonomies, is_whole: true, ..FiltersView::default() }
    }

    /// A page's terms, as filters choose by them.
    pub fn choices(&self, id: PageId) -> Vec<String> {
        let taxonomies = &self.site.language(&self.site.pages[id].lang).taxonomies;
        let terms = self
            .site
            .all_terms_of(id)
            .filter_map(|(taxonomy, key)| Some(choice(taxonomy, taxonomies.get(taxonomy)?.terms.get(key)?)));
        let mut choices: Vec<String> = Vec::new();
        terms.for_each(|choice| {
            if !choices.contains(&choice) {
                choices.push(choice);
            }
        });
        choices
    }
}
