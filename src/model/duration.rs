//! How long something takes, as authors write it: `30m`, `3h`, `30天`, `至少2年`.

use std::str::FromStr;

/// An amount of a unit, kept as it was written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Duration {
    /// How many of the unit.
    pub amount: u32,
    /// The unit that the author chose.
    pub unit: TimeUnit,
    /// Whether it can take longer: `至少2年`, `2y+`.
    pub at_least: bool,
}

/// A unit of time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TimeUnit {
    /// `m`, 分钟
    Minute,
    /// `h`, 小时
    Hour,
    /// `d`, 天; six hours of work
    Day,
    /// `w`, 周; seven days
    Week,
    /// `mo`, 个月; thirty days
    Month,
    /// `y`, 年; 365 days
    Year,
}

impl TimeUnit {
    /// Minutes of work in one. A day of learning has six hours. A week has seven days, because authors who write
    /// "30 days" mean days of the calendar.
    const fn minutes(self) -> u64 {
        match self {
            TimeUnit::Minute => 1,
            TimeUnit::Hour => 60,
            TimeUnit::Day => 6 * 60,
            TimeUnit::Week => 7 * TimeUnit::Day.minutes(),
            TimeUnit::Month => 30 * TimeUnit::Day.minutes(),
            TimeUnit::Year => 365 * TimeUnit::Day.minutes(),
        }
    }
}

const WORDS: [(&str, TimeUnit); 31] = [
    ("m", TimeUnit::Minute),
    ("min", TimeUnit::Minute),
    ("mins", TimeUnit::Minute),
    ("minute", TimeUnit::Minute),
    ("minutes", TimeUnit::Minute),
    ("分", TimeUnit::Minute),
    ("分钟", TimeUnit::Minute),
    ("h", TimeUnit::Hour),
    ("hour", TimeUnit::Hour),
    ("hours", TimeUnit::Hour),
    ("小时", TimeUnit::Hour),
    ("个小时", TimeUnit::Hour),
    ("d", TimeUnit::Day),
    ("day", TimeUnit::Day),
    ("days", TimeUnit::Day),
    ("天", TimeUnit::Day),
    ("日", TimeUnit::Day),
    ("w", TimeUnit::Week),
    ("week", TimeUnit::Week),
    ("weeks", TimeUnit::Week),
    ("周", TimeUnit::Week),
    ("星期", TimeUnit::Week),
    ("mo", TimeUnit::Month),
    ("month", TimeUnit::Month),
    ("months", TimeUnit::Month),
    ("个月", TimeUnit::Month),
    ("月", TimeUnit::Month),
    ("y", TimeUnit::Year),
    ("year", TimeUnit::Year),
    ("years", TimeUnit::Year),
    ("年", TimeUnit::Year),
];

impl FromStr for Duration {
    type Err = ();

    fn from_str(text: &str) -> Result<Duration, ()> {
        let text = text.trim().to_lowercase();
        let least = ["至少", "最少", "at least", "约", "大约", "about"];
        let start = least.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(&text).trim_start();
        let more = ["以上", "+", "起"].iter().find_map(|word| start.strip_suffix(word));
        let body = more.unwrap_or(start).trim_end();
        let digits = body.find(|c: char| !c.is_ascii_digit()).ok_or(())?;
        let amount = body[..digits].parse().map_err(|_| ())?;
        let word = body[digits..].trim();
        let (_, unit) = WORDS.iter().find(|(known, _)| *known == word).ok_or(())?;
        let at_least = more.is_some() || ["至少", "最少", "at least"].iter().any(|word| text.starts_with(word));
        Ok(Duration { amount, unit: *unit, at_least })
    }
}

impl Duration {
    /// Minutes of work; a day has six hours.
    pub fn minutes(&self) -> u64 {
        u64::from(self.amount) * self.unit.minutes()
    }

    /// All together, in a unit that people would say: rounded up, never more than two digits of precision where
    /// it is about months. `None` for nothing.
    pub fn sum(durations: impl IntoIterator<Item = Duration>) -> Option<Duration> {
        let (minutes, at_least) = durations
            .into_iter()
            .fold((0, false), |(minutes, open), one| (minutes + one.minutes(), open || one.at_least));
        let unit = match minutes {
            0 => return None,
            1..120 => TimeUnit::Minute,
            120..=1_080 => TimeUnit::Hour,
            1_081..=32_400 => TimeUnit::Day,
            _ => TimeUnit::Month,
        };
        let amount = u32::try_from(minutes.div_ceil(unit.minutes())).unwrap_or(u32::MAX);
        Some(Duration { amount, unit, at_least })
    }
}

#[cfg(test)]
mod tests {
    use super::Duration;

    fn shown(duration: Option<Duration>) -> String {
        duration.map_or("-".into(), |Duration { amount, unit, at_least }| {
            format!("{amount} {unit:?}{}", if at_least { "+" } else { "" })
        })
    }

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, expect) in [
            ("30m", "30 Minute"),
            ("20 min", "20 Minute"),
            ("3h", "3 Hour"),
            ("30天", "30 Day"),
            ("2 周", "2 Week"),
            ("24mo", "24 Month"),
            ("6 个月", "6 Month"),
            ("至少2年", "2 Year+"),
            ("2年以上", "2 Year+"),
            ("2y+", "2 Year+"),
            ("约 3 小时", "3 Hour"),
            ("", "-"),
            ("天", "-"),
            ("三天", "-"),
            ("2021", "-"),
            ("99999999999d", "-"),
        ] {
            assert_eq!(shown(text.parse().ok()), expect, "{text}");
        }
    }

    #[test]
    fn a_total_is_in_a_unit_that_people_would_say() {
        for (parts, expect) in [
            ("", "-"),
            ("30m 20m", "50 Minute"),
            ("90m 1h", "3 Hour"),
            ("1d 3h", "9 Hour"),
            ("2d 3d", "5 Day"),
            ("30d 1d 1d 1d 60d 90d", "7 Month"),
            ("360d 2y+", "37 Month+"),
        ] {
            let parts = parts.split_whitespace().map(|part| part.parse().expect("a duration"));
            assert_eq!(shown(Duration::sum(parts)), expect);
        }
    }
}
