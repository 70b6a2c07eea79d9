//! What an audience's page shows, and the page that shows all audiences side by side.

use super::{Family, Job, JobOutput, Plan, PlanInput};
use crate::{
    model::{Address, Lang},
    site::{LanguageSite, MatrixEntry, MatrixRow, PageId, Site},
    view::{AudienceView, LinkView, MatrixCellView, MatrixEntryView, MatrixRowView, MatrixView, View},
};

/// Pages on an audience's page.
const READINGS: usize = 12;

/// What all audiences need and offer, in one language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct MatrixPage {
    lang: Lang,
}

impl Family for MatrixPage {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let site = input.site;
        for LanguageSite { lang, matrix, .. } in &site.languages {
            if !matrix.audiences.is_empty() && !matrix.rows.is_empty() {
                jobs.push(Job {
                    address: address(site, lang),
                    page: None,
                    kind: MatrixPage { lang: lang.clone() }.into(),
                });
            }
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let lang = &self.lang;
        let matrix = &plan.site.language(lang).matrix;
        let strings = plan.strings(lang);
        let mut head = plan.head(lang, "matrix", strings.get("matrix").to_owned(), job);
        head.description = plan.described(lang, "matrix_description", &[]);
        head.translations = plan.matrix_translations(lang, head.translations);
        let row = |row: &MatrixRow| MatrixRowView {
            text: row.text.clone(),
            cells: matrix
                .audiences
                .iter()
                .map(|id| MatrixCellView {
                    needs: row.needs.iter().any(|entry| entry.page == *id),
                    offers: row.offers.iter().any(|entry| entry.page == *id),
                })
                .collect(),
            answers: plan.answers(row),
            needed: !row.needs.is_empty(),
        };
        let view = MatrixView {
            page: plan.with_breadcrumbs(head, plan.folder_trail(lang, "audiences")),
            audiences: matrix.audiences.iter().map(|id| plan.link(*id)).collect(),
            rows: matrix.rows.iter().map(row).collect(),
            needed: matrix.rows.iter().filter(|row| !row.needs.is_empty()).count(),
            unanswered: matrix.rows.iter().filter(|row| !row.is_answered()).count(),
        };
        plan.page_input("matrix", lang, job, View::Matrix(view), None).into()
    }

    fn is_indexed(&self, _: &Job, _: &Site) -> bool {
        true
    }
}

/// The page of all audiences.
pub(super) fn address(site: &Site, lang: &Lang) -> Address {
    crate::site::matrix_address(&site.language(lang).prefix, site.config.urls)
}

impl Plan {
    /// The needs and offers of an audience; `None` for other pages.
    pub fn audience(&self, id: PageId) -> Option<AudienceView> {
        let page = &self.site.pages[id];
        let matrix = Some(&self.site.language(&page.lang).matrix).filter(|matrix| matrix.audiences.contains(&id))?;
        let entries = |own: fn(&MatrixRow) -> &[MatrixEntry], other: fn(&MatrixRow) -> &[MatrixEntry]| {
            let all = matrix.rows.iter().flat_map(|row| own(row).iter().map(move |entry| (row, entry)));
            let view = |(row, entry): (&MatrixRow, &MatrixEntry)| MatrixEntryView {
                text: entry.text.clone(),
                url: self.entry_url(entry),
                others: self.holders(other(row), id),
            };
            all.filter(|(_, entry)| entry.page == id).map(view).collect()
        };
        let readings = &page.relations().readings[..page.relations().readings.len().min(READINGS)];
        Some(AudienceView {
            needs: entries(|row| &row.needs, |row| &row.offers),
            offers: entries(|row| &row.offers, |row| &row.needs),
            readings: self.cards(readings),
            more_readings: page.relations().readings.len() - readings.len(),
            matrix: address(&self.site, &page.lang).href(),
        })
    }

    fn entry_url(&self, entry: &MatrixEntry) -> String {
        let href = entry.link.and_then(|link| self.site.href(&self.site.pages[entry.page], link));
        href.map_or_else(String::new, |href| href.as_str().to_owned())
    }

    /// The pages with these needs or offers, without `but`, each once.
    fn holders(&self, entries: &[MatrixEntry], but: PageId) -> Vec<LinkView> {
        let mut pages: Vec<PageId> = entries.iter().map(|entry| entry.page).filter(|page| *page != but).collect();
        pages.dedup();
        pages.into_iter().map(|page| self.link(page)).collect()
    }

    /// Links to the offers of a row.
    fn answers(&self, row: &MatrixRow) -> Vec<LinkView> {
        let mut answers: Vec<LinkView> = Vec::new();
        let linked = row.needs.iter().filter(|need| need.link.is_some()).map(|need| {
            let url = self.entry_url(need);
            let title = self.title_of(&url).unwrap_or_else(|| url.clone());
            LinkView { title, url, ..LinkView::default() }
        });
        for link in linked.chain(self.holders(&row.offers, usize::MAX)) {
            if !answers.contains(&link) {
                answers.push(link);
            }
        }
        answers
    }

    /// The title of the page at an address of the site.
    fn title_of(&self, url: &str) -> Option<String> {
        let path = &url[..url.find('#').unwrap_or(url.len())];
        let page = self.site.pages.iter().find(|page| page.address.href() == path)?;
        Some(page.document.meta.title.clone())
    }

    fn matrix_translations(
        &self,
        lang: &Lang,
        translations: Vec<crate::view::TranslationView>,
    ) -> Vec<crate::view::TranslationView> {
        let others = self.site.languages.iter().filter(|other| other.lang != *lang);
        let mut translations = translations;
        for (other, translation) in others.zip(&mut translations) {
            if !other.matrix.rows.is_empty() {
                (translation.url, translation.exact) = (address(&self.site, &other.lang).href(), true);
            }
        }
        translations
    }
}
