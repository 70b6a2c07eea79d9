//! Builds a portal and shows it on this machine: `cargo run --release --example preview [ROOT [BASE [PORT]]]`.
//!
//! BASE is the path under which the site is shown, `/` or `/portal/`; links are relative, so both must work.
//! Answers GET and HEAD on 127.0.0.1 with published files, and with nothing else.

#![expect(clippy::disallowed_methods, reason = "an example with its own folder")]

use portal::{
    diag::Printer,
    engine::{self, Options, Progress},
    model::Date,
};
use std::{
    env,
    error::Error,
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

struct Silent;

impl Progress for Silent {
    fn start(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
    fn done(&self) {}
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let root = PathBuf::from(arguments.next().unwrap_or_else(|| ".".into()));
    let base =
        arguments.next().map_or("/".to_owned(), |base| format!("/{}/", base.trim_matches('/')).replace("//", "/"));
    let port = arguments.next().map_or(Ok(1111), |port| port.parse::<u16>())?;

    let out = build(&root)?;
    let listener = (port..=port.saturating_add(10))
        .find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok())
        .ok_or("no free port")?;
    println!("http://{}{base}   (Ctrl-C stops it)", listener.local_addr()?);
    for stream in listener.incoming() {
        let (stream, out, base) = (stream?, out.clone(), base.clone());
        // A reader who goes away in the middle is no fault.
        thread::spawn(move || answer(stream, &out, &base).ok());
    }
    Ok(())
}

/// The folder of the published site.
fn build(root: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let options = Options {
        root: root.to_owned(),
        config: None,
        out: None,
        base_url: None,
        drafts: false,
        future: false,
        strict: false,
        today: Date { day: jiff::Zoned::now().date(), clock: None },
        jobs: thread::available_parallelism().map_or(1, usize::from),
    };
    let report = engine::build(&options, &Silent)?;
    eprint!("{}", Printer::default().print_all(&report.diagnostics, &|path| report.sources.text(path)));
    if !report.published {
        return Err("nothing was published".into());
    }
    println!("{} pages in {}", report.pages, report.out.display());
    Ok(report.out)
}

fn answer(mut stream: TcpStream, out: &Path, base: &str) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut line = String::new();
    BufReader::new((&stream).take(8192)).read_line(&mut line)?;
    let mut words = line.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let (status, file, location) = match (method, published(path, out, base)) {
        ("GET" | "HEAD", Some(folder)) if folder.is_dir() && !path.ends_with('/') => {
            ("301 Moved Permanently", None, format!("Location: {path}/\r\n"))
        }
        ("GET" | "HEAD", Some(folder)) if folder.is_dir() => ("200 OK", Some(folder.join("index.html")), String::new()),
        ("GET" | "HEAD", Some(file)) => ("200 OK", Some(file), String::new()),
        ("GET" | "HEAD", None) => ("404 Not Found", None, String::new()),
        _ => ("405 Method Not Allowed", None, "Allow: GET, HEAD\r\n".into()),
    };
    let found = file.and_then(|file| Some((fs::read(&file).ok()?, content_type(&file))));
    let status = if status == "200 OK" && found.is_none() { "404 Not Found" } else { status };
    let not_found = || (fs::read(out.join("404.html")).unwrap_or_default(), "text/html; charset=utf-8");
    let (body, kind) = found.unwrap_or_else(not_found);
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{location}X-Content-Type-Options: nosniff\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    Ok(())
}

/// What a path of the address bar names in the output; `None` for what is not there or not ours to show.
fn published(path: &str, out: &Path, base: &str) -> Option<PathBuf> {
    let path = decoded(path)?;
    let inside = path.strip_prefix(base).or_else(|| (format!("{path}/") == base).then_some(""))?;
    let safe = |part: &str| !part.starts_with("..") && !part.contains(['\\', '\0', ':']);
    let file = out.join(inside.trim_end_matches('/'));
    (!inside.starts_with('/') && inside.split('/').all(safe) && file.exists()).then_some(file)
}

fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "json" => "application/json",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}
