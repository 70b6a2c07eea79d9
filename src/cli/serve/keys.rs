//! The keys of `serve`: a letter does something at once, without the return key.

use super::console::Terminal;
use crate::cli::{
    args::{Check, Common, Serve},
    check, texts,
};
use portal::{
    diag::Printer,
    serve::{Command, Wake},
};
use std::{
    io::{Read, stdin},
    sync::{Arc, mpsc::Sender},
    thread,
};

/// Gives the terminal back as it was.
pub(super) struct Keyboard {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

/// Reads keys until the server stops.
pub(super) fn listen(
    wake: Sender<Wake>,
    terminal: Arc<Terminal>,
    serve: Serve,
    common: Common,
    printer: Printer,
) -> Keyboard {
    let keyboard = Keyboard::take();
    thread::spawn(move || {
        for key in stdin().lock().bytes().map_while(Result::ok) {
            let command = match key {
                b'o' => {
                    terminal.open_browser();
                    None
                }
                b'e' => {
                    terminal.open_editor();
                    None
                }
                b'c' => {
                    terminal.say(&checked(&serve, &common, &printer));
                    None
                }
                b'h' | b'?' => {
                    terminal.say(&texts::keys(printer.lang));
                    None
                }
                b'w' => Some(Command::Warnings),
                b'r' => Some(Command::Rebuild),
                b'd' => Some(Command::Drafts),
                b'q' => Some(Command::Stop),
                _ => None,
            };
            if command.is_some_and(|command| wake.send(Wake::Command(command)).is_err()) {
                return;
            }
        }
    });
    keyboard
}

/// What `portal check` says.
fn checked(serve: &Serve, common: &Common, printer: &Printer) -> String {
    let arguments = Check {
        root: serve.root.clone(),
        report: None,
        addresses: None,
        all: false,
        base_url: None,
        drafts: serve.drafts,
        future: serve.future,
        strict: serve.strict,
        jobs: serve.jobs,
    };
    let outcome = check::run(&arguments, common, printer.clone(), false);
    outcome.err + &outcome.out
}

impl Keyboard {
    /// Letters come one by one and are not shown; Ctrl-C still stops.
    #[cfg(unix)]
    fn take() -> Keyboard {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let before = tcgetattr(stdin()).ok();
        if let Some(mut modes) = before.clone() {
            modes.local_modes -= LocalModes::ICANON | LocalModes::ECHO;
            // Without it, keys need the return key.
            let _ = tcsetattr(stdin(), OptionalActions::Now, &modes);
        }
        Keyboard { before }
    }

    #[cfg(not(unix))]
    fn take() -> Keyboard {
        Keyboard {}
    }
}

#[cfg(unix)]
impl Drop for Keyboard {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        if let Some(before) = &self.before {
            let _ = tcsetattr(stdin(), OptionalActions::Now, before);
        }
    }
}
