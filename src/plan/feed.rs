//! Atom feeds: one for each language, one for each term.
//!
//! Source of the format: RFC 4287. `updated` is the date of the newest entry, so the same pages always give the same
//! feed.

use super::{Family, Job, JobOutput, Plan, PlanInput, plain_text::xml, views::summary};
use crate::{
    model::{Address, Date, Hash128, Lang},
    site::{LanguageSite, Page, PageId, Site, Term},
};
use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};

/// The feed of a language, or of one of its terms: taxonomy and key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct FeedFile {
    lang: Lang,
    term: Option<(String, String)>,
}

impl Family for FeedFile {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let site = input.site;
        for LanguageSite { lang, taxonomies, .. } in &site.languages {
            jobs.push(Job {
                address: address(site, lang),
                page: None,
                kind: FeedFile { lang: lang.clone(), term: None }.into(),
            });
            for (name, taxonomy) in taxonomies {
                for (key, term) in &taxonomy.terms {
                    let kind = FeedFile { lang: lang.clone(), term: Some((name.clone(), key.clone())) }.into();
                    jobs.push(Job { address: term_address(term), page: None, kind });
                }
            }
        }
    }

    fn output(&self, plan: &Plan, job: &Job) -> JobOutput {
        let (lang, term) = (&self.lang, &self.term);
        let site = &plan.site;
        let language = site.language(lang);
        let (title, page, ids): (_, _, &[PageId]) = match term {
            None => (plan.site_title(lang), language.home.clone(), &language.newest),
            Some((name, key)) => {
                let term = &language.taxonomies[name].terms[key];
                (format!("{} · {}", term.title, plan.site_title(lang)), term.address.clone(), &term.pages)
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
    let folder = term.address.as_str().trim_end_matches("index.html").trim_end_matches('/');
    Address::file(format!("{folder}/feed.xml"))
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
