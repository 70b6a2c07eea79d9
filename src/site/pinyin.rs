//! Han characters in pinyin: for the order of terms, and for addresses if the configuration asks for it.

use crate::model::{Slugs, address_part, ascii_slug};
use pinyin::ToPinyin;

/// A name as a part of an address, in the spelling that the site has chosen.
pub(super) fn part(name: &str, slugs: Slugs) -> String {
    match slugs {
        Slugs::Unicode => address_part(name),
        Slugs::Pinyin => address_part(&spelled(name)),
        Slugs::Lower => address_part(&name.to_lowercase()),
        Slugs::Ascii => match ascii_slug(name) {
            // Nothing but signs.
            slug if slug.is_empty() => address_part(name),
            slug => address_part(&slug),
        },
    }
}

/// The letter under which a term is listed: `A` to `Z`, for Han by their pinyin; `#` for the rest.
pub fn initial(title: &str) -> char {
    let first = spelled(title).chars().next().unwrap_or('#').to_ascii_uppercase();
    if first.is_ascii_alphabetic() { first } else { '#' }
}

/// Han characters in pinyin without tones, words set apart by `-`; the rest as it is.
pub fn spelled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_pinyin = false;
    for c in text.chars() {
        let pinyin = c.to_pinyin();
        let apart =
            !out.is_empty() && !out.ends_with('-') && (pinyin.is_some() || (after_pinyin && c.is_alphanumeric()));
        if apart {
            out.push('-');
        }
        match pinyin {
            Some(pinyin) => out.push_str(pinyin.plain()),
            None => out.push(c),
        }
        after_pinyin = pinyin.is_some();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{initial, spelled};

    #[test]
    fn han_terms_stand_under_their_pinyin() {
        assert_eq!(["开源", "云", "PostgreSQL", "3D", "生态", "中文"].map(initial), ['K', 'Y', 'P', '#', 'S', 'Z']);
        assert_eq!(spelled("云原生db入门"), "yun-yuan-sheng-db-ru-men");
    }
}
