//! What `portal init` has found, as lines for a person.

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
    let files = survey.files;
    let s = if files == 1 { "" } else { "s" };
    let text = match (lang, src) {
        (UiLang::Zh, "") => format!("读了 {files} 个 Markdown 文件\n"),
        (UiLang::Zh, src) => format!("读了 {src} 里的 {files} 个 Markdown 文件\n"),
        (UiLang::En, "") => format!("{files} Markdown file{s} read\n"),
        (UiLang::En, src) => format!("{files} Markdown file{s} read in {src}\n"),
    };
    let mut lines = Lines { lang, text };
    lines.simple(survey);
    for (kind, folder, pages) in survey.folders.iter().chain(&survey.alike) {
        let title = kind_title(kind, lang);
        lines.add(
            ["文件夹", "folder"],
            [&format!("{folder}/：{title}，{pages} 页"), &format!("{folder}/: {title}, {pages}")],
        );
    }
    for ending in &survey.endings {
        let (start, files) = (&ending.start, ending.files);
        let [zh, en] = if ending.elsewhere.is_empty() { ["", ""] } else { ["（未启用）", " (off)"] };
        lines.add(
            ["相同的结尾", "same ending"],
            [&format!("{files} 个文件，从“{start}”起{zh}"), &format!("{files} files, from “{start}” on{en}")],
        );
    }
    lines.pages(&survey.maps, ["学习图谱", "learning map"], ["阶段", "stages"]);
    lines.pages(&survey.collections, ["合集", "collection"], ["分组", "groups"]);
    for pair in survey.similar.iter().take(SHOWN) {
        let (alias, few, term, many) = (&pair.alias, pair.alias_pages, &pair.term, pair.term_pages);
        lines.add(
            ["相近的词", "similar terms"],
            [&format!("{alias}（{few} 页）和 {term}（{many} 页）"), &format!("{alias} ({few}) and {term} ({many})")],
        );
    }
    lines.more(survey.similar.len());
    lines.text
}

struct Lines {
    lang: UiLang,
    text: String,
}

impl Lines {
    /// A name and what is said about it, each in Chinese and English.
    fn add(&mut self, name: [&str; 2], what: [&str; 2]) {
        let index = usize::from(self.lang == UiLang::En);
        let (name, what) = (name[index], visible(what[index]));
        let width: usize = name.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        self.text += &format!("  {name}{}{what}\n", " ".repeat(NAMES.saturating_sub(width)));
    }

    /// What is one text alone.
    fn simple(&mut self, survey: &Survey) {
        let repository =
            survey.repository.as_ref().map(|repository| format!("{} ({})", repository.url, repository.branch));
        let authors = Some(survey.authors.join(", ")).filter(|authors| !authors.is_empty());
        for (name, what) in [
            (["标题", "title"], survey.title.as_deref()),
            (["语言", "language"], survey.language.as_ref().map(|language| language.as_str())),
            (["作者", "authors"], authors.as_deref()),
            (["仓库", "repository"], repository.as_deref()),
            (["网址", "address"], survey.base_url.as_deref()),
            (["站点写到", "site goes to"], survey.out.as_deref()),
        ] {
            what.into_iter().for_each(|what| self.add(name, [what; 2]));
        }
    }

    fn pages(&mut self, pages: &[Recognised], name: [&str; 2], [zh, en]: [&str; 2]) {
        for Recognised { path, title, parts, entries } in pages.iter().take(SHOWN) {
            self.add(
                name,
                [
                    &format!("{path}《{title}》：{parts} 个{zh}，{entries} 个链接"),
                    &format!("{path} “{title}”: {parts} {en}, {entries} links"),
                ],
            );
        }
        self.more(pages.len());
    }

    fn more(&mut self, all: usize) {
        if let Some(more) = all.checked_sub(SHOWN).filter(|more| *more > 0) {
            self.add(["", ""], [&format!("还有 {more} 个"), &format!("{more} more")]);
        }
    }
}
