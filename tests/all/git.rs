//! What a build reads of real repositories.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

struct Repository(tempfile::TempDir);

impl Repository {
    /// An empty one with a configuration.
    fn new(portal: &str) -> Repository {
        let repository = Repository(tempfile::tempdir().expect("a folder for the test"));
        repository.git(&["init", "-q", "-b", "main"]);
        repository.write("book.toml", &format!("[book]\nlanguage = \"en\"\n[portal]\n{portal}\n"));
        repository
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn git(&self, arguments: &[&str]) {
        git(self.0.path(), arguments, "2024-01-01");
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    fn commit(&self, day: &str) {
        self.git(&["add", "-A"]);
        git(self.0.path(), &["commit", "-q", "-m", "x"], day);
    }

    fn page(&self, name: &str) -> String {
        fs::read_to_string(self.path("public").join(name)).expect("it was published")
    }
}

fn git(folder: &Path, arguments: &[&str], day: &str) {
    let date = format!("{day}T12:00:00Z");
    let status = Command::new("git")
        .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "protocol.file.allow=always"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_AUTHOR_DATE", &date)
        .env("GIT_COMMITTER_DATE", &date)
        .status();
    assert!(status.expect("git runs").success(), "{arguments:?}");
}

/// Builds the project in a folder; what is said.
fn build(root: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
    command.args(["build", "--lang", "en", "--message-format", "short"]).arg(root);
    let output = command.output().expect("it runs");
    let said = String::from_utf8(output.stderr).expect("UTF-8").replace(&format!("{}/", root.display()), "");
    assert_eq!(output.status.code(), Some(0), "{said}");
    said
}

#[test]
fn without_a_history_there_are_warnings_and_a_site() {
    let repository = Repository::new("git-dates = true\ncontributors = true");
    repository.write("a.md", "# A\n");
    let warnings = "book.toml:4:1: warning[P0780]: git-dates has no effect: the project is in no Git repository, or nothing \
                    has been committed\nbook.toml:5:1: warning[P0780]: contributors has no effect";
    let said = build(repository.0.path());
    assert!(said.contains(warnings), "no commit: {said}");
    fs::remove_dir_all(repository.path(".git")).expect("ours");
    assert!(build(repository.0.path()).contains(warnings), "no repository");
    assert!(!repository.path("public/contributors").exists());
    repository.write(".git/HEAD", "nonsense");
    let said = build(repository.0.path());
    assert!(said.contains("P0780") || said.contains("P0782"), "no sound repository: {said}");
}

#[test]
fn a_shallow_clone_gives_no_dates() {
    let origin = Repository::new("git-dates = true\ncontributors = true");
    origin.write("a.md", "# A\n");
    origin.commit("2024-02-02");
    origin.write("b.md", "# B\n");
    origin.commit("2024-03-03");
    assert!(!build(origin.0.path()).contains("P0781"));
    let folder = tempfile::tempdir().expect("a folder for the test");
    let from = format!("file://{}", origin.0.path().display());
    git(folder.path(), &["clone", "-q", "--depth", "1", &from, "clone"], "2024-01-01");
    let said = build(&folder.path().join("clone"));
    assert!(said.contains("book.toml:4:1: warning[P0781]: git-dates has no effect: this is a shallow clone"), "{said}");
    assert!(!folder.path().join("clone/public/contributors").exists());
}

#[test]
fn dates_of_git_order_nothing_and_follow_renames() {
    let repository = Repository::new("git-dates = true\nbase-url = \"https://example.org/\"");
    repository.write("guide/old.md", "---\nweight: 2\n---\n# Second\n\nText that is long enough to be known again.\n");
    repository.commit("2024-02-02");
    repository.write("guide/first.md", "---\nweight: 1\n---\n# First\n");
    repository.write("guide/third.md", "---\nweight: 3\n---\n# Third\n");
    repository.commit("2024-03-03");
    repository.git(&["mv", "guide/old.md", "guide/second.md"]);
    repository.commit("2024-04-04");
    assert!(!build(repository.0.path()).contains("warning"));
    let page = repository.page("guide/second/index.html");
    let (_, list) = page.split_once("class=\"section-nav\"").expect("a list beside the page");
    let order = ["First", "Second", "Third"].map(|title| list.find(&format!(">{title}<")));
    assert!(order.is_sorted() && order[0].is_some(), "{order:?}\n{list}");
    assert!(page.contains("Updated <time datetime=\"2024-02-02\">"), "it was renamed, not changed: {page}");
    let feed = fs::read_to_string(repository.path("public/feed.xml")).unwrap_or_default();
    assert!(!feed.contains("Second"), "a page is no post: {feed}");
    assert!(repository.page("sitemap.xml").contains("<lastmod>2024-02-02"), "{}", repository.page("sitemap.xml"));
}

#[test]
fn links_find_the_repository_of_a_linked_worktree() {
    let repository = Repository::new("");
    repository.git(&["remote", "add", "origin", "git@github.com:o/r.git"]);
    repository.write("a.md", "# A\n\n[b](https://github.com/o/r/blob/main/b.md)\n");
    repository.write("b.md", "# B\n");
    repository.commit("2024-02-02");
    let other = tempfile::tempdir().expect("a folder for the test");
    let tree = other.path().join("tree");
    repository.git(&["worktree", "add", "-q", tree.to_str().expect("UTF-8")]);
    build(&tree);
    let page = fs::read_to_string(tree.join("public/a/index.html")).expect("published");
    assert!(page.contains("href=\"../b/\""), "{page}");
}

/// A folder of the project that looks like a repository, with a configuration that starts a program.
#[cfg(unix)]
#[test]
fn nothing_in_the_project_makes_git_run_a_program() {
    use std::os::unix::fs::PermissionsExt;
    let repository = Repository::new("");
    let ran = repository.path("ran");
    let script = repository.path("docs/evil.sh");
    repository.write("docs/book.toml", "[portal]\ngit-dates = true\ncontributors = true\n");
    repository.write("docs/a.md", "# A\n");
    repository.write("docs/evil.sh", &format!("#!/bin/sh\ntouch {}\n", ran.display()));
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("ours");
    repository.commit("2024-02-02");
    let config = format!(
        "[core]\n\trepositoryformatversion = 0\n\tfsmonitor = {0}\n\tpager = {0}\n\tsshCommand = {0}\n[log]\n\tshowSignature = true\n\
         [gpg]\n\tprogram = {0}\n[alias]\n\tlog = !{0}\n",
        script.display()
    );
    for (name, text) in [("HEAD", "ref: refs/heads/main\n"), ("config", &*config), ("objects/x", ""), ("refs/x", "")] {
        repository.write(&format!("docs/{name}"), text);
    }
    build(&repository.path("docs"));
    assert!(!ran.exists(), "a program of the project was run");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_left_out_and_said() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let repository = Repository::new("");
    repository.write("docs/a.md", "# A\n");
    repository.write(".gitignore", "*.tmp\n");
    let gbk = |name: &[u8]| repository.path("docs").join(OsStr::from_bytes(name));
    fs::write(gbk(b"\xd6\xd0\xce\xc4.md"), "# B\n").expect("writable");
    fs::write(gbk(b"\xd6\xd0.tmp"), "").expect("writable");
    fs::create_dir(gbk(b"\xb2\xe2\xca\xd4")).expect("writable");
    fs::write(gbk(b"\xb2\xe2\xca\xd4/c.md"), "# C\n").expect("writable");
    let said = build(repository.0.path());
    let warnings: Vec<&str> = said.lines().filter(|line| line.contains("warning[")).collect();
    assert_eq!(
        warnings,
        [
            "docs/\\xB2\\xE2\\xCA\\xD4: warning[P0783]: the name is not UTF-8 or holds a backslash, so the file or folder is left out",
            "docs/\\xD6\\xD0\\xCE\\xC4.md: warning[P0783]: the name is not UTF-8 or holds a backslash, so the file or folder is left out",
        ]
    );
    assert!(repository.path("public/docs/a/index.html").exists());
}
