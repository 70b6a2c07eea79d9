//! A map as tables: `stages:` with `steps:` in YAML, `[[stage]]` with `[[stage.step]]` in TOML.
//!
//! What always holds: a page is named from the top of the sources (`courses/a.md`), or from the file when it begins
//! with a dot; pages and addresses become links of the document, so that they are checked as all links are.

use super::words::step_kinds;
use crate::{
    model::{
        Certificate, Duration, Goal, Kind, Link, Map, Passage, Reference, Requirement, STEP_LEVELS, STEP_STATES, Stage,
        Step, TimeUnit,
    },
    parse::fields::Fields,
};
use std::ops::Range;

const DURATION: &str = "a duration like \"30m\", \"2h\" or \"3 天\"";

/// A map with its links. In the document they come after its other links.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MapData {
    /// Its links are indices into `links`.
    pub map: Map,
    /// In the order of the file.
    pub links: Vec<Link>,
}

/// Reads a map from tables.
struct MapReader<'a> {
    links: Vec<Link>,
    kinds: &'a [Kind],
    in_config: bool,
}

/// Reads the fields of a map. A map that gives only its id has no stages here: they are in its text.
pub fn read(fields: &mut Fields, kinds: &[Kind], in_config: bool) -> Option<MapData> {
    let mut reader = MapReader { links: Vec::new(), kinds, in_config };
    let (id, at) = (fields.text("id"), reader.place(fields.at("id")));
    let mut stages = Vec::new();
    for name in ["stages", "stage"] {
        fields.tables(name, |fields| stages.push(reader.stage(fields)));
    }
    let is_data = !stages.is_empty();
    (id.is_some() || is_data)
        .then(|| MapData { map: Map { id, at, is_data, stages, ..Map::default() }, links: reader.links })
}

impl MapReader<'_> {
    /// Places in the configuration are left out: diagnostics of the document point into its own file.
    fn place(&self, at: Range<usize>) -> Range<usize> {
        if self.in_config { 0..0 } else { at }
    }

    fn stage(&mut self, fields: &mut Fields) -> Stage {
        let at = self.place(fields.at("id"));
        fields.require("title", "a text");
        let mut stage = Stage {
            id: fields.text("id"),
            at,
            title: fields.text("title").unwrap_or_default(),
            level: 2,
            duration: duration(fields, "duration"),
            requires: self.requires(fields).unwrap_or_default(),
            ..Stage::default()
        };
        let goal = fields.text("goal");
        if let Some(goal) = fields.text("summary").or(goal) {
            stage.goal = Goal::Text(goal);
        }
        for name in ["steps", "step"] {
            fields.tables(name, |fields| stage.steps.push(self.step(fields)));
        }
        if !stage.steps.is_empty() {
            stage.passages.push(Passage::Steps(0..stage.steps.len()));
        }
        stage
    }

    fn step(&mut self, fields: &mut Fields) -> Step {
        let at = self.place(fields.at("id"));
        let page = fields.text("page").map(|page| (page, fields.at("page")));
        let target = fields.text("url").map(|url| (url, fields.at("url"))).or(page);
        let title = fields.text("title");
        if target.is_none() && title.is_none() {
            fields.require("page", "a page, a `url` or a `title`");
        }
        let link = target.map(|(target, at)| {
            self.links.push(Link { target, image: false, at, in_config: self.in_config });
            self.links.len() - 1
        });
        Step {
            id: fields.text("id"),
            at,
            title: title.unwrap_or_default(),
            link,
            kind: self.kind(fields),
            duration: duration(fields, "duration"),
            level: one_of(fields, "level", &STEP_LEVELS),
            state: one_of(fields, "status", &[STEP_STATES.as_slice(), &["active"]].concat())
                .filter(|state| state != "active"),
            optional: fields.flag("optional").unwrap_or_default(),
            requires: self.requires(fields),
            any: self.any(fields),
            was: self.references(fields, "renamed_from").unwrap_or_default(),
            note: None,
            certificate: certificate(fields),
        }
    }

    fn kind(&self, fields: &mut Fields) -> Option<String> {
        let own = self.kinds.iter().map(|kind| kind.name.as_str());
        let mut known: Vec<&str> = step_kinds().collect();
        known.extend(own.filter(|name| step_kinds().all(|known| known != *name)));
        one_of(fields, "kind", &known)
    }

    fn requires(&self, fields: &mut Fields) -> Option<Vec<Requirement>> {
        Some(self.references(fields, "requires")?.into_iter().map(Requirement::Named).collect())
    }

    fn references<'a>(&self, fields: &mut Fields<'a>, name: &'a str) -> Option<Vec<Reference>> {
        let names = fields.list(name)?.into_iter();
        Some(names.map(|(text, at)| Reference { text, at, in_config: self.in_config }).collect())
    }

    /// `any: [a, b]` is one group, `any: [[a, b], [c, d]]` are two.
    fn any(&self, fields: &mut Fields) -> Vec<Vec<Requirement>> {
        let groups = fields.lists("any").into_iter();
        let named = |(text, at)| Requirement::Named(Reference { text, at, in_config: self.in_config });
        groups.map(|group| group.into_iter().map(named).collect()).collect()
    }
}

fn duration<'a>(fields: &mut Fields<'a>, name: &'a str) -> Option<Duration> {
    fields.parsed(name, DURATION, |text| text.parse().ok())
}

fn one_of<'a>(fields: &mut Fields<'a>, name: &'a str, words: &[&str]) -> Option<String> {
    let pairs: Vec<(&str, usize)> = words.iter().copied().zip(0..).collect();
    fields.one_of(name, &pairs).map(|index| words[index].to_owned())
}

/// `cert: { name: PCA, issuer: x, exam: 90m, valid: 24mo }`; whole numbers under `exam_minutes`, `valid_months`.
fn certificate(fields: &mut Fields) -> Option<Certificate> {
    let mut found = None;
    fields.table("cert", |fields| {
        let mut amount = |name, unit| {
            let amount = fields.number(name, 1..=i64::from(u32::MAX))?;
            Some(Duration { amount: u32::try_from(amount).ok()?, unit, at_least: false })
        };
        let (minutes, months) = (amount("exam_minutes", TimeUnit::Minute), amount("valid_months", TimeUnit::Month));
        found = Some(Certificate {
            name: fields.text("name").unwrap_or_default(),
            issuer: fields.text("issuer").unwrap_or_default(),
            exam: duration(fields, "exam").or(minutes),
            valid: duration(fields, "valid").or(months),
        });
    });
    found
}
