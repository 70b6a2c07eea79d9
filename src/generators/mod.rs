//! Projects of other generators: what their configuration says, as defaults of ours.
//!
//! In: the files of a project. Out: for a project of a known generator a [`ForeignConfig`], a plain value that
//! [`ForeignConfig::under`] lays under `book.toml`: what `book.toml` writes wins.
//!
//! What always holds: configuration is data. Nothing in it is run, and no file outside the project is read. Whatever is
//! wrong with it, there is a value and a diagnostic. No other room knows the name of a generator.
//!
//! A project without a generator may list its pages, too (`contents`).
//!
//! To add a generator: a file here, its entry in `GENERATORS`, its name in [`crate::model::READS`], and a row in the
//! manual.
//!
//! Deliberately not here: how their Markdown is read (`parse/foreign`), and which of their folders hold no content
//! (`source/generators.rs`).

mod contents;
mod docsify;
mod docusaurus;
mod hexo;
mod hugo;
mod jekyll;
mod lists;
mod mdbook;
mod mkdocs;
mod permalink;
mod program;
mod programs;
mod settings;
mod sidebar;
mod starlight;
mod vitepress;
mod vuepress;
mod zola;

use crate::{
    diag::Diagnostic,
    model::{
        AnchorStyle, Cascade, Config, Lang, Language, Navigation, PathRules, RelPath, Repository, Slugs,
        Syntax::{self, *},
        TaxonomyConfig, Urls,
    },
    source::ProjectFiles,
};
use settings::ForeignSettings;
use std::{collections::BTreeMap, sync::Arc};

/// A generator, as far as its projects are read.
struct Generator {
    /// Its word in `[portal] reads`.
    name: &'static str,
    /// As people write it.
    title: &'static str,
    /// Its configuration: the first of these files that exists.
    files: &'static [&'static str],
    /// Whether a project with such a file is one of this generator's. Of a file that cannot be read there are no settings.
    is_sure: fn(Option<&ForeignSettings>, &mut ProjectFiles) -> bool,
    /// The forms of Markdown that it has beyond those of the Git host.
    syntax: &'static [Syntax],
    /// What expressions in its pages call tables of its configuration.
    values: &'static [(&'static str, &'static str)],
    read: fn(&mut ForeignSettings, &mut ProjectFiles) -> ForeignConfig,
}

/// In this order projects are recognised.
const GENERATORS: &[Generator] = &[
    Generator {
        name: "mdbook",
        title: "mdBook",
        files: &["book.toml"],
        is_sure: mdbook::is_sure,
        values: &[],
        syntax: &[Includes],
        read: mdbook::read,
    },
    Generator {
        name: "mkdocs",
        title: "MkDocs",
        files: &["mkdocs.yml", "mkdocs.yaml"],
        is_sure: |_, _| true,
        values: &[],
        syntax: &[Admonitions, Callouts, Includes, Marks, Attributes, Definitions],
        read: mkdocs::read,
    },
    Generator {
        name: "hugo",
        title: "Hugo",
        files: &hugo::FILES,
        is_sure: hugo::is_sure,
        values: &[("params", "params")],
        syntax: &[Shortcodes, Callouts, Attributes, Definitions],
        read: hugo::read,
    },
    Generator {
        name: "zola",
        title: "Zola",
        files: &["zola.toml", "config.toml"],
        is_sure: zola::is_sure,
        values: &[("config", ""), ("config.extra", "extra")],
        syntax: &[Tags],
        read: zola::read,
    },
    Generator {
        name: "hexo",
        title: "Hexo",
        files: &["_config.yml", "_config.yaml"],
        is_sure: hexo::is_sure,
        values: &[("config", "")],
        syntax: &[Tags],
        read: hexo::read,
    },
    Generator {
        name: "jekyll",
        title: "Jekyll",
        files: &["_config.yml", "_config.yaml", "_config.toml"],
        is_sure: jekyll::is_sure,
        values: &[("site", "")],
        syntax: &[Tags, Includes, Attributes, Definitions],
        read: jekyll::read,
    },
    Generator {
        name: "docusaurus",
        title: "Docusaurus",
        files: &docusaurus::FILES,
        is_sure: |_, _| true,
        values: &[],
        syntax: &[Components],
        read: docusaurus::read,
    },
    Generator {
        name: "vitepress",
        title: "VitePress",
        files: &vitepress::FILES,
        is_sure: |_, _| true,
        values: &[],
        syntax: &[Components, Includes, Attributes],
        read: vitepress::read,
    },
    Generator {
        name: "vuepress",
        title: "VuePress",
        files: &vuepress::FILES,
        is_sure: |_, _| true,
        values: &[],
        syntax: &[Components, Includes, Attributes],
        read: vuepress::read,
    },
    Generator {
        name: "starlight",
        title: "Starlight",
        files: &starlight::FILES,
        is_sure: starlight::is_sure,
        values: &[],
        syntax: &[Components],
        read: starlight::read,
    },
    Generator {
        name: "docsify",
        title: "docsify",
        files: &["index.html", "docs/index.html"],
        is_sure: docsify::is_sure,
        values: &[],
        syntax: &[Callouts, Includes],
        read: docsify::read,
    },
];

/// What the configuration of another generator says, as far as it has a meaning here.
#[derive(Debug, Default)]
pub struct ForeignConfig {
    title: Option<String>,
    description: Option<String>,
    authors: Vec<String>,
    language: Option<Lang>,
    /// Titles and descriptions in further languages.
    languages: BTreeMap<Lang, Language>,
    base_url: Option<String>,
    repository: Option<Repository>,
    /// All paths begin at the root, although the project is in a folder: its sources lie beside that folder.
    is_from_root: bool,
    /// The folder of the sources, relative to the root.
    src: Option<RelPath>,
    /// Folders whose files are at the root of the site, relative to the root. They need not exist.
    static_roots: Vec<RelPath>,
    /// Patterns as in a `.gitignore`, from the folder of the sources.
    exclude: Vec<String>,
    /// What folders at the top of the sources are called on the site.
    folder_names: BTreeMap<String, String>,
    /// Patterns of the addresses of pages by their folder at the top, as it is called on the site.
    folder_urls: BTreeMap<String, String>,
    /// Numbers before names are not in addresses.
    numbered_names: bool,
    /// What fields of front matter mean here, where other generators mean something else with them.
    field_names: &'static [(&'static str, &'static str)],
    urls: Option<Urls>,
    slugs: Option<Slugs>,
    /// The folder of the archive on the site.
    archive_folder: Option<String>,
    /// What stands for the categories of a page without any in an address.
    default_category: String,
    /// Fields of front matter in which one text holds several terms, with blanks between them.
    word_lists: &'static [&'static str],
    /// What is said of all pages in a folder, by its path relative to the sources.
    cascades: Vec<(RelPath, Cascade)>,
    /// Pages with a date in the future are published.
    future: bool,
    /// Anchors of headings.
    anchors: AnchorStyle,
    /// What paths and folders mean.
    path_rules: PathRules,
    /// The folder `templates/` is the generator's.
    has_own_templates: bool,
    /// A program of the project makes links out of names.
    has_named_links: bool,
    /// Taxonomies beside the tags.
    taxonomies: BTreeMap<String, TaxonomyConfig>,
    /// The pages of the main menu, relative to the sources.
    menu_pages: Vec<RelPath>,
    navigation: Option<Navigation>,
    /// Forms of Markdown that only some generators have.
    syntax: Vec<Syntax>,
    /// Values that pages can name.
    values: BTreeMap<String, String>,
}

/// A project of another generator.
#[derive(Debug)]
pub struct ForeignProject {
    /// Its word in `[portal] reads`.
    pub name: &'static str,
    /// The generator, as people write it.
    pub title: &'static str,
    /// The file of its configuration, relative to the root.
    pub file: RelPath,
    /// What it says.
    pub config: ForeignConfig,
    /// What is wrong with it, or not carried over.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the files of contents of a project without a generator say, and what is wrong with it; `src` is the folder of the
/// sources.
pub fn find_contents(src: Option<&RelPath>, files: &mut ProjectFiles) -> Option<(ForeignConfig, Vec<Diagnostic>)> {
    contents::find(src, files)
}

/// The project of another generator that is in these files. `reads` is the word of `[portal] reads`.
pub fn find(reads: &str, files: &mut ProjectFiles) -> Option<ForeignProject> {
    let is_asked = |generator: &&Generator| reads == "auto" || reads == generator.name;
    for generator in GENERATORS.iter().filter(is_asked) {
        let paths = generator.files.iter().filter_map(|file| RelPath::new(file));
        let Some((file, bytes)) = paths.into_iter().find_map(|path| Some((path.clone(), files.read(&path)?))) else {
            continue;
        };
        let settings = ForeignSettings::parse(&file, &bytes, files);
        if reads == "auto" && !(generator.is_sure)(settings.as_ref().ok(), files) {
            continue;
        }
        let mut settings = match settings {
            Ok(settings) => settings,
            Err(error) => {
                let config = ForeignConfig { syntax: generator.syntax.to_vec(), ..ForeignConfig::default() };
                let diagnostics = vec![*error];
                return Some(ForeignProject {
                    name: generator.name,
                    title: generator.title,
                    file,
                    config,
                    diagnostics,
                });
            }
        };
        let mut config = (generator.read)(&mut settings, files);
        config.syntax.extend_from_slice(generator.syntax);
        config.values.extend(generator.values.iter().flat_map(|(name, table)| settings.values(name, table)));
        let diagnostics = settings.finish();
        return Some(ForeignProject { name: generator.name, title: generator.title, file, config, diagnostics });
    }
    None
}

impl ForeignProject {
    /// The same with paths from the root, of a project that was read in a folder.
    #[must_use]
    pub fn in_folder(mut self, folder: &RelPath) -> ForeignProject {
        let from_root = |path: &RelPath| RelPath::new_from(folder.as_str(), path.as_str());
        let put = |path: &mut RelPath| *path = from_root(path).unwrap_or_else(|| path.clone());
        put(&mut self.file);
        for diagnostic in &mut self.diagnostics {
            let own = diagnostic.path.to_string();
            put(&mut diagnostic.path);
            let named = Arc::make_mut(&mut diagnostic.args).iter_mut().filter(|(_, value)| *value == own);
            named.for_each(|(_, value)| *value = diagnostic.path.to_string());
        }
        let config = &mut self.config;
        if config.is_from_root {
            return self;
        }
        config.src = config.src.as_ref().map_or(Some(folder.clone()), from_root);
        config.static_roots.iter_mut().for_each(put);
        config.navigation.iter_mut().for_each(|navigation| put(&mut navigation.file));
        self
    }
}

impl ForeignConfig {
    /// Defaults with what this configuration says over them.
    pub fn under(self, defaults: Config) -> Config {
        let ForeignConfig {
            authors,
            languages,
            folder_names,
            folder_urls,
            numbered_names,
            field_names,
            static_roots,
            exclude,
            navigation,
            syntax,
            values,
            default_category,
            archive_folder,
            word_lists,
            cascades,
            menu_pages,
            taxonomies,
            ..
        } = self;
        let taxonomies = defaults.taxonomies.into_iter().chain(taxonomies).collect();
        Config {
            title: self.title.or(defaults.title),
            description: self.description.or(defaults.description),
            language: self.language.or(defaults.language),
            base_url: self.base_url.or(defaults.base_url),
            repository: self.repository.or(defaults.repository),
            src: self.src.or(defaults.src),
            urls: self.urls.unwrap_or(defaults.urls),
            slugs: self.slugs.unwrap_or(defaults.slugs),
            authors,
            languages,
            folder_names,
            folder_urls,
            numbered_names,
            field_names,
            static_roots,
            exclude,
            navigation,
            syntax,
            values,
            default_category,
            archive_folder,
            word_lists,
            cascades,
            menu_pages,
            taxonomies,
            anchors: self.anchors,
            path_rules: self.path_rules,
            has_own_templates: self.has_own_templates,
            has_named_links: self.has_named_links,
            future: self.future || defaults.future,
            ..defaults
        }
    }
}

#[cfg(test)]
mod tests;
