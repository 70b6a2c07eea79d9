//! What languages are called by those who speak them.
//!
//! Source: Unicode CLDR 48, names of languages in themselves, written as they begin a line.

use std::borrow::Cow;

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

/// Regions by language and tag, in the language itself; for languages of one name.
const REGIONS: [(&str, &str, &str); 31] = [
    ("ar", "eg", "مصر"),
    ("ar", "sa", "المملكة العربية السعودية"),
    ("de", "at", "Österreich"),
    ("de", "ch", "Schweiz"),
    ("de", "de", "Deutschland"),
    ("en", "au", "Australia"),
    ("en", "ca", "Canada"),
    ("en", "gb", "United Kingdom"),
    ("en", "in", "India"),
    ("en", "us", "United States"),
    ("es", "419", "Latinoamérica"),
    ("es", "ar", "Argentina"),
    ("es", "cl", "Chile"),
    ("es", "co", "Colombia"),
    ("es", "es", "España"),
    ("es", "mx", "México"),
    ("fr", "be", "Belgique"),
    ("fr", "ca", "Canada"),
    ("fr", "ch", "Suisse"),
    ("fr", "fr", "France"),
    ("it", "ch", "Svizzera"),
    ("it", "it", "Italia"),
    ("nl", "be", "België"),
    ("nl", "nl", "Nederland"),
    ("pt", "br", "Brasil"),
    ("pt", "pt", "Portugal"),
    ("zh", "cn", "中国"),
    ("zh", "hk", "香港"),
    ("zh", "mo", "澳門"),
    ("zh", "sg", "新加坡"),
    ("zh", "tw", "台灣"),
];

/// What distinguishes a language from another one of the same name: its region, else the rest of its tag.
pub(super) fn region(tag: &str) -> Option<Cow<'_, str>> {
    let (primary, rest) = tag.split_once('-')?;
    let last = rest.rsplit('-').next().unwrap_or(rest);
    let is_of = |(language, region, _): &&(&str, &str, &str)| {
        primary.eq_ignore_ascii_case(language) && last.eq_ignore_ascii_case(region)
    };
    let known = REGIONS.iter().find(is_of).map(|(.., name)| Cow::Borrowed(*name));
    // `Latn`, but `US`.
    let tag = if last.len() < 4 { last.to_ascii_uppercase().into() } else { rest.into() };
    Some(known.unwrap_or(tag))
}

/// Regions where Chinese is written in traditional characters.
const TRADITIONAL: [&str; 3] = ["zh-tw", "zh-hk", "zh-mo"];

/// The name of a language in itself.
pub(super) fn name(tag: &str) -> Option<&'static str> {
    let is_traditional = TRADITIONAL.iter().any(|known| known.eq_ignore_ascii_case(tag));
    let tag = if is_traditional { "zh-Hant" } else { tag };
    let begins = |known: &str| {
        let start = tag.get(..known.len()).filter(|start| start.eq_ignore_ascii_case(known));
        start.is_some() && matches!(tag.as_bytes().get(known.len()), None | Some(b'-'))
    };
    let found = NAMES.iter().filter(|(known, _)| begins(known));
    found.max_by_key(|(known, _)| known.len()).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::{name, region};

    #[test]
    fn regions_tell_languages_of_one_name_apart() {
        for (tag, expect) in [
            ("en-us", Some("United States")),
            ("zh-Hant-HK", Some("香港")),
            ("en-NZ", Some("NZ")),
            ("zh-Hans", Some("Hans")),
            ("en", None),
        ] {
            assert_eq!(region(tag).as_deref(), expect, "{tag}");
        }
    }

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
