//! Lists in the texts of pages, and lists as tables.
//!
//! In: what a text asks for. Out: the pages that fit, in their order, as the template `embedded.html` sees them. They are a
//! part of what a page is rendered from: when one of them changes, the page is rendered again.
//!
//! What always holds: pages of the language of the text, and not the page itself.

use super::{Plan, filters::choice};
use crate::{
    model::{FieldType, FieldValue, Lang, ListQuery, ListView, natural, term_key},
    site::{Page, PageId, Term},
    view::{EmbeddedListView, LabelView, LinkView, TableView},
};
use std::{cmp::Ordering, collections::BTreeSet};

/// Columns of a table.
const COLUMNS: usize = 6;

impl Plan {
    /// The lists that the text of a page asks for.
    pub fn embedded(&self, page: &Page) -> Vec<EmbeddedListView> {
        page.document.body.queries.iter().map(|query| self.embedded_list(page, query)).collect()
    }

    fn embedded_list(&self, page: &Page, query: &ListQuery) -> EmbeddedListView {
        let kind = self.site.config.kinds.iter().find(|kind| kind.name == query.kind);
        let mut found: Vec<PageId> = match self.site.language(&page.lang).kinds.get(&query.kind) {
            Some(of_kind) => of_kind.pages.clone(),
            // Plain texts have no list of their kind.
            None => {
                let is_of_kind =
                    |other: &&Page| other.language == page.language && other.document.meta.kind == query.kind;
                self.site.listed().map(|(_, other)| other).filter(is_of_kind).map(|other| other.id).collect()
            }
        };
        found.retain(|id| *id != page.id && query.conditions.iter().all(|condition| self.fits(*id, condition)));
        if let Some((field, descending)) = &query.sort {
            found.sort_by(|a, b| self.compare(*a, *b, field, *descending));
        }
        let count = found.len();
        found.truncate(query.limit.unwrap_or(usize::MAX));
        let view = query.view.or(kind.map(|kind| kind.view)).unwrap_or_default();
        let whole = self.kind_link(&page.lang, &query.kind).filter(|_| found.len() < count);
        EmbeddedListView {
            view: view.name(),
            table: if view == ListView::Table { self.table(&page.lang, &found) } else { TableView::default() },
            cards: self.cards(&found),
            more: whole.map(|link| self.chosen(&page.lang, query, LinkView { count, ..link })),
        }
    }

    /// A link to a list with the choice of a query in its address. Without it if the filters do not have such a choice.
    fn chosen(&self, lang: &Lang, query: &ListQuery, list: LinkView) -> LinkView {
        let taxonomies = &self.site.language(lang).taxonomies;
        let choices = |(name, values): &(String, Vec<String>)| {
            let taxonomy = taxonomies.get(name)?;
            let term = |value: &String| taxonomy.terms.values().find(|term| is_named(term, value));
            values.iter().map(|value| Some(choice(name, term(value)?))).collect::<Option<Vec<String>>>()
        };
        match query.conditions.iter().map(choices).collect::<Option<Vec<_>>>() {
            Some(choices) if !choices.is_empty() => {
                LinkView { url: format!("{}?{}", list.url, choices.concat().join("&")), ..list }
            }
            Some(_) => list,
            None => LinkView { count: 0, ..list },
        }
    }

    /// Whether a page has one of the values of a field, or a term with one of these names.
    fn fits(&self, id: PageId, (field, values): &(String, Vec<String>)) -> bool {
        let page = &self.site.pages[id];
        if let Some(taxonomy) = self.site.language(&page.lang).taxonomies.get(field) {
            let terms = self.site.all_terms_of(id).filter(|(name, _)| name == field);
            let mut terms = terms.filter_map(|(_, key)| taxonomy.terms.get(key));
            return terms.any(|term| values.iter().any(|value| is_named(term, value)));
        }
        let texts = self.texts(page, field);
        texts.iter().any(|text| values.contains(text))
    }

    /// Pages without a value are last, in either direction.
    fn compare(&self, a: PageId, b: PageId, field: &str, descending: bool) -> Ordering {
        let value = |id| self.texts(&self.site.pages[id], field).into_iter().next();
        match (value(a), value(b)) {
            (Some(a), Some(b)) if descending => natural(&b, &a),
            (Some(a), Some(b)) => natural(&a, &b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }

    /// The value of a field as texts that can be compared.
    fn texts(&self, page: &Page, field: &str) -> Vec<String> {
        match (field, page.document.meta.fields.get(field)) {
            ("title", _) => vec![page.document.meta.title.clone()],
            ("date", _) => page.date.map(|date| date.iso()).into_iter().collect(),
            (_, Some(FieldValue::Text(text) | FieldValue::Number(text))) => vec![text.clone()],
            (_, Some(FieldValue::Bool(yes))) => vec![yes.to_string()],
            (_, Some(FieldValue::Date(date, time))) => {
                vec![time.map_or_else(|| date.iso(), |time| format!("{}T{time}", date.iso()))]
            }
            (_, Some(FieldValue::Duration(duration))) => vec![duration.minutes().to_string()],
            (_, Some(FieldValue::List(texts))) => texts.clone(),
            _ => self.terms_of(page, field).into_iter().map(|link| link.title).collect(),
        }
    }

    /// The pages of a list as rows.
    pub fn table(&self, lang: &Lang, pages: &[PageId]) -> TableView {
        let columns = self.columns(lang, pages);
        let row = |id: &PageId| {
            let page = &self.site.pages[*id];
            let kind = self.site.kind(page);
            let cell = |LabelView { name, .. }: &LabelView| {
                Some((name.clone(), self.field(page, name, &kind.field(name)?.kind)?))
            };
            columns.iter().filter_map(cell).collect()
        };
        let dates = pages.iter().any(|id| self.site.pages[*id].date.is_some());
        TableView { dates, rows: pages.iter().map(row).collect(), columns }
    }

    /// The fields that some page has and that fit into a cell, in the order of their kinds.
    pub fn columns(&self, lang: &Lang, pages: &[PageId]) -> Vec<LabelView> {
        let kinds: BTreeSet<usize> = pages.iter().map(|id| self.site.pages[*id].flags.kind).collect();
        let mut columns: Vec<LabelView> = Vec::new();
        for index in kinds {
            let kind = &self.site.config.kinds[index];
            for (name, field) in kind.fields.iter().filter(|(_, field)| is_cell(&field.kind)) {
                if columns.len() == COLUMNS || columns.iter().any(|column| column.name == *name) {
                    continue;
                }
                let of_kind = pages.iter().map(|id| &self.site.pages[*id]).filter(|page| page.flags.kind == index);
                let mut values = of_kind.filter_map(|page| self.field(page, name, &field.kind));
                columns.extend(values.next().map(|value| LabelView {
                    name: name.clone(),
                    title: self.label(kind, name, lang),
                    shape: value.shape().to_owned(),
                    columns: Vec::new(),
                }));
            }
        }
        columns
    }
}

/// Whether a name is one of the spellings of a term.
fn is_named(term: &Term, name: &str) -> bool {
    let key = term_key(name);
    let mut names = [&term.title, &term.spelled].into_iter().chain(&term.aliases);
    names.any(|other| term_key(other) == key)
}

/// Whether values of a type fit into a cell.
fn is_cell(kind: &FieldType) -> bool {
    !matches!(kind, FieldType::Markdown | FieldType::Table(_) | FieldType::List | FieldType::Image)
}
