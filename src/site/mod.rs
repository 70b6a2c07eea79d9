//! Assembles all documents to a site.
//!
//! In: every document, the configuration, the names of the assets, what Git knows, today's date. Out: a
//! [`Site`]: who has which address, who links to whom, what each section, term and year holds.
//!
//! What always holds: a site is assembled again each time, in a few milliseconds for thousands of pages, so nothing
//! here can be stale. The facts of one file are in its [`FileSummary`], which is made once; assembling compares
//! summaries. Where links lead may be cached for a chunk of pages at a time ([`ChunkKey`]). Every list has a total order, with
//! the path as the last tie-break. Other pages depend only on a page's card (title, address, dates, terms,
//! summary) and on its features (words of title, summary and headings): so editing a body rarely changes another page.
//!
//! Deliberately not here: what the outputs look like (`plan`, `view`).

mod address;
mod alias;
mod assets;
mod audience;
mod chunk;
mod collection;
mod event;
mod file_summary;
mod filter;
mod folder;
mod foreign;
mod git_host;
mod kept_back;
mod kinds;
mod language;
mod link_key;
mod link_parts;
mod link_resolver;
mod link_target;
mod links;
mod logo;
mod map;
mod nav_pages;
mod navigation;
mod page;
mod path_index;
mod pinyin;
mod ragged_vec;
mod related;
mod relations;
mod section;
mod setting;
mod taxonomy;
mod term;
mod terms;
mod title;
mod translation;
mod untitled;

pub use alias::{Alias, aliases};
pub use audience::{Matrix, MatrixEntry, MatrixRow, matrix_address, rows};
pub use chunk::{ChunkKey, ChunkLookup, Remember, uncached};
pub use event::{Event, EventState, Moment};
pub use file_summary::{FileSummary, PageFlags};
pub use filter::{Filter, FilterTerm};
pub use kept_back::KeptBack;
pub use kinds::KindPages;
pub use language::LanguageSite;
pub use link_target::{LinkTarget, asset_address, folder_address};
pub use map::{LearningMap, MapLine, MapPassage, MapPicture, MapStage, MapStep, Need, Position, StepId};
pub use navigation::{SiteNavEntry, SiteNavigation};
pub use page::{CollectionPlace, Page, Relations};
pub use pinyin::{initial, spelled};
pub use ragged_vec::RaggedVec;
pub use related::{Related, related_to};
pub use relations::People;
pub use section::Section;
pub use setting::Setting;
pub use term::{Taxonomy, Term, TermId};

use crate::{
    diag::Diagnostic,
    model::{Address, Config, Date, ImageVersions, Kind, Lang, Link, RelPath, Repository},
};
use link_parts::OwnRepository;
use link_resolver::LinkResolver;
use links::ResolvedLinks;
use path_index::PathIndex;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use taxonomy::Terms;

/// Index of a page in [`Site::pages`].
pub type PageId = usize;

/// Everything that [`assemble`] needs.
pub struct SiteInput<'a> {
    /// What is the same for all files.
    pub setting: &'a Setting<'a>,
    /// In the natural order of their paths.
    pub summaries: Vec<Arc<FileSummary>>,
    /// Files that are not Markdown, relative to the folder of the sources, with their sizes in bytes; in the order of
    /// their paths.
    pub files: Vec<(RelPath, u64)>,
    /// First and last commit, by path relative to the project's root.
    pub git_dates: &'a BTreeMap<RelPath, (Date, Date)>,
    /// Names and how many commits each made.
    pub contributors: &'a [(String, usize)],
    /// The day of the build.
    pub today: Date,
    /// The site's title if nothing else gives one.
    pub name: &'a str,
    /// The cache of lookups; [`uncached`] for none.
    pub remember: Remember<'a>,
}

/// All pages, and how they stand to each other.
#[derive(Debug)]
pub struct Site {
    /// The configuration, with what the sources and Git say.
    pub config: Config,
    /// Of the configuration, the home page or the root's folder.
    pub title: String,
    /// The folder of the sources, relative to the project's root; `""` when it is the root.
    pub src: String,
    /// The day of the build.
    pub today: Date,
    /// Where the sources are on the web.
    pub repository: Option<Repository>,
    /// Every language that has a page, the site's own first.
    pub languages: Vec<LanguageSite>,
    /// In the natural order of their paths.
    pub pages: Vec<Page>,
    /// The navigation of the configuration; empty if there is none.
    pub navigation: SiteNavigation,
    terms: Terms,
    /// The target of each link, by page.
    targets: RaggedVec<LinkTarget>,
    own: OwnRepository,
    /// Other pages that link to a page, the newest first.
    backlinks: RaggedVec<PageId>,
    /// Of each page, hashes of the words of its title, summary and headings; empty if the site shows no related pages.
    features: RaggedVec<u32>,
    /// Learning maps, in the order of their pages.
    pub maps: Vec<LearningMap>,
    /// The pages of people, by name.
    pub people: People,
    /// Names and how many commits each made, the most first.
    pub contributors: Vec<(String, usize)>,
    /// The files that are not published today.
    pub kept: KeptBack,
    /// Title, link and target of the links of the recurring footer, as in the newest page that has one.
    footer_links: Vec<(String, Link, LinkTarget)>,
    /// Every file that is not Markdown, with its size in bytes.
    pub files: Vec<(RelPath, u64)>,
    /// The files that pages show as images, each with the first page and link that does.
    pub shown: BTreeMap<usize, (PageId, usize)>,
    /// The files of the logo among `files`: on light grounds, on dark ones, and the icon.
    pub logo: [Option<usize>; 3],
    /// The files that are published.
    pub assets: BTreeSet<RelPath>,
    /// Folders without pages whose files are listed, because a link leads there.
    pub listed_folders: BTreeSet<String>,
    /// Published files with another address than their path, because another output has that address.
    pub moved: Arc<BTreeMap<RelPath, Address>>,
    /// The images that pages show. Empty until the engine has read the files that [`FileSummary::images`] name.
    pub pictures: BTreeMap<RelPath, Arc<ImageVersions>>,
}

/// What a document is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Role {
    /// A page of its own.
    Page,
    /// The page of its folder.
    Index,
    /// The text of a term: taxonomy and key.
    Term(String, String),
}

impl Site {
    /// The kind of a page.
    pub fn kind(&self, page: &Page) -> &Kind {
        &self.config.kinds[page.flags.kind]
    }

    /// A page's terms, each as taxonomy and key, in the order written.
    pub fn terms_of(&self, page: &Page) -> impl Iterator<Item = (&str, &str)> {
        let term = |id: &TermId| &self.terms.names[*id];
        self.terms.of_pages.of(page.id).iter().map(term).map(|(taxonomy, key)| (taxonomy.as_str(), key.as_str()))
    }

    /// The other pages that link to a page, the newest first.
    pub fn backlinks(&self, page: PageId) -> &[PageId] {
        self.backlinks.of(page)
    }

    /// The pages in lists and in the search.
    pub fn listed(&self) -> impl Iterator<Item = (PageId, &Page)> {
        self.pages.iter().enumerate().filter(|(_, page)| page.flags.is_listed)
    }

    /// Where a published file is, from the site's root.
    pub fn asset_href(&self, path: &RelPath) -> String {
        self.moved.get(path).map_or_else(|| asset_address(path).href(), Address::href)
    }

    /// The learning map that a page is.
    pub fn map_of(&self, page: PageId) -> Option<&LearningMap> {
        self.maps.binary_search_by_key(&page, |map| map.page).ok().map(|index| &self.maps[index])
    }

    /// Whether a folder's own page is rendered instead of its list: it is the only page, or it is a map, a collection
    /// or an entry of the navigation.
    pub fn is_rendered_as_page(&self, section: &Section) -> bool {
        let alone = section.pages.is_empty() && section.children.is_empty();
        let own = section.own.map(|id| &self.pages[id]);
        let leads = own.is_some_and(|own| {
            own.relations().is_collection || own.document.map.is_some() || self.navigation.place(own.id).is_some()
        });
        !section.folder.is_empty() && (alone || leads)
    }

    /// The part of the site in a language that pages have.
    pub fn language(&self, lang: &Lang) -> &LanguageSite {
        let found = self.languages.iter().find(|language| language.lang == *lang);
        found.expect("every language of a page or a job is one of the site's")
    }

    /// All languages, in the order of their tags.
    pub fn languages_by_tag(&self) -> Vec<&LanguageSite> {
        let mut languages: Vec<&LanguageSite> = self.languages.iter().collect();
        languages.sort_by(|a, b| a.lang.cmp(&b.lang));
        languages
    }
}

/// Assembles a site. The diagnostics are about links and addresses.
pub fn assemble(mut input: SiteInput) -> (Site, Vec<Diagnostic>) {
    let (setting, config) = (input.setting, input.setting.config);
    let summaries = untitled::name(std::mem::take(&mut input.summaries), setting);
    let (published, hidden, kept) = kept_back::separate(summaries, setting, input.today);
    let (mut pages, mut diagnostics) = page::pages(published, &input);

    let mut languages = language::divide(&mut pages, setting);
    folder::choose(&mut pages, config, &languages, &mut diagnostics);
    let order = section::newest(&pages);
    let paths = PathIndex::new(pages.iter().map(|page| page.path), &input.files);
    let (mut links, spellings, features) = chunk::look_up(&pages, &paths, config, input.remember);
    let terms = language::collect(&mut languages, &mut pages, spellings, &order, setting, &mut diagnostics);
    let navigation = navigation::resolve(config, &pages, &paths, &input.files, &hidden, &mut diagnostics);
    section::set_order(&mut pages, &mut languages, config, &navigation);
    translation::translate(&mut pages);
    relations::relate(&mut pages, &hidden, &paths, setting, &mut diagnostics);

    let resolver = LinkResolver::new(&input, &pages, &paths, &hidden, &languages, &navigation);
    links.finish(&resolver, &mut diagnostics);
    let footer_links = links::footer_links(&resolver, &order, &mut diagnostics);
    let ResolvedLinks { targets, shown, .. } = links;
    alias::check(&pages, config, &mut diagnostics);
    foreign::check(&pages, &mut diagnostics);

    let maps = map::assemble(&mut pages, &targets, setting, &mut diagnostics);
    collection::collect(&mut pages, &targets);
    audience::choose(&mut pages, config, &mut diagnostics);
    language::list(&mut languages, &pages, &order, config);
    let linked = targets.all().iter().chain(footer_links.iter().map(|(.., target)| target)).chain(&navigation.files);
    let logo = logo::find(config, &input.files, &mut diagnostics);
    let files_of_logo: Vec<LinkTarget> = logo.iter().flatten().map(|file| LinkTarget::File(*file)).collect();
    let linked = linked.chain(&files_of_logo);
    let (assets, listed_folders) = assets::published(config, &input.files, linked);

    let site = Site {
        config: config.clone(),
        title: title::title(&input, &pages, &languages),
        src: setting.src.to_owned(),
        today: input.today,
        repository: setting.repository.cloned(),
        own: setting.own.clone(),
        backlinks: links::backlinks(&pages, &order, &targets),
        people: People::new(&pages, config),
        contributors: input.contributors.to_vec(),
        files: input.files,
        languages,
        pages,
        navigation,
        terms,
        targets,
        features,
        kept,
        maps,
        footer_links,
        assets,
        logo,
        shown,
        listed_folders,
        moved: Arc::default(),
        pictures: BTreeMap::new(),
    };
    (site, diagnostics)
}
