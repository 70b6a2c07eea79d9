//! Projects of other generators: what their configuration says, as defaults of ours.
//!
//! In: the files of a project. Out: for a project of a known generator a [`ForeignConfig`], a plain value that
//! [`ForeignConfig::under`] lays under `book.toml`: what `book.toml` writes wins.
//!
//! What always holds: configuration is data. Nothing in it is run, and no file outside the project is read. Whatever is
//! wrong with it, there is a value and a diagnostic. No other room knows the name of a generator.
//!
//! To add a generator: a file here, its entry in [`GENERATORS`], its name in [`crate::model::READS`], and a row in the
//! manual.
//!
//! Deliberately not here: what their Markdown means (`parse`), and which of their folders hold no content
//! (`source/generators.rs`).

mod mkdocs;
mod settings;

use crate::{
    diag::Diagnostic,
    model::{Config, Lang, Navigation, RelPath, Repository, Urls},
    source::ProjectFiles,
};
use settings::ForeignSettings;

/// A generator, as far as its projects are read.
struct Generator {
    /// Its word in `[portal] reads`.
    name: &'static str,
    /// As people write it.
    title: &'static str,
    /// Its configuration: the first of these files that exists.
    files: &'static [&'static str],
    /// Whether a project with such a file is one of this generator's.
    is_sure: fn(&ProjectFiles) -> bool,
    read: fn(&mut ForeignSettings, &mut ProjectFiles) -> ForeignConfig,
}

/// In this order projects are recognised.
const GENERATORS: &[Generator] = &[Generator {
    name: "mkdocs",
    title: "MkDocs",
    files: &["mkdocs.yml", "mkdocs.yaml"],
    is_sure: |_| true,
    read: mkdocs::read,
}];

/// What the configuration of another generator says, as far as it has a meaning here.
#[derive(Debug, Default)]
pub struct ForeignConfig {
    title: Option<String>,
    description: Option<String>,
    authors: Vec<String>,
    language: Option<Lang>,
    base_url: Option<String>,
    repository: Option<Repository>,
    /// The folder of the sources, relative to the root.
    src: Option<RelPath>,
    /// Patterns as in a `.gitignore`, from the folder of the sources.
    exclude: Vec<String>,
    urls: Option<Urls>,
    navigation: Option<Navigation>,
}

/// A project of another generator.
#[derive(Debug)]
pub struct ForeignProject {
    /// The generator, as people write it.
    pub title: &'static str,
    /// The file of its configuration, relative to the root.
    pub file: RelPath,
    /// What it says.
    pub config: ForeignConfig,
    /// What is wrong with it, or not carried over.
    pub diagnostics: Vec<Diagnostic>,
}

/// The project of another generator that is in these files. `reads` is the word of `[portal] reads`.
pub fn find(reads: &str, files: &mut ProjectFiles) -> Option<ForeignProject> {
    let is_asked = |generator: &&Generator| reads == "auto" || reads == generator.name;
    for generator in GENERATORS.iter().filter(is_asked) {
        let paths = generator.files.iter().filter_map(|file| RelPath::new(file));
        let Some((file, bytes)) = paths.into_iter().find_map(|path| Some((path.clone(), files.read(&path)?))) else {
            continue;
        };
        if reads == "auto" && !(generator.is_sure)(files) {
            continue;
        }
        let mut settings = match ForeignSettings::parse(&file, &bytes) {
            Ok(settings) => settings,
            Err(error) => {
                let (config, diagnostics) = (ForeignConfig::default(), vec![*error]);
                return Some(ForeignProject { title: generator.title, file, config, diagnostics });
            }
        };
        let config = (generator.read)(&mut settings, files);
        let diagnostics = settings.finish();
        return Some(ForeignProject { title: generator.title, file, config, diagnostics });
    }
    None
}

impl ForeignConfig {
    /// Defaults with what this configuration says over them.
    pub fn under(self, defaults: Config) -> Config {
        let ForeignConfig { authors, exclude, navigation, .. } = self;
        Config {
            title: self.title.or(defaults.title),
            description: self.description.or(defaults.description),
            language: self.language.or(defaults.language),
            base_url: self.base_url.or(defaults.base_url),
            repository: self.repository.or(defaults.repository),
            src: self.src.or(defaults.src),
            urls: self.urls.unwrap_or(defaults.urls),
            authors,
            exclude,
            navigation,
            ..defaults
        }
    }
}

#[cfg(test)]
mod tests;
