//! What we put into browsers: the tag in each page, the files that it loads, and pages for when there is no site.
//!
//! What always holds: nothing here is written into a build; nothing that an author wrote stands in these pages.

use crate::diag::UiLang;

/// The files under `/__portal/`.
const FILES: &[(&str, &str)] = &[
    ("client.js", include_str!("client/client.js")),
    ("editor.js", include_str!("client/editor.js")),
    ("live.js", include_str!("client/live.js")),
    ("morph.js", include_str!("client/morph.js")),
    ("overlay.css", include_str!("client/overlay.css")),
    ("page.js", include_str!("client/page.js")),
    ("report.js", include_str!("client/report.js")),
    ("words.js", include_str!("client/words.js")),
];

/// A file by its name.
pub(super) fn file(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// What is added to a page, before the end of its body.
pub(super) fn tag(token: &str, version: u64, lang: UiLang, follow: bool) -> String {
    let follow = if follow { " data-follow" } else { "" };
    let lang = code(lang);
    format!(
        "<script src=\"/__portal/client.js\" data-token=\"{token}\" data-version=\"{version}\" data-lang=\"{lang}\"{follow}></script>"
    )
}

/// While the first version is made. The script says how far it is.
pub(super) fn starting(lang: UiLang) -> String {
    match lang {
        UiLang::Zh => page(lang, "正在准备……", "第一版还在生成，好了会自己打开。"),
        UiLang::En => {
            page(lang, "Getting ready ...", "The first version is being made; it opens by itself when it is there.")
        }
    }
}

/// When the page cannot be shown; the script says why.
pub(super) fn nothing(lang: UiLang) -> String {
    match lang {
        UiLang::Zh => page(lang, "还没有可以展示的页面", "改好下面的错误并保存，页面会自己出现。"),
        UiLang::En => page(lang, "Nothing to show yet", "Correct the errors and save; the page comes up by itself."),
    }
}

fn page(lang: UiLang, title: &str, text: &str) -> String {
    let lang = code(lang);
    format!(
        "<!doctype html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/__portal/overlay.css\"></head>\n\
         <body class=\"portal-own\"><main><h1>{title}</h1><p>{text}</p></main></body></html>\n"
    )
}

fn code(lang: UiLang) -> &'static str {
    match lang {
        UiLang::Zh => "zh",
        UiLang::En => "en",
    }
}

/// Why the editor was not opened.
pub(super) fn no_source(lang: UiLang) -> &'static str {
    match lang {
        UiLang::Zh => "这一页没有自己的源文件",
        UiLang::En => "this page has no file of its own",
    }
}

/// Why the editor was not opened for a visitor from elsewhere.
pub(super) fn not_here(lang: UiLang) -> &'static str {
    match lang {
        UiLang::Zh => "编辑器只能从运行 portal serve 的电脑打开（用了 --allow-host 时，还要加 --allow-editor）",
        UiLang::En => {
            "the editor opens only on the machine that runs portal serve (with --allow-host, add --allow-editor)"
        }
    }
}
