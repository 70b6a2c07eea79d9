//! What a request asks for, and whether it may.
//!
//! In: what stands in the request: its target, `Host`, `Origin`. Out: the path of an output, or a refusal.
//!
//! What always holds: a target is decoded once, checked, and never decoded again; what comes after `?` changes nothing.
//! Paths are looked up among the outputs of an edition, never on a disk.

use std::net::IpAddr;

/// Where a target leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum RequestTarget {
    /// A path below the site's base, decoded: `""`, `a/`, `a/b.png`.
    Site(String),
    /// Ours: what stands behind `/__portal/`, and the query.
    Own(String, String),
    /// To the site's base, from the root or from the base without its `/`.
    ToBase,
    /// Outside of the base.
    Outside,
    /// No path that a browser would send.
    Malformed,
}

/// Reads the path and query of a request. `base` begins and ends with `/`.
pub(super) fn target(path: &str, query: &str, base: &str) -> RequestTarget {
    if let Some(own) = path.strip_prefix("/__portal/") {
        return RequestTarget::Own(own.to_owned(), query.to_owned());
    }
    let Some(path) = decoded(path) else { return RequestTarget::Malformed };
    if let Some(inside) = path.strip_prefix(base) {
        return RequestTarget::Site(inside.to_owned());
    }
    match path == "/" || base.strip_suffix('/') == Some(&path) {
        true => RequestTarget::ToBase,
        false => RequestTarget::Outside,
    }
}

/// A path without percent signs; none when it has what no address of ours has.
fn decoded(path: &str) -> Option<String> {
    let path = String::from_utf8(unescaped(path)?).ok()?;
    let is_refused = |c: char| c.is_control() || c == '\\';
    let is_up = |part: &str| matches!(part, "." | "..");
    (path.starts_with('/') && !path.contains(is_refused) && !path.split('/').any(is_up)).then_some(path)
}

/// The value of a parameter in a query, decoded.
pub(super) fn parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(given, _)| given == name).map(|(_, value)| value.into_owned())
}

/// Bytes for which some may stand as `%E4`.
fn unescaped(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut digit = || char::from(rest.next()?).to_digit(16);
        bytes.push(if byte == b'%' { u8::try_from(digit()? * 16 + digit()?).ok()? } else { byte });
    }
    Some(bytes)
}

/// Who may ask: names under which this server is known.
#[derive(Clone, Debug)]
pub(super) struct Hosts {
    /// The address that it listens on; any of the machine's own when it listens on all.
    pub bound: IpAddr,
    /// Given with `--allow-host`.
    pub more: Vec<String>,
}

impl Hosts {
    /// Whether a `Host` header names this server: a browser that was led here under another name is refused, whatever
    /// that name resolves to. The port may be another one, behind a tunnel or a container.
    pub(super) fn allows(&self, host: &str) -> bool {
        let Some((name, _)) = split_host(host) else { return false };
        let name = name.to_ascii_lowercase();
        is_loopback(&name) || self.is_bound(&name) || self.is_given(&name)
    }

    /// Whether a `Host` header is a name that every machine has for itself.
    pub(super) fn is_local(&self, host: &str) -> bool {
        split_host(host).is_some_and(|(name, _)| is_loopback(&name.to_ascii_lowercase()))
    }

    /// Whether an `Origin` is that of the pages that came under this `Host`.
    pub(super) fn is_same_origin(&self, origin: &str, host: &str) -> bool {
        let is_given = split_host(host).is_some_and(|(name, _)| self.is_given(name));
        // A tunnel may speak TLS for us.
        let rest = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://").filter(|_| is_given));
        rest.is_some_and(|rest| rest.eq_ignore_ascii_case(host)) && self.allows(host)
    }

    fn is_given(&self, name: &str) -> bool {
        self.more.iter().any(|more| more.eq_ignore_ascii_case(name))
    }

    fn is_bound(&self, name: &str) -> bool {
        let Ok(named) = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() else { return false };
        // Listening on all addresses, its user has opened it to every host name.
        named == self.bound || (self.bound.is_unspecified() && !named.is_unspecified())
    }
}

fn is_loopback(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost") || name == "127.0.0.1" || name == "[::1]"
}

/// Headers that only proxies and tunnels add, and beginnings of their names.
const FORWARDING: &[&str] = &["forwarded", "via", "x-real-ip", "true-client-ip", "cdn-loop", "x-client-ip"];
const FORWARDING_PREFIXES: &[&str] = &[
    "x-forwarded",
    "x-original-",
    "x-real-",
    "x-proxy",
    "x-cluster-",
    "x-envoy-",
    "x-azure-",
    "x-appengine-",
    "x-arr-",
    "x-amzn-",
    "x-vercel-",
    "cf-",
    "fastly-",
    "fly-",
    "ngrok-",
    "tailscale-",
    "ali-",
    "eagleeye-",
];

/// Whether a request was passed on by a proxy or a tunnel, by the names of its headers in lower case.
pub(super) fn is_forwarded<'h>(mut names: impl Iterator<Item = &'h str>) -> bool {
    let starts = |name: &str| FORWARDING_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    names.any(|name| FORWARDING.contains(&name) || starts(name))
}

/// `name:port`, with brackets around an address of IPv6.
fn split_host(host: &str) -> Option<(&str, Option<u16>)> {
    let end = match host.strip_prefix('[') {
        Some(rest) => rest.find(']')? + 2,
        None => host.find(':').unwrap_or(host.len()),
    };
    let (name, port) = host.split_at(end);
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._[]:".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_name) {
        return None;
    }
    match port.strip_prefix(':') {
        None if port.is_empty() => Some((name, None)),
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => Some((name, Some(digits.parse().ok()?))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Hosts, RequestTarget, is_forwarded, parameter, target};
    use std::net::{IpAddr, Ipv4Addr};

    #[test]
    fn a_path_is_decoded_once() {
        let site = |path: &str| RequestTarget::Site(path.into());
        for (path, expect) in [
            ("/", site("")),
            ("/a/%E4%BA%91/", site("a/云/")),
            ("/a/b.png", site("a/b.png")),
            ("/%252e%252e/x", site("%2e%2e/x")),
            ("/a//../x", RequestTarget::Malformed),
            ("/%2e%2e/x", RequestTarget::Malformed),
            ("/..%2fx", RequestTarget::Malformed),
            ("/..%5cx", RequestTarget::Malformed),
            ("/x%00.html", RequestTarget::Malformed),
            ("/a%2", RequestTarget::Malformed),
            ("/%c0%ae%c0%ae/x", RequestTarget::Malformed),
            ("/__portal/live", RequestTarget::Own("live".into(), "q".into())),
        ] {
            assert_eq!(target(path, "q", "/"), expect, "{path}");
        }
    }

    #[test]
    fn a_base_is_a_whole_part_of_the_path() {
        for (path, expect) in [
            ("/repo/a/", RequestTarget::Site("a/".into())),
            ("/repo", RequestTarget::ToBase),
            ("/", RequestTarget::ToBase),
            ("/repo-secret/x", RequestTarget::Outside),
        ] {
            assert_eq!(target(path, "", "/repo/"), expect, "{path}");
        }
    }

    #[test]
    fn parameters_are_decoded() {
        assert_eq!(parameter("page=%2Frepo%2F%E4%BA%91%2F&line=3", "page").as_deref(), Some("/repo/云/"));
        assert_eq!(parameter("page=%2Frepo%2F&line=3", "line").as_deref(), Some("3"));
        assert_eq!(parameter("pages=1", "page"), None);
        assert_eq!(parameter("page=a%zz", "page").as_deref(), Some("a%zz"), "as in a browser");
    }

    #[test]
    fn hosts_are_names_of_this_machine() {
        let hosts =
            |bound: [u8; 4]| Hosts { bound: IpAddr::V4(Ipv4Addr::from(bound)), more: vec!["preview.example".into()] };
        let local = hosts([127, 0, 0, 1]);
        for host in [
            "localhost:1111",
            "127.0.0.1:1111",
            "[::1]:1111",
            "LOCALHOST:1111",
            "a.localhost:1111",
            "preview.example:1111",
        ] {
            assert!(local.allows(host), "{host}");
        }
        for host in [
            "",
            "evil.example:1111",
            "localhost:1111:1",
            "localhost.evil.example:1111",
            "127.0.0.1.evil.example:1111",
            "192.168.0.9:1111",
            "127.0.0.2:1111",
            "user@localhost:1111",
            "0.0.0.0:1111",
            "[::ffff:7f00:1]:1111",
            "localhost:01111x",
            "localhost:99999",
            "evillocalhost:1111",
            "localhost.:1111",
        ] {
            assert!(!local.allows(host), "{host}");
        }
        let open = hosts([0, 0, 0, 0]);
        assert!(open.allows("192.168.0.9:1111"));
        assert!(!open.allows("evil.example:1111"));
        assert!(!open.is_local("192.168.0.9:1111") && open.is_local("LocalHost:1111") && open.is_local("[::1]"));
    }

    #[test]
    fn browsers_do_not_say_that_they_were_passed_on() {
        let browser = [
            "host",
            "x-portal-token",
            "user-agent",
            "accept",
            "origin",
            "referer",
            "sec-fetch-site",
            "x-requested-with",
        ];
        assert!(!is_forwarded(browser.into_iter()));
        for name in ["forwarded", "via", "x-forwarded-for", "x-forwarded", "x-real-ip", "cf-connecting-ip", "cdn-loop"]
        {
            assert!(is_forwarded(browser.into_iter().chain([name])), "{name}");
        }
    }

    #[test]
    fn an_origin_is_the_one_that_the_page_came_from() {
        let hosts = Hosts { bound: IpAddr::V4(Ipv4Addr::LOCALHOST), more: Vec::new() };
        assert!(hosts.is_same_origin("http://localhost:1111", "localhost:1111"));
        for origin in [
            "null",
            "",
            "file://",
            "https://localhost:1111",
            "http://localhost:1112",
            "http://localhost",
            "http://localhost:1111/",
            "http://user@localhost:1111",
            "http://127.0.0.1:1111",
            "http://evil.example",
            "http://localhost:1111.",
            "http://localhost.:1111",
            "http://192.168.0.9:1111",
            "http://localhost:1111, http://evil.example",
        ] {
            assert!(!hosts.is_same_origin(origin, "localhost:1111"), "{origin}");
        }
    }
}
