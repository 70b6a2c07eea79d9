//! The site as every page sees it, one value for each language.

use super::LinkView;
use serde::Serialize;

/// The site in one language.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SiteView {
    /// Plain text: the title in this language, else the title of the whole site.
    pub title: String,
    /// Plain text in this language, else the description of the whole site; may be empty.
    pub description: String,
    /// The tag as configured, `zh`.
    pub lang: String,
    /// Absolute, with a slash at the end; empty when the site has none.
    pub base_url: String,
    /// Home of this language.
    pub home: String,
    /// The main menu, at most eight; some may lead elsewhere, so write them with the filter `under`.
    pub menu: Vec<LinkView>,
    /// Address of the feed of this language.
    pub feed: String,
    /// Address of the archive; empty when no page has a date.
    pub archive: String,
    /// Address of the page of contributors; empty without one.
    pub contributors: String,
    /// Address of the page of the search; empty without one.
    pub search: String,
    /// The folder of the search's index, with a slash at the end.
    pub search_index: String,
    /// The taxonomies of all pages that have terms; those of a kind's fields are found through its pages.
    pub taxonomies: Vec<LinkView>,
    /// The site's recurring links; some lead elsewhere, so write them with the filter `under`.
    pub links: Vec<LinkView>,
    /// The picture of the project.
    pub logo: LogoView,
    /// What the foot of every page says.
    pub footer: FooterView,
    /// Web address of the repository, empty when unknown.
    pub repository: String,
    /// `portal 0.1.0`
    pub generator: String,
    /// Fingerprinted addresses of the theme's static files, by their names with `.` and `/` as `_`:
    /// `{{ root }}{{ site.assets.portal_css }}`. With Mermaid's script among them, `diagram_frame_html` is the page
    /// that renders diagrams.
    pub assets: std::collections::BTreeMap<String, String>,
}

/// The picture of the project in the header.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct LogoView {
    /// Its address; empty without one.
    pub light: String,
    /// The address of the one for dark grounds; empty if it is the same.
    pub dark: String,
    /// The address of the favicon. Empty: the icon of the theme is used.
    pub icon: String,
    /// Whether the title of the site stands beside it.
    pub title: bool,
}

/// The foot of every page, in one language. All texts are plain.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct FooterView {
    /// A sentence about the project; may be empty.
    pub text: String,
    /// Whose the site is; may be empty.
    pub copyright: String,
    /// Licence, record number and the like; the address is empty where it leads nowhere, so write it with the filter `under`.
    pub notes: Vec<LinkView>,
    /// Groups of links; some lead elsewhere, so write them with the filter `under`.
    pub columns: Vec<LinkGroupView>,
    /// Whether it says what made the site.
    pub credit: bool,
}

/// Links with a title above them.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct LinkGroupView {
    /// Plain text.
    pub title: String,
    /// At least one.
    pub links: Vec<LinkView>,
}
