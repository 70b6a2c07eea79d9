//! Chinese for the argument `expected`: what a value must be. Diagnostics hold it in English.

use std::borrow::Cow;

/// A value of `expected` in Chinese; one without words of its own stays as it is.
pub(super) fn expected(english: &str) -> Cow<'_, str> {
    let words = match english {
        "a text" => "文本",
        "the path of a picture" => "图片的路径",
        "at most three links" => "最多三个链接",
        "a colour like \"#0b5cad\"" => "颜色，如 #0b5cad",
        "a colour that can be read on white" => "在白底上看得清的颜色",
        "a number" => "数字",
        "a whole number" => "整数",
        "true or false" => " true 或 false",
        "a date" => "日期",
        "a list of texts" => "文本列表",
        "a list of numbers" => "数字列表",
        "a list of tables" => "表的列表",
        "a list of pages" => "页面列表",
        "a table" => "表",
        "a page" => "一个页面",
        "a page, a `url` or a `title`" => "一个页面、`url` 或 `title`",
        "an address" => "网址或路径",
        "a part of an address" => "网址的一部分",
        "an address like \"https://example.org/site/\"" => "网址，如 https://example.org/site/",
        "an address like \"https://github.com/owner/name\"" => "网址，如 https://github.com/owner/name",
        "an address like \"/labs/{slug}/\"" => "路径，如 /labs/{slug}/",
        "the path of a page" => "一个页面的路径",
        "the path of a source" => "源文件的路径",
        "the path of a source that has no other table" => "还没有别的表的源文件的路径",
        "the path or the address of a picture" => "图片的路径或网址",
        "a folder of the project" => "项目里的文件夹",
        "a folder of the project; run portal in the folder that holds both" => {
            "项目里的文件夹；请在同时包含两者的上级文件夹里运行 portal"
        }
        "the name of a folder in themes" => "themes 里一个文件夹的名称",
        "a reference to a kind that exists" => "对已有类型的引用",
        "a field of terms of this kind" => "这种类型里表示分类的字段",
        "a name like \"developer\"" => "名称，如 developer",
        "a name like \"industry\"" => "名称，如 industry",
        "a name like \"lab\"" => "名称，如 lab",
        "a field with a name like \"industry\" if it holds terms" => "名称如 industry 的字段（字段的值是词条时）",
        "an audience that [[pages]] does not speak of" => "[[pages]] 里没有写到的角色",
        "names of kinds, \"newest\" or \"needs\"" => "类型的名称、\"newest\" 或 \"needs\"",
        "a duration like \"30m\", \"3h\", \"2周\" or \"6个月\"" => "时长，如 30m、3h、2周、6个月",
        "a duration like \"30m\", \"2h\" or \"3 天\"" => "时长，如 30m、2h、3 天",
        "a language tag like \"zh\" or \"en\"" => "语言标签，如 zh、en",
        "the name of a time zone like \"Asia/Shanghai\"" => "时区名称，如 Asia/Shanghai",
        "the name of a kind, as in view: case" => "类型的名称，如 view: case",
        "a field of this kind" => "这个类型的字段",
        "where FIELD=VALUE, sort=FIELD, limit=NUMBER or as FORM" => " where 字段=值、sort=字段、limit=数字或 as 样子",
        "a number, as in limit=6" => "数字，如 limit=6",
        "a regular expression" => "正则表达式",
        "a glob like \"labs/**\"" => "路径的模式，如 labs/**",
        _ => return others(english).map_or(english.into(), Cow::Owned),
    };
    words.into()
}

/// What has values in it.
fn others(english: &str) -> Option<String> {
    if let Some((least, most)) = english.strip_prefix("a whole number from ").and_then(|rest| rest.split_once(" to ")) {
        return Some(format!(" {least} 到 {most} 的整数"));
    }
    if let Some(types) = english.strip_suffix(", or one of them with !") {
        return Some(format!("类型之一：{types}；后面可以加 !"));
    }
    // `"keep" or "sanitize"`
    let words: Vec<&str> = english.split(" or ").collect();
    let (last, before) = words.split_last()?;
    let is_word = |word: &&str| word.len() > 2 && word.starts_with('"') && word.ends_with('"');
    match before.is_empty() {
        _ if !words.iter().all(is_word) => None,
        true => Some(format!(" {last}")),
        false => Some(format!(" {} 或 {last}", before.join("、"))),
    }
}

#[cfg(test)]
mod tests {
    use super::expected;

    #[test]
    fn values_are_kept() {
        for (english, chinese) in [
            ("a whole number from 1 to 1000", " 1 到 1000 的整数"),
            ("\"keep\" or \"join\" or \"x\"", " \"keep\"、\"join\" 或 \"x\""),
            ("text, list, or one of them with !", "类型之一：text, list；后面可以加 !"),
        ] {
            assert_eq!(expected(english), chinese);
        }
    }
}
