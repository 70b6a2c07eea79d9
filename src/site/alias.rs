//! Former addresses of a page, as its metadata names them.
//!
//! In: the aliases of a page. Out: the address of each, or the part of it that is no path on this site.
//!
//! What always holds: the address of the page itself, compared without case, is no alias.

use super::Page;
use crate::{
    diag::{Code, Diagnostic},
    model::{Address, Config, Place, RelPath, decode_path},
};

/// A former address of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alias<'p> {
    config: &'p Config,
    /// Where the redirect is published.
    pub address: Address,
    /// As the author wrote it.
    pub written: &'p str,
    place: Option<&'p Place>,
}

/// Most bytes of a file name.
const LONGEST: usize = 240;

/// The aliases of a page that are paths on this site, each once, in the order written.
pub fn aliases<'p>(page: &'p Page, config: &'p Config) -> impl Iterator<Item = Alias<'p>> {
    let mut known = vec![page.address.collision_hash()];
    let alias = move |(written, place)| {
        let address = address(page, written, config).ok()?;
        let hash = address.collision_hash();
        let is_new = !known.contains(&hash);
        known.push(hash);
        is_new.then_some(Alias { config, address, written, place })
    };
    written(page).filter_map(alias)
}

/// The aliases as they are written, with their places.
fn written(page: &Page) -> impl Iterator<Item = (&str, Option<&Place>)> {
    let places = &page.document.places.aliases;
    page.document.meta.aliases.iter().enumerate().map(|(number, written)| (written.as_str(), places.get(number)))
}

/// An alias as an address: from the root with a slash, else beside the page, or where the site's rules say so, from the root. The error is the part that cannot be in a
/// path.
fn address(page: &Page, written: &str, config: &Config) -> Result<Address, String> {
    let text = match config.base_url.as_ref().and_then(|base| written.strip_prefix(base)) {
        Some(rest) => format!("/{rest}"),
        None => written.to_owned(),
    };
    if let Some((scheme, rest)) = text.split_once("//")
        && (scheme.is_empty() || scheme.ends_with(':'))
    {
        return Err(format!("{scheme}//{}", rest.split('/').next().unwrap_or_default()));
    }
    if let Some(at) = text.find(['?', '#']) {
        return Err(text[at..].to_owned());
    }
    let text = decode_path(&text);
    let is_wrong = |c: char| c.is_control() || matches!(c, '\\' | ':' | '<' | '>' | '"' | '|' | '?' | '*' | '#');
    if let Some(wrong) = text.chars().find(|c| is_wrong(*c)) {
        return Err(if wrong.is_control() { format!("U+{:04X}", wrong as u32) } else { wrong.to_string() });
    }
    if let Some(long) = text.split('/').find(|part| part.len() > LONGEST) {
        return Err(long.to_owned());
    }
    let folder = page.address.as_str().trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
    let base = if text.starts_with('/') || config.path_rules.begins_at_root { "" } else { folder };
    let path = RelPath::new_from(base, text.trim_start_matches('/')).ok_or("..")?;
    // The page of a folder is at the folder.
    let path = match path.name() {
        "index.html" | "index.htm" => path.folder(),
        _ => path.as_str(),
    };
    let is_file = [".html", ".htm"].iter().any(|end| path.ends_with(end)) && !text.ends_with('/');
    Ok(Address::file(if is_file || path.is_empty() { path.to_owned() } else { format!("{path}/") }))
}

impl Alias<'_> {
    /// A diagnostic about the alias, at its place in the file that names it.
    pub fn diagnostic(&self, code: Code, page: &Page) -> Diagnostic {
        diagnostic(code, page, self.config, self.place).arg("alias", self.written)
    }

    /// The file that names it, with the line.
    pub fn file(&self, page: &Page) -> String {
        match self.place {
            Some(place) if place.in_config => self.config.file.path.to_string(),
            Some(place) => format!("{}:{}", page.shown, place.line),
            None => page.shown.to_string(),
        }
    }
}

fn diagnostic(code: Code, page: &Page, config: &Config, place: Option<&Place>) -> Diagnostic {
    let in_config = place.is_some_and(|place| place.in_config);
    let file = if in_config { config.file.path.clone() } else { page.shown.clone() };
    let diagnostic = Diagnostic::new(code, &file);
    match place {
        Some(place) => diagnostic.at(place.at.clone()),
        None => diagnostic,
    }
}

/// Reports aliases that are no paths on this site.
pub(super) fn check(pages: &[Page], config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    for page in pages.iter().filter(|page| page.flags.has_aliases) {
        for (written, place) in written(page) {
            if let Err(part) = address(page, written, config) {
                let diagnostic = diagnostic(Code::P0965, page, config, place);
                diagnostics.push(diagnostic.arg("alias", written).arg("part", part));
            }
        }
    }
}
