//! The loop: something changed, so everything is read and built again, and shown if it is right.
//!
//! In: wake-ups of the disk, commands of the terminal. Out: states of the site on the [`Preview`], and what the terminal
//! says of them.
//!
//! What always holds: the first event is acted on at once, what comes meanwhile is one more round; a storm of events, as
//! of a checkout, is waited out. What looks worse than before, an error that is new, a file that is gone or empty, may be
//! a file that is half written: it is shown only when it lasts. Nothing that an author does ends the loop.

use super::{
    Command, Console, Ready, Round, Settings, Today, Wake,
    diagnostics::BrowserDiagnostics,
    preview::{Choice, Preview, ShownVersion},
    watch::Watch,
};
use crate::{
    diag::{Code, Diagnostic, EnvError},
    engine::{self, Changes, Edition, Live, Progress, Project, Silent},
    model::RelPath,
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

/// What looks worse is shown when it has lasted as long.
const GRACE: Duration = Duration::from_millis(150);
/// During this time files are read again, even without an event.
const AGAIN: Duration = Duration::from_millis(30);
/// Events of one round that are a storm; how long it has to be quiet then; how long that is waited for.
const STORM: usize = 200;
const QUIET: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(1);
/// While Git is changing files, which it may do for longer.
const GIT_PATIENCE: Duration = Duration::from_secs(5);
/// How often files that cannot be read are tried again.
const RETRY: Duration = Duration::from_millis(500);
/// How often the date is checked.
const DAY: Duration = Duration::from_secs(60);
/// After this time without an event a full scan runs: the system may have lost some.
const CHECK: Duration = Duration::from_secs(1);

pub(super) struct Cycle {
    pub settings: Settings,
    pub preview: Arc<Preview>,
    pub console: Arc<dyn Console>,
    pub live: Live,
    pub watch: Watch,
    pub wakes: Receiver<Wake>,
    pub today: Today,
    pub state: LoopState,
}

/// What the loop remembers between two rounds.
#[derive(Default)]
pub(super) struct LoopState {
    /// The environment's error that was reported last.
    env_error: Option<String>,
    /// The last scan read only the folders that the system named.
    was_partial: bool,
    /// Files may have changed without an event.
    may_have_missed: bool,
    /// A full scan runs because no event came for a second.
    is_full_scan: bool,
    /// Errors of authors that were reported last.
    errors: Vec<Diagnostic>,
    /// Warnings of the last version, reported or not.
    warnings: BTreeSet<UnplacedDiagnostic>,
    /// The console has reported that files are polled.
    has_reported_polling: bool,
}

/// A diagnostic without its place: a change above it moves it, and does not make it new.
type UnplacedDiagnostic = (RelPath, Code, Arc<Vec<(Cow<'static, str>, String)>>);

impl Cycle {
    /// Runs until the command to stop comes.
    pub(super) fn run(mut self) {
        self.first();
        // Files may have changed before the watcher started.
        self.state.may_have_missed = true;
        let mut is_due = true;
        loop {
            if is_due && self.round() {
                return;
            }
            self.state.is_full_scan = false;
            if let Some(why) = self.watch.why.as_deref().filter(|_| !self.state.has_reported_polling) {
                self.console.polling(why);
                self.state.has_reported_polling = true;
            }
            let patience = match &self.state {
                // No event says when a file can be read again.
                LoopState { env_error: Some(_), .. } => RETRY,
                LoopState { was_partial: true, .. } => CHECK,
                _ => DAY,
            };
            is_due = match self.wakes.recv_timeout(patience) {
                Ok(Wake::Disk) => true,
                Ok(Wake::Command(Command::Stop)) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(Wake::Command(command)) => self.command(command),
                Err(RecvTimeoutError::Timeout) => {
                    self.state.may_have_missed = true;
                    self.state.is_full_scan = patience == CHECK;
                    patience != DAY || self.live.is_another_day((self.today)())
                }
            };
        }
    }

    /// The first version; errors do not wait, for there is nothing to keep.
    fn first(&mut self) {
        let began = Instant::now();
        let progress = FirstBuildProgress {
            preview: &self.preview.clone(),
            console: &*self.console.clone(),
            state: Default::default(),
        };
        match self.read().and_then(|project| self.live.build(project, &progress)) {
            Ok(edition) => {
                self.watch.show(&edition);
                self.show(edition, None, began);
            }
            Err(error) => self.fail(&error),
        }
    }

    /// Reads what has changed, and watches the folders that are there now.
    fn read(&mut self) -> Result<Arc<Project>, EnvError> {
        let touched = self.watch.touched();
        self.state.is_full_scan &= touched.as_ref().is_some_and(BTreeSet::is_empty);
        let touched = touched.filter(|_| !self.state.may_have_missed);
        self.state.may_have_missed = true;
        let project = self.live.read((self.today)(), touched.as_ref())?;
        self.state.was_partial = touched.is_some();
        // In a new folder something may have come up before it was watched.
        self.state.may_have_missed = self.watch.follow(project.folders());
        Ok(project)
    }

    /// Acts on what has changed, until it is quiet. Whether the server is to stop.
    fn round(&mut self) -> bool {
        let mut began = Instant::now();
        let mut worse_since: Option<Instant> = None;
        loop {
            let mut events = 1;
            let mut stop = false;
            let mut commands = Vec::new();
            while let Ok(wake) = self.wakes.try_recv() {
                match wake {
                    Wake::Disk => events += 1,
                    Wake::Command(Command::Stop) => stop = true,
                    Wake::Command(command) => commands.push(command),
                }
            }
            if stop || (events >= STORM || self.git_is_busy()) && self.wait_out() {
                return true;
            }
            for command in commands {
                self.command(command);
            }
            match self.sound(&mut worse_since) {
                Ok(None) => {
                    // An event comes when the file is written, or else time passes.
                    match self.wakes.recv_timeout(AGAIN) {
                        Ok(Wake::Command(Command::Stop)) | Err(RecvTimeoutError::Disconnected) => return true,
                        Ok(Wake::Command(command)) => drop(self.command(command)),
                        Ok(Wake::Disk) | Err(RecvTimeoutError::Timeout) => {}
                    }
                    continue;
                }
                Ok(Some(edition)) => {
                    worse_since = None;
                    self.show_if_new(edition, began);
                    if self.state.may_have_missed {
                        continue;
                    }
                }
                Err(_) if has_just_begun(&mut worse_since) => {
                    std::thread::sleep(AGAIN);
                    continue;
                }
                Err(error) => {
                    self.fail(&error);
                    return false;
                }
            }
            match self.wakes.try_recv() {
                Ok(Wake::Disk) => began = Instant::now(),
                Ok(Wake::Command(Command::Stop)) => return true,
                Ok(Wake::Command(command)) if self.command(command) => began = Instant::now(),
                Ok(Wake::Command(_)) | Err(_) => return false,
            }
        }
    }

    /// The site of what is there now; none when it may be half written, for as long as that may be.
    fn sound(&mut self, worse_since: &mut Option<Instant>) -> Result<Option<Arc<Edition>>, EnvError> {
        let project = self.read()?;
        let showing = self.preview.showing();
        let has_lost = showing.as_ref().is_some_and(|showing| project.has_lost(&showing.choice.edition));
        if has_lost && has_just_begun(worse_since) {
            return Ok(None);
        }
        let edition = self.live.build(project, &Silent)?;
        self.watch.show(&edition);
        let is_worse = has_lost || showing.is_some_and(|showing| self.has_new_errors(&edition, &showing));
        Ok((!is_worse || !has_just_begun(worse_since)).then_some(edition))
    }

    /// Waits until nothing has happened for a while. Whether the server is to stop.
    fn wait_out(&mut self) -> bool {
        let began = Instant::now();
        loop {
            match self.wakes.recv_timeout(QUIET) {
                Ok(Wake::Command(Command::Stop)) | Err(RecvTimeoutError::Disconnected) => return true,
                Ok(Wake::Command(command)) => drop(self.command(command)),
                Err(RecvTimeoutError::Timeout) if !self.git_is_busy() => return false,
                Ok(Wake::Disk) | Err(RecvTimeoutError::Timeout) => {}
            }
            let patience = if self.git_is_busy() { GIT_PATIENCE } else { PATIENCE };
            if began.elapsed() > patience {
                return false;
            }
        }
    }

    fn git_is_busy(&self) -> bool {
        // A lock that is older was left behind, or waits for a person.
        let lock = engine::git_folder(&self.settings.options.root).join("index.lock");
        let lock = std::fs::metadata(lock).and_then(|lock| lock.modified());
        let age = lock.ok().and_then(|since| since.elapsed().ok());
        age.is_some_and(|age| age < GIT_PATIENCE)
    }

    fn has_new_errors(&self, edition: &Edition, showing: &ShownVersion) -> bool {
        let known = showing.diagnostics.all();
        let is_new = |diagnostic: &&Diagnostic| {
            // A change above it moves it; that does not make it new.
            !known.iter().any(|known| (&known.path, known.code) == (&diagnostic.path, diagnostic.code))
        };
        edition.diagnostics.iter().filter(|diagnostic| self.is_error(diagnostic)).any(|diagnostic| is_new(&diagnostic))
    }

    fn is_error(&self, diagnostic: &Diagnostic) -> bool {
        engine::is_error(diagnostic, self.settings.options.strict)
    }

    fn show_if_new(&mut self, edition: Arc<Edition>, began: Instant) {
        let before = self.preview.showing();
        let is_same = before.as_ref().is_some_and(|before| before.diagnostics.are_of(&edition));
        let has_recovered = self.state.env_error.take().is_some();
        if !is_same || has_recovered {
            self.show(edition, before, began);
        }
    }

    fn show(&mut self, edition: Arc<Edition>, before: Option<Arc<ShownVersion>>, began: Instant) {
        let changes = before.as_ref().map(|before| edition.changes(&before.choice.edition)).unwrap_or_default();
        let is_first = before.is_none();
        let version = before.as_ref().map_or(1, |before| before.version + 1);
        let choice = self.choose(&edition, before.as_deref());
        let diagnostics =
            BrowserDiagnostics::new(self.settings.printer.clone(), edition.clone(), edition.diagnostics.clone(), None);
        let showing = ShownVersion::new(version, choice, diagnostics);
        self.live.on_threads(|| {
            self.preview.show(showing, &changes, || u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX));
        });
        let took = began.elapsed();
        match is_first {
            true => self.console.ready(&Ready { edition: &edition, took }),
            false => {
                // The event of a file that was just written may come a moment later.
                let was_missed = self.state.is_full_scan && !self.watch.has_events();
                self.console.changed(&Round { changes: &changes, edition: &edition, took, was_missed });
            }
        }
        self.report_errors();
        self.report_warnings(is_first);
    }

    /// Reports the errors, if they are not those of the last report.
    fn report_errors(&mut self) {
        let Some(showing) = self.preview.showing() else { return };
        let found = showing.diagnostics.all();
        let errors: Vec<Diagnostic> = found.iter().filter(|found| self.is_error(found)).cloned().collect();
        if errors != self.state.errors {
            self.console.errors(&errors, showing.diagnostics.edition());
            self.state.errors = errors;
        }
    }

    /// Tells the warnings that were not there before. Those of the first version are only counted.
    fn report_warnings(&mut self, is_first: bool) {
        let Some(showing) = self.preview.showing() else { return };
        let found = showing.diagnostics.all();
        let warnings: Vec<&Diagnostic> = found.iter().filter(|found| !self.is_error(found)).collect();
        let unplaced = |found: &Diagnostic| (found.path.clone(), found.code, found.args.clone());
        let is_new = |found: &&&Diagnostic| !is_first && !self.state.warnings.contains(&unplaced(found));
        let new: Vec<Diagnostic> = warnings.iter().filter(is_new).map(|found| (*found).clone()).collect();
        if !new.is_empty() {
            self.console.new_warnings(&new, showing.diagnostics.edition());
        }
        // With errors, a build may stop before it finds all warnings.
        if self.state.errors.is_empty() {
            self.state.warnings.clear();
        }
        self.state.warnings.extend(warnings.into_iter().map(unplaced));
    }

    /// What is shown of an edition with errors: all but the pages whose own sources are wrong, which stay as they were
    /// last right; nothing of it when the configuration or the theme is wrong and there is something better.
    fn choose(&self, edition: &Arc<Edition>, before: Option<&ShownVersion>) -> Choice {
        let errors = edition.diagnostics.iter().filter(|diagnostic| self.is_error(diagnostic));
        let wrong: BTreeSet<RelPath> = errors.map(|diagnostic| diagnostic.path.clone()).collect();
        let is_sound = |edition: &Edition, wrong: &BTreeSet<RelPath>| {
            edition.is_site() && wrong.iter().all(|path| edition.is_source(path))
        };
        let Some(before) = before.filter(|before| is_sound(&before.choice.edition, &before.choice.wrong)) else {
            return Choice { edition: edition.clone(), good: BTreeMap::new(), wrong };
        };
        let last = &before.choice;
        if !is_sound(edition, &wrong) {
            return last.clone();
        }
        let good = |path: &RelPath| match last.wrong.contains(path) {
            true => last.good.get(path).cloned(),
            false => last.edition.is_source(path).then(|| last.edition.clone()),
        };
        let good = wrong.iter().filter_map(|path| Some((path.clone(), good(path)?))).collect();
        Choice { edition: edition.clone(), good, wrong }
    }

    /// Something around us is wrong: the folder is gone, a file cannot be read. What is shown stays.
    fn fail(&mut self, error: &EnvError) {
        let text = error.text(self.settings.printer.lang);
        if self.state.env_error.as_ref() == Some(&text) {
            return;
        }
        self.console.env_error(error);
        match self.preview.showing() {
            Some(before) => {
                let edition = before.choice.edition.clone();
                let diagnostics =
                    BrowserDiagnostics::new(self.settings.printer.clone(), edition, Arc::default(), Some(&text));
                let showing = ShownVersion::new(before.version + 1, before.choice.clone(), diagnostics);
                self.preview.show(showing, &Changes::default(), || 0);
            }
            None => self.preview.env_error(&text),
        }
        self.state.env_error = Some(text);
    }

    /// Does what was asked for at the terminal. Whether there may be something else to show.
    fn command(&mut self, command: Command) -> bool {
        match command {
            Command::Stop => return false,
            Command::Rebuild => {
                self.live.forget();
                self.watch.refresh();
                self.state.may_have_missed = true;
            }
            Command::Drafts => self.live.options.drafts = !self.live.options.drafts,
            Command::Warnings => {
                if let Some(showing) = self.preview.showing() {
                    self.console.warnings(&showing.diagnostics.all(), showing.diagnostics.edition());
                }
                return false;
            }
            Command::Errors => {
                self.report_errors();
                return false;
            }
        }
        true
    }
}

/// Whether what looks worse has looked so for a short time only.
fn has_just_begun(worse_since: &mut Option<Instant>) -> bool {
    worse_since.get_or_insert_with(Instant::now).elapsed() < GRACE
}

/// Shows how far the first build is.
struct FirstBuildProgress<'a> {
    preview: &'a Preview,
    console: &'a dyn Console,
    state: parking_lot::Mutex<(&'static str, usize, usize)>,
}

impl Progress for FirstBuildProgress<'_> {
    fn start(&self, phase: &'static str, total: usize) {
        *self.state.lock() = (phase, 0, total);
        self.console.progress().start(phase, total);
    }

    fn step(&self) {
        let (phase, done, total) = {
            let mut state = self.state.lock();
            state.1 += 1;
            *state
        };
        // A browser need not know more often.
        if done % 64 == 0 || done == total {
            self.preview.progress(&self.console.phase(phase), done, total);
        }
        self.console.progress().step();
    }

    fn done(&self) {
        self.console.progress().done();
    }
}
