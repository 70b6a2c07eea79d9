//! Folders that cannot be an output.

use super::site::{listing, write};
use crate::{
    diag::{EnvError, Refusal},
    output::{Care, Guard, Publisher, clean, manifest},
};
use std::{fs, os::unix::fs::symlink, path::Path};

const MANIFEST: &str = r#"{"tool":"portal","version":"1","site":"s","files":{NAMES}}"#;

fn manifest_of(names: &str) -> String {
    let files: Vec<_> = names.split_whitespace().map(|name| format!(r#""{name}":{{"size":1,"hash":"0"}}"#)).collect();
    MANIFEST.replace("{NAMES}", &format!("{{{}}}", files.join(",")))
}

/// A home with a project and much that is not an output.
fn home(home: &Path) -> Guard {
    for (name, text) in [
        ("project/book.toml", ""),
        ("project/content/sub/a.md", "# A"),
        ("project/parts/src/b.md", "# B"),
        ("project/themes/plain/theme.toml", ""),
        ("git/.git/HEAD", "ref"),
        ("worktree/.git", "gitdir: elsewhere"),
        ("hg/.hg/store", ""),
        ("svn/.svn/entries", ""),
        ("rust/Cargo.toml", ""),
        ("node/package.json", "{}"),
        ("book/book.toml", ""),
        ("file", "a file"),
        ("full/thesis.txt", "years of work"),
        ("hidden/.notes", "years of work"),
        ("empty-manifest/.portal-manifest.json", ""),
        ("broken/.portal-manifest.json", "{\"tool\":"),
        ("out/index.html", "old"),
        ("elsewhere/.portal-manifest.json", &manifest_of("index.html")),
    ] {
        write(home, name, text);
    }
    for (folder, names) in [
        ("climbs", "../file"),
        ("dots", "a/../../file"),
        ("absolute", "/etc/passwd"),
        ("here", "./x"),
        ("void", "a//b"),
    ] {
        write(home, &format!("{folder}/{}", manifest::NAME), &manifest_of(names));
    }
    symlink(home.join("full"), home.join("link")).unwrap();
    symlink(home.join("nowhere"), home.join("broken-link")).unwrap();
    symlink(home.join("project/content"), home.join("way-in")).unwrap();
    symlink("../full", home.join("project/out-link")).unwrap();
    fs::create_dir(home.join("linked-manifest")).unwrap();
    symlink(home.join("elsewhere").join(manifest::NAME), home.join("linked-manifest").join(manifest::NAME)).unwrap();
    fs::create_dir_all(home.join("folder-manifest").join(manifest::NAME)).unwrap();
    for pipe in ["pipe", "piped-manifest/.portal-manifest.json"] {
        fs::create_dir_all(home.join(pipe).parent().unwrap()).unwrap();
        let made = std::process::Command::new("mkfifo").arg(home.join(pipe)).status();
        assert!(made.unwrap().success());
    }
    Guard {
        root: home.join("project"),
        inputs: vec![home.join("project/content"), home.join("project/parts/src"), home.join("project/themes")],
        home: Some(home.into()),
        site: "s".into(),
    }
}

#[test]
fn a_dangerous_target_is_refused_and_nothing_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().canonicalize().unwrap();
    let guard = home(&real.join("home"));
    let before = listing(&real);
    let foreign = |name: &str| Refusal::Foreign(vec![name.to_owned()]);
    let holds = |name: &str| Refusal::Holds(name.to_owned());
    let broken = || Refusal::BrokenManifest(String::new());
    for (target, why) in [
        ("/", Refusal::FileSystemRoot),
        ("../../../../../../../../../../..", Refusal::FileSystemRoot),
        (".", Refusal::Home),
        ("..", Refusal::Home),
        ("project/..", Refusal::Home),
        ("missing/..", Refusal::Home),
        ("missing/../..", Refusal::Home),
        ("missing/also/../../project", Refusal::Project),
        ("project", Refusal::Project),
        ("project/", Refusal::Project),
        ("project/.", Refusal::Project),
        ("project/content/..", Refusal::Project),
        ("way-in/..", Refusal::Project),
        ("project/content", Refusal::Input),
        ("project/content/sub", Refusal::Input),
        ("project/content/new/deep", Refusal::Input),
        ("project/new/../content/public", Refusal::Input),
        ("project/themes/plain", Refusal::Input),
        ("project/parts", Refusal::Input),
        ("way-in/public", Refusal::Input),
        ("git", holds(".git")),
        ("worktree", holds(".git")),
        ("hg", holds(".hg")),
        ("svn", holds(".svn")),
        ("rust", holds("Cargo.toml")),
        ("node", holds("package.json")),
        ("book", holds("book.toml")),
        ("hg/../git", holds(".git")),
        ("link", Refusal::Symlink),
        ("link/", Refusal::Symlink),
        ("link/.", Refusal::Symlink),
        ("git/../link", Refusal::Symlink),
        ("broken-link", Refusal::Symlink),
        ("file", Refusal::NotAFolder),
        ("file/", Refusal::NotAFolder),
        ("pipe", Refusal::NotAFolder),
        ("full", foreign("thesis.txt")),
        ("git/../full", foreign("thesis.txt")),
        ("hidden", foreign(".notes")),
        ("out", foreign("index.html")),
        ("project/.git/site", Refusal::Inside(".git".into())),
        ("git/.git", Refusal::Inside(".git".into())),
        ("project/out-link", Refusal::Symlink),
        ("project/out-link/site", Refusal::Link),
        ("project/out-link/new/site", Refusal::Link),
        ("linked-manifest", broken()),
        ("folder-manifest", broken()),
        ("piped-manifest", broken()),
    ] {
        let path = real.join("home").join(target);
        let published = Publisher::begin(&path, &guard, Care::default()).map(drop);
        for (what, result) in [("build", published), ("clean", clean(&path, &guard).map(drop))] {
            let error = result.expect_err(target);
            assert_eq!(error.exit_code(), 4, "{what} {target}: {error}");
            let EnvError::Refused { why: mut found, .. } = error else { panic!("{what} {target}: {error}") };
            if let Refusal::BrokenManifest(detail) = &mut found {
                detail.clear();
            }
            assert_eq!(found, why, "{what} {target}");
            assert_eq!(listing(&real), before, "{what} {target}");
        }
    }
}

#[test]
fn a_path_with_dots_and_links_leads_to_the_folder_itself() {
    let folder = tempfile::tempdir().unwrap();
    let guard = home(&folder.path().join("home"));
    symlink(folder.path(), folder.path().join("home/up")).unwrap();
    let target = folder.path().join("home/up/missing/../site/./");
    let publisher = Publisher::begin(&target, &guard, Care::default()).unwrap();
    publisher.put("index.html", b"new").unwrap();
    publisher.finish().unwrap();
    assert_eq!(super::site::names(folder.path()), ["home", "site"]);
    assert_eq!(fs::read(folder.path().join("site/index.html")).unwrap(), b"new");
}

/// A link of the project leads nobody out of it, however its root and the target are written.
#[test]
fn a_link_in_the_project_leads_no_target_out_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().canonicalize().unwrap();
    write(&real, "project/a.md", "# A");
    fs::create_dir(real.join("outside")).unwrap();
    symlink("../outside", real.join("project/sub")).unwrap();
    symlink("project", real.join("other-name")).unwrap();
    for root in ["project", "other-name", "project/../other-name"] {
        for target in ["project/sub/site", "other-name/sub/site", "project/sub/new/site", "outside/../project/sub/site"]
        {
            let guard = Guard { root: real.join(root), inputs: Vec::new(), home: None, site: "s".into() };
            let begun = Publisher::begin(&real.join(target), &guard, Care::default()).map(drop);
            let EnvError::Refused { why: Refusal::Link, .. } = begun.expect_err(target) else {
                panic!("{root} {target}")
            };
        }
    }
    assert!(super::site::names(&real.join("outside")).is_empty());
}

/// A list of ours does not make a repository ours.
#[test]
fn a_repository_stays_somebodys_work() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    write(&public, ".git", "gitdir: elsewhere");
    write(&public, manifest::NAME, &manifest_of(".git"));
    let guard = Guard { root: folder.path().into(), inputs: Vec::new(), home: None, site: "s".into() };
    assert!(Publisher::begin(&public, &guard, Care::default()).is_err() && clean(&public, &guard).is_err());
    assert!(public.join(".git").is_file());
}
