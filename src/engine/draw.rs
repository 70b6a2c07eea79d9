//! Draws outputs: all of them for a build, or one for whoever asks for it.
//!
//! In: a [`Build`] and a path or what takes each output. Out: bytes, or the file that holds them, and the faults of
//! templates.
//!
//! What always holds: an output's bytes are the same whether it is drawn alone or among all others.

use super::{Build, Cache, Clock, KeptFile, Progress, shelf::Stored};
use crate::{
    diag::Diagnostic,
    model::{CodeBlock, Hash128, RelPath},
    parse::highlight::highlight,
    plan::{Job, JobOutput, PageInput},
    render::{SourceLines, lines_of},
};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

/// One output's bytes, or the file that it is copied from.
#[derive(Debug)]
pub enum Output {
    Bytes(Arc<Vec<u8>>),
    /// An asset.
    Copy(RelPath),
    /// A file that is kept from one build to the next.
    Kept(KeptFile),
}

/// What came of drawing everything.
#[derive(Debug, Default)]
pub struct Drawn {
    /// Pages that were not remembered.
    pub rendered: usize,
    pub faults: Vec<Diagnostic>,
    pub phases: Vec<(&'static str, Duration)>,
}

type Fault = Box<Diagnostic>;
type Colours<'a> = &'a (dyn Fn(&CodeBlock) -> Arc<str> + Sync);

impl Build {
    /// The job whose output has this path: `a/index.html`.
    pub fn job(&self, path: &str) -> Option<&Job> {
        let jobs = &self.plan.jobs;
        let at = |address: &str| jobs.binary_search_by(|job| job.address.as_str().cmp(address)).ok();
        let folder = path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
        folder.and_then(at).or_else(|| at(path)).map(|found| &jobs[found])
    }

    /// Draws one output; `None` for an image that could not be made smaller.
    ///
    /// # Errors
    /// The fault of the template that should draw it.
    pub fn output(&self, job: &Job, cache: &Cache) -> Result<Option<Output>, Fault> {
        self.one(job, cache, &|code| cache.coloured(code))
    }

    /// Which elements of a page's text stand in which lines of its source; none for an output without a text.
    pub fn lines(&self, job: &Job, cache: &Cache) -> Option<SourceLines> {
        let JobOutput::Page(sheet) = self.plan.output(job) else { return None };
        lines_of(&sheet, &coloured(&sheet, &|code| cache.coloured(code)))
    }

    /// Draws every output and hands it to `take`, on many threads and in no order. Stops at the first error of
    /// `take`; faults of templates are collected.
    pub fn draw<E: Send>(
        &self,
        cache: &Cache,
        progress: &dyn Progress,
        take: &(dyn Fn(&Job, Output) -> Result<(), E> + Sync),
    ) -> Result<Drawn, E> {
        let mut clock = Clock::default();
        let coloured = self.colour(cache, progress);
        let colours = |code: &CodeBlock| coloured.get(&Hash128::of_value(code)).cloned().unwrap_or_default();
        clock.lap("highlight");
        self.plan.before_all();
        progress.start("render", self.plan.jobs.len());
        let faults: Vec<Fault> = self
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
                Err(fault) => Ok(Some(fault)),
            })
            .filter_map(Result::transpose)
            .collect::<Result<_, E>>()?;
        let rendered = cache.render.sweep();
        // One fault of a template fails every page; one report of it is enough.
        let mut faults: Vec<Diagnostic> = faults.into_iter().map(|fault| *fault).collect();
        faults.sort();
        faults.dedup_by(|a, b| (&a.path, a.at, a.code) == (&b.path, b.at, b.code));
        clock.lap("render");
        Ok(Drawn { rendered, faults, phases: clock.laps })
    }

    fn one(&self, job: &Job, cache: &Cache, colours: Colours) -> Result<Option<Output>, Fault> {
        Ok(match self.plan.output(job) {
            JobOutput::Bytes(bytes) => Some(Output::Bytes(Arc::new(bytes))),
            JobOutput::Copy(path) => Some(Output::Copy(path)),
            JobOutput::Resized(address) => self.resized.get(&address).map(|stored| match stored {
                Stored::Memory(bytes) => Output::Bytes(Arc::new(bytes.to_vec())),
                Stored::File(file) => Output::Kept(file.clone()),
            }),
            JobOutput::Page(sheet) => Some(Output::Bytes(self.page(&sheet, cache, colours)?)),
        })
    }

    fn page(&self, sheet: &PageInput, cache: &Cache, colours: Colours) -> Result<Arc<Vec<u8>>, Fault> {
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
