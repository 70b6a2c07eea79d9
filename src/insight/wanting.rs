//! What a reader would look for in vain: cases without a figure, needs that nobody answers.
//!
//! A kind is one of cases when it has a table `results`.

use super::source;
use crate::{
    diag::{Code, Diagnostic},
    model::{FieldType, FieldValue},
    site::{PageId, Site, Thing},
};

/// Cases without a result that has a number.
pub fn without_figures(site: &Site) -> Vec<PageId> {
    let is_case = |page: &&crate::site::Page| {
        site.kind(page).field("results").is_some_and(|field| matches!(field.kind, FieldType::Table(_)))
    };
    let has_figure = |page: &crate::site::Page| {
        let mut values = crate::site::rows(page, "results").iter().filter_map(|row| row.get("after"));
        values.any(|value| match value {
            FieldValue::Text(text) | FieldValue::Number(text) => text.chars().any(char::is_numeric),
            _ => false,
        })
    };
    let cases = site.listed().filter(|(_, page)| is_case(page) && !has_figure(page));
    cases.map(|(id, _)| id).collect()
}

/// What is needed and nowhere to be had.
pub fn unanswered(site: &Site) -> impl Iterator<Item = &Thing> {
    site.matrices.values().flat_map(|matrix| &matrix.things).filter(|thing| !thing.is_answered())
}

pub fn hints(site: &Site, hints: &mut Vec<Diagnostic>) {
    let cases = without_figures(site).into_iter();
    hints.extend(cases.map(|id| Diagnostic::new(Code::P1005, &source(site, &site.pages[id]))));
    let wishes = unanswered(site).flat_map(|thing| &thing.needs);
    hints.extend(
        wishes.map(|need| Diagnostic::new(Code::P1006, &source(site, &site.pages[need.page])).arg("need", &need.text)),
    );
}
