//! `portal check --addresses`: the addresses of the old site, from a file or the web, and what becomes of them.
//!
//! What always holds: at most 50 MB are read, and an index of sitemaps leads one step further, to the same host or folder.

use super::texts;
use portal::{
    diag::{EnvError, Format, Printer, UiLang, json_line, visible},
    insight::{AddressList, OldAddresses},
    site::{PageId, Site},
};
use serde_json::json;
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, ErrorKind, Read},
    path::Path,
    process::{Command, Stdio},
};

/// Most bytes of all sitemaps together.
const LARGEST: u64 = 50_000_000;
/// Most sitemaps of an index.
const SITEMAPS: usize = 1000;

/// The addresses that a file or an address of the web lists.
pub(super) fn load(source: &str, lang: UiLang) -> Result<Vec<String>, EnvError> {
    let mut left = LARGEST;
    let mut read = |source: &str| {
        let text = if is_web(source) { fetch(source, left, lang) } else { read_file(source, left, lang) };
        let text = text.map_err(|error| EnvError::read(Path::new(source), error))?;
        left = left.saturating_sub(text.len() as u64);
        Ok(AddressList::read(&text))
    };
    let further = match read(source)? {
        AddressList::Pages(pages) => return Ok(pages),
        AddressList::Sitemaps(further) => further,
    };
    let mut pages = Vec::new();
    for sitemap in further.iter().take(SITEMAPS) {
        let beside = beside(source, sitemap).ok_or_else(|| {
            let elsewhere = io::Error::other(texts::sitemap_elsewhere(lang, visible(sitemap)));
            EnvError::read(Path::new(source), elsewhere)
        })?;
        if let AddressList::Pages(found) = read(&beside)? {
            pages.extend(found);
        }
    }
    Ok(pages)
}

fn is_web(source: &str) -> bool {
    source.starts_with("https://") || source.starts_with("http://")
}

/// Where a sitemap is that an index names: on the same host, or in the folder of the index.
fn beside(index: &str, sitemap: &str) -> Option<String> {
    let host = |address: &str| address.split('/').take(3).map(str::to_owned).collect::<Vec<_>>();
    if is_web(index) {
        return (host(index) == host(sitemap)).then(|| sitemap.to_owned());
    }
    let name = sitemap.split(['?', '#']).next()?.rsplit('/').next().filter(|name| !name.is_empty())?;
    Path::new(index).with_file_name(name).to_str().map(str::to_owned)
}

fn read_file(path: &str, most: u64, lang: UiLang) -> io::Result<String> {
    text(File::open(path)?, most, lang)
}

/// Reads an address with `curl`, which knows the certificates and the proxies of the machine.
fn fetch(url: &str, most: u64, lang: UiLang) -> io::Result<String> {
    let most_time = ["--max-time", "120", "--max-redirs", "5"];
    let curl = Command::new("curl")
        .args(["--fail", "--silent", "--show-error", "--location", "--compressed", "--proto", "=http,https"])
        .args(most_time)
        .args(["--", url])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut curl = curl.map_err(|error| match error.kind() {
        ErrorKind::NotFound => io::Error::other(texts::no_curl(lang)),
        _ => error,
    })?;
    let read = curl.stdout.take().map_or(Ok(String::new()), |out| text(out, most, lang));
    if read.is_err() {
        let _ = curl.kill();
    }
    let ended = curl.wait_with_output()?;
    let read = read?;
    let said = String::from_utf8_lossy(&ended.stderr);
    if ended.status.success() { Ok(read) } else { Err(io::Error::other(said.trim().to_owned())) }
}

/// A text of limited size.
fn text(from: impl Read, most: u64, lang: UiLang) -> io::Result<String> {
    let mut bytes = Vec::new();
    from.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::other(texts::sitemap_too_large(lang, LARGEST / 1_000_000)));
    }
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(io::Error::other(texts::sitemap_packed(lang)));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::other(texts::sitemap_not_text(lang)))
}

/// What is kept and what would vanish, with the line of front matter for each page that can take an address over.
pub(super) fn report(old: &OldAddresses, site: &Site, printer: &Printer) -> String {
    let file = |page: PageId| site.pages[page].shown.as_str();
    let kept = old.count - old.lost.len();
    if printer.format == Format::Json {
        let lost = old.lost.iter().map(|lost| json!({ "lost": lost.path, "path": lost.page.map(file) }));
        let counts = json!({ "addresses": old.count, "kept": kept, "lost": old.lost.len() });
        return lost.chain([counts]).map(|line| json_line(&line)).collect();
    }
    let lang = printer.lang;
    let mut by_page: BTreeMap<(Option<&str>, Option<PageId>), Vec<&str>> = BTreeMap::new();
    for lost in &old.lost {
        by_page.entry((lost.page.map(file), lost.page)).or_default().push(&lost.path);
    }
    let mut report = texts::addresses(lang, old.count, kept, old.lost.len());
    let without = by_page.remove(&(None, None));
    for ((file, page), paths) in by_page {
        let own = page.map_or(&[][..], |page| &site.pages[page].document.meta.aliases);
        let aliases: Vec<String> = own.iter().map(String::as_str).chain(paths).map(quoted).collect();
        report += &format!("  {}\n    aliases: [{}]\n", visible(file.unwrap_or_default()), aliases.join(", "));
    }
    if let Some(paths) = without {
        report += &texts::addresses_without_page(lang);
        paths.iter().for_each(|path| report += &format!("  {}\n", visible(path)));
    }
    report
}

/// A path as one item of a list of YAML, in quotes where it needs some.
fn quoted(path: &str) -> String {
    let is_plain = path.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.'));
    if is_plain { path.to_owned() } else { visible(&json!(path).to_string()) }
}
