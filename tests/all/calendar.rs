//! The calendar, read back by another library than the one that wrote it.

use calcard::{
    Entry, Parser,
    common::PartialDateTime,
    icalendar::{ICalendarComponentType, ICalendarProperty, ICalendarValue},
};
use portal::{
    engine::{self, Cache, Silent},
    model::{Config, Date, Lang, RelPath},
    parse,
    source::{Snapshot, ThemeFiles},
};
use std::collections::BTreeMap;

/// The calendar of a site with these files.
fn calendar(files: &[(&str, &str)]) -> String {
    let path = |name: &str| RelPath::new(name).expect("a path");
    let files: BTreeMap<RelPath, Vec<u8>> =
        files.iter().map(|(name, text)| (path(name), text.as_bytes().to_vec())).collect();
    let (config, complaints) = parse::config::read(&path("book.toml"), &files[&path("book.toml")]);
    assert!(complaints.is_empty(), "{complaints:?}");
    let today = Date::parse("2026-11-21").expect("a day");
    let config: Config = config;
    let snapshot = Snapshot::of_files(&files, None, ThemeFiles::embedded(), today);
    let build = engine::plan_site(&snapshot, &config, &Lang::new("zh").expect("a tag"), &Cache::none(), &Silent)
        .expect("readable");
    let (outputs, faults) = build.outputs(&Cache::none());
    assert!(faults.is_empty() && build.diagnostics.is_empty(), "{faults:?} {:?}", build.diagnostics);
    String::from_utf8(outputs["calendar.ics"].to_vec()).expect("text")
}

fn shown(value: &ICalendarValue) -> String {
    match value {
        ICalendarValue::Text(text) => text.clone(),
        ICalendarValue::PartialDateTime(at) => {
            let PartialDateTime { year, month, day, hour, minute, tz_hour, .. } = **at;
            let day = format!("{}-{:02}-{:02}", year.unwrap_or(0), month.unwrap_or(0), day.unwrap_or(0));
            let zone = if tz_hour == Some(0) { " UTC" } else { "" };
            hour.map_or(day.clone(), |hour| format!("{day} {hour:02}:{:02}{zone}", minute.unwrap_or(0)))
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn another_library_reads_the_events_as_they_were_written() {
    let text = calendar(&[
        ("book.toml", "[book]\nlanguage = \"zh\"\n[portal]\nbase-url = \"https://example.com/\"\n"),
        (
            "events/a.md",
            "---\ntitle: 用户大会；第一天\nstart: 2026-12-05 14:00\nend: 2026-12-05 17:30\ntimezone: Asia/Shanghai\nplace: 杭州, 西湖\n---\n\
             很长的一段介绍，要折成好几行才放得下：从安装、迁移、写作，一直讲到发布和维护。\n",
        ),
        ("events/b.md", "---\ntitle: Whole days\nstart: 2026-12-24\nend: 2026-12-26\n---\n"),
        ("events/c.md", "---\ntitle: Somewhere\nstart: 2026-12-31 23:00\n---\n"),
    ]);
    assert!(
        text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')),
        "lines are not as the format has them"
    );
    let mut parser = Parser::new(&text);
    let calendar = match parser.entry() {
        Entry::ICalendar(calendar) => calendar,
        other => panic!("{other:?}:\n{text}"),
    };
    let mut found = String::new();
    for event in calendar.components.iter().filter(|one| one.component_type == ICalendarComponentType::VEvent) {
        for name in [
            ICalendarProperty::Summary,
            ICalendarProperty::Dtstart,
            ICalendarProperty::Dtend,
            ICalendarProperty::Location,
            ICalendarProperty::Description,
        ] {
            let values = event.entries.iter().filter(|entry| entry.name == name).flat_map(|entry| &entry.values);
            found += &values.map(shown).collect::<Vec<_>>().join(" ");
            found += " | ";
        }
        found += "\n";
    }
    let expect = "\
用户大会；第一天 | 2026-12-05 06:00 UTC | 2026-12-05 09:30 UTC | 杭州, 西湖 | 很长的一段介绍，要折成好几行才放得下：从安装、迁移、写作，一直讲到发布和维护。 | 
Whole days | 2026-12-24 | 2026-12-27 |  |  | 
Somewhere | 2026-12-31 23:00 |  |  |  | 
";
    assert_eq!(found, expect);
}
