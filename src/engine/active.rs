//! Files that run, where texts of strangers are published.
//!
//! In: the site, which says what is to be published. Out: the files that must not be, each with a diagnostic.
//!
//! A page, a script or the rules of a host, published under the site's address, can do what the site can. With
//! `html = "sanitize"` they are published only if `[portal] active-files` names them.
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

/// Endings of what a browser or a host runs.
const RUNS: [&str; 28] = [
    "html",
    "htm",
    "xhtml",
    "xht",
    "shtml",
    "shtm",
    "mht",
    "mhtml",
    "hta",
    "js",
    "mjs",
    "cjs",
    "wasm",
    "swf",
    "jar",
    "xsl",
    "xslt",
    "xul",
    "php",
    "phtml",
    "phar",
    "asp",
    "aspx",
    "jsp",
    "cgi",
    "pl",
    "htc",
    "webmanifest",
];
/// Names of what tells a host how to serve the site, in lower case.
const RULES: [&str; 11] = [
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
];
/// XML is looked through.
const XML: [&str; 5] = ["xml", "rdf", "rss", "atom", "mml"];
/// Bytes of it up to which that is done.
const LONGEST: u64 = 10 << 20;

/// The assets that must not be published, with the hash of each whose bytes decided.
pub type Refused = BTreeMap<RelPath, Option<Hash128>>;

/// Looks at all assets that are to be published.
///
/// # Errors
/// When one of them cannot be read.
pub fn refused(site: &Site, snapshot: &Snapshot) -> Result<(Refused, Vec<Diagnostic>), EnvError> {
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
    let (name, extension) = (path.name().to_ascii_lowercase(), path.extension().to_ascii_lowercase());
    if RUNS.contains(&&*extension) || RULES.contains(&&*name) {
        return Ok(Runs::ByName);
    }
    if !XML.contains(&&*extension) {
        return Ok(Runs::No);
    }
    if snapshot.assets.get(path).is_none_or(|asset| asset.size > LONGEST) {
        return Ok(Runs::ByName);
    }
    let bytes = snapshot.asset(path).map_err(|error| EnvError::read(&snapshot.on_disk(path), error))?;
    // XML runs if it holds elements of HTML or SVG, or is turned into them.
    let is_harmless = std::str::from_utf8(&bytes).is_ok_and(|text| {
        let text = text.to_ascii_lowercase();
        let marks = ["w3.org/1999/xhtml", "w3.org/2000/svg", "xml-stylesheet", "<!entity", "&#"];
        !marks.iter().any(|mark| text.contains(mark))
    });
    Ok(if is_harmless { Runs::No } else { Runs::ByBytes(Hash128::of(&bytes)) })
}
