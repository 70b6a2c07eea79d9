//! The report: one HTML page that needs nothing beside it, for an owner to read, show and print.
//!
//! In: a site and its diagnostics. Out: HTML with its own style sheet, without scripts.
//!
//! What always holds: every text of the site is escaped; every plot has its numbers as a table below it; the same
//! site gives the same bytes.
//!
//! Deliberately not here: where it is written to (`output`).

mod matrix;
mod plots;
mod tables;
mod texts;

use super::Figures;
use crate::{
    diag::{Diagnostic, Printer, Severity, UiLang, grouped},
    model::{RelPath, escaped},
    site::{PageId, Site},
};
use std::ops::RangeBounds;

const STYLE: &str = include_str!("style.css");

/// What a report is made from.
pub struct SiteReport<'a> {
    /// The site that it is about.
    pub site: &'a Site,
    /// All diagnostics of `check`.
    pub diagnostics: &'a [Diagnostic],
    /// The text of a file, for the numbers of lines.
    pub source_of: &'a dyn Fn(&RelPath) -> Option<&'a str>,
    /// The language of the report.
    pub lang: UiLang,
}

/// The sections in their order, one function each. One that has nothing to say is left out.
const SECTIONS: &[fn(&SiteReport, &Figures) -> Option<ReportSection>] = &[
    plots::kinds,
    plots::time,
    plots::tags,
    matrix::coverage,
    tables::linked,
    tables::broken,
    tables::orphans,
    tables::stale,
    tables::similar,
    tables::messages,
];

/// A part of the report under a heading of its own.
struct ReportSection {
    id: &'static str,
    title: String,
    /// HTML.
    body: String,
}

impl SiteReport<'_> {
    /// The beginning of a report, to recognise a file that may be overwritten.
    pub const MARK: &'static str = "<!doctype html>\n<!-- portal report -->\n";

    /// The whole page.
    pub fn html(&self) -> String {
        let figures = Figures::of(self.site);
        let sections: Vec<ReportSection> = SECTIONS.iter().filter_map(|section| section(self, &figures)).collect();
        let (lang, title) = (texts::html_lang(self.lang), as_html(&self.site.title));
        let report = texts::site_report(self.lang);
        let mut html = String::from(SiteReport::MARK);
        html += &format!(
            "<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"robots\" content=\"noindex\">\n\
             <meta name=\"generator\" content=\"portal {}\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title} – {report}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <header>\n<p class=\"label\">{report}</p>\n<h1>{title}</h1>\n<p><time datetime=\"{day}\">{day}</time></p>\n\
             </header>\n<main>\n",
            env!("CARGO_PKG_VERSION"),
            day = self.site.today.iso(),
        );
        html += &self.headline(&figures);
        for ReportSection { id, title, body } in sections {
            html += &format!("<section>\n<h2 id=\"{id}\">{title}</h2>\n{body}</section>\n");
        }
        html += &format!("</main>\n<footer><p>{}</p></footer>\n</body>\n</html>\n", texts::made_by(self.lang));
        html
    }

    /// The figures at the top.
    fn headline(&self, figures: &Figures) -> String {
        let count = |severity| {
            let printer = Printer::default();
            self.diagnostics.iter().filter(|diagnostic| printer.severity(diagnostic) == severity).count()
        };
        let (lang, errors, warnings, hints) =
            (self.lang, count(Severity::Error), count(Severity::Warning), count(Severity::Hint));
        let tiles = [
            (figures.pages, texts::figure_pages(lang, figures.pages)),
            (figures.words, texts::figure_words(lang, figures.words)),
            (figures.authors, texts::figure_authors(lang, figures.authors)),
            (figures.languages, texts::figure_languages(lang, figures.languages)),
            (figures.recent, texts::figure_recent(lang)),
            (errors, texts::figure_errors(lang, errors)),
            (warnings, texts::figure_warnings(lang, warnings)),
            (hints, texts::figure_hints(lang, hints)),
        ];
        let tile =
            |(number, name): &(usize, String)| format!("<div><dt>{name}</dt><dd>{}</dd></div>\n", grouped(*number));
        format!("<dl class=\"figures\">\n{}</dl>\n", tiles.iter().map(tile).collect::<String>())
    }

    /// A page's title, as a link where the site's address is known; its file below it.
    fn page(&self, id: PageId) -> String {
        let page = &self.site.pages[id];
        let title = as_html(&page.document.meta.title);
        let title = match &self.site.config.base_url {
            Some(base) => format!("<a href=\"{}\">{title}</a>", as_html(&format!("{base}{}", page.address.href()))),
            None => title,
        };
        format!("{title}<br><code>{}</code>", as_html(super::source(self.site, page).as_str()))
    }
}

/// Text as HTML. What would steer a terminal or turn the direction of the text around is replaced.
fn as_html(text: &str) -> String {
    let is_hidden = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    escaped(&text.replace(is_hidden, "\u{FFFD}")).into_owned()
}

/// A table that scrolls where it has no room. Cells are HTML; those of the columns `numbers` are figures.
fn table(label: &str, head: &[String], numbers: impl RangeBounds<usize>, rows: &[Vec<String>]) -> String {
    let class = |column: usize| if numbers.contains(&column) { " class=\"num\"" } else { "" };
    let heads: String =
        head.iter().enumerate().map(|(at, cell)| format!("<th scope=\"col\"{}>{cell}</th>", class(at))).collect();
    let row = |cells: &Vec<String>| {
        let cells = cells.iter().enumerate().map(|(at, cell)| match at {
            0 => format!("<th scope=\"row\">{cell}</th>"),
            at => format!("<td{}>{cell}</td>", class(at)),
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    format!(
        "<div class=\"table\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\"><table>\n\
         <thead><tr>{heads}</tr></thead>\n<tbody>\n{}</tbody>\n</table></div>\n",
        rows.iter().map(row).collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::as_html;

    #[test]
    fn nothing_of_a_text_is_html() {
        assert_eq!(as_html("<b title=\"x\">'&\u{202e}\u{7}"), "&lt;b title=&quot;x&quot;&gt;'&amp;\u{FFFD}\u{FFFD}");
    }
}
