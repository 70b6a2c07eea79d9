//! The language that a source's path names.
//!
//! In: a path, the configuration, the languages that the site has. Out: the language, and the path without it:
//! `a.en.md`, `en/a.md`, `docs/en/a.md` and, of the page of a folder alone, `README_EN.md`.
//!
//! What always holds: it depends on the path and the configuration alone; which further languages the site has is found
//! once for all paths ([`languages_of`]).

use super::{Config, Lang, RelPath};
use std::collections::{BTreeMap, BTreeSet};

/// Languages that are known as folders and suffixes on every site, beside Chinese.
const USUAL: [&str; 3] = ["en", "ja", "ko"];
/// Short names of languages in file names such as `README_CN.md`.
const COUNTRIES: [(&str, &str); 4] = [("cn", "zh-CN"), ("jp", "ja"), ("kr", "ko"), ("tw", "zh-TW")];

impl Config {
    /// The language that a path names, and the path without it. `own` is the site's own language.
    pub fn language_of(&self, path: &RelPath, own: Option<&Lang>) -> (Option<Lang>, RelPath) {
        self.language_in(path, own).map_or_else(|| (None, path.clone()), |(lang, inner)| (Some(lang), inner))
    }

    fn language_in(&self, path: &RelPath, own: Option<&Lang>) -> Option<(Lang, RelPath)> {
        let named = |stem: &str| RelPath::new_from(path.folder(), &format!("{stem}.{}", path.extension()));
        if let Some((stem, tag)) = path.stem().rsplit_once('.').filter(|(stem, _)| !stem.is_empty())
            && let Some(lang) = self.known_language(tag, own)
        {
            return Some((lang, named(stem)?));
        }
        if let Some((stem, tag)) = page_of_folder(path.stem()) {
            let tag = tag.to_ascii_lowercase();
            let country = COUNTRIES.iter().find(|(country, _)| *country == tag).map(|(_, lang)| Lang::new(lang));
            let lang = self.known_language(&tag, own).or_else(|| country.unwrap_or_else(|| Lang::new(&tag)))?;
            return Some((self.known_language(lang.as_str(), own).unwrap_or(lang), named(stem)?));
        }
        let mut start = 0;
        for part in path.folder().split('/').filter(|part| !part.is_empty()) {
            let end = start + part.len();
            if let Some(lang) = self.known_language(part, own) {
                let inner = format!("{}{}", &path.as_str()[..start], &path.as_str()[end + 1..]);
                return Some((lang, RelPath::new(&inner)?));
            }
            start = end + 1;
        }
        None
    }

    /// The language of a tag, as the site writes it, if the site can have it.
    pub fn known_language(&self, tag: &str, own: Option<&Lang>) -> Option<Lang> {
        // Nearly all names are no language tags.
        if tag.len() > 3 && !tag.contains(['-', '_']) {
            return None;
        }
        let lang = Lang::new(&tag.replace('_', "-"))?;
        let same = |other: &&Lang| other.as_str().eq_ignore_ascii_case(lang.as_str());
        if let Some(configured) = self.languages.keys().find(same) {
            return Some(configured.clone());
        }
        // `zh-CN` beside a site in `zh` is the same language, `zh-TW` is not.
        if let Some(own) = own.filter(|own| same(own) || lang.html() == own.html()) {
            return Some(own.clone());
        }
        // The name `a.zh.md` does not say in which characters the text is written.
        if let Some(own) = own.filter(|own| self.language.is_none() && lang.as_str() == "zh" && own.is_chinese()) {
            return Some(own.clone());
        }
        let usual = lang.is_chinese() || USUAL.iter().any(|usual| lang.as_str().eq_ignore_ascii_case(usual));
        if usual {
            return Some(lang);
        }
        self.found_languages.iter().find(same).cloned()
    }
}

/// The name and the tag of `README_EN`, `readme-zh_CN`, `README.ja`: what stands for its folder in a language.
pub fn page_of_folder(stem: &str) -> Option<(&str, &str)> {
    let (name, tag) = ["readme", "index", "_index"].iter().find_map(|name| {
        let (own, rest) = stem.split_at_checked(name.len()).filter(|(own, _)| own.eq_ignore_ascii_case(name))?;
        Some((own, rest.strip_prefix(['_', '-', '.'])?))
    })?;
    let is_country = COUNTRIES.iter().any(|(country, _)| tag.eq_ignore_ascii_case(country));
    let is_language = Lang::new(&tag.replace('_', "-")).is_some_and(|lang| lang.name().is_some());
    (is_country || is_language).then_some((name, tag))
}

/// Further languages that a site has: folders and suffixes with the tag of a language whose files are also there without
/// it, or in another language. A folder further down counts when most of its files are. A README alone counts
/// only in two cases: its tag has a region, or several languages have a README beside the one of the folder above.
pub fn languages_of(paths: &[&RelPath], config: &Config) -> BTreeSet<Lang> {
    let own = config.language.as_ref();
    let unknown = |tag: &str| {
        // Nearly all names are no language tags.
        let primary = tag.find(['-', '_']).unwrap_or(tag.len());
        let lang = if primary <= 3 { Lang::new(&tag.replace('_', "-"))? } else { return None };
        (lang.name().is_some() && config.known_language(tag, own).is_none()).then_some(lang)
    };
    let mut candidates: Vec<(Lang, RelPath)> = Vec::new();
    // By folders of languages further down: their languages and files without them.
    let mut deep: BTreeMap<&str, (Lang, Vec<RelPath>)> = BTreeMap::new();
    // By the folders above, languages that have a README in a folder of theirs, unknown or not.
    let mut readmes: BTreeMap<&str, BTreeSet<Lang>> = BTreeMap::new();
    for path in paths {
        if let Some((stem, tag)) = path.stem().rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
            let inner = || RelPath::new_from(path.folder(), &format!("{stem}.{}", path.extension()));
            candidates.extend(unknown(tag).and_then(|lang| Some((lang, inner()?))));
        }
        let top = path.as_str().split_once('/');
        candidates.extend(top.and_then(|(top, rest)| Some((unknown(top)?, RelPath::new(rest)?))));
        for (slash, _) in path.as_str().match_indices('/') {
            let folder = &path.as_str()[..slash];
            let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
            let rest = &path.as_str()[slash + 1..];
            if is_readme(rest)
                && let Some(lang) = unknown(name).or_else(|| config.known_language(name, own))
            {
                readmes.entry(above).or_default().insert(lang);
            }
            if !above.is_empty()
                && let Some(lang) = unknown(name)
            {
                deep.entry(folder).or_insert((lang, Vec::new())).1.extend(RelPath::new_from(above, rest));
            }
        }
    }
    if candidates.is_empty() && deep.is_empty() {
        return BTreeSet::new();
    }
    // A folder `it` beside a README of its own may be about anything; `pt-BR` is a language.
    let is_telling = |lang: &Lang, inner: &RelPath| !is_readme(inner.name()) || lang.as_str().contains('-');
    let others: BTreeSet<RelPath> = paths.iter().map(|path| config.language_of(path, own).1).collect();
    let has = |lang: &Lang, inner: &RelPath| is_telling(lang, inner) && others.contains(inner);
    let mut found: BTreeSet<Lang> =
        candidates.iter().filter(|(lang, inner)| has(lang, inner)).map(|(lang, _)| lang.clone()).collect();
    for (lang, files) in deep.into_values() {
        let shared = files.iter().filter(|inner| has(&lang, inner)).count();
        found.extend((shared * 2 > files.len()).then_some(lang));
    }
    readmes.retain(|_, langs| langs.len() > 1);
    let own_readmes = paths.iter().filter(|path| !readmes.is_empty() && is_readme(path.name()));
    let own_readmes: BTreeSet<&str> = own_readmes.map(|path| path.folder()).collect();
    for langs in readmes.into_iter().filter(|(above, _)| own_readmes.contains(above)).map(|(_, langs)| langs) {
        found.extend(langs.into_iter().filter(|lang| config.known_language(lang.as_str(), own).is_none()));
    }
    found
}

fn is_readme(name: &str) -> bool {
    ["README.md", "index.md", "_index.md"].iter().any(|readme| name.eq_ignore_ascii_case(readme))
}
