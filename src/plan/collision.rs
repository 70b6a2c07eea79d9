//! Collisions of outputs.
//!
//! In: all jobs in the order of their addresses. Out: the jobs that are left out or moved, and a diagnostic where their
//! author has to know. Two outputs collide if they have one address, or one is a file where the other needs a folder.
//!
//! What always holds: an output that an author wrote replaces a generated one, for every family of outputs. Names are
//! folded as file systems fold them. Hashes of names find the few outputs that may collide; only those are compared by
//! name.

use super::{Job, JobKind};
use crate::{
    diag::{Code, Diagnostic},
    model::{Address, Hash128, RelPath},
    site::{Site, aliases},
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The folder of the smaller versions of images, which are planned after all others.
const RESIZED: &str = "resized";

/// Bytes of an address. Systems allow some 4,000 for a path, and the folder of the site takes a part of them.
const LONGEST: usize = 1500;
/// Characters of a longer one that a message shows.
const SHOWN: usize = 60;

/// Hashes of the names of outputs and their folders.
#[derive(Default)]
struct NameHashes {
    /// All outputs; `index.html` counts as its folder.
    outputs: Vec<u64>,
    /// Outputs that are not the `index.html` of a folder.
    files: Vec<u64>,
    /// The folders of all outputs.
    above: Vec<u64>,
    /// Folders with the name `index.html`.
    pages: Vec<u64>,
}

/// Reports outputs at an address that portal needs itself.
pub(super) fn reserved(site: &Site, jobs: &[Job]) -> Vec<Diagnostic> {
    const OWN: &str = ".portal";
    let reserved = &jobs[jobs.partition_point(|job| job.address.as_str() < OWN)..];
    let reserved = reserved.iter().take_while(|job| job.address.as_str().starts_with(OWN));
    let diagnostic =
        |job: &Job| Diagnostic::new(Code::P0902, &file_of(site, job)).arg("address", format!("/{}", job.address));
    reserved.map(diagnostic).collect()
}

/// The result: every output has an address of its own.
#[derive(Debug, Default)]
pub(super) struct CollisionResult {
    /// Indices of the outputs that are left out.
    pub left_out: BTreeSet<usize>,
    /// Assets that are published at another address than their path.
    pub moved: BTreeMap<RelPath, Address>,
    pub diagnostics: Vec<Diagnostic>,
    /// Redirects to a term whose address differs from another only in capitals. They are written if the file system
    /// can hold both.
    pub twins: BTreeSet<Address>,
    /// Whether no outputs collided.
    pub no_collision: bool,
}

/// If two outputs have one address, the lower rank keeps it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Rank {
    /// A page with a text that somebody wrote.
    Written,
    /// A file of the sources. It can have another address.
    Asset,
    /// A former address that somebody wrote down.
    Alias,
    /// Any output that nobody wrote: a list, a feed, a file of the theme.
    Generated,
    /// A page without a text: a generated list says more.
    Blank,
    /// A redirect from the spelling of a term.
    Leading,
}

/// Gives every output an address of its own. An output that an author wrote replaces a generated one; two written
/// pages with one address are an error.
pub(super) fn resolve_collisions(site: &Site, jobs: &[Job]) -> CollisionResult {
    let mut result = CollisionResult::default();
    let too_long = jobs.iter().enumerate().filter(|(_, job)| job.address.as_str().len() > LONGEST);
    for (index, job) in too_long {
        result.left_out.insert(index);
        let address: String = job.address.as_str().chars().take(SHOWN).collect();
        result
            .diagnostics
            .push(Diagnostic::new(Code::P0969, &file_of(site, job)).arg("address", format!("/{address}...")));
    }
    let colliding = colliding(jobs);
    if colliding.is_empty() {
        result.no_collision = result.left_out.is_empty();
        return result;
    }
    let mut candidates: Vec<Candidate> = Vec::new();
    for (index, job) in jobs.iter().enumerate() {
        let mut key = String::new();
        job.address.collision_key(&mut key);
        if above(&key).chain([&*key]).any(|name| colliding.contains(&hash(name))) {
            candidates.push(Candidate { rank: job.rank(site), index, key });
        }
    }
    let generated: BTreeSet<String> = candidates
        .iter()
        .filter(|candidate| candidate.rank == Rank::Generated)
        .map(|candidate| candidate.key.clone())
        .collect();
    for candidate in
        candidates.iter_mut().filter(|candidate| candidate.rank == Rank::Blank && !generated.contains(&candidate.key))
    {
        candidate.rank = Rank::Written;
    }
    candidates.sort_by_key(|candidate| (candidate.rank, candidate.index));
    CollisionResolver { site, jobs, candidates: &candidates, files: HashMap::new(), folders: HashMap::new(), result }
        .run()
}

/// An output that may collide with another.
struct Candidate {
    rank: Rank,
    index: usize,
    key: String,
}

struct CollisionResolver<'a> {
    site: &'a Site,
    jobs: &'a [Job],
    candidates: &'a [Candidate],
    /// The outputs that have their address, by folded name.
    files: HashMap<&'a str, usize>,
    /// The first of them in each folder.
    folders: HashMap<&'a str, usize>,
    result: CollisionResult,
}

impl<'a> CollisionResolver<'a> {
    fn run(mut self) -> CollisionResult {
        let candidates = self.candidates;
        // Outputs that keep their address: assets, aliases and redirects give way to them.
        let fixed = || {
            candidates.iter().filter(|candidate| !matches!(candidate.rank, Rank::Asset | Rank::Alias | Rank::Leading))
        };
        let fixed_files: HashMap<&str, usize> = fixed().map(|candidate| (&*candidate.key, candidate.index)).collect();
        let mut fixed_folders: HashMap<&str, usize> = HashMap::from([(RESIZED, usize::MAX)]);
        fixed()
            .flat_map(|candidate| above(&candidate.key).map(|folder| (folder, candidate.index)))
            .for_each(|(folder, index)| _ = fixed_folders.entry(folder).or_insert(index));
        let blank = candidates.iter().filter(|candidate| candidate.rank == Rank::Blank);
        let blank_files: HashMap<&str, usize> = blank.map(|candidate| (&*candidate.key, candidate.index)).collect();
        let mut blamed: BTreeSet<usize> = BTreeSet::new();
        for Candidate { rank, index, key } in candidates {
            let same = self.files.get(&**key).copied();
            let inside = above(key).find_map(|folder| self.files.get(folder)).copied();
            let outside = self.folders.get(&**key).copied();
            let may_yield = matches!(rank, Rank::Asset | Rank::Alias | Rank::Leading);
            let fixed = || {
                let folder = fixed_folders.get(&**key);
                let blank = || blank_files.get(&**key);
                folder.or_else(blank).or_else(|| above(key).find_map(|folder| fixed_files.get(folder))).copied()
            };
            let first = same.or(inside).or(outside).or_else(|| if may_yield { fixed() } else { None });
            let Some(first) = first else {
                self.take(*index, key);
                continue;
            };
            let is_twin = same.is_some_and(|same| self.jobs[same].address != self.jobs[*index].address);
            match rank {
                Rank::Leading if is_twin => _ = self.result.twins.insert(self.jobs[*index].address.clone()),
                Rank::Written => {
                    self.result.diagnostics.push(diagnostic(self.site, &self.jobs[*index], &self.jobs[first]))
                }
                Rank::Blank if self.jobs[first].document().is_some() => {
                    self.result.diagnostics.push(diagnostic(self.site, &self.jobs[*index], &self.jobs[first]));
                }
                Rank::Asset => self.move_asset(*index, key, first, &fixed_files, &fixed_folders),
                Rank::Alias => {
                    self.leave_out_alias(*index, first);
                }
                Rank::Generated | Rank::Blank | Rank::Leading => {
                    self.result.left_out.insert(*index);
                    if same.is_none() && *rank == Rank::Generated && blamed.insert(first) {
                        self.report_left_out(*index, first);
                    }
                }
            }
        }
        let CollisionResult { left_out, moved, diagnostics, no_collision, .. } = &mut self.result;
        *no_collision = left_out.is_empty() && moved.is_empty() && diagnostics.is_empty();
        self.result
    }

    fn take(&mut self, index: usize, key: &'a str) {
        self.files.insert(key, index);
        above(key).for_each(|folder| _ = self.folders.entry(folder).or_insert(index));
    }

    /// Finds another address for an asset: a number behind the part of its name that is taken.
    fn move_asset(
        &mut self,
        index: usize,
        key: &str,
        first: usize,
        files: &HashMap<&str, usize>,
        folders: &HashMap<&str, usize>,
    ) {
        let Some(path) = self.jobs[index].asset() else { return };
        let moved: BTreeSet<String> = self.result.moved.values().map(|address| folded(address.as_str())).collect();
        let is_free = |name: &str| {
            let key = folded(name);
            let is_file =
                |name: &str| files.contains_key(name) || self.files.contains_key(name) || moved.contains(name);
            !is_file(&key)
                && !folders.contains_key(&*key)
                && !self.folders.contains_key(&*key)
                && !above(&key).any(is_file)
        };
        // The shortest beginning of the path that is a file of another output; else its whole.
        let begins = key.match_indices('/').map(|(end, _)| end);
        let taken =
            begins.into_iter().find(|end| files.contains_key(&key[..*end]) || self.files.contains_key(&key[..*end]));
        let depth = taken.map_or(key.matches('/').count(), |end| key[..end].matches('/').count());
        let free = (2..).map(|number| numbered(path.as_str(), depth, number)).find(|name| is_free(name));
        let Some(free) = free else { return };
        let source = file_of(self.site, &self.jobs[index]);
        let other = self.jobs.get(first).map_or_else(|| format!("{RESIZED}/"), |first| described(self.site, first));
        let diagnostic = Diagnostic::new(Code::P0968, &source).arg("address", format!("/{}", self.jobs[index].address));
        self.result.diagnostics.push(diagnostic.arg("other", other).arg("moved", format!("/{free}")));
        self.result.moved.insert(path.clone(), Address::file(free));
    }

    fn leave_out_alias(&mut self, index: usize, first: usize) {
        let (site, job) = (self.site, &self.jobs[index]);
        // One alias written twice is two outputs: the second of them is left out.
        let same = |other: &&usize| self.jobs[**other].page == job.page && self.jobs[**other].address == job.address;
        let before = self.result.left_out.iter().filter(same).count() + usize::from(self.jobs[first].page == job.page);
        self.result.left_out.insert(index);
        let Some(page) = job.page.map(|page| &site.pages[page]) else { return };
        let mut named = aliases(page, &site.config).filter(|alias| alias.address == job.address);
        let is_alias = matches!(self.jobs[first].kind, JobKind::RedirectPage(_));
        let Some(alias) = named.nth(if is_alias { before } else { before.saturating_sub(1) }) else { return };
        let diagnostic = alias.diagnostic(Code::P0961, page).arg("address", format!("/{}", job.address));
        let winner = self.jobs.get(first).map_or_else(|| format!("{RESIZED}/"), |first| described(site, first));
        self.result.diagnostics.push(diagnostic.arg("winner", winner));
    }

    fn report_left_out(&mut self, index: usize, first: usize) {
        let winner = &self.jobs[first];
        let file = winner.source(self.site).unwrap_or_else(|| file_of(self.site, &self.jobs[index]));
        let diagnostic = Diagnostic::new(Code::P0966, &file).arg("address", format!("/{}", self.jobs[index].address));
        self.result.diagnostics.push(diagnostic.arg("winner", described(self.site, winner)));
    }
}

/// The file that a diagnostic about an output names: its own, else the configuration.
fn file_of(site: &Site, job: &Job) -> RelPath {
    job.source(site).unwrap_or_else(|| site.config.file.path.clone())
}

/// The name of an output in messages: the file that it is made of, an alias with its line, or the address.
fn described(site: &Site, job: &Job) -> String {
    let page = job.page.map(|page| &site.pages[page]);
    if let (JobKind::RedirectPage(_), Some(page)) = (&job.kind, page) {
        let mut named = aliases(page, &site.config);
        return named.find(|alias| alias.address == job.address).map_or_else(String::new, |alias| alias.file(page));
    }
    job.source(site).map_or_else(|| format!("/{}", job.address), |path| path.to_string())
}

/// A path with a number behind the name of its part at `depth`: `a/b-2.png`.
fn numbered(path: &str, depth: usize, number: usize) -> String {
    let part = |(at, part): (usize, &str)| match part.rsplit_once('.') {
        _ if at != depth => part.to_owned(),
        Some((stem, extension)) if !stem.is_empty() => format!("{stem}-{number}.{extension}"),
        _ => format!("{part}-{number}"),
    };
    path.split('/').enumerate().map(part).collect::<Vec<_>>().join("/")
}

fn folded(name: &str) -> String {
    let mut key = String::new();
    Address::file(name).collision_key(&mut key);
    key
}

/// Two written pages with one address.
fn diagnostic(site: &Site, job: &Job, first: &Job) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::P0901, &file_of(site, job)).arg("address", format!("/{}", job.address));
    diagnostic.arg("other", described(site, first))
}

/// The folders of a file, the nearest first.
fn above(key: &str) -> impl Iterator<Item = &str> {
    key.rmatch_indices('/').map(|(end, _)| &key[..end])
}

/// 64 bits of the hash of a name. If two names share them by chance, they are compared by name, no more.
fn hash(name: &str) -> u64 {
    Hash128::of(name.as_bytes()).0 as u64
}

/// Hashes of names that two outputs have, or a file and a folder.
fn colliding(jobs: &[Job]) -> BTreeSet<u64> {
    let mut all = NameHashes::default();
    for next in jobs.par_chunks(1024).map(NameHashes::of).collect::<Vec<_>>() {
        all.outputs.extend(next.outputs);
        all.files.extend(next.files);
        all.above.extend(next.above);
        all.pages.extend(next.pages);
    }
    all.outputs.par_sort_unstable();
    all.files.sort_unstable();
    let twice = all.outputs.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
    let both = all.above.into_iter().chain([hash(RESIZED)]).filter(|folder| all.files.binary_search(folder).is_ok());
    twice.chain(both).chain(all.pages).collect()
}

impl NameHashes {
    fn of(jobs: &[Job]) -> NameHashes {
        let mut names = NameHashes::default();
        let (mut key, mut last) = (String::new(), String::new());
        for job in jobs {
            job.address.collision_key(&mut key);
            let of_folder = key.strip_suffix("/index.html");
            let name = of_folder.unwrap_or(&key);
            names.outputs.push(hash(name));
            if of_folder.is_none() {
                names.files.push(hash(name));
            }
            // Neighbours have most folders in common.
            let has_last = |folder: &&str| last.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
            let folders = above(name).take_while(|folder| !has_last(folder));
            for folder in folders {
                names.above.push(hash(folder));
                if folder == "index.html" || folder.ends_with("/index.html") {
                    names.pages.push(hash(folder));
                }
            }
            std::mem::swap(&mut key, &mut last);
        }
        names
    }
}
