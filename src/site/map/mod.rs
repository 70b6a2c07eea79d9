//! Learning maps, with the facts of the pages that their steps lead to.
//!
//! In: the [`crate::model::Map`] of each document, and where its links lead. Out: a [`LearningMap`] for each, with titles,
//! kinds and durations of the pages, ids, needs and the picture of each stage; and for each page where it stands.
//!
//! What always holds: ids are unique in a map; steps are in an order in which each comes after what it needs.
//!
//! Deliberately not here: how a map looks (`plan`, the theme).

mod needs;
mod trail;

pub use trail::{MapLine, MapPicture};

use super::{LinkTarget, Page, PageId, RaggedVec, Setting};
use crate::{
    diag::{Code, Diagnostic},
    model::{
        Duration, FieldValue, Href, Lang, Link, Map, PartId, Passage, RelPath, STEP_LEVELS, Step, decode_path,
        encode_raw,
    },
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
    sync::Arc,
};
use trail::Point;

/// Index of a step in [`LearningMap::steps`].
pub type StepId = usize;

/// A learning map with its links resolved.
#[derive(Debug)]
pub struct LearningMap {
    /// The page that shows it.
    pub page: PageId,
    /// The key of readers' progress.
    pub id: String,
    /// In the order of the file.
    pub stages: Vec<MapStage>,
    /// In the order of the file.
    pub steps: Vec<MapStep>,
    /// In the order in which they are read.
    pub order: Vec<StepId>,
    /// For each step, its index in `order`.
    places: Vec<usize>,
    /// The sum of all stages.
    pub duration: Option<Duration>,
}

/// A stage of a learning map.
#[derive(Debug)]
pub struct MapStage {
    /// Its steps in [`LearningMap::steps`].
    pub steps: Range<StepId>,
    /// As written, else the sum of the steps that are not optional.
    pub duration: Option<Duration>,
    /// Steps and stages of the map that the stage needs.
    pub needs: Vec<Need>,
    /// Text and steps, in the order of the file.
    pub passages: Vec<MapPassage>,
}

/// A piece of a stage.
#[derive(Debug)]
pub enum MapPassage {
    /// Text between steps: a part of the body.
    Prose(PartId),
    /// Steps that follow each other.
    Steps {
        /// In the order in which they are read.
        steps: Vec<StepId>,
        /// With a cell for each of `steps`; without one, they are a list.
        picture: Option<MapPicture>,
    },
}

/// A step of a learning map.
#[derive(Debug)]
pub struct MapStep {
    /// The key of readers' progress, unique on the map.
    pub id: String,
    /// Index of its stage, and its own in the stage as written.
    pub place: (usize, usize),
    /// The author's title or that of the page; without either, the link's target.
    pub title: String,
    /// The page that it leads to; `None` if it leads elsewhere.
    pub page: Option<PageId>,
    /// One of the kinds of steps, or the name of a kind of pages.
    pub kind: String,
    /// As the map gives it, else the page.
    pub duration: Option<Duration>,
    /// One of [`crate::model::STEP_LEVELS`], as the map gives it, else the page.
    pub level: Option<String>,
    /// Readers can leave it out.
    pub optional: bool,
    /// Needs that the order does not show: a step of another passage, a stage.
    pub needs: Vec<Need>,
    /// Groups of needs: one of each group is enough.
    pub choices: Vec<Vec<Need>>,
}

/// What comes before a step or a stage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Need {
    /// A step of the same map.
    Step(StepId),
    /// The index of a stage of the same map.
    Stage(usize),
}

/// Where a page stands on a map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// Index in [`super::Site::maps`].
    pub map: usize,
    /// The step that leads to the page.
    pub step: StepId,
}

impl LearningMap {
    /// How many of some steps are not optional.
    pub fn required(&self, steps: Range<StepId>) -> usize {
        self.steps[steps].iter().filter(|step| !step.optional).count()
    }

    /// The place of a step among all, from 0.
    pub fn place(&self, step: StepId) -> usize {
        self.places[step]
    }

    /// The nearest step before another that is not optional.
    pub fn before(&self, step: StepId) -> Option<StepId> {
        self.order[..self.place(step)].iter().rev().copied().find(|step| !self.steps[*step].optional)
    }

    /// The optional steps right behind another, and the first behind it that is not.
    pub fn after(&self, step: StepId) -> (Vec<StepId>, Option<StepId>) {
        let behind = self.order.get(self.place(step) + 1..).unwrap_or_default();
        let optional = behind.iter().copied().take_while(|step| self.steps[*step].optional).collect();
        (optional, behind.iter().copied().find(|step| !self.steps[*step].optional))
    }
}

/// Assembles every map, and gives each page its places on maps.
pub(super) fn assemble(
    pages: &mut [Page],
    targets: &RaggedVec<LinkTarget>,
    setting: &Setting,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<LearningMap> {
    let mut maps: Vec<LearningMap> = Vec::new();
    let mut ids: BTreeMap<(Lang, String), PageId> = BTreeMap::new();
    for id in (0..pages.len()).filter(|id| pages[*id].flags.is_map).collect::<Vec<_>>() {
        let page = &pages[id];
        let Some(written) = &page.document.map else { continue };
        if written.is_data {
            missing_pages(written, page, setting, diagnostics);
        }
        let map = learning_map(written, page, pages, targets.of(id), setting, diagnostics);
        if let Some(other) = ids.insert((page.lang.clone(), map.id.clone()), id) {
            let twice = Diagnostic::new(Code::P1204, &page.shown).at(written.at.clone());
            diagnostics.push(twice.arg("id", &map.id).arg("other", &pages[other].shown));
        }
        maps.push(map);
    }
    for (index, map) in maps.iter().enumerate() {
        // No page links to an unlisted map.
        if pages[map.page].flags.is_unlisted {
            continue;
        }
        let mut seen = BTreeSet::from([map.page]);
        for step in &map.order {
            if let Some(page) = map.steps[*step].page.filter(|page| seen.insert(*page)) {
                pages[page].relations_mut().maps.push(Position { map: index, step: *step });
            }
        }
        if pages[map.page].document.map.as_ref().is_some_and(|map| map.is_book) {
            set_neighbours(map, pages);
        }
    }
    maps
}

/// Gives the chapters of a book their neighbours: its other chapters.
fn set_neighbours(map: &LearningMap, pages: &mut [Page]) {
    let chapters = map.order.iter().filter_map(|step| map.steps[*step].page);
    let chapters: Vec<PageId> = chapters.filter(|page| !pages[*page].flags.is_unlisted).collect();
    for pair in chapters.windows(2).filter(|pair| pair[0] != pair[1]) {
        pages[pair[0]].next = Some(pair[1]);
        pages[pair[1]].prev = Some(pair[0]);
    }
    let ends = [&map.page].into_iter();
    ends.clone().chain(chapters.first()).for_each(|page| pages[*page].prev = None);
    ends.chain(chapters.last()).for_each(|page| pages[*page].next = None);
}

fn learning_map(
    map: &Map,
    page: &Page,
    pages: &[Page],
    targets: &[LinkTarget],
    setting: &Setting,
    diagnostics: &mut Vec<Diagnostic>,
) -> LearningMap {
    let mut steps = Vec::new();
    // The last number of each id that was made more than once: all numbers before it are taken.
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut taken: BTreeSet<String> =
        map.stages.iter().flat_map(|stage| &stage.steps).filter_map(|step| step.id.clone()).collect();
    for (at, stage) in map.stages.iter().enumerate() {
        for (index, step) in stage.steps.iter().enumerate() {
            let target = step.link.and_then(|link| Some((targets.get(link)?, page.document.links.get(link)?)));
            let rest = target.map_or(String::new(), |(_, link)| encode_raw(setting.own.read(&link.target).rest));
            let made = made_id(step, target, &rest, pages);
            let id = step.id.clone().unwrap_or_else(|| {
                let mut id = made.clone();
                while taken.contains(&id) {
                    let number = numbers.entry(made.clone()).or_insert(1);
                    *number += 1;
                    id = format!("{made}-{number}");
                }
                id
            });
            taken.insert(id.clone());
            steps.push(map_step(step, id, (at, index), target, &rest, pages, map));
        }
    }
    let needs = needs::find(map, &steps, targets, page, &setting.config.file.path, diagnostics);
    let mut all = LearningMap {
        page: page.id,
        id: map.id.clone().unwrap_or_else(|| without_ending(&page.inner)),
        stages: Vec::new(),
        order: Vec::new(),
        places: Vec::new(),
        duration: None,
        steps,
    };
    let mut first = 0;
    for (at, stage) in map.stages.iter().enumerate() {
        let own = first..first + stage.steps.len();
        let passages = stage.passages.iter().map(|passage| match passage {
            Passage::Prose(part) => MapPassage::Prose(*part),
            Passage::Steps(range) => steps_of(first + range.start..first + range.end, &needs, &mut all),
        });
        let passages = passages.collect();
        let durations = all.steps[own.clone()].iter().filter(|step| !step.optional);
        let duration = stage.duration.or_else(|| Duration::sum(durations.filter_map(|step| step.duration)));
        all.stages.push(MapStage { duration, needs: needs.stages[at].clone(), passages, steps: own.clone() });
        first = own.end;
    }
    all.places = vec![0; all.steps.len()];
    for (place, step) in all.order.iter().enumerate() {
        all.places[*step] = place;
    }
    all.duration = Duration::sum(all.stages.iter().filter_map(|stage| stage.duration));
    all
}

/// Puts consecutive steps into order and into a grid.
fn steps_of(range: Range<StepId>, needs: &needs::Needs, map: &mut LearningMap) -> MapPassage {
    let inside = |need: &Need| match need {
        Need::Step(step) if range.contains(step) => Some(step - range.start),
        _ => None,
    };
    let points: Vec<Point> = range
        .clone()
        .map(|step| Point {
            needs: needs.steps[step].iter().filter_map(inside).collect(),
            optional: map.steps[step].optional,
        })
        .collect();
    for step in range.clone() {
        let elsewhere = needs.named[step].iter().filter(|need| inside(need).is_none());
        map.steps[step].needs = elsewhere.copied().collect();
        map.steps[step].choices.clone_from(&needs.choices[step]);
    }
    let (order, picture) = trail::lay_out(&points);
    let steps: Vec<StepId> = order.iter().map(|step| range.start + step).collect();
    map.order.extend(&steps);
    let picture =
        picture.map(|picture| MapPicture { cells: order.iter().map(|step| picture.cells[*step]).collect(), ..picture });
    MapPassage::Steps { steps, picture }
}

/// Turns broken links of steps into errors, for maps written as data. In a text they stay warnings.
fn missing_pages(map: &Map, page: &Page, setting: &Setting, diagnostics: &mut [Diagnostic]) {
    let links = map.stages.iter().flat_map(|stage| &stage.steps);
    let links = links.filter_map(|step| page.document.links.get(step.link?));
    let file = |link: &Link| if link.in_config { setting.config.file.path.clone() } else { page.shown.clone() };
    let places: BTreeSet<_> = links.map(|link| (file(link), Some((link.at.start, link.at.end)))).collect();
    let missing = diagnostics.iter_mut().filter(|diagnostic| {
        diagnostic.code == Code::P0501 && places.contains(&(diagnostic.path.clone(), diagnostic.at))
    });
    for diagnostic in missing {
        diagnostic.code = Code::P1202;
        for (_, target) in Arc::make_mut(&mut diagnostic.args).iter_mut().filter(|(name, _)| name == "target") {
            *target = target.trim_start_matches('/').to_owned();
        }
        // Maps write paths from the root of the sources.
        let from_top = |nearest: &String| RelPath::new_from(page.document.path.folder(), nearest);
        diagnostic.nearest = diagnostic.nearest.as_ref().and_then(from_top).map(|path| path.to_string());
    }
}

/// A path without `.md`, the same in all languages.
fn without_ending(path: &RelPath) -> String {
    match path.folder() {
        "" => path.stem().to_owned(),
        folder => format!("{folder}/{}", path.stem()),
    }
}

/// The id of a step that does not give one: its target.
fn made_id(step: &Step, target: Option<(&LinkTarget, &Link)>, rest: &str, pages: &[Page]) -> String {
    match target {
        Some((LinkTarget::Page(id), _)) => without_ending(&pages[*id].inner) + &decode_path(rest),
        Some((_, link)) => link.target.trim_start_matches('/').to_owned(),
        None => step.title.clone(),
    }
}

fn map_step(
    step: &Step,
    id: String,
    place: (usize, usize),
    target: Option<(&LinkTarget, &Link)>,
    rest: &str,
    pages: &[Page],
    map: &Map,
) -> MapStep {
    let to = if let Some((LinkTarget::Page(id), _)) = target { Some(*id) } else { None };
    let meta = to.map(|id| &pages[id].document.meta);
    let own_title = Some(step.title.clone()).filter(|title| !title.is_empty());
    let page_title = meta.map(|meta| meta.title.clone());
    // The text of a link to a section is better than the title of its page, and a book gives its chapters titles.
    let title = if map.is_data || map.is_book || to.is_some() && rest.contains('#') {
        own_title.or(page_title)
    } else {
        page_title.or(own_title)
    };
    let duration = meta.and_then(|meta| match meta.fields.get("duration") {
        Some(FieldValue::Duration(duration)) => Some(*duration),
        _ => None,
    });
    let level = meta.and_then(|meta| match meta.fields.get("level") {
        Some(FieldValue::Text(level)) if STEP_LEVELS.contains(&level.as_str()) => Some(level.clone()),
        _ => None,
    });
    MapStep {
        id,
        place,
        title: title.or_else(|| target.map(|(_, link)| link.target.clone())).unwrap_or_default(),
        page: to,
        kind: step.kind.clone().unwrap_or_else(|| kind(meta.map(|meta| meta.kind.as_str()), target).to_owned()),
        duration: step.duration.or(duration),
        level: step.level.clone().or(level),
        optional: step.optional || step.state.as_deref() == Some("retired"),
        needs: Vec::new(),
        choices: Vec::new(),
    }
}

/// The kind of a step that does not give one: from its page or its link; a plain page is a `doc`.
fn kind<'a>(of_page: Option<&'a str>, target: Option<(&LinkTarget, &Link)>) -> &'a str {
    let is_external = |target: &LinkTarget, link: &Link| match target {
        LinkTarget::Raw => link.target.contains("://"),
        LinkTarget::Other(href) => matches!(&**href, Href::Raw(_)),
        _ => false,
    };
    match (of_page, target) {
        (Some("page" | "essay"), _) => "doc",
        (Some(kind), _) => kind,
        (None, Some((target, link))) if is_external(target, link) => "external",
        (None, Some(_)) => "doc",
        (None, None) => "task",
    }
}
