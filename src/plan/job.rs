//! One output of a build.

use super::{JobKind, PageInput};
use crate::{
    model::{Address, RelPath},
    site::{PageId, Site},
};

/// One output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Job {
    pub address: Address,
    /// The page whose file it was made for, to name in diagnostics.
    pub page: Option<PageId>,
    pub kind: JobKind,
}

/// What `render` and `publish` need to make one output.
#[derive(Debug)]
pub enum JobOutput {
    Page(Box<PageInput>),
    Bytes(Vec<u8>),
    Copy(RelPath),
    /// The smaller version of an image for this address.
    Resized(Address),
}

impl Job {
    /// The page that it shows as an output of its own.
    pub fn document(&self) -> Option<PageId> {
        if let JobKind::Document(id) = self.kind { Some(id) } else { None }
    }

    /// The file of the sources that it publishes as it is.
    pub fn asset(&self) -> Option<&RelPath> {
        if let JobKind::Asset(path) = &self.kind { Some(path) } else { None }
    }

    /// The file that it was made for, relative to the project's root.
    pub fn source(&self, site: &Site) -> Option<RelPath> {
        match self.asset() {
            Some(path) => RelPath::new_from(&site.src, path.as_str()),
            None => self.page.map(|id| site.pages[id].shown.clone()),
        }
    }
}
