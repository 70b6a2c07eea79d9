//! A site that is asked in raw bytes, and things beside it that are nobody's business.

use crate::server::{PATIENCE, Server, options, settings};
use portal::serve::Settings;
use std::{
    fs,
    io::{Read, Write},
    net::{Shutdown, TcpStream},
};

/// Stands outside of the site; no answer may hold it.
pub(super) const CANARY: &str = "canary-7d1f";

pub(super) struct Place {
    pub folder: tempfile::TempDir,
    pub server: Server,
}

/// A site at `/base/` in a folder, and beside its sources what is nobody's business.
pub(super) fn place() -> Place {
    place_with(|settings| settings)
}

/// The same, served with other settings than usual.
pub(super) fn place_with(change: impl FnOnce(Settings) -> Settings) -> Place {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
        fs::write(path, text).expect("writable");
    };
    write("site/book.toml", "[book]\ntitle = \"S\"\nlanguage = \"en\"\n");
    write("site/content/README.md", "# Home\n\n![p](pic/a.png)\n");
    write("site/content/a.md", "# A\n\nText.\n");
    write("site/content/pic/a.png", "not really an image, but bytes");
    write("site/content/.env", CANARY);
    write("site/.git/config", CANARY);
    write("site/.portal/cache", CANARY);
    write("site/secret.txt", CANARY);
    write("outside.txt", CANARY);
    write("base-secret/x", CANARY);
    let server = Server::start_with(change(settings(options(&folder.path().join("site")))));
    Place { folder, server }
}

impl Place {
    pub(super) fn content(&self) -> std::path::PathBuf {
        self.folder.path().join("site/content")
    }

    /// Sends these bytes and reads until the server has said everything.
    pub(super) fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.server.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        // A server that has heard enough may close first.
        let _ = stream.write_all(request);
        let _ = stream.shutdown(Shutdown::Write);
        let mut reply = Vec::new();
        let _ = stream.read_to_end(&mut reply);
        reply
    }

    pub(super) fn host(&self) -> String {
        let address = self.server.address;
        match address.ip().is_unspecified() {
            true => format!("127.0.0.1:{}", address.port()),
            false => address.to_string(),
        }
    }

    pub(super) fn send(&self, method: &str, target: &str, headers: &str) -> Reply {
        let host = self.host();
        self.reply(
            format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n").as_bytes(),
        )
    }

    pub(super) fn reply(&self, request: &[u8]) -> Reply {
        let bytes = self.raw(request);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Reply { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    pub(super) fn token(&self) -> String {
        let page = self.send("GET", "/base/", "").body;
        let start = page.find("data-token=\"").expect("a token") + "data-token=\"".len();
        page[start..].split('"').next().expect("its end").to_owned()
    }
}

#[derive(PartialEq, Eq, Debug)]
pub(super) struct Reply {
    /// 0 when the connection was closed without a word.
    pub status: u16,
    pub head: String,
    pub body: String,
}
