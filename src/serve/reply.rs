//! Answers: bytes with the headers that go with them.
//!
//! In: what was found for a request. Out: a response of HTTP.
//!
//! What always holds: nothing may be kept without asking again; no other site may read what is here; a page runs no
//! script but those of files.

use bytes::Bytes;
use http_body_util::{BodyExt, Full, StreamBody, combinators::BoxBody};
use hyper::{
    HeaderMap, Response, StatusCode,
    body::Frame,
    header::{
        ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName,
        HeaderValue, IF_NONE_MATCH, IF_RANGE, LOCATION, RANGE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    },
};
use std::{fs::File, io, ops::Range};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

pub(super) type ReplyBody = BoxBody<Bytes, io::Error>;
pub(super) type Reply = Response<ReplyBody>;

/// For pages that we make ourselves: they load nothing but our script and its style sheet. `host` is the name under
/// which the page was asked for; not every browser takes the live channel for `'self'`.
pub(super) fn own_policy(host: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://{host}; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    )
}

/// For the page that draws diagrams, which is a world of its own.
const FRAME: &str =
    "sandbox allow-scripts; default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:";

/// The policy of the site's pages. Where authors may write HTML of any kind, their styles are shown; scripts in texts
/// never run here, where they could reach what only the writer may.
pub(super) fn policy(path: &str, trusts_html: bool, host: &str) -> String {
    if path.starts_with("theme/diagram-frame.") {
        return FRAME.to_owned();
    }
    let inline = if trusts_html { " 'unsafe-inline'" } else { "" };
    format!(
        "default-src 'self'; script-src 'self'; style-src 'self'{inline}; img-src 'self' data: https: http:; \
         media-src 'self' https: http:; frame-src 'self' https:; connect-src 'self' ws://{host}; object-src 'none'; base-uri 'none'; \
         form-action 'self' https:; frame-ancestors 'self'"
    )
}

fn with_headers(status: StatusCode, kind: &'static str, body: ReplyBody) -> Reply {
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    reply
}

fn whole(bytes: Bytes) -> ReplyBody {
    Full::new(bytes).map_err(|never| match never {}).boxed()
}

/// Text that we say ourselves. It never repeats what was asked.
pub(super) fn text(status: StatusCode, text: &'static str) -> Reply {
    let mut reply = with_headers(status, "text/plain; charset=utf-8", whole(Bytes::from_static(text.as_bytes())));
    reply.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'"));
    reply
}

pub(super) fn not_allowed(allow: &'static str) -> Reply {
    let mut reply = text(StatusCode::METHOD_NOT_ALLOWED, "this address is only read\n");
    reply.headers_mut().insert(ALLOW, HeaderValue::from_static(allow));
    reply
}

pub(super) fn json(status: StatusCode, value: &serde_json::Value) -> Reply {
    let mut reply = with_headers(status, "application/json", whole(Bytes::from(value.to_string())));
    reply.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    reply
}

/// To another path of this server, already encoded.
pub(super) fn redirect(to: &str) -> Reply {
    let mut reply = text(StatusCode::FOUND, "");
    // A path of ours has no byte that a header refuses; else there is nothing to lead to.
    match HeaderValue::from_str(to) {
        Ok(to) => drop(reply.headers_mut().insert(LOCATION, to)),
        Err(_) => *reply.status_mut() = StatusCode::NOT_FOUND,
    }
    reply
}

/// A page or a small file. `tag` stands for its bytes.
pub(super) fn bytes(
    status: StatusCode,
    path: &str,
    bytes: Bytes,
    tag: &str,
    policy: Option<&str>,
    asked: &HeaderMap,
) -> Reply {
    let quoted = format!("\"{tag}\"");
    if status == StatusCode::OK && asked.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == quoted.as_bytes()) {
        return tagged(with_headers(StatusCode::NOT_MODIFIED, content_type(path), whole(Bytes::new())), &quoted);
    }
    let size = bytes.len() as u64;
    let mut reply = match range(asked, size, &quoted).filter(|_| status == StatusCode::OK) {
        Some(Ok(part)) => {
            let body = bytes.slice(usize::try_from(part.start).unwrap_or(0)..usize::try_from(part.end).unwrap_or(0));
            partial(path, &part, size, whole(body))
        }
        Some(Err(Unsatisfiable)) => return unsatisfiable(size),
        None => with_headers(status, content_type(path), whole(bytes)),
    };
    if let Some(policy) = policy.and_then(|policy| HeaderValue::from_str(policy).ok()) {
        reply.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    tagged(reply, &quoted)
}

/// A file as it is on disk, or the part of it that was asked for.
pub(super) async fn file(path: &str, file: File, size: u64, policy: &str, asked: &HeaderMap) -> Reply {
    // Without a hash of its bytes, which may be many, only its times could tell; so it is sent again.
    let part = match range(asked, size, "") {
        Some(Ok(part)) => part,
        Some(Err(Unsatisfiable)) => return unsatisfiable(size),
        None => 0..size,
    };
    let mut file = tokio::fs::File::from_std(file);
    if part.start > 0 && file.seek(io::SeekFrom::Start(part.start)).await.is_err() {
        return text(StatusCode::INTERNAL_SERVER_ERROR, "the file cannot be read\n");
    }
    let length = part.end - part.start;
    let stream =
        futures_util::TryStreamExt::map_ok(ReaderStream::with_capacity(file.take(length), 64 * 1024), Frame::data);
    let body = BodyExt::boxed(StreamBody::new(stream));
    let mut reply = match length == size {
        true => with_headers(StatusCode::OK, content_type(path), body),
        false => partial(path, &part, size, body),
    };
    let headers = reply.headers_mut();
    headers.insert(hyper::header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    reply
}

fn tagged(mut reply: Reply, tag: &str) -> Reply {
    if let Ok(tag) = HeaderValue::from_str(tag) {
        reply.headers_mut().insert(ETAG, tag);
    }
    reply
}

fn partial(path: &str, part: &Range<u64>, size: u64, body: ReplyBody) -> Reply {
    let mut reply = with_headers(StatusCode::PARTIAL_CONTENT, content_type(path), body);
    let range = format!("bytes {}-{}/{size}", part.start, part.end.saturating_sub(1));
    if let Ok(range) = HeaderValue::from_str(&range) {
        reply.headers_mut().insert(CONTENT_RANGE, range);
    }
    reply
}

fn unsatisfiable(size: u64) -> Reply {
    let mut reply = text(StatusCode::RANGE_NOT_SATISFIABLE, "");
    if let Ok(range) = HeaderValue::from_str(&format!("bytes */{size}")) {
        reply.headers_mut().insert(CONTENT_RANGE, range);
    }
    reply
}

#[derive(PartialEq, Eq, Debug)]
struct Unsatisfiable;

/// The part that is asked for, as RFC 9110 section 14 has it; none for the whole, also when several parts are asked for.
fn range(asked: &HeaderMap, size: u64, tag: &str) -> Option<Result<Range<u64>, Unsatisfiable>> {
    if asked.get(IF_RANGE).is_some_and(|known| known.as_bytes() != tag.as_bytes()) {
        return None;
    }
    parse_range(asked.get(RANGE)?.to_str().ok()?, size)
}

fn parse_range(range: &str, size: u64) -> Option<Result<Range<u64>, Unsatisfiable>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| match text.is_empty() {
        true => Some(None),
        false => text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()),
    };
    let part = match (number(first)?, number(last)?) {
        (None, None) => return None,
        (None, Some(last)) => size.saturating_sub(last)..size,
        (Some(first), None) => first..size,
        (Some(first), Some(last)) if first > last => return None,
        (Some(first), Some(last)) => first..size.min(last.saturating_add(1)),
    };
    Some(if part.start < part.end { Ok(part) } else { Err(Unsatisfiable) })
}

/// As GitHub Pages says it, for what a portal is made of.
pub(super) fn content_type(path: &str) -> &'static str {
    let extension = path.rsplit(['.', '/']).next().unwrap_or_default().to_ascii_lowercase();
    match &*extension {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" | "atom" | "rss" => "application/xml; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "txt" | "md" | "csv" | "sql" | "toml" | "yaml" | "yml" | "log" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "bmp" => "image/bmp",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" | "oga" => "audio/ogg",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "gz" | "tgz" => "application/gzip",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{Unsatisfiable, content_type, parse_range};

    #[test]
    fn parts_of_a_file_of_ten_bytes() {
        for (asked, expect) in [
            ("bytes=0-3", Some(Ok(0..4))),
            ("bytes=4-", Some(Ok(4..10))),
            ("bytes=-3", Some(Ok(7..10))),
            ("bytes=-30", Some(Ok(0..10))),
            ("bytes=8-99", Some(Ok(8..10))),
            ("bytes=10-", Some(Err(Unsatisfiable))),
            ("bytes=-0", Some(Err(Unsatisfiable))),
            ("bytes=3-1", None),
            ("bytes=0-1,4-5", None),
            ("bytes=a-b", None),
            ("lines=0-1", None),
            ("bytes=-", None),
        ] {
            assert_eq!(parse_range(asked, 10), expect, "{asked}");
        }
    }

    #[test]
    fn kinds_of_files_are_known_by_their_ends() {
        for (path, expect) in [
            ("a/index.html", "text/html; charset=utf-8"),
            ("feed.xml", "application/xml; charset=utf-8"),
            ("pic/云.PNG", "image/png"),
            ("a.b/LICENSE", "application/octet-stream"),
        ] {
            assert_eq!(content_type(path), expect, "{path}");
        }
    }
}
