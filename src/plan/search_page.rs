//! The page of the search, for each language: a form, and what else leads to pages.
//!
//! What always holds: it is there only if the index is, and if the theme has the script that reads it. The script fills
//! it; without scripts it is a list of sections.

use super::{Family, Job, JobKind, JobOutput, Plan, PlanInput, SEARCH_FOLDER};
use crate::{
    model::{Address, Lang, SearchEngine},
    site::{LanguageSite, Site},
    view::{SearchFilterView, SearchView, View},
};

/// The theme's script of the page.
const SCRIPT: &str = "static/search.js";
/// What else the theme has for the page: its styles, and a script that is loaded when it is needed.
const BESIDE: [&str; 2] = ["static/search.css", "static/search-more.js"];

/// The search in one language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct SearchForm {
    lang: Lang,
}

impl Family for SearchForm {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        // Another theme may have no search.
        if !input.theme.contains_key(SCRIPT) {
            return;
        }
        for LanguageSite { lang, .. } in &input.site.languages {
            let kind = || SearchForm { lang: lang.clone() }.into();
            jobs.extend(address(input.site, lang).map(|address| Job { address, page: None, kind: kind() }));
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let lang = &self.lang;
        let site = &plan.site;
        let mut page = plan.head(lang, "search", plan.strings(lang).get("search").to_owned(), job);
        page.noindex = true;
        page.canonical.clear();
        let others = site.languages.iter().filter(|other| other.lang != *lang);
        for (other, translation) in others.zip(&mut page.translations) {
            if let Some(address) = published(plan, &other.lang) {
                (translation.url, translation.exact) = (address.href(), true);
            }
        }
        let language = site.language(lang);
        let filter = |name: &String| SearchFilterView { name: name.clone(), title: plan.taxonomy_title(lang, name) };
        let view = SearchView {
            page,
            sections: plan.children(lang, &language.sections[""]),
            filters: language.taxonomies.keys().map(filter).collect(),
        };
        plan.page_input("search", lang, job, View::Search(view), None).into()
    }
}

/// The page of the search, if it is published: somebody may have written another page at its address.
pub(super) fn published(plan: &Plan, lang: &Lang) -> Option<Address> {
    let address = address(&plan.site, lang)?;
    matches!(plan.job(&address)?.kind, JobKind::SearchForm(_)).then_some(address)
}

/// Where the page of the search is planned; nowhere without an index.
fn address(site: &Site, lang: &Lang) -> Option<Address> {
    let folder = format!("{}{SEARCH_FOLDER}", site.language(lang).prefix);
    (site.config.search.engine == SearchEngine::Builtin).then(|| Address::folder(&folder, site.config.urls))
}

/// The folder of the index, with a slash at the end.
pub(super) fn index(site: &Site, lang: &Lang) -> String {
    Address::file(format!("{}{SEARCH_FOLDER}/", site.language(lang).prefix)).href()
}

/// Whether a static file of the theme is published.
pub(super) fn is_used(name: &str, site: &Site) -> bool {
    (name != SCRIPT && !BESIDE.contains(&name)) || site.config.search.engine == SearchEngine::Builtin
}
