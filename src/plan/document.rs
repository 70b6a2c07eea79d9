//! Pages of documents.

use super::{Family, Job, JobOutput, PageInput, Plan, PlanInput, Rank, sitemap::is_open, views::summary};
use crate::{
    diag::{Code, Diagnostic, nearest},
    model::{Heading, Node, Reference, Value},
    site::{Page, PageId, Role, Site},
    view::{DocumentView, ExtraView, PageTermsView, PageView, TocView, View},
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Words a reader of mixed Chinese and English takes in a minute.
const WORDS_A_MINUTE: u32 = 400;
/// Most backlinks on a page. A page that every other links to would otherwise list the whole site.
const BACKLINKS: usize = 50;
/// Most works on a person's page.
const WORKS: usize = 100;

/// The page of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct DocumentPage(pub(super) PageId);

impl Family for DocumentPage {
    fn jobs(input: &PlanInput, jobs: &mut Vec<Job>) {
        let site = input.site;
        let own = |page: &Page| page.flags.is_listed || is_own_page(site, page.id);
        jobs.par_extend(site.pages.par_iter().with_min_len(256).filter(|page| own(page)).map(|page| Job {
            address: page.address.clone(),
            page: Some(page.id),
            kind: DocumentPage(page.id).into(),
        }));
    }

    fn output(&self, plan: &Plan, _: &Job) -> JobOutput {
        let id = self.0;
        let page = &plan.site.pages[id];
        let meta = &page.document.meta;
        let folder = page.folder();
        let above = match page.flags.is_index {
            true => folder.rsplit_once('/').map_or("", |(parent, _)| parent),
            false => folder,
        };
        let (strings, backlinks) = (plan.strings(&page.lang), plan.site.backlinks(id));
        let mut head = plan.with_breadcrumbs(plan.document_head(page), plan.folder_trail(&page.lang, above));
        head.json_ld.extend(plan.map_json(id).or_else(|| plan.collection_json(id)));
        head.json_ld.extend(plan.event_json(page));
        let taxonomies = plan.site.language(&page.lang).taxonomies.keys().map(|name| PageTermsView {
            name: name.clone(),
            title: plan.taxonomy_title(&page.lang, name),
            terms: plan.terms_of(page, name),
        });
        let fields = plan.fields(page);
        let view = DocumentView {
            page: head,
            phrases: page.document.phrases.clone(),
            date: page.date.map(|date| strings.date(date)),
            updated: page.updated.map(|date| strings.date(date)),
            authors: plan.authors(page),
            words: page.document.words,
            minutes: page.document.words.div_ceil(WORDS_A_MINUTE).max(1),
            draft: meta.draft,
            toc: toc(&page.document.headings, plan.site.config.toc_depth),
            taxonomies: taxonomies.filter(|terms| !terms.terms.is_empty()).collect(),
            prev: page.prev.map(|id| plan.link(id)),
            next: page.next.map(|id| plan.link(id)),
            related: plan.related(id),
            backlinks: backlinks.iter().take(BACKLINKS).map(|id| plan.link(*id)).collect(),
            more_backlinks: backlinks.len().saturating_sub(BACKLINKS),
            sidebar: plan.sidebar(id),
            event: plan.event_with_speakers(page),
            audience: plan.audience(id),
            collection: plan.collection(page),
            places: plan.places(page),
            map: plan.map(id),
            map_places: plan.map_places(page),
            edit_url: plan.edit_url(page),
            extra: meta.extra.as_ref().map_or(ExtraView::Null, extra),
            labels: plan.labels(page, &fields),
            fields,
            references: plan.references(page),
            works: plan.cards(&page.relations().works[..page.relations().works.len().min(WORKS)]),
            more_works: page.relations().works.len().saturating_sub(WORKS),
        };
        PageInput {
            template: plan.template(page),
            lang: page.lang.clone(),
            root: page.address.root(),
            view: View::Document(Box::new(view)),
            content: Some(plan.content(page)),
        }
        .into()
    }

    fn rank(&self, _: &Job, site: &Site) -> Rank {
        let document = &site.pages[self.0].document;
        let is_blank = document.body.html.trim().is_empty() && document.meta.fields.is_empty();
        if is_blank { Rank::Blank } else { Rank::Written }
    }

    fn is_indexed(&self, _: &Job, site: &Site) -> bool {
        is_open(&site.pages[self.0])
    }
}

/// Whether the document has an output of its own. The text of a term and the page of a folder with other pages are
/// rendered in the list. A second page of one folder has an output, so that the collision of addresses is reported.
fn is_own_page(site: &Site, id: PageId) -> bool {
    let page = &site.pages[id];
    match page.role {
        Role::Term(..) => false,
        _ if !page.flags.is_index => true,
        _ => {
            let language = site.language(&page.lang);
            language.sections.get(page.folder()).is_some_and(|section| {
                let of_taxonomy =
                    site.config.is_folder_of_terms(&section.folder) || language.is_taxonomy(&section.folder);
                site.is_rendered_as_page(section) && !of_taxonomy || section.own != Some(id)
            })
        }
    }
}

impl Plan {
    /// The page's own template, else the template of its kind, else the one with the kind's name, else the default.
    fn template(&self, page: &Page) -> String {
        let kind = self.site.kind(page);
        let named = || self.files.contains_key(&format!("templates/{}.html", kind.name)).then(|| kind.name.clone());
        let own = self.own_template(page).map(str::to_owned).or_else(|| kind.template.clone());
        own.or_else(named).unwrap_or_else(|| "page".into())
    }

    /// The template that the page itself names, if there is one.
    pub fn own_template<'p>(&self, page: &'p Page) -> Option<&'p str> {
        let named = &self.named_template(page)?.text;
        self.has_template(named).then_some(named)
    }

    /// The template that is named for a page. The files of a project of another generator name its templates.
    fn named_template<'p>(&self, page: &'p Page) -> Option<&'p Reference> {
        // Few pages name one.
        let named = page.document.meta.template.as_ref().filter(|_| page.flags.has_template);
        named.filter(|named| named.in_config || !self.site.config.is_foreign())
    }

    fn has_template(&self, name: &str) -> bool {
        self.files.contains_key(&format!("templates/{name}.html"))
    }

    /// Reports pages that name a template that does not exist.
    pub fn unknown_templates(&self) -> impl Iterator<Item = Diagnostic> {
        self.site.pages.iter().filter_map(move |page| {
            let Reference { text, at, in_config } = self.named_template(page)?;
            let file = if *in_config { &self.site.config.file.path } else { &page.shown };
            let known = self.files.keys().filter_map(|name| name.strip_prefix("templates/")?.strip_suffix(".html"));
            let unknown = || Diagnostic::new(Code::P0373, file).at(at.clone()).arg("template", text);
            (!self.has_template(text)).then(|| unknown().nearest(nearest(text, known)))
        })
    }

    fn document_head(&self, page: &Page) -> PageView {
        let meta = &page.document.meta;
        let mut head = PageView {
            number: 1,
            title: meta.title.clone(),
            anchor: page.document.title_id.clone(),
            notes: (1..=page.document.title_notes).collect(),
            url: page.address.href(),
            lang: page.lang.html().to_owned(),
            kind: meta.kind.clone(),
            description: Some(summary(page))
                .filter(|text| !text.is_empty())
                .map_or_else(|| self.description(&page.lang), str::to_owned),
            canonical: self.absolute(&page.address),
            image: self.image(page),
            noindex: meta.draft || meta.noindex,
            ribbon: self.ribbon(page),
            unlisted: page.flags.is_unlisted,
            translations: self.translations(&page.lang, &page.relations().translations),
            ..PageView::default()
        };
        head.json_ld.extend(self.structured(page, &head));
        head
    }
}

/// Headings of level 2, with those of level 3 below them.
fn toc(headings: &[Heading], depth: usize) -> Vec<TocView> {
    let mut toc: Vec<TocView> = Vec::new();
    for heading in headings.iter().filter(|heading| !heading.text.is_empty() && usize::from(heading.level) <= depth) {
        let entry = TocView { title: heading.text.clone(), id: heading.id.clone(), children: Vec::new() };
        // Levels begin at 2 and skip none, so that there is an entry above each.
        let above = (2..heading.level).try_fold(&mut toc, |entries, _| Some(&mut entries.last_mut()?.children));
        above.into_iter().for_each(|entries| entries.push(entry.clone()));
    }
    toc
}

/// Free data, numbers and truth values recognised as YAML does.
fn extra(node: &Node) -> ExtraView {
    match &node.value {
        Value::Null => ExtraView::Null,
        Value::Scalar { text, quoted: true } => ExtraView::Text(text.clone()),
        Value::Scalar { text, quoted: false } => match text.as_str() {
            "true" => ExtraView::Bool(true),
            "false" => ExtraView::Bool(false),
            "" | "~" | "null" => ExtraView::Null,
            text => text.parse().map_or_else(|_| ExtraView::Text(text.to_owned()), ExtraView::Number),
        },
        Value::List(nodes) => ExtraView::List(nodes.iter().map(extra).collect()),
        Value::Table(entries) => {
            let entries: BTreeMap<_, _> = entries.iter().map(|(key, node)| (key.text.clone(), extra(node))).collect();
            ExtraView::Table(entries)
        }
    }
}
