//! Error messages of templates and formulas in our own words. Those of the libraries are in English, and about the library.
//!
//! In: a message of a library and a table of its patterns and our words, or our own words. Out: the words of a diagnostic,
//! or their Chinese translation. `{}` stands for a quoted part of the text.

/// Our words in both languages.
const PHRASES: &[(&str, &str)] = &[
    ("found {}, expected {}", "这里是{}，应为{}"),
    ("{} is not expected here", "这里不应有{}"),
    ("this character is not expected here", "这里不应有这个字符"),
    ("this is no number", "这不是数字"),
    ("{% raw %} is not closed by {% endraw %}", "{% raw %} 没有用 {% endraw %} 结束"),
    ("the comment is not closed by {}", "注释没有用 {} 结束"),
    ("it is not UTF-8", "不是 UTF-8 文本"),
    ("there is no tag `{}`", "没有标签 `{}`"),
    ("there is no filter `{}`", "没有过滤器 `{}`"),
    ("there is no test `{}`", "没有判断 `{}`"),
    ("there is no function `{}`", "没有函数 `{}`"),
    ("there is no component `{}`", "没有组件 `{}`"),
    ("there is no template `{}`", "没有模板 `{}`"),
    ("there is no variable `{}`", "没有变量 `{}`"),
    ("there is no field `{}`", "没有字段 `{}`"),
    ("the variable `{}` has no value", "变量 `{}` 没有值"),
    ("the value is not defined", "这个值没有定义"),
    ("{} belongs to no tag before it", "前面没有与 {} 对应的标签"),
    ("it extends {}, which is not there", "它继承的 {} 不存在"),
    ("it extends itself: {}", "它继承了自己：{}"),
    ("it includes itself: {}", "它包含了自己：{}"),
    ("there are two blocks `{}`", "有两个 `{}` 块"),
    ("there are two components `{}`", "有两个组件 `{}`"),
    ("`extends` must be the first tag", "`extends` 必须是第一个标签"),
    ("a template extends one other only", "一个模板只能继承一个模板"),
    ("a block cannot stand here", "这里不能写 block"),
    ("a component cannot be defined here", "这里不能定义组件"),
    (
        "what is outside of blocks is not shown where a template extends another",
        "继承了别的模板时，block 之外的内容不会显示",
    ),
    ("it begins as `{}` and ends as `{}`", "开头是 `{}`，结尾却是 `{}`"),
    ("it ends as `{}` and begins as `{}`", "结尾是 `{}`，开头却是 `{}`"),
    ("the component `{}` is not closed", "组件 `{}` 没有结束"),
    ("the component has no argument {}", "组件没有参数 {}"),
    ("the argument `{}` is missing", "缺少参数 `{}`"),
    ("the argument `{}` is there twice", "参数 `{}` 出现了两次"),
    ("the argument `{}` is {}, and must be {}", "参数 `{}` 是{}，应为{}"),
    ("the value must be {}, and is {}", "值应为{}，却是{}"),
    ("{} cannot be compared with {}", "{}不能与{}比较"),
    ("only numbers can be computed with, and this is {}", "只有数字才能计算，这里是{}"),
    ("only numbers can be added, and these are {} and {}", "只有数字才能相加，这里是{}和{}"),
    ("nothing can be divided by 0", "不能除以 0"),
    ("`for` needs a list, and this is {}", "`for` 需要列表，这里是{}"),
    ("`for` with two names needs a table, and this is {}", "有两个名称的 `for` 需要表，这里是{}"),
    ("`super()` has no block above it", "`super()` 上面没有块"),
    ("`{}` works in `for` only", "`{}` 只能用在 `for` 里"),
    ("`{}` cannot be set", "`{}` 不能赋值"),
    ("`set` needs a name and an equals sign", "`set` 需要名称和等号"),
    ("`loop` has no field `{}`", "`loop` 没有字段 `{}`"),
    ("`plural` needs a table with `one` and `other`", "`plural` 需要有 `one` 和 `other` 的表"),
    ("this cannot be computed", "这里算不出结果"),
    ("`{}` is missing at the end", "结尾缺少 `{}`"),
    ("expected `{}`, found `{}`", "应为 `{}`，这里是 `{}`"),
    ("the unit `{}` does not work here", "单位 `{}` 不能用在这里"),
    ("a < or > has no place here", "这里不能有 < 或 >"),
    ("`{}` closes nothing", "`{}` 前面没有与它对应的开头"),
    ("an argument is missing", "缺少参数"),
    ("a bracket is missing behind `{}`", "`{}` 后面缺少括号"),
    ("there is no environment `{}`", "没有环境 `{}`"),
    ("there is no color `{}`", "没有颜色 `{}`"),
    ("there is no unit `{}`", "没有单位 `{}`"),
    ("`{}` cannot stand in a text", "`{}` 不能放在文本里"),
    ("`{}` cannot stand here", "`{}` 不能放在这里"),
    ("two subscripts or superscripts follow each other", "上标或下标重复"),
    ("one argument of one sign is needed", "这里要有一个参数，只含一个符号"),
    ("a length with a unit is needed, and this is `{}`", "这里要写带单位的长度，现在是 `{}`"),
    ("columns are needed, and this is `{}`", "这里要写各列的对齐方式，现在是 `{}`"),
    ("this command works in texts only", "这个命令只能用在文本里"),
    ("this command does not work in texts", "这个命令不能用在文本里"),
    ("the file is damaged or incomplete", "文件已损坏或不完整"),
    ("its pixels are not those of its header", "像素和文件头不符"),
    ("it has no pixels", "没有像素"),
    ("no SVG element", "没有 svg 元素"),
    ("not an image that browsers show", "不是浏览器能显示的图片"),
];

/// What a parser finds or expects.
const NOUNS: &[(&str, &str)] = &[
    ("a name", "名称"),
    ("a text", "文本"),
    ("a text in quotes", "引号里的文本"),
    ("a whole number", "整数"),
    ("a number", "数字"),
    ("true or false", " true 或 false"),
    ("text", "文字"),
    ("a comment", "注释"),
    ("nothing", "空值"),
    ("a list", "列表"),
    ("a table", "表"),
];

/// Our words for a message of a library, by the first pattern that matches.
pub fn reworded(message: &str, words: &[(&str, &str)]) -> Option<String> {
    words.iter().find_map(|(pattern, ours)| Some(filled(ours, parts(pattern, message)?)))
}

/// Our words in Chinese.
pub(super) fn chinese(ours: &str) -> Option<String> {
    let noun = |part: &str| match NOUNS.iter().find(|(english, _)| *english == part) {
        Some((_, noun)) => (*noun).to_owned(),
        // Between Chinese and a sign there is a blank.
        None if part.starts_with('`') => format!(" {part}"),
        None => part.to_owned(),
    };
    PHRASES.iter().find_map(|(pattern, chinese)| {
        let parts: Vec<String> = parts(pattern, ours)?.into_iter().map(noun).collect();
        Some(filled(chinese, parts.iter().map(String::as_str).collect()).trim_start().to_owned())
    })
}

/// The parts of a text that match the `{}` of a pattern.
fn parts<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut fixed = pattern.split("{}");
    let mut rest = text.strip_prefix(fixed.next()?)?;
    let mut fixed: Vec<&str> = fixed.collect();
    let Some(last) = fixed.pop() else { return rest.is_empty().then(Vec::new) };
    rest = rest.strip_suffix(last)?;
    let mut parts = Vec::new();
    for between in fixed {
        let (part, behind) = rest.split_once(between)?;
        parts.push(part);
        rest = behind;
    }
    parts.push(rest);
    Some(parts)
}

/// A pattern with its `{}` filled in; parts behind the last one are left out.
fn filled(pattern: &str, parts: Vec<&str>) -> String {
    let mut parts = parts.into_iter();
    let mut text = String::new();
    for (index, fixed) in pattern.split("{}").enumerate() {
        if index > 0 {
            text.push_str(parts.next().unwrap_or_default());
        }
        text.push_str(fixed);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{chinese, reworded};

    #[test]
    fn parts_of_the_text_are_kept() {
        let words = [("Found {} but expected {}.", "found {}, expected {}"), ("No `{}`.{}", "there is no field `{}`")];
        for (message, ours, translated) in [
            ("Found `}` but expected `%}`.", "found `}`, expected `%}`", "这里是 `}`，应为 `%}`"),
            ("Found a name but expected text.", "found a name, expected text", "这里是名称，应为文字"),
            ("No `a`. There are: b, c", "there is no field `a`", "没有字段 `a`"),
        ] {
            assert_eq!(reworded(message, &words).as_deref(), Some(ours));
            assert_eq!(chinese(ours).as_deref(), Some(translated));
        }
        assert_eq!(reworded("else", &words), None);
    }
}
