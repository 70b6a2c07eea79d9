//! Docusaurus: `docusaurus.config.*`, a program, with its sidebars in another.
//!
//! Deliberately not here: older versions and translations of pages, which lie in folders of their own, and themes.

use super::{
    ForeignConfig,
    programs::{PARTIALS, repository_of},
    settings::{ForeignSettings, entries, field, items, text_of},
    sidebar,
};
use crate::{
    diag::Code,
    model::{Lang, NavEntry, NavFolder, NavTarget, Navigation, Node, Redirect, RelPath, Repository, Value, scheme},
    parse::config::base_url,
    source::ProjectFiles,
};
use std::collections::BTreeMap;

pub(super) const FILES: [&str; 5] = [
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "docusaurus.config.mjs",
    "docusaurus.config.cjs",
    "docusaurus.config.mts",
];
const SIDEBARS: [&str; 4] = ["sidebars.js", "sidebars.ts", "sidebars.mjs", "sidebars.json"];
/// Keys whose values readers would miss.
const MEANT: [&str; 12] = [
    "title",
    "tagline",
    "url",
    "baseUrl",
    "i18n",
    "staticDirectories",
    "presets.docs.path",
    "presets.docs.routeBasePath",
    "presets.docs.sidebarPath",
    "presets.blog.path",
    "presets.blog.routeBasePath",
    "themeConfig.navbar.items",
];
/// Folders in which names are looked for.
const MOST_FOLDERS: usize = 2000;

/// A folder of documents.
struct DocsFolder {
    path: String,
    /// Where its pages are on the site.
    route: String,
    /// The file of its sidebars.
    sidebars: Option<RelPath>,
}

pub(super) fn read(settings: &mut ForeignSettings, files: &mut ProjectFiles) -> ForeignConfig {
    settings.report_computed(&MEANT);
    let preset = plugin(settings.node("presets"), "classic").cloned();
    let option = |name: &str| preset.as_ref().and_then(|preset| field(preset, name));
    let is_off = |name: &str| option(name).and_then(text_of).as_deref() == Some("false");
    let mut docs: Vec<DocsFolder> = Vec::new();
    if !is_off("docs") {
        docs.push(docs_folder(option("docs"), files));
    }
    for more in plugins(settings.node("plugins"), "content-docs") {
        docs.push(docs_folder(Some(more), files));
    }
    let (mut blog, blog_route) = folder_of(option("blog"), "blog");
    let mut pages = folder_of(option("pages"), "src/pages").0;
    // The documents may lie beside the folder of the project: `../docs`.
    let folder = files.folder().to_owned();
    let is_from_root = !folder.is_empty() && docs.iter().any(|docs| docs.path.starts_with("../"));
    let from_root =
        |path: &str| RelPath::new_from(&folder, path).map_or_else(|| path.to_owned(), |path| path.to_string());
    if is_from_root {
        let docs = docs.iter_mut().map(|docs| &mut docs.path);
        docs.chain([&mut blog, &mut pages]).for_each(|path| *path = from_root(path));
    }
    if docs.iter().any(|docs| docs.path.starts_with("../")) {
        let expected = "a folder of the project; run portal in the folder that holds both";
        let key = "presets.docs.path";
        settings.report(Code::P0103, key, |error| error.arg("key", key).arg("expected", expected));
        docs.retain(|docs| !docs.path.starts_with("../"));
    }
    let blog = (!is_off("blog")).then_some(blog);

    let mut folder_names = BTreeMap::from([(pages.clone(), String::new())]);
    let renamed = docs.iter().map(|docs| (docs.path.clone(), docs.route.clone()));
    folder_names
        .extend(renamed.chain(blog.clone().map(|blog| (blog, blog_route.clone()))).filter(|(path, name)| path != name));
    let roots: Vec<&String> = docs.iter().map(|docs| &docs.path).chain(&blog).chain([&pages]).collect();
    let mut exclude = vec!["*.md".to_owned(), "*.mdx".to_owned()];
    exclude.extend(roots.iter().flat_map(|root| [format!("!/{root}/**/*.md"), format!("!/{root}/**/*.mdx")]));
    exclude.extend(PARTIALS.map(str::to_owned));
    let excluded =
        option("docs").and_then(|docs| field(docs, "exclude")).into_iter().flat_map(items).filter_map(text_of);
    if let Some(docs) = docs.first() {
        exclude.extend(excluded.map(|pattern| format!("/{}/{pattern}", docs.path)));
    }

    for (key, folder) in [("versions", "versioned_docs"), ("translations", "i18n")] {
        if files.has(folder) {
            settings.leave(format!("{key} ({folder})"));
        }
    }
    let redirects = redirects(settings);
    let mut navigation = navigation(settings, &docs, redirects, files);
    if is_from_root {
        navigation.file = RelPath::new_from(&folder, navigation.file.as_str()).unwrap_or(navigation.file);
    }
    let written: Vec<String> =
        settings.node("staticDirectories").into_iter().flat_map(items).filter_map(text_of).collect();
    let written = if written.is_empty() { vec!["static".to_owned()] } else { written };
    let site = settings.text("url").map(|url| {
        format!(
            "{}/{}",
            url.trim_end_matches('/'),
            settings.text("baseUrl").unwrap_or_default().trim_start_matches('/')
        )
    });
    ForeignConfig {
        title: settings.text("title"),
        description: settings.text("tagline"),
        language: settings.text("i18n.defaultLocale").and_then(|tag| Lang::new(&tag)),
        base_url: site.and_then(|site| base_url(&site)),
        repository: repository(settings, option("docs")),
        static_roots: written
            .iter()
            .filter_map(|path| RelPath::new_from(if is_from_root { &folder } else { "" }, path))
            .collect(),
        is_from_root,
        exclude,
        folder_names,
        // A post without a short name has its date in its address.
        folder_urls: BTreeMap::from([(
            blog_route.clone(),
            format!("/{blog_route}/{{year}}/{{month}}/{{day}}/{{file}}/"),
        )]),
        numbered_names: true,
        field_names: &[("id", "slug")],
        navigation: Some(navigation),
        ..ForeignConfig::default()
    }
}

/// The options of the plugins with such a name: `["@docusaurus/plugin-content-docs", { ... }]`.
fn plugins<'n>(list: Option<&'n Node>, name: &'static str) -> impl Iterator<Item = &'n Node> {
    list.into_iter().flat_map(items).filter_map(move |one| {
        let Value::List(pair) = &one.value else { return None };
        let is_named = pair.first().and_then(text_of).is_some_and(|found| found.contains(name));
        pair.get(1).filter(|options| is_named && matches!(options.value, Value::Table(_)))
    })
}

fn plugin<'n>(list: Option<&'n Node>, name: &'static str) -> Option<&'n Node> {
    plugins(list, name).next()
}

/// The folder of a plugin, and where its pages are on the site.
fn folder_of(options: Option<&Node>, default: &str) -> (String, String) {
    let text = |name: &str| options.and_then(|options| field(options, name)).and_then(text_of);
    let plain = |path: String| path.strip_prefix("./").unwrap_or(&path).trim_matches('/').to_owned();
    let path = text("path").map_or_else(|| default.to_owned(), plain);
    let route = text("routeBasePath").map_or_else(|| default.to_owned(), plain);
    (path, route)
}

fn docs_folder(options: Option<&Node>, files: &ProjectFiles) -> DocsFolder {
    let (path, route) = folder_of(options, "docs");
    let written = options.and_then(|options| field(options, "sidebarPath")).and_then(text_of);
    let sidebars = match written.as_deref() {
        Some("false") => None,
        Some(written) => RelPath::new_from("", written.trim_start_matches("./")),
        None => SIDEBARS.iter().filter_map(|name| RelPath::new(name)).find(|name| files.has(name.as_str())),
    };
    DocsFolder { path, route, sidebars }
}

/// The sidebars of all folders of documents, in the order of the folders.
fn navigation(
    settings: &ForeignSettings,
    docs: &[DocsFolder],
    redirects: Vec<Redirect>,
    files: &mut ProjectFiles,
) -> Navigation {
    let menu = settings.node("themeConfig.navbar.items");
    let file = docs.iter().find_map(|docs| docs.sidebars.clone()).unwrap_or_else(|| settings.path.clone());
    let mut all = Vec::new();
    let mut firsts = BTreeMap::new();
    let mut folders = BTreeMap::new();
    for docs in docs {
        let read = docs.sidebars.as_ref().and_then(|file| {
            let bytes = files.read(file)?;
            ForeignSettings::parse(file, &bytes, files).ok()
        });
        let title_of = |name: &str| sidebar_title(menu, name);
        let root = read.as_ref().and_then(|read| read.node(""));
        for (name, list) in root.into_iter().flat_map(entries) {
            let first = first(&sidebar::read(list, &docs.path, &|_| String::new()));
            firsts.extend(first.map(|first| (title_of(name), first)));
        }
        let mut found = root.map(|root| sidebar::read(root, &docs.path, &title_of)).unwrap_or_default();
        if found.is_empty() {
            let target = Some(NavTarget::Folder(docs.path.clone()));
            found.push(NavEntry { title: None, target, at: 0..0, entries: Vec::new() });
        }
        all.extend(found);
        categories(&docs.path, &mut folders, files);
    }
    let menu = menu.map(|menu| sidebar::read(menu, "", &|_| String::new())).unwrap_or_default();
    Navigation {
        folders,
        redirects,
        menu: menu.into_iter().map(|entry| of_menu(entry, docs, &firsts)).collect(),
        ..Navigation::new(file, all)
    }
}

/// What the menu calls a sidebar, else its name.
fn sidebar_title(menu: Option<&Node>, name: &str) -> String {
    let is_it = |item: &&Node| field(item, "sidebarId").and_then(text_of).as_deref() == Some(name);
    let label = menu.into_iter().flat_map(items).find(is_it).and_then(|item| field(item, "label")).and_then(text_of);
    label.unwrap_or_else(|| name.strip_suffix("Sidebar").filter(|name| !name.is_empty()).unwrap_or(name).to_owned())
}

/// Where the first entry of a list leads.
fn first(list: &[NavEntry]) -> Option<NavTarget> {
    list.iter().find_map(|entry| entry.target.clone().or_else(|| first(&entry.entries)))
}

/// A document in the menu is named from the folder of the documents; a sidebar leads to its first page.
fn of_menu(mut entry: NavEntry, docs: &[DocsFolder], firsts: &BTreeMap<String, NavTarget>) -> NavEntry {
    if entry.target.is_none() && entry.entries.is_empty() {
        entry.target = entry.title.as_ref().and_then(|title| firsts.get(title)).cloned();
        return entry;
    }
    if let (Some(NavTarget::Page(name)), Some(docs)) = (&mut entry.target, docs.first())
        && !name.starts_with('/')
    {
        *name = format!("{}/{name}", docs.path);
    }
    entry
}

/// What `_category_.json` and `_category_.yml` say of folders.
fn categories(root: &str, folders: &mut BTreeMap<String, NavFolder>, files: &mut ProjectFiles) {
    let mut open = vec![root.to_owned()];
    let mut seen = 0;
    while let Some(folder) = open.pop().filter(|_| seen < MOST_FOLDERS) {
        seen += 1;
        for name in files.names(&folder) {
            let path = format!("{folder}/{name}");
            if !name.starts_with("_category_.") {
                let is_file =
                    [".md", ".mdx", ".png", ".svg", ".jpg", ".json"].iter().any(|ending| name.ends_with(ending));
                open.extend(Some(path).filter(|_| !is_file && !name.starts_with('.')));
                continue;
            }
            let Some((file, bytes)) = RelPath::new(&path).and_then(|file| Some((file.clone(), files.read(&file)?)))
            else {
                continue;
            };
            if let Ok(category) = ForeignSettings::parse(&file, &bytes, files) {
                let weight = category.text("position").and_then(|position| position.parse::<f64>().ok());
                #[expect(clippy::cast_possible_truncation, reason = "a position is a small number")]
                let weight = weight.map(|position| position as i64);
                folders.insert(folder.clone(), NavFolder { title: category.text("label"), weight });
            }
        }
    }
}

fn repository(settings: &ForeignSettings, docs: Option<&Node>) -> Option<Repository> {
    let edit = docs.and_then(|docs| field(docs, "editUrl")).and_then(text_of);
    edit.and_then(|url| repository_of(&url)).or_else(|| {
        let (owner, name) = settings.text("organizationName").zip(settings.text("projectName"))?;
        repository_of(&format!("https://github.com/{owner}/{name}"))
    })
}

/// Former addresses of the plugin `client-redirects`.
fn redirects(settings: &mut ForeignSettings) -> Vec<Redirect> {
    let (mut redirects, mut left) = (Vec::new(), Vec::new());
    let options = plugin(settings.node("plugins"), "client-redirects");
    for redirect in options.and_then(|options| field(options, "redirects")).into_iter().flat_map(items) {
        let target = field(redirect, "to").and_then(text_of).filter(|to| scheme(to).is_none());
        for from in field(redirect, "from").into_iter().flat_map(items).filter_map(text_of) {
            match RelPath::new(&format!("{}.md", from.trim_matches('/'))).zip(target.clone()) {
                Some((from, to)) => redirects.push(Redirect { from, to: NavTarget::Page(to), at: redirect.at.clone() }),
                None => left.push(format!("redirects.{from}")),
            }
        }
    }
    left.into_iter().for_each(|name| settings.leave(name));
    redirects
}
