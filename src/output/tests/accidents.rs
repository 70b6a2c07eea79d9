//! Bad days: every step on disk fails, or is the last.
//!
//! Each test goes through the steps of one build, the first, the second and so on, until a build meets no fault.

use super::site::{Outputs, again, guard, listing, names, publish, site, test_name};
use crate::{
    diag::EnvError,
    disk::fault::{self, InjectedFault, Lacks},
    output::{Care, Publisher, manifest, standing},
};
use std::{
    collections::BTreeMap,
    fs,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
};

const OLD: Outputs = &[
    ("index.html", "old home"),
    ("same/index.html", "same"),
    ("docs/old/index.html", "will be gone"),
    ("was-file", "file"),
    ("was-folder/index.html", "folder"),
];
const NEW: Outputs = &[
    ("index.html", "new home"),
    ("same/index.html", "same"),
    ("added/deep/index.html", "added"),
    ("was-file/index.html", "file"),
    ("was-folder", "folder"),
];

const SYSTEMS: [Lacks; 3] = [
    Lacks { exchange: false, link: false },
    Lacks { exchange: true, link: false },
    Lacks { exchange: true, link: true },
];

/// The old site with foreign files in it, and how the old and the new one look.
struct Scene {
    temporary: tempfile::TempDir,
    old: BTreeMap<PathBuf, String>,
    old_manifest: Vec<u8>,
    new: BTreeMap<PathBuf, String>,
    foreign: Vec<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Old,
    New,
    /// Between the two renames of a system that cannot exchange folders.
    Absent,
}

impl Scene {
    fn new() -> Scene {
        // In memory where that is possible: there are thousands of scenes.
        let temporary = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let folder = temporary.path();
        let public = folder.join("public");
        publish(folder, OLD).unwrap();
        let foreign = super::foreign::add(&public);
        let old = site(folder);
        let ours = |outputs: Outputs| -> Vec<PathBuf> {
            let all = outputs.iter().flat_map(|(name, _)| Path::new(name).ancestors());
            all.filter(|name| *name != Path::new("")).map(|name| public.join(name)).collect()
        };
        let old_ours = ours(OLD);
        // What is not ours stays, and so do the folders that it is in.
        let mut new = old.clone();
        new.retain(|path, _| !old_ours.contains(path) || path.ends_with("docs") || path.ends_with("docs/old"));
        new.extend(ours(NEW).into_iter().map(|path| (path, "folder 755".to_owned())));
        new.extend(NEW.iter().map(|(name, text)| (public.join(name), format!("file 644 {text}"))));
        let old_manifest = fs::read(public.join(manifest::NAME)).unwrap();
        Scene { old, old_manifest, new, foreign, temporary }
    }

    fn folder(&self) -> &Path {
        self.temporary.path()
    }

    fn public(&self) -> PathBuf {
        self.folder().join("public")
    }

    /// Which site stands; it has to be one of them, whole.
    fn state(&self, what: &str) -> State {
        let found = site(self.folder());
        let manifest = fs::read(self.public().join(manifest::NAME)).ok();
        if found.is_empty() {
            State::Absent
        } else if found == self.old {
            assert_eq!(manifest.as_deref(), Some(&*self.old_manifest), "{what}");
            State::Old
        } else {
            assert_eq!(found, self.new, "{what}: neither the old site nor the new one");
            assert_eq!(standing(&self.public()).map(|(files, _)| files), Some(NEW.len()), "{what}");
            State::New
        }
    }

    /// Where files cannot be linked, the foreign ones are missing from the new site until they are moved; but
    /// they are not lost.
    fn state_or_moving(&self, lacks: Lacks, what: &str) -> State {
        let public = self.public();
        if lacks.link && fs::read(public.join("index.html")).is_ok_and(|bytes| bytes == b"new home") {
            let everything = listing(self.folder());
            for name in &self.foreign {
                let name = name.trim_end_matches('/').split('/').next_back().unwrap();
                assert!(everything.keys().any(|path| path.to_string_lossy().ends_with(name)), "{what}: {name}");
            }
            return State::New;
        }
        self.state(what)
    }

    /// The next build gives the new site and leaves nothing beside it.
    fn next_build(&self, what: &str) {
        let summary = publish(self.folder(), NEW).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(summary.foreign, self.foreign, "{what}");
        assert_eq!(self.state(what), State::New, "{what}");
        assert_eq!(names(self.folder()), ["public"], "{what}");
    }
}

/// Runs the test in a process of its own, as the faults are the whole process's. Whether this is that process.
fn is_alone(test: &str) -> bool {
    if std::env::var_os("PORTAL_TEST_ALONE").is_some() {
        return true;
    }
    let output = again("", test, &[("PORTAL_TEST_ALONE", "1".to_owned())]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}{}", String::from_utf8_lossy(&output.stderr));
    false
}

#[test]
fn an_error_at_any_step_leaves_the_old_site_or_the_new_one() {
    if !is_alone(test_name!("an_error_at_any_step_leaves_the_old_site_or_the_new_one")) {
        return;
    }
    const ENOSPC: i32 = 28;
    const EIO: i32 = 5;
    const EACCES: i32 = 13;
    for lacks in SYSTEMS {
        for code in [ENOSPC, EIO, EACCES] {
            for fault in [InjectedFault::Error(code), InjectedFault::Dead(code)] {
                let (mut errors, mut step) = (0, 0);
                loop {
                    step += 1;
                    let what = format!("{fault:?} at step {step}, {lacks:?}");
                    let scene = Scene::new();
                    fault::set(step, Some(fault), lacks);
                    let result = publish(scene.folder(), NEW);
                    if !fault::end() {
                        break;
                    }
                    let state = match fault {
                        InjectedFault::Error(_) => scene.state(&what),
                        _ => scene.state_or_moving(lacks, &what),
                    };
                    match &result {
                        Ok(_) => assert_eq!(state, State::New, "{what}"),
                        Err(EnvError::Write { path, source } | EnvError::Read { path, source }) => {
                            errors += 1;
                            assert!(path.starts_with(scene.folder()), "{what}: {}", path.display());
                            assert_eq!(source.raw_os_error(), Some(code), "{what}");
                            let expected = if lacks.exchange && matches!(fault, InjectedFault::Dead(_)) {
                                [State::Old, State::Absent]
                            } else {
                                [State::Old; 2]
                            };
                            assert!(expected.contains(&state), "{what}: {state:?}");
                        }
                        Err(error) => panic!("{what}: {error}"),
                    }
                    if matches!(fault, InjectedFault::Error(_)) {
                        assert!(names(scene.folder()).iter().all(|name| !name.contains("kept")), "{what}");
                    }
                    scene.next_build(&what);
                }
                assert!(errors > 20, "{fault:?}: {errors} errors in {step} steps");
            }
        }
    }
}

#[test]
fn a_kill_at_any_step_leaves_the_old_site_or_the_new_one() {
    const TEST: &str = "a_kill_at_any_step_leaves_the_old_site_or_the_new_one";
    if let Ok(plan) = std::env::var("PORTAL_TEST_KILL") {
        let [step, lacks, folder] = plan.splitn(3, ' ').collect::<Vec<_>>()[..] else { panic!("{plan}") };
        let lacks = SYSTEMS[lacks.parse::<usize>().unwrap()];
        fault::set(step.parse().unwrap(), Some(InjectedFault::Kill), lacks);
        publish(Path::new(folder), NEW).unwrap();
        return;
    }
    for (n, lacks) in SYSTEMS.into_iter().enumerate() {
        let mut seen = Vec::new();
        for step in 1.. {
            let what = format!("killed at step {step}, {lacks:?}");
            let scene = Scene::new();
            let plan = format!("{step} {n} {}", scene.folder().display());
            let test = test_name!("a_kill_at_any_step_leaves_the_old_site_or_the_new_one");
            assert!(test.ends_with(TEST));
            let output = again("", test, &[("PORTAL_TEST_KILL", plan)]);
            if output.status.success() {
                assert_eq!(scene.state(&what), State::New);
                break;
            }
            assert_eq!(output.status.signal(), Some(9), "{what}: {output:?}");
            let state = scene.state_or_moving(lacks, &what);
            assert!(lacks.exchange || state != State::Absent, "{what}");
            seen.push(state);
            // To begin again puts everything back, before a new site is made.
            let publisher = Publisher::begin(&scene.public(), &guard(scene.folder()), Care::default()).unwrap();
            drop(publisher);
            let expected = if state == State::New { State::New } else { State::Old };
            assert_eq!(scene.state(&what), expected, "{what}");
            assert_eq!(names(scene.folder()), ["public"], "{what}");
            scene.next_build(&what);
        }
        assert!(seen.is_sorted_by_key(|state| [State::Old, State::Absent, State::New].iter().position(|s| s == state)));
        assert!(seen.contains(&State::Old) && seen.contains(&State::New), "{seen:?}");
        assert_eq!(seen.contains(&State::Absent), lacks.exchange, "{seen:?}");
    }
}

#[test]
fn a_second_accident_during_the_recovery_does_no_more_harm() {
    if !is_alone(test_name!("a_second_accident_during_the_recovery_does_no_more_harm")) {
        return;
    }
    for lacks in SYSTEMS {
        for first in (1..).step_by(5) {
            let mut reached = true;
            for second in (1..).step_by(3) {
                let what = format!("dead at step {first}, then at step {second}, {lacks:?}");
                let scene = Scene::new();
                fault::set(first, Some(InjectedFault::Dead(5)), lacks);
                let _ = publish(scene.folder(), NEW);
                reached = fault::end();
                fault::set(second, Some(InjectedFault::Dead(5)), lacks);
                drop(Publisher::begin(&scene.public(), &guard(scene.folder()), Care::default()));
                let again = fault::end();
                let state = scene.state_or_moving(lacks, &what);
                assert!(lacks.exchange || state != State::Absent, "{what}");
                scene.next_build(&what);
                if !reached || !again {
                    break;
                }
            }
            if !reached {
                break;
            }
        }
    }
}

#[test]
fn the_first_site_is_there_or_not() {
    if !is_alone(test_name!("the_first_site_is_there_or_not")) {
        return;
    }
    for exists in [false, true] {
        for step in 1.. {
            let temporary = tempfile::tempdir().unwrap();
            let folder = temporary.path();
            if exists {
                fs::create_dir(folder.join("public")).unwrap();
            }
            fault::set(step, Some(InjectedFault::Dead(5)), Lacks::default());
            let published = publish(folder, NEW).is_ok();
            if !fault::end() {
                assert!(published);
                break;
            }
            assert_eq!(
                standing(&folder.join("public")).map(|(files, _)| files),
                published.then_some(NEW.len()),
                "step {step}"
            );
            assert!(published || listing(&folder.join("public")).len() <= 1, "step {step}");
            publish(folder, NEW).unwrap();
            assert_eq!(names(folder), ["public"], "step {step}");
        }
    }
}

/// Only the order of the steps can be tested: no test cuts the power.
#[test]
fn the_medium_holds_the_site_before_it_is_made_public() {
    if !is_alone(test_name!("the_medium_holds_the_site_before_it_is_made_public")) {
        return;
    }
    for flush in [true, false] {
        let temporary = tempfile::tempdir().unwrap();
        publish(temporary.path(), OLD).unwrap();
        fault::record();
        let care = Care { flush, ..Care::default() };
        let publisher = Publisher::begin(&temporary.path().join("public"), &guard(temporary.path()), care).unwrap();
        NEW.iter().for_each(|(name, text)| publisher.put(name, text.as_bytes()).unwrap());
        publisher.finish().unwrap();
        let steps = fault::recorded();
        let last = |what: &str| steps.iter().rposition(|(step, _)| step == what);
        let first = |what: &str| steps.iter().position(|(step, _)| step == what);
        let (written, exchanged) = (last("write").unwrap(), first("exchange").unwrap());
        assert!(written < exchanged, "{steps:?}");
        match (flush, first("flush")) {
            (true, Some(flushed)) => assert!(written < flushed && flushed < exchanged, "{steps:?}"),
            (false, None) => {}
            (_, flushed) => panic!("{flush}: flushed at {flushed:?}"),
        }
    }
}
