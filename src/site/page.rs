//! A page of the site.

use super::{Event, FileSummary, PageFlags, PageId, Position, SiteInput, address, event, file_summary::named_as_own};
use crate::{
    diag::{Code, Diagnostic},
    model::{Address, Date, Facet, Lang},
};
use rayon::prelude::*;
use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{Arc, LazyLock},
};

/// A published document. The facts of its own file are in its summary.
#[derive(Debug)]
pub struct Page {
    /// Its index in [`super::Site::pages`].
    pub id: PageId,
    /// The facts of its file.
    pub summary: Arc<FileSummary>,
    /// A copy of those of the summary.
    pub flags: PageFlags,
    /// Index of its language in [`super::Site::languages`].
    pub language: usize,
    /// Unique, unless two files ask for one; that is reported.
    pub address: Address,
    /// The collision hash of the address that its file gives it.
    pub(super) address_hash: u64,
    /// The folder whose page it is, if that is not the one that it lies in.
    pub(super) heads: Option<Box<str>>,
    /// From the metadata, the path or the first commit.
    pub date: Option<Date>,
    /// Later than `date`; from the metadata or the last commit.
    pub updated: Option<Date>,
    /// For a page whose kind is `timed`, if it says when it begins.
    pub event: Option<Box<Event>>,
    /// The older neighbour, or the one before.
    pub prev: Option<PageId>,
    /// The newer neighbour, or the one behind.
    pub next: Option<PageId>,
    pub(super) relations: Option<Box<Relations>>,
}

/// Relations to other pages beyond the neighbours. Most pages have none.
#[derive(Debug, Default)]
pub struct Relations {
    /// Its outline is shown as a collection.
    pub is_collection: bool,
    /// For an audience: the pages that are for it, the newest first.
    pub readings: Vec<PageId>,
    /// The audiences that it is for.
    pub audiences: Vec<PageId>,
    /// Where it stands in collections.
    pub places: Vec<CollectionPlace>,
    /// Other languages' versions, by language.
    pub translations: BTreeMap<Lang, PageId>,
    /// Where it stands on maps.
    pub maps: Vec<Position>,
    /// By field, the pages that it names, then the pages that name it in the counterpart of that field.
    pub refs: BTreeMap<String, Vec<PageId>>,
    /// Other pages that name it, the newest first, by their kind and field.
    pub referenced: BTreeMap<(String, String), Vec<PageId>>,
    /// The pages of its authors, in their order; empty where none has one.
    pub authors: Vec<Option<PageId>>,
    /// What a person wrote, the newest first.
    pub works: Vec<PageId>,
}

/// The place of a page in a collection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CollectionPlace {
    /// The page of the collection.
    pub collection: PageId,
    /// Title and anchor of the group that it is in; empty where the collection has none there.
    pub group: Arc<(String, String)>,
    /// From 1, among the entries of the group that are pages.
    pub index: usize,
    /// Entries of the group that are pages.
    pub total: usize,
    /// Along the whole collection.
    pub prev: Option<PageId>,
    /// Along the whole collection.
    pub next: Option<PageId>,
}

impl Page {
    /// Relations beyond the neighbours; empty for most pages.
    pub fn relations(&self) -> &Relations {
        static NONE: LazyLock<Relations> = LazyLock::new(Relations::default);
        self.relations.as_deref().unwrap_or(&NONE)
    }

    /// The folder that it lies in, or whose page it is.
    pub fn folder(&self) -> &str {
        self.heads.as_deref().unwrap_or(self.summary.inner.folder())
    }

    pub(super) fn relations_mut(&mut self) -> &mut Relations {
        self.relations.get_or_insert_default()
    }
}

impl Deref for Page {
    type Target = FileSummary;

    fn deref(&self) -> &FileSummary {
        &self.summary
    }
}

/// Makes all pages, and reports addresses and events that are not as their files say.
pub(super) fn pages(summaries: Vec<Arc<FileSummary>>, input: &SiteInput) -> (Vec<Page>, Vec<Diagnostic>) {
    let made = summaries.into_par_iter().enumerate().with_min_len(64);
    let pages: Vec<Page> = made.map(|(id, summary)| page(id, summary, input)).collect();
    let diagnostics = pages.par_iter().with_min_len(64).flat_map_iter(|page| {
        let cut = || Diagnostic::new(Code::P0903, &page.shown).arg("address", format!("/{}", page.address));
        let of_event = page.event.as_ref().and_then(|event| event::check(event, &page.document.meta, &page.shown));
        let renamed = page.flags.is_own_file.then(|| renamed(page)).flatten();
        page.flags.is_cut.then(cut).into_iter().chain(renamed).chain(of_event)
    });
    let diagnostics = diagnostics.collect();
    (pages, diagnostics)
}

/// A page with its address, dates and event.
fn page(id: PageId, summary: Arc<FileSummary>, input: &SiteInput) -> Page {
    let flags = summary.flags;
    let git = if input.git_dates.is_empty() { None } else { input.git_dates.get(&summary.shown) };
    // A page of a kind without dates has its place by other things; its commits say when it changed, no more.
    let committed = git.map(|(first, _)| *first);
    let is_dated = input.setting.config.kinds[flags.kind].has(Facet::Dated);
    let date = flags.date.or(committed.filter(|_| is_dated));
    let updated =
        flags.updated.or(git.map(|(_, last)| *last)).filter(|updated| date.is_none_or(|date| updated.day > date.day));
    let (address, address_hash) = summary.address.clone().unwrap_or_else(|| {
        let address = address::of(
            &summary.document,
            &summary.lang,
            &summary.inner,
            &summary.role,
            flags.date.or(committed),
            input.setting,
        );
        let hash = address.collision_hash();
        (address, hash)
    });
    let mut page = Page {
        id,
        flags,
        language: 0,
        summary,
        address,
        address_hash,
        heads: None,
        date,
        updated,
        event: None,
        prev: None,
        next: None,
        relations: None,
    };
    if input.setting.config.kinds[page.flags.kind].has(Facet::Timed) {
        page.event = event::event(&page.document.meta, input.setting.config, input.today).map(Box::new);
    }
    page
}

/// Reports a page with another address than its name asks for.
fn renamed(page: &Page) -> Option<Diagnostic> {
    let name = named_as_own(page.document.meta.slug.as_deref(), &page.inner, &page.role)?;
    let address = format!("/{}", page.address);
    Some(Diagnostic::new(Code::P0960, &page.shown).arg("name", name).arg("address", address))
}
