//! The language, the role and the address of a source file.

use super::{Role, Setting, pinyin};
use crate::model::{
    Address, Config, Date, Document, Lang, RelPath, address_part, decode_path, term_key, without_number,
};

/// Names that stand for their folder.
const INDEX: [&str; 3] = ["readme", "index", "_index"];

/// The language of a document, and its path without the language: `a.en.md` and `en/a.md` are both `a.md`.
pub(super) fn language(document: &Document, config: &Config, default: &Lang) -> (Lang, RelPath) {
    let (lang, inner) = config.language_of(&document.path, Some(default));
    let inner = renamed(&inner, config).unwrap_or(inner);
    let inner = bundled(&inner, config).unwrap_or(inner);
    let known = |lang: &Lang| config.known_language(lang.as_str(), Some(default)).unwrap_or_else(|| lang.clone());
    let written = document.meta.lang.as_ref().map(known);
    (written.or(lang).unwrap_or_else(|| default.clone()), inner)
}

/// The path as it is on the site, where folders have other names, or, further down, none at all, or where numbers stand
/// before names; `None` for most.
fn renamed(path: &RelPath, config: &Config) -> Option<RelPath> {
    let moved = renamed_folder(path, config).and_then(|(name, inside)| RelPath::new_from(name, inside));
    let moved = moved.or_else(|| without_own_folder(path, config));
    if !config.numbered_names {
        return moved;
    }
    // A name that is nothing but a number stays: its ending is no part of it.
    let path = moved.as_ref().unwrap_or(path);
    let folders: Vec<&str> = path.folder().split('/').map(without_number).collect();
    RelPath::new_from(&folders.join("/"), &format!("{}.{}", without_number(path.stem()), path.extension()))
}

/// The other name of the folder that a path begins with, and the path in that folder.
fn renamed_folder<'p>(path: &'p RelPath, config: &'p Config) -> Option<(&'p str, &'p str)> {
    // The deeper of two folders comes last.
    config.folder_names.iter().rev().find_map(|(folder, name)| {
        Some((name.as_str(), path.as_str().strip_prefix(folder.as_str())?.strip_prefix('/')?))
    })
}

/// The path without a folder such as `_posts` that is further down.
fn without_own_folder(path: &RelPath, config: &Config) -> Option<RelPath> {
    let is_own = |folder: &str| folder.starts_with('_') && config.folder_names.contains_key(folder);
    let at = 1 + path.folder().split('/').skip(1).position(is_own)?;
    let mut parts: Vec<&str> = path.as_str().split('/').collect();
    parts.remove(at);
    RelPath::new(&parts.join("/"))
}

/// The path of the page that a folder with `index.md` is: `a/b.md` for `a/b/index.md`. Where addresses have a pattern, a post
/// may be such a folder in any project.
fn bundled(path: &RelPath, config: &Config) -> Option<RelPath> {
    let folder = path.folder();
    let has_pattern = || folder.split_once('/').is_some_and(|(top, _)| config.folder_urls.contains_key(top));
    let is_bundle = path.stem() == "index" && !folder.is_empty() && (config.path_rules.has_bundles || has_pattern());
    is_bundle.then(|| RelPath::new(&format!("{folder}.{}", path.extension()))).flatten()
}

/// Whether a file of this name, without its ending, stands for its folder.
pub(super) fn is_index(stem: &str) -> bool {
    INDEX.contains(&stem.to_lowercase().as_str())
}

/// What a document is for, by its path and the address that it names.
pub(super) fn role(document: &Document, lang: &Lang, inner: &RelPath, setting: &Setting) -> Role {
    let (config, meta) = (setting.config, &document.meta);
    if is_index(inner.stem()) {
        let folder = of(document, lang, inner, &Role::Index, None, setting);
        let permanent = meta.permalink.as_ref().map(|permalink| permanent(permalink, lang, setting));
        let is_moved = permanent.is_some_and(|address| address.collision_hash() != folder.collision_hash());
        return if is_moved { Role::Page } else { Role::Index };
    }
    // The slug `/` of a page at the top is the folder's own address.
    if meta.slug.as_deref() == Some("") && !inner.folder().contains('/') {
        return Role::Index;
    }
    let folder = inner.folder();
    let top = folder.split('/').next().unwrap_or_default();
    if config.is_folder_of_terms(top) {
        let name = folder[top.len()..].trim_start_matches('/');
        let term = if name.is_empty() { inner.stem().to_owned() } else { format!("{name}/{}", inner.stem()) };
        return Role::Term(top.to_owned(), term_key(&term));
    }
    Role::Page
}

/// Whether the address of a document has its date in it.
pub(super) fn has_date(document: &Document, setting: &Setting) -> bool {
    pattern(document, setting).is_some_and(|url| ["{year}", "{month}", "{day}"].iter().any(|part| url.contains(part)))
}

/// The pattern of a page's address: that of its kind, which the site's own configuration names, else that of its folder.
fn pattern<'s>(document: &Document, setting: &Setting<'s>) -> Option<&'s str> {
    let config = setting.config;
    let kind = config.kinds.iter().find(|kind| kind.name == document.meta.kind).and_then(|kind| kind.url.as_ref());
    let of_folder =
        || if config.folder_urls.is_empty() { None } else { config.folder_urls.get(&top(document, setting)) };
    kind.or_else(of_folder).map(String::as_str)
}

/// The address of a document.
pub(super) fn of(
    document: &Document,
    lang: &Lang,
    inner: &RelPath,
    role: &Role,
    date: Option<Date>,
    setting: &Setting,
) -> Address {
    let config = setting.config;
    let part = |text: &str| pinyin::part(text, config.slugs);
    let path = |text: &str| text.split('/').filter(|piece| !piece.is_empty()).map(part).collect::<Vec<_>>().join("/");
    let prefix = if lang == setting.lang { String::new() } else { format!("{lang}/") };
    let folder = path(inner.folder());
    if *role == Role::Index {
        return Address::folder(&join(prefix.trim_end_matches('/'), &folder), config.urls);
    }
    if let Some(permalink) = &document.meta.permalink {
        return permanent(permalink, lang, setting);
    }
    let written = document.meta.slug.as_deref();
    let stem = if config.path_rules.drops_dates { without_date(inner.stem()) } else { inner.stem() };
    let slug = path(written.unwrap_or(stem));
    let pattern = pattern(document, setting).filter(|_| *role == Role::Page);
    // The end of a pattern that is no style of ours.
    let mut end = None;
    // The name of the file is in the address only where no other one is written.
    let pattern = pattern.filter(|pattern| written.is_none() || !pattern.contains("{file}"));
    let own = match pattern {
        None if written.is_some_and(|slug| slug.is_empty() || slug.starts_with('/')) => {
            join(&path(&top(document, setting)), &slug)
        }
        None => join(&folder, &slug),
        Some(pattern) => {
            let day = date.map(|date| date.day);
            let number = |value: Option<i8>| value.map_or(String::new(), |value| format!("{value:02}"));
            let (pattern, categories) = match pattern.strip_suffix(".html") {
                Some(file) => {
                    let folder = file.strip_suffix("/index");
                    end = Some(if folder.is_some() { "/" } else { ".html" });
                    (folder.unwrap_or(file), categories(document, setting))
                }
                None => (pattern, categories(document, setting)),
            };
            let or_default = if categories.is_empty() { &config.default_category } else { &categories };
            let filled = pattern
                .replace("{categories}", &path(&categories.to_lowercase()))
                .replace("{category}", &path(or_default))
                .replace("{slug}", &slug)
                .replace("{title}", &path(written.unwrap_or(&words(&document.meta.title))))
                .replace("{folder}", inner.folder().split_once('/').map_or("", |(_, below)| below))
                .replace("{file}", &path(without_date(inner.stem())))
                .replace("{name}", &path(written.unwrap_or(without_date(inner.stem()))))
                .replace("{year}", &day.map_or(String::new(), |day| format!("{:04}", day.year())))
                .replace("{month}", &number(day.map(|day| day.month())))
                .replace("{day}", &number(day.map(|day| day.day())));
            path(&filled)
        }
    };
    let whole = join(prefix.trim_end_matches('/'), &own);
    match end.filter(|_| !whole.is_empty()) {
        Some(end) => Address::file(whole + end),
        None => Address::page(&whole, config.urls),
    }
}

/// The categories of a page with slashes between them: the folders above one that has another name on the site, then those
/// that it names.
fn categories(document: &Document, setting: &Setting) -> String {
    let (names, path) = (&setting.config.folder_names, document.path.folder());
    let above = path.split('/').position(|folder| names.contains_key(folder)).unwrap_or(0);
    let named = document.meta.categories.iter().map(|name| name.replace('/', "-"));
    let folders = path.split('/').take(above).map(str::to_owned);
    let mut all: Vec<String> = folders.collect();
    for name in named {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all.join("/")
}

/// The folder that has another name on the site, by that name, else the folder at the top.
fn top(document: &Document, setting: &Setting) -> String {
    let config = setting.config;
    let (_, path) = config.language_of(&document.path, Some(setting.lang));
    let folder = path.folder();
    let renamed = renamed_folder(&path, config).map(|(name, _)| name);
    let renamed =
        renamed.or_else(|| folder.split('/').find_map(|folder| config.folder_names.get(folder)).map(String::as_str));
    renamed.unwrap_or_else(|| folder.split('/').next().unwrap_or_default()).to_owned()
}

/// A title as a part of an address, as Hugo writes it: letters and digits in small letters, `-` between words.
fn words(title: &str) -> String {
    let seen = title.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '-' | '_' | '.'));
    let text: String = seen.flat_map(char::to_lowercase).collect();
    text.split_whitespace().collect::<Vec<_>>().join("-")
}

/// The address that a permalink names, from the root with a slash, else in its language: that of a folder with a slash at
/// the end, of a file with its ending, else that of a page.
fn permanent(permalink: &str, lang: &Lang, setting: &Setting) -> Address {
    let (urls, path) = (setting.config.urls, decode_path(permalink));
    let is_other = !path.starts_with('/') && lang != setting.lang && !setting.config.path_rules.begins_at_root;
    let endings = [".html", ".htm", "/"].into_iter();
    let (path, end) = endings.filter_map(|end| Some((path.strip_suffix(end)?, end))).next().unwrap_or((&path, ""));
    let parts = path.split('/').filter(|part| !part.is_empty()).map(address_part);
    let parts: Vec<String> = is_other.then(|| lang.to_string()).into_iter().chain(parts).collect();
    match (parts.join("/"), end) {
        (path, _) if path.is_empty() => Address::folder("", urls),
        (path, "") => Address::page(&path, urls),
        (path, "/") => Address::file(format!("{path}/")),
        (path, _) => match path.strip_suffix("index").filter(|folder| folder.is_empty() || folder.ends_with('/')) {
            Some(folder) => Address::folder(folder.trim_end_matches('/'), urls),
            None => Address::file(format!("{path}.html")),
        },
    }
}

/// The name of a file without a date before it: `x` of `2024-01-05-x` and of `2024-01-05_x`.
pub(super) fn without_date(stem: &str) -> &str {
    let is_date = |date: &str| {
        date.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() })
    };
    match stem.split_at_checked(11) {
        Some((date, name)) if !name.is_empty() && date.ends_with(['-', '_']) && is_date(&date[..10]) => name,
        _ => stem,
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() || name.is_empty() { format!("{folder}{name}") } else { format!("{folder}/{name}") }
}
