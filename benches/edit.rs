//! How long it takes from a saved file to the page that shows it.
//!
//!     cargo bench --bench edit -- FOLDER
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use portal::{
    engine::{self, Cache, Progress},
    model::{Config, Date, Lang},
    source::{self, ScanOptions},
};
use std::{collections::BTreeMap, path::PathBuf, time::Instant};

struct Silent;
impl Progress for Silent {
    fn start(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
    fn done(&self) {}
}

fn main() {
    let root = PathBuf::from(std::env::args().nth(1).expect("a folder"));
    let config = Config::default();
    let today = Date::parse("2026-11-21").expect("a day");
    let (lang, cache) = (Lang::new("zh").expect("a tag"), Cache::new());
    let mut best: BTreeMap<String, f64> = BTreeMap::new();
    let mut last: Option<source::Snapshot> = None;
    for round in 0..8 {
        let mut times: Vec<(String, f64)> = Vec::new();
        let start = Instant::now();
        let snapshot = source::scan(
            &root,
            &ScanOptions {
                src: None,
                exclude: &[],
                out: &root.join("public"),
                theme: "default",
                git_dates: false,
                contributors: false,
                today,
                before: last.as_ref(),
            },
        )
        .expect("scans");
        times.push(("0 scan".into(), start.elapsed().as_secs_f64()));
        let start = Instant::now();
        let build = engine::prepare(&snapshot, &config, &lang, &cache, &Silent);
        times.push(("1 prepare".into(), start.elapsed().as_secs_f64()));
        times.extend(build.phases.iter().map(|(name, time)| (format!("1 prepare: {name}"), time.as_secs_f64())));
        let start = Instant::now();
        let job = &build.plan.jobs[build.plan.jobs.len() / 2];
        std::hint::black_box(build.output(job, &cache)).expect("draws");
        times.push(("2 output of one".into(), start.elapsed().as_secs_f64()));
        last = Some(snapshot);
        if round > 0 {
            for (name, time) in times {
                let best = best.entry(name).or_insert(f64::MAX);
                *best = best.min(time);
            }
        }
    }
    for (name, seconds) in best {
        println!("{name:<30} {:>8.1} ms", seconds * 1e3);
    }
}
