//! The tables: the most linked pages, and the things to do.

use super::{ReportSection, SiteReport, as_html, grouped, table, texts};
use crate::{
    diag::{Code, Diagnostic, Printer, Severity},
    insight::{self, Figures, Similar, Stale},
};
use std::{collections::BTreeMap, ops::RangeBounds};

/// Rows of a table; the rest is counted.
const ROWS: usize = 30;
/// Broken links of one file that are shown.
const EXAMPLES: usize = 3;

pub(super) fn linked(report: &SiteReport, figures: &Figures) -> Option<ReportSection> {
    let row = |(id, links): &(usize, usize)| vec![report.page(*id), grouped(*links)];
    let rows: Vec<_> = figures.linked.iter().map(row).collect();
    let title = texts::most_linked(report.lang);
    let head = [texts::page(report.lang), texts::pages_linking(report.lang)];
    (!rows.is_empty()).then(|| ReportSection { id: "linked", body: table(&title, &head, 1.., &rows), title })
}

/// Broken links by file: a file is one thing to repair.
pub(super) fn broken(report: &SiteReport, _: &Figures) -> Option<ReportSection> {
    let codes = [Code::P0501, Code::P0502, Code::P0503, Code::P0504, Code::P0505, Code::P0560];
    let broken: Vec<&Diagnostic> = report.diagnostics.iter().filter(|found| codes.contains(&found.code)).collect();
    let printer = Printer { lang: report.lang, ..Printer::default() };
    let problem = |diagnostic: &&Diagnostic| {
        let line = diagnostic.at.zip((report.source_of)(&diagnostic.path)).map(|((start, _), text)| {
            let before = text.as_bytes().get(..start).unwrap_or_default();
            format!("<code>:{}</code> ", 1 + before.iter().filter(|byte| **byte == b'\n').count())
        });
        let meant = diagnostic.nearest.as_deref().map(|nearest| format!(" → <code>{}</code>", as_html(nearest)));
        line.unwrap_or_default() + &as_html(&printer.message(diagnostic)) + &meant.unwrap_or_default()
    };
    let row = |file: &[&Diagnostic]| {
        let first: Vec<String> = file.iter().take(EXAMPLES).map(problem).collect();
        let path = as_html(file[0].path.as_str());
        vec![format!("<code>{path}</code>"), grouped(file.len()), first.join("<br>")]
    };
    let mut files: Vec<&[&Diagnostic]> = broken.chunk_by(|a, b| a.path == b.path).collect();
    files.sort_by_key(|file| std::cmp::Reverse(file.len()));
    let rows = files.into_iter().map(row).collect();
    let head = [texts::file(report.lang), texts::count(report.lang), texts::for_example(report.lang)];
    Some(report.listed("broken", texts::broken_links(report.lang), &head, 1..2, rows, ""))
}

pub(super) fn orphans(report: &SiteReport, _: &Figures) -> Option<ReportSection> {
    let rows = insight::orphans(report.site).into_iter().map(|id| vec![report.page(id)]).collect();
    let note = texts::orphans_are(report.lang);
    let title = texts::orphans(report.lang);
    Some(report.listed("orphans", title, &[texts::page(report.lang)], 1.., rows, &note))
}

pub(super) fn stale(report: &SiteReport, _: &Figures) -> Option<ReportSection> {
    let limit = report.site.config.stale_months;
    let row = |stale: Stale| vec![report.page(stale.page), stale.last.iso(), stale.months.to_string()];
    let rows = insight::stale(report.site).into_iter().map(row).collect();
    let note = texts::stale_are(report.lang, limit);
    let head = [texts::page(report.lang), texts::last_change(report.lang), texts::months(report.lang)];
    let title = texts::stale_pages(report.lang);
    (limit > 0).then(|| report.listed("stale", title, &head, 1.., rows, &note))
}

pub(super) fn similar(report: &SiteReport, _: &Figures) -> Option<ReportSection> {
    let row = |pair: Similar| {
        let line = format!("[taxonomies.{}]\n{}", as_html(&pair.taxonomy), as_html(&pair.line()));
        vec![
            as_html(&pair.alias),
            pair.alias_pages.to_string(),
            as_html(&pair.term),
            pair.term_pages.to_string(),
            format!("<pre><code>{line}</code></pre>"),
        ]
    };
    let rows = insight::similar(report.site).into_iter().map(row).collect();
    let (term, pages) = (texts::tag(report.lang), texts::pages(report.lang));
    let head = [term, pages.clone(), texts::looks_like(report.lang), pages, texts::to_merge(report.lang)];
    let title = texts::similar_tags(report.lang);
    Some(report.listed("similar", title, &head, 5.., rows, ""))
}

/// All diagnostics, by code.
pub(super) fn messages(report: &SiteReport, _: &Figures) -> Option<ReportSection> {
    let mut codes: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
    for diagnostic in report.diagnostics {
        *codes.entry((diagnostic.severity(), diagnostic.code)).or_default() += 1;
    }
    let row = |((severity, code), count): (&(Severity, Code), &usize)| {
        let severity = match severity {
            Severity::Error => texts::error(report.lang),
            Severity::Warning => texts::warning(report.lang),
            Severity::Hint => texts::hint(report.lang),
        };
        vec![format!("<code>{code}</code>"), severity, as_html(code.words(report.lang).title), grouped(*count)]
    };
    let rows: Vec<_> = codes.iter().map(row).collect();
    let head =
        [texts::code(report.lang), texts::level(report.lang), texts::meaning(report.lang), texts::count(report.lang)];
    let title = texts::all_diagnostics(report.lang);
    Some(report.listed("messages", title, &head, 3.., rows, ""))
}

impl SiteReport<'_> {
    /// A section that says so when there is nothing to do.
    fn listed(
        &self,
        id: &'static str,
        title: String,
        head: &[String],
        numbers: impl RangeBounds<usize>,
        mut rows: Vec<Vec<String>>,
        note: &str,
    ) -> ReportSection {
        if rows.is_empty() {
            return ReportSection { id, title, body: format!("<p class=\"none\">{}</p>\n", texts::none(self.lang)) };
        }
        let count = rows.len();
        rows.truncate(ROWS);
        let more = match count - rows.len() {
            0 => String::new(),
            more => format!("<p class=\"note\">{}</p>\n", texts::more_rows(self.lang, more)),
        };
        let note = if note.is_empty() { String::new() } else { format!("<p class=\"note\">{note}</p>\n") };
        ReportSection { id, body: note + &table(&title, head, numbers, &rows) + &more, title }
    }
}
