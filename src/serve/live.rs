//! The live channel: a WebSocket on which browsers are told what has changed.
//!
//! What always holds: it is one-way, nothing that comes in is acted on; a browser that reads slowly is told the latest
//! when it is ready for it, and keeps nobody waiting.

use super::stage::{News, Stage};
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message,
        protocol::{Role, WebSocketConfig},
    },
};

/// A browser that takes longer for a message is gone.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a silent connection is asked whether it is still there.
const PULSE: Duration = Duration::from_secs(30);
/// Bytes of a message from a browser. It has nothing to say.
const INCOMING: usize = 4096;

/// Tells one browser, until it goes or the server stops. `location` is the path in its address bar, `version` the one
/// that it has.
pub async fn tell(upgrade: OnUpgrade, stage: Arc<Stage>, location: String, version: u64) {
    let Ok(upgraded) = upgrade.await else { return };
    let config = WebSocketConfig::default().max_message_size(Some(INCOMING)).max_frame_size(Some(INCOMING));
    let mut socket = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await;
    stage.entered(&location);
    talk(&mut socket, &stage, &location, version).await;
    stage.left(&location);
}

async fn talk<S>(socket: &mut WebSocketStream<S>, stage: &Stage, location: &str, mut version: u64)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let mut news = stage.news();
    news.mark_changed();
    let mut pulse = tokio::time::interval(PULSE);
    loop {
        let message = tokio::select! {
            changed = news.changed() => match changed {
                Ok(()) => {
                    let latest = news.borrow_and_update().clone();
                    let text = message(&latest, location, version).to_string();
                    version = version.max(latest.version);
                    Message::text(text)
                }
                Err(_) => return,
            },
            _ = pulse.tick() => Message::Ping(Default::default()),
            heard = socket.next() => match heard {
                // The library answers pings and the closing itself.
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => continue,
            },
        };
        if !matches!(tokio::time::timeout(PATIENCE, socket.send(message)).await, Ok(Ok(()))) {
            return;
        }
    }
}

/// What a browser is told that has a page of a version.
fn message(news: &News, location: &str, version: u64) -> Value {
    if let Some((phase, done, total)) = &news.progress {
        return json!({ "kind": "progress", "phase": phase, "done": done, "total": total });
    }
    let page = match news.pages.get(location) {
        Some((_, false)) => "gone",
        Some((since, true)) if *since <= version => "same",
        None if news.version == version => "same",
        _ => "changed",
    };
    let assets: Vec<&String> = news.assets.iter().filter(|(since, _)| *since > version).map(|(_, path)| path).collect();
    let others = news.others.iter().filter(|(since, _, url)| *since > version && !is_at(url, location));
    let others: Vec<Value> = others.map(|(_, title, url)| json!({ "title": title, "url": url })).collect();
    json!({
        "kind": "state", "version": news.version, "ms": news.ms, "page": page, "assets": assets, "others": others,
        "problems": *news.problems, "unlisted": news.unlisted, "stale": news.stale,
    })
}

/// Whether a path as links have it is the one in an address bar.
fn is_at(url: &str, location: &str) -> bool {
    let path = crate::model::decode_path(url);
    path == location || path == format!("{location}/") || path.strip_suffix("index.html") == Some(location)
}

#[cfg(test)]
mod tests {
    use super::{News, message};
    use std::{collections::BTreeMap, sync::Arc};

    fn news() -> News {
        News {
            version: 7,
            pages: BTreeMap::from([("/a/".into(), (6, true)), ("/b/".into(), (7, true)), ("/c/".into(), (7, false))]),
            assets: vec![(5, "/x.png".into()), (7, "/y.png".into())],
            others: vec![(7, "云".into(), "/a/".into())],
            problems: Arc::default(),
            ..News::default()
        }
    }

    #[test]
    fn a_browser_is_told_what_became_of_its_page() {
        for (location, version, expect) in [
            ("/a/", 6, "same"),
            ("/a/", 5, "changed"),
            ("/b/", 6, "changed"),
            ("/c/", 6, "gone"),
            ("/not-seen-yet/", 6, "changed"),
            ("/not-seen-yet/", 7, "same"),
        ] {
            assert_eq!(message(&news(), location, version)["page"], expect, "{location} {version}");
        }
    }

    #[test]
    fn whoever_was_away_is_told_what_it_missed() {
        let told = message(&news(), "/b/", 6);
        assert_eq!(
            (told["assets"].to_string(), told["others"].to_string()),
            (r#"["/y.png"]"#.into(), r#"[{"title":"云","url":"/a/"}]"#.into())
        );
        assert_eq!(message(&news(), "/b/", 4)["assets"].to_string(), r#"["/x.png","/y.png"]"#);
        assert_eq!(message(&news(), "/a/", 6)["others"].to_string(), "[]", "its own page is not another one");
    }
}
