//! `portal serve` and those who mean no good: raw requests, foreign names, links out of the site.
//!
//! The numbers are those of the list of faults that servers of this kind have had.

mod binary;
mod editor;
mod memory;
mod place;
mod terminal;

use crate::server::PATIENCE;
use place::{CANARY, Place, place};
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    time::{Duration, Instant},
};

/// SRV-01, 04, 05, 07: paths that lead, or seem to lead, out of the site.
#[test]
fn no_path_leads_out_of_the_site() {
    let place = place();
    let long = format!("/base/{}", "x".repeat(8192));
    let deep = format!("/base/{}outside.txt", "../".repeat(1000));
    let targets = [
        "/../x",
        "/..%2fx",
        "/%2e%2e/x",
        "/%2e%2e%2fx",
        "/.%2e/x",
        "/..%5cx",
        "/..\\x",
        "//x",
        "///etc/passwd",
        "/./../x",
        "/a/../../x",
        "/a/%2e%2e/%2e%2e/x",
        "/%252e%252e/x",
        "/..;/x",
        "/..%00/x",
        "/x%00.html",
        "/%c0%ae%c0%ae/x",
        "/%e0%80%ae/x",
        "/\u{ff0e}\u{ff0e}/x",
        "/%ef%bc%8e%ef%bc%8e/x",
        "/..%ef%bc%8fx",
        "/file:///etc/passwd",
        "http://localhost/../x",
        "/etc/passwd",
        "/proc/self/environ",
        "/~root/x",
        "/a//../x",
        "/a/.",
        "/a/..",
        "/..",
        "/.",
        "/.git/config",
        "/.portal/cache",
        "/.env",
        "/a?../../x",
        "/a#/../x",
        "/a;v=1/../x",
        &long,
        &deep,
        "/a%2",
        "/base/../base-secret/x",
        "/base/%2e%2e/base-secret/x",
        "/base-secret/x",
        "/base/../outside.txt",
        "/base/..%2foutside.txt",
        "/base/.env",
        "/base/.git/config",
        "/base/secret.txt",
        "/base/../secret.txt",
        "/base/content/a.md",
        "/base/a.md/",
        "/base/a/ ",
        "/base/a/\u{1}",
        "*",
        "base/a/",
        "localhost:1",
        "/base/CON",
        "/base/a/index.html.",
        "/base/a/index.html%20",
        "/base/a:b",
        "/base/%5c%5cserver%5cshare",
    ];
    for prefix in ["", "/base"] {
        for target in targets {
            let target = if prefix.is_empty() || !target.starts_with('/') {
                target.to_owned()
            } else {
                format!("{prefix}{target}")
            };
            for method in ["GET", "HEAD", "POST"] {
                let reply = place.send(method, &target, "");
                let name = target.chars().take(60).collect::<String>();
                assert!(!reply.body.contains(CANARY), "{method} {name}: {reply:?}");
                assert!(!reply.body.contains("root:"), "{method} {name}: {reply:?}");
                let refused = [0, 302, 400, 403, 404, 405, 414, 431].contains(&reply.status);
                // A fragment is cut off before anything is decided, as a browser would have done.
                let known = ["/base/a?../../x", "/base/a#/../x"].contains(&&*target);
                assert!(refused || known, "{method} {name}: {}", reply.status);
            }
        }
    }
}

/// SRV-02: links out of the site, also those that come between a look and the opening.
#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_site() {
    use std::os::unix::fs::symlink;
    let mut place = place();
    let content = place.content();
    let outside = place.folder.path().join("outside.txt");
    symlink(&outside, content.join("link.txt")).expect("a link");
    symlink(place.folder.path(), content.join("folder")).expect("a link");
    fs::create_dir(content.join("d")).expect("writable");
    symlink(&outside, content.join("d/index.html")).expect("a link");
    fs::write(content.join("new.md"), "# New\n\n[p](pic/a.png)\n").expect("writable");
    while place.server.get("new/index.html").0 != 200 {
        assert!(place.server.wait(PATIENCE), "the new page never came");
    }
    for target in ["link.txt", "folder/outside.txt", "d/index.html", "d/", "d"] {
        let reply = place.send("GET", &format!("/base/{target}"), "");
        assert_eq!((reply.status, reply.body.contains(CANARY)), (404, false), "{target}");
    }
    // An asset that turns into a link and back while it is asked for.
    let (asset, other) = (content.join("pic/a.png"), content.join("pic/.other"));
    for turn in 0..1000 {
        match turn % 2 {
            0 => symlink(&outside, &other).expect("a link"),
            _ => fs::write(&other, "bytes").expect("writable"),
        }
        fs::rename(&other, &asset).expect("writable");
        let (status, body) = place.server.get("pic/a.png");
        assert!(!String::from_utf8_lossy(&body).contains(CANARY), "turn {turn}");
        assert!([200, 404].contains(&status), "turn {turn}: {status}");
    }
}

/// SRV-03: what comes after the question mark changes nothing.
#[test]
fn a_query_changes_nothing() {
    let place = place();
    let plain = place.send("GET", "/base/a/", "").body;
    for query in
        ["raw", "raw??", "import&raw??", "inline", "url", "%00", "../../outside.txt", "a=1&b=2", "?", "v=1.2.3"]
    {
        assert_eq!(place.send("GET", &format!("/base/a/?{query}"), "").body, plain, "{query}");
    }
}

/// SRV-06, 13: a page that is not there, and no word of what was asked for.
#[test]
fn what_is_not_there_is_not_repeated() {
    let place = place();
    for target in [
        "/base/<script>alert(1)</script>",
        "/base/%3Cscript%3Ealert(1)%3C/script%3E/",
        "/%22onload=alert(1)",
        "/__portal/<b>",
    ] {
        let reply = place.send("GET", target, "");
        assert!([400, 404].contains(&reply.status), "{target}: {}", reply.status);
        assert!(!reply.body.contains("alert(1)") && !reply.body.contains("<b>"), "{target}: {}", reply.body);
        assert!(
            reply.status == 400 || reply.head.contains("content-security-policy: default-src '"),
            "{target}: {}",
            reply.head
        );
    }
}

/// SRV-08: no other site may read anything.
#[test]
fn no_answer_is_for_other_sites() {
    let place = place();
    let token = place.token();
    for (method, target) in [
        ("GET", "/base/"),
        ("GET", "/base/pic/a.png"),
        ("OPTIONS", "/base/"),
        ("OPTIONS", "/__portal/open"),
        ("GET", "/__portal/client.js"),
        ("GET", &format!("/__portal/live?token={token}")),
        ("POST", "/__portal/open?page=/base/a/"),
        ("GET", "/nothing"),
    ] {
        let reply = place.send(method, target, "Origin: https://evil.example\r\n");
        assert!(!reply.head.contains("access-control-"), "{method} {target}: {}", reply.head);
        assert!(reply.head.contains("x-content-type-options: nosniff"), "{method} {target}: {}", reply.head);
        assert!(reply.head.contains("cross-origin-resource-policy: same-origin"), "{method} {target}");
    }
}

/// SRV-09: a name that resolves to this machine does not make a page of it.
#[test]
fn foreign_names_are_refused() {
    let place = place();
    let port = place.server.address.port();
    let ask = |host: &str| {
        place.reply(format!("GET /base/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())
    };
    for name in ["localhost", "127.0.0.1", "[::1]", "LocalHost", "preview.localhost"] {
        assert_eq!(ask(&format!("{name}:{port}")).status, 200, "{name}");
    }
    for host in [
        "evil.example",
        &format!("evil.example:{port}"),
        &format!("127.0.0.1.evil.example:{port}"),
        &format!("localhost.evil.example:{port}"),
        &format!("192.168.0.9:{port}"),
        &format!("0.0.0.0:{port}"),
        &format!("[::ffff:7f00:1]:{port}"),
        &format!("user@localhost:{port}"),
        &format!("localhost:{port}:{port}"),
        &format!("evillocalhost:{port}"),
        &format!("localhost.:{port}"),
        &format!("127.1:{port}"),
        "",
        " ",
    ] {
        let reply = ask(host);
        assert!([400, 403].contains(&reply.status), "{host:?}: {}", reply.status);
        assert!(!reply.body.contains("Home"), "{host:?}");
    }
    let twice =
        format!("GET /base/ HTTP/1.1\r\nHost: localhost:{port}\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    assert_eq!(place.reply(twice.as_bytes()).status, 400, "two hosts");
    assert_eq!(place.reply(b"GET /base/ HTTP/1.1\r\nConnection: close\r\n\r\n").status, 400, "no host");
}

const UPGRADE: &str =
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// SRV-10: the live channel is for the pages of this run.
#[test]
fn the_live_channel_is_for_our_own_pages() {
    let place = place();
    let (host, token) = (place.host(), place.token());
    let port = place.server.address.port();
    let ask = |origin: &str, token: &str| {
        let head = format!(
            "GET /__portal/live?token={token}&page=/base/&version=1 HTTP/1.1\r\nHost: {host}\r\n{origin}Connection: Upgrade\r\n{UPGRADE}\r\n"
        );
        place.reply(head.as_bytes())
    };
    let own = format!("Origin: http://{host}\r\n");
    assert_eq!(ask(&own, &token).status, 101);
    for wrong in ["", "0", &token[1..], &format!("{token}0"), &"0".repeat(token.len())] {
        assert_eq!(ask(&own, wrong).status, 403, "token {wrong:?}");
    }
    for origin in [
        "null",
        "",
        "file://",
        "http://",
        "https://evil.example",
        "http://evil.example",
        &format!("https://{host}"),
        &format!("http://{host}/"),
        &format!("http://{host}.evil.example"),
        &format!("http://{host}."),
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        &format!("http://localhost:{port}"),
        &format!("http://[::1]:{port}"),
        &format!("http://user@{host}"),
        &format!("http://user:pass@{host}"),
        &format!("http://{host}@evil.example"),
        "http://192.168.0.9",
        &format!("http://[::ffff:7f00:1]:{port}"),
        &format!("ws://{host}"),
        "chrome-extension://abc",
        &format!("http://{host}, http://evil.example"),
        &format!("http://evil.example http://{host}"),
    ] {
        assert_eq!(ask(&format!("Origin: {origin}\r\n"), &token).status, 403, "origin {origin:?}");
    }
    assert_eq!(ask("", &token).status, 403, "no origin");
    assert_eq!(ask(&format!("{own}{own}"), &token).status, 403, "two origins");
}

/// SRV-11: nothing that a browser says is acted on.
#[test]
fn the_live_channel_hears_nothing() {
    let place = place();
    let (host, token) = (place.host(), place.token());
    let url = format!("ws://{host}/__portal/live?token={token}&page=/base/a/&version=1");
    let request = tungstenite::http::Request::builder()
        .uri(url)
        .header("Host", &host)
        .header("Origin", format!("http://{host}"))
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        .body(())
        .expect("a request");
    let stream = TcpStream::connect(place.server.address).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let (mut socket, _) = tungstenite::client(request, stream).expect("it answers");
    let hello = socket.read().expect("a message").into_text().expect("text");
    let hello: serde_json::Value = serde_json::from_str(&hello).expect("JSON");
    assert_eq!((hello["kind"].as_str(), hello["version"].as_u64()), (Some("state"), Some(1)), "{hello}");
    for said in ["{\"open\":\"/etc/passwd\"}", "file:///etc/passwd", "reload", "{}"] {
        socket.send(tungstenite::Message::text(said)).expect("it takes it");
    }
    fs::write(place.content().join("a.md"), "# A\n\nOther text.\n").expect("writable");
    // The next that it says is about the page, not about what was said to it.
    loop {
        let told = socket.read().expect("a message");
        if told.is_text() {
            let told: serde_json::Value = serde_json::from_str(&told.into_text().expect("text")).expect("JSON");
            assert_eq!((told["kind"].as_str(), told["page"].as_str()), (Some("state"), Some("changed")), "{told}");
            break;
        }
    }
}

/// SRV-12: a new address of ours has to be looked at before this list has it.
#[test]
fn these_are_all_our_addresses() {
    let place = place();
    let source = include_str!("../../src/serve/client.rs");
    let files = source.lines().filter(|line| line.trim_start().starts_with("(\"")).count();
    let known = ["client.js", "editor.js", "live.js", "morph.js", "overlay.css", "page.js", "report.js", "words.js"];
    assert_eq!(files, known.len());
    for name in known {
        assert_eq!(place.send("GET", &format!("/__portal/{name}"), "").status, 200, "{name}");
        assert_eq!(place.send("POST", &format!("/__portal/{name}"), "").status, 405, "{name}");
    }
    assert_eq!(place.send("GET", "/__portal/live", "").status, 403);
    assert_eq!(place.send("GET", "/__portal/lines?page=/base/a/", "").status, 403);
    assert_eq!(place.send("POST", "/__portal/open?page=/base/a/", "").status, 403);
    assert_eq!(place.send("GET", "/__portal/open?page=/base/a/", "").status, 405);
    for name in
        ["", "x", "index.html", "client", "client.js/", "../a/", "mod.rs", "client/client.js", "diagnostics", "state"]
    {
        assert_eq!(place.send("GET", &format!("/__portal/{name}"), "").status, 404, "{name}");
    }
}

/// Who knows the token opens files of the site, and no others.
#[test]
fn the_editor_opens_what_the_site_is_made_of() {
    let place = place();
    let (host, token) = (place.host(), place.token());
    let own = format!("Origin: http://{host}\r\nX-Portal-Token: {token}\r\n");
    let opened = place.send("POST", "/__portal/open?page=/base/a/&line=3", &own);
    let link: serde_json::Value = serde_json::from_str(&opened.body).expect("JSON");
    let link = link["link"].as_str().expect("a link, for there is no editor");
    assert!(link.starts_with("vscode://file/") && link.ends_with("/site/content/a.md:3:1"), "{link}");
    for file in ["content/a.md", "book.toml"] {
        assert_eq!(place.send("POST", &format!("/__portal/open?file={file}"), &own).status, 200, "{file}");
    }
    for query in [
        "file=secret.txt",
        "file=../outside.txt",
        "file=/etc/passwd",
        "file=content/.env",
        "file=.git/config",
        "page=/base/none/",
        "",
    ] {
        assert_eq!(place.send("POST", &format!("/__portal/open?{query}"), &own).status, 404, "{query}");
    }
    let foreign = format!("Origin: http://evil.example\r\nX-Portal-Token: {token}\r\n");
    assert_eq!(place.send("POST", "/__portal/open?page=/base/a/", &foreign).status, 403);
    let lines = place.send("GET", "/__portal/lines?page=/base/a/", &format!("X-Portal-Token: {token}\r\n"));
    let lines: serde_json::Value = serde_json::from_str(&lines.body).expect("JSON");
    assert_eq!(lines.to_string(), r#"{"count":1,"file":"content/a.md","lines":[[0,3]]}"#);
}

/// SRV-14: who is not asked for is not let in.
#[test]
fn only_this_machine_is_answered() {
    let place = place();
    assert!(place.server.address.ip().is_loopback());
}

#[test]
fn other_methods_are_refused() {
    let place = place();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
        let reply = place.send(method, "/base/a/", "");
        assert_eq!((reply.status, reply.head.contains("allow: get, head")), (405, true), "{method}");
    }
    let host = place.host();
    let reply = place.reply(format!("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes());
    assert!([400, 405].contains(&reply.status), "{reply:?}");
}

#[test]
fn heads_without_end_are_not_read_to_their_end() {
    let place = place();
    let large = format!("X: {}\r\n", "x".repeat(20_000));
    assert_eq!(place.send("GET", "/base/", &large).status, 431);
    let many = "X: x\r\n".repeat(500);
    assert_eq!(place.send("GET", "/base/", &many).status, 431);
    for nonsense in [&b"\x16\x03\x01\x02\x00"[..], b"GET\r\n\r\n", b"GET /base/ HTTP/9.9\r\n\r\n", b"\0\0\0\0\r\n\r\n"]
    {
        assert!([0, 400].contains(&place.reply(nonsense).status), "{nonsense:?}");
    }
    // The server is well.
    assert_eq!(place.send("GET", "/base/", "").status, 200);
}

/// A hundred that begin a request and do not go on, and a hundred that do not read what they asked for.
#[test]
fn the_slow_keep_nobody_waiting() {
    let mut place = place();
    fs::write(place.content().join("long.md"), format!("# Long\n\n{}", "text ".repeat(400_000))).expect("writable");
    while place.server.get("long/index.html").0 != 200 {
        assert!(place.server.wait(PATIENCE), "the new page never came");
    }
    let host = place.host();
    let slow = |head: String| {
        let mut stream = TcpStream::connect(place.server.address).expect("it listens");
        stream.write_all(head.as_bytes()).expect("it takes it");
        stream
    };
    let halves: Vec<TcpStream> = (0..100).map(|_| slow(format!("GET /base/ HTTP/1.1\r\nHost: {host}\r\nX-"))).collect();
    let deaf: Vec<TcpStream> =
        (0..100).map(|_| slow(format!("GET /base/long/ HTTP/1.1\r\nHost: {host}\r\n\r\n"))).collect();
    let began = Instant::now();
    for _ in 0..50 {
        assert_eq!(place.send("GET", "/base/a/", "").status, 200);
    }
    assert!(began.elapsed() < PATIENCE, "fifty pages took {:?}", began.elapsed());
    drop(deaf);
    // Whoever does not finish its head is let go.
    for mut half in halves {
        half.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
        let mut rest = Vec::new();
        let closed = half.read_to_end(&mut rest);
        assert!(closed.is_ok(), "still open: {closed:?}");
    }
}

#[test]
fn files_are_sent_in_parts_to_who_asks() {
    let place = place();
    let ask = |range: &str| place.send("GET", "/base/pic/a.png", &format!("Range: {range}\r\n"));
    let part = ask("bytes=4-9");
    assert_eq!((part.status, &*part.body), (206, "really"));
    assert!(part.head.contains("content-range: bytes 4-9/30"), "{}", part.head);
    assert_eq!(ask("bytes=-5").body, "bytes");
    assert_eq!(ask("bytes=30-").status, 416);
    assert_eq!(ask("nonsense").status, 200);
    let head = place.send("HEAD", "/base/pic/a.png", "");
    assert_eq!((head.status, &*head.body, head.head.contains("content-length: 30")), (200, "", true));
    assert!(head.head.contains("content-type: image/png"), "{}", head.head);
}

#[test]
fn nothing_old_is_shown() {
    let mut place = place();
    let first = place.send("GET", "/base/a/", "");
    assert!(first.head.contains("cache-control: no-cache"), "{}", first.head);
    let tag = first.head.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag").to_owned();
    let again = |place: &Place| place.send("GET", "/base/a/", &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((again(&place).status, &*again(&place).body), (304, ""));
    fs::write(place.content().join("a.md"), "# A\n\nOther text.\n").expect("writable");
    while !String::from_utf8_lossy(&place.server.get("a/index.html").1).contains("Other text") {
        assert!(place.server.wait(PATIENCE), "the change never came");
    }
    assert_eq!(again(&place).status, 200);
}

#[test]
fn addresses_are_completed_as_hosts_do() {
    let place = place();
    for (target, expect) in
        [("/", "/base/"), ("/base", "/base/"), ("/base/a", "/base/a/"), ("/base/a?q=a&b=1", "/base/a/?q=a&b=1")]
    {
        let reply = place.send("GET", target, "");
        let location = format!("location: {expect}\r\n");
        assert!(reply.status == 302 && reply.head.contains(&location), "{target}: {}", reply.head);
    }
    assert_eq!(place.send("GET", "/base/a/index.html", "").status, 200);
    assert_eq!(place.send("GET", "/other/", "").status, 404);
    assert!(Path::new(&place.content()).is_dir());
}
