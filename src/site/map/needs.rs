//! What steps and stages need: the names that authors write, resolved to steps and stages, and circles of needs.

use super::{LinkTarget, MapStep, Need, Page, PageId, StepId};
use crate::{
    diag::{Code, Diagnostic, nearest},
    model::{Map, RelPath, Requirement, Stage, Step, decode_path},
};
use std::{
    collections::{HashMap, VecDeque},
    ops::Range,
};

/// Most names that a misspelt one is compared with.
const MOST_NAMES: usize = 300;

/// The needs of all steps and stages, by their numbers.
#[derive(Default)]
pub(super) struct Needs {
    /// All needs of a step, including the step that it follows.
    pub steps: Vec<Vec<Need>>,
    /// Only what the author named.
    pub named: Vec<Vec<Need>>,
    /// Groups of needs of which one is enough; they are among `steps`, too.
    pub choices: Vec<Vec<Vec<Need>>>,
    pub stages: Vec<Vec<Need>>,
}

/// Where a need is written: the file, and a range of bytes in it.
type SourceRange = (RelPath, Range<usize>);

/// What names in `requires` can mean.
struct MapNames<'a> {
    map: &'a Map,
    steps: &'a [MapStep],
    resolved: &'a [LinkTarget],
    page: &'a Page,
    /// The configuration's file.
    config: &'a RelPath,
    by_name: HashMap<&'a str, Need>,
    /// The first step that leads to each page.
    by_page: HashMap<PageId, StepId>,
    by_anchor: HashMap<&'a str, usize>,
}

/// Finds what each step and stage needs, and reports names that are unknown, used twice, in a circle or optional.
pub(super) fn find(
    map: &Map,
    steps: &[MapStep],
    resolved: &[LinkTarget],
    page: &Page,
    config: &RelPath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Needs {
    let by_page = steps.iter().enumerate().rev().filter_map(|(id, step)| Some((step.page?, id))).collect();
    let by_anchor = map.stages.iter().enumerate().rev().map(|(at, stage)| (stage.anchor.as_str(), at)).collect();
    let mut names = MapNames { map, steps, resolved, page, config, by_name: HashMap::new(), by_page, by_anchor };
    names.collect(diagnostics);
    let mut needs = Needs::default();
    let mut places: HashMap<(usize, usize), SourceRange> = HashMap::new();
    // Stages before steps: a circle of stages is reported with their names.
    let node = |need: Need| match need {
        Need::Stage(stage) => stage,
        Need::Step(step) => map.stages.len() + step,
    };
    for (at, stage) in map.stages.iter().enumerate() {
        let found = names.all(&stage.requires, diagnostics);
        places.extend(found.iter().map(|(need, place)| ((at, node(*need)), place.clone())));
        needs.stages.push(found.into_iter().map(|(need, _)| need).collect());
    }
    // The nearest step before that is not optional, with its stage.
    let mut before: Option<(usize, StepId)> = None;
    for (id, step) in steps.iter().enumerate() {
        let written = names.written(step);
        let found = names.all(written.requires.as_deref().unwrap_or_default(), diagnostics);
        let choices: Vec<Vec<(Need, SourceRange)>> =
            written.any.iter().map(|group| names.all(group, diagnostics)).filter(|group| !group.is_empty()).collect();
        let is_optional =
            |(need, _): &&(Need, SourceRange)| matches!(need, Need::Step(other) if steps[*other].optional);
        // Of several, one that is not optional is enough.
        let blocked = choices.iter().filter(|group| group.iter().all(|need| is_optional(&need)));
        for (need, (path, at)) in found.iter().filter(is_optional).chain(blocked.filter_map(|group| group.first())) {
            if let Need::Step(other) = need
                && !step.optional
            {
                let diagnostic = Diagnostic::new(Code::P1205, path).at(at.clone());
                diagnostics.push(diagnostic.arg("step", names.name(id)).arg("other", names.name(*other)));
            }
        }
        for (need, place) in found.iter().chain(choices.iter().flatten()) {
            places.insert((node(Need::Step(id)), node(*need)), place.clone());
        }
        let only = |found: Vec<(Need, SourceRange)>| found.into_iter().map(|(need, _)| need).collect::<Vec<Need>>();
        let (named, choices): (_, Vec<Vec<Need>>) = (only(found), choices.into_iter().map(only).collect());
        needs.steps.push(match &written.requires {
            None if choices.is_empty() => {
                before.filter(|(stage, _)| *stage == step.place.0).map(|(_, id)| Need::Step(id)).into_iter().collect()
            }
            _ => named.iter().chain(choices.iter().flatten()).copied().collect(),
        });
        needs.named.push(named);
        needs.choices.push(choices);
        if !step.optional {
            before = Some((step.place.0, id));
        }
    }
    let mut first = 0;
    let of_stage = |stage: usize| {
        let inside = (first..first + map.stages[stage].steps.len()).map(Need::Step);
        first += map.stages[stage].steps.len();
        needs.stages[stage].iter().copied().chain(inside).map(node).collect()
    };
    let of_step = |id: StepId| needs.steps[id].iter().chain(&needs.stages[steps[id].place.0]).map(|need| node(*need));
    let graph: Vec<Vec<usize>> =
        (0..map.stages.len()).map(of_stage).chain((0..steps.len()).map(|id| of_step(id).collect())).collect();
    for circle in circles(&graph) {
        let edges = circle.iter().zip(circle.iter().cycle().skip(1));
        let place = edges.filter_map(|(from, to)| places.get(&(*from, *to))).next();
        let way: Vec<String> = circle.iter().chain(circle.first()).map(|node| names.of_node(*node)).collect();
        let diagnostic = Diagnostic::new(Code::P1203, place.map_or(&page.shown, |(path, _)| path));
        let diagnostic = place.iter().fold(diagnostic, |diagnostic, (_, at)| diagnostic.at(at.clone()));
        diagnostics.push(diagnostic.arg("way", way.join(" -> ")));
    }
    needs
}

impl<'a> MapNames<'a> {
    fn written(&self, step: &MapStep) -> &'a Step {
        let (stage, index) = step.place;
        &self.map.stages[stage].steps[index]
    }

    /// Collects all names: first those that authors gave, then generated ones.
    fn collect(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let map = self.map;
        let mut own: Vec<(&'a str, Need, &'a Range<usize>)> = Vec::new();
        for (at, stage) in map.stages.iter().enumerate() {
            own.extend(stage.id.as_deref().map(|id| (id, Need::Stage(at), &stage.at)));
        }
        for (id, step) in self.steps.iter().enumerate() {
            let written = self.written(step);
            own.extend(written.id.as_deref().map(|name| (name, Need::Step(id), &written.at)));
        }
        own.sort_by_key(|(_, _, at)| at.start);
        for (id, need, at) in own {
            match self.by_name.get(id) {
                Some(other) => {
                    let other = self.title(*other);
                    let twice = Diagnostic::new(Code::P1204, &self.page.shown).at(at.clone());
                    diagnostics.push(twice.arg("id", id).arg("other", other));
                }
                None => drop(self.by_name.insert(id, need)),
            }
        }
        for step in self.steps {
            for was in &self.written(step).was {
                if let Some(other) = self.by_name.get(was.text.as_str()) {
                    let path = if was.in_config { self.config.clone() } else { self.page.shown.clone() };
                    let twice = Diagnostic::new(Code::P1204, &path).at(was.at.clone());
                    diagnostics.push(twice.arg("id", &was.text).arg("other", self.title(*other)));
                }
            }
        }
        let steps = self.steps.iter().enumerate().map(|(id, step)| (step.id.as_str(), Need::Step(id)));
        let stages = map.stages.iter().enumerate().map(|(at, Stage { title, .. })| (title.as_str(), Need::Stage(at)));
        for (name, need) in steps.chain(stages) {
            self.by_name.entry(name).or_insert(need);
        }
    }

    /// The steps and stages that requirements mean, each with its place in the file.
    fn all(&self, requirements: &[Requirement], diagnostics: &mut Vec<Diagnostic>) -> Vec<(Need, SourceRange)> {
        let mut found: Vec<(Need, SourceRange)> = Vec::new();
        for requirement in requirements {
            let (need, place) = match requirement {
                Requirement::Named(name) => {
                    let path = if name.in_config { self.config.clone() } else { self.page.shown.clone() };
                    let need = self.by_name.get(name.text.as_str()).copied();
                    if need.is_none() {
                        let mut known: Vec<&str> = self.by_name.keys().copied().collect();
                        known.sort_unstable();
                        known.truncate(MOST_NAMES);
                        let nearest = nearest(&name.text, known);
                        let unknown = Diagnostic::new(Code::P1201, &path).at(name.at.clone());
                        diagnostics.push(unknown.arg("id", &name.text).nearest(nearest));
                    }
                    (need, (path, name.at.clone()))
                }
                Requirement::Link(link) => (self.linked(*link), (self.page.shown.clone(), self.place(*link))),
            };
            if let Some(need) = need.filter(|need| found.iter().all(|(other, _)| other != need)) {
                found.push((need, place));
            }
        }
        found
    }

    /// The step or the stage that a link leads to; `None` for a page that is not on the map.
    fn linked(&self, link: usize) -> Option<Need> {
        match self.resolved.get(link)? {
            LinkTarget::Page(page) => self.by_page.get(page).copied().map(Need::Step),
            _ => {
                let target = self.page.document.links.get(link)?.target.strip_prefix('#')?;
                let anchor = decode_path(target);
                self.by_anchor.get(anchor.as_str()).copied().map(Need::Stage)
            }
        }
    }

    fn place(&self, link: usize) -> Range<usize> {
        self.page.document.links.get(link).map_or(0..0, |link| link.at.clone())
    }

    /// The name of a step or a stage in diagnostics: the one that its author uses.
    fn of_node(&self, node: usize) -> String {
        match self.map.stages.get(node) {
            Some(stage) => stage.id.clone().unwrap_or_else(|| stage.title.clone()),
            None => self.name(node - self.map.stages.len()),
        }
    }

    fn name(&self, id: StepId) -> String {
        let step = &self.steps[id];
        self.written(step).id.clone().unwrap_or_else(|| step.title.clone())
    }

    fn title(&self, need: Need) -> String {
        match need {
            Need::Step(step) => self.steps[step].title.clone(),
            Need::Stage(stage) => self.map.stages[stage].title.clone(),
        }
    }
}

/// Circles in a graph, each the shortest through its first point. No point is in two of them.
fn circles(graph: &[Vec<usize>]) -> Vec<Vec<usize>> {
    // A point that needs nothing, or only such points, is in no circle.
    let mut missing: Vec<usize> = graph.iter().map(Vec::len).collect();
    let mut needed_by = vec![Vec::new(); graph.len()];
    for (node, needs) in graph.iter().enumerate() {
        needs.iter().for_each(|need| needed_by[*need].push(node));
    }
    let mut done: Vec<usize> = (0..graph.len()).filter(|node| missing[*node] == 0).collect();
    while let Some(node) = done.pop() {
        for after in &needed_by[node] {
            missing[*after] -= 1;
            if missing[*after] == 0 {
                done.push(*after);
            }
        }
    }
    let mut circles = Vec::new();
    let mut reported = vec![false; graph.len()];
    for start in (0..graph.len()).filter(|node| missing[*node] > 0) {
        if reported[start] {
            continue;
        }
        let Some(way) = way_back(graph, start, &reported) else { continue };
        way.iter().for_each(|node| reported[*node] = true);
        circles.push(way);
    }
    circles
}

/// The shortest circle through a point, without the points to avoid.
fn way_back(graph: &[Vec<usize>], start: usize, avoid: &[bool]) -> Option<Vec<usize>> {
    let mut from = vec![None; graph.len()];
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for next in &graph[node] {
            if *next == start {
                let mut way = vec![node];
                let mut at = node;
                while at != start {
                    at = from[at]?;
                    way.push(at);
                }
                way.reverse();
                return Some(way);
            }
            if from[*next].is_none() && !avoid[*next] {
                from[*next] = Some(node);
                queue.push_back(*next);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn every_circle_is_told_once_by_its_shortest_way() {
        for (graph, expect) in [
            (vec![vec![1], vec![2], vec![]], vec![]),
            (vec![vec![0]], vec![vec![0]]),
            (vec![vec![1], vec![0]], vec![vec![0, 1]]),
            // 0 hangs on a circle, and is in none.
            (vec![vec![1], vec![2], vec![1]], vec![vec![1, 2]]),
            (vec![vec![1], vec![2, 0], vec![0], vec![4], vec![3]], vec![vec![0, 1], vec![3, 4]]),
        ] {
            assert_eq!(circles(&graph), expect, "{graph:?}");
        }
    }
}
