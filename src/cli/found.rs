//! What `portal init` has found: for a person at a terminal, or as Markdown for others.

use super::texts;
use portal::{
    diag::{UiLang, visible},
    insight::{Recognised, Survey, kind_title},
};

/// Pages of one sort, or pairs of terms, that are named one by one.
const SHOWN: usize = 5;
/// Lines about what is not carried over, at a terminal.
const LEFT: usize = 12;
/// Columns for the names of things.
const NAMES: usize = 14;

/// What was found, one row for each thing.
pub(super) struct Found {
    lang: UiLang,
    files: usize,
    /// The folder of the sources; empty for the root.
    src: String,
    rows: Vec<(String, String)>,
    /// What cannot be carried over.
    left: Vec<String>,
}

impl Found {
    /// `generator` is the other generator with the file of its configuration.
    pub(super) fn of(survey: &Survey, src: &str, generator: Option<String>, left: Vec<String>, lang: UiLang) -> Found {
        let mut found = Found { lang, files: survey.files, src: src.to_owned(), rows: Vec::new(), left };
        found.simple(survey, generator);
        for (syntax, pages) in survey.syntax.iter().filter(|_| survey.reads.is_none()) {
            found.add(texts::syntax(lang), texts::syntax_is(lang, syntax.word(), pages));
        }
        for (kind, folder, pages) in survey.folders.iter().chain(&survey.alike) {
            found.add(texts::folder(lang), texts::folder_is(lang, folder, kind_title(kind, lang), pages));
        }
        for ending in &survey.endings {
            let what = if ending.is_safe() {
                texts::ending_is(lang, ending.files, &ending.start)
            } else {
                texts::ending_is_off(lang, ending.files, &ending.start)
            };
            found.add(texts::ending(lang), what);
        }
        for Recognised { path, title, parts, entries } in survey.maps.iter().take(SHOWN) {
            found.add(texts::map(lang), texts::map_is(lang, path, title, parts, entries));
        }
        found.more(survey.maps.len());
        for Recognised { path, title, parts, entries } in survey.collections.iter().take(SHOWN) {
            found.add(texts::collection(lang), texts::collection_is(lang, path, title, parts, entries));
        }
        found.more(survey.collections.len());
        for pair in survey.similar.iter().take(SHOWN) {
            let what = texts::similar_are(lang, &pair.alias, pair.alias_pages, &pair.term, pair.term_pages);
            found.add(texts::similar(lang), what);
        }
        found.more(survey.similar.len());
        found
    }

    /// For a terminal.
    pub(super) fn text(&self) -> String {
        let (lang, files) = (self.lang, self.files);
        let mut text =
            if self.src.is_empty() { texts::read(lang, files) } else { texts::read_in(lang, files, &self.src) };
        for (name, what) in &self.rows {
            let width: usize = name.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            text += &format!("  {name}{}{}\n", " ".repeat(NAMES.saturating_sub(width)), visible(what));
        }
        if !self.left.is_empty() {
            text += &texts::left(lang);
            self.left.iter().take(LEFT).for_each(|line| text += &format!("  {}\n", visible(line)));
            if let Some(more) = self.left.len().checked_sub(LEFT).filter(|more| *more > 0) {
                text += &format!("  {}\n", texts::more(lang, more));
            }
        }
        text
    }

    /// A page of Markdown.
    pub(super) fn markdown(&self) -> String {
        let lang = self.lang;
        let src = if self.src.is_empty() { texts::whole_repository(lang) } else { self.src.clone() };
        let own = [(texts::sources(lang), src), (texts::page_count(lang), self.files.to_string())];
        let cell = |text: &str| visible(text).replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;");
        let mut text = String::from("# portal init\n\n| | |\n|---|---|\n");
        for (name, what) in own.iter().chain(&self.rows) {
            text += &format!("| {} | {} |\n", cell(name), cell(what));
        }
        if !self.left.is_empty() {
            text += &format!("\n## {}\n\n", texts::left_heading(lang));
            self.left.iter().for_each(|line| text += &format!("- {}\n", visible(line)));
        }
        text
    }

    fn add(&mut self, name: String, what: String) {
        self.rows.push((name, what));
    }

    /// What is one text alone.
    fn simple(&mut self, survey: &Survey, generator: Option<String>) {
        let lang = self.lang;
        let repository =
            survey.repository.as_ref().map(|repository| format!("{} ({})", repository.url, repository.branch));
        let languages = survey.languages.iter().map(|lang| lang.as_str()).collect::<Vec<_>>().join(", ");
        let kept = &survey.kept;
        let kept: Vec<String> = [
            (kept.drafts.len(), texts::draft(lang)),
            (kept.future.len(), texts::future(lang)),
            (kept.expired.len(), texts::expired(lang)),
            (kept.never.len(), texts::without_page(lang)),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, why)| format!("{why} {count}"))
        .collect();
        let guess = survey.guessed_url.as_ref().map(|guess| texts::guess(lang, guess));
        for (name, what) in [
            (texts::generator(lang), generator),
            (texts::title(lang), survey.title.clone()),
            (texts::language(lang), Some(languages)),
            (texts::authors(lang), Some(survey.authors.join(", "))),
            (texts::repository(lang), repository),
            (texts::address(lang), survey.base_url.clone().or(guess)),
            (texts::pictures(lang), Some(survey.pictures).filter(|count| *count > 0).map(|count| count.to_string())),
            (texts::kept_back(lang), Some(kept.join(", "))),
            (texts::site_goes_to(lang), survey.out.clone()),
        ] {
            what.filter(|what| !what.is_empty()).into_iter().for_each(|what| self.add(name.clone(), what));
        }
    }

    fn more(&mut self, all: usize) {
        if let Some(more) = all.checked_sub(SHOWN).filter(|more| *more > 0) {
            self.add(String::new(), texts::more(self.lang, more));
        }
    }
}
