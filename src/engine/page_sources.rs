//! Which source each published page is made of, without building the site.
//!
//! In: [`Options`]. Out: [`PageSources`].
//!
//! What always holds: nothing is planned, rendered or written.

use super::{Options, Project, commands::in_pool, pipeline::assemble_site, project::open};
use crate::{diag::EnvError, model::RelPath, site::Site};
use std::path::Path;

/// The pages of a project and their sources.
pub struct PageSources {
    /// All pages.
    pub site: Site,
    project: Project,
}

impl PageSources {
    /// Reads, parses and assembles a project.
    ///
    /// # Errors
    /// When the project cannot be read.
    pub fn read(options: &Options) -> Result<PageSources, EnvError> {
        in_pool(options.jobs, || {
            let project = open(options, None, None)?;
            Ok(PageSources { site: assemble_site(&project), project })
        })
    }

    /// The folder of the output.
    pub fn out(&self) -> &Path {
        &self.project.out
    }

    /// The path from the root, and the text, of the source of the page that a link `href` from the home page leads to.
    /// What is no UTF-8 in the text is replaced.
    pub fn source(&self, href: &str) -> Option<(&RelPath, String)> {
        let page = self.site.pages.iter().find(|page| page.address.href() == href)?;
        let bytes = self.project.bytes(&page.shown)?;
        Some((&page.shown, String::from_utf8_lossy(&bytes).into_owned()))
    }
}
