//! Pages that the repository's host has beside the files.
//!
//! In: a link that leads out of the repository, and the folder of its file. Out: what it names on the host.

use crate::model::RelPath;

/// Pages that hosts have beside the files of a repository.
const PLACES_OF_HOSTS: [&str; 17] = [
    "actions",
    "commits",
    "compare",
    "contributors",
    "discussions",
    "forks",
    "graphs",
    "issues",
    "labels",
    "milestones",
    "projects",
    "pull",
    "pulls",
    "releases",
    "security",
    "tags",
    "wiki",
];

/// A page such as `issues`, as READMEs name it: `../../issues`. The host shows the README at the root below `blob/main/`.
/// `folder` is from the top of the repository.
pub fn place<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    let folders = folder.split('/').filter(|part| !part.is_empty()).count();
    let place = (0..folders + 2).try_fold(path, |path, _| path.strip_prefix("../"))?;
    let name = place.split('/').next()?;
    (PLACES_OF_HOSTS.contains(&name) && RelPath::new(place).is_some()).then_some(place)
}
