//! A file by its name: what it replaces, and what it leaves alone.

use crate::{
    diag::{EnvError, Refusal},
    output::write_single,
};
use std::{fs, os::unix::fs::symlink};

const MARK: &str = "<!-- ours -->\n";

#[test]
fn only_a_file_of_ours_is_replaced() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("ours.html"), format!("{MARK}old")).expect("writable");
    fs::write(path("theirs.html"), "<p>work of a week</p>").expect("writable");
    fs::write(path("empty.html"), "").expect("writable");
    symlink(path("ours.html"), path("link.html")).expect("writable");
    fs::create_dir(path("folder.html")).expect("writable");
    for (name, written) in [
        ("new.html", true),
        ("ours.html", true),
        ("theirs.html", false),
        ("empty.html", false),
        ("link.html", false),
        ("folder.html", false),
    ] {
        let before = fs::read(path(name)).ok();
        let result = write_single(&path(name), folder.path(), MARK, format!("{MARK}new").as_bytes());
        match result {
            Ok(()) => assert_eq!(fs::read_to_string(path(name)).expect("a file"), format!("{MARK}new"), "{name}"),
            Err(EnvError::Refused { why: Refusal::OtherFile, .. }) => assert_eq!(fs::read(path(name)).ok(), before),
            Err(error) => panic!("{name}: {error}"),
        }
        assert_eq!(fs::read(path(name)).ok() != before, written, "{name}");
    }
    let left = fs::read_dir(folder.path()).expect("readable").count();
    assert_eq!(left, 6, "nothing is left beside them");
    assert!(matches!(write_single(&path("no/such.html"), folder.path(), MARK, b""), Err(EnvError::Write { .. })));
}
