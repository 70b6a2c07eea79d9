//! Whole sites from disk to disk, with the default theme.
//!
//! `tests/golden/NAME/site` is a project. `expected/manifest.txt` lists every output with its size and hash;
//! the other files in `expected` are outputs in full. `UPDATE=1 cargo test --test all golden::` writes both (what is there in
//! full stays there); read the difference before you commit it.

use portal::{
    diag::{Format, Printer, UiLang},
    engine::{self, Options, Silent},
    model::{Date, Hash128},
};
use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

#[test]
fn chinese_with_a_few_english_pages() {
    check("zh");
}

#[test]
fn english_for_reading_from_a_folder() {
    check("en");
}

fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    let (outputs, said) = build(&folder.join("site"));
    let mut found: BTreeMap<String, Vec<u8>> = BTreeMap::from([("diagnostics.txt".into(), said.into_bytes())]);
    let mut manifest = String::new();
    for (path, bytes) in &outputs {
        let _ = writeln!(manifest, "{path} {} {}", bytes.len(), Hash128::of(bytes));
    }
    found.insert("manifest.txt".into(), manifest.into_bytes());

    let expected = folder.join("expected");
    let in_full = read_all(&expected);
    for path in in_full.keys().filter(|path| !found.contains_key(*path)).cloned().collect::<Vec<_>>() {
        let bytes = outputs.get(&path).unwrap_or_else(|| panic!("{name}: there is no output {path} any more"));
        found.insert(path, bytes.clone());
    }
    if std::env::var_os("UPDATE").is_some() {
        for (path, bytes) in found {
            let path = expected.join(path);
            fs::create_dir_all(path.parent().expect("below the folder")).expect("writable");
            fs::write(path, bytes).expect("writable");
        }
        return;
    }
    // Those in full first: they say more.
    for (path, bytes) in found.iter().rev() {
        let (found, expected) =
            (String::from_utf8_lossy(bytes), in_full.get(path).map(|text| String::from_utf8_lossy(text)));
        let expected = expected.unwrap_or_default();
        let line = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
        assert!(found == expected, "{name}/expected/{path}: {line:#?} (UPDATE=1 writes what was found)");
    }
}

/// Outputs and diagnostics of the project, built outside of it.
fn build(root: &Path) -> (BTreeMap<String, Vec<u8>>, String) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let (root_copy, out) = (folder.path().join("site"), folder.path().join("public"));
    for (path, bytes) in read_all(root) {
        let path = root_copy.join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("writable");
        fs::write(path, bytes).expect("writable");
    }
    let today = Date::parse("2024-06-30").expect("a day");
    let options = Options { out: Some(out.clone()), jobs: 2, ..Options::new(&root_copy, today) };
    let report = engine::build(&options, &Silent).expect("a disk that works");
    let printer = Printer { format: Format::Short, lang: UiLang::En, ..Printer::default() };
    let said = printer.print_all(&report.diagnostics, &|path| report.sources.text(path));
    assert!(report.published, "{said}");
    let mut outputs = read_all(&out);
    outputs.remove(".portal-manifest.json").expect("the manifest");
    (outputs, said)
}

fn read_all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).expect("below").to_str().expect("UTF-8").replace('\\', "/");
    files.map(|file| (name(file.path()), fs::read(file.path()).expect("readable"))).collect()
}
