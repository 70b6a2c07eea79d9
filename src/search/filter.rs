//! Whether a page passes a filter of a query.
//!
//! In: a filter, and what the manifest says of terms and addresses. Out: a function of what results show of a page. The
//! script of the search has the same rules.
//!
//! What always holds: a term is found by every spelling that the site takes for it.

use super::{
    index::{PageEntry, SearchRules},
    query::QueryFilter,
};
use crate::model::{decode_path, term_key};

impl QueryFilter {
    /// Whether pages pass: those that have the term, are of the kind, or have an address that begins like this.
    pub(super) fn predicate<'f>(&'f self, rules: &'f SearchRules) -> Box<dyn Fn(&PageEntry) -> bool + 'f> {
        match self.name {
            "kind" => Box::new(|entry| (entry.kind == self.value) != self.is_excluded),
            "in" => {
                let value = decode_path(&self.value);
                let start = value.trim_start_matches('/').to_owned();
                let in_language = format!("{}{start}", rules.prefix);
                Box::new(move |entry| {
                    let address = decode_path(&entry.address);
                    (address.starts_with(&start) || address.starts_with(&in_language)) != self.is_excluded
                })
            }
            _ => {
                let key = term_key(&self.value);
                let meant = rules.aliases.iter().filter(|(alias, _)| *alias == key).map(|(_, term)| term.clone());
                let mut keys: Vec<String> = meant.collect();
                keys.push(key);
                Box::new(move |entry| {
                    let mut terms = entry.terms.iter().filter_map(|term| term.split_once(':'));
                    terms.any(|(_, term)| keys.iter().any(|key| key == term)) != self.is_excluded
                })
            }
        }
    }
}
