//! What the terminal says while files are written.

use super::binary::Binary;
use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::Path,
};

const BOOK: &str = "[book]\ntitle = \"S\"\nlanguage = \"en\"\n";

fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    files.iter().for_each(|(name, text)| write(folder.path(), name, text));
    folder
}

/// Puts the file there in one step. A file that is written in place is empty for a moment,
/// and a server that reads it then has two changes to tell of.
fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
    let mut new = tempfile::NamedTempFile::new().expect("writable");
    new.write_all(text.as_bytes()).expect("writable");
    new.persist(path).expect("on the same file system");
}

#[test]
fn the_excerpt_is_of_the_file_that_is_wrong() {
    let folder = project(&[("book.toml", BOOK), ("a.md", "# A\n")]);
    let server = Binary::start(folder.path(), &[]);
    write(folder.path(), "book.toml", &format!("{BOOK}\n\n[portal]\nurls = 7\n"));
    server.waits_for("book.toml:7:8\n  |\n7 | urls = 7\n");
    write(folder.path(), "book.toml", BOOK);
    server.waits_for("all errors are solved");
    write(folder.path(), "templates/page.html", "{% extends \"base.html\" %}\n\n{% block main %}\n");
    server.waits_for("templates/page.html:3:4\n  |\n3 | {% block main %}\n");
}

#[test]
fn a_log_among_the_sources_wakes_nobody() {
    let folder = project(&[("book.toml", BOOK), ("a.md", "# A\n\n[used](used.txt)\n"), ("used.txt", "0")]);
    let root = folder.path();
    write(root, "other.log", "");
    let server = Binary::start(root, &[]);
    for edit in 1..=3 {
        let mut other = OpenOptions::new().append(true).open(root.join("other.log")).expect("there");
        (0..100).for_each(|line| writeln!(other, "{line}").expect("writable"));
        write(root, &format!("new-{edit}.log"), "made while it is served");
        write(root, "a.md", &format!("# A{edit}\n\n[used](used.txt)\n"));
        let shown = |said: &str| said.matches("a.md -> ").count();
        while shown(&server.said()) < edit {
            server.waits_for("a.md -> ");
        }
    }
    write(root, "used.txt", "another size");
    let said = server.waits_for("used.txt -> ");
    let changes = said.lines().filter(|line| line.contains(" -> ")).count();
    assert_eq!((changes, said.contains(".log")), (4, false), "{said}");
}

/// Where all files are published, its own log still is not the project's.
#[cfg(target_os = "linux")]
#[test]
fn the_server_does_not_wake_itself() {
    let folder = project(&[("book.toml", &format!("{BOOK}[portal]\nassets = \"all\"\n")), ("a.md", "# A\n")]);
    let root = folder.path();
    let server = Binary::start(root, &[]);
    for edit in 1..=2 {
        write(root, "a.md", &format!("# A{edit}\n"));
        while server.said().matches("a.md -> ").count() < edit {
            server.waits_for("a.md -> ");
        }
    }
    write(root, "x.txt", "an asset");
    let said = server.waits_for("x.txt -> ");
    assert_eq!(
        (said.lines().filter(|line| line.contains(" -> ")).count(), said.contains(".log")),
        (3, false),
        "{said}"
    );
}

#[test]
fn a_warning_that_is_new_is_a_line_and_a_file_is_named_once() {
    let folder = project(&[("book.toml", BOOK), ("a.md", "# A\n\n[old](old.md)\n")]);
    let root = folder.path();
    let server = Binary::start(root, &[]);
    write(root, "a.md", "# A\n\n[old](old.md) [new](new.md)\n");
    server.waits_for("warning[P0501]: link to a file that does not exist: new.md");
    // A line above it makes no new warning.
    write(root, "a.md", "# A\n\nMore.\n\n[old](old.md) [new](new.md)\n");
    write(root, "book.toml", &format!("{BOOK}description = \"D\"\n"));
    let said = server.waits_for("book.toml -> ");
    assert_eq!(said.matches("P0501").count(), 1, "{said}");
    assert!(!said.contains("book.toml, book.toml"), "{said}");
}
