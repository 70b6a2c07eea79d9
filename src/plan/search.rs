//! The index of the search: the files that browsers and `portal search` read, for each language.
//!
//! What always holds: the files are made of the site alone, so a server can make them when they are asked for. A build
//! makes them before it lists its jobs, because their names are hashes of their bytes.

use super::{Family, Job, JobOutput, Plan, PlanInput};
use crate::{
    model::{Address, SearchEngine, term_key},
    search::{FilterValue, PageEntry, SearchFilter, SearchPage, SearchRules, index},
    site::{LanguageSite, Page, Role, Site, Term},
};
use std::{cmp::Reverse, collections::BTreeMap};

/// The folder of the index, below the beginning of a language's addresses.
pub const SEARCH_FOLDER: &str = "search";

/// All files of the index of a site.
#[derive(Default)]
pub struct SearchFiles {
    /// In the order of their addresses.
    jobs: Vec<Job>,
    /// The bytes of each.
    bytes: Vec<Vec<u8>>,
}

/// A file of the index.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct SearchFile;

impl Family for SearchFile {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        jobs.extend(input.search.into_iter().flat_map(|search| search.jobs.iter().cloned()));
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let search = plan.search();
        JobOutput::Bytes(search.place(job.address.as_str()).map_or_else(Vec::new, |place| search.bytes[place].clone()))
    }
}

/// Makes the index of every language.
pub fn search_files(site: &Site) -> SearchFiles {
    if site.config.search.engine == SearchEngine::None {
        return SearchFiles::default();
    }
    let mut files: Vec<(Job, Vec<u8>)> = Vec::new();
    for (number, language) in site.languages.iter().enumerate() {
        let names = term_names(site, language);
        let pages = searched(site, number);
        let entries: Vec<PageEntry> = pages.iter().map(|page| entry(site, page)).collect();
        let filters = filters(site, language, &names, &pages);
        let rules =
            SearchRules { weights: SearchRules::weights(&site.config.search.weights), prefix: language.prefix.clone() };
        let pages: Vec<SearchPage> = pages.iter().map(|page| search_page(site, &names, page)).collect();
        files.extend(index(&pages, &entries, filters, rules).into_iter().map(|(name, bytes)| {
            let address = Address::file(format!("{}{SEARCH_FOLDER}/{name}", language.prefix));
            (Job { address, page: None, kind: SearchFile.into() }, bytes)
        }));
    }
    files.sort_by(|(a, _), (b, _)| a.address.cmp(&b.address));
    let (jobs, bytes) = files.into_iter().unzip();
    SearchFiles { jobs, bytes }
}

impl SearchFiles {
    /// The job whose output has this path.
    pub fn job(&self, path: &str) -> Option<&Job> {
        self.place(path).map(|place| &self.jobs[place])
    }

    fn place(&self, path: &str) -> Option<usize> {
        self.jobs.binary_search_by(|job| job.address.as_str().cmp(path)).ok()
    }
}

/// The pages of a language that are searched, the newest first.
fn searched(site: &Site, language: usize) -> Vec<&Page> {
    let is_searched = |page: &&Page| {
        page.language == language && !page.document.meta.unsearched && !matches!(page.role, Role::Term(..))
    };
    let mut pages: Vec<&Page> = site.listed().map(|(_, page)| page).filter(is_searched).collect();
    pages.sort_by_key(|page| (Reverse(page.date), page.id));
    pages
}

/// What is searched of a page.
fn search_page<'s>(site: &'s Site, names: &TermNames<'s>, page: &'s Page) -> SearchPage<'s> {
    SearchPage {
        title: &page.document.meta.title,
        keywords: site.terms_of(page).filter_map(|term| names.get(&term)).flatten().copied().collect(),
        summary: page.document.meta.summary.as_deref().unwrap_or_default(),
        document: &page.document,
    }
}

/// What results show of a page.
fn entry(site: &Site, page: &Page) -> PageEntry {
    PageEntry {
        title: page.document.meta.title.clone(),
        address: page.address.href(),
        kind: site.kind(page).name.clone(),
        date: page.date.map(|date| date.iso()).unwrap_or_default(),
    }
}

/// The kinds and the terms of the pages that are searched.
fn filters(site: &Site, language: &LanguageSite, names: &TermNames, pages: &[&Page]) -> Vec<SearchFilter> {
    let mut numbers: Vec<Option<u32>> = vec![None; site.pages.len()];
    let mut of_kinds: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (page, number) in pages.iter().zip(0..) {
        numbers[page.id] = Some(number);
        of_kinds.entry(&site.kind(page).name).or_default().push(number);
    }
    let kinds = site.config.kinds.iter().filter_map(|kind| {
        let title = kind.title_in(&language.lang).to_owned();
        let pages = of_kinds.remove(&*kind.name)?;
        Some(FilterValue { key: kind.name.clone(), title, aliases: Vec::new(), pages })
    });
    let mut filters = vec![SearchFilter { name: "kind".to_owned(), values: kinds.collect() }];
    for (name, taxonomy) in &language.taxonomies {
        let value = |(key, term): (&String, &Term)| {
            let aliases = names.get(&(name.as_str(), key.as_str())).into_iter().flatten().map(|name| term_key(name));
            let mut pages: Vec<u32> = term.pages.iter().filter_map(|page| numbers[*page]).collect();
            pages.sort_unstable();
            let aliases = aliases.filter(|alias| alias != key).collect();
            FilterValue { key: key.clone(), title: term.title.clone(), aliases, pages }
        };
        let values = taxonomy.terms.iter().map(value).filter(|value| !value.pages.is_empty());
        filters.push(SearchFilter { name: name.clone(), values: values.collect() });
    }
    filters
}

/// By taxonomy and key of a term: its names.
type TermNames<'s> = BTreeMap<(&'s str, &'s str), Vec<&'s str>>;

/// The names of all terms: as readers see them, and the other spellings in files and in the configuration.
fn term_names<'s>(site: &'s Site, language: &'s LanguageSite) -> TermNames<'s> {
    let mut names = TermNames::new();
    for (taxonomy, terms) in &language.taxonomies {
        for (key, term) in &terms.terms {
            let written = [&term.title, &term.spelled].into_iter().chain(&term.aliases).map(String::as_str);
            names.insert((taxonomy, key), written.collect());
        }
    }
    for (taxonomy, config) in &site.config.taxonomies {
        for (alias, term) in &config.aliases {
            let term = language.taxonomies.get(taxonomy).and_then(|of| of.terms.get_key_value(&term_key(term)));
            if let Some((key, _)) = term {
                names.entry((taxonomy, key)).or_default().push(alias);
            }
        }
    }
    names.values_mut().for_each(|names| {
        names.sort_unstable();
        names.dedup();
    });
    names
}
