//! Who needs what, and who has it.

use super::{CardView, LinkView, PageView};
use serde::Serialize;
use std::sync::Arc;

/// What an audience's page shows beside its text and fields.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct AudienceView {
    pub needs: Vec<WishView>,
    pub offers: Vec<WishView>,
    /// Pages for this audience, the newest first, and how many more there are.
    pub readings: Vec<Arc<CardView>>,
    pub more_readings: usize,
    /// Address of the page that shows all audiences side by side.
    pub matrix: String,
}

/// Something that is needed or offered.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct WishView {
    pub text: String,
    /// Where it is to be had, or to be given; may lead elsewhere, so write it with the filter `under`; empty without.
    pub url: String,
    /// Of a need: who offers it; of an offer: who needs it.
    pub others: Vec<LinkView>,
}

/// All audiences and all that they need and offer.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MatrixView {
    pub page: PageView,
    /// The columns.
    pub audiences: Vec<LinkView>,
    pub rows: Vec<MatrixRowView>,
    /// How many rows are needed by somebody, and how many of them nobody answers.
    pub needed: usize,
    pub unanswered: usize,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MatrixRowView {
    pub text: String,
    /// One for each audience.
    pub cells: Vec<MatrixCellView>,
    /// Where it is to be had: pages that needs lead to, and who offers it.
    pub answers: Vec<LinkView>,
    /// Whether somebody needs it.
    pub needed: bool,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MatrixCellView {
    pub needs: bool,
    pub offers: bool,
}
