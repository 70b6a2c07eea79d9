//! Makes one step on disk fail, or be the last of the process, or be the last that works.
//!
//! It counts the steps of all threads of the process. So it is only set in a process that runs one test.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

/// What happens at the step that the plan names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InjectedFault {
    /// One step fails with an error of the system.
    Error(i32),
    /// It and all after it fail: to the disk this is the end of the process.
    Dead(i32),
    /// The process ends.
    Kill,
}

/// What the file system cannot do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Lacks {
    /// Two entries cannot change places in one step.
    pub exchange: bool,
    /// A file cannot get a second name.
    pub link: bool,
}

struct FaultPlan {
    at: usize,
    fault: Option<InjectedFault>,
    lacks: Lacks,
}

static PLAN: Mutex<FaultPlan> =
    Mutex::new(FaultPlan { at: 0, fault: None, lacks: Lacks { exchange: false, link: false } });
static STEPS: AtomicUsize = AtomicUsize::new(0);
/// What each step since [`record`] does, and to which path.
static RECORD: Mutex<Option<Vec<(String, PathBuf)>>> = Mutex::new(None);

/// From now on all steps are kept.
pub fn record() {
    *RECORD.lock().unwrap() = Some(Vec::new());
}

/// All steps since [`record`], in their order.
pub fn recorded() -> Vec<(String, PathBuf)> {
    RECORD.lock().unwrap().take().unwrap_or_default()
}

/// From now on the step `at`, counted from 1, meets the fault.
pub fn set(at: usize, fault: Option<InjectedFault>, lacks: Lacks) {
    *PLAN.lock().unwrap() = FaultPlan { at, fault, lacks };
    STEPS.store(0, SeqCst);
}

/// Ends the plan; whether its step was reached.
pub fn end() -> bool {
    let reached = STEPS.load(SeqCst) >= PLAN.lock().unwrap().at;
    set(0, None, Lacks::default());
    reached
}

/// Called before every step.
pub fn step(what: &str, path: &Path) -> io::Result<()> {
    if let Some(steps) = &mut *RECORD.lock().unwrap() {
        steps.push((what.to_owned(), path.to_path_buf()));
    }
    let step = STEPS.fetch_add(1, SeqCst) + 1;
    let FaultPlan { at, fault, lacks } = *PLAN.lock().unwrap();
    match fault {
        Some(InjectedFault::Error(code)) if step == at => Err(io::Error::from_raw_os_error(code)),
        Some(InjectedFault::Dead(code)) if step >= at => Err(io::Error::from_raw_os_error(code)),
        #[cfg(unix)]
        Some(InjectedFault::Kill) if step >= at => {
            let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
            std::process::abort()
        }
        _ if what == "exchange" && lacks.exchange => Err(io::ErrorKind::Unsupported.into()),
        _ if what == "link" && lacks.link => Err(io::ErrorKind::PermissionDenied.into()),
        _ => Ok(()),
    }
}
