//! Metadata in the path of a file: a date, and a title if there is no other.
//!
//! In: a path. Out: the date or the title, or nothing.
//!
//! Deliberately not here: languages and addresses (`site`).

use crate::model::{Date, Lang, RelPath, page_of_folder};

/// The day in `20220715_01.md`, `2022-07-15-x.md`, `2022-07-15-x/index.md` or `2022/07/15/x.md`.
pub(super) fn date(path: &RelPath) -> Option<Date> {
    leading_date(own_name(path)).or_else(|| {
        let mut folders = path.folder().rsplit('/');
        let (day, month, year) = (folders.next()?, folders.next()?, folders.next()?);
        (year.len() == 4 && month.len() == 2 && day.len() == 2).then(|| self::day(year, month, day))?
    })
}

fn leading_date(name: &str) -> Option<Date> {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 {
        return day(&name[..4], &name[4..6], &name[6..8]);
    }
    let (date, rest) = name.split_at_checked(10)?;
    let mut parts = date.split('-');
    let (year, month, rest_of_date) = (parts.next()?, parts.next()?, parts.next()?);
    let good = year.len() == 4 && month.len() == 2 && !rest.starts_with(|c: char| c.is_ascii_digit());
    good.then(|| day(year, month, rest_of_date))?
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let all_digits = [year, month, day].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let year = year.parse().ok().filter(|year| all_digits && (1900..2200).contains(year))?;
    Date::day(year, month.parse().ok()?, day.parse().ok()?)
}

/// Whether the file is its folder's page.
pub fn is_page_of_folder(path: &RelPath) -> bool {
    let stem = path.stem();
    let is_translated =
        || stem.rsplit_once('.').is_some_and(|(stem, _)| is_index(stem)) || page_of_folder(stem).is_some();
    is_index(stem) || is_translated()
}

fn is_index(stem: &str) -> bool {
    ["readme", "index", "_index"].iter().any(|name| stem.eq_ignore_ascii_case(name))
}

/// The name of the file; of the folder, if the file is its folder's page.
pub(super) fn title(path: &RelPath) -> String {
    own_name(path).to_owned()
}

fn own_name(path: &RelPath) -> &str {
    let is_language = |tag: &str| Lang::new(tag).is_some_and(|lang| lang.name().is_some());
    let stem = match path.stem().rsplit_once('.') {
        Some((name, tag)) if is_language(tag) && !name.is_empty() => name,
        _ => page_of_folder(path.stem()).map_or(path.stem(), |(name, _)| name),
    };
    match path.folder().rsplit('/').next() {
        Some(folder) if is_index(stem) && !folder.is_empty() => folder,
        _ => stem,
    }
}
