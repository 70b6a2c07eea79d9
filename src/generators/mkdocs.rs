//! MkDocs, with the keys of Material: `mkdocs.yml`.
//!
//! Deliberately not here: extensions of Markdown, and what plugins write.

use super::{
    ForeignConfig,
    settings::{ForeignSettings, entries, field, items, text_of},
};
use crate::{
    diag::Code,
    model::{
        AnchorStyle, Lang, NavEntry, NavTarget, Navigation, Node, Redirect, RelPath, Repository, Syntax, Urls, Value,
        scheme,
    },
    parse::config::base_url,
    source::ProjectFiles,
};

/// Keys that would change what readers see.
const LEFT: [&str; 7] =
    ["copyright", "extra", "extra_css", "extra_javascript", "extra_templates", "hooks", "theme.custom_dir"];
/// Plugins whose work is done here as well.
const DONE: [&str; 6] =
    ["offline", "redirects", "search", "material/search", "git-revision-date-localized", "glightbox"];
/// Plugins that make links out of names.
const LINKERS: [&str; 3] = ["autorefs", "mkdocstrings", "macros"];
/// Words before the branch in `edit_uri`.
const VERBS: [&str; 5] = ["edit", "blob", "tree", "raw", "src"];

pub(super) fn read(settings: &mut ForeignSettings, files: &mut ProjectFiles) -> ForeignConfig {
    if let Some(file) = settings.text("INHERIT") {
        settings.report(Code::P0109, "INHERIT", |diagnostic| diagnostic.arg("target", file));
    }
    LEFT.iter().for_each(|key| settings.not_carried_over(key));
    let (redirects, left) = plugins(settings);
    let has_named_links = settings.node("hooks").is_some() || left.iter().any(|name| LINKERS.contains(&&**name));
    left.into_iter().for_each(|name| settings.leave(format!("plugins.{name}")));
    let docs = settings.folder("docs_dir", "docs", files);
    ForeignConfig {
        title: settings.text("site_name"),
        description: settings.text("site_description"),
        authors: settings.text("site_author").into_iter().collect(),
        language: settings.parsed("theme.language", "a language tag like \"zh\" or \"en\"", Lang::new),
        base_url: settings.parsed("site_url", "an address like \"https://example.org/site/\"", base_url),
        repository: repository(settings),
        exclude: excluded(settings, docs.as_ref()),
        urls: settings.flag("use_directory_urls").filter(|is_pretty| !is_pretty).map(|_| Urls::Html),
        navigation: Some(Navigation {
            redirects,
            ..Navigation::new(
                settings.path.clone(),
                settings.node("nav").into_iter().flat_map(items).flat_map(entry).collect(),
            )
        }),
        syntax: formulas(settings),
        anchors: anchors(settings),
        src: docs,
        has_named_links,
        ..ForeignConfig::default()
    }
}

/// Formulas between backslashes and brackets, if the extension is there that reads them.
fn formulas(settings: &ForeignSettings) -> Vec<Syntax> {
    let is_there = plugins_at(settings, "markdown_extensions").iter().any(|(name, _)| name == "pymdownx.arithmatex");
    if is_there { vec![Syntax::Formulas] } else { Vec::new() }
}

/// Other functions that make anchors keep letters of all scripts.
fn anchors(settings: &ForeignSettings) -> AnchorStyle {
    let extensions = plugins_at(settings, "markdown_extensions");
    let toc = extensions.into_iter().find(|(name, _)| name == "toc").and_then(|(_, options)| options);
    match toc.and_then(|toc| field(toc, "slugify")) {
        Some(_) => AnchorStyle::Host,
        None => AnchorStyle::AsciiWords,
    }
}

fn repository(settings: &mut ForeignSettings) -> Option<Repository> {
    let url = settings.parsed("repo_url", "an address like \"https://github.com/owner/name\"", base_url)?;
    let edit = settings.text("edit_uri").unwrap_or_default();
    let mut parts = edit.split('/').skip_while(|part| !VERBS.contains(part)).skip(1);
    let branch = parts.next().filter(|branch| !branch.is_empty()).unwrap_or("master");
    Some(Repository { url: url.trim_end_matches('/').to_owned(), branch: branch.to_owned() })
}

/// Patterns of `exclude_docs` and `draft_docs`, and the folder of the theme's own files if it is among the sources.
fn excluded(settings: &ForeignSettings, docs: Option<&RelPath>) -> Vec<String> {
    let patterns = ["exclude_docs", "draft_docs"].into_iter().filter_map(|key| settings.text(key));
    let lines = patterns.flat_map(|text| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>());
    let inside = |folder: String| Some(format!("{}/", folder.strip_prefix(docs?.as_str())?.trim_end_matches('/')));
    let theme = settings.text("theme.custom_dir").and_then(inside);
    lines.chain(theme).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// An item of `nav`: a path, a title with a path, or a title with a list.
fn entry(node: &Node) -> Vec<NavEntry> {
    let leaf = |title: Option<&str>, node: &Node| {
        let target = text_of(node)?;
        let source = || RelPath::new(target.trim_start_matches("./"));
        let target = match scheme(&target) {
            Some(_) => NavTarget::Url(target),
            None if target.starts_with('/') => NavTarget::Url(target),
            None => NavTarget::Source(source()?),
        };
        let title = title.map(str::to_owned);
        Some(NavEntry { title, target: Some(target), at: node.at.clone(), entries: Vec::new() })
    };
    match &node.value {
        Value::Scalar { .. } => leaf(None, node).into_iter().collect(),
        _ => entries(node)
            .filter_map(|(title, node)| match &node.value {
                Value::List(inner) => Some(NavEntry {
                    title: Some(title.to_owned()),
                    target: None,
                    at: node.at.clone(),
                    entries: inner.iter().flat_map(entry).collect(),
                }),
                _ => leaf(Some(title), node),
            })
            .collect(),
    }
}

/// What the plugin `redirects` says, and the names of plugins that have no meaning here.
fn plugins(settings: &ForeignSettings) -> (Vec<Redirect>, Vec<String>) {
    let (mut redirects, mut left) = (Vec::new(), Vec::new());
    for (name, options) in plugins_at(settings, "plugins") {
        if name == "redirects" {
            let maps = options.into_iter().flat_map(entries).filter(|(key, _)| *key == "redirect_maps");
            for (from, to) in maps.flat_map(|(_, maps)| entries(maps)) {
                // The page that it leads to may be named with an anchor.
                let at = to.at.clone();
                let to =
                    text_of(to).and_then(|to| RelPath::new(to.split('#').next()?).filter(|_| scheme(&to).is_none()));
                match RelPath::new(from).zip(to) {
                    Some((from, to)) => redirects.push(Redirect { from, to: NavTarget::Source(to), at }),
                    None => left.push(format!("redirects.{from}")),
                }
            }
        } else if !DONE.contains(&name.as_str()) {
            left.push(name);
        }
    }
    (redirects, left)
}

/// The names and the options of plugins or extensions, a list or a table.
fn plugins_at<'n>(settings: &'n ForeignSettings, key: &str) -> Vec<(String, Option<&'n Node>)> {
    let Some(node) = settings.node(key) else { return Vec::new() };
    match &node.value {
        Value::Table(_) => entries(node).map(|(name, options)| (name.to_owned(), Some(options))).collect(),
        _ => items(node).iter().flat_map(plugin).collect(),
    }
}

/// An item of the list of plugins: a name, or a name with options.
fn plugin(node: &Node) -> Vec<(String, Option<&Node>)> {
    match text_of(node) {
        Some(name) => vec![(name, None)],
        None => entries(node).map(|(name, options)| (name.to_owned(), Some(options))).collect(),
    }
}
