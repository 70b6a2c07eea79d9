//! How fast one file after another is parsed, on one core, and how the worst of inputs fare.
//!
//!     cargo bench --bench parse                   # posts of benches/generate.py, and the attacks
//!     cargo bench --bench parse -- FOLDER         # every .md file below FOLDER
//!     cargo bench --bench parse -- --search 600   # looks for more attacks for ten minutes
//!
//! The rows of the first table are taken in turn, several rounds, and the best of each counts, so that what
//! else the machine does hits all alike. Nothing is highlighted: that is not a part of parsing.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads files, arguments and the clock")]

#[path = "parse/attacks.rs"]
mod attacks;

use portal::{
    model::{Hash128, Lang, RelPath},
    parse::{self, emphasis, markdown},
};
use pulldown_cmark::{Options, Parser};
use std::{fs, hint::black_box, path::Path, process::Command, time::Instant};

/// The text that a row goes through in one round, in bytes.
const ENOUGH: usize = 50_000_000;
const ROUNDS: usize = 5;

/// What is measured, and what it does with a file.
type Row = (&'static str, fn(&str));

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--search", seconds] => attacks::search(seconds.parse().expect("a number of seconds")),
        [folder] => throughput(&read(Path::new(folder))),
        _ => {
            let folder = tempfile::tempdir().expect("a folder for temporary files");
            let generator = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/generate.py");
            let done = Command::new(generator).args(["--posts", "1000", "--out"]).arg(folder.path()).status();
            assert!(done.expect("Python runs").success());
            throughput(&read(folder.path()));
            attacks::table();
        }
    }
}

fn read(folder: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "md"));
    files.filter_map(|entry| fs::read_to_string(entry.path()).ok()).collect()
}

fn throughput(texts: &[String]) {
    let size: usize = texts.iter().map(String::len).sum();
    let times = ENOUGH.div_ceil(size.max(1));
    println!("{} files, {:.1} MB, {times} times, best of {ROUNDS} rounds\n", texts.len(), size as f64 / 1e6);
    let rows: [Row; 5] = [
        ("emphasis pass alone", |text| drop(black_box(emphasis::mark(text)))),
        ("pulldown-cmark, events", |text| events(text)),
        ("pulldown-cmark behind the emphasis pass", |text| events(&emphasis::mark(text).text)),
        ("markdown::write", |text| write(text)),
        ("parse::parse", |text| whole(text)),
    ];
    let mut best = [f64::INFINITY; 5];
    for _ in 0..ROUNDS {
        for ((_, row), best) in rows.iter().zip(&mut best) {
            let start = Instant::now();
            for _ in 0..times {
                texts.iter().for_each(|text| row(text));
            }
            *best = best.min(start.elapsed().as_secs_f64());
        }
    }
    for ((name, _), seconds) in rows.iter().zip(best) {
        println!("{name:<42}{:>8.0} MB/s", (size * times) as f64 / 1e6 / seconds);
    }
}

/// The extensions that portal reads.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
}

fn events(text: &str) {
    Parser::new_ext(text, options()).into_offset_iter().for_each(|event| drop(black_box(event)));
}

fn write(text: &str) {
    let path = RelPath::new("a.md").expect("a plain name");
    let lang = Lang::new("zh").expect("a tag");
    black_box(markdown::write(text, &markdown::Reading::new(&path, &lang)));
}

fn whole(text: &str) {
    thread_local! {
        static OPTIONS: parse::ParseOptions<'static> =
            parse::ParseOptions::new(Box::leak(Box::new(portal::parse::config::defaults())), Lang::new("zh").expect("a tag"));
    }
    let path = RelPath::new("202301/20230115_01.md").expect("a plain path");
    let bytes = text.as_bytes();
    OPTIONS.with(|options| {
        let input = parse::ParseInput {
            path: &path,
            shown: path.clone(),
            bytes,
            hash: Hash128::of(bytes),
            texts: Vec::new(),
            options,
        };
        black_box(parse::parse(&input));
    });
}
