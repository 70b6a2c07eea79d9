//! What many browsers cost that only wait.

use super::server::PATIENCE;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

/// Sockets of the live channel, and bytes of the server's memory for each.
const SOCKETS: usize = 1500;
const EACH: usize = 20_000;

/// The binary, so that nothing else is in its memory.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A site with as many warnings as browsers are told.
#[cfg(target_os = "linux")]
#[test]
fn sockets_that_wait_cost_little() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let links: String = (0..200).map(|number| format!("[x](none-{number}.md)\n\n")).collect();
    fs::write(folder.path().join("a.md"), format!("# A\n\n{links}")).expect("writable");
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
    command.args(["serve", "--port", "0", "--lang", "en"]).arg(folder.path());
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it runs");
    let mut address = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut address).expect("it says where it is");
    let server = Server(child);
    let host = address.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let page = ask(&host, "GET /a/ HTTP/1.1\r\nConnection: close\r\n");
    let (_, rest) = page.split_once("data-token=\"").expect("a token");
    let token = rest.split('"').next().expect("its end");
    let before = resident(&server);
    let sockets: Vec<TcpStream> = (0..SOCKETS).map(|_| live(&host, token)).collect();
    // A change is told to all of them.
    fs::write(folder.path().join("a.md"), format!("# A changed\n\n{links}")).expect("writable");
    for socket in &sockets {
        told(socket, "\"version\":2");
    }
    let each = resident(&server).saturating_sub(before) / SOCKETS;
    assert!(each <= EACH, "{each} bytes each");
}

/// Sends a request and reads all of the answer.
fn ask(host: &str, head: &str) -> String {
    let mut stream = TcpStream::connect(host).expect("it listens");
    stream.write_all(format!("{head}Host: {host}\r\n\r\n").as_bytes()).expect("it takes it");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).expect("it answers");
    reply
}

/// A socket of the live channel that has been told the state.
fn live(host: &str, token: &str) -> TcpStream {
    let mut stream = TcpStream::connect(host).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let head = format!(
        "GET /__portal/live?token={token}&page=/a/&version=1 HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n\
         Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("it takes it");
    told(&stream, "\"version\":1");
    stream
}

/// Reads until a text has come.
fn told(mut stream: &TcpStream, text: &str) {
    let mut heard = Vec::new();
    let mut part = [0; 4096];
    while !String::from_utf8_lossy(&heard).contains(text) {
        let count = stream.read(&mut part).expect("it is told");
        assert!(count > 0, "closed before {text}");
        heard.extend_from_slice(&part[..count]);
    }
}

/// Bytes of memory that the server has.
fn resident(server: &Server) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", server.0.id())).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it is there");
    line.trim().trim_end_matches("kB").trim().parse::<usize>().expect("a number") * 1024
}
