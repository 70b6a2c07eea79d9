//! What the environment says about language and colours.

use super::args::Color;
use portal::diag::UiLang;
use std::ffi::OsString;

/// The language of `--lang`, else that of the locale. It is looked for before the arguments are parsed, because the
/// help and the errors of the parser are in that language, too.
pub(super) fn language(args: &[OsString], variable: &dyn Fn(&str) -> Option<String>) -> UiLang {
    let args: Vec<&str> = args.iter().map(|arg| arg.to_str().unwrap_or_default()).collect();
    let flag = args.iter().enumerate().find_map(|(index, arg)| match *arg {
        "--lang" => args.get(index + 1).copied(),
        arg => arg.strip_prefix("--lang="),
    });
    match flag {
        Some("zh") => return UiLang::Zh,
        Some("en") => return UiLang::En,
        _ => {}
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable).unwrap_or_default();
    if locale.to_ascii_lowercase().starts_with("zh") { UiLang::Zh } else { UiLang::En }
}

/// Whether to print colours to standard error.
pub(super) fn colored(choice: Color, terminal: bool, variable: &dyn Fn(&str) -> Option<String>) -> bool {
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if variable("NO_COLOR").is_some() => false,
        Color::Auto if variable("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        Color::Auto if variable("CLICOLOR").is_some_and(|value| value == "0") => false,
        Color::Auto => terminal && variable("TERM").is_none_or(|value| value != "dumb"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Color, UiLang, colored, language};

    /// `A=1 B=2` as an environment.
    fn environment(text: &'static str) -> impl Fn(&str) -> Option<String> {
        move |name| {
            let mut pairs = text.split(' ').filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_string())
        }
    }

    #[test]
    fn the_flag_speaks_louder_than_the_locale() {
        for (args, variables, expect) in [
            ("build", "", UiLang::En),
            ("build", "LANG=zh_CN.UTF-8", UiLang::Zh),
            ("build", "LANG=zh_CN.UTF-8 LC_ALL=C", UiLang::En),
            ("build", "LANG=en_GB.UTF-8 LC_MESSAGES=zh_TW", UiLang::Zh),
            ("build --lang en", "LANG=zh_CN.UTF-8", UiLang::En),
            ("build --lang=zh", "LANG=en_GB.UTF-8", UiLang::Zh),
            ("build --lang", "LANG=zh_CN.UTF-8", UiLang::Zh),
        ] {
            let args: Vec<_> = args.split(' ').map(Into::into).collect();
            assert_eq!(language(&args, &environment(variables)), expect, "{args:?} {variables}");
        }
    }

    #[test]
    fn colours_are_for_terminals_unless_somebody_says_otherwise() {
        for (choice, terminal, variables, expect) in [
            (Color::Auto, true, "", true),
            (Color::Auto, false, "", false),
            (Color::Auto, true, "NO_COLOR=1", false),
            (Color::Auto, true, "CLICOLOR=0", false),
            (Color::Auto, true, "TERM=dumb", false),
            (Color::Auto, false, "CLICOLOR_FORCE=1", true),
            (Color::Auto, false, "CLICOLOR_FORCE=1 NO_COLOR=1", false),
            (Color::Always, false, "NO_COLOR=1", true),
            (Color::Never, true, "CLICOLOR_FORCE=1", false),
        ] {
            assert_eq!(colored(choice, terminal, &environment(variables)), expect, "{choice:?} {variables}");
        }
    }
}
