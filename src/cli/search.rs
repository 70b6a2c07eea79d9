//! `portal search`: asks the published index, and says where in the sources the answers are.

use super::{
    CONTENT, IO, OK, Outcome, USAGE,
    args::{Common, Search},
    build::{cores, folder},
    failed, texts,
};
use portal::{
    diag::{EnvError, Format, Printer, json_line, visible},
    disk::Dir,
    engine::{Options, PageSources},
    model::{Lang, SearchEngine},
    plan::SEARCH_FOLDER,
    search::{FoundLine, Index, MANIFEST, PageEntry, Query, find_line},
    site::LanguageSite,
};
use serde_json::json;
use std::{io, path::Path};

/// Characters of a line that are shown before the end of the hit, and behind it.
const BEFORE: usize = 60;
const BEHIND: usize = 60;

pub(super) fn run(search: &Search, common: &Common, printer: &Printer) -> Outcome {
    let printer = Printer { folder: folder(&search.root), ..printer.clone() };
    let lang = printer.lang;
    let options = Options {
        config: common.config.clone(),
        out: search.out.clone(),
        // The published site may have them.
        drafts: true,
        future: true,
        jobs: cores(),
        ..Options::new(&search.root, common.today())
    };
    let sources = match PageSources::read(&options) {
        Ok(sources) => sources,
        Err(error) => return failed(&error, lang),
    };
    let languages = &sources.site.languages;
    let Some(language) = asked_language(search.language.as_deref(), languages) else {
        let known = languages.iter().map(|language| language.lang.to_string()).collect::<Vec<_>>();
        let asked = visible(search.language.as_deref().unwrap_or_default());
        let err = texts::no_such_language(lang, asked, known.join(&texts::list_separator(lang)));
        return Outcome { err, code: USAGE, ..Outcome::default() };
    };
    let path = sources.out().join(format!("{}{SEARCH_FOLDER}", language.prefix));
    let published = match open_index(sources.out(), language) {
        Ok(Some(published)) => published,
        Ok(None) => {
            let err = match sources.site.config.search.engine {
                SearchEngine::None => texts::search_is_off(lang),
                SearchEngine::Builtin => texts::no_index(lang, visible(&path.to_string_lossy())),
            };
            return Outcome { err, code: IO, ..Outcome::default() };
        }
        Err(error) => return failed(&EnvError::read(&path, error), lang),
    };
    let query = Query::parse(&search.query);
    let (count, shown) = match find(&published, &query, search.limit) {
        Ok(found) => found,
        Err(error) => return failed(&EnvError::read(&path, error), lang),
    };
    let mut outcome = Outcome { code: if count == 0 { CONTENT } else { OK }, ..Outcome::default() };
    for entry in &shown {
        outcome.out += &printed(entry, &query, &sources, &printer);
    }
    if !common.quiet {
        outcome.err = match count {
            0 => texts::nothing_found(lang),
            count if count > shown.len() => texts::first_found(lang, count, shown.len()),
            count => texts::found(lang, count),
        };
    }
    outcome
}

/// The language with this tag; the site's own if none was asked for.
fn asked_language<'s>(tag: Option<&str>, languages: &'s [LanguageSite]) -> Option<&'s LanguageSite> {
    match tag {
        None => languages.first(),
        Some(tag) => Lang::new(tag).and_then(|lang| languages.iter().find(|language| language.lang == lang)),
    }
}

/// The folder of the index of a language; none when it was not published.
fn open_index(out: &Path, language: &LanguageSite) -> io::Result<Option<Dir>> {
    let folder = Dir::open(out).and_then(|out| out.sub(Path::new(&format!("{}{SEARCH_FOLDER}", language.prefix))));
    match folder {
        Ok(folder) => Ok(Some(folder).filter(|folder| folder.has(Path::new(MANIFEST)))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// How many pages are found, and the first of them.
fn find(folder: &Dir, query: &Query, limit: usize) -> io::Result<(usize, Vec<PageEntry>)> {
    let fetch = |name: &str| folder.read(Path::new(name));
    let index = Index::open(&fetch)?;
    let found = index.find(query)?;
    let entries = found.iter().take(limit).map(|found| Ok(index.entry(found.page)?.cloned()));
    Ok((found.len(), entries.filter_map(Result::transpose).collect::<io::Result<_>>()?))
}

/// A page that was found. One whose source is gone is called by its address.
fn printed(entry: &PageEntry, query: &Query, sources: &PageSources, printer: &Printer) -> String {
    let source = sources.source(&entry.address);
    let line = source.as_ref().and_then(|(_, text)| find_line(query, text));
    let path = source.as_ref().map(|(path, _)| path.as_str());
    if printer.format == Format::Json {
        return json_line(&json!({
            "title": entry.title,
            "address": entry.address,
            "source": path,
            "line": line.map(|line| line.number),
            "kind": entry.kind,
            "date": Some(&entry.date).filter(|date| !date.is_empty()),
        }));
    }
    let place = match (path, line) {
        (Some(path), Some(line)) => format!("{}{path}:{}", printer.folder, line.number),
        (Some(path), None) => format!("{}{path}", printer.folder),
        (None, _) => entry.address.clone(),
    };
    let head = format!("{}: {}\n", visible(&place), visible(&entry.title));
    match line {
        Some(line) if printer.format == Format::Human => format!("{head}    {}\n", visible(&excerpt(line))),
        _ => head,
    }
}

/// The part of a line around its hit.
fn excerpt(line: FoundLine) -> String {
    let (before, behind) = line.text.split_at(line.end);
    let skipped = before.chars().count().saturating_sub(BEFORE);
    let start: String = before.chars().skip(skipped).collect();
    let rest: String = behind.chars().take(BEHIND).collect();
    let dots = |is_cut: bool| if is_cut { "…" } else { "" };
    format!("{}{start}{rest}{}", dots(skipped > 0), dots(rest.len() < behind.len())).trim().to_owned()
}
