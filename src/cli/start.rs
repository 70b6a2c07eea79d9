//! The first pages of a project that has none: a home page and an essay that says what to write next.

use portal::{
    diag::UiLang,
    model::{Date, RelPath},
};

/// Paths relative to the folder of the sources, and texts.
pub(super) fn files(title: &str, today: Date, lang: UiLang) -> [(RelPath, String); 2] {
    let [readme, first] = match lang {
        UiLang::Zh => [include_str!("start/README.zh.md"), include_str!("start/first.zh.md")],
        UiLang::En => [include_str!("start/README.en.md"), include_str!("start/first.en.md")],
    };
    let path = |path| RelPath::new(path).expect("a plain path");
    let (readme, first) = (readme.replace("{title}", title), first.replace("{today}", &today.day.to_string()));
    [(path("README.md"), readme), (path("essays/first.md"), first)]
}
