//! `portal serve`: where to listen, and what the terminal and its keys are for.

mod console;
mod keys;

use super::{
    Outcome,
    args::{Common, Serve},
    build::{cores, folder, watched},
    failed, variable,
};
use console::Terminal;
use portal::{
    diag::Printer,
    engine::Options,
    output::Care,
    serve::{Editor, Settings, serve},
};
use std::{
    io::{self, IsTerminal},
    path::PathBuf,
    sync::mpsc::channel,
    time::Duration,
};

/// How often files are looked at, when `--poll` names no other time.
const POLL: u64 = 500;

pub(super) fn run(arguments: &Serve, common: &Common, printer: Printer, terminal: bool) -> Outcome {
    let printer = Printer { strict: arguments.strict, folder: folder(&arguments.root), ..printer };
    let editor = Editor { own: variable("PORTAL_EDITOR"), usual: variable("VISUAL").or_else(|| variable("EDITOR")) };
    let settings = Settings {
        options: Options {
            root: arguments.root.clone(),
            config: common.config.clone(),
            out: None,
            base_url: None,
            drafts: arguments.drafts,
            future: arguments.future,
            strict: arguments.strict,
            care: Care::default(),
            today: common.today(),
            jobs: arguments.jobs.map_or_else(cores, usize::from),
        },
        host: arguments.host,
        port: arguments.port,
        base: arguments.base_path.clone(),
        allow_hosts: arguments.allow_host.clone(),
        allow_editor: arguments.allow_editor,
        poll: arguments.poll.map(|every| Duration::from_millis(every.map_or(POLL, u64::from))),
        follow: arguments.follow,
        editor,
        logs: logs(),
        // Paths as the browser shows them start at the root.
        printer: Printer { folder: String::new(), color: false, ..printer.clone() },
    };
    let has_keys = terminal && io::stdin().is_terminal() && !common.quiet;
    let (wake, wakes) = channel();
    let progress = watched(terminal && !common.quiet, printer.lang);
    let console = Terminal::new(&settings, printer.clone(), (common.quiet, arguments.open, has_keys), progress);
    let listen = || keys::listen(wake.clone(), console.clone(), arguments.clone(), common.clone(), printer.clone());
    let keyboard = has_keys.then(listen);
    let today = common.clone();
    let served = serve(&settings, console.clone(), (wake, wakes), Box::new(move || today.today()));
    drop(keyboard);
    match served {
        Ok(()) => Outcome { err: console.farewell(), ..Outcome::default() },
        Err(error) => failed(&error, printer.lang),
    }
}

/// The files that standard output and standard error go to, as far as the system tells.
fn logs() -> Vec<PathBuf> {
    ["/proc/self/fd/1", "/proc/self/fd/2"].into_iter().filter_map(|stream| std::fs::read_link(stream).ok()).collect()
}
