//! Where a link can lead.

use super::{PageId, pinyin};
use crate::model::{Address, Config, Href, RelPath};

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkTarget {
    /// A page of the site, perhaps at a heading.
    Page(PageId),
    /// One of [`super::Site::files`].
    File(usize),
    /// A generated page, or something beside the sources.
    Other(Box<Href>),
    /// The list of the files in a folder that has no pages.
    Folder(Box<RelPath>),
    /// Stays as it is written.
    Raw,
}

/// Where the list of a folder's files is.
pub fn folder_address(folder: &str, config: &Config) -> Address {
    let parts: Vec<String> = folder.split('/').map(|part| pinyin::part(part, config.slugs)).collect();
    Address::folder(&parts.join("/"), config.urls)
}

/// Where an asset is published: at its own path.
pub fn asset_address(path: &RelPath) -> Address {
    Address::file(path.as_str())
}
