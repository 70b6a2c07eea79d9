//! What many browsers cost that only wait.

use super::binary::Binary;
use crate::server::PATIENCE;
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
};

/// Sockets of the live channel, and bytes of the server's memory for each.
const SOCKETS: usize = 1500;
const EACH: usize = 20_000;

/// A site with as many warnings as browsers are told.
#[cfg(target_os = "linux")]
#[test]
fn sockets_that_wait_cost_little() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let links: String = (0..200).map(|number| format!("[x](none-{number}.md)\n\n")).collect();
    fs::write(folder.path().join("a.md"), format!("# A\n\n{links}")).expect("writable");
    let server = Binary::start(folder.path(), &[]);
    let host = server.host.clone();
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
fn resident(server: &Binary) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", server.id())).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it is there");
    line.trim().trim_end_matches("kB").trim().parse::<usize>().expect("a number") * 1024
}
