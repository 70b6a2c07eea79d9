//! Files that run, where texts of strangers are published.
//!
//! In: the site, which says what is to be published. Out: the files that must not be, each with a diagnostic.
//!
//! A page, a script or the rules of a host, published under the site's address, can do what the site can. With
//! `html = "sanitize"` they are published only if `[portal] active-files` names them.
//!
//! A host takes a file's type from its name, and from any part of a name like `a.html.en`. Without an extension, a browser
//! takes it from the first bytes.
//!
//! Deliberately not here: SVG, which is looked through with the images.

use crate::{
    diag::{Code, Diagnostic, EnvError},
    model::{Hash128, RawHtml, RelPath},
    parse::kinds,
    site::Site,
    source::Snapshot,
};
use std::collections::BTreeMap;

/// Extensions of what a browser or a host runs. All that begin with `php` are, too.
const RUNS: &str = "html htm xhtml xhtm xht shtml shtm stm dhtml rhtml mht mhtml hta js mjs cjs wasm swf jar xsl xslt xul \
    phtml phar asp aspx jsp cfm cgi fcgi pl lua htc webmanifest svgz";
/// Those that some hosts run wherever they stand in the name.
const RUNS_ON_HOST: &str = "phtml phar shtml cgi fcgi";
/// Last extensions that decide how a host serves a file, whatever stands before: `vue.js.png`, `guide.pl.pdf`.
const PASSIVE: &str = "png jpg jpeg gif webp avif bmp ico svg pdf txt csv json mp3 mp4 ogg wav webm zip";
/// Names of files that configure a host, in lower case.
const RULES: [&str; 13] = [
    "_redirects",
    "_headers",
    "_routes.json",
    "cname",
    ".htaccess",
    ".user.ini",
    "web.config",
    "vercel.json",
    "netlify.toml",
    "staticwebapp.config.json",
    "firebase.json",
    "php.ini",
    "_config.yml",
];
/// XML is looked through.
const XML: &str = "xml rdf rss atom mml mathml xsd rng dtd ent mod sch wsdl owl opml kml gpx xspf ttml xlf xliff plist";
/// Bytes of it up to which that is done.
const LONGEST: u64 = 10 << 20;

/// The assets that must not be published, with the hash of each whose bytes decided.
pub(super) type Refused = BTreeMap<RelPath, Option<Hash128>>;

/// Looks at all assets that are to be published.
///
/// # Errors
/// When one of them cannot be read.
pub(super) fn refused(site: &Site, snapshot: &Snapshot) -> Result<(Refused, Vec<Diagnostic>), EnvError> {
    let (mut refused, mut diagnostics) = (BTreeMap::new(), Vec::new());
    if site.config.html != RawHtml::Sanitize {
        return Ok((refused, diagnostics));
    }
    let named: Vec<_> =
        site.config.active_files.iter().filter_map(|glob| Some(kinds::glob(glob)?.compile_matcher())).collect();
    let unnamed = site.assets.iter().filter(|path| !named.iter().any(|glob| glob.is_match(path.as_str())));
    for path in unnamed {
        let hash = match runs(path, snapshot)? {
            Runs::No => continue,
            Runs::ByName => None,
            Runs::ByBytes(hash) => Some(hash),
        };
        refused.insert(path.clone(), hash);
        diagnostics.push(Diagnostic::new(Code::P0850, &snapshot.shown(path)).arg("target", path));
    }
    Ok((refused, diagnostics))
}

enum Runs {
    No,
    ByName,
    ByBytes(Hash128),
}

fn runs(path: &RelPath, snapshot: &Snapshot) -> Result<Runs, EnvError> {
    let name = path.name().to_ascii_lowercase();
    if runs_by_name(&name) {
        return Ok(Runs::ByName);
    }
    let has_extension = name.contains('.');
    if has_extension && !is_xml(&name) {
        return Ok(Runs::No);
    }
    if snapshot.assets.get(path).is_none_or(|stamp| stamp.size > LONGEST) {
        return Ok(Runs::ByName);
    }
    let bytes = snapshot.asset(path).map_err(|error| EnvError::read(&snapshot.on_disk(path), error))?;
    let is_harmless = if has_extension { is_harmless_xml(&bytes) } else { !begins_markup(&bytes) };
    Ok(if is_harmless { Runs::No } else { Runs::ByBytes(Hash128::of(&bytes)) })
}

fn is_one_of(names: &str, name: &str) -> bool {
    names.split_ascii_whitespace().any(|one| one == name)
}

/// The extensions in a name: `html` and `en` of `a.html.en`. An editor's mark of a copy is left out.
fn extensions(name: &str) -> impl Iterator<Item = &str> {
    name.split('.').skip(1).map(|extension| extension.trim_end_matches('~'))
}

fn is_passive(name: &str) -> bool {
    extensions(name).last().is_some_and(|last| is_one_of(PASSIVE, last))
}

/// Whether a file of this name, in lower case, runs whatever is in it.
fn runs_by_name(name: &str) -> bool {
    let runs = if is_passive(name) { RUNS_ON_HOST } else { RUNS };
    let mut extensions = extensions(name);
    RULES.contains(&name) || extensions.any(|extension| extension.starts_with("php") || is_one_of(runs, extension))
}

fn is_xml(name: &str) -> bool {
    !is_passive(name) && extensions(name).any(|extension| is_one_of(XML, extension))
}

/// Whether a browser or a host may take a file without an extension for a page or a script.
fn begins_markup(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    bytes.starts_with(b"<") || bytes.starts_with(b"#!")
}

/// XML runs if it holds elements of HTML or SVG, or is turned into them. In another encoding they could be hidden.
fn is_harmless_xml(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    if text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
        return false;
    }
    let text = text.to_ascii_lowercase();
    let declaration = text.split_once("<?xml").and_then(|(_, rest)| rest.split_once('>'));
    let encoding = declaration.and_then(|(declaration, _)| declaration.split_once("encoding")).map(|(_, rest)| {
        let start = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '"' | '\''));
        start.split(['"', '\'']).next().unwrap_or_default()
    });
    let marks = ["w3.org/1999/xhtml", "w3.org/2000/svg", "xml-stylesheet", "<!entity", "&#"];
    encoding.is_none_or(|encoding| matches!(encoding, "utf-8" | "us-ascii"))
        && !marks.iter().any(|mark| text.contains(mark))
}
