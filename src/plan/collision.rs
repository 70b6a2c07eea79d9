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
    site::{Site, config_file},
};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// Hashes of the names of files and folders.
#[derive(Default)]
struct Names {
    files: Vec<u64>,
    folders: Vec<u64>,
}

pub fn collisions(site: &Site, jobs: &[Job]) -> Vec<Diagnostic> {
    let reserved = jobs.iter().filter(|job| job.address.as_str().starts_with(".portal"));
    let mut diagnostics: Vec<Diagnostic> = reserved
        .map(|job| {
            let path = job.source(site).unwrap_or_else(config_file);
            Diagnostic::new(Code::P0902, &path).arg("address", format!("/{}", job.address))
        })
        .collect();
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
        (None, None) => (config_file(), first.work.name()),
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

/// The names that two files have, or a file and a folder.
fn doubtful(jobs: &[Job]) -> BTreeSet<u64> {
    let parts: Vec<Names> = jobs.par_chunks(1024).map(Names::of).collect();
    let mut names: Vec<u64> = parts.iter().flat_map(|names| &names.folders).copied().collect();
    names.par_sort_unstable();
    names.dedup();
    names.extend(parts.iter().flat_map(|names| &names.files));
    names.par_sort_unstable();
    names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect()
}

impl Names {
    fn of(jobs: &[Job]) -> Names {
        let mut names = Names::default();
        let (mut key, mut last) = (String::new(), String::new());
        for job in jobs {
            job.address.collision_key(&mut key);
            names.files.push(hash(&key));
            // Neighbours have most folders in common.
            let has_last = |folder: &&str| last.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
            names.folders.extend(above(&key).take_while(|folder| !has_last(folder)).map(hash));
            std::mem::swap(&mut key, &mut last);
        }
        names
    }
}
