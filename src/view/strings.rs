//! The theme's words in one language, for the titles and dates that are made before a template runs.

use super::{DateView, DurationView};
use crate::model::{Date, Duration, TimeUnit};
use std::collections::BTreeMap;

/// Texts by key, from `i18n/LANG.toml`; a table's keys are joined by `.`: `months.1`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Strings(pub BTreeMap<String, String>);

impl Strings {
    /// The text, or the key itself where the theme has none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The text with `{name}` replaced.
    pub fn format(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.get(key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// A day as the language writes it.
    pub fn date(&self, date: Date) -> DateView {
        let (year, month, day) =
            (date.day.year().to_string(), date.day.month().to_string(), date.day.day().to_string());
        let text = self.format("date", &[("y", &year), ("m", &month), ("month", self.month_name(&month)), ("d", &day)]);
        DateView { iso: date.iso(), text }
    }

    /// A month as the language writes it: `2022 年 7 月`, `July 2022`.
    pub fn month(&self, year: i16, month: i8) -> String {
        let month = month.to_string();
        self.format("month", &[("y", &year.to_string()), ("m", &month), ("month", self.month_name(&month))])
    }

    /// The text `one` or `other` of a table, with `{n}` replaced.
    pub fn plural(&self, key: &str, n: u32) -> String {
        let form = if n == 1 { "one" } else { "other" };
        self.format(&format!("{key}.{form}"), &[("n", &n.to_string())])
    }

    /// How long something takes, as the language writes it.
    pub fn duration(&self, duration: Duration) -> DurationView {
        let unit = match duration.unit {
            TimeUnit::Minute => "minute",
            TimeUnit::Hour => "hour",
            TimeUnit::Day => "day",
            TimeUnit::Week => "week",
            TimeUnit::Month => "month",
            TimeUnit::Year => "year",
        };
        let text = self.plural(&format!("durations.{unit}"), duration.amount);
        let text = if duration.at_least { self.format("durations.at_least", &[("duration", &text)]) } else { text };
        DurationView { text, minutes: duration.minutes() }
    }

    fn month_name<'a>(&'a self, month: &'a str) -> &'a str {
        self.0.get(&format!("months.{month}")).map_or(month, String::as_str)
    }
}
