//! Assets, of any size; and a disk that is full in earnest.

use super::site::{counts, finish, guard, inode, listing, names, publish};
use crate::{
    diag::EnvError,
    disk::Dir,
    output::{Care, Publisher, Summary},
};
use std::{fs, os::unix::fs::symlink, path::Path, process::Command};

fn publish_copy(folder: &Path, from: &Path) -> Result<Summary, EnvError> {
    let publisher = Publisher::begin(&folder.join("public"), &guard(folder), Care::default())?;
    let opened =
        Dir::open(from.parent().unwrap()).and_then(|folder| folder.open_file(from.file_name().unwrap().as_ref()));
    publisher.copy("files/asset.bin", opened.map_err(|source| EnvError::read(from, source))?, from)?;
    finish(publisher)
}

#[test]
fn an_asset_of_any_size_is_copied_once() {
    for size in [0, 1, 9 << 20] {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path();
        let (from, to) = (folder.join("asset"), folder.join("public/files/asset.bin"));
        let bytes: Vec<u8> = (0..size).map(|n: u32| (n % 251) as u8).collect();
        fs::write(&from, &bytes).unwrap();
        assert_eq!(publish_copy(folder, &from).unwrap(), counts(1, 0, 0), "{size}");
        assert!(fs::read(&to).unwrap() == bytes, "{size}");
        let before = inode(&to);
        assert_eq!(publish_copy(folder, &from).unwrap(), counts(0, 1, 0), "{size}");
        assert_eq!(inode(&to), before, "{size}");
        let changed: Vec<u8> = bytes.iter().rev().copied().chain([7]).collect();
        fs::write(&from, &changed).unwrap();
        assert_eq!(publish_copy(folder, &from).unwrap(), counts(1, 0, 0), "{size}");
        assert!(fs::read(&to).unwrap() == changed, "{size}");
        // Of the same size, with other bytes.
        let flipped: Vec<u8> = changed.iter().map(|byte| !byte).collect();
        fs::write(&from, &flipped).unwrap();
        assert_eq!(publish_copy(folder, &from).unwrap(), counts(1, 0, 0), "{size}");
        assert!(fs::read(&to).unwrap() == flipped, "{size}");
    }
}

#[test]
fn what_is_no_file_is_not_copied() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    publish(folder, &[("index.html", "home")]).unwrap();
    fs::write(folder.join("file"), "secret").unwrap();
    symlink(folder.join("file"), folder.join("link")).unwrap();
    symlink(folder.join("nowhere"), folder.join("broken")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap().success());
    fs::create_dir(folder.join("folder")).unwrap();
    let before = listing(folder);
    for name in ["link", "broken", "pipe", "folder", "missing"] {
        let error = publish_copy(folder, &folder.join(name)).unwrap_err();
        assert!(error.to_string().contains(&*folder.join(name).to_string_lossy()), "{error}");
        assert_eq!(error.exit_code(), if matches!(name, "link" | "broken") { 4 } else { 3 });
        assert_eq!(listing(folder), before, "{name}");
    }
}

/// A file system of its own, where the user may mount one.
struct Mount(tempfile::TempDir);

impl Mount {
    fn new() -> Option<Mount> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(folder.path());
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        if !mounted {
            println!("skipped: no file system can be mounted here");
        }
        mounted.then_some(Mount(folder))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_leaves_the_site_as_it_was() {
    let Some(mount) = Mount::new() else { return };
    let folder = mount.0.path();
    publish(folder, &[("index.html", "old")]).unwrap();
    let before = listing(folder);
    let publisher = Publisher::begin(&folder.join("public"), &guard(folder), Care::default()).unwrap();
    let error = (0..100).find_map(|n| publisher.put(&format!("{n}/index.html"), &[b'x'; 100_000]).err()).unwrap();
    let text = error.to_string();
    assert!(text.contains("/public/") && text.contains("No space left"), "{text}");
    assert_eq!(error.exit_code(), 3);
    drop(publisher);
    assert_eq!(listing(folder), before);
    assert_eq!(publish(folder, &[("index.html", "new")]).unwrap(), counts(1, 0, 0));
}

#[test]
fn a_mount_point_is_refused() {
    let Some(mount) = Mount::new() else { return };
    let beside = tempfile::tempdir().unwrap();
    let error = Publisher::begin(mount.0.path(), &guard(beside.path()), Care::default()).map(drop).unwrap_err();
    assert_eq!(error.exit_code(), 4, "{error}");
    assert!(error.to_string().contains("mount point"), "{error}");
    assert!(names(mount.0.path()).is_empty());
}

/// A folder that a mount shows elsewhere would be emptied there, as the mount goes on to show the old one.
#[cfg(target_os = "linux")]
#[test]
fn the_place_and_the_source_of_a_bind_mount_are_refused() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().canonicalize().unwrap();
    publish(&folder, &[("index.html", "home")]).unwrap();
    fs::create_dir(folder.join("www")).unwrap();
    let mounted = Command::new("mount").args(["--bind"]).arg(folder.join("public")).arg(folder.join("www")).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        println!("skipped: nothing can be mounted here");
        return;
    }
    let results = ["public", "www"].map(|name| Publisher::begin(&folder.join(name), &guard(&folder), Care::default()));
    let error = results.map(|result| result.map(drop).unwrap_err().to_string());
    let shown = names(&folder.join("www"));
    let _ = Command::new("umount").arg(folder.join("www")).status();
    assert!(error.iter().all(|error| error.contains("mount point")), "{error:?}");
    assert!(shown.contains(&"index.html".to_owned()), "{shown:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_mount_inside_the_output_is_refused() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().canonicalize().unwrap();
    publish(&folder, &[("index.html", "home"), ("a/index.html", "page")]).unwrap();
    fs::create_dir(folder.join("outside")).unwrap();
    fs::write(folder.join("outside/index.html"), "years of work").unwrap();
    let place = folder.join("public/a");
    let mounted = Command::new("mount").arg("--bind").arg(folder.join("outside")).arg(&place).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        println!("skipped: nothing can be mounted here");
        return;
    }
    let built = publish(&folder, &[("index.html", "new")]);
    let cleaned = crate::output::clean(&folder.join("public"), &guard(&folder));
    let _ = Command::new("umount").arg(&place).status();
    for error in [built.unwrap_err(), cleaned.unwrap_err()] {
        assert_eq!(error.exit_code(), 4, "{error}");
        assert!(error.to_string().contains("public/a"), "{error}");
    }
    assert_eq!(fs::read_to_string(folder.join("outside/index.html")).unwrap(), "years of work");
}
