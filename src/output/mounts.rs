//! Whether a folder is the place or the source of a mount.
//!
//! A folder that is mounted cannot change places with another one. One that is shown elsewhere by a mount can, but the
//! mount goes on to show the old one, which is emptied. Linux lists the mounts that this process sees; a container may
//! have others.

use std::path::{Path, PathBuf};

/// A line of `/proc/self/mountinfo`.
#[derive(PartialEq, Eq, Debug)]
struct Mount {
    device: String,
    /// The folder that is mounted, within its file system.
    root: PathBuf,
    /// Where it is mounted.
    point: PathBuf,
}

/// `folder` is a path without links.
pub(super) fn is_mounted(folder: &Path) -> bool {
    std::fs::read_to_string("/proc/self/mountinfo").is_ok_and(|list| is_in(&list, folder))
}

/// The first place below a folder where something is mounted.
pub(super) fn below(folder: &Path) -> Option<PathBuf> {
    let list = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    let points = list.lines().filter_map(mount).map(|mount| mount.point);
    points.filter(|point| point.starts_with(folder)).min()
}

fn is_in(list: &str, folder: &Path) -> bool {
    let mounts: Vec<Mount> = list.lines().filter_map(mount).collect();
    // The last of two mounts on one place is the one that is seen.
    let above = mounts.iter().filter(|mount| folder.starts_with(&mount.point));
    let Some(own) = above.max_by_key(|mount| mount.point.components().count()) else { return false };
    if own.point == folder {
        return true;
    }
    let Ok(inside) = folder.strip_prefix(&own.point) else { return false };
    let source = own.root.join(inside);
    mounts.iter().any(|mount| mount.device == own.device && mount.root == source)
}

/// Fields: number, parent, device, root, mount point; a blank in a path is `\\040`.
fn mount(line: &str) -> Option<Mount> {
    let mut fields = line.split(' ').skip(2);
    let device = fields.next()?.to_owned();
    let mut path = || fields.next().map(|field| PathBuf::from(unescaped(field)));
    Some(Mount { device, root: path()?, point: path()? })
}

fn unescaped(field: &str) -> String {
    let escapes = [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")];
    escapes.iter().fold(field.to_owned(), |field, (code, text)| field.replace(code, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_and_the_source_of_a_mount_are_found() {
        let list = "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n\
                    30 22 8:2 / /home rw - ext4 /dev/sda2 rw\n\
                    31 22 8:2 /ada/site/public /srv/www rw - ext4 /dev/sda2 rw\n\
                    32 22 0:50 / /mnt/two\\040words rw - tmpfs tmpfs rw\n";
        for (folder, expect) in [
            ("/home/ada/site/public", true),
            ("/srv/www", true),
            ("/mnt/two words", true),
            ("/home/ada/site", false),
            ("/home/ada/site/public/docs", false),
            ("/srv/www/docs", false),
            // The same path in another file system.
            ("/ada/site/public", false),
        ] {
            assert_eq!(is_in(list, Path::new(folder)), expect, "{folder}");
        }
        assert!(!is_in("", Path::new("/home")));
    }
}
