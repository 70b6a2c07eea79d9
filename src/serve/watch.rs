//! Says when something on disk may have changed; what it was is for the next scan to find out.
//!
//! In: folders. Out: wake-ups, one for each event. Where the system cannot watch, the folders are
//! polled.
//!
//! What always holds: folders are watched, never files, whose watch would be lost when an editor puts another file in
//! their place; folders that the site is not made of, its output and its cache among them, are not watched at all.

use super::Wake;
use crate::engine::Edition;
use notify::{
    Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode, ModifyKind},
};
use parking_lot::Mutex;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Arc, mpsc::Sender},
    time::Duration,
};

/// How often the files are polled where nothing can be watched.
const POLL: Duration = Duration::from_millis(500);

pub(super) struct Watch {
    /// None when the files are polled.
    watcher: Option<RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
    /// What [`Watch::follow`] was given last.
    followed: Vec<PathBuf>,
    told: Arc<Mutex<WatchEvents>>,
    /// What is shown.
    edition: Arc<Mutex<Option<Arc<Edition>>>>,
    wakes: Sender<Wake>,
    /// Why the system does not watch.
    pub why: Option<String>,
}

/// Events that came since the last scan.
#[derive(Default)]
struct WatchEvents {
    /// Names under which there may be another folder than the one that was watched.
    moved: BTreeSet<PathBuf>,
    /// What was written, came or went.
    changed: BTreeSet<PathBuf>,
    /// Events were lost.
    is_incomplete: bool,
}

impl Watch {
    /// With `poll` the system is not asked.
    pub(super) fn new(wakes: Sender<Wake>, root: &Path, poll: Option<Duration>) -> Watch {
        let mut watch = Watch {
            watcher: None,
            watched: BTreeSet::new(),
            followed: Vec::new(),
            told: Arc::default(),
            edition: Arc::default(),
            wakes,
            why: None,
        };
        match poll {
            Some(every) => watch.wake_every(every),
            None if is_remote(root) => watch.fall_back("network".into()),
            None => {
                let (wakes, told, edition) = (watch.wakes.clone(), watch.told.clone(), watch.edition.clone());
                let tell = move |event: notify::Result<Event>| {
                    if is_change(&event) {
                        let edition = edition.lock().clone();
                        let is_idle = edition.is_some_and(|edition| is_idle(&event, &edition));
                        told.lock().add(event);
                        if !is_idle {
                            // The receiver is gone when the server stops.
                            let _ = wakes.send(Wake::Disk);
                        }
                    }
                };
                match RecommendedWatcher::new(tell, Config::default()) {
                    Ok(watcher) => watch.watcher = Some(watcher),
                    Err(error) => watch.fall_back(reason(&error)),
                }
            }
        }
        watch
    }

    /// From now on, files that this edition ignores wake nobody when they are written.
    pub(super) fn show(&self, edition: &Arc<Edition>) {
        *self.edition.lock() = Some(edition.clone());
    }

    /// A scan finds out what has changed, whatever woke it.
    fn wake_every(&self, every: Duration) {
        let wakes = self.wakes.clone();
        std::thread::spawn(move || {
            while wakes.send(Wake::Disk).is_ok() {
                std::thread::sleep(every);
            }
        });
    }

    fn fall_back(&mut self, why: String) {
        self.watcher = None;
        self.why = Some(why);
        self.wake_every(POLL);
    }

    /// Watches these folders and no others. Whether there were new ones, in which something may have come up before
    /// they were watched.
    pub(super) fn follow(&mut self, folders: &[PathBuf]) -> bool {
        let Some(watcher) = &mut self.watcher else { return false };
        let moved = std::mem::take(&mut self.told.lock().moved);
        if moved.is_empty() && folders == self.followed {
            return false;
        }
        self.followed = folders.to_vec();
        let wanted: BTreeSet<PathBuf> = folders.iter().cloned().collect();
        // Who moves a folder moves all that is below it.
        let is_moved = |folder: &PathBuf| folder.ancestors().any(|above| moved.contains(above));
        // First, since a folder that was moved is watched under its old name until then.
        for gone in self.watched.iter().filter(|folder| !wanted.contains(*folder) || is_moved(folder)) {
            // A folder that is gone is not watched any more.
            let _ = watcher.unwatch(gone);
        }
        self.watched.retain(|folder| wanted.contains(folder) && !is_moved(folder));
        let new: Vec<PathBuf> = wanted.difference(&self.watched).cloned().collect();
        let has_new = !new.is_empty();
        let mut refused = None;
        for folder in new {
            match watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => drop(self.watched.insert(folder)),
                // It was removed meanwhile; the folder above has an event when it comes back.
                Err(_) if !folder.is_dir() => {}
                Err(error) => refused = Some(reason(&error)),
            }
        }
        if self.watched.len() < wanted.len() {
            self.followed.clear();
        }
        refused.into_iter().for_each(|why| self.fall_back(why));
        has_new
    }

    /// The folders in which something changed since this was asked last; none when that is not known for sure.
    pub(super) fn touched(&self) -> Option<BTreeSet<PathBuf>> {
        self.watcher.as_ref()?;
        let mut told = self.told.lock();
        let changed = std::mem::take(&mut told.changed);
        let is_complete = !std::mem::take(&mut told.is_incomplete);
        let folder = |path: &PathBuf| {
            let mut folders = [path.parent(), Some(path)].into_iter().flatten();
            folders.find(|folder| self.watched.contains(*folder)).map(Path::to_path_buf)
        };
        // Paths that the system names in another way are of no use.
        changed.iter().map(folder).collect::<Option<_>>().filter(|_| is_complete)
    }

    /// Whether an event came since the last call of [`Watch::touched`].
    pub(super) fn has_events(&self) -> bool {
        let told = self.told.lock();
        !told.changed.is_empty() || told.is_incomplete
    }

    /// Watches everything again the next time.
    pub(super) fn refresh(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        self.followed.clear();
        for folder in std::mem::take(&mut self.watched) {
            let _ = watcher.unwatch(&folder);
        }
    }
}

impl WatchEvents {
    fn add(&mut self, event: notify::Result<Event>) {
        match event {
            Ok(event) if !event.need_rescan() => {
                if matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))) {
                    self.moved.extend(event.paths.iter().cloned());
                }
                self.changed.extend(event.paths);
            }
            Ok(_) | Err(_) => self.is_incomplete = true,
        }
    }
}

/// Why the system does not watch, and what to do about it if that is known.
fn reason(error: &notify::Error) -> String {
    match error.kind {
        notify::ErrorKind::MaxFilesWatch if cfg!(target_os = "linux") => {
            format!("{error} sysctl fs.inotify.max_user_watches, fs.inotify.max_user_instances")
        }
        _ => error.to_string(),
    }
}

/// Whether an event says no more than that there are other bytes in files that the site is not made of. Their folder is
/// looked into with the next change.
fn is_idle(event: &notify::Result<Event>, edition: &Edition) -> bool {
    let Ok(event) = event else { return false };
    let is_written =
        matches!(event.kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)));
    is_written
        && !event.need_rescan()
        && !event.paths.is_empty()
        && event.paths.iter().all(|path| edition.ignores(path))
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

/// Whether a folder lies on a file system without events for changes on other machines.
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
