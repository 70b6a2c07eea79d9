//! Dates and times of events.
//!
//! In: the fields `start`, `end`, `deadline` and `timezone` of a page whose kind is `timed`, and today's date. Out: an
//! [`Event`]. Time zones come from the database in the program, so every machine gives the same result.
//!
//! What always holds: a time without a zone stays without one. It is the local time of the event.

use crate::{
    diag::{Code, Diagnostic},
    model::{Config, Date, Facet, FieldValue, Meta, RelPath, time_zone},
};
use jiff::{civil, tz::TimeZone};

/// A page's event.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Event {
    /// The first moment, or the first day.
    pub start: Moment,
    /// Not before the start.
    pub end: Option<Moment>,
    /// The end of registration.
    pub deadline: Option<Moment>,
    /// As its author names it: `Asia/Shanghai`; `None` without a name, or if it is unknown.
    pub zone: Option<String>,
    /// Whether it is past, as of the day of the build.
    pub state: EventState,
    /// Whether the deadline is still to come; without a deadline, whether the event is not past.
    pub is_open: bool,
}

/// As of the day of the build.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EventState {
    /// The day of the build is one of its days.
    Now,
    /// It begins after the day of the build.
    Upcoming,
    /// It ended before the day of the build.
    Past,
}

/// A day; optionally with a time, optionally with its offset from UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Moment {
    /// The local day.
    pub day: civil::Date,
    /// The local time; `None` for a whole day.
    pub time: Option<civil::Time>,
    /// In seconds.
    pub offset: Option<i32>,
}

impl Moment {
    fn new(date: Date, time: Option<civil::Time>, zone: Option<&TimeZone>) -> Moment {
        if let Some(clock) = date.clock {
            return Moment { day: date.day, time: Some(clock.time), offset: Some(clock.offset) };
        }
        let offset = time.zip(zone).and_then(|(time, zone)| {
            let local = date.day.to_datetime(time);
            Some(zone.to_ambiguous_zoned(local).compatible().ok()?.offset().seconds())
        });
        Moment { day: date.day, time, offset }
    }

    /// RFC 3339 as far as it is known: `2026-12-01`, `2026-12-01T14:00:00`, `2026-12-01T14:00:00+08:00`.
    pub fn iso(&self) -> String {
        let Some(time) = self.time else { return self.day.to_string() };
        let clock = format!("{}T{:02}:{:02}:{:02}", self.day, time.hour(), time.minute(), time.second());
        let Some(offset) = self.offset else { return clock };
        let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.abs() / 60);
        format!("{clock}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// The same moment in UTC, where that is known.
    pub fn utc(&self) -> Option<civil::DateTime> {
        let local = self.day.to_datetime(self.time?);
        local.checked_sub(jiff::SignedDuration::from_secs(self.offset?.into())).ok()
    }
}

/// Reports an event that ends before it begins.
pub(super) fn check(event: &Event, meta: &Meta, shown: &RelPath) -> Option<Diagnostic> {
    let end = moment(meta, "end", None).filter(|_| event.end.is_none())?;
    Some(Diagnostic::new(Code::P1301, shown).arg("start", event.start.iso()).arg("end", end.iso()))
}

/// The event of a page, if its kind has events and it says when it begins.
pub(super) fn event(meta: &Meta, config: &Config, today: Date) -> Option<Event> {
    let kind = config.kinds.iter().find(|kind| kind.name == meta.kind)?;
    if !kind.has(Facet::Timed) {
        return None;
    }
    let zone = match meta.fields.get("timezone") {
        Some(FieldValue::Text(name)) => Some(name.clone()),
        _ => config.timezone.clone(),
    };
    let known = zone.as_deref().and_then(time_zone);
    let moment = |name| moment(meta, name, known.as_ref());
    let start = moment("start")?;
    // An end without an offset has the offset of the start.
    let clock = start.offset.filter(|_| is_clocked(meta, "start"));
    let end = moment("end")
        .map(|end| Moment { offset: if is_clocked(meta, "end") { end.offset } else { clock.or(end.offset) }, ..end });
    let end = end.filter(|end| (end.day, end.time) >= (start.day, start.time.filter(|_| end.time.is_some())));
    let deadline = moment("deadline");
    let last = end.unwrap_or(start).day;
    let state = if last < today.day {
        EventState::Past
    } else if start.day > today.day {
        EventState::Upcoming
    } else {
        EventState::Now
    };
    let is_open = state != EventState::Past && deadline.is_none_or(|deadline| deadline.day >= today.day);
    // A start with an offset of its own is not in the zone.
    let zone = zone.filter(|_| known.is_some() && clock.is_none());
    Some(Event { start, end, deadline, zone, state, is_open })
}

/// Whether a date has a time with an offset.
fn is_clocked(meta: &Meta, name: &str) -> bool {
    matches!(meta.fields.get(name), Some(FieldValue::Date(date, _)) if date.clock.is_some())
}

fn moment(meta: &Meta, name: &str, zone: Option<&TimeZone>) -> Option<Moment> {
    match meta.fields.get(name)? {
        FieldValue::Date(date, time) => Some(Moment::new(*date, *time, zone)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;
    use crate::model::{Date, time_zone};
    use jiff::civil::Time;

    #[test]
    fn times_are_those_of_the_place() {
        let time = |hour| Some(Time::constant(hour, 0, 0, 0));
        for (date, time, zone, local, utc) in [
            ("2026-12-01", None, "Asia/Shanghai", "2026-12-01", "-"),
            ("2026-12-01", time(14), "", "2026-12-01T14:00:00", "-"),
            ("2026-12-01", time(14), "Asia/Shanghai", "2026-12-01T14:00:00+08:00", "2026-12-01T06:00:00"),
            // Summer and winter.
            ("2026-07-01", time(9), "Europe/Berlin", "2026-07-01T09:00:00+02:00", "2026-07-01T07:00:00"),
            ("2026-12-01", time(9), "Europe/Berlin", "2026-12-01T09:00:00+01:00", "2026-12-01T08:00:00"),
            ("2026-07-01", time(20), "America/New_York", "2026-07-01T20:00:00-04:00", "2026-07-02T00:00:00"),
            // An offset that is written wins.
            ("2026-12-01 14:00 +09:00", None, "Asia/Shanghai", "2026-12-01T14:00:00+09:00", "2026-12-01T05:00:00"),
        ] {
            let zone = time_zone(zone);
            let moment = Moment::new(Date::parse(date).expect("a date"), time, zone.as_ref());
            let shown = moment.utc().map_or("-".into(), |utc| utc.to_string());
            assert_eq!((moment.iso().as_str(), shown.as_str()), (local, utc), "{date} {zone:?}");
        }
    }
}
