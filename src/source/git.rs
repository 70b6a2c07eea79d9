//! What Git knows: where the project is on the web, and when each file came and changed last.
//!
//! The remote and the branch are read from the repository's own files, without running anything. Dates and
//! contributors need `git`, the only program that a build ever runs, and only when the configuration asks for them.

use crate::{
    diag::EnvError,
    model::{Date, RelPath, Repository},
};
use std::{collections::BTreeMap, path::Path, process::Command};

#[derive(Clone, Debug, Default)]
pub struct Git {
    /// From the remote `origin`, when it is on the web.
    pub repository: Option<Repository>,
    /// Names and how many commits each made, the most first, as `.mailmap` has them.
    pub contributors: Vec<(String, usize)>,
    /// First and last commit of each file, by path relative to the project's root.
    pub dates: BTreeMap<RelPath, (Date, Date)>,
    /// What Git's own files say of the last commit; none when they do not.
    head: Option<String>,
}

impl Git {
    /// Of the repository whose top folder is `root`; empty when it is none.
    pub fn of(root: &Path) -> Git {
        let text = |name: &str| std::fs::read_to_string(root.join(".git").join(name)).ok();
        let remote = text("config").and_then(|config| web_address(&origin(&config)?));
        let branch = text("HEAD").and_then(|head| Some(head.trim().strip_prefix("ref: refs/heads/")?.to_owned()));
        let repository = remote.map(|url| Repository { url, branch: branch.unwrap_or_else(|| "main".into()) });
        let branch = text("HEAD").and_then(|head| Some(head.trim().strip_prefix("ref: ")?.to_owned()));
        let head = match branch {
            Some(branch) => text(&branch).or_else(|| text("packed-refs")),
            None => text("HEAD"),
        };
        Git { repository, head, ..Git::default() }
    }

    /// With dates and contributors where they are asked for; those of `before` when there was no commit since.
    pub fn read(root: &Path, dates: bool, contributors: bool, before: Option<&Git>) -> Result<Git, EnvError> {
        let mut git = Git::of(root);
        let before = before.filter(|before| git.head.is_some() && before.head == git.head);
        if dates {
            let known = before.map(|before| before.dates.clone()).filter(|dates| !dates.is_empty());
            git.dates = known.map_or_else(|| read_dates(root), Ok)?;
        }
        if contributors {
            let known = before.map(|before| before.contributors.clone()).filter(|names| !names.is_empty());
            git.contributors = known.map_or_else(|| read_contributors(root), Ok)?;
        }
        Ok(git)
    }
}

/// The first and the last commit of each file.
fn read_dates(root: &Path) -> Result<BTreeMap<RelPath, (Date, Date)>, EnvError> {
    let quote = "core.quotePath=false";
    let log = ["-c", quote, "log", "--format=%x00%aI", "--name-only", "--no-renames", "--relative", "-z", "--", "."];
    Ok(dates(&run(root, &log)?))
}

/// Who has worked on the project.
fn read_contributors(root: &Path) -> Result<Vec<(String, usize)>, EnvError> {
    Ok(contributors(&run(root, &["shortlog", "--summary", "--numbered", "--no-merges", "HEAD"])?))
}

fn run(root: &Path, arguments: &[&str]) -> Result<String, EnvError> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root)
        .output()
        .map_err(|error| EnvError::Git { detail: error.to_string() })?;
    if !output.status.success() {
        return Err(EnvError::Git { detail: String::from_utf8_lossy(&output.stderr).trim().to_owned() });
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Reads a summary: a number, a tab and a name in each line. A name that looks like an address is cut before its `@`.
fn contributors(summary: &str) -> Vec<(String, usize)> {
    let line = |line: &str| {
        let (count, name) = line.trim().split_once('\t')?;
        let name = name.split_once('@').map_or(name, |(name, _)| name);
        Some((name.trim().to_owned(), count.parse().ok()?))
    };
    let mut contributors: Vec<(String, usize)> = summary.lines().filter_map(line).collect();
    contributors.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    contributors
}

/// Reads the log, newest commit first: a date, then the names of its files, each ended by a zero byte.
fn dates(log: &str) -> BTreeMap<RelPath, (Date, Date)> {
    let mut dates: BTreeMap<RelPath, (Date, Date)> = BTreeMap::new();
    let mut date = None;
    for part in log.split('\0').map(|part| part.trim_start_matches('\n')).filter(|part| !part.is_empty()) {
        if let Some(commit) = Date::parse(part).filter(|_| part.len() >= 20 && part.as_bytes()[10] == b'T') {
            date = Some(commit);
        } else if let (Some(date), Some(path)) = (date, RelPath::new(part)) {
            dates.entry(path).and_modify(|(first, _)| *first = date).or_insert((date, date));
        }
    }
    dates
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
    // A name or a token before the host is nobody's business.
    let path = path.split_once('@').map_or(path.as_str(), |(_, path)| path);
    let path = path.trim_end_matches('/').trim_end_matches(".git");
    (path.contains('/') && path.contains('.')).then(|| format!("https://{path}"))
}

#[cfg(test)]
mod tests {
    use super::{contributors, dates, origin, web_address};

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
    fn contributors_are_names_and_counts() {
        let summary = "     2\tAnn\n    10\t李四\n     2\tAda\n     1\tsomeone@example.com\n";
        let shown: Vec<_> = contributors(summary).iter().map(|(name, count)| format!("{name} {count}")).collect();
        assert_eq!(shown, ["李四 10", "Ada 2", "Ann 2", "someone 1"]);
    }

    #[test]
    fn a_file_has_its_first_and_its_last_commit() {
        let log = "\x00\x002024-03-02T10:00:00+08:00\x00\n新.md\x00b.md\x00\x002023-01-01T00:00:00Z\x00\nb.md\x00";
        let dates = dates(log);
        let shown: Vec<_> = dates.iter().map(|(path, (first, last))| format!("{path} {first} {last}")).collect();
        assert_eq!(shown, ["b.md 2023-01-01 2024-03-02", "新.md 2024-03-02 2024-03-02"]);
    }
}
