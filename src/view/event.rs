//! When and in what state an event is.

use super::{DateView, LinkView};
use serde::Serialize;

/// The times of an event, and whether it is over.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct EventView {
    /// `upcoming`, `now` or `past`, as of the day of the build.
    pub state: &'static str,
    /// The first moment, or the first day.
    pub start: MomentView,
    /// When it is more than one moment.
    pub end: Option<MomentView>,
    /// The end of registration, if there is one.
    pub deadline: Option<MomentView>,
    /// Whether one can still register.
    pub open: bool,
    /// `Asia/Shanghai`, and how far that is from UTC then: `UTC+8`; empty when not known.
    pub zone: String,
    /// Empty when not known.
    pub offset: String,
    /// As written, those who have a page with its address; none on cards.
    pub speakers: Vec<LinkView>,
    /// Address of the event for calendars.
    pub calendar: String,
}

/// A day, with the time of day if it is known.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MomentView {
    /// The day in the page's language; its `iso` has no time.
    pub date: DateView,
    /// `14:00`; empty for a whole day.
    pub time: String,
    /// For machines, as far as it is known: `2026-12-01T14:00:00+08:00`.
    pub iso: String,
}
