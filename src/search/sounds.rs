//! How ideographs sound: pinyin, whole and by first letters, for titles and terms.
//!
//! In: a text. Out: for each ideograph, the syllables from it on, and their first letters: `kaiyuan` and `ky` for 开源,
//! `yuan` and `y` from its second on. So the beginning of what a reader types finds it. Source of the facts: the crate
//! `pinyin`.
//!
//! What always holds: a character has one sound, the most frequent; ü is `v`, as it is typed.

use pinyin::ToPinyin;

/// Letters that are kept of syllables, and of first letters.
const LONGEST: usize = 16;
const MOST_FIRST: usize = 6;

/// Calls `take` for each sound of a text, in lower case.
pub(super) fn sounds(text: &str, take: &mut impl FnMut(&str)) {
    let mut run: Vec<&str> = Vec::new();
    for c in text.chars() {
        match c.to_pinyin() {
            Some(syllable) => run.push(syllable.plain()),
            None => end_run(&mut run, take),
        }
    }
    end_run(&mut run, take);
}

fn end_run(run: &mut Vec<&str>, take: &mut impl FnMut(&str)) {
    for start in 0..run.len() {
        let letters = run[start..].iter().flat_map(|syllable| syllable.chars());
        take(&letters.map(|c| if c == 'ü' { 'v' } else { c }).take(LONGEST).collect::<String>());
        take(&run[start..].iter().filter_map(|syllable| syllable.chars().next()).take(MOST_FIRST).collect::<String>());
    }
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::sounds;

    #[test]
    fn titles_sound() {
        for (text, expect) in [
            ("", ""),
            ("a", ""),
            ("开源", "kaiyuan ky yuan y"),
            ("開源, Rust 女", "kaiyuan ky yuan y nv n"),
            ("双双双", "shuangshuangshua sss shuangshuang ss shuang s"),
        ] {
            let mut all = Vec::new();
            sounds(text, &mut |sound| all.push(sound.to_owned()));
            assert_eq!(all.join(" "), expect, "{text}");
        }
    }
}
