//! One page: what its head needs, and what an article shows around its text.

use super::{
    AudienceView, CardView, CollectionView, EventView, FieldView, LabelView, MapPlaceView, MapView, PlaceView,
    ReferenceView,
};
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};

/// What the frame needs of any page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Default)]
pub struct PageView {
    /// Plain text, without the title of the site.
    pub title: String,
    /// The anchor of the title, for the `id` of its heading; empty when it has none.
    pub anchor: String,
    /// Numbers of the notes that the title refers to.
    pub notes: Vec<usize>,
    /// Which page of a list it is, from 1.
    pub number: usize,
    /// Relative to the site's root.
    pub url: String,
    /// For the `lang` attribute, `zh-Hans-CN`.
    pub lang: String,
    /// Name of the kind, or `home`, `section`, `taxonomy`, `term`, `archive`, `matrix`, `contributors`, `notfound`.
    pub kind: String,
    /// Plain text: the page's summary, else that of the site or words of the theme; may be empty.
    pub description: String,
    /// Absolute; empty without a base address.
    pub canonical: String,
    /// Absolute; empty when the page has none.
    pub image: String,
    /// Search engines are asked to leave the page out.
    pub noindex: bool,
    /// Whether the page is in no list and no search.
    pub unlisted: bool,
    /// Why the page is shown that is not published for everybody, or not for long.
    pub ribbon: Option<RibbonView>,
    /// From the home page down to the page's parent; empty on the home page.
    pub breadcrumbs: Vec<LinkView>,
    /// Address of the section right below the home page that it is in; empty when there is none.
    pub top: String,
    /// The same page in the other languages, or their homes (`exact` says which).
    pub translations: Vec<TranslationView>,
    /// A feed of this page's own (a term's); empty otherwise.
    pub feed: String,
    /// JSON-LD, already safe inside `<script type="application/ld+json">`; HTML.
    pub json_ld: Vec<String>,
}

/// A page of a file: an essay, or any other kind.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct DocumentView {
    /// What the frame needs.
    pub page: PageView,
    /// The title in pieces between which a line may end.
    pub phrases: Vec<String>,
    /// Of the metadata or of the first commit; `None` for a page without a date.
    pub date: Option<DateView>,
    /// Only when it is later than the date.
    pub updated: Option<DateView>,
    /// Those without a page of their own have no address.
    pub authors: Vec<LinkView>,
    /// Han characters, kana and Hangul count one each, as does a run of other letters and digits.
    pub words: u32,
    /// Reading time, at least 1.
    pub minutes: u32,
    /// The page is a draft, in a build that shows drafts.
    pub draft: bool,
    /// Headings of level 2, those below them in `children`, down to the level in the configuration.
    pub toc: Vec<TocView>,
    /// The page's terms, by taxonomy.
    pub taxonomies: Vec<PageTermsView>,
    /// Older neighbour in the section, or the one before in its order.
    pub prev: Option<LinkView>,
    /// Newer neighbour in the section, or the one behind in its order.
    pub next: Option<LinkView>,
    /// Related pages, the nearest first; none that links here.
    pub related: Vec<LinkView>,
    /// Pages that link here, the newest first, at most fifty.
    pub backlinks: Vec<LinkView>,
    /// How many more there are.
    pub more_backlinks: usize,
    /// The section that it is in, where that is read in order.
    pub sidebar: Option<SidebarView>,
    /// For an event with a start.
    pub event: Option<EventView>,
    /// For an audience that is in the matrix of needs and offers.
    pub audience: Option<AudienceView>,
    /// For a page of links to others.
    pub collection: Option<CollectionView>,
    /// Where it stands in the collections that it is in.
    pub places: Vec<PlaceView>,
    /// For a learning map.
    pub map: Option<MapView>,
    /// Where it stands on the maps that it is on.
    pub map_places: Vec<MapPlaceView>,
    /// Absolute; empty when the repository is not known.
    pub edit_url: String,
    /// The `extra` table of the page, as JSON text would hold it.
    pub extra: ExtraView,
    /// What the page's kind adds, by name; only fields with a value.
    pub fields: BTreeMap<String, FieldView>,
    /// What those are called, in the order of the kind.
    pub labels: Vec<LabelView>,
    /// Pages that name this one, those left out that `fields` has.
    pub references: Vec<ReferenceView>,
    /// What a person wrote, the newest first, at most a hundred.
    pub works: Vec<Arc<CardView>>,
    /// How many more there are.
    pub more_works: usize,
}

/// The terms of a page in one taxonomy.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PageTermsView {
    /// `tags`
    pub name: String,
    /// In the page's language.
    pub title: String,
    /// In the order in which they are written; never empty.
    pub terms: Vec<LinkView>,
}

/// A heading in the table of contents.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct TocView {
    /// Plain text.
    pub title: String,
    /// The anchor, without `#`.
    pub id: String,
    /// Headings of the next level, under it.
    pub children: Vec<TocView>,
}

/// The address of a page, or of the home page, in another language.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct TranslationView {
    /// For the attributes `lang` and `hreflang`, `en`.
    pub lang: String,
    /// Name of the language in itself: `English`.
    pub name: String,
    /// Relative to the site's root.
    pub url: String,
    /// False when it only leads to that language's home.
    pub exact: bool,
}

/// A mark on a page that is shown because of `--drafts` or `--future`, or that expires soon.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct RibbonView {
    /// `draft`, `future` or `expires`.
    pub reason: &'static str,
    /// The day on which it appears, or goes.
    pub date: Option<DateView>,
}

/// A day, for people and for machines.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct DateView {
    /// `2022-07-15`
    pub iso: String,
    /// As the page's language writes it: `2022 年 7 月 15 日`, `15 July 2022`.
    pub text: String,
}

/// A link with what is said beside it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Default)]
pub struct LinkView {
    /// Plain text.
    pub title: String,
    /// Relative to the site's root, may end in `#anchor`; empty for what has no page.
    pub url: String,
    /// How many pages are behind it; 0 where that says nothing.
    pub count: usize,
    /// The page itself, or a folder that it is in.
    pub current: bool,
}

/// Free data, serialised as it was written.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(untagged)]
pub enum ExtraView {
    /// Nothing, or no table at all.
    Null,
    /// `true` or `false`, without quotes.
    Bool(bool),
    /// A whole number, without quotes.
    Number(i64),
    /// Anything else.
    Text(String),
    /// In the order in which they are written.
    List(Vec<ExtraView>),
    /// By key.
    Table(BTreeMap<String, ExtraView>),
}

/// The pages of a section, beside one of them.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SidebarView {
    /// Plain text, the title of the section.
    pub title: String,
    /// Relative to the site's root.
    pub url: String,
    /// Pages and folders, in the order in which they are read; only folders around the page are open.
    pub entries: Vec<SidebarEntryView>,
}

/// A page or a folder in a sidebar.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SidebarEntryView {
    /// `current` marks the page itself.
    pub link: LinkView,
    /// How many folders below the section it is in.
    pub depth: u8,
}
