//! Pages that list other pages.

use super::{DateView, EventView, ImageView, LinkView, PageView, TableView};
use serde::Serialize;
use std::sync::Arc;

/// A page as lists show it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct CardView {
    /// Plain text.
    pub title: String,
    /// The title in pieces between which a line may end.
    pub phrases: Vec<String>,
    /// Relative to the site's root.
    pub url: String,
    /// Name of the kind and what readers see for it.
    pub kind: String,
    /// The title of the kind in the page's language.
    pub kind_title: String,
    /// `None` for a page without a date.
    pub date: Option<DateView>,
    /// Names as written.
    pub authors: Vec<String>,
    /// Plain text: the page's `summary`, else the beginning of its text; may be empty.
    pub summary: String,
    /// At most three tags.
    pub tags: Vec<LinkView>,
    /// The terms of its kind's fields, at most four: industry, region, capabilities.
    pub facts: Vec<LinkView>,
    /// When it takes place.
    pub event: Option<EventView>,
    /// Of a case: the first of its results.
    pub result: Option<ResultView>,
    /// Its first picture among the fields of its kind.
    pub logo: Option<ImageView>,
    /// Its terms, as filters choose by them: `industry=金融`.
    pub terms: Vec<String>,
    /// The page is a draft, in a build that shows drafts.
    pub draft: bool,
}

/// A figure before and after.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ResultView {
    /// What is measured; may be empty.
    pub label: String,
    /// Empty when only the result is known.
    pub before: String,
    /// The result; never empty.
    pub after: String,
    /// Empty when there is none.
    pub unit: String,
}

/// Where a list stands among its pages.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Default)]
pub struct PagerView {
    /// From 1.
    pub index: usize,
    /// Pages of the list; 1 if it is empty.
    pub total: usize,
    /// Of all entries, on all pages.
    pub count: usize,
    /// Address of the page before; `None` on the first page.
    pub prev: Option<String>,
    /// Address of the page behind; `None` on the last page.
    pub next: Option<String>,
    /// Numbered links: the first, the last and those near; a gap is a link with the title `…` and no address.
    pub links: Vec<LinkView>,
}

/// The home page of a language.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct HomeView {
    /// Its `kind` is `home`.
    pub page: PageView,
    /// What stands below the title and the description.
    pub hero: HeroView,
    /// In the order of the configuration, only those with something in them.
    pub blocks: Vec<HomeBlockView>,
    /// At most ten, the newest first.
    pub newest: Vec<Arc<CardView>>,
    /// Undated pages at the top of the site, without those of kinds that have a block.
    pub pages: Vec<Arc<CardView>>,
    /// The folders directly below, those with dates as names first.
    pub sections: Vec<LinkView>,
    /// The most used terms of each taxonomy.
    pub taxonomies: Vec<TermsView>,
    /// Pages in all.
    pub count: usize,
}

/// The head of the home page, in one language. All texts are plain and may be empty.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct HeroView {
    /// Why one would want the project.
    pub lead: String,
    /// At most three links; some may lead elsewhere, so write them with the filter `under`.
    pub actions: Vec<LinkView>,
    /// A line for the terminal.
    pub command: String,
}

/// A block of the home page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Default)]
pub struct HomeBlockView {
    /// Name of a kind; or `newest`, `needs`.
    pub name: String,
    /// Plain text; empty for `newest`.
    pub title: String,
    /// Where there is more.
    pub url: String,
    /// How it is shown: `entrances`, `cards`, `names`, `needs`; for `newest`, the page's own text, newest pages, sections
    /// and terms stand here.
    pub shape: &'static str,
    /// What the block lists; empty for `needs` and `newest`.
    pub cards: Vec<Arc<CardView>>,
    /// To the audiences that need or offer something.
    pub needs: Vec<LinkView>,
    /// At most six, as are the needs; a title is what is offered, the address that of the page that says so.
    pub offers: Vec<LinkView>,
}

/// A folder of pages.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Default)]
pub struct SectionView {
    /// Its `kind` is `section`.
    pub page: PageView,
    /// The folders directly below, those with dates as names first; empty from the second page on.
    pub sections: Vec<LinkView>,
    /// Pages with a weight first, then the newest; empty if the list is in groups.
    pub cards: Vec<Arc<CardView>>,
    /// The form of the list: `cards`, `table`, `logos` or `links`.
    pub view: &'static str,
    /// Rows for the cards, if `view` is `table`.
    pub table: TableView,
    /// Instead of cards, if the list is in groups.
    pub groups: Vec<CardGroupView>,
    /// Terms to filter the list by; on its first page.
    pub filters: FiltersView,
    /// All entries as files: `list.csv`, `list.json`; empty without.
    pub data: Vec<LinkView>,
    /// Address of all events for calendars; empty when there are none here.
    pub calendar: String,
    /// Where this page is in the list; a list in groups is one page.
    pub pager: PagerView,
    /// Absolute; of the folder's own page; empty without one.
    pub edit_url: String,
}

/// What a list is filtered by. Without a script, each term is a link.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Default)]
pub struct FiltersView {
    /// Address of the whole list, if this page is a part of it; else empty.
    pub list: String,
    /// Address of the list's entries as JSON; empty without.
    pub entries: String,
    /// Whether all entries are on this page.
    pub is_whole: bool,
    /// The form of the list, if readers can choose another one.
    pub view: &'static str,
    /// The forms that readers can choose from; none without entries as JSON.
    pub views: Vec<&'static str>,
    /// In the order of their names; none if nothing tells the entries apart.
    pub taxonomies: Vec<FilterView>,
}

/// A taxonomy by whose terms a list is filtered.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct FilterView {
    /// The title of the taxonomy.
    pub title: String,
    /// The most frequent first, at most twelve.
    pub terms: Vec<FilterTermView>,
    /// The terms after these.
    pub more: Vec<FilterTermView>,
}

/// A term of a filter.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct FilterTermView {
    /// The title of the term.
    pub title: String,
    /// Address of the part of the list that has the term, else of the term's page. Of the term of this page, the address
    /// of the whole list.
    pub url: String,
    /// Entries that have it.
    pub count: usize,
    /// This page is the part of the list that has the term.
    pub current: bool,
    /// As addresses and cards have it: `industry=金融`.
    pub choice: String,
}

/// Pages that belong together in a list.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct CardGroupView {
    /// Plain text: a term, a year, or a word of the theme.
    pub title: String,
    /// For the attribute `id`.
    pub id: String,
    /// Never empty.
    pub cards: Vec<Arc<CardView>>,
}

/// All terms of a taxonomy.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct TaxonomyView {
    /// Its `kind` is `taxonomy`.
    pub page: PageView,
    /// The most used first.
    pub by_count: Vec<LinkView>,
    /// Under `A` to `Z` (Han terms under their pinyin initial), `#` last.
    pub by_letter: Vec<TermsView>,
}

/// A heading with terms under it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct TermsView {
    /// Plain text: the name of a taxonomy, or a letter.
    pub title: String,
    /// Address of the taxonomy's page; empty for a letter.
    pub url: String,
    /// With the number of their pages.
    pub terms: Vec<LinkView>,
}

/// The pages of one term.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct TermView {
    /// Its `kind` is `term`.
    pub page: PageView,
    /// The list of all terms; `count` is their number.
    pub taxonomy: LinkView,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// The term that it is nested in.
    pub parent: Option<LinkView>,
    /// The terms nested in it.
    pub children: Vec<LinkView>,
    /// Terms that are often on the same pages.
    pub related: Vec<LinkView>,
    /// The newest first; those of this page of the list.
    pub cards: Vec<Arc<CardView>>,
    /// Terms of other taxonomies to filter the list by; on its first page.
    pub filters: FiltersView,
    /// As in [`SectionView`].
    pub data: Vec<LinkView>,
    /// Where this page is in the list.
    pub pager: PagerView,
}

/// All dated pages, or those of a year.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ArchiveView {
    /// Its `kind` is `archive`.
    pub page: PageView,
    /// Every year, the newest first; `current` marks the one shown.
    pub years: Vec<LinkView>,
    /// The newest first.
    pub months: Vec<MonthView>,
}

/// A month with its pages.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MonthView {
    /// As the language writes it: `2022 年 7 月`, `July 2022`.
    pub title: String,
    /// The newest first; never empty.
    pub cards: Vec<Arc<CardView>>,
}

/// All who have made commits, the most first; with a page of their own, they have an address.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ContributorsView {
    /// Its `kind` is `contributors`.
    pub page: PageView,
    /// `count` is the number of commits.
    pub contributors: Vec<LinkView>,
}

/// The page of the search.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SearchView {
    /// Its `kind` is `search`.
    pub page: PageView,
    /// The folders of the language, for readers without scripts.
    pub sections: Vec<LinkView>,
    /// The taxonomies by which results can be filtered.
    pub filters: Vec<SearchFilterView>,
}

/// A filter of the search.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SearchFilterView {
    /// The name of a taxonomy, `tags`.
    pub name: String,
    /// In the page's language.
    pub title: String,
}

/// `404.html`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct NotFoundView {
    /// Its `kind` is `notfound`.
    pub page: PageView,
    /// The folders at the top of the site's first language.
    pub sections: Vec<LinkView>,
}
