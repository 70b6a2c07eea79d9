//! The theme's words in one language, for the titles and dates that are made before a template runs.

use super::DateView;
use crate::model::Date;
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
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.get(key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// A day as the language writes it.
    pub fn date(&self, date: Date) -> DateView {
        let (year, month, day) =
            (date.day.year().to_string(), date.day.month().to_string(), date.day.day().to_string());
        let text = self.fill("date", &[("y", &year), ("m", &month), ("month", self.month_name(&month)), ("d", &day)]);
        DateView { iso: date.iso(), text }
    }

    /// A month as the language writes it: `2022 年 7 月`, `July 2022`.
    pub fn month(&self, year: i16, month: i8) -> String {
        let month = month.to_string();
        self.fill("month", &[("y", &year.to_string()), ("m", &month), ("month", self.month_name(&month))])
    }

    fn month_name<'a>(&'a self, month: &'a str) -> &'a str {
        self.0.get(&format!("months.{month}")).map_or(month, String::as_str)
    }
}
