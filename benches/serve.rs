//! How fast `portal serve` shows what was saved, and what it bears.
//!
//!     cargo bench --bench serve -- FOLDER [EDITS]
//!     cargo bench --bench serve -- FOLDER --soak SAVES MILLISECONDS
//!
//! The second saves so many times, one save in so many milliseconds, and tells every tenth of the way how much memory is
//! in use. `--soak 600 1000` takes ten minutes; `--soak 10000 0` saves as soon as the last save is seen.
//!
//! FOLDER holds posts, as `benches/generate.py` writes them. Its files are edited and put back as they were. A real
//! server with the real watcher is asked over the loopback; everything runs in one process on the cores there are.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock, writes files and waits")]

#[path = "../tests/all/server.rs"]
#[expect(dead_code, reason = "the tests use the rest of it")]
mod server;

use portal::engine::Options;
use server::{Server, options};
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};
use tungstenite::{WebSocket, stream::MaybeTlsStream};

/// Seconds of asking for one page.
const LOAD: Duration = Duration::from_secs(5);
const ASKING: usize = 4;
/// Between two saves.
const PAUSE: Duration = Duration::from_millis(150);
const BROWSERS: usize = 1000;
const SAVES: usize = 10;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench").peekable();
    let root = PathBuf::from(arguments.next().expect("a folder with posts"));
    let soaks = arguments.next_if(|argument| argument == "--soak").is_some();
    let mut number = |default: usize| arguments.next().map_or(default, |number| number.parse().expect("a number"));
    let posts = posts(&root);
    println!("{} posts", posts.len());

    let began = Instant::now();
    let mut server = Server::start(Options { future: true, ..options(&root) }, None);
    println!("ready after {:>27.0} ms", ms(began.elapsed()));
    println!("resident {:>30} MB", resident() >> 10);
    if soaks {
        let (saves, every) = (number(600), number(1000));
        return soak(&mut server, &root, &posts, saves, Duration::from_millis(every as u64));
    }
    let edits = number(30);
    println!("{edits} edits of each kind");
    for (what, edit) in EDITS {
        measure(what, *edit, &root, &posts, &mut server, edits);
    }
    println!("resident after the edits {:>14} MB", resident() >> 10);
    load(&server, &root, &posts[posts.len() / 2]);
    browsers(&mut server, &root, &posts[posts.len() / 3]);
    println!("resident at the end {:>19} MB", resident() >> 10);
}

/// A text with a mark in it, and where the mark comes up: on the page itself, or on the page of its folder.
type Edit = fn(&str, &str) -> String;

const EDITS: &[(&str, Edit)] = &[
    ("save of a text to its page", |text, mark| format!("{text}\n\n{mark}\n")),
    ("save of a title to its page", |text, mark| retitled(text, mark)),
    ("save of a title to its list", |text, mark| retitled(text, mark)),
    ("save of tags to its page", |text, mark| text.replacen("### 标签", &format!("### 标签\n{mark} ,"), 1)),
];

/// A word that is nowhere else, of letters only: colours of code would part them from digits.
fn mark(number: usize) -> String {
    let digits = format!("{}x{number}", std::process::id());
    digits.bytes().map(|digit| char::from(b'a' + digit % 26)).chain("qzqzq".chars()).collect()
}

fn retitled(text: &str, mark: &str) -> String {
    let start = text.find("# ").map_or(0, |at| at + 2);
    format!("{}{mark} {}", &text[..start], &text[start..])
}

fn measure(what: &str, edit: Edit, root: &Path, posts: &[PathBuf], server: &mut Server, edits: usize) {
    let mut times = Vec::new();
    for number in 0..edits {
        let post = &posts[(number * 7919 + 13) % posts.len()];
        let before = fs::read_to_string(post).expect("readable");
        let mark = mark(number);
        let page = if what.ends_with("list") { list_of(server, root, post) } else { page_of(root, post) };
        server.get(&page);
        let saved = Instant::now();
        fs::write(post, edit(&before, &mark)).expect("writable");
        shown(server, |server| holds(&server.get(&page).1, &mark));
        times.push(ms(saved.elapsed()));
        fs::write(post, before).expect("writable");
        shown(server, |server| !holds(&server.get(&page).1, &mark));
        // Nobody saves as soon as the last save is seen: what it left to do is not measured with the next.
        thread::sleep(PAUSE);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{what:<32} {:>6.1} ms   {:.1} to {:.1}, nine of ten within {:.1}", at(0.5), at(0.0), at(1.0), at(0.9));
}

/// Saves again and again. The posts are as they were at the end.
fn soak(server: &mut Server, root: &Path, posts: &[PathBuf], saves: usize, every: Duration) {
    let texts: Vec<String> = posts.iter().map(|post| fs::read_to_string(post).expect("readable")).collect();
    let mut times = Vec::new();
    for save in 0..saves {
        let began = Instant::now();
        let post = (save * 7919 + 13) % posts.len();
        let page = page_of(root, &posts[post]);
        server.get(&page);
        let (_, edit) = EDITS[save % EDITS.len()];
        let mark = mark(save);
        fs::write(&posts[post], edit(&texts[post], &mark)).expect("writable");
        shown(server, |server| holds(&server.get(&page).1, &mark));
        times.push(ms(began.elapsed()));
        if (save + 1) % (saves / 10).max(1) == 0 {
            times.sort_by(f64::total_cmp);
            let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
            println!(
                "{:>6} saves, median {median:>6.1} ms, worst {worst:>6.1} ms, {:>5} MB",
                save + 1,
                resident() >> 10
            );
            times.clear();
        }
        thread::sleep(every.saturating_sub(began.elapsed()));
    }
    for (post, text) in posts.iter().zip(texts) {
        fs::write(post, text).expect("writable");
    }
}

/// Waits until a request brings what is expected. It is asked when the server has shown something: who asks all the time
/// takes a core from it, and no browser does.
fn shown(server: &mut Server, mut is_there: impl FnMut(&mut Server) -> bool) {
    while !is_there(server) {
        assert!(server.wait(Duration::from_secs(20)), "it never comes");
    }
}

/// Asks for one page on kept connections.
fn load(server: &Server, root: &Path, post: &Path) {
    let (address, page) = (server.address, page_of(root, post));
    let (asked, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let mut size = 0;
    let mut slowest = Duration::ZERO;
    thread::scope(|scope| {
        let ask = || {
            let mut stream = TcpStream::connect(address).expect("it listens");
            let _ = stream.set_nodelay(true);
            let head = format!("GET /base/{page} HTTP/1.1\r\nHost: {address}\r\n\r\n");
            let (mut worst, mut length, mut buffer) = (Duration::ZERO, 0, vec![0; 256 * 1024]);
            while !stop.load(Ordering::Relaxed) {
                let began = Instant::now();
                stream.write_all(head.as_bytes()).expect("it reads");
                length = read_reply(&mut stream, &mut buffer);
                worst = worst.max(began.elapsed());
                asked.fetch_add(1, Ordering::Relaxed);
            }
            (worst, length)
        };
        let threads: Vec<_> = (0..ASKING).map(|_| scope.spawn(ask)).collect();
        thread::sleep(LOAD);
        stop.store(true, Ordering::Relaxed);
        for thread in threads {
            let (worst, length) = thread.join().expect("no panic");
            (size, slowest) = (length, slowest.max(worst));
        }
    });
    let rate = asked.load(Ordering::Relaxed) as f64 / LOAD.as_secs_f64();
    println!("requests a second {rate:>21.0}      of {} kB, the slowest in {:.1} ms", size / 1000, ms(slowest));
}

/// A head and as many bytes as it says. Bytes of the body.
fn read_reply(stream: &mut TcpStream, buffer: &mut [u8]) -> usize {
    let (mut filled, mut end) = (0, None);
    loop {
        filled += stream.read(&mut buffer[filled..]).expect("it answers");
        let (head, length) = *end.get_or_insert_with(|| {
            let text = String::from_utf8_lossy(&buffer[..filled]);
            let head = text.find("\r\n\r\n").expect("a short head") + 4;
            let length = text.split("content-length: ").nth(1).and_then(|rest| rest.split('\r').next());
            (head, length.and_then(|length| length.parse::<usize>().ok()).expect("a length"))
        });
        if filled >= head + length {
            return length;
        }
    }
}

/// Many pages open at once, all told of every save.
fn browsers(server: &mut Server, root: &Path, post: &Path) {
    let (address, page) = (server.address, page_of(root, post));
    let html = whole_page(address, &page);
    let token = html.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a token").to_owned();
    let open = |number: usize| {
        // Some look at this page, the others at pages of their own.
        let path = if number.is_multiple_of(10) { page.clone() } else { format!("none-{}/", number % 50) };
        let url = format!("ws://{address}/__portal/live?token={token}&page=/base/{path}&version=1");
        let request = tungstenite::http::Request::builder()
            .uri(url)
            .header("Host", address.to_string())
            .header("Origin", format!("http://{address}"))
            .header("Connection", "Upgrade")
            .header("Upgrade", "websocket")
            .header("Sec-WebSocket-Version", "13")
            .header("Sec-WebSocket-Key", tungstenite::handshake::client::generate_key());
        let stream = TcpStream::connect(address).expect("it listens");
        let request = request.body(()).expect("a request");
        tungstenite::client(request, MaybeTlsStream::Plain(stream)).expect("it answers").0
    };
    let mut open: Vec<_> = (0..BROWSERS).map(open).collect();
    for browser in &mut open {
        told(browser);
    }
    let before = fs::read_to_string(post).expect("readable");
    let mut times = Vec::new();
    for save in 0..SAVES {
        let saved = Instant::now();
        fs::write(post, format!("{before}\n\nsave {save}\n")).expect("writable");
        for browser in &mut open {
            told(browser);
        }
        times.push(ms(saved.elapsed()));
        server.wait(Duration::from_millis(10));
    }
    fs::write(post, before).expect("writable");
    times.sort_by(f64::total_cmp);
    println!(
        "save until {BROWSERS} browsers know {:>10.1} ms   {:.1} to {:.1}",
        times[SAVES / 2],
        times[0],
        times[SAVES - 1]
    );
}

/// Waits for the next message; its version.
fn told(browser: &mut WebSocket<MaybeTlsStream<TcpStream>>) -> u64 {
    loop {
        let message = browser.read().expect("it speaks");
        if message.is_text() {
            let message: serde_json::Value = serde_json::from_str(&message.into_text().expect("text")).expect("JSON");
            return message["version"].as_u64().unwrap_or(0);
        }
    }
}

fn whole_page(address: std::net::SocketAddr, page: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    let head = format!("GET /base/{page} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("it reads");
    let mut html = String::new();
    stream.read_to_string(&mut html).expect("it answers");
    html
}

fn posts(root: &Path) -> Vec<PathBuf> {
    let mut posts = Vec::new();
    let folders = fs::read_dir(root).expect("a folder").filter_map(Result::ok).filter(|entry| entry.path().is_dir());
    for folder in folders {
        let files = fs::read_dir(folder.path()).expect("a folder").filter_map(Result::ok).map(|entry| entry.path());
        posts.extend(files.filter(|path| path.extension().is_some_and(|extension| extension == "md")));
    }
    posts.retain(|path| path.file_stem().is_some_and(|name| name != "README"));
    posts.sort();
    posts
}

fn page_of(root: &Path, post: &Path) -> String {
    let path = post.with_extension("");
    format!("{}/", path.strip_prefix(root).expect("below the root").to_str().expect("UTF-8"))
}

/// The page of the list of the post's folder on which it stands now.
fn list_of(server: &mut Server, root: &Path, post: &Path) -> String {
    let page = page_of(root, post);
    let (folder, name) = page.trim_end_matches('/').rsplit_once('/').expect("in a folder");
    let link = format!("{name}/\"");
    let pages = (1..).map(|number| if number == 1 { format!("{folder}/") } else { format!("{folder}/page/{number}/") });
    let mut pages = pages.take_while(|list| server.get(list).0 == 200).collect::<Vec<_>>();
    let found = pages.iter().position(|list| holds(&server.get(list).1, &link)).expect("it is in a list");
    pages.swap_remove(found)
}

fn holds(html: &[u8], mark: &str) -> bool {
    memchr::memmem::find(html, mark.as_bytes()).is_some()
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}

/// Kilobytes of memory that are in use; 0 where the system does not tell.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}
