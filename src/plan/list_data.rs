//! A list as data, beside it: `list.json` for programs and for the filters, `list.csv` for tables.
//!
//! What always holds: the files have all entries of a list, in its order, whatever page of it shows them. Every list of a
//! kind has them, and every other list that one page does not hold. Sources of the format of tables: RFC 4180 for quotes
//! and line ends; OWASP, "CSV Injection", for cells that programs would read as formulas.
//!
//! Deliberately not here: texts in Markdown, and files for the parts of a list that have one term.

use super::{
    Family, Job, JobKind, JobOutput, Plan, PlanInput,
    csv::{Csv, SEPARATOR, text},
    listing::ListOf,
    views::summary,
};
use crate::{
    model::{Address, Field, FieldType, Kind, Lang},
    site::{Page, PageId},
    view::{FieldView, LabelView, LinkView},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The entries of a list as a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ListData {
    lang: Lang,
    of: ListOf,
    format: DataFormat,
}

/// The format of the entries of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum DataFormat {
    Csv,
    Json,
}

/// `list.json`
#[derive(Serialize)]
struct ListJson<'a> {
    title: String,
    /// What the addresses of all entries begin with: the address of the site, or the way to it from this file.
    base: String,
    /// Titles of kinds, by name.
    kinds: BTreeMap<&'a str, String>,
    taxonomies: Vec<TaxonomyJson<'a>>,
    /// The columns of the list as a table: fields, and taxonomies.
    columns: Vec<LabelView>,
    entries: Vec<EntryJson<'a>>,
}

/// A taxonomy that entries have terms of.
#[derive(Serialize)]
struct TaxonomyJson<'a> {
    name: &'a str,
    title: String,
    /// Titles and addresses of the terms that entries have, by the name in the entries.
    terms: BTreeMap<&'a str, LinkJson>,
}

#[derive(Serialize)]
struct LinkJson {
    title: String,
    url: String,
}

/// An entry of a list. What it does not have is left out.
#[derive(Serialize)]
struct EntryJson<'a> {
    title: &'a str,
    url: String,
    kind: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    date: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    /// Its first picture.
    #[serde(skip_serializing_if = "String::is_empty")]
    image: String,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    authors: &'a [String],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    terms: BTreeMap<&'a str, Vec<&'a str>>,
    /// By the names of the kind; with the types of JSON where there is one.
    #[serde(skip_serializing_if = "Map::is_empty")]
    fields: Map<String, Value>,
}

impl Family for ListData {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let site = input.site;
        for language in &site.languages {
            for of in ListOf::all(site, language) {
                let Some(list) = of.find(site, language) else { continue };
                if list.pages.len() < 2 || list.kind.is_none() && list.spread(site) == 1 {
                    continue;
                }
                for format in [DataFormat::Csv, DataFormat::Json] {
                    let kind = ListData { lang: language.lang.clone(), of: of.clone(), format }.into();
                    jobs.push(Job { address: address(&list.address, format), page: None, kind });
                }
            }
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let pages = self.of.planned(&plan.site, &self.lang).pages;
        let title = plan.list_title(&self.lang, &self.of);
        let entries = ListJson { title, ..plan.entries(&self.lang, pages, job) };
        JobOutput::Bytes(match self.format {
            DataFormat::Csv => plan.csv(&self.lang, &entries, pages).into_bytes(),
            DataFormat::Json => serde_json::to_vec(&entries).unwrap_or_default(),
        })
    }
}

impl DataFormat {
    fn name(self) -> &'static str {
        match self {
            DataFormat::Csv => "CSV",
            DataFormat::Json => "JSON",
        }
    }
}

/// The address of the entries of a list: in its folder.
fn address(list: &Address, format: DataFormat) -> Address {
    Address::file(format!("{}/list.{}", list.as_folder(), format.name().to_lowercase()))
}

impl Plan {
    /// Links to the entries of a list as files, if it has them.
    pub fn data(&self, list: &Address) -> Vec<LinkView> {
        let link = |format: DataFormat| {
            let url = self.data_url(list, format)?;
            Some(LinkView { title: format.name().to_owned(), url, ..LinkView::default() })
        };
        [DataFormat::Csv, DataFormat::Json].into_iter().filter_map(link).collect()
    }

    /// The address of the entries of a list, to be filtered.
    pub fn entries_url(&self, list: &Address) -> String {
        self.data_url(list, DataFormat::Json).unwrap_or_default()
    }

    /// Somebody may have written another file at the address.
    fn data_url(&self, list: &Address, format: DataFormat) -> Option<String> {
        let address = address(list, format);
        matches!(self.job(&address)?.kind, JobKind::ListData(_)).then(|| address.href())
    }

    fn entries<'p>(&'p self, lang: &Lang, pages: &[PageId], job: &Job) -> ListJson<'p> {
        let site = &self.site;
        let used: BTreeSet<usize> = pages.iter().map(|id| site.pages[*id].flags.kind).collect();
        let kinds: Vec<&Kind> = used.into_iter().map(|kind| &site.config.kinds[kind]).collect();
        let mut terms: BTreeMap<&str, BTreeMap<&str, LinkJson>> = BTreeMap::new();
        let mut entries = Vec::with_capacity(pages.len());
        for page in pages.iter().map(|id| &site.pages[*id]) {
            let mut entry = self.entry_json(page, job);
            for (taxonomy, key) in site.all_terms_of(page.id) {
                let Some(term) = site.language(lang).taxonomies.get(taxonomy).and_then(|of| of.terms.get(key)) else {
                    continue;
                };
                let link = || LinkJson { title: term.title.clone(), url: self.url(&term.address.href(), job) };
                terms.entry(taxonomy).or_default().entry(&term.spelled).or_insert_with(link);
                let of_entry = entry.terms.entry(taxonomy).or_default();
                if !of_entry.contains(&&*term.spelled) {
                    of_entry.push(&term.spelled);
                }
            }
            entries.push(entry);
        }
        // In the order of the fields of their kinds.
        let fields = kinds.iter().flat_map(|kind| &kind.fields);
        let of_fields = fields.filter_map(|(name, _)| Some((&**name, terms.remove(&**name)?)));
        let of_fields: Vec<(&str, BTreeMap<&str, LinkJson>)> = of_fields.collect();
        let taxonomies = of_fields.into_iter().chain(terms);
        ListJson {
            title: String::new(),
            base: self.url("", job),
            taxonomies: taxonomies
                .map(|(name, terms)| TaxonomyJson { name, title: self.taxonomy_title(lang, name), terms })
                .collect(),
            kinds: kinds.into_iter().map(|kind| (&*kind.name, self.kind_title(lang, &kind.name))).collect(),
            columns: self.columns(lang, pages),
            entries,
        }
    }

    fn entry_json<'p>(&'p self, page: &'p Page, job: &Job) -> EntryJson<'p> {
        let kind = self.site.kind(page);
        let value = |(name, field): &(String, Field)| {
            let view = self.field(page, name, &field.kind)?;
            Some((name.clone(), self.field_json(&view, &field.kind, job)?))
        };
        EntryJson {
            title: &page.document.meta.title,
            url: self.url(&page.address.href(), job),
            kind: &kind.name,
            date: page.date.map(|date| date.iso()).unwrap_or_default(),
            summary: summary(page),
            image: self.logo(page).map_or_else(String::new, |image| self.url(&image.url, job)),
            authors: &page.document.meta.authors,
            terms: BTreeMap::new(),
            fields: kind.fields.iter().filter_map(value).collect(),
        }
    }

    /// A value in the type of JSON that it has. Terms are with those of the entry.
    fn field_json(&self, view: &FieldView, kind: &FieldType, job: &Job) -> Option<Value> {
        let cells = |row: &BTreeMap<String, FieldView>, columns: &[(String, Field)]| {
            let cell = |(name, column): &(String, Field)| {
                Some((name.clone(), self.field_json(row.get(name)?, &column.kind, job)?))
            };
            Value::Object(columns.iter().filter_map(cell).collect())
        };
        Some(match (view, kind) {
            (FieldView::Text(text), FieldType::Number) => match text.parse::<serde_json::Number>() {
                Ok(number) => Value::Number(number),
                Err(_) => json!(text),
            },
            (FieldView::Text(text), _) => json!(text),
            (FieldView::Bool(yes), _) => json!(yes),
            (FieldView::Date(date), _) => json!(date.iso),
            (FieldView::Duration(duration), _) => json!(duration.text),
            (FieldView::Link(target), _) => json!(self.url(&target.url, job)),
            (FieldView::Image(image), _) => json!(self.url(&image.url, job)),
            (FieldView::List(texts), _) => json!(texts),
            (FieldView::Pages(cards), _) => {
                cards.iter().map(|card| json!({"title": card.title, "url": self.url(&card.url, job)})).collect()
            }
            (FieldView::Rows(rows), FieldType::Table(columns)) => rows.iter().map(|row| cells(row, columns)).collect(),
            (FieldView::Markdown(_) | FieldView::Terms(_) | FieldView::Rows(_), _) => return None,
        })
    }

    /// The full address of what is at `url`; without a base address, the way there from the file of a job.
    fn url(&self, url: &str, job: &Job) -> String {
        if url.contains(':') || url.starts_with("//") {
            return url.to_owned();
        }
        self.site
            .config
            .base_url
            .as_ref()
            .map_or_else(|| format!("{}{url}", job.address.root()), |base| format!("{base}{url}"))
    }

    /// The text of the table: title, address, date, summary, authors, terms by taxonomy, then the fields of the kinds.
    fn csv(&self, lang: &Lang, list: &ListJson, pages: &[PageId]) -> String {
        let strings = self.strings(lang);
        let mut columns: Vec<(&str, &FieldType, String)> = Vec::new();
        for page in pages.iter().map(|id| &self.site.pages[*id]) {
            let kind = self.site.kind(page);
            for (name, field) in &kind.fields {
                let is_cell = !field.kind.is_taxonomy() && field.kind != FieldType::Markdown;
                if is_cell && !columns.iter().any(|(known, ..)| known == name) {
                    columns.push((name, &field.kind, self.label(kind, name, lang)));
                }
            }
        }
        let word = |key: &str| strings.get(key).to_owned();
        let mut csv = Csv::new();
        let own = ["fields.title", "fields.url", "column_date", "column_summary", "column_authors"].map(word);
        let taxonomies = list.taxonomies.iter().map(|taxonomy| taxonomy.title.clone());
        csv.row(own.into_iter().chain(taxonomies).chain(columns.iter().map(|(.., title)| title.clone())));
        for entry in &list.entries {
            let own = [entry.title, &entry.url, &entry.date, entry.summary].map(str::to_owned);
            let terms = list
                .taxonomies
                .iter()
                .map(|taxonomy| entry.terms.get(taxonomy.name).map_or_else(String::new, |terms| terms.join(SEPARATOR)));
            let fields = columns
                .iter()
                .map(|(name, kind, _)| entry.fields.get(*name).map_or_else(String::new, |value| text(value, kind)));
            csv.row(own.into_iter().chain([entry.authors.join(SEPARATOR)]).chain(terms).chain(fields));
        }
        csv.text
    }
}
