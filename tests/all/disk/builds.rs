//! What a build makes of a real disk: names, links, what was written again and what cannot be read.

use super::{project, scanned};
use portal::{
    diag::EnvError,
    engine::{self, Options},
    model::{Date, RelPath},
};
use std::{fs, path::Path};

/// What a build publishes of a project.
fn build(root: &Path) -> Result<engine::Report, EnvError> {
    let options = Options { jobs: 2, ..Options::new(root, Date::parse("2024-06-30").expect("a day")) };
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
    assert_eq!(build(root).expect("a disk that works").summary.written, 0, "nothing has changed");
    for text in ["FILE.txt", "file.TXT"] {
        fs::write(&file, text).expect("writable");
        fs::File::options().write(true).open(&file).and_then(|file| file.set_modified(modified)).expect("writable");
        build(root).expect("a disk that works");
        assert_eq!(fs::read_to_string(root.join("public/file.txt")).expect("published"), text);
    }
    // Written again as it was: read, and nothing to do.
    fs::write(&file, "file.TXT").expect("writable");
    assert_eq!(build(root).expect("a disk that works").summary.rendered, 0);
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
