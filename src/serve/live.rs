//! The live channel: a WebSocket on which browsers receive what has changed.
//!
//! What always holds: it is one-way, nothing that comes in is acted on; a browser that reads slowly receives the latest
//! when it is ready for it, and keeps nobody waiting.

use super::{
    frames::{Frames, Heard},
    preview::{News, Preview},
};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::io::{AsyncRead, AsyncWrite};

/// A browser that takes longer for a message is gone.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a silent connection is asked whether it is still there.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// Tells one browser, until it goes or the server stops. `location` is the path in its address bar, `version` the one
/// that it has.
pub(super) async fn tell(upgrade: OnUpgrade, preview: Arc<Preview>, location: String, version: u64) {
    let Ok(upgraded) = upgrade.await else { return };
    let mut frames = Frames::new(TokioIo::new(upgraded));
    preview.entered(&location);
    talk(&mut frames, &preview, &location, version).await;
    preview.left(&location);
}

async fn talk<S>(frames: &mut Frames<S>, preview: &Preview, location: &str, mut version: u64)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut news = preview.news();
    news.mark_changed();
    let mut pulse = tokio::time::interval(HEARTBEAT);
    loop {
        let sent = tokio::select! {
            changed = news.changed() => match changed {
                Ok(()) => {
                    let latest = news.borrow_and_update().clone();
                    let text = message(&latest, location, version).to_string();
                    version = version.max(latest.version);
                    tokio::time::timeout(PATIENCE, frames.tell(with_diagnostics(&text, &latest))).await
                }
                Err(_) => return,
            },
            _ = pulse.tick() => tokio::time::timeout(PATIENCE, frames.ping()).await,
            heard = frames.hear() => match heard {
                Heard::Something => continue,
                Heard::Ping(payload) => tokio::time::timeout(PATIENCE, frames.pong(&payload)).await,
                Heard::Close => {
                    let _ = tokio::time::timeout(PATIENCE, frames.close()).await;
                    return;
                }
            },
        };
        if !matches!(sent, Ok(Ok(()))) {
            return;
        }
    }
}

/// A message with what is wrong with the site, which is the same for all browsers.
fn with_diagnostics<'t>(message: &'t str, news: &'t News) -> [&'t str; 3] {
    match news.progress {
        Some(_) => [message, "", ""],
        None => [message.strip_suffix('}').unwrap_or(message), &news.diagnostics, "}"],
    }
}

/// What a browser receives that has a page of a version.
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
        "unlisted": news.unlisted, "stale": news.stale,
    })
}

/// Whether a path as links have it is the one in an address bar.
fn is_at(url: &str, location: &str) -> bool {
    let path = crate::model::decode_path(url);
    path == location || path == format!("{location}/") || path.strip_suffix("index.html") == Some(location)
}

#[cfg(test)]
mod tests {
    use super::{News, message, with_diagnostics};
    use serde_json::json;
    use std::collections::BTreeMap;

    fn news() -> News {
        News {
            version: 7,
            pages: BTreeMap::from([("/a/".into(), (6, true)), ("/b/".into(), (7, true)), ("/c/".into(), (7, false))]),
            assets: vec![(5, "/x.png".into()), (7, "/y.png".into())],
            others: vec![(7, "云".into(), "/a/".into())],
            diagnostics: News::with(&[json!({ "code": "P0501" })]),
            ..News::default()
        }
    }

    #[test]
    fn a_state_has_all_diagnostics_in_it() {
        for (news, expect) in [(news(), 1), (News::default(), 0)] {
            let text = message(&news, "/a/", 6).to_string();
            let told: serde_json::Value = serde_json::from_str(&with_diagnostics(&text, &news).concat()).expect("JSON");
            let diagnostics = told["diagnostics"].as_array().expect("a list");
            assert_eq!((diagnostics.len(), told["kind"].as_str()), (expect, Some("state")));
        }
        let news = News { progress: Some(("parse".into(), 1, 2)), ..News::default() };
        let text = message(&news, "/a/", 6).to_string();
        assert_eq!(with_diagnostics(&text, &news).concat(), text);
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
