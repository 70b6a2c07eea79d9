//! The fields that a page's kind adds, as its template sees them.

use super::Plan;
use crate::{
    model::{Field, FieldType, FieldValue, Href, Kind, Lang, pick},
    site::{Page, PageId},
    view::{DateView, FieldView, ImageView, LabelView, LinkView, PartView, ReferenceView, TargetView},
};
use jiff::civil::Time;
use std::collections::BTreeMap;

impl Plan {
    /// The fields that have a value.
    pub fn fields(&self, page: &Page) -> BTreeMap<String, FieldView> {
        let kind = self.site.kind(page);
        let view = |(name, field): &(String, Field)| Some((name.clone(), self.field(page, name, &field.kind)?));
        kind.fields.iter().filter_map(view).collect()
    }

    /// The value of a field, if it has one.
    pub fn field(&self, page: &Page, name: &str, kind: &FieldType) -> Option<FieldView> {
        match kind {
            FieldType::Term | FieldType::Terms => some(self.terms_of(page, name)).map(FieldView::Terms),
            FieldType::Ref(_) | FieldType::Refs(_) => {
                let pages = page.relations().refs.get(name).map_or(&[][..], Vec::as_slice);
                some(self.cards(pages)).map(FieldView::Pages)
            }
            _ => self.value(page, page.document.meta.fields.get(name)?),
        }
    }

    fn value(&self, page: &Page, value: &FieldValue) -> Option<FieldView> {
        let strings = self.strings(&page.lang);
        Some(match value {
            FieldValue::Text(text) | FieldValue::Number(text) => FieldView::Text(text.clone()),
            FieldValue::Markdown(part) => FieldView::Markdown(PartView { part: *part }),
            FieldValue::Date(date, time) => FieldView::Date(moment(strings.date(*date), date.clock, *time)),
            FieldValue::Duration(duration) => FieldView::Duration(strings.duration(*duration)),
            FieldValue::Bool(yes) => FieldView::Bool(*yes),
            FieldValue::Link(link) if page.document.links.get(*link)?.image => {
                FieldView::Image(self.field_image(page, *link)?)
            }
            FieldValue::Link(link) => FieldView::Link(self.target(page, *link)?),
            FieldValue::List(texts) => FieldView::List(texts.clone()),
            FieldValue::Rows(rows) => {
                let cell = |(column, value): (&String, &FieldValue)| Some((column.clone(), self.value(page, value)?));
                FieldView::Rows(rows.iter().map(|row| row.iter().filter_map(cell).collect()).collect())
            }
            // Already resolved, in `refs`.
            FieldValue::Refs(_) => return None,
        })
    }

    /// Where a link of a page's fields leads.
    pub fn target(&self, page: &Page, link: usize) -> Option<TargetView> {
        let (url, external) = address(&self.site.href(page, link)?);
        let path = url.split(['#', '?']).next().unwrap_or_default();
        let of_page = || self.site.pages.iter().find(|page| page.address.href() == path);
        let title = match external {
            true => url.split_once("://").map_or(&*url, |(_, rest)| rest).trim_end_matches('/').to_owned(),
            false => of_page().map_or_else(|| url.clone(), |page| page.document.meta.title.clone()),
        };
        Some(TargetView { title, url, external })
    }

    /// A picture of a page's fields. Templates show it small, so the smallest version is used.
    pub fn field_image(&self, page: &Page, link: usize) -> Option<ImageView> {
        let (url, _) = address(&self.site.href(page, link)?);
        let Some(picture) = self.site.image(page, link).and_then(|path| self.site.pictures.get(path)) else {
            return Some(ImageView { url, width: 0, height: 0 });
        };
        let url = picture.widths.first().map_or(url, |(_, address)| address.href());
        Some(ImageView { url, width: picture.width, height: picture.height })
    }

    /// What the fields are called, in the order of the kind.
    pub fn labels(&self, page: &Page, fields: &BTreeMap<String, FieldView>) -> Vec<LabelView> {
        let kind = self.site.kind(page);
        let label = |name: &str, view: &FieldView, columns| LabelView {
            name: name.to_owned(),
            title: self.label(kind, name, &page.lang),
            shape: view.shape().to_owned(),
            columns,
        };
        let labels = kind.fields.iter().filter_map(|(name, field)| {
            let view = fields.get(name)?;
            let columns = match (view, &field.kind) {
                (FieldView::Rows(rows), FieldType::Table(columns)) => columns
                    .iter()
                    .filter_map(|(column, _)| {
                        let cell = rows.iter().find_map(|row| row.get(column))?;
                        Some(label(column, cell, Vec::new()))
                    })
                    .collect(),
                _ => Vec::new(),
            };
            Some(label(name, view, columns))
        });
        labels.collect()
    }

    /// The label of a field: from the kind, else from the theme, else its name.
    pub fn label(&self, kind: &Kind, name: &str, lang: &Lang) -> String {
        let own = kind.labels.get(name).and_then(|label| pick(label, lang));
        let known = || self.strings(lang).0.get(&format!("fields.{name}")).map(String::as_str);
        own.or_else(known).unwrap_or(name).to_owned()
    }

    /// Pages that name this one, by their kind and field.
    pub fn references(&self, page: &Page) -> Vec<ReferenceView> {
        let view = |((from, field), pages): (&(String, String), &Vec<PageId>)| {
            let kind = self.site.config.kinds.iter().find(|kind| kind.name == *from)?;
            let title = kind.title_in(&page.lang).to_owned();
            // One kind can name it in two ways.
            let is_alone = page.relations().referenced.keys().filter(|(other, _)| other == from).count() == 1;
            let title = if is_alone { title } else { format!("{title} · {}", self.label(kind, field, &page.lang)) };
            Some(ReferenceView { title, kind: from.clone(), field: field.clone(), cards: self.cards(pages) })
        };
        page.relations().referenced.iter().filter_map(view).collect()
    }

    /// The authors as written, with the addresses of their pages.
    pub fn authors(&self, page: &Page) -> Vec<LinkView> {
        let names = page.document.meta.authors.iter().enumerate();
        let url = |place: usize| {
            page.relations().authors.get(place).copied().flatten().map(|id| self.site.pages[id].address.href())
        };
        names
            .map(|(place, name)| LinkView {
                title: name.clone(),
                url: url(place).unwrap_or_default(),
                ..LinkView::default()
            })
            .collect()
    }
}

/// The address that a link leads to, as text, and whether that is another site.
fn address(href: &Href) -> (String, bool) {
    let url = href.as_str().to_owned();
    let external = matches!(href, Href::Raw(_)) && (url.contains(':') || url.starts_with("//"));
    (url, external)
}

/// A day with the time of day that was written.
fn moment(day: DateView, clock: Option<crate::model::OffsetTime>, time: Option<Time>) -> DateView {
    let Some(time) = time.or(clock.map(|clock| clock.time)) else { return day };
    let time = format!("{:02}:{:02}", time.hour(), time.minute());
    let (iso, zone) = clock.map_or_else(Default::default, |clock| {
        let (sign, minutes) = (if clock.offset < 0 { '-' } else { '+' }, clock.offset.abs() / 60);
        let offset = format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        (offset.clone(), format!(" UTC{offset}"))
    });
    DateView { iso: format!("{}T{time}{iso}", day.iso), text: format!("{} {time}{zone}", day.text) }
}

fn some<T>(values: Vec<T>) -> Option<Vec<T>> {
    (!values.is_empty()).then_some(values)
}
