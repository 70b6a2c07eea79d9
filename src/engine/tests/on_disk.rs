//! What a disk may do to a build: links that somebody committed into the project, and errors that come and go.

use crate::{
    disk::{
        Dir,
        fault::{self, InjectedFault, Lacks},
    },
    engine::{self, Options, Silent},
    model::Date,
    output::{Care, listing, write_single_in},
};
use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

fn options(root: &Path) -> Options {
    Options { jobs: 2, ..Options::new(root, Date::parse("2024-06-30").unwrap()) }
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A project with a page, an image that is made smaller, and what a run that was killed at some point leaves.
fn project(root: &Path) {
    write(root, "book.toml", "[portal]\nout = \"dist/site\"\n");
    write(root, "content/a.md", "# A\n\n![picture](pic.png) [file](notes.txt)\n");
    write(root, "content/notes.txt", "notes");
    let mut png = Vec::new();
    let image = image::RgbImage::from_fn(1200, 40, |x, y| image::Rgb([(x % 251) as u8, y as u8, 9]));
    image.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    fs::write(root.join("content/pic.png"), png).unwrap();
    for state in ["new", "gone", "old"] {
        write(root, &format!("dist/.site.portal.tmp/{state}/half/index.html"), "half");
        write(root, &format!("dist/.site.portal.tmp/{state}/.portal-manifest.json"), "{}");
    }
}

/// Everything that the program does to a project's files. What it refuses it refuses.
fn everything(root: &Path) {
    let options = options(root);
    let _ = engine::build(&options, &Silent);
    // The author's edit does not go through a link either.
    if let Ok(content) = Dir::open(root).and_then(|root| root.sub(Path::new("content"))) {
        let _ = content.replace(Path::new("a.md"), b"# B\n\n![picture](pic.png)\n");
    }
    let _ = engine::build(&Options { care: Care { reread: true, ..Care::default() }, ..options.clone() }, &Silent);
    let _ = engine::verify(&options);
    // What `portal schema --save` and `portal init` do.
    if let Ok(root) = Dir::open(root) {
        let _ = root.make_all(Path::new(".portal/schema"));
        let schema = root.sub(Path::new(".portal/schema"));
        let _ = schema.map(|folder| write_single_in(&folder, Path::new("book.json"), "{", b"{}"));
        let _ = root.create(Path::new("new.md"));
    }
    let _ = engine::clean(&options);
}

/// What is outside of the project, and must stay as it is.
fn outside(folder: &Path) {
    for name in ["half/index.html", "site/index.html", "schema/book.json", "images/x.webp", "index.html", "last.json"] {
        write(folder, &format!("victim/{name}"), "years of work");
    }
    write(
        folder,
        "victim/.portal-manifest.json",
        r#"{"tool":"portal","version":"","site":"","files":{"index.html":{"size":13,"hash":"0"}}}"#,
    );
    write(folder, "file", "years of work");
}

/// Runs the test in a process of its own, as the steps are those of the whole process. Whether this is that process.
fn is_alone(test: &str) -> bool {
    if std::env::var_os("PORTAL_TEST_ALONE").is_some() {
        return true;
    }
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    let test = format!("engine::tests::on_disk::{test}");
    let output = command.args(["--exact", &test, "--nocapture"]).env("PORTAL_TEST_ALONE", "1").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}{}", String::from_utf8_lossy(&output.stderr));
    false
}

/// The test records the path of every step on disk that building, cleaning and keeping take. Then it puts a link to
/// something outside at each path, and at each folder above it, and does the same again.
#[test]
fn no_link_in_a_project_leads_a_write_or_a_removal_out_of_it() {
    if !is_alone("no_link_in_a_project_leads_a_write_or_a_removal_out_of_it") {
        return;
    }
    let temporary = tempfile::tempdir().unwrap();
    let root = temporary.path().join("project");
    project(&root);
    fault::record();
    everything(&root);
    let mut paths = BTreeSet::new();
    let root = root.canonicalize().unwrap();
    for (_, step) in fault::recorded() {
        // The names of temporary files have the number of the process.
        let ours = step.strip_prefix(&root).or_else(|_| step.strip_prefix(temporary.path().join("project")));
        let above = ours.into_iter().flat_map(Path::ancestors).filter(|path| !path.as_os_str().is_empty());
        paths.extend(above.map(Path::to_path_buf));
    }
    assert!(paths.len() > 40, "{paths:?}");
    for expected in [
        ".portal/last.json",
        ".portal/.gitignore",
        ".portal/images",
        ".portal/schema",
        "dist/site",
        "dist/.site.portal.lock",
        "dist/.site.portal.tmp/gone",
        "content",
        "book.toml",
    ] {
        assert!(paths.contains(Path::new(expected)), "{expected} in {paths:?}");
    }
    for path in &paths {
        let is_file = path.extension().is_some_and(|extension| extension != "tmp");
        for target in if is_file { &["file", "nowhere"][..] } else { &["victim"] } {
            planted(path, target);
        }
    }
}

/// Does everything to a project in which a link to `target` outside stands at `path`.
fn planted(path: &Path, target: &str) {
    let temporary = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let (folder, root) = (temporary.path(), temporary.path().join("project"));
    outside(folder);
    project(&root);
    let link = root.join(path);
    if let Some(parent) = link.parent() {
        // Where a file stands the name below it cannot be a link.
        if fs::create_dir_all(parent).is_err() {
            return;
        }
    }
    let _ = fs::remove_dir_all(&link);
    let _ = fs::remove_file(&link);
    let up: PathBuf = std::iter::repeat_n("..", path.components().count()).collect();
    symlink(up.join(target), &link).unwrap();
    let beside = || -> Vec<_> { listing(folder).into_iter().filter(|(path, _)| !path.starts_with(&root)).collect() };
    let before = beside();
    everything(&root);
    let after = beside();
    assert_eq!(after, before, "{} -> {target}", path.display());
    // Nothing from outside is published either.
    let page = root.join("dist/site/notes.txt");
    let is_copy = fs::symlink_metadata(&page).is_ok_and(|metadata| metadata.is_file());
    assert!(!is_copy || fs::read_to_string(&page).unwrap() == "notes", "{} -> {target}", path.display());
}

/// A step that fails once gives an error and no site, or the site as it would be without.
#[test]
fn an_error_of_the_disk_is_no_decision_of_the_author() {
    if !is_alone("an_error_of_the_disk_is_no_decision_of_the_author") {
        return;
    }
    let new = || {
        let temporary = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let root = temporary.path().join("project");
        project(&root);
        write(&root, "content/.gitignore", "secret.md\n");
        write(&root, "content/secret.md", "# Secret\n");
        write(&root, "templates/404.html", "nothing here");
        write(&root, "src/lib.rs", "fn shown() {}\n");
        write(&root, "content/b.md", "# B\n\n```rust file=\"../src/lib.rs\"\n```\n");
        (temporary, root)
    };
    let published = |root: &Path| {
        let root = root.to_path_buf();
        let mut found: Vec<(PathBuf, String)> = listing(&root.join("dist/site"))
            .into_iter()
            .map(|(path, what)| (path.strip_prefix(&root).unwrap().to_path_buf(), what))
            .collect();
        found.retain(|(path, _)| !path.ends_with(".portal-manifest.json"));
        found
    };
    let (_clean, root) = new();
    engine::build(&options(&root), &Silent).unwrap();
    let expected = published(&root);
    assert!(expected.len() > 12 && !expected.iter().any(|(_, what)| what.contains("Secret")));
    let (mut refused, mut step) = (0, 0);
    loop {
        step += 1;
        // EIO, EMFILE, EACCES.
        let code = [5, 24, 13][step % 3];
        let (_temporary, root) = new();
        fault::set(step, Some(InjectedFault::Error(code)), Lacks::default());
        let built = engine::build(&options(&root), &Silent);
        if !fault::end() {
            break;
        }
        let what = format!("error {code} at step {step}");
        match &built {
            Ok(report) if report.published => assert_eq!(published(&root), expected, "{what}"),
            Ok(report) => panic!("{what}: {:?}", report.diagnostics),
            Err(error) => {
                assert_eq!(error.exit_code(), 3, "{what}: {error}");
                refused += 1;
            }
        }
        engine::build(&options(&root), &Silent).unwrap();
        assert_eq!(published(&root), expected, "after {what}");
    }
    assert!(refused > 30, "{refused} of {step}");
}
