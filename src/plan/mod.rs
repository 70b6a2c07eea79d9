//! The list of every output that the site will have, and what each of them shows.
//!
//! In: a [`Site`]. Out: [`Job`]s in the order of their addresses, light enough for a hundred thousand; and,
//! one job at a time and on any thread, the [`JobOutput`] of a job: the view that its template sees, or its bytes.
//!
//! What always holds: an output exists because a job was planned in this build, so what is gone needs no
//! care; no two jobs share an address, folded as file systems fold it.
//!
//! Deliberately not here: templates (`render`), files (`output`).

mod archive;
mod assets;
mod audience;
mod calendar;
mod collection;
mod collision;
mod contributors;
mod csv;
mod diagram_frame;
mod document;
mod embedded;
mod family;
mod feed;
mod fields;
mod files;
mod filters;
mod fixed;
mod grouped;
mod head;
mod home;
mod job;
mod jobs;
mod kinds;
mod list;
mod list_data;
mod listing;
mod map;
mod menu;
mod narrowed;
mod own_links;
mod page_input;
mod plain_text;
mod redirect;
mod ribbon;
mod search;
mod search_page;
mod sidebar;
mod site_view;
mod sitemap;
mod structured;
mod taxonomy;
mod theme_files;
mod views;

pub use job::{Job, JobOutput};
pub use jobs::Jobs;
pub use page_input::{BodyInput, PageInput};
pub use search::{SEARCH_FOLDER, SearchFiles, search_files};
pub use views::Plan;

use crate::{diag::Diagnostic, model::Address, site::Site};
use collision::Rank;
use family::{Family, PlanInput, families, planned_by};
use std::collections::BTreeMap;

families! {
    /// Families that need the site and the theme. In parallel.
    FROM_SITE = [
        document::DocumentPage,
        list::FolderList,
        kinds::KindList,
        narrowed::NarrowedList,
        list_data::ListData,
        taxonomy::TaxonomyPage,
        redirect::RedirectPage,
        archive::ArchivePage,
        feed::FeedFile,
        calendar::CalendarFile,
        audience::MatrixPage,
        contributors::ContributorsPage,
        fixed::FixedFile,
        assets::AssetFile,
        files::FileList,
        theme_files::ThemeFile,
        diagram_frame::DiagramFrame,
        search::SearchFile,
        search_page::SearchForm,
    ];
    /// Families that need the jobs of those, too.
    FROM_JOBS = [
        sitemap::SitemapFile,
    ];
    /// Families that need the images, which are read when all other jobs are known.
    FROM_IMAGES = [
        assets::ResizedImage,
    ];
}

/// Lists every output but the smaller versions of images. `theme` has the published addresses of the theme's static
/// files; `search` the files of the index, if they are made at once; `before` is the list of the build before, if
/// there was one.
pub fn plan(
    site: &Site,
    theme: &BTreeMap<String, Address>,
    search: Option<&SearchFiles>,
    before: Option<&Jobs>,
) -> (Jobs, Vec<Diagnostic>) {
    let mut jobs = planned_by(FROM_SITE, &PlanInput { site, theme, search, planned: &[] });
    let mut last = planned_by(FROM_JOBS, &PlanInput { site, theme, search, planned: &jobs });
    jobs.append(&mut last);
    let (jobs, mut diagnostics) = Jobs::new(jobs, site, before);
    diagnostics.extend(collision::reserved(site, &jobs));
    diagnostics.extend(menu::check(site, &jobs));
    (jobs, diagnostics)
}

impl Plan {
    /// What a job needs to make its output. Pure: the same for the same site, on any thread.
    pub fn output(&self, job: &Job) -> JobOutput {
        job.kind.family().output(self, job)
    }
}
