//! What is read from a real disk: what is left out, and what is no file.

mod builds;

use portal::{
    model::{Date, RelPath},
    source::{Included, ScanOptions, Snapshot, scan},
};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

/// A project of these files, each with its name as its text.
fn project(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for name in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
        fs::write(path, name).expect("writable");
    }
    folder
}

fn scanned(root: &Path, src: Option<&str>, exclude: &[&str]) -> Snapshot {
    scanned_again(root, src, exclude, None, None)
}

fn scanned_again(
    root: &Path,
    src: Option<&str>,
    exclude: &[&str],
    before: Option<&Snapshot>,
    touched: Option<&BTreeSet<PathBuf>>,
) -> Snapshot {
    let src = src.and_then(RelPath::new);
    let exclude: Vec<String> = exclude.iter().map(ToString::to_string).collect();
    let today = Date::parse("2024-06-30").expect("a day");
    let out = root.join("public");
    let (src, exclude) = (src.as_ref(), &exclude[..]);
    scan(
        root,
        &ScanOptions {
            src,
            static_roots: &[],
            exclude,
            out: &out,
            without: &[],
            theme: "default",
            git_dates: false,
            contributors: false,
            today,
            before,
            touched,
        },
    )
    .expect("readable")
}

fn names(snapshot: &Snapshot) -> String {
    let all = snapshot.sources.keys().chain(snapshot.assets.keys());
    all.map(RelPath::as_str).collect::<Vec<_>>().join(" ")
}

/// Code and path of each diagnostic.
fn diagnostics(snapshot: &Snapshot) -> Vec<String> {
    snapshot.diagnostics.iter().map(|diagnostic| format!("{} {}", diagnostic.code, diagnostic.path)).collect()
}

#[test]
fn what_is_not_the_authors_is_left_out() {
    let project = project(&[
        "a.md",
        "b.MARKDOWN",
        "x/pic.png",
        ".hidden/c.md",
        ".gitbook/includes/i.md",
        ".gitbook/assets/i.png",
        ".draft.md",
        "node_modules/d.md",
        "x/target/e.md",
        "public/f.md",
        "ignored/g.md",
        "excluded/h.md",
        "themes/default/templates/base.html",
    ]);
    fs::write(project.path().join(".gitignore"), "ignored/\n").expect("writable");
    assert_eq!(
        names(&scanned(project.path(), None, &["excluded/**"])),
        "a.md b.MARKDOWN .gitbook/assets/i.png x/pic.png"
    );
}

/// Some editors put a mark of Unicode before the first line, which is no part of its rule.
#[test]
fn rules_behind_a_mark_of_unicode_hold() {
    let project = project(&["a.md", "secret.md"]);
    fs::write(project.path().join(".gitignore"), "\u{feff}secret.md\n").expect("writable");
    assert_eq!(names(&scanned(project.path(), None, &[])), "a.md");
}

#[test]
fn the_sources_have_a_folder_of_their_own() {
    let check = |files: &[&str], src, expect: &str| {
        let project = project(files);
        assert_eq!(names(&scanned(project.path(), src, &[])), expect, "{files:?} {src:?}");
    };
    check(&["content/a.md", "b.md"], None, "a.md");
    check(&["src/SUMMARY.md", "src/a.md", "b.md"], None, "SUMMARY.md a.md");
    check(&["src/a.md", "b.md"], None, "b.md src/a.md");
    check(&["docs/a.md", "b.md"], Some("docs"), "a.md");
}

#[cfg(unix)]
#[test]
fn symbolic_links_and_what_is_no_file_are_reported() {
    let project = project(&["a.md", "x/b.md"]);
    let root = project.path();
    std::os::unix::fs::symlink(root.join("a.md"), root.join("link.md")).expect("a link");
    std::os::unix::fs::symlink(root, root.join("x/loop")).expect("a link");
    let socket = std::os::unix::net::UnixListener::bind(root.join("x/socket.md")).expect("a socket");
    let snapshot = scanned(root, None, &[]);
    let mut found = diagnostics(&snapshot);
    found.sort();
    assert_eq!(names(&snapshot), "a.md x/b.md");
    assert_eq!(found, ["P0701 x/socket.md", "P0801 link.md", "P0801 x/loop"]);
    drop(socket);
}

#[cfg(unix)]
#[test]
fn blocks_show_only_plain_files_of_the_project() {
    let outside = project(&["secret.txt"]);
    let project = project(&[
        "content/a.md",
        "src/lib.rs",
        "local/key.txt",
        "src/kept.log",
        "src/big.txt",
        "e\u{301}te\u{301}/cafe\u{301}.rs",
    ]);
    let root = project.path();
    std::os::unix::fs::symlink(outside.path().join("secret.txt"), root.join("src/link.txt")).expect("a link");
    std::os::unix::fs::symlink(outside.path(), root.join("out")).expect("a link");
    fs::write(root.join(".gitignore"), "local/\n*.log\n").expect("writable");
    fs::write(root.join("src/.gitignore"), "!kept.log\n").expect("writable");
    fs::write(root.join("src/big.txt"), vec![b'a'; 2 * 1024 * 1024]).expect("writable");
    let named = [
        "src/lib.rs",
        "./a.md",
        "src/lib.r",
        "src/none/lib.rs",
        "src/lib.rs/x",
        "src",
        "src/link.txt",
        "\u{e9}t\u{e9}/caf\u{e9}.rs",
        "out/secret.txt",
        "local/key.txt",
        "src/kept.log",
        "src/big.txt",
        "../../secret.txt",
        "/etc/passwd",
        ".gitignore",
    ];
    let blocks: String = named.iter().map(|file| format!("```text file=\"{file}\"\n```\n")).collect();
    // Only what could open a fence is searched.
    fs::write(root.join("content/a.md"), blocks + "file=\"src/other.rs\"\n").expect("writable");
    let snapshot = scanned(root, None, &[]);
    let found = snapshot.included.iter().map(|(path, included)| match included {
        Included::File(_) => format!("{path}: read"),
        Included::Missing(nearest) => format!("{path}: missing, {}", nearest.as_deref().unwrap_or("nothing like it")),
        Included::Refused => format!("{path}: refused"),
        Included::Large(size) => format!("{path}: {size} bytes"),
    });
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            "content/a.md: read",
            "local/key.txt: refused",
            "out/secret.txt: refused",
            "src: refused",
            "src/big.txt: 2097152 bytes",
            "src/kept.log: read",
            "src/lib.r: missing, src/lib.rs",
            "src/lib.rs: read",
            "src/lib.rs/x: refused",
            "src/link.txt: refused",
            "src/none/lib.rs: missing, nothing like it",
            "\u{e9}t\u{e9}/caf\u{e9}.rs: read",
        ]
    );
}

/// As files come from other systems.
#[test]
fn a_name_of_letters_and_marks_is_read() {
    let folder = project(&["cafe\u{301}.md", "e\u{301}te\u{301}/a.md"]);
    let snapshot = scanned(folder.path(), None, &[]);
    let texts: Vec<_> = snapshot.sources.iter().map(|(path, file)| (path.as_str(), &*file.bytes)).collect();
    let expect =
        [("caf\u{e9}.md", "cafe\u{301}.md".as_bytes()), ("\u{e9}t\u{e9}/a.md", "e\u{301}te\u{301}/a.md".as_bytes())];
    assert_eq!(texts, expect);
}

/// Every file as it is named and read.
fn contents(snapshot: &Snapshot) -> Vec<String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let sources = snapshot.sources.iter().map(|(path, file)| format!("{path}: {}", text(&file.bytes)));
    let assets = snapshot.assets.iter().map(|(path, asset)| format!("{path}: {} bytes", asset.size));
    sources.chain(assets).chain(diagnostics(snapshot)).collect()
}

/// Waits until files are so old that they cannot change any more without their times showing it: nothing but the clock
/// can tell.
fn age() {
    std::thread::sleep(Duration::from_millis(2100));
}

/// A second scan comes to what a first one would, whatever happened to the files between the two.
#[cfg(unix)]
#[test]
fn what_was_read_before_makes_no_difference() {
    type Change = fn(&Path);
    const CHANGES: [(&str, Change); 12] = [
        ("nothing", |_| {}),
        ("a file is written", |root| fs::write(root.join("x/b.md"), "other").expect("writable")),
        ("a file comes", |root| fs::write(root.join("x/y/new.md"), "new").expect("writable")),
        ("a file goes", |root| fs::remove_file(root.join("x/y/c.md")).expect("there")),
        ("a file moves", |root| fs::rename(root.join("a.md"), root.join("x/a.md")).expect("there")),
        ("a folder moves", |root| fs::rename(root.join("x/y"), root.join("y")).expect("there")),
        ("a folder takes another's name", |root| {
            fs::rename(root.join("x"), root.join("w")).expect("there");
            fs::rename(root.join("z"), root.join("x")).expect("there");
        }),
        ("a file becomes a folder", |root| {
            fs::remove_file(root.join("a.md")).expect("there");
            fs::create_dir(root.join("a.md")).expect("writable");
            fs::write(root.join("a.md/b.md"), "inner").expect("writable");
        }),
        ("a file becomes a link", |root| {
            fs::remove_file(root.join("a.md")).expect("there");
            std::os::unix::fs::symlink("x/b.md", root.join("a.md")).expect("writable");
        }),
        ("rules come", |root| fs::write(root.join("x/.gitignore"), "c.md\n").expect("writable")),
        ("rules change", |root| fs::write(root.join(".gitignore"), "!ignored.md\nz\n").expect("writable")),
        ("rules go", |root| fs::remove_file(root.join(".gitignore")).expect("there")),
    ];
    let projects = CHANGES.map(|_| {
        let project = project(&["a.md", "ignored.md", "x/b.md", "x/y/c.md", "x/y/pic.png", "z/b.md", "z/d.md"]);
        fs::write(project.path().join(".gitignore"), "ignored.md\n").expect("writable");
        project
    });
    age();
    for ((what, change), project) in CHANGES.into_iter().zip(&projects) {
        let root = project.path();
        let before = scanned(root, None, &[]);
        change(root);
        let expect = contents(&scanned(root, None, &[]));
        let again = scanned_again(root, None, &[], Some(&before), None);
        assert_eq!(contents(&again), expect, "{what}");
        // Where something was written is all that has to be known; what came, went or moved shows by itself.
        let touched = BTreeSet::from([root.join("x")]);
        let again = scanned_again(root, None, &[], Some(&before), Some(&touched));
        assert_eq!(contents(&again), expect, "{what}, told where");
    }
}

/// Two names that differ in how their letters are composed have one path: which file it is may not depend on the past.
#[cfg(unix)]
#[test]
fn two_files_of_one_path_are_the_same_one_each_time() {
    let project = project(&["caf\u{e9}/a.md", "cafe\u{301}/a.md", "b.md"]);
    let root = project.path();
    assert_eq!(diagnostics(&scanned(root, None, &[])), ["P0790 caf\u{e9}/a.md"]);
    age();
    let before = scanned(root, None, &[]);
    for folder in ["cafe\u{301}", "caf\u{e9}"] {
        fs::rename(root.join(folder).join("a.md"), root.join(folder).join("b.md")).expect("there");
        let again = scanned_again(root, None, &[], Some(&before), Some(&BTreeSet::new()));
        assert_eq!(contents(&again), contents(&scanned(root, None, &[])));
    }
}

#[cfg(unix)]
#[test]
fn a_second_file_of_a_path_comes_and_the_first_one_goes() {
    const NAMES: [&str; 2] = ["cafe\u{301}.md", "caf\u{e9}.md"];
    let projects = NAMES.map(|name| project(&[name]));
    age();
    for (project, (first, second)) in projects.iter().zip([(NAMES[0], NAMES[1]), (NAMES[1], NAMES[0])]) {
        let root = project.path();
        let mut before = scanned(root, None, &[]);
        let mut check = |what: &str| {
            let again = scanned_again(root, None, &[], Some(&before), None);
            assert_eq!(contents(&again), contents(&scanned(root, None, &[])), "{first:?} first, {what}");
            before = again;
        };
        fs::write(root.join(second), "second").expect("writable");
        check("then the second");
        fs::remove_file(root.join(first)).expect("there");
        check("without the first");
        fs::remove_file(root.join(second)).expect("there");
        check("without both");
    }
}
