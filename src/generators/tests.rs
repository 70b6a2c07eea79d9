//! What configuration of other generators says, as a table of texts and values.

use super::{ForeignConfig, GENERATORS, find};
use crate::{
    diag::Diagnostic,
    model::{NavEntry, NavTarget, READS, RelPath, Urls},
    source::ProjectFiles,
};
use std::collections::BTreeMap;

/// The value that a project gives, with the codes of its diagnostics and the bytes that they are about.
fn found(files: &[(&str, &str)]) -> (ForeignConfig, Vec<String>) {
    let files: BTreeMap<RelPath, Vec<u8>> =
        files.iter().map(|(path, text)| (RelPath::new(path).unwrap(), text.as_bytes().to_vec())).collect();
    let project = find("auto", &mut ProjectFiles::in_memory(&files)).expect("a project");
    let shown = |diagnostic: &Diagnostic| {
        let text = String::from_utf8_lossy(&files[&diagnostic.path]);
        let at = diagnostic.at.map_or("", |(start, end)| &text[start..end]);
        let args: Vec<&str> = diagnostic.args.iter().map(|(_, value)| value.as_str()).collect();
        format!("{} `{at}` {}", diagnostic.code.name(), args.join(" | "))
    };
    let diagnostics = project.diagnostics.iter().map(shown).collect();
    (project.config, diagnostics)
}

/// `title(target)` of each entry, groups with their entries in brackets.
fn outline(entries: &[NavEntry]) -> String {
    let entry = |entry: &NavEntry| {
        let title = entry.title.as_deref().unwrap_or("-");
        match &entry.target {
            Some(NavTarget::Source(path)) => format!("{title}({path})"),
            Some(NavTarget::Url(url)) => format!("{title}<{url}>"),
            None => format!("{title}[{}]", outline(&entry.entries)),
        }
    };
    entries.iter().map(entry).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_word_of_reads_is_a_generator() {
    let names: Vec<&str> = GENERATORS.iter().map(|generator| generator.name).collect();
    assert_eq!(READS[2..], names[..]);
}

#[test]
fn a_book() {
    let (config, diagnostics) = found(&[
        (
            "book.toml",
            "[book]\ntitle = \"Tides\"\ndescription = \"How the sea moves\"\nauthors = [\"Ada\", \"Lin\"]\nlanguage = \"zh\"\n",
        ),
        ("src/SUMMARY.md", "- [The moon](moon.md)\n"),
        ("src/moon.md", "# The moon\n"),
    ]);
    assert_eq!(config.title.as_deref(), Some("Tides"));
    assert_eq!(config.description.as_deref(), Some("How the sea moves"));
    assert_eq!(config.authors, ["Ada", "Lin"]);
    assert_eq!(config.language.as_ref().map(|lang| lang.as_str()), Some("zh"));
    assert_eq!(outline(&config.navigation.expect("an order").entries), "The moon(moon.md)");
    assert_eq!(diagnostics, [""; 0]);
}

#[test]
fn a_project_of_mkdocs() {
    let (config, diagnostics) = found(&[
        (
            "mkdocs.yml",
            "site_name: Kiln
site_url: https://kiln.example/docs
site_description: How to fire clay
site_author: Ada
repo_url: https://github.com/kiln/kiln
edit_uri: edit/main/manual/
docs_dir: manual
use_directory_urls: false
theme: { name: material, language: zh, custom_dir: manual/overrides }
exclude_docs: |
  # notes
  *.tmp.md
  !keep.tmp.md
plugins:
  - search
  - redirects: { redirect_maps: { old.md: new.md#top, gone.md: 'https://x.example/' } }
  - macros
markdown_extensions:
  - pymdownx.emoji: { emoji_index: !!python/name:material.extensions.emoji.twemoji }
hooks: [hook.py]
nav:
  - index.md
  - Guide:
      - Start: start.md
      - 'Deep: one': [deep/a.md, { B: deep/b.md }]
  - Forum: https://forum.example/
",
        ),
        ("manual/index.md", "# Kiln"),
    ]);
    let navigation = config.navigation.as_ref().expect("nav");
    assert_eq!(
        outline(&navigation.entries),
        "-(index.md) Guide[Start(start.md) Deep: one[-(deep/a.md) B(deep/b.md)]] Forum<https://forum.example/>"
    );
    let repository = config.repository.as_ref().expect("repo_url");
    assert_eq!((&*repository.url, &*repository.branch), ("https://github.com/kiln/kiln", "main"));
    assert_eq!(config.title.as_deref(), Some("Kiln"));
    assert_eq!(config.base_url.as_deref(), Some("https://kiln.example/docs/"));
    assert_eq!(config.src.as_ref().map(RelPath::as_str), Some("manual"));
    assert_eq!(config.exclude, ["*.tmp.md", "!keep.tmp.md", "/overrides/"]);
    assert_eq!(config.urls, Some(Urls::Html));
    let redirect = &navigation.redirects[0];
    assert_eq!((redirect.from.as_str(), redirect.to.as_str()), ("old.md", "new.md"));
    assert_eq!(
        diagnostics,
        ["P0110 `` hooks, theme.custom_dir, plugins.redirects.gone.md, plugins.macros | mkdocs.yml"]
    );
}

#[test]
fn mistakes_have_a_place() {
    for (text, expected) in [
        ("site_name: [", "P0107 `[` YAML | the bracket is not closed | mkdocs.yml"),
        ("docs_dir: nowhere", "P0103 `nowhere` docs_dir | a folder of the project"),
        ("site_url: kiln", "P0108 `kiln` site_url | an address like \"https://example.org/site/\""),
        ("INHERIT: ../base.yml", "P0109 `../base.yml` ../base.yml"),
    ] {
        let (_, diagnostics) = found(&[("mkdocs.yml", text), ("docs/index.md", "# A")]);
        assert_eq!(diagnostics, [expected], "{text}");
    }
}

#[test]
fn hostile_yaml_takes_no_time() {
    let bomb = (1..30).fold("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, n| {
        let one = format!("*a{}", n - 1);
        text + &format!("a{n}: &a{n} [{}]\n", vec![one; 9].join(", "))
    });
    for text in [bomb, "nav: ".to_owned() + &"[".repeat(100_000), "- x\n".repeat(50_000)] {
        let (_, diagnostics) = found(&[("mkdocs.yml", &text), ("docs/index.md", "# A")]);
        assert!(diagnostics[0].starts_with("P0107"), "{diagnostics:?}");
    }
}
