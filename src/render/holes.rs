//! The values that go into the holes of a body.

use crate::model::{Href, ImageVersions, escape};
use std::{collections::BTreeMap, sync::Arc};

/// What goes into the holes of a body.
pub struct HoleValues<'a> {
    /// By the numbers of the links.
    pub hrefs: &'a [Href],
    /// What is known of images, by the numbers of their links.
    pub pictures: &'a BTreeMap<usize, Arc<ImageVersions>>,
    /// By the numbers of the blocks of code.
    pub code: &'a [Arc<str>],
    /// The lists that the text asks for, as HTML.
    pub lists: &'a [String],
    /// Leads from the page to the site's root, or is the site's full address.
    pub root: &'a str,
}

/// Writes the address of a link, relative to the page.
pub(super) fn push_href(html: &mut String, href: Option<&Href>, root: &str) {
    let Some(href) = href else { return };
    if !matches!(href, Href::Raw(_)) {
        escape(html, root);
    }
    escape(html, href.as_str());
}
