//! The list of every output that the site will have, and what each of them shows.
//!
//! In: a [`Site`]. Out: [`Job`]s in the order of their addresses, light enough for a hundred thousand; and,
//! one job at a time and on any thread, the [`Drawing`] of a job: the view that its template sees, or its bytes.
//!
//! What always holds: an output exists because a job was planned in this build, so what is gone needs no
//! care; no two jobs share an address, folded as file systems fold it.
//!
//! Deliberately not here: templates (`render`), files (`output`).

mod archive;
mod audience;
mod calendar;
mod collection;
mod collision;
mod contributors;
mod document;
mod feed;
mod fields;
mod files;
mod frame;
mod grouped;
mod head;
mod home;
mod kinds;
mod list;
mod listed;
mod map;
mod menu;
mod plain;
mod ribbon;
mod sidebar;
mod sitemap;
mod small;
mod structured;
mod taxonomy;

pub use head::Plan;
pub use listed::Jobs;

use crate::{
    diag::Diagnostic,
    model::{Address, Document, Href, Lang, Picture, RelPath},
    site::{PageId, Site},
    view::View,
};
use rayon::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

/// One output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Job {
    pub address: Address,
    /// The page whose file it was made for, to name in complaints.
    pub page: Option<PageId>,
    pub work: Work,
}

/// What an output is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Work {
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
    /// Leads on to another address.
    Redirect(Address),
    /// A file of the sources, as it is.
    Asset(RelPath),
    /// An image made smaller. The address says of which and how wide.
    Resized,
    /// A static file of the theme, by its name.
    Theme(String),
    /// The page that draws diagrams.
    Frame(String),
}

/// What `render` and `publish` need for one output.
#[derive(Debug)]
pub enum Drawing {
    Sheet(Box<Sheet>),
    Bytes(Vec<u8>),
    Copy(RelPath),
    /// What was made of an image for this address.
    Resized(Address),
}

/// A view and the template that draws it. Its hash is the key of its memo.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Sheet {
    /// Name without `.html`.
    pub template: String,
    pub lang: Lang,
    /// What leads to the site's root.
    pub root: String,
    pub view: View,
    pub content: Option<Content>,
}

/// The body of a document, with what goes into its holes.
#[derive(Clone, Debug)]
pub struct Content {
    pub document: Arc<Document>,
    pub hrefs: Vec<Href>,
    /// What is known of its images, by link.
    pub pictures: BTreeMap<usize, Arc<Picture>>,
}

// A document's key stands for all that it was made from.
impl PartialEq for Content {
    fn eq(&self, other: &Content) -> bool {
        self.document.key == other.document.key && self.hrefs == other.hrefs && self.pictures == other.pictures
    }
}
impl Eq for Content {}
impl std::hash::Hash for Content {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.document.key, &self.hrefs, &self.pictures).hash(state);
    }
}

/// A family of outputs: adds its jobs to the list. All but the sitemap are asked at once.
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
    small::jobs,
    small::assets,
    files::jobs,
];

/// Lists every output but the smaller versions of images. `theme` names the theme's static files by their published addresses; `before` is the list of the
/// build before, if there was one.
pub fn plan(site: &Site, theme: &BTreeMap<String, Address>, before: Option<&Jobs>) -> (Jobs, Vec<Diagnostic>) {
    let of_family = |family: &Family| {
        let mut jobs = Vec::new();
        family(site, &mut jobs);
        jobs
    };
    let families: Vec<Vec<Job>> = FAMILIES.par_iter().with_max_len(1).map(of_family).collect();
    let mut jobs: Vec<Job> = Vec::new();
    families.into_iter().for_each(|mut family| jobs.append(&mut family));
    // It counts the others.
    sitemap::jobs(site, &mut jobs);
    let used = theme.iter().filter(|(name, _)| frame::is_used(name, theme));
    jobs.extend(used.map(|(name, address)| Job {
        address: address.clone(),
        page: None,
        work: Work::Theme(name.clone()),
    }));
    jobs.extend(frame::frame(theme).map(|(address, text)| Job { address, page: None, work: Work::Frame(text) }));
    let (jobs, mut diagnostics) = Jobs::new(jobs, site, before);
    diagnostics.extend(collision::reserved(site, &jobs));
    diagnostics.extend(menu::check(site, &jobs));
    (jobs, diagnostics)
}

impl Job {
    /// The file that it was made for, relative to the project's root.
    pub fn source(&self, site: &Site) -> Option<RelPath> {
        match &self.work {
            Work::Asset(path) => RelPath::new_from(&site.src, path.as_str()),
            _ => self.page.map(|id| site.pages[id].shown.clone()),
        }
    }
}

impl Work {
    /// How a complaint names an output that no file stands for.
    fn name(&self) -> String {
        match self {
            Work::Section { folder, .. } => format!("{folder}/"),
            Work::Taxonomy { name, .. } => name.clone(),
            Work::Term { name, key, .. } => format!("{name}: {key}"),
            Work::Archive { .. } => "archive".into(),
            Work::Feed { .. } => "feed.xml".into(),
            Work::Calendar { .. } => "calendar.ics".into(),
            Work::Kind { kind, .. } => kind.clone(),
            Work::Contributors { .. } => "contributors".into(),
            Work::Files { folder } => format!("{folder}/"),
            Work::Matrix { .. } => "audiences/matrix".into(),
            Work::Sitemap { .. } => "sitemap.xml".into(),
            Work::Theme(name) => name.clone(),
            Work::Frame(_) => frame::NAME.into(),
            Work::Asset(path) => path.to_string(),
            Work::Resized => "[images]".into(),
            Work::Redirect(to) => format!("-> /{to}"),
            Work::Robots => "robots.txt".into(),
            Work::NoJekyll => ".nojekyll".into(),
            Work::NotFound => "404.html".into(),
            Work::Document(_) => String::new(),
        }
    }
}

impl Plan {
    /// What a job shows. Pure: the same for the same site, on any thread.
    pub fn draw(&self, job: &Job) -> Drawing {
        match &job.work {
            Work::Document(id) => Drawing::Sheet(Box::new(self.document(*id))),
            Work::Section { lang, folder, page } if folder.is_empty() && *page == 1 => {
                Drawing::Sheet(Box::new(self.home(lang, job)))
            }
            Work::Section { lang, folder, page } => Drawing::Sheet(Box::new(self.section(lang, folder, *page, job))),
            Work::Taxonomy { lang, name } => Drawing::Sheet(Box::new(self.taxonomy(lang, name, job))),
            Work::Term { lang, name, key, page } => Drawing::Sheet(Box::new(self.term(lang, name, key, *page, job))),
            Work::Archive { lang, year } => Drawing::Sheet(Box::new(self.archive(lang, *year, job))),
            Work::NotFound => Drawing::Sheet(Box::new(self.not_found(job))),
            Work::Feed { lang, term } => Drawing::Bytes(self.feed(lang, term.as_ref(), job)),
            Work::Kind { lang, kind, page } => Drawing::Sheet(Box::new(self.kind_list(lang, kind, *page, job))),
            Work::Files { folder } => Drawing::Sheet(Box::new(self.files(folder, job))),
            Work::Contributors { lang } => Drawing::Sheet(Box::new(self.contributors(lang, job))),
            Work::Matrix { lang } => Drawing::Sheet(Box::new(self.matrix(lang, job))),
            Work::Calendar { lang, event } => Drawing::Bytes(self.calendar(lang, *event)),
            Work::Sitemap { part } => Drawing::Bytes(self.sitemap(*part)),
            Work::Robots => Drawing::Bytes(self.robots()),
            Work::NoJekyll => Drawing::Bytes(Vec::new()),
            Work::Redirect(to) => Drawing::Bytes(self.redirect(job, to)),
            Work::Asset(path) => Drawing::Copy(path.clone()),
            Work::Resized => Drawing::Resized(job.address.clone()),
            Work::Theme(name) => Drawing::Bytes(self.theme_file(name)),
            Work::Frame(text) => Drawing::Bytes(text.clone().into_bytes()),
        }
    }
}
