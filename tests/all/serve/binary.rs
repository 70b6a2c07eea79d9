//! The program itself, in a process of its own.

use crate::server::PATIENCE;
use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

pub(super) struct Binary {
    child: Child,
    /// `127.0.0.1:PORT`
    pub host: String,
    /// What it says on standard error: a file among the sources, as somebody may put it there.
    log: PathBuf,
}

impl Binary {
    /// Serves a project; what it says is in `serve.log` there.
    pub(super) fn start(root: &Path, arguments: &[&str]) -> Binary {
        let log = root.join("serve.log");
        let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
        command.args(["serve", "--port", "0", "--lang", "en"]).args(arguments).arg(root);
        let said = File::create(&log).expect("writable");
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(said).spawn().expect("it runs");
        let mut address = String::new();
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        stdout.read_line(&mut address).expect("it says where it is");
        let host = address.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Binary { child, host, log }
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(super) fn said(&self) -> String {
        fs::read_to_string(&self.log).expect("readable")
    }

    /// Waits until it has said something.
    pub(super) fn waits_for(&self, text: &str) -> String {
        let began = Instant::now();
        loop {
            let said = self.said();
            if said.contains(text) {
                return said;
            }
            assert!(began.elapsed() < PATIENCE, "{text:?} was never said:\n{said}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Binary {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
