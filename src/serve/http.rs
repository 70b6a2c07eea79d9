//! Answers requests.
//!
//! In: connections. Out: what the [`Preview`] shows, and what is ours under `/__portal/`.
//!
//! What always holds: a request under a foreign name is refused before anything else; only GET and HEAD are answered,
//! and one POST, which opens the editor, for a browser on this machine only; heads are small and come within seconds; a
//! slow reader has a task of its own, and is given up when it takes nothing for a while.

use super::{
    Command, Settings, Wake, client,
    editor::Opened,
    live,
    preview::{Preview, Resource, ShownVersion},
    reply::{self, Reply},
    target::{Hosts, RequestTarget, is_forwarded, parameter, target},
    texts,
    timeout::WriteTimeout,
};
use crate::model::Hash128;
use bytes::Bytes;
use hyper::{
    Method, Request, StatusCode,
    body::Incoming,
    header::{
        CONNECTION, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY,
        SEC_WEBSOCKET_VERSION, UPGRADE,
    },
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use std::{
    convert::Infallible,
    sync::{Arc, mpsc::Sender},
    time::Duration,
};
use subtle::ConstantTimeEq;
use tokio::net::{TcpListener, TcpStream};

/// Seconds that a head may take.
const HEAD: Duration = Duration::from_secs(10);
/// Seconds in which a reader has to take something of what it is sent.
const WRITE: Duration = Duration::from_secs(30);
/// Bytes of a head.
const HEAD_SIZE: usize = 16 * 1024;

/// Everything that an answer needs.
pub(super) struct AppState {
    pub preview: Arc<Preview>,
    pub settings: Settings,
    pub wake: Sender<Wake>,
    pub hosts: Hosts,
    /// Known to the pages of this run only.
    pub token: String,
    /// Another one for each run: a page of an earlier run has another token in it.
    pub run: Hash128,
}

/// Accepts connections until the task is dropped.
pub(super) async fn listen(listener: TcpListener, app: Arc<AppState>) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                drop(tokio::spawn(handle_connection(stream, peer.ip().to_canonical().is_loopback(), app.clone())))
            }
            // No file is left for a connection; some will be given back.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// `is_local`: the browser runs on this machine.
async fn handle_connection(stream: TcpStream, is_local: bool, app: Arc<AppState>) {
    // A page is sent in few pieces; none should wait for the next.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| {
        let app = app.clone();
        async move { Ok::<_, Infallible>(answer(request, is_local, &app).await) }
    });
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        // Who has asked everything may say so and still wants the answer.
        .half_close(true)
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_SIZE)
        .serve_connection(TokioIo::new(WriteTimeout::new(stream, WRITE)), service)
        .with_upgrades()
        .await;
}

async fn answer(request: Request<Incoming>, is_local: bool, app: &Arc<AppState>) -> Reply {
    let uri = request.uri();
    let mut hosts = request.headers().get_all(HOST).iter();
    let (Some(Ok(host)), None) = (hosts.next().map(HeaderValue::to_str), hosts.next()) else {
        return reply::text(StatusCode::BAD_REQUEST, "no host is named\n");
    };
    if !app.hosts.allows(host) {
        return reply::text(StatusCode::FORBIDDEN, "");
    }
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if uri.scheme().is_some() || uri.authority().is_some() || !uri.path().starts_with('/') {
        let refused = reply::text(StatusCode::BAD_REQUEST, "not a path of this server\n");
        return if is_read { refused } else { reply::not_allowed("GET, HEAD") };
    }
    match target(uri.path(), uri.query().unwrap_or_default(), &app.preview.base) {
        RequestTarget::Own(name, query) => own(request, &name, &query, is_local, app).await,
        _ if !is_read => reply::not_allowed("GET, HEAD"),
        RequestTarget::Malformed => reply::text(StatusCode::BAD_REQUEST, "not a path of this server\n"),
        RequestTarget::ToBase => reply::redirect(&crate::model::encode_path(&app.preview.base)),
        RequestTarget::Outside => reply::text(StatusCode::NOT_FOUND, "the site does not begin here\n"),
        RequestTarget::Site(inside) => site(&inside, uri.query(), request.headers(), app).await,
    }
}

/// A page or a file of the site.
async fn site(inside: &str, query: Option<&str>, asked: &HeaderMap, app: &Arc<AppState>) -> Reply {
    let Some(showing) = app.preview.showing() else {
        return ours(StatusCode::SERVICE_UNAVAILABLE, &client::starting(app.settings.printer.lang), 0, app, asked);
    };
    if !showing.choice.edition.is_site() {
        let page = client::nothing(app.settings.printer.lang);
        return ours(StatusCode::INTERNAL_SERVER_ERROR, &page, showing.version, app, asked);
    }
    let (status, path) = match app.preview.output_path(&showing, inside) {
        Some((_, true)) => {
            let path = crate::model::encode_path(&format!("{}{inside}/", app.preview.base));
            return reply::redirect(&query.map_or(path.clone(), |query| format!("{path}?{query}")));
        }
        Some((path, false)) => (StatusCode::OK, path),
        None => (StatusCode::NOT_FOUND, "404.html".to_owned()),
    };
    let found = {
        // Drawing takes a few milliseconds of work; other connections need not wait for it.
        let (showing, path) = (showing.clone(), path.clone());
        tokio::task::spawn_blocking(move || showing.find(&path)).await.unwrap_or(Resource::Nothing)
    };
    let policy = reply::policy(&path, showing.choice.edition.trusts_html(), host(asked));
    match found {
        Resource::Page(page) if is_page(&path) => {
            let (bytes, tag) = with_client(&page.bytes, &page.hash.to_string(), showing.version, app);
            reply::bytes(status, &path, bytes, &tag, Some(&policy), asked)
        }
        Resource::Page(file) => reply::bytes(status, &path, file.bytes, &file.hash.to_string(), Some(&policy), asked),
        Resource::File(file, size) => reply::file(&path, file, size, &policy, asked).await,
        Resource::TemplateError => {
            app.preview.send_again(&showing);
            // The loop is gone when the server stops.
            let _ = app.wake.send(Wake::Command(Command::Errors));
            let page = client::nothing(app.settings.printer.lang);
            ours(StatusCode::INTERNAL_SERVER_ERROR, &page, showing.version, app, asked)
        }
        Resource::Nothing => reply::text(StatusCode::NOT_FOUND, "there is no such page\n"),
    }
}

/// The host that was requested; it is one of ours.
fn host(asked: &HeaderMap) -> &str {
    asked.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default()
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html") && !path.starts_with("theme/")
}

/// A page that we make ourselves.
fn ours(status: StatusCode, page: &str, version: u64, app: &AppState, asked: &HeaderMap) -> Reply {
    let (bytes, tag) = with_client(page.as_bytes(), "own", version, app);
    reply::bytes(status, "own.html", bytes, &tag, Some(&reply::own_policy(host(asked))), asked)
}

/// A page with the tag of our script.
fn with_client(page: &[u8], hash: &str, version: u64, app: &AppState) -> (Bytes, String) {
    let tag = client::tag(&app.token, version, app.settings.printer.lang, app.settings.follow);
    let end = memchr::memmem::rfind(page, b"</body>").unwrap_or(page.len());
    (Bytes::from([&page[..end], tag.as_bytes(), &page[end..]].concat()), format!("{hash}-{version}-{}", app.run))
}

/// What is under `/__portal/`: these and no others.
async fn own(request: Request<Incoming>, name: &str, query: &str, is_local: bool, app: &Arc<AppState>) -> Reply {
    let method = request.method().clone();
    match name {
        "live" if method == Method::GET => live_channel(request, query, app),
        "open" if method == Method::POST => open(request.headers(), query, is_local, app),
        "open" => reply::not_allowed("POST"),
        "lines" if method == Method::GET => {
            let (headers, query, app) = (request.headers().clone(), query.to_owned(), app.clone());
            // It renders a page.
            let lines = tokio::task::spawn_blocking(move || lines(&headers, &query, &app)).await;
            lines.unwrap_or_else(|_| reply::text(StatusCode::INTERNAL_SERVER_ERROR, ""))
        }
        _ if !matches!(method, Method::GET | Method::HEAD) => reply::not_allowed("GET, HEAD"),
        _ => match client::file(name) {
            Some(text) => {
                let bytes = Bytes::from_static(text.as_bytes());
                let tag = Hash128::of(text.as_bytes()).to_string();
                reply::bytes(StatusCode::OK, name, bytes, &tag, None, request.headers())
            }
            None => reply::text(StatusCode::NOT_FOUND, "there is no such address\n"),
        },
    }
}

/// Whether a request comes from a page of this run.
fn is_ours(headers: &HeaderMap, token: Option<&str>, app: &AppState) -> bool {
    let one = |name| {
        let mut values = headers.get_all(name).iter();
        values.next().and_then(|value| value.to_str().ok()).filter(|_| values.next().is_none())
    };
    let same_origin = one(ORIGIN).zip(one(HOST)).is_some_and(|(origin, host)| app.hosts.is_same_origin(origin, host));
    same_origin && is_token(token, app)
}

/// Whether this is the token of this run. It takes as long for any text of one length.
fn is_token(given: Option<&str>, app: &AppState) -> bool {
    given.is_some_and(|given| given.as_bytes().ct_eq(app.token.as_bytes()).into())
}

fn forbidden() -> Reply {
    reply::text(StatusCode::FORBIDDEN, "")
}

fn live_channel(mut request: Request<Incoming>, query: &str, app: &Arc<AppState>) -> Reply {
    if !is_ours(request.headers(), parameter(query, "token").as_deref(), app) {
        return forbidden();
    }
    let headers = request.headers();
    let says = |name, expect: &str| {
        let value = headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        value.is_some_and(|value| value.split(',').any(|word| word.trim().eq_ignore_ascii_case(expect)))
    };
    let upgrades = says(CONNECTION, "upgrade") && says(UPGRADE, "websocket") && says(SEC_WEBSOCKET_VERSION, "13");
    let Some(key) = headers.get(SEC_WEBSOCKET_KEY).filter(|_| upgrades) else {
        return reply::text(StatusCode::UPGRADE_REQUIRED, "this address speaks WebSocket\n");
    };
    let accept = tungstenite::handshake::derive_accept_key(key.as_bytes());
    let location = parameter(query, "page").unwrap_or_default();
    let version = parameter(query, "version").and_then(|version| version.parse().ok()).unwrap_or(0);
    tokio::spawn(live::tell(hyper::upgrade::on(&mut request), app.preview.clone(), location, version));
    let mut reply = reply::text(StatusCode::SWITCHING_PROTOCOLS, "");
    let headers = reply.headers_mut();
    headers.clear();
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = HeaderValue::from_str(&accept) {
        headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
    }
    reply
}

fn token(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-portal-token")?.to_str().ok()
}

/// Whether the browser is the writer's own: on this machine, under a name that only this machine has, and not passed on
/// by a proxy. A tunnel connects from this machine for visitors from anywhere.
fn is_writer(headers: &HeaderMap, is_local: bool, app: &AppState) -> bool {
    let (hosts, allowed) = (&app.hosts, app.settings.allow_editor);
    let is_named = hosts.is_local(host(headers)) && hosts.more.is_empty();
    is_local && (is_named || allowed) && !is_forwarded(headers.keys().map(HeaderName::as_str))
}

/// Opens the source of a page, or a file that a diagnostic is about, in the editor.
fn open(headers: &HeaderMap, query: &str, is_local: bool, app: &AppState) -> Reply {
    if !is_ours(headers, token(headers), app) {
        return forbidden();
    }
    if !is_writer(headers, is_local, app) {
        let why = texts::not_here(app.settings.printer.lang);
        return reply::json(StatusCode::FORBIDDEN, &json!({ "opened": false, "why": why }));
    }
    let number = |name| parameter(query, name).and_then(|number| number.parse().ok()).filter(|number| *number > 0);
    let found = app.preview.showing().and_then(|showing| file(&showing, query, app));
    let Some(file) = found else {
        return reply::json(
            StatusCode::NOT_FOUND,
            &json!({ "opened": false, "why": texts::no_source(app.settings.printer.lang) }),
        );
    };
    let opened = app.settings.editor.open(&file, number("line").unwrap_or(1), number("column").unwrap_or(1));
    let said = match opened {
        Opened::Started => json!({ "opened": true }),
        Opened::Link(link) => json!({ "opened": false, "link": link }),
        Opened::Failed(why) => json!({ "opened": false, "why": why }),
    };
    reply::json(StatusCode::OK, &said)
}

/// The file on disk that a request names, by a page or by its path; only what the site was made of.
fn file(showing: &ShownVersion, query: &str, app: &AppState) -> Option<std::path::PathBuf> {
    let named = match parameter(query, "file") {
        Some(file) => crate::model::RelPath::new(&file)?,
        None => showing.source(&app.preview.page_path(showing, &parameter(query, "page")?)?)?,
    };
    showing.choice.edition.on_disk(&named)
}

/// Where the blocks of a page stand in its source.
fn lines(headers: &HeaderMap, query: &str, app: &AppState) -> Reply {
    // A read from the same origin comes without an `Origin`; a client that knows the token is one of our pages.
    if !is_token(token(headers), app) {
        return forbidden();
    }
    let found = app.preview.showing().and_then(|showing| {
        let path = app.preview.page_path(&showing, &parameter(query, "page")?)?;
        let lines = showing.lines(&path)?;
        Some(json!({ "file": showing.source(&path)?.as_str(), "count": lines.count, "lines": lines.lines }))
    });
    match found {
        Some(found) => reply::json(StatusCode::OK, &found),
        None => reply::json(StatusCode::NOT_FOUND, &json!({})),
    }
}
