//! The plots: inline SVG of percentages, so that bars stretch with the page and letters do not; and their numbers as
//! tables.

use super::{ReportSection, SiteReport, as_html, grouped, table, texts};
use crate::insight::{Axis, Figures, Growth, kind_title};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Names along an axis of time, at most.
const LABELS: usize = 6;

/// How many pages there are of each kind.
pub(super) fn kinds(report: &SiteReport, figures: &Figures) -> Option<ReportSection> {
    let row = |(name, count): &(String, usize)| {
        let kind = report.site.config.kinds.iter().find(|kind| kind.name == *name);
        let title = kind.map_or(&**name, |kind| kind_title(kind, report.lang));
        let share = percent(*count, figures.pages);
        let bar =
            format!("<svg class=\"bar\" aria-hidden=\"true\"><rect width=\"{share:.1}%\" height=\"100%\"/></svg>");
        vec![as_html(title), grouped(*count), format!("<span class=\"share\">{bar} {share:.0}%</span>")]
    };
    let head = [texts::kind(report.lang), texts::pages(report.lang), texts::share(report.lang)];
    let rows: Vec<_> = figures.kinds.iter().map(row).collect();
    let title = texts::pages_by_kind(report.lang);
    (!rows.is_empty()).then(|| ReportSection { id: "kinds", body: table(&title, &head, 1.., &rows), title })
}

/// How many pages have a date in each month, or in each year of a long time.
pub(super) fn time(report: &SiteReport, figures: &Figures) -> Option<ReportSection> {
    let most = *figures.dated.iter().max()?;
    let axis = &figures.axis;
    let months = axis.step == 1;
    let title = if months { texts::pages_by_month(report.lang) } else { texts::pages_by_year(report.lang) };
    let top = round_up(most);
    let mut bars = String::new();
    for part in [0, 1, 2] {
        let y = 50 * part;
        let _ = writeln!(bars, "<line x1=\"0\" x2=\"100%\" y1=\"{y}%\" y2=\"{y}%\"/>");
    }
    let width = 100.0 / axis.periods as f64;
    for (place, count) in figures.dated.iter().enumerate().filter(|(_, count)| **count > 0) {
        let height = percent(*count, top);
        let _ = writeln!(
            bars,
            "<rect x=\"{:.3}%\" y=\"{:.2}%\" width=\"{:.3}%\" height=\"{height:.2}%\"><title>{} · {count}</title></rect>",
            (place as f64 + 0.1) * width,
            100.0 - height,
            width * 0.8,
            axis.name(place),
        );
    }
    let total: usize = figures.dated.iter().sum();
    let label =
        format!("{title}: {} – {}, {}", axis.name(0), axis.name(axis.periods - 1), texts::numbers_below(report.lang));
    let without = figures.pages - total;
    let note = match without {
        0 => String::new(),
        _ => format!("<p class=\"note\">{}</p>\n", texts::undated(report.lang, grouped(without))),
    };
    let half =
        if top.is_multiple_of(2) { format!("<text x=\"100%\" y=\"50%\">{}</text>", top / 2) } else { String::new() };
    let body = format!(
        "<div class=\"plot\">\n<svg class=\"y\" aria-hidden=\"true\"><text x=\"100%\" y=\"0\">{top}</text>{half}\
         <text x=\"100%\" y=\"100%\">0</text></svg>\n\
         <svg class=\"bars\" role=\"img\" aria-label=\"{label}\">\n{bars}</svg>\n\
         <svg class=\"x\" aria-hidden=\"true\">{}</svg>\n</div>\n{note}{}",
        names(axis),
        numbers(report, figures)
    );
    Some(ReportSection { id: "time", title, body })
}

/// Names of periods below the plot, as many as there is room for: of years, or of months where there are few.
fn names(axis: &Axis) -> String {
    let months = axis.step == 1 && axis.periods <= 24;
    let named: Vec<usize> = (0..axis.periods).filter(|place| months || axis.start(*place).1 == 1).collect();
    let every = named.len().div_ceil(LABELS).max(1);
    let label = |place: &usize| {
        let name = if months { axis.name(*place) } else { axis.start(*place).0.to_string() };
        format!("<text x=\"{:.2}%\" y=\"1em\">{name}</text>", *place as f64 * 100.0 / axis.periods as f64)
    };
    named.iter().step_by(every).map(label).collect()
}

/// The same as a table: a row for each year.
fn numbers(report: &SiteReport, figures: &Figures) -> String {
    let axis = &figures.axis;
    let mut years: BTreeMap<i32, BTreeMap<i32, usize>> = BTreeMap::new();
    for (place, count) in figures.dated.iter().enumerate() {
        let (year, month) = axis.start(place);
        years.entry(year).or_default().insert(month, *count);
    }
    let months: Vec<String> =
        if axis.step == 1 { (1..=12).map(|month| month.to_string()).collect() } else { Vec::new() };
    let head = [texts::year_month(report.lang), texts::total(report.lang)];
    let head: Vec<String> = head.into_iter().chain(months.iter().cloned()).collect();
    let row = |(year, counts): (&i32, &BTreeMap<i32, usize>)| {
        let cells = (1..=12).take(months.len());
        let cells =
            cells.map(|month| counts.get(&month).filter(|count| **count > 0).map_or(String::new(), |n| n.to_string()));
        [year.to_string(), counts.values().sum::<usize>().to_string()].into_iter().chain(cells).collect()
    };
    let rows: Vec<Vec<String>> = years.iter().rev().map(row).collect();
    details(report, &table(&texts::numbers_by_time(report.lang), &head, 1.., &rows))
}

fn details(report: &SiteReport, body: &str) -> String {
    format!("<details><summary>{}</summary>\n{body}</details>\n", texts::numbers(report.lang))
}

/// How the largest tags grew: a small plot for each, all on one scale.
pub(super) fn tags(report: &SiteReport, figures: &Figures) -> Option<ReportSection> {
    let most = figures.tags.iter().filter_map(|tag| tag.total.last()).max().copied().filter(|most| *most > 0)?;
    let axis = &figures.axis;
    let year = |place: usize| axis.start(place).0.to_string();
    let (mut first, mut last) = (year(0), year(axis.periods - 1));
    if first == last {
        (first, last) = (axis.name(0), axis.name(axis.periods - 1));
    }
    let plot = |tag: &Growth| {
        let title = as_html(&tag.title);
        format!(
            "<li>\n<p><strong>{title}</strong> <span>{}</span></p>\n\
             <svg viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{title}: {first} – {last}, {} → {}\">\
             <path d=\"{}\"/></svg>\n<p class=\"ends\" aria-hidden=\"true\"><span>{first}</span><span>{last}</span></p>\n</li>\n",
            grouped(tag.pages),
            tag.total.first().unwrap_or(&0),
            tag.total.last().unwrap_or(&0),
            area(&tag.total, most),
        )
    };
    let plots: String = figures.tags.iter().map(plot).collect();
    let note = texts::plots_are(report.lang);
    // The last period of each year, and of the plot.
    let ends: Vec<usize> = (0..axis.periods)
        .filter(|place| *place + 1 == axis.periods || axis.start(*place).0 != axis.start(place + 1).0)
        .collect();
    let names: Vec<String> = ends.iter().map(|place| axis.start(*place).0.to_string()).collect();
    let head: Vec<String> = [texts::tag(report.lang)].into_iter().chain(names).collect();
    let row = |tag: &Growth| {
        [as_html(&tag.title)].into_iter().chain(ends.iter().map(|place| tag.total[*place].to_string())).collect()
    };
    let rows: Vec<Vec<String>> = figures.tags.iter().map(row).collect();
    let title = texts::growth(report.lang);
    let table = details(report, &table(&texts::totals_by_year(report.lang), &head, 1.., &rows));
    let body = format!("<p class=\"note\">{note}</p>\n<ul class=\"multiples\">\n{plots}</ul>\n{table}");
    Some(ReportSection { id: "tags", title, body })
}

/// The path of steps that go up with time, closed at the ground, in a square of 100.
fn area(total: &[usize], most: usize) -> String {
    let width = 100.0 / total.len().max(1) as f64;
    let mut path = String::from("M0 100");
    let mut before = None;
    for (place, count) in total.iter().enumerate() {
        if before != Some(count) {
            let _ = write!(path, "H{:.2}V{:.2}", place as f64 * width, 100.0 - percent(*count, most));
            before = Some(count);
        }
    }
    path + "H100V100Z"
}

fn percent(count: usize, most: usize) -> f64 {
    if most == 0 { 0.0 } else { count as f64 * 100.0 / most as f64 }
}

/// The next number that reads well at the top of an axis: 1, 2, 4, 6, 8, 10, 20, 40 ...
fn round_up(most: usize) -> usize {
    let mut ten = 1;
    while ten * 10 < most {
        ten *= 10;
    }
    [1, 2, 4, 6, 8, 10].into_iter().map(|times| times * ten).find(|top| *top >= most).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::{area, round_up};

    #[test]
    fn an_axis_ends_at_a_round_number() {
        for (most, top) in [(0, 1), (1, 1), (3, 4), (10, 10), (11, 20), (63, 80), (999, 1000)] {
            assert_eq!(round_up(most), top, "{most}");
        }
    }

    #[test]
    fn an_area_goes_up_in_steps() {
        assert_eq!(area(&[0, 2, 2, 4], 4), "M0 100H0.00V100.00H25.00V50.00H75.00V0.00H100V100Z");
    }
}
