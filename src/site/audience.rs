//! The matrix of needs and offers of all audiences and partners.
//!
//! In: pages with the fields `needs` and `offers`, rows of `text` and `link`. Out: a [`Matrix`] for a language.
//!
//! A need and an offer match if their texts are equal without case, width and blanks, or one text contains the other. What always holds: every need and every offer is in exactly one row.

use super::{Page, PageId, section::newest_first};
use crate::{
    diag::{Code, Diagnostic, nearest},
    model::{Address, Config, Facet, FieldValue, Lang, Row, Urls},
};
use std::collections::BTreeMap;

/// What is needed and offered in a language.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Matrix {
    /// The columns: pages whose kind is an audience, by weight, then path.
    pub audiences: Vec<PageId>,
    /// Needs in the order of the audiences, then what is only offered.
    pub rows: Vec<MatrixRow>,
}

/// Something that is needed or offered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatrixRow {
    /// The text of the first need, else of the first offer.
    pub text: String,
    /// The pages that need it.
    pub needs: Vec<MatrixEntry>,
    /// The pages that offer it.
    pub offers: Vec<MatrixEntry>,
}

/// One need or offer of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatrixEntry {
    /// As its page says it.
    pub text: String,
    /// The page that says it.
    pub page: PageId,
    /// Index into the links of the page's document.
    pub link: Option<usize>,
}

impl MatrixRow {
    /// Whether a need has a link, or there is an offer.
    pub fn is_answered(&self) -> bool {
        !self.offers.is_empty() || self.needs.iter().any(|need| need.link.is_some())
    }
}

/// Shorter texts, in characters, are not searched for inside others.
const SHORTEST: usize = 3;

/// The address of the matrix of a language; `prefix` is the beginning of its addresses.
pub fn matrix_address(prefix: &str, urls: Urls) -> Address {
    Address::page(&format!("{prefix}audiences/matrix"), urls)
}

/// Whether a page describes an audience.
pub(super) fn is_audience(page: &Page, config: &Config) -> bool {
    config.kinds[page.flags.kind].has(Facet::Audience)
}

/// Finds the audiences that pages name, by file name or title.
pub(super) fn choose(pages: &mut [Page], config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<(Lang, String), PageId> = BTreeMap::new();
    for (id, page) in pages.iter().enumerate().filter(|(_, page)| is_audience(page, config)) {
        known.entry((page.lang.clone(), folded(&page.document.meta.title))).or_insert(id);
        known.insert((page.lang.clone(), folded(page.inner.stem())), id);
    }
    if known.is_empty() {
        return;
    }
    let mut readings: BTreeMap<PageId, Vec<PageId>> = BTreeMap::new();
    for id in (0..pages.len()).filter(|id| pages[*id].flags.has_audiences).collect::<Vec<_>>() {
        let page = &mut pages[id];
        let summary = page.summary.clone();
        for name in &summary.document.meta.audience {
            match known.get(&(page.lang.clone(), folded(name))) {
                Some(audience) => {
                    page.relations_mut().audiences.push(*audience);
                    if !page.flags.is_unlisted {
                        readings.entry(*audience).or_default().push(id);
                    }
                }
                None => {
                    let names = known.keys().map(|(_, name)| name.as_str());
                    let nearest = nearest(&folded(name), names).map(str::to_owned);
                    diagnostics.push(Diagnostic::new(Code::P1401, &page.shown).arg("audience", name).nearest(nearest));
                }
            }
        }
    }
    for (audience, mut ids) in readings {
        ids.sort_by(|a, b| newest_first(&pages[*a], &pages[*b]));
        pages[audience].relations_mut().readings = ids;
    }
}

/// What the pages of a language need and offer. `language` is its index.
pub(super) fn matrix(pages: &[Page], config: &Config, language: usize) -> Matrix {
    let mut matrix = Matrix::default();
    let is_own = |page: &&Page| {
        (page.flags.has_needs_or_offers || is_audience(page, config))
            && page.language == language
            && !page.flags.is_unlisted
    };
    let own: Vec<PageId> = pages.iter().filter(is_own).map(|page| page.id).collect();
    matrix.audiences = own.iter().copied().filter(|id| is_audience(&pages[*id], config)).collect();
    matrix.audiences.sort_by_key(|id| (pages[*id].document.meta.weight.unwrap_or(i64::MAX), *id));
    // The audiences first, in their order, so that rows follow the columns.
    let others = own.into_iter().filter(|id| !matrix.audiences.contains(id));
    let order: Vec<PageId> = matrix.audiences.iter().copied().chain(others).collect();
    let mut keys: Vec<String> = Vec::new();
    for (field, is_need) in [("needs", true), ("offers", false)] {
        for page in &order {
            for row in rows(&pages[*page], field) {
                let Some(FieldValue::Text(text)) = row.get("text") else { continue };
                let link = if let Some(FieldValue::Link(link)) = row.get("link") { Some(*link) } else { None };
                let entry = MatrixEntry { text: text.clone(), page: *page, link };
                let key = folded(text);
                let at = keys.iter().position(|other| same(other, &key)).unwrap_or_else(|| {
                    keys.push(key);
                    matrix.rows.push(MatrixRow { text: text.clone(), needs: Vec::new(), offers: Vec::new() });
                    matrix.rows.len() - 1
                });
                let row = &mut matrix.rows[at];
                if is_need { row.needs.push(entry) } else { row.offers.push(entry) }
            }
        }
    }
    matrix
}

/// The rows of a field.
pub fn rows<'p>(page: &'p Page, field: &str) -> &'p [Row] {
    match page.document.meta.fields.get(field) {
        Some(FieldValue::Rows(rows)) => rows,
        _ => &[],
    }
}

fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn same(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    a == b || short.chars().count() >= SHORTEST && long.contains(short)
}

#[cfg(test)]
mod tests {
    use super::{folded, same};

    #[test]
    fn a_need_finds_its_offer() {
        for (need, offer, expect) in [
            ("实训环境", "实训 环境", true),
            ("需要实训环境", "实训环境", true),
            ("ＳＱＬ 课程", "sql课程", true),
            ("课程", "SQL 课程", false),
            ("实训环境", "教材", false),
        ] {
            assert_eq!(same(&folded(need), &folded(offer)), expect, "{need} {offer}");
        }
    }
}
