//! Folders of other generators that hold no content: patterns for new pages, templates, themes.
//!
//! In: the name of a folder, and what lies beside it. Out: whether it is left out.
//!
//! Deliberately not here: what is in a generator's configuration.

/// A generator: names, one of which is beside its folders; further names, one of which must be there too (none: no
/// condition); and the folders.
type OwnFolders = (&'static [&'static str], &'static [&'static str], &'static [&'static str]);

const GENERATORS: [OwnFolders; 4] = [
    // Hexo
    (&["_config.yml", "_config.yaml"], &[], &["scaffolds"]),
    // Jekyll
    (&["_config.yml", "_config.yaml", "_config.toml"], &[], &["_includes", "_layouts", "_sass", "_plugins"]),
    // Hugo
    (&["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"], &[], &["archetypes", "layouts", "themes"]),
    // Hugo, whose configuration once had a common name
    (&["config.toml", "config.yaml", "config.yml"], &["content", "archetypes"], &["archetypes", "layouts", "themes"]),
];

/// Whether a folder is a generator's own; `is_beside` says whether a name is in the same folder.
pub(super) fn is_left_out(folder: &str, is_beside: impl Fn(&str) -> bool) -> bool {
    let any = |names: &[&str]| names.iter().any(|name| is_beside(name));
    let is_of =
        |(marks, more, folders): &OwnFolders| folders.contains(&folder) && any(marks) && (more.is_empty() || any(more));
    GENERATORS.iter().any(is_of)
}

#[cfg(test)]
mod tests {
    use super::is_left_out;

    #[test]
    fn folders_of_generators_are_known_by_what_is_beside_them() {
        for (folder, beside, expect) in [
            ("scaffolds", &["_config.yml"][..], true),
            ("scaffolds", &["README.md"], false),
            ("_includes", &["_config.yml"], true),
            ("layouts", &["hugo.toml"], true),
            ("layouts", &["config.toml", "content"], true),
            ("layouts", &["config.toml"], false),
            ("docs", &["_config.yml", "hugo.toml"], false),
        ] {
            assert_eq!(is_left_out(folder, |name| beside.contains(&name)), expect, "{folder} {beside:?}");
        }
    }
}
