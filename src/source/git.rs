//! What Git knows: where the project is on the web, and when each file came and changed last.
//!
//! The remote and the branch are read from the repository's own files, without running anything. Dates and
//! contributors need `git`, the only program that a build ever runs, and only when the configuration asks for them.
//!
//! Deliberately not here: how Git's history is read (`history`).

mod history;

use crate::model::{Date, RelPath, Repository};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// The facts about the project that Git knows.
#[derive(Clone, Debug, Default)]
pub struct Git {
    /// From the remote `origin`, when it is on the web.
    pub repository: Option<Repository>,
    /// Names and how many commits each made, the most first, as `.mailmap` has them.
    pub contributors: Vec<(String, usize)>,
    /// First and last commit of each file, by path relative to the project's root.
    pub dates: BTreeMap<RelPath, (Date, Date)>,
    /// Why dates and contributors are missing although the configuration asks for them.
    pub history_error: Option<HistoryError>,
    /// The last commit as Git's own files name it; `None` when they do not.
    head: Option<String>,
    options: GitOptions,
}

/// Which parts of the history are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct GitOptions {
    pub dates: bool,
    pub contributors: bool,
}

/// Why the history cannot be used.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum HistoryError {
    /// The project is in no repository, or nothing has been committed.
    NoHistory,
    /// The clone holds the last commits only, so most files seem to have come with the first of these.
    Shallow,
    /// What Git says.
    Failed(String),
}

impl Git {
    /// Of the repository whose top folder is `root`; empty when it is none.
    pub fn of(root: &Path) -> Git {
        let Some(folder) = GitFolder::of(root) else { return Git { head: head_above(root), ..Git::default() } };
        let remote = folder.shared("config").and_then(|config| web_address(&origin(&config)?));
        let head = folder.own("HEAD");
        let branch = head.as_deref().and_then(|head| head.trim().strip_prefix("ref: refs/heads/"));
        // With another storage of references (reftable), Git writes an invalid name here.
        let branch = branch.filter(|branch| *branch != ".invalid").unwrap_or("main").to_owned();
        let repository = remote.map(|url| Repository { url, branch });
        Git { repository, head: folder.last_commit(), ..Git::default() }
    }

    /// The same with dates and contributors, if `options` has them. Without a new commit, those of `before`.
    pub fn read(root: &Path, options: GitOptions, before: Option<&Git>) -> Git {
        let mut git = Git { options, ..Git::of(root) };
        if options == GitOptions::default() {
            return git;
        }
        match before.filter(|before| before.head == git.head && before.options == options) {
            Some(before) => {
                git.dates = before.dates.clone();
                git.contributors = before.contributors.clone();
                git.history_error = before.history_error.clone();
            }
            None => match history::read(root, options) {
                Ok((dates, contributors)) => (git.dates, git.contributors) = (dates, contributors),
                Err(history_error) => git.history_error = Some(history_error),
            },
        }
        git
    }
}

/// The folders in which Git keeps the data of a working tree.
pub struct GitFolder {
    /// `.git`, or the folder that a `.git` file names: of a linked worktree or a submodule.
    pub own: PathBuf,
    /// The folder that all working trees of the repository share.
    shared: PathBuf,
}

impl GitFolder {
    /// Of the working tree whose top folder is `root`.
    pub fn of(root: &Path) -> Option<GitFolder> {
        let dot = root.join(".git");
        let own = match std::fs::metadata(&dot).ok()? {
            found if found.is_dir() => dot,
            _ => root.join(text(&dot)?.trim().strip_prefix("gitdir:")?.trim()),
        };
        let shared = text(&own.join("commondir")).map_or_else(|| own.clone(), |shared| own.join(shared.trim()));
        Some(GitFolder { own, shared })
    }

    fn own(&self, name: &str) -> Option<String> {
        text(&self.own.join(name))
    }

    fn shared(&self, name: &str) -> Option<String> {
        text(&self.shared.join(name))
    }

    /// A text that changes with the commit that is checked out.
    fn last_commit(&self) -> Option<String> {
        let head = self.own("HEAD")?;
        let Some(branch) = head.trim().strip_prefix("ref: ") else { return Some(head) };
        let stored = self.shared(branch).or_else(|| self.own(branch)).or_else(|| self.shared("packed-refs"));
        stored.or_else(|| self.own("reftable/tables.list")).map(|stored| format!("{branch} {stored}"))
    }
}

/// The last commit of the repository around the project, when the project is a folder inside it.
fn head_above(root: &Path) -> Option<String> {
    let root = root.canonicalize().ok()?;
    root.ancestors().skip(1).find_map(GitFolder::of)?.last_commit()
}

/// Reads a file of Git. All are short except `packed-refs`.
fn text(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

/// The address of the remote `origin` in a `.git/config`.
fn origin(config: &str) -> Option<String> {
    let section = config.split("[remote \"origin\"]").nth(1)?;
    let lines = section.lines().map(str::trim).take_while(|line| !line.starts_with('['));
    lines
        .filter_map(|line| line.split_once('='))
        .find(|(key, _)| key.trim() == "url")
        .map(|(_, url)| url.trim().to_owned())
}

/// `git@host:owner/repo.git` and its like, as the page that a browser opens; `None` for a local path.
fn web_address(remote: &str) -> Option<String> {
    let path = remote
        .strip_prefix("https://")
        .or_else(|| remote.strip_prefix("http://"))
        .or_else(|| remote.strip_prefix("ssh://"))
        .or_else(|| remote.strip_prefix("git://"))
        .map(str::to_owned)
        .or_else(|| {
            remote.split_once(':').filter(|(host, _)| host.contains('@')).map(|(host, path)| format!("{host}/{path}"))
        })?;
    // A user name or a token before the host must not be published.
    let path = path.split_once('@').map_or(path.as_str(), |(_, path)| path);
    let path = path.trim_end_matches('/').trim_end_matches(".git");
    (path.contains('/') && path.contains('.')).then(|| format!("https://{path}"))
}

#[cfg(test)]
mod tests {
    use super::{Git, GitFolder, origin, web_address};
    use std::fs;

    #[test]
    fn a_remote_is_where_a_browser_finds_it() {
        for (remote, expect) in [
            ("git@github.com:owner/repo.git", Some("https://github.com/owner/repo")),
            ("https://github.com/owner/repo.git", Some("https://github.com/owner/repo")),
            ("https://user:secret@github.com/owner/repo", Some("https://github.com/owner/repo")),
            ("ssh://git@example.com/owner/repo/", Some("https://example.com/owner/repo")),
            ("/srv/git/repo.git", None),
            ("../repo", None),
        ] {
            assert_eq!(web_address(remote).as_deref(), expect, "{remote}");
        }
        let config =
            "[core]\n\tbare = false\n[remote \"origin\"]\n\tfetch = x\n\turl = git@h.com:o/r\n[branch \"main\"]\n";
        assert_eq!(origin(config).as_deref(), Some("git@h.com:o/r"));
    }

    #[test]
    fn a_linked_worktree_and_a_submodule_are_followed() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("below the top")).expect("writable");
            fs::write(path, text).expect("writable");
        };
        let config = "[remote \"origin\"]\n\turl = https://github.com/o/main.git\n";
        write("main/.git/config", config);
        write("main/.git/HEAD", "ref: refs/heads/main\n");
        write("main/.git/refs/heads/topic", "abc\n");
        write("main/.git/worktrees/w/HEAD", "ref: refs/heads/topic\n");
        write("main/.git/worktrees/w/commondir", "../..\n");
        write("w/.git", &format!("gitdir: {}\n", folder.path().join("main/.git/worktrees/w").display()));
        write("main/.git/modules/sub/config", &config.replace("main.git", "sub"));
        write("main/.git/modules/sub/HEAD", "0123456789012345678901234567890123456789\n");
        write("main/sub/.git", "gitdir: ../.git/modules/sub\n");
        for (root, url, branch) in [
            ("main", "https://github.com/o/main", "main"),
            ("w", "https://github.com/o/main", "topic"),
            ("main/sub", "https://github.com/o/sub", "main"),
        ] {
            let repository = Git::of(&folder.path().join(root)).repository.expect("it has a remote");
            assert_eq!((&*repository.url, &*repository.branch), (url, branch), "{root}");
        }
        assert!(Git::of(&folder.path().join("w")).head.is_some_and(|head| head.contains("abc")));
        // A project in a folder of a repository sees its commits, too.
        write("w/docs/a.md", "");
        assert!(Git::of(&folder.path().join("w/docs")).head.is_some());
        assert!(GitFolder::of(&folder.path().join("w/docs")).is_none());
    }
}
