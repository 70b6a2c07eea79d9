//! How long it takes from a saved file to the page that shows it: the phases of a build in a process that made the same
//! site before.
//!
//!     cargo bench --bench edit -- FOLDER [ROUNDS]
//!
//! In every round the folder is looked at and the site prepared, as after a save that changes nothing; dropping the build
//! before is part of it. Then some pages are drawn, one by one. The best round of each phase
//! counts, and for `plan_site` the time of all threads together, from the process's own account, which a busy machine does
//! not disturb as much.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use portal::{
    engine::{self, Cache, Silent},
    model::{Date, Lang},
    source::{self, ScanOptions, Snapshot},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    time::{Duration, Instant},
};

/// Pages that are drawn.
const PAGES: usize = 20;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let root = PathBuf::from(arguments.next().expect("a folder"));
    let rounds: u32 = arguments.next().map_or(20, |rounds| rounds.parse().expect("a number of rounds"));
    let config = portal::parse::config::defaults();
    let today = Date::parse("2026-11-21").expect("a day");
    let (lang, cache) = (Lang::new("zh").expect("a tag"), Cache::new());
    let mut best: BTreeMap<String, Duration> = BTreeMap::new();
    let mut note = |name: String, time: Duration| {
        let best = best.entry(name).or_insert(Duration::MAX);
        *best = time.min(*best);
    };
    let none_touched = BTreeSet::new();
    let scan = |before: Option<&Snapshot>, touched| {
        let out = root.join("public");
        let (src, exclude, theme) = (None, &[][..], "default");
        let (git_dates, contributors) = (false, false);
        source::scan(
            &root,
            &ScanOptions {
                src,
                static_roots: &[],
                exclude,
                out: &out,
                without: &[],
                theme,
                git_dates,
                contributors,
                today,
                before,
                touched,
            },
        )
    };
    let mut snapshot = scan(None, None).expect("scans");
    let mut build = engine::plan_site(&snapshot, &config, &lang, &cache, &Silent).expect("readable");
    let mut cpu = Duration::ZERO;
    for _ in 0..rounds {
        let start = Instant::now();
        snapshot = scan(Some(&snapshot), None).expect("scans");
        note("scan".into(), start.elapsed());
        let start = Instant::now();
        snapshot = scan(Some(&snapshot), Some(&none_touched)).expect("scans");
        note("scan of what was touched".into(), start.elapsed());
        let (start, before) = (Instant::now(), cpu_time());
        let next = engine::plan_site(&snapshot, &config, &lang, &cache, &Silent).expect("readable");
        note("plan_site".into(), start.elapsed());
        next.phases.iter().for_each(|(phase, time)| note(format!("plan_site: {phase}"), *time));
        let start = Instant::now();
        build = next;
        note("plan_site: drop the last".into(), start.elapsed());
        cpu += cpu_time() - before;
    }
    let pages = build.plan.jobs.iter().filter(|job| job.page.is_some());
    let mut times: Vec<Duration> = Vec::new();
    for job in pages.skip(build.plan.site.pages.len() / 2).take(PAGES) {
        let start = Instant::now();
        std::hint::black_box(build.output(job, &cache)).expect("draws");
        times.push(start.elapsed());
    }
    times.sort();
    note("output of a page, median".into(), times[times.len() / 2]);
    for (name, time) in best {
        println!("{name:<40} {:>8.1} ms", time.as_secs_f64() * 1e3);
    }
    println!(
        "{:<40} {:>8.1} ms",
        "plan_site and drop: time of all threads",
        cpu.as_secs_f64() * 1e3 / f64::from(rounds)
    );
}

/// What this process has used of the processors so far; in steps of a hundredth of a second, on Linux.
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    Duration::from_millis(10 * fields.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>())
}
