//! The index of the search: the files that browsers and `portal search` read, for each language.
//!
//! What always holds: the files are made of the site alone, so a server can make them when they are asked for. A build
//! makes them before it lists its jobs, because their names are hashes of their bytes.

use super::{Family, Job, JobOutput, Plan, PlanInput};
use crate::{
    model::{Address, SearchEngine, term_key},
    search::{PageEntry, SearchPage, SearchRules, index},
    site::{LanguageSite, Page, Role, Site},
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
        let (pages, entries) = searched(site, number, &names);
        let rules = SearchRules {
            weights: SearchRules::weights(&site.config.search.weights),
            prefix: language.prefix.clone(),
            aliases: aliases(language, &names),
        };
        files.extend(index(&pages, &entries, rules).into_iter().map(|(name, bytes)| {
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

/// The pages of a language that are searched, the newest first, and what results show of them.
fn searched<'s>(site: &'s Site, number: usize, names: &TermNames<'s>) -> (Vec<SearchPage<'s>>, Vec<PageEntry>) {
    let is_searched = |page: &&Page| {
        page.language == number && !page.document.meta.unsearched && !matches!(page.role, Role::Term(..))
    };
    let mut pages: Vec<&Page> = site.listed().map(|(_, page)| page).filter(is_searched).collect();
    pages.sort_by_key(|page| (Reverse(page.date), page.id));
    let search_page = |page: &&'s Page| SearchPage {
        title: &page.document.meta.title,
        keywords: site.terms_of(page).filter_map(|term| names.get(&term)).flatten().copied().collect(),
        summary: page.document.meta.summary.as_deref().unwrap_or_default(),
        document: &page.document,
    };
    let entry = |page: &&Page| PageEntry {
        title: page.document.meta.title.clone(),
        address: page.address.href(),
        kind: site.kind(page).name.clone(),
        date: page.date.map(|date| date.iso()).unwrap_or_default(),
        terms: site.terms_of(page).map(|(taxonomy, key)| format!("{taxonomy}:{key}")).collect(),
    };
    (pages.iter().map(search_page).collect(), pages.iter().map(entry).collect())
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

/// Folded names that differ from the key of their term, and the terms above nested ones, each with the key.
fn aliases(language: &LanguageSite, names: &TermNames) -> Vec<(String, String)> {
    let mut aliases = Vec::new();
    for ((taxonomy, key), names) in names {
        aliases.extend(names.iter().map(|name| (term_key(name), (*key).to_owned())));
        let terms = &language.taxonomies[*taxonomy].terms;
        let mut term = terms.get(*key);
        while let Some(parent) = term.and_then(|term| term.parent.as_ref()) {
            aliases.push((parent.clone(), (*key).to_owned()));
            term = terms.get(parent);
        }
    }
    aliases.retain(|(alias, key)| alias != key);
    aliases.sort_unstable();
    aliases.dedup();
    aliases
}
