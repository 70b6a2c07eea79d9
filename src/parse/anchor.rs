//! Anchors of headings, as GitHub makes them, so that links written for the Git host keep working.
//!
//! The text of the heading in lower case, without every character that is not a letter, a mark, a decimal or
//! letter-like number, a joint such as `_`, `-` or a blank; each blank becomes `-`. A repeat gets `-1`, `-2`, ...
//! (Checked by the project's own test against the addresses that GitHub's pages show.)

use crate::model::{AnchorStyle, ascii_slug};
use regex::Regex;
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::LazyLock,
};
use unicode_normalization::UnicodeNormalization;

/// Assigns the anchors of one page.
#[derive(Default)]
pub struct Anchors {
    /// How often each was assigned.
    used: BTreeMap<String, usize>,
    style: AnchorStyle,
}

impl Anchors {
    /// Anchors of another style.
    pub fn with_style(style: AnchorStyle) -> Anchors {
        Anchors { style, ..Anchors::default() }
    }

    /// The anchor of a heading with the plain text `text`.
    pub fn of(&mut self, text: &str) -> String {
        let slug = match self.style {
            AnchorStyle::Host => slug(text),
            AnchorStyle::Capitals => slug_with_capitals(text),
            AnchorStyle::Ascii => ascii_slug(text),
            AnchorStyle::Joined => joined_slug(text),
            AnchorStyle::AsciiWords => ascii_words(text),
            AnchorStyle::HostDigits => with_sign_before_digit(slug(text)),
            AnchorStyle::Underscores => text.trim().replace(' ', "_"),
        };
        let base = match slug {
            empty if empty.is_empty() => "section".into(),
            slug => slug,
        };
        self.unique(base)
    }

    /// An anchor that the author chose; kept unless it is taken.
    pub fn chosen(&mut self, id: &str) -> String {
        self.unique(id.into())
    }

    fn unique(&mut self, base: String) -> String {
        let sign = if self.style == AnchorStyle::AsciiWords { '_' } else { '-' };
        // Nearly every anchor is new.
        if let Entry::Vacant(first) = self.used.entry(base.clone()) {
            first.insert(1);
            return base;
        }
        let mut id = base.clone();
        while let Some(&count) = self.used.get(&id) {
            let next = self.used.get(&base).copied().unwrap_or(count) + 1;
            self.used.insert(base.clone(), next);
            id = format!("{base}{sign}{}", next - 1);
        }
        self.used.insert(id.clone(), 1);
        id
    }
}

fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{4E00}'..='\u{9FFF}' => slug.push(c),
            ' ' => slug.push('-'),
            '-' | '_' | 'a'..='z' | '0'..='9' => slug.push(c),
            c if c.is_ascii() => slug.extend(c.is_ascii_uppercase().then(|| c.to_ascii_lowercase())),
            // Chinese punctuation, without a search in the tables.
            '\u{2018}'..='\u{201F}'
            | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}'
            | '\u{FF01}'..='\u{FF0F}'
            | '\u{FF1A}'..='\u{FF20}' => {}
            c => slug.extend(c.to_lowercase().filter(|c| is_word(*c) || c.is_ascii_lowercase())),
        }
    }
    slug
}

/// ASCII that is neither a letter nor a digit.
const SPECIAL: &str = "~`!@#$%^&*()-_+=[]{}|\\;:\"'<>,.?/";

/// As in `@mdit-vue/shared`, but that letters stay composed.
fn joined_slug(text: &str) -> String {
    let is_sign = |c: char| c.is_whitespace() || c.is_control() || SPECIAL.contains(c) || "“”‘’".contains(c);
    let plain: String = text.nfkd().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).collect();
    let plain = plain.nfc().collect::<String>().to_lowercase();
    let parts = plain.split(is_sign).filter(|part| !part.is_empty());
    with_sign_before_digit(parts.collect::<Vec<_>>().join("-"))
}

fn with_sign_before_digit(slug: String) -> String {
    if slug.starts_with(|c: char| c.is_ascii_digit()) { format!("_{slug}") } else { slug }
}

/// As in Python-Markdown.
fn ascii_words(text: &str) -> String {
    let is_kept = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || c.is_ascii_whitespace();
    let plain: String = text.nfkd().filter(is_kept).collect();
    let mut slug = String::new();
    for c in plain.trim().chars() {
        let c = if c.is_whitespace() { '-' } else { c.to_ascii_lowercase() };
        if c != '-' || !slug.ends_with('-') {
            slug.push(c);
        }
    }
    if slug.is_empty() { self::slug(text) } else { slug }
}

/// Letters lose their accents.
fn slug_with_capitals(text: &str) -> String {
    let plain: String = text.nfd().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).collect();
    let plain: String = plain.nfc().collect();
    let parts = plain.split(|c: char| c.is_whitespace() || SPECIAL.contains(c)).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// Letters, marks, decimal and letter-like numbers, what joins words; not the numbers that are symbols (`①`, `²`).
fn is_word(c: char) -> bool {
    static WORD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[\p{Alphabetic}\p{M}\p{Nd}\p{Nl}\p{Pc}]").expect("a fixed expression is well formed")
    });
    WORD.is_match(c.encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use super::Anchors;
    use crate::model::AnchorStyle;

    #[test]
    fn anchors_of_hexo_keep_their_capitals() {
        for (heading, expect) in [
            ("Site Variables", "Site-Variables"),
            ("list_categories", "list-categories"),
            ("安装 Hexo？", "安装-Hexo？"),
            ("Variáveis do Site", "Variaveis-do-Site"),
            ("`a.b()` -- C", "a-b-C"),
            ("が", "が"),
        ] {
            assert_eq!(Anchors::with_style(AnchorStyle::Capitals).of(heading), expect, "{heading}");
        }
    }

    #[test]
    fn anchors_of_vitepress_mkdocs_and_docsify() {
        for (heading, joined, ascii, digits) in [
            ("markdown.assets", "markdown-assets", "markdownassets", "markdownassets"),
            ("A & B -- c", "a-b-c", "a-b-c", "a--b----c"),
            ("1. 安装 Vue？", "_1-安装-vue", "1-vue", "_1-安装-vue"),
            ("Über “x”", "uber-x", "uber-x", "über-x"),
            ("安装", "安装", "安装", "安装"),
            ("が", "が", "が", "が"),
            ("-x-", "x", "-x-", "-x-"),
        ] {
            let styles = [AnchorStyle::Joined, AnchorStyle::AsciiWords, AnchorStyle::HostDigits];
            let anchors = styles.map(|style| Anchors::with_style(style).of(heading));
            assert_eq!(anchors, [joined, ascii, digits], "{heading}");
        }
        let mut anchors = Anchors::with_style(AnchorStyle::AsciiWords);
        assert_eq!(["A", "a", "a"].map(|text| anchors.of(text)), ["a", "a_1", "a_2"]);
    }

    #[test]
    fn anchors_of_zola_are_slugs_or_the_text() {
        for (heading, slug, text) in [
            ("Screws & drivers", "screws-drivers", "Screws_&_drivers"),
            ("Maße der `snake_case`!", "masse-der-snake-case", "Maße_der_`snake_case`!"),
            ("安装 Zola？", "an-zhuang-zola", "安装_Zola？"),
            ("…", "section", "…"),
        ] {
            let anchors =
                [AnchorStyle::Ascii, AnchorStyle::Underscores].map(|style| Anchors::with_style(style).of(heading));
            assert_eq!(anchors, [slug, text], "{heading}");
        }
    }

    #[test]
    fn anchors_are_those_of_the_git_host() {
        for (heading, expect) in [
            ("背景", "背景"),
            ("What's New in 2.0?", "whats-new-in-20"),
            ("A & B", "a--b"),
            ("一、“云计算”是产业升级的源动力", "一云计算是产业升级的源动力"),
            ("第 1 步：安装（Linux）", "第-1-步安装linux"),
            ("snake_case and kebab-case", "snake_case-and-kebab-case"),
            ("① 面积 m² Ⅷ", "-面积-m-ⅷ"),
            ("🎉", "section"),
            // Where an image stands before it or behind.
            (" padded ", "-padded-"),
        ] {
            assert_eq!(Anchors::default().of(heading), expect, "{heading}");
        }
    }

    #[test]
    fn repeats_are_numbered() {
        let mut anchors = Anchors::default();
        let ids: Vec<_> = ["例", "例", "例-1", "例", "?", "!"].map(|text| anchors.of(text)).into();
        assert_eq!(ids, ["例", "例-1", "例-1-1", "例-2", "section", "section-1"]);
    }
}
