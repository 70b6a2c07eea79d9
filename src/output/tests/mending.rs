//! What a power failure, a hand or another umask leaves of a site, and what the next build makes of it.

use super::site::{counts, finish, guard, names, publish, site, write};
use crate::output::{Care, Publisher, manifest};
use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
};

const SITE: &[(&str, &str)] = &[("index.html", "home"), ("docs/index.html", "page"), ("empty.txt", "")];

/// A broken list of our files stops nobody: what carries our seal is ours, what is damaged is written again, and
/// what is not ours stays.
#[test]
fn a_broken_manifest_is_mended() {
    let texts = [
        "",
        "{\"tool\":",
        "\0\0\0\0",
        "[]",
        r#"{"tool":"portal","version":"","site":"","files":{"../x":{"size":1,"hash":""}}}"#,
    ];
    for text in texts {
        let temporary = tempfile::tempdir().unwrap();
        let (folder, public) = (temporary.path(), temporary.path().join("public"));
        publish(folder, SITE).unwrap();
        let expected = {
            write(&public, "CNAME", "example.org");
            site(folder)
        };
        write(&public, "gone/index.html", "");
        fs::write(public.join("docs/index.html"), "").unwrap();
        fs::write(public.join(manifest::NAME), text).unwrap();
        let summary = publish(folder, SITE).unwrap();
        assert_eq!((summary.written, summary.unchanged), (1, 2), "{text:?}");
        let mut found = site(folder);
        // Nobody knows whose the empty file was, so it stays.
        assert!(
            found.remove(&public.join("gone/index.html")).is_some() && found.remove(&public.join("gone")).is_some()
        );
        assert_eq!(found, expected, "{text:?}");
        assert_eq!(names(folder), ["public"], "{text:?}");
        assert_eq!(publish(folder, SITE).unwrap().unchanged, 3, "{text:?}");
    }
}

/// Half of a page and none of its seal: it may be somebody's, so it is kept beside the site.
#[test]
fn a_damaged_page_that_may_be_somebodys_is_set_aside() {
    let temporary = tempfile::tempdir().unwrap();
    let (folder, public) = (temporary.path(), temporary.path().join("public"));
    publish(folder, SITE).unwrap();
    fs::write(public.join("docs/index.html"), "pa").unwrap();
    fs::write(public.join(manifest::NAME), "").unwrap();
    let summary = publish(folder, SITE).unwrap();
    assert!(summary.foreign.iter().any(|name| name.ends_with(".public.portal.kept-1")), "{summary:?}");
    assert_eq!(fs::read_to_string(public.join("docs/index.html")).unwrap(), "page");
    let kept = folder.join(".public.portal.kept-1/gone/docs/index.html");
    assert_eq!(fs::read_to_string(kept).unwrap(), "pa");
}

#[test]
fn a_page_changed_by_hand_behind_its_seal_is_found_and_written_again() {
    let temporary = tempfile::tempdir().unwrap();
    let (folder, page) = (temporary.path(), temporary.path().join("public/docs/index.html"));
    publish(folder, SITE).unwrap();
    let modified = fs::metadata(&page).unwrap().modified().unwrap();
    fs::write(&page, "PAGE").unwrap();
    fs::File::options().write(true).open(&page).unwrap().set_modified(modified).unwrap();
    assert_eq!(publish(folder, SITE).unwrap(), counts(0, 3, 0), "its size and its seal are right");
    let publisher =
        Publisher::begin(&folder.join("public"), &guard(folder), Care { reread: true, ..Care::default() }).unwrap();
    SITE.iter().for_each(|(name, text)| publisher.put(name, text.as_bytes()).unwrap());
    assert_eq!(finish(publisher).unwrap().mended, ["docs/index.html"]);
    assert_eq!(fs::read_to_string(&page).unwrap(), "page");
}

#[test]
fn rights_and_group_of_the_replaced_folder_stay() {
    let temporary = tempfile::tempdir().unwrap();
    let (folder, public) = (temporary.path(), temporary.path().join("public"));
    fs::create_dir(&public).unwrap();
    // Only root may give a folder to any group.
    let group = if rustix::process::geteuid().is_root() { 4242 } else { fs::metadata(&public).unwrap().gid() };
    std::os::unix::fs::chown(&public, None, Some(group)).unwrap();
    fs::set_permissions(&public, fs::Permissions::from_mode(0o2750)).unwrap();
    for text in ["first", "second"] {
        publish(folder, &[("index.html", text), ("docs/index.html", text)]).unwrap();
        let of = |path: &Path| {
            let metadata = fs::metadata(path).unwrap();
            (metadata.mode() & 0o7777, metadata.gid())
        };
        assert_eq!(of(&public), (0o2750, group), "{text}");
        // Folders in it take the group and the bit from it, as the system does it.
        assert_eq!(of(&public.join("docs")), (0o2755, group), "{text}");
        assert_eq!(of(&public.join("docs/index.html")), (0o644, group), "{text}");
    }
}

/// What has a name of ours and is not what we make of it is set aside or refused, not removed.
#[test]
fn what_has_our_names_beside_the_site_is_not_lost() {
    type Make = fn(&Path);
    let makes: [Make; 4] = [
        |folder| {
            ["new", "old", "gone"]
                .iter()
                .for_each(|name| write(folder, &format!(".public.portal.tmp/{name}"), "precious"))
        },
        |folder| {
            ["old", "gone"]
                .iter()
                .for_each(|name| write(folder, &format!(".public.portal.tmp/{name}/file"), "precious"))
        },
        |folder| {
            fs::create_dir(folder.join(".public.portal.tmp")).unwrap();
            write(folder, "outside/file", "precious");
            std::os::unix::fs::symlink("../outside", folder.join(".public.portal.tmp/old")).unwrap();
        },
        |folder| write(folder, ".public.portal.lock", "precious"),
    ];
    let precious =
        |folder: &Path| super::site::listing(folder).values().filter(|what| what.ends_with(" precious")).count();
    for (number, make) in makes.iter().enumerate() {
        for published in [true, false] {
            let temporary = tempfile::tempdir().unwrap();
            let folder = temporary.path();
            if published {
                publish(folder, SITE).unwrap();
            }
            make(folder);
            let before = precious(folder);
            let built = publish(folder, &[("index.html", "new")]);
            assert_eq!(precious(folder), before, "{number} {published}: {built:?}");
            let is_folder = fs::symlink_metadata(folder.join("public")).is_ok_and(|metadata| metadata.is_dir());
            assert!(is_folder || !published, "{number} {published}");
            if let Err(error) = &built {
                assert_eq!(error.exit_code(), 4, "{number} {published}: {error}");
            }
        }
    }
}

/// A copy that somebody made of a page carries our seal, too.
#[test]
fn a_copy_of_a_page_is_kept_when_the_list_is_broken() {
    let temporary = tempfile::tempdir().unwrap();
    let (folder, public) = (temporary.path(), temporary.path().join("public"));
    publish(folder, SITE).unwrap();
    let copied =
        std::process::Command::new("cp").arg("-p").args([public.join("index.html"), public.join("copy.html")]).status();
    assert!(copied.unwrap().success());
    fs::write(public.join(manifest::NAME), "").unwrap();
    assert_eq!(publish(folder, SITE).unwrap().foreign, ["copy.html"]);
    assert_eq!(fs::read_to_string(public.join("copy.html")).unwrap(), "home");
}

#[test]
fn folders_may_lie_in_each_other_deeply() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    publish(folder, SITE).unwrap();
    let deep = "d/".repeat(700);
    fs::create_dir_all(folder.join("public").join(&deep)).unwrap();
    fs::write(folder.join("public").join(&deep).join("file"), "mine").unwrap();
    assert_eq!(publish(folder, SITE).unwrap().foreign, [format!("{deep}file")]);
    assert_eq!(crate::output::clean(&folder.join("public"), &guard(folder)).unwrap().removed, 3);
    assert_eq!(fs::read_to_string(folder.join("public").join(&deep).join("file")).unwrap(), "mine");
}
