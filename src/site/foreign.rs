//! Syntax of other generators that is shown as text: one diagnostic for each name, for the whole site.

use super::Page;
use crate::{
    diag::{Code, Diagnostic, grouped},
    model::RelPath,
};
use std::collections::BTreeMap;

/// Reports each name once, at its first place, with how often it is there.
pub(super) fn check(pages: &[Page], files: &[(RelPath, u64)], src: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut names: BTreeMap<&str, (Diagnostic, u32, usize)> = BTreeMap::new();
    // Pages are in the order of their paths.
    for page in pages.iter().filter(|page| page.flags.has_foreign) {
        for foreign in &page.document.foreign {
            let first = || (Diagnostic::new(Code::P0480, &page.shown).at(foreign.at.clone()), 0, 0);
            let (_, count, pages) = names.entry(&foreign.name).or_insert_with(first);
            (*count, *pages) = (*count + foreign.count, *pages + 1);
        }
    }
    let all = names.into_iter().map(|(name, (first, count, pages))| {
        first.arg("name", name).arg("count", grouped(count as usize)).arg("pages", grouped(pages))
    });
    diagnostics.extend(all);
    let is_mdx = |path: &&RelPath| path.extension().eq_ignore_ascii_case("mdx");
    let mut unread = files.iter().map(|(path, _)| path).filter(is_mdx);
    if let Some(first) = unread.next() {
        let shown = RelPath::new_from(src, first.as_str()).unwrap_or_else(|| first.clone());
        diagnostics.push(Diagnostic::new(Code::P0481, &shown).arg("count", grouped(1 + unread.count())));
    }
}
