//! Runs the six verbs.
//!
//! In: where the project is and what the command line asks for. Out: a published site and a [`Report`].
//!
//! What always holds: every build runs the whole pipeline over a fresh snapshot. Only pure functions are
//! remembered, in the [`Cache`]: parsing a file, looking up the links of some pages, colouring a block of code,
//! rendering a page. So a warm build gives what a build from nothing gives, and what is gone is gone. A site with an
//! error is not published.
//!
//! Where to read on: [`plan_site`] is the pipeline on one screen; `commands.rs` and `check.rs` are its callers that run
//! once, `live.rs` is the one that runs again after each change.
//!
//! Deliberately not here: what any of the verbs does.

#![expect(
    clippy::disallowed_methods,
    reason = "it takes the times of phases, keeps the last report and verifies what is published"
)]

mod active;
mod cache;
mod check;
mod commands;
mod diagnostics;
mod image_cache;
mod images;
mod include;
mod live;
mod memo;
mod options;
mod own;
mod page_sources;
mod parsed;
mod phases;
mod pipeline;
mod project;
mod render;
mod report;
mod templates;
#[cfg(test)]
mod tests;
mod texts;
mod up_to_date;

pub use crate::render::SourceLines;
pub use cache::Cache;
pub use check::{Checked, check};
pub use commands::{build, clean, list, verify};
pub use diagnostics::Diagnostics;
pub use image_cache::CachedFile;
pub use live::{Changes, Edition, Live, PageName, Served};
pub use options::{Options, Progress, Silent};
pub use own::make_own_folder;
pub use page_sources::PageSources;
pub use parsed::shown_texts;
pub use pipeline::{PlannedSite, plan_site, plan_site_to_publish};
pub use project::{Configured, Project, git_folder, guess, missing_pages};
pub use render::{Output, Rendered};
pub use report::{Note, Report, Sources, is_error};
