//! The folder of a project that is ours: `.portal`. It holds what later builds need not make again.
//!
//! What always holds: a link that has its name is not followed; Git does not see the folder.

use crate::disk::Dir;
use std::{io, path::Path};

/// Its name in the project's root.
pub(super) const FOLDER: &str = ".portal";

const IGNORE: &str = ".gitignore";

/// The folder of the project at `root`, if it is there.
pub(super) fn open(root: &Path) -> io::Result<Dir> {
    Dir::open(root)?.sub(Path::new(FOLDER))
}

/// The folder of the project at `root`; it is made if it is missing.
pub(super) fn make(root: &Path) -> io::Result<Dir> {
    let root = Dir::open(root)?;
    root.make_all(Path::new(FOLDER))?;
    let folder = root.sub(Path::new(FOLDER))?;
    if !folder.has(Path::new(IGNORE)) {
        folder.replace(Path::new(IGNORE), b"*\n")?;
    }
    Ok(folder)
}

/// The folder `name` in it; both are made if they are missing.
pub fn make_own_folder(root: &Path, name: &str) -> io::Result<Dir> {
    let own = make(root)?;
    own.make_all(Path::new(name))?;
    own.sub(Path::new(name))
}

/// Removes the folder, if nothing else is in it.
pub(super) fn remove(root: &Path) {
    let Ok(root) = Dir::open(root) else { return };
    if let Ok(folder) = root.sub(Path::new(FOLDER)) {
        let is_alone = folder.entries().is_ok_and(|entries| entries.iter().all(|(name, _)| name == IGNORE));
        if is_alone && folder.read(Path::new(IGNORE)).is_ok_and(|text| text == b"*\n") {
            let _ = folder.remove_file(Path::new(IGNORE));
        }
        let _ = root.remove_dir(Path::new(FOLDER));
    }
}
