//! What the disk says of a file, by which one that has not changed is known without reading it.

use std::{
    fs::Metadata,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// A file changed as late as this before it was read may change again without its times showing it: clocks of file
/// systems are coarse.
const RACY: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    pub size: u64,
    /// Nanoseconds since 1970.
    pub modified: u128,
    /// Of the file's entry; 0 where the system does not tell.
    changed: i128,
    /// Number of the file and of its disk; 0 where the system does not tell.
    inode: (u64, u64),
}

impl Stamp {
    pub fn of(metadata: &Metadata) -> Stamp {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let (changed, inode) = system(metadata);
        Stamp { size: metadata.len(), modified: modified.map_or(0, |since| since.as_nanos()), changed, inode }
    }

    /// Of a file that lies on no disk.
    pub fn of_size(size: u64) -> Stamp {
        Stamp { size, ..Stamp::default() }
    }

    /// Whether a file that had this stamp when a reading that began at `begun` came to it, and has it still, is the same.
    pub fn is_settled(&self, begun: SystemTime) -> bool {
        self.is_settled_at(begun.duration_since(UNIX_EPOCH).unwrap_or_default())
    }

    /// The same; `begun` is since 1970.
    pub fn is_settled_at(&self, begun: Duration) -> bool {
        let begun = begun.saturating_sub(RACY).as_nanos();
        self.modified < begun && u128::try_from(self.changed).is_ok_and(|changed| changed < begun)
    }
}

#[cfg(unix)]
fn system(metadata: &Metadata) -> (i128, (u64, u64)) {
    use std::os::unix::fs::MetadataExt;
    let changed = i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec());
    (changed, (metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn system(_: &Metadata) -> (i128, (u64, u64)) {
    (0, (0, 0))
}

#[cfg(test)]
mod tests {
    use super::Stamp;
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn what_changed_just_before_it_was_read_is_read_again() {
        let second = 1_000_000_000;
        let stamp = |modified: u128, changed: i128| Stamp { size: 1, modified, changed, inode: (0, 0) };
        let begun = UNIX_EPOCH + Duration::from_secs(100);
        for (modified, changed, settled) in
            [(97 * second, 97, true), (99 * second, 97, false), (97 * second, 99, false), (200 * second, 97, false)]
        {
            assert_eq!(stamp(modified, changed * second as i128).is_settled(begun), settled, "{modified} {changed}");
        }
    }
}
