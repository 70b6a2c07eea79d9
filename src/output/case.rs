//! Whether capitals in names count on a disk.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Whether the folder at `path`, or the nearest one above it that exists, is found under a name with other capitals.
pub fn folds_case(path: &Path) -> bool {
    let real = path.ancestors().find_map(|folder| fs::canonicalize(folder).ok());
    let named = real.iter().flat_map(|real| real.ancestors());
    let twin = named.filter_map(|folder| Some((folder, swapped(folder)?))).next();
    twin.is_some_and(|(folder, twin)| fs::canonicalize(twin).is_ok_and(|found| found == folder))
}

/// The same folder with the other capitals in its name; none where the name has no letters.
fn swapped(folder: &Path) -> Option<PathBuf> {
    let name = folder.file_name()?.to_str()?;
    let swap = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    let other: String = name.chars().map(swap).collect();
    (other != name).then(|| folder.with_file_name(other))
}

#[cfg(test)]
mod tests {
    use super::folds_case;
    use std::fs;

    #[test]
    fn the_disk_is_asked() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        fs::write(folder.path().join("a"), "").expect("writable");
        let folds = folder.path().join("A").exists();
        assert_eq!(folds_case(folder.path()), folds);
        assert_eq!(folds_case(&folder.path().join("not/there")), folds);
    }
}
