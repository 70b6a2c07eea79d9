//! Joins all documents to a site.
//!
//! In: every document, the configuration, the names of the assets, what Git knows, today's date. Out: a
//! [`Site`]: who has which address, who links to whom, what each section, term and year holds.
//!
//! What always holds: it is made from scratch, in a few milliseconds for a thousand pages, so nothing here
//! can be stale. Every list has a total order, with the path as the last tie-break. Other pages know only a
//! page's [`Card`] facts (title, address, dates, terms, summary) and the features of its title, summary and headings:
//! editing a body changes no other page as a rule.
//!
//! Deliberately not here: what the outputs look like (`plan`, `view`).

mod address;
mod audience;
mod collection;
mod event;
mod kinds;
mod links;
mod map;
mod pinyin;
mod related;
mod relations;
mod section;
mod taxonomy;

pub use audience::{Matrix, Thing, Wish, matrix_address, rows};
pub use collection::{Place, member};
pub use event::{Event, EventState, Moment};
pub use kinds::OfKind;
pub use links::{asset_address, config_file};
pub use map::{Line, Map, Need, Passage, Picture as MapPicture, Position, Stage, Step, StepId};
pub use pinyin::{initial, spelled};
pub use related::Related;
pub use relations::People;
pub use section::Section;
pub use taxonomy::{Taxonomy, Term};

use crate::{
    diag::{Code, Diagnostic},
    model::{Address, Config, Date, Document, Facet, Href, Kind, Lang, Picture, RelPath, Repository, is_cut},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// Index of a page in [`Site::pages`].
pub type PageId = usize;

/// Everything that `assemble` looks at.
pub struct Parts<'a> {
    pub config: &'a Config,
    pub documents: Vec<Arc<Document>>,
    /// Files that are not Markdown, relative to the folder of the sources.
    /// With their sizes in bytes.
    pub assets: &'a BTreeMap<RelPath, u64>,
    /// The folder of the sources, relative to the project's root.
    pub src: &'a str,
    pub lang: Lang,
    pub repository: Option<Repository>,
    /// First and last commit, by path relative to the project's root.
    pub git_dates: &'a BTreeMap<RelPath, (Date, Date)>,
    /// Names and how many commits each made.
    pub contributors: &'a [(String, usize)],
    pub today: Date,
    /// The last resort for the site's title.
    pub name: &'a str,
}

/// All pages and what joins them.
#[derive(Debug)]
pub struct Site {
    pub config: Config,
    pub title: String,
    pub src: String,
    pub today: Date,
    pub repository: Option<Repository>,
    /// Every language that has a page, the site's own first.
    pub languages: Vec<Lang>,
    /// In the order of their paths.
    pub pages: Vec<Page>,
    /// By language and folder; the home page is the section `""`.
    pub sections: BTreeMap<(Lang, String), Section>,
    /// By language and name, only those with terms.
    pub taxonomies: BTreeMap<(Lang, String), Taxonomy>,
    /// Dated pages by language and year, the newest first.
    pub years: BTreeMap<(Lang, i16), Vec<PageId>>,
    /// The newest pages that go into feeds and onto the home page, by language.
    pub newest: BTreeMap<Lang, Vec<PageId>>,
    /// Learning maps, in the order of their pages.
    pub maps: Vec<Map>,
    /// The pages of each kind that is more than a text, by language and name.
    pub kinds: BTreeMap<(Lang, String), OfKind>,
    pub people: People,
    pub contributors: Vec<(String, usize)>,
    /// What is needed and offered, by language.
    pub matrices: BTreeMap<Lang, Matrix>,
    /// The recurring tail's links, as the newest page that has one gives them.
    pub tail: Vec<(String, Href)>,
    /// Assets that are to be published.
    pub assets: BTreeSet<RelPath>,
    /// The images among them that pages show. Known when the files that [`Page::images`] asks for have been read.
    pub pictures: BTreeMap<RelPath, Arc<Picture>>,
}

/// A published document.
#[derive(Debug)]
pub struct Page {
    pub document: Arc<Document>,
    pub lang: Lang,
    /// The source without what says its language: the same for all translations.
    pub inner: RelPath,
    pub role: Role,
    pub address: Address,
    pub date: Option<Date>,
    pub updated: Option<Date>,
    /// One for each of the document's links.
    pub hrefs: Vec<Href>,
    /// The files of its images, by link.
    pub images: BTreeMap<usize, RelPath>,
    pub backlinks: Vec<PageId>,
    /// The pages that its links lead to, by link; only for a page with an outline or a map.
    pub targets: BTreeMap<usize, PageId>,
    pub is_collection: bool,
    pub event: Option<Event>,
    /// For an audience: the pages that are for it, the newest first.
    pub readings: Vec<PageId>,
    /// The audiences that it is for.
    pub audiences: Vec<PageId>,
    /// Where it stands in collections.
    pub places: Vec<Place>,
    /// The older neighbour, or the one before.
    pub prev: Option<PageId>,
    pub next: Option<PageId>,
    /// Other languages' versions, by language.
    pub translations: BTreeMap<Lang, PageId>,
    /// Its terms: taxonomy and the term's key, in the order written.
    pub terms: Vec<(String, String)>,
    /// Where it stands on maps.
    pub maps: Vec<Position>,
    /// The pages that its fields name, by field, and behind them those that name it in the counterpart of that field.
    pub refs: BTreeMap<String, Vec<PageId>>,
    /// Other pages that name it, the newest first, by their kind and field.
    pub referenced: BTreeMap<(String, String), Vec<PageId>>,
    /// The pages of its authors, in their order; empty in a site without such pages.
    pub authors: Vec<Option<PageId>>,
    /// What a person wrote, the newest first.
    pub works: Vec<PageId>,
}

/// What a document is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Role {
    Page,
    /// The page of its folder.
    Index,
    /// The text of a term: taxonomy and key.
    Term(String, String),
}

impl Site {
    pub fn kind(&self, page: &Page) -> &Kind {
        let kinds = &self.config.kinds;
        kinds
            .iter()
            .find(|kind| kind.name == page.document.meta.kind)
            .expect("parse names only kinds of the configuration")
    }

    /// The pages that readers are shown in lists and searches.
    pub fn listed(&self) -> impl Iterator<Item = (PageId, &Page)> {
        self.pages.iter().enumerate().filter(|(_, page)| page.role == Role::Page)
    }

    /// The learning map that a page is.
    pub fn map_of(&self, page: PageId) -> Option<&Map> {
        self.maps.binary_search_by_key(&page, |map| map.page).ok().map(|index| &self.maps[index])
    }

    /// Whether a folder's own page is drawn in the place of its list: it has no others, or is itself a map or a collection.
    pub fn is_drawn_as_page(&self, section: &Section) -> bool {
        let alone = section.pages.is_empty() && section.children.is_empty();
        let own = section.own.map(|id| &self.pages[id]);
        let leads = own.is_some_and(|own| own.is_collection || own.document.map.is_some());
        !section.folder.is_empty() && (alone || leads)
    }

    /// The address of a language's home page.
    pub fn home(&self, lang: &Lang) -> Address {
        Address::folder(self.prefix(lang).trim_end_matches('/'), self.config.urls)
    }

    /// What a language's addresses begin with: `""` for the site's own, else `en/`.
    pub fn prefix(&self, lang: &Lang) -> String {
        if *lang == self.languages[0] { String::new() } else { format!("{lang}/") }
    }

    /// Whether the list of a taxonomy stands at the address of a folder.
    pub fn is_taxonomy(&self, lang: &Lang, folder: &str) -> bool {
        let place = (lang.clone(), folder.to_owned());
        let address = self.sections.get(&place).map(|section| &section.address);
        self.taxonomies.get(&place).is_some_and(|taxonomy| Some(&taxonomy.address) == address)
    }

    /// The page that stands for a section: its own, if it has one.
    pub fn own_page(&self, lang: &Lang, folder: &str) -> Option<&Page> {
        self.sections.get(&(lang.clone(), folder.to_owned()))?.own.map(|id| &self.pages[id])
    }
}

/// Joins the parts. Complaints are about links and addresses.
pub fn assemble(parts: Parts) -> (Site, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let config = parts.config;
    let (shown, hidden): (Vec<_>, Vec<_>) = parts.documents.iter().cloned().partition(|document| {
        let meta = &document.meta;
        let future = meta.date.is_some_and(|date| date.day > parts.today.day);
        (config.drafts || !meta.draft) && (config.future || !future)
    });
    let mut pages: Vec<Page> = shown.into_iter().map(|document| page(document, &parts)).collect();
    diagnostics.extend(pages.iter().filter_map(|page| cut(page, &parts)));
    for page in &mut pages {
        page.event = event::event(page, config, parts.today);
    }
    let shown = |path: &RelPath| RelPath::new_from(parts.src, path.as_str()).unwrap_or_else(|| path.clone());
    diagnostics.extend(pages.iter().filter_map(|page| event::check(page, &shown(&page.document.path))));

    let mut languages: BTreeSet<Lang> = pages.iter().map(|page| page.lang.clone()).collect();
    languages.remove(&parts.lang);
    let languages: Vec<Lang> = std::iter::once(parts.lang.clone()).chain(languages).collect();

    let taxonomies = taxonomy::collect(&mut pages, config, &languages);
    let sections = section::collect(&mut pages, config, &languages);
    translate(&mut pages);
    relations::relate(&mut pages, &hidden, (config, parts.src, &parts.lang), &mut diagnostics);
    let by_path = pages.iter().enumerate().map(|(id, page)| (page.document.path.clone(), id)).collect();
    let hidden = hidden.iter().map(|document| document.path.clone()).collect();
    let resolver = links::Resolver::new(&parts, &pages, &sections, &taxonomies, by_path, hidden);
    let resolved = links::resolve_all(&resolver, &mut diagnostics);
    let tail = links::tail(&resolver, &mut diagnostics);
    let maps = map::join(&mut pages, &resolved, &shown, &mut diagnostics);
    let mut assets = if config.assets == crate::model::Assets::All {
        parts.assets.keys().cloned().collect()
    } else {
        BTreeSet::new()
    };
    let tail = tail.into_iter().map(|(title, target)| (title, links::href(target, &pages, &mut assets))).collect();
    links::apply(&mut pages, resolved, &mut assets);
    collection::collect(&mut pages);
    audience::choose(&mut pages, config, &shown, &mut diagnostics);
    let matrices = languages.iter().map(|lang| (lang.clone(), audience::matrix(&pages, config, lang))).collect();

    let of_kinds = kinds::collect(&pages, config, &sections);
    let people = People::new(&pages, config);
    let (years, newest) = by_date(&pages, config, &languages);
    let title = config.title.clone().or_else(|| {
        let home = sections.get(&(parts.lang.clone(), String::new()))?.own?;
        Some(pages[home].document.meta.title.clone())
    });
    let site = Site {
        config: config.clone(),
        title: title.unwrap_or_else(|| parts.name.to_owned()),
        src: parts.src.to_owned(),
        today: parts.today,
        repository: parts.repository.clone(),
        languages,
        pages,
        sections,
        taxonomies,
        years,
        newest,
        kinds: of_kinds,
        people,
        contributors: parts.contributors.to_vec(),
        matrices,
        maps,
        tail,
        assets,
        pictures: BTreeMap::new(),
    };
    (site, diagnostics)
}

/// Complains about a name that is too long for an address.
fn cut(page: &Page, parts: &Parts) -> Option<Diagnostic> {
    let name = page.document.meta.slug.as_deref().unwrap_or(page.inner.stem());
    let path = RelPath::new_from(parts.src, page.document.path.as_str())?;
    is_cut(name).then(|| Diagnostic::new(Code::P0903, &path).arg("address", format!("/{}", page.address)))
}

fn page(document: Arc<Document>, parts: &Parts) -> Page {
    let (lang, inner) = address::language(&document, parts.config, &parts.lang);
    let role = address::role(&inner, parts.config);
    let git = RelPath::new_from(parts.src, document.path.as_str()).and_then(|path| parts.git_dates.get(&path));
    let date = document.meta.date.or(git.map(|(first, _)| *first));
    let updated = document
        .meta
        .updated
        .or(git.map(|(_, last)| *last))
        .filter(|updated| date.is_none_or(|date| updated.day > date.day));
    let address = address::of(&document, &lang, &inner, &role, date, parts);
    Page {
        lang,
        inner,
        role,
        address,
        date,
        updated,
        document,
        hrefs: Vec::new(),
        images: BTreeMap::new(),
        backlinks: Vec::new(),
        targets: BTreeMap::new(),
        is_collection: false,
        event: None,
        readings: Vec::new(),
        audiences: Vec::new(),
        places: Vec::new(),
        prev: None,
        next: None,
        translations: BTreeMap::new(),
        terms: Vec::new(),
        maps: Vec::new(),
        refs: BTreeMap::new(),
        referenced: BTreeMap::new(),
        authors: Vec::new(),
        works: Vec::new(),
    }
}

/// Pages of one inner path are translations of each other.
fn translate(pages: &mut [Page]) {
    let mut groups: HashMap<RelPath, BTreeMap<Lang, PageId>> = HashMap::new();
    for (id, page) in pages.iter().enumerate() {
        groups.entry(page.inner.clone()).or_default().entry(page.lang.clone()).or_insert(id);
    }
    for (id, page) in pages.iter_mut().enumerate() {
        if let Some(group) = groups.get(&page.inner).filter(|group| group.len() > 1) {
            page.translations =
                group.iter().filter(|(_, other)| **other != id).map(|(lang, other)| (lang.clone(), *other)).collect();
        }
    }
}

type Years = BTreeMap<(Lang, i16), Vec<PageId>>;

fn by_date(pages: &[Page], config: &Config, languages: &[Lang]) -> (Years, BTreeMap<Lang, Vec<PageId>>) {
    let has =
        |page: &Page, facet| config.kinds.iter().any(|kind| kind.name == page.document.meta.kind && kind.has(facet));
    let mut dated: Vec<PageId> =
        (0..pages.len()).filter(|id| pages[*id].date.is_some() && !matches!(pages[*id].role, Role::Term(..))).collect();
    dated.sort_by(|a, b| section::newest_first(&pages[*a], &pages[*b]));
    let mut years = Years::new();
    let mut newest: BTreeMap<Lang, Vec<PageId>> = languages.iter().map(|lang| (lang.clone(), Vec::new())).collect();
    for id in dated {
        let page = &pages[id];
        if let Some(date) = page.date.filter(|_| has(page, Facet::Dated)) {
            years.entry((page.lang.clone(), date.day.year())).or_default().push(id);
        }
        let list = newest.entry(page.lang.clone()).or_default();
        if has(page, Facet::Feed) && list.len() < config.feed_size {
            list.push(id);
        }
    }
    (years, newest)
}
