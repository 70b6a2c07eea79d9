//! The fields that a kind adds: what type each has, and the values that pages give them.

use super::{Date, Duration};
use jiff::civil::Time;
use std::{collections::BTreeMap, ops::Range};

/// A field's type, and whether a page of the kind must have it (`!`).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Field {
    /// The type of its values.
    pub kind: FieldType,
    /// A page without it is reported.
    pub required: bool,
}

/// The type of a field.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum FieldType {
    /// Plain text.
    Text,
    /// A text in Markdown, shown as HTML.
    Markdown,
    /// Digits, perhaps with a sign and a point.
    Number,
    /// A day, perhaps with a time.
    Date,
    /// An amount of a unit of time: `30m`, `3天`.
    Duration,
    /// A name of the tz database: `Asia/Shanghai`.
    TimeZone,
    /// `true` or `false`.
    Bool,
    /// An address, written as a link in the body would be, and checked like one.
    Url,
    /// A picture, written as one in the body would be.
    Image,
    /// One term of a taxonomy of the field's name.
    Term,
    /// One or more of them.
    Terms,
    /// A page of the kind named.
    Ref(String),
    /// One or more of them.
    Refs(String),
    /// Texts.
    List,
    /// Rows; the columns in their order. A column is of a type that fits into a cell: no terms, lists or tables.
    Table(Vec<(String, Field)>),
}

impl Field {
    /// Reads `terms!`, `ref(solution)`, `table(label!, before, source: url)`: the type as `[kinds.NAME.fields]`
    /// has it. A column without a type is a text.
    pub fn parse(text: &str) -> Option<Field> {
        let text = text.trim();
        let (word, required) = text.strip_suffix('!').map_or((text, false), |word| (word, true));
        let kind = match word.split_once('(') {
            Some((word, rest)) => {
                let inside = rest.strip_suffix(')')?.trim();
                match word.trim() {
                    "ref" => FieldType::Ref(name(inside)?),
                    "refs" => FieldType::Refs(name(inside)?),
                    "table" => FieldType::Table(columns(inside)?),
                    _ => return None,
                }
            }
            None => FieldType::simple(word)?,
        };
        Some(Field { kind, required })
    }
}

impl FieldType {
    fn simple(word: &str) -> Option<FieldType> {
        Some(match word {
            "text" => FieldType::Text,
            "markdown" => FieldType::Markdown,
            "number" => FieldType::Number,
            "date" => FieldType::Date,
            "duration" => FieldType::Duration,
            "timezone" => FieldType::TimeZone,
            "bool" => FieldType::Bool,
            "url" => FieldType::Url,
            "image" => FieldType::Image,
            "term" => FieldType::Term,
            "terms" => FieldType::Terms,
            "list" => FieldType::List,
            _ => return None,
        })
    }

    /// Whether its values are terms of a taxonomy.
    pub fn is_taxonomy(&self) -> bool {
        matches!(self, FieldType::Term | FieldType::Terms)
    }
}

fn name(text: &str) -> Option<String> {
    (!text.is_empty() && !text.contains(['(', ')', ',', ':', '!'])).then(|| text.to_owned())
}

/// `label!, before, source: url`
fn columns(text: &str) -> Option<Vec<(String, Field)>> {
    let column = |column: &str| {
        let (name, kind) = column.split_once(':').unwrap_or((column, "text"));
        let (name, required) = name.trim().strip_suffix('!').map_or((name.trim(), false), |name| (name, true));
        let kind = FieldType::simple(kind.trim())
            .filter(|kind| !kind.is_taxonomy() && !matches!(kind, FieldType::List | FieldType::Markdown))?;
        Some((self::name(name)?, Field { kind, required }))
    };
    text.split(',').map(column).collect()
}

/// A value, checked against its field's type. Terms are in [`super::Meta::terms`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum FieldValue {
    /// Plain text, not empty; of a time zone, its name.
    Text(String),
    /// One of the body's parts.
    Markdown(PartId),
    /// As written.
    Number(String),
    /// With the local time of day of the event. A time with an offset is in the date itself.
    Date(Date, Option<Time>),
    /// As written.
    Duration(Duration),
    /// `true` or `false`.
    Bool(bool),
    /// A `url` or an `image`: index into [`super::Document::links`].
    Link(usize),
    /// One for `ref`, any number for `refs`.
    Refs(Vec<Reference>),
    /// Plain texts, in the order written.
    List(Vec<String>),
    /// In the order written.
    Rows(Vec<Row>),
}

/// Values by column. Columns without a value are left out.
pub type Row = BTreeMap<String, FieldValue>;

/// Index of a part of a body's HTML that the page shows at a place of its own: [`super::Fill::Open`].
pub type PartId = usize;

/// A page as its author names it: by its path, with or without `.md`, by its name or by its title.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Reference {
    /// As written.
    pub text: String,
    /// Bytes of the file that names it.
    pub at: Range<usize>,
    /// Whether that file is the configuration.
    pub in_config: bool,
}

#[cfg(test)]
mod tests {
    use super::Field;

    #[test]
    fn types_are_read_as_the_configuration_has_them() {
        for (text, expect) in [
            ("text", "Text"),
            ("terms!", "Terms !"),
            ("ref(solution)", "Ref(\"solution\")"),
            ("refs( case )!", "Refs(\"case\") !"),
            ("table(label!, at: date)", "Table(label Text !, at Date)"),
            ("ref()", "-"),
            ("ref(a", "-"),
            ("table()", "-"),
            ("table(a: terms)", "-"),
            ("table(a: table(b))", "-"),
            ("texts", "-"),
            ("text(a)", "-"),
            ("", "-"),
        ] {
            assert_eq!(Field::parse(text).map_or("-".into(), |field| shown(&field)), expect, "{text}");
        }
    }

    fn shown(field: &Field) -> String {
        let kind = match &field.kind {
            super::FieldType::Table(columns) => {
                let columns = columns.iter().map(|(name, field)| format!("{name} {}", shown(field)));
                format!("Table({})", columns.collect::<Vec<_>>().join(", "))
            }
            kind => format!("{kind:?}"),
        };
        if field.required { kind + " !" } else { kind }
    }
}
