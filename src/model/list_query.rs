//! A list of pages as a page's text asks for it, and the forms that lists have.

/// The form of a list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum ListView {
    /// A card for each page.
    #[default]
    Cards,
    /// A row for each page, with its fields.
    Table,
    /// A picture for each page, or its title.
    Logos,
    /// A link to each page.
    Links,
}

/// The words for them, in the configuration and in texts.
pub const LIST_VIEWS: [(&str, ListView); 4] =
    [("cards", ListView::Cards), ("table", ListView::Table), ("logos", ListView::Logos), ("links", ListView::Links)];

impl ListView {
    /// Its word.
    pub fn name(self) -> &'static str {
        LIST_VIEWS.iter().find(|(_, view)| *view == self).map_or("", |(name, _)| name)
    }
}

/// A list that a text asks for: `<!-- view: case where industry=金融 sort=-date limit=6 as table -->`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListQuery {
    /// Name of a kind that the configuration has.
    pub kind: String,
    /// Conditions: a field or a taxonomy, and the values of which a page must have one.
    pub conditions: Vec<(String, Vec<String>)>,
    /// The field to sort by, and whether the largest is first; `None` is the order of the list of the kind.
    pub sort: Option<(String, bool)>,
    /// Most entries.
    pub limit: Option<usize>,
    /// The form; `None` means the form of the kind.
    pub view: Option<ListView>,
}
