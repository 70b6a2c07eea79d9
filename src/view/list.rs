//! Pages that list other pages.

use super::{DateView, EventView, LinkView, PageView};
use serde::Serialize;
use std::sync::Arc;

/// A page as lists show it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct CardView {
    pub title: String,
    /// The title in pieces between which a line may end.
    pub phrases: Vec<String>,
    pub url: String,
    /// Name of the kind and what readers see for it.
    pub kind: String,
    pub kind_title: String,
    pub date: Option<DateView>,
    pub authors: Vec<String>,
    pub summary: String,
    /// At most three tags.
    pub tags: Vec<LinkView>,
    /// The terms of its kind's fields, at most four: industry, region, capabilities.
    pub facts: Vec<LinkView>,
    /// When it takes place.
    pub event: Option<EventView>,
    /// Of a case: the first of its results.
    pub result: Option<ResultView>,
    /// Addresses of its terms' pages, for narrowing.
    pub terms: Vec<String>,
    pub draft: bool,
}

/// A figure before and after.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ResultView {
    pub label: String,
    /// Empty when only the result is known.
    pub before: String,
    pub after: String,
    pub unit: String,
}

/// Where a list stands among its pages.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Default)]
pub struct PagerView {
    /// From 1.
    pub index: usize,
    pub total: usize,
    /// Of all entries, on all pages.
    pub count: usize,
    pub prev: Option<String>,
    pub next: Option<String>,
    /// Numbered links: the first, the last and those near; a gap is a link with the title `…` and no address.
    pub links: Vec<LinkView>,
}

/// The home page of a language.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct HomeView {
    pub page: PageView,
    /// In the order of the configuration, only those with something in them.
    pub blocks: Vec<HomeBlockView>,
    pub newest: Vec<Arc<CardView>>,
    /// Undated pages at the top of the site, without those of kinds that have a block.
    pub pages: Vec<Arc<CardView>>,
    pub sections: Vec<LinkView>,
    /// The most used terms of each taxonomy.
    pub taxonomies: Vec<TermsView>,
    /// Pages in all.
    pub count: usize,
}

/// A block of the home page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Default)]
pub struct HomeBlockView {
    /// Name of a kind; or `newest`, `needs`.
    pub name: String,
    pub title: String,
    /// Where there is more.
    pub url: String,
    /// How it is shown: `entrances`, `cards`, `names`, `needs`; for `newest`, the page's own text, newest pages, sections
    /// and terms stand here.
    pub shape: &'static str,
    pub cards: Vec<Arc<CardView>>,
    /// To the audiences that need or offer something.
    pub needs: Vec<LinkView>,
    pub offers: Vec<LinkView>,
}

/// A folder of pages.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SectionView {
    pub page: PageView,
    pub sections: Vec<LinkView>,
    pub cards: Vec<Arc<CardView>>,
    /// Instead of cards, if the list is in groups.
    pub groups: Vec<CardGroupView>,
    /// Terms to filter the list by, if all of it is on this page.
    pub filters: Vec<TermsView>,
    /// Address of all events for calendars; empty when there are none here.
    pub calendar: String,
    pub pager: PagerView,
    /// Absolute; of the folder's own page; empty without one.
    pub edit_url: String,
}

/// Pages that belong together in a list.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct CardGroupView {
    pub title: String,
    pub id: String,
    pub cards: Vec<Arc<CardView>>,
}

/// All terms of a taxonomy.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct TaxonomyView {
    pub page: PageView,
    /// The most used first.
    pub by_count: Vec<LinkView>,
    /// Under `A` to `Z` (Han terms under their pinyin initial), `#` last.
    pub by_letter: Vec<TermsView>,
}

/// A heading with terms under it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct TermsView {
    pub title: String,
    pub url: String,
    pub terms: Vec<LinkView>,
}

/// The pages of one term.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct TermView {
    pub page: PageView,
    pub taxonomy: LinkView,
    /// Other spellings.
    pub aliases: Vec<String>,
    pub parent: Option<LinkView>,
    pub children: Vec<LinkView>,
    /// Terms that are often on the same pages.
    pub related: Vec<LinkView>,
    pub cards: Vec<Arc<CardView>>,
    pub pager: PagerView,
}

/// All dated pages, or those of a year.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ArchiveView {
    pub page: PageView,
    /// Every year, the newest first; `current` marks the one shown.
    pub years: Vec<LinkView>,
    /// The newest first.
    pub months: Vec<MonthView>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MonthView {
    /// As the language writes it: `2022 年 7 月`, `July 2022`.
    pub title: String,
    pub cards: Vec<Arc<CardView>>,
}

/// All who have made commits, the most first; with a page of their own, they have an address.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ContributorsView {
    pub page: PageView,
    pub contributors: Vec<LinkView>,
}

/// `404.html`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct NotFoundView {
    pub page: PageView,
    pub sections: Vec<LinkView>,
}
