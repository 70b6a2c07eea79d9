//! The history of the project, read by `git`.
//!
//! In: the project's root. Out: when each file came and changed last, and who made commits.
//!
//! What always holds: nothing that lies in the project makes `git` run a program or takes it to another repository; a
//! file that was renamed keeps its history.

use super::{GitOptions, HistoryError};
use crate::model::{Date, RelPath};
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    process::Command,
};

/// Settings that hold whatever the configuration of a repository says: no program is started, and a folder of the
/// project that looks like a repository is none.
const SAFE: &[&str] = &[
    "-c",
    "safe.bareRepository=explicit",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "log.showSignature=false",
    "-c",
    "core.quotePath=false",
    // Files that were renamed and changed in one commit are found by comparing all that came with all that went.
    "-c",
    "diff.renameLimit=400",
];

type Dates = BTreeMap<RelPath, (Date, Date)>;
type Contributors = Vec<(String, usize)>;

/// Reads the parts of the history that `options` name.
pub(super) fn read(root: &Path, options: GitOptions) -> Result<(Dates, Contributors), HistoryError> {
    if run(root, &["rev-parse", "--is-shallow-repository"])?.trim() == "true" {
        return Err(HistoryError::Shallow);
    }
    // It fails when there is no commit.
    run(root, &["rev-parse", "--quiet", "--verify", "HEAD"]).map_err(|_| HistoryError::NoHistory)?;
    let dates = match options.dates {
        true => {
            let log = |renames| {
                run(root, &["log", "--format=%x00%aI", "--name-status", renames, "--relative", "-z", "--", "."])
            };
            // A clone without the older files cannot compare them, but knows which are the same.
            dates(&log("--find-renames").or_else(|_| log("--find-renames=100%"))?)
        }
        false => Dates::new(),
    };
    let contributors = match options.contributors {
        true => contributors(&run(root, &["shortlog", "--summary", "--numbered", "--no-merges", "HEAD"])?),
        false => Contributors::new(),
    };
    Ok((dates, contributors))
}

fn run(root: &Path, arguments: &[&str]) -> Result<String, HistoryError> {
    let output = Command::new("git")
        .args(SAFE)
        .args(arguments)
        .current_dir(root)
        // Its messages are looked at.
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        // What a partial clone has not fetched stays where it is: a build uses no network.
        .env("GIT_NO_LAZY_FETCH", "1")
        .output()
        .map_err(|error| HistoryError::Failed(error.to_string()))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let detail = first.trim_start_matches("fatal: ");
    Err(match detail.starts_with("not a git repository") || detail.starts_with("cannot use bare repository") {
        true => HistoryError::NoHistory,
        false => HistoryError::Failed(detail.to_owned()),
    })
}

/// Reads a summary: a number, a tab and a name in each line. A name that looks like an address is cut before its `@`.
fn contributors(summary: &str) -> Contributors {
    let line = |line: &str| {
        let (count, name) = line.trim().split_once('\t')?;
        let name = name.split_once('@').map_or(name, |(name, _)| name);
        Some((name.trim().to_owned(), count.parse().ok()?))
    };
    let mut contributors: Contributors = summary.lines().filter_map(line).collect();
    contributors.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    contributors
}

/// Reads the log, newest commit first: a date, then for each file a letter and its name, of a renamed file both names,
/// each ended by a zero byte. A file that was only renamed did not change.
fn dates(log: &str) -> Dates {
    let mut dates = Dates::new();
    // What older commits call a file that has another name now.
    let mut renamed: HashMap<&str, &str> = HashMap::new();
    let mut date = None;
    let mut parts = log.split('\0').map(|part| part.trim_start_matches('\n')).filter(|part| !part.is_empty());
    while let Some(part) = parts.next() {
        if let Some(commit) = Date::parse(part).filter(|_| part.len() >= 20 && part.as_bytes()[10] == b'T') {
            date = Some(commit);
            continue;
        }
        let Some(name) = parts.next() else { break };
        let now = match part.strip_prefix('R') {
            Some(likeness) => {
                let Some(new) = parts.next() else { break };
                let now = renamed.get(new).copied().unwrap_or(new);
                renamed.insert(name, now);
                if likeness == "100" {
                    continue;
                }
                now
            }
            None => renamed.get(name).copied().unwrap_or(name),
        };
        if let (Some(date), Some(path)) = (date, RelPath::new(now)) {
            dates.entry(path).and_modify(|(first, _)| *first = date).or_insert((date, date));
        }
    }
    dates
}

#[cfg(test)]
mod tests {
    use super::{contributors, dates};

    fn shown(log: &str) -> Vec<String> {
        dates(log).iter().map(|(path, (first, last))| format!("{path} {first} {last}")).collect()
    }

    #[test]
    fn contributors_are_names_and_counts() {
        let summary = "     2\tAnn\n    10\t李四\n     2\tAda\n     1\tsomeone@example.com\n";
        let shown: Vec<_> = contributors(summary).iter().map(|(name, count)| format!("{name} {count}")).collect();
        assert_eq!(shown, ["李四 10", "Ada 2", "Ann 2", "someone 1"]);
    }

    #[test]
    fn a_file_has_its_first_and_its_last_commit() {
        let log = "\x00\x002024-03-02T10:00:00+08:00\x00\nA\x00新.md\x00M\x00b.md\x00\
                   \x002023-01-01T00:00:00Z\x00\nA\x00b.md\x00";
        assert_eq!(shown(log), ["b.md 2023-01-01 2024-03-02", "新.md 2024-03-02 2024-03-02"]);
    }

    #[test]
    fn a_file_that_was_renamed_keeps_its_history() {
        let commit = |day: &str, files: &str| format!("\x00{day}T00:00:00Z\x00\n{}", files.replace(' ', "\0"));
        let log = [
            commit("2024-05-05", "A a.md "), // Another file of the old name.
            commit("2024-04-04", "R100 c/b.md c/c.md "),
            commit("2024-03-03", "R080 a.md c/b.md "),
            commit("2024-02-02", "M a.md "),
            commit("2024-01-01", "A a.md "),
        ];
        assert_eq!(shown(&log.concat()), ["a.md 2024-05-05 2024-05-05", "c/c.md 2024-01-01 2024-03-03"]);
    }
}
