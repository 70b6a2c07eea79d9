//! The outline of a page of links: a tree of headings and entries. A collection shows this tree; a learning map is made
//! from it.

use super::{Duration, PartId, Reference};
use std::ops::Range;

/// A heading with its entries and groups. The page itself is a group without a title.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Group {
    /// The number at the beginning of the heading: `1`, `2.3`, `一`.
    pub number: Option<String>,
    /// The rest of it, as plain text.
    pub title: String,
    /// Its anchor.
    pub id: String,
    /// 2 to 6 as shown on the page; 0 for the page itself.
    pub level: u8,
    /// The heading as HTML; `None` for the page itself and for a group of the metadata.
    pub heading: Option<PartId>,
    /// In the order of the file.
    pub blocks: Vec<Block>,
    /// Groups under headings of a lower level, in the order of the file.
    pub groups: Vec<Group>,
}

/// A block under a heading: an entry, or prose.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Block {
    /// A paragraph or anything else that is no entry.
    Prose {
        /// The block as HTML.
        part: PartId,
        /// The beginning of a paragraph as plain text; empty for other blocks.
        text: String,
        /// Its links, indices into [`super::Document::links`].
        links: Vec<usize>,
    },
    /// A link with what stands around it.
    Entry(Entry),
}

/// A link that stands first in an item of a list or in a line of its own; or such an item without a link.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Entry {
    /// The number at its beginning: `1`.
    pub number: Option<String>,
    /// The link's text, or all of the text where there is no link.
    pub title: String,
    /// Index into [`super::Document::links`].
    pub link: Option<usize>,
    /// The kind that the word before the link names: one of the kinds of steps.
    pub kind: Option<String>,
    /// The rest of the text around the link.
    pub note: Option<PartId>,
    /// The same as plain text.
    pub note_text: String,
    /// How many items of lists it stands in, from 0.
    pub depth: u8,
    /// Whether the title is shown instead of the page's own.
    pub is_titled: bool,
}

/// A learning map as its file describes it. Its links are not resolved yet.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Map {
    /// The key of readers' progress; without one, it is made of the file's path.
    pub id: Option<String>,
    /// Where the id stands in the file.
    pub at: Range<usize>,
    /// Whether it is written as data. Then a name of a page that is missing is reported.
    pub is_data: bool,
    /// Whether it is the order of an mdBook: its steps follow each other as pages, too.
    pub is_book: bool,
    /// The parts of the body before the first stage.
    pub intro: Vec<PartId>,
    /// In the order of the file.
    pub stages: Vec<Stage>,
    /// The parts of the body behind the last stage.
    pub rest: Vec<PartId>,
}

/// A stage of a learning map.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Stage {
    /// Unique in the map; `None` without one of its own.
    pub id: Option<String>,
    /// Where its id stands in the file.
    pub at: Range<usize>,
    /// Plain text; empty for a map without headings.
    pub title: String,
    /// Its heading's anchor; empty without one.
    pub anchor: String,
    /// The level of its heading, 2 to 6; 1 for the page itself.
    pub level: u8,
    /// Its heading as HTML, when it is written as one; how long the stage takes is said in it, too.
    pub heading: Option<PartId>,
    /// As written; `None`: the sum of its steps.
    pub duration: Option<Duration>,
    /// What readers reach with it.
    pub goal: Goal,
    /// Stages and steps that come before it.
    pub requires: Vec<Requirement>,
    /// Sections between it and the stage before it that are no stages.
    pub before: Vec<PartId>,
    /// Everything in it except the goal, in the order of the file.
    pub passages: Vec<Passage>,
    /// In the order of the file; those of a passage are a range of these.
    pub steps: Vec<Step>,
}

impl Map {
    /// Calls `change` with every place in the map's file.
    pub fn each_place(&mut self, mut change: impl FnMut(&mut Range<usize>)) {
        change(&mut self.at);
        for stage in &mut self.stages {
            change(&mut stage.at);
            stage.requires.iter_mut().filter_map(Requirement::place).for_each(&mut change);
            for step in &mut stage.steps {
                change(&mut step.at);
                let requirements = step.requires.iter_mut().chain(&mut step.any).flatten();
                requirements.filter_map(Requirement::place).for_each(&mut change);
                step.was.iter_mut().filter(|name| !name.in_config).for_each(|name| change(&mut name.at));
            }
        }
    }
}

impl Requirement {
    fn place(&mut self) -> Option<&mut Range<usize>> {
        match self {
            Requirement::Named(name) if !name.in_config => Some(&mut name.at),
            _ => None,
        }
    }
}

/// A piece of a stage.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Passage {
    /// Text between steps.
    Prose(PartId),
    /// Steps that follow each other without anything between them.
    Steps(Range<usize>),
}

/// What readers reach with a stage.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum Goal {
    /// None is given.
    #[default]
    None,
    /// Plain text, from the metadata.
    Text(String),
    /// Parts of the body.
    Parts(Vec<PartId>),
}

/// Another step or stage, as its author names it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Requirement {
    /// By its id, or a stage by its title.
    Named(Reference),
    /// By a link to its page; index into [`super::Document::links`].
    Link(usize),
}

/// A step of a learning map: a link to a page or to another site.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Step {
    /// Unique in the map; without one of its own, it is made of what the step leads to.
    pub id: Option<String>,
    /// Where the step, or its id, stands in the file.
    pub at: Range<usize>,
    /// As written, perhaps empty; the page that it leads to has one, too.
    pub title: String,
    /// Index into [`super::Document::links`].
    pub link: Option<usize>,
    /// `camp`, `course`, `lab`, ...: one of the kinds of steps, or the name of a kind of pages.
    pub kind: Option<String>,
    /// As written; `None` takes the duration of the page that it leads to.
    pub duration: Option<Duration>,
    /// One of [`STEP_LEVELS`].
    pub level: Option<String>,
    /// One of [`STEP_STATES`], when it is not simply there.
    pub state: Option<String>,
    /// Readers can leave it out.
    pub optional: bool,
    /// Without any, a step follows the one before it in its stage.
    pub requires: Option<Vec<Requirement>>,
    /// One page of each group comes before it.
    pub any: Vec<Vec<Requirement>>,
    /// Former ids: browsers may still keep the reader's progress under them.
    pub was: Vec<Reference>,
    /// What else is written around the link, as HTML.
    pub note: Option<PartId>,
    /// From the field `cert`; none for a map that is written as text.
    pub certificate: Option<Certificate>,
}

/// How difficult a step is, as authors write it.
pub const STEP_LEVELS: [&str; 3] = ["beginner", "intermediate", "advanced"];
/// What a step that is not simply there is, as authors write it.
pub const STEP_STATES: [&str; 3] = ["beta", "soon", "retired"];

/// What a step of the kind `cert` leads to.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Certificate {
    /// Plain text; may be empty.
    pub name: String,
    /// Plain text; may be empty.
    pub issuer: String,
    /// How long the exam takes.
    pub exam: Option<Duration>,
    /// How long it is valid.
    pub valid: Option<Duration>,
}
