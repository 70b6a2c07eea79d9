//! Good days.

use super::site::{again, counts, guard, inode, listing, names, publish, site, test_name, write};
use crate::{
    diag::EnvError,
    output::{Care, Publisher, manifest, standing},
};
use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
    time::{Duration, SystemTime},
};

fn content(folder: &Path) -> Vec<(String, String)> {
    let public = folder.join("public");
    let of = |(path, what): (std::path::PathBuf, String)| {
        Some((path.strip_prefix(&public).ok()?.to_str()?.to_owned(), what))
    };
    site(folder).into_iter().filter_map(of).collect()
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, what)| ((*name).to_owned(), (*what).to_owned())).collect()
}

#[test]
fn a_first_site_is_the_outputs_and_the_manifest() {
    for before in ["nothing", "an empty folder", "no parent"] {
        let temporary = tempfile::tempdir().unwrap();
        let folder = if before == "no parent" { temporary.path().join("a/b") } else { temporary.path().into() };
        if before == "an empty folder" {
            fs::create_dir(folder.join("public")).unwrap();
        }
        let summary = publish(&folder, &[("index.html", "home"), ("a/b/index.html", "deep"), ("a/c.css", "")]).unwrap();
        assert_eq!(summary, counts(3, 0, 0), "{before}");
        let expected = [
            ("", "folder 755"),
            ("a", "folder 755"),
            ("a/b", "folder 755"),
            ("a/b/index.html", "file 644 deep"),
            ("a/c.css", "file 644 "),
            ("index.html", "file 644 home"),
        ];
        assert_eq!(content(&folder), owned(&expected), "{before}");
        assert_eq!(names(&folder), ["public"], "{before}");
        assert!(folder.join("public").join(manifest::NAME).is_file());
    }
}

#[test]
fn a_second_site_writes_what_changed_and_removes_what_is_gone() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    let public = folder.join("public");
    publish(
        folder,
        &[
            ("same.html", "same"),
            ("changed.html", "old"),
            ("gone/deep/x.html", "x"),
            ("gone/deep/y.html", "y"),
            ("was-file", "file"),
            ("was-folder/index.html", "folder"),
        ],
    )
    .unwrap();
    let (same, changed) = (public.join("same.html"), public.join("changed.html"));
    let before = (inode(&same), fs::metadata(&same).unwrap().modified().unwrap(), inode(&changed));
    let summary = publish(
        folder,
        &[("same.html", "same"), ("changed.html", "new"), ("was-file/index.html", "folder"), ("was-folder", "file")],
    )
    .unwrap();
    assert_eq!(summary, counts(3, 1, 4));
    let expected = [
        ("", "folder 755"),
        ("changed.html", "file 644 new"),
        ("same.html", "file 644 same"),
        ("was-file", "folder 755"),
        ("was-file/index.html", "file 644 folder"),
        ("was-folder", "file 644 file"),
    ];
    assert_eq!(content(folder), owned(&expected));
    assert_eq!((inode(&same), fs::metadata(&same).unwrap().modified().unwrap()), (before.0, before.1));
    assert_ne!(inode(&changed), before.2);
    for name in ["same.html", "changed.html", "was-file/index.html", manifest::NAME] {
        assert_eq!(fs::metadata(public.join(name)).unwrap().nlink(), 1, "{name}");
    }
    assert_eq!(names(folder), ["public"]);
}

#[test]
fn a_host_can_read_the_site_whatever_the_mask() {
    if let Some(folder) = std::env::var_os("PORTAL_TEST_MASK") {
        publish(Path::new(&folder), &[("index.html", "x"), ("a/b/index.html", "x")]).unwrap();
        return;
    }
    for mask in ["000", "002", "022", "027", "077"] {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let variables = [("PORTAL_TEST_MASK", folder.path().to_str().unwrap().to_owned())];
            let test = test_name!("a_host_can_read_the_site_whatever_the_mask");
            let output = again(&format!("umask {mask};"), test, &variables);
            assert!(output.status.success(), "{output:?}");
            for path in listing(&folder.path().join("public")).keys() {
                let metadata = fs::metadata(path).unwrap();
                let expected = if metadata.is_dir() { 0o755 } else { 0o644 };
                assert_eq!(metadata.permissions().mode() & 0o7777, expected, "mask {mask}: {}", path.display());
            }
        }
    }
}

#[test]
fn an_edit_of_a_published_file_does_not_stay() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    let path = folder.join("public/index.html");
    publish(folder, &[("index.html", "page")]).unwrap();
    fs::write(&path, "edit").unwrap();
    let later = SystemTime::now() + Duration::from_secs(5);
    fs::File::options().write(true).open(&path).unwrap().set_modified(later).unwrap();
    assert_eq!(publish(folder, &[("index.html", "page")]).unwrap(), counts(1, 0, 0));
    assert_eq!(fs::read_to_string(&path).unwrap(), "page");
}

#[test]
fn a_file_reached_through_a_link_is_not_kept() {
    // The user moved a folder of the site away and left a link.
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    publish(folder, &[("docs/index.html", "page"), ("index.html", "home")]).unwrap();
    fs::rename(folder.join("public/docs"), folder.join("moved")).unwrap();
    std::os::unix::fs::symlink(folder.join("moved"), folder.join("public/docs")).unwrap();
    let summary = publish(folder, &[("index.html", "home")]).unwrap();
    assert_eq!(summary.foreign, ["docs"]);
    assert_eq!(fs::read_to_string(folder.join("moved/index.html")).unwrap(), "page");
}

#[test]
fn the_second_publisher_is_kept_out_until_the_first_is_gone() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    publish(folder, &[("index.html", "old")]).unwrap();
    let before = listing(folder);
    let target = folder.join("public");
    let first = Publisher::begin(&target, &guard(folder), Care::default()).unwrap();
    first.put("index.html", b"new").unwrap();
    first.put("a/b.html", b"new").unwrap();
    let during = listing(folder);
    for second in [
        Publisher::begin(&target, &guard(folder), Care::default()).map(drop),
        crate::output::clean(&target, &guard(folder)).map(drop),
    ] {
        let error = second.unwrap_err();
        assert!(matches!(&error, EnvError::Locked { path } if path.ends_with("public")), "{error}");
        assert_eq!(listing(folder), during);
    }
    drop(first);
    assert_eq!(listing(folder), before);
    assert_eq!(publish(folder, &[("index.html", "new")]).unwrap(), counts(1, 0, 0));
}

#[test]
fn a_lock_that_is_no_file_is_an_error() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    std::os::unix::fs::symlink(folder.join("nowhere"), folder.join(".public.portal.lock")).unwrap();
    let error = publish(folder, &[("index.html", "x")]).unwrap_err();
    assert_eq!(error.exit_code(), 4);
    assert!(error.to_string().contains(".public.portal.lock"), "{error}");
    assert_eq!(names(folder), [".public.portal.lock"]);
}

#[test]
fn an_output_stays_inside_and_is_made_once() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    let publisher = Publisher::begin(&folder.join("public"), &guard(folder), Care::default()).unwrap();
    let long = "長".repeat(86);
    for name in ["", "/etc/x", "../x", "a/../../x", "a//b", "./a", "a/.", "a\0b", "a\\b", &long] {
        let error = publisher.put(name, b"x").unwrap_err();
        assert_eq!(error.exit_code(), 3, "{name:?}: {error}");
    }
    publisher.put("a", b"1").unwrap();
    for name in ["a", "a/b"] {
        let error = publisher.put(name, b"2").unwrap_err();
        assert!(error.to_string().contains(&format!("public/{name}: ")), "{error}");
    }
    drop(publisher);
    assert!(names(folder).is_empty());
}

#[test]
fn a_site_stands_while_its_files_do() {
    type Change = fn(&Path);
    let changes: [(&str, bool, Change); 7] = [
        ("nothing", true, |_| {}),
        ("a foreign file", true, |public| write(public, "CNAME", "example.org")),
        ("touched", false, |public| {
            let file = fs::File::options().write(true).open(public.join("a/b.html")).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        }),
        ("deleted", false, |public| fs::remove_file(public.join("a/b.html")).unwrap()),
        ("truncated", false, |public| {
            let file = fs::File::options().write(true).open(public.join("a/b.html")).unwrap();
            let modified = file.metadata().unwrap().modified().unwrap();
            file.set_len(1).unwrap();
            file.set_modified(modified).unwrap();
        }),
        ("a folder in its place", false, |public| {
            fs::remove_file(public.join("a/b.html")).unwrap();
            fs::create_dir(public.join("a/b.html")).unwrap();
        }),
        ("no manifest", false, |public| fs::remove_file(public.join(manifest::NAME)).unwrap()),
    ];
    for (what, stands, change) in changes {
        let temporary = tempfile::tempdir().unwrap();
        let public = temporary.path().join("public");
        publish(temporary.path(), &[("index.html", "home"), ("a/b.html", "page")]).unwrap();
        change(&public);
        assert_eq!(standing(&public).map(|(files, _)| files), stands.then_some(2), "{what}");
    }
    assert_eq!(standing(Path::new("/nowhere")), None);
}

#[test]
fn one_site_has_one_manifest_wherever_it_is_published() {
    let manifest = || {
        let temporary = tempfile::tempdir().unwrap();
        publish(temporary.path(), &[("index.html", "home"), ("a/b.html", "page")]).unwrap();
        fs::read_to_string(temporary.path().join("public").join(manifest::NAME)).unwrap()
    };
    assert_eq!(manifest(), manifest());
}

#[test]
fn a_site_may_hold_what_marks_a_project() {
    let temporary = tempfile::tempdir().unwrap();
    let outputs = [("index.html", "home"), ("package.json", "{}")];
    publish(temporary.path(), &outputs).unwrap();
    assert_eq!(publish(temporary.path(), &outputs).unwrap(), counts(0, 2, 0));
}
