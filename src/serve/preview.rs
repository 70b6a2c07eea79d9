//! What is on show: the edition that answers every request, and what has become of the pages that browsers have open.
//!
//! In: editions, one after the other. Out: for a path the bytes to send; for each open page, whether it changed.
//!
//! What always holds: a request sees one edition, the whole of it. A page whose own source is wrong stays as it was last
//! right, if it ever was; an edition that is wrong as a whole is not shown while there is one that is not.

use super::diagnostics::{BrowserDiagnostics, env_error_json};
use crate::{
    engine::{Changes, Edition, Served, SourceLines},
    model::{Hash128, RelPath},
};
use bytes::Bytes;
use parking_lot::{Mutex, RwLock};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs::File,
    sync::Arc,
};
use tokio::sync::watch;

/// Bytes of pages that are kept ready to be sent.
const READY: usize = 64 << 20;
/// Changes that are kept for browsers that were away.
const HISTORY: usize = 64;

/// One state of the site.
pub(super) struct ShownVersion {
    pub version: u64,
    pub choice: Choice,
    pub diagnostics: BrowserDiagnostics,
    ready: Mutex<RenderedPages>,
    /// The paths that a template failed to render.
    faulty: Mutex<BTreeSet<String>>,
}

/// What is shown of an edition.
#[derive(Clone)]
pub(super) struct Choice {
    pub edition: Arc<Edition>,
    /// For sources with errors, the last edition in which they had none, if there was one.
    pub good: BTreeMap<RelPath, Arc<Edition>>,
    /// Sources with errors.
    pub wrong: BTreeSet<RelPath>,
}

#[derive(Default)]
struct RenderedPages {
    pages: HashMap<String, ServedPage>,
    size: usize,
}

/// A page as it was rendered, without the script of the live channel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ServedPage {
    pub bytes: Bytes,
    pub hash: Hash128,
}

/// What stands at a path.
pub(super) enum Resource {
    Page(ServedPage),
    File(File, u64),
    /// A template failed; its error is among the diagnostics now.
    TemplateError,
    Nothing,
}

/// What the live channel sends; each browser receives its part of it.
#[derive(Clone, Debug)]
pub(super) struct News {
    /// 0 before there is a site.
    pub version: u64,
    pub ms: u64,
    /// The version in which each open page changed last, by its path as requests have it.
    pub pages: BTreeMap<String, (u64, bool)>,
    /// Files with other bytes, by the version in which they changed.
    pub assets: Vec<(u64, String)>,
    /// Titles and paths of pages whose source was written.
    pub others: Vec<(u64, String, String)>,
    /// What is wrong, as the end of a JSON object: `,"diagnostics":[...]`.
    pub diagnostics: Arc<str>,
    /// Warnings that are not among them.
    pub unlisted: usize,
    /// Not all of what is shown is as the files say.
    pub stale: bool,
    /// While the first version is made: phase, done, total.
    pub progress: Option<(String, usize, usize)>,
}

impl News {
    /// A list of diagnostics as it is sent.
    pub(super) fn with(diagnostics: &[serde_json::Value]) -> Arc<str> {
        let list = serde_json::to_string(diagnostics).unwrap_or_else(|_| "[]".into());
        format!(",\"diagnostics\":{list}").into()
    }
}

impl Default for News {
    fn default() -> News {
        News {
            version: 0,
            ms: 0,
            pages: BTreeMap::new(),
            assets: Vec::new(),
            others: Vec::new(),
            diagnostics: News::with(&[]),
            unlisted: 0,
            stale: false,
            progress: None,
        }
    }
}

/// Shared by the loop that builds and the tasks that answer.
pub(super) struct Preview {
    /// Begins and ends with `/`.
    pub base: String,
    showing: RwLock<Option<Arc<ShownVersion>>>,
    news: watch::Sender<Arc<News>>,
    /// How many browsers have a page open.
    open: Mutex<BTreeMap<String, usize>>,
    /// The bytes of those pages, as they were shown last.
    seen: Mutex<BTreeMap<String, Option<Hash128>>>,
}

impl ShownVersion {
    pub(super) fn new(version: u64, choice: Choice, diagnostics: BrowserDiagnostics) -> ShownVersion {
        ShownVersion { version, choice, diagnostics, ready: Mutex::default(), faulty: Mutex::default() }
    }

    /// What stands at the path of an output, `a/index.html`.
    pub(super) fn find(&self, path: &str) -> Resource {
        if let Some(page) = self.ready.lock().pages.get(path) {
            return Resource::Page(page.clone());
        }
        match self.edition_of(path).output(path) {
            Ok(Some(Served::Bytes(bytes))) => {
                let hash = Hash128::of(&bytes);
                let page = ServedPage { bytes: Bytes::from_owner(Shared(bytes)), hash };
                let mut ready = self.ready.lock();
                if ready.size > READY {
                    *ready = RenderedPages::default();
                }
                ready.size += page.bytes.len();
                ready.pages.insert(path.to_owned(), page.clone());
                Resource::Page(page)
            }
            Ok(Some(Served::File(file, size))) => Resource::File(file, size),
            Ok(None) => Resource::Nothing,
            Err(fault) => {
                self.diagnostics.add(*fault);
                self.faulty.lock().insert(path.to_owned());
                Resource::TemplateError
            }
        }
    }

    /// The edition that shows a path: of a page that is wrong, the last that was right, also when what is wrong took the
    /// page's address away.
    fn edition_of(&self, path: &str) -> &Edition {
        let mut held = self.choice.good.iter();
        let held = held.find(|(source, good)| good.source(path).as_ref() == Some(source));
        held.map_or(&self.choice.edition, |(_, good)| good)
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.edition_of(path).has(path)
    }

    /// The file that a page was made of, from the root.
    pub(super) fn source(&self, path: &str) -> Option<RelPath> {
        self.edition_of(path).source(path)
    }

    /// Which elements of a page's text stand in which lines of its source.
    pub(super) fn lines(&self, path: &str) -> Option<SourceLines> {
        self.edition_of(path).lines(path)
    }

    /// Whether not all of it is as the files say.
    pub(super) fn is_stale(&self) -> bool {
        !self.choice.good.is_empty() || !self.diagnostics.are_of(&self.choice.edition)
    }
}

/// Bytes that are shared without being copied.
struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Preview {
    pub(super) fn new(base: String) -> Preview {
        Preview {
            base,
            showing: RwLock::default(),
            news: watch::Sender::new(Arc::default()),
            open: Mutex::default(),
            seen: Mutex::default(),
        }
    }

    /// None before there is a site.
    pub(super) fn showing(&self) -> Option<Arc<ShownVersion>> {
        self.showing.read().clone()
    }

    pub(super) fn news(&self) -> watch::Receiver<Arc<News>> {
        self.news.subscribe()
    }

    /// The path of the output that a request's path below the base leads to, and whether it stands a level deeper.
    pub(super) fn output_path(&self, showing: &ShownVersion, inside: &str) -> Option<(String, bool)> {
        let has = |path: &str| showing.has(path);
        if inside.is_empty() || inside.ends_with('/') {
            return Some(format!("{inside}index.html")).filter(|path| has(path)).map(|path| (path, false));
        }
        if has(inside) {
            return Some((inside.to_owned(), false));
        }
        let page = format!("{inside}.html");
        if has(&page) {
            return Some((page, false));
        }
        Some(format!("{inside}/index.html")).filter(|path| has(path)).map(|path| (path, true))
    }

    /// The path of the page at a path of the address bar, decoded.
    pub(super) fn page_path(&self, showing: &ShownVersion, location: &str) -> Option<String> {
        self.output_path(showing, location.strip_prefix(&self.base)?).map(|(path, _)| path)
    }

    /// A browser has a page open. Call [`Preview::left`] when it is gone.
    pub(super) fn entered(&self, location: &str) {
        *self.open.lock().entry(location.to_owned()).or_default() += 1;
    }

    pub(super) fn left(&self, location: &str) {
        let mut open = self.open.lock();
        if let Some(count) = open.get_mut(location) {
            *count -= 1;
            if *count == 0 {
                open.remove(location);
            }
        }
    }

    /// Tells of diagnostics that came up since a version was shown.
    pub(super) fn send_again(&self, showing: &ShownVersion) {
        self.news.send_if_modified(|news| {
            let is_latest = news.version == showing.version;
            if is_latest {
                *news = Arc::new(News { diagnostics: News::with(&showing.diagnostics.list()), ..(**news).clone() });
            }
            is_latest
        });
    }

    /// How far the first version is.
    pub(super) fn progress(&self, phase: &str, done: usize, total: usize) {
        let progress = Some((phase.to_owned(), done, total));
        self.news.send_modify(|news| *news = Arc::new(News { progress, ..News::default() }));
    }

    /// What keeps the first version from being made.
    pub(super) fn env_error(&self, text: &str) {
        let diagnostics = News::with(&[env_error_json(text)]);
        self.news.send_replace(Arc::new(News { diagnostics, ..News::default() }));
    }

    /// Shows a new state, and renders the open pages to know whether they changed.
    pub(super) fn show(&self, showing: ShownVersion, changes: &Changes, ms: impl FnOnce() -> u64) {
        let showing = Arc::new(showing);
        let version = showing.version;
        let before = self.showing.write().replace(showing.clone());
        // Only rendering shows whether a template is repaired, also of a page that nobody has open any more.
        let faulty = before.as_ref().map(|before| before.faulty.lock().clone()).unwrap_or_default();
        faulty.iter().for_each(|path| drop(showing.find(path)));
        let open: Vec<String> = self.open.lock().keys().cloned().collect();
        let mut news = News { version, ..(**self.news.borrow()).clone() };
        news.progress = None;
        let hash = |showing: &ShownVersion, location: &str| match showing.find(&self.page_path(showing, location)?) {
            Resource::Page(page) => Some(page.hash),
            Resource::File(..) | Resource::TemplateError | Resource::Nothing => None,
        };
        let mut pages = BTreeMap::new();
        let mut last = self.seen.lock();
        let mut seen = BTreeMap::new();
        for location in open {
            let now = hash(&showing, &location);
            let then = last.get(&location).copied();
            // A page that was opened since has just been rendered.
            let then = then.or_else(|| before.as_ref().map(|before| hash(before, &location)));
            let is_same = then == Some(now);
            seen.insert(location.clone(), now);
            let is_there = now.is_some() || self.page_path(&showing, &location).is_some();
            let since =
                if is_same { news.pages.get(&location).map_or(version - 1, |(since, _)| *since) } else { version };
            pages.insert(location, (since, is_there));
        }
        (news.pages, *last) = (pages, seen);
        drop(last);
        let path = |address: &crate::model::Address| format!("{}{}", self.base, address.href());
        news.assets.extend(changes.assets.iter().map(|address| (version, path(address))));
        news.others.extend(changes.pages.iter().map(|page| (version, page.title.clone(), path(&page.address))));
        let surplus = news.assets.len().saturating_sub(HISTORY);
        news.assets.drain(..surplus);
        let surplus = news.others.len().saturating_sub(HISTORY);
        news.others.drain(..surplus);
        (news.diagnostics, news.unlisted) = (News::with(&showing.diagnostics.list()), showing.diagnostics.unlisted());
        news.stale = showing.is_stale();
        news.ms = ms();
        self.news.send_replace(Arc::new(news));
    }
}
