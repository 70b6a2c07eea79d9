//! What a theme sees. **These types are the contract with themes**: a template gets one [`View`], and
//! nothing else; it looks nothing up.
//!
//! In: nothing (the `plan` room makes them). Out: values that serialise. All texts are plain and are
//! escaped by the template, but for the fields that say "HTML". All addresses are relative to the site's
//! root, percent-encoded, without a leading slash (`202207/20220715_01/`, `""` for the home page), to be
//! written after `{{ root }}`; those that say "absolute" are not.
//!
//! Every view has, beside its own variables:
//! - `root`: what leads from the page to the site's root: `./`, `../../`; on `404.html` the absolute path;
//! - `site`: a [`SiteView`]; `t`: the theme's strings in the page's language (`i18n/zh.toml`);
//! - `page`: a [`PageView`]; `content`: its body as HTML (may be empty); `parts`: pieces of HTML that the view names by
//!   their numbers, to be written as `{{ parts[number] }}`.
//!
//! Deliberately not here: the core types. A theme must not break because they changed.

mod audience;
mod collection;
mod event;
mod field;
mod list;
mod map;
mod page;
mod site;
mod strings;
mod table;

pub use audience::*;
pub use collection::*;
pub use event::*;
pub use field::*;
pub use list::*;
pub use map::*;
pub use page::*;
pub use site::*;
pub use strings::Strings;
pub use table::*;

use serde::Serialize;

/// Everything one template needs, by the type of page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(untagged)]
pub enum View {
    /// `home.html`: the home page of a language.
    Home(HomeView),
    /// `page.html`, or the template of the kind: a page of a file.
    Document(Box<DocumentView>),
    /// `section.html`: the list of a folder.
    Section(SectionView),
    /// `taxonomy.html`: all terms of a taxonomy.
    Taxonomy(TaxonomyView),
    /// `term.html`: the pages of a term.
    Term(TermView),
    /// `archive.html`: dated pages by month.
    Archive(ArchiveView),
    /// `matrix.html`: needs and offers.
    Matrix(MatrixView),
    /// `contributors.html`: who has made commits.
    Contributors(ContributorsView),
    /// `search.html`: the page of the search.
    Search(SearchView),
    /// `404.html`: what is not there.
    NotFound(NotFoundView),
}
