//! Says when something on disk may have changed; what it was is for the next scan to find out.
//!
//! In: folders. Out: wake-ups, each with how many events it stands for. Where the system cannot watch, the folders are
//! looked at in intervals.
//!
//! What always holds: folders are watched, never files, whose watch would be lost when an editor puts another file in
//! their place; folders that the site is not made of, its output and its cache among them, are not watched at all.

use super::Wake;
use notify::{
    Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode},
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::mpsc::Sender,
    time::Duration,
};

/// How often folders are looked at where nothing can be watched.
pub const POLL: Duration = Duration::from_millis(500);

pub struct Watch {
    watcher: Option<Box<dyn Watcher + Send>>,
    watched: BTreeSet<PathBuf>,
    wakes: Sender<Wake>,
    /// Set when folders are looked at in intervals.
    pub poll: Option<Duration>,
    /// Why the system does not watch.
    pub why: Option<String>,
}

impl Watch {
    /// With `poll` the system is not asked.
    pub fn new(wakes: Sender<Wake>, root: &Path, poll: Option<Duration>) -> Watch {
        let mut watch = Watch { watcher: None, watched: BTreeSet::new(), wakes, poll, why: None };
        if watch.poll.is_none() && is_remote(root) {
            watch.fall_back("network".into());
        }
        watch.start();
        watch
    }

    fn start(&mut self) {
        self.watched.clear();
        let wakes = self.wakes.clone();
        let told = move |event: notify::Result<Event>| {
            // The receiver is gone when the server stops.
            if is_change(&event) {
                let _ = wakes.send(Wake::Disk);
            }
        };
        let made: notify::Result<Box<dyn Watcher + Send>> = match self.poll {
            Some(every) => {
                let config = Config::default().with_poll_interval(every);
                PollWatcher::new(told, config).map(|watcher| Box::new(watcher) as _)
            }
            None => RecommendedWatcher::new(told, Config::default()).map(|watcher| Box::new(watcher) as _),
        };
        match made {
            Ok(watcher) => self.watcher = Some(watcher),
            Err(error) if self.poll.is_none() => {
                self.fall_back(error.to_string());
                self.start();
            }
            Err(error) => self.why = Some(error.to_string()),
        }
    }

    fn fall_back(&mut self, why: String) {
        self.poll = Some(POLL);
        self.why = Some(why);
    }

    /// Watches these folders and no others. Whether there were new ones, in which something may have come up before
    /// they were watched.
    pub fn follow(&mut self, folders: &[PathBuf]) -> bool {
        let wanted: BTreeSet<PathBuf> = folders.iter().cloned().collect();
        let Some(watcher) = &mut self.watcher else { return false };
        for gone in self.watched.difference(&wanted) {
            // A folder that is gone is not watched any more.
            let _ = watcher.unwatch(gone);
        }
        let new: Vec<PathBuf> = wanted.difference(&self.watched).cloned().collect();
        let mut refused = None;
        for folder in &new {
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => {}
                // It went while we looked.
                Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) || !folder.is_dir() => {}
                Err(error) => refused = Some(error.to_string()),
            }
        }
        self.watched = wanted;
        match refused {
            Some(why) if self.poll.is_none() => {
                self.fall_back(why);
                self.start();
                self.follow(folders)
            }
            _ => !new.is_empty(),
        }
    }

    /// Forgets a folder that was made anew under its name, so that it is watched again.
    pub fn refresh(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        for folder in std::mem::take(&mut self.watched) {
            let _ = watcher.unwatch(&folder);
        }
    }
}

/// Whether an event can mean that a file has other bytes. Our own reading makes events, too.
fn is_change(event: &notify::Result<Event>) -> bool {
    match event {
        Ok(event) if event.need_rescan() => true,
        Ok(event) => match event.kind {
            EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
            _ => true,
        },
        Err(_) => true,
    }
}

/// Whether a folder lies on a file system that does not tell of changes that others make.
#[cfg(target_os = "linux")]
fn is_remote(root: &Path) -> bool {
    /// Their numbers in `statfs`: 9p, CIFS, FUSE, NFS, SMB, SMB2, VirtualBox, VMware.
    const REMOTE: [u64; 8] =
        [0x0102_1997, 0xFF53_4D42, 0x6573_5546, 0x6969, 0x517B, 0xFE53_4D42, 0x786F_4256, 0xBACB_ACBC];
    rustix::fs::statfs(root).is_ok_and(|disk| REMOTE.contains(&(disk.f_type as u64 & 0xFFFF_FFFF)))
}

#[cfg(not(target_os = "linux"))]
fn is_remote(_: &Path) -> bool {
    false
}
