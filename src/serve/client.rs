//! What we put into browsers: the tag in each page, the files that it loads, and pages for when there is no site.
//!
//! What always holds: nothing here is written into a build; nothing that an author wrote stands in these pages.

use super::texts;
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
    let lang = lang.tag();
    format!(
        "<script src=\"/__portal/client.js\" data-token=\"{token}\" data-version=\"{version}\" data-lang=\"{lang}\"{follow}></script>"
    )
}

/// While the first version is made. The script says how far it is.
pub(super) fn starting(lang: UiLang) -> String {
    page(lang, &texts::getting_ready(lang), &texts::opens_by_itself(lang))
}

/// When the page cannot be shown; the script says why.
pub(super) fn nothing(lang: UiLang) -> String {
    page(lang, &texts::nothing_to_show(lang), &texts::correct_and_save(lang))
}

fn page(lang: UiLang, title: &str, text: &str) -> String {
    let lang = lang.tag();
    format!(
        "<!doctype html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/__portal/overlay.css\"></head>\n\
         <body class=\"portal-own\"><main><h1>{title}</h1><p>{text}</p></main></body></html>\n"
    )
}
