//! A site in numbers.
//!
//! All of them are about the same pages: every document that is published, but for the texts of terms.

use crate::{
    model::Date,
    site::{Page, PageId, Role, Site},
};
use std::collections::{BTreeMap, BTreeSet};

/// Terms whose growth is shown, and pages that most others link to.
const MOST: usize = 10;
/// Months that a plot has room for; a longer time is counted by years.
const MONTHS: i32 = 240;

/// What the report shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figures {
    /// Published documents that are no texts of terms.
    pub pages: usize,
    /// As readers see them counted on each page.
    pub words: usize,
    /// Different names.
    pub authors: usize,
    /// Languages that have pages.
    pub languages: usize,
    /// Pages with a date in the last twelve months.
    pub recent: usize,
    /// Names of the kinds, those with the most pages first.
    pub kinds: Vec<(String, usize)>,
    /// The time that `dated` and `tags` are counted over.
    pub axis: Axis,
    /// Dated pages in each of the axis's periods.
    pub dated: Vec<usize>,
    /// The largest tags.
    pub tags: Vec<Growth>,
    /// The pages that most others link to, and how many do.
    pub linked: Vec<(PageId, usize)>,
}

/// Periods of time one after the other, without a gap: from the January before the first date on, a year at least.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Axis {
    /// Months since the year 0.
    first: i32,
    /// Months in a period: 1 or 12.
    pub step: i32,
    /// How many there are; 0 if no page has a date.
    pub periods: usize,
}

/// How a tag grew.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Growth {
    /// The title of the tag.
    pub title: String,
    /// With those that have no date.
    pub pages: usize,
    /// How many there were at the end of each of the axis's periods.
    pub total: Vec<usize>,
}

impl Axis {
    fn over(dates: impl Iterator<Item = Date>) -> Axis {
        let months: BTreeSet<i32> = dates.map(month).collect();
        let (Some(first), Some(last)) = (months.first(), months.last()) else { return Axis::default() };
        let first = first / 12 * 12;
        let last = (*last).max(first + 11);
        let step = if last - first < MONTHS { 1 } else { 12 };
        Axis { first, step, periods: usize::try_from((last - first) / step + 1).unwrap_or_default() }
    }

    fn place(&self, date: Date) -> Option<usize> {
        usize::try_from((month(date) - self.first).checked_div(self.step)?).ok().filter(|place| *place < self.periods)
    }

    /// Year, and month from 1, at which a period begins.
    pub fn start(&self, place: usize) -> (i32, i32) {
        let month = self.first + self.step * i32::try_from(place).unwrap_or_default();
        (month / 12, month % 12 + 1)
    }

    /// What the periods are called: `2024-05`, or `2024` where each is a year.
    pub fn name(&self, place: usize) -> String {
        let (year, month) = self.start(place);
        if self.step == 1 { format!("{year}-{month:02}") } else { year.to_string() }
    }
}

fn month(date: Date) -> i32 {
    i32::from(date.day.year()) * 12 + i32::from(date.day.month()) - 1
}

impl Figures {
    /// Counts the pages of a site.
    pub fn of(site: &Site) -> Figures {
        let pages: Vec<(PageId, &Page)> =
            site.pages.iter().enumerate().filter(|(_, page)| !matches!(page.role, Role::Term(..))).collect();
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, page) in &pages {
            *kinds.entry(&page.document.meta.kind).or_default() += 1;
        }
        let mut kinds: Vec<(String, usize)> = kinds.into_iter().map(|(kind, count)| (kind.to_owned(), count)).collect();
        kinds.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut linked: Vec<(PageId, usize)> =
            pages.iter().map(|(id, _)| (*id, site.backlinks(*id).len())).filter(|(_, links)| *links > 0).collect();
        linked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        linked.truncate(MOST);

        let axis = Axis::over(pages.iter().filter_map(|(_, page)| page.date));
        let mut dated = vec![0; axis.periods];
        let places = pages.iter().filter_map(|(_, page)| axis.place(page.date?));
        places.for_each(|place| dated[place] += 1);
        let year_ago = month(site.today) - 12;
        let recent = |page: &&(PageId, &Page)| page.1.date.is_some_and(|date| is_since(date, site.today, year_ago));
        Figures {
            pages: pages.len(),
            words: pages.iter().map(|(_, page)| page.document.words as usize).sum(),
            authors: pages.iter().flat_map(|(_, page)| &page.document.meta.authors).collect::<BTreeSet<_>>().len(),
            languages: pages.iter().map(|(_, page)| &page.lang).collect::<BTreeSet<_>>().len(),
            recent: pages.iter().filter(recent).count(),
            kinds,
            dated,
            tags: tags(site, &axis),
            linked,
            axis,
        }
    }
}

/// Whether a day is later than today a number of months before, and not later than today.
fn is_since(date: Date, today: Date, before: i32) -> bool {
    (month(date), date.day.day()) > (before, today.day.day()) && date.day <= today.day
}

/// The largest tags of all languages; one that is written the same in two is one.
fn tags(site: &Site, axis: &Axis) -> Vec<Growth> {
    let mut tags: BTreeMap<&str, (&str, BTreeSet<PageId>)> = BTreeMap::new();
    for taxonomy in site.languages_by_tag().into_iter().filter_map(|language| language.taxonomies.get("tags")) {
        for (key, term) in &taxonomy.terms {
            tags.entry(key).or_insert_with(|| (&term.title, BTreeSet::new())).1.extend(&term.pages);
        }
    }
    let mut tags: Vec<_> = tags.into_iter().filter(|(_, (_, pages))| !pages.is_empty()).collect();
    tags.sort_by(|a, b| b.1.1.len().cmp(&a.1.1.len()).then_with(|| a.0.cmp(b.0)));
    let growth = |(_, (title, pages)): (&str, (&str, BTreeSet<PageId>))| {
        let mut total = vec![0; axis.periods];
        pages.iter().filter_map(|id| axis.place(site.pages[*id].date?)).for_each(|place| total[place] += 1);
        for place in 1..total.len() {
            total[place] += total[place - 1];
        }
        Growth { title: title.to_owned(), pages: pages.len(), total }
    };
    tags.into_iter().take(MOST).map(growth).collect()
}

#[cfg(test)]
mod tests {
    use super::{Axis, Date};

    fn axis(dates: &[&str]) -> Axis {
        Axis::over(dates.iter().filter_map(|date| Date::parse(date)))
    }

    #[test]
    fn an_axis_has_months_or_years_without_gaps() {
        let short = axis(&["2024-01-31", "2023-11-01"]);
        assert_eq!((short.step, short.periods), (1, 13));
        assert_eq!([0, 11, 12].map(|place| short.name(place)), ["2023-01", "2023-12", "2024-01"]);
        assert_eq!(Date::parse("2023-12-05").and_then(|date| short.place(date)), Some(11));
        assert_eq!(axis(&["2024-05-01"]).periods, 12);
        let long = axis(&["1970-03-01", "2024-01-31"]);
        assert_eq!((long.step, long.periods, long.name(0), long.name(54)), (12, 55, "1970".into(), "2024".into()));
        assert_eq!(axis(&[]).periods, 0);
    }
}
