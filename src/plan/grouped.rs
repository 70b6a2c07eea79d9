//! Lists that are read in groups, on one page: events by when they are, pages of a kind by one of its fields.

use super::Plan;
use crate::{
    model::{Lang, ListView, natural},
    site::{EventState, PageId, Site},
    view::CardGroupView,
};
use std::{cmp::Reverse, collections::BTreeMap};

/// Whether most pages of a list are of a kind whose lists are read in groups.
pub(super) fn is_grouped(site: &Site, pages: &[PageId]) -> bool {
    let grouped = pages.iter().filter(|id| {
        let page = &site.pages[**id];
        let kind = site.kind(page);
        // A table has a column for what would make the groups.
        kind.view != ListView::Table && (page.event.is_some() || kind.group_by.is_some())
    });
    2 * grouped.count() > pages.len()
}

/// The field that the groups of a list are made by.
pub(super) fn grouped_by<'s>(site: &'s Site, pages: &[PageId]) -> Option<&'s str> {
    let mut fields = pages.iter().filter_map(|id| site.kind(&site.pages[*id]).group_by.as_deref());
    fields.next().filter(|_| is_grouped(site, pages))
}

impl Plan {
    /// The pages of a list in groups; none when it is an ordinary list.
    pub fn groups(&self, lang: &Lang, pages: &[PageId]) -> Vec<CardGroupView> {
        if !is_grouped(&self.site, pages) {
            return Vec::new();
        }
        let (events, others): (Vec<PageId>, Vec<PageId>) =
            pages.iter().partition(|id| self.site.pages[**id].event.is_some());
        let mut groups = self.by_time(lang, &events);
        groups.extend(self.by_field(lang, &others));
        groups
    }

    /// Present and future events, the next first; then past events by year, the latest first.
    pub fn by_time(&self, lang: &Lang, events: &[PageId]) -> Vec<CardGroupView> {
        let strings = self.strings(lang);
        let event = |id: &PageId| self.site.pages[*id].event.as_ref();
        let mut sorted: Vec<PageId> = events.to_vec();
        sorted.sort_by_key(|id| event(id).map(|event| event.start));
        let (past, coming): (Vec<PageId>, Vec<PageId>) =
            sorted.into_iter().partition(|id| event(id).is_some_and(|event| event.state == EventState::Past));
        let mut groups = Vec::new();
        if !coming.is_empty() {
            groups.push(self.card_group(strings.get("upcoming"), "upcoming", &coming));
        }
        let mut years: BTreeMap<Reverse<i16>, Vec<PageId>> = BTreeMap::new();
        for id in past.into_iter().rev() {
            years.entry(Reverse(event(&id).map_or(0, |event| event.start.day.year()))).or_default().push(id);
        }
        groups.extend(years.into_iter().map(|(Reverse(year), ids)| {
            let title = strings.format("past_year", &[("y", &year.to_string())]);
            self.card_group(&title, &format!("y{year}"), &ids)
        }));
        groups
    }

    /// Groups by the first term of the kind's `group_by` field, the largest group first; pages without a term last.
    fn by_field(&self, lang: &Lang, pages: &[PageId]) -> Vec<CardGroupView> {
        let mut groups: BTreeMap<Option<String>, Vec<PageId>> = BTreeMap::new();
        for id in pages {
            let page = &self.site.pages[*id];
            let field = self.site.kind(page).group_by.as_deref();
            let term = self.site.terms_of(page).find(|(name, _)| Some(*name) == field);
            groups.entry(term.map(|(_, key)| key.to_owned())).or_default().push(*id);
        }
        let mut groups: Vec<(Option<String>, Vec<PageId>)> = groups.into_iter().collect();
        groups.sort_by(|(term, ids), (other, others)| {
            let by_name = || natural(term.as_deref().unwrap_or_default(), other.as_deref().unwrap_or_default());
            (term.is_none(), Reverse(ids.len())).cmp(&(other.is_none(), Reverse(others.len()))).then_with(by_name)
        });
        let view = |(term, ids): (Option<String>, Vec<PageId>)| {
            let page = &self.site.pages[ids[0]];
            let field = self.site.kind(page).group_by.as_deref().unwrap_or_default();
            let title = term.is_some().then(|| self.terms_of(page, field).into_iter().next()).flatten();
            let title = title.map_or_else(|| self.strings(lang).get("others").to_owned(), |link| link.title);
            self.card_group(&title, &crate::model::address_part(&title), &ids)
        };
        groups.into_iter().map(view).collect()
    }

    /// The calendar of the language, on a list of events.
    pub fn calendar_of(&self, lang: &Lang, pages: &[PageId]) -> String {
        let has_events = pages.iter().any(|id| self.site.pages[*id].event.is_some());
        if has_events { super::calendar::address(&self.site, lang).href() } else { String::new() }
    }

    fn card_group(&self, title: &str, id: &str, pages: &[PageId]) -> CardGroupView {
        CardGroupView { title: title.to_owned(), id: id.to_owned(), cards: self.cards(pages) }
    }
}
