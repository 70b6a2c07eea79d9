//! The tables of keys in the manual.
//!
//! In: the path of a table, `portal` or `kinds.*`. Out: its keys as a table in Markdown. A test compares the manual with
//! it.

use super::{
    defaults,
    entry::{ConfigKey, ValueKind},
    keys::KEYS,
};
use crate::{diag::UiLang, texts};

texts! {
    head() {
        zh: "| 配置项 | 类型 | 默认值 | 说明 |",
        en: "| Key | Type | Default | Meaning |",
    }
    none() { zh: "无", en: "none", }
    table() { zh: "表", en: "table", }
    repeated_tables(keys) { zh: "可重复的表：{keys}", en: "repeated tables: {keys}", }
    yes_or_no() { zh: "是/否", en: "yes or no", }
    number(least, most) { zh: "{least} 至 {most}", en: "{least} to {most}", }
    numbers(least, most) { zh: "{least} 至 {most} 的列表", en: "list of {least} to {most}", }
    one_of(words, last) { zh: "{words} 或 {last}", en: "{words} or {last}", }
    list() { zh: "列表", en: "list", }
    by_language() { zh: "文本，或按语言的表", en: "text, or a table by language", }
    repository() {
        zh: "网址，或带 `url` 与 `branch` 的表",
        en: "address, or a table with `url` and `branch`",
    }
    comma() { zh: "、", en: ", ", }
}

/// The keys of a table, one row each.
pub fn reference(table: &str, lang: UiLang) -> String {
    let row = |key: &ConfigKey| {
        let name = name_in(key, table).filter(|_| !key.words[0].is_empty())?;
        let (kind, words) = (type_of(key, lang), in_lang(key.words, lang));
        Some(format!("| `{name}` | {kind} | {} | {words} |\n", default(key, lang)))
    };
    let rows: String = KEYS.iter().filter_map(row).collect();
    format!("{}\n|---|---|---|---|\n{rows}", head(lang))
}

/// The name of a key that stands in this table, and in no table inside it.
fn name_in<'k>(key: &'k ConfigKey, table: &str) -> Option<&'k str> {
    let name = key.path.strip_prefix(table)?.strip_prefix('.')?;
    Some(name.strip_suffix(".*").unwrap_or(name)).filter(|name| !name.contains('.'))
}

fn default(key: &ConfigKey, lang: UiLang) -> String {
    let value = match key.path {
        // It comes with the built-in kinds.
        "home.blocks" => Some(format!("{:?}", defaults().home)),
        _ => key.default_value(),
    };
    match (value, in_lang(key.unset, lang)) {
        (Some(value), _) => format!("`{value}`"),
        (None, "") => none(lang),
        (None, words) => words.to_owned(),
    }
}

fn type_of(key: &ConfigKey, lang: UiLang) -> String {
    match key.kind {
        _ if key.path.ends_with(".*") => table(lang),
        ValueKind::Text(words) | ValueKind::Texts(words) => in_lang(words, lang).to_owned(),
        ValueKind::Flag => yes_or_no(lang),
        ValueKind::Whole(least, most) => number(lang, least, most),
        ValueKind::Wholes(least, most) => numbers(lang, least, most),
        ValueKind::Word(words) => {
            let mut words: Vec<String> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
            let last = words.pop().unwrap_or_default();
            one_of(lang, words.join(&comma(lang)), last)
        }
        ValueKind::Words(_) => list(lang),
        ValueKind::ByLanguage => by_language(lang),
        ValueKind::Repository => repository(lang),
        ValueKind::Table => {
            let inside = format!("{}[]", key.path);
            let keys = KEYS.iter().filter_map(|inner| Some(format!("`{}`", name_in(inner, &inside)?)));
            repeated_tables(lang, keys.collect::<Vec<_>>().join(&comma(lang)))
        }
        ValueKind::Any => String::new(),
    }
}

fn in_lang([zh, en]: [&str; 2], lang: UiLang) -> &str {
    match lang {
        UiLang::Zh => zh,
        UiLang::En => en,
    }
}
