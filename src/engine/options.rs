//! What a build is asked to do, and who follows how far it is.

use crate::{model::Date, output::Care};
use std::path::{Path, PathBuf};

/// What a build is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The project's root.
    pub root: PathBuf,
    /// Instead of `book.toml` in the root.
    pub config: Option<PathBuf>,
    /// Instead of what the configuration says; relative to the current folder.
    pub out: Option<PathBuf>,
    /// Absolute, instead of the one in the configuration.
    pub base_url: Option<String>,
    /// Publish pages with `draft`.
    pub drafts: bool,
    /// Publish pages with a date in the future.
    pub future: bool,
    /// Warnings count as errors.
    pub strict: bool,
    /// What publishing takes time for.
    pub care: Care,
    /// The day that counts as today, or this moment: then it is the day in the zone of the configuration.
    pub today: Date,
    /// Threads, at least 1.
    pub jobs: usize,
}

impl Options {
    /// A project with nothing asked for: its own configuration, one thread.
    pub fn new(root: &Path, today: Date) -> Options {
        Options {
            root: root.to_path_buf(),
            config: None,
            out: None,
            base_url: None,
            drafts: false,
            future: false,
            strict: false,
            care: Care::default(),
            today,
            jobs: 1,
        }
    }
}

/// Receives how far a long phase is.
pub trait Progress: Sync {
    /// A phase begins that has `total` steps.
    fn start(&self, phase: &'static str, total: usize);
    /// One step is done; called from many threads.
    fn step(&self);
    /// The last phase is over.
    fn done(&self);
}

/// Progress that nobody follows.
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
    fn done(&self) {}
}
