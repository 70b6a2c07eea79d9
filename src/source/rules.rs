//! What `.gitignore` files leave out.

use crate::disk::Dir;
use ignore::{
    Match,
    gitignore::{Gitignore, GitignoreBuilder},
};
use std::{
    io::{self, ErrorKind},
    path::Path,
    sync::Arc,
};

/// The rules that hold in a folder: those of a `.gitignore` and of those above it.
#[derive(Debug)]
pub(super) struct Rules {
    above: Option<Arc<Rules>>,
    text: Vec<u8>,
    own: Gitignore,
}

impl Rules {
    /// The name of the file that holds them.
    pub(super) const FILE: &str = ".gitignore";

    /// The rules in the folder `name` below `top`. The same `Arc` as `known`, the rules of the last scan, when they have
    /// not changed.
    ///
    /// # Errors
    /// When there are rules that cannot be read: what they leave out must not be published.
    pub(super) fn of(
        top: &Path,
        name: &str,
        above: Option<&Arc<Rules>>,
        known: Option<&Arc<Rules>>,
    ) -> io::Result<Option<Arc<Rules>>> {
        let file = if name.is_empty() { Rules::FILE.into() } else { format!("{name}/{}", Rules::FILE) };
        let text = match Dir::open(top)?.read(Path::new(&file)) {
            Ok(text) => text,
            // Like Git: a link is not followed, and a folder of that name is not read.
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidInput) =>
            {
                return Ok(above.cloned());
            }
            Err(error) => return Err(error),
        };
        let is_same = |known: &&Arc<Rules>| known.text == text && Rules::are_same(known.above.as_ref(), above);
        if let Some(known) = known.filter(is_same) {
            return Ok(Some(known.clone()));
        }
        let mut own = GitignoreBuilder::new(top.join(name));
        let lines = String::from_utf8_lossy(&text);
        // Some editors write a byte order mark before the first line. Git skips it.
        for line in lines.trim_start_matches('\u{feff}').lines() {
            // Like Git: an invalid pattern leaves nothing out.
            let _ = own.add_line(None, line);
        }
        let own = own.build().unwrap_or_else(|_| Gitignore::empty());
        Ok(Some(Arc::new(Rules { above: above.cloned(), text, own })))
    }

    /// The decision of the nearest rule that matches.
    pub(super) fn decide(&self, path: &Path, is_folder: bool) -> Match<()> {
        match self.own.matched(path, is_folder) {
            Match::None => self.above.as_ref().map_or(Match::None, |above| above.decide(path, is_folder)),
            decided => decided.map(|_| ()),
        }
    }

    pub(super) fn are_same(a: Option<&Arc<Rules>>, b: Option<&Arc<Rules>>) -> bool {
        match (a, b) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        }
    }
}
