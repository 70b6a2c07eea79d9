//! The matrix of needs and offers.

use super::{CardView, LinkView, PageView};
use serde::Serialize;
use std::sync::Arc;

/// What an audience's page shows beside its text and fields.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct AudienceView {
    /// In the order of the matrix.
    pub needs: Vec<MatrixEntryView>,
    /// In the order of the matrix.
    pub offers: Vec<MatrixEntryView>,
    /// Pages for this audience, the newest first, and how many more there are.
    pub readings: Vec<Arc<CardView>>,
    /// Pages for this audience beyond `readings`.
    pub more_readings: usize,
    /// Address of the page that shows all audiences side by side.
    pub matrix: String,
}

/// Something that is needed or offered.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MatrixEntryView {
    /// Plain text, as the audience's page says it.
    pub text: String,
    /// Where it is to be had, or to be given; may lead elsewhere, so write it with the filter `under`; empty without.
    pub url: String,
    /// Of a need: who offers it; of an offer: who needs it.
    pub others: Vec<LinkView>,
}

/// All audiences and all that they need and offer.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MatrixView {
    /// Its `kind` is `matrix`.
    pub page: PageView,
    /// The columns.
    pub audiences: Vec<LinkView>,
    /// In the order of the audiences' needs, then of what is only offered.
    pub rows: Vec<MatrixRowView>,
    /// How many rows are needed, and how many of them have no offer.
    pub needed: usize,
    /// Rows that are needed, have no offer, and whose needs have no link.
    pub unanswered: usize,
}

/// Something that audiences need or offer.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MatrixRowView {
    /// Plain text of the first need, else of the first offer.
    pub text: String,
    /// One for each audience.
    pub cells: Vec<MatrixCellView>,
    /// Links to it: pages that needs link to, and pages that offer it.
    pub answers: Vec<LinkView>,
    /// Whether an audience needs it.
    pub needed: bool,
}

/// What one audience says of one row.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MatrixCellView {
    /// The audience needs it.
    pub needs: bool,
    /// The audience offers it.
    pub offers: bool,
}
