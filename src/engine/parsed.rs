//! The files of a snapshot, parsed.
//!
//! In: a snapshot. Out: the [`FileSummary`] of each file, in the natural order of their paths, and what is wrong with it.
//!
//! What always holds: parsing is a pure function of a [`parse::ParseInput`], and what was parsed for the last snapshot is only
//! taken again under the same key, of the whole input. Files that are the same in both snapshots are not even asked for
//! theirs, as long as everything else that goes into a key is the same, too.
//!
//! Deliberately not here: what is in a file (`parse`), and what it says to the whole (`site`).

use crate::{
    diag::Diagnostic,
    model::{Config, Hash128, RelPath, natural},
    parse::{self, ParseInput, foreign::ShownText},
    site::{FileSummary, Setting},
    source::{Included, PathMap, Snapshot, SourceFile},
};
use parking_lot::Mutex;
use rayon::prelude::*;
use std::{hash::Hash, sync::Arc};

/// What was parsed last.
#[derive(Debug)]
pub(super) struct Parsed {
    last: Mutex<LastParsed>,
    /// A single build asks for nothing twice; it would only hold memory.
    on: bool,
    #[cfg(test)]
    pub fault: Option<super::tests::Fault<ParsedFile>>,
}

#[derive(Debug, Default)]
struct LastParsed {
    sources: PathMap<SourceFile>,
    /// Of all that goes into the keys beside the files.
    settings: Option<Hash128>,
    /// In the natural order of their paths.
    rows: Vec<ParsedFile>,
}

/// A file, parsed.
#[derive(Clone, Debug)]
pub(super) struct ParsedFile {
    pub key: Hash128,
    pub summary: Arc<FileSummary>,
    /// None for most.
    pub diagnostics: Option<Arc<[Diagnostic]>>,
}

type Source<'f> = (&'f RelPath, &'f SourceFile);
/// Parses a file, unless that gives the value that is known.
type Make<'m> = &'m (dyn Fn(Source, Option<&ParsedFile>) -> Option<ParsedFile> + Sync);

/// What files are parsed with.
pub(super) struct Parsing<'a> {
    pub snapshot: &'a Snapshot,
    pub config: &'a Config,
    pub options: &'a parse::ParseOptions<'a>,
    pub setting: &'a Setting<'a>,
}

impl Parsed {
    pub(super) fn new(on: bool) -> Parsed {
        Parsed {
            last: Mutex::default(),
            on,
            #[cfg(test)]
            fault: None,
        }
    }

    /// Parses what has changed, and gives all files to `with`; `step` is called for each that is made. How many were, and
    /// what `with` made of them.
    pub(super) fn files<T>(
        &self,
        parsing: &Parsing,
        step: impl Fn() + Sync,
        with: impl FnOnce(&[ParsedFile]) -> T,
    ) -> (usize, T) {
        let mut last = std::mem::take(&mut *self.last.lock());
        #[cfg(test)]
        if let Some(fault) = &self.fault {
            last.rows.iter_mut().for_each(|row| *row = fault.again(row.clone()));
        }
        let (top, empty) = (RelPath::new("").expect("it climbs nowhere"), SourceFile::new(Vec::new()));
        let texts: Vec<RelPath> = parsing.snapshot.included.keys().cloned().collect();
        let every = SourceFile { named: texts.into(), ..empty.clone() };
        let settings = Some(self.key(&parsing.input(&top, &every)));
        let make = |(path, file): Source, known: Option<&ParsedFile>| {
            let key = self.key(&parsing.input(path, file));
            known.is_none_or(|row| row.key != key).then(|| {
                step();
                parsing.parse(path, file, key)
            })
        };
        let before = last.sources.clone();
        let made = match written(&before, &parsing.snapshot.sources).filter(|_| last.settings == settings) {
            Some(files) => last.rewrite(files, &make),
            None => last.replace(parsing.files(&empty), &make),
        };
        let result = with(&last.rows);
        if self.on {
            (last.sources, last.settings) = (parsing.snapshot.sources.clone(), settings);
            *self.last.lock() = last;
        }
        (made, result)
    }

    fn key(&self, input: &impl Hash) -> Hash128 {
        #[cfg(test)]
        if let Some(fault) = &self.fault {
            return fault.key(input);
        }
        Hash128::of_value(input)
    }
}

impl LastParsed {
    /// The files are those from before, and some of them were written. How many rows were made.
    fn rewrite(&mut self, written: Vec<Source>, make: Make) -> usize {
        let row = |file: Source| {
            let place = self.rows.binary_search_by(|row| order(row.path(), file.0)).expect("what was there has a row");
            Some((place, make(file, Some(&self.rows[place]))?))
        };
        let made: Vec<(usize, ParsedFile)> = written.into_par_iter().with_max_len(16).filter_map(row).collect();
        let count = made.len();
        made.into_iter().for_each(|(place, row)| self.rows[place] = row);
        count
    }

    /// Any files. How many rows were made.
    fn replace(&mut self, files: Vec<Source>, make: Make) -> usize {
        let mut before = std::mem::take(&mut self.rows).into_iter().peekable();
        let mut known = |path: &RelPath| {
            while before.next_if(|row| order(row.path(), path).is_lt()).is_some() {}
            before.next_if(|row| row.path() == path)
        };
        let files: Vec<(Source, Option<ParsedFile>)> = files.into_iter().map(|file| (file, known(file.0))).collect();
        let row = |(file, known): (Source, Option<ParsedFile>)| match make(file, known.as_ref()) {
            Some(made) => (made, 1),
            None => (known.expect("only what is known is not made"), 0),
        };
        let rows: Vec<(ParsedFile, usize)> = files.into_par_iter().with_max_len(16).map(row).collect();
        let count = rows.iter().map(|(_, made)| made).sum();
        self.rows = rows.into_iter().map(|(row, _)| row).collect();
        count
    }
}

impl ParsedFile {
    fn path(&self) -> &RelPath {
        &self.summary.document.path
    }
}

impl Parsing<'_> {
    /// All files, in the natural order of their paths. An audience of the configuration is a page without a text of its own.
    fn files<'f>(&'f self, empty: &'f SourceFile) -> Vec<Source<'f>> {
        let sources = &self.snapshot.sources;
        let audiences = self.config.audiences.iter().filter(|path| !sources.contains_key(path));
        let mut files: Vec<Source> = sources.iter().chain(audiences.map(|path| (path, empty))).collect();
        files.sort_by(|(a, _), (b, _)| order(a, b));
        files
    }

    fn input<'i>(&'i self, path: &'i RelPath, file: &'i SourceFile) -> ParseInput<'i> {
        let (shown, options) = (self.snapshot.shown(path), self.options);
        ParseInput {
            path,
            shown,
            bytes: &file.bytes,
            hash: file.hash,
            texts: shown_texts(self.snapshot, file),
            options,
        }
    }

    fn parse(&self, path: &RelPath, file: &SourceFile, key: Hash128) -> ParsedFile {
        let (document, diagnostics) = parse::parse(&self.input(path, file));
        let summary = Arc::new(FileSummary::new(Arc::new(document), self.setting));
        ParsedFile { key, summary, diagnostics: Some(diagnostics).filter(|found| !found.is_empty()).map(Arc::from) }
    }
}

fn order(a: &RelPath, b: &RelPath) -> std::cmp::Ordering {
    natural(a.as_str(), b.as_str())
}

/// The files that were written since; none when some came or went.
fn written<'f>(then: &'f PathMap<SourceFile>, now: &'f PathMap<SourceFile>) -> Option<Vec<Source<'f>>> {
    let differences = then.differences(now).into_iter();
    differences.map(|(path, was, is)| was.and(is).map(|file| (path, file))).collect()
}

/// The Markdown that a file may show in its own.
pub fn shown_texts<'i>(snapshot: &'i Snapshot, file: &'i SourceFile) -> Vec<ShownText<'i>> {
    let text = |path: &'i RelPath| match snapshot.included.get(path)? {
        Included::File(file) if path.is_markdown() => Some(ShownText { path, bytes: &file.bytes }),
        _ => None,
    };
    file.named.iter().filter_map(text).collect()
}
