//! Stand-in for the engine, so that the command line compiles: it checks the root and builds nothing.

use crate::{
    diag::{Diagnostic, UiLang},
    model::{Date, RelPath},
};
use std::{collections::BTreeMap, path::PathBuf, time::Duration};

pub struct Options {
    pub root: PathBuf,
    pub config: Option<PathBuf>,
    pub out: Option<PathBuf>,
    pub base_url: Option<String>,
    pub drafts: bool,
    pub future: bool,
    pub strict: bool,
    pub today: Date,
    pub jobs: usize,
}

pub trait Progress: Sync {
    fn start(&self, phase: &'static str, total: usize);
    fn step(&self);
    fn done(&self);
}

#[derive(Default)]
pub struct Sources(pub BTreeMap<RelPath, String>);

impl Sources {
    pub fn text(&self, path: &RelPath) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

#[derive(Default)]
pub struct Report {
    pub diagnostics: Vec<Diagnostic>,
    pub sources: Sources,
    pub pages: usize,
    pub parsed: usize,
    pub rendered: usize,
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    pub phases: Vec<(&'static str, Duration)>,
    pub published: bool,
    /// The folder of the output.
    pub out: PathBuf,
    pub notes: Vec<Note>,
    /// Every output, sorted.
    pub outputs: Vec<String>,
}

pub struct Note;

impl Note {
    pub fn text(&self, _: UiLang) -> String {
        String::new()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum EnvError {
    #[error("no folder")]
    NoRoot(PathBuf),
}

impl EnvError {
    pub fn exit_code(&self) -> u8 {
        3
    }

    pub fn text(&self, lang: UiLang) -> String {
        let EnvError::NoRoot(root) = self;
        match lang {
            UiLang::Zh => format!("没有文件夹 {}", root.display()),
            UiLang::En => format!("no folder {}", root.display()),
        }
    }
}

fn checked(options: &Options) -> Result<(), EnvError> {
    if options.root.is_dir() { Ok(()) } else { Err(EnvError::NoRoot(options.root.clone())) }
}

pub fn build(options: &Options, _: &dyn Progress) -> Result<Report, EnvError> {
    checked(options)?;
    let out = options.out.clone().unwrap_or_else(|| options.root.join("public"));
    Ok(Report { published: true, out, ..Report::default() })
}

/// Plans all and writes nothing.
pub fn list(options: &Options, progress: &dyn Progress) -> Result<Report, EnvError> {
    build(options, progress)
}

/// Builds again from nothing, in memory: the published files that differ from that.
pub fn verify(options: &Options) -> Result<Vec<String>, EnvError> {
    checked(options).map(|()| Vec::new())
}

/// Removes the output and the cache, as far as they are ours; the number of files.
pub fn clean(options: &Options) -> Result<usize, EnvError> {
    checked(options).map(|()| 0)
}
