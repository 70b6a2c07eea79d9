//! What generators with configuration in JavaScript have in common.

use super::settings::{ForeignSettings, entries, field, text_of};
use crate::{
    model::{Lang, Language, Node, Repository},
    parse::config::base_url,
};
use std::collections::BTreeMap;

/// Parts of other pages.
pub(super) const PARTIALS: [&str; 4] = ["_*.md", "_*.mdx", "**/_*/**/*.md", "**/_*/**/*.mdx"];

/// Hosts of Git, of whose addresses the repository is known.
const HOSTS: [&str; 5] = [
    "https://github.com/",
    "https://gitlab.com/",
    "https://gitee.com/",
    "https://codeberg.org/",
    "https://gitcode.com/",
];

/// The folder in which the folder `own` of the configuration is; empty for the root.
pub(super) fn above(settings: &ForeignSettings, own: &str) -> String {
    let parts = settings.path.as_str().split('/').take_while(|part| *part != own);
    parts.collect::<Vec<_>>().join("/")
}

/// The titles of the languages beside the first, by their folders. `root` is the folder of the first.
pub(super) fn languages(settings: &ForeignSettings) -> BTreeMap<Lang, Language> {
    let locales = settings.node("locales").into_iter().flat_map(entries).filter(|(folder, _)| *folder != "root");
    let language = |(folder, locale): (&str, &Node)| {
        let text = |name: &str| field(locale, name).and_then(text_of);
        let language = Language { title: text("title"), description: text("description") };
        Some((Lang::new(folder.trim_matches('/'))?, language))
    };
    locales.filter_map(language).collect()
}

/// The repository of an address in it: `https://github.com/owner/name/edit/main/docs/`.
pub(super) fn repository_of(url: &str) -> Option<Repository> {
    let host = HOSTS.iter().find(|host| url.starts_with(**host))?;
    let mut parts = url[host.len()..].split('/').filter(|part| !part.is_empty());
    let (owner, name) = (parts.next()?, parts.next()?.trim_end_matches(".git"));
    let mut rest = parts.skip_while(|part| !matches!(*part, "edit" | "tree" | "blob" | "raw")).skip(1);
    let branch = rest.next().filter(|branch| !branch.starts_with([':', '$', '{'])).unwrap_or("main");
    let url = base_url(&format!("{host}{owner}/{name}"))?;
    Some(Repository { url: url.trim_end_matches('/').to_owned(), branch: branch.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::repository_of;

    #[test]
    fn a_repository_is_known_by_its_address() {
        for (url, expect) in [
            ("https://github.com/kiln/kiln/edit/next/docs/:path", Some(("https://github.com/kiln/kiln", "next"))),
            ("https://gitee.com/kiln/kiln", Some(("https://gitee.com/kiln/kiln", "main"))),
            ("https://github.com/kiln/kiln/edit/${branch}/", Some(("https://github.com/kiln/kiln", "main"))),
            ("https://github.com/kiln", None),
            ("https://example.org/kiln/kiln", None),
        ] {
            let found = repository_of(url);
            assert_eq!(found.as_ref().map(|found| (&*found.url, &*found.branch)), expect, "{url}");
        }
    }
}
