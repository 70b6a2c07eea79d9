//! The command line: one file for each command.
//!
//! In: the arguments, the environment, the clock; they are read in this room and nowhere else. Out: text on
//! the two streams and an exit code: 0 fine, 1 errors in content or configuration, or nothing found, 2 usage, 3 input or
//! output, 4 refused for safety, 5 a fault of ours.
//!
//! What always holds: standard output has results only (the format for programs is one), and a closed pipe is no
//! error. A command says what it has to say in an [`Outcome`]; only progress is written while it runs.
//!
//! Deliberately not here: any knowledge of how a site is built.

#![expect(
    clippy::disallowed_methods,
    reason = "it speaks to a person: clock, terminal, environment, files that were asked for"
)]

mod addresses;
mod args;
mod build;
mod check;
mod chinese;
mod clean;
mod fault;
mod found;
mod init;
mod left;
mod locale;
mod progress;
mod schema;
mod search;
mod serve;
mod start;
mod texts;
mod usage;

use args::{Args, Command, Common};
use clap::FromArgMatches;
use portal::{
    diag::{Code, EnvError, Printer, UiLang, explain, nearest, visible},
    model::{Date, OffsetTime},
};
use std::{
    env,
    ffi::OsString,
    io::{self, ErrorKind, IsTerminal, Write},
    panic::catch_unwind,
};

pub(crate) const OK: u8 = 0;
pub(crate) const CONTENT: u8 = 1;
pub(crate) const USAGE: u8 = 2;
pub(crate) const IO: u8 = 3;
pub(crate) const FAULT: u8 = 5;

/// What a command has to say at its end.
#[derive(Default, PartialEq, Eq, Debug)]
pub(crate) struct Outcome {
    pub out: String,
    pub err: String,
    pub code: u8,
}

pub(crate) fn main() -> u8 {
    let args: Vec<OsString> = env::args_os().collect();
    let lang = locale::language(&args, &variable);
    fault::install(lang);
    let outcome = catch_unwind(|| run(&args, lang)).unwrap_or(Outcome { code: FAULT, ..Outcome::default() });
    write(outcome, lang)
}

fn run(args: &[OsString], lang: UiLang) -> Outcome {
    let args = match args::command(lang).try_get_matches_from(args) {
        Ok(matches) => Args::from_arg_matches(&matches),
        Err(error) => Err(error),
    };
    let Args { common, command } = match args {
        Ok(args) => args,
        Err(error) => return usage::outcome(&error, lang),
    };
    let terminal = io::stderr().is_terminal();
    let printer = Printer {
        format: common.message_format,
        lang,
        color: locale::colored(common.color, terminal, &variable),
        all: common.verbose,
        ..Printer::default()
    };
    match command {
        Command::Build(build) => build::run(&build, &common, printer, terminal),
        Command::Serve(serve) => serve::run(&serve, &common, printer, terminal),
        Command::Check(check) => check::run(&check, &common, printer, terminal),
        Command::Search(search) => search::run(&search, &common, &printer),
        Command::Clean { root } => clean::run(root, &common, lang),
        Command::Init { root, dry_run, report } => init::run(&root, init::Mode::of(dry_run, report), &common, &printer),
        Command::Schema { root, save: true, .. } => schema::save_all(&root, &common, &printer, lang),
        Command::Schema { kind, root, save: false } => schema::run(kind.as_deref(), &root, &common, &printer, lang),
        Command::Explain { code } => explanation(&code, lang),
        Command::Completions { shell } => completions(shell, lang),
    }
}

fn explanation(name: &str, lang: UiLang) -> Outcome {
    if let Some(code) = Code::parse(name) {
        return Outcome { out: explain(code, lang), ..Outcome::default() };
    }
    let meant = nearest(name, Code::ALL.iter().map(|code| code.name()));
    let err = match meant {
        Some(code) => texts::no_code_meant(lang, visible(name), code),
        None => texts::no_code(lang, visible(name)),
    };
    Outcome { err, code: USAGE, ..Outcome::default() }
}

fn completions(shell: clap_complete::Shell, lang: UiLang) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(lang), "portal", &mut script);
    Outcome { out: String::from_utf8_lossy(&script).into_owned(), ..Outcome::default() }
}

/// An error of the environment.
fn failed(error: &EnvError, lang: UiLang) -> Outcome {
    let err = texts::error(lang, visible(&error.text(lang)));
    Outcome { err, code: error.exit_code(), ..Outcome::default() }
}

/// Standard output last: when both are one terminal, a list is not followed by complaints.
fn write(outcome: Outcome, lang: UiLang) -> u8 {
    // Nobody is left to tell when standard error is gone.
    let _ = io::stderr().write_all(outcome.err.as_bytes());
    let mut stdout = io::stdout();
    match stdout.write_all(outcome.out.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let _ = io::stderr().write_all(texts::cannot_write_stdout(lang, error).as_bytes());
            IO
        }
        _ => outcome.code,
    }
}

/// A variable of the environment that is set to something.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

impl Common {
    /// The day of `--date`, or this moment where this machine is.
    fn today(&self) -> Date {
        self.date.unwrap_or_else(|| {
            let now = jiff::Zoned::now();
            Date { day: now.date(), clock: Some(OffsetTime { time: now.time(), offset: now.offset().seconds() }) }
        })
    }
}
