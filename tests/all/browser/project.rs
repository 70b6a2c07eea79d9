//! A project of a writer's in a temporary folder, and `portal serve` over it.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A folder with a configuration.
pub(super) struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    pub(super) fn new(files: &[(&str, &str)]) -> Project {
        let project = Project { folder: tempfile::tempdir().expect("a folder for the project") };
        project.write("book.toml", "[book]\ntitle = \"Site\"\nlanguage = \"en\"\nsrc = \"content\"\n");
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Saves as many editors do: a new file takes the place of the old one.
    pub(super) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it is in the project")).expect("writable");
        let new = self.path(".saving~");
        fs::write(&new, text).expect("writable");
        fs::rename(new, path).expect("writable");
    }

    /// Saves a file with a part of its text replaced.
    pub(super) fn replace(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).expect("readable");
        assert!(text.contains(from), "{path} has no {from:?}");
        self.write(path, text.replacen(from, to, 1));
    }

    pub(super) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("it is there");
    }

    /// Serves it at any free port.
    pub(super) fn serve(&self, arguments: &[&str]) -> Server {
        Server::start(self.folder.path(), arguments, 0)
    }
}

/// `portal serve`, until it is dropped.
pub(super) struct Server {
    process: Child,
    pub port: u16,
}

impl Server {
    fn start(root: &Path, arguments: &[&str], port: u16) -> Server {
        let mut process = Command::new(env!("CARGO_BIN_EXE_portal"))
            .args(["serve", "--lang", "en", "--port", &port.to_string()])
            .args(arguments)
            .arg(root)
            .env("PORTAL_EDITOR", root.join("code"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        let mut lines = BufReader::new(process.stdout.take().expect("it is a pipe")).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            let (_, rest) = line.split_once("http://127.0.0.1:")?;
            rest.split('/').next()?.parse().ok()
        });
        std::thread::spawn(move || lines.for_each(drop));
        Server { process, port: port.expect("it says where it answers") }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Stops, and is started again at the same port after `meanwhile`.
    pub(super) fn restart(mut self, project: &Project, meanwhile: impl FnOnce()) -> Server {
        let port = self.port;
        self.stop();
        meanwhile();
        Server::start(project.folder.path(), &[], port)
    }

    fn stop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}
