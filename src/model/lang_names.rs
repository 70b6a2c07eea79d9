//! What languages are called by those who speak them.
//!
//! Source: Unicode CLDR 48, names of languages in themselves, written as they begin a line.

/// By tag; the longest one that begins a language's tag counts.
const NAMES: [(&str, &str); 78] = [
    ("af", "Afrikaans"),
    ("am", "አማርኛ"),
    ("ar", "العربية"),
    ("az", "Azərbaycan"),
    ("be", "Беларуская"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("bo", "བོད་སྐད་"),
    ("bs", "Bosanski"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("eo", "Esperanto"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fil", "Filipino"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gl", "Galego"),
    ("gu", "ગુજરાતી"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("hy", "Հայերեն"),
    ("id", "Indonesia"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("kk", "Қазақ тілі"),
    ("km", "ខ្មែរ"),
    ("kn", "ಕನ್ನಡ"),
    ("ko", "한국어"),
    ("ky", "Кыргызча"),
    ("lo", "ລາວ"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mk", "Македонски"),
    ("ml", "മലയാളം"),
    ("mn", "Монгол"),
    ("mr", "मराठी"),
    ("ms", "Melayu"),
    ("my", "မြန်မာ"),
    ("nb", "Norsk bokmål"),
    ("ne", "नेपाली"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("pt-BR", "Português (Brasil)"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sq", "Shqip"),
    ("sr", "Српски"),
    ("sv", "Svenska"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("te", "తెలుగు"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("ug", "ئۇيغۇرچە"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("uz", "O‘zbek"),
    ("vi", "Tiếng Việt"),
    ("zh", "简体中文"),
    ("zh-Hant", "繁體中文"),
    ("zu", "IsiZulu"),
];

/// Regions where Chinese is written in traditional characters.
const TRADITIONAL: [&str; 3] = ["zh-tw", "zh-hk", "zh-mo"];

/// The name of a language in itself.
pub fn name(tag: &str) -> Option<&'static str> {
    let tag = tag.to_ascii_lowercase();
    let tag = if TRADITIONAL.contains(&&*tag) { "zh-hant" } else { &tag };
    let begins = |known: &str| {
        let known = known.to_ascii_lowercase();
        tag.strip_prefix(&*known).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let found = NAMES.iter().filter(|(known, _)| begins(known));
    found.max_by_key(|(known, _)| known.len()).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn languages_are_called_as_their_speakers_do() {
        for (tag, expect) in [
            ("zh-Hant", Some("繁體中文")),
            ("zh-TW", Some("繁體中文")),
            ("zh-CN", Some("简体中文")),
            ("ja", Some("日本語")),
            ("es", Some("Español")),
            ("es-MX", Some("Español")),
            ("pt-BR", Some("Português (Brasil)")),
            ("pt-PT", Some("Português")),
            ("fil", Some("Filipino")),
            ("xx", None),
        ] {
            assert_eq!(name(tag), expect, "{tag}");
        }
    }
}
