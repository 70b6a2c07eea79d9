//! Images from disk to disk: what is kept of them in `.portal/images`, and what becomes of it when it is broken.

use portal::{
    engine::{self, Options, Report, Silent},
    model::{Date, Hash128},
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// A page that shows an image of 80 by 40 pixels.
fn project() -> TempDir {
    let project = tempfile::tempdir().expect("a folder for the test");
    let root = project.path();
    fs::write(root.join("book.toml"), "[images]\nwidths = [16, 32]\n").expect("writable");
    fs::write(root.join("a.md"), "# A\n\n![x](x.png)\n").expect("writable");
    write_image(root, 80);
    project
}

fn write_image(root: &Path, width: u32) {
    let pixel = |x: u32, y: u32| image::Rgb([(x * y % 251) as u8, (x * 57) as u8, (y * 113) as u8]);
    image::RgbImage::from_fn(width, 40, pixel).save(root.join("x.png")).expect("writable");
}

fn options(root: &Path) -> Options {
    Options { jobs: 2, ..Options::new(root, Date::parse("2024-06-30").expect("a day")) }
}

fn build(root: &Path) -> Report {
    let report = engine::build(&options(root), &Silent).expect("a disk that works");
    assert!(report.published && report.diagnostics.is_empty(), "{:#?}", report.diagnostics);
    report
}

/// Builds again although nothing has changed; what is published.
fn built_again(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let _ = fs::remove_file(root.join(".portal/last.json"));
    build(root);
    published(root)
}

fn published(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(root.join("public")).into_iter().map(|entry| entry.expect("readable"));
    let files = entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files.map(|path| (path.clone(), fs::read(path).expect("readable"))).collect()
}

/// The files that are kept, sorted: a list of two widths, and the two.
fn kept(root: &Path) -> [PathBuf; 3] {
    let entries = fs::read_dir(root.join(".portal/images")).expect("images are kept");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    paths.try_into().expect("two widths and their list")
}

#[test]
fn what_is_kept_is_used() {
    let project = project();
    let root = project.path();
    build(root);
    let [small, _, list] = kept(root);
    // Something else, under a list that agrees with it.
    let (old, new) = (fs::read(&small).expect("readable"), b"kept".to_vec());
    let text = fs::read_to_string(&list).expect("readable");
    fs::write(&small, &new).expect("writable");
    fs::write(&list, text.replace(&Hash128::of(&old).to_string(), &Hash128::of(&new).to_string())).expect("writable");
    assert!(built_again(root).into_values().any(|bytes| bytes == new));
}

#[test]
fn what_is_broken_is_made_anew_with_the_same_bytes() {
    let project = project();
    let root = project.path();
    build(root);
    let first = published(root);
    assert_eq!(first.keys().filter(|path| path.extension().is_some_and(|e| e == "webp")).count(), 2);
    let files = kept(root);
    let good = files.clone().map(|path| fs::read(path).expect("readable"));
    let breaks: [fn(&Path); 5] = [
        |path| fs::remove_file(path).expect("removable"),
        |path| fs::write(path, "").expect("writable"),
        |path| fs::write(path, "[{}]").expect("writable"),
        |path| {
            let bytes = fs::read(path).expect("readable");
            fs::write(path, &bytes[..bytes.len() - 1]).expect("writable");
        },
        |path| {
            fs::remove_file(path).expect("removable");
            fs::create_dir(path).expect("writable");
        },
    ];
    for (number, make_broken) in breaks.iter().enumerate() {
        for path in &files {
            make_broken(path);
            assert_eq!(built_again(root), first, "{number}: {}", path.display());
            if path.is_dir() {
                fs::remove_dir(path).expect("removable");
                assert_eq!(built_again(root), first);
            }
            assert_eq!(kept(root).map(|path| fs::read(path).expect("readable")), good, "{number}: {}", path.display());
        }
    }
    fs::remove_dir_all(root.join(".portal")).expect("removable");
    assert_eq!(built_again(root), first);
}

#[test]
fn another_image_under_the_same_name_changes_the_page() {
    let project = project();
    let root = project.path();
    let page = || fs::read_to_string(root.join("public/a/index.html")).expect("published");
    build(root);
    assert!(page().contains("width=\"80\" height=\"40\""), "{}", page());
    write_image(root, 64);
    let report = build(root);
    assert!(page().contains("width=\"64\" height=\"40\""), "{}", page());
    // Two widths and the image itself are new, the two widths that were there are gone.
    assert_eq!(report.summary.removed, 2);
}

#[test]
fn an_error_is_reported_before_images_are_made() {
    let project = project();
    let root = project.path();
    for name in ["b.md", "c.md"] {
        fs::write(root.join(name), "---\nslug: same\n---\n# B\n").expect("writable");
    }
    let report = engine::build(&options(root), &Silent).expect("a disk that works");
    let codes: Vec<_> = report.diagnostics.iter().map(|found| found.code.name()).collect();
    assert!(!report.published && codes.contains(&"P0901"), "{codes:?}");
    assert!(!root.join(".portal/images").exists(), "no image was made smaller");
}

#[test]
fn clean_leaves_nothing() {
    let project = project();
    let root = project.path();
    build(root);
    engine::clean(&Options::new(root, Date::parse("2024-06-30").expect("a day"))).expect("a disk that works");
    assert!(!root.join(".portal").exists());
}
