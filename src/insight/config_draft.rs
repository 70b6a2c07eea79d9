//! The draft of a `book.toml` from a survey, with a remark on each key, for the owner to read and change.
//!
//! In: a [`Survey`] and the language of the remarks. Out: the text of a file, or what could be added to one.
//!
//! What always holds: the draft is read without a diagnostic. A line that begins with `#` and no blank is an offer: without
//! its `#` the file is read without a diagnostic, too. All other comments are remarks.

use super::{Recognised, RepeatedEnding, Survey, similar::quoted, texts};
use crate::{
    diag::UiLang,
    model::{Kind, RelPath},
};
use std::{collections::BTreeMap, fmt::Write};

/// Most pages of one kind that get a table; the owner adds the rest.
const TABLES: usize = 50;

impl Survey {
    /// A whole file. `schema` is where its JSON Schema is, as an editor finds it from there.
    pub fn config_draft(&self, lang: UiLang, schema: Option<&str>) -> String {
        let mut draft = ConfigDraft { lang, text: String::new() };
        if let Some(schema) = schema {
            draft.line(&format!("#:schema {schema}"));
        }
        draft.remark(&texts::written_by_init(lang));
        if self.has_book() {
            draft.head("[book]");
            self.write_book(&mut draft);
        }
        draft.head("[portal]");
        // In a project of another generator its own configuration says where the site is.
        self.write_portal(&mut draft, self.reads.is_none());
        self.write_rest(&mut draft);
        draft.text
    }

    /// Only the keys that were found, to be added to an existing file; empty if there are none.
    pub fn additions(&self, lang: UiLang) -> String {
        let mut draft = ConfigDraft { lang, text: String::new() };
        if self.has_book() {
            draft.head("[book]");
            self.write_book(&mut draft);
        }
        let address = self.base_url.as_ref().or(self.guessed_url.as_ref());
        if address.is_some() || self.repository.is_some() || self.out.is_some() || self.undated > 0 {
            draft.head("[portal]");
            self.write_portal(&mut draft, false);
        }
        self.write_rest(&mut draft);
        draft.text.trim_start().to_owned()
    }

    fn has_book(&self) -> bool {
        self.title.is_some() || self.language.is_some() || !self.authors.is_empty()
    }

    fn write_book(&self, draft: &mut ConfigDraft) {
        if let Some(title) = &self.title {
            draft.line(&format!("title = {}", quoted(title)));
        }
        if let Some(language) = &self.language {
            draft.line(&format!("language = {}", quoted(language.as_str())));
        }
        if !self.authors.is_empty() {
            draft.line(&format!("authors = {}", list(&self.authors)));
        }
    }

    fn write_portal(&self, draft: &mut ConfigDraft, with_examples: bool) {
        if let Some(reads) = self.reads {
            draft.remark(&texts::reads(draft.lang));
            draft.line(&format!("reads = {}", quoted(reads)));
        }
        if let Some(project) = &self.project {
            draft.remark(&texts::project(draft.lang));
            draft.line(&format!("project = {}", quoted(project.as_str())));
        }
        // A guess is only offered.
        match (&self.base_url, &self.guessed_url) {
            (Some(url), _) => {
                draft.remark(&texts::base_url(draft.lang));
                draft.line(&format!("base-url = {}", quoted(url)));
            }
            (None, Some(guess)) => {
                draft.remark(&texts::base_url(draft.lang));
                draft.line(&format!("#base-url = {}", quoted(guess)));
            }
            (None, None) if with_examples => {
                draft.remark(&texts::base_url(draft.lang));
                draft.line("#base-url = \"https://example.org/\"");
            }
            (None, None) => {}
        }
        match &self.repository {
            Some(repository) => {
                draft.remark(&texts::repository(draft.lang));
                draft.line(&format!("repository = {}", quoted(&repository.url)));
                if repository.branch != "main" {
                    draft.line(&format!("branch = {}", quoted(&repository.branch)));
                }
            }
            None if with_examples => {
                draft.remark(&texts::example_repository(draft.lang));
                draft.line("#repository = \"https://github.com/OWNER/REPO\"");
            }
            None => {}
        }
        if let Some(out) = &self.out {
            draft.remark(&texts::out(draft.lang));
            draft.line(&format!("out = {}", quoted(out)));
        }
        if self.undated > 0 {
            draft.remark(&texts::undated(draft.lang, self.undated));
            draft.line("#git-dates = true");
        }
    }

    fn write_rest(&self, draft: &mut ConfigDraft) {
        self.write_syntax(draft);
        self.endings.iter().for_each(|ending| write_ending(ending, draft));
        self.write_kinds(draft);
        write_pages(&self.maps, "map", &texts::maps(draft.lang), draft);
        write_pages(&self.collections, "solution", &texts::collections(draft.lang), draft);
        self.write_similar(draft);
    }

    /// What a project of another generator has is read without being told.
    fn write_syntax(&self, draft: &mut ConfigDraft) {
        let Some(most) = self.syntax.iter().map(|(_, pages)| *pages).max().filter(|_| self.reads.is_none()) else {
            return;
        };
        let words: Vec<String> = self.syntax.iter().map(|(syntax, _)| syntax.word().to_owned()).collect();
        draft.head("[markdown]");
        draft.remark(&texts::syntax(draft.lang, most));
        draft.line(&format!("syntax = {}", list(&words)));
    }

    /// A kind that says which files are its own says it for all of them.
    fn write_kinds(&self, draft: &mut ConfigDraft) {
        let mut kinds: BTreeMap<&str, (&Kind, Vec<String>)> = BTreeMap::new();
        for (kind, folder, _) in &self.alike {
            let (_, globs) = kinds.entry(&kind.name).or_insert_with(|| (kind, kind.matches.clone()));
            globs.push(format!("{folder}/**"));
        }
        for (kind, globs) in kinds.into_values() {
            draft.head(&format!("[kinds.{}]", kind.name));
            draft.remark(&texts::folders_of(draft.lang, kind_title(kind, draft.lang)));
            draft.line(&format!("match = {}", list(&globs)));
        }
    }

    fn write_similar(&self, draft: &mut ConfigDraft) {
        let mut taxonomy = "";
        for pair in &self.similar {
            if taxonomy != pair.taxonomy {
                taxonomy = &pair.taxonomy;
                draft.head("");
                draft.remark(&texts::similar(draft.lang));
                draft.line(&format!("#[taxonomies.{}.aliases]", key(taxonomy)));
            }
            let (few, many) = (pair.alias_pages, pair.term_pages);
            draft.line(&format!("#{} = {} # {few} / {many}", quoted(&pair.alias), quoted(&pair.term)));
        }
    }
}

fn write_ending(ending: &RepeatedEnding, draft: &mut ConfigDraft) {
    let files = ending.files;
    draft.head("");
    if ending.is_safe() {
        draft.remark(&texts::ending(draft.lang, files));
        draft.line("[[portal.strip]]");
        draft.line(&format!("from = {}", literal(&ending.pattern())));
        return;
    }
    let shown = |(path, line): &(RelPath, usize)| crate::diag::visible(&format!("{path}:{line}"));
    if let Some(place) = ending.elsewhere.first() {
        draft.remark(&texts::ending_elsewhere(draft.lang, files, ending.elsewhere.len(), shown(place)));
    } else if let Some(place) = &ending.text {
        draft.remark(&texts::ending_with_text(draft.lang, files, shown(place)));
    }
    draft.line("#[[portal.strip]]");
    draft.line(&format!("#from = {}", literal(&ending.pattern())));
}

fn write_pages(pages: &[Recognised], kind: &str, remark: &str, draft: &mut ConfigDraft) {
    for (index, page) in pages.iter().take(TABLES).enumerate() {
        draft.head("");
        if index == 0 {
            draft.remark(remark);
        }
        draft.line("#[[pages]]");
        draft.line(&format!("#path = {}", quoted(page.path.as_str())));
        draft.line(&format!("#kind = {}", quoted(kind)));
    }
    if pages.len() > TABLES {
        draft.remark(&texts::more_pages(draft.lang, pages.len() - TABLES));
    }
}

fn key(name: &str) -> String {
    let is_bare = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if is_bare && !name.is_empty() { name.to_owned() } else { quoted(name) }
}

/// What readers see for pages of a kind.
pub fn kind_title(kind: &Kind, lang: UiLang) -> &str {
    kind.title.get(lang.tag()).or_else(|| kind.title.get("")).map_or(&kind.name, String::as_str)
}

/// The text that is written.
struct ConfigDraft {
    lang: UiLang,
    text: String,
}

impl ConfigDraft {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{line}");
    }

    /// The header of a table after a blank line; none for what brings its own.
    fn head(&mut self, header: &str) {
        self.text.push('\n');
        if !header.is_empty() {
            self.line(header);
        }
    }

    fn remark(&mut self, text: &str) {
        text.lines().for_each(|line| self.line(&format!("# {line}")));
    }
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

/// A string without escapes where that is possible: a pattern is hard enough to read.
fn literal(text: &str) -> String {
    if text.contains(['\'', '\u{7f}']) || text.chars().any(char::is_control) {
        quoted(text)
    } else {
        format!("'{text}'")
    }
}
