//! A published site behind a server that knows files only, below a path, as on GitHub Pages.

use super::project::Project;
use portal::model::decode_path;
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex},
};

/// The path of the site.
const BASE: &str = "/portal/";

/// A project, what it publishes, and the paths that were asked for.
pub(super) struct Published {
    pub project: Project,
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Published {
    pub(super) fn new(files: &[(&str, &str)]) -> Published {
        let project = Project::new(files);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("it has one").port();
        project.write(
            "book.toml",
            format!(
                "[book]\ntitle = \"Site\"\nlanguage = \"zh\"\nsrc = \"content\"\n\
                 [portal]\nbase-url = \"http://127.0.0.1:{port}{BASE}\"\n[search]\nengine = \"builtin\"\n"
            ),
        );
        let asked = Arc::default();
        let published = Published { project, port, asked: Arc::clone(&asked) };
        published.build();
        let out = published.out();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (out, asked) = (out.clone(), Arc::clone(&asked));
                std::thread::spawn(move || answer(&stream, &out, &asked));
            }
        });
        published
    }

    /// The published folder.
    pub(super) fn out(&self) -> PathBuf {
        self.project.path("out")
    }

    /// Publishes what the project is now.
    pub(super) fn build(&self) {
        let built = Command::new(env!("CARGO_BIN_EXE_portal"))
            .args(["build", "--out"])
            .args([self.out(), self.project.path("")])
            .output()
            .expect("the binary runs");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{BASE}{path}", self.port)
    }

    /// The paths that were asked for since the last call.
    pub(super) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().expect("no test failed"))
    }
}

/// Answers one request. What is not there is the page of missing pages.
fn answer(mut stream: &TcpStream, out: &Path, asked: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    let path = first.split(' ').nth(1).and_then(|path| path.split('?').next()).map(decode_path);
    let path = path.unwrap_or_default();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    asked.lock().expect("no test failed").push(path.clone());
    let name =
        path.strip_prefix(BASE).map(|name| if name.ends_with('/') { format!("{name}index.html") } else { name.into() });
    let name = name.map(|name| if name.is_empty() { "index.html".into() } else { name });
    let found = name.and_then(|name| Some((fs::read(out.join(&name)).ok()?, name)));
    let (status, body, name) = match found {
        Some((body, name)) => ("200 OK", body, name),
        None => ("404 Not Found", fs::read(out.join("404.html")).unwrap_or_default(), "404.html".into()),
    };
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: max-age=600\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // A browser that goes away needs no answer.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}
