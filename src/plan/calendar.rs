//! Events for calendars: one file for each event, and one with all of a language.
//!
//! Source of the format: RFC 5545. Times with a known zone are in UTC; others are "floating": local time of the reader. The stamp is the page's own date, so that the same page always gives the same file.

use super::{Family, Job, JobOutput, Plan, PlanInput, head::json_ld, plain_text::line};
use crate::{
    model::{Address, FieldValue, Href, Lang},
    site::{Event, EventState, Moment, Page, PageId, Site},
    view::{EventView, LinkView, MomentView},
};
use icalendar::{Calendar, Component, Event as Entry, EventLike};
use serde_json::{Value, json};

/// All events of a language, or one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct CalendarFile {
    lang: Lang,
    event: Option<PageId>,
}

impl Family for CalendarFile {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let site = input.site;
        let events = site.pages.iter().enumerate().filter(|(_, page)| page.event.is_some());
        for (id, page) in events.clone() {
            let kind = CalendarFile { lang: page.lang.clone(), event: Some(id) }.into();
            jobs.push(Job { address: event_address(page), page: Some(id), kind });
        }
        let is_listed = |page: &Page, lang: &Lang| page.lang == *lang && !page.flags.is_unlisted;
        for lang in site
            .languages
            .iter()
            .map(|language| &language.lang)
            .filter(|lang| events.clone().any(|(_, page)| is_listed(page, lang)))
        {
            let kind = CalendarFile { lang: lang.clone(), event: None }.into();
            jobs.push(Job { address: address(site, lang), page: None, kind });
        }
    }

    fn output(&self, plan: &Plan, _: &Job) -> JobOutput {
        let (lang, event) = (&self.lang, self.event);
        let site = &plan.site;
        let mut pages: Vec<&Page> = match event {
            Some(id) => vec![&site.pages[id]],
            None => {
                let events = site.pages.iter().filter(|page| page.event.is_some() && !page.flags.is_unlisted);
                events.filter(|page| page.lang == *lang).collect()
            }
        };
        pages.sort_by_key(|page| page.event.as_ref().map(|event| event.start));
        let mut calendar = Calendar::empty();
        calendar.append_property(("VERSION", "2.0"));
        calendar.append_property(("PRODID", "-//portal//calendar//EN"));
        calendar.append_property(("CALSCALE", "GREGORIAN"));
        if event.is_none() {
            calendar.name(&line(&plan.site_title(lang)));
        }
        for page in pages {
            calendar.extend(page.event.iter().map(|event| plan.entry_for_calendars(page, event)));
        }
        JobOutput::Bytes(calendar.to_string().into_bytes())
    }
}

/// The calendar of a language.
pub(super) fn address(site: &Site, lang: &Lang) -> Address {
    Address::file(format!("{}calendar.ics", site.language(lang).prefix))
}

/// An event's file, beside its page.
fn event_address(page: &Page) -> Address {
    let page = page.address.as_str().trim_end_matches("index.html");
    match page.strip_suffix('/') {
        Some(folder) => Address::file(format!("{folder}/event.ics")),
        None => Address::file(format!("{}.ics", page.trim_end_matches(".html"))),
    }
}

impl Plan {
    fn entry_for_calendars(&self, page: &Page, event: &Event) -> Entry {
        let mut entry = Entry::new();
        let url = self.absolute(&page.address);
        let id = if url.is_empty() { format!("{}@portal", page.address) } else { url.clone() };
        let stamp = page.updated.or(page.date).map_or(event.start.day, |date| date.day);
        entry.uid(&id).add_property("DTSTAMP", format!("{}T000000Z", digits(stamp)));
        entry.summary(&line(&page.document.meta.title));
        put(&mut entry, "DTSTART", &event.start, false);
        // Without an end, a whole day is that day, and a time is a moment.
        if let Some(end) = &event.end {
            put(&mut entry, "DTEND", end, true);
        }
        let summary = super::views::summary(page);
        if !summary.is_empty() {
            entry.description(&line(summary));
        }
        let place = text(page, "place").map(str::to_owned).or_else(|| self.event_link(page, "online"));
        place.iter().for_each(|place| {
            entry.location(&line(place));
        });
        if !url.is_empty() {
            entry.url(&url);
        }
        entry
    }

    /// A link among an event's fields, absolute where that is possible.
    fn event_link(&self, page: &Page, name: &str) -> Option<String> {
        let Some(FieldValue::Link(link)) = page.document.meta.fields.get(name) else { return None };
        let base = self.site.config.base_url.as_deref().unwrap_or_default();
        Some(match self.site.href(page, *link)? {
            Href::Site(path) | Href::File(path, _) => format!("{base}{path}"),
            Href::Raw(url) => url.as_str().to_owned(),
        })
    }

    /// The event of a page, without its speakers; `None` for other pages.
    pub fn event(&self, page: &Page) -> Option<EventView> {
        let event = page.event.as_ref()?;
        let strings = self.strings(&page.lang);
        let moment = |moment: &Moment| MomentView {
            date: strings.date(crate::model::Date { day: moment.day, clock: None }),
            time: moment.time.map_or(String::new(), |time| format!("{:02}:{:02}", time.hour(), time.minute())),
            iso: moment.iso(),
        };
        Some(EventView {
            state: match event.state {
                EventState::Now => "now",
                EventState::Upcoming => "upcoming",
                EventState::Past => "past",
            },
            start: moment(&event.start),
            end: event.end.as_ref().filter(|end| **end != event.start).map(moment),
            deadline: event.deadline.as_ref().map(moment),
            open: event.is_open,
            zone: event.zone.clone().unwrap_or_default(),
            offset: event.start.offset.map_or(String::new(), utc_offset),
            calendar: event_address(page).href(),
            speakers: Vec::new(),
        })
    }

    /// The same with the speakers, for the event's own page.
    pub fn event_with_speakers(&self, page: &Page) -> Option<EventView> {
        let site = &self.site;
        let link = |name: &String| {
            let person = site.people.find(&site.pages, &page.lang, name);
            let url = person.map_or_else(String::new, |id| site.pages[id].address.href());
            LinkView { title: name.clone(), url, ..LinkView::default() }
        };
        Some(EventView { speakers: speakers(page).iter().map(link).collect(), ..self.event(page)? })
    }

    /// An event as search engines read it.
    pub fn event_json(&self, page: &Page) -> Option<String> {
        let event = page.event.as_ref()?;
        let url = Some(self.absolute(&page.address)).filter(|url| !url.is_empty())?;
        let mut value = json!({
            "@context": "https://schema.org",
            "@type": "Event",
            "name": page.document.meta.title,
            "startDate": event.start.iso(),
            "url": url,
            "inLanguage": page.lang.html(),
            "eventStatus": "https://schema.org/EventScheduled",
            "organizer": {"@type": "Organization", "name": self.site_title(&page.lang)},
        });
        let place = text(page, "place").map(|name| json!({"@type": "Place", "name": name, "address": name}));
        let online = self.event_link(page, "online").map(|url| json!({"@type": "VirtualLocation", "url": url}));
        let mode = match (&place, &online) {
            (Some(_), Some(_)) => "MixedEventAttendanceMode",
            (None, Some(_)) => "OnlineEventAttendanceMode",
            _ => "OfflineEventAttendanceMode",
        };
        let known = place.is_some() || online.is_some();
        let locations: Vec<Value> = place.into_iter().chain(online).collect();
        let speakers: Vec<Value> = speakers(page).iter().map(|name| json!({"@type": "Person", "name": name})).collect();
        let optional = [
            ("endDate", event.end.as_ref().map(|end| json!(end.iso()))),
            ("location", (!locations.is_empty()).then(|| json!(locations))),
            ("eventAttendanceMode", known.then(|| json!(format!("https://schema.org/{mode}")))),
            ("performer", (!speakers.is_empty()).then(|| json!(speakers))),
            ("description", Some(super::views::summary(page)).filter(|text| !text.is_empty()).map(|text| json!(text))),
        ];
        for (name, entry) in optional {
            if let Some(entry) = entry {
                value[name] = entry;
            }
        }
        Some(json_ld(&value))
    }
}

fn speakers(page: &Page) -> &[String] {
    match page.document.meta.fields.get("speakers") {
        Some(FieldValue::List(names)) => names,
        _ => &[],
    }
}

fn text<'p>(page: &'p Page, name: &str) -> Option<&'p str> {
    match page.document.meta.fields.get(name)? {
        FieldValue::Text(text) => Some(text),
        _ => None,
    }
}

/// Writes a moment. The format wants the day after the last one as the end of whole days.
fn put(entry: &mut Entry, name: &str, moment: &Moment, ends: bool) {
    let Some(time) = moment.time else {
        let day = if ends { moment.day.tomorrow().unwrap_or(moment.day) } else { moment.day };
        let mut property = icalendar::Property::new(name, digits(day));
        property.add_parameter("VALUE", "DATE");
        entry.append_property(property);
        return;
    };
    let (at, mark) = moment.utc().map_or((moment.day.to_datetime(time), ""), |utc| (utc, "Z"));
    let clock = format!("{:02}{:02}{:02}", at.hour(), at.minute(), at.second());
    entry.add_property(name, format!("{}T{clock}{mark}", digits(at.date())));
}

fn digits(day: jiff::civil::Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// `UTC+8`, `UTC-3:30`
fn utc_offset(seconds: i32) -> String {
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}
