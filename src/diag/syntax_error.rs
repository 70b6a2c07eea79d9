//! Syntax errors in YAML, TOML and JSON, in our own words. Those of the parsers are in English, and about the parser.

use super::{UiLang, phrases};
use std::borrow::Cow;

macro_rules! syntax_errors {
    ($($syntax_error:ident $en:literal $zh:literal;)*) => {
        /// A common syntax error in YAML, TOML or JSON.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum SyntaxError { $(#[doc = $en] $syntax_error,)* }

        impl SyntaxError {
            const ALL: &[SyntaxError] = &[$(SyntaxError::$syntax_error,)*];

            fn words(self) -> [&'static str; 2] {
                match self { $(SyntaxError::$syntax_error => [$en, $zh],)* }
            }
        }
    };
}

syntax_errors! {
    Quote "the quote is not closed" "引号没有结束";
    AfterQuote "there is more text behind the closing quote" "引号结束之后还有文字";
    Escape "the escape behind the backslash is not known" "反斜杠后面的转义不认识";
    Bracket "the bracket is not closed" "括号没有结束";
    Mismatch "the brackets do not match" "括号不配对";
    Separator "a comma or a closing bracket is missing" "缺少逗号或右括号";
    Tab "a tab cannot indent a line" "缩进不能用制表符";
    Indent "the line is indented by the wrong number of blanks" "这一行的缩进不对";
    Colon "a field needs a colon and a blank behind its name" "字段名后面要有冒号和空格";
    ColonInside "a value with a colon in it needs quotes" "值里有冒号，要加引号";
    Character "a value that begins with this character needs quotes" "以这个字符开头的值要加引号";
    Value "a value is missing" "缺少值";
    NoText "a text needs quotes" "文本要加引号";
    Equals "an equals sign is missing behind the name" "名称后面缺少等号";
    Name "a name with other characters than letters, digits, - and _ needs quotes" "名称里有字母、数字、- 和 _ 以外的字符，要加引号";
    Twice "the name is there twice" "名称出现了两次";
    Anchor "there is no anchor of this name before it" "前面没有这个名称的锚点";
    Directive "directives, and tags whose prefix is not declared, are not read here" "这里不读指令，也不读前缀没有声明的标签";
    NoTable "it must be a table of fields" "应为一组字段";
    Documents "it must be one document" "只能有一个文档";
    Key "the name of a field must be a text" "字段名应为文本";
    Deep "it is nested too deep" "嵌套太深";
    Large "it is too large" "内容太大";
    End "it ends too early" "没有写完";
    Other "it cannot be understood here" "从这里起看不懂";
}

impl SyntaxError {
    /// The syntax error in TOML that the parser reports as `message`.
    pub fn of_toml(message: &str) -> SyntaxError {
        let known = [
            ("duplicate key", SyntaxError::Twice),
            ("recursion limit", SyntaxError::Deep),
            ("depth", SyntaxError::Deep),
            ("invalid unquoted key", SyntaxError::Name),
            ("string values must be quoted", SyntaxError::NoText),
            ("unicode", SyntaxError::Escape),
            ("escape", SyntaxError::Escape),
            ("unclosed array", SyntaxError::Bracket),
            ("unclosed inline table", SyntaxError::Bracket),
            ("unclosed table", SyntaxError::Bracket),
            ("expected `]`", SyntaxError::Bracket),
            ("expected `}`", SyntaxError::Bracket),
            ("expected `\"", SyntaxError::Quote),
            ("expected `'", SyntaxError::Quote),
            ("invalid basic string", SyntaxError::Quote),
            ("invalid literal string", SyntaxError::Quote),
            ("expected `=`", SyntaxError::Equals),
            ("missing comma", SyntaxError::Separator),
            ("missing value", SyntaxError::Value),
            ("invalid datetime", SyntaxError::NoText),
            ("number", SyntaxError::NoText),
        ];
        known
            .iter()
            .find(|(words, _)| message.contains(words))
            .map_or(SyntaxError::Other, |(_, syntax_error)| *syntax_error)
    }

    /// The English text, as diagnostics hold it.
    pub fn text(self) -> &'static str {
        self.words()[0]
    }
}

/// The words for an argument of a diagnostic. A text that is neither a syntax error nor a phrase is returned unchanged.
pub(super) fn translated(english: &str, lang: UiLang) -> Cow<'_, str> {
    match lang {
        UiLang::En => english.into(),
        UiLang::Zh => chinese(english).unwrap_or_else(|| english.into()),
    }
}

fn chinese(english: &str) -> Option<Cow<'static, str>> {
    let syntax_error = SyntaxError::ALL.iter().find(|syntax_error| syntax_error.text() == english);
    syntax_error
        .map(|syntax_error| syntax_error.words()[1].into())
        .or_else(|| phrases::chinese(english).map(Cow::Owned))
}

/// Whether an English text of a diagnostic has a Chinese one.
#[cfg(test)]
pub fn has_chinese(english: &str) -> bool {
    chinese(english).is_some()
}
