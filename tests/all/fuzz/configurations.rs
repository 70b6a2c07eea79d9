//! Configuration of other generators in any text: it is read in every language, and what is wrong has a place in its file.

use portal::{generators, model::RelPath, source::ProjectFiles};
use std::collections::BTreeMap;

/// Files that a generator is known by. Each has the text, or names a file that has it.
const FILES: [&str; 12] = [
    "mkdocs.yml",
    "book.toml",
    "hugo.toml",
    "hugo.json",
    "zola.toml",
    "_config.yml",
    "docusaurus.config.ts",
    ".vitepress/config.mts",
    ".vuepress/config.js",
    "astro.config.mjs",
    "index.html",
    "TOC.md",
];

/// What lies beside it: files that it may name have the text, too.
const BESIDE: [&str; 6] =
    ["src/SUMMARY.md", "_sidebar.md", "sidebars.js", "docs/_category_.json", "variables.json", "beside.ts"];

pub(super) fn check(bytes: &[u8]) {
    let Some((first, text)) = bytes.split_first() else { return };
    let path = |name: &str| RelPath::new(name).expect("a path");
    let mut files: BTreeMap<RelPath, Vec<u8>> = BESIDE.iter().map(|name| (path(name), text.to_vec())).collect();
    files.insert(path("src/content/docs/a.md"), Vec::new());
    files.insert(path("_posts/2024-01-01-a.md"), Vec::new());
    files.insert(path("content/a.md"), Vec::new());
    let name = FILES[usize::from(*first) % FILES.len()];
    let config = if name == "index.html" { [b"$docsify ", text].concat() } else { text.to_vec() };
    files.insert(path(name), config);
    let mut read = ProjectFiles::in_memory(&files);
    let project = generators::find("auto", &mut read);
    let contents = generators::find_contents(None, &mut read);
    let diagnostics = project.into_iter().flat_map(|project| project.diagnostics);
    for diagnostic in diagnostics.chain(contents.into_iter().flat_map(|(_, diagnostics)| diagnostics)) {
        let length = files[&diagnostic.path].len();
        if let Some((start, end)) = diagnostic.at {
            assert!(start <= end && end <= length, "{} at {start}..{end} of {length}", diagnostic.code.name());
        }
    }
}
