//! A `book.toml` out of a survey: what was found, with a word on each, for its owner to read and to change.
//!
//! In: a [`Survey`] and the language of the remarks. Out: the text of a file, or what could be added to one.
//!
//! What always holds: what is written is read without a complaint, and so it is when the `#` is taken from any line
//! that has no blank behind it: such lines are offers, all others are remarks.

use super::{Recognised, Survey, Tail, similar::quoted};
use crate::{diag::UiLang, model::Kind};
use std::{collections::BTreeMap, fmt::Write};

/// Pages of one kind that get a table of their own; the rest is for their owner to add.
const TABLES: usize = 50;

impl Survey {
    /// A whole file. `schema` is where its JSON Schema is, as an editor finds it from there.
    pub fn book(&self, lang: UiLang, schema: Option<&str>) -> String {
        let mut book = Book { lang, text: String::new() };
        if let Some(schema) = schema {
            book.line(&format!("#:schema {schema}"));
        }
        book.remark(
            "由 portal init 按仓库里的内容写成，请通读一遍，随意修改。\n行首的 # 后面没有空格的，是供选用的配置，去掉 # 就生效。",
            "Written by portal init from what is in the repository; read it through, and change what you like.\nA # without a blank behind it is an offer: take it off to accept.",
        );
        book.head("[book]");
        self.write_book(&mut book);
        book.head("[portal]");
        self.write_portal(&mut book, true);
        self.write_rest(&mut book);
        book.text
    }

    /// Only what was found, to be added to a file that is there already; empty when that is nothing.
    pub fn additions(&self, lang: UiLang) -> String {
        let mut book = Book { lang, text: String::new() };
        if self.title.is_some() || self.language.is_some() || !self.authors.is_empty() {
            book.head("[book]");
            self.write_book(&mut book);
        }
        if self.base_url.is_some() || self.repository.is_some() || self.out.is_some() || self.undated > 0 {
            book.head("[portal]");
            self.write_portal(&mut book, false);
        }
        self.write_rest(&mut book);
        book.text.trim_start().to_owned()
    }

    fn write_book(&self, book: &mut Book) {
        if let Some(title) = &self.title {
            book.line(&format!("title = {}", quoted(title)));
        }
        if let Some(language) = &self.language {
            book.line(&format!("language = {}", quoted(language.as_str())));
        }
        if !self.authors.is_empty() {
            book.line(&format!("authors = {}", list(&self.authors)));
        }
    }

    fn write_portal(&self, book: &mut Book, with_examples: bool) {
        match &self.base_url {
            Some(url) => {
                book.remark(
                    "站点将来的网址：站点地图、订阅和规范网址要用它。",
                    "Where the site will be: for the sitemap, the feeds and canonical addresses.",
                );
                book.line(&format!("base-url = {}", quoted(url)));
            }
            None if with_examples => {
                book.remark(
                    "站点将来的网址：站点地图、订阅和规范网址要用它。",
                    "Where the site will be: for the sitemap, the feeds and canonical addresses.",
                );
                book.line("#base-url = \"https://example.org/\"");
            }
            None => {}
        }
        match &self.repository {
            Some(repository) => {
                book.remark(
                    "仓库的网址：用于“编辑此页”，指向它的链接变成站内链接。",
                    "The repository: for “edit this page”, and so that links into it become links of the site.",
                );
                book.line(&format!("repository = {}", quoted(&repository.url)));
                if repository.branch != "main" {
                    book.line(&format!("branch = {}", quoted(&repository.branch)));
                }
            }
            None if with_examples => {
                book.remark("仓库的网址：用于“编辑此页”。", "The repository: for “edit this page”.");
                book.line("#repository = \"https://github.com/OWNER/REPO\"");
            }
            None => {}
        }
        if let Some(out) = &self.out {
            book.remark(
                "站点写到这个文件夹：public 里已有别的文件。",
                "The site goes into this folder: public holds other files.",
            );
            book.line(&format!("out = {}", quoted(out)));
        }
        if self.undated > 0 {
            book.remark(
                &format!("{} 页没有日期；Git 知道它们是什么时候来的。", self.undated),
                &format!("{} pages have no date; Git knows when they came.", self.undated),
            );
            book.line("#git-dates = true");
        }
    }

    fn write_rest(&self, book: &mut Book) {
        self.tails.iter().for_each(|tail| write_tail(tail, book));
        self.write_kinds(book);
        let zh = |what: &str, of: &str| format!("看起来是{what}的页面：标题是{of}，链接是其中的内容。");
        let en = |what: &str, of: &str| format!("Pages that look like {what}: headings are {of}, links are in them.");
        write_pages(&self.maps, "map", [&zh("学习图谱", "阶段"), &en("learning maps", "stages")], book);
        write_pages(&self.collections, "solution", [&zh("合集", "分组"), &en("collections", "groups")], book);
        self.write_similar(book);
    }

    /// A kind that says which files are its own says it for all of them.
    fn write_kinds(&self, book: &mut Book) {
        let mut kinds: BTreeMap<&str, (&Kind, Vec<String>)> = BTreeMap::new();
        for (kind, folder, _) in &self.alike {
            let (_, globs) = kinds.entry(&kind.name).or_insert_with(|| (kind, kind.matches.clone()));
            globs.push(format!("{folder}/**"));
        }
        for (kind, globs) in kinds.into_values() {
            let title = kind_title(kind, book.lang);
            book.head(&format!("[kinds.{}]", kind.name));
            book.remark(
                &format!("文件夹的名字说，里面是{title}。"),
                &format!("By their names, these folders hold: {title}."),
            );
            book.line(&format!("match = {}", list(&globs)));
        }
    }

    fn write_similar(&self, book: &mut Book) {
        let mut taxonomy = "";
        for pair in &self.similar {
            if taxonomy != pair.taxonomy {
                taxonomy = &pair.taxonomy;
                book.head("");
                book.remark(
                    "看起来是同一个词的几种写法，连同各有几页。去掉 #，左边的就并入右边。",
                    "What looks like one term in two spellings, with the pages of each. Without the #, the left goes into the right.",
                );
                book.line(&format!("#[taxonomies.{}.aliases]", key(taxonomy)));
            }
            let (few, many) = (pair.alias_pages, pair.term_pages);
            book.line(&format!("#{} = {} # {few} / {many}", quoted(&pair.alias), quoted(&pair.term)));
        }
    }
}

fn write_tail(tail: &Tail, book: &mut Book) {
    let files = tail.files;
    book.head("");
    let Some((path, line)) = tail.elsewhere.first() else {
        book.remark(
            &format!("{files} 个文件以同样的几行结尾。从这一行起截掉，其中的链接在页脚出现一次。"),
            &format!("{files} files end in the same lines. Cut from this one on; their links are in the footer, once."),
        );
        book.line("[[portal.strip]]");
        book.line(&format!("from = {}", literal(&tail.pattern())));
        return;
    };
    let others = tail.elsewhere.len();
    let place = crate::diag::visible(&format!("{path}:{line}"));
    book.remark(
        &format!("{files} 个文件以同样的几行结尾；但有 {others} 个文件在中间也有这一行（{place}），会被多截掉，所以没有启用。"),
        &format!("{files} files end in the same lines; but {others} of them have this line in the middle, too ({place}), and would lose more, so this is off."),
    );
    book.line("#[[portal.strip]]");
    book.line(&format!("#from = {}", literal(&tail.pattern())));
}

fn write_pages(pages: &[Recognised], kind: &str, remark: [&str; 2], book: &mut Book) {
    for (index, page) in pages.iter().take(TABLES).enumerate() {
        book.head("");
        if index == 0 {
            book.remark(remark[0], remark[1]);
        }
        book.line("[[pages]]");
        book.line(&format!("path = {}", quoted(page.path.as_str())));
        book.line(&format!("kind = {}", quoted(kind)));
    }
    if pages.len() > TABLES {
        let more = pages.len() - TABLES;
        book.remark(&format!("还有 {more} 个没有列出。"), &format!("{more} more are not listed."));
    }
}

fn key(name: &str) -> String {
    let is_bare = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if is_bare && !name.is_empty() { name.to_owned() } else { quoted(name) }
}

/// What readers see for pages of a kind.
pub fn kind_title(kind: &Kind, lang: UiLang) -> &str {
    let tag = if lang == UiLang::Zh { "zh" } else { "en" };
    kind.title.get(tag).or_else(|| kind.title.get("")).map_or(&kind.name, String::as_str)
}

/// The text as it grows.
struct Book {
    lang: UiLang,
    text: String,
}

impl Book {
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

    fn remark(&mut self, zh: &str, en: &str) {
        let text = if self.lang == UiLang::Zh { zh } else { en };
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
