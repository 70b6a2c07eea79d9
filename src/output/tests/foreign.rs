//! What others put into the output.

use super::site::{counts, finish, guard, inode, listing, names, publish, site, write};
use crate::{
    diag::{EnvError, Refusal},
    disk::beside,
    output::{Care, Publisher},
};
use std::{
    ffi::OsStr,
    fs,
    os::unix::{
        ffi::OsStrExt,
        fs::{MetadataExt, PermissionsExt, symlink},
    },
    path::Path,
};

/// Whether names can be other bytes than UTF-8.
const ANY_NAME: bool = cfg!(target_os = "linux");

/// Adds foreign things of all kinds to a site; what is to be reported of them.
pub(super) fn add(public: &Path) -> Vec<&'static str> {
    write(public, "CNAME", "example.org");
    write(public, "docs/old/notes.txt", "mine");
    write(public, "private/key", "secret");
    write(public, "private/deep/key", "secret");
    fs::create_dir(public.join("private/empty")).unwrap();
    fs::set_permissions(public.join("private"), fs::Permissions::from_mode(0o700)).unwrap();
    fs::create_dir_all(public.join("empty/very")).unwrap();
    symlink("CNAME", public.join("link")).unwrap();
    symlink("nowhere", public.join("docs/broken")).unwrap();
    let mut expected = vec![
        "CNAME",
        "docs/broken",
        "docs/old/notes.txt",
        "empty/very/",
        "link",
        "private/deep/key",
        "private/empty/",
        "private/key",
    ];
    if ANY_NAME {
        fs::write(public.join(OsStr::from_bytes(b"\xff\xfe")), "bytes").unwrap();
        expected.push("\u{fffd}\u{fffd}");
    }
    expected
}

#[test]
fn foreign_files_stay_and_are_reported() {
    let temporary = tempfile::tempdir().unwrap();
    let (folder, public) = (temporary.path(), temporary.path().join("public"));
    publish(folder, &[("docs/old/index.html", "old"), ("index.html", "home")]).unwrap();
    let expected = add(&public);
    let mut before = site(folder);
    let inode_before = inode(&public.join("CNAME"));
    for _ in 0..2 {
        let summary = publish(folder, &[("index.html", "home")]).unwrap();
        assert_eq!(summary.foreign, expected);
        before.remove(&public.join("docs/old/index.html"));
        assert_eq!(site(folder), before);
        assert_eq!(inode(&public.join("CNAME")), inode_before);
        assert_eq!(fs::metadata(public.join("CNAME")).unwrap().nlink(), 1);
        assert_eq!(names(folder), ["public"]);
    }
    let summary = publish(folder, &[]).unwrap();
    assert_eq!((summary.removed, summary.foreign.len()), (1, expected.len()));
    assert_eq!(publish(folder, &[("index.html", "home")]).unwrap().foreign, expected, "after an empty site");
}

#[test]
fn a_folder_is_opened_to_the_host_when_a_page_goes_into_it() {
    let temporary = tempfile::tempdir().unwrap();
    let (folder, public) = (temporary.path(), temporary.path().join("public"));
    publish(folder, &[("index.html", "home")]).unwrap();
    add(&public);
    publish(folder, &[("index.html", "home"), ("private/index.html", "page")]).unwrap();
    let mode = |name| fs::metadata(public.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("private"), mode("private/index.html")), (0o755, 0o644));
}

#[test]
fn a_foreign_file_in_the_way_stops_the_build() {
    for (foreign, output) in [
        ("about", "about"),
        ("about", "about/index.html"),
        ("about", "about/us/index.html"),
        ("about/mine.txt", "about"),
        ("about/deep/mine.txt", "about"),
        ("about/deep/mine.txt", "about/deep"),
    ] {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path();
        publish(folder, &[("index.html", "home")]).unwrap();
        write(&folder.join("public"), foreign, "mine");
        let before = listing(folder);
        let error = publish(folder, &[("index.html", "new"), (output, "page")]).unwrap_err();
        assert_eq!(error.exit_code(), 4, "{error}");
        let EnvError::Refused { path, why: Refusal::InTheWay } = error else { panic!("{error}") };
        assert!(folder.join("public").join(foreign).starts_with(&path), "{foreign} {output}: {}", path.display());
        assert_eq!(listing(folder), before, "{foreign} {output}");
    }
    // An empty folder, where a file has to go.
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    publish(folder, &[("index.html", "home")]).unwrap();
    fs::create_dir(folder.join("public/about")).unwrap();
    let error = publish(folder, &[("about", "page")]).unwrap_err();
    assert!(matches!(error, EnvError::Refused { why: Refusal::InTheWay, .. }), "{error}");
}

#[test]
fn a_folder_that_cannot_be_changed_stops_the_build() {
    if rustix::process::geteuid().is_root() {
        println!("skipped: root may change every folder");
        return;
    }
    for name in ["docs", "mine"] {
        let temporary = tempfile::tempdir().unwrap();
        let (folder, path) = (temporary.path(), temporary.path().join("public").join(name));
        publish(folder, &[("docs/index.html", "old")]).unwrap();
        write(&path, "notes.txt", "mine");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o555)).unwrap();
        let before = listing(folder);
        let error = publish(folder, &[("index.html", "new")]).unwrap_err();
        assert!(matches!(&error, EnvError::Write { path: named, .. } if *named == path), "{error}");
        assert_eq!(listing(folder), before);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn a_file_that_was_put_into_an_empty_target_meanwhile_is_not_lost() {
    for exists in [false, true] {
        let temporary = tempfile::tempdir().unwrap();
        let (folder, public) = (temporary.path(), temporary.path().join("public"));
        if exists {
            fs::create_dir(&public).unwrap();
        }
        let publisher = Publisher::begin(&public, &guard(folder), Care::default()).unwrap();
        publisher.put("index.html", b"home").unwrap();
        write(&public, "thesis.txt", "years of work");
        assert!(finish(publisher).is_err());
        assert_eq!(names(&public), ["thesis.txt"]);
        assert_eq!(names(folder), ["public"]);
    }
}

/// The state between the step and the clearing away: the replaced site still lies in the staging folder.
fn replaced(folder: &Path, change: impl Fn(&Path, &Path)) -> Vec<String> {
    let public = folder.join("public");
    publish(folder, &[("index.html", "home")]).unwrap();
    write(&public, "CNAME", "example.org");
    let gone = beside(&public, "tmp").join("gone");
    fs::create_dir(gone.parent().unwrap()).unwrap();
    fs::create_dir(&gone).unwrap();
    for name in ["index.html", ".portal-manifest.json"] {
        fs::copy(public.join(name), gone.join(name)).unwrap();
    }
    fs::hard_link(public.join("CNAME"), gone.join("CNAME")).unwrap();
    change(&gone, &public);
    publish(folder, &[("index.html", "home")]).unwrap().foreign
}

#[test]
fn a_file_added_just_before_the_step_is_moved_after_it() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    let foreign = replaced(folder, |gone, _| write(gone, "late/new.txt", "late"));
    assert_eq!(foreign, ["CNAME", "late/new.txt"]);
    assert_eq!(fs::read_to_string(folder.join("public/late/new.txt")).unwrap(), "late");
    assert_eq!(names(folder), ["public"]);
}

#[test]
fn a_file_replaced_just_before_the_step_is_set_aside() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    let foreign = replaced(folder, |gone, _| {
        fs::remove_file(gone.join("CNAME")).unwrap();
        write(gone, "CNAME", "example.com");
    });
    let aside = folder.join(".public.portal.kept-1");
    assert_eq!(foreign[0], "CNAME");
    assert!(foreign[1].ends_with(".public.portal.kept-1"), "{foreign:?}");
    assert_eq!(fs::read_to_string(aside.join("gone/CNAME")).unwrap(), "example.com");
    assert_eq!(names(&aside.join("gone")), ["CNAME"]);
    assert_eq!(names(folder), [".public.portal.kept-1", "public"]);
    assert_eq!(publish(folder, &[("index.html", "home")]).unwrap().foreign, ["CNAME"]);
}

#[test]
fn a_tree_without_a_manifest_is_set_aside() {
    // What lies there may be a folder that somebody put in the place of the site.
    for manifest in [None, Some("{")] {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path();
        replaced(folder, |gone, _| {
            fs::remove_file(gone.join(".portal-manifest.json")).unwrap();
            if let Some(text) = manifest {
                write(gone, ".portal-manifest.json", text);
            }
        });
        let kept = names(&folder.join(".public.portal.kept-1/gone"));
        // Where the list is broken, what the new site holds too is not kept twice.
        let expected = if manifest.is_some() { vec!["index.html"] } else { vec!["CNAME", "index.html"] };
        assert_eq!(kept, expected);
        assert_eq!(names(folder), [".public.portal.kept-1", "public"]);
    }
}

#[test]
fn the_target_is_replaced_by_somebody_elses_folder_meanwhile() {
    let temporary = tempfile::tempdir().unwrap();
    let (folder, public) = (temporary.path(), temporary.path().join("public"));
    publish(folder, &[("index.html", "home")]).unwrap();
    let publisher = Publisher::begin(&public, &guard(folder), Care::default()).unwrap();
    publisher.put("about.html", b"about").unwrap();
    fs::remove_dir_all(&public).unwrap();
    write(&public, "thesis.txt", "years of work");
    let foreign = finish(publisher).unwrap().foreign;
    assert_eq!(foreign[0], "thesis.txt");
    assert_eq!(names(&public), [".portal-manifest.json", "about.html", "thesis.txt"]);
    assert_eq!(fs::read_to_string(public.join("thesis.txt")).unwrap(), "years of work");
}

#[test]
fn a_site_that_was_removed_meanwhile_is_published() {
    let temporary = tempfile::tempdir().unwrap();
    let (folder, public) = (temporary.path(), temporary.path().join("public"));
    publish(folder, &[("index.html", "home")]).unwrap();
    let publisher = Publisher::begin(&public, &guard(folder), Care::default()).unwrap();
    publisher.put("about.html", b"about").unwrap();
    fs::remove_dir_all(&public).unwrap();
    let summary = finish(publisher);
    assert_eq!(summary.unwrap(), counts(1, 0, 1));
    assert_eq!(names(folder), ["public"]);
}
