//! A survey of a folder of Markdown without a configuration.
//!
//! In: a site that was read with [`probe`]'s configuration, and the texts of its files. Out: a [`Survey`], which
//! `config_draft` turns into a configuration.
//!
//! What always holds: the same files give the same survey. It only proposes: nothing takes effect before it is in
//! `book.toml`.
//!
//! Deliberately not here: anything that a build finds out by itself each time, such as which pages have dates.

use super::{RepeatedEnding, Similar, similar};
use crate::{
    model::{Block, Config, Facet, Group, Kind, Lang, RelPath, Repository, Syntax},
    site::{KeptBack, Page, Role, Site},
};
use std::collections::{BTreeMap, BTreeSet};

/// A page that lists this many linked pages, under so many headings, is a collection.
const ENTRIES: usize = 10;
const GROUPS: usize = 3;
/// A page with so many stages with a duration or a goal is a map.
const STAGES: usize = 3;
/// Words in the title of a map whose stages have neither.
const MAP_WORDS: [&str; 10] = [
    "学习路线",
    "学习路径",
    "学习计划",
    "学习图谱",
    "学习地图",
    "成长路线",
    "roadmap",
    "learning path",
    "learning plan",
    "study plan",
];
/// A form of another generator is a habit on so many pages, and on one of so many.
const SYNTAX_PAGES: usize = 3;
const SYNTAX_SHARE: usize = 50;
/// Names of folders at the top that hold pages of a kind, besides those that the kind has itself.
const FOLDERS: [(&str, &str); 16] = [
    ("case-studies", "case"),
    ("case_studies", "case"),
    ("customer-stories", "case"),
    ("success-stories", "case"),
    ("标杆案例", "case"),
    ("客户案例", "case"),
    ("用户案例", "case"),
    ("meetups", "event"),
    ("市场活动", "event"),
    ("社区活动", "event"),
    ("learning-maps", "map"),
    ("learning-paths", "map"),
    ("roadmaps", "map"),
    ("学习路线", "map"),
    ("合作伙伴", "partner"),
    ("生态伙伴", "partner"),
];

/// The facts that a configuration could hold, without those that it holds already.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Pages of the site.
    pub files: usize,
    /// The title of the site: from its own page or its folder, unless it is configured.
    pub title: Option<String>,
    /// The first language of the site, guessed from its texts unless it is configured.
    pub language: Option<Lang>,
    /// All languages of the site.
    pub languages: Vec<Lang>,
    /// Files that are images.
    pub pictures: usize,
    /// Pages that a build leaves out.
    pub kept: KeptBack,
    /// Authors of at least half of the pages that name authors.
    pub authors: Vec<String>,
    /// The address of the site, as the project says it.
    pub base_url: Option<String>,
    /// Where GitHub Pages would publish the repository; `None` for other hosts, and where the address is known.
    pub guessed_url: Option<String>,
    /// The repository that Git knows.
    pub repository: Option<Repository>,
    /// The generator whose configuration is read, by its word in `[portal] reads`.
    pub reads: Option<&'static str>,
    /// The folder that its project is in, if that is not the root.
    pub project: Option<RelPath>,
    /// A folder for the site, if the default one holds other files.
    pub out: Option<String>,
    /// Pages that have no date, if they are most.
    pub undated: usize,
    /// Forms of other generators that several pages have and that are not read: how many pages.
    pub syntax: Vec<(Syntax, usize)>,
    /// Endings that several files share.
    pub endings: Vec<RepeatedEnding>,
    /// Folders that hold pages of a kind: the kind, the folder, how many pages.
    pub folders: Vec<(Kind, String, usize)>,
    /// The same for folders whose name alone says the kind.
    pub alike: Vec<(Kind, String, usize)>,
    /// Pages that look like maps; none if no kind is for maps.
    pub maps: Vec<Recognised>,
    /// Pages that look like collections; none if no kind is for collections.
    pub collections: Vec<Recognised>,
    /// Terms that are probably one; each `alias` once.
    pub similar: Vec<Similar>,
}

/// A page that looks like a collection or a map.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recognised {
    /// Relative to the folder of the sources.
    pub path: RelPath,
    /// The title of the page.
    pub title: String,
    /// Groups of a collection, stages of a map.
    pub parts: usize,
    /// Links.
    pub entries: usize,
}

/// A configuration with which every page is read as a collection and a map, to recognise those that are.
pub fn probe(config: &Config) -> Config {
    let mut probe = config.clone();
    for kind in &mut probe.kinds {
        let more = [Facet::Grouped, Facet::Staged].into_iter().filter(|facet| !kind.has(*facet));
        kind.facets.extend(more.collect::<Vec<_>>());
    }
    probe
}

impl Survey {
    /// The survey of a site that was read with the [`probe`] of `config`; `endings` are those of its texts.
    pub fn of(site: &Site, config: &Config, endings: Vec<RepeatedEnding>) -> Survey {
        let repository = site.repository.clone();
        // An event has its own dates.
        let (dated, undated): (Vec<_>, Vec<_>) =
            site.listed().filter(|(_, page)| page.event.is_none()).partition(|(_, page)| page.date.is_some());
        let offers_dates = undated.len() > dated.len() && repository.is_some() && !config.git_dates;
        let mut survey = Survey {
            files: site.pages.len(),
            title: Some(site.title.clone()),
            language: Some(site.languages[0].lang.clone()),
            languages: site.languages.iter().map(|language| language.lang.clone()).collect(),
            kept: site.kept.clone(),
            authors: authors(site),
            base_url: config.base_url.clone(),
            guessed_url: repository.as_ref().and_then(pages_address).filter(|_| config.base_url.is_none()),
            undated: if offers_dates { undated.len() } else { 0 },
            syntax: unread(site),
            repository,
            endings,
            similar: similar(site),
            ..Survey::default()
        };
        // A spelling that is like two others is merged with the first.
        survey.similar.dedup_by(|b, a| (&a.taxonomy, &a.alias) == (&b.taxonomy, &b.alias));
        survey.recognise_folders(site, config);
        survey.recognise_pages(site, config);
        survey
    }

    /// Removes the facts that a configuration holds already.
    pub fn without(mut self, config: &Config) -> Survey {
        self.title = self.title.filter(|_| config.title.is_none());
        self.language = self.language.filter(|_| config.language.is_none());
        self.base_url = self.base_url.filter(|_| config.base_url.is_none());
        self.guessed_url = self.guessed_url.filter(|_| config.base_url.is_none());
        self.repository = self.repository.filter(|_| config.repository.is_none());
        if !config.authors.is_empty() {
            self.authors.clear();
        }
        if !config.syntax.is_empty() {
            self.syntax.clear();
        }
        if !config.strip.is_empty() {
            self.endings.clear();
        }
        self
    }

    fn recognise_folders(&mut self, site: &Site, config: &Config) {
        let mut folders: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (_, page) in site.listed() {
            if let Some((folder, _)) = page.inner.as_str().split_once('/') {
                *folders.entry((folder, &page.document.meta.kind)).or_default() += 1;
            }
        }
        for ((folder, name), pages) in folders {
            let of_name = |name: &str| config.kinds.iter().find(|kind| kind.name == name).cloned();
            let is_folder_of = |kind: &Kind| kind.matches.iter().any(|glob| *glob == format!("{folder}/**"));
            let meant = FOLDERS.iter().find(|(known, _)| *known == folder).and_then(|(_, kind)| of_name(kind));
            if let Some(kind) = of_name(name).filter(is_folder_of) {
                self.folders.push((kind, folder.to_owned(), pages));
            } else if let Some(kind) = meant.filter(|_| is_plain(name, config)) {
                self.alike.push((kind, folder.to_owned(), pages));
            }
        }
    }

    fn recognise_pages(&mut self, site: &Site, config: &Config) {
        let of_facet = |facet| config.kinds.iter().any(|kind| kind.has(facet));
        // A `SUMMARY.md` is read as a book without a configuration.
        let is_book = |page: &Page| page.document.map.as_ref().is_some_and(|map| map.is_book);
        let is_open = |page: &Page| is_plain(&page.document.meta.kind, config) && !is_book(page);
        for (_, page) in site.listed().filter(|(_, page)| is_open(page)) {
            if let Some(map) = map(page).filter(|_| of_facet(Facet::Staged)) {
                self.maps.push(map);
            } else if let Some(collection) = collection(page).filter(|_| of_facet(Facet::Grouped)) {
                self.collections.push(collection);
            }
        }
    }
}

/// Whether pages have a kind by default: no pattern assigns it.
fn is_plain(name: &str, config: &Config) -> bool {
    config.kinds.iter().any(|kind| {
        kind.name == name && kind.matches.is_empty() && !kind.has(Facet::Grouped) && !kind.has(Facet::Staged)
    })
}

/// Forms that are shown as text on as many pages as are no accident.
fn unread(site: &Site) -> Vec<(Syntax, usize)> {
    let mut pages: BTreeMap<Syntax, usize> = BTreeMap::new();
    for page in &site.pages {
        let shown = page.document.foreign.iter().filter(|foreign| !foreign.is_left_out);
        let forms: BTreeSet<Syntax> = shown.filter_map(|foreign| Syntax::of_shown(&foreign.name)).collect();
        forms.into_iter().for_each(|form| *pages.entry(form).or_default() += 1);
    }
    let is_habit = |(_, count): &(Syntax, usize)| *count >= SYNTAX_PAGES && count * SYNTAX_SHARE >= site.pages.len();
    pages.into_iter().filter(is_habit).collect()
}

fn authors(site: &Site) -> Vec<String> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    let mut authored = 0;
    for (_, page) in site.listed().filter(|(_, page)| !page.document.meta.authors.is_empty()) {
        authored += 1;
        page.document.meta.authors.iter().for_each(|author| *counts.entry(author).or_default() += 1);
    }
    counts.into_iter().filter(|(_, count)| *count * 2 >= authored).map(|(author, _)| author.clone()).collect()
}

/// The address at which GitHub Pages publishes a repository.
fn pages_address(repository: &Repository) -> Option<String> {
    let (owner, name) = repository.url.strip_prefix("https://github.com/")?.split_once('/')?;
    let host = format!("{}.github.io", owner.to_lowercase());
    match name {
        name if name.eq_ignore_ascii_case(&host) => Some(format!("https://{host}/")),
        name if name.is_empty() || name.contains('/') => None,
        name => Some(format!("https://{host}/{name}/")),
    }
}

fn recognised(page: &Page, parts: usize, entries: usize) -> Recognised {
    Recognised { path: page.document.path.clone(), title: page.document.meta.title.clone(), parts, entries }
}

fn map(page: &Page) -> Option<Recognised> {
    let map = page.document.map.as_ref()?;
    let said = |stage: &&crate::model::Stage| stage.duration.is_some() || stage.goal != crate::model::Goal::None;
    let title = page.document.meta.title.to_lowercase();
    let is_named = MAP_WORDS.iter().any(|word| title.contains(word));
    let is_map = map.stages.iter().filter(said).count() >= STAGES || is_named && map.stages.len() >= STAGES;
    let steps = map.stages.iter().map(|stage| stage.steps.iter().filter(|step| step.link.is_some()).count()).sum();
    is_map.then(|| recognised(page, map.stages.len(), steps))
}

fn collection(page: &Page) -> Option<Recognised> {
    let outline = page.document.outline.as_ref()?;
    let mut count = Count::default();
    count.add(outline);
    // A list of sources under a text is none: most of the page is links.
    let is_collection = count.groups >= GROUPS && count.entries >= ENTRIES && count.entries >= 2 * count.prose;
    (is_collection && page.role == Role::Page).then(|| recognised(page, count.groups, count.entries))
}

/// Counts of a page of links.
#[derive(Default)]
struct Count {
    /// Headings with links directly under them.
    groups: usize,
    entries: usize,
    prose: usize,
}

impl Count {
    fn add(&mut self, group: &Group) {
        let linked = group.blocks.iter().filter(|block| matches!(block, Block::Entry(entry) if entry.link.is_some()));
        let linked = linked.count();
        self.entries += linked;
        self.groups += usize::from(linked > 0);
        self.prose += group.blocks.iter().filter(|block| matches!(block, Block::Prose { .. })).count();
        group.groups.iter().for_each(|group| self.add(group));
    }
}

#[cfg(test)]
mod tests {
    use super::{Repository, pages_address};

    #[test]
    fn a_repository_on_github_has_its_pages() {
        for (url, expect) in [
            ("https://github.com/Owner/Repo", Some("https://owner.github.io/Repo/")),
            ("https://github.com/owner/owner.github.io", Some("https://owner.github.io/")),
            ("https://github.com/owner/a/b", None),
            ("https://gitlab.com/owner/repo", None),
        ] {
            let repository = Repository { url: url.into(), branch: "main".into() };
            assert_eq!(pages_address(&repository).as_deref(), expect, "{url}");
        }
    }
}
