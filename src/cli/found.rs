//! What `portal init` has found, as lines for a person.

use super::texts;
use portal::{
    diag::{UiLang, visible},
    insight::{Recognised, Survey, kind_title},
};

/// Pages of one sort, or pairs of terms, that are named one by one.
const SHOWN: usize = 5;
/// Columns for the names of things.
const NAMES: usize = 14;

/// One line for each thing. `src` is the folder of the sources.
pub(super) fn lines(survey: &Survey, src: &str, lang: UiLang) -> String {
    let text = if src.is_empty() { texts::read(lang, survey.files) } else { texts::read_in(lang, survey.files, src) };
    let mut lines = Lines { lang, text };
    lines.simple(survey);
    for (kind, folder, pages) in survey.folders.iter().chain(&survey.alike) {
        lines.add(texts::folder(lang), &texts::folder_is(lang, folder, kind_title(kind, lang), pages));
    }
    for ending in &survey.endings {
        let is_on = ending.elsewhere.is_empty();
        let what = if is_on {
            texts::ending_is(lang, ending.files, &ending.start)
        } else {
            texts::ending_is_off(lang, ending.files, &ending.start)
        };
        lines.add(texts::ending(lang), &what);
    }
    for Recognised { path, title, parts, entries } in survey.maps.iter().take(SHOWN) {
        lines.add(texts::map(lang), &texts::map_is(lang, path, title, parts, entries));
    }
    lines.more(survey.maps.len());
    for Recognised { path, title, parts, entries } in survey.collections.iter().take(SHOWN) {
        lines.add(texts::collection(lang), &texts::collection_is(lang, path, title, parts, entries));
    }
    lines.more(survey.collections.len());
    for pair in survey.similar.iter().take(SHOWN) {
        let what = texts::similar_are(lang, &pair.alias, pair.alias_pages, &pair.term, pair.term_pages);
        lines.add(texts::similar(lang), &what);
    }
    lines.more(survey.similar.len());
    lines.text
}

struct Lines {
    lang: UiLang,
    text: String,
}

impl Lines {
    /// A name and what is said about it.
    fn add(&mut self, name: String, what: &str) {
        let width: usize = name.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        self.text += &format!("  {name}{}{}\n", " ".repeat(NAMES.saturating_sub(width)), visible(what));
    }

    /// What is one text alone.
    fn simple(&mut self, survey: &Survey) {
        let lang = self.lang;
        let repository =
            survey.repository.as_ref().map(|repository| format!("{} ({})", repository.url, repository.branch));
        let authors = Some(survey.authors.join(", ")).filter(|authors| !authors.is_empty());
        for (name, what) in [
            (texts::title(lang), survey.title.as_deref()),
            (texts::language(lang), survey.language.as_ref().map(|language| language.as_str())),
            (texts::authors(lang), authors.as_deref()),
            (texts::repository(lang), repository.as_deref()),
            (texts::address(lang), survey.base_url.as_deref()),
            (texts::site_goes_to(lang), survey.out.as_deref()),
        ] {
            what.into_iter().for_each(|what| self.add(name.clone(), what));
        }
    }

    fn more(&mut self, all: usize) {
        if let Some(more) = all.checked_sub(SHOWN).filter(|more| *more > 0) {
            self.add(String::new(), &texts::more(self.lang, more));
        }
    }
}
