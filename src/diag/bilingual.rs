//! Texts in both languages: each room declares its own with [`crate::texts!`], in one table.
//!
//! What always holds: a text without a translation, and a name in braces that is no argument, do not compile.

/// Declares texts as functions. Each takes the language first, then its arguments, and gives a `String`. `one`
/// is the English text for a count of 1.
///
/// ```
/// use portal::{diag::UiLang, texts};
///
/// texts! {
///     removed(files) {
///         zh: "删除 {files} 个文件",
///         one(files): "1 file removed",
///         en: "{files} files removed",
///     }
/// }
/// assert_eq!(removed(UiLang::En, 1), "1 file removed");
/// assert_eq!(removed(UiLang::Zh, 2), "删除 2 个文件");
/// ```
#[macro_export]
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident($($argument:ident),*) {
        zh: $zh:literal,
        $(one($count:ident): $one:literal,)?
        en: $en:literal,
    })*) => {$(
        $(#[$doc])*
        pub(crate) fn $name(lang: $crate::diag::UiLang $(, $argument: impl std::fmt::Display)*) -> String {
            match lang {
                $crate::diag::UiLang::Zh => format!($zh),
                $($crate::diag::UiLang::En if $count.to_string() == "1" => format!($one),)?
                $crate::diag::UiLang::En => format!($en),
            }
        }
    )*};
}
