//! Outputs that are in each other's way.
//!
//! In: all jobs in the order of their addresses. Out: which of them give way, and a complaint where their author has to
//! know. Two outputs are in each other's way when they have one address, or one is a file where the other needs a folder.
//!
//! What always holds: what somebody wrote takes the place of what would be generated, for every family of outputs. Names
//! are folded as file systems fold them. The many outputs that nothing stands in the way of cost a hash each; only the
//! others are looked at by name.

use super::{Job, JobKind};
use crate::{
    diag::{Code, Diagnostic},
    model::{Address, Hash128, RelPath},
    site::{Page, Site, aliases},
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The folder of the smaller versions of images, which are only planned when all others are.
const RESIZED: &str = "resized";

/// Bytes of an address. Systems allow some 4,000 for a path, and the folder of the site takes a part of them.
const LONGEST: usize = 1500;
/// Characters of a longer one that a message shows.
const SHOWN: usize = 60;

/// Hashes of names.
#[derive(Default)]
struct Names {
    /// Of all outputs; the page of a folder has the folder's.
    outputs: Vec<u64>,
    /// Those of them that are no pages of folders.
    files: Vec<u64>,
    /// Folders above them.
    above: Vec<u64>,
    /// Those of them that are called like the page of a folder.
    pages: Vec<u64>,
}

/// Complains about outputs that take an address of portal's own.
pub fn reserved(site: &Site, jobs: &[Job]) -> Vec<Diagnostic> {
    const OWN: &str = ".portal";
    let reserved = &jobs[jobs.partition_point(|job| job.address.as_str() < OWN)..];
    let reserved = reserved.iter().take_while(|job| job.address.as_str().starts_with(OWN));
    let complaint = |job: &Job| {
        let path = job.source(site).unwrap_or_else(|| site.config.file.clone());
        Diagnostic::new(Code::P0902, &path).arg("address", format!("/{}", job.address))
    };
    reserved.map(complaint).collect()
}

/// What is left when every output has a place of its own.
#[derive(Debug, Default)]
pub struct Settled {
    /// Indices of the outputs that give way.
    pub left_out: BTreeSet<usize>,
    /// Assets that are published at another address than their path.
    pub moved: BTreeMap<RelPath, Address>,
    pub diagnostics: Vec<Diagnostic>,
    /// Outputs whose address differs from that of another in capitals only: they lead on to a term, and are written
    /// where the file system can hold both.
    pub twins: BTreeSet<Address>,
    /// Whether no two outputs were in each other's way.
    pub are_apart: bool,
}

/// Who keeps an address that two outputs have: the first of these.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Rank {
    /// Without it no page is right.
    Theme,
    /// A page with a text that somebody wrote.
    Written,
    /// A file of the sources. It can have another address.
    Asset,
    /// A former address that somebody wrote down.
    Alias,
    /// What portal makes of the pages.
    Generated,
    /// A page without a text: a generated list says more.
    Blank,
    /// Leads on from a spelling that nobody wrote down as an address.
    Leading,
}

impl Rank {
    fn of(job: &Job, site: &Site) -> Rank {
        let is_blank = |page: &Page| page.document.body.html.trim().is_empty() && page.document.meta.fields.is_empty();
        match &job.kind {
            JobKind::Theme(_) | JobKind::Frame(_) | JobKind::Resized => Rank::Theme,
            JobKind::Document(id) if is_blank(&site.pages[*id]) => Rank::Blank,
            JobKind::Document(_) => Rank::Written,
            JobKind::Asset(_) => Rank::Asset,
            JobKind::Redirect(_) if job.page.is_some() => Rank::Alias,
            JobKind::Redirect(_) => Rank::Leading,
            JobKind::Section { page: 1, .. } | JobKind::Taxonomy { .. } | JobKind::Term { page: 1, .. }
                if job.page.is_some() =>
            {
                Rank::Written
            }
            _ => Rank::Generated,
        }
    }
}

/// Gives every output a place of its own. What somebody wrote takes the place of what would be generated; two written
/// pages of one address are an error.
pub fn settle(site: &Site, jobs: &[Job]) -> Settled {
    let mut settled = Settled::default();
    let too_long = jobs.iter().enumerate().filter(|(_, job)| job.address.as_str().len() > LONGEST);
    for (index, job) in too_long {
        settled.left_out.insert(index);
        let path = job.source(site).unwrap_or_else(|| site.config.file.clone());
        let address: String = job.address.as_str().chars().take(SHOWN).collect();
        settled.diagnostics.push(Diagnostic::new(Code::P0969, &path).arg("address", format!("/{address}...")));
    }
    let doubtful = doubtful(jobs);
    if doubtful.is_empty() {
        settled.are_apart = settled.left_out.is_empty();
        return settled;
    }
    let mut ways: Vec<Way> = Vec::new();
    for (index, job) in jobs.iter().enumerate() {
        let mut key = String::new();
        job.address.collision_key(&mut key);
        if above(&key).chain([&*key]).any(|name| doubtful.contains(&hash(name))) {
            ways.push(Way { rank: Rank::of(job, site), index, key });
        }
    }
    let generated: BTreeSet<String> =
        ways.iter().filter(|way| way.rank == Rank::Generated).map(|way| way.key.clone()).collect();
    for way in ways.iter_mut().filter(|way| way.rank == Rank::Blank && !generated.contains(&way.key)) {
        way.rank = Rank::Written;
    }
    ways.sort_by_key(|way| (way.rank, way.index));
    Settling { site, jobs, ways: &ways, files: HashMap::new(), folders: HashMap::new(), settled }.run()
}

/// An output that may be in another's way.
struct Way {
    rank: Rank,
    index: usize,
    key: String,
}

struct Settling<'a> {
    site: &'a Site,
    jobs: &'a [Job],
    ways: &'a [Way],
    /// The outputs that have their places, by their folded names.
    files: HashMap<&'a str, usize>,
    /// The first of them in each folder.
    folders: HashMap<&'a str, usize>,
    settled: Settled,
}

impl<'a> Settling<'a> {
    fn run(mut self) -> Settled {
        let ways = self.ways;
        // What has to be at its place: assets and aliases do not stand in its way.
        let fixed = || ways.iter().filter(|way| !matches!(way.rank, Rank::Asset | Rank::Alias | Rank::Leading));
        let fixed_files: HashMap<&str, usize> = fixed().map(|way| (&*way.key, way.index)).collect();
        let mut fixed_folders: HashMap<&str, usize> = HashMap::from([(RESIZED, usize::MAX)]);
        fixed()
            .flat_map(|way| above(&way.key).map(|folder| (folder, way.index)))
            .for_each(|(folder, index)| _ = fixed_folders.entry(folder).or_insert(index));
        let blank = ways.iter().filter(|way| way.rank == Rank::Blank);
        let blank_files: HashMap<&str, usize> = blank.map(|way| (&*way.key, way.index)).collect();
        let mut blamed: BTreeSet<usize> = BTreeSet::new();
        for Way { rank, index, key } in ways {
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
                Rank::Leading if is_twin => _ = self.settled.twins.insert(self.jobs[*index].address.clone()),
                Rank::Theme | Rank::Written => {
                    self.settled.diagnostics.push(complaint(self.site, &self.jobs[*index], &self.jobs[first]))
                }
                Rank::Blank if matches!(self.jobs[first].kind, JobKind::Document(_)) => {
                    self.settled.diagnostics.push(complaint(self.site, &self.jobs[*index], &self.jobs[first]));
                }
                Rank::Asset => self.move_asset(*index, key, first, &fixed_files, &fixed_folders),
                Rank::Alias => {
                    self.leave_out_alias(*index, first);
                }
                Rank::Generated | Rank::Blank | Rank::Leading => {
                    self.settled.left_out.insert(*index);
                    if same.is_none() && *rank == Rank::Generated && blamed.insert(first) {
                        self.say_left_out(*index, first);
                    }
                }
            }
        }
        let Settled { left_out, moved, diagnostics, are_apart, .. } = &mut self.settled;
        *are_apart = left_out.is_empty() && moved.is_empty() && diagnostics.is_empty();
        self.settled
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
        let JobKind::Asset(path) = &self.jobs[index].kind else { return };
        let moved: BTreeSet<String> = self.settled.moved.values().map(|address| folded(address.as_str())).collect();
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
        let source = self.jobs[index].source(self.site).unwrap_or_else(|| self.site.config.file.clone());
        let other = self.jobs.get(first).map_or_else(|| format!("{RESIZED}/"), |first| described(self.site, first));
        let complaint = Diagnostic::new(Code::P0968, &source).arg("address", format!("/{}", self.jobs[index].address));
        self.settled.diagnostics.push(complaint.arg("other", other).arg("moved", format!("/{free}")));
        self.settled.moved.insert(path.clone(), Address::file(free));
    }

    fn leave_out_alias(&mut self, index: usize, first: usize) {
        let (site, job) = (self.site, &self.jobs[index]);
        // One alias written twice is two outputs: the second of them is left out.
        let same = |other: &&usize| self.jobs[**other].page == job.page && self.jobs[**other].address == job.address;
        let before = self.settled.left_out.iter().filter(same).count() + usize::from(self.jobs[first].page == job.page);
        self.settled.left_out.insert(index);
        let Some(page) = job.page.map(|page| &site.pages[page]) else { return };
        let mut named = aliases(page, &site.config).filter_map(Result::ok).filter(|alias| alias.address == job.address);
        let is_alias = matches!(self.jobs[first].kind, JobKind::Redirect(_));
        let Some(alias) = named.nth(if is_alias { before } else { before.saturating_sub(1) }) else { return };
        let complaint = alias.complaint(Code::P0961, page).arg("address", format!("/{}", job.address));
        let winner = self.jobs.get(first).map_or_else(|| format!("{RESIZED}/"), |first| described(site, first));
        self.settled.diagnostics.push(complaint.arg("winner", winner));
    }

    fn say_left_out(&mut self, index: usize, first: usize) {
        let winner = &self.jobs[first];
        let file = winner
            .source(self.site)
            .or_else(|| self.jobs[index].source(self.site))
            .unwrap_or_else(|| self.site.config.file.clone());
        let complaint = Diagnostic::new(Code::P0966, &file).arg("address", format!("/{}", self.jobs[index].address));
        self.settled.diagnostics.push(complaint.arg("winner", described(self.site, winner)));
    }
}

/// An output as a message names it: the file that it is made of, an alias with its line, or the address.
fn described(site: &Site, job: &Job) -> String {
    let page = job.page.map(|page| &site.pages[page]);
    if let (JobKind::Redirect(_), Some(page)) = (&job.kind, page) {
        let mut named = aliases(page, &site.config).filter_map(Result::ok);
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

/// The complaint is about a file that the author can change.
fn complaint(site: &Site, job: &Job, first: &Job) -> Diagnostic {
    let (path, other) = match (job.source(site), first.source(site)) {
        (Some(path), other) => (path, other.map_or_else(|| first.kind.name(), |other| other.to_string())),
        (None, Some(path)) => (path, job.kind.name()),
        (None, None) => (site.config.file.clone(), first.kind.name()),
    };
    Diagnostic::new(Code::P0901, &path).arg("address", format!("/{}", job.address)).arg("other", other)
}

/// The folders of a file, the nearest first.
fn above(key: &str) -> impl Iterator<Item = &str> {
    key.rmatch_indices('/').map(|(end, _)| &key[..end])
}

/// A part of the hash of a name; two names that share one by chance are only looked at in vain.
fn hash(name: &str) -> u64 {
    Hash128::of(name.as_bytes()).0 as u64
}

/// The names that two outputs have, or a file and a folder.
fn doubtful(jobs: &[Job]) -> BTreeSet<u64> {
    let mut all = Names::default();
    for next in jobs.par_chunks(1024).map(Names::of).collect::<Vec<_>>() {
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

impl Names {
    fn of(jobs: &[Job]) -> Names {
        let mut names = Names::default();
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
