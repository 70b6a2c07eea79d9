//! Who starts the writer's editor.

use super::place::{Place, place, place_with};
use portal::serve::Settings;

/// Headers as proxies and tunnels add them to the requests of visitors.
const FORWARDED: &[&str] = &[
    "X-Forwarded-For: 203.0.113.9",
    "x-forwarded-proto: https",
    "X-Forwarded-Host: preview.example",
    "X-Forwarded-Client-Cert: By=x",
    "Forwarded: for=203.0.113.9;proto=https",
    "Via: 1.1 proxy",
    "X-Real-IP: 203.0.113.9",
    "CF-Connecting-IP: 203.0.113.9",
    "CF-Ray: 1",
    "Cdn-Loop: cloudflare",
    "True-Client-IP: 203.0.113.9",
    "X-Original-Host: preview.example",
    "Fly-Client-IP: 203.0.113.9",
    "Ngrok-Auth-User-Email: a@b.example",
    "Tailscale-User-Login: a@b.example",
    "X-Forwarded-For:",
];

/// SRV-15: behind a tunnel, which connects from this machine for everybody, nobody starts the writer's editor.
#[test]
fn visitors_from_elsewhere_do_not_start_the_editor() {
    let ask = |place: &Place, host: &str, more: &str| {
        let token = place.token();
        let head = format!("Host: {host}\r\nOrigin: http://{host}\r\nX-Portal-Token: {token}\r\n{more}");
        let target = "/__portal/open?page=/base/a/";
        let reply = place.reply(format!("POST {target} HTTP/1.1\r\n{head}Connection: close\r\n\r\n").as_bytes());
        // Not even where the file is.
        assert_eq!(reply.status == 200, reply.body.contains("content/a.md"), "{host} {more}: {reply:?}");
        reply.status
    };
    let tunnel = |allow_editor| {
        place_with(|settings| Settings { allow_hosts: vec!["preview.example".into()], allow_editor, ..settings })
    };
    let own = place();
    assert_eq!(ask(&own, &own.host(), ""), 200);
    for header in FORWARDED {
        assert_eq!(ask(&own, &own.host(), &format!("{header}\r\n")), 403, "{header}");
    }
    let closed = tunnel(false);
    for host in [closed.host(), "preview.example".into(), "localhost".into()] {
        assert_eq!(ask(&closed, &host, ""), 403, "{host}");
    }
    let open = tunnel(true);
    for host in [open.host(), "preview.example".into()] {
        assert_eq!(ask(&open, &host, ""), 200, "{host}");
        for header in FORWARDED {
            assert_eq!(ask(&open, &host, &format!("{header}\r\n")), 403, "{header}");
        }
    }
    // Listening on all addresses, an address of another machine may be the other end of a tunnel.
    let all = place_with(|settings| Settings { host: Some([0, 0, 0, 0].into()), ..settings });
    let port = all.server.address.port();
    assert_eq!(ask(&all, &format!("203.0.113.5:{port}"), ""), 403);
    assert_eq!(ask(&all, &format!("localhost:{port}"), ""), 200);
}
