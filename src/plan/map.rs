//! The views of a learning map: on its own page and on the pages of its steps.

use super::{Plan, head::json_ld};
use crate::{
    model::{self, Duration, Goal, Lang},
    site::{LearningMap, MapPassage, MapPicture, MapStep, Need, Page, PageId, Position, StepId},
    view::{
        DotView, LineView, LinkView, MapPlaceView, MapView, PassageView, PictureView, StageView, StepKindView, StepView,
    },
};
use serde_json::json;

/// Most steps around the own one on a page, and most optional steps after it.
const DOTS: usize = 12;

impl Plan {
    /// The page as a map, if it is one.
    pub fn map(&self, id: PageId) -> Option<MapView> {
        let map = self.site.map_of(id)?;
        let page = &self.site.pages[id];
        let written = page.document.map.as_ref()?;
        let mut first = 1;
        let stages: Vec<StageView> =
            (0..map.stages.len()).map(|stage| self.stage(map, stage, written, page, &mut first)).collect();
        let mut kinds: Vec<StepKindView> = Vec::new();
        for step in &map.order {
            let kind = self.step_kind(&map.steps[*step].kind, &page.lang);
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        let pictures = stages.iter().flat_map(|stage| &stage.passages).filter_map(|passage| passage.picture.as_ref());
        Some(MapView {
            id: map.id.clone(),
            steps: map.steps.len(),
            required: map.required(0..map.steps.len()),
            duration: self.about(map.duration, &page.lang),
            columns: pictures.map(|picture| picture.columns).max().unwrap_or(0),
            kinds,
            intro: written.intro.clone(),
            stages,
            rest: written.rest.clone(),
        })
    }

    fn stage(&self, map: &LearningMap, at: usize, written: &model::Map, page: &Page, first: &mut usize) -> StageView {
        let (stage, text) = (&map.stages[at], &written.stages[at]);
        let passage = |passage: &MapPassage| match passage {
            MapPassage::Prose(part) => {
                PassageView { part: Some(*part), steps: Vec::new(), first: *first, picture: None }
            }
            MapPassage::Steps { steps, picture } => {
                let cell = |index: usize| picture.as_ref().map_or((0, 0), |picture| picture.cells[index]);
                let view = |(index, step): (usize, &StepId)| self.step(map, *step, cell(index), written, page);
                let passage = PassageView {
                    part: None,
                    steps: steps.iter().enumerate().map(view).collect(),
                    first: *first,
                    picture: picture.as_ref().map(picture_view),
                };
                *first += steps.len();
                passage
            }
        };
        let (goal, goal_parts) = match &text.goal {
            Goal::None => (String::new(), Vec::new()),
            Goal::Text(goal) => (goal.clone(), Vec::new()),
            Goal::Parts(parts) => (String::new(), parts.clone()),
        };
        // A map of text says in its text what a stage needs, and in a heading how long it takes.
        let needs = if written.is_data { self.needs(map, &stage.needs, written, "") } else { Vec::new() };
        StageView {
            id: stage_id(written, at),
            title: text.title.clone(),
            heading: text.heading,
            level: text.level.min(5),
            steps: stage.steps.len(),
            required: map.required(stage.steps.clone()),
            duration: match text.duration {
                Some(_) if text.heading.is_some() => String::new(),
                Some(_) => self.duration(text.duration, &page.lang),
                None => self.about(stage.duration, &page.lang),
            },
            goal,
            goal_parts,
            needs,
            before: text.before.clone(),
            passages: stage.passages.iter().map(passage).collect(),
        }
    }

    fn step(&self, map: &LearningMap, id: StepId, cell: (usize, usize), written: &model::Map, page: &Page) -> StepView {
        let step = &map.steps[id];
        let text = &written.stages[step.place.0].steps[step.place.1];
        let strings = self.strings(&page.lang);
        let said = |table: &str, word: &Option<String>| {
            word.as_ref().map_or(String::new(), |word| strings.get(&format!("{table}.{word}")).to_owned())
        };
        let certificate = text.certificate.as_ref().map_or_else(Vec::new, |certificate| {
            let exam = self.duration(certificate.exam, &page.lang);
            let valid = self.duration(certificate.valid, &page.lang);
            let filled = |key: &str, value: &str| match value {
                "" => String::new(),
                value => strings.format(key, &[("value", value)]),
            };
            let all = [
                certificate.name.clone(),
                filled("certificate_issuer", &certificate.issuer),
                filled("certificate_exam", &exam),
                filled("certificate_valid", &valid),
            ];
            all.into_iter().filter(|text| !text.is_empty()).collect()
        });
        StepView {
            id: step.id.clone(),
            number: map.place(id) + 1,
            title: step.title.clone(),
            url: self.step_url(map, id),
            kind: self.step_kind(&step.kind, &page.lang),
            duration: self.duration(step.duration, &page.lang),
            level: said("step_levels", &step.level),
            state: said("step_states", &text.state),
            optional: step.optional,
            column: cell.0,
            row: cell.1,
            needs: self.needs(map, &step.needs, written, ""),
            choices: step.choices.iter().map(|group| self.needs(map, group, written, "")).collect(),
            was: was(written, step),
            note: text.note,
            certificate,
        }
    }

    /// The address of a step; empty without one.
    fn step_url(&self, map: &LearningMap, id: StepId) -> String {
        let page = &self.site.pages[map.page];
        let (stage, index) = map.steps[id].place;
        let link = page.document.map.as_ref().and_then(|map| map.stages[stage].steps[index].link);
        link.and_then(|link| self.site.href(page, link)).map_or_else(String::new, |href| href.as_str().to_owned())
    }

    /// Links to what comes before, on the map at `url`.
    fn needs(&self, map: &LearningMap, needs: &[Need], written: &model::Map, url: &str) -> Vec<LinkView> {
        let link = |need: &Need| {
            let (title, anchor) = match need {
                Need::Step(step) => (map.steps[*step].title.clone(), step_anchor(map, *step)),
                Need::Stage(stage) => (written.stages[*stage].title.clone(), stage_id(written, *stage)),
            };
            LinkView { title, url: format!("{url}#{}", model::encode_path(&anchor)), ..LinkView::default() }
        };
        needs.iter().map(link).collect()
    }

    /// A kind of steps, or of pages, as readers see it.
    pub fn step_kind(&self, name: &str, lang: &Lang) -> StepKindView {
        let key = format!("step_kinds.{name}");
        let known = self.strings(lang).get(&key);
        let own = || self.site.config.kinds.iter().find(|kind| kind.name == name);
        let title = match known == key {
            true => own().map_or(name, |kind| kind.title_in(lang)),
            false => known,
        };
        StepKindView { name: name.to_owned(), title: title.to_owned() }
    }

    /// A total in words, as an estimate.
    fn about(&self, duration: Option<Duration>, lang: &Lang) -> String {
        let text = self.duration(duration, lang);
        match duration {
            Some(Duration { at_least: false, .. }) => {
                self.strings(lang).format("duration_about", &[("duration", &text)])
            }
            _ => text,
        }
    }

    /// A duration in words; nothing for none.
    fn duration(&self, duration: Option<Duration>, lang: &Lang) -> String {
        duration.map_or(String::new(), |duration| self.strings(lang).duration(duration).text)
    }

    /// Where a page stands on the maps that it is on.
    pub fn map_places(&self, page: &Page) -> Vec<MapPlaceView> {
        page.relations().maps.iter().filter_map(|position| self.map_place(*position)).collect()
    }

    fn map_place(&self, Position { map, step }: Position) -> Option<MapPlaceView> {
        let map = &self.site.maps[map];
        let written = self.site.pages[map.page].document.map.as_ref()?;
        let link = self.link(map.page);
        let stage = map.steps[step].place.0;
        let to_stage = self.needs(map, &[Need::Stage(stage)], written, &link.url);
        let to_step = |id: StepId| {
            let url = match self.step_url(map, id) {
                url if url.is_empty() => format!("{}#{}", link.url, step_anchor(map, id)),
                url => url,
            };
            LinkView { title: map.steps[id].title.clone(), url, ..LinkView::default() }
        };
        let place = map.place(step);
        let from = place.saturating_sub(DOTS / 2).min(map.order.len().saturating_sub(DOTS));
        let dots = map.order.iter().skip(from).take(DOTS).map(|id| DotView {
            id: map.steps[*id].id.clone(),
            was: was(written, &map.steps[*id]),
            current: *id == step,
            optional: map.steps[*id].optional,
        });
        let (beside, next) = map.after(step);
        // The chapters of a book follow each other as pages do.
        let own_ways = !written.is_book;
        Some(MapPlaceView {
            map_id: map.id.clone(),
            step_id: map.steps[step].id.clone(),
            step_was: was(written, &map.steps[step]),
            stage: to_stage.into_iter().next().unwrap_or_default(),
            number: place + 1,
            total: map.order.len(),
            optional: map.steps[step].optional,
            dots: dots.collect(),
            prev: map.before(step).filter(|_| own_ways).map(to_step),
            next: next.filter(|_| own_ways).map(to_step),
            beside: beside.into_iter().take(DOTS).filter(|_| own_ways).map(to_step).collect(),
            map: link,
        })
    }

    /// A map's steps, as search engines read them.
    pub fn map_json(&self, id: PageId) -> Option<String> {
        let map = self.site.map_of(id)?;
        let base = self.site.config.base_url.as_ref()?;
        let page = &self.site.pages[id];
        let item = |(place, id): (usize, &StepId)| {
            let step = &map.steps[*id];
            let url = match self.step_url(map, *id) {
                url if url.contains("://") => url,
                url if step.page.is_some() => format!("{base}{url}"),
                _ => format!("{base}{}#{}", page.address.href(), step_anchor(map, *id)),
            };
            json!({"@type": "ListItem", "position": place + 1, "name": step.title, "url": url})
        };
        let items: Vec<_> = map.order.iter().enumerate().map(item).collect();
        Some(json_ld(&json!({
            "@context": "https://schema.org",
            "@type": "ItemList",
            "name": page.document.meta.title,
            "itemListOrder": "https://schema.org/ItemListOrderAscending",
            "numberOfItems": items.len(),
            "itemListElement": items,
        })))
    }
}

fn picture_view(picture: &MapPicture) -> PictureView {
    let lines = picture.lines.iter().map(|line| LineView { path: line.to_string(), dashed: line.dashed });
    PictureView { columns: picture.columns, rows: picture.rows, lines: lines.collect() }
}

fn stage_id(map: &model::Map, at: usize) -> String {
    let anchor = &map.stages[at].anchor;
    if anchor.is_empty() { format!("stage-{}", at + 1) } else { anchor.clone() }
}

/// The ids that a step had before, one in a line.
fn was(map: &model::Map, step: &MapStep) -> String {
    let (stage, index) = step.place;
    let was = map.stages[stage].steps[index].was.iter().map(|name| name.text.as_str());
    was.collect::<Vec<_>>().join("\n")
}

fn step_anchor(map: &LearningMap, step: StepId) -> String {
    format!("step-{}", map.place(step) + 1)
}
