//! The tables: the most linked pages, and the things to do.

use super::{ReportSection, SiteReport, as_html, grouped, table};
use crate::{
    diag::{Code, Diagnostic, Printer, Severity, UiLang},
    insight::{self, Figures, Similar, Stale},
};
use std::{collections::BTreeMap, ops::RangeBounds};

/// Rows of a table; the rest is counted.
const ROWS: usize = 30;
/// Broken links of one file that are shown.
const EXAMPLES: usize = 3;

pub(super) fn linked(report: &SiteReport, figures: &Figures) -> Option<ReportSection> {
    let row = |(id, links): &(usize, usize)| vec![report.page(*id), grouped(*links as u64)];
    let rows: Vec<_> = figures.linked.iter().map(row).collect();
    let title = report.say("被链接最多的页面", "Most linked pages");
    let head = [report.say("页面", "page"), report.say("链接它的页面", "pages that link to it")];
    (!rows.is_empty()).then(|| ReportSection { id: "linked", title, body: table(title, &head, 1.., &rows) })
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
        vec![format!("<code>{path}</code>"), grouped(file.len() as u64), first.join("<br>")]
    };
    let mut files: Vec<&[&Diagnostic]> = broken.chunk_by(|a, b| a.path == b.path).collect();
    files.sort_by_key(|file| std::cmp::Reverse(file.len()));
    let rows = files.into_iter().map(row).collect();
    let head = [report.say("文件", "file"), report.say("条数", "count"), report.say("例如", "for example")];
    Some(report.listed("broken", report.say("断开的链接", "Broken links"), &head, 1..2, rows, ""))
}

pub(super) fn orphans(report: &SiteReport, _: &Figures) -> Option<ReportSection> {
    let rows = insight::orphans(report.site).into_iter().map(|id| vec![report.page(id)]).collect();
    let note = report.say(
        "没有页面链接到它们，它们也没有标签：读者只能在列表里碰到。",
        "No page links to them and they have no terms: readers come across them in lists only.",
    );
    let title = report.say("孤立的页面", "Orphans");
    Some(report.listed("orphans", title, &[report.say("页面", "page")], 1.., rows, note))
}

pub(super) fn stale(report: &SiteReport, _: &Figures) -> Option<ReportSection> {
    let limit = report.site.config.stale_months;
    let row = |stale: Stale| vec![report.page(stale.page), stale.last.iso(), stale.months.to_string()];
    let rows = insight::stale(report.site).into_iter().map(row).collect();
    let note = match report.lang {
        UiLang::Zh => format!("{limit} 个月没有改动的页面；带日期的文章不算。"),
        UiLang::En => format!("Not changed for {limit} months. Dated posts do not count."),
    };
    let head = [report.say("页面", "page"), report.say("最后改动", "last change"), report.say("月数", "months")];
    let title = report.say("久未更新的页面", "Stale pages");
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
    let (term, pages) = (report.say("标签", "tag"), report.say("页数", "pages"));
    let head = [term, pages, report.say("像是", "looks like"), pages, report.say("合并", "to merge them")];
    let title = report.say("写法相近的标签", "Near-duplicate tags");
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
            Severity::Error => report.say("错误", "error"),
            Severity::Warning => report.say("警告", "warning"),
            Severity::Hint => report.say("提示", "hint"),
        };
        vec![
            format!("<code>{code}</code>"),
            severity.into(),
            as_html(code.words(report.lang).title),
            grouped(*count as u64),
        ]
    };
    let rows: Vec<_> = codes.iter().map(row).collect();
    let head = [
        report.say("编号", "code"),
        report.say("级别", "level"),
        report.say("含义", "meaning"),
        report.say("条数", "count"),
    ];
    let title = report.say("全部诊断", "All diagnostics");
    Some(report.listed("messages", title, &head, 3.., rows, ""))
}

impl SiteReport<'_> {
    /// A section that says so when there is nothing to do.
    fn listed(
        &self,
        id: &'static str,
        title: &'static str,
        head: &[&str],
        numbers: impl RangeBounds<usize>,
        mut rows: Vec<Vec<String>>,
        note: &str,
    ) -> ReportSection {
        if rows.is_empty() {
            return ReportSection {
                id,
                title,
                body: format!("<p class=\"none\">{}</p>\n", self.say("没有。", "None.")),
            };
        }
        let count = rows.len();
        rows.truncate(ROWS);
        let more = match (count - rows.len(), self.lang) {
            (0, _) => String::new(),
            (more, UiLang::Zh) => format!("<p class=\"note\">另有 {more} 条：<code>portal check --all</code></p>\n"),
            (more, UiLang::En) => format!("<p class=\"note\">{more} more: <code>portal check --all</code></p>\n"),
        };
        let note = if note.is_empty() { String::new() } else { format!("<p class=\"note\">{note}</p>\n") };
        ReportSection { id, title, body: note + &table(title, head, numbers, &rows) + &more }
    }
}
