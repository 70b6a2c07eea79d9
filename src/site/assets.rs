//! Which files are published: all, or those that links lead to, alone or with their folder.

use super::LinkTarget;
use crate::model::{Assets, Config, RelPath};
use std::collections::BTreeSet;

/// The files that are published, and the folders whose files are listed because a link leads there.
pub(super) fn published<'t>(
    config: &Config,
    files: &[(RelPath, u64)],
    targets: impl Iterator<Item = &'t LinkTarget>,
) -> (BTreeSet<RelPath>, BTreeSet<String>) {
    let mut is_wanted = vec![false; files.len()];
    let mut linked: BTreeSet<&str> = BTreeSet::new();
    for target in targets {
        match target {
            LinkTarget::File(file) => is_wanted[*file] = true,
            LinkTarget::Folder(folder) => _ = linked.insert(folder.as_str()),
            _ => {}
        }
    }
    let mut folders: BTreeSet<String> = BTreeSet::new();
    for ((path, _), is_wanted) in files.iter().zip(&mut is_wanted).filter(|_| !linked.is_empty()) {
        let mut above = vec![path.folder()];
        while let Some((folder, _)) = above.last().and_then(|folder| folder.rsplit_once('/')) {
            above.push(folder);
        }
        // The folders between the file and the one that a link leads to.
        if let Some(last) = above.iter().rposition(|folder| linked.contains(folder)) {
            *is_wanted = true;
            folders.extend(above[..=last].iter().map(|folder| (*folder).to_owned()));
        }
    }
    if config.assets == Assets::All {
        is_wanted = files.iter().map(|(path, _)| config.drafts || !path.is_among_drafts()).collect();
    }
    let wanted = files.iter().zip(is_wanted).filter(|(_, is_wanted)| *is_wanted);
    (wanted.map(|((path, _), _)| path.clone()).collect(), folders)
}
