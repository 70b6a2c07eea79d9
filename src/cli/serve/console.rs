//! What `serve` writes on the terminal: a line when it is ready, a line for each change, errors when they change.
//!
//! The address goes to standard output, everything else to standard error. No character here is as wide as two in some
//! terminals and as one in others.

use crate::cli::{progress::phase_name, texts};
use parking_lot::Mutex;
use portal::{
    diag::{Diagnostic, EnvError, Format, Printer, Severity, UiLang, visible},
    engine::{Edition, Progress},
    serve::{Console, Editor, Ready, Round, Settings},
};
use std::{
    io::{Write as _, stderr, stdout},
    net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket},
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

/// Files and new warnings that are named of one change.
const NAMED: usize = 3;

pub(super) struct Terminal {
    printer: Printer,
    quiet: bool,
    /// Open the browser when there is something to see.
    open: bool,
    has_keys: bool,
    base: String,
    editor: Editor,
    progress: Box<dyn Progress + Send>,
    state: Mutex<State>,
}

struct State {
    started: Instant,
    addresses: Vec<SocketAddr>,
    /// How long each change took to be shown.
    took: Vec<Duration>,
    written: Option<PathBuf>,
}

impl Terminal {
    pub(super) fn new(
        settings: &Settings,
        printer: Printer,
        (quiet, open, has_keys): (bool, bool, bool),
        progress: Box<dyn Progress + Send>,
    ) -> Arc<Terminal> {
        let state = State { started: Instant::now(), addresses: Vec::new(), took: Vec::new(), written: None };
        Arc::new(Terminal {
            printer,
            quiet,
            open,
            has_keys,
            base: settings.base.clone(),
            editor: settings.editor.clone(),
            progress,
            state: Mutex::new(state),
        })
    }

    /// Where the site is, on this machine.
    pub(super) fn address(&self) -> Option<String> {
        let first = self.state.lock().addresses.first().copied()?;
        let host = match first.ip() {
            ip if ip.is_unspecified() => "127.0.0.1".to_owned(),
            _ => first.to_string().rsplit_once(':').map_or(String::new(), |(host, _)| host.to_owned()),
        };
        Some(format!("http://{host}:{}{}", first.port(), self.base))
    }

    pub(super) fn open_browser(&self) {
        if let Some(address) = self.address()
            && let Err(error) = open::that_detached(address)
        {
            self.say(&texts::no_browser(self.printer.lang, error));
        }
    }

    /// The file written last, in the editor.
    pub(super) fn open_editor(&self) {
        use portal::serve::Opened;
        let Some(file) = self.state.lock().written.clone() else {
            return self.say(&texts::nothing_written(self.printer.lang));
        };
        match self.editor.open(&file, 1, 1) {
            Opened::Started => {}
            Opened::Link(link) => {
                if open::that_detached(&link).is_err() {
                    self.say(&texts::no_editor(self.printer.lang));
                }
            }
            Opened::Failed(why) => self.say(&format!("{}\n", visible(&why))),
        }
    }

    pub(super) fn say(&self, text: &str) {
        // Nobody is left to tell when standard error is gone.
        let _ = stderr().write_all(text.as_bytes());
    }

    fn print(&self, diagnostics: &[Diagnostic], edition: &Edition) {
        let sources = edition.texts(diagnostics);
        self.say(&self.printer.print_all(diagnostics, &|path| sources.text(path)));
    }

    /// What is said at the end.
    pub(super) fn farewell(&self) -> String {
        self.progress.done();
        if self.quiet {
            return String::new();
        }
        let mut state = self.state.lock();
        let ran = duration(state.started.elapsed(), self.printer.lang);
        state.took.sort();
        let rounds = state.took.len();
        let median = state.took.get(rounds / 2).map(|took| milliseconds(*took));
        match median {
            Some(median) => texts::stopped_after(self.printer.lang, rounds, ran, median),
            None => texts::stopped(self.printer.lang, ran),
        }
    }
}

impl Console for Terminal {
    fn listening(&self, addresses: &[SocketAddr]) {
        self.state.lock().addresses = addresses.to_vec();
    }

    fn ready(&self, ready: &Ready) {
        self.progress.done();
        let Ready { edition, took } = ready;
        let warnings = self.severe(&edition.diagnostics, Severity::Warning);
        // What others may see is said whatever else is not.
        self.say(&self.exposed());
        if !self.quiet {
            let mut text = summary(edition, *took, warnings.len(), self.printer.lang);
            if self.has_keys {
                text += &texts::keys(self.printer.lang);
            }
            edition.notes().iter().for_each(|note| text += &format!("{}\n", visible(&note.text(self.printer.lang))));
            self.say(&text);
        }
        if let Some(address) = self.address() {
            let mut stdout = stdout();
            // A reader that is gone does not need it.
            let _ = writeln!(stdout, "{address}").and_then(|()| stdout.flush());
        }
        if self.open {
            self.open_browser();
        }
    }

    fn changed(&self, round: &Round) {
        {
            let mut state = self.state.lock();
            state.took.push(round.took);
            let written = round.changes.files.iter().find_map(|file| round.edition.on_disk(file));
            state.written = written.or(state.written.take());
        }
        let lang = self.printer.lang;
        if !self.quiet && !round.changes.files.is_empty() {
            self.say(&format!("{} {}\n", now(), line(round, lang)));
        }
    }

    fn errors(&self, errors: &[Diagnostic], edition: &Edition) {
        let lang = self.printer.lang;
        let now = now();
        match errors.len() {
            0 if self.quiet => {}
            0 => self.say(&texts::all_solved(lang, now)),
            // At the start there are no pages from before.
            _ if self.state.lock().took.is_empty() => self.print(errors, edition),
            count => {
                self.say(&texts::errors_keep(lang, count, now));
                self.print(errors, edition);
            }
        }
    }

    fn new_warnings(&self, warnings: &[Diagnostic], edition: &Edition) {
        if self.quiet {
            return;
        }
        let sources = edition.texts(warnings);
        let short = Printer { format: Format::Short, ..self.printer.clone() };
        let line = |found: &Diagnostic| format!("{} {}", now(), short.print(found, sources.text(&found.path)));
        let mut text: String = warnings.iter().take(NAMED).map(line).collect();
        if let Some(more) = warnings.len().checked_sub(NAMED).filter(|more| *more > 0) {
            text += &texts::more_warnings(self.printer.lang, now(), more);
        }
        self.say(&text);
    }

    fn polling(&self, why: &str) {
        if !self.quiet {
            self.say(&texts::polling(self.printer.lang, visible(why)));
        }
    }

    fn warnings(&self, diagnostics: &[Diagnostic], edition: &Edition) {
        let warnings = self.severe(diagnostics, Severity::Warning);
        match warnings.is_empty() {
            true => self.say(&texts::no_warnings(self.printer.lang)),
            false => self.print(&warnings, edition),
        }
    }

    fn env_error(&self, error: &EnvError) {
        self.say(&texts::waiting(self.printer.lang, visible(&error.text(self.printer.lang))));
    }

    fn progress(&self) -> &dyn Progress {
        &*self.progress
    }

    fn phase(&self, phase: &'static str) -> String {
        phase_name(phase, self.printer.lang)
    }
}

impl Terminal {
    /// Who can open the site, and under which address a phone finds it.
    fn exposed(&self) -> String {
        let open = self.state.lock().addresses.iter().find(|address| !address.ip().is_loopback()).copied();
        let Some(open) = open else {
            return if self.quiet { String::new() } else { texts::only_here(self.printer.lang) };
        };
        let host = if open.ip().is_unspecified() { outward() } else { Some(open.ip()) };
        let address = host.map(|ip| format!("http://{}{}", SocketAddr::new(ip, open.port()), self.base));
        texts::exposed(self.printer.lang, address.unwrap_or_default())
    }

    fn severe(&self, diagnostics: &[Diagnostic], severity: Severity) -> Vec<Diagnostic> {
        diagnostics.iter().filter(|diagnostic| self.printer.severity(diagnostic) == severity).cloned().collect()
    }
}

fn summary(edition: &Edition, took: Duration, warnings: usize, lang: UiLang) -> String {
    let mut text = texts::ready(lang, edition.pages(), milliseconds(took));
    if edition.drafts() > 0 {
        text += &texts::of_them_drafts(lang, edition.drafts());
    }
    if warnings > 0 {
        text += &texts::warnings(lang, warnings);
    }
    text + "\n"
}

/// The address of this machine on its network. Nothing is sent: a socket without a connection only chooses its way.
fn outward() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address for documentation, which nobody has.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}

/// `content/a.md -> 1 page, 31 ms`
fn line(round: &Round, lang: UiLang) -> String {
    let files = &round.changes.files;
    let mut named: Vec<String> = files.iter().take(NAMED).map(|path| visible(path.as_str())).collect();
    if files.len() > NAMED {
        named.push(texts::and_more_files(lang, files.len() - NAMED, files.len()));
    }
    let took = milliseconds(round.took);
    let pages = if round.changes.all { round.edition.pages() } else { round.changes.pages.len() };
    let named = named.join(&texts::list_separator(lang));
    let what = match pages {
        0 => String::new(),
        _ if round.changes.all => texts::all_pages(lang, pages),
        _ => texts::pages(lang, pages),
    };
    format!("{named} -> {what}{took}")
}

/// The time of day where the writer is.
fn now() -> String {
    jiff::Zoned::now().strftime("%H:%M:%S").to_string()
}

fn milliseconds(took: Duration) -> String {
    match took.as_millis() {
        ms if ms < 10_000 => format!("{ms} ms"),
        _ => format!("{:.1} s", took.as_secs_f64()),
    }
}

/// `12 min 40 s`
fn duration(ran: Duration, lang: UiLang) -> String {
    let (minutes, seconds) = (ran.as_secs() / 60, ran.as_secs() % 60);
    if minutes == 0 { texts::seconds(lang, seconds) } else { texts::minutes(lang, minutes, seconds) }
}

#[cfg(test)]
mod tests {
    use super::{UiLang, duration, milliseconds};
    use std::time::Duration;

    #[test]
    fn times_are_short() {
        assert_eq!(milliseconds(Duration::from_micros(31_900)), "31 ms");
        assert_eq!(milliseconds(Duration::from_millis(12_340)), "12.3 s");
        assert_eq!(duration(Duration::from_secs(760), UiLang::Zh), "12 分 40 秒");
        assert_eq!(duration(Duration::from_secs(7), UiLang::En), "7 s");
    }
}
