//! The text of `portal explain`.

use super::{Code, Severity, UiLang, texts, words::fill};

/// Everything about a code, as plain text of several lines.
pub fn explain(code: Code, lang: UiLang) -> String {
    let words = code.words(lang);
    let severity = code.severity().name(lang);
    let effect = match code.severity() {
        Severity::Error => texts::effect_of_error(lang),
        Severity::Warning => texts::effect_of_warning(lang),
        Severity::Hint => texts::effect_of_hint(lang),
    };
    let remedy = fill(words.remedy, |name| Some(name.to_uppercase()));
    let mut text = texts::explained(lang, severity, code, words.title);
    for (heading, body) in
        [(texts::why(lang), words.cause), (texts::what_to_do(lang), &remedy), (texts::effect(lang), &effect)]
    {
        text += &format!("\n{heading}\n  {body}\n");
    }
    if let Some(lines) = code.example() {
        text += &format!("\n{}\n", texts::example(lang));
        lines.lines().for_each(|line| text += &format!("  {line}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Code, UiLang, explain};

    #[test]
    fn an_explanation_says_why_what_to_do_and_how_it_looks() {
        assert_eq!(
            explain(Code::P0305, UiLang::En),
            "\
warning[P0305]: not a date

why
  the page is published without it, so that it is missing from lists by date or stands in the wrong place

what to do
  write the day as 2022-07-15, 2022/7/15 or 2022年7月15日, with the time after it if it matters

effect
  the site is published all the same; --strict makes it an error

example
  - date: 15/07/2022
  + date: 2022-07-15
"
        );
        assert_eq!(
            explain(Code::P0201, UiLang::Zh),
            "\
错误[P0201]：文件不是 UTF-8 编码

原因
  portal 只读 UTF-8；猜测编码可能会悄悄发布出乱码

处理
  转换编码：iconv -f ENCODING -t UTF-8 'PATH' > new.md，再用 new.md 替换原文件

影响
  站点不会发布，已发布的内容保持原样
"
        );
    }
}
