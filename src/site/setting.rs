//! What is the same for all files of a site.

use super::link_parts::OwnRepository;
use crate::model::{Config, Lang, RelPath, Repository, term_key};
use std::collections::HashMap;

/// The configuration, with indices that reading each file needs.
pub struct Setting<'a> {
    /// The configuration, with what the sources and Git say.
    pub config: &'a Config,
    /// The folder of the sources, relative to the project's root.
    pub src: &'a str,
    /// The site's own language.
    pub lang: &'a Lang,
    /// Where the sources are on the web.
    pub repository: Option<&'a Repository>,
    pub(super) own: OwnRepository,
    /// The term that a spelling stands for, by taxonomy and key of the spelling.
    aliases: HashMap<(&'a str, String), &'a str>,
}

impl<'a> Setting<'a> {
    /// Builds the indices.
    pub fn new(config: &'a Config, src: &'a str, lang: &'a Lang, repository: Option<&'a Repository>) -> Setting<'a> {
        let aliases = config.taxonomies.iter().flat_map(|(name, taxonomy)| {
            taxonomy.aliases.iter().map(move |(from, to)| ((name.as_str(), term_key(from)), to.as_str()))
        });
        Setting { config, src, lang, repository, own: OwnRepository::of(repository), aliases: aliases.collect() }
    }

    /// The term that a spelling stands for.
    pub(super) fn meant<'t>(&self, taxonomy: &'t str, term: &'t str) -> &'t str
    where
        'a: 't,
    {
        // Most sites have none.
        if self.aliases.is_empty() {
            return term;
        }
        self.aliases.get(&(taxonomy, term_key(term))).copied().unwrap_or(term)
    }

    /// The path among the sources that a decoded path in a file in `folder` names. With a slash at its beginning, it is
    /// from the repository's top if that is among the sources, else from the sources.
    pub(super) fn path_from(&self, folder: &str, path: &str) -> Option<RelPath> {
        match path.strip_prefix('/') {
            Some(absolute) => self.in_sources(absolute).or_else(|| RelPath::new(absolute)),
            None => RelPath::new_from(folder, path),
        }
    }

    /// A path from the repository's top as one among the sources.
    pub(super) fn in_sources(&self, path: &str) -> Option<RelPath> {
        let path = RelPath::new(path)?;
        match self.src {
            "" => Some(path),
            src => RelPath::new(path.as_str().strip_prefix(src)?.strip_prefix('/')?),
        }
    }
}
