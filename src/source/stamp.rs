//! Size and times of a file on disk. A file with the same stamp has not changed, so it is not read again.

use std::{
    fs::Metadata,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// How coarse the clocks of file systems are. A file that changes twice within this time may keep its times.
const RACY: Duration = Duration::from_secs(2);

/// The size and the times of a file at one time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    /// In bytes.
    pub size: u64,
    /// Nanoseconds since 1970.
    pub modified: u128,
    /// Change time of the inode (`ctime`), nanoseconds since 1970; 0 where the system has none.
    changed: i128,
    /// Numbers of the device and of the inode; 0 where the system has none.
    inode: (u64, u64),
}

impl Stamp {
    /// The stamp of a file on disk.
    pub fn of(metadata: &Metadata) -> Stamp {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let (changed, inode) = system(metadata);
        Stamp { size: metadata.len(), modified: modified.map_or(0, |since| since.as_nanos()), changed, inode }
    }

    /// The stamp of a file that is in memory only.
    pub fn of_size(size: u64) -> Stamp {
        Stamp { size, ..Stamp::default() }
    }

    /// Whether a file with this stamp was last changed well before a scan that began at `begun`. Only then does an equal
    /// stamp in a later scan mean that the file is the same.
    pub fn is_settled(&self, begun: SystemTime) -> bool {
        self.is_settled_at(begun.duration_since(UNIX_EPOCH).unwrap_or_default())
    }

    /// The same, with `begun` since 1970.
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
