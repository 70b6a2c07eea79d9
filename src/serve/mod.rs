//! Shows a project while it is written: `portal serve`.
//!
//! In: where the project is, where to listen. Out: a server that answers with the bytes that a build would publish, plus
//! one script tag in each page, and reports changes to browsers.
//!
//! What always holds: one thread builds, in a loop, and is the only one that changes what is shown; requests are answered
//! from one edition, the whole of it, and never wait for a build. Only this machine is answered unless its user says
//! otherwise, and only under names that it knows. The writer's mistakes never end it.
//!
//! Deliberately not here: how the site is built (`engine`), the terminal (`cli`).

#![expect(clippy::disallowed_methods, reason = "it takes times, and asks the disk what Git is doing")]

mod client;
mod cycle;
mod diagnostics;
mod editor;
mod frames;
mod http;
mod live;
mod preview;
mod reply;
mod target;
mod texts;
mod timeout;
mod watch;

pub use editor::{Editor, Opened};

use crate::{
    diag::{Diagnostic, EnvError, Printer},
    engine::{Changes, Edition, Live, Options, Progress},
    model::{Date, Hash128},
};
use cycle::{Cycle, LoopState};
use http::AppState;
use preview::Preview;
use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};
use target::Hosts;
use tokio::net::TcpListener;
use watch::Watch;

/// Ports that are tried after one that is taken.
const MORE_PORTS: u16 = 10;
/// How long connections are given to end.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_millis(200);

/// What `serve` is asked to do.
#[derive(Clone)]
pub struct Settings {
    /// What the site is built with.
    pub options: Options,
    /// The one to listen on; loopback of both kinds when none is named.
    pub host: Option<IpAddr>,
    /// 0: any that is free.
    pub port: u16,
    /// The path under which the site is shown: begins and ends with `/`.
    pub base: String,
    /// Names under which this machine is asked besides its own.
    pub allow_hosts: Vec<String>,
    /// Browsers open the editor although there are `allow_hosts`, behind which visitors from elsewhere may be.
    pub allow_editor: bool,
    /// Look at the files in intervals instead of waiting for events.
    pub poll: Option<Duration>,
    /// Browsers go to the page that was written.
    pub follow: bool,
    /// The editor that a click in the browser opens.
    pub editor: Editor,
    /// Files that the terminal's lines go to: they would wake the server that writes them.
    pub logs: Vec<PathBuf>,
    /// For the messages that browsers receive.
    pub printer: Printer,
}

/// What wakes the loop.
pub enum Wake {
    /// Something on disk may have changed.
    Disk,
    /// Somebody asked for something.
    Command(Command),
}

/// What the loop is asked for, by somebody at the terminal or by a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Command {
    /// Read the project and build again.
    Rebuild,
    /// Show drafts, or no longer.
    Drafts,
    /// Print the warnings.
    Warnings,
    /// Print the errors, if they are others than were printed last.
    Errors,
    /// End the server.
    Stop,
}

/// The first version is there.
pub struct Ready<'a> {
    /// The first edition.
    pub edition: &'a Edition,
    /// Wall time from the start to the edition.
    pub took: Duration,
}

/// A change that was shown.
pub struct Round<'a> {
    /// What is different from the edition before.
    pub changes: &'a Changes,
    /// The edition that is shown now.
    pub edition: &'a Edition,
    /// Wall time from reading to the edition.
    pub took: Duration,
    /// No event came for it.
    pub was_missed: bool,
}

/// The date where the writer is.
pub type Today = Box<dyn Fn() -> Date + Send>;

/// Reports to the user of the server what happens. Called from the thread of the loop.
pub trait Console: Send + Sync {
    /// Where it listens, before the first version is there.
    fn listening(&self, addresses: &[SocketAddr]);
    /// The first edition is there; called once.
    fn ready(&self, ready: &Ready);
    /// A change is shown.
    fn changed(&self, round: &Round);
    /// There are other errors than before; none when all are solved.
    fn errors(&self, errors: &[Diagnostic], edition: &Edition);
    /// These warnings have come up since the first version.
    fn new_warnings(&self, warnings: &[Diagnostic], edition: &Edition);
    /// All warnings, because somebody asked for them.
    fn warnings(&self, diagnostics: &[Diagnostic], edition: &Edition);
    /// Files are polled, and why.
    fn polling(&self, why: &str);
    /// What keeps the files from being read.
    fn env_error(&self, error: &EnvError);
    /// Receives how far a build is.
    fn progress(&self) -> &dyn Progress;
    /// The name of a phase of the build.
    fn phase(&self, phase: &'static str) -> String;
}

/// Serves until [`Command::Stop`] comes through `wakes`, whose other end is `wake`.
///
/// # Errors
/// When there is no such folder, no free port, or no thread.
pub fn serve(
    settings: &Settings,
    console: Arc<dyn Console>,
    (wake, wakes): (Sender<Wake>, Receiver<Wake>),
    today: Today,
) -> Result<(), EnvError> {
    let settings = from_the_top(settings);
    if !settings.options.root.is_dir() {
        return Err(EnvError::NoRoot { path: settings.options.root.clone() });
    }
    allow_many_files();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| EnvError::Threads { detail: error.to_string() })?;
    let listeners = runtime.block_on(bind(&settings))?;
    let addresses: Vec<SocketAddr> = listeners.iter().filter_map(|listener| listener.local_addr().ok()).collect();
    let Some(first) = addresses.first() else {
        return Err(EnvError::Threads { detail: "no address".into() });
    };
    let hosts = Hosts { bound: first.ip(), more: settings.allow_hosts.clone() };
    let preview = Arc::new(Preview::new(settings.base.clone()));
    let token = token()?;
    let run = Hash128::of(token.as_bytes());
    let app = Arc::new(AppState {
        preview: preview.clone(),
        settings: settings.clone(),
        wake: wake.clone(),
        hosts,
        token,
        run,
    });
    for listener in listeners {
        runtime.spawn(http::listen(listener, app.clone()));
    }
    runtime.spawn(stop_on_signals(wake.clone()));
    console.listening(&addresses);
    let watch = Watch::new(wake.clone(), &settings.options.root, settings.poll);
    let mut live = Live::new(settings.options.clone())?;
    live.logs = settings.logs.clone();
    live.marks_expiring = true;
    let (pass, passed) = channel();
    let state = LoopState::default();
    let cycle = Cycle { settings, preview: preview.clone(), console, live, watch, wakes: passed, today, state };
    until_stopped(cycle, &preview, wake, &wakes, &pass);
    runtime.shutdown_timeout(SHUTDOWN_TIMEOUT);
    Ok(())
}

/// Runs the loop in a thread of its own until it is asked to stop: who stops the server before there is a first version,
/// which may take long, does not wait for it.
fn until_stopped(cycle: Cycle, preview: &Preview, wake: Sender<Wake>, wakes: &Receiver<Wake>, pass: &Sender<Wake>) {
    let over = Over(wake);
    let cycle = std::thread::spawn(move || {
        let _over = over;
        cycle.run();
    });
    for wake in wakes {
        let is_stop = matches!(wake, Wake::Command(Command::Stop));
        if is_stop && preview.showing().is_none() && !cycle.is_finished() {
            return;
        }
        if pass.send(wake).is_err() || is_stop {
            break;
        }
    }
    if let Err(panic) = cycle.join() {
        std::panic::resume_unwind(panic);
    }
}

/// Wakes the thread that passes wake-ups on when the loop has ended, by a panic, too.
struct Over(Sender<Wake>);

impl Drop for Over {
    fn drop(&mut self) {
        let _ = self.0.send(Wake::Disk);
    }
}

/// With the paths as the system names them in events.
fn from_the_top(settings: &Settings) -> Settings {
    // It fails only where there is no current folder, or no path.
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let mut settings = settings.clone();
    settings.options.root = absolute(&settings.options.root);
    settings.options.config = settings.options.config.as_ref().map(absolute);
    settings
}

/// Asks the loop to end on a signal of the terminal or of a supervisor.
async fn stop_on_signals(wake: Sender<Wake>) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let listened = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()].map(signal);
        if let [Ok(mut interrupt), Ok(mut terminate), Ok(mut hangup)] = listened {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                _ = hangup.recv() => {}
            }
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
    let _ = wake.send(Wake::Command(Command::Stop));
}

/// Listens on the port or, if it is taken, on one of the next.
async fn bind(settings: &Settings) -> Result<Vec<TcpListener>, EnvError> {
    let host = settings.host.unwrap_or(IpAddr::from([127, 0, 0, 1]));
    let last = if settings.port == 0 { 0 } else { settings.port.saturating_add(MORE_PORTS) };
    let mut refused = None;
    for port in settings.port..=last {
        match TcpListener::bind((host, port)).await {
            Ok(listener) => {
                let port = listener.local_addr().map_or(port, |address| address.port());
                // `localhost` may be either; a machine without the other kind does without.
                let other = match settings.host {
                    None => TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await.ok(),
                    Some(_) => None,
                };
                return Ok(std::iter::once(listener).chain(other).collect());
            }
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    let source = refused.unwrap_or_else(|| std::io::ErrorKind::AddrInUse.into());
    Err(EnvError::Listen { address: SocketAddr::from((host, settings.port)).to_string(), source })
}

/// Thirty-two digits that nobody can guess.
fn token() -> Result<String, EnvError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| EnvError::Threads { detail: error.to_string() })?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A thousand browsers are a thousand open files, and many systems allow fewer unless asked.
#[cfg(unix)]
fn allow_many_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    // Without it, there are fewer connections at a time.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
}

#[cfg(not(unix))]
fn allow_many_files() {}
