//! Dates as authors write them: a day, perhaps with a time and an offset, never shifted.

use super::written_date;
use jiff::{
    civil,
    tz::{TimeZone, TimeZoneDatabase},
};
use std::fmt;

/// A day of the calendar, and the time of day with its offset from UTC when both were written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date {
    /// As written; no zone shifts it.
    pub day: civil::Date,
    /// `None` when the time or its offset is missing.
    pub clock: Option<OffsetTime>,
}

/// A time of day, and its offset from UTC in seconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OffsetTime {
    /// The local time.
    pub time: civil::Time,
    /// In seconds east of UTC.
    pub offset: i32,
}

impl Date {
    /// A day without a time; `None` if the calendar has no such day.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Date> {
        Some(Date { day: civil::Date::new(year, month, day).ok()?, clock: None })
    }

    /// Reads `2022-07-15`, `2022/7/5`, `2022年7月15日`, `20220715`, `Jul 15, 2022`, each optionally followed by a time
    /// (`10:00`, `10:00:00`, `9:30 pm`) and an offset (`Z`, `+08:00`, `+0800 UTC`, `Asia/Shanghai`). A month alone is its
    /// first day. A time without an offset is dropped: its zone is unknown, and only the day is shown.
    pub fn parse(text: &str) -> Option<Date> {
        Date::parse_local(text).map(|(date, _)| date)
    }

    /// The same, and the time of day that has no offset.
    pub fn parse_local(text: &str) -> Option<(Date, Option<civil::Time>)> {
        let text = text.trim();
        if let Some(day) = written_date::month(text) {
            return Some((Date { day, clock: None }, None));
        }
        let (day, rest) = numbers(text).or_else(|| written_date::with_name(text))?;
        let date = Date { day, clock: None };
        let rest = written_date::without_weekday(rest).trim_start_matches(['T', 't', ' ']);
        if rest.is_empty() {
            return Some((date, None));
        }
        let (time, offset) = OffsetTime::parse(rest, day)?;
        let clock = offset.map(|offset| OffsetTime { time, offset });
        Some((Date { clock, ..date }, clock.is_none().then_some(time)))
    }

    /// The day in a time zone at this moment. A date without a time of day is returned as it is, and so is any date without
    /// a zone.
    pub fn in_zone(self, zone: Option<&str>) -> Date {
        let moment = self.clock.zip(zone.and_then(time_zone)).and_then(|(clock, zone)| {
            let offset = jiff::tz::Offset::from_seconds(clock.offset).ok()?;
            let moment = offset.to_timestamp(self.day.to_datetime(clock.time)).ok()?;
            Some(moment.to_zoned(zone).date())
        });
        Date { day: moment.unwrap_or(self.day), clock: None }
    }

    /// `2022-07-15`.
    pub fn iso(&self) -> String {
        self.day.to_string()
    }

    /// RFC 3339, as feeds want it; a bare day is its midnight in UTC.
    pub fn rfc3339(&self) -> String {
        let Some(OffsetTime { time, offset }) = self.clock else { return format!("{}T00:00:00Z", self.day) };
        let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.abs() / 60);
        let time = format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
        if offset == 0 {
            return format!("{}T{time}Z", self.day);
        }
        format!("{}T{time}{sign}{:02}:{:02}", self.day, minutes / 60, minutes % 60)
    }
}

/// Reads a day in numbers. Returns it with the rest of the text.
fn numbers(text: &str) -> Option<(civil::Date, &str)> {
    let digits_end = |s: &str| s.find(|c: char| !c.is_ascii_digit()).unwrap_or(s.len());
    let year_end = digits_end(text);
    if year_end == 8 {
        let day = civil::Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..8].parse().ok()?);
        return Some((day.ok()?, &text[8..]));
    }
    let year = text[..year_end].parse().ok().filter(|_| year_end == 4)?;
    let rest = text[year_end..].trim_start_matches(' ').strip_prefix(['-', '/', '.', '年'])?.trim_start();
    let month_end = digits_end(rest);
    let month = rest[..month_end].parse().ok()?;
    let rest = rest[month_end..].trim_start_matches(' ').strip_prefix(['-', '/', '.', '月'])?.trim_start();
    let day_end = digits_end(rest);
    let day = civil::Date::new(year, month, rest[..day_end].parse().ok()?).ok()?;
    Some((day, rest[day_end..].trim_start_matches([' ', '日', '号'])))
}

impl OffsetTime {
    /// A time and its offset on a day, where it has one.
    fn parse(text: &str, day: civil::Date) -> Option<(civil::Time, Option<i32>)> {
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(text.len());
        let mut parts = text[..end].split(':');
        let hour: i8 = parts.next()?.parse().ok()?;
        let minute = parts.next()?.parse().ok()?;
        let second = parts.next().map_or(Some(0), |s| s.split('.').next()?.parse().ok())?;
        let (hour, zone) = half_of_day(hour, text[end..].trim());
        let time = civil::Time::new(hour, minute, second, 0).ok()?;
        // `GMT+0800 (CST)` in JavaScript, `+0000 UTC` in Go.
        let named = ["UTC", "GMT"].iter().find_map(|name| zone.strip_prefix(name));
        let zone = match named.map(str::trim) {
            Some("") => "Z",
            Some(offset) if offset.starts_with(['+', '-']) => offset,
            _ => zone,
        };
        let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'(' | b')' | b' '));
        let zone = match zone.split_once(' ') {
            Some((offset, name)) if offset.starts_with(['+', '-']) && is_name(name) => offset,
            _ => zone,
        };
        let is_abbreviated = (3..=4).contains(&zone.len()) && zone.ends_with('T');
        if is_abbreviated && zone.bytes().all(|b| b.is_ascii_uppercase()) {
            return Some((time, None));
        }
        if let Some(zone) = Some(zone).filter(|zone| zone.contains('/')).and_then(time_zone) {
            let moment = zone.to_ambiguous_zoned(day.to_datetime(time)).compatible().ok()?;
            return Some((time, Some(moment.offset().seconds())));
        }
        let offset = match zone.as_bytes() {
            [] => return Some((time, None)),
            [b'Z' | b'z'] => 0,
            [sign @ (b'+' | b'-'), _, ..] => {
                let digits: String = zone[1..].chars().filter(|c| *c != ':').collect();
                let (hours, minutes) = match digits.len() {
                    2 => (digits.parse::<i32>().ok()?, 0),
                    4 => (digits[..2].parse().ok()?, digits[2..].parse::<i32>().ok()?),
                    _ => return None,
                };
                if hours > 14 || minutes > 59 {
                    return None;
                }
                (hours * 3600 + minutes * 60) * if *sign == b'-' { -1 } else { 1 }
            }
            _ => return None,
        };
        Some((time, Some(offset)))
    }
}

/// The hour from 0 to 23, and the rest of the text behind `am` or `pm`.
fn half_of_day(hour: i8, rest: &str) -> (i8, &str) {
    let mark = rest.get(..2).map(str::to_ascii_lowercase);
    match mark.as_deref() {
        Some("am") if hour <= 12 => (hour % 12, rest[2..].trim()),
        Some("pm") if hour <= 12 => (hour % 12 + 12, rest[2..].trim()),
        _ => (hour, rest),
    }
}

/// The zone of a name like `Asia/Shanghai`, from the database in the program: every machine has the same.
pub fn time_zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}", self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, expect) in [
            ("2022-07-15", "2022-07-15T00:00:00Z"),
            ("2022/7/5", "2022-07-05T00:00:00Z"),
            ("2022年7月15日", "2022-07-15T00:00:00Z"),
            ("2022 年 7 月 15 日", "2022-07-15T00:00:00Z"),
            ("20220715", "2022-07-15T00:00:00Z"),
            ("2022-07-15 00:55", "2022-07-15T00:00:00Z"),
            ("2022-07-15T00:55:00+08:00", "2022-07-15T00:55:00+08:00"),
            ("2022-07-15 00:55:00 +0800", "2022-07-15T00:55:00+08:00"),
            ("2022-07-15T10:00:00Z", "2022-07-15T10:00:00Z"),
            ("2024-05", "2024-05-01T00:00:00Z"),
            ("2024/5", "2024-05-01T00:00:00Z"),
            ("2024年5月", "2024-05-01T00:00:00Z"),
            ("Jan 2, 2024", "2024-01-02T00:00:00Z"),
            ("January 2nd 2024", "2024-01-02T00:00:00Z"),
            ("Sept 2, 2024", "2024-09-02T00:00:00Z"),
            ("2 Jan 2024", "2024-01-02T00:00:00Z"),
            ("02-Jan-2024", "2024-01-02T00:00:00Z"),
            ("May 2024", "2024-05-01T00:00:00Z"),
            ("Tue, 02 Jan 2024 10:00:00 GMT", "2024-01-02T10:00:00Z"),
            ("Tue Jan 02 2024 10:00:00 GMT+0800 (CST)", "2024-01-02T10:00:00+08:00"),
            ("Jan 2, 2024 9:30 PM +0100", "2024-01-02T21:30:00+01:00"),
            ("2026-01-01 10:00:00 +0000 UTC", "2026-01-01T10:00:00Z"),
            ("2026-01-01 10:00:00 +0800 CST", "2026-01-01T10:00:00+08:00"),
            ("2026-01-01 10:00:00 UTC", "2026-01-01T10:00:00Z"),
            ("2026-01-01 10:00:00 CST", "2026-01-01T00:00:00Z"),
            ("2026-07-01 10:00 Europe/Berlin", "2026-07-01T10:00:00+02:00"),
            ("2026-01-01T10:00:00.123+08:00", "2026-01-01T10:00:00+08:00"),
            ("2024年1月2日（周二） 10:00", "2024-01-02T00:00:00Z"),
            ("2024-01-02 Tue", "2024-01-02T00:00:00Z"),
        ] {
            assert_eq!(Date::parse(text).map(|date| date.rfc3339()).as_deref(), Some(expect), "{text}");
        }
    }

    #[test]
    fn the_day_is_that_of_the_zone() {
        for (now, zone, day) in [
            ("2026-07-01T18:30:00Z", Some("Asia/Shanghai"), "2026-07-02"),
            ("2026-07-01T18:30:00Z", Some("America/New_York"), "2026-07-01"),
            ("2026-07-01T02:30:00Z", Some("America/New_York"), "2026-06-30"),
            ("2026-07-01T18:30:00+02:00", None, "2026-07-01"),
            ("2026-07-01", Some("Asia/Shanghai"), "2026-07-01"),
        ] {
            let today = Date::parse(now).expect("a date").in_zone(zone);
            assert_eq!((today.iso().as_str(), today.clock), (day, None), "{now} {zone:?}");
        }
    }

    #[test]
    fn a_time_without_an_offset_is_that_of_the_place() {
        for (text, expect) in [("2024-05-01 19:30", "19:30:00"), ("2024-05-01", "-"), ("2024-05-01T19:30Z", "-")] {
            let time = Date::parse_local(text).and_then(|(_, time)| time);
            assert_eq!(time.map_or("-".into(), |time| time.to_string()), expect, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2022",
            "2022-13-01",
            "2022-02-30",
            "yesterday",
            "22-07-15",
            "2024-13",
            "01/02/2024",
            "Mayor 2024",
            "Jan 32, 2024",
            "2024-05 10:00",
            "2022-07-15 noon",
            "2022-07-15T10:00 Mars",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
