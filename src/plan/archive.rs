//! Dated pages by year and month.

use super::{Family, Job, JobOutput, Plan, PlanInput};
use crate::{
    model::{Address, Lang},
    site::{LanguageSite, Site},
    view::{ArchiveView, LinkView, MonthView, View},
};

/// The archive of a language, or a year of it. Without a year: the newest year, with links to all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ArchivePage {
    lang: Lang,
    year: Option<i16>,
}

impl Family for ArchivePage {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let site = input.site;
        for language in &site.languages {
            let years: Vec<i16> = years(language).map(|(year, _)| year).collect();
            if years.is_empty() {
                continue;
            }
            for year in std::iter::once(None).chain(years.into_iter().map(Some)) {
                jobs.push(Job {
                    address: address(site, &language.lang, year),
                    page: None,
                    kind: ArchivePage { lang: language.lang.clone(), year }.into(),
                });
            }
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let (lang, year) = (&self.lang, self.year);
        let site = &plan.site;
        let language = site.language(lang);
        let strings = plan.strings(lang);
        let shown = year.or_else(|| years(language).next().map(|(year, _)| year)).unwrap_or_default();
        let links = years(language).map(|(year, count)| LinkView {
            title: year.to_string(),
            url: address(site, lang, Some(year)).href(),
            count,
            current: year == shown,
        });
        let mut months: Vec<(i8, MonthView)> = Vec::new();
        for &id in language.years.get(&shown).map_or(&[][..], Vec::as_slice) {
            let month = site.pages[id].date.map_or(0, |date| date.day.month());
            if months.last().is_none_or(|(last, _)| *last != month) {
                months.push((month, MonthView { title: strings.month(shown, month), cards: Vec::new() }));
            }
            if let Some((_, view)) = months.last_mut() {
                view.cards.push(plan.card(id));
            }
        }
        let title = strings.get("archive").to_owned();
        let mut above = vec![plan.home_link(lang)];
        let title = match year {
            None => title,
            Some(year) => {
                above.push(LinkView { title, url: address(site, lang, None).href(), ..LinkView::default() });
                strings.format("year", &[("y", &year.to_string())])
            }
        };
        let mut head = plan.head(lang, "archive", title, job);
        head.description = match year {
            None => plan.described(lang, "archive_description", &[]),
            Some(year) => plan.described(lang, "archive_year_description", &[("y", &year.to_string())]),
        };
        let view = ArchiveView {
            page: plan.with_breadcrumbs(head, above),
            years: links.collect(),
            months: months.into_iter().map(|(_, month)| month).collect(),
        };
        plan.page_input("archive", lang, job, View::Archive(view), None).into()
    }

    fn is_indexed(&self, _: &Job, _: &Site) -> bool {
        true
    }
}

/// Years with pages and how many they hold, the newest first.
fn years(language: &LanguageSite) -> impl Iterator<Item = (i16, usize)> {
    language.years.iter().rev().map(|(year, pages)| (*year, pages.len()))
}

/// The archive, or a year of it.
pub(super) fn address(site: &Site, lang: &Lang, year: Option<i16>) -> Address {
    let year = year.map_or(String::new(), |year| format!("/{year}"));
    let prefix = &site.language(lang).prefix;
    let folder = site.config.archive_folder.as_deref().unwrap_or("archive");
    Address::folder(&format!("{prefix}{folder}{year}"), site.config.urls)
}
