//! Who needs what and who has it, by language.

use super::{Report, Section, escape};
use crate::{
    insight::Figures,
    site::{Matrix, Thing},
};

pub fn coverage(report: &Report, _: &Figures) -> Option<Section> {
    let matrices =
        report.site.matrices.values().filter(|matrix| !matrix.audiences.is_empty() && !matrix.things.is_empty());
    let tables: Vec<String> = matrices.map(|matrix| table(report, matrix)).collect();
    let title = report.say("供需对接", "Needs and offers");
    (!tables.is_empty()).then(|| Section { id: "needs", title, body: tables.concat() })
}

fn table(report: &Report, matrix: &Matrix) -> String {
    let title = |id: &usize| escape(&report.site.pages[*id].document.meta.title);
    let columns: String = matrix.audiences.iter().map(|id| format!("<th scope=\"col\">{}</th>", title(id))).collect();
    let rows: String = matrix.things.iter().map(|thing| row(report, matrix, thing)).collect();
    let open = matrix.things.iter().filter(|thing| !thing.is_answered()).count();
    let summary = match report.lang {
        crate::diag::UiLang::Zh => format!("{} 项，其中 {open} 项需求还没有回应。", matrix.things.len()),
        crate::diag::UiLang::En => format!("{} things; {open} of them needed and not answered.", matrix.things.len()),
    };
    format!(
        "<p>{summary}</p>\n<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">{}</th>{columns}<th scope=\"col\">{}</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table></div>\n",
        report.say("事项", "what"),
        report.say("回应", "answered"),
    )
}

fn row(report: &Report, matrix: &Matrix, thing: &Thing) -> String {
    let cell = |id: &usize| {
        let needs = thing.needs.iter().any(|wish| wish.page == *id);
        let offers = thing.offers.iter().any(|wish| wish.page == *id);
        let words = [needs.then(|| report.say("需", "needs")), offers.then(|| report.say("供", "has"))];
        format!("<td>{}</td>", words.into_iter().flatten().collect::<Vec<_>>().join(" "))
    };
    let cells: String = matrix.audiences.iter().map(cell).collect();
    let answer = if thing.is_answered() { report.say("有", "yes") } else { report.say("没有", "no") };
    format!("<tr><th scope=\"row\">{}</th>{cells}<td>{answer}</td></tr>\n", escape(&thing.text))
}
