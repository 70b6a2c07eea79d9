//! What `serve` writes on the terminal: a line when it is ready, a line for each change, errors when they change.
//!
//! The address goes to standard output, everything else to standard error. No character here is as wide as two in some
//! terminals and as one in others.

use super::help;
use crate::cli::progress::phase_name;
use parking_lot::Mutex;
use portal::{
    diag::{Diagnostic, EnvError, Format, Printer, Severity, UiLang, visible},
    engine::{Edition, Progress},
    serve::{Console, Editor, Ready, Round, Settings},
};
use std::{
    fmt::Write as _,
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
            self.say(&match self.printer.lang {
                UiLang::Zh => format!("无法打开浏览器：{error}\n"),
                UiLang::En => format!("cannot open the browser: {error}\n"),
            });
        }
    }

    /// The file written last, in the editor.
    pub(super) fn open_editor(&self) {
        use portal::serve::Opened;
        let Some(file) = self.state.lock().written.clone() else {
            return self.say(self.words("还没有改过文件\n", "no file has been written yet\n"));
        };
        let said = match self.editor.open(&file, 1, 1) {
            Opened::Started => return,
            Opened::Link(link) => match open::that_detached(&link) {
                Ok(()) => return,
                Err(_) => self
                    .words(
                        "没有带窗口的编辑器：请设置 PORTAL_EDITOR，例如 PORTAL_EDITOR=code\n",
                        "no editor with a window: set PORTAL_EDITOR, as in PORTAL_EDITOR=code\n",
                    )
                    .to_owned(),
            },
            Opened::Failed(why) => format!("{}\n", visible(&why)),
        };
        self.say(&said);
    }

    pub(super) fn say(&self, text: &str) {
        // Nobody is left to tell when standard error is gone.
        let _ = stderr().write_all(text.as_bytes());
    }

    fn words(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.printer.lang {
            UiLang::Zh => zh,
            UiLang::En => en,
        }
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
        match (self.printer.lang, median) {
            (UiLang::Zh, Some(median)) => format!("已停止，运行 {ran}，更新 {rounds} 次，中位数 {median}\n"),
            (UiLang::Zh, None) => format!("已停止，运行 {ran}\n"),
            (UiLang::En, Some(median)) => format!("stopped after {ran}, {rounds} changes shown, median {median}\n"),
            (UiLang::En, None) => format!("stopped after {ran}\n"),
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
                text += help(self.printer.lang);
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
            0 => self.say(&match lang {
                UiLang::Zh => format!("{now} ✓ 错误已全部修复\n"),
                UiLang::En => format!("{now} ✓ all errors are solved\n"),
            }),
            // At the start there are no pages from before.
            _ if self.state.lock().took.is_empty() => self.print(errors, edition),
            count => {
                self.say(&match lang {
                    UiLang::Zh => format!("{now} 错误 {count} 条，浏览器保留出错前的页面\n"),
                    UiLang::En => format!("{now} {}; browsers keep the pages from before\n", errors_of(count)),
                });
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
            text += &match self.printer.lang {
                UiLang::Zh => format!("{} 另有 {more} 条新警告（按 w 看）\n", now()),
                UiLang::En => format!("{} {more} more new warnings (w shows them)\n", now()),
            };
        }
        self.say(&text);
    }

    fn polling(&self, why: &str) {
        if !self.quiet {
            self.say(&polling(why, self.printer.lang));
        }
    }

    fn warnings(&self, diagnostics: &[Diagnostic], edition: &Edition) {
        let warnings = self.severe(diagnostics, Severity::Warning);
        match warnings.is_empty() {
            true => self.say(self.words("没有警告\n", "no warnings\n")),
            false => self.print(&warnings, edition),
        }
    }

    fn env_error(&self, error: &EnvError) {
        let text = visible(&error.text(self.printer.lang));
        self.say(&match self.printer.lang {
            UiLang::Zh => format!("错误：{text}；等它恢复\n"),
            UiLang::En => format!("error: {text}; waiting for it to come back\n"),
        });
    }

    fn progress(&self) -> &dyn Progress {
        &*self.progress
    }

    fn phase(&self, phase: &'static str) -> String {
        phase_name(phase, self.printer.lang).to_owned()
    }
}

impl Terminal {
    /// Who can open the site, and under which address a phone finds it.
    fn exposed(&self) -> String {
        let open = self.state.lock().addresses.iter().find(|address| !address.ip().is_loopback()).copied();
        let Some(open) = open else {
            return match self.printer.lang {
                _ if self.quiet => String::new(),
                UiLang::Zh => "  只有本机能打开；要给同一网络的手机看：--host 0.0.0.0\n".into(),
                UiLang::En => {
                    "  only this machine can open it; for a phone on the same network: --host 0.0.0.0\n".into()
                }
            };
        };
        let host = if open.ip().is_unspecified() { outward() } else { Some(open.ip()) };
        let address = host.map(|ip| format!("http://{}{}", SocketAddr::new(ip, open.port()), self.base));
        let address = address.unwrap_or_default();
        match self.printer.lang {
            UiLang::Zh => format!("! 同一网络里的人都能看到这个站点，包括草稿：{address}\n  不需要时去掉 --host\n"),
            UiLang::En => format!(
                "! everybody on the same network can see this site, drafts included: {address}\n  leave out --host when that is not wanted\n"
            ),
        }
    }

    fn severe(&self, diagnostics: &[Diagnostic], severity: Severity) -> Vec<Diagnostic> {
        diagnostics.iter().filter(|diagnostic| self.printer.severity(diagnostic) == severity).cloned().collect()
    }
}

fn summary(edition: &Edition, took: Duration, warnings: usize, lang: UiLang) -> String {
    let (pages, drafts, took) = (edition.pages(), edition.drafts(), milliseconds(took));
    let mut text = match lang {
        UiLang::Zh => format!("✓ 就绪，用时 {took} | {pages} 页"),
        UiLang::En => {
            format!("✓ ready in {took} | {}", if pages == 1 { "1 page".into() } else { format!("{pages} pages") })
        }
    };
    let _ = match (lang, drafts) {
        (_, 0) => Ok(()),
        (UiLang::Zh, _) => write!(text, "，其中草稿 {drafts} 篇"),
        (UiLang::En, _) => write!(text, ", {drafts} of them drafts"),
    };
    let _ = match (lang, warnings) {
        (_, 0) => Ok(()),
        (UiLang::Zh, _) => write!(text, " | 警告 {warnings} 条（按 w 看）"),
        (UiLang::En, 1) => write!(text, " | 1 warning (w shows it)"),
        (UiLang::En, _) => write!(text, " | {warnings} warnings (w shows them)"),
    };
    text + "\n"
}

/// The address of this machine on its network. Nothing is sent: a socket without a connection only chooses its way.
fn outward() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address for documentation, which nobody has.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}

fn polling(why: &str, lang: UiLang) -> String {
    match lang {
        UiLang::Zh => format!("  系统不通知文件变化（{}），改为定时查看\n", visible(why)),
        UiLang::En => {
            format!("  the system does not tell of changes ({}); looking at the files in intervals\n", visible(why))
        }
    }
}

/// `content/a.md -> 1 page, 31 ms`
fn line(round: &Round, lang: UiLang) -> String {
    let files = &round.changes.files;
    let mut named: Vec<String> = files.iter().take(NAMED).map(|path| visible(path.as_str())).collect();
    if files.len() > NAMED {
        named.push(match lang {
            UiLang::Zh => format!("等 {} 个文件", files.len()),
            UiLang::En => format!("{} more", files.len() - NAMED),
        });
    }
    let took = milliseconds(round.took);
    let pages = if round.changes.all { round.edition.pages() } else { round.changes.pages.len() };
    let named = named.join(if lang == UiLang::Zh { "、" } else { ", " });
    let what = match (lang, pages, round.changes.all) {
        (UiLang::Zh, 0, _) => String::new(),
        (UiLang::Zh, _, true) => format!("全部 {pages} 页，打开时再画  "),
        (UiLang::Zh, _, false) => format!("{pages} 页  "),
        (UiLang::En, 0, _) => String::new(),
        (UiLang::En, _, true) => format!("all {pages} pages, drawn when they are opened  "),
        (UiLang::En, 1, false) => "1 page  ".into(),
        (UiLang::En, _, false) => format!("{pages} pages  "),
    };
    format!("{named} -> {what}{took}")
}

/// The time of day where the writer is.
fn now() -> String {
    jiff::Zoned::now().strftime("%H:%M:%S").to_string()
}

fn errors_of(count: usize) -> String {
    if count == 1 { "1 error".into() } else { format!("{count} errors") }
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
    match (lang, minutes) {
        (UiLang::Zh, 0) => format!("{seconds} 秒"),
        (UiLang::Zh, _) => format!("{minutes} 分 {seconds} 秒"),
        (UiLang::En, 0) => format!("{seconds} s"),
        (UiLang::En, _) => format!("{minutes} min {seconds} s"),
    }
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
