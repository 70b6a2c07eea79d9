//! A learning map, and where a page stands on one.

use super::LinkView;
use serde::Serialize;

/// A learning map: stages, and in these the steps.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MapView {
    /// The key of readers' progress.
    pub id: String,
    /// Steps on the map, the optional ones included.
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
    /// In the order of the file.
    pub stages: Vec<StageView>,
    /// `parts` behind the last stage.
    pub rest: Vec<usize>,
}

/// What a step is.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct StepKindView {
    /// `camp`, `course`, `lab`, `solution`, `case`, `doc`, `video`, `event`, `cert`, `partner`, `external`, or the name
    /// of a kind of pages.
    pub name: String,
    /// In the page's language; the name if neither the theme nor the configuration has a title.
    pub title: String,
}

/// A part of a map, with its own heading and goal.
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
    /// Steps of the stage, the optional ones included.
    pub steps: usize,
    /// Those that are not optional.
    pub required: usize,
    /// In words; empty if not given, or if the heading has it.
    pub duration: String,
    /// Plain text; empty if there is none, or if it is in `goal_parts`.
    pub goal: String,
    /// `parts`: a goal that is written as a text.
    pub goal_parts: Vec<usize>,
    /// Stages and steps that come before it.
    pub needs: Vec<LinkView>,
    /// `parts` between the stage before and this one.
    pub before: Vec<usize>,
    /// In the order of the file.
    pub passages: Vec<PassageView>,
}

/// Text, or steps that follow each other.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PassageView {
    /// One of `parts`.
    pub part: Option<usize>,
    /// In the order in which they are taken; empty if the passage is a `part`.
    pub steps: Vec<StepView>,
    /// The number of the first step on the map, from 1.
    pub first: usize,
    /// Without one, the steps are a list.
    pub picture: Option<PictureView>,
}

/// Lines behind a grid, in its cells as units.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PictureView {
    /// 1 to 4.
    pub columns: usize,
    /// At most twelve.
    pub rows: usize,
    /// From one step to another.
    pub lines: Vec<LineView>,
}

/// A line between two steps.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct LineView {
    /// For the attribute `d`.
    pub path: String,
    /// It begins or ends at something optional.
    pub dashed: bool,
}

/// One step of a map.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct StepView {
    /// Under which readers' progress is kept.
    pub id: String,
    /// On the map, from 1.
    pub number: usize,
    /// Plain text: the author's title or that of the page; without either, the link's target.
    pub title: String,
    /// May lead elsewhere, so write it with the filter `under`; empty for a step without a link.
    pub url: String,
    /// What the step is: a course, a lab.
    pub kind: StepKindView,
    /// In words, as are the level and the state; empty if not given.
    pub duration: String,
    /// In words, from the theme; empty if not given.
    pub level: String,
    /// In words, from the theme; empty if not given.
    pub state: String,
    /// One can leave it out.
    pub optional: bool,
    /// From 1; 0 in a list.
    pub column: usize,
    /// From 1; 0 in a list.
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
    /// Key of the reader's progress on this step.
    pub step_id: String,
    /// Ids that the step had before, one in a line.
    pub step_was: String,
    /// The page of the map.
    pub map: LinkView,
    /// Its title is empty where the map has no headings.
    pub stage: LinkView,
    /// Among all steps, from 1.
    pub number: usize,
    /// Steps on the map.
    pub total: usize,
    /// The step of this page is optional.
    pub optional: bool,
    /// The steps around it, at most twelve.
    pub dots: Vec<DotView>,
    /// Steps that are not optional; write the addresses with the filter `under`.
    pub prev: Option<LinkView>,
    /// The next step that is not optional.
    pub next: Option<LinkView>,
    /// Optional steps before the next one.
    pub beside: Vec<LinkView>,
}

/// A step of the map, as a mark in the row of its neighbours.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct DotView {
    /// Key of the reader's progress on the step.
    pub id: String,
    /// Ids that the step had before, one in a line.
    pub was: String,
    /// The step of this page.
    pub current: bool,
    /// One can leave it out.
    pub optional: bool,
}
