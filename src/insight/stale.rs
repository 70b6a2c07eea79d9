//! Stale pages: not changed for a long time, of a kind that should be up to date.
//!
//! Posts, events and pages of people do not become stale. Pages without a known date are left out; `git-dates` gives
//! them one.

use super::source;
use crate::{
    diag::{Code, Diagnostic},
    model::{Date, Facet},
    site::{PageId, Role, Site},
};

/// Pages of kinds with one of these do not grow old.
const OF_THEIR_TIME: [Facet; 3] = [Facet::Dated, Facet::Timed, Facet::Person];

/// A page that may be out of date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stale {
    /// The page, of a kind that grows old.
    pub page: PageId,
    /// Its last change.
    pub last: Date,
    /// Whole months since then.
    pub months: u32,
}

/// The oldest first; of equal ones by path.
pub fn stale(site: &Site) -> Vec<Stale> {
    let limit = site.config.stale_months;
    if limit == 0 {
        return Vec::new();
    }
    let pages = site.pages.iter().enumerate().filter(|(_, page)| {
        !matches!(page.role, Role::Term(..)) && !OF_THEIR_TIME.iter().any(|facet| site.kind(page).has(*facet))
    });
    let age = |(id, page): (PageId, &crate::site::Page)| {
        let last = page.updated.or(page.date)?;
        Some(Stale { page: id, last, months: months(last, site.today) })
    };
    let mut stale: Vec<Stale> = pages.filter_map(age).filter(|stale| stale.months >= limit).collect();
    stale.sort_by_key(|stale| (stale.last.day, stale.page));
    stale
}

/// Whole months between two days.
fn months(from: Date, to: Date) -> u32 {
    let count = |date: Date| i32::from(date.day.year()) * 12 + i32::from(date.day.month());
    let begun = count(to) - count(from);
    u32::try_from(begun - i32::from(to.day.day() < from.day.day())).unwrap_or(0)
}

pub(super) fn hints(site: &Site, hints: &mut Vec<Diagnostic>) {
    hints.extend(stale(site).into_iter().map(|stale| {
        Diagnostic::new(Code::P1002, &source(site, &site.pages[stale.page]))
            .arg("months", stale.months)
            .arg("date", stale.last.iso())
    }));
}

#[cfg(test)]
mod tests {
    use super::{Date, months};

    #[test]
    fn a_month_is_over_on_its_day() {
        for (from, to, expect) in [
            ("2024-01-15", "2024-02-14", 0),
            ("2024-01-15", "2024-02-15", 1),
            ("2022-06-30", "2024-06-30", 24),
            ("2024-02-01", "2024-01-01", 0),
        ] {
            let [from, to] = [from, to].map(|text| Date::parse(text).expect("a date"));
            assert_eq!(months(from, to), expect, "{from:?} to {to:?}");
        }
    }
}
