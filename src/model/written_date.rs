//! Days as people and other tools write them: with names of months, as a month alone.
//!
//! In: a text that begins with such a day. Out: the day, and the rest of the text.
//!
//! Deliberately not here: `01/02/2024`, whose order is ambiguous, and names in other languages than English.

use jiff::civil;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads `Jan 2, 2024`, `2 January 2024`, `Tue, 02 Jan 2024`, `02-Jan-2024`, `January 2024`.
pub(super) fn with_name(text: &str) -> Option<(civil::Date, &str)> {
    let (mut first, mut rest) = token(text)?;
    if index(first, &WEEKDAYS).is_some() {
        (first, rest) = token(rest)?;
    }
    let (second, rest) = token(rest)?;
    if let Some(month) = index(first, &MONTHS) {
        if let Some(year) = year(second) {
            // A month alone is its first day.
            return rest.is_empty().then(|| civil::Date::new(year, month, 1).ok())?.map(|day| (day, rest));
        }
        let (third, rest) = token(rest)?;
        return Some((civil::Date::new(year(third)?, month, day(second)?).ok()?, rest));
    }
    let month = index(second, &MONTHS)?;
    let (third, rest) = token(rest)?;
    Some((civil::Date::new(year(third)?, month, day(first)?).ok()?, rest))
}

/// Reads `2024-05` and `2024年5月` as the first day of the month.
pub(super) fn month(text: &str) -> Option<civil::Date> {
    let (year, month) = text.split_once(['-', '/', '年'])?;
    let month = month.strip_suffix('月').unwrap_or(month).trim();
    let is_number = month.len() <= 2 && month.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| civil::Date::new(self::year(year.trim())?, month.parse().ok()?, 1).ok())?
}

/// Leaves out the name of a weekday in front: `（周二）`, `星期二`, `Tue`.
pub(super) fn without_weekday(text: &str) -> &str {
    let text = text.trim_start_matches([' ', ',', '，']);
    let inner = text.trim_start_matches(['(', '（']);
    let chinese = inner.strip_prefix("星期").or_else(|| inner.strip_prefix("周"));
    if let Some(rest) = chinese.and_then(|rest| rest.strip_prefix(['一', '二', '三', '四', '五', '六', '日', '天']))
    {
        return rest.trim_start_matches([')', '）']).trim_start();
    }
    match token(text) {
        Some((word, rest)) if index(word, &WEEKDAYS).is_some() => rest,
        _ => text,
    }
}

/// A word or a number, and the rest of the text after the separators.
fn token(text: &str) -> Option<(&str, &str)> {
    let end = text.find([' ', ',', '-', '.', '/']).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let rest = rest.strip_prefix(['-', '.', '/']).unwrap_or(rest).trim_start_matches([' ', ',']);
    (!word.is_empty()).then_some((word, rest))
}

/// The number of a name, from 1; three letters are enough.
fn index(word: &str, names: &[&str]) -> Option<i8> {
    let word = word.to_ascii_lowercase();
    let is_short = word.len() >= 3;
    let found =
        names.iter().position(|name| is_short && name.starts_with(&word) || word == "sept" && *name == "september");
    i8::try_from(found? + 1).ok()
}

fn year(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| word.parse().ok())?
}

/// `2`, `02`, `2nd`.
fn day(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    digits.parse().ok()
}
