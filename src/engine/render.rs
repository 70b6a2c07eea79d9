//! Renders outputs: all of them for a build, or one that is asked for.
//!
//! In: a [`PlannedSite`], and a path or a function that takes each output. Out: bytes, or the file that holds them, and
//! the diagnostics of templates.
//!
//! What always holds: an output's bytes are the same whether it is rendered alone or among all others.

use super::{Cache, CachedFile, PlannedSite, Progress, Silent, image_cache::StoredImage, phases::PhaseTimer};
use crate::{
    diag::Diagnostic,
    model::{CodeBlock, Hash128, RelPath},
    parse::highlight::highlight,
    plan::{Job, JobOutput, PageInput, SEARCH_FOLDER},
    render::SourceLines,
};
use parking_lot::Mutex;
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, HashMap},
    convert::Infallible,
    sync::Arc,
    time::Duration,
};

/// One output's bytes, or the file that it is copied from.
#[derive(Debug)]
pub enum Output {
    /// A page, or a file that is made in memory.
    Bytes(Arc<Vec<u8>>),
    /// An asset.
    Copy(RelPath),
    /// A file that is kept from one build to the next.
    Cached(CachedFile),
}

/// What rendering all outputs gave.
#[derive(Debug, Default)]
pub struct Rendered {
    /// How many pages were rendered, and not remembered.
    pub pages: usize,
    /// Errors of templates, sorted; each error once, however many pages it fails.
    pub diagnostics: Vec<Diagnostic>,
    /// Names of the steps and the wall time that each took, in their order.
    pub phases: Vec<(&'static str, Duration)>,
}

type Colours<'a> = &'a (dyn Fn(&CodeBlock) -> Arc<str> + Sync);

impl PlannedSite {
    /// The job whose output has this path: `a/index.html`.
    pub fn job(&self, path: &str) -> Option<&Job> {
        let jobs = &self.plan.jobs;
        let at = |address: &str| jobs.binary_search_by(|job| job.address.as_str().cmp(address)).ok();
        let folder = path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let found = folder.and_then(at).or_else(|| at(path)).map(|found| &jobs[found]);
        // A server makes the index when somebody searches.
        let is_index = || path.rsplit('/').nth(1) == Some(SEARCH_FOLDER);
        found.or_else(|| is_index().then(|| self.plan.search().job(path)).flatten())
    }

    /// Renders one output; `None` for an image that could not be made smaller.
    ///
    /// # Errors
    /// The error of the template that should render it.
    pub fn output(&self, job: &Job, cache: &Cache) -> Result<Option<Output>, Box<Diagnostic>> {
        self.one(job, cache, &|code| cache.coloured(code))
    }

    /// Which elements of a page's text stand in which lines of its source; none for an output without a text.
    pub fn lines(&self, job: &Job, cache: &Cache) -> Option<SourceLines> {
        let JobOutput::Page(sheet) = self.plan.output(job) else { return None };
        self.renderer.lines(&sheet, &coloured(&sheet, &|code| cache.coloured(code)))
    }

    /// Renders every output and hands it to `take`, on many threads and in no order. Stops at the first error of
    /// `take`; errors of templates are collected.
    pub fn render<E: Send>(
        &self,
        cache: &Cache,
        progress: &dyn Progress,
        take: &(dyn Fn(&Job, Output) -> Result<(), E> + Sync),
    ) -> Result<Rendered, E> {
        let mut timer = PhaseTimer::default();
        let coloured = self.colour(cache, progress);
        let colours = |code: &CodeBlock| coloured.get(&Hash128::of_value(code)).cloned().unwrap_or_default();
        timer.lap("highlight");
        self.plan.before_all();
        progress.start("render", self.plan.jobs.len());
        let errors: Vec<Box<Diagnostic>> = self
            .plan
            .jobs
            .par_iter()
            .with_max_len(16)
            .map(|job| match self.one(job, cache, &colours) {
                Ok(output) => {
                    output.map_or(Ok(()), |output| take(job, output))?;
                    progress.step();
                    Ok(None)
                }
                Err(error) => Ok(Some(error)),
            })
            .filter_map(Result::transpose)
            .collect::<Result<_, E>>()?;
        let pages = cache.render.sweep();
        // One error of a template fails every page; one report of it is enough.
        let mut diagnostics: Vec<Diagnostic> = errors.into_iter().map(|error| *error).collect();
        diagnostics.sort();
        diagnostics.dedup_by(|a, b| (&a.path, a.at, a.code) == (&b.path, b.at, b.code));
        timer.lap("render");
        Ok(Rendered { pages, diagnostics, phases: timer.laps })
    }

    /// The outputs of the site, for tests and for `serve`: path and bytes; assets stay where they are.
    pub fn outputs(&self, cache: &Cache) -> (BTreeMap<String, Arc<Vec<u8>>>, Vec<Diagnostic>) {
        let outputs = Mutex::new(BTreeMap::new());
        let rendered = self.render(cache, &Silent, &|job, output| {
            if let Output::Bytes(bytes) = output {
                outputs.lock().insert(job.address.output(), bytes);
            }
            Ok::<(), Infallible>(())
        });
        let Rendered { diagnostics, .. } = rendered.unwrap_or_else(|never| match never {});
        (outputs.into_inner(), diagnostics)
    }

    fn one(&self, job: &Job, cache: &Cache, colours: Colours) -> Result<Option<Output>, Box<Diagnostic>> {
        Ok(match self.plan.output(job) {
            JobOutput::Bytes(bytes) => Some(Output::Bytes(Arc::new(bytes))),
            JobOutput::Copy(path) => Some(Output::Copy(path)),
            JobOutput::Resized(address) => self.resized.get(&address).map(|stored| match stored {
                StoredImage::Memory(bytes) => Output::Bytes(Arc::new(bytes.to_vec())),
                StoredImage::File(file) => Output::Cached(file.clone()),
            }),
            JobOutput::Page(sheet) => Some(Output::Bytes(self.page(&sheet, cache, colours)?)),
        })
    }

    fn page(&self, sheet: &PageInput, cache: &Cache, colours: Colours) -> Result<Arc<Vec<u8>>, Box<Diagnostic>> {
        cache.render.of(&(sheet, self.site_key), |(sheet, _)| {
            self.renderer.render(sheet, &coloured(sheet, colours)).map(Arc::new)
        })
    }

    /// Colours every block of code once, however often it stands in the site; the large ones first, so that no
    /// thread is left with one at the end.
    fn colour(&self, cache: &Cache, progress: &dyn Progress) -> HashMap<Hash128, Arc<str>> {
        let mut blocks: BTreeMap<Hash128, &CodeBlock> = BTreeMap::new();
        for code in self.plan.site.pages.iter().flat_map(|page| &page.document.code) {
            blocks.insert(Hash128::of_value(code), code);
        }
        let mut blocks: Vec<(Hash128, &CodeBlock)> = blocks.into_iter().collect();
        blocks.sort_by_key(|(hash, code)| (std::cmp::Reverse(code.text.len()), *hash));
        progress.start("highlight", blocks.len());
        let coloured = blocks
            .par_iter()
            .with_max_len(1)
            .map(|(hash, code)| {
                let html = cache.coloured(code);
                progress.step();
                (*hash, html)
            })
            .collect();
        cache.highlight.sweep();
        coloured
    }
}

/// The blocks of code of a page, in colour.
pub(super) fn coloured(sheet: &PageInput, colours: Colours) -> Vec<Arc<str>> {
    sheet.content.iter().flat_map(|content| &content.document.code).map(colours).collect()
}

impl Cache {
    pub(super) fn coloured(&self, code: &CodeBlock) -> Arc<str> {
        self.highlight.of(code, |code| highlight(code).into())
    }
}
