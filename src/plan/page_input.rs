//! What a template renders.
//!
//! In: a view, and the page whose body it shows. Out: a value without references to the site. Its hash is the key of the
//! cached page, so two equal inputs are one HTML page.

use super::{Job, Plan};
use crate::{
    model::{Document, Href, ImageVersions, Lang},
    site::{Page, PageId},
    view::{EmbeddedListView, View},
};
use std::{collections::BTreeMap, sync::Arc};

/// What a template renders: its view, and the body of a page. Its hash is the key of the cached page.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct PageInput {
    /// Name without `.html`.
    pub template: String,
    /// The language of the page.
    pub lang: Lang,
    /// What leads to the site's root.
    pub root: String,
    /// What the template sees.
    pub view: View,
    /// The body of the page; `None` for a page without one.
    pub content: Option<BodyInput>,
}

/// The body of a document, with what goes into its holes.
#[derive(Clone, Debug)]
pub struct BodyInput {
    /// The document whose body is shown.
    pub document: Arc<Document>,
    /// Where its links lead, one for each of [`Document::links`].
    pub hrefs: Vec<Href>,
    /// What is known of its images, by link.
    pub pictures: BTreeMap<usize, Arc<ImageVersions>>,
    /// The lists that it asks for, one for each of [`crate::model::Body::queries`].
    pub lists: Vec<EmbeddedListView>,
}

// A document's key stands for all that it was made from.
impl PartialEq for BodyInput {
    fn eq(&self, other: &BodyInput) -> bool {
        self.document.key == other.document.key
            && (&self.hrefs, &self.pictures, &self.lists) == (&other.hrefs, &other.pictures, &other.lists)
    }
}
impl Eq for BodyInput {}
impl std::hash::Hash for BodyInput {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.document.key, &self.hrefs, &self.pictures, &self.lists).hash(state);
    }
}

impl Plan {
    /// What a template gets: a view and, with `own`, the body of that page.
    pub fn page_input(&self, template: &str, lang: &Lang, job: &Job, view: View, own: Option<PageId>) -> PageInput {
        let own = own.map(|id| &self.site.pages[id]);
        let chosen = own.and_then(|page| self.own_template(page)).map(str::to_owned);
        PageInput {
            template: chosen.unwrap_or_else(|| template.to_owned()),
            lang: lang.clone(),
            root: job.address.root(),
            view,
            content: own.map(|page| self.content(page)),
        }
    }

    /// The body of a page with what goes into its holes.
    pub fn content(&self, page: &Page) -> BodyInput {
        let site = &self.site;
        let hrefs = (0..page.document.links.len()).filter_map(|link| site.href(page, link)).collect();
        let picture = |link| Some((link, site.pictures.get(site.image(page, link)?)?.clone()));
        let pictures = page.images().filter_map(picture).collect();
        BodyInput { document: page.document.clone(), hrefs, pictures, lists: self.embedded(page) }
    }
}
