//! One output of a build.

use super::{JobKind, PageInput, Rank, assets::AssetFile, document::DocumentPage};
use crate::{
    model::{Address, RelPath},
    site::{PageId, Site},
};

/// One output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Job {
    /// Unique once collisions are resolved.
    pub address: Address,
    /// The page whose file it was made for, to name in diagnostics.
    pub page: Option<PageId>,
    pub(super) kind: JobKind,
}

/// What `render` and `publish` need to make one output.
#[derive(Debug)]
pub enum JobOutput {
    /// Rendered with a template.
    Page(Box<PageInput>),
    /// A file that is made in memory.
    Bytes(Vec<u8>),
    /// A file among the sources, published as it is.
    Copy(RelPath),
    /// The smaller version of an image for this address.
    Resized(Address),
}

impl Job {
    /// The page that it shows as an output of its own.
    pub fn document(&self) -> Option<PageId> {
        if let JobKind::DocumentPage(DocumentPage(id)) = self.kind { Some(id) } else { None }
    }

    /// The file of the sources that it publishes as it is.
    pub fn asset(&self) -> Option<&RelPath> {
        if let JobKind::AssetFile(AssetFile(path)) = &self.kind { Some(path) } else { None }
    }

    /// The file that it was made for, relative to the project's root.
    pub fn source(&self, site: &Site) -> Option<RelPath> {
        match self.asset() {
            Some(path) => RelPath::new_from(&site.src, path.as_str()),
            None => self.page.map(|id| site.pages[id].shown.clone()),
        }
    }

    /// Whether it is a page that search engines should know.
    pub fn is_indexed(&self, site: &Site) -> bool {
        self.kind.family().is_indexed(self, site)
    }

    pub(super) fn rank(&self, site: &Site) -> Rank {
        self.kind.family().rank(self, site)
    }
}

impl From<PageInput> for JobOutput {
    fn from(input: PageInput) -> JobOutput {
        JobOutput::Page(Box::new(input))
    }
}
