//! A learning map, and where a page stands on one.

use super::LinkView;
use serde::Serialize;

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MapView {
    /// The key of readers' progress.
    pub id: String,
    pub steps: usize,
    /// Those that are not optional.
    pub required: usize,
    /// In words; empty if not given.
    pub duration: String,
    /// Of the widest picture, at most four; 0 without one.
    pub columns: usize,
    /// Of all steps, in the order in which they come.
    pub kinds: Vec<StepKindView>,
    /// `parts` before the first stage.
    pub intro: Vec<usize>,
    pub stages: Vec<StageView>,
    /// `parts` behind the last stage.
    pub rest: Vec<usize>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct StepKindView {
    /// `camp`, `course`, `lab`, `solution`, `case`, `doc`, `video`, `event`, `cert`, `partner`, `external`, or the name
    /// of a kind of pages.
    pub name: String,
    pub title: String,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct StageView {
    /// Where it can be linked to; what `heading` holds has it already.
    pub id: String,
    /// Empty for a map without headings.
    pub title: String,
    /// One of `parts`: the heading as it is written.
    pub heading: Option<usize>,
    /// Of the heading, 1 to 6.
    pub level: u8,
    pub steps: usize,
    pub required: usize,
    /// In words; empty if not given, or if the heading has it.
    pub duration: String,
    pub goal: String,
    /// `parts`: a goal that is written as a text.
    pub goal_parts: Vec<usize>,
    /// Stages and steps that come before it.
    pub needs: Vec<LinkView>,
    /// `parts` between the stage before and this one.
    pub before: Vec<usize>,
    pub passages: Vec<PassageView>,
}

/// Text, or steps that follow each other.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PassageView {
    /// One of `parts`.
    pub part: Option<usize>,
    pub steps: Vec<StepView>,
    /// The number of the first step on the map, from 1.
    pub first: usize,
    /// Without one, the steps are a list.
    pub picture: Option<PictureView>,
}

/// Lines behind a grid, in its cells as units.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PictureView {
    pub columns: usize,
    /// At most twelve.
    pub rows: usize,
    pub lines: Vec<LineView>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct LineView {
    /// For the attribute `d`.
    pub path: String,
    /// It begins or ends at something optional.
    pub dashed: bool,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct StepView {
    /// Under which readers' progress is kept.
    pub id: String,
    /// On the map, from 1.
    pub number: usize,
    pub title: String,
    /// May lead elsewhere, so write it with the filter `under`; empty for a step without a link.
    pub url: String,
    pub kind: StepKindView,
    /// In words, as are the level and the state; empty if not given.
    pub duration: String,
    pub level: String,
    pub state: String,
    pub optional: bool,
    /// From 1; 0 in a list.
    pub column: usize,
    pub row: usize,
    /// What comes before it without a line to it: steps of other stages, stages.
    pub needs: Vec<LinkView>,
    /// Of each group, one comes before it.
    pub choices: Vec<Vec<LinkView>>,
    /// Ids that it had before, one in a line; progress under one of them is this step's.
    pub was: String,
    /// One of `parts`.
    pub note: Option<usize>,
    /// The facts of a certificate: name, issuer, length of the exam, validity.
    pub certificate: Vec<String>,
}

/// Where a page stands on a map.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MapPlaceView {
    /// Keys of readers' progress.
    pub map_id: String,
    pub step_id: String,
    /// Ids that the step had before, one in a line.
    pub step_was: String,
    pub map: LinkView,
    /// Its title is empty where the map has no headings.
    pub stage: LinkView,
    /// Among all steps, from 1.
    pub number: usize,
    pub total: usize,
    pub optional: bool,
    /// The steps around it, at most twelve.
    pub dots: Vec<DotView>,
    /// Steps that are not optional; write the addresses with the filter `under`.
    pub prev: Option<LinkView>,
    pub next: Option<LinkView>,
    /// Optional steps before the next one.
    pub beside: Vec<LinkView>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct DotView {
    pub id: String,
    /// Ids that the step had before, one in a line.
    pub was: String,
    pub current: bool,
    pub optional: bool,
}
