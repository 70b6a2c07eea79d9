//! What a power failure, a hand or another umask leaves of a site, and what the next build makes of it.

use super::site::{counts, finish, guard, names, publish, site, write};
use crate::output::{Care, Publisher, manifest};
use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
    time::SystemTime,
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
    assert!(fs::metadata(&page).unwrap().modified().unwrap() <= SystemTime::now());
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
