//! Atom feeds: one for each language, each term, and each part of the list of a kind whose pages go into feeds.
//!
//! Source of the format: RFC 4287. `updated` is the date of the newest entry, so the same pages always give the same
//! feed.

use super::{
    Family, Job, JobOutput, Plan, PlanInput,
    narrowed::{ListPart, feed_address, parts},
    plain_text::xml,
    views::summary,
};
use crate::{
    model::{Address, Date, Hash128, Lang},
    site::{LanguageSite, Page, PageId, Site, Term},
};
use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use std::sync::Arc;

/// A feed of a language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct FeedFile {
    lang: Lang,
    of: FeedOf,
}

/// What a feed has the pages of.
#[derive(Clone, PartialEq, Eq, Debug)]
enum FeedOf {
    Language,
    /// Taxonomy and key.
    Term(String, String),
    Part(Arc<ListPart>),
}

impl Family for FeedFile {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let site = input.site;
        for LanguageSite { lang, taxonomies, .. } in &site.languages {
            jobs.push(Job {
                address: address(site, lang),
                page: None,
                kind: FeedFile { lang: lang.clone(), of: FeedOf::Language }.into(),
            });
            for (name, taxonomy) in taxonomies {
                for (key, term) in &taxonomy.terms {
                    let kind = FeedFile { lang: lang.clone(), of: FeedOf::Term(name.clone(), key.clone()) }.into();
                    jobs.push(Job { address: term_address(term), page: None, kind });
                }
            }
        }
        for part in parts(site).into_iter().filter(|part| part.list(site).is_fed()) {
            let address = feed_address(&part.address);
            let kind = FeedFile { lang: part.lang.clone(), of: FeedOf::Part(part) }.into();
            jobs.push(Job { address, page: None, kind });
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let lang = &self.lang;
        let site = &plan.site;
        let language = site.language(lang);
        let (title, page, ids): (_, _, &[PageId]) = match &self.of {
            FeedOf::Language => (plan.site_title(lang), language.home.clone(), &language.newest),
            FeedOf::Term(name, key) => {
                let term = &language.taxonomies[name].terms[key];
                let title = format!("{} · {}", term.title, plan.site_title(lang));
                (title, term.address.clone(), &term.pages)
            }
            FeedOf::Part(part) => {
                let title = format!("{} · {}", plan.part_title(part), plan.site_title(lang));
                (title, part.address.clone(), &part.pages)
            }
        };
        let dated = ids.iter().map(|id| &site.pages[*id]).filter(|page| page.date.is_some());
        let entries: Vec<Entry> = dated.take(site.config.feed_size).map(|page| plan.entry(page, job)).collect();
        let newest = entries.iter().map(|entry| entry.updated).max();
        let feed = Feed {
            title: text(&title),
            id: plan.id(&page),
            updated: newest.unwrap_or_default(),
            subtitle: Some(plan.description(lang)).filter(|text| !text.is_empty()).map(|subtitle| text(&subtitle)),
            authors: site.config.authors.iter().map(|name| person(name)).collect(),
            generator: Some(Generator {
                value: "portal".into(),
                uri: None,
                version: Some(env!("CARGO_PKG_VERSION").into()),
            }),
            links: vec![plan.feed_link("self", &job.address, job), plan.feed_link("alternate", &page, job)],
            lang: Some(lang.html().to_owned()),
            entries,
            ..Feed::default()
        };
        let mut xml = feed.to_string().into_bytes();
        xml.push(b'\n');
        JobOutput::Bytes(xml)
    }
}

/// The feed of a language.
pub(super) fn address(site: &Site, lang: &Lang) -> Address {
    Address::file(format!("{}feed.xml", site.language(lang).prefix))
}

/// The feed of a term, in its folder.
pub(super) fn term_address(term: &Term) -> Address {
    Address::file(format!("{}/feed.xml", term.address.as_folder()))
}

impl Plan {
    fn entry(&self, page: &Page, job: &Job) -> Entry {
        let meta = &page.document.meta;
        let published = page.date.map(moment);
        Entry {
            title: text(&meta.title),
            id: self.id(&page.address),
            updated: page.updated.map(moment).or(published).unwrap_or_default(),
            published,
            authors: meta.authors.iter().map(|name| person(name)).collect(),
            categories: self
                .terms_of(page, "tags")
                .into_iter()
                .map(|tag| Category { term: xml(&tag.title), ..Category::default() })
                .collect(),
            links: vec![self.feed_link("alternate", &page.address, job)],
            summary: Some(summary(page)).filter(|text| !text.is_empty()).map(text),
            ..Entry::default()
        }
    }

    fn feed_link(&self, rel: &str, to: &Address, job: &Job) -> Link {
        let absolute = self.absolute(to);
        let href = if absolute.is_empty() { format!("{}{}", job.address.root(), to.href()) } else { absolute };
        Link { href, rel: rel.to_owned(), ..Link::default() }
    }

    /// The address; without a base address, a UUID made from it.
    fn id(&self, address: &Address) -> String {
        let absolute = self.absolute(address);
        if !absolute.is_empty() {
            return absolute;
        }
        let hex = Hash128::of(address.as_str().as_bytes()).to_string();
        // A UUID of version 8, whose other bits are free (RFC 9562).
        format!("urn:uuid:{}-{}-8{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
    }
}

fn text(text: &str) -> Text {
    Text::plain(xml(text))
}

fn person(name: &str) -> Person {
    Person { name: xml(name), ..Person::default() }
}

fn moment(date: Date) -> FixedDateTime {
    FixedDateTime::parse_from_rfc3339(&date.rfc3339()).unwrap_or_default()
}
