//! Answers that readers miss: cases without a figure, needs without an offer.
//!
//! The pages of a kind with a table `results` are cases.

use super::source;
use crate::{
    diag::{Code, Diagnostic},
    model::{FieldType, FieldValue, Node, Value},
    site::{MatrixRow, Page, PageId, Site},
};

/// Cases without a result that has a number.
pub(super) fn without_figures(site: &Site) -> Vec<PageId> {
    let is_case =
        |page: &&Page| site.kind(page).field("results").is_some_and(|field| matches!(field.kind, FieldType::Table(_)));
    let has_figure = |page: &Page| {
        let mut values = crate::site::rows(page, "results").iter().filter_map(|row| row.get("after"));
        values.any(|value| match value {
            FieldValue::Text(text) | FieldValue::Number(text) => text.chars().any(char::is_numeric),
            _ => false,
        })
    };
    let cases = site.listed().filter(|(_, page)| is_case(page) && !has_figure(page));
    cases.map(|(id, _)| id).collect()
}

/// Needs without an offer.
pub(super) fn unanswered(site: &Site) -> impl Iterator<Item = &MatrixRow> {
    let languages = site.languages_by_tag().into_iter();
    languages.flat_map(|language| &language.matrix.rows).filter(|row| !row.is_answered())
}

pub(super) fn hints(site: &Site, hints: &mut Vec<Diagnostic>) {
    let cases = without_figures(site).into_iter();
    hints.extend(cases.map(|id| Diagnostic::new(Code::P1005, &source(site, &site.pages[id]))));
    let entries = unanswered(site).flat_map(|row| &row.needs);
    hints.extend(entries.map(|need| {
        let page = &site.pages[need.page];
        let hint = match configured(site, page, &need.text) {
            Some(node) => Diagnostic::new(Code::P1006, &site.config.file.path).at(node.at.clone()),
            None => Diagnostic::new(Code::P1006, &source(site, page)),
        };
        hint.arg("need", &need.text)
    }));
}

/// Where the configuration says that a page needs something.
fn configured<'s>(site: &'s Site, page: &Page, need: &str) -> Option<&'s Node> {
    let needs = entry(site.config.pages.get(&page.document.path)?, "needs")?;
    let rows = if let Value::List(rows) = &needs.value { rows.as_slice() } else { std::slice::from_ref(needs) };
    rows.iter().find(|row| match &entry(row, "text").unwrap_or(row).value {
        Value::Scalar { text, .. } => text.trim() == need,
        _ => false,
    })
}

fn entry<'n>(table: &'n Node, name: &str) -> Option<&'n Node> {
    let Value::Table(entries) = &table.value else { return None };
    entries.iter().find(|(key, _)| key.text == name).map(|(_, node)| node)
}
