//! What `book.toml` says, checked and typed.
//!
//! Deliberately not here: keys and their defaults (`parse/config/keys.rs`).

use super::{Accent, Cascade, ConfigFile, Kind, Lang, Navigation, Node, RelPath, Syntax};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// The whole configuration. `parse::config` creates it; it does not change afterwards. `Config::default()` is empty:
/// `parse::config::defaults()` has the defaults of all keys.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Config {
    /// The file that it is read from. If there is none, everything here is a default.
    pub file: ConfigFile,

    // [book], with mdBook's keys
    /// `None`: the heading of the home page, or the name of the root's folder.
    pub title: Option<String>,
    /// For the feeds.
    pub authors: Vec<String>,
    /// What the site is about, in every language without a description of its own.
    pub description: Option<String>,
    /// Folder of the sources; `None` means `content`, else an mdBook's `src`, else the root.
    pub src: Option<RelPath>,
    /// The main language; `None`: guessed from the texts.
    pub language: Option<Lang>,

    // [portal]
    /// Whose configuration is read beside this one: one of [`READS`]; once it is found, the generator's name.
    pub reads: &'static str,
    /// The folder that the other generator's project is in, relative to the root; `None`: the root.
    pub project: Option<RelPath>,
    /// `https://host/path/`, always with the slash at the end.
    pub base_url: Option<String>,
    /// Folder of the output, relative to the root.
    pub out: String,
    /// Name of the folder under `themes/`, or `default` for the embedded one.
    pub theme: String,
    /// Addresses with or without `.html`.
    pub urls: Urls,
    /// Han characters in addresses stay, or become pinyin.
    pub slugs: Slugs,
    /// Which files that are not Markdown are published.
    pub assets: Assets,
    /// Whether pages without a date get one from their commits.
    pub git_dates: bool,
    /// Whether there is a page of all who have made commits.
    pub contributors: bool,
    /// `None`: taken from the Git remote, when there is one.
    pub repository: Option<Repository>,
    /// Globs of sources that are left out.
    pub exclude: Vec<String>,
    /// Globs of files with code that are published although HTML is sanitised.
    pub active_files: Vec<String>,
    /// Rules that cut a recurring footer off each body.
    pub strip: Vec<Strip>,
    /// The colour of links and of selected items. `None`: the colour of the theme.
    pub accent: Option<Accent>,
    /// The picture of the project in the header.
    pub logo: Logo,
    /// What stands at the foot of every page beside the links of the site.
    pub footer: Footer,
    /// The links of the recurring footer, published once on every page.
    pub links: Vec<(ByLanguage, String)>,
    /// Drafts are published; `--drafts` sets it, too.
    pub drafts: bool,
    /// Pages with a date in the future are published; `--future` sets it, too.
    pub future: bool,
    /// The site is a preview for its author: pages that expire soon are marked.
    pub preview: bool,
    /// Cards on a page of a list, and entries in a feed. 1 to 1000.
    pub page_size: usize,
    /// Entries in a feed, 1 to 1000.
    pub feed_size: usize,
    /// Related pages below a page, 0 to 20.
    pub related: usize,
    /// The deepest level of headings in a table of contents, 2 to 6.
    pub toc_depth: usize,
    /// The time zone of events that name none: `Asia/Shanghai`.
    pub timezone: Option<String>,
    /// Main menu. Empty: the sections and taxonomies that have pages.
    pub menu: Vec<MenuEntry>,

    // [check]
    /// Months after which a page is reported as stale; 0: never. Posts, events and people are never stale.
    pub stale_months: u32,

    /// `[home]`: the blocks of the home page in their order: names of kinds, `newest`, `needs`.
    pub home: Vec<String>,
    /// What stands at the top of the home page below the title and the description.
    pub hero: Hero,

    // [markdown]
    /// What happens to raw HTML in Markdown.
    pub html: RawHtml,
    /// What two blanks at the end of a line mean.
    pub hard_breaks: HardBreaks,

    /// Forms of Markdown that only some generators have.
    pub syntax: Vec<Syntax>,
    /// Values of another generator's configuration that its pages can name, such as `site.title`.
    pub values: BTreeMap<String, String>,

    // [typography]
    /// What happens to half-width punctuation in Chinese text.
    pub punctuation: Punctuation,

    // [search]
    /// What the search finds, and in which order.
    pub search: SearchOptions,

    // [images]
    /// How large images are made smaller.
    pub images: ImageOptions,

    /// `[metadata]`: names of headings that hold a field, instead of the built-in ones of that field.
    pub headings: BTreeMap<String, Vec<String>>,
    /// `[taxonomies.NAME]`; `tags` is always there.
    pub taxonomies: BTreeMap<String, TaxonomyConfig>,
    /// In the order in which `match` is tried: the site's own first, then the built-in ones.
    pub kinds: Vec<Kind>,
    /// `[[pages]]`: metadata for files that must not be edited, by path relative to `src`.
    pub pages: BTreeMap<RelPath, Node>,
    /// Audiences that stand in the configuration: `audiences/ID.md`, whether or not there is such a file. What they say
    /// is in `pages`.
    pub audiences: BTreeSet<RelPath>,
    /// `[languages.TAG]`: the site's title and description in further languages.
    pub languages: BTreeMap<Lang, Language>,

    // What only another generator's configuration says
    /// What folders at the top of the sources are called on the site: `_posts` = `posts`.
    pub folder_names: BTreeMap<String, String>,
    /// Patterns of the addresses of pages by their folder at the top, as it is called on the site: as `url` of kinds, and
    /// with `{title}` and `{folder}`, the folders below it.
    pub folder_urls: BTreeMap<String, String>,
    /// The folder of the archive on the site; `archive` if nothing else is said.
    pub archive_folder: Option<String>,
    /// What stands for the categories of a page without any in the pattern of an address.
    pub default_category: String,
    /// Fields of front matter in which one text holds several terms, with blanks between them.
    pub word_lists: &'static [&'static str],
    /// What is said of all pages in a folder, by its path relative to `src`.
    pub cascades: Vec<(RelPath, Cascade)>,
    /// Anchors of headings.
    pub anchors: AnchorStyle,
    /// What paths and folders mean, where generators differ.
    pub path_rules: PathRules,
    /// The folder `templates/` is the other generator's.
    pub has_own_templates: bool,
    /// A program of the project makes links out of names, `[a](name)` or `[a][name]`: one that leads nowhere here is no
    /// fault of its author.
    pub has_named_links: bool,
    /// The pages of the main menu, unless there is [`Config::menu`].
    pub menu_pages: Vec<RelPath>,
    /// Numbers before names of files and folders say their place, and are not in addresses: `01-intro.md` is `intro`.
    pub numbered_names: bool,
    /// Folders whose files are at the root of the site, relative to the project's root.
    pub static_roots: Vec<RelPath>,
    /// What fields of front matter mean here: `id` = `slug`.
    pub field_names: &'static [(&'static str, &'static str)],
    /// The order and the titles of pages, and former addresses.
    pub navigation: Option<Navigation>,

    /// Further languages of the sources, detected by folders and suffixes. They are not configured.
    pub found_languages: BTreeSet<Lang>,
}

/// Values of `[portal] reads`: `auto` takes the configuration that is there, `plain` takes none, a name takes that of one
/// generator.
pub const READS: [&str; 13] = [
    "auto",
    "plain",
    "mdbook",
    "mkdocs",
    "hugo",
    "zola",
    "hexo",
    "jekyll",
    "docusaurus",
    "vitepress",
    "vuepress",
    "starlight",
    "docsify",
];

/// The form of addresses.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Urls {
    /// `/a/b/`
    #[default]
    Pretty,
    /// `/a/b.html`, for reading straight from a folder
    Html,
}

/// How names become parts of addresses.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Slugs {
    /// `指南` stays `指南`.
    #[default]
    Unicode,
    /// `指南` becomes `zhi-nan`.
    Pinyin,
    /// `API` becomes `api`; Han characters stay.
    Lower,
    /// `Größe 指南` becomes `grosse-zhi-nan`: small letters and digits of ASCII, and `-` for the rest.
    Ascii,
}

/// Which assets are published.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Assets {
    /// Published when a page links to them.
    #[default]
    Linked,
    /// Every file among the sources.
    All,
}

/// What happens to raw HTML in Markdown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum RawHtml {
    /// HTML in Markdown is kept: the authors are trusted.
    #[default]
    Keep,
    /// HTML that can run is removed: the authors are strangers.
    Sanitize,
}

/// What two blanks at the end of a line mean.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum HardBreaks {
    /// Two blanks at a line's end break the line, as CommonMark has it.
    #[default]
    Keep,
    /// They do not; a backslash still does.
    Join,
}

/// What happens to half-width punctuation in Chinese text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Punctuation {
    /// Unchanged.
    #[default]
    Keep,
    /// Full-width between Chinese characters.
    FullWidth,
}

/// Who makes the index of the search.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum SearchEngine {
    /// `portal` itself.
    #[default]
    Builtin,
    /// Nobody.
    None,
}

/// What the search finds, and in which order.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct SearchOptions {
    /// Who makes the index.
    pub engine: SearchEngine,
    /// Globs of sources that are published and not searched.
    pub exclude: Vec<String>,
    /// How much each place of a word counts.
    pub weights: SearchWeights,
}

/// How much a page counts that has a word in one of these places. 0 to 1000.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct SearchWeights {
    /// In the title.
    pub title: u16,
    /// In a term or one of its other spellings.
    pub terms: u16,
    /// In a heading or the summary.
    pub headings: u16,
    /// Anywhere else.
    pub text: u16,
}

/// How large images are made smaller for small screens.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct ImageOptions {
    /// In pixels, ascending, each 16 to 10,000. Empty: images are published unchanged.
    pub widths: Vec<u32>,
    /// Quality of WebP, 1 to 100.
    pub quality: u8,
}

/// The address of the sources on the web, for edit links and for links that name the repository.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Repository {
    /// `https://github.com/OWNER/REPO`, no slash at the end.
    pub url: String,
    /// `main` unless the configuration says otherwise.
    pub branch: String,
}

/// A text by language tag, `""` for every other language.
pub type ByLanguage = BTreeMap<String, String>;

/// The text for a language: first its own, then the primary language's, then the one for all.
pub fn pick<'t>(texts: &'t ByLanguage, lang: &Lang) -> Option<&'t str> {
    let primary = lang.as_str().split('-').next().unwrap_or_default();
    texts.get(lang.as_str()).or_else(|| texts.get(primary)).or_else(|| texts.get("")).map(String::as_str)
}

/// An entry of the main menu.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct MenuEntry {
    /// A language without a title does not have the entry.
    pub title: ByLanguage,
    /// From the site's root, or of another site.
    pub url: String,
    /// Where that stands in the configuration.
    pub at: Range<usize>,
}

/// The picture of the project in the header.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Logo {
    /// On light grounds, and on dark ones if there is no other.
    pub light: Option<LogoFile>,
    /// On dark grounds.
    pub dark: Option<LogoFile>,
    /// It has the name of the site in it, which is not shown beside it.
    pub hides_title: bool,
    /// In the tab of the browser.
    pub icon: Option<LogoFile>,
}

/// A file of the sources, or of a static root.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LogoFile {
    /// From the folder of the sources.
    pub path: RelPath,
    /// Where that stands in the configuration.
    pub at: Range<usize>,
}

/// The head of the home page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Hero {
    /// Why one would want the project, in a sentence or two.
    pub lead: ByLanguage,
    /// Links, the most important first; at most three.
    pub actions: Vec<(ByLanguage, String)>,
    /// A line for the terminal; may be empty.
    pub command: String,
}

/// What the foot of every page says.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Footer {
    /// A sentence about the project.
    pub text: ByLanguage,
    /// Whose the site is: `© 2026 the Kiln project`.
    pub copyright: ByLanguage,
    /// Licence, record number, privacy: title and address. An empty address: the note is no link.
    pub notes: Vec<(ByLanguage, String)>,
    /// Groups of links, each with its title.
    pub columns: Vec<(ByLanguage, Vec<(ByLanguage, String)>)>,
    /// It does not say what made the site.
    pub hides_credit: bool,
}

/// A rule that ends a body at the recurring footer: at the first line that matches.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Strip {
    /// A regular expression, matched against single lines.
    pub from: String,
}

/// A taxonomy, as `[taxonomies.NAME]` declares it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct TaxonomyConfig {
    /// By language tag, `""` for every other language.
    pub title: BTreeMap<String, String>,
    /// Other spellings of terms: `PG` = `PostgreSQL`.
    pub aliases: BTreeMap<String, String>,
    /// Whether `a/b` is always a term inside `a`. Else it is only where there is a term `a`.
    pub nested: bool,
    /// Whether only a field of some kinds fills it. Then other pages have no terms of it, and its terms have no texts.
    pub of_kinds: bool,
}

/// Whose anchors headings have.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum AnchorStyle {
    /// Those of the Git host.
    #[default]
    Host,
    /// Capitals stay, and what is neither a letter nor a digit is `-`, as Hexo has it.
    Capitals,
    /// Small letters and digits of ASCII, and `-` for the rest, as Zola has it.
    Ascii,
    /// Each run of what is neither a letter nor a digit is one `-`, and `_` stands before a digit at the beginning, as
    /// VitePress and VuePress have it.
    Joined,
    /// Letters of ASCII, and one `-` for each run of blanks; repeats get `_1`, as MkDocs has it. Where nothing is left of a
    /// heading, those of the Git host.
    AsciiWords,
    /// Those of the Git host, with `_` before a digit at the beginning, as docsify has it.
    HostDigits,
    /// The text as it is, with `_` for blanks, as Zola has it where it makes no slugs.
    Underscores,
}

/// What paths and folders mean, where generators differ. The default is what the Git host shows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct PathRules {
    /// `a/b/index.md` is the page `b` of the folder `a`, with its files beside it.
    pub has_bundles: bool,
    /// A date at the beginning of a name is no part of the address.
    pub drops_dates: bool,
    /// Permalinks and former addresses begin at the root, with a slash or without, in every language.
    pub begins_at_root: bool,
    /// If the page of a folder is a draft, so are all pages in the folder.
    pub drafts_cascade: bool,
}

/// The texts of the site in a further language: `[languages.TAG]`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Language {
    /// Instead of the site's title.
    pub title: Option<String>,
    /// Instead of the site's description.
    pub description: Option<String>,
}

impl Config {
    /// Whether the project is one of another generator.
    pub fn is_foreign(&self) -> bool {
        !matches!(self.reads, "auto" | "plain")
    }

    /// Makes a taxonomy of each field of terms that kinds have.
    pub fn add_taxonomies_of_kinds(&mut self) {
        let fields = self.kinds.iter().flat_map(|kind| &kind.fields);
        for (name, _) in fields.filter(|(_, field)| field.kind.is_taxonomy()) {
            self.taxonomies
                .entry(name.clone())
                .or_insert_with(|| TaxonomyConfig { of_kinds: true, ..TaxonomyConfig::default() });
        }
    }

    /// The taxonomies that every page is read for.
    pub fn common_taxonomies(&self) -> impl Iterator<Item = &String> {
        self.taxonomies.iter().filter(|(_, taxonomy)| !taxonomy.of_kinds).map(|(name, _)| name)
    }

    /// Whether a folder of this name at the top holds the texts of terms.
    pub fn is_folder_of_terms(&self, name: &str) -> bool {
        self.taxonomies.get(name).is_some_and(|taxonomy| !taxonomy.of_kinds)
    }
}
