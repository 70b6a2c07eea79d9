//! Syntax of other generators that nobody knows: one diagnostic for each name, for the whole site.

use super::Page;
use crate::diag::{Code, Diagnostic, grouped};
use std::collections::BTreeMap;

/// Reports each name once, at its first place, with how often it is there.
pub(super) fn check(pages: &[Page], diagnostics: &mut Vec<Diagnostic>) {
    let mut names: BTreeMap<(bool, &str), (Diagnostic, u32, usize)> = BTreeMap::new();
    // Pages are in the order of their paths.
    for page in pages.iter().filter(|page| page.flags.has_foreign) {
        for foreign in &page.document.foreign {
            let code = if foreign.is_left_out { Code::P0482 } else { Code::P0480 };
            let first = || (Diagnostic::new(code, &page.shown).at(foreign.at.clone()), 0, 0);
            let (_, count, pages) = names.entry((foreign.is_left_out, &foreign.name)).or_insert_with(first);
            (*count, *pages) = (*count + foreign.count, *pages + 1);
        }
    }
    let all = names.into_iter().map(|((_, name), (first, count, pages))| {
        first.arg("name", name).arg("count", grouped(count as usize)).arg("pages", grouped(pages))
    });
    diagnostics.extend(all);
}
