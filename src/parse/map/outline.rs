//! A map out of plain Markdown: the tree of a page of links, cut into stages.
//!
//! The level of stages is the level of headings with the most entries. A heading of that level is a stage if it has entries
//! or a duration. Its entries are steps, in order; everything else under it stays where it is. The text before, between and
//! behind stages becomes one part each.

use super::words::{self, Remarks};
use crate::model::{
    Block, Body, Entry, Fill, Goal, Group, Heading, Hole, Link, Map, PartId, Passage, Reference, Requirement, Stage,
    Step,
};
use std::collections::HashMap;

/// Makes a map of the page `group`, if it has steps. Pieces of the body between stages become parts of it.
pub(super) fn of_outline(
    group: &Group,
    is_book: bool,
    headings: &[Heading],
    links: &[Link],
    body: &mut Body,
) -> Option<Map> {
    let level = stage_level(group)?;
    // The first heading of an id counts.
    let headings = headings.iter().rev().map(|heading| (heading.id.as_str(), heading.text.as_str())).collect();
    let mut cutter = Cutter { level, headings, links, body, opens: opens(body), sections: Vec::new() };
    if is_book && level > 0 && group.blocks.iter().any(is_linked) {
        // Chapters before the first part.
        let (stage, required) = cutter.stage(&Group { blocks: group.blocks.clone(), ..Group::default() });
        cutter.begin(None, Some(stage), required);
        group.groups.iter().for_each(|group| cutter.cut(group, 1));
    } else {
        cutter.cut(group, 0);
    }
    let sections = cutter.sections;
    let stages = sections.iter().filter(|section| section.stage.is_some()).count();
    if stages == 0 {
        return None;
    }
    let titles: Vec<String> =
        sections.iter().filter_map(|section| Some(section.stage.as_ref()?.title.clone())).collect();
    let mut map = Map { is_book, ..Map::default() };
    let mut parts = NewParts::of(body);
    for section in sections {
        match section.stage {
            Some(mut stage) => {
                require_named(&mut stage, &section.required, &titles);
                stage.before = std::mem::take(&mut map.rest);
                map.stages.push(stage);
            }
            None => map.rest.extend(parts.between(section.from, section.to)),
        }
    }
    if let Some(first) = map.stages.first_mut() {
        map.intro = std::mem::take(&mut first.before);
    }
    parts.put_into(body);
    Some(map)
}

/// All of a body as one part of it, if there is any.
pub(super) fn whole(body: &mut Body) -> Option<PartId> {
    if body.html.is_empty() {
        return None;
    }
    let NewParts { next: part, end, .. } = NewParts::of(body);
    let at = body.holes.get(end).map_or(body.html.len(), |hole| hole.at);
    body.holes.insert(end, Hole { at, fill: Fill::Close(part) });
    body.holes.insert(0, Hole { at: 0, fill: Fill::Open(part) });
    Some(part)
}

/// The level under which most links stand; the higher one of two. 0 is the page itself.
fn stage_level(page: &Group) -> Option<u8> {
    let mut counts = [0_usize; 8];
    fn count(group: &Group, counts: &mut [usize; 8]) {
        counts[usize::from(group.level.min(7))] += group.blocks.iter().filter(|block| is_linked(block)).count();
        group.groups.iter().for_each(|group| count(group, counts));
    }
    count(page, &mut counts);
    let most = *counts.iter().max()?;
    let level = counts.iter().position(|count| *count == most && most > 0)?;
    u8::try_from(level).ok()
}

fn is_linked(block: &Block) -> bool {
    matches!(block, Block::Entry(entry) if entry.link.is_some())
}

fn has_links(group: &Group) -> bool {
    group.blocks.iter().any(is_linked) || group.groups.iter().any(has_links)
}

/// A stage, or the text between two stages, with the headings (parts of the body) at which it begins and ends.
struct StageSection {
    stage: Option<Stage>,
    /// The requirements in its text.
    required: Vec<String>,
    from: Option<PartId>,
    to: Option<PartId>,
}

/// Cuts the outline of a page into stages.
struct Cutter<'a> {
    level: u8,
    /// Texts of headings by their ids.
    headings: HashMap<&'a str, &'a str>,
    links: &'a [Link],
    body: &'a Body,
    opens: HashMap<PartId, usize>,
    sections: Vec<StageSection>,
}

impl Cutter<'_> {
    fn cut(&mut self, group: &Group, depth: usize) {
        let is_stage = group.level == self.level && (has_links(group) || self.is_timed(group));
        if is_stage {
            let (stage, required) = self.stage(group);
            self.begin(group.heading, Some(stage), required);
            return;
        }
        if depth == 0 || self.sections.last().is_none_or(|section| section.stage.is_some()) {
            self.begin(group.heading, None, Vec::new());
        }
        group.groups.iter().for_each(|group| self.cut(group, depth + 1));
    }

    fn begin(&mut self, from: Option<PartId>, stage: Option<Stage>, required: Vec<String>) {
        if let Some(before) = self.sections.last_mut() {
            before.to = from;
        }
        self.sections.push(StageSection { stage, required, from, to: None });
    }

    /// Whether a heading has a duration: then it is a stage even without links.
    fn is_timed(&self, group: &Group) -> bool {
        let mut remarks = Remarks::default();
        let title = remarks.read(self.heading(group));
        remarks.duration.is_some() && !words::is_aside(&title)
    }

    fn heading<'g>(&'g self, group: &'g Group) -> &'g str {
        self.headings.get(group.id.as_str()).copied().unwrap_or(group.title.as_str())
    }

    fn stage(&self, group: &Group) -> (Stage, Vec<String>) {
        let mut remarks = Remarks::default();
        let title = if group.level == 0 { String::new() } else { remarks.read(self.heading(group)) };
        let mut stage = Stage {
            title,
            anchor: group.id.clone(),
            level: group.level.max(1),
            duration: remarks.duration,
            heading: group.heading,
            ..Stage::default()
        };
        let mut filler = Filler {
            body: self.body,
            opens: &self.opens,
            links: self.links,
            stage: &mut stage,
            required: Vec::new(),
            goal: Vec::new(),
            in_goal: false,
        };
        filler.group(group);
        let Filler { required, goal, .. } = filler;
        if !goal.is_empty() {
            stage.goal = Goal::Parts(goal);
        }
        (stage, required)
    }
}

/// Makes a stage of a heading and the text under it.
struct Filler<'a> {
    body: &'a Body,
    opens: &'a HashMap<PartId, usize>,
    links: &'a [Link],
    stage: &'a mut Stage,
    required: Vec<String>,
    goal: Vec<PartId>,
    in_goal: bool,
}

impl Filler<'_> {
    fn group(&mut self, group: &Group) {
        group.blocks.iter().for_each(|block| self.block(block));
        for group in &group.groups {
            self.in_goal = false;
            self.stage.passages.extend(group.heading.map(Passage::Prose));
            self.group(group);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Prose { part, text, links } => {
                self.in_goal |= words::is_goal(text) && self.goal.is_empty();
                if words::is_requirement(text) {
                    self.in_goal = false;
                    self.stage.requires.extend(links.iter().map(|link| Requirement::Link(*link)));
                    self.required.push(text.clone());
                }
                if self.in_goal {
                    self.goal.push(*part);
                } else {
                    self.stage.passages.push(Passage::Prose(*part));
                }
            }
            Block::Entry(entry) => {
                self.in_goal = false;
                match (entry.link, entry.note) {
                    // Something to do, where it is one of a numbered row; else what is said between the steps.
                    (None, Some(part)) if entry.title.is_empty() => match &entry.number {
                        Some(_) if self.is_text(part) => {
                            self.step(&Entry { title: entry.note_text.clone(), note: None, ..entry.clone() });
                        }
                        _ => self.stage.passages.push(Passage::Prose(part)),
                    },
                    _ => self.step(entry),
                }
            }
        }
    }

    /// Whether a part is text alone, so that nothing is lost in a title.
    fn is_text(&self, part: PartId) -> bool {
        let holes = self.opens.get(&part).and_then(|open| self.body.holes.get(*open..*open + 2));
        match holes {
            Some([open, close]) if close.fill == Fill::Close(part) => !self.body.html[open.at..close.at].contains('<'),
            _ => false,
        }
    }

    fn step(&mut self, entry: &Entry) {
        let at = self.stage.steps.len();
        self.stage.steps.push(step(entry, self.links));
        match self.stage.passages.last_mut() {
            Some(Passage::Steps(steps)) => steps.end = at + 1,
            _ => self.stage.passages.push(Passage::Steps(at..at + 1)),
        }
    }
}

/// Where each part opens: index into the holes.
fn opens(body: &Body) -> HashMap<PartId, usize> {
    let opens = body.holes.iter().enumerate().rev().filter_map(|(index, hole)| match hole.fill {
        Fill::Open(part) => Some((part, index)),
        _ => None,
    });
    opens.collect()
}

fn step(entry: &Entry, links: &[Link]) -> Step {
    let mut remarks = Remarks::default();
    let mut title = remarks.read(&entry.title);
    let note = remarks.read(&entry.note_text);
    let said = words::kind_word(&title).filter(|(_, length)| *length < title.len());
    let kind = entry.kind.as_deref().or(said.map(|(kind, _)| kind)).or_else(|| words::kind_alone(&note));
    let kind = kind.or_else(|| words::kind_word(&note).map(|(kind, _)| kind));
    if let Some((_, length)) = said {
        title.drain(..length);
    }
    // A chapter that is not written yet has an empty address.
    let is_draft = entry.link.and_then(|link| links.get(link)).is_some_and(|link| link.target.is_empty());
    // A note that says nothing else is in the step's own marks.
    let is_said = !note.contains(char::is_alphanumeric) || words::kind_alone(&note).is_some();
    let is_said = is_said && !entry.note_text.is_empty();
    Step {
        at: entry.link.and_then(|link| links.get(link)).map_or(0..0, |link| link.at.clone()),
        title,
        link: entry.link.filter(|_| !is_draft),
        kind: kind.or(is_draft.then_some("doc")).map(str::to_owned),
        state: is_draft.then(|| "soon".to_owned()),
        duration: remarks.duration,
        level: remarks.level.map(str::to_owned),
        optional: remarks.optional,
        note: entry.note.filter(|_| !is_said),
        ..Step::default()
    }
}

/// Stages that texts are searched for: all of a map that is made for people.
const MOST_STAGES: usize = 300;

/// Adds the stages that a text names.
fn require_named(stage: &mut Stage, texts: &[String], titles: &[String]) {
    for text in texts {
        let named = titles.iter().take(MOST_STAGES).filter(|title| !title.is_empty() && **title != stage.title);
        let named = named
            .filter(|title| text.contains(title.as_str()) || short(title).is_some_and(|short| text.contains(short)));
        let reference = |text: &String| Reference { text: text.clone(), at: 0..0, in_config: false };
        stage.requires.extend(named.map(|title| Requirement::Named(reference(title))));
    }
}

/// The short form of a title: `第一重` of `第一重、概念了解`.
fn short(title: &str) -> Option<&str> {
    let (short, _) = title.split_once(['、', '：', ':'])?;
    (short.chars().count() > 1 && !short.chars().all(|c| c.is_ascii_digit())).then_some(short)
}

/// New parts of a body: pieces between headings.
struct NewParts {
    next: PartId,
    /// Where each heading's part opens: index into the holes.
    opens: HashMap<PartId, usize>,
    end: usize,
    marks: Vec<(usize, Fill)>,
}

impl NewParts {
    fn of(body: &Body) -> NewParts {
        let opens = opens(body);
        let parts =
            body.holes.iter().filter_map(|hole| if let Fill::Open(part) = hole.fill { Some(part) } else { None });
        let next = parts.max().map_or(0, |part| part + 1);
        let end = body.holes.iter().position(|hole| hole.fill == Fill::End).unwrap_or(body.holes.len());
        NewParts { next, opens, end, marks: Vec::new() }
    }

    /// The part from one heading to another; from the beginning, to the end.
    fn between(&mut self, from: Option<PartId>, to: Option<PartId>) -> Option<PartId> {
        let place = |part: PartId| self.opens.get(&part).copied();
        let from = from.map_or(Some(0), place)?;
        let to = to.map_or(Some(self.end), place).filter(|to| *to > from)?;
        let part = self.next;
        self.next += 1;
        self.marks.push((from, Fill::Open(part)));
        self.marks.push((to, Fill::Close(part)));
        Some(part)
    }

    fn put_into(mut self, body: &mut Body) {
        self.marks.sort_by_key(|(index, fill)| (*index, matches!(fill, Fill::Open(_))));
        let holes = std::mem::take(&mut body.holes);
        let length = holes.len();
        let mut marks = self.marks.into_iter().peekable();
        for (index, hole) in holes.into_iter().enumerate() {
            while let Some((_, fill)) = marks.next_if(|(before, _)| *before == index) {
                let is_first = index == 0 && matches!(fill, Fill::Open(_));
                body.holes.push(Hole { at: if is_first { 0 } else { hole.at }, fill });
            }
            body.holes.push(hole);
        }
        let end = body.html.len();
        body.holes.extend(marks.filter(|(index, _)| *index == length).map(|(_, fill)| {
            let at = if length == 0 && matches!(fill, Fill::Open(_)) { 0 } else { end };
            Hole { at, fill }
        }));
    }
}
