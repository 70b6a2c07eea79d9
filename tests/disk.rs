//! What is read from a real disk: what is left out, and what is no file.

#![expect(clippy::disallowed_methods, reason = "tests read and write their files")]

use portal::{
    diag::EnvError,
    engine,
    model::{Date, RelPath},
    output::Care,
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
        ".draft.md",
        "node_modules/d.md",
        "x/target/e.md",
        "public/f.md",
        "ignored/g.md",
        "excluded/h.md",
        "themes/default/templates/base.html",
    ]);
    fs::write(project.path().join(".gitignore"), "ignored/\n").expect("writable");
    assert_eq!(names(&scanned(project.path(), None, &["excluded/**"])), "a.md b.MARKDOWN x/pic.png");
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

/// What a build publishes of a project.
fn build(root: &Path) -> Result<engine::Report, EnvError> {
    let options = engine::Options {
        root: root.into(),
        config: None,
        out: None,
        base_url: None,
        drafts: false,
        future: false,
        strict: false,
        care: Care::default(),
        today: Date::parse("2024-06-30").expect("a day"),
        jobs: 2,
    };
    engine::build(&options, &engine::Silent)
}

/// The disk is asked for a file by the name that it gave.
#[cfg(unix)]
#[test]
fn an_asset_of_letters_and_marks_is_published_under_the_composed_name() {
    let names = [
        ("cafe\u{301}.txt", "caf\u{e9}.txt"),
        ("\u{30ab}\u{3099}.txt", "\u{30ac}.txt"),
        ("\u{fa19}.txt", "\u{795e}.txt"),
        ("e\u{301}te\u{301}/plan.txt", "\u{e9}t\u{e9}/plan.txt"),
    ];
    for (on_disk, composed) in names {
        let project = project(&[on_disk]);
        let root = project.path();
        fs::write(root.join("a.md"), format!("# A\n\n[file]({composed})\n")).expect("writable");
        let report = build(root).expect("a disk that works");
        assert!(report.published && report.diagnostics.is_empty(), "{on_disk}: {:?}", report.diagnostics);
        assert_eq!(fs::read_to_string(root.join("public").join(composed)).expect("published"), on_disk);
    }
}

#[cfg(unix)]
#[test]
fn folders_that_are_links_stay_in_the_project() {
    use std::os::unix::fs::symlink;
    let outside = project(&["a.md", "page.html", "templates/page.html"]);
    let inside = |target: &Path, link: &str| {
        let project = project(&["texts/a.md", "look/404.html", "README.md"]);
        fs::create_dir_all(project.path().join(link).parent().expect("a folder")).expect("writable");
        symlink(target, project.path().join(link)).expect("a link");
        fs::write(project.path().join("book.toml"), "[portal]\ntheme = \"x\"\n").expect("writable");
        project
    };
    // The sources.
    let built = build(inside(outside.path(), "content").path());
    assert_eq!(built.expect_err("a link out of the project").exit_code(), 4);
    let followed = inside(Path::new("texts"), "content");
    assert!(build(followed.path()).expect("readable").published);
    assert!(followed.path().join("public/a/index.html").is_file());
    // Templates and the theme.
    for link in ["templates", "themes/x"] {
        let project = inside(outside.path(), link);
        let report = build(project.path()).expect("readable");
        assert!(report.published, "{link}");
        let found: Vec<String> =
            report.diagnostics.iter().map(|found| format!("{} {}", found.code, found.path)).collect();
        assert!(found.contains(&format!("P0801 {link}")), "{link}: {found:?}");
        let page = fs::read_to_string(project.path().join("public/texts/a/index.html")).expect("published");
        assert!(page.contains("</html>"), "{link}: {page}");
    }
    let project = inside(Path::new("look"), "templates");
    build(project.path()).expect("readable");
    let page = fs::read_to_string(project.path().join("public/404.html")).expect("published");
    assert_eq!(page.trim(), "look/404.html");
    // The configuration.
    let project = inside(outside.path(), "other");
    fs::remove_file(project.path().join("book.toml")).expect("there");
    symlink(outside.path().join("a.md"), project.path().join("book.toml")).expect("a link");
    assert_eq!(build(project.path()).expect_err("a link out of the project").exit_code(), 4);
}

#[test]
fn a_configuration_publishes_inside_its_project() {
    for out in ["../site", "a/../../site", "/tmp/site", ".git/site"] {
        let project = project(&["a.md"]);
        fs::write(project.path().join("book.toml"), format!("[portal]\nout = \"{out}\"\n")).expect("writable");
        let error = build(project.path()).expect_err(out);
        assert_eq!(error.exit_code(), 4, "{out}: {error}");
    }
}

/// The bytes decide, whatever the disk says of the file's time.
#[cfg(unix)]
#[test]
fn an_asset_written_again_with_its_size_and_time_is_published() {
    let project = project(&["file.txt"]);
    let root = project.path();
    fs::write(root.join("a.md"), "# A\n\n[file](file.txt)\n").expect("writable");
    let file = root.join("file.txt");
    let modified = fs::metadata(&file).and_then(|metadata| metadata.modified()).expect("a time");
    build(root).expect("a disk that works");
    assert_eq!(build(root).expect("a disk that works").written, 0, "nothing has changed");
    for text in ["FILE.txt", "file.TXT"] {
        fs::write(&file, text).expect("writable");
        fs::File::options().write(true).open(&file).and_then(|file| file.set_modified(modified)).expect("writable");
        build(root).expect("a disk that works");
        assert_eq!(fs::read_to_string(root.join("public/file.txt")).expect("published"), text);
    }
    // Written again as it was: read, and nothing to do.
    fs::write(&file, "file.TXT").expect("writable");
    assert_eq!(build(root).expect("a disk that works").rendered, 0);
}

/// Rules that cannot be read could leave out what must not be published.
#[cfg(unix)]
#[test]
fn what_cannot_be_read_stops_the_build() {
    use std::os::unix::fs::PermissionsExt;
    for name in ["book.toml", ".gitignore", "a.md", "pic.png", "templates/page.html"] {
        let project = project(&["a.md", "b.md", "templates/page.html"]);
        let root = project.path();
        fs::write(root.join("b.md"), "# B\n\n![picture](pic.png)\n").expect("writable");
        for empty in ["book.toml", ".gitignore", "pic.png"] {
            fs::write(root.join(empty), "").expect("writable");
        }
        fs::set_permissions(root.join(name), fs::Permissions::from_mode(0o0)).expect("ours");
        // Root reads everything.
        if fs::read(root.join(name)).is_ok() {
            return;
        }
        let error = build(root).expect_err(name);
        assert_eq!(error.exit_code(), 3, "{name}: {error}");
        assert!(!root.join("public").exists(), "{name}");
    }
}

/// What holds secrets, or is ours, is no source, whatever the rules in a project say.
#[cfg(unix)]
#[test]
fn folders_of_other_tools_are_never_sources() {
    use std::os::unix::fs::symlink;
    let rules = "!.git\n!.git/**\n!.portal\n!.*\n";
    let project = project(&[
        ".git/config",
        ".git/notes.md",
        ".portal/a.md",
        ".public.portal.tmp/new/b.md",
        "sub/.GIT/c.md",
        "a.md",
    ]);
    let root = project.path();
    fs::write(root.join(".gitignore"), rules).expect("writable");
    fs::write(root.join("a.md"), "# A\n\n[c](.git/config)\n").expect("writable");
    let snapshot = scanned(root, None, &[]);
    let found: Vec<&str> = snapshot.sources.keys().map(RelPath::as_str).collect();
    assert_eq!(found, ["a.md"]);
    build(root).expect("a disk that works");
    assert!(!root.join("public/.git").exists());
    // By the name of the folder of the sources, or of the theme.
    fs::write(root.join("book.toml"), "[book]\nsrc = \".git\"\n").expect("writable");
    assert_eq!(build(root).expect_err("not the project's").exit_code(), 4);
    fs::remove_file(root.join("book.toml")).expect("there");
    symlink(".git", root.join("content")).expect("a link");
    assert_eq!(build(root).expect_err("not the project's").exit_code(), 4);
    fs::remove_file(root.join("content")).expect("there");
    fs::create_dir_all(root.join("static")).expect("writable");
    fs::write(root.join("static/secret.env"), "secret").expect("writable");
    fs::create_dir(root.join("themes")).expect("writable");
    symlink("..", root.join("themes/default")).expect("a link");
    let report = build(root).expect("a disk that works");
    assert!(report.diagnostics.iter().any(|found| found.path.as_str() == "themes/default"), "{:?}", report.diagnostics);
    let theme = fs::read_dir(root.join("public/theme")).expect("published");
    assert!(!theme.filter_map(Result::ok).any(|file| file.file_name().to_string_lossy().ends_with(".env")));
}

/// What a link led to may come back: a disk that is not there is no decision of the author.
#[cfg(unix)]
#[test]
fn a_link_to_nowhere_keeps_the_site_as_it_is() {
    use std::os::unix::fs::symlink;
    for name in ["content", "book.toml", "templates"] {
        let project = project(&["content/a.md"]);
        let root = project.path();
        build(root).expect("a disk that works");
        if name == "content" {
            fs::remove_dir_all(root.join(name)).expect("there");
        }
        symlink("/nowhere/at/all", root.join(name)).expect("a link");
        assert_eq!(build(root).expect_err(name).exit_code(), 3, "{name}");
        assert!(root.join("public/a/index.html").is_file(), "{name}");
    }
}

/// Reading a configuration that never ends would take all memory.
#[cfg(unix)]
#[test]
fn a_configuration_is_a_file() {
    let project = project(&["a.md"]);
    let made = std::process::Command::new("mkfifo").arg(project.path().join("book.toml")).status();
    assert!(made.expect("mkfifo").success());
    assert_eq!(build(project.path()).expect_err("no file").exit_code(), 3);
    fs::remove_file(project.path().join("book.toml")).expect("there");
    std::os::unix::fs::symlink("/dev/zero", project.path().join("book.toml")).expect("a link");
    assert_eq!(build(project.path()).expect_err("out of the project").exit_code(), 4);
}

/// A file may claim any size.
#[cfg(target_os = "linux")]
#[test]
fn a_huge_file_is_an_error_and_no_crash() {
    let project = project(&["a.md"]);
    let file = fs::File::create(project.path().join("b.md")).expect("writable");
    // What no memory holds.
    if file.set_len(1 << 43).is_ok() {
        assert_eq!(build(project.path()).expect_err("too large").exit_code(), 3);
    }
}

/// A name with a backslash is another path on another system.
#[cfg(unix)]
#[test]
fn a_name_with_a_backslash_is_left_out() {
    let project = project(&["a.md", "b\\c.txt"]);
    fs::write(project.path().join("book.toml"), "[portal]\nassets = \"all\"\n").expect("writable");
    let report = build(project.path()).expect("a disk that works");
    assert!(report.published);
    assert_eq!(report.diagnostics.iter().map(|found| found.code.name()).collect::<Vec<_>>(), ["P0783"]);
}
