//! Outputs that are in each other's way.
//!
//! In: all jobs in the order of their addresses. Out: a complaint about each that has the address of another, stands as
//! a file where another needs a folder, or takes an address that portal keeps for itself.
//!
//! What always holds: names are folded as file systems fold them. The many outputs that nothing stands in the way of
//! cost a hash each; only the others are looked at by name.

use super::Job;
use crate::{
    diag::{Code, Diagnostic},
    model::Hash128,
    site::Site,
};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// Hashes of names.
#[derive(Default)]
struct Names {
    /// Of all outputs; the page of a folder has the folder's.
    outputs: Vec<u64>,
    /// Those of them that are no pages of folders.
    files: Vec<u64>,
    /// Folders above them.
    above: Vec<u64>,
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

/// Complains about outputs that are in another's way.
pub fn collisions(site: &Site, jobs: &[Job]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let doubtful = doubtful(jobs);
    if doubtful.is_empty() {
        return diagnostics;
    }
    let mut taken: HashMap<String, &Job> = HashMap::new();
    let mut folders: HashMap<String, &Job> = HashMap::new();
    for job in jobs {
        let mut key = String::new();
        job.address.collision_key(&mut key);
        if !above(&key).chain([&*key]).any(|name| doubtful.contains(&hash(name))) {
            continue;
        }
        // A file cannot stand where a folder of the same name does.
        let inside = above(&key).find_map(|folder| taken.get(folder));
        let first = taken.get(&key).or(inside).or(folders.get(&key)).copied();
        for folder in above(&key) {
            if folders.contains_key(folder) {
                break;
            }
            folders.insert(folder.to_owned(), job);
        }
        taken.insert(key, job);
        diagnostics.extend(first.map(|first| complaint(site, job, first)));
    }
    diagnostics
}

/// The complaint is about a file that the author can change.
fn complaint(site: &Site, job: &Job, first: &Job) -> Diagnostic {
    let (path, other) = match (job.source(site), first.source(site)) {
        (Some(path), other) => (path, other.map_or_else(|| first.work.name(), |other| other.to_string())),
        (None, Some(path)) => (path, job.work.name()),
        (None, None) => (site.config.file.clone(), first.work.name()),
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
    }
    all.outputs.par_sort_unstable();
    all.files.sort_unstable();
    let twice = all.outputs.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
    let both = all.above.into_iter().filter(|folder| all.files.binary_search(folder).is_ok());
    twice.chain(both).collect()
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
            names.above.extend(above(name).take_while(|folder| !has_last(folder)).map(hash));
            std::mem::swap(&mut key, &mut last);
        }
        names
    }
}
