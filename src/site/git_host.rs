//! Links to the Git host: files that the site does not publish, and pages of the host.
//!
//! In: a link, and the path that it names. Out: its address on the host.

use super::LinkTarget;
use crate::model::{Href, RelPath, Repository, Url, encode_path};

/// Pages of a Git host that are not files.
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

/// A file of the repository, by its path from the top. `written` is the path in the link: a slash at its end says that it
/// is a folder.
pub(super) fn file(repository: &Repository, path: &RelPath, written: &str, is_image: bool, rest: &str) -> LinkTarget {
    let verb = match is_image {
        true => "raw",
        false if written.ends_with('/') => "tree",
        false => "blob",
    };
    let Repository { url, branch } = repository;
    let url = format!("{url}/{verb}/{branch}/{}{rest}", encode_path(path.as_str()));
    LinkTarget::Other(Box::new(Href::Raw(Url::new(&url))))
}

/// A page such as `issues`, as READMEs name it: `../../issues`. The host shows the README at the root below `blob/main/`.
/// `folder` is from the top of the repository.
pub(super) fn place<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    let folders = folder.split('/').filter(|part| !part.is_empty()).count();
    let place = (0..folders + 2).try_fold(path, |path, _| path.strip_prefix("../"))?;
    let name = place.split('/').next()?;
    (PLACES_OF_HOSTS.contains(&name) && RelPath::new(place).is_some()).then_some(place)
}
