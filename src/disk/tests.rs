//! What a folder handle does with links, and with names that lead out.

use super::{Dir, EntryKind};
use std::{fs, io, os::unix::fs::symlink, path::Path};

/// A folder with a file, a folder, and links to both and to a folder outside.
fn scene() -> (tempfile::TempDir, Dir) {
    let temporary = tempfile::tempdir().unwrap();
    let top = temporary.path().join("top");
    fs::create_dir_all(top.join("folder")).unwrap();
    fs::create_dir(temporary.path().join("outside")).unwrap();
    fs::write(temporary.path().join("outside/file"), "outside").unwrap();
    fs::write(top.join("folder/file"), "inside").unwrap();
    symlink("../outside", top.join("out")).unwrap();
    symlink("folder", top.join("in")).unwrap();
    symlink("../../outside/file", top.join("folder/out")).unwrap();
    let dir = Dir::open(&top).unwrap();
    (temporary, dir)
}

#[test]
fn no_call_follows_a_link() {
    let (temporary, dir) = scene();
    let before = crate::output::listing(temporary.path());
    for name in ["out/file", "in/file", "folder/out", "out/new", "in/new"] {
        let name = Path::new(name);
        let folder = name.parent().unwrap();
        assert!(dir.open_file(name).is_err(), "{name:?}");
        assert!(dir.read(name).is_err(), "{name:?}");
        assert!(dir.create(name).is_err(), "{name:?}");
        assert!(dir.open_lock(name).is_err(), "{name:?}");
        assert!(dir.make(name).is_err(), "{name:?}");
        assert!(dir.make_all(name).is_err(), "{name:?}");
        assert!(dir.sub(name).is_err(), "{name:?}");
        if folder != Path::new("folder") {
            assert!(dir.sub(folder).is_err() && dir.make_all(folder).is_err(), "{name:?}");
            assert!(dir.remove_file(name).is_err(), "{name:?}");
            assert!(dir.remove_dir(name).is_err(), "{name:?}");
            assert!(dir.link(Path::new("folder/file"), &dir, name).is_err(), "{name:?}");
            assert!(dir.link(name, &dir, Path::new("new")).is_err(), "{name:?}");
            assert!(dir.rename(Path::new("folder/file"), &dir, name).is_err(), "{name:?}");
            assert!(dir.rename(name, &dir, Path::new("new")).is_err(), "{name:?}");
        }
    }
    assert_eq!(crate::output::listing(temporary.path()), before);
}

#[test]
fn a_link_is_an_entry_of_its_own() {
    let (temporary, dir) = scene();
    assert_eq!(dir.entry(Path::new("out")).unwrap().kind, EntryKind::Link);
    let mut entries = dir.entries().unwrap();
    entries.sort();
    let names: Vec<_> = entries.iter().map(|(name, kind)| (name.to_str().unwrap(), *kind)).collect();
    assert_eq!(names, [("folder", EntryKind::Folder), ("in", EntryKind::Link), ("out", EntryKind::Link)]);
    dir.replace(Path::new("folder/out"), b"new").unwrap();
    assert_eq!(dir.read(Path::new("folder/out")).unwrap(), b"new");
    dir.remove_file(Path::new("out")).unwrap();
    assert_eq!(fs::read(temporary.path().join("outside/file")).unwrap(), b"outside");
}

#[test]
fn a_name_stays_below_its_folder() {
    let (_temporary, dir) = scene();
    for name in ["", "..", "../outside/file", "/etc/passwd", "folder/../../outside/file", "."] {
        let error = dir.open_file(Path::new(name)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{name:?}");
        assert!(dir.make(Path::new(name)).is_err() && dir.remove_file(Path::new(name)).is_err(), "{name:?}");
    }
}
