//! The matrix of needs and offers, a table for each language.

use super::{ReportSection, SiteReport, as_html, table};
use crate::{
    diag::UiLang,
    insight::Figures,
    site::{Matrix, MatrixRow},
};

pub(super) fn coverage(report: &SiteReport, _: &Figures) -> Option<ReportSection> {
    let filled = |matrix: &&Matrix| !matrix.audiences.is_empty() && !matrix.rows.is_empty();
    let matrices = report.site.languages_by_tag().into_iter().map(|language| &language.matrix);
    let tables: Vec<String> = matrices.filter(filled).map(|matrix| one(report, matrix)).collect();
    let title = report.say("供需对接", "Needs and offers");
    (!tables.is_empty()).then(|| ReportSection { id: "needs", title, body: tables.concat() })
}

fn one(report: &SiteReport, matrix: &Matrix) -> String {
    let titles: Vec<String> =
        matrix.audiences.iter().map(|id| as_html(&report.site.pages[*id].document.meta.title)).collect();
    let mut head = vec![report.say("事项", "what")];
    head.extend(titles.iter().map(String::as_str));
    head.push(report.say("回应", "answered"));
    let rows: Vec<Vec<String>> = matrix.rows.iter().map(|row| cells(report, matrix, row)).collect();
    let (all, open) = (matrix.rows.len(), matrix.rows.iter().filter(|row| !row.is_answered()).count());
    let summary = match report.lang {
        UiLang::Zh => format!("{all} 项，其中 {open} 项需求还没有回应。"),
        UiLang::En => format!("{all} things; {open} of them needed and not answered."),
    };
    let label = format!("{}：{}", report.say("供需对接", "Needs and offers"), titles.join("、"));
    format!("<p>{summary}</p>\n{}", table(&label, &head, 0..0, &rows))
}

fn cells(report: &SiteReport, matrix: &Matrix, row: &MatrixRow) -> Vec<String> {
    let cell = |id: &usize| {
        let needs = row.needs.iter().any(|entry| entry.page == *id);
        let offers = row.offers.iter().any(|entry| entry.page == *id);
        let words = [needs.then(|| report.say("需", "needs")), offers.then(|| report.say("供", "has"))];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let answer = if row.is_answered() { report.say("有", "yes") } else { report.say("没有", "no") };
    let cells = matrix.audiences.iter().map(cell);
    std::iter::once(as_html(&row.text)).chain(cells).chain([answer.to_owned()]).collect()
}
