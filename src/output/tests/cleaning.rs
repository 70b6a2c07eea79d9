//! `clean`.

use super::site::{counts, guard, listing, names, publish, write};
use crate::output::{clean, manifest};
use std::{fs, os::unix::fs::symlink};

#[test]
fn clean_removes_a_site_and_what_was_left_beside_it() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    publish(folder, &[("index.html", "home"), ("a/b/index.html", "deep")]).unwrap();
    write(folder, ".public.portal.tmp/new/half.html", "half");
    assert_eq!(clean(&folder.join("public"), &guard(folder)).unwrap(), counts(0, 0, 2));
    assert!(names(folder).is_empty());
}

#[test]
fn clean_keeps_and_reports_what_is_not_ours() {
    let temporary = tempfile::tempdir().unwrap();
    let (folder, public) = (temporary.path(), temporary.path().join("public"));
    publish(folder, &[("index.html", "home"), ("docs/old/index.html", "old"), ("a/b/c.html", "c")]).unwrap();
    let expected = super::foreign::add(&public);
    let summary = clean(&public, &guard(folder)).unwrap();
    assert_eq!((summary.removed, summary.foreign), (3, expected.iter().map(ToString::to_string).collect::<Vec<_>>()));
    let left = listing(&public);
    for gone in ["index.html", "docs/old/index.html", "a", manifest::NAME] {
        assert!(!left.contains_key(&public.join(gone)), "{gone}");
    }
    for kept in ["CNAME", "docs/old/notes.txt", "empty/very", "private/empty", "link", "docs/broken"] {
        assert!(left.contains_key(&public.join(kept)), "{kept}");
    }
    assert_eq!(names(folder), ["public"]);
    // From now on it is nobody's but theirs.
    assert_eq!(clean(&public, &guard(folder)).unwrap_err().exit_code(), 4);
    assert_eq!(listing(&public), left);
}

#[test]
fn clean_does_not_go_through_a_link() {
    let temporary = tempfile::tempdir().unwrap();
    let (folder, public) = (temporary.path(), temporary.path().join("public"));
    publish(folder, &[("index.html", "home"), ("docs/index.html", "page")]).unwrap();
    fs::rename(public.join("docs"), folder.join("moved")).unwrap();
    symlink(folder.join("moved"), public.join("docs")).unwrap();
    let summary = clean(&public, &guard(folder)).unwrap();
    assert_eq!((summary.removed, summary.foreign), (1, vec!["docs".to_owned()]));
    assert_eq!(fs::read_to_string(folder.join("moved/index.html")).unwrap(), "page");
}

#[test]
fn clean_of_nothing_does_nothing() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    for target in ["public", "no/parent/public"] {
        assert_eq!(clean(&folder.join(target), &guard(folder)).unwrap(), counts(0, 0, 0));
    }
    fs::create_dir(folder.join("public")).unwrap();
    assert_eq!(clean(&folder.join("public"), &guard(folder)).unwrap(), counts(0, 0, 0));
    assert_eq!(names(folder), ["public"]);
}
