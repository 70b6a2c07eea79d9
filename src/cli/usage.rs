//! What is said about a wrong command line. In English the parser's own words, in Chinese ours.

use super::{Outcome, USAGE};
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use portal::diag::{UiLang, visible};

/// Help and version are results; everything else is an error of usage.
pub(super) fn outcome(error: &Error, lang: UiLang) -> Outcome {
    let text = error.render().to_string();
    if !error.use_stderr() {
        return Outcome { out: text, ..Outcome::default() };
    }
    let text = match lang {
        UiLang::Zh => chinese(error).unwrap_or(text),
        UiLang::En => text,
    };
    // Line by line, since breaks between lines are ours.
    let err = text.lines().map(|line| visible(line) + "\n").collect();
    Outcome { err, code: USAGE, ..Outcome::default() }
}

/// `None` for what is too rare to have words of its own.
fn chinese(error: &Error) -> Option<String> {
    let value = |kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join("、")),
        _ => None,
    };
    let argument = || value(ContextKind::InvalidArg);
    let given = value(ContextKind::InvalidValue).unwrap_or_default();
    let (message, meant) = match error.kind() {
        ErrorKind::UnknownArgument => (format!("未知的参数 {}", argument()?), value(ContextKind::SuggestedArg)),
        ErrorKind::InvalidSubcommand => {
            let name = value(ContextKind::InvalidSubcommand)?;
            (format!("未知的命令 {name}"), value(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::InvalidValue if given.is_empty() => (format!("{} 缺少值", argument()?), None),
        ErrorKind::InvalidValue => {
            let possible = value(ContextKind::ValidValue).map_or(String::new(), |values| format!("；可用：{values}"));
            (format!("{} 的值 {given} 无效{possible}", argument()?), value(ContextKind::SuggestedValue))
        }
        ErrorKind::ValueValidation => (format!("{} 的值 {given} 无效", argument()?), None),
        ErrorKind::MissingRequiredArgument => (format!("缺少参数 {}", argument()?), None),
        ErrorKind::MissingSubcommand => (format!("缺少命令；可用：{}", value(ContextKind::ValidSubcommand)?), None),
        ErrorKind::ArgumentConflict => {
            (format!("{} 不能与 {} 同时使用", argument()?, value(ContextKind::PriorArg)?), None)
        }
        _ => return None,
    };
    let meant = meant.map_or(String::new(), |meant| format!("；你是想写 {meant} 吗？"));
    Some(format!("错误：{message}{meant}\n\n详细用法：portal --help\n"))
}
