//! The fields that a page's kind adds, read as their types say.
//!
//! In: the tables of a page's metadata, the later ones over the earlier, and its kind. Out: checked values in
//! [`Metadata::meta`], with their links, Markdown and references beside them.
//!
//! What always holds: a value is of its field's type; what is wrong with one is said at its place, and the value
//! is left out. Links and Markdown are numbered from 0 in this page's fields: `parse` moves them behind the body's.
//!
//! Deliberately not here: whether a link or a reference leads anywhere (`site`), and what Markdown is as HTML.

use super::{FieldText, Metadata};
use crate::{
    diag::Code,
    model::{
        Config, Duration, Field, FieldType, FieldValue, Kind, Link, Node, Reference, Row, Value, is_safe_scheme,
        scheme, time_zone,
    },
    parse::fields::{Fields, nfc},
};
use std::ops::Range;

/// Reads the fields of `kind`. The first of the tables is the file's own, the second is that of `[[pages]]`.
pub fn read<'a>(sources: &mut [Fields<'a>], kind: &'a Kind, config: &Config, metadata: &mut Metadata) {
    for (name, field) in &kind.fields {
        let mut is_read = false;
        for (index, fields) in sources.iter_mut().enumerate().rev() {
            let Some(node) = fields.node(name).filter(|_| !is_read) else { continue };
            is_read = true;
            if field.kind.is_taxonomy() {
                read_terms(fields, name, &field.kind, config, index > 0, metadata);
                continue;
            }
            let mut reader = FieldReader { fields, kind, in_config: index > 0, metadata };
            match reader.value(name, node, &field.kind) {
                Some(value) => drop(metadata.meta.fields.insert(name.clone(), value)),
                // The value is wrong, which is a warning elsewhere.
                None if field.required => report_missing(fields, kind, name, Some(&node.at)),
                None => {}
            }
        }
        if field.required
            && !is_read
            && let Some(fields) = sources.first_mut()
        {
            report_missing(fields, kind, name, None);
        }
    }
}

/// Those of a taxonomy that every page is read for are there already.
fn read_terms<'a>(
    fields: &mut Fields<'a>,
    name: &'a str,
    field: &FieldType,
    config: &Config,
    in_config: bool,
    metadata: &mut Metadata,
) {
    if config.common_taxonomies().any(|common| common == name) {
        return;
    }
    let terms = match field {
        FieldType::Term => {
            let at = fields.at(name);
            fields.text(name).map(|term| vec![(term, at)])
        }
        _ => fields.terms_at(name),
    };
    if let Some(terms) = terms {
        super::terms::put_terms(&mut metadata.meta, &mut metadata.places, name, terms, in_config);
    }
}

/// Reports that a page of the kind needs a field, or a row a column.
fn report_missing(fields: &mut Fields, kind: &Kind, name: &str, row: Option<&Range<usize>>) {
    let fill = |missing: crate::diag::Diagnostic| missing.arg("kind", &kind.name).arg("field", name);
    match row.cloned().or_else(|| fields.place()) {
        Some(at) => fields.report(Code::P0309, at, fill),
        None => fields.report_whole(Code::P0309, fill),
    }
}

/// Reads the values of one table of fields.
struct FieldReader<'r, 'a> {
    fields: &'r mut Fields<'a>,
    kind: &'a Kind,
    in_config: bool,
    metadata: &'r mut Metadata,
}

impl<'a> FieldReader<'_, 'a> {
    /// `name` is the name of the value in diagnostics: `results`, `results.label`.
    fn value(&mut self, name: &str, node: &'a Node, kind: &FieldType) -> Option<FieldValue> {
        match kind {
            FieldType::Text => self.text(name, node, "a text").map(FieldValue::Text),
            FieldType::Markdown => {
                let text = self.text(name, node, "a text")?;
                self.metadata.texts.push(FieldText { text, at: node.at.clone(), in_config: self.in_config });
                Some(FieldValue::Markdown(self.metadata.texts.len() - 1))
            }
            FieldType::Number => {
                self.read(name, node, "a number", |text| is_number(text).then(|| FieldValue::Number(text.to_owned())))
            }
            FieldType::Date => self.date(name, node),
            FieldType::Duration => {
                let expected = "a duration like \"30m\", \"3h\", \"2周\" or \"6个月\"";
                self.read(name, node, expected, |text| Some(FieldValue::Duration(text.parse::<Duration>().ok()?)))
            }
            FieldType::TimeZone => {
                self.read(name, node, ZONE, |text| time_zone(text).is_some().then(|| FieldValue::Text(text.to_owned())))
            }
            FieldType::Bool => self.read(name, node, "true or false", |text| match text.to_lowercase().as_str() {
                "true" | "yes" | "on" => Some(FieldValue::Bool(true)),
                "false" | "no" | "off" => Some(FieldValue::Bool(false)),
                _ => None,
            }),
            FieldType::Url => self.link(name, node, "an address", false),
            FieldType::Image => self.link(name, node, "the path or the address of a picture", true),
            FieldType::Ref(_) => {
                let reference = self.reference(name, node, "a page")?;
                Some(FieldValue::Refs(vec![reference]))
            }
            FieldType::Refs(_) => {
                let references =
                    self.items(node).iter().filter_map(|node| self.reference(name, node, "a list of pages"));
                some(references.collect()).map(FieldValue::Refs)
            }
            FieldType::List => {
                let texts = self.items(node).iter().filter_map(|node| self.text(name, node, "a list of texts"));
                some(texts.collect()).map(FieldValue::List)
            }
            FieldType::Table(columns) => {
                let rows = self.items(node).iter().filter_map(|node| self.row(name, node, columns));
                some(rows.collect()).map(FieldValue::Rows)
            }
            FieldType::Term | FieldType::Terms => None,
        }
    }

    /// The items of a list, or the one that stands alone.
    fn items(&self, node: &'a Node) -> &'a [Node] {
        if let Value::List(nodes) = &node.value { nodes } else { std::slice::from_ref(node) }
    }

    /// A text that is not empty, in NFC.
    fn text(&mut self, name: &str, node: &'a Node, expected: &str) -> Option<String> {
        if node.value == Value::Null {
            return None;
        }
        let text = nfc(self.fields.text_of(name, node, expected)?.trim());
        (!text.is_empty()).then_some(text)
    }

    /// A value without quotes, or with them, that `parse` understands.
    fn read(
        &mut self,
        name: &str,
        node: &Node,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<FieldValue>,
    ) -> Option<FieldValue> {
        let text = match &node.value {
            Value::Null => return None,
            Value::Scalar { text, .. } if text.trim().is_empty() => return None,
            Value::Scalar { text, .. } => Some(text.trim()),
            Value::List(_) | Value::Table(_) => None,
        };
        let value = text.and_then(parse);
        if value.is_none() {
            self.fields.report_wrong(name, &node.at, expected);
        }
        value
    }

    fn date(&mut self, name: &str, node: &Node) -> Option<FieldValue> {
        let Value::Scalar { text, .. } = &node.value else { return self.read(name, node, "a date", |_| None) };
        if text.trim().is_empty() {
            return None;
        }
        self.fields.date_of(text, &node.at).map(|(date, time)| FieldValue::Date(date, time))
    }

    fn link(&mut self, name: &str, node: &'a Node, expected: &str, image: bool) -> Option<FieldValue> {
        let target = self.text(name, node, expected)?;
        if let Some(scheme) = scheme(&target).filter(|scheme| !is_safe_scheme(scheme)) {
            self.fields.report(Code::P0402, node.at.clone(), |diagnostic| diagnostic.arg("scheme", scheme));
            return None;
        }
        let links = &mut self.metadata.links;
        links.push(Link { target, image, at: node.at.clone(), in_config: self.in_config });
        Some(FieldValue::Link(links.len() - 1))
    }

    fn reference(&mut self, name: &str, node: &'a Node, expected: &str) -> Option<Reference> {
        let text = self.text(name, node, expected)?;
        Some(Reference { text, at: node.at.clone(), in_config: self.in_config })
    }

    /// A table of columns; a bare value stands for the first of them.
    fn row(&mut self, name: &str, node: &'a Node, columns: &[(String, Field)]) -> Option<Row> {
        let mut row = Row::new();
        match &node.value {
            Value::Null => return None,
            Value::Table(entries) => {
                for (key, node) in entries {
                    let place = format!("{name}.{}", key.text);
                    match columns.iter().find(|(column, _)| *column == key.text) {
                        Some((column, field)) => {
                            row.extend(self.value(&place, node, &field.kind).map(|value| (column.clone(), value)));
                        }
                        None => {
                            self.fields.report_unknown(&place, key, columns.iter().map(|(column, _)| column.as_str()))
                        }
                    }
                }
                let is_written =
                    |column: &str| entries.iter().any(|(key, node)| key.text == column && node.value != Value::Null);
                for (column, _) in columns.iter().filter(|(column, field)| field.required && !is_written(column)) {
                    report_missing(self.fields, self.kind, &format!("{name}.{column}"), Some(&node.at));
                }
            }
            Value::Scalar { .. } => {
                let (column, field) = columns.first()?;
                row.insert(column.clone(), self.value(name, node, &field.kind)?);
            }
            Value::List(_) => self.fields.report_wrong(name, &node.at, "a list of tables"),
        }
        (!row.is_empty()).then_some(row)
    }
}

fn some<T>(values: Vec<T>) -> Option<Vec<T>> {
    (!values.is_empty()).then_some(values)
}

/// What a time zone is, as diagnostics expect it.
pub const ZONE: &str = "the name of a time zone like \"Asia/Shanghai\"";

/// Digits, perhaps with a sign and a point.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, rest].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}
