//! The matrix of needs and offers, a table for each language.

use super::{ReportSection, SiteReport, as_html, table, texts};
use crate::{
    insight::Figures,
    site::{Matrix, MatrixRow},
};

pub(super) fn coverage(report: &SiteReport, _: &Figures) -> Option<ReportSection> {
    let filled = |matrix: &&Matrix| !matrix.audiences.is_empty() && !matrix.rows.is_empty();
    let matrices = report.site.languages_by_tag().into_iter().map(|language| &language.matrix);
    let tables: Vec<String> = matrices.filter(filled).map(|matrix| one(report, matrix)).collect();
    let title = texts::needs_and_offers(report.lang);
    (!tables.is_empty()).then(|| ReportSection { id: "needs", title, body: tables.concat() })
}

fn one(report: &SiteReport, matrix: &Matrix) -> String {
    let titles: Vec<String> =
        matrix.audiences.iter().map(|id| as_html(&report.site.pages[*id].document.meta.title)).collect();
    let mut head = vec![texts::what(report.lang)];
    head.extend(titles.iter().cloned());
    head.push(texts::answered(report.lang));
    let rows: Vec<Vec<String>> = matrix.rows.iter().map(|row| cells(report, matrix, row)).collect();
    let (all, open) = (matrix.rows.len(), matrix.rows.iter().filter(|row| !row.is_answered()).count());
    let summary = texts::open_needs(report.lang, all, open);
    let label = format!("{}：{}", texts::needs_and_offers(report.lang), titles.join("、"));
    format!("<p>{summary}</p>\n{}", table(&label, &head, 0..0, &rows))
}

fn cells(report: &SiteReport, matrix: &Matrix, row: &MatrixRow) -> Vec<String> {
    let cell = |id: &usize| {
        let needs = row.needs.iter().any(|entry| entry.page == *id);
        let offers = row.offers.iter().any(|entry| entry.page == *id);
        let words = [needs.then(|| texts::needs(report.lang)), offers.then(|| texts::offers(report.lang))];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let answer = if row.is_answered() { texts::yes(report.lang) } else { texts::no(report.lang) };
    let cells = matrix.audiences.iter().map(cell);
    std::iter::once(as_html(&row.text)).chain(cells).chain([answer]).collect()
}
