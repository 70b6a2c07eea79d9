//! The house rules, read from the sources: who may import whom, how files begin, how long they are, and that
//! every diagnostic is tested. `ARCHITECTURE.md` says why.

use portal::{
    diag::{Code, Diagnostic, Printer, UiLang},
    model::RelPath,
    source::ThemeFiles,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// Each room and the rooms that it may import. A new edge is a decision: it goes into `ARCHITECTURE.md` too.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("diag", &["model"]),
    ("disk", &["diag"]),
    ("source", &["model", "diag", "disk"]),
    ("parse", &["model", "diag"]),
    ("generators", &["model", "diag", "source", "parse"]),
    ("picture", &["model", "diag"]),
    ("site", &["model", "diag"]),
    ("insight", &["model", "diag", "site"]),
    ("view", &["model"]),
    ("search", &["model"]),
    ("plan", &["model", "diag", "site", "search", "view"]),
    ("render", &["model", "diag", "view", "plan"]),
    ("output", &["model", "diag", "disk"]),
    (
        "engine",
        &[
            "model",
            "diag",
            "disk",
            "source",
            "parse",
            "generators",
            "picture",
            "site",
            "insight",
            "view",
            "plan",
            "render",
            "output",
        ],
    ),
    ("serve", &["model", "diag", "engine"]),
    (
        "cli",
        &[
            "model", "diag", "disk", "source", "parse", "picture", "site", "insight", "search", "view", "plan",
            "render", "output", "engine", "serve",
        ],
    ),
];

/// Crates that only these rooms know.
const CRATES: &[(&str, &[&str])] = &[
    ("ammonia", &["parse"]),
    ("atom_syndication", &["plan"]),
    ("bytes", &["serve"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("deunicode", &["model"]),
    ("emojis", &["parse"]),
    ("encoding_rs", &["parse"]),
    ("fast_image_resize", &["picture"]),
    ("futures_util", &["serve"]),
    ("getrandom", &["serve"]),
    ("globset", &["parse"]),
    ("granit_parser", &["parse"]),
    ("http_body_util", &["serve"]),
    ("hyper", &["serve"]),
    ("hyper_util", &["serve"]),
    ("ignore", &["source", "parse"]),
    ("flate2", &["search"]),
    ("foldhash", &["search"]),
    ("form_urlencoded", &["serve"]),
    ("imagesize", &["picture"]),
    ("include_dir", &["source"]),
    ("libdeflater", &["search"]),
    ("math_core", &["parse"]),
    ("notify", &["serve"]),
    ("open", &["cli"]),
    ("oxc_allocator", &["generators"]),
    ("oxc_ast", &["generators"]),
    ("oxc_parser", &["generators"]),
    ("oxc_span", &["generators"]),
    ("palette", &["parse"]),
    ("pinyin", &["site", "search"]),
    ("png", &["picture"]),
    ("pulldown_cmark", &["parse"]),
    ("quick_xml", &["picture"]),
    ("rayon", &["engine", "source", "site", "search", "plan", "output"]),
    ("regex", &["parse"]),
    ("rustix", &["cli", "disk", "output", "serve"]),
    ("subtle", &["serve"]),
    ("syntect", &["parse"]),
    ("tera", &["render"]),
    ("thiserror", &["diag"]),
    ("tokio", &["serve"]),
    ("tungstenite", &["serve"]),
    ("tokio_util", &["serve"]),
    ("toml", &["parse", "render"]),
    ("two_face", &["parse"]),
    ("unicode_width", &["diag"]),
    ("walkdir", &["source"]),
    ("webp", &["picture"]),
    ("zune_jpeg", &["picture"]),
];

/// Past this, look for the second thing that a file does.
const LONGEST: usize = 500;

/// Tables of words: one `match` for each language, so that the compiler asks for the words of a new code.
const TABLES: &str = "src/diag/words_";

/// Codes that need a disk, which the suite does not have; `tests/all/disk.rs` has them.
const ON_DISK: [Code; 7] = [Code::P0701, Code::P0780, Code::P0781, Code::P0782, Code::P0783, Code::P0790, Code::P0801];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` that ends in `.extension`, with its path from the project's root.
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let is_wanted = |path: &PathBuf| path.extension().is_some_and(|found| found == extension);
    let entries = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name().into_iter().filter_map(Result::ok);
    let paths = entries.map(walkdir::DirEntry::into_path).filter(is_wanted);
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root()).expect("below the root").to_str().expect("UTF-8").replace('\\', "/");
        (name, fs::read_to_string(path).expect("a source is readable"))
    };
    paths.map(read).collect()
}

/// The room that a source belongs to; none for `lib.rs` and `main.rs`.
fn room(name: &str) -> Option<&str> {
    name.strip_prefix("src/")?.split_once('/').map(|(room, _)| room)
}

/// Code without line comments, and without the tests at its end.
fn code(source: &str) -> String {
    let code = source.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The paths that begin with `start` in code: `crate::{a, b::c}` gives `a` and `b`.
fn heads<'c>(code: &'c str, start: &str) -> BTreeSet<&'c str> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut heads = BTreeSet::new();
    for (at, _) in code.match_indices(start) {
        let rest = &code[at + start.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            heads.insert(&rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())]);
            continue;
        };
        let mut depth = 1;
        let mut expects_head = true;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 1 => break,
                '}' => depth -= 1,
                ',' if depth == 1 => expects_head = true,
                c if is_name(c) && depth == 1 && expects_head => {
                    let head = &group[at..];
                    heads.insert(&head[..head.find(|c| !is_name(c)).unwrap_or(head.len())]);
                    expects_head = false;
                }
                _ => {}
            }
        }
    }
    heads
}

#[test]
fn nested_imports_are_read() {
    let code = "use crate::{\n  a::{self, x::y},\n  b,\n  c::D,\n};\nfn f() -> crate::e::F { crate::g() }\n";
    assert_eq!(heads(code, "crate::"), BTreeSet::from(["a", "b", "c", "e", "g"]));
}

#[test]
fn rooms_import_only_what_they_may() {
    let mut wrong = Vec::new();
    for (name, source) in files("src", "rs") {
        let Some(room) = room(&name).filter(|_| !name.ends_with("tests.rs")) else { continue };
        let (_, allowed) = ROOMS.iter().find(|(known, _)| *known == room).expect("every room is in the table");
        let code = code(&source);
        let own_crate = if room == "cli" { "portal::" } else { "crate::" };
        let imported = heads(&code, own_crate);
        let edges = imported.iter().filter(|other| ROOMS.iter().any(|(known, _)| known == *other));
        wrong.extend(
            edges.filter(|o| **o != room && !allowed.contains(o)).map(|other| format!("{name} imports {other}")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn crates_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (name, source) in files("src", "rs") {
        let Some(room) = room(&name).filter(|_| !name.ends_with("tests.rs")) else { continue };
        let code = code(&source);
        let uses = |krate: &str| {
            code.match_indices(&format!("{krate}::")).any(|(at, _)| {
                let before = code[..at].chars().next_back().unwrap_or(' ');
                // `super::toml::x` and `crate::…` are modules of our own.
                !(before.is_alphanumeric() || before == '_' || before == ':')
            })
        };
        for (krate, rooms) in CRATES.iter().filter(|(_, rooms)| !rooms.contains(&room)) {
            if uses(krate) {
                wrong.push(format!("{name} uses {krate}, which is for {}", rooms.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What changes the disk by a path, and so follows whatever link stands there.
const CHANGES: [&str; 8] = [
    "fs::write(",
    "fs::create_dir",
    "fs::remove_",
    "fs::rename(",
    "fs::copy(",
    "fs::hard_link(",
    "File::create",
    "OpenOptions",
];

#[test]
fn one_room_changes_the_disk() {
    let mut wrong = Vec::new();
    for (name, source) in files("src", "rs") {
        if room(&name) == Some("disk") || name.ends_with("tests.rs") || name.contains("/tests/") {
            continue;
        }
        let code = code(&source);
        wrong.extend(CHANGES.iter().filter(|call| code.contains(**call)).map(|call| format!("{name}: {call}")));
    }
    assert!(wrong.is_empty(), "only `disk` may: {wrong:#?}");
}

#[test]
fn every_file_says_what_it_is_for() {
    let all =
        ["src", "tests", "benches", "examples", "fuzz/targets"].into_iter().flat_map(|folder| files(folder, "rs"));
    let silent: Vec<_> = all.filter(|(_, source)| !source.starts_with("//! ")).map(|(name, _)| name).collect();
    assert!(silent.is_empty(), "no //! at the top of {silent:?}");
}

/// The name that a line declares as a type, if it stands at the top of its file.
fn declared(line: &str) -> Option<&str> {
    let line =
        line.strip_prefix("pub ").or_else(|| Some(line.strip_prefix("pub(")?.split_once(") ")?.1)).unwrap_or(line);
    let rest = ["struct ", "enum ", "trait ", "union ", "type "].iter().find_map(|word| line.strip_prefix(word))?;
    Some(&rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())])
}

/// One word for one thing. `cli` is a crate of its own; the two files of `disk` are for two kinds of systems.
#[test]
fn a_name_stands_for_one_type() {
    let is_library = |name: &str| {
        let is_test = name.ends_with("tests.rs") || name.contains("/tests/");
        !is_test && room(name) != Some("cli") && !name.ends_with("disk/portable.rs")
    };
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, source) in files("src", "rs").into_iter().filter(|(name, _)| is_library(name)) {
        for declared in code(&source).lines().filter_map(declared) {
            places.entry(declared.to_owned()).or_default().push(name.clone());
        }
    }
    assert!(places.len() > 200, "only {} were found", places.len());
    places.retain(|_, files| files.len() > 1);
    assert!(places.is_empty(), "these names stand for several types: {places:#?}");
}

#[test]
fn texts_in_two_languages_stand_in_tables() {
    for (path, source) in files("src", "rs") {
        let written = |line: &&str| line.contains("UiLang::Zh") && line.contains('"') && !line.contains("assert");
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        let line = code.lines().filter(written).find(|line| line.chars().any(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')));
        assert_eq!(line, None, "{path}: this text belongs into the `texts!` of its room");
    }
}

#[test]
fn no_file_is_too_long() {
    let all =
        ["src", "tests", "benches", "examples", "fuzz/targets"].into_iter().flat_map(|folder| files(folder, "rs"));
    let is_table = |name: &str| name.starts_with(TABLES);
    let long = all
        .filter(|(name, _)| !is_table(name))
        .map(|(name, source)| (source.lines().count(), name))
        .filter(|(lines, _)| *lines > LONGEST);
    let long: Vec<_> = long.collect();
    assert!(long.is_empty(), "over {LONGEST} lines: {long:?}");
}

/// Readers on phones load it before the first result.
#[test]
fn the_script_of_the_search_takes_8_kilobytes() {
    let script = &ThemeFiles::embedded().files["static/search.js"];
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(script).expect("memory");
    let size = packed.finish().expect("memory").len();
    assert!(size <= 8 * 1024, "{size} bytes of gzip");
}

#[test]
fn every_diagnostic_is_in_the_manual() {
    for (page, lang) in [("content/docs/diagnostics.md", UiLang::Zh), ("content/docs/diagnostics.en.md", UiLang::En)] {
        let text = fs::read_to_string(root().join(page)).expect("it is there").replace('`', "");
        let missing = |code: &&Code| {
            !text.contains(&format!("| {code} | ")) || !text.contains(&format!(" | {} |\n", code.words(lang).title))
        };
        let missing: Vec<_> = Code::ALL.iter().filter(missing).collect();
        assert!(missing.is_empty(), "{page} lacks {missing:?}");
    }
}

#[test]
fn every_diagnostic_is_tested() {
    let suite: String = files("tests/suite", "site").into_iter().map(|(_, text)| text).collect();
    let disk = ["tests/all/disk.rs", "tests/all/git.rs"]
        .map(|test| fs::read_to_string(root().join(test)).expect("it is there"));
    let disk = disk.concat();
    let tested = |code: &&Code| match ON_DISK.contains(code) {
        true => disk.contains(code.name()),
        false => suite.contains(&format!("[{code}]")),
    };
    let untested: Vec<_> = Code::ALL.iter().filter(|code| !tested(code)).collect();
    assert!(untested.is_empty(), "no test of {untested:?}");
}

/// What a value must be is in the list of Chinese words, whichever file of `parse` says it.
#[test]
fn every_expectation_has_words_in_chinese() {
    let literal = regex::Regex::new(r#""((?:an? |the |names of |true or )(?:[^"\\]|\\.)*)""#).expect("well formed");
    let path = RelPath::new("book.toml").expect("a path");
    let printer = Printer { lang: UiLang::Zh, ..Printer::default() };
    let readers =
        ["config/tables.rs", "kinds.rs", "fields.rs", "groups.rs", "map/data.rs", "metadata/mod.rs", "metadata/own.rs"];
    let mut seen = 0;
    for (name, source) in files("src/parse", "rs") {
        if !readers.contains(&name.trim_start_matches("src/parse/")) {
            continue;
        }
        let code = code(&source);
        for line in code.lines().filter(|line| !line.contains("expect(")) {
            for found in literal.captures_iter(line) {
                let expected = found[1].replace("\\\"", "\"").replace("{least}", "1").replace("{most}", "9");
                let complaint = Diagnostic::new(Code::P0103, &path).arg("key", "k").arg("expected", &expected);
                let said = printer.message(&complaint);
                assert!(!said.contains(&expected), "{name}: {said}");
                seen += 1;
            }
        }
    }
    assert!(seen > 30, "only {seen} were found");
}

#[test]
fn the_table_is_the_one_that_people_read() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("it is there");
    for (room, imports) in ROOMS {
        let imports = if imports.is_empty() { "nothing".to_owned() } else { imports.join(", ") };
        let row = page.lines().find(|line| line.starts_with(&format!("| `{room}` |")));
        let row = row.unwrap_or_else(|| panic!("ARCHITECTURE.md has no row for {room}"));
        let all_above = *room == "cli" || *room == "engine";
        assert!(all_above || row.contains(&format!("| {imports} |")), "{room} may import {imports}, but: {row}");
    }
}
