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
mod diagram_frame;
mod document;
mod feed;
mod fields;
mod files;
mod fixed;
mod grouped;
mod head;
mod home;
mod job;
mod jobs;
mod kinds;
mod list;
mod map;
mod menu;
mod page_input;
mod plain_text;
mod redirect;
mod ribbon;
mod sidebar;
mod site_view;
mod sitemap;
mod structured;
mod taxonomy;
mod views;

pub use job::{Job, JobOutput};
pub use jobs::Jobs;
pub use page_input::{BodyInput, PageInput};
pub use views::Plan;

use crate::{
    diag::Diagnostic,
    model::{Address, Lang, RelPath},
    site::{PageId, Site},
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What kind of output a job makes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum JobKind {
    Document(PageId),
    /// A folder's list; the folder `""` is the home page. Pages from 1.
    Section {
        lang: Lang,
        folder: String,
        page: usize,
    },
    Taxonomy {
        lang: Lang,
        name: String,
    },
    Term {
        lang: Lang,
        name: String,
        key: String,
        page: usize,
    },
    Archive {
        lang: Lang,
        year: Option<i16>,
    },
    NotFound,
    /// Of a language, or of one of its terms (taxonomy and key).
    Feed {
        lang: Lang,
        term: Option<(String, String)>,
    },
    /// All pages of a kind that no folder holds. Pages from 1.
    Kind {
        lang: Lang,
        kind: String,
        page: usize,
    },
    /// The files of a folder that has no pages.
    Files {
        folder: String,
    },
    Contributors {
        lang: Lang,
    },
    /// What all audiences need and offer.
    Matrix {
        lang: Lang,
    },
    /// All events of a language, or one.
    Calendar {
        lang: Lang,
        event: Option<PageId>,
    },
    /// A part of the sitemap, or the index of its parts.
    Sitemap {
        part: Option<usize>,
    },
    Robots,
    /// Tells GitHub Pages to leave the files alone.
    NoJekyll,
    /// A page that redirects to another address.
    Redirect(Address),
    /// A file of the sources, as it is.
    Asset(RelPath),
    /// An image made smaller. The address says of which and how wide.
    Resized,
    /// A static file of the theme, by its name.
    Theme(String),
    /// The page that renders diagrams.
    Frame(String),
}

/// A family of outputs: adds its jobs to the list. All but the sitemap run in parallel.
type Family = fn(&Site, &mut Vec<Job>);

const FAMILIES: &[Family] = &[
    document::jobs,
    list::jobs,
    kinds::jobs,
    taxonomy::jobs,
    archive::jobs,
    feed::jobs,
    calendar::jobs,
    audience::jobs,
    contributors::jobs,
    fixed::jobs,
    assets::jobs,
    files::jobs,
];

/// Lists every output but the smaller versions of images. `theme` has the published addresses of the theme's static
/// files; `before` is the list of the build before, if there was one.
pub fn plan(site: &Site, theme: &BTreeMap<String, Address>, before: Option<&Jobs>) -> (Jobs, Vec<Diagnostic>) {
    let of_family = |family: &Family| {
        let mut jobs = Vec::new();
        family(site, &mut jobs);
        jobs
    };
    let families: Vec<Vec<Job>> = FAMILIES.par_iter().with_max_len(1).map(of_family).collect();
    let mut jobs: Vec<Job> = Vec::new();
    families.into_iter().for_each(|mut family| jobs.append(&mut family));
    // The sitemap needs the number of the other jobs.
    sitemap::jobs(site, &mut jobs);
    let used = theme.iter().filter(|(name, _)| diagram_frame::is_used(name, theme));
    jobs.extend(used.map(|(name, address)| Job {
        address: address.clone(),
        page: None,
        kind: JobKind::Theme(name.clone()),
    }));
    jobs.extend(diagram_frame::frame(theme).map(|(address, text)| Job {
        address,
        page: None,
        kind: JobKind::Frame(text),
    }));
    let (jobs, mut diagnostics) = Jobs::new(jobs, site, before);
    diagnostics.extend(collision::reserved(site, &jobs));
    diagnostics.extend(menu::check(site, &jobs));
    (jobs, diagnostics)
}

impl JobKind {
    /// The name in diagnostics of an output that has no file.
    fn name(&self) -> String {
        match self {
            JobKind::Section { folder, .. } => format!("{folder}/"),
            JobKind::Taxonomy { name, .. } => name.clone(),
            JobKind::Term { name, key, .. } => format!("{name}: {key}"),
            JobKind::Archive { .. } => "archive".into(),
            JobKind::Feed { .. } => "feed.xml".into(),
            JobKind::Calendar { .. } => "calendar.ics".into(),
            JobKind::Kind { kind, .. } => kind.clone(),
            JobKind::Contributors { .. } => "contributors".into(),
            JobKind::Files { folder } => format!("{folder}/"),
            JobKind::Matrix { .. } => "audiences/matrix".into(),
            JobKind::Sitemap { .. } => "sitemap.xml".into(),
            JobKind::Theme(name) => name.clone(),
            JobKind::Frame(_) => diagram_frame::NAME.into(),
            JobKind::Asset(path) => path.to_string(),
            JobKind::Resized => "[images]".into(),
            JobKind::Redirect(to) => format!("-> /{to}"),
            JobKind::Robots => "robots.txt".into(),
            JobKind::NoJekyll => ".nojekyll".into(),
            JobKind::NotFound => "404.html".into(),
            JobKind::Document(_) => String::new(),
        }
    }
}

impl Plan {
    /// What a job needs to make its output. Pure: the same for the same site, on any thread.
    pub fn output(&self, job: &Job) -> JobOutput {
        match &job.kind {
            JobKind::Document(id) => JobOutput::Page(Box::new(self.document(*id))),
            JobKind::Section { lang, folder, page } if folder.is_empty() && *page == 1 => {
                JobOutput::Page(Box::new(self.home(lang, job)))
            }
            JobKind::Section { lang, folder, page } => {
                JobOutput::Page(Box::new(self.section(lang, folder, *page, job)))
            }
            JobKind::Taxonomy { lang, name } => JobOutput::Page(Box::new(self.taxonomy(lang, name, job))),
            JobKind::Term { lang, name, key, page } => {
                JobOutput::Page(Box::new(self.term(lang, name, key, *page, job)))
            }
            JobKind::Archive { lang, year } => JobOutput::Page(Box::new(self.archive(lang, *year, job))),
            JobKind::NotFound => JobOutput::Page(Box::new(self.not_found(job))),
            JobKind::Feed { lang, term } => JobOutput::Bytes(self.feed(lang, term.as_ref(), job)),
            JobKind::Kind { lang, kind, page } => JobOutput::Page(Box::new(self.kind_list(lang, kind, *page, job))),
            JobKind::Files { folder } => JobOutput::Page(Box::new(self.files(folder, job))),
            JobKind::Contributors { lang } => JobOutput::Page(Box::new(self.contributors(lang, job))),
            JobKind::Matrix { lang } => JobOutput::Page(Box::new(self.matrix(lang, job))),
            JobKind::Calendar { lang, event } => JobOutput::Bytes(self.calendar(lang, *event)),
            JobKind::Sitemap { part } => JobOutput::Bytes(self.sitemap(*part)),
            JobKind::Robots => JobOutput::Bytes(self.robots()),
            JobKind::NoJekyll => JobOutput::Bytes(Vec::new()),
            JobKind::Redirect(to) => JobOutput::Bytes(self.redirect(job, to)),
            JobKind::Asset(path) => JobOutput::Copy(path.clone()),
            JobKind::Resized => JobOutput::Resized(job.address.clone()),
            JobKind::Theme(name) => {
                JobOutput::Bytes(self.files.get(name).map_or_else(Vec::new, |bytes| bytes.to_vec()))
            }
            JobKind::Frame(text) => JobOutput::Bytes(text.clone().into_bytes()),
        }
    }
}
